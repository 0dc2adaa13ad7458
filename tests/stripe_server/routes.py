"""Which endpoint answers which path."""

import re
from typing import NamedTuple

from tests.stripe_server.call import Endpoint
from tests.stripe_server.endpoints import (
    checkout_sessions,
    events,
    payment_intents,
    reading,
    refunds,
)


class Route(NamedTuple):
    """A method and a pattern of paths, of which `id` may be a part."""

    method: str
    path: re.Pattern[str]
    endpoint: Endpoint


def _route(method: str, path: str, endpoint: Endpoint) -> Route:
    return Route(method, re.compile(path.replace("{id}", "(?P<id>[^/]+)")), endpoint)


ROUTES = [
    _route("GET", "/v1/account", reading.account),
    _route("GET", "/v1/charges", reading.charges),
    _route("GET", "/v1/charges/{id}", reading.charge),
    _route("GET", "/v1/checkout/sessions", checkout_sessions.list_all),
    _route("POST", "/v1/checkout/sessions", checkout_sessions.create),
    _route("GET", "/v1/checkout/sessions/{id}", checkout_sessions.retrieve),
    _route("POST", "/v1/checkout/sessions/{id}/expire", checkout_sessions.expire),
    _route("GET", "/v1/checkout/sessions/{id}/line_items", checkout_sessions.line_items),
    _route("GET", "/v1/disputes", reading.disputes),
    _route("GET", "/v1/disputes/{id}", reading.dispute),
    _route("GET", "/v1/events", events.list_all),
    _route("GET", "/v1/events/{id}", events.retrieve),
    _route("GET", "/v1/payment_intents", payment_intents.list_all),
    _route("POST", "/v1/payment_intents", payment_intents.create),
    _route("GET", "/v1/payment_intents/{id}", payment_intents.retrieve),
    _route("POST", "/v1/payment_intents/{id}/cancel", payment_intents.cancel),
    _route("POST", "/v1/payment_intents/{id}/capture", payment_intents.capture),
    _route("POST", "/v1/payment_intents/{id}/confirm", payment_intents.confirm),
    _route("GET", "/v1/refunds", refunds.list_all),
    _route("POST", "/v1/refunds", refunds.create),
    _route("GET", "/v1/refunds/{id}", refunds.retrieve),
]


def find(method: str, path: str) -> tuple[Endpoint, str] | None:
    """Return the endpoint of a path and the id in it."""
    for route in ROUTES:
        match = route.path.fullmatch(path) if route.method == method else None
        if match is not None:
            return route.endpoint, match.groupdict().get("id", "")
    return None
