"""What somebody who has the API's log-in can try, in SQL, and what becomes of it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg.errors import (
    InsufficientPrivilege,
    InvalidSchemaName,
    UndefinedFunction,
)

from app.queries import context as contexts
from schema import roles
from tests.credentials import session_of
from tests.database_log_ins import logged_in_as
from tests.hotel_builder import HotelBuilder

MANAGER = roles.OF_STAFF["MANAGER"]
FRONT_DESK = roles.OF_STAFF["FRONT_DESK"]
HOUSEKEEPING = roles.OF_STAFF["HOUSEKEEPING"]
ROOMS = "SELECT DISTINCT hotel_id FROM hotelmate.room"

Gate = psycopg.Connection[Any]


@pytest.fixture
def gate(database_url: str) -> Iterator[Gate]:
    """A session that logged in as the API does, in a transaction."""
    if os.environ.get("DATABASE_URL"):
        pytest.skip("roles log in without a password on the embedded server only")
    with psycopg.connect(logged_in_as(database_url, roles.GATE)) as connection:
        yield connection


@pytest.fixture
def hotels(owner: psycopg.Connection[Any]) -> tuple[HotelBuilder, HotelBuilder]:
    """Two hotels, each with a room."""
    built = HotelBuilder(owner), HotelBuilder(owner)
    for hotel in built:
        hotel.room()
    return built


def act(connection: Gate, role: str, hotel: HotelBuilder | None) -> None:
    """Take on a role at a hotel, until the transaction ends."""
    connection.execute(
        "SELECT set_config('hotelmate.hotel_id', %s, true),"
        " set_config('hotelmate.actor', 'system:test', true),"
        " set_config('hotelmate.source', 'FRONT_DESK', true), set_config('role', %s, true)",
        (str(hotel.hotel_id) if hotel else "", role),
    )


def refused(
    connection: Gate,
    role: str,
    hotel: HotelBuilder | None,
    statement: str,
    parameters: dict[str, Any] | None = None,
) -> str | None:
    """Expect that a role may not run a statement; return the name of the rule, if there is one."""
    with connection.transaction(force_rollback=True):
        act(connection, role, hotel)
        with pytest.raises(InsufficientPrivilege) as refusal:
            connection.execute(statement.encode(), parameters)
    return refusal.value.diag.constraint_name


def one_hotel(connection: Gate) -> list[tuple[int]]:
    return connection.execute(ROOMS).fetchall()


def test_whoever_is_let_in_sees_their_hotel(
    gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    act(gate, MANAGER, hotels[0])
    assert one_hotel(gate) == [(hotels[0].hotel_id,)]


@pytest.mark.parametrize("role", [roles.OWNER, roles.RELAY, roles.CHECKS, "pg_read_all_data"])
def test_the_gate_becomes_nobody_who_is_not_of_the_api(gate: Gate, role: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        gate.execute(f"SET ROLE {role}".encode())


def test_the_gate_returns_to_itself_only(
    gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    act(gate, MANAGER, hotels[0])
    gate.execute("RESET ROLE")
    assert gate.execute("SELECT current_user, session_user").fetchone() == (roles.GATE,) * 2
    with pytest.raises(InsufficientPrivilege):
        one_hotel(gate)


FORBIDDEN = {
    "disable a trigger": "ALTER TABLE hotelmate.room DISABLE TRIGGER ALL",
    "make triggers pass over": "SET session_replication_role = replica",
    "empty a table": "TRUNCATE hotelmate.room CASCADE",
    "open the wall": "ALTER TABLE hotelmate.room DISABLE ROW LEVEL SECURITY",
    "add a policy": "CREATE POLICY mine ON hotelmate.room USING (true)",
    "make a table in public": "CREATE TABLE public.mine (id integer)",
    "make a function in the schema": "CREATE FUNCTION hotelmate.mine() RETURNS int RETURN 1",
    "read a file of the server": "SELECT pg_read_file('PG_VERSION')",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "copy secrets": "COPY hotelmate.room (guest_fcm_token) TO STDOUT",
    "read a password's hash": "SELECT password_hash FROM hotelmate.staff_password",
    "read an API key's hash": "SELECT key_hash FROM hotelmate.api_key",
    "read a link's hash": "SELECT token_hash FROM hotelmate.booking_token",
    "read what a guest told": "SELECT precheckin_payload FROM hotelmate.booking_guest",
    "forge an audit row": "UPDATE hotelmate.booking_event SET actor = 'nobody'",
    "forge an event": "DELETE FROM hotelmate.outbox_event",
    "pass over policies": "SET LOCAL row_security = off; SELECT FROM hotelmate.room",
}


# Whoever sends a link compares it with its hash; staff and guests read what was answered.
ALLOWED = {
    (roles.API, "read a link's hash"),
    (MANAGER, "read what a guest told"),
    (roles.GUEST, "read what a guest told"),
}


@pytest.mark.parametrize(
    ("role", "act_of"),
    [
        (role, act_of)
        for role in (roles.GATE, roles.API, MANAGER, roles.GUEST)
        for act_of in sorted(FORBIDDEN)
        if (role, act_of) not in ALLOWED
    ],
)
def test_the_api_cannot(
    act_of: str, role: str, gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    act(gate, role, hotels[0])
    with pytest.raises(InsufficientPrivilege):
        gate.execute(FORBIDDEN[act_of].encode())


def test_a_statement_prepared_for_one_serves_no_other(
    gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    """Its plan is kept by the session, through roles and hotels."""
    gate.autocommit = True
    gate.execute(f"PREPARE rooms AS {ROOMS}".encode())
    gate.execute("PREPARE guests AS SELECT count(special_requests) FROM hotelmate.room_booking")
    gate.execute("SET plan_cache_mode = force_generic_plan")
    for hotel in (*hotels, *hotels):
        for role in (FRONT_DESK, HOUSEKEEPING):
            with gate.transaction():
                act(gate, role, hotel)
                assert gate.execute("EXECUTE rooms").fetchall() == [(hotel.hotel_id,)]
    with gate.transaction():
        act(gate, FRONT_DESK, hotels[0])
        gate.execute("EXECUTE guests")
    refused(gate, HOUSEKEEPING, hotels[0], "EXECUTE guests")
    gate.execute(f"PREPARE rooms AS {ROOMS}".encode())
    with gate.transaction():
        act(gate, FRONT_DESK, hotels[0])
        gate.execute("EXECUTE rooms")
    assert refused(gate, FRONT_DESK, None, "EXECUTE rooms") == "hotel_is_chosen"


def test_a_hotel_that_an_earlier_transaction_left_behind_counts_for_nobody(
    gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    ours, theirs = hotels
    gate.autocommit = True
    gate.execute("SELECT set_config('hotelmate.hotel_id', %s, false)", (str(theirs.hotel_id),))
    # Without a context there is no role, and without a role there is nothing to see.
    with pytest.raises(InsufficientPrivilege):
        one_hotel(gate)
    said = {"job": "test", "source": "SYSTEM", "reason": "", "request_id": ""}
    with gate.transaction():
        gate.execute(contexts.AS_SYSTEM, {**said, "hotel_id": ours.hotel_id})
        assert one_hotel(gate) == [(ours.hotel_id,)]
    for context in (contexts.AS_DISPATCHER, contexts.AS_PROVIDER):
        with gate.transaction():
            gate.execute(context, said)
            found = gate.execute("SELECT current_setting('hotelmate.hotel_id')").fetchone()
            assert found == ("",)


def test_what_an_earlier_transaction_said_of_itself_is_said_by_nobody(
    gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    """What the API does by itself is signed by nobody, whatever its session was used for."""
    gate.autocommit = True
    left = {"staff_id": "1", "actor": "staff:left", "source": "STAFF", "reason": "left"}
    for name, value in left.items():
        gate.execute("SELECT set_config(%s, %s, false)", (f"hotelmate.{name}", value))
    said = {"job": "test", "source": "SYSTEM", "reason": "", "request_id": ""}
    for context in (contexts.AS_SYSTEM, contexts.AS_PROVIDER):
        with gate.transaction():
            gate.execute(context, {**said, "hotel_id": hotels[0].hotel_id})
            found = gate.execute(
                "SELECT hotelmate.current_staff_id(), hotelmate.current_actor(),"
                " hotelmate.current_source(), hotelmate.current_reason()"
            ).fetchone()
        assert found == (None, "system:test", "SYSTEM", None)


def test_no_session_outlives_a_new_password_by_what_a_transaction_left_behind(
    gate: Gate, owner: psycopg.Connection[Any], hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    hotel = hotels[0]
    manager, other = hotel.staff(role="MANAGER"), hotel.staff("other", "FRONT_DESK")
    hotel.insert("staff_password", staff_id=other, password_hash="$argon2id$old")
    kept = session_of(owner, hotel.hotel_id, "other").session_id
    session = session_of(owner, hotel.hotel_id, "manager")
    gate.autocommit = True
    gate.execute("SELECT set_config('hotelmate.kept_session', %s, false)", (str(kept),))
    said = {
        "hotel_id": hotel.hotel_id,
        "slug": hotel.slug,
        "staff_id": manager,
        "session_id": session.session_id,
        "permission": "staff:manage",
        "says_version": True,
        "source": "STAFF",
        "reason": "",
        "request_id": "",
    }
    with gate.transaction():
        gate.execute(contexts.AS_STAFF_IN_SESSION, said)
        gate.execute(
            "UPDATE hotelmate.staff_password SET password_hash = '$argon2id$new'"
            " WHERE hotel_id = %s AND staff_id = %s",
            (hotel.hotel_id, other),
        )
    found = owner.execute(
        "SELECT ended_reason FROM hotelmate.staff_session WHERE hotel_id = %s AND id = %s",
        (hotel.hotel_id, kept),
    ).fetchone()
    assert found == ("PASSWORD_CHANGED",)


@pytest.mark.parametrize(("role", "act_of"), sorted(ALLOWED))
def test_a_few_can(
    act_of: str, role: str, gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    act(gate, role, hotels[0])
    gate.execute(FORBIDDEN[act_of].encode())


@pytest.mark.parametrize("role", [roles.API, MANAGER])
@pytest.mark.parametrize(
    "call",
    [
        "SELECT hotelmate.number_events()",
        "SELECT hotelmate.number_events(%(theirs)s)",
        "SELECT * FROM hotelmate.cancellation_outcome_of(%(theirs)s, %(booking)s)",
    ],
)
def test_hotel_is_chosen_also_for_functions_that_run_as_the_owner(
    call: str, role: str, gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    ours, theirs = hotels
    theirs_too = {"theirs": theirs.hotel_id, "booking": theirs.booking("CONFIRMED")}
    assert refused(gate, role, None, call, theirs_too) == "hotel_is_chosen"
    waiting = "SELECT count(*) FROM hotelmate.outbox_event WHERE hotel_id = %s"
    before = theirs.value(waiting, theirs.hotel_id)
    with gate.transaction():
        act(gate, role, ours)
        found = gate.execute(call.encode(), theirs_too).fetchall()
    assert found in ([], [(0,)], [(None,)]) or "number_events()" in call
    assert theirs.value(waiting, theirs.hotel_id) == before > 0


def test_the_outcome_of_ones_own_booking_is_told(
    gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    booking = hotels[0].booking("CONFIRMED")
    act(gate, MANAGER, hotels[0])
    found = gate.execute(
        "SELECT * FROM hotelmate.cancellation_outcome_of(%s, %s)", (hotels[0].hotel_id, booking)
    ).fetchall()
    assert len(found) == 1


TEMPORARY = """\
CREATE FUNCTION pg_temp.current_setting(text, boolean) RETURNS text RETURN %s::text;
CREATE FUNCTION pg_temp.current_hotel_id() RETURNS bigint RETURN %s;
CREATE TABLE pg_temp.room AS SELECT 1 AS hotel_id;
SET LOCAL search_path = pg_temp, hotelmate, pg_catalog"""


def test_names_in_policies_mean_the_same_whatever_the_search_path(
    connect: Callable[..., Gate], hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    """The role may make temporary objects here: they shadow nothing that a policy names."""
    ours, theirs = hotels
    connection = connect(role=FRONT_DESK, autocommit=False)
    connection.execute("RESET ROLE")
    connection.execute("SELECT pg_catalog.set_config('role', %s, true)", (FRONT_DESK,))
    try:
        for statement in TEMPORARY.replace("%s", str(theirs.hotel_id)).split(";\n"):
            connection.execute(statement.encode())
        connection.execute(
            "SELECT pg_catalog.set_config('hotelmate.hotel_id', %s, true)", (str(ours.hotel_id),)
        )
        assert one_hotel(connection) == [(ours.hotel_id,)]
    finally:
        connection.rollback()


def test_statistics_of_columns_are_not_shown_to_whom_rows_are_hidden_from(
    gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    hotels[0].run("ANALYZE hotelmate.room")
    act(gate, MANAGER, hotels[0])
    rows = gate.execute(
        "SELECT FROM pg_stats WHERE schemaname = 'hotelmate' AND tablename = 'room'"
    )
    assert rows.fetchall() == []


def test_no_extension_and_no_language_reaches_out_of_the_database(gate: Gate) -> None:
    with pytest.raises((UndefinedFunction, InvalidSchemaName)):
        gate.execute("SELECT dblink('dbname=postgres', 'SELECT 1')")
    gate.rollback()
    with pytest.raises(InsufficientPrivilege):
        gate.execute("CREATE EXTENSION dblink")


def test_the_relay_reads_events_and_no_bookings(
    database_url: str, gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    with psycopg.connect(logged_in_as(database_url, roles.RELAY), autocommit=True) as relay:
        relay.execute("SELECT count(payload) FROM hotelmate.outbox_event")
        for table in ("room_booking", "booking_guest", "staff", "payment", "room"):
            with pytest.raises(InsufficientPrivilege):
                relay.execute(f"SELECT hotel_id FROM hotelmate.{table}".encode())


def test_checks_write_only_what_they_found(
    database_url: str, gate: Gate, hotels: tuple[HotelBuilder, HotelBuilder]
) -> None:
    with psycopg.connect(logged_in_as(database_url, roles.CHECKS), autocommit=True) as checks:
        checks.execute("SELECT count(precheckin_payload) FROM hotelmate.room_booking")
        checks.execute("UPDATE hotelmate.consistency_run SET finished_at = finished_at WHERE false")
        for table in ("room_booking", "booking_guest", "staff", "payment", "room"):
            with pytest.raises(InsufficientPrivilege):
                checks.execute(f"UPDATE hotelmate.{table} SET hotel_id = hotel_id".encode())
