"""What Stripe would show of a payment: objects and events in its shape, all made up.

Their ids say so: `pi_demo_…`, `evt_demo_…`. Amounts are minor units.
"""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from stripe import api_version

Object = dict[str, Any]
# What a card's network usually allows, and what hotels may ask for.
HELD_DAYS = 7
LONG_HELD_DAYS = 30
_DAY_SECONDS = 86_400


def made_up(prefix: str) -> str:
    """Return an id like Stripe's that no object of Stripe's has."""
    return f"{prefix}_demo_{uuid.uuid4().hex[:24]}"


def event(event_type: str, shown: Object) -> Object:
    """Wrap an object in an event."""
    return {
        "id": made_up("evt"),
        "object": "event",
        "api_version": api_version,
        "created": int(time.time()),
        "data": {"object": shown},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": event_type,
    }


@dataclass(frozen=True)
class Intent:
    """A payment intent with its one charge; each method is an event that tells of it.

    Attributes:
        hotel, booking: slug and booking_id that it pays, as our metadata on it says.
        amount: the price.
        currency: as Stripe writes it, in small letters.
    """

    hotel: str
    booking: str
    amount: int
    currency: str
    id: str = field(default_factory=lambda: made_up("pi"))
    charge_id: str = field(default_factory=lambda: made_up("ch"))

    def declined(self) -> Object:
        """Tell that the guest's first card was refused."""
        error = {"type": "card_error", "code": "card_declined", "decline_code": "generic_decline"}
        shown = self._shown("requires_payment_method", last_payment_error=error, latest_charge=None)
        return event("payment_intent.payment_failed", shown)

    def held(self) -> Object:
        """Tell that the price is held on the guest's card."""
        shown = self._shown("requires_capture", amount_capturable=self.amount)
        return event("payment_intent.amount_capturable_updated", shown)

    def charged(self, *, held_days: int = HELD_DAYS) -> Object:
        """Tell for how long the card's network lets the hold stand."""
        until = int(time.time()) + held_days * _DAY_SECONDS
        card = {"brand": "visa", "last4": "4242", "capture_before": until}
        shown = {
            "id": self.charge_id,
            "object": "charge",
            "amount": self.amount,
            "amount_captured": 0,
            "amount_refunded": 0,
            "captured": False,
            "created": int(time.time()),
            "currency": self.currency,
            "livemode": False,
            "metadata": self._metadata,
            "paid": True,
            "payment_intent": self.id,
            "payment_method_details": {"type": "card", "card": card},
            "refunded": False,
            "status": "succeeded",
        }
        return event("charge.succeeded", shown)

    def captured(self) -> Object:
        """Tell that the hold was captured."""
        shown = self._shown("succeeded", amount_received=self.amount)
        return event("payment_intent.succeeded", shown)

    def canceled(self) -> Object:
        """Tell that the hold was let go."""
        shown = self._shown("canceled", canceled_at=int(time.time()))
        return event("payment_intent.canceled", shown)

    def refunded(self, amount: int, instruction: int) -> Object:
        """Tell that a refund was made, as the instruction of this id asked for."""
        shown = {
            "id": made_up("re"),
            "object": "refund",
            "amount": amount,
            "charge": self.charge_id,
            "created": int(time.time()),
            "currency": self.currency,
            "metadata": self._metadata | {"instruction": str(instruction)},
            "payment_intent": self.id,
            "reason": None,
            "status": "succeeded",
        }
        return event("refund.created", shown)

    @property
    def _metadata(self) -> dict[str, str]:
        return {"hotel": self.hotel, "booking": self.booking}

    def _shown(self, status: str, **members: Any) -> Object:
        return {
            "id": self.id,
            "object": "payment_intent",
            "amount": self.amount,
            "amount_capturable": 0,
            "amount_received": 0,
            "canceled_at": None,
            "capture_method": "manual",
            "created": int(time.time()),
            "currency": self.currency,
            "last_payment_error": None,
            "latest_charge": self.charge_id,
            "livemode": False,
            "metadata": self._metadata,
            "payment_method_types": ["card"],
            "status": status,
            **members,
        }
