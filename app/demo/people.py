"""Who does what in the demo: each call is made by somebody whose role may make it."""

import re
from collections.abc import Mapping

from app.demo.hotel_plan import STAFF

MANAGER, RECEPTION, HOUSEKEEPING, AUDITOR, INTEGRATION = (username for username, _, _ in STAFF)
# Whatever is not named is the front desk's.
DONE_BY: tuple[tuple[str, str, str], ...] = (
    ("POST", r"/rooms/[^/]+/turnover", HOUSEKEEPING),
    ("GET|POST", r"/housekeeping/.*", HOUSEKEEPING),
    ("POST", r"/bookings/[^/]+/(approve|decline|refund)", MANAGER),
    ("PUT", r"/cancellation-policy", MANAGER),
)
"""Methods, path below the hotel, and the username of whoever does it."""


def whose(method: str, path: str, body: Mapping[str, object] | None = None) -> str:
    """Return the username of whoever makes a call; the path is that below the hotel."""
    plain = path.partition("?")[0]
    if plain.endswith("/turnover") and "reason" in (body or {}):
        return MANAGER  # against the order of turnover, with a reason
    for methods, paths, username in DONE_BY:
        if re.fullmatch(methods, method) and re.fullmatch(paths, plain):
            return username
    return RECEPTION
