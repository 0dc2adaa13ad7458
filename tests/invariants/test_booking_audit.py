"""The audit trail of bookings: a row for every version, chained, of a booking that stays."""

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by

NO_SUCH = -1


def record(hotel: HotelBuilder, booking: int, **columns: object) -> None:
    """Write an audit row as a DBA would."""
    row: dict[str, object] = {
        "booking_id": booking,
        "version": hotel.read("room_booking", booking, "version") + 1,
        "event_type": "booking_updated",
        "from_status": "CONFIRMED",
        "to_status": "CONFIRMED",
    }
    hotel.insert("booking_event", **{**row, **columns})


def versions(hotel: HotelBuilder, booking: int) -> list[int]:
    rows = hotel.connection.execute(
        "SELECT version FROM hotelmate.booking_event"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY version",
        (hotel.hotel_id, booking),
    ).fetchall()
    return [row[0] for row in rows]


@pytest.fixture
def unguarded(clone: str, connect: Connect) -> HotelBuilder:
    """A hotel whose trail takes rows of any version; the guard would refuse them first."""
    hotel = HotelBuilder(connect(url=clone))
    switch_triggers_off(hotel.connection, "booking_event")
    return hotel


def test_booking_event_chained__rejects_another_start_than_the_last_end(
    unguarded: HotelBuilder,
) -> None:
    booking = unguarded.booking("CONFIRMED")
    with refused_by("booking_event_chained"):
        record(unguarded, booking, from_status="PENDING_APPROVAL")


def test_booking_event_chained__rejects_a_gap(unguarded: HotelBuilder) -> None:
    booking = unguarded.booking("CONFIRMED")
    version = unguarded.read("room_booking", booking, "version") + 2
    with refused_by("booking_event_chained"):
        record(unguarded, booking, version=version)


def test_booking_legal_transition__rejects_an_audit_row_of_an_illegal_step(
    unguarded: HotelBuilder,
) -> None:
    booking = unguarded.booking("CONFIRMED")
    with refused_by("booking_legal_transition"):
        record(unguarded, booking, event_type="booking_declined", to_status="DECLINED")


def test_booking_event_chained__allows_every_change_to_follow_the_last(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    for note in ("cot", "late arrival"):
        hotel.update("room_booking", booking, special_requests=note)
    last = hotel.read("room_booking", booking, "version")
    assert versions(hotel, booking) == list(range(1, last + 1))


@pytest.mark.parametrize(
    "forged", [{"version": 1}, {"from_status": None}, {"version": 0, "from_status": None}]
)
def test_booking_event_first_has_no_from__rejects_a_second_beginning(
    hotel: HotelBuilder, forged: dict[str, object]
) -> None:
    booking = hotel.booking("CONFIRMED")
    # A guard of the current version refuses first; the check holds without.
    with refused_by("booking_event_first_has_no_from"), checks_alone(hotel.connection):
        record(hotel, booking, **forged)


def test_booking_event_first_has_no_from__allows_the_first(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    without = hotel.value(
        "SELECT array_agg(version) FROM hotelmate.booking_event"
        " WHERE hotel_id = %s AND booking_id = %s AND from_status IS NULL",
        hotel.hotel_id,
        booking,
    )
    assert without == [1]


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "CANCELLED_DRAFT"])
def test_booking_event_of_booking__rejects_deleting_a_booking(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status)
    with refused_by("booking_event_of_booking"):
        hotel.run(
            "DELETE FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s",
            hotel.hotel_id,
            booking,
        )


@pytest.mark.parametrize("key", ["id", "hotel_id"])
def test_booking_event_of_booking__rejects_giving_a_booking_another_key(
    hotel: HotelBuilder, key: str
) -> None:
    booking = hotel.booking()
    with refused_by("booking_event_of_booking"):
        hotel.update("room_booking", booking, **{key: NO_SUCH})


def test_booking_event_of_booking__rejects_a_trail_of_nothing(hotel: HotelBuilder) -> None:
    with refused_by("booking_event_of_booking"):
        hotel.insert(
            "booking_event",
            booking_id=NO_SUCH,
            version=1,
            event_type="booking_created",
            to_status="PENDING_PAYMENT",
        )


def test_booking_event_of_booking__allows_a_booking_to_close_and_stay(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CANCELLED_DRAFT")
    assert versions(hotel, booking)


def test_booking_has_audit_row__rejects_a_change_of_status_without(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = hotel.booking("CONFIRMED")
    # The audit row is written by a trigger, so only without it is there none.
    switch_triggers_off(hotel.connection, "room_booking")
    now = hotel.value("SELECT now()")
    with refused_by("booking_has_audit_row"):
        hotel.update(
            "room_booking",
            booking,
            status="CANCELLED",
            cancelled_at=now,
            cancellation_fee_amount=0,
        )


def test_booking_has_audit_row__rejects_a_version_without(clone: str, connect: Connect) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = hotel.booking("CONFIRMED")
    switch_triggers_off(hotel.connection, "room_booking")
    with refused_by("booking_has_audit_row"):
        hotel.update("room_booking", booking, version=99)


def test_booking_has_audit_row__allows_no_forged_version_to_survive(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    before = hotel.read("room_booking", booking, "version")
    hotel.update("room_booking", booking, version=99, special_requests="cot")
    assert hotel.read("room_booking", booking, "version") == before + 1
    assert versions(hotel, booking)[-1] == before + 1
