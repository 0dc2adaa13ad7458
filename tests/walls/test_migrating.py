"""Whoever owns the database and may make roles migrates it; no superuser is needed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.demo.seed import seed_demo
from app.embedded import throwaway
from app.embedded.places import client_binary
from schema import migrate, roles
from tests.relay.command import as_url

DATABASES = ("plain", "by_script", "one", "another", "saved", "restored")
OWNERS = """\
SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class
WHERE relnamespace = 'hotelmate'::regnamespace OR relname = 'alembic_version'
UNION
SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE pronamespace = 'hotelmate'::regnamespace
UNION
SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'hotelmate'
"""

Url = Callable[[str], str]


@pytest.fixture(scope="module")
def url() -> Iterator[Url]:
    """Make a server without any of the roles; return the migrating user's address of a database."""
    with throwaway() as server:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE ROLE migrator LOGIN CREATEROLE")
            for name in DATABASES:
                connection.execute(f"CREATE DATABASE {name} OWNER migrator".encode())
        yield lambda name: server.url(name, user="migrator")


def owners(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {name for (name,) in connection.execute(OWNERS)}


def rows(url: str) -> dict[str, int]:
    """Count the rows of every table."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class"
            " WHERE relnamespace = 'hotelmate'::regnamespace AND relkind IN ('r', 'p')"
        ).fetchall()
        counts = {
            name: connection.execute(f"SELECT count(*) FROM hotelmate.{name}".encode()).fetchone()
            for (name,) in tables
        }
    return {name: row[0] for name, row in counts.items() if row}


@pytest.mark.proof
def test_two_databases_of_a_new_server_are_migrated_at_once(url: Url) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "app.cli", "migrate"],
            env={**os.environ, "DATABASE_URL": as_url(url(name))},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name in ("one", "another")
    ]
    for process in running:
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
    assert owners(url("one")) == owners(url("another")) == {roles.OWNER}


@pytest.mark.proof
def test_a_database_goes_up_and_down_and_up_again_without_a_superuser(url: Url) -> None:
    assert migrate.upgrade(url("plain")).stepped
    assert not migrate.upgrade(url("plain")).stepped
    migrate.downgrade(url("plain"), "base")
    assert migrate.upgrade(url("plain")).stepped
    assert owners(url("plain")) == {roles.OWNER}


def test_what_belongs_to_somebody_else_is_handed_over(url: Url) -> None:
    """As after a restore of a dump without owners."""
    migrate.upgrade(url("plain"))
    with psycopg.connect(url("plain")) as connection:
        connection.execute(f"REASSIGN OWNED BY {roles.OWNER} TO migrator".encode())
    assert owners(url("plain")) == {"migrator"}
    migrate.upgrade(url("plain"))
    assert owners(url("plain")) == {roles.OWNER}


def test_a_migration_is_about_every_hotel_whichever_is_chosen(url: Url) -> None:
    with psycopg.connect(url("plain")) as connection:
        connection.execute("SET hotelmate.hotel_id = '1'")
        connection.execute(roles.SCRIPT.encode())
        found = connection.execute("SELECT current_setting('hotelmate.hotel_id')").fetchone()
    assert found == ("",)


def test_the_script_does_the_same_in_psql(url: Url) -> None:
    where = conninfo_to_dict(url("by_script"))
    address = [f"--{name}={where[name]}" for name in ("host", "port", "dbname")]
    subprocess.run(
        ["psql", "-XqU", str(where["user"]), *address, "-v", "ON_ERROR_STOP=1"],
        input=migrate.offline_sql(),
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert owners(url("by_script")) == {roles.OWNER}


@pytest.mark.proof
def test_all_hotels_are_saved_and_restored_without_a_superuser(url: Url, tmp_path: Path) -> None:
    """As docs/operations.md says."""
    script, dump = Path(roles.__file__).with_name("roles.sql"), str(tmp_path / "hotelmate.dump")
    migrate.upgrade(url("saved"))
    with psycopg.connect(url("saved")) as connection:
        seed_demo(connection)
    before = rows(url("saved"))
    commands = [
        ["pg_dump", url("saved"), "--enable-row-security", "--format=custom", f"--file={dump}"],
        ["psql", "-Xq", "-f", str(script), "--single-transaction", url("restored")],
        ["pg_restore", "--exit-on-error", f"--dbname={url('restored')}", dump],
    ]
    for program, *arguments in commands:
        subprocess.run([str(client_binary(program)), *arguments], check=True)

    assert rows(url("restored")) == before
    assert owners(url("restored")) == {roles.OWNER}
    assert not migrate.upgrade(url("restored")).stepped


def test_nobody_but_the_owner_makes_temporary_tables_or_objects_in_public(url: Url) -> None:
    migrate.upgrade(url("plain"))
    with psycopg.connect(url("plain")) as connection:
        can = connection.execute(
            "SELECT role, has_database_privilege(role, current_database(), 'TEMPORARY')"
            " OR has_database_privilege(role, current_database(), 'CREATE')"
            " OR has_schema_privilege(role, 'public', 'CREATE')"
            " OR has_schema_privilege(role, 'hotelmate', 'CREATE')"
            " FROM unnest(%s::text[]) AS named (role)",
            (list(roles.ALL),),
        ).fetchall()
    assert {role for role, is_so in can if is_so} == {roles.OWNER}
