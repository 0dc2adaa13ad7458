"""Waiting until a relay has told everything."""

import time
from typing import Any

import psycopg

PATIENCE_SECONDS = 240.0
NAP_SECONDS = 0.05

_LEFT = """
SELECT EXISTS (SELECT FROM hotelmate.outbox_event)
    OR EXISTS (SELECT FROM hotelmate.realtime_channel WHERE delivered_position < last_position)
"""


def wait_until_told(connection: psycopg.Connection[Any]) -> None:
    """Wait until nothing is left to be numbered or delivered.

    Raises:
        RuntimeError: that takes longer than any pause of the relay.
    """
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        row = connection.execute(_LEFT).fetchone()
        if row is not None and not row[0]:
            return
        if time.monotonic() > give_up_at:
            raise RuntimeError("the relay does not tell everything")
        time.sleep(NAP_SECONDS)
