"""Settings of log-ins: what access tokens are signed with, and how long they are good."""

from app.settings.values import integer
from app.settings.variable import Variable


def _token_keys(text: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in text.split(","))
    if any(len(key) < 32 or not key.isascii() or not key.isprintable() for key in keys):
        raise ValueError("must list keys of at least 32 printable ASCII characters, by comma")
    return keys


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "HOTELMATE_TOKEN_KEYS",
        "token_keys",
        "",
        "What access tokens are signed with; several, by comma, while one replaces another: the"
        " first signs. Unset: made once, kept in the data folder",
        _token_keys,
        secret=True,
        unset=(),
    ),
    Variable(
        "HOTELMATE_ACCESS_TOKEN_MINUTES",
        "access_token_minutes",
        "15",
        "Minutes that an access token is good",
        integer(1, 1440),
    ),
    Variable(
        "HOTELMATE_SESSION_HOURS",
        "session_hours",
        "336",
        "Hours after a log-in in which its refresh tokens work",
        integer(1, 8760),
    ),
)
