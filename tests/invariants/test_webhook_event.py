"""Events of the payment provider: received once, processed once, for a booking that exists."""

import uuid

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

NO_SUCH = -1


def receive(hotel: HotelBuilder, **columns: object) -> str:
    """Store an event as the webhook does; return the provider's id."""
    event = str(columns.setdefault("event_id", f"evt_{uuid.uuid4().hex}"))
    hotel.insert("stripe_webhook_event", event_type="charge.captured", payload="{}", **columns)
    return event


def mark(hotel: HotelBuilder, event: str, assignments: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.stripe_webhook_event SET {assignments} WHERE event_id = %s", event
    )


def test_webhook_event_processed_once__rejects_a_second_delivery(hotel: HotelBuilder) -> None:
    event = receive(hotel)
    mark(hotel, event, "status = 'PROCESSED', processed_at = now()")
    with refused_by("webhook_event_processed_once"):
        receive(hotel, event_id=event)


def test_webhook_event_processed_once__rejects_it_at_another_hotel_too(
    hotel: HotelBuilder,
) -> None:
    event = receive(hotel)
    with refused_by("webhook_event_processed_once"):
        receive(HotelBuilder(hotel.connection), event_id=event)


def test_webhook_event_processed_once__allows_two_events(hotel: HotelBuilder) -> None:
    assert receive(hotel) != receive(hotel)


def test_webhook_event_of_booking__rejects_a_booking_that_does_not_exist(
    hotel: HotelBuilder,
) -> None:
    with refused_by("webhook_event_of_booking"):
        receive(hotel, booking_id=NO_SUCH)


def test_webhook_event_of_booking__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    with refused_by("webhook_event_of_booking"):
        receive(hotel, booking_id=HotelBuilder(hotel.connection).booking())


def test_webhook_event_of_booking__allows_a_booking_and_nobody(hotel: HotelBuilder) -> None:
    assert receive(hotel, booking_id=hotel.booking())
    assert receive(hotel, hotel_id=None)


def test_webhook_event_names_hotel__rejects_a_booking_of_no_hotel(hotel: HotelBuilder) -> None:
    # A key with a NULL is not asked, so a booking that does not exist would pass as well.
    for booking in (hotel.booking(), NO_SUCH):
        with refused_by("webhook_event_names_hotel"):
            receive(hotel, hotel_id=None, booking_id=booking)
    event = receive(hotel, booking_id=hotel.booking())
    with refused_by("webhook_event_names_hotel"):
        mark(hotel, event, "hotel_id = NULL")


def test_webhook_event_names_hotel__allows_a_hotel_without_booking_and_neither(
    hotel: HotelBuilder,
) -> None:
    assert receive(hotel)
    event = receive(hotel, hotel_id=None)
    assert mark(hotel, event, f"hotel_id = {hotel.hotel_id}, booking_id = {hotel.booking()}") == 1


@pytest.mark.parametrize(
    "assignments",
    [
        "status = 'PROCESSED'",
        "processed_at = now()",
        "status = 'FAILED', processed_at = now()",
    ],
)
def test_webhook_event_processed_stamped__rejects_the_one_without_the_other(
    hotel: HotelBuilder, assignments: str
) -> None:
    event = receive(hotel)
    with refused_by("webhook_event_processed_stamped"):
        mark(hotel, event, assignments)


@pytest.mark.parametrize(
    "assignments",
    ["status = 'PROCESSED', processed_at = now()", "status = 'FAILED', error = 'no such intent'"],
)
def test_webhook_event_processed_stamped__allows_both_or_neither(
    hotel: HotelBuilder, assignments: str
) -> None:
    assert mark(hotel, receive(hotel), assignments) == 1


@pytest.mark.parametrize("status", ["", "DONE", "processed"])
def test_webhook_event_status_known__rejects_a_fourth(hotel: HotelBuilder, status: str) -> None:
    with refused_by("webhook_event_status_known"):
        receive(hotel, status=status)


@pytest.mark.parametrize("status", ["RECEIVED", "FAILED"])
def test_webhook_event_status_known__allows_the_three(hotel: HotelBuilder, status: str) -> None:
    event = receive(hotel, status=status)
    assert mark(hotel, event, "status = 'PROCESSED', processed_at = now()") == 1
