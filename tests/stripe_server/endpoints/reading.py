"""What can only be read: charges, disputes and the account."""

from tests.stripe_server.call import Call
from tests.stripe_server.listing import page
from tests.stripe_server.store import Store
from tests.stripe_server.wire import Json


def charge(store: Store, call: Call) -> Json:
    """Answer GET /v1/charges/{id}."""
    call.params.finish()
    return store.find("charges", call.id, param="charge")


def charges(store: Store, call: Call) -> Json:
    """Answer GET /v1/charges."""
    return page(store, call, store.charges.values(), by=("payment_intent",))


def dispute(store: Store, call: Call) -> Json:
    """Answer GET /v1/disputes/{id}."""
    call.params.finish()
    return store.find("disputes", call.id, param="dispute")


def disputes(store: Store, call: Call) -> Json:
    """Answer GET /v1/disputes."""
    return page(store, call, store.disputes.values(), by=("charge", "payment_intent"))


def account(store: Store, call: Call) -> Json:
    """Answer GET /v1/account."""
    call.params.finish()
    return {
        "id": store.account_id,
        "object": "account",
        "business_profile": {"name": "A hotel"},
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "country": "US",
        "default_currency": "usd",
        "details_submitted": True,
        "email": "hotel@example.com",
        "metadata": {},
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": "A hotel", "timezone": "Etc/UTC"}},
        "type": "standard",
    }
