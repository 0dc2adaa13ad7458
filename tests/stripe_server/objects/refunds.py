"""Refunds: money that goes back after its capture, and may come back again."""

from typing import Literal

from tests.stripe_server.effects import Origin
from tests.stripe_server.money import shown
from tests.stripe_server.store import Store, new_id
from tests.stripe_server.wire import ApiError, Json

NOT_GIVEN_BACK = ("failed", "canceled")


def create(
    store: Store,
    charge: Json,
    origin: Origin,
    *,
    amount: int | None = None,
    status: str = "succeeded",
    reason: str | None = None,
    metadata: dict[str, str] | None = None,
) -> Json:
    """Give money back, by default all that is left.

    Raises:
        ApiError: nothing was captured, nothing or less is left, or the charge is disputed.
    """
    amount = _refundable(store, charge, amount)
    refund: Json = {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn"),
        "charge": charge["id"],
        "created": store.clock.now(),
        "currency": charge["currency"],
        "destination_details": {
            "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number"},
            "type": "card",
        },
        "metadata": metadata or {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
    }
    if status == "pending":
        refund["pending_reason"] = "processing"
    store.refunds[refund["id"]] = refund
    was = {key: charge[key] for key in ("amount_refunded", "refunded")}
    _add_up(store, charge)
    _note(store, "refund", refund, origin)
    store.record("charge.refunded", charge, origin, before=was)
    store.record("refund.created", refund, origin)
    if status == "succeeded":
        _say_updated(store, refund, origin, {"destination_details": None})
    return refund


def complete(store: Store, refund: Json, origin: Origin) -> None:
    """Let a pending refund arrive."""
    refund["status"] = "succeeded"
    refund.pop("pending_reason", None)
    _say_updated(store, refund, origin, {"status": "pending"})


def fail(store: Store, refund: Json, origin: Origin, reason: str) -> None:
    """Let the money come back: the bank could not book it."""
    was = {"status": refund["status"]}
    refund["status"] = "failed"
    refund["failure_reason"] = reason
    refund["failure_balance_transaction"] = new_id("txn")
    refund.pop("pending_reason", None)
    _add_up(store, store.charges[refund["charge"]])
    _note(store, "refund_failed", refund, origin)
    store.record("refund.failed", refund, origin)
    _say_updated(store, refund, origin, was)


def _say_updated(store: Store, refund: Json, origin: Origin, before: Json) -> None:
    """Say it twice, as Stripe does: `charge.refund.updated` is the older name."""
    store.record("refund.updated", refund, origin, before=before)
    store.record("charge.refund.updated", refund, origin, before=before)


def _refundable(store: Store, charge: Json, amount: int | None) -> int:
    if not charge["captured"]:
        raise ApiError(
            400,
            f"Charge {charge['id']} has not been captured and cannot be refunded. "
            "Cancel its PaymentIntent instead.",
            code="charge_not_refundable",
        )
    disputes = [each for each in store.disputes.values() if each["charge"] == charge["id"]]
    if any(each["status"] != "won" for each in disputes):
        raise ApiError(
            400,
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left == 0:
        raise ApiError(
            400,
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
        )
    if amount is None:
        return int(left)
    if amount > left:
        raise ApiError(
            400,
            f"Refund amount ({shown(amount, charge['currency'])}) is greater than unrefunded "
            f"amount on charge ({shown(left, charge['currency'])})",
            param="amount",
        )
    return amount


def _add_up(store: Store, charge: Json) -> None:
    given = [each for each in store.refunds_of(charge) if each["status"] not in NOT_GIVEN_BACK]
    charge["amount_refunded"] = sum(each["amount"] for each in given)
    charge["refunded"] = charge["amount_refunded"] >= charge["amount_captured"]


def _note(store: Store, kind: Literal["refund", "refund_failed"], refund: Json, by: Origin) -> None:
    intent = store.payment_intents[refund["payment_intent"]]
    store.note(kind, intent, refund["amount"], refund["id"], by)
