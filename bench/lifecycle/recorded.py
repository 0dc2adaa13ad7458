"""Every row that each step of a stay writes, as the database itself sees it.

The floor writes what is recorded here, so it follows the schema and needs no list of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import class_row

# Ids of one table are far from those of all others, so that a number says whose id it is.
APART = 10_000_000
FIRST_ID = 100 * APART

_OPEN_BOOK = """
CREATE SCHEMA recording;
CREATE TABLE recording.written (
    id bigint GENERATED ALWAYS AS IDENTITY, transaction_id xid8 NOT NULL, table_name text NOT NULL,
    verb text NOT NULL, before jsonb, after jsonb
);
CREATE FUNCTION recording.keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO recording.written (transaction_id, table_name, verb, before, after)
    VALUES (pg_current_xact_id(), TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END;
$$;
"""
_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'hotelmate'::regnamespace AND relkind = 'r' ORDER BY relname
"""
_SEQUENCES = """
SELECT seq.oid::regclass::text
FROM pg_class AS seq
WHERE seq.relnamespace = 'hotelmate'::regnamespace AND seq.relkind = 'S' ORDER BY seq.relname
"""
_WRITTEN = """
SELECT
    dense_rank() OVER (ORDER BY transaction_id::text::numeric) AS transaction, table_name AS table,
    verb, before, after
FROM recording.written ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Written:
    """One row that was written.

    Attributes:
        transaction: which one wrote it, from 1.
        table: whose row it is.
        verb: INSERT, UPDATE or DELETE.
        before, after: the row; None where there was or is none.
    """

    transaction: int
    table: str
    verb: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def keep_ids_apart(connection: psycopg.Connection[Any]) -> None:
    """Let the ids of each table count from a number of its own."""
    for position, (sequence,) in enumerate(connection.execute(_SEQUENCES).fetchall()):
        restart = sql.SQL("ALTER SEQUENCE {} RESTART WITH {}")
        name = sql.Identifier(*sequence.split("."))
        connection.execute(restart.format(name, FIRST_ID + position * APART))


@contextmanager
def recording(connection: psycopg.Connection[Any]) -> Iterator[list[Written]]:
    """Record what everybody writes; at the end of the block the list is filled, the book closed.

    Args:
        connection: the owner's, in autocommit.
    """
    tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
    connection.execute(_OPEN_BOOK)
    book: list[Written] = []
    for table in tables:
        connection.execute(
            sql.SQL(
                "CREATE TRIGGER zzzz_recorded AFTER INSERT OR UPDATE OR DELETE ON hotelmate.{}"
                " FOR EACH ROW EXECUTE FUNCTION recording.keep()"
            ).format(sql.Identifier(table))
        )
    try:
        yield book
        with connection.cursor(row_factory=class_row(Written)) as cursor:
            book += cursor.execute(_WRITTEN).fetchall()
    finally:
        connection.execute("DROP SCHEMA recording CASCADE")
