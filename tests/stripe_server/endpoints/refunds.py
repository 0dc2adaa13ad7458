"""/v1/refunds"""

from tests.stripe_server.call import Call
from tests.stripe_server.listing import page
from tests.stripe_server.objects import refunds
from tests.stripe_server.params import invalid
from tests.stripe_server.store import Store
from tests.stripe_server.wire import ApiError, Json, copied

REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create(store: Store, call: Call) -> Json:
    """Answer POST /v1/refunds."""
    params = call.params
    intent_id, charge_id = params.text("payment_intent"), params.text("charge")
    amount = params.integer("amount", minimum=1)
    reason = params.text("reason", choices=REASONS)
    metadata = params.metadata()
    params.finish()
    if intent_id is None and charge_id is None:
        raise invalid(
            "One of the following params should be provided for this request: payment_intent or "
            "charge.",
            "payment_intent",
            "parameter_missing",
        )
    charge = _charge(store, intent_id, charge_id)
    return refunds.create(
        store,
        charge,
        call.origin,
        amount=amount,
        status=store.refund_status,
        reason=reason,
        metadata=metadata,
    )


def _charge(store: Store, intent_id: str | None, charge_id: str | None) -> Json:
    if intent_id is None:
        return store.find("charges", str(charge_id), param="charge")
    intent = store.find("payment_intents", intent_id, param="payment_intent")
    if charge_id not in (None, intent["latest_charge"]):
        raise invalid(f"Charge {charge_id} is not of PaymentIntent {intent_id}.", "charge")
    if intent["latest_charge"] is None or intent["status"] != "succeeded":
        raise ApiError(
            400,
            f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
            payment_intent=copied(intent),
        )
    return store.charges[intent["latest_charge"]]


def retrieve(store: Store, call: Call) -> Json:
    """Answer GET /v1/refunds/{id}."""
    call.params.finish()
    return store.find("refunds", call.id, param="refund")


def list_all(store: Store, call: Call) -> Json:
    """Answer GET /v1/refunds."""
    return page(store, call, store.refunds.values(), by=("charge", "payment_intent"))
