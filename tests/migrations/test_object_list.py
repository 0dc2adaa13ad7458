"""checks/objects_differ_from_snapshot.sql has the objects that the migrations make."""

import difflib

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app.consistency.checks import parse
from schema import generated, migrate, repeatable
from schema.objects import check


@pytest.fixture
def database_of_18(database_url: str) -> str:
    with psycopg.connect(database_url) as connection:
        if connection.info.server_version // 10000 != 18:
            pytest.skip("the digests are of definitions as PostgreSQL 18 writes them")
    return database_url


def test_the_list_is_of_what_the_migrations_make(database_of_18: str) -> None:
    committed = check.CHECK.read_text(encoding="utf-8").splitlines()
    made = check.build(database_of_18).splitlines()
    diff = list(difflib.unified_diff(committed, made, check.CHECK.name, "made", lineterm=""))
    assert not diff, "run `make snapshot`:\n" + "\n".join(diff[:60])


@pytest.mark.parametrize("search_path", ["hotelmate,public", "pg_temp,hotelmate", ""])
def test_the_list_is_the_same_whatever_the_session_sees(
    search_path: str, database_of_18: str
) -> None:
    session = make_conninfo(database_of_18, options=f"-csearch_path={search_path}")
    assert check.build(session) == check.build(database_of_18)


def test_the_list_is_written_with_the_snapshot() -> None:
    assert check.CHECK in generated.FILES


def test_functions_of_migrations_are_sought_where_they_are(clone: str, database_of_18: str) -> None:
    query = parse("objects", check.CHECK.read_text(encoding="utf-8")).query
    with psycopg.connect(clone, autocommit=True) as connection:
        connection.execute(
            "DO $$ DECLARE routine regprocedure; BEGIN FOR routine IN SELECT oid FROM pg_proc"
            " WHERE pronamespace = 'hotelmate'::regnamespace LOOP"
            " EXECUTE format('ALTER FUNCTION %s COST 7', routine); END LOOP; END $$"
        )
        rows = connection.execute(query.encode()).fetchall()
    place = "schema/migrations/sql/0001_tenants.up.sql"
    told = {row[2].rpartition(".")[2] for row in rows if place in row[5]}
    text = (check.CHECK.parents[1] / place).read_text(encoding="utf-8")
    assert told == set(repeatable.ROUTINE.findall(text))
    others = {row[2].rpartition(".")[2] for row in rows} - told
    assert others == {name for file in repeatable.load() for name in file.routines}


def test_triggers_and_functions_are_made_anew_as_the_mend_says(
    clone: str, database_of_18: str
) -> None:
    query = parse("objects", check.CHECK.read_text(encoding="utf-8")).query
    with psycopg.connect(clone, autocommit=True) as connection:
        connection.execute("DROP TRIGGER booking_final_is_frozen ON hotelmate.room_booking")
        connection.execute("ALTER TABLE hotelmate.booking_event ENABLE TRIGGER ALL")
        connection.execute("REVOKE EXECUTE ON FUNCTION hotelmate.acting_role() FROM public")
        rows = connection.execute(query.encode()).fetchall()
        (mend,) = {row[5].partition(":")[0] for row in rows}
        statement, then = mend.split(", then hotelmate ")
        assert then == "migrate"
        connection.execute(statement.encode())
    migrate.upgrade(clone)
    with psycopg.connect(clone) as connection:
        assert connection.execute(query.encode()).fetchall() == []
