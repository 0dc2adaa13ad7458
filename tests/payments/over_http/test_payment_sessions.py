"""POST …/payment-session: the page on which a guest pays, whatever goes wrong on the way to it."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.api.bodies import PAGES
from tests.api.conftest import Desk, refusal
from tests.api.test_races import at_once
from tests.hotel_builder import HotelBuilder
from tests.payments.front_office import PATIENCE, SILENCE, desk_of, front_office
from tests.stripe_server.faults import FaultKind
from tests.stripe_server.server import StripeServer

SESSIONS = "/v1/checkout/sessions"


def ask(desk: Desk, booking: str, **query: str) -> httpx.Response:
    return desk.post(f"/bookings/{booking}/payment-session", json=PAGES, params=query)


def opened(desk: Desk, booking: str, status: int = 201) -> dict[str, Any]:
    response = ask(desk, booking)
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.json()
    return found


def states(desk: Desk, booking: str) -> list[str]:
    """States of the booking's sessions, oldest first."""
    found = desk.get(f"/bookings/{booking}/payments").json()
    return [session["state"] for session in found["sessions"]]


def change_sessions(hotel: HotelBuilder, assignment: str) -> None:
    hotel.run(
        f"UPDATE hotelmate.payment_session SET {assignment} WHERE hotel_id = %s", hotel.hotel_id
    )


# What Stripe is asked for.


def test_stripe_is_asked_to_hold_the_price_of_the_stay(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer
) -> None:
    booking = desk.make(booker={"email": "mary@example.org"})

    session = opened(desk, booking)

    (shown,) = provider.sessions(hotel=hotel.slug)
    assert session == {
        "payment_session_id": session["payment_session_id"],
        "url": shown["url"],
        "expires_at": session["expires_at"],
        "amount": 20_000,
        "currency": "EUR",
    }
    ours = {
        "hotel": hotel.slug,
        "booking": booking,
        "session": str(session["payment_session_id"]),
    }
    assert shown["metadata"] == ours
    assert (shown["client_reference_id"], shown["customer_email"]) == (booking, "mary@example.org")
    assert (shown["amount_total"], shown["currency"], shown["mode"]) == (20_000, "eur", "payment")
    (request,) = provider.seen("POST", SESSIONS)
    assert request.idempotency_key is not None
    stem = f"hotelmate-session-{hotel.hotel_id}-{session['payment_session_id']}-"
    assert request.idempotency_key.removeprefix(stem).isdigit()
    asked = request.params
    assert asked["payment_intent_data"]["capture_method"] == "manual"
    assert asked["payment_intent_data"]["metadata"] == ours
    arrival, departure = (desk.booking(booking)[name] for name in ("check_in", "check_out"))
    product = asked["line_items"][0]["price_data"]["product_data"]
    assert product["name"] == f"Stay {booking}, {arrival} to {departure}"
    assert {name: asked[name] for name in PAGES} == PAGES


@pytest.mark.parametrize("email", [None, "by phone", "mary@", "a b@example.org", "x@y"])
def test_what_is_no_mail_address_does_not_keep_a_guest_from_paying(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer, email: str | None
) -> None:
    opened(desk, desk.make(booker={"email": email, "last_name": "Somerville"}))

    (shown,) = provider.sessions(hotel=hotel.slug)
    assert shown["customer_email"] is None


def test_the_guest_pays_and_the_booking_waits_for_approval(
    desk: Desk, provider: StripeServer
) -> None:
    booking, intent = desk.held(provider)

    payment = desk.booking(booking)["payment"]
    assert (payment["provider"], payment["authorised_amount"]) == ("stripe", 20_000)
    assert provider.truth(intent).capturable == 20_000
    assert states(desk, booking) == ["COMPLETE"]


# One page at a time.


def test_the_open_page_is_given_again(desk: Desk, provider: StripeServer) -> None:
    booking = desk.make()
    first = opened(desk, booking)

    assert opened(desk, booking, status=200) == first
    assert len(provider.seen("POST", SESSIONS)) == 1


def test_a_page_whose_time_is_over_makes_way(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer
) -> None:
    booking = desk.make()
    first = opened(desk, booking)
    change_sessions(hotel, "expires_at = now() - interval '1 second'")

    second = opened(desk, booking)

    assert second["url"] != first["url"]
    assert states(desk, booking) == ["EXPIRED", "OPEN"]


