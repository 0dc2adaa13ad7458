"""Events of the payment provider: stored once, for a booking that exists, in a known state."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by
from tests.stripe_evidence import deliver, event_of, intent_for, says, store, try_again
from tests.stripe_payments import amounts

NO_SUCH = -1


def receive(hotel: HotelBuilder, *, booking_id: int | None = None, **columns: object) -> str:
    """Store an event that shows nothing, of the hotel unless told otherwise; return its id."""
    return hotel.stripe_event(booking_id, **columns)


def read(hotel: HotelBuilder, event: str, column: str) -> object:
    return hotel.value(
        f"SELECT {column} FROM hotelmate.stripe_webhook_event WHERE event_id = %s", event
    )


def mark(hotel: HotelBuilder, event: str, assignments: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.stripe_webhook_event SET {assignments} WHERE event_id = %s", event
    )


@contextmanager
def refused_alone(hotel: HotelBuilder, invariant: str) -> Iterator[None]:
    """Expect a refusal of what the triggers would derive otherwise."""
    with refused_by(invariant), checks_alone(hotel.connection):
        yield


def test_webhook_event_processed_once__rejects_a_second_delivery(hotel: HotelBuilder) -> None:
    for waiting in (False, True):
        event = receive(hotel, booking_id=None if waiting else hotel.booking())
        assert read(hotel, event, "status") == ("RECEIVED" if waiting else "PROCESSED")
        with refused_by("webhook_event_processed_once"):
            receive(hotel, event_id=event)
        with refused_alone(hotel, "webhook_event_processed_once"):
            receive(hotel, event_id=event)


def test_webhook_event_processed_once__rejects_it_at_another_hotel_too(
    hotel: HotelBuilder,
) -> None:
    event = receive(hotel)
    with refused_by("webhook_event_processed_once"):
        receive(HotelBuilder(hotel.connection), event_id=event)


def test_webhook_event_processed_once__rejects_a_second_effect(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    event = event_of(intent_for(hotel, booking).held())
    store(hotel.connection, event)
    with refused_by("webhook_event_processed_once"):
        store(hotel.connection, event, origin="EVENT_LIST")
    # Whoever does not mind is told that nothing was stored.
    assert deliver(hotel.connection, event) is False
    assert hotel.read("room_booking", booking, "payment_seq") == 1


def test_webhook_event_processed_once__allows_two_events(hotel: HotelBuilder) -> None:
    assert receive(hotel) != receive(hotel)


def test_webhook_event_processed_once__allows_the_effect_of_what_was_rolled_back(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    event = event_of(intent_for(hotel, booking).held())
    with hotel.connection.transaction(force_rollback=True):
        store(hotel.connection, event)
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"
    assert deliver(hotel.connection, event) is True
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_webhook_event_of_booking__rejects_a_booking_that_does_not_exist(
    hotel: HotelBuilder,
) -> None:
    with refused_by("webhook_event_of_booking"):
        receive(hotel, booking_id=NO_SUCH)


def test_webhook_event_of_booking__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    with refused_by("webhook_event_of_booking"):
        receive(hotel, booking_id=HotelBuilder(hotel.connection).booking())


def test_webhook_event_of_booking__allows_a_booking_and_nobody(hotel: HotelBuilder) -> None:
    assert read(hotel, receive(hotel, booking_id=hotel.booking()), "status") == "PROCESSED"
    assert read(hotel, receive(hotel, hotel_id=None), "status") == "RECEIVED"


def test_webhook_event_of_booking__allows_metadata_of_nobody_to_wait(hotel: HotelBuilder) -> None:
    intent = intent_for(hotel, hotel.booking())
    stranger = HotelBuilder(hotel.connection)
    for metadata in (
        {"hotel": hotel.slug},
        {**intent.metadata, "booking": "BK-2000-000001"},
        {**intent.metadata, "hotel": stranger.slug},
        {**intent.metadata, "hotel": "no such hotel"},
    ):
        event = says(hotel.connection, intent.shown("succeeded", metadata=metadata))
        assert read(hotel, event, "status") == "RECEIVED"
        assert read(hotel, event, "num_nulls(hotel_id, booking_id, processed_at)") == 3
        assert read(hotel, event, "next_try_at > now()")


def test_webhook_event_of_booking__allows_what_names_no_hotel_to_wait_for_nothing(
    hotel: HotelBuilder,
) -> None:
    intent = intent_for(hotel, hotel.booking())
    for metadata in ({}, {"booking": intent.metadata["booking"]}):
        event = says(hotel.connection, intent.shown("succeeded", metadata=metadata))
        assert read(hotel, event, "status") == "RECEIVED"
        assert read(hotel, event, "next_try_at") is None


def test_webhook_event_of_booking__allows_what_is_of_no_payment_yet_to_wait_for_it(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    named: dict[str, Any] = {"hotel_id": hotel.hotel_id, "booking_id": booking}
    refund, dispute = intent.refund(100), intent.dispute(200)
    waiting = [
        says(hotel.connection, shown, **named)
        for shown in (intent.charge(capture_before=2_000_000_000), refund, dispute)
    ]
    for event in waiting:
        assert read(hotel, event, "status") == "RECEIVED"
        assert read(hotel, event, "next_try_at > now()")
    says(hotel.connection, intent.held())
    says(hotel.connection, intent.captured())
    assert [try_again(hotel.connection, event) for event in waiting] == ["PROCESSED"] * 3
    assert amounts(hotel, booking)[3:] == (100, 200)


def test_webhook_event_names_hotel__rejects_a_booking_of_no_hotel(hotel: HotelBuilder) -> None:
    # A key with a NULL is not asked, so a booking that does not exist would pass as well.
    for booking in (hotel.booking(), NO_SUCH):
        with refused_by("webhook_event_names_hotel"):
            receive(hotel, hotel_id=None, booking_id=booking)
    event = receive(hotel)
    booking = hotel.booking()
    with refused_alone(hotel, "webhook_event_names_hotel"):
        mark(hotel, event, f"hotel_id = NULL, booking_id = {booking}")
    # Whose an event is stays once it was found.
    mark(hotel, event, f"hotel_id = NULL, booking_id = {booking}")
    assert read(hotel, event, "hotel_id") == hotel.hotel_id


def test_webhook_event_names_hotel__allows_a_hotel_without_booking_and_neither(
    hotel: HotelBuilder,
) -> None:
    assert receive(hotel)
    event = receive(hotel, hotel_id=None)
    assert mark(hotel, event, f"hotel_id = {hotel.hotel_id}, booking_id = {hotel.booking()}") == 1


def test_webhook_event_processed_stamped__rejects_the_one_without_the_other(
    hotel: HotelBuilder,
) -> None:
    now = hotel.value("SELECT now()")
    for told in (
        {"status": "PROCESSED"},
        {"processed_at": now},
        {"status": "FAILED", "error": "no such intent", "processed_at": now},
    ):
        with refused_alone(hotel, "webhook_event_processed_stamped"):
            receive(hotel, **told)


def test_webhook_event_processed_stamped__allows_no_other_time_to_be_written(
    hotel: HotelBuilder,
) -> None:
    long_ago = "2000-01-01T00:00Z"
    told: dict[str, Any] = {"processed_at": long_ago, "tries": 99, "next_try_at": long_ago}
    done = receive(hotel, booking_id=hotel.booking(), **told)
    assert read(hotel, done, "processed_at = received_at AND next_try_at IS NULL AND tries = 1")
    waiting = receive(hotel, status="PROCESSED", **told)
    assert read(hotel, waiting, "status = 'RECEIVED' AND processed_at IS NULL AND tries = 1")


def test_webhook_event_status_known__rejects_a_fourth(hotel: HotelBuilder) -> None:
    for status in ("", "DONE", "processed"):
        with refused_alone(hotel, "webhook_event_status_known"):
            receive(hotel, status=status)


@pytest.mark.parametrize("written", ["RECEIVED", "PROCESSED", "DONE", ""])
def test_webhook_event_status_known__allows_the_three_as_they_came_about(
    hotel: HotelBuilder, written: str
) -> None:
    assert read(hotel, receive(hotel, status=written), "status") == "RECEIVED"
    booking = hotel.booking()
    done = receive(hotel, status=written, booking_id=booking)
    assert read(hotel, done, "status") == "PROCESSED"
    failed = receive(hotel, status="FAILED", error="so", booking_id=booking)
    assert read(hotel, failed, "status") == "FAILED"


def test_webhook_event_failed_says_why__rejects_a_failure_without_reason(
    hotel: HotelBuilder,
) -> None:
    for booking in (None, hotel.booking()):
        with refused_by("webhook_event_failed_says_why"):
            receive(hotel, status="FAILED", booking_id=booking)
    event = receive(hotel)
    with refused_by("webhook_event_failed_says_why"):
        mark(hotel, event, "status = 'FAILED'")


def test_webhook_event_failed_says_why__rejects_a_reason_without_failure(
    hotel: HotelBuilder,
) -> None:
    with refused_by("webhook_event_failed_says_why"):
        receive(hotel, is_foreign=True, error="another account")
    done = {"status": "PROCESSED", "processed_at": hotel.value("SELECT now()")}
    for told in ({}, done):
        with refused_alone(hotel, "webhook_event_failed_says_why"):
            receive(hotel, error="so", **told)


def test_webhook_event_failed_says_why__allows_a_reason_and_forgets_it_with_the_failure(
    hotel: HotelBuilder,
) -> None:
    event = receive(hotel, status="FAILED", error="so", booking_id=hotel.booking())
    assert mark(hotel, event, "error = 'another reason'") == 1
    assert read(hotel, event, "(status, error, tries)::text") == '(FAILED,"another reason",2)'
    assert try_again(hotel.connection, event) == "PROCESSED"
    assert read(hotel, event, "error") is None


def test_webhook_event_foreign_has_no_effect__rejects_processing_it(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    shown = intent_for(hotel, booking).held()
    with refused_by("webhook_event_foreign_has_no_effect"):
        says(hotel.connection, shown, is_foreign=True, status="PROCESSED")
    why: dict[str, Any] = {"status": "FAILED", "error": "livemode"}
    for told in ({}, why):
        event = says(hotel.connection, shown, is_foreign=True, **told)
        with refused_by("webhook_event_foreign_has_no_effect"):
            mark(hotel, event, "status = 'PROCESSED', error = NULL")
    done = {"status": "PROCESSED", "processed_at": hotel.value("SELECT now()")}
    with refused_alone(hotel, "webhook_event_foreign_has_no_effect"):
        receive(hotel, booking_id=booking, is_foreign=True, **done)
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"


def test_webhook_event_foreign_has_no_effect__allows_to_keep_it(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    why: dict[str, Any] = {"status": "FAILED", "error": "api_version"}
    event = says(hotel.connection, intent.held(), is_foreign=True, **why)
    # It is not tried again by itself, and our own event of the same money has its effect.
    assert read(hotel, event, "next_try_at") is None
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"
    says(hotel.connection, intent.held())
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


@pytest.mark.parametrize("payload", ["[]", "null", "1", '"{}"', "true"])
def test_webhook_event_is_object__rejects_anything_else(hotel: HotelBuilder, payload: str) -> None:
    with refused_by("webhook_event_is_object"):
        receive(hotel, payload=payload)


@pytest.mark.parametrize("payload", ["{}", '{"data": []}', '{"data": {"object": "gone"}}'])
def test_webhook_event_is_object__allows_one_that_shows_nothing(
    hotel: HotelBuilder, payload: str
) -> None:
    event = receive(hotel, payload=payload, hotel_id=None)
    # Nothing in it will ever find a booking, so nothing waits.
    assert read(hotel, event, "(status, next_try_at)::text") == "(RECEIVED,)"


@pytest.mark.parametrize("origin", ["", "webhook", "DASHBOARD"])
def test_webhook_event_origin_known__rejects_a_fourth(hotel: HotelBuilder, origin: str) -> None:
    with refused_by("webhook_event_origin_known"):
        receive(hotel, origin=origin)


@pytest.mark.parametrize("origin", ["WEBHOOK", "EVENT_LIST", "ANSWER"])
def test_webhook_event_origin_known__allows_the_three_to_have_the_same_effect(
    hotel: HotelBuilder, origin: str
) -> None:
    booking = hotel.booking()
    event = says(hotel.connection, intent_for(hotel, booking).held(), origin=origin)
    assert read(hotel, event, "status") == "PROCESSED"
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_webhook_event_of_booking__allows_the_api_to_store_and_not_to_say_whose_it_is(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking()
    by_api = hotel.through(connect(role="hotelmate_api"))
    with by_api.acting(actor="system:stripe", source="SYSTEM"):
        says(by_api.connection, intent_for(hotel, booking).held())
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"
    for column in ("hotel_id", "booking_id", "tries", "processed_at", "received_at"):
        told = {"event_id": f"evt_{uuid.uuid4().hex}", "event_type": "x", "payload": "{}"}
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            by_api.connection.execute(
                f"INSERT INTO hotelmate.stripe_webhook_event ({', '.join(told)}, {column})"
                f" VALUES (%s, %s, %s, NULL)".encode(),
                list(told.values()),
            )
