"""Each check finds nothing in a healthy hotel, and what it is for where that is planted."""

from collections.abc import Callable

import psycopg
import pytest

from app.consistency.checks import all_checks
from app.consistency.running import run_checks
from tests.checks.busy_hotel import a_busy_hotel
from tests.checks.payments_in_order import long_ago, refused, soon
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import switch_triggers_off
from tests.stripe_evidence import says
from tests.stripe_payments import captured_booking, held_booking, instruct, payment_of


def names_found(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {finding.check_name for finding in run_checks(connection)}


def without_keys(hotel: HotelBuilder) -> None:
    hotel.run("SET session_replication_role = replica")


def vacate_by_hand(hotel: HotelBuilder) -> None:
    without_keys(hotel)
    hotel.run("UPDATE hotelmate.room SET in_house_booking_id = NULL WHERE is_occupied")


def hold_twice(hotel: HotelBuilder) -> None:
    room = hotel.room()
    first, second = hotel.assigned(room), hotel.booking("CONFIRMED")
    hotel.run("DROP INDEX hotelmate.room_single_active_assignment")
    hotel.assign(second, room)
    assert hotel.read("room_booking", first, "assigned_room_id") == room


def confirm_unpaid(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    # What another payment captured, which does not count, does not pay it.
    second = hotel.stripe_payment(booking)
    for kind in ("AUTHORISED", "CAPTURED"):
        hotel.pay_by_stripe(booking, kind, 20000, payment_id=second)
    hotel.run("ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_confirmed_is_paid")
    without_keys(hotel)
    now = hotel.value("SELECT now()")
    hotel.update("room_booking", booking, status="CONFIRMED", approved_at=now)


def refuse_an_event(hotel: HotelBuilder) -> None:
    _, intent = captured_booking(hotel)
    refused(hotel, intent.canceled(), "payment_outcome_is_final", long_ago(hotel, hours=2))


def leave_a_refund_undone(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    then, payment = long_ago(hotel, minutes=61), payment_of(hotel, intent)
    instruct(hotel, booking, "REFUND", payment_id=payment, amount=1, created_at=then)


def let_a_hold_end_soon(hotel: HotelBuilder) -> None:
    _, intent = held_booking(hotel)
    says(hotel.connection, intent.charge(capture_before=soon(hotel, hours=23)))


def switch_a_trigger_off(hotel: HotelBuilder) -> None:
    switch_triggers_off(hotel.connection, "room")


PLANTS: dict[str, Callable[[HotelBuilder], None]] = {
    "room_occupied_by_in_house_booking": vacate_by_hand,
    "room_single_active_assignment": hold_twice,
    "booking_confirmed_is_paid": confirm_unpaid,
    "rules_are_enforced": switch_a_trigger_off,
    "stripe_events_without_effect": refuse_an_event,
    "payment_instructions_waiting": leave_a_refund_undone,
    "holds_about_to_lapse": let_a_hold_end_soon,
}


def test_every_check_has_a_contradiction_to_find() -> None:
    assert sorted(PLANTS) == [check.name for check in all_checks()]


def test_checks_find_nothing_in_a_healthy_hotel(clone: str, connect: Connect) -> None:
    a_busy_hotel(connect(url=clone))
    assert names_found(clone) == set()


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_check_finds_its_contradiction_and_no_other_does(
    name: str, clone: str, connect: Connect
) -> None:
    hotel = a_busy_hotel(connect(url=clone))
    PLANTS[name](hotel)
    assert names_found(clone) == {name}
