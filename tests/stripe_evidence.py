"""What Stripe says of a hotel's payments: objects in Stripe's shape, stored as the webhook does.

An `Intent` is one payment intent; each of its methods shows it, or what belongs to it, at some
moment. `says` stores that as an event, and the database does the rest:

    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.held())

Amounts are minor units of the intent's currency.
"""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder

Object = dict[str, Any]

API_VERSION = "2026-10-28.endive"
PRICE = 20000

# What Stripe calls the event that shows an object in a state.
EVENT_TYPES: dict[str, dict[str, str]] = {
    "payment_intent": {
        "requires_payment_method": "payment_intent.payment_failed",
        "requires_confirmation": "payment_intent.created",
        "requires_action": "payment_intent.requires_action",
        "processing": "payment_intent.processing",
        "requires_capture": "payment_intent.amount_capturable_updated",
        "succeeded": "payment_intent.succeeded",
        "canceled": "payment_intent.canceled",
    },
    "charge": {"succeeded": "charge.updated", "failed": "charge.failed"},
    "refund": {
        "pending": "refund.created",
        "succeeded": "refund.updated",
        "failed": "refund.failed",
        "canceled": "refund.updated",
    },
    "dispute": {
        "needs_response": "charge.dispute.created",
        "warning_needs_response": "charge.dispute.created",
        "under_review": "charge.dispute.updated",
        "warning_under_review": "charge.dispute.updated",
        "won": "charge.dispute.closed",
        "lost": "charge.dispute.closed",
        "warning_closed": "charge.dispute.closed",
        "prevented": "charge.dispute.closed",
    },
    "checkout.session": {
        "open": "checkout.session.created",
        "complete": "checkout.session.completed",
        "expired": "checkout.session.expired",
    },
}


def new_id(prefix: str) -> str:
    """Return an id like Stripe's: `new_id("pi")`."""
    return f"{prefix}_{uuid.uuid4().hex[:24]}"


@dataclass(frozen=True)
class Intent:
    """A payment intent and what belongs to it.

    Attributes:
        metadata: ours: hotel (slug), booking (reference) and, from a session, session (its id).
        amount: what the guest is to pay.
        currency: as Stripe writes it, in small letters.
    """

    metadata: dict[str, str] = field(default_factory=dict)
    amount: int = PRICE
    currency: str = "eur"
    id: str = field(default_factory=lambda: new_id("pi"))
    charge_id: str = field(default_factory=lambda: new_id("ch"))

    def shown(self, status: str, **members: Any) -> Object:
        """Show the payment intent, no money held or taken unless members say so."""
        return {
            "id": self.id,
            "object": "payment_intent",
            "amount": self.amount,
            "amount_capturable": 0,
            "amount_received": 0,
            "canceled_at": None,
            "cancellation_reason": None,
            "capture_method": "manual",
            "confirmation_method": "automatic",
            "created": int(time.time()),
            "currency": self.currency,
            "customer": None,
            "last_payment_error": None,
            "latest_charge": None,
            "livemode": False,
            "metadata": dict(self.metadata),
            "payment_method_types": ["card"],
            "processing": None,
            "status": status,
            **members,
        }

    def declined(self, code: str = "card_declined") -> Object:
        """Show that the card's bank refused."""
        error = {"type": "card_error", "code": code, "decline_code": "generic_decline"}
        return self.shown("requires_payment_method", last_payment_error=error)

    def held(self, amount: int | None = None) -> Object:
        """Show a hold, of the whole amount unless told otherwise."""
        return self.shown(
            "requires_capture",
            amount_capturable=self.amount if amount is None else amount,
            latest_charge=self.charge_id,
        )

    def captured(self, amount: int | None = None) -> Object:
        """Show the capture; what was held beyond its amount is released."""
        received = self.amount if amount is None else amount
        return self.shown("succeeded", amount_received=received, latest_charge=self.charge_id)

    def canceled(self, reason: str | None = None) -> Object:
        """Show that nothing is held any more; reason `expired` when the hold lapsed."""
        return self.shown(
            "canceled",
            canceled_at=int(time.time()),
            cancellation_reason=reason,
            latest_charge=self.charge_id,
        )

    def charge(
        self,
        *,
        captured: int = 0,
        capture_before: int | None = None,
        refunds: list[Object] | None = None,
    ) -> Object:
        """Show the charge; with refunds as when `latest_charge.refunds` is expanded."""
        card = {"brand": "visa", "last4": "4242"} | (
            {} if capture_before is None else {"capture_before": capture_before}
        )
        shown: Object = {
            "id": self.charge_id,
            "object": "charge",
            "amount": self.amount,
            "amount_captured": captured,
            "amount_refunded": 0,
            "captured": captured > 0,
            "created": int(time.time()),
            "currency": self.currency,
            "disputed": False,
            "livemode": False,
            "metadata": dict(self.metadata),
            "paid": True,
            "payment_intent": self.id,
            "payment_method_details": {"type": "card", "card": card},
            "refunded": False,
            "status": "succeeded",
        }
        if refunds is not None:
            url = f"/v1/charges/{self.charge_id}/refunds"
            shown["refunds"] = {"object": "list", "data": refunds, "has_more": False, "url": url}
        return shown

    def refund(
        self,
        amount: int,
        status: str = "succeeded",
        *,
        id: str | None = None,
        instruction: int | None = None,
    ) -> Object:
        """Show a refund: made for our instruction, or without one in the Dashboard."""
        ours = {} if instruction is None else self.metadata | {"instruction": str(instruction)}
        return {
            "id": id or new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": self.charge_id,
            "created": int(time.time()),
            "currency": self.currency,
            "metadata": ours,
            "payment_intent": self.id,
            "reason": None,
            "status": status,
        }

    def dispute(
        self, amount: int | None = None, status: str = "needs_response", *, id: str | None = None
    ) -> Object:
        """Show a dispute, over the whole amount unless told otherwise."""
        return {
            "id": id or new_id("du"),
            "object": "dispute",
            "amount": self.amount if amount is None else amount,
            "charge": self.charge_id,
            "created": int(time.time()),
            "currency": self.currency,
            "livemode": False,
            "metadata": {},
            "payment_intent": self.id,
            "reason": "fraudulent",
            "status": status,
        }

    def session(self, status: str = "complete", *, id: str | None = None) -> Object:
        """Show the Checkout session; while it is open or was left unpaid it has no intent."""
        return {
            "id": id or new_id("cs_test"),
            "object": "checkout.session",
            "amount_total": self.amount,
            "client_reference_id": self.metadata.get("booking"),
            "created": int(time.time()),
            "currency": self.currency,
            "livemode": False,
            "metadata": dict(self.metadata),
            "mode": "payment",
            "payment_intent": self.id if status == "complete" else None,
            "payment_status": "unpaid",
            "status": status,
        }


