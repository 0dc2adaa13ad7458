"""Payment intents: what may happen to a payment, and the events that say so.

Each function changes the objects first and writes the events then, so that an event's snapshot
never shows half a step.
"""

from typing import Any

from tests.stripe_server.effects import Origin
from tests.stripe_server.money import shown
from tests.stripe_server.objects import charges
from tests.stripe_server.store import Store, capture_before, new_id
from tests.stripe_server.wire import ApiError, Json, copied

CAPTURABLE = ("requires_capture",)
CANCELLABLE = (
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
)
EMPTY_AT_FIRST = (
    "application",
    "application_fee_amount",
    "automatic_payment_methods",
    "canceled_at",
    "cancellation_reason",
    "customer",
    "description",
    "excluded_payment_method_types",
    "last_payment_error",
    "latest_charge",
    "next_action",
    "on_behalf_of",
    "payment_method",
    "payment_method_configuration_details",
    "processing",
    "receipt_email",
    "review",
    "setup_future_usage",
    "shipping",
    "source",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)


def create(
    store: Store,
    origin: Origin,
    *,
    amount: int,
    currency: str,
    capture_method: str,
    payment_method: str | None = None,
    **shown_as_given: Any,
) -> Json:
    """Make a payment intent.

    Args:
        payment_method: a test card such as `pm_card_visa`; without one, it waits for one.
        shown_as_given: description, metadata, receipt_email, …
    """
    id = new_id("pi")
    intent: Json = {
        "id": id,
        "object": "payment_intent",
        **dict.fromkeys(EMPTY_AT_FIRST),
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": capture_method,
        "client_secret": f"{id}_secret_{new_id('s')[3:]}",
        "confirmation_method": "automatic",
        "created": store.clock.now(),
        "currency": currency,
        "livemode": store.livemode,
        "metadata": {},
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
    }
    intent.update(shown_as_given)
    if payment_method is not None:
        attach(store, intent, payment_method)
    store.payment_intents[id] = intent
    store.record("payment_intent.created", intent, origin)
    return intent


def attach(store: Store, intent: Json, card: str) -> None:
    """Give the intent a card to be charged."""
    method = new_id("pm")
    store.payment_methods[method] = card
    intent["payment_method"] = method
    intent["status"] = "requires_confirmation"


def authorise(store: Store, intent: Json, origin: Origin) -> None:
    """Hold the money, or take it at once when the capture is automatic."""
    at_once = intent["capture_method"] != "manual"
    charge = charges.succeed(store, intent, captured=at_once)
    intent["latest_charge"] = charge["id"]
    intent["last_payment_error"] = intent["next_action"] = intent["processing"] = None
    store.note("authorisation", intent, charge["amount"], charge["id"], origin)
    if at_once:
        intent["amount_received"] = charge["amount"]
        intent["status"] = "succeeded"
        store.note("capture", intent, charge["amount"], charge["id"], origin)
        store.record("charge.succeeded", charge, origin)
        store.record("payment_intent.succeeded", intent, origin)
        return
    intent["amount_capturable"] = charge["amount"]
    intent["status"] = "requires_capture"
    store.record("charge.succeeded", charge, origin)
    store.record("payment_intent.amount_capturable_updated", intent, origin)


def decline(store: Store, intent: Json, origin: Origin, decline_code: str) -> None:
    """Let the bank refuse: the intent waits for another card."""
    charge = charges.fail(store, intent, decline_code)
    intent["latest_charge"] = charge["id"]
    store.record("charge.failed", charge, origin)
    _fail(
        store,
        intent,
        origin,
        charge=charge["id"],
        code="card_declined",
        decline_code=decline_code,
        message="Your card was declined.",
        type="card_error",
    )


def fail_authentication(store: Store, intent: Json, origin: Origin) -> None:
    """Let the cardholder fail 3-D Secure."""
    _fail(
        store,
        intent,
        origin,
        code="payment_intent_authentication_failure",
        message="We are unable to authenticate your payment method.",
        type="invalid_request_error",
    )


def _fail(store: Store, intent: Json, origin: Origin, **error: str) -> None:
    intent["last_payment_error"] = error
    intent["payment_method"] = intent["next_action"] = intent["processing"] = None
    intent["status"] = "requires_payment_method"
    store.record("payment_intent.payment_failed", intent, origin)


