"""Erasure on request."""

import httpx
import pytest

from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder
from tests.personal_data.ended import OUTCOMES


def reference(hotel: HotelBuilder, booking: int) -> str:
    return str(hotel.read("room_booking", booking, "booking_reference"))


def members(desk: Desk, booking: str) -> dict[str, int]:
    """Return the ids of a party of two by their role."""
    return {guest["role"]: guest["id"] for guest in desk.shown(booking)["party"]}


def erase(desk: Desk, booking: str, guest: int) -> httpx.Response:
    return desk.post(f"/bookings/{booking}/guests/{guest}/erase")


def departed(desk: Desk) -> str:
    booking = desk.in_house("101", special_requests="A cot for Ada")
    desk.do(booking, "check-out")
    return booking


def test_a_companion_is_erased_alone(desk: Desk) -> None:
    booking = departed(desk)
    companion = members(desk, booking)["COMPANION"]

    shown = erase(desk, booking, companion).json()

    names = {guest["role"]: guest["first_name"] for guest in shown["party"]}
    assert names == {"PRIMARY": "Ada", "COMPANION": "(erased)"}
    assert shown["special_requests"] == "A cot for Ada"


def test_with_the_primary_guest_goes_what_the_booking_tells(desk: Desk) -> None:
    booking = departed(desk)

    shown = erase(desk, booking, members(desk, booking)["PRIMARY"]).json()

    names = {guest["role"]: guest["first_name"] for guest in shown["party"]}
    assert names == {"PRIMARY": "(erased)", "COMPANION": "Charles"}
    assert (shown["special_requests"], shown["booker"]) == ("", None)
    assert shown["payment"]["captured_amount"] == shown["payment"]["total_amount"]


def test_a_party_is_erased_as_a_whole(desk: Desk) -> None:
    booking = departed(desk)

    shown = desk.do(booking, "erase")

    assert {guest["first_name"] for guest in shown["party"]} == {"(erased)"}
    assert {guest["email"] for guest in shown["party"]} == {None}


@pytest.mark.parametrize("stage", ["make", "confirmed", "assigned", "in_house"])
def test_personal_data_erased_after_stay__refuses_who_is_expected_or_in_house(
    desk: Desk, stage: str
) -> None:
    booking = getattr(desk, stage)()

    for guest in members(desk, booking).values():
        refusal(erase(desk, booking, guest), "personal-data-erased-after-stay", 409)
    refusal(desk.post(f"/bookings/{booking}/erase"), "personal-data-erased-after-stay", 409)

    assert {guest["last_name"] for guest in desk.shown(booking)["party"]} == {
        "Lovelace",
        "Babbage",
    }


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_personal_data_erased_after_stay__allows_every_booking_that_ended(
    desk: Desk, hotel: HotelBuilder, outcome: str
) -> None:
    made = {"COMPLETED": departed}.get(outcome)
    booking = made(desk) if made else reference(hotel, OUTCOMES[outcome](hotel))

    assert desk.post(f"/bookings/{booking}/erase").status_code == 200


def test_asked_for_again_nothing_happens(desk: Desk) -> None:
    booking = departed(desk)
    guest = members(desk, booking)["PRIMARY"]
    first = erase(desk, booking, guest)

    again = erase(desk, booking, guest)

    assert again.status_code == 200
    assert again.json() == first.json()
    rest = desk.do(booking, "erase")
    assert rest["version"] == first.json()["version"] + 1  # the companion
    assert desk.do(booking, "erase") == rest


def test_who_is_not_of_the_party_is_not_found(desk: Desk) -> None:
    booking, other = departed(desk), desk.make()
    stranger = members(desk, other)["PRIMARY"]

    refusal(erase(desk, booking, stranger), "guest-not-found", 404)
    refusal(erase(desk, "BK-2026-999999", stranger), "booking-not-found", 404)
    refusal(desk.post("/bookings/BK-2026-999999/erase"), "booking-not-found", 404)


def test_the_trail_says_who_erased(desk: Desk) -> None:
    booking = departed(desk)
    desk.do(booking, "erase")

    last = desk.get(f"/bookings/{booking}/events", params={"limit": 1}).json()["items"][0]

    assert (last["event_type"], last["actor"]) == (
        "booking_personal_data_erased",
        "staff:manager",
    )


def test_erasure_is_final__refuses_new_names(desk: Desk) -> None:
    booking = departed(desk)
    desk.do(booking, "erase")
    named = {"first_name": "Ada", "last_name": "Lovelace"}
    party = [{"id": id_, "role": role, **named} for role, id_ in members(desk, booking).items()]

    answer = desk.put(f"/bookings/{booking}/party", json={"guests": party})

    refusal(answer, "erasure-is-final", 409)


def test_one_key_has_one_effect(desk: Desk) -> None:
    booking = departed(desk)
    key = {"Idempotency-Key": "erase-once"}

    first = desk.post(f"/bookings/{booking}/erase", headers=key)
    again = desk.post(f"/bookings/{booking}/erase", headers=key)

    assert again.headers["idempotency-replayed"] == "true"
    assert again.content == first.content
