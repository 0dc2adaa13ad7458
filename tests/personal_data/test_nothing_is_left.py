"""After erasure nothing is left of what was told about guests, but for what the document says.

Every route that takes a text is sent a mark, all bookings end and are erased, and then every column
of every table is searched.
"""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from app.main import create_app
from tests.api.serving import PUSHER, serving, settings_for
from tests.consistency import contradictions
from tests.personal_data.columns import WITHOUT
from tests.stripe_server.server import StripeServer
from tests.walls.asking import ask, told
from tests.walls.routes import EXAMPLES, Call, Example
from tests.walls.two_hotels import House

DOCUMENT = Path(__file__).parents[2] / "docs/personal-data.md"
MARK = "Guestmark"
# Texts of these are about the hotel and who works there.
NOT_ABOUT_GUESTS = re.compile(
    r"/(staff|api-keys|me|log-in|log-out|cancellation-policy|precheckin-form|settings|realtime)\b"
)
# They erase, or end what others need.
ERASES = re.compile(r"/erase$")
COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type
FROM information_schema.columns AS c
JOIN information_schema.tables AS t USING (table_schema, table_name)
WHERE c.table_schema = 'hotelmate' AND t.table_type = 'BASE TABLE'
    AND (c.data_type IN ('text', 'jsonb', 'bytea', 'ARRAY') OR c.domain_name IS NOT NULL)
ORDER BY c.table_name, c.column_name
"""


def documented(heading: str) -> set[str]:
    """Return the columns that a table of the document names."""
    part = DOCUMENT.read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", row)}


@pytest.fixture
def owner(clone: str) -> Iterator[psycopg.Connection[Any]]:
    with closing(psycopg.connect(clone, autocommit=True)) as connection:
        yield connection


@pytest.fixture
def http(clone: str, stripe: StripeServer) -> Iterator[httpx.Client]:
    settings = settings_for(clone, **stripe.environment(), **PUSHER)
    with (
        serving(create_app(settings)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def marked(call: Call, house: House) -> Call:
    """Put the guests' mark where the house's own would stand."""

    def put(value: Any) -> Any:
        return json.loads(json.dumps(value).replace(house.mark, MARK))

    return Call(call.path, put(call.query), put(call.body), call.headers, call.raw)


def about_guests() -> list[Example]:
    return [
        each
        for each in EXAMPLES
        if each.changes
        and not NOT_ABOUT_GUESTS.search(each.template)
        and not ERASES.search(each.template)
    ]


def holding(owner: psycopg.Connection[Any]) -> set[str]:
    """Return the columns in which the mark stands, as text or as bytes."""
    found = set()
    for table, column, kind in owner.execute(COLUMNS).fetchall():
        shown = f"encode({column}, 'escape')" if kind == "bytea" else f"{column}::text"
        query = f"SELECT EXISTS (SELECT FROM hotelmate.{table} WHERE {shown} LIKE %s)"
        row = owner.execute(query.encode(), (f"%{MARK}%",)).fetchone()
        if row is not None and row[0]:
            found.add(f"{table}.{column}")
    return found


def end_everything(house: House) -> None:
    """Let everybody leave, and cancel what is still open."""
    for facts in (
        "checked_out_at = now() WHERE in_house_room_id IS NOT NULL",
        "status = 'CANCELLED' WHERE is_open",
    ):
        house.run(f"UPDATE hotelmate.room_booking SET {facts} AND hotel_id = %s", house.hotel_id)


def test_nothing_is_left_but_what_the_document_says(
    http: httpx.Client, owner: psycopg.Connection[Any]
) -> None:
    house = House(owner)
    headers = house.headers()
    for route in about_guests():
        keyed = {**headers, "Idempotency-Key": uuid.uuid4().hex}
        credential = keyed if route.of_hotel else {}
        call = marked(route.make(house), house)
        answer = ask(http, route, call, house.slug, credential)
        assert answer.status_code == route.status, (route.name, told(answer))
    before = holding(owner)
    end_everything(house)

    for (reference,) in owner.execute(
        "SELECT booking_reference FROM hotelmate.room_booking WHERE hotel_id = %s",
        (house.hotel_id,),
    ).fetchall():
        path = f"/api/hotels/{house.slug}/bookings/{reference}/erase"
        answer = http.post(path, headers=headers)
        assert answer.status_code == 200, answer.text

    held, stays = documented("What is held"), documented("What stays")
    assert before <= held | stays
    assert len(before - stays) > 10
    assert holding(owner) <= stays
    assert contradictions(owner, house.slug) == []


def test_every_column_that_holds_text_is_known(owner: psycopg.Connection[Any]) -> None:
    known = {f"{table}.{column}" for table, column, _ in owner.execute(COLUMNS).fetchall()}
    without = {f"{table}.{name}" for table, names in WITHOUT.items() for name in names.split()}

    assert documented("What is held") | documented("What stays") | without == known
