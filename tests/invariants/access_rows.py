"""Rows by which staff and integrations prove who they are, as their owner writes them."""

import hashlib
import secrets
from typing import Any

from tests.hotel_builder import HotelBuilder

ARGON2 = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA"


def sha256() -> bytes:
    """Return the hash of something that nobody knows."""
    return hashlib.sha256(secrets.token_bytes()).digest()


def add_password(hotel: HotelBuilder, staff: int, **columns: object) -> None:
    """Give a member of staff a password."""
    hotel.insert("staff_password", **{"staff_id": staff, "password_hash": ARGON2, **columns})


def add_session(hotel: HotelBuilder, staff: int, **columns: object) -> Any:
    """Start a session of a member of staff; return its id."""
    return hotel.insert(
        "staff_session", **{"staff_id": staff, "expires_at": "2999-01-01T00:00Z", **columns}
    )


def add_refresh_token(hotel: HotelBuilder, session: object, **columns: object) -> None:
    """Issue a refresh token of a session."""
    hotel.insert("refresh_token", **{"session_id": session, "token_hash": sha256(), **columns})


def add_api_key(hotel: HotelBuilder, staff: int, **columns: object) -> int:
    """Issue an API key of a member of staff for 30 days; return its id."""
    expires = hotel.value("SELECT now() + interval '30 days'")
    row = {"staff_id": staff, "name": "channel manager", "key_hash": sha256()}
    return int(hotel.insert("api_key", **{**row, "expires_at": expires, **columns}))


def add_scope(hotel: HotelBuilder, api_key: int, permission: str, **columns: object) -> None:
    """Let a key do something."""
    hotel.insert("api_key_scope", **{"api_key_id": api_key, "permission": permission, **columns})


def keep_answer(hotel: HotelBuilder, staff: int, **columns: object) -> None:
    """Keep the answer to a request that had an effect."""
    row = {"staff_id": staff, "key": "retry-1", "request_hash": sha256(), "status": 201}
    hotel.insert("idempotency_key", **{**row, "headers": "{}", "body": b"{}", **columns})


def count_failure(hotel: HotelBuilder, subject: bytes | None = None, failures: int = 1) -> None:
    """Count attempts to log in."""
    hotel.run(
        "INSERT INTO hotelmate.log_in_limit (subject, failures) VALUES (%s, %s)",
        subject or sha256(),
        failures,
    )
