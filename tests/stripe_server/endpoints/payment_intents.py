"""/v1/payment_intents"""

from tests.stripe_server.call import Call
from tests.stripe_server.endpoints.checkout_sessions import CAPTURE_METHODS
from tests.stripe_server.listing import page
from tests.stripe_server.money import check_charge, read_currency
from tests.stripe_server.objects import payment_intents
from tests.stripe_server.params import invalid
from tests.stripe_server.store import Store
from tests.stripe_server.wire import ApiError, Json, copied

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
REASONS = ("abandoned", "duplicate", "fraudulent", "requested_by_customer")
# Test cards and what their bank says.
DECLINES = {
    "pm_card_chargeCustomerFail": "generic_decline",
    "pm_card_visa_chargeDeclined": "generic_decline",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "insufficient_funds",
    "pm_card_visa_chargeDeclinedLostCard": "lost_card",
}
AUTHENTICATED = ("pm_card_authenticationRequired", "pm_card_threeDSecure2Required")
CARDS = ("pm_card_mastercard", "pm_card_visa", *AUTHENTICATED, *DECLINES)


def create(store: Store, call: Call) -> Json:
    """Answer POST /v1/payment_intents: create, and confirm when asked to."""
    params = call.params
    amount = params.required_integer("amount", minimum=1)
    currency = read_currency(params.required_text("currency"), "currency")
    check_charge(amount, currency, "amount")
    card = _card(params.text("payment_method"))
    confirm = params.flag("confirm")
    capture_method = params.text("capture_method", choices=CAPTURE_METHODS) or "automatic_async"
    given: Json = {
        "description": params.text("description"),
        "metadata": params.metadata(),
        "payment_method_types": params.texts("payment_method_types") or ["card"],
        "receipt_email": params.text("receipt_email"),
    }
    automatic = params.group("automatic_payment_methods")
    if automatic is not None:
        enabled = automatic.flag("enabled")
        redirects = automatic.text("allow_redirects", choices=("always", "never")) or "always"
        automatic.finish()
        given["automatic_payment_methods"] = {"enabled": enabled, "allow_redirects": redirects}
    params.flag("off_session")
    params.address("return_url")
    params.finish()
    if confirm and card is None:
        raise params.missing("payment_method")
    intent = payment_intents.create(
        store,
        call.origin,
        amount=amount,
        currency=currency,
        capture_method=capture_method,
        payment_method=card,
        **given,
    )
    if confirm:
        _confirm(store, intent, call)
    return intent


def confirm(store: Store, call: Call) -> Json:
    """Answer POST /v1/payment_intents/{id}/confirm."""
    card = _card(call.params.text("payment_method"))
    call.params.flag("off_session")
    call.params.address("return_url")
    call.params.finish()
    intent = store.find("payment_intents", call.id, param="intent")
    if intent["id"] in store.session_of or intent["status"] not in CONFIRMABLE:
        raise ApiError(
            400,
            f"You cannot confirm this PaymentIntent because it has a status of "
            f"{intent['status']}, or belongs to a Checkout Session.",
            code="payment_intent_unexpected_state",
            payment_intent=copied(intent),
        )
    if card is not None:
        payment_intents.attach(store, intent, card)
    if intent["payment_method"] is None:
        raise ApiError(
            400,
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            code="payment_intent_unexpected_state",
            payment_intent=copied(intent),
        )
    _confirm(store, intent, call)
    return intent


def _card(given: str | None) -> str | None:
    if given is not None and given not in CARDS:
        raise ApiError(
            400,
            f"No such PaymentMethod: '{given}'",
            code="resource_missing",
            param="payment_method",
        )
    return given


def _confirm(store: Store, intent: Json, call: Call) -> None:
    card = store.payment_methods[intent["payment_method"]]
    if card in AUTHENTICATED and intent["status"] != "requires_action":
        payment_intents.require_action(store, intent, call.origin)
    elif card in DECLINES:
        payment_intents.decline(store, intent, call.origin, DECLINES[card])
        raise ApiError(
            402,
            "Your card was declined.",
            type="card_error",
            code="card_declined",
            decline_code=DECLINES[card],
            charge=intent["latest_charge"],
            payment_intent=copied(intent),
        )
    else:
        payment_intents.authorise(store, intent, call.origin)


def retrieve(store: Store, call: Call) -> Json:
    """Answer GET /v1/payment_intents/{id}."""
    call.params.finish()
    return store.find("payment_intents", call.id, param="intent")


def list_all(store: Store, call: Call) -> Json:
    """Answer GET /v1/payment_intents."""
    return page(store, call, store.payment_intents.values(), by=("customer",))


def capture(store: Store, call: Call) -> Json:
    """Answer POST /v1/payment_intents/{id}/capture."""
    params = call.params
    amount = params.integer("amount_to_capture", minimum=1)
    if params.text("final_capture", choices=("true", "false")) == "false":
        raise invalid("This account cannot capture more than once.", "final_capture")
    params.finish()
    intent = store.find("payment_intents", call.id, param="intent")
    payment_intents.capture(store, intent, amount, call.origin)
    return intent


def cancel(store: Store, call: Call) -> Json:
    """Answer POST /v1/payment_intents/{id}/cancel."""
    reason = call.params.text("cancellation_reason", choices=REASONS)
    call.params.finish()
    intent = store.find("payment_intents", call.id, param="intent")
    payment_intents.cancel(store, intent, reason, call.origin)
    return intent
