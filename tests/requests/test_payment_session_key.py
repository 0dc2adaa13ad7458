"""Idempotency keys where one request is several transactions and a call of Stripe."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest

from tests.api.bodies import PAGES
from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder
from tests.requests.repeating import REPLAYED, answer, new_key, require_replayed
from tests.stripe_server.server import StripeServer

SESSIONS = "/v1/checkout/sessions"
CROWD = 8


def ask(desk: Desk, booking: str, key: dict[str, str], **pages: str) -> httpx.Response:
    return desk.post(f"/bookings/{booking}/payment-session", json=PAGES | pages, headers=key)


def pages(stripe: StripeServer, hotel: HotelBuilder) -> int:
    return len(stripe.sessions(hotel=hotel.slug))


def test_a_page_is_made_once_and_shown_again(
    desk: Desk, hotel: HotelBuilder, stripe: StripeServer
) -> None:
    booking, key = desk.make(), new_key()

    first, again = (ask(desk, booking, key) for _ in range(2))

    assert first.status_code == 201
    require_replayed(first, again)
    assert pages(stripe, hotel) == 1


def test_a_page_that_was_open_already_is_kept_as_such(desk: Desk) -> None:
    booking, key = desk.make(), new_key()
    ask(desk, booking, new_key())

    first, again = (ask(desk, booking, key) for _ in range(2))

    assert first.status_code == 200
    require_replayed(first, again)


def test_a_key_with_other_addresses_is_refused(desk: Desk) -> None:
    booking, key = desk.make(), new_key()
    ask(desk, booking, key)

    other = ask(desk, booking, key, success_url="https://hotel.example/elsewhere")

    refusal(other, "idempotency-key-reused", 422)


def test_a_crowd_with_one_key_gets_one_page(
    desk: Desk, hotel: HotelBuilder, stripe: StripeServer
) -> None:
    booking, key = desk.make(), new_key()

    def until_answered(_: int) -> httpx.Response:
        while True:
            asked = ask(desk, booking, key)
            if asked.status_code != 503:
                return asked
            assert "retry-after" in asked.headers

    with ThreadPoolExecutor(CROWD) as threads:
        answers = list(threads.map(until_answered, range(CROWD)))

    assert all(answer(each) == answer(answers[0]) for each in answers)
    assert sum(REPLAYED not in each.headers for each in answers) == 1
    assert pages(stripe, hotel) == 1


def test_an_answer_of_stripe_that_was_lost_is_asked_for_again(
    desk: Desk, hotel: HotelBuilder, stripe: StripeServer
) -> None:
    booking, key = desk.make(), new_key()
    stripe.faults.add("drop_after", "POST", SESSIONS)
    refusal(ask(desk, booking, key), "payment-provider-unavailable", 503)

    first, again = (ask(desk, booking, key) for _ in range(2))

    assert first.status_code == 201
    require_replayed(first, again)
    assert pages(stripe, hotel) == 1


def test_a_death_before_the_page_is_committed_leaves_one_to_go_on_with(
    desk: Desk, hotel: HotelBuilder, stripe: StripeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking, key = desk.make(), new_key()

    def dies(*_: object) -> Any:
        raise psycopg.OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("app.requests.idempotency.to_keep", dies)
        refusal(ask(desk, booking, key), "database-unavailable", 503)

    first, again = (ask(desk, booking, key) for _ in range(2))

    assert first.status_code == 201
    require_replayed(first, again)
    assert pages(stripe, hotel) == 1


def test_if_match_is_asked_once_though_the_request_changes_the_booking(desk: Desk) -> None:
    booking, key = desk.make(), new_key()
    tag = desk.get(f"/bookings/{booking}").headers["etag"]

    opened = ask(desk, booking, key | {"If-Match": tag})

    assert opened.status_code == 201, opened.text
