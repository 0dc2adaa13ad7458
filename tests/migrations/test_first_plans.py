"""Plans that a session makes while nothing is there must still be good when much is.

Sessions keep their plans. Before ANALYZE has seen a table the planner finds all its indexes alike,
so the migration says what is true of the log of messages from the beginning.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from app.relay.backlog import DUE
from app.relay.connection import SESSION


@pytest.fixture
def new(clone: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(clone, autocommit=True) as connection:
        connection.execute(SESSION)
        yield connection


def plan(
    connection: psycopg.Connection[Any], query: str, given: dict[str, object] | None = None
) -> str:
    rows = connection.execute(f"EXPLAIN {query}".encode(), given).fetchall()
    return "\n".join(row[0] for row in rows)


def test_an_event_is_looked_up_by_its_own_key(new: psycopg.Connection[Any]) -> None:
    found = plan(
        new,
        "SELECT FROM hotelmate.realtime_message WHERE hotel_id = 1 AND channel = 'hotel'"
        " AND event_id = '00000000-0000-0000-0000-000000000001'",
    )
    assert "using realtime_message_once_a_channel" in found
    assert "Filter" not in found


def test_what_is_due_is_looked_up_channel_by_channel(new: psycopg.Connection[Any]) -> None:
    found = plan(new, DUE, {"hotels": [1], "names": ["rooms"], "most": 10})
    for index in ("channel_due", "message_by_channel", "message_pkey"):
        assert f"using realtime_{index} " in found
    assert "Seq Scan" not in found
