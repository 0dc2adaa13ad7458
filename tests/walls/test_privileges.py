"""Role by table by verb: what each role may do is what docs/security.md says, and no more."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from schema import privileges, roles
from schema.generated import difference_of

STAFF = tuple(roles.OF_STAFF.values())
EVERYBODY_ELSE = tuple(role for role in roles.ALL if role != roles.OWNER)
# Written by triggers alone: audit trails, ledger totals, what is told to clients, what proves it.
WRITTEN_BY_NOBODY = {
    "access_event",
    "booking_counter",
    "booking_event",
    "guest",
    "guest_chat_session",
    "outbox_event",
    "room_move",
    "room_status_event",
    "stripe_payment_intent",
}
# Whoever writes these numbers and delivers events, or keeps what the checks found.
OF_RELAY = {
    "realtime_channel",
    "realtime_dead_letter",
    "realtime_message",
    "realtime_stream",
    "relay_statistics",
}
OF_CHECKS = {"consistency_count", "consistency_finding", "consistency_result", "consistency_run"}
# Nobody reads these but the owner, and the checks where a rule is about what is in them.
READ_BY_CHECKS = {
    ("booking_guest", "precheckin_payload"),
    ("booking_token", "token_hash"),
    ("room", "guest_fcm_token"),
    ("room_booking", "precheckin_payload"),
    ("stripe_webhook_event", "payload"),
}
# Who repeats a request is told the answer that was given to it.
READ_TO_REPEAT = ("idempotency_key", "body")
WHAT_GUESTS_TOLD = {("booking_guest", "precheckin_payload"), ("room_booking", "precheckin_payload")}
READ_BY = {
    roles.CHECKS: READ_BY_CHECKS,
    # Whoever sends a link makes it again, and compares it with its hash.
    roles.API: {READ_TO_REPEAT, ("booking_token", "token_hash"), ("booking_token", "token_recipe")},
    # What one told oneself: policies leave no other booking.
    roles.GUEST: WHAT_GUESTS_TOLD,
    roles.OF_STAFF["FRONT_DESK"]: {READ_TO_REPEAT, *WHAT_GUESTS_TOLD},
    roles.OF_STAFF["MANAGER"]: {READ_TO_REPEAT, *WHAT_GUESTS_TOLD},
}
# All that a guest reads, of any booking or hotel; what there is beside their own, policies say.
READ_BY_GUESTS = {
    "booking_guest",
    "booking_token",
    "country",
    "guest_chat_session",
    "hotel",
    "precheckin_field",
    "precheckin_form",
    "precheckin_kind",
    "room",
    "room_booking",
    "room_type",
    "time_zone",
}

FROM_PERMISSIONS = """\
SELECT role.database_role, needed.table_name, needed.verb, needed.columns
FROM hotelmate.staff_role AS role
JOIN hotelmate.staff_role_permission AS permitted ON permitted.role = role.name
JOIN hotelmate.permission_privilege AS needed ON needed.permission = permitted.permission
"""
SECRETS = "SELECT table_name, column_name FROM hotelmate.secret_column"
DERIVED = """\
SELECT relation.relname, attribute.attname FROM pg_attribute AS attribute
JOIN pg_class AS relation ON relation.oid = attribute.attrelid
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind = 'r'
    AND attribute.attnum > 0 AND attribute.attgenerated = ''
    AND col_description(relation.oid, attribute.attnum) LIKE 'Derived%'
"""


@pytest.fixture(scope="module")
def connection(database_url: str) -> Iterator[psycopg.Connection]:
    """The owner's connection, for the tests of this file."""
    with closing(psycopg.connect(database_url, autocommit=True)) as opened:
        yield opened


@pytest.fixture(scope="module")
def matrix(connection: psycopg.Connection) -> privileges.Matrix:
    """What each role may do, as the database says."""
    return privileges.matrix(connection)


