"""Functions of the schema are nobody's to execute: what runs as the owner runs by triggers."""

import uuid

import psycopg
import pytest
from psycopg import sql

from app.settings import API_ROLE
from tests.hotel_builder import HotelBuilder
from tests.invariants.conftest import LogIn

FOR_EVERYBODY = {
    # Defaults of columns are evaluated with the privileges of whoever writes the row.
    "acting_role",
    "acts_for_api",
    "current_actor",
    "current_reason",
    "current_request_id",
    "current_source",
    "current_staff_id",
}
# So that what a cancellation would cost is told by the rules that decide it.
# Who asks what has happened since gets what is committed; it decides nothing of what is numbered.
AS_OWNER_FOR_THE_API = {"number_events"}
FOR_THE_API = {
    "cancellation_fee",
    "cancellation_outcome",
    "envelope",
    "refund_percent",
    "refunds_told_of",
} | AS_OWNER_FOR_THE_API
EXECUTABLE = FOR_EVERYBODY | FOR_THE_API
MAY_EXECUTE = """
SELECT p.proname FROM pg_proc AS p
WHERE p.pronamespace = 'hotelmate'::regnamespace AND has_function_privilege(%s, p.oid, 'EXECUTE')
"""
GRANTED = """
SELECT p.proname, granted.grantee = 0
FROM pg_proc AS p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS granted
WHERE p.pronamespace = 'hotelmate'::regnamespace AND granted.grantee <> p.proowner
"""
DEFINERS = """
SELECT proname FROM pg_proc WHERE pronamespace = 'hotelmate'::regnamespace AND prosecdef
"""
TRIGGER_FUNCTIONS = """
SELECT proname FROM pg_proc
WHERE pronamespace = 'hotelmate'::regnamespace AND prorettype = 'trigger'::regtype
"""


def names(connection: psycopg.Connection, query: str, *parameters: object) -> set[str]:
    return {row[0] for row in connection.execute(query, parameters)}


@pytest.mark.parametrize(
    ("role", "executable"), [("public", set()), (API_ROLE, AS_OWNER_FOR_THE_API)]
)
def test_nobody_executes_what_runs_as_the_owner_but_the_numbering(
    owner: psycopg.Connection, role: str, executable: set[str]
) -> None:
    definers = names(owner, DEFINERS)
    assert definers > AS_OWNER_FOR_THE_API
    assert definers & names(owner, MAY_EXECUTE, role) == executable


@pytest.mark.parametrize(
    ("role", "executable"), [("public", FOR_EVERYBODY), (API_ROLE, EXECUTABLE)]
)
def test_no_more_is_executable_than_is_needed(
    owner: psycopg.Connection, role: str, executable: set[str]
) -> None:
    assert names(owner, MAY_EXECUTE, role) == executable
    assert set(owner.execute(GRANTED)) == {(name, name in FOR_EVERYBODY) for name in EXECUTABLE}


def test_what_runs_as_the_owner_looks_up_names_where_the_owner_says(
    owner: psycopg.Connection,
) -> None:
    unsafe = owner.execute(
        "SELECT proname, proconfig FROM pg_proc"
        " WHERE pronamespace = 'hotelmate'::regnamespace AND prosecdef AND"
        " proconfig[1] IS DISTINCT FROM 'search_path=pg_catalog, hotelmate, pg_temp'"
    ).fetchall()
    assert unsafe == []


def hang(connection: psycopg.Connection, function: str) -> None:
    """Let a function of the schema be the trigger of a temporary table."""
    table = f"lure_{uuid.uuid4().hex}"
    connection.execute(f"CREATE TEMP TABLE {table} (LIKE hotelmate.room_booking)")
    connection.execute(
        sql.SQL(
            "CREATE TRIGGER lure BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION hotelmate.{}()"
        ).format(sql.Identifier("pg_temp", table), sql.Identifier(function))
    )


def test_a_temporary_table_of_the_api_carries_no_trigger_of_ours(
    owner: psycopg.Connection, api_role: psycopg.Connection, log_in: LogIn
) -> None:
    functions = names(owner, TRIGGER_FUNCTIONS)
    assert "audit_booking" in functions
    for connection in (api_role, log_in(f"IN ROLE {API_ROLE}")):
        for function in sorted(functions):
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege) as caught,
                connection.transaction(),
            ):
                hang(connection, function)
            assert caught.value.sqlstate == "42501"
            assert function in str(caught.value)


def test_triggers_that_are_there_fire_for_the_api_all_the_same(
    owner: psycopg.Connection, api_role: psycopg.Connection
) -> None:
    hotel = HotelBuilder(owner)
    booking = hotel.booking()
    by_api = hotel.through(api_role)
    with by_api.acting(actor="staff:ann", source="FRONT_DESK"):
        by_api.authorise(booking)
        by_api.approve(booking)
        by_api.assign(booking, hotel.room())
        by_api.check_in(booking)
    assert hotel.read("room_booking", booking, "occupancy") == "IN_HOUSE"


def test_the_api_calls_no_function_that_writes_what_it_is_told(
    api_role: psycopg.Connection,
) -> None:
    for call in (
        "SELECT hotelmate.next_booking_reference(1, current_date)",
        "SELECT hotelmate.publish(1, ARRAY['hotel'], 'rooms', 'room_updated', '{}', '{}')",
        "SELECT hotelmate.remove_messages('-infinity', 'infinity', 500)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            api_role.execute(call.encode())
