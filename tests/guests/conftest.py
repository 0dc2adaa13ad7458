"""Guests with links, at a hotel of each test's own."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import Desk, address, contract, desk, hotel, stripe
from tests.api.contract import Contract
from tests.credentials import bearer

__all__ = ["address", "contract", "desk", "hotel", "stripe"]

FIELDS: list[dict[str, Any]] = [
    {
        "name": "arrival",
        "asked_of": "BOOKING",
        "kind": "TEXT",
        "labels": {"en": "When do you arrive?", "ar": "متى تصل؟"},
    },
    {
        "name": "terms",
        "asked_of": "BOOKING",
        "kind": "CONSENT",
        "is_required": True,
        "labels": {"en": "House rules"},
        "consent_texts": {"en": "I keep the house rules.", "ar": "ألتزم بقواعد الفندق."},
    },
    {
        "name": "phone",
        "asked_of": "GUEST",
        "kind": "PHONE",
        "is_required": True,
        "labels": {"en": "Telephone"},
    },
    {"name": "country", "asked_of": "GUEST", "kind": "COUNTRY", "labels": {"en": "Country"}},
]


@pytest.fixture
def guest(address: str, contract: Contract) -> Iterator[httpx.Client]:
    """A guest's client, without a credential."""
    with httpx.Client(base_url=address, event_hooks={"response": [contract.hold]}) as opened:
        yield opened


def publish(desk: Desk, *fields: dict[str, Any]) -> int:
    """Publish a form, that of FIELDS unless others are given, and return its version."""
    response = desk.put("/precheckin-form", json={"fields": fields or FIELDS})
    assert response.status_code == 200, response.text
    return int(response.json()["version"])


def issue(desk: Desk, booking: str, **body: object) -> dict[str, Any]:
    """Issue a pre-check-in link and return it."""
    response = desk.post(f"/bookings/{booking}/precheckin-token", json=body or None)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def let_in(desk: Desk, booking: str, **body: object) -> dict[str, str]:
    """Issue a guest's token and return the headers that carry it."""
    response = desk.post(f"/bookings/{booking}/guest-token", json=body or None)
    assert response.status_code == 201, response.text
    return bearer(response.json()["token"])


def complete(precheckin: dict[str, Any]) -> dict[str, Any]:
    """Return answers to FIELDS that are complete for everybody who is named."""
    return {
        "answers": {"terms": True},
        "guests": [
            {"id": guest["id"], "answers": {"phone": "+44 20 7946 0000"}}
            for guest in precheckin["guests"]
        ],
    }
