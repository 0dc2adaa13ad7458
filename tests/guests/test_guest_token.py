"""The token of a stay: issued by staff, for one booking, until the guest has left."""

from datetime import date, datetime, timedelta

import httpx
import pytest

from tests.api.conftest import Desk, refusal
from tests.api.serving import PUSHER
from tests.credentials import as_staff, bearer
from tests.guests.conftest import issue, let_in
from tests.hotel_builder import HotelBuilder

STAY = "/api/guest/stay"


def test_it_works_until_a_day_after_the_departure(desk: Desk) -> None:
    booking = desk.make()

    issued = desk.post(f"/bookings/{booking}/guest-token").json()

    departure = date.fromisoformat(desk.booking(booking)["check_out"])
    assert datetime.fromisoformat(issued["expires_at"]).date() == departure + timedelta(days=1)


def test_it_works_for_as_many_hours_as_are_asked_for(desk: Desk) -> None:
    response = desk.post(f"/bookings/{desk.make()}/guest-token", json={"ttl_hours": 2})

    expires_at = datetime.fromisoformat(response.json()["expires_at"])
    assert timedelta(hours=1) < expires_at - datetime.now(expires_at.tzinfo) <= timedelta(hours=2)


@pytest.mark.parametrize("token", ["", "x", "1-" + "A" * 43, "a.b.c"])
def test_whoever_has_none_is_not_let_in(guest: httpx.Client, token: str) -> None:
    response = guest.get(STAY, headers=bearer(token) if token else {})

    refusal(response, "not-authenticated", 401)
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_link_to_precheckin_is_none(guest: httpx.Client, desk: Desk) -> None:
    token = issue(desk, desk.make())["token"]

    refusal(guest.get(STAY, headers=bearer(token)), "not-authenticated", 401)


def test_a_credential_of_staff_is_none(guest: httpx.Client, hotel: HotelBuilder) -> None:
    refusal(guest.get(STAY, headers=as_staff(hotel)), "not-authenticated", 401)


def test_it_is_no_credential_of_staff(guest: httpx.Client, desk: Desk) -> None:
    headers = let_in(desk, desk.make())

    response = guest.get(f"/api/hotels/{desk.slug}/bookings", headers=headers)

    refusal(response, "not-authenticated", 401)


def test_a_new_one_supersedes_the_old(guest: httpx.Client, desk: Desk) -> None:
    booking = desk.make()
    old, new = let_in(desk, booking), let_in(desk, booking)

    refusal(guest.get(STAY, headers=old), "link-superseded", 410)
    assert guest.get(STAY, headers=new).status_code == 200


def test_it_is_revoked_and_the_link_to_precheckin_is_not(guest: httpx.Client, desk: Desk) -> None:
    booking = desk.make()
    headers, link = let_in(desk, booking), issue(desk, booking)

    assert desk.delete(f"/bookings/{booking}/guest-token").json() == {"revoked": 1}

    refusal(guest.get(STAY, headers=headers), "link-revoked", 410)
    assert guest.get(link["api_path"]).status_code == 200


def test_token_live_needs_open_booking_rejects_one_for_who_has_left(desk: Desk) -> None:
    booking = desk.in_house()
    desk.do(booking, "check-out")

    response = desk.post(f"/bookings/{booking}/guest-token")

    refusal(response, "token-live-needs-open-booking", 409)


def test_a_booking_that_is_not_there_is_named(desk: Desk) -> None:
    response = desk.post("/bookings/BK-2026-999999/guest-token")

    refusal(response, "booking-not-found", 404)


def test_it_opens_the_guests_channel(guest: httpx.Client, desk: Desk) -> None:
    booking = desk.in_house()
    channel = f"private-guest-booking.{desk.slug}.{booking}"

    response = guest.post(
        "/api/realtime/auth",
        headers=let_in(desk, booking),
        json={"socket_id": "1.1", "channel_name": channel},
    )

    assert response.status_code == 200, response.text
    assert response.json()["auth"].startswith(PUSHER["PUSHER_KEY"])
