"""A provider of this test's own, the real client for it, and a receiver of its webhooks."""

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from stripe import StripeClient

from tests.stripe_server.client import client_of
from tests.stripe_server.receiver import Receiver, receiving
from tests.stripe_server.server import StripeServer


class OpenSession(Protocol):
    """Opens a Checkout session for a hold; returns its id."""

    def __call__(self, amount: int = 12_000, currency: str = "eur", **params: Any) -> str: ...


class Hold(Protocol):
    """Opens a session and pays on it; returns the payment intent."""

    def __call__(self, amount: int = 12_000, **params: Any) -> str: ...


@pytest.fixture
def provider() -> Iterator[StripeServer]:
    with StripeServer() as server:
        yield server


@pytest.fixture
def client(provider: StripeServer) -> Iterator[StripeClient]:
    with client_of(provider.api_base, provider.api_key) as client:
        yield client


@pytest.fixture
def receiver(provider: StripeServer) -> Iterator[Receiver]:
    with receiving() as receiver:
        provider.webhooks.url = receiver.url
        yield receiver


@pytest.fixture
def open_session(client: StripeClient) -> OpenSession:
    def open_session(amount: int = 12_000, currency: str = "eur", **params: Any) -> str:
        given: Any = session_params(amount, currency) | params
        return client.v1.checkout.sessions.create(given).id

    return open_session


@pytest.fixture
def hold(provider: StripeServer, open_session: OpenSession) -> Hold:
    def hold(amount: int = 12_000, **params: Any) -> str:
        return provider.people.pay(open_session(amount, **params))

    return hold


def session_params(amount: int = 12_000, currency: str = "eur") -> Any:
    """Return what the product asks for: one line, a hold, and the booking in the metadata."""
    price = {
        "currency": currency,
        "unit_amount": amount,
        "product_data": {"name": "Two nights, Zimmer 12, für Gäste"},
    }
    return {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_intent_data": {
            "capture_method": "manual",
            "description": "BK-2026-000123",
            "metadata": {"booking_id": "BK-2026-000123"},
        },
        "metadata": {"booking_id": "BK-2026-000123"},
        "client_reference_id": "BK-2026-000123",
        "customer_email": "guest@example.com",
        "success_url": "https://hotel.example/paid?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://hotel.example/back",
    }
