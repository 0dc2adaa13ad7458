"""Checkout sessions: the page on which a guest pays."""

from typing import Any

from tests.stripe_server.effects import Origin
from tests.stripe_server.objects import payment_intents
from tests.stripe_server.store import Store, new_id
from tests.stripe_server.wire import ApiError, Json

SHORTEST, LONGEST = 30 * 60, 24 * 3_600
EMPTY_AT_FIRST = (
    "after_expiration",
    "allow_promotion_codes",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "client_secret",
    "collected_information",
    "consent",
    "consent_collection",
    "currency_conversion",
    "customer",
    "customer_details",
    "customer_email",
    "invoice",
    "locale",
    "origin_context",
    "payment_intent",
    "payment_link",
    "payment_method_configuration_details",
    "permissions",
    "recovered_from",
    "saved_payment_method_options",
    "setup_intent",
    "shipping_address_collection",
    "shipping_cost",
    "submit_type",
    "subscription",
    "success_url",
    "wallet_options",
)


def create(
    store: Store,
    *,
    lines: list[Json],
    intent_data: Json,
    expires_at: int | None,
    **shown_as_given: Any,
) -> Json:
    """Make a session in mode `payment`; its payment intent comes with the first attempt to pay.

    Args:
        lines: line items, of one currency.
        intent_data: what the payment intent will have.
        expires_at: seconds since 1970; by default 24 hours from now.
    """
    id = new_id("cs_live" if store.livemode else "cs_test")
    total = sum(line["amount_total"] for line in lines)
    session: Json = {
        "id": id,
        "object": "checkout.session",
        **dict.fromkeys(EMPTY_AT_FIRST),
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "created": store.clock.now(),
        "currency": lines[0]["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit")),
        "customer_creation": "if_required",
        "discounts": [],
        "expires_at": expires_at or store.clock.now() + LONGEST,
        "livemode": store.livemode,
        "metadata": {},
        "mode": "payment",
        "payment_method_collection": "if_required",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{store.api_base}/c/pay/{id}",
    }
    session.update({name: value for name, value in shown_as_given.items() if value is not None})
    store.sessions[id] = session
    store.line_items[id] = lines
    store.intent_data[id] = intent_data
    return session


def intent_of(store: Store, session: Json, origin: Origin, **instead: Any) -> Json:
    """Return the session's payment intent with a card at hand; the first attempt makes it.

    Args:
        instead: members of the intent that shall differ from what the session says.
    """
    if session["payment_intent"] is not None:
        intent = store.payment_intents[session["payment_intent"]]
        intent.update(instead)
        if intent["payment_method"] is None:
            payment_intents.attach(store, intent, "pm_card_visa")
        return intent
    members = {
        "amount": session["amount_total"],
        "currency": session["currency"],
        "payment_method_types": list(session["payment_method_types"]),
        **store.intent_data[session["id"]],
        **instead,
    }
    intent = payment_intents.create(store, origin, payment_method="pm_card_visa", **members)
    session["payment_intent"] = intent["id"]
    store.session_of[intent["id"]] = session["id"]
    return intent


def complete(store: Store, session: Json, origin: Origin) -> None:
    """Let the guest leave the page for `success_url`; what is only held counts as unpaid."""
    session["status"] = "complete"
    session["url"] = None
    intent = store.payment_intents[session["payment_intent"]]
    session["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"
    session["customer_details"] = {
        "address": {
            **dict.fromkeys(("city", "line1", "line2", "postal_code", "state")),
            "country": "US",
        },
        "business_name": None,
        "email": session["customer_email"] or "guest@example.com",
        "individual_name": None,
        "name": "A Guest",
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
    store.record("checkout.session.completed", session, origin)


def expire(store: Store, session: Json, origin: Origin) -> None:
    """Close the page; what had been begun on it is cancelled.

    Raises:
        ApiError: the session is not open, or its outcome is on its way.
    """
    if session["status"] != "open":
        raise ApiError(
            400,
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout '
            f"Session has a status of `{session['status']}`.",
        )
    session["status"] = "expired"
    session["url"] = None
    store.record("checkout.session.expired", session, origin)
    if session["payment_intent"] is not None:
        payment_intents.abandon(store, store.payment_intents[session["payment_intent"]], origin)
