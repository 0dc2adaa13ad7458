"""Tokens that lead to a hotel: its id and a secret, of which the database keeps the SHA-256.

API keys (`hk_<id>_<secret>`), refresh tokens (`hr_<id>_<secret>`, good for one renewal of their
session) and the links of guests (app.guests.links). A token is looked up by the hash of all of it
in an index. The secret has 256 random bits and is hashed before anything is compared, so how long a
look-up takes says nothing about a token.
"""

import re
import secrets
from hashlib import sha256

from app.models.fields import HOTEL_ID_FORM, SECRET_FORM


class TokenKind:
    """One kind of token.

    Args:
        prefix: what each begins with.
        joint: stands between the id of the hotel and the secret.
    """

    def __init__(self, prefix: str, joint: str) -> None:
        self.prefix = prefix
        self._joint = joint
        self._form = re.compile(f"{prefix}({HOTEL_ID_FORM}){joint}{SECRET_FORM}")

    def make(self, hotel_id: int, secret: str | None = None) -> str:
        """Return a new token of a hotel, with a secret of 43 characters: a random one unless
        given."""
        return f"{self.prefix}{hotel_id}{self._joint}{secret or secrets.token_urlsafe(32)}"

    def hotel_of(self, token: str) -> int | None:
        """Return the hotel that a token names, None when it is no token of this kind."""
        found = self._form.fullmatch(token)
        return int(found[1]) if found else None


API_KEY = TokenKind("hk_", "_")
REFRESH_TOKEN = TokenKind("hr_", "_")


def hash_of(token: str) -> bytes:
    """Return what is kept of a token."""
    return sha256(token.encode()).digest()
