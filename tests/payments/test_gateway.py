"""Stripe's API as the product uses it: what is asked, what is answered, what an error means."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeVar

import pytest

from app.payments.api_release import why_unreadable
from app.payments.gateway import (
    Busy,
    Gateway,
    GatewayError,
    Misconfigured,
    Refused,
    SessionOrder,
    SessionPage,
    Unclear,
)
from app.payments.stored_text import as_stored
from app.settings import Settings
from tests.stripe_server.faults import FaultKind
from tests.stripe_server.server import StripeServer

T = TypeVar("T")
PRICE = 12_000
# A machine that is busy with other things is no reason to take Stripe for silent.
PATIENCE = 10.0


def ask(
    stripe: StripeServer,
    what: Callable[[Gateway], Awaitable[T]],
    *,
    key: str | None = None,
    timeout: float = PATIENCE,
) -> T:
    """Ask the fake something."""
    return ask_at(stripe.api_base, what, key=key or stripe.api_key, timeout=timeout)


def ask_at(
    address: str,
    what: Callable[[Gateway], Awaitable[T]],
    *,
    key: str = "sk_test_for_tests_only",
    timeout: float = PATIENCE,
) -> T:
    async def main() -> T:
        gateway = Gateway(key, address, timeout=timeout)
        try:
            return await what(gateway)
        finally:
            gateway.close()

    return asyncio.run(main())


@pytest.fixture(autouse=True)
def anew(stripe: StripeServer) -> None:
    stripe.reset()


def order(**changes: Any) -> SessionOrder:
    """Return an order for a page."""
    given: dict[str, Any] = {
        "hotel_slug": "harbour-view",
        "booking_id": "BK-2026-000123",
        "session_id": 7,
        "amount": PRICE,
        "currency": "EUR",
        "description": "Stay BK-2026-000123, für Gäste",
        "success_url": "https://hotel.example/paid",
        "cancel_url": "https://hotel.example/back",
        "customer_email": "guest@example.com",
        "expires_at": datetime.now(UTC) + timedelta(hours=1),
        "key": "page-7",
    }
    return SessionOrder(**{**given, **changes})


def page(stripe: StripeServer, **changes: Any) -> SessionPage:
    return ask(stripe, lambda gateway: gateway.open_session(order(**changes)))


@pytest.fixture
def held(stripe: StripeServer) -> str:
    return stripe.people.pay(page(stripe).stripe_session_id)


def shown(payload: str) -> dict[str, Any]:
    """Return the object of an answer."""
    found: dict[str, Any] = json.loads(payload)["data"]["object"]
    return found


def test_a_page_holds_the_price_and_names_its_booking(stripe: StripeServer) -> None:
    made = page(stripe)
    session = stripe.session(made.stripe_session_id)
    names = {"hotel": "harbour-view", "booking": "BK-2026-000123", "session": "7"}
    assert session["metadata"] == names
    assert (session["amount_total"], session["currency"]) == (PRICE, "eur")
    assert session["client_reference_id"] == "BK-2026-000123"
    assert session["customer_email"] == "guest@example.com"
    assert (made.url, made.expires_at.timestamp()) == (session["url"], session["expires_at"])
    intent = stripe.payment_intent(stripe.people.pay(made.stripe_session_id))
    assert (intent["status"], intent["metadata"]) == ("requires_capture", names)


def test_the_same_key_gives_the_same_page(stripe: StripeServer) -> None:
    expires_at = datetime.now(UTC) + timedelta(hours=1)
    assert page(stripe, expires_at=expires_at) == page(stripe, expires_at=expires_at)
    assert len(stripe.sessions()) == 1
    assert page(stripe, key="page-8") != page(stripe, key="page-9")


def test_a_guest_without_an_address_is_asked_for_it_by_stripe(stripe: StripeServer) -> None:
    made = page(stripe, customer_email=None)
    assert stripe.session(made.stripe_session_id)["customer_email"] is None


def test_answers_are_evidence_under_the_name_of_their_request(
    stripe: StripeServer, held: str
) -> None:
    said = ask(stripe, lambda gateway: gateway.capture(held, PRICE, key="c"))
    assert (said.event_type, said.origin, said.not_ours) == (
        "payment_intent.answered",
        "ANSWER",
        None,
    )
    assert said.event_id == stripe.requests[-1].request_id
    envelope = json.loads(said.payload)
    assert (envelope["id"], envelope["object"]) == (said.event_id, "event")
    assert shown(said.payload)["amount_received"] == PRICE
    back = ask(stripe, lambda gateway: gateway.refund(held, 500, {"instruction": "9"}, key="r"))
    assert shown(back.payload)["metadata"] == {"instruction": "9"}
    assert [each.idempotency_key for each in stripe.seen("POST", "*")[-2:]] == ["c", "r"]


def test_a_hold_is_let_go_and_a_page_closed(stripe: StripeServer, held: str) -> None:
    said = ask(stripe, lambda gateway: gateway.cancel(held, key="v"))
    assert shown(said.payload)["status"] == "canceled"
    open_page = page(stripe, key="another").stripe_session_id
    closed = ask(stripe, lambda gateway: gateway.expire_session(open_page, key="e"))
    assert shown(closed.payload)["status"] == "expired"
    again = ask(stripe, lambda gateway: gateway.look_at_session(open_page))
    assert shown(again.payload) == shown(closed.payload)


def test_a_look_shows_every_refund_and_dispute(stripe: StripeServer, held: str) -> None:
    stripe.people.dashboard_capture(held)
    for _ in range(12):
        stripe.people.dashboard_refund(held, 100)
    stripe.people.fail_refund(stripe.people.dashboard_refund(held, 50))
    stripe.people.win_dispute(stripe.people.open_dispute(held, 900))
    stripe.people.open_dispute(held, 700)
    seen = ask(stripe, lambda gateway: gateway.look(held))
    standing, truth = seen.standing(), stripe.truth(held)
    assert (standing.status, standing.held, standing.captured) == ("succeeded", 0, PRICE)
    assert (standing.refunded, standing.disputed) == (truth.refunded, truth.disputed) == (1200, 700)
    assert [each.event_type for each in seen.evidence] == [
        "payment_intent.answered",
        "dispute.answered",
        "dispute.answered",
    ]
    assert len({each.event_id for each in seen.evidence}) == 3
    assert len(seen.refunds) == 13


def test_a_look_before_any_attempt_shows_nothing_held(stripe: StripeServer) -> None:
    intent = stripe.people.start_authentication(page(stripe).stripe_session_id)
    seen = ask(stripe, lambda gateway: gateway.look(intent))
    assert (seen.standing().held, seen.charge, seen.refunds) == (0, {}, [])
    assert seen.standing().capture_before is None


def test_events_and_intents_are_listed_page_by_page_oldest_first(stripe: StripeServer) -> None:
    paid = [
        stripe.people.pay(page(stripe, key=f"p{number}").stripe_session_id) for number in range(30)
    ]
    since = datetime.fromtimestamp(stripe.clock.now() - 60, UTC)
    events = ask(stripe, lambda gateway: gateway.events_since(since))
    assert [each["id"] for each in events] == [each["id"] for each in stripe.events()]
    assert len(events) > 100
    assert {why_unreadable(each.get("account"), each["api_version"]) for each in events} == {None}
    intents = ask(stripe, lambda gateway: gateway.intents_since(since))
    assert [each["id"] for each in intents] == paid
    later = since + timedelta(hours=1)
    assert ask(stripe, lambda gateway: gateway.events_since(later)) == []


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("error_before", Unclear, "api_error"),
        ("error_after", Unclear, "api_error"),
        ("drop_before", Unclear, "no_answer"),
        ("timeout_after", Unclear, "no_answer"),
        ("rate_limit", Busy, "rate_limit"),
        ("conflict", Busy, "idempotency_key_in_use"),
        ("unauthorized", Misconfigured, "api_key_expired"),
    ],
)
def test_errors_say_what_may_have_happened(
    stripe: StripeServer, held: str, fault: FaultKind, kind: type[GatewayError], code: str
) -> None:
    silence, patience = (3.0, 1.0) if fault == "timeout_after" else (0.0, PATIENCE)
    stripe.faults.add(fault, "POST", seconds=silence)
    with pytest.raises(kind) as error:
        ask(stripe, lambda gateway: gateway.capture(held, PRICE, key="c"), timeout=patience)
    assert error.value.code == code
    if isinstance(error.value, Unclear):
        assert error.value.answered == fault.startswith("error")
    # One attempt, whatever the client would do by itself.
    assert len(stripe.seen("POST", "*/capture")) == 1


def test_what_stripe_will_not_do_is_refused(stripe: StripeServer, held: str) -> None:
    with pytest.raises(Refused) as error:
        ask(stripe, lambda gateway: gateway.capture(held, PRICE + 1, key="c"))
    assert error.value.code == "amount_too_large"
    with pytest.raises(Refused) as error:
        ask(stripe, lambda gateway: gateway.look("pi_unknown/../x"))
    assert error.value.code == "resource_missing"
    assert stripe.requests[-1].path == "/v1/payment_intents/pi_unknown%2F..%2Fx"
    with pytest.raises(Misconfigured):
        ask(stripe, lambda gateway: gateway.look(held), key="sk_test_of_somebody_else")


@pytest.fixture
def proxy() -> Iterator[str]:
    """A gateway on the way that answers by itself, in HTML."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<html>Bad gateway</html>"
            self.send_response(int(self.path.rpartition("_")[2]))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("status", [200, 502, 504])