def require_action(store: Store, intent: Json, origin: Origin) -> None:
    """Send the cardholder to 3-D Secure."""
    intent["status"] = "requires_action"
    intent["next_action"] = {
        "type": "use_stripe_sdk",
        "use_stripe_sdk": {"type": "three_d_secure_redirect"},
    }
    store.record("payment_intent.requires_action", intent, origin)


def process(store: Store, intent: Json, origin: Origin) -> None:
    """Leave the outcome open for a while."""
    intent["status"] = "processing"
    intent["next_action"] = None
    store.record("payment_intent.processing", intent, origin)


def capture(
    store: Store, intent: Json, amount: int | None, origin: Origin, *, final: bool = True
) -> None:
    """Take the held money, or a part of it; the rest is released by the final capture.

    Raises:
        ApiError: nothing is held, the hold has lapsed, or it is less than the amount.
    """
    if intent["status"] not in CAPTURABLE:
        raise _unexpected(intent, "could not be captured", CAPTURABLE)
    charge = store.charges[intent["latest_charge"]]
    before = capture_before(charge)
    if before is not None and store.clock.now() >= before:
        raise ApiError(
            400,
            "This charge has expired for capture.",
            code="charge_expired_for_capture",
            charge=charge["id"],
            payment_intent=copied(intent),
        )
    if amount is None:
        amount = intent["amount_capturable"]
    if amount > intent["amount_capturable"]:
        raise ApiError(
            400,
            f"You cannot capture {shown(amount, intent['currency'])}: up to "
            f"{shown(intent['amount_capturable'], intent['currency'])} are authorized.",
            code="amount_too_large",
            param="amount_to_capture",
        )
    was = {key: charge[key] for key in ("amount_captured", "captured")}
    charge["amount_captured"] = intent["amount_received"] = intent["amount_received"] + amount
    charge["captured"] = True
    charge["balance_transaction"] = new_id("txn")
    intent["amount_capturable"] = 0 if final else intent["amount_capturable"] - amount
    intent["status"] = "succeeded" if final else "requires_capture"
    session = store.sessions.get(store.session_of.get(intent["id"], ""))
    if session is not None and final:
        session["payment_status"] = "paid"
    store.note("capture", intent, amount, charge["id"], origin)
    store.record("charge.captured", charge, origin, before=was)
    told = "succeeded" if final else "amount_capturable_updated"
    store.record(f"payment_intent.{told}", intent, origin)


def cancel(store: Store, intent: Json, reason: str | None, origin: Origin) -> None:
    """Give the hold back, or give up before there is one.

    Raises:
        ApiError: it is too late, or it is a Checkout session's that has to be expired instead.
    """
    if intent["status"] not in CANCELLABLE:
        raise _unexpected(intent, "could not be canceled", CANCELLABLE)
    if intent["id"] in store.session_of and intent["status"] != "requires_capture":
        raise ApiError(
            400,
            "You cannot cancel the PaymentIntent of a Checkout Session with a status of "
            f"{intent['status']}. Expire the Checkout Session instead.",
            code="payment_intent_unexpected_state",
            payment_intent=copied(intent),
        )
    _cancel(store, intent, reason, origin)
    store.record("payment_intent.canceled", intent, origin)


def abandon(store: Store, intent: Json, origin: Origin) -> None:
    """Cancel what an expired Checkout session leaves behind."""
    _cancel(store, intent, "automatic", origin)
    store.record("payment_intent.canceled", intent, origin)


def lapse(store: Store, intent: Json, origin: Origin) -> None:
    """Let Stripe cancel a hold that nobody captured in time."""
    charge = store.charges[intent["latest_charge"]]
    _cancel(store, intent, "expired", origin)
    store.record("charge.expired", charge, origin)
    store.record("payment_intent.canceled", intent, origin)


def _cancel(store: Store, intent: Json, reason: str | None, origin: Origin) -> None:
    held = intent["amount_capturable"]
    intent["amount_capturable"] = 0
    intent["canceled_at"] = store.clock.now()
    intent["cancellation_reason"] = reason
    intent["next_action"] = intent["processing"] = None
    intent["status"] = "canceled"
    store.note("cancel", intent, held, intent["latest_charge"] or intent["id"], origin)


def _unexpected(intent: Json, what: str, allowed: tuple[str, ...]) -> ApiError:
    return ApiError(
        400,
        f"This PaymentIntent {what} because it has a status of {intent['status']}. "
        f"Only a PaymentIntent with one of the following statuses may be used: "
        f"{', '.join(allowed)}.",
        code="payment_intent_unexpected_state",
        payment_intent=copied(intent),
    )
