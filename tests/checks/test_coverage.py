"""Every rule that rows can show to be broken has its check, and every check a contradiction."""

import importlib
from pathlib import Path

import psycopg

from app.consistency.checks import all_checks
from app.invariants import BY_NAME, INVARIANTS
from tests.checks.planting import Plant

# Guards that compare a row with what it was, or ask who is at work at that moment: afterwards no
# row tells.
SEEN_ONLY_WHEN_IT_HAPPENS = {
    "api_key_revoked_once",
    "booking_final_is_frozen",
    "booking_price_is_approved",
    "booking_stamps_are_final",
    "change_by_active_staff",
    "erasure_is_final",
    "evidence_is_append_only",
    "guest_message_sent_once",
    "hotel_is_chosen",
    "outbox_event_is_immutable",
    "outbox_event_kept_until_numbered",
    "override_by_permitted_staff",
    "party_named_by_guest_within_booked",
    "payment_instruction_is_final",
    "payment_session_moves_on",
    "precheckin_form_is_final",
    "precheckin_submitted_is_final",
    "realtime_channel_goes_forward",
    "realtime_message_is_immutable",
    "realtime_stream_goes_forward",
    "refresh_token_used_once",
    "staff_session_ends_once",
    "webhook_event_is_evidence",
}
# A key that says "unique", or "of one that exists", and no more: no column of it is derived, and it
# is judged at once. The checks of domain Enforcement see whether it is on.
PLAIN_KEYS = """
    SELECT conname FROM pg_constraint AS key
    WHERE connamespace = 'hotelmate'::regnamespace AND (
        contype IN ('p', 'u') OR contype = 'f' AND NOT condeferrable AND NOT EXISTS (
            SELECT FROM pg_attribute AS derived
            WHERE attrelid = key.conrelid AND attnum = ANY (conkey) AND attgenerated <> ''
        )
    )
    UNION ALL
    SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'hotelmate'::regnamespace AND indisunique
"""


def row_names() -> list[str]:
    return [name for check in all_checks() for name in check.row_names]


def plants() -> dict[str, Plant]:
    found: dict[str, Plant] = {}
    for path in sorted((Path(__file__).parent / "plants").glob("*.py")):
        module = importlib.import_module(f"tests.checks.plants.{path.stem}")
        assert not found.keys() & module.PLANTS.keys()
        found |= module.PLANTS
    return found


def test_a_rule_has_one_check() -> None:
    assert sorted(row_names()) == sorted(set(row_names()))


def test_what_checks_say_holds_them_is_an_invariant() -> None:
    assert {rule for check in all_checks() for rule in check.rules} <= BY_NAME.keys()


def test_every_rule_that_rows_can_show_to_be_broken_has_its_check(
    owner: psycopg.Connection,
) -> None:
    plain_keys = {name for (name,) in owner.execute(PLAIN_KEYS)}
    need = {invariant.name for invariant in INVARIANTS} - plain_keys - SEEN_ONLY_WHEN_IT_HAPPENS
    assert sorted(need - set(row_names())) == []


def test_what_no_row_shows_has_no_check() -> None:
    assert BY_NAME.keys() >= SEEN_ONLY_WHEN_IT_HAPPENS
    assert not SEEN_ONLY_WHEN_IT_HAPPENS & set(row_names())


def test_every_check_has_contradictions_to_find() -> None:
    assert sorted(plants()) == sorted(row_names())
