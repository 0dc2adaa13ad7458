"""Adoption: a database that lacks constraints gets them, and says which rows break one."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.embedded.places import client_binary
from app.settings import as_role
from schema import snapshot
from schema.adoption import script
from schema.adoption.parts import read_parts
from schema.adoption.plan import plan
from schema.adoption.script import wanted
from schema.generated import difference_of
from schema.roles import API as API_ROLE
from tests.hotel_builder import HotelBuilder
from tests.migrations.adopting import (
    BY_NAME,
    Connection,
    adopt,
    drop,
    execute,
    states,
    tasks_of,
)
from tests.relay.command import as_url

ROOT = Path(__file__).parents[2]
# One of each kind; the key is one to which no foreign key refers.
ONE_OF_EACH = [
    "currency_code_is_iso_4217",
    "room_room_number_not_null",
    "room_booking_by_arrival",
    "room_single_active_assignment",
    "room_number_unique",
    "booking_has_adult",
    "booking_in_house_occupies_room",
]


@pytest.fixture
def connection(clone: str) -> Iterator[Connection]:
    with psycopg.connect(clone, autocommit=True) as opened:
        yield opened


@pytest.fixture
def hotel(connection: Connection) -> HotelBuilder:
    return HotelBuilder(connection)


def hotelmate(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, env={"DATABASE_URL": as_url(url)})


def test_the_file_is_what_the_migrations_make(database_url: str) -> None:
    assert not difference_of(script.SCRIPT, script.build(database_url)), "run `make snapshot`"


def test_a_part_of_every_kind_is_tried() -> None:
    assert {BY_NAME[name].kind for name in ONE_OF_EACH} == {part.kind for part in wanted()}


def test_a_complete_database_needs_nothing(clone: str, connection: Connection) -> None:
    assert tasks_of(connection) == []
    assert hotelmate(clone, "adopt").exit_code == 0


def test_a_database_without_constraints_gets_every_one(clone: str, connection: Connection) -> None:
    before = snapshot.dump(clone)
    identity = connection.execute(
        "SELECT format('hotelmate.%s', relname), attname FROM pg_attribute"
        " INNER JOIN pg_class ON pg_class.oid = attrelid WHERE attidentity <> ''"
    ).fetchall()
    # An identity column cannot be without its NOT NULL.
    kept = {("not null", table, column) for table, column in identity}
    gone = [part for part, _ in read_parts(connection) if part.identity not in kept]
    drop(connection, *reversed(gone))
    assert len(states(connection)) == len(wanted()) - len(gone) < 50
    assert adopt(connection) == []
    assert snapshot.dump(clone) == before


@pytest.mark.proof
@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_what_is_missing_is_added(clone: str, connection: Connection, name: str) -> None:
    before = snapshot.dump(clone)
    drop(connection, BY_NAME[name])
    done = hotelmate(clone, "adopt")
    assert (done.exit_code, states(connection)[name]) == (0, "valid"), done.output
    assert snapshot.dump(clone) == before


@pytest.mark.proof
@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_run_goes_on_where_another_broke_off(
    clone: str, connection: Connection, name: str
) -> None:
    before = snapshot.dump(clone)
    drop(connection, BY_NAME[name])
    execute(connection, BY_NAME[name].statements[0])
    assert adopt(connection) == []
    assert snapshot.dump(clone) == before


def test_what_is_not_enforced_is_enforced_again(clone: str, connection: Connection) -> None:
    before = snapshot.dump(clone)
    execute(
        connection,
        "ALTER TABLE hotelmate.room_booking"
        " ALTER CONSTRAINT booking_in_house_occupies_room NOT ENFORCED",
    )
    assert adopt(connection) == []
    assert snapshot.dump(clone) == before


def test_the_plan_as_a_script_does_the_same(clone: str, connection: Connection) -> None:
    before = snapshot.dump(clone)
    drop(connection, *(BY_NAME[name] for name in ONE_OF_EACH))
    printed = hotelmate(clone, "adopt", "--sql")
    assert printed.exit_code == 0
    psql = [str(client_binary("psql")), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", clone]
    subprocess.run(psql, input=printed.output, text=True, check=True, capture_output=True)
    assert snapshot.dump(clone) == before


def test_a_dry_run_changes_nothing_and_says_so(clone: str, connection: Connection) -> None:
    drop(connection, BY_NAME["booking_has_adult"])
    before = snapshot.dump(clone)
    done = hotelmate(clone, "adopt", "--dry-run")
    assert done.exit_code == 1
    assert BY_NAME["booking_has_adult"].statements[0] in done.output
    assert snapshot.dump(clone) == before


def test_rows_that_break_a_check_are_named_and_new_ones_are_refused(
    clone: str, connection: Connection, hotel: HotelBuilder
) -> None:
    booking = hotel.booking()
    drop(connection, BY_NAME["booking_has_adult"], BY_NAME["booking_party_within_capacity"])
    hotel.update("room_booking", booking, adults=0)
    done = hotelmate(clone, "adopt")
    assert done.exit_code == 1
    assert "booking_has_adult" in done.output
    assert "1 added or validated, 1 added in part." in done.output.splitlines()
    now = states(connection)
    assert now["booking_has_adult"] == "not valid"
    assert now["booking_party_within_capacity"] == "valid", "one that is broken stops no other"
    with pytest.raises(psycopg.errors.CheckViolation):
        hotel.booking(adults=0)
    again = hotelmate(clone, "adopt")
    assert "Nothing added or validated." in again.output.splitlines()
    hotel.update("room_booking", booking, adults=1)
    assert hotelmate(clone, "adopt").exit_code == 0


def test_rows_that_a_key_forbids_are_named_and_no_index_is_left(
    connection: Connection, hotel: HotelBuilder
) -> None:
    drop(connection, BY_NAME["room_number_unique"])
    first, second = hotel.room(room_number="1"), hotel.room(room_number="1")
    (left,) = adopt(connection)
    assert (left.broken, left.is_begun) == (True, False)
    assert left.task.part.name == "room_number_unique"
    assert "room_number_unique" not in states(connection)
    hotel.update("room", second, room_number="2")
    assert adopt(connection) == []
    assert first != second


def test_an_invalid_index_is_built_anew(connection: Connection, hotel: HotelBuilder) -> None:
    part = BY_NAME["room_number_unique"]
    drop(connection, part)
    hotel.room(room_number="1")
    second = hotel.room(room_number="1")
    with pytest.raises(psycopg.errors.UniqueViolation):
        execute(connection, part.statements[0])
    assert states(connection)[part.name] == "invalid"
    hotel.update("room", second, room_number="2")
    assert adopt(connection) == []
    assert states(connection)[part.name] == "valid"


def test_an_index_of_the_same_name_elsewhere_is_not_taken_away(connection: Connection) -> None:
    part = BY_NAME["room_booking_by_arrival"]
    drop(connection, part)
    execute(connection, f"CREATE INDEX {part.name} ON hotelmate.staff (display_name)")
    (left,) = adopt(connection)
    assert left.task.part.name == part.name
    assert states(connection)[part.name] == "valid"


def test_a_session_that_quotes_all_names_sees_the_same_parts(connection: Connection) -> None:
    execute(connection, "SET quote_all_identifiers = on")
    assert tasks_of(connection) == []


def test_a_restore_without_triggers_is_proved_again(
    connection: Connection, hotel: HotelBuilder
) -> None:
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        hotel.insert("room_type", hotel_id=-1, code="X", name="X", max_occupancy=2, nightly_rate=1)
    assert adopt(connection) == [], "the catalog calls every foreign key valid"
    (left,) = adopt(connection, prove_foreign_keys=True)
    assert left.broken
    assert left.task.part.name == "room_type_of_hotel"
    connection.execute("DELETE FROM hotelmate.room_type WHERE hotel_id = -1")
    assert adopt(connection) == []


def test_a_restore_is_proved_for_every_hotel_whichever_is_chosen(
    connection: Connection, hotel: HotelBuilder
) -> None:
    """PostgreSQL validates a foreign key over the rows that a DBA who is no superuser may see."""
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        hotel.insert("room_type", hotel_id=-1, code="X", name="X", max_occupancy=2, nightly_rate=1)
    connection.execute("SELECT set_config('hotelmate.hotel_id', %s, false)", (str(hotel.hotel_id),))
    connection.execute("SET ROLE hotelmate_owner")
    (left,) = adopt(connection, prove_foreign_keys=True)
    assert left.task.part.name == "room_type_of_hotel"
    assert states(connection)["room_type_of_hotel"] == "not valid"


def test_a_part_that_is_defined_otherwise_is_left_alone(clone: str, connection: Connection) -> None:
    part = BY_NAME["booking_has_adult"]
    drop(connection, part)
    execute(
        connection,
        f"ALTER TABLE {part.owner} ADD CONSTRAINT {part.name} CHECK (adults > 0) NOT VALID",
    )
    drop(connection, BY_NAME["booking_party_within_capacity"])
    planned = hotelmate(clone, "adopt", "--dry-run")
    assert planned.exit_code == 1
    assert planned.output.splitlines()[-1] == "1 to add or to validate, 1 to leave alone."
    (left,) = adopt(connection)
    assert (left.task.differs, left.is_begun) == (True, False)
    assert states(connection)[part.name] == "not valid"


def test_a_database_without_the_tables_is_told_to_migrate(empty_database: str) -> None:
    done = hotelmate(empty_database, "adopt")
    assert done.exit_code == 2
    assert "hotelmate migrate" in done.output


def test_a_role_that_may_not_alter_tables_could_not_run(clone: str, connection: Connection) -> None:
    drop(connection, BY_NAME["booking_has_adult"])
    other = as_role(clone, API_ROLE)
    assert hotelmate(other, "adopt").exit_code == 2


@pytest.mark.parametrize(
    ("word", "rules"),
    [
        (" CONCURRENTLY", {"require-concurrent-index-creation"}),
        (" NOT VALID", {"adding-foreign-key-constraint", "constraint-missing-not-valid"}),
    ],
)
def test_the_linter_notices_what_would_block(word: str, rules: set[str]) -> None:
    text = script.SCRIPT.read_text(encoding="utf-8").replace(word, "")
    squawk = [str(Path(sys.executable).parent / "squawk"), "--reporter", "gcc"]
    done = subprocess.run(
        [*squawk, "--config", str(ROOT / ".squawk-adoption.toml"), "--stdin-filepath", "a.sql"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert {line.split()[2] for line in done.stdout.splitlines() if ": warning: " in line} == rules


def test_parts_are_read_as_they_are_written() -> None:
    assert script.parse(script.render(wanted())) == wanted()


def test_a_not_null_of_another_name_is_the_same() -> None:
    part = BY_NAME["room_room_number_not_null"]
    other = part._replace(
        name="own", statements=tuple(text.replace(part.name, "own") for text in part.statements)
    )
    assert plan([part], [(other, "valid")]) == []
    (task,) = plan([part], [(other, "not valid")])
    assert [step.sql for step in task.steps] == [other.statements[1]]
