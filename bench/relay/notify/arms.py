"""What is compared: our waking of the relay, none, and a NOTIFY in every transaction."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import psycopg

from bench.relay.notify.relay import POLLS, SLEEPS

_TRIGGER = "ALTER TABLE hotelmate.outbox_event {} TRIGGER {}"
_OURS, _NAIVE = "tg_outbox_event__wake_relay", "notify_always"
# What it was before there was a gate, and what most others do.
MAKE_NAIVE = f"""
CREATE FUNCTION public.notify_always() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hotelmate_outbox', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER {_NAIVE} AFTER INSERT ON hotelmate.outbox_event
FOR EACH STATEMENT EXECUTE FUNCTION public.notify_always();
ALTER TABLE hotelmate.outbox_event DISABLE TRIGGER {_NAIVE};
"""


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to wake the relay.

    Attributes:
        trigger: the one trigger of the outbox that is on; None where the relay polls instead.
    """

    name: str
    trigger: str | None

    @property
    def relay(self) -> str:
        """What the relay does when there is nothing to do.

        Without a trigger it looks every few milliseconds, which is as prompt.
        """
        return POLLS if self.trigger is None else SLEEPS


OURS = Arm("ours", _OURS)
WITHOUT = Arm("without", None)
NAIVE = Arm("naive", _NAIVE)
ARMS = (OURS, WITHOUT, NAIVE)


def switch(connection: psycopg.Connection[Any], relay: IO[str], arm: Arm) -> None:
    """Turn one way on and the others off."""
    for trigger in (_OURS, _NAIVE):
        word = "ENABLE" if trigger == arm.trigger else "DISABLE"
        connection.execute(_TRIGGER.format(word, trigger))
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
