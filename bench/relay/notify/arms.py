"""What is compared: our waking of the relay, none, and a NOTIFY in every transaction.

The trigger of the outbox is the same everywhere; what its function does is not.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import psycopg

from bench.relay.notify.relay import POLLS, SLEEPS

_DEFINITION = "SELECT pg_get_functiondef('hotelmate.wake_relay()'::regprocedure)"
_REPLACED = """
CREATE OR REPLACE FUNCTION hotelmate.wake_relay() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    {}
    RETURN NULL;
END
$$
"""


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to wake the relay.

    Attributes:
        function: what the trigger calls, as a statement that defines it.
        relay: what the relay does when there is nothing to do. Where nobody wakes it, it looks
            every few milliseconds, as the real one does while it is awake: its work is the same.
    """

    name: str
    function: str
    relay: str


def arms(connection: psycopg.Connection[Any]) -> tuple[Arm, Arm, Arm]:
    """Return ours, without and naive; the database still has the function that is ours."""
    row = connection.execute(_DEFINITION).fetchone()
    assert row is not None
    notify = "PERFORM pg_notify('hotelmate_outbox', '');"
    return (
        Arm("ours", row[0], SLEEPS),
        Arm("without", _REPLACED.format(""), POLLS),
        Arm("naive", _REPLACED.format(notify), SLEEPS),
    )


def switch(connection: psycopg.Connection[Any], relay: IO[str], arm: Arm) -> None:
    """Change over to one way; sessions that begin from now on have it."""
    connection.execute(arm.function)
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