def test_every_privilege_is_as_the_document_says(database_url: str) -> None:
    """A new table, a new role and a new privilege each need a line there."""
    made = privileges.build(database_url)
    assert difference_of(privileges.DOCUMENT, made) == "", "run `make snapshot` and read the diff"


def test_the_document_names_every_role_and_every_table(matrix: privileges.Matrix) -> None:
    text = privileges.DOCUMENT.read_text(encoding="utf-8")
    assert [role for role in roles.ALL if role not in text] == []
    assert [table for table in matrix if f"| `{table}` |" not in text] == []
    assert all(set(matrix[table]) == set(privileges.SHOWN) for table in matrix)


def test_roles_of_staff_may_do_what_the_permissions_need_and_what_all_may(
    connection: psycopg.Connection, matrix: privileges.Matrix
) -> None:
    secrets = set(connection.execute(SECRETS))
    needed: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for role, table, verb, columns in connection.execute(FROM_PERMISSIONS):
        found = matrix[table][role][verb]
        every = {
            name
            for name in (*found.columns, *found.others)
            if verb == "DELETE" or (table, name) not in secrets
        }
        needed[role, table, verb] |= set(columns) or every
    # What whoever is let in may do: what each role has, the one with the least included.
    shared = {
        (table, verb): set.intersection(
            *(set(matrix[table][role][verb].columns) for role in (*STAFF, roles.DISPATCHER))
        )
        for table in matrix
        for verb in privileges.VERBS
    }
    for table in matrix:
        for verb in privileges.VERBS:
            for role in STAFF:
                expected = needed[role, table, verb] | shared[table, verb]
                assert set(matrix[table][role][verb].columns) == expected, (role, table, verb)


@pytest.mark.parametrize("role", privileges.SHOWN)
def test_nobody_writes_what_is_derived(
    role: str, connection: psycopg.Connection, matrix: privileges.Matrix
) -> None:
    derived = set(connection.execute(DERIVED))
    assert derived
    written = {
        (table, column)
        for table in matrix
        for verb in ("INSERT", "UPDATE")
        for column in matrix[table][role][verb].columns
    }
    if role not in (roles.RELAY, roles.CHECKS):
        assert written & derived == set()
    tables = {table for table in matrix if _writes(matrix, table, role)}
    assert tables & WRITTEN_BY_NOBODY == set()
    assert not tables & OF_RELAY or role == roles.RELAY
    assert not tables & OF_CHECKS or role == roles.CHECKS


def test_somebody_writes_facts(matrix: privileges.Matrix) -> None:
    assert _writes(matrix, "room_booking", roles.OF_STAFF["FRONT_DESK"])
    assert _writes(matrix, "realtime_channel", roles.RELAY)
    assert _writes(matrix, "consistency_run", roles.CHECKS)


def test_the_auditor_changes_nothing_but_repeats_requests(matrix: privileges.Matrix) -> None:
    auditor = roles.OF_STAFF["AUDITOR"]
    assert {table for table in matrix if _writes(matrix, table, auditor)} == {"idempotency_key"}


@pytest.mark.parametrize("role", privileges.SHOWN)
def test_nobody_reads_a_secret_that_is_not_theirs_to_check(
    role: str, connection: psycopg.Connection, matrix: privileges.Matrix
) -> None:
    secrets = set(connection.execute(SECRETS))
    read = {
        (table, column) for table, column in secrets if column in matrix[table][role]["SELECT"][0]
    }
    assert read <= READ_BY.get(role, {READ_TO_REPEAT})


def test_a_guest_reads_and_writes_in_these_tables_only(matrix: privileges.Matrix) -> None:
    read = {table for table in matrix if matrix[table][roles.GUEST]["SELECT"].columns}
    assert read == READ_BY_GUESTS
    written = {table for table in matrix if _writes(matrix, table, roles.GUEST)}
    assert written == {"room_booking", "booking_guest", "room"}
    assert not any(matrix[table][roles.GUEST]["DELETE"].columns for table in matrix)


