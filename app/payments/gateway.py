"""Stripe's API, as far as the product uses it; what it answers is evidence.

Each call is one attempt: whoever made it knows better than a client whether it may be repeated,
and under which key. Calls run in threads, so that none holds up the event loop.
"""

import asyncio
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Self, TypeVar
from urllib.parse import quote

import msgspec
import requests
import stripe

from app.payments.evidence import Evidence, Origin
from app.payments.stored_text import as_stored
from app.payments.stripe_state import Seen
from app.settings import Settings

TIMEOUT_SECONDS = 10.0
# As many as Stripe lists on one page.
PAGE = 100
REQUEST_ID = "request-id"

Json = dict[str, Any]
T = TypeVar("T")


class GatewayError(Exception):
    """Stripe did not do, or may not have done, what it was asked for.

    Attributes:
        code: Stripe's code of the error, else what is known of it; never a value of a guest's.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unclear(GatewayError):
    """Whether it was done is open.

    Attributes:
        answered: Stripe itself answered with a 5xx. The request is over and Stripe would only
            repeat that answer under the same key. Otherwise it may still be at work.
    """

    def __init__(self, code: str, *, answered: bool) -> None:
        super().__init__(code)
        self.answered = answered


class Busy(GatewayError):
    """It was not done now (too many requests, or the key or object is in use); try later."""


class Refused(GatewayError):
    """Stripe will not do it."""


class Misconfigured(GatewayError):
    """Stripe does not know our key, or does not let it do this."""


class SessionOrder(msgspec.Struct, frozen=True):
    """A page on which a guest shall pay.

    Attributes:
        hotel_slug, booking_id, session_id: what it is for; they come back with every event.
        amount: minor units.
        currency: ISO 4217, like EUR.
        description: what the guest reads as the thing paid for.
        expires_at: when Stripe closes the page; 30 minutes to 24 hours from now.
        key: the idempotency key.
    """

    hotel_slug: str
    booking_id: str
    session_id: int
    amount: int
    currency: str
    description: str
    success_url: str
    cancel_url: str
    customer_email: str | None
    expires_at: datetime
    key: str


class SessionPage(msgspec.Struct, frozen=True):
    """The page that Stripe made."""

    stripe_session_id: str
    url: str
    expires_at: datetime


class Gateway:
    """One account at Stripe.

    Args:
        key: the secret key.
        api_base: address of another server that speaks Stripe's protocol.
        timeout: seconds that Stripe may be silent.
    """

    def __init__(
        self, key: str, api_base: str | None = None, *, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self.livemode = not key.startswith(("sk_test_", "rk_test_"))
        self._session = requests.Session()
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=timeout, session=self._session),
        )

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """Return the account of the settings, None without a key."""
        if settings.stripe_secret_key is None:
            return None
        return cls(settings.stripe_secret_key, settings.stripe_api_base)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    async def open_session(self, order: SessionOrder) -> SessionPage:
        """Make the page on which a guest pays; the money is held, not taken.

        Raises:
            GatewayError: see its kinds.
        """
        answer = await self._ask("post", "/v1/checkout/sessions", _parameters(order), order.key)
        shown = answer.data
        return SessionPage(
            stripe_session_id=shown["id"],
            url=shown["url"],
            expires_at=datetime.fromtimestamp(shown["expires_at"], UTC),
        )

    async def expire_session(self, stripe_session_id: str, *, key: str) -> Evidence:
        """Close a page."""
        path = f"/v1/checkout/sessions/{quote(stripe_session_id, safe='')}/expire"
        return self._evidence(await self._ask("post", path, {}, key))

    async def capture(self, payment_intent_id: str, amount: int, *, key: str) -> Evidence:
        """Take what is held, in minor units."""
        path = f"{_intent(payment_intent_id)}/capture"
        return self._evidence(await self._ask("post", path, {"amount_to_capture": amount}, key))

    async def cancel(self, payment_intent_id: str, *, key: str) -> Evidence:
        """Let go of what is held."""
        path = f"{_intent(payment_intent_id)}/cancel"
        return self._evidence(await self._ask("post", path, {}, key))

    async def refund(
        self, payment_intent_id: str, amount: int, metadata: dict[str, str], *, key: str
    ) -> Evidence:
        """Give back, in minor units, of what was taken."""
        parameters = {
            "payment_intent": payment_intent_id,
            "amount": amount,
            "metadata": metadata,
        }
        return self._evidence(await self._ask("post", "/v1/refunds", parameters, key))

    async def look(self, payment_intent_id: str) -> Seen:
        """Ask how a payment stands: the intent with its charge and refunds, and disputes."""
        return await _in_thread(lambda: self._look(payment_intent_id))

    async def look_at_session(self, stripe_session_id: str) -> Evidence:
        """Ask how a page stands."""
        path = f"/v1/checkout/sessions/{quote(stripe_session_id, safe='')}"
        return self._evidence(await self._ask("get", path, {}))

    async def events_since(self, moment: datetime) -> list[Json]:
        """List the events from a moment on, oldest first; Stripe keeps them for 30 days."""
        return await self._list_since("/v1/events", moment)

    async def intents_since(self, moment: datetime) -> list[Json]:
        """List the payment intents made from a moment on, oldest first."""
        return await self._list_since("/v1/payment_intents", moment)

    async def _list_since(self, path: str, moment: datetime) -> list[Json]:
        created = {"created": {"gte": int(moment.timestamp())}}
        return (await _in_thread(lambda: self._list(path, created)))[::-1]

    async def _ask(self, method: str, path: str, parameters: Json, key: str | None = None) -> Any:
        return await _in_thread(lambda: self._request(method, path, parameters, key))

    def _request(self, method: str, path: str, parameters: Json, key: str | None = None) -> Any:
        """Return the response, whose `data` are plain dictionaries."""
        options = {} if key is None else {"idempotency_key": key}
        return self._client.raw_request(method, path, **parameters, **options)

    def _look(self, payment_intent_id: str) -> Seen:
        expand = {"expand": ["latest_charge.refunds"]}
        answer = self._request("get", _intent(payment_intent_id), expand)
        shown = answer.data
        charge = shown.get("latest_charge")
        evidence = []
        disputes: list[Json] = []
        if isinstance(charge, dict):
            if charge["refunds"]["has_more"]:
                of_intent = {"payment_intent": payment_intent_id}
                charge["refunds"] |= {
                    "data": self._list("/v1/refunds", of_intent),
                    "has_more": False,
                }
            if charge["disputed"]:
                disputes = self._list("/v1/disputes", {"payment_intent": payment_intent_id})
        evidence.append(self._evidence(answer))
        evidence.extend(self._evidence(answer, each) for each in disputes)
        return Seen(intent=shown, disputes=tuple(disputes), evidence=tuple(evidence))

    def _list(self, path: str, parameters: Json) -> list[Json]:
        """Return every object of a list, newest first."""
        found: list[Json] = []
        page: Json = {"has_more": True}
        while page["has_more"]:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = self._request("get", path, {**parameters, "limit": PAGE, **after}).data
            found += page["data"]
            if not page["data"]:
                break
        return found

    def _evidence(self, answer: Any, part: Json | None = None) -> Evidence:
        """Return an answer, or one object that came with it, in the shape of an event."""
        shown = answer.data if part is None else part
        said = answer.headers.get(REQUEST_ID) or f"req_{uuid.uuid4().hex}"
        event_id = said if part is None else f"{said}.{part['id']}"
        event_type = f"{shown['object']}.answered"
        event = {
            "id": event_id,
            "object": "event",
            "type": event_type,
            "api_version": stripe.api_version,
            "created": int(time.time()),
            "livemode": self.livemode,
            "data": {"object": shown},
        }
        return Evidence(event_id, event_type, as_stored(event), Origin.ANSWER)


def _intent(payment_intent_id: str) -> str:
    return f"/v1/payment_intents/{quote(payment_intent_id, safe='')}"


def _parameters(order: SessionOrder) -> Json:
    ours = {
        "hotel": order.hotel_slug,
        "booking": order.booking_id,
        "session": str(order.session_id),
    }
    price = {
        "currency": order.currency.lower(),
        "unit_amount": order.amount,
        "product_data": {"name": order.description},
    }
    guest = {} if order.customer_email is None else {"customer_email": order.customer_email}
    return {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_intent_data": {
            "capture_method": "manual",
            "description": order.booking_id,
            "metadata": ours,
        },
        "metadata": ours,
        "client_reference_id": order.booking_id,
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "expires_at": int(order.expires_at.timestamp()),
        **guest,
    }


async def _in_thread(call: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(call)
    except stripe.StripeError as error:
        raise _kind_of(error) from error


def _kind_of(error: stripe.StripeError) -> GatewayError:
    """Return what an error means for whoever asked."""
    status = error.http_status
    fallback = f"http_{status}" if status else "no_answer"
    code = _said(error, "code") or _said(error, "type") or fallback
    if status is None or status >= 500 or status < 400:
        # A gateway on the way may answer while Stripe is still at work; Stripe names the request.
        answered = status is not None and status >= 500 and REQUEST_ID in (error.headers or {})
        return Unclear(code, answered=answered)
    if status in (409, 429) or isinstance(error, stripe.RateLimitError):
        return Busy(code)
    if status in (401, 403):
        return Misconfigured(code)
    return Refused(code)


def _said(error: stripe.StripeError, member: str) -> str | None:
    """Return a member of the error that Stripe answered with, like its code."""
    body = error.json_body
    shown = body.get("error") if isinstance(body, dict) else None
    said = shown.get(member) if isinstance(shown, dict) else None
    return said if isinstance(said, str) else None
