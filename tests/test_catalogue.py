"""The glue: an invariant has one name in the catalogue, the database, the tests and the docs.

Nothing but these tests ties the names together, so each place is compared with the catalogue, both
ways where both exist.
"""

import ast
import re
from pathlib import Path

import psycopg
import pytest

from app.invariants import BY_NAME, INVARIANTS

ROOT = Path(__file__).parent.parent
TRIGGERS = ROOT / "schema" / "triggers"
DOCS = ROOT / "docs" / "invariants.md"
TEST_FOLDERS = ("invariants", "concurrency")

# Every object of the schema that can refuse, by its name, with its COMMENT and its table (none for
# a domain or a policy). Names that end in _pkey or _key are plumbing: what other keys refer to.
# Triggers named tg_… derive and record.
ENFORCING_OBJECTS = """
WITH enforcing (name, comment, table_name) AS (
    SELECT c.conname, obj_description(c.oid, 'pg_constraint'), relation.relname
    FROM pg_constraint AS c
    LEFT JOIN pg_class AS relation ON relation.oid = c.conrelid
    WHERE c.connamespace = 'hotelmate'::regnamespace AND c.contype IN ('c', 'f', 'u', 'p', 'x')
    UNION ALL
    SELECT index.relname, obj_description(index.oid, 'pg_class'), relation.relname
    FROM pg_index AS i
    JOIN pg_class AS index ON index.oid = i.indexrelid
    JOIN pg_class AS relation ON relation.oid = i.indrelid
    WHERE index.relnamespace = 'hotelmate'::regnamespace AND i.indisunique
        AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid)
    UNION ALL
    SELECT t.tgname, obj_description(t.oid, 'pg_trigger'), relation.relname
    FROM pg_trigger AS t
    JOIN pg_class AS relation ON relation.oid = t.tgrelid
    WHERE relation.relnamespace = 'hotelmate'::regnamespace
        AND NOT t.tgisinternal AND t.tgname NOT LIKE 'tg\\_%'
    UNION ALL
    -- A policy of rows refuses by a function, whose comment begins with the name of the rule.
    SELECT told.comment[1], told.comment[2], NULL
    FROM pg_proc AS p
    CROSS JOIN
        regexp_match(obj_description(p.oid, 'pg_proc'), '^([a-z_]+): (.+)$') AS told (comment)
    WHERE p.pronamespace = 'hotelmate'::regnamespace AND told.comment IS NOT NULL
)
SELECT name, comment, table_name FROM enforcing WHERE name !~ '_p?key$'
"""

# A name that stands on several tables would not be missed on one of them by the tests of names.
ON_SEVERAL_TABLES = {
    "audit_row_is_of_current_version": {"booking_event", "room_status_event"},
    "change_by_active_staff": {
        "booking_event",
        "payment_entry",
        "payment_instruction",
        "room_status_event",
    },
    "change_by_staff_of_hotel": {
        "booking_event",
        "payment_entry",
        "payment_instruction",
        "room_status_event",
    },
    "change_has_actor": {
        "booking_event",
        "booking_token",
        "housekeeping_task",
        "payment_entry",
        "payment_instruction",
        "precheckin_form",
        "room_status_event",
    },
    "change_source_known": {
        "booking_event",
        "payment_entry",
        "payment_instruction",
        "room_status_event",
    },
    "evidence_is_append_only": {
        "access_event",
        "booking_event",
        "payment_entry",
        "room_status_event",
        "stripe_payment_intent",
    },
    "correction_has_reason": {"booking_event", "room_status_event"},
    "booking_precheckin_complete": {"booking_guest", "room_booking"},
    "booking_reference_unique": {"booking_counter", "room_booking"},
    "desk_payment_is_the_price": {"payment_entry", "room_booking"},
    "erased_holds_no_personal_data": {"booking_guest", "room_booking"},
    "personal_data_erased_after_stay": {"booking_guest", "room_booking"},
    "precheckin_answers_are_object": {"booking_guest", "room_booking"},
    "precheckin_answers_fit_form": {"booking_guest", "room_booking"},
    "precheckin_form_is_final": {"precheckin_field", "precheckin_form"},
    "precheckin_submitted_is_final": {"booking_guest", "room_booking"},
    "override_by_permitted_staff": {
        "booking_event",
        "payment_entry",
        "payment_instruction",
        "room_status_event",
    },
}

