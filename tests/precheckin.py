"""Forms of pre-check-in, links to them and answers, written in plain SQL as a DBA would."""

import hashlib
import secrets
from typing import Any

from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder

_ISSUE = """\
INSERT INTO hotelmate.booking_token (hotel_id, booking_id, purpose, token_hash, expires_at)
VALUES (%s, %s, %s, %s, now() + interval '1 day')
"""
CONSENT_TEXTS = {"en": "I keep the house rules.", "de": "Ich halte die Hausordnung ein."}


def field(name: str, kind: str = "TEXT", asked_of: str = "BOOKING", **more: Any) -> dict[str, Any]:
    """Return a field of a form; a CHOICE offers a and b, a CONSENT has words."""
    of_kind: dict[str, dict[str, Any]] = {
        "CHOICE": {"choices": ["a", "b"]},
        "CONSENT": {"consent_texts": CONSENT_TEXTS},
    }
    made = {"name": name, "kind": kind, "asked_of": asked_of, "labels": {"en": name}}
    return {**made, **of_kind.get(kind, {}), **more}


def required(
    name: str, kind: str = "TEXT", asked_of: str = "BOOKING", **more: Any
) -> dict[str, Any]:
    """Return a field that must be answered."""
    return field(name, kind, asked_of, is_required=True, **more)


def add_field(hotel: HotelBuilder, version: int, position: int, **told: Any) -> None:
    """Add a field to a form."""
    columns = {
        name: Jsonb(value) if isinstance(value, dict) else value for name, value in told.items()
    }
    hotel.insert("precheckin_field", form_version=version, position=position, **columns)


def publish(hotel: HotelBuilder, *fields: dict[str, Any]) -> int:
    """Publish a form of these fields; return its version."""
    with hotel.connection.transaction():
        version = int(hotel.insert("precheckin_form"))
        for position, told in enumerate(fields, start=1):
            add_field(hotel, version, position, **told)
    return version


def publish_earlier(hotel: HotelBuilder, *fields: dict[str, Any]) -> int:
    """Publish a form in a transaction that goes on and uses it: it is made older, past triggers."""
    version = publish(hotel, *fields)
    hotel.run("SET LOCAL session_replication_role = replica")
    hotel.run(
        "UPDATE hotelmate.precheckin_form SET published_at = published_at - interval '1 day'"
        " WHERE hotel_id = %s AND version = %s",
        hotel.hotel_id,
        version,
    )
    hotel.run("SET LOCAL session_replication_role = origin")
    return version


def link(hotel: HotelBuilder, booking: int, **columns: Any) -> int:
    """Issue a link for pre-check-in that is good for a day unless told otherwise."""
    made: dict[str, object] = {
        "booking_id": booking,
        "purpose": "PRECHECKIN",
        "token_hash": hashlib.sha256(secrets.token_bytes()).digest(),
        "expires_at": hotel.value("SELECT now() + interval '1 day'"),
    }
    return int(hotel.insert("booking_token", **{**made, **columns}))


def issue_link(hotel: HotelBuilder, booking: int, purpose: str = "PRECHECKIN") -> str:
    """Issue a link that is good for a day, and return its token."""
    token = f"{hotel.hotel_id}-{secrets.token_urlsafe(32)}"
    token_hash = hashlib.sha256(token.encode()).digest()
    hotel.run(_ISSUE, hotel.hotel_id, booking, purpose, token_hash)
    return token


def members(hotel: HotelBuilder, booking: int) -> list[int]:
    """Return the members of a party, the primary guest first."""
    rows = hotel.connection.execute(
        "SELECT id FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s"
        " ORDER BY role = 'PRIMARY' DESC, id",
        (hotel.hotel_id, booking),
    )
    return [int(row[0]) for row in rows]


def save(hotel: HotelBuilder, booking: int, **answers: Any) -> int:
    """Save answers for the booking, whole."""
    return hotel.update("room_booking", booking, precheckin_payload=Jsonb(answers))


def save_guest(hotel: HotelBuilder, guest: int, **answers: Any) -> int:
    """Save a guest's answers, whole."""
    return hotel.update("booking_guest", guest, precheckin_payload=Jsonb(answers))


def submit(hotel: HotelBuilder, booking: int, **answers: Any) -> int:
    """Submit pre-check-in; answers for the booking, if any, come along."""
    columns: dict[str, Any] = {"precheckin_payload": Jsonb(answers)} if answers else {}
    now = hotel.value("SELECT now()")
    return hotel.update("room_booking", booking, precheckin_submitted_at=now, **columns)


def erase(hotel: HotelBuilder, guest: int) -> int:
    """Erase a guest's personal data."""
    return hotel.run(
        "UPDATE hotelmate.booking_guest SET personal_data_erased_at = now()"
        " WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        guest,
    )
