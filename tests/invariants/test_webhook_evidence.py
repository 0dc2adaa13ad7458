"""What a provider said stays as it was stored: by nobody, in no mode is it rewritten or removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.stripe_evidence import intent_for, says, try_again

MODES = pytest.mark.parametrize("mode", ["origin", "replica"])
STATES = pytest.mark.parametrize("state", ["PROCESSED", "RECEIVED", "FAILED"])
AS_IT_CAME = (
    "event_id = 'evt_forged'",
    "event_type = 'charge.refunded'",
    "origin = 'ANSWER'",
    "payload = '{}'",
    "payload = jsonb_set(payload, '{data,object,amount}', '1')",
    "is_foreign = NOT is_foreign",
    "received_at = received_at - interval '1 day'",
)
OF_WHAT_IS_DONE = (
    "status = 'RECEIVED', processed_at = NULL",
    "status = 'FAILED', processed_at = NULL, error = 'a mistake'",
    "error = 'a remark'",
    "processed_at = processed_at + interval '1 second'",
    "payment_intent_id = 'pi_another'",
    "payment_intent_id = NULL",
    "tries = 0",
    "next_try_at = now()",
)


@contextmanager
def in_mode(hotel: HotelBuilder, mode: str) -> Iterator[None]:
    """Open a transaction in which only what is ENABLE ALWAYS fires, when the mode is replica."""
    # Rolled back whatever happens: a TRUNCATE let through would empty the hotels of other tests.
    with hotel.connection.transaction(force_rollback=True):
        hotel.run(f"SET LOCAL session_replication_role = {mode}")
        yield


def event_in(hotel: HotelBuilder, state: str) -> str:
    """Store an event that tells of a hold: for a booking, for nobody, or refused."""
    intent = intent_for(hotel, hotel.booking())
    if state == "RECEIVED":
        intent.metadata["booking"] = "BK-2000-000001"
    failed: dict[str, Any] = {"status": "FAILED", "error": "payment_outcome_is_final"}
    event = says(hotel.connection, intent.held(), **(failed if state == "FAILED" else {}))
    assert state == hotel.value(
        "SELECT status FROM hotelmate.stripe_webhook_event WHERE event_id = %s", event
    )
    return event


def mark(hotel: HotelBuilder, event: str, assignments: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.stripe_webhook_event SET {assignments} WHERE event_id = %s", event
    )


@MODES
@STATES
@pytest.mark.parametrize("assignments", AS_IT_CAME)
def test_webhook_event_is_evidence__rejects_saying_it_otherwise(
    hotel: HotelBuilder, assignments: str, state: str, mode: str
) -> None:
    event = event_in(hotel, state)
    with refused_by("webhook_event_is_evidence"), in_mode(hotel, mode):
        mark(hotel, event, assignments)


@MODES
@pytest.mark.parametrize("assignments", OF_WHAT_IS_DONE)
def test_webhook_event_is_evidence__rejects_any_change_once_it_took_effect(
    hotel: HotelBuilder, assignments: str, mode: str
) -> None:
    event = event_in(hotel, "PROCESSED")
    with refused_by("webhook_event_is_evidence"), in_mode(hotel, mode):
        mark(hotel, event, assignments)


def elsewhere(hotel: HotelBuilder) -> tuple[str, ...]:
    """Return ways to write that an event is for another booking, or for nobody."""
    other = HotelBuilder(hotel.connection)
    return (
        f"booking_id = {hotel.booking()}",
        f"hotel_id = {other.hotel_id}, booking_id = {other.booking()}",
        "booking_id = NULL",
        "hotel_id = NULL, booking_id = NULL",
    )


@pytest.mark.parametrize(
    ("state", "mode"),
    [("PROCESSED", "origin"), ("PROCESSED", "replica"), ("FAILED", "replica")],
)
def test_webhook_event_is_evidence__rejects_giving_it_to_another_booking(
    hotel: HotelBuilder, state: str, mode: str
) -> None:
    event = event_in(hotel, state)
    for assignments in elsewhere(hotel):
        with refused_by("webhook_event_is_evidence"), in_mode(hotel, mode):
            mark(hotel, event, assignments)


def test_webhook_event_is_evidence__allows_no_other_booking_to_be_written(
    hotel: HotelBuilder,
) -> None:
    event = event_in(hotel, "FAILED")
    whose = "SELECT booking_id FROM hotelmate.stripe_webhook_event WHERE event_id = %s"
    booking = hotel.value(whose, event)
    for assignments in elsewhere(hotel):
        mark(hotel, event, assignments)
        assert hotel.value(whose, event) == booking


@MODES
@STATES
def test_webhook_event_is_evidence__rejects_removing_it(
    hotel: HotelBuilder, state: str, mode: str
) -> None:
    event = event_in(hotel, state)
    merge = (
        "MERGE INTO hotelmate.stripe_webhook_event AS old USING (SELECT 1) AS one"
        " ON old.event_id = %s WHEN MATCHED THEN DELETE"
    )
    for statement in ("DELETE FROM hotelmate.stripe_webhook_event WHERE event_id = %s", merge):
        with refused_by("webhook_event_is_evidence"), in_mode(hotel, mode):
            hotel.run(statement, event)


def test_webhook_event_is_evidence__rejects_removing_all(hotel: HotelBuilder) -> None:
    event_in(hotel, "PROCESSED")
    with refused_by("webhook_event_is_evidence"), in_mode(hotel, "origin"):
        hotel.run("TRUNCATE hotelmate.stripe_webhook_event CASCADE")
    # In the mode of a replica the ledger, which goes with it, stands in the way.
    with refused_by("evidence_is_append_only"), in_mode(hotel, "replica"):
        hotel.run("TRUNCATE hotelmate.stripe_webhook_event CASCADE")
    with pytest.raises(psycopg.errors.FeatureNotSupported), in_mode(hotel, "replica"):
        hotel.run("TRUNCATE hotelmate.stripe_webhook_event")


@STATES
def test_webhook_event_is_evidence__allows_to_write_it_as_it_is(
    hotel: HotelBuilder, state: str
) -> None:
    event = event_in(hotel, state)
    assert mark(hotel, event, "payload = payload, event_id = event_id, status = status") == 1


@pytest.mark.parametrize("state", ["RECEIVED", "FAILED"])
def test_webhook_event_is_evidence__allows_to_try_again_and_count_it(
    hotel: HotelBuilder, state: str
) -> None:
    event = event_in(hotel, state)
    for tries in (2, 3):
        mark(hotel, event, f"status = '{state}'")
        assert tries == hotel.value(
            "SELECT tries FROM hotelmate.stripe_webhook_event WHERE event_id = %s"
            " AND next_try_at > now()",
            event,
        )


def test_webhook_event_is_evidence__allows_a_failed_one_its_effect_later(
    hotel: HotelBuilder,
) -> None:
    event = event_in(hotel, "FAILED")
    assert try_again(hotel.connection, event) == "PROCESSED"
    assert event == hotel.value(
        "SELECT provider_event_id FROM hotelmate.payment_entry WHERE hotel_id = %s", hotel.hotel_id
    )


def test_webhook_event_is_evidence__allows_to_say_again_why_it_failed(hotel: HotelBuilder) -> None:
    event = event_in(hotel, "FAILED")
    assert mark(hotel, event, "error = 'payment_refunded_within_captured'") == 1
