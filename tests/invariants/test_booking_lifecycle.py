"""A booking's status: where it starts, how it steps, and the times that go with the steps."""

from itertools import permutations

import pytest

from tests.hotel_builder import FINAL_STEPS, HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by

LEGAL = {
    ("PENDING_PAYMENT", "PENDING_APPROVAL"): "authorise",
    ("PENDING_PAYMENT", "CANCELLED"): "cancel",
    ("PENDING_PAYMENT", "CANCELLED_DRAFT"): "expire",
    ("PENDING_APPROVAL", "CONFIRMED"): "approve",
    ("PENDING_APPROVAL", "DECLINED"): "decline",
    ("PENDING_APPROVAL", "CANCELLED"): "cancel",
    ("CONFIRMED", "COMPLETED"): "check_out",
    ("CONFIRMED", "CANCELLED"): "cancel",
    ("CONFIRMED", "NO_SHOW"): "no_show",
}
STATUSES = (*FINAL_STEPS, "COMPLETED")
ILLEGAL = [pair for pair in permutations(STATUSES, 2) if pair not in LEGAL]


def booking_in(hotel: HotelBuilder, status: str) -> int:
    """Make a booking of any status whose arrival date has passed."""
    if status == "COMPLETED":
        return hotel.checked_out(hotel.room(), arrival=-1)
    return hotel.booking(status, arrival=-1)


@pytest.mark.parametrize(("before", "after"), ILLEGAL)
def test_booking_legal_transition__rejects_every_other_step(
    hotel: HotelBuilder, before: str, after: str
) -> None:
    booking = booking_in(hotel, before)
    with refused_by("booking_legal_transition"):
        hotel.update("room_booking", booking, status=after)
    assert hotel.read("room_booking", booking, "status") == before


@pytest.mark.parametrize(("before", "after"), LEGAL)
def test_booking_legal_transition__allows_the_nine_steps(
    hotel: HotelBuilder, before: str, after: str
) -> None:
    departs = after == "COMPLETED"
    booking = hotel.in_house(hotel.room()) if departs else booking_in(hotel, before)
    getattr(hotel, LEGAL[before, after])(booking)
    assert hotel.read("room_booking", booking, "status") == after