def test_no_role_has_a_power_of_the_server(connection: psycopg.Connection) -> None:
    powerful = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND (rolsuper OR rolbypassrls"
        " OR rolcreaterole OR rolcreatedb OR rolreplication)",
        (list(roles.ALL),),
    ).fetchall()
    assert powerful == []
    found = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", (list(roles.ALL),)
    ).fetchall()
    assert {name for (name,) in found} == set(roles.ALL)


def test_only_those_that_connect_log_in(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND rolcanlogin", (list(roles.ALL),)
    )
    assert {name for (name,) in found} == {roles.GATE, roles.RELAY, roles.CHECKS}


def test_who_may_act_as_whom(connection: psycopg.Connection) -> None:
    pairs = connection.execute(
        "SELECT member, granted, pg_has_role(member, granted, 'USAGE'),"
        " pg_has_role(member, granted, 'SET')"
        " FROM unnest(%(roles)s::text[]) AS one (member)"
        " CROSS JOIN unnest(%(roles)s::text[]) AS other (granted) WHERE member <> granted",
        {"roles": list(roles.ALL)},
    ).fetchall()
    has = {(member, granted) for member, granted, usage, _ in pairs if usage}
    speakers = (roles.API, roles.DISPATCHER, *STAFF)
    assert has == {(role, roles.SPEAKER) for role in speakers}
    becomes = {(member, granted) for member, granted, _, may_set in pairs if may_set}
    through_gate = {(roles.GATE, role) for role in (*speakers, roles.SPEAKER, roles.GUEST)}
    assert becomes == has | through_gate


def test_no_role_owns_anything(connection: psycopg.Connection) -> None:
    owned = connection.execute(
        "SELECT refobjid::regrole::text, classid::regclass, objid FROM pg_shdepend"
        " WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o'"
        " AND refobjid = ANY (%s::regrole[])",
        (list(EVERYBODY_ELSE),),
    ).fetchall()
    assert owned == []


def test_no_role_truncates_or_hangs_something_on_a_table(connection: psycopg.Connection) -> None:
    may = connection.execute(
        "SELECT role, relation.relname, verb FROM pg_class AS relation"
        " CROSS JOIN unnest(%s::text[]) AS named (role)"
        " CROSS JOIN unnest('{TRUNCATE,REFERENCES,TRIGGER,MAINTAIN}'::text[]) AS verbs (verb)"
        " WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relkind = 'r'"
        " AND has_table_privilege(role, relation.oid, verb)",
        (list(EVERYBODY_ELSE),),
    ).fetchall()
    assert may == []


def test_functions_that_run_as_the_owner_are_pinned(connection: psycopg.Connection) -> None:
    """Their names mean the same whatever the caller's search_path and temporary objects are."""
    loose = connection.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hotelmate'::regnamespace AND prosecdef"
        " AND NOT coalesce((SELECT bool_or(setting LIKE 'search_path=pg_catalog%%, pg_temp')"
        " FROM unnest(proconfig) AS each (setting)), false)"
    ).fetchall()
    assert loose == []


def _writes(matrix: privileges.Matrix, table: str, role: str) -> bool:
    return any(matrix[table][role][verb].columns for verb in ("INSERT", "UPDATE", "DELETE"))


def test_what_a_permission_needs_is_granted_and_taken_at_once(clone: str) -> None:
    question = "SELECT has_table_privilege('hotelmate_auditor', 'hotelmate.access_event', 'SELECT')"
    needed = "('staff:read', 'access_event', 'SELECT', '{}')"
    with closing(psycopg.connect(clone, autocommit=True)) as owner:
        assert owner.execute(question).fetchone() == (True,)
        owner.execute(
            "DELETE FROM hotelmate.permission_privilege"
            f" WHERE (permission, table_name, verb, columns) = {needed}".encode()
        )
        assert owner.execute(question).fetchone() == (False,)
        owner.execute(f"INSERT INTO hotelmate.permission_privilege VALUES {needed}".encode())
        assert owner.execute(question).fetchone() == (True,)
