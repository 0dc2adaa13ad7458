"""What the demo hotel's staff log in with: random, made with the hotel, and shown.

No other hotel's passwords are kept anywhere.
"""

import secrets
from typing import Any

import msgspec
import psycopg

from app.access.passwords import hash_password
from app.access.tokens import API_KEY, hash_of
from app.demo import hotel_plan as plan
from app.demo.acting import acting

# Without those that look alike.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
INTEGRATION = "INTEGRATION"
KEY_DAYS = 365


class DemoCredentials(msgspec.Struct, frozen=True):
    """Passwords of people by username, and the key of the hotel's one integration."""

    passwords: dict[str, str]
    api_key: str


def make_credentials(hotel_id: int) -> DemoCredentials:
    """Return new credentials for the demo hotel's staff."""
    people = [username for username, _, role in plan.STAFF if role != INTEGRATION]
    return DemoCredentials({username: _password() for username in people}, API_KEY.make(hotel_id))


def give_credentials(
    connection: psycopg.Connection[Any], hotel_id: int, credentials: DemoCredentials
) -> None:
    """Let the staff of the hotel in, in the transaction in which the hotel was made."""
    for username, password in credentials.passwords.items():
        connection.execute(
            "INSERT INTO hotelmate.staff_password (hotel_id, staff_id, password_hash)"
            " SELECT hotel_id, id, %s FROM hotelmate.staff"
            " WHERE hotel_id = %s AND username = %s",
            (hash_password(password), hotel_id, username),
        )
    with acting(connection, "system:demo", "SYSTEM"):
        connection.execute(
            "WITH key AS ("
            "  INSERT INTO hotelmate.api_key (hotel_id, staff_id, name, key_hash, expires_at)"
            "  SELECT hotel_id, id, display_name, %(hash)s, now() + make_interval(days => %(days)s)"
            "  FROM hotelmate.staff WHERE hotel_id = %(hotel_id)s AND role = %(role)s"
            "  RETURNING hotel_id, id"
            ") INSERT INTO hotelmate.api_key_scope (hotel_id, api_key_id, permission)"
            " SELECT key.hotel_id, key.id, permitted.permission FROM key"
            " CROSS JOIN hotelmate.staff_role_permission AS permitted"
            " WHERE permitted.role = %(role)s",
            {
                "hotel_id": hotel_id,
                "hash": hash_of(credentials.api_key),
                "days": KEY_DAYS,
                "role": INTEGRATION,
            },
        )


def are_of(connection: psycopg.Connection[Any], credentials: DemoCredentials) -> bool:
    """Say whether these credentials were made with this database's demo hotel."""
    found = connection.execute(
        "SELECT FROM hotelmate.api_key"
        " INNER JOIN hotelmate.hotel USING (hotel_id)"
        " WHERE api_key.hotel_id = %s AND key_hash = %s AND hotel.slug = %s",
        (
            API_KEY.hotel_of(credentials.api_key),
            hash_of(credentials.api_key),
            plan.SLUG,
        ),
    ).fetchone()
    return found is not None


def _password() -> str:
    """Return 79 random bits that a person can type."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
