"""docs/realtime.md names what there is: members, channels, tables, figures, commands, settings."""

import json
import re

import click
import psycopg

from app.cli.relay import relay
from app.invariants import BY_NAME
from app.problems.types import PROBLEM_TYPES
from app.realtime.channels import public_names
from app.relay import carrying, circuit_breaker, delivery, leader, numbering, retention
from app.settings import VARIABLES
from tests.docs.markdown import FENCE, chapter, codes, fences, read, table_rows
from tests.hotel_builder import HotelBuilder


def document() -> str:
    """Return the page without its fences."""
    return FENCE.sub("", read("realtime.md"))


def paths(value: object, prefix: str = "") -> set[str]:
    """Return the names of the members of an envelope; what the event itself says is its own."""
    if not isinstance(value, dict) or prefix in ("payload", "meta.scope"):
        return {prefix}
    return {
        path
        for name, member in value.items()
        for path in paths(member, f"{prefix}.{name}".strip("."))
    }


def test_the_envelope_shown_has_the_members_of_a_real_one(
    owner: psycopg.Connection,
) -> None:
    hotel = HotelBuilder(owner)
    hotel.room()
    owner.execute("SELECT hotelmate.number_events(%s)", (hotel.hotel_id,))
    row = owner.execute(
        "SELECT hotelmate.envelope(m, %s) FROM hotelmate.realtime_message AS m WHERE hotel_id = %s",
        (hotel.slug, hotel.hotel_id),
    ).fetchone()
    assert row is not None
    heading = "## What a client receives"
    (shown,) = [each.body for each in fences(chapter(read("realtime.md"), heading))]
    assert paths(json.loads(shown)) == paths(row[0])
    explained = {name for row in table_rows(chapter(document(), heading)) for name in codes(row[0])}
    assert explained == paths(row[0])


def test_the_channels_are_called_so() -> None:
    rows = [row for row in table_rows(chapter(document(), "## Through Pusher")) if len(row) == 3]
    listed = {codes(row[2])[0]: codes(row[1])[0] for row in rows}
    slug, values = "sea-view", {"<staff_id>": "17", "<booking_id>": "BK-2026-000123"}
    assert len(listed) == 4
    for channel, name in listed.items():
        real = channel
        for sign, value in values.items():
            real = real.replace(sign, value)
        filled = name.format(slug=slug, staff_id="17", booking_id="BK-2026-000123")
        assert public_names(slug, real) == [filled]


def test_tables_rules_problems_and_settings_are_known(owner: psycopg.Connection) -> None:
    tables = {
        name
        for (name,) in owner.execute(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'hotelmate'::regnamespace"
        )
    }
    told = table_rows(chapter(document(), "## How it is held together"))
    assert {codes(row[0])[0] for row in told if codes(row[0])} <= tables
    spoken = set(codes(document()))
    assert {name for name in spoken if name.startswith("outbox_event_")} <= BY_NAME.keys()
    assert {name for name in spoken if name.startswith("events-")} <= PROBLEM_TYPES.keys()
    variables = {each.name for each in VARIABLES}
    named = set(re.findall(r"(?:HOTELMATE|PUSHER)_[A-Z_]+", document()))
    assert named <= variables
    needed = {name for name in variables if name.startswith(("PUSHER_", "HOTELMATE_EVENTS"))}
    assert needed <= named


def test_the_commands_are_those_of_the_program() -> None:
    assert isinstance(relay, click.Group)
    shown = re.findall(r"^    hotelmate relay ([a-z-]+)", read("realtime.md"), re.MULTILINE)
    assert sorted(shown) == sorted(relay.commands)


def test_the_numbers_are_those_of_the_program() -> None:
    text = document()
    assert delivery.LANES == circuit_breaker.SUSPICIOUS_CHANNELS == 8
    assert "up to eight calls" in text
    assert "messages of eight channels" in text
    assert carrying.MOST_FAILURES == 10
    assert "ten times while others pass" in text
    assert (circuit_breaker.PAUSE.first, circuit_breaker.PAUSE.longest) == (0.5, 60)
    assert circuit_breaker.SUSPICIOUS_REFUSALS == 8
    assert "more than eight in a row" in text
    assert circuit_breaker.LONGEST_ASKED_SECONDS == 600
    assert "ten minutes at most" in text
    assert "'15s'" in leader.SESSION
    assert "within 15 seconds" in text
    assert numbering.POLL_SECONDS == 1
    assert f"{retention.PIECE} at a time" in text
