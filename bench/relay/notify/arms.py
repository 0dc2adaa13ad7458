"""What is compared: our waking of the relay, none at all, and a NOTIFY in every transaction."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import psycopg

from bench.relay.notify.relay import POLLS, SLEEPS

_NAME = "tg_outbox_event__wake_relay"
_DEFINITION = f"""
SELECT pg_get_triggerdef(oid) FROM pg_trigger
WHERE tgrelid = 'hotelmate.outbox_event'::regclass AND tgname = '{_NAME}'
"""
_DROP = f"DROP TRIGGER IF EXISTS {_NAME} ON hotelmate.outbox_event"
_ALWAYS = f"""
CREATE TRIGGER {_NAME} AFTER INSERT ON hotelmate.outbox_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.wake_relay()
"""


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to wake the relay.

    Attributes:
        trigger: the statement that makes the trigger; None where there is none.
        relay: what the relay does when there is nothing to do. Where nobody wakes it, it looks
            every few milliseconds, as the real one does while it is awake: its work is the same.
    """

    name: str
    trigger: str | None
    relay: str


def arms(connection: psycopg.Connection[Any]) -> tuple[Arm, Arm, Arm]:
    """Return ours, without and naive; the database still has the trigger that is ours."""
    row = connection.execute(_DEFINITION).fetchone()
    assert row is not None
    return (
        Arm("ours", row[0], SLEEPS),
        Arm("without", None, POLLS),
        Arm("naive", _ALWAYS, SLEEPS),
    )


def switch(connection: psycopg.Connection[Any], relay: IO[str], arm: Arm) -> None:
    """Change over to one way; sessions that begin from now on have it."""
    connection.execute(_DROP)
    if arm.trigger is not None:
        connection.execute(arm.trigger.encode())
    relay.write(f"{arm.relay}\n")
    relay.flush()


@contextmanager
def switchable_relay(database_url: str) -> Iterator[IO[str]]:
    """Run the relay of all arms; give what it reads its orders from."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.relay.notify.relay"],
        env={**os.environ, "DATABASE_URL": database_url},
        stdin=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    try:
        yield process.stdin
    finally:
        process.communicate()
