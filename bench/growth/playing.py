"""Bookings played one after the other, each from its creation to its end."""

from bench.growth.desk import Desk
from bench.growth.histories import History
from bench.growth.stay import WAYS_TO_NOTHING, create, stay, to_nothing

# Every so many bookings one comes to nothing, as in the history.
COMES_TO_NOTHING = 5


def play(desk: Desk, history: History, bookings: int) -> None:
    """Play bookings from creation to the end, one after the other."""
    for number in range(bookings):
        booking = desk.send(create(history.today))[1]
        if number % COMES_TO_NOTHING:
            room = history.ready[number % len(history.ready)]
            requests = stay(booking, room)
        else:
            way = WAYS_TO_NOTHING[number // COMES_TO_NOTHING % len(WAYS_TO_NOTHING)]
            requests = to_nothing(booking, way)
        for request in requests:
            desk.send(request)
