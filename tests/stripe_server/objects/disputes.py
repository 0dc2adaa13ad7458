"""Disputes: the cardholder's bank takes the money back and the provider books it at once."""

from tests.stripe_server.effects import Origin
from tests.stripe_server.store import Store, new_id
from tests.stripe_server.wire import Json

RESPONSE_SECONDS = 9 * 86_400
FEE = 1_500


def begin(store: Store, intent: Json, origin: Origin, *, amount: int | None, reason: str) -> Json:
    """Take captured money back for the cardholder, by default all of it."""
    charge = store.charges[intent["latest_charge"]]
    amount = charge["amount_captured"] if amount is None else amount
    dispute: Json = {
        "id": new_id("du"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [_booking(store, charge, -amount, FEE)],
        "charge": charge["id"],
        "created": store.clock.now(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": store.clock.now() + RESPONSE_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": store.livemode,
        "metadata": {},
        "payment_intent": intent["id"],
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"},
            "type": "card",
        },
        "reason": reason,
        "status": "needs_response",
    }
    store.disputes[dispute["id"]] = dispute
    charge["disputed"] = True
    store.note("dispute", intent, amount, dispute["id"], origin)
    store.record("charge.dispute.created", dispute, origin)
    store.record("charge.dispute.funds_withdrawn", dispute, origin)
    return dispute


def win(store: Store, dispute: Json, origin: Origin) -> None:
    """Give the money back to the hotel: evidence convinced, or the cardholder withdrew."""
    was = {"status": dispute["status"]}
    charge = store.charges[dispute["charge"]]
    dispute["status"] = "won"
    dispute["is_charge_refundable"] = True
    dispute["balance_transactions"].append(_booking(store, charge, dispute["amount"], -FEE))
    intent = store.payment_intents[dispute["payment_intent"]]
    store.note("dispute_won", intent, dispute["amount"], dispute["id"], origin)
    store.record("charge.dispute.funds_reinstated", dispute, origin, before=was)
    store.record("charge.dispute.closed", dispute, origin, before=was)


def lose(store: Store, dispute: Json, origin: Origin) -> None:
    """Leave the money with the cardholder."""
    was = {"status": dispute["status"]}
    dispute["status"] = "lost"
    intent = store.payment_intents[dispute["payment_intent"]]
    store.note("dispute_lost", intent, dispute["amount"], dispute["id"], origin)
    store.record("charge.dispute.closed", dispute, origin, before=was)


def _booking(store: Store, charge: Json, amount: int, fee: int) -> Json:
    return {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": store.clock.now(),
        "created": store.clock.now(),
        "currency": charge["currency"],
        "exchange_rate": None,
        "fee": fee,
        "net": amount - fee,
        "reporting_category": "dispute" if amount < 0 else "dispute_reversal",
        "source": charge["id"],
        "status": "available",
        "type": "adjustment",
    }
