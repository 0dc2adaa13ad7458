"""The guest's own view: the stay, the room once in it, the device in it, and nobody else."""

from typing import Any

import httpx

from tests.api.conftest import Desk, refusal
from tests.guests.conftest import let_in
from tests.hotel_builder import HotelBuilder

STAY, DEVICE = "/api/guest/stay", "/api/guest/device"


def stay(guest: httpx.Client, headers: dict[str, str]) -> dict[str, Any]:
    response = guest.get(STAY, headers=headers)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def device_in(hotel: HotelBuilder, room_number: str) -> str | None:
    token: str | None = hotel.value(
        "SELECT guest_fcm_token FROM hotelmate.room WHERE hotel_id = %s AND room_number = %s",
        hotel.hotel_id,
        room_number,
    )
    return token


def test_before_check_in_no_room_is_told(guest: httpx.Client, desk: Desk) -> None:
    booking = desk.assigned("101")

    found = stay(guest, let_in(desk, booking))

    assert (found["booking_id"], found["status"], found["room"]) == (booking, "CONFIRMED", None)
    assert found["room_type"] == "DBL"
    assert found["price"]["paid_at"] is not None
    assert found["open"] == {"chat": False, "device": False, "precheckin": True, "party": False}


def test_in_house_the_room_is_told_and_the_chat_is_open(guest: httpx.Client, desk: Desk) -> None:
    found = stay(guest, let_in(desk, desk.in_house("101")))

    assert found["room"]["room_number"] == "101"
    assert (found["open"]["chat"], found["open"]["device"]) == (True, True)


def test_nobody_else_is_told_of(guest: httpx.Client, desk: Desk) -> None:
    mine, other = desk.in_house("101"), desk.in_house("102")

    text = guest.get(STAY, headers=let_in(desk, mine)).text

    for told in (other, "102", "Charles", "Babbage", "Lovelace", "example.org"):
        assert told not in text


def test_a_companion_who_is_not_named_is_said_to_be_missing(
    guest: httpx.Client, desk: Desk
) -> None:
    booking = desk.make(guests=[{"first_name": "Ada", "last_name": "L"}])

    assert stay(guest, let_in(desk, booking))["open"]["party"] is True


def test_a_device_is_set_and_forgotten_in_house(
    guest: httpx.Client, desk: Desk, hotel: HotelBuilder
) -> None:
    headers = let_in(desk, desk.in_house("101"))

    assert guest.put(DEVICE, headers=headers, json={"token": "device-1"}).status_code == 204
    assert device_in(hotel, "101") == "device-1"
    assert guest.delete(DEVICE, headers=headers).status_code == 204
    assert device_in(hotel, "101") is None


def test_a_device_that_cannot_be_stored_is_named(
    guest: httpx.Client, desk: Desk, hotel: HotelBuilder
) -> None:
    headers = let_in(desk, desk.in_house())

    response = guest.put(DEVICE, headers=headers, json={"token": "a\0b"})

    (error,) = refusal(response, "value-invalid", 422)["errors"]
    assert error["field"] == "token"
    assert device_in(hotel, "101") is None


def test_room_device_needs_guest_rejects_one_before_check_in(
    guest: httpx.Client, desk: Desk, hotel: HotelBuilder
) -> None:
    headers = let_in(desk, desk.assigned("101"))

    response = guest.put(DEVICE, headers=headers, json={"token": "device-1"})

    refusal(response, "room-device-needs-guest", 409)
    assert device_in(hotel, "101") is None
    assert guest.delete(DEVICE, headers=headers).status_code == 204


def test_a_device_of_another_room_is_left_alone(
    guest: httpx.Client, desk: Desk, hotel: HotelBuilder
) -> None:
    mine, other = let_in(desk, desk.in_house("101")), let_in(desk, desk.in_house("102"))
    guest.put(DEVICE, headers=other, json={"token": "theirs"})

    guest.put(DEVICE, headers=mine, json={"token": "mine"})
    guest.delete(DEVICE, headers=mine)

    assert (device_in(hotel, "101"), device_in(hotel, "102")) == (None, "theirs")


def test_a_move_forgets_the_device(guest: httpx.Client, desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.in_house("101")
    headers = let_in(desk, booking)
    guest.put(DEVICE, headers=headers, json={"token": "device-1"})

    desk.do(booking, "move-room", room_number="102", reason="noise")

    assert (device_in(hotel, "101"), device_in(hotel, "102")) == (None, None)
    assert stay(guest, headers)["room"]["room_number"] == "102"


def test_a_check_out_forgets_the_device_and_ends_the_token(
    guest: httpx.Client, desk: Desk, hotel: HotelBuilder
) -> None:
    booking = desk.in_house("101")
    headers = let_in(desk, booking)
    guest.put(DEVICE, headers=headers, json={"token": "device-1"})

    desk.do(booking, "check-out")

    assert device_in(hotel, "101") is None
    refusal(guest.get(STAY, headers=headers), "link-ended", 410)
    refusal(guest.put(DEVICE, headers=headers, json={"token": "x"}), "link-ended", 410)
