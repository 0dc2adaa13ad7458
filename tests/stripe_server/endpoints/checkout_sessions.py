"""/v1/checkout/sessions"""

from tests.stripe_server.call import Call
from tests.stripe_server.listing import as_list, page
from tests.stripe_server.money import check_charge, read_currency
from tests.stripe_server.objects import checkout_sessions
from tests.stripe_server.objects.checkout_sessions import LONGEST, SHORTEST
from tests.stripe_server.params import Params, invalid
from tests.stripe_server.store import Store, new_id
from tests.stripe_server.wire import Json

CAPTURE_METHODS = ("automatic", "automatic_async", "manual")


def create(store: Store, call: Call) -> Json:
    """Answer POST /v1/checkout/sessions."""
    params = call.params
    mode = params.required_text("mode", choices=("payment", "setup", "subscription"))
    if mode != "payment":
        raise invalid(f"This server has no sessions in mode {mode}.", "mode")
    groups = params.groups("line_items")
    if not groups:
        raise params.missing("line_items")
    lines = [_line(group) for group in groups]
    if len({line["currency"] for line in lines}) > 1:
        raise invalid("All prices on a Checkout Session must have the same currency.", "line_items")
    check_charge(sum(line["amount_total"] for line in lines), lines[0]["currency"], "line_items")
    intent_data = _intent_data(params.group("payment_intent_data") or Params({}))
    if "success_url" not in (given := _shown(params)):
        raise params.missing("success_url")
    expires_at = _expiry(store, params)
    given["metadata"] = params.metadata()
    params.finish()
    return checkout_sessions.create(
        store, lines=lines, intent_data=intent_data, expires_at=expires_at, **given
    )


def _line(group: Params) -> Json:
    quantity = group.required_integer("quantity", minimum=1)
    price = group.required_group("price_data")
    group.finish()
    currency = read_currency(price.required_text("currency"), price.name("currency"))
    unit_amount = price.required_integer("unit_amount", minimum=0)
    product = price.required_group("product_data")
    price.finish()
    name = product.required_text("name")
    product.text("description")
    product.texts("images")
    product.metadata()
    product.finish()
    total = unit_amount * quantity
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": currency,
        "description": name,
        "quantity": quantity,
    }


def _intent_data(group: Params) -> Json:
    data: Json = {
        "capture_method": group.text("capture_method", choices=CAPTURE_METHODS)
        or "automatic_async",
        "metadata": group.metadata(),
    }
    for key in ("description", "receipt_email", "statement_descriptor_suffix"):
        data[key] = group.text(key)
    group.finish()
    return data


def _shown(params: Params) -> Json:
    """Read what a session only shows again."""
    given: Json = {
        "billing_address_collection": params.text("billing_address_collection"),
        "cancel_url": params.address("cancel_url"),
        "client_reference_id": params.text("client_reference_id", longest=200),
        "customer_creation": params.text("customer_creation", choices=("always", "if_required")),
        "customer_email": params.text("customer_email", longest=800),
        "locale": params.text("locale"),
        "payment_method_options": params.anything("payment_method_options"),
        "payment_method_types": params.texts("payment_method_types") or None,
        "submit_type": params.text("submit_type", choices=("auto", "book", "donate", "pay")),
        "success_url": params.address("success_url"),
        "ui_mode": params.text("ui_mode", choices=("hosted_page",)),
    }
    return {name: value for name, value in given.items() if value is not None}


def _expiry(store: Store, params: Params) -> int | None:
    """Read `expires_at`; the provider's own clock decides whether it is in time."""
    expires_at = params.integer("expires_at")
    # A client that asks for exactly 30 minutes is some milliseconds late already.
    now, grace = store.clock.now(), 10
    if expires_at is not None and not (
        now + SHORTEST - grace <= expires_at <= now + LONGEST + grace
    ):
        raise invalid(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout "
            "Session creation.",
            "expires_at",
        )
    return expires_at


def retrieve(store: Store, call: Call) -> Json:
    """Answer GET /v1/checkout/sessions/{id}."""
    call.params.finish()
    return store.find("sessions", call.id)


def line_items(store: Store, call: Call) -> Json:
    """Answer GET /v1/checkout/sessions/{id}/line_items, on one page."""
    call.params.integer("limit", minimum=1, maximum=100)
    call.params.finish()
    store.find("sessions", call.id)
    return as_list(store.line_items[call.id], call.path)


def list_all(store: Store, call: Call) -> Json:
    """Answer GET /v1/checkout/sessions."""
    return page(store, call, store.sessions.values(), by=("payment_intent", "status"))


def expire(store: Store, call: Call) -> Json:
    """Answer POST /v1/checkout/sessions/{id}/expire."""
    call.params.finish()
    session = store.find("sessions", call.id)
    checkout_sessions.expire(store, session, call.origin)
    return session
