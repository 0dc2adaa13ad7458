"""What whoever kills has at hand, and what can be seen of the relay from outside."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

from app.embedded import EmbeddedPostgres
from bench.relay.kills.pair import Pair, wait_until
from bench.relay.kills.quota import Quota
from tests.pusher_server.process import PusherProcess

PATIENCE_SECONDS = 4.0

_AT_WORK = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = 'hotelmate-relay' AND state = 'active' AND query LIKE %s
    AND (wait_event_type = 'Lock' OR NOT %s)
"""
_LEADING_SESSIONS = """
SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND classid = 715 AND objid = 1 AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
NUMBERS = "%number_events%"
MARKS = "%UPDATE hotelmate.realtime_channel AS channel%SET delivered_position%"


@dataclass
class Scene:
    """The scene of a killing.

    Attributes:
        url: connection string of the owner; connections do not outlive a crash of the server.
        happened: what was done, by name.
    """

    url: str
    server: EmbeddedPostgres
    relays: Pair
    pusher: PusherProcess
    quota: Quota
    chance: random.Random
    happened: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def owner(self, *, autocommit: bool = True) -> Iterator[psycopg.Connection[Any]]:
        """Give a connection of the owner; without autocommit what was done is undone at the end."""
        connection = psycopg.connect(self.url, autocommit=autocommit)
        try:
            yield connection
        finally:
            connection.close()

    def await_relay_at(self, statement: str, *, held_up: bool = False) -> bool:
        """Wait until a relay's session is in the middle of a statement; say whether it is."""
        with self.owner() as owner:
            return wait_until(
                lambda: _count(owner, _AT_WORK, (statement, held_up)) > 0, PATIENCE_SECONDS
            )

    def await_calls_without_answer(self, before: int) -> bool:
        """Wait until a call hangs at the server that did not before; say whether one does."""
        return wait_until(lambda: self.calls_without_answer() > before, PATIENCE_SECONDS)

    def calls_without_answer(self) -> int:
        """Count the calls that the server did not answer."""
        return self.pusher.statistics().statuses.get("none", 0)

    def take_leadership(self) -> None:
        """End the session that holds the lock of leadership; its other sessions stay."""
        with self.owner() as owner:
            owner.execute(_LEADING_SESSIONS)


def _count(connection: psycopg.Connection[Any], query: str, parameters: tuple[object, ...]) -> int:
    row = connection.execute(query, parameters).fetchone()
    assert row is not None
    return int(row[0])
