"""What Stripe might say of a payment that there is, and rows of its ledger by hand."""

import json
import random
from typing import Any

from bench.torture.sample import Row, Sample
from bench.torture.values import literal
from bench.torture.writes import Write, insert

STATUSES = ("requires_payment_method", "requires_capture", "succeeded", "canceled")
AMOUNTS = ("amount", "amount_capturable", "amount_received")
FEW = (0, 1, 100, 5000, 15000, 20000, 20001, 30000)
KINDS = (*("AUTHORISED", "CAPTURED", "VOIDED") * 3, "REFUNDED", "DISPUTED")
NAMED_BY = {"REFUNDED": "refund_id", "DISPUTED": "dispute_id"}
SIZES = (1, 1, 2, 2, 3)


def draw_evidence(chance: random.Random, sample: Sample) -> list[Write]:
    """Draw one to three writes of what Stripe shows of one payment; none where it has said nothing.

    Each is an event, nearly one that came, or a row of the ledger by hand, that names an event.
    """
    said = _said(chance, sample)
    if said is None:
        return []
    known = said["event_id"]
    drawn = []
    for _ in range(chance.choice(SIZES)):
        if chance.random() < 0.5:
            drawn.append(_entry(chance, said, known))
            continue
        known = f"evt_{chance.getrandbits(64)}"
        drawn.append(_event(chance, said, known))
    return drawn


def varied(chance: random.Random, shown: dict[str, Any]) -> dict[str, Any]:
    """Show a payment intent a little differently: other amounts, another status, or less."""
    object_ = dict(shown)
    for name in chance.sample((*AMOUNTS, "status"), chance.choice((0, 1, 1, 2, 2, 3))):
        if name == "status":
            object_[name] = chance.choice(STATUSES)
        elif chance.random() < 0.2:
            object_.pop(name, None)
        else:
            amount = chance.choice((*FEW, object_.get("amount") or 0))
            object_[name] = str(amount) if chance.random() < 0.1 else amount
    return object_


def _said(chance: random.Random, sample: Sample) -> Row | None:
    """Pick an event that showed a payment intent of ours, as far as a few picks find one."""
    for _ in range(10):
        row = sample.row(chance, "stripe_webhook_event")
        if row and row["status"] == "PROCESSED" and row["payment_intent_id"] and _shown(row):
            return row
    return None


def _shown(said: Row) -> dict[str, Any]:
    """Return the payment intent that an event shows, if it shows one."""
    payload = json.loads(said["payload"] or "null")
    data = payload.get("data") if isinstance(payload, dict) else None
    shown = data.get("object") if isinstance(data, dict) else None
    if isinstance(shown, dict) and shown.get("object") == "payment_intent":
        return shown
    return {}


def _event(chance: random.Random, said: Row, event: str) -> Write:
    """Store an event about the same payment intent, or one that shows nothing."""
    payload: dict[str, Any] = {}
    if chance.random() < 0.8:
        payload = {**json.loads(said["payload"] or "{}"), "id": event}
        payload["data"] = {"object": varied(chance, _shown(said))}
    values = {
        "event_id": literal(event, "text"),
        "event_type": literal(said["event_type"], "text"),
        "payload": literal(json.dumps(payload), "jsonb"),
        "hotel_id": literal(said["hotel_id"], "bigint"),
        "booking_id": literal(said["booking_id"], "bigint"),
    }
    return insert("stripe_webhook_event", [values])


def _entry(chance: random.Random, said: Row, event: str | None) -> Write:
    """Write a row of the payment's ledger by hand that names an event of its booking."""
    hotel = literal(said["hotel_id"], "bigint")
    intent = literal(said["payment_intent_id"], "text")
    kind = chance.choice(KINDS)
    payment = (
        f"(SELECT id FROM hotelmate.payment WHERE hotel_id = {hotel}"
        f" AND payment_intent_id = {intent})"
    )
    values = {
        "hotel_id": hotel,
        "booking_id": literal(said["booking_id"], "bigint"),
        "payment_id": payment,
        "kind": literal(kind, "text"),
        "amount": str(chance.choice(FEW)),
        "provider": "'stripe'",
        "provider_event_id": literal(event, "text"),
    }
    if kind in NAMED_BY:
        values[NAMED_BY[kind]] = literal(f"at_stripe_{chance.getrandbits(32)}", "text")
    return insert("payment_entry", [values])