def test_many_requests_at_once_make_one_page(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer
) -> None:
    booking = desk.make()

    responses = at_once(*[lambda: ask(desk, booking)] * 8)

    assert {response.status_code for response in responses} <= {200, 201, 503}
    urls = {response.json()["url"] for response in responses if response.is_success}
    (shown,) = provider.sessions(hotel=hotel.slug)
    assert urls == {shown["url"]}
    assert states(desk, booking) == ["OPEN"]
    assert opened(desk, booking, status=200)["url"] == shown["url"]


def test_a_booking_that_is_paid_or_closed_gets_no_page(desk: Desk, provider: StripeServer) -> None:
    cancelled = desk.make()
    desk.do(cancelled, "cancel", reason="Ill")
    paid, _ = desk.held(provider)

    for booking in (cancelled, paid, desk.confirmed()):
        refusal(ask(desk, booking), "payment-session-needs-pending-payment", 409)
    refusal(ask(desk, "BK-2026-999999"), "booking-not-found", 404)
    assert len(provider.seen("POST", SESSIONS)) == 1


def test_a_page_is_closed_when_the_guest_pays_at_the_desk(
    desk: Desk, provider: StripeServer
) -> None:
    booking = desk.make()
    opened(desk, booking)

    paid = desk.do(booking, "desk-payment", method="CASH")

    assert paid["payment"]["pending_instructions"] == ["EXPIRE_SESSION"]
    assert states(desk, booking) == ["EXPIRED"]


# A dry run asks nobody.


def test_a_dry_run_leaves_no_trace_at_either_side(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer
) -> None:
    booking = desk.make()

    rehearsed = ask(desk, booking, dry_run="true")

    assert (rehearsed.status_code, rehearsed.headers["dry-run"]) == (201, "true")
    assert (rehearsed.json()["url"], rehearsed.json()["amount"]) == (None, 20_000)
    assert provider.requests == []
    assert states(desk, booking) == []
    page = opened(desk, booking)
    again = ask(desk, booking, dry_run="true")
    assert (again.status_code, again.json()) == (200, page)
    desk.do(booking, "cancel", reason="Ill")
    refusal(ask(desk, booking, dry_run="true"), "payment-session-needs-pending-payment", 409)


# Whatever goes wrong at Stripe, or on the way there and back.


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ("drop_before", 0.0),
        ("drop_after", 0.0),
        ("timeout_before", SILENCE),
        ("timeout_after", SILENCE),
        ("rate_limit", 0.0),
        ("conflict", 0.0),
    ],
)
def test_after_a_failure_the_same_page_is_asked_for_under_the_same_key(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer, fault: FaultKind, seconds: float
) -> None:
    booking = desk.make()
    fault_set = provider.faults.add(fault, "POST", SESSIONS, seconds=seconds)

    failed = ask(desk, booking)

    refusal(failed, "payment-provider-unavailable", 503)
    assert int(failed.headers["retry-after"]) > 0
    assert states(desk, booking) == ["REQUESTED"]
    fault_set.end()
    page = opened(desk, booking)
    (shown,) = provider.sessions(hotel=hotel.slug)
    assert page["url"] == shown["url"]
    assert len({seen.idempotency_key for seen in provider.seen("POST", SESSIONS)}) == 1


@pytest.mark.parametrize(("fault", "saved"), [("error_before", True), ("error_after", False)])
def test_an_error_that_stripe_would_only_repeat_is_not_asked_for_again(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer, fault: FaultKind, saved: bool
) -> None:
    booking = desk.make()
    provider.faults.add(fault, "POST", SESSIONS, saved=saved)

    refusal(ask(desk, booking), "payment-provider-unavailable", 503)

    assert states(desk, booking) == ["EXPIRED"]
    page = opened(desk, booking)
    assert page["url"] == provider.sessions(hotel=hotel.slug)[-1]["url"]
    assert states(desk, booking) == ["EXPIRED", "OPEN"]
    assert len({seen.idempotency_key for seen in provider.seen("POST", SESSIONS)}) == 2


def test_an_error_of_stripe_that_we_missed_is_found_when_it_is_repeated(
    desk: Desk, provider: StripeServer
) -> None:
    booking = desk.make()
    provider.faults.add("timeout_before", "POST", SESSIONS, seconds=SILENCE)
    ask(desk, booking)
    provider.faults.add("error_before", "POST", SESSIONS, saved=True)

    opened(desk, booking)  # one request: it begins anew by itself

    assert states(desk, booking) == ["EXPIRED", "OPEN"]


