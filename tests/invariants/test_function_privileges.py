"""Functions of the schema are nobody's to execute: what runs as the owner runs by triggers."""

import uuid

import psycopg
import pytest
from psycopg import sql

from schema import roles
from schema.roles import API as API_ROLE
from tests.hotel_builder import HotelBuilder
from tests.invariants.conftest import LogIn

# Defaults of columns and policies of rows are evaluated with the privileges of whoever writes and
# reads.
FOR_EVERYBODY = {
    "acting_role",
    "acts_for_api",
    "current_actor",
    "current_guest_booking_id",
    "current_hotel_id",
    "current_reason",
    "current_request_id",
    "current_source",
    "current_staff_id",
    "no_hotel_is_chosen",
}
# What is wrong with answers of pre-check-in, and that what was erased stays so.
ABOUT_ANSWERS = {
    "newest_precheckin_form",
    "precheckin_answer_fits",
    "precheckin_consent",
    "precheckin_faults",
    "precheckin_form_of",
    "precheckin_normalised",
    "refuse_data_after_erasure",
}
# How a form of pre-check-in is published, and CHECKs of its fields.
ABOUT_FORMS = {
    "are_choice_labels",
    "are_choices",
    "is_text_by_language",
    "precheckin_fields_of",
    "precheckin_form_faults",
}
FOR_ROLE = {
    # What a cancellation would cost; what a party lacks; what happened since; one's own session
    # and password.
    roles.SPEAKER: {
        *ABOUT_ANSWERS,
        *ABOUT_FORMS,
        "begin_password_change",
        "cancellation_outcome_of",
        "change_own_password",
        "end_own_session",
        "envelope",
        "number_events",
        "party_missing",
    },
    roles.GUEST: {*ABOUT_ANSWERS, "booking_of_link"},
    roles.RELAY: {"envelope", "number_events", "remove_messages"},
    # Who calls is found out without reading a hash.
    roles.GATE: {
        "api_key_holder",
        "begin_log_in",
        "booking_of_link",
        "guest_may_hear",
        "open_session",
        "renew_session",
    },
    roles.DISPATCHER: {
        "metadata_of_event",
        "remove_expired_access",
        "remove_expired_idempotency_keys",
    },
    roles.CHECKS: {"malformed_secrets"},
}
SPEAKERS = {roles.API, roles.DISPATCHER, *roles.OF_STAFF.values()}
MAY_EXECUTE = """
SELECT p.proname FROM pg_proc AS p
WHERE p.pronamespace = 'hotelmate'::regnamespace AND has_function_privilege(%s, p.oid, 'EXECUTE')
"""
GRANTED = """
SELECT p.proname, coalesce(grantee.rolname, 'public')
FROM pg_proc AS p
CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS granted
LEFT JOIN pg_roles AS grantee ON grantee.oid = granted.grantee
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


def test_what_everybody_executes_runs_as_whoever_calls_it(owner: psycopg.Connection) -> None:
    definers = names(owner, DEFINERS)
    assert definers > FOR_ROLE[roles.CHECKS]
    assert definers & FOR_EVERYBODY == set()


def test_a_guest_executes_nothing_that_sees_more_than_the_guest(owner: psycopg.Connection) -> None:
    reached = names(owner, MAY_EXECUTE, roles.GUEST)
    assert reached > ABOUT_ANSWERS
    # Asked by a guest, it looks at the guest's own links.
    assert reached & names(owner, DEFINERS) == {"booking_of_link"}


@pytest.mark.parametrize("role", sorted({"public", *roles.ALL} - {roles.OWNER}))
def test_no_more_is_executable_than_is_needed(owner: psycopg.Connection, role: str) -> None:
    inherited = FOR_ROLE[roles.SPEAKER] if role in SPEAKERS else set()
    expected = FOR_EVERYBODY | FOR_ROLE.get(role, set()) | inherited
    assert names(owner, MAY_EXECUTE, role) == expected


def test_nobody_else_was_granted_a_function(owner: psycopg.Connection) -> None:
    granted = {(name, role) for role, names in FOR_ROLE.items() for name in names}
    granted |= {(name, "public") for name in FOR_EVERYBODY}
    assert set(owner.execute(GRANTED)) == granted


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
    connection.execute(f"CREATE TEMP TABLE {table} (id bigint)")
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
