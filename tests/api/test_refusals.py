"""Every rule that a request can meet, met over HTTP: one problem type each.

The other rules guard against what no route writes, or what no documented body holds;
tests/invariants meets them in SQL.
"""

from collections.abc import Callable

import httpx
import pytest

from app.invariants import BY_NAME
from tests.api.bodies import PAGES, new_booking
from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder

Attempt = Callable[[Desk, HotelBuilder], httpx.Response]
ATTEMPTS: dict[str, Attempt] = {}


def breaks(invariant: str) -> Callable[[Attempt], Attempt]:
    def register(attempt: Attempt) -> Attempt:
        ATTEMPTS[invariant] = attempt
        return attempt

    return register


def create(desk: Desk, **changes: object) -> httpx.Response:
    return desk.post("/bookings", json=new_booking(**changes))


def step(desk: Desk, booking: str, name: str, **body: object) -> httpx.Response:
    return desk.post(f"/bookings/{booking}/{name}", json=body or None)


def guests(*names: str) -> list[dict[str, str]]:
    return [{"first_name": name, "last_name": "Test"} for name in names]


@breaks("booking_has_adult")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return create(desk, adults=0, children=2)


@breaks("booking_departs_after_arrival")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return create(desk, check_out=str(hotel.today()))


@breaks("booking_price_positive")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return create(desk, total_amount=0)


@breaks("booking_of_room_type")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return create(desk, room_type="SUITE")


@breaks("booking_party_within_capacity")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return create(desk, adults=3)


@breaks("booking_guest_has_name")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return create(desk, guests=guests("Ada", " "))


@breaks("party_has_primary")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return create(desk, guests=[])


@breaks("party_single_primary")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return create(desk, guests=[{**guest, "role": "PRIMARY"} for guest in guests("Ada", "Bea")])


@breaks("desk_payment_needs_pending_payment")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.confirmed(), "desk-payment", method="CASH")


@breaks("booking_legal_transition")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.make(), "approve")


@breaks("booking_stamps_are_final")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.in_house(), "check-in")


@breaks("booking_no_show_after_arrival_date")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.confirmed(), "no-show")


@breaks("booking_closed_never_in_house")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.in_house(), "cancel", reason="Changed plans")


@breaks("booking_final_is_frozen")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    booking = desk.in_house("101")
    desk.do(booking, "check-out")
    return step(desk, booking, "assign-room", room_number="102")


@breaks("booking_assignment_needs_confirmed")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.make(), "assign-room", room_number="101")


@breaks("booking_room_needs_complete_party")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.confirmed(guests=guests("Ada")), "assign-room", room_number="101")


@breaks("booking_waits_for_ready_room")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    desk.patch("/rooms/101", json={"maintenance_required": True})
    return step(desk, desk.confirmed(), "assign-room", room_number="101")


@breaks("room_single_active_assignment")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    desk.assigned("101")
    return step(desk, desk.confirmed(), "assign-room", room_number="101")


@breaks("room_move_has_reason")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.in_house("101"), "assign-room", room_number="102")


@breaks("booking_enters_ready_room")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    desk.patch("/rooms/102", json={"is_out_of_order": True})
    return step(desk, desk.in_house("101"), "move-room", room_number="102", reason="Noise")


@breaks("booking_check_in_needs_room")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.confirmed(), "check-in")


@breaks("booking_check_in_needs_confirmed")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.make(), "check-in")


@breaks("booking_check_in_within_stay_dates")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    made = hotel.assigned(hotel.room(), arrival=1)
    return step(desk, hotel.read("room_booking", made, "booking_reference"), "check-in")


@breaks("booking_check_out_after_check_in")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.assigned("101"), "check-out")


@breaks("guest_is_party_member")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    booking = desk.in_house("101")
    party = desk.booking(booking)["party"]
    return desk.put(f"/bookings/{booking}/party", json={"guests": party[:1], "adults": 1})


@breaks("token_live_needs_open_booking")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    booking = desk.make()
    desk.do(booking, "cancel", reason="Changed plans")
    return step(desk, booking, "precheckin-token")


@breaks("room_ready_is_vacant")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    desk.in_house("101")
    for turnover in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED"):
        desk.post("/rooms/101/turnover", json={"to": turnover})
    return desk.post("/rooms/101/turnover", json={"to": "READY_FOR_GUEST"})


@breaks("room_out_of_service_is_vacant")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    desk.in_house("101")
    return desk.patch("/rooms/101", json={"is_out_of_order": True})


@breaks("room_legal_turnover")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return desk.post("/rooms/101/turnover", json={"to": "CLEANED_UNINSPECTED"})


@breaks("room_single_open_turnover_task")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    desk.post("/rooms/101/turnover", json={"to": "CHECKOUT_DIRTY"})
    return desk.post("/housekeeping/tasks", json={"room_number": "101", "task_type": "TURNOVER"})


@breaks("task_legal_transition")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    made = desk.post("/housekeeping/tasks", json={"room_number": "101", "task_type": "STAYOVER"})
    return desk.post(f"/housekeeping/tasks/{made.json()['task_id']}/done")


@breaks("task_assignee_of_hotel")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    body = {"room_number": "101", "task_type": "STAYOVER", "assigned_to": "nobody"}
    return desk.post("/housekeeping/tasks", json=body)


@breaks("booking_approval_within_rooms")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    hotel.update("room_type", hotel.family, overbooking_allowance=0)
    guests_of_four = guests("Ada", "Bea", "Cyd", "Dot")
    desk.confirmed(room_type="FAM", adults=4, guests=guests_of_four)
    booking = desk.make(room_type="FAM", adults=4, guests=guests_of_four)
    desk.do(booking, "desk-payment", method="CASH")
    return step(desk, booking, "approve")


@breaks("payment_refunded_within_captured")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.confirmed(), "refund", amount=20_001, reason="Too much")


@breaks("payment_session_needs_pending_payment")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    return step(desk, desk.confirmed(), "payment-session", **PAGES)


@breaks("payment_session_currency_unit_is_stripes")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    hotel.run("UPDATE hotelmate.hotel SET currency = 'ISK' WHERE hotel_id = %s", hotel.hotel_id)
    return step(desk, desk.make(), "payment-session", **PAGES)


@breaks("staff_username_well_formed")
def _(desk: Desk, hotel: HotelBuilder) -> httpx.Response:
    body = {"username": "The Boss", "display_name": "The Boss", "role": "MANAGER"}
    return desk.post("/staff", json=body)


@pytest.mark.parametrize("invariant", sorted(ATTEMPTS))
def test_a_refusal_names_its_rule(invariant: str, desk: Desk, hotel: HotelBuilder) -> None:
    rule = BY_NAME[invariant]

    response = ATTEMPTS[invariant](desk, hotel)

    problem = refusal(response, invariant.replace("_", "-"), rule.status)
    assert (problem["invariant"], problem["title"]) == (invariant, rule.sentence)
    assert problem["instance"] == response.request.url.path
