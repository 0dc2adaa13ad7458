"""Charges: the attempt of a payment intent to hold or take money."""

from tests.stripe_server.store import Store, new_id
from tests.stripe_server.wire import Json

EMPTY_AT_FIRST = (
    "application",
    "application_fee",
    "application_fee_amount",
    "balance_transaction",
    "customer",
    "failure_balance_transaction",
    "failure_code",
    "failure_message",
    "on_behalf_of",
    "outcome",
    "receipt_number",
    "receipt_url",
    "review",
    "shipping",
    "source_transfer",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)


def succeed(store: Store, intent: Json, *, captured: bool) -> Json:
    """Make the charge that holds the intent's money, or takes it at once."""
    charge = _charge(store, intent)
    charge["status"] = "succeeded"
    charge["paid"] = True
    charge["captured"] = captured
    charge["amount_captured"] = charge["amount"] if captured else 0
    charge["outcome"] = _outcome("approved_by_network", "authorized", "Payment complete.", None)
    if not captured:
        details = charge["payment_method_details"]["card"]
        details["capture_before"] = store.clock.now() + store.hold_seconds
    return charge


def fail(store: Store, intent: Json, decline_code: str) -> Json:
    """Make the charge that the card's bank declined."""
    charge = _charge(store, intent)
    charge["status"] = "failed"
    charge["failure_code"] = "card_declined"
    charge["failure_message"] = "Your card was declined."
    charge["outcome"] = _outcome(
        "declined_by_network", "issuer_declined", "The bank declined it.", decline_code
    )
    return charge


def _charge(store: Store, intent: Json) -> Json:
    id = new_id("ch")
    method = store.payment_methods.get(intent["payment_method"], "pm_card_visa")
    charge: Json = {
        "id": id,
        "object": "charge",
        **dict.fromkeys(EMPTY_AT_FIRST),
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "billing_details": _billing_details(intent["receipt_email"]),
        "calculated_statement_descriptor": "HOTEL",
        "captured": False,
        "created": store.clock.now(),
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": store.livemode,
        "metadata": dict(intent["metadata"]),
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {
            "card": _card(intent["amount"], method),
            "type": "card",
        },
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "status": "pending",
    }
    store.charges[id] = charge
    return charge


def _card(amount: int, method: str) -> Json:
    brand = "mastercard" if "mastercard" in method else "visa"
    return {
        "amount_authorized": amount,
        "authorization_code": "123456",
        "brand": brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "pass",
        },
        "country": "US",
        "exp_month": 12,
        "exp_year": 2040,
        "extended_authorization": {"status": "disabled"},
        "fingerprint": "Xt5EWLLDS7FJjR1c",
        "funding": "credit",
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": "4444" if brand == "mastercard" else "4242",
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": brand,
        "network_token": {"used": False},
        "network_transaction_id": "104102978678771",
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "regulated_status": "unregulated",
        "three_d_secure": None,
        "wallet": None,
    }


def _billing_details(email: str | None) -> Json:
    lines = ("city", "country", "line1", "line2", "postal_code", "state")
    return {
        "address": dict.fromkeys(lines),
        "email": email,
        "name": None,
        "phone": None,
        "tax_id": None,
    }


def _outcome(status: str, type: str, message: str, reason: str | None) -> Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": "05" if reason else None,
        "network_status": status,
        "reason": reason,
        "risk_level": "normal",
        "risk_score": 32,
        "seller_message": message,
        "type": type,
    }
