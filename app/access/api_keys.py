"""API keys: `hk_<hotel_id>_<secret>`, of which the database keeps the SHA-256.

A key is looked up by the hash of the whole key in an index. The secret has 256 random bits and is
hashed before anything is compared, so how long a look-up takes says nothing about a key.
"""

import re
import secrets
from hashlib import sha256

PREFIX = "hk_"
_FORM = re.compile(r"hk_([1-9][0-9]{0,17})_([A-Za-z0-9_-]{43})")


def make(hotel_id: int, secret: str | None = None) -> str:
    """Return a new key of a hotel, with a secret of 43 characters: a random one unless given."""
    return f"{PREFIX}{hotel_id}_{secret or secrets.token_urlsafe(32)}"


def hotel_of(key: str) -> int | None:
    """Return the hotel that a key names, None when it is no key."""
    found = _FORM.fullmatch(key)
    return int(found[1]) if found else None


def hash_of(key: str) -> bytes:
    """Return what is kept of a key."""
    return sha256(key.encode()).digest()
