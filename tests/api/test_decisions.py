"""Decisions of the front desk over HTTP, and what follows from them."""

from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder


def test_a_payment_at_the_desk_authorises_the_price(desk: Desk) -> None:
    booking = desk.make()

    paid = desk.do(booking, "desk-payment", method="CARD_TERMINAL", reference="slip 17")

    assert paid["status"] == "PENDING_APPROVAL"
    assert paid["payment"]["provider"] == "desk"
    assert paid["payment"]["authorised_amount"] == paid["payment"]["total_amount"]
    assert paid["payment"]["captured_amount"] == 0
    assert paid["approval_deadline_at"] is not None
    assert paid == desk.shown(booking)


def test_a_second_payment_finds_nothing_to_pay(desk: Desk) -> None:
    booking = desk.make()
    desk.do(booking, "desk-payment", method="CASH")

    again = desk.post(f"/bookings/{booking}/desk-payment", json={"method": "CASH"})

    refusal(again, "desk-payment-needs-pending-payment", 409)
    assert desk.booking(booking)["payment"]["authorised_amount"] == 20_000


def test_approval_confirms_and_captures_what_the_desk_took(desk: Desk) -> None:
    booking = desk.make()
    desk.do(booking, "desk-payment", method="CASH")

    approved = desk.do(booking, "approve")

    assert approved["status"] == "CONFIRMED"
    assert approved["decision"]["by"] == "staff:manager"
    assert approved["approved_at"] == approved["decision"]["at"]
    assert approved["payment"]["captured_amount"] == 20_000
    assert approved["payment"]["paid_at"] is not None


def test_a_second_approval_is_refused(desk: Desk) -> None:
    booking = desk.confirmed()

    problem = refusal(desk.post(f"/bookings/{booking}/approve"), "booking-stamps-are-final", 409)

    assert "errors" not in problem  # the request has no field that could be at fault


def test_declining_releases_what_the_desk_took(desk: Desk) -> None:
    booking = desk.make()
    desk.do(booking, "desk-payment", method="CASH")

    declined = desk.do(booking, "decline", reason="Fully booked")

    assert declined["status"] == "DECLINED"
    assert declined["decline_reason"] == "Fully booked"
    assert declined["decision"]["by"] == "staff:manager"
    assert desk.booking(booking)["payment"]["voided_amount"] == 20_000


def test_cancelling_frees_the_room(desk: Desk) -> None:
    booking = desk.assigned("101")

    cancelled = desk.do(booking, "cancel", reason="Changed plans")

    assert (cancelled["status"], cancelled["room_number"]) == ("CANCELLED", None)
    assert cancelled["cancelled_at"] is not None
    assert cancelled["cancellation_reason"] == "Changed plans"
    assert desk.room("101")["waiting_booking_id"] is None


def test_a_guest_who_did_not_come_is_a_no_show(desk: Desk, hotel: HotelBuilder) -> None:
    made = hotel.booking("CONFIRMED", arrival=-1)
    booking = hotel.read("room_booking", made, "booking_reference")

    missed = desk.do(booking, "no-show")

    assert (missed["status"], missed["no_show_at"] is not None) == ("NO_SHOW", True)


def test_a_decision_on_no_booking_is_not_found(desk: Desk) -> None:
    for step, body in (
        ("approve", None),
        ("decline", {"reason": "x"}),
        ("cancel", {"reason": "x"}),
        ("no-show", None),
        ("desk-payment", {"method": "CASH"}),
        ("refund", {"amount": 1, "reason": "x"}),
    ):
        response = desk.post(f"/bookings/BK-2026-999999/{step}", json=body)
        refusal(response, "booking-not-found", 404)


def test_a_decision_is_made_once(desk: Desk, hotel: HotelBuilder) -> None:
    missed = hotel.booking("CONFIRMED", arrival=-1)
    paid = desk.make()
    desk.do(paid, "desk-payment", method="CASH")
    for booking, step, body in (
        (desk.make(), "cancel", {"reason": "Ill"}),
        (paid, "decline", {"reason": "Full"}),
        (str(hotel.read("room_booking", missed, "booking_reference")), "no-show", {}),
    ):
        desk.do(booking, step, **body)
        again = desk.post(f"/bookings/{booking}/{step}", json=body or None)
        refusal(again, "booking-stamps-are-final", 409)


def test_a_blank_reason_is_none(desk: Desk) -> None:
    booking = desk.make()

    for step, more in (("cancel", {}), ("decline", {}), ("refund", {"amount": 1})):
        response = desk.post(f"/bookings/{booking}/{step}", json={"reason": " \t ", **more})
        problem = refusal(response, "value-required", 422)
        assert problem["errors"][0]["field"] == "reason"
    in_house = desk.in_house()
    move = {"room_number": "102", "reason": " "}
    refusal(desk.post(f"/bookings/{in_house}/move-room", json=move), "room-move-has-reason", 422)