def intent_for(
    hotel: HotelBuilder, booking: int, *, session: int | None = None, **members: Any
) -> Intent:
    """Return an intent for a booking's price that names it by our metadata.

    Args:
        hotel: whose booking it is.
        booking: its id.
        session: id of the payment_session in which the guest pays.
        members: of the Intent that shall differ, like amount or currency.
    """
    metadata = {
        "hotel": hotel.slug,
        "booking": str(hotel.read("room_booking", booking, "booking_reference")),
    }
    if session is not None:
        metadata["session"] = str(session)
    price = {
        "amount": hotel.read("room_booking", booking, "total_amount"),
        "currency": str(hotel.read("room_booking", booking, "currency")).lower(),
    }
    return Intent(metadata, **{**price, **members})


def event_of(shown: Object, event_type: str | None = None, **envelope: Any) -> Object:
    """Wrap an object in an event."""
    kind = str(shown["object"])
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": int(time.time()),
        "data": {"object": shown},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": event_type or EVENT_TYPES[kind][str(shown["status"])],
        **envelope,
    }


def says(
    connection: psycopg.Connection[Any],
    shown: Object,
    *,
    event_type: str | None = None,
    created: int | None = None,
    **columns: object,
) -> str:
    """Store what Stripe says as the webhook does, and return the event's id.

    Args:
        connection: of the owner or the API's role.
        shown: the object as Stripe shows it.
        event_type: by default the type that fits the object's status.
        created: when Stripe says that it happened, seconds since 1970; by default now.
        columns: of stripe_webhook_event that shall differ: event_id, origin, is_foreign, or status
            FAILED with error, as the webhook stores what a rule has refused.

    Raises:
        psycopg.errors.IntegrityError: a rule refuses the effect or the event.
    """
    envelope = {} if created is None else {"created": created}
    event = event_of(shown, event_type, **envelope)
    return store(connection, event, **columns)


def answers(connection: psycopg.Connection[Any], shown: Object, **columns: object) -> str:
    """Store Stripe's answer to a request of ours as the worker does; return the request's id."""
    kind = str(shown["object"])
    told: dict[str, object] = {"event_id": new_id("req"), "event_type": f"{kind}.answered"}
    return store(connection, event_of(shown), **{**told, "origin": "ANSWER", **columns})


def store(connection: psycopg.Connection[Any], event: Object, **columns: object) -> str:
    """Store an event as it came, columns of stripe_webhook_event as told; return its id."""
    row: dict[str, object] = {
        "event_id": event["id"],
        "event_type": event["type"],
        "payload": Jsonb(event),
        **columns,
    }
    connection.execute(
        "INSERT INTO hotelmate.stripe_webhook_event ({}) VALUES ({})".format(
            ", ".join(row), ", ".join(["%s"] * len(row))
        ).encode(),
        list(row.values()),
    )
    return str(row["event_id"])


def deliver(connection: psycopg.Connection[Any], event: Object) -> bool:
    """Store an event unless it is there; return whether it was stored now."""
    stored = connection.execute(
        "INSERT INTO hotelmate.stripe_webhook_event (event_id, event_type, payload)"
        " VALUES (%s, %s, %s) ON CONFLICT (event_id) DO NOTHING",
        (event["id"], event["type"], Jsonb(event)),
    )
    return stored.rowcount == 1


def try_again(connection: psycopg.Connection[Any], event_id: str) -> str:
    """Try an event again that waits or failed; return its status then."""
    row = connection.execute(
        "UPDATE hotelmate.stripe_webhook_event SET status = 'PROCESSED'"
        " WHERE event_id = %s RETURNING status",
        (event_id,),
    ).fetchone()
    assert row is not None, f"no event {event_id}"
    return str(row[0])