UNCOMMENTED = """
SELECT 'table ' || c.relname
FROM pg_class AS c
WHERE c.relnamespace = 'hotelmate'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    AND obj_description(c.oid, 'pg_class') IS NULL
UNION ALL
SELECT 'function ' || p.oid::regprocedure
FROM pg_proc AS p
WHERE p.pronamespace = 'hotelmate'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL
UNION ALL
SELECT format('trigger %s on %s', t.tgname, c.relname)
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'hotelmate'::regnamespace AND NOT t.tgisinternal
    AND obj_description(t.oid, 'pg_trigger') IS NULL
UNION ALL
SELECT 'domain ' || t.typname
FROM pg_type AS t
WHERE t.typnamespace = 'hotelmate'::regnamespace AND t.typtype = 'd'
    AND obj_description(t.oid, 'pg_type') IS NULL
"""

# Keys of tables that have a hotel_id, and foreign keys of such tables, that it does not lead.
KEYS_WITHOUT_HOTEL = """
SELECT DISTINCT c.conname
FROM pg_constraint AS c
JOIN pg_attribute AS hotel
    ON hotel.attrelid = c.conrelid AND hotel.attname = 'hotel_id' AND NOT hotel.attisdropped
WHERE c.connamespace = 'hotelmate'::regnamespace AND c.contype IN ('p', 'u', 'f', 'x')
    AND c.conkey[1] <> hotel.attnum
UNION
SELECT i.indexrelid::regclass::name
FROM pg_index AS i
JOIN pg_class AS relation ON relation.oid = i.indexrelid
JOIN pg_attribute AS hotel
    ON hotel.attrelid = i.indrelid AND hotel.attname = 'hotel_id' AND NOT hotel.attisdropped
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND i.indisunique
    AND i.indkey[0] <> hotel.attnum
"""
NOT_LED_BY_HOTEL = {
    "booking_legal_transition": "the legal steps are the same in every hotel",
    "room_legal_turnover": "the ordinary steps are the same in every hotel",
    "task_legal_transition": "the legal steps are the same in every hotel",
    "api_key_scope_permitted": "what a role may do is the same in every hotel",
    "hotel_slug_unique": "the directory is the one look-up over all hotels",
    "hotel_time_zone_known": "time zones are the same in every hotel",
    "booking_single_payment_intent": "a payment intent is looked up before its hotel is known",
    "stripe_payment_intent_key": "a payment intent is of one hotel, so its name leads there",
    "payment_of_intent": "a payment intent is of one hotel, so its name leads there",
    "payment_entry_event_known": "a provider's event may be for nobody here",
    "precheckin_field_kind_known": "kinds of fields are the same in every hotel",
    "consistency_run_pkey": "a run may be of all hotels",
    "consistency_count_once_a_hotel": "a run may be of all hotels, and a finding of none",
    "consistency_count_of_result": "a run may be of all hotels",
    "consistency_finding_pkey": "a run may be of all hotels, and a finding of none",
    "consistency_finding_of_run": "a run may be of all hotels",
    "webhook_event_evidence_key": "a provider's event may be for nobody here",
    "webhook_event_processed_once": "a provider's event may be for nobody here",
}


# Foreign keys to columns that change (all but those of a primary key), whose referring rows no
# index finds: one that begins with two columns of the key, and holds all rows that refer.
UNINDEXED_REFERENCES = """
SELECT fk.conname
FROM pg_constraint AS fk
WHERE fk.connamespace = 'hotelmate'::regnamespace AND fk.contype = 'f'
    AND NOT EXISTS (
        SELECT FROM pg_constraint AS pk
        WHERE pk.conrelid = fk.confrelid AND pk.contype = 'p' AND fk.confkey <@ pk.conkey
    )
    AND NOT EXISTS (
        SELECT FROM pg_index AS i
        WHERE i.indrelid = fk.conrelid AND i.indkey[0] = ANY (fk.conkey)
            AND (i.indnatts = 1 OR i.indkey[1] = ANY (fk.conkey))
            AND (
                i.indpred IS NULL
                OR pg_get_expr(i.indpred, i.indrelid) IN (
                    SELECT format('(%I IS NOT NULL)', attname) FROM pg_attribute
                    WHERE attrelid = fk.conrelid AND attnum = ANY (fk.conkey)
                )
            )
    )
"""
CHANGED_TOO_SELDOM = {
    "booking_of_hotel": "a hotel's time zone is fixed once there are bookings",
    "staff_session_of_person": "a person hardly ever becomes a program; the hotel's rows are few",
}


