"""Two databases with the same hotels and the same past: one as it is, one without the walls."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from bench.history.filling import fill
from bench.history.size import Size
from bench.proof.server import Server, named
from bench.walls.cost.callers import hire

ROOMS = 100
# Policies go, and the API's role reads whole tables again.
WITHOUT_WALLS = """
DO $$
DECLARE
    v_name text;
    v_policy record;
BEGIN
    FOR v_policy IN
        SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'hotelmate'
    LOOP
        EXECUTE format('DROP POLICY %I ON hotelmate.%I', v_policy.policyname, v_policy.tablename);
    END LOOP;
    FOR v_name IN SELECT relname FROM pg_class
        WHERE relnamespace = 'hotelmate'::regnamespace AND relrowsecurity
    LOOP
        EXECUTE format(
            'ALTER TABLE hotelmate.%I DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY',
            v_name
        );
    END LOOP;
END
$$;
GRANT SELECT ON ALL TABLES IN SCHEMA hotelmate TO hotelmate_api;
"""


@dataclass(frozen=True, slots=True)
class Copies:
    """Connection strings of a superuser."""

    walled: str
    open: str


@contextmanager
def copies(server: Server, hotels: int, fortnights: int) -> Iterator[Copies]:
    """Fill a database with hotels and their past, copy it, and take the walls of the copy down."""
    with server.database("walls") as walled:
        fill(walled, Size(hotels, ROOMS, fortnights * hotels * (ROOMS + ROOMS // 4)))
        hire(walled)
        with _copied(server, walled) as copied:
            with psycopg.connect(copied, autocommit=True) as connection:
                connection.execute(WITHOUT_WALLS)
            for url in (walled, copied):
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute("VACUUM (ANALYZE)")
            yield Copies(walled, copied)


@contextmanager
def _copied(server: Server, url: str) -> Iterator[str]:
    name = f"hotelmate_proof_open_{uuid.uuid4().hex[:8]}"
    template = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(str(template))
            )
        )
        try:
            yield named(server.url, name)
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )
