"""Links: which of them work, what is told of those that do not, and where their tokens are kept."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import httpx
import psycopg
import pytest
from litestar import Litestar

from app.guests import links
from app.main import create_app
from app.requests.rate_limit import Limits
from tests.api.conftest import Desk, refusal
from tests.api.serving import serving, settings_for
from tests.credentials import TOKEN_KEY
from tests.guests.conftest import complete, issue, publish
from tests.hotel_builder import HotelBuilder
from tests.waiting import wait_until

OTHER_SECRET = "A" * 43


def test_only_the_hash_of_a_token_is_kept_and_the_servers_key_makes_it_again(
    desk: Desk, hotel: HotelBuilder
) -> None:
    booking = desk.make()
    for headers in ({}, {"Idempotency-Key": "one"}):
        response = desk.post(f"/bookings/{booking}/precheckin-token", headers=headers)
        token = response.json()["token"]

        token_hash, recipe = hotel.connection.execute(
            "SELECT token_hash, token_recipe FROM hotelmate.booking_token"
            " WHERE hotel_id = %s AND live_booking_id IS NOT NULL",
            [hotel.hotel_id],
        ).fetchone() or (b"", "")

        assert token_hash == sha256(token.encode()).digest()
        assert (
            links.token_of(["another key of the server", TOKEN_KEY], hotel.hotel_id, recipe)
            == token
        )
        assert links.token_of(["another key of the server"], hotel.hotel_id, recipe) is None
        assert token.partition("-")[2] not in recipe


def test_a_repeated_request_shows_the_same_token_again(desk: Desk) -> None:
    booking = desk.make()
    url, headers = f"/bookings/{booking}/precheckin-token", {"Idempotency-Key": "again"}

    first, second = (desk.post(url, headers=headers) for _ in range(2))

    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"


def test_a_link_keeps_the_form_that_it_was_issued_with(desk: Desk, guest: httpx.Client) -> None:
    assert publish(desk) == 1
    booking = desk.make()
    old = issue(desk, booking)
    publish(desk, {"name": "x", "asked_of": "GUEST", "kind": "TEXT", "labels": {"en": "X"}})

    assert old["form_version"] == 1
    assert guest.get(old["api_path"]).json()["form"]["version"] == 1
    new = issue(desk, booking)
    assert new["form_version"] == 2
    assert guest.get(new["api_path"]).json()["form"]["version"] == 2


def test_a_hotel_without_a_form_asks_nothing(desk: Desk, guest: httpx.Client) -> None:
    link = issue(desk, desk.make())

    assert link["form_version"] == 0
    assert guest.get(link["api_path"]).json()["form"] == {
        "version": 0,
        "published_at": None,
        "fields": [],
    }
    response = guest.post(link["api_path"], json={"submit": True})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    "token", ["", "1", f"0-{OTHER_SECRET}", f"1-{OTHER_SECRET}", f"{2**60}-{OTHER_SECRET}", "é"]
)
def test_link_unknown(guest: httpx.Client, token: str) -> None:
    response = guest.get(f"/api/precheckin/{token}")

    refusal(response, "link-unknown" if token else "route-not-found", 404)


def test_a_token_of_another_hotel_opens_nothing(desk: Desk, guest: httpx.Client) -> None:
    token = issue(desk, desk.make())["token"]
    hotel_id, _, secret = token.partition("-")

    refusal(guest.get(f"/api/precheckin/{int(hotel_id) + 1}-{secret}"), "link-unknown", 404)


def test_a_guests_token_is_no_link_to_precheckin(desk: Desk, guest: httpx.Client) -> None:
    token = desk.post(f"/bookings/{desk.make()}/guest-token").json()["token"]

    refusal(guest.get(f"/api/precheckin/{token}"), "link-unknown", 404)


def test_link_superseded(desk: Desk, guest: httpx.Client) -> None:
    booking = desk.make()
    old, new = issue(desk, booking), issue(desk, booking)

    refusal(guest.get(old["api_path"]), "link-superseded", 410)
    assert guest.get(new["api_path"]).status_code == 200


def test_link_ended_with_the_booking(desk: Desk, guest: httpx.Client) -> None:
    booking = desk.make()
    path = issue(desk, booking)["api_path"]

    desk.do(booking, "cancel", reason="no more")

    refusal(guest.get(path), "link-ended", 410)
    refusal(guest.post(path, json={}), "link-ended", 410)


def test_link_expired(desk: Desk, guest: httpx.Client, hotel: HotelBuilder) -> None:
    path = issue(desk, desk.make())["api_path"]
    assert guest.get(path).status_code == 200

    hotel.run(
        "UPDATE hotelmate.booking_token SET expires_at = created_at + interval '1 microsecond'"
        " WHERE hotel_id = %s",
        hotel.hotel_id,
    )

    refusal(guest.get(path), "link-expired", 410)


def test_link_revoked(desk: Desk, guest: httpx.Client) -> None:
    booking = desk.make()
    path, url = issue(desk, booking)["api_path"], f"/bookings/{booking}/precheckin-token"

    assert [desk.delete(url).json() for _ in range(2)] == [{"revoked": 1}, {"revoked": 0}]

    refusal(guest.get(path), "link-revoked", 410)
    assert guest.get(issue(desk, booking)["api_path"]).status_code == 200
    nowhere = desk.delete("/bookings/BK-2026-999999/precheckin-token")
    refusal(nowhere, "booking-not-found", 404)


def test_of_many_who_submit_at_once_one_wins_and_the_others_are_told(
    desk: Desk, guest: httpx.Client, address: str
) -> None:
    publish(desk)
    path = issue(desk, desk.make())["api_path"]
    body = {"submit": True, **complete(guest.get(path).json())}

    with ThreadPoolExecutor(12) as people:
        answers = list(people.map(lambda _: httpx.post(f"{address}{path}", json=body), range(24)))

    kinds = sorted(
        answer.json().get("type", "submitted").removeprefix("/problems/") for answer in answers
    )
    assert kinds == ["link-used"] * 23 + ["submitted"]


def test_a_problem_names_the_route_and_not_the_token(desk: Desk, guest: httpx.Client) -> None:
    booking = desk.make()
    link = issue(desk, booking)
    desk.do(booking, "cancel", reason="no more")

    for answer in (
        guest.get(link["api_path"]),
        guest.post(link["api_path"], json={"submit": 1}),
        guest.post(link["api_path"], content=b"{", headers={"Content-Type": "text/plain"}),
        guest.get(link["api_path"], params={"unknown": "1"}),
    ):
        assert answer.json()["instance"] == "/api/precheckin/{token}"
        assert link["token"] not in answer.text
    assert link["token"] not in guest.delete(link["api_path"]).text


@pytest.fixture
def limited(database_url: str) -> Litestar:
    """An application whose clock stands still, so that buckets do not fill again."""
    app = create_app(settings_for(database_url))
    app.state.limits = Limits(2, clock=itertools.repeat(0.0).__next__)
    return app


def test_guesses_are_limited_by_address_and_links_by_themselves(
    limited: Litestar, desk: Desk
) -> None:
    known, other = issue(desk, desk.make())["api_path"], issue(desk, desk.make())["api_path"]
    with serving(limited) as address, httpx.Client(base_url=address) as guest:
        assert guest.get(known).status_code == 200
        for _ in range(3):
            assert guest.get("/api/precheckin/1-guess").status_code == 404

        refused = guest.get("/api/precheckin/1-guess")
        assert refused.json()["type"] == "/problems/too-many-requests"
        assert int(refused.headers["retry-after"]) >= 1
        # One that works is let in by itself; one that was not seen here yet waits its turn.
        assert guest.get(known).status_code == 200
        assert guest.get(other).status_code == 429


def test_a_link_is_good_for_one_booking_alone(
    desk: Desk, guest: httpx.Client, owner: psycopg.Connection[Any]
) -> None:
    mine, others = desk.make(), desk.make()
    link = issue(desk, mine)

    found = guest.get(link["api_path"])

    assert found.json()["booking_id"] == mine
    assert others not in found.text


def test_a_link_that_is_superseded_while_its_guest_waits_changes_nothing(
    desk: Desk, guest: httpx.Client, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    publish(desk)
    booking = desk.make()
    path = issue(desk, booking)["api_path"]
    body = {"submit": True, **complete(guest.get(path).json())}

    with ThreadPoolExecutor(1) as people:
        with owner.transaction():
            row = owner.execute(
                "SELECT id FROM hotelmate.room_booking WHERE hotel_id = %s"
                " AND booking_reference = %s FOR UPDATE",
                [hotel.hotel_id, booking],
            ).fetchone()
            assert row is not None
            waits = people.submit(guest.post, path, json=body)
            wait_for_lock(owner)
            hotel.insert(
                "booking_token",
                booking_id=row[0],
                purpose="PRECHECKIN",
                token_hash=sha256(b"new").digest(),
                expires_at=hotel.value("SELECT now() + interval '1 day'"),
            )
        refusal(waits.result(), "link-superseded", 410)

    assert desk.booking(booking)["precheckin_submitted_at"] is None


def wait_for_lock(owner: psycopg.Connection[Any]) -> None:
    """Wait until somebody waits for a lock that this session holds."""
    waiting = (
        "SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)) LIMIT 1"
    )
    wait_until(lambda: owner.execute(waiting).fetchone() is not None)