@pytest.fixture
def enforcing(owner: psycopg.Connection) -> dict[str, set[str | None]]:
    """Names of what refuses in the database, each with the comments of its objects."""
    comments: dict[str, set[str | None]] = {}
    for name, comment, _ in owner.execute(ENFORCING_OBJECTS):
        comments.setdefault(name, set()).add(comment)
    return comments


def names_in_tests() -> set[str]:
    """Return the names of tests of invariants without test_, up to the way, like x__rejects."""
    found: set[str] = set()
    for folder in TEST_FOLDERS:
        for path in (ROOT / "tests" / folder).glob("test_*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    name = re.match(r"test_(\w+?__(?:rejects|allows|race))(?:_|$)", node.name)
                    if name:
                        found.add(name[1])
    return found


def documented_names() -> list[str]:
    text = DOCS.read_text(encoding="utf-8")
    return re.findall(r"^\| *`(\w+)` *\|", text, flags=re.MULTILINE)


def test_a_name_stands_once_in_the_catalogue() -> None:
    assert len(BY_NAME) == len(INVARIANTS)


def test_a_name_fits_into_an_identifier() -> None:
    assert not [name for name in BY_NAME if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name)]


def test_the_status_is_one_that_a_refusal_has() -> None:
    assert {invariant.status for invariant in INVARIANTS} <= {403, 409, 422}


def test_the_catalogue_names_what_the_database_enforces(
    enforcing: dict[str, set[str | None]],
) -> None:
    assert sorted(BY_NAME) == sorted(enforcing)


def test_the_sentence_is_the_comment_of_every_object_of_the_name(
    enforcing: dict[str, set[str | None]],
) -> None:
    sentences = {invariant.name: {invariant.sentence} for invariant in INVARIANTS}
    differing = {
        name: comments for name, comments in enforcing.items() if comments != sentences.get(name)
    }
    assert not differing


def test_a_name_of_several_tables_stands_on_each_of_them(owner: psycopg.Connection) -> None:
    tables: dict[str, set[str]] = {}
    for name, _, table in owner.execute(ENFORCING_OBJECTS):
        tables.setdefault(name, set()).add(table)
    several = {name: where for name, where in tables.items() if len(where) > 1}
    assert several == ON_SEVERAL_TABLES


@pytest.mark.parametrize("way", ["rejects", "allows"])
def test_every_invariant_is_tested(way: str) -> None:
    tested = names_in_tests()
    assert not [name for name in sorted(BY_NAME) if f"{name}__{way}" not in tested]


def test_no_test_speaks_of_an_invariant_that_is_not_there() -> None:
    names = {name.rpartition("__")[0] for name in names_in_tests()}
    assert sorted(names - BY_NAME.keys()) == []


def test_every_name_that_a_trigger_reports_is_in_the_catalogue() -> None:
    reported = {
        name
        for path in TRIGGERS.glob("*.sql")
        for name in re.findall(r"CONSTRAINT\s*=\s*'([^']*)'", path.read_text(encoding="utf-8"))
    }
    assert reported
    assert sorted(reported - BY_NAME.keys()) == []


def test_docs_have_one_row_for_every_invariant() -> None:
    assert sorted(documented_names()) == sorted(BY_NAME)


def test_every_table_function_trigger_and_domain_is_commented(owner: psycopg.Connection) -> None:
    assert owner.execute(UNCOMMENTED).fetchall() == []


def test_every_key_is_led_by_the_hotel(owner: psycopg.Connection) -> None:
    leaderless = {name for (name,) in owner.execute(KEYS_WITHOUT_HOTEL)}
    assert leaderless == NOT_LED_BY_HOTEL.keys()


def test_every_reference_to_what_changes_has_an_index(owner: psycopg.Connection) -> None:
    unindexed = {name for (name,) in owner.execute(UNINDEXED_REFERENCES)}
    assert unindexed == CHANGED_TOO_SELDOM.keys()