def test_what_was_asked_for_too_long_ago_is_asked_for_anew(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer
) -> None:
    booking = desk.make()
    provider.faults.add("drop_before", "POST", SESSIONS)
    ask(desk, booking)
    # Stripe keeps no page open for less than half an hour.
    change_sessions(hotel, "expires_at = now() + interval '5 minutes'")

    opened(desk, booking)

    assert states(desk, booking) == ["EXPIRED", "OPEN"]


def test_what_stripe_refuses_is_told_by_its_code_and_begun_anew(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer
) -> None:
    booking = desk.make(total_amount=1)

    for tries in (1, 2):
        problem = refusal(ask(desk, booking), "payment-provider-refused", 502)

        assert problem["errors"] == [{"field": "", "message": "amount_too_small"}]
        assert states(desk, booking) == ["EXPIRED"] * tries


def test_a_key_that_stripe_does_not_know_is_the_operators_matter(
    hotel: HotelBuilder,
    provider: StripeServer,
    database_url: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    provider.faults.add("unauthorized", "POST", SESSIONS)
    with front_office(database_url, provider) as address, desk_of(hotel, address) as desk:
        booking = desk.make(booker={"email": "mary@example.org"})

        refusal(ask(desk, booking), "payments-not-configured", 503)

        (line,) = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
        assert (line["level"], line["error"]) == ("error", "Misconfigured")
        assert line["code"] == "api_key_expired"
        assert states(desk, booking) == ["REQUESTED"]
        opened(desk, booking)


@pytest.mark.parametrize("meanwhile", ["cancel", "desk-payment"])
def test_a_booking_that_is_decided_while_stripe_is_asked_shows_no_page(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer, meanwhile: str
) -> None:
    booking = desk.make()
    slow = provider.faults.add("delay", "POST", SESSIONS, seconds=PATIENCE / 2)

    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(ask, desk, booking)
        while not slow.hits:
            assert not answer.done()
        body = {"reason": "Ill"} if meanwhile == "cancel" else {"method": "CASH"}
        decided = desk.post(f"/bookings/{booking}/{meanwhile}", json=body)

    assert decided.status_code == 200
    refusal(answer.result(), "payment-session-needs-pending-payment", 409)
    assert states(desk, booking) == ["EXPIRED"]


def test_a_guest_who_pays_on_a_page_of_a_cancelled_booking_is_let_go(
    desk: Desk, hotel: HotelBuilder, provider: StripeServer
) -> None:
    booking = desk.make()
    opened(desk, booking)
    desk.do(booking, "cancel", reason="Ill")
    (session,) = provider.sessions(hotel=hotel.slug)
    provider.people.pay(session["id"])
    provider.webhooks.deliver_all()

    seen = desk.booking(booking)

    assert (seen["status"], seen["payment"]["authorised_amount"]) == ("CANCELLED", 0)
    assert seen["payment"]["pending_instructions"] == ["VOID"]


@pytest.mark.parametrize(
    "pages",
    [
        {"success_url": PAGES["success_url"]},
        {**PAGES, "cancel_url": ""},
        {**PAGES, "cancel_url": None},
        {**PAGES, "cancel_url": "https://hotel.example/" + "x" * 2_000},
        {**PAGES, "amount": 1},
    ],
)
def test_a_request_of_another_shape_is_invalid(
    desk: Desk, provider: StripeServer, pages: dict[str, object]
) -> None:
    response = desk.post(f"/bookings/{desk.make()}/payment-session", json=pages)

    refusal(response, "request-invalid", 400)
    assert provider.requests == []


@pytest.mark.parametrize("field", list(PAGES))
@pytest.mark.parametrize(
    "wrong",
    ["javascript:alert(1)", "hotel.example", "https://hotel.example/a page", "https://a.b/\n"],
)
def test_an_address_that_is_no_web_page_is_named(
    desk: Desk, provider: StripeServer, field: str, wrong: str
) -> None:
    pages = {**PAGES, field: wrong}

    response = desk.post(f"/bookings/{desk.make()}/payment-session", json=pages)

    problem = refusal(response, "request-invalid", 400)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert provider.requests == []
