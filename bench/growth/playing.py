"""Bookings played one by one, each from its creation to its end, with a relay that keeps up."""

from typing import Any

import psycopg

from app.relay import numbering
from bench.growth.desk import Desk
from bench.growth.histories import History
from bench.growth.stay import WAYS_TO_NOTHING, create, stay, to_nothing

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
        _tell(relay)
        if number % COMES_TO_NOTHING:
            room = history.ready[number % len(history.ready)]
            requests = stay(booking, room)
        else:
            way = WAYS_TO_NOTHING[number // COMES_TO_NOTHING % len(WAYS_TO_NOTHING)]
            requests = to_nothing(booking, way)
        for request in requests:
            desk.send(request)
            _tell(relay)


def _tell(relay: psycopg.Connection[Any]) -> None:
    relay.execute(numbering.NUMBER, (1000,))
    relay.execute(DELIVERED)
