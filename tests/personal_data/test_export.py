"""What is held about one guest, and nothing about anybody else."""

import json
from typing import Any

import httpx
import msgspec
from psycopg.types.json import Jsonb

from app.models.personal_data import PersonalData
from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder
from tests.personal_data.ended import (
    CONSENT_WORDS,
    PHONE,
    TOLD,
    cancelled,
    publish_form,
    stayed,
    submit,
    told,
)


def members(hotel: HotelBuilder, booking: int) -> dict[str, int]:
    return dict(
        hotel.connection.execute(
            "SELECT role, id FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s",
            (hotel.hotel_id, booking),
        ).fetchall()
    )


def ask(desk: Desk, hotel: HotelBuilder, booking: int, role: str) -> httpx.Response:
    name = hotel.read("room_booking", booking, "booking_reference")
    guest = members(hotel, booking)[role]
    answer = desk.get(f"/bookings/{name}/guests/{guest}/personal-data")
    assert answer.status_code == 200, answer.text
    return answer


def export(desk: Desk, hotel: HotelBuilder, booking: int, role: str) -> dict[str, Any]:
    answer = ask(desk, hotel, booking, role)
    msgspec.json.decode(answer.content, type=PersonalData)
    found: dict[str, Any] = answer.json()
    return found


def test_the_primary_guest_is_told_everything(desk: Desk, hotel: HotelBuilder) -> None:
    publish_form(hotel)
    booking = stayed(hotel)

    held = export(desk, hotel, booking, "PRIMARY")

    guest, whole = held["guest"], held["as_primary"]
    assert (guest["last_name"], guest["email"], guest["phone"]) == (
        TOLD["name"],
        TOLD["email"],
        PHONE,
    )
    assert guest["answers"]["passport"] == "C01X00T47"
    assert CONSENT_WORDS in json.dumps(guest["answers"]["letters"])
    assert held["stay"]["checked_out_at"] is not None
    assert held["chat"]["closed_at"] is not None
    assert whole["booker"]["email"] == TOLD["email"]
    assert whole["special_requests"] == TOLD["text"]
    assert whole["answers"] == {"wishes": TOLD["text"]}
    assert [row["kind"] for row in whole["ledger"]] == ["AUTHORISED", "CAPTURED"]
    assert [message["kind"] for message in whole["messages"]] == ["BOOKING_CONFIRMED"]
    steps = [change["event_type"] for change in whole["trail"]]
    assert steps[0] == "booking_created"
    assert "booking_room_moved" in steps
    moved = whole["trail"][steps.index("booking_room_moved")]
    assert moved["reason"] == TOLD["text"]


def test_a_companion_is_told_of_themselves_alone(desk: Desk, hotel: HotelBuilder) -> None:
    publish_form(hotel)
    booking = told(hotel)
    submit(hotel, booking)
    companion = members(hotel, booking)["COMPANION"]
    hotel.update("booking_guest", companion, last_name="Noether", email=None, phone=None)

    answer = ask(desk, hotel, booking, "COMPANION")

    assert answer.json()["guest"]["last_name"] == "Noether"
    assert answer.json()["as_primary"] is None
    for private in (TOLD["name"], TOLD["email"], PHONE):
        assert private not in answer.text


def test_the_primary_guest_is_not_told_of_companions(desk: Desk, hotel: HotelBuilder) -> None:
    booking = told(hotel)
    companion = members(hotel, booking)["COMPANION"]
    hotel.update("booking_guest", companion, first_name="Emmy", last_name="Noether")

    text = ask(desk, hotel, booking, "PRIMARY").text

    assert "Emmy" not in text
    assert "Noether" not in text


def test_no_member_of_staff_and_no_secret_is_named(desk: Desk, hotel: HotelBuilder) -> None:
    booking = told(hotel)
    name = hotel.read("room_booking", booking, "booking_reference")
    link = desk.post(f"/bookings/{name}/precheckin-token").json()
    desk.do(name, "cancel", reason="Ill")

    answer = ask(desk, hotel, booking, "PRIMARY")

    whole = answer.json()["as_primary"]
    assert whole["trail"][-1]["by"] == "staff"
    assert whole["links"][0]["purpose"] == "PRECHECKIN"
    assert "manager" not in answer.text
    assert link["token"] not in answer.text
    assert "hash" not in answer.text


def test_it_is_a_file_that_nobody_keeps(desk: Desk, hotel: HotelBuilder) -> None:
    headers = ask(desk, hotel, cancelled(hotel), "PRIMARY").headers

    assert headers["content-disposition"].startswith("attachment; filename=")
    assert headers["cache-control"] == "no-store"


def test_after_erasure_there_is_nothing_to_tell(desk: Desk, hotel: HotelBuilder) -> None:
    publish_form(hotel)
    booking = stayed(hotel)
    name = hotel.read("room_booking", booking, "booking_reference")
    desk.do(name, "erase")

    answer = ask(desk, hotel, booking, "PRIMARY")

    assert answer.json()["guest"]["first_name"] == "(erased)"
    for private in (TOLD["name"], TOLD["email"], PHONE):
        assert private not in answer.text


def test_who_is_not_of_the_party_is_not_found(desk: Desk, hotel: HotelBuilder) -> None:
    booking, other = told(hotel), told(hotel)
    name = hotel.read("room_booking", booking, "booking_reference")
    stranger = members(hotel, other)["PRIMARY"]

    refusal(desk.get(f"/bookings/{name}/guests/{stranger}/personal-data"), "guest-not-found", 404)
    nowhere = desk.get(f"/bookings/BK-2026-999999/guests/{stranger}/personal-data")
    refusal(nowhere, "booking-not-found", 404)


def test_answers_without_a_form_are_told_too(desk: Desk, hotel: HotelBuilder) -> None:
    publish_form(hotel)
    booking = told(hotel)
    primary = members(hotel, booking)["PRIMARY"]
    hotel.update("booking_guest", primary, precheckin_payload=Jsonb({"passport": "C01X00T47"}))

    held = export(desk, hotel, booking, "PRIMARY")

    assert held["guest"]["answers"] == {"passport": "C01X00T47"}
    assert held["guest"]["precheckin_submitted_at"] is None
