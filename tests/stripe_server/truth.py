"""What is true of a payment intent, in the provider's books: what tests compare with."""

from dataclasses import dataclass, field
from typing import Any

from tests.stripe_server.store import Store, capture_before
from tests.stripe_server.wire import Json


@dataclass(frozen=True)
class Truth:
    """A payment intent as the provider's books have it; amounts in minor units.

    Attributes:
        authorised: of the last charge that succeeded; it stays after a void or a lapse.
        refunded: pending and succeeded refunds, as in the charge's amount_refunded.
        refund_pending: the part of `refunded` that may still fail.
        disputed: of the disputes that were not won.
        captures, cancels, refunds: how often it took effect. A lapsed hold counts as a cancel,
            and so does an intent that was begun and then given up with its session.
        api_captures, api_cancels, api_refunds: how many of these the API's client caused.
        capture_before: seconds since 1970.
    """

    status: str
    currency: str
    amount: int
    authorised: int
    capturable: int
    captured: int
    refunded: int
    refund_pending: int
    disputed: int
    dispute_statuses: tuple[str, ...]
    captures: int
    cancels: int
    refunds: int
    api_captures: int
    api_cancels: int
    api_refunds: int
    cancellation_reason: str | None
    capture_before: int | None
    charge: str | None
    session: str | None
    metadata: dict[str, str] = field(default_factory=dict)


def truth_of(store: Store, id: str) -> Truth:
    """Return what is true of a payment intent.

    Raises:
        KeyError: there is none with this id.
    """
    intent = store.payment_intents[id]
    charge = _last_success(store, intent)
    refunds = store.refunds_of(charge) if charge else []
    disputes = [each for each in store.disputes.values() if each["payment_intent"] == id]
    return Truth(
        status=intent["status"],
        currency=intent["currency"],
        amount=intent["amount"],
        authorised=charge["amount"] if charge else 0,
        capturable=intent["amount_capturable"],
        captured=intent["amount_received"],
        refunded=charge["amount_refunded"] if charge else 0,
        refund_pending=sum(each["amount"] for each in refunds if each["status"] == "pending"),
        disputed=sum(each["amount"] for each in disputes if each["status"] != "won"),
        dispute_statuses=tuple(each["status"] for each in disputes),
        cancellation_reason=intent["cancellation_reason"],
        capture_before=capture_before(charge) if charge else None,
        charge=intent["latest_charge"],
        session=store.session_of.get(id),
        metadata=dict(intent["metadata"]),
        **_counts(store, id),
    )


def _last_success(store: Store, intent: Json) -> Json | None:
    """Return the charge that holds or took the money."""
    for charge in reversed(store.charges.values()):
        if charge["payment_intent"] == intent["id"] and charge["status"] == "succeeded":
            return charge
    return None


def _counts(store: Store, id: str) -> dict[str, Any]:
    mine = [each for each in store.effects if each.payment_intent == id]
    counts: dict[str, Any] = {}
    for kind in ("capture", "cancel", "refund"):
        of_kind = [each for each in mine if each.kind == kind]
        counts[f"{kind}s"] = len(of_kind)
        counts[f"api_{kind}s"] = sum(each.source == "api" for each in of_kind)
    return counts
