"""Bookings played one by one, each from its creation to its end, with a relay that keeps up."""

from typing import Any

import psycopg

from app.relay import numbering
from bench.growth.desk import Desk
from bench.growth.histories import History
from bench.growth.stay import WAYS_TO_NOTHING, create, stay, to_nothing

# Events that are numbered at once; a request tells of far fewer.
BATCH = 1000
# Every so many bookings one comes to nothing, as in the history.
COMES_TO_NOTHING = 5
# What a relay writes when a publisher has taken everything.
DELIVERED = """
UPDATE hotelmate.realtime_channel
SET delivered_position = last_position, due_at = clock_timestamp(), failures = 0, last_error = NULL
WHERE delivered_position < last_position
"""


def play(desk: Desk, history: History, bookings: int, relay: psycopg.Connection[Any]) -> None:
    """Play bookings from creation to the end, one after the other.

    Args:
        desk, history: where, and who plays.
        bookings: how many.
        relay: numbers and delivers what each request tells.
    """
    for number in range(bookings):
        booking = desk.send(create(history.today))[1]
        tell(relay)
        if number % COMES_TO_NOTHING:
            room = history.ready[number % len(history.ready)]
            requests = stay(booking, room)
        else:
            way = WAYS_TO_NOTHING[number // COMES_TO_NOTHING % len(WAYS_TO_NOTHING)]
            requests = to_nothing(booking, way)
        for request in requests:
            desk.send(request)
            tell(relay)


def tell(relay: psycopg.Connection[Any]) -> None:
    """Number and deliver what a request told."""
    relay.execute(numbering.NUMBER, (BATCH,))
    relay.execute(DELIVERED)


def tell_the_rest(relay: psycopg.Connection[Any]) -> None:
    """Number and deliver all that was told while no relay ran."""
    while relay.execute("SELECT FROM hotelmate.outbox_event LIMIT 1").rowcount:
        relay.execute(numbering.NUMBER, (BATCH,))
    relay.execute(DELIVERED)
    # A session tells its counts some time later: rows that are dead by now would count as dead
    # after a VACUUM that removed them.
    relay.execute("SELECT pg_stat_force_next_flush()")
