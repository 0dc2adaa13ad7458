"""Settings of the web server: where it listens, and what it takes from whom."""

import re
from ipaddress import ip_network

from app.settings.values import integer, one_of
from app.settings.variable import Variable

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
_LOG_LEVELS = ("debug", "info", "warning", "error")


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip() for part in text.split(","))
    if not all(_ORIGIN.fullmatch(origin) for origin in origins):
        raise ValueError("must list origins like https://desk.example, by comma, without a path")
    return origins


def _networks(text: str) -> tuple[str, ...]:
    networks = tuple(part.strip() for part in text.split(","))
    try:
        for network in networks:
            ip_network(network)
    except ValueError as error:
        raise ValueError("must list addresses or networks like 10.0.0.0/8, by comma") from error
    return networks


VARIABLES: tuple[Variable, ...] = (
    Variable("HOTELMATE_HOST", "host", "127.0.0.1", "Address the API listens on"),
    Variable("HOTELMATE_PORT", "port", "8000", "Port the API listens on", integer(1, 65535)),
    Variable(
        "HOTELMATE_LOG_LEVEL",
        "log_level",
        "info",
        "Least severe message that is logged: debug, info, warning or error",
        one_of(*_LOG_LEVELS),
    ),
    Variable(
        "HOTELMATE_REQUEST_TIMEOUT_SECONDS",
        "request_timeout_seconds",
        "30",
        "Seconds in which a request must arrive and its answer begin; 0: any time",
        integer(0, 600),
    ),
    Variable(
        "HOTELMATE_REQUESTS_PER_SECOND",
        "requests_per_second",
        "50",
        "Requests a second for each credential, and for each address without one, of each API"
        " process; twice as many at once; 0: any number",
        integer(0, 100_000),
    ),
    Variable(
        "HOTELMATE_TRUSTED_PROXIES",
        "trusted_proxies",
        "",
        "Addresses or networks, by comma, whose X-Forwarded-For and X-Forwarded-Proto are"
        " believed; unset: none",
        _networks,
        unset=(),
    ),
    Variable(
        "HOTELMATE_CORS_ORIGINS",
        "cors_origins",
        "",
        "Origins, by comma, whose pages may call the API; unset: none",
        _origins,
        unset=(),
    ),
)