def test_an_answer_that_is_not_stripes_leaves_it_open(proxy: str, status: int) -> None:
    with pytest.raises(Unclear) as error:
        ask_at(proxy, lambda gateway: gateway.look_at_session(f"cs_{status}"))
    assert error.value.answered is False
    assert error.value.code == f"http_{status}"


def test_nobody_at_home_leaves_it_open() -> None:
    with pytest.raises(Unclear) as error:
        ask_at("http://127.0.0.1:1", lambda gateway: gateway.look("pi_any"))
    assert error.value.answered is False


@pytest.mark.parametrize(
    ("key", "livemode"),
    [("sk_test_", False), ("rk_test_", False), ("sk_live_", True), ("rk_live_", True)],
)
def test_the_key_says_whether_money_is_real(key: str, livemode: bool) -> None:
    settings = Settings.from_environ({"STRIPE_SECRET_KEY": f"{key}for_tests_only"})
    gateway = Gateway.of(settings)
    assert gateway is not None
    assert gateway.livemode is livemode
    gateway.close()


def test_without_a_key_there_is_no_gateway() -> None:
    assert Gateway.of(Settings.from_environ({})) is None


@pytest.mark.parametrize(
    ("account", "api_version", "why_not"),
    [
        (None, "2026-10-28.endive", None),
        (None, "2026-11-30.endive", None),
        (None, "2025-03-31.basil", "api_version"),
        (None, "2020-08-27", "api_version"),
        (None, None, "api_version"),
        ("acct_other", "2026-10-28.endive", "account"),
    ],
)
def test_events_are_read_in_one_release_of_stripes_words(
    account: str | None, api_version: str | None, why_not: str | None
) -> None:
    assert why_unreadable(account, api_version) == why_not


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("für Gäste", '"für Gäste"'),
        ("a\0b", r'"a\ufffdb"'),
        ("half \ud83d of a pair", '"half ? of a pair"'),
        ("\\u0000", '"\\\\ufffd"'),
    ],
)
def test_text_that_the_database_cannot_keep_is_replaced(text: str, stored: str) -> None:
    assert as_stored(text) == stored
    json.loads(as_stored(text))
