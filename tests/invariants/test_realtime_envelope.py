"""The envelope: what clients receive of a message, the same for everybody and never too large."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.invariants.test_outbox import LIMIT, of_size
from tests.realtime_messages import number, publish

PUSHER_TAKES = 10_000
# What the CHECK leaves for everything but payload and scope.
FRAME = PUSHER_TAKES - LIMIT
LONGEST_SLUG = "s" * 50
LONGEST_CHANNEL = f"guest.BK-999999-{9 * '99'}"
LAST_POSITION = 2**63 - 1
# A DBA may say a longer one, in letters that JSON writes with six bytes.
LONGEST_REQUEST_ID = "\x01" * 100
ENVELOPE = """
SELECT hotelmate.envelope(message, hotel.slug)::text
FROM hotelmate.realtime_message AS message JOIN hotelmate.hotel USING (hotel_id)
WHERE hotel_id = %s ORDER BY position DESC LIMIT 1
"""


@pytest.fixture
def house(clone: str) -> Iterator[HotelBuilder]:
    """A hotel in a database of its own, with the longest slug, about to use up its positions."""
    with psycopg.connect(clone, autocommit=True) as connection:
        hotel = HotelBuilder(connection)
        hotel.run(
            "WITH entry AS ("
            " UPDATE hotelmate.hotel_directory SET slug = %s RETURNING hotel_id, slug)"
            " UPDATE hotelmate.hotel SET slug = entry.slug FROM entry"
            " WHERE hotel.hotel_id = entry.hotel_id",
            LONGEST_SLUG,
        )
        hotel.run("ALTER TABLE hotelmate.realtime_stream DISABLE TRIGGER USER")
        hotel.run("UPDATE hotelmate.realtime_stream SET last_position = %s", LAST_POSITION - 2)
        yield hotel


def envelope(hotel: HotelBuilder) -> str:
    """Return the envelope of the hotel's last message."""
    return str(hotel.value(ENVELOPE, hotel.hotel_id))


def test_the_envelope_says_all_that_clients_need(hotel: HotelBuilder) -> None:
    publish(hotel, "hotel")
    event = publish(
        hotel,
        "rooms",
        category="rooms",
        event_type="room_updated",
        payload=Jsonb({"room_number": "7", "note": "Z\u00fcrich \U0001f6cf"}),
        scope=Jsonb({"room_id": 7, "room_number": "7", "version": 3}),
        occurred_at=datetime(2026, 7, 1, 12, 0, 0, 250, tzinfo=UTC),
        request_id="front-desk-7",
    )
    publish(hotel, "rooms", event_id=uuid.UUID(int=1))
    number(hotel, 2)
    assert json.loads(envelope(hotel)) == {
        "category": "rooms",
        "type": "room_updated",
        "payload": {"room_number": "7", "note": "Z\u00fcrich \U0001f6cf"},
        "meta": {
            "event_id": str(event),
            "hotel_slug": hotel.slug,
            "ts": "2026-07-01T12:00:00.000250+00:00",
            "scope": {"room_id": 7, "room_number": "7", "version": 3},
            "channel": "rooms",
            "position": 2,
            "previous": None,
            "request_id": "front-desk-7",
        },
    }
    number(hotel)
    assert json.loads(envelope(hotel))["meta"]["previous"] == 2


@pytest.mark.parametrize(
    "setting",
    [
        "TimeZone = 'Asia/Kathmandu'",
        "DateStyle = 'German, DMY'",
        "IntervalStyle = 'iso_8601'",
        "extra_float_digits = 0",
        "bytea_output = 'escape'",
        "search_path = pg_temp, public",
        "lc_time = 'C'",
    ],
)
def test_no_setting_of_a_session_changes_the_envelope(
    hotel: HotelBuilder, owner: psycopg.Connection, setting: str
) -> None:
    publish(hotel, payload=Jsonb({"number": 1.1}))
    number(hotel)
    said = envelope(hotel)
    with owner.transaction(force_rollback=True):
        owner.execute(f"SET LOCAL {setting}".encode())
        assert envelope(hotel) == said


def test_what_is_around_payload_and_scope_has_a_thousand_bytes_at_most(house: HotelBuilder) -> None:
    for _ in range(2):
        publish(
            house,
            LONGEST_CHANNEL,
            category="housekeeping",
            event_type="t" * 64,
            request_id=LONGEST_REQUEST_ID,
            payload=Jsonb({}),
            scope=Jsonb({}),
        )
        number(house)
    said = envelope(house)
    meta = json.loads(said)["meta"]
    assert (meta["position"], meta["previous"]) == (LAST_POSITION, LAST_POSITION - 1)
    assert (meta["hotel_slug"], meta["channel"]) == (LONGEST_SLUG, LONGEST_CHANNEL)
    assert len(said.encode()) - 2 * len("{}") <= FRAME


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\u20ac", "\U0001f6cf", '"', "\\", "\n", "\x01"])
def test_the_largest_event_is_a_message_that_a_publisher_takes(
    house: HotelBuilder, letter: str
) -> None:
    as_written = json.dumps(letter, ensure_ascii=False)[1:-1]
    payload = of_size(house, "a" * len(as_written.encode()), LIMIT - 2)
    note = payload.obj["note"]
    fitted = letter * (len(note) // len(as_written.encode()))
    for _ in range(2):
        publish(
            house,
            LONGEST_CHANNEL,
            category="housekeeping",
            event_type="t" * 64,
            request_id=LONGEST_REQUEST_ID,
            payload=Jsonb({"note": fitted}),
            scope=Jsonb({}),
        )
        number(house)
    said = envelope(house)
    assert json.loads(said)["payload"] == {"note": fitted}
    assert LIMIT < len(said.encode()) <= PUSHER_TAKES
