"""Pusher's signature, computed on our own."""

import hashlib
import hmac
from collections.abc import Mapping

APP_ID, KEY, SECRET = "4711", "a-public-key", "a-private-secret"


def signature(method: str, path: str, query: Mapping[str, str], secret: str = SECRET) -> str:
    """Return what `auth_signature` must be, for a query without it."""
    sorted_query = "&".join(f"{name}={query[name]}" for name in sorted(query))
    text = f"{method}\n{path}\n{sorted_query}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def digest(body: bytes) -> str:
    """Return what `body_md5` must be."""
    return hashlib.md5(body).hexdigest()


def signed(path: str, body: bytes, now: float, changes: Mapping[str, str] | None = None) -> str:
    """Return path and query of a POST, signed after `changes` were made to the query."""
    query = {
        "auth_key": KEY,
        "auth_timestamp": f"{now:.0f}",
        "auth_version": "1.0",
        "body_md5": digest(body),
        **(changes or {}),
    }
    query["auth_signature"] = signature("POST", path, query)
    return path + "?" + "&".join(f"{name}={value}" for name, value in query.items())