def test_booking_legal_transition__allows_the_same_status_again(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    assert hotel.update("room_booking", booking, status="CONFIRMED", special_requests="cot") == 1


def draft(hotel: HotelBuilder, **columns: object) -> int:
    """Insert a booking of one guest with these columns, as one transaction."""
    terms: dict[str, object] = {
        "room_type_id": hotel.double,
        "check_in": hotel.today(),
        "check_out": hotel.value("SELECT %s + 1", hotel.today()),
        "adults": 1,
        "total_amount": 10000,
    }
    with hotel.connection.transaction():
        booking = int(hotel.insert("room_booking", **{**terms, **columns}))
        hotel.guest(booking, "PRIMARY")
    return booking


def test_booking_starts_pending_payment__rejects_another_first_status(hotel: HotelBuilder) -> None:
    with refused_by("booking_starts_pending_payment"):
        draft(
            hotel,
            status="CANCELLED",
            cancelled_at="2026-01-01T00:00Z",
            cancellation_fee_amount=0,
        )


def test_booking_starts_pending_payment__allows_pending_payment(hotel: HotelBuilder) -> None:
    booking = draft(hotel, status="PENDING_PAYMENT")
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"


def test_booking_status_known__rejects_a_ninth_status(hotel: HotelBuilder) -> None:
    with refused_by("booking_status_known"):
        draft(hotel, status="ON_HOLD")
    booking = hotel.booking()
    # By an UPDATE the illegal step is named first; the check holds without it.
    with refused_by("booking_status_known"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, status="ON_HOLD")


@pytest.mark.parametrize("status", STATUSES)
def test_booking_status_known__allows_the_eight(hotel: HotelBuilder, status: str) -> None:
    assert hotel.read("room_booking", booking_in(hotel, status), "status") == status


@pytest.mark.parametrize("stamp", ["cancelled_at", "no_show_at"])
def test_booking_closing_stamped__rejects_a_stamp_without_its_status(
    hotel: HotelBuilder, stamp: str
) -> None:
    with refused_by("booking_closing_stamped"):
        draft(hotel, **{stamp: hotel.value("SELECT now()")})
    booking = hotel.booking("CONFIRMED", arrival=-1)
    # An UPDATE derives the stamp away; the check holds without.
    with refused_by("booking_closing_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, **{stamp: hotel.value("SELECT now()")})


@pytest.mark.parametrize("stamp", ["decision_at", "cancelled_at", "no_show_at"])
@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL"])
def test_booking_closing_stamped__allows_no_forged_stamp_to_survive(
    hotel: HotelBuilder, status: str, stamp: str
) -> None:
    booking = hotel.booking(status, arrival=-1)
    hotel.update("room_booking", booking, **{stamp: hotel.value("SELECT now()")})
    assert hotel.read("room_booking", booking, stamp) is None


def test_booking_closing_stamped__allows_no_decision_on_a_new_booking(hotel: HotelBuilder) -> None:
    booking = draft(hotel, decision_at="2026-01-01T00:00Z", decision_by="nobody")
    assert hotel.read("room_booking", booking, "decision_at") is None
    assert hotel.read("room_booking", booking, "decision_by") is None


@pytest.mark.parametrize("status", ["CANCELLED", "CANCELLED_DRAFT", "DECLINED"])
def test_booking_closing_stamped__rejects_a_status_without_its_stamp(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking()
    # A trigger stamps the step, so only past it is there a step without a stamp.
    fee = 0 if status == "CANCELLED" else None
    with refused_by("booking_closing_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, status=status, cancellation_fee_amount=fee)


@pytest.mark.parametrize(
    ("status", "stamp"),
    [
        ("CANCELLED", "cancelled_at"),
        ("CANCELLED_DRAFT", "cancelled_at"),
        ("DECLINED", "decision_at"),
        ("CONFIRMED", "decision_at"),
        ("NO_SHOW", "no_show_at"),
    ],
)
def test_booking_closing_stamped__allows_the_step_to_stamp_itself(
    hotel: HotelBuilder, status: str, stamp: str
) -> None:
    booking = hotel.booking(status, arrival=-1)
    assert hotel.read("room_booking", booking, stamp) is not None


@pytest.mark.parametrize(
    ("before", "status", "stamp"),
    [
        ("PENDING_PAYMENT", "CANCELLED_DRAFT", "cancelled_at"),
        ("CONFIRMED", "CANCELLED", "cancelled_at"),
        ("PENDING_APPROVAL", "CONFIRMED", "decision_at"),
        ("PENDING_APPROVAL", "DECLINED", "decision_at"),
        ("CONFIRMED", "NO_SHOW", "no_show_at"),
    ],
)
@pytest.mark.parametrize("shift", ["-1 hour", "1 day"])
def test_booking_closing_stamped__allows_no_time_but_that_of_the_step(
    hotel: HotelBuilder, before: str, status: str, stamp: str, shift: str
) -> None:
    booking = hotel.booking(before, arrival=-1)
    with hotel.connection.transaction():
        now = hotel.value("SELECT now()")
        told = hotel.value("SELECT now() + %s::interval", shift)
        hotel.update("room_booking", booking, status=status, **{stamp: told})
    assert hotel.read("room_booking", booking, stamp) == now


def test_booking_no_show_after_arrival_date__rejects_on_the_arrival_date(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED", arrival=0)
    with refused_by("booking_no_show_after_arrival_date"):
        hotel.no_show(booking)


def test_booking_no_show_after_arrival_date__rejects_a_time_written_ahead(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED", arrival=0)
    tomorrow = hotel.value("SELECT now() + interval '1 day'")
    with refused_by("booking_no_show_after_arrival_date"):
        hotel.update("room_booking", booking, status="NO_SHOW", no_show_at=tomorrow)


def test_booking_no_show_after_arrival_date__allows_the_day_after(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED", arrival=-1)
    hotel.no_show(booking)
    assert hotel.read("room_booking", booking, "status") == "NO_SHOW"


def test_booking_no_show_after_arrival_date__allows_by_the_calendar_of_the_hotel(
    hotel: HotelBuilder,
) -> None:
    # Between these two zones the date always differs: yesterday there is not yet over here.
    ahead = HotelBuilder(hotel.connection, time_zone="Pacific/Kiritimati")
    behind = HotelBuilder(hotel.connection, time_zone="Pacific/Pago_Pago")
    arrival = (ahead.today() - behind.today()).days - 1
    over = ahead.booking("CONFIRMED", arrival=-1)
    not_over = behind.booking("CONFIRMED", arrival=arrival)
    ahead.no_show(over)
    with refused_by("booking_no_show_after_arrival_date"):
        behind.no_show(not_over)
