"""A queue of deliveries that a test shuffles, thins out and doubles."""

import random

from tests.stripe_server.delivery import Deliver, Delivery, Recorded


class Schedule:
    """Events that wait for their delivery; new ones join at the end by themselves.

    Positions are taken modulo the length of the queue, and nothing happens on an empty one, so
    that any sequence of operations makes sense.
    """

    def __init__(self, deliver: Deliver, recorded: Recorded, seed: int = 0) -> None:
        self._deliver = deliver
        self._recorded = recorded
        self._random = random.Random(seed)
        self._position = 0
        self._waiting: list[str] = []
        self.dropped: list[str] = []

    @property
    def waiting(self) -> list[str]:
        """Return the ids that wait, the next one first; an id may be there twice."""
        fresh, self._position = self._recorded(self._position)
        self._waiting.extend(fresh)
        return self._waiting

    def duplicate(self, position: int) -> None:
        """Post an event once more, at the end."""
        if waiting := self.waiting:
            waiting.append(waiting[position % len(waiting)])

    def delay(self, position: int) -> None:
        """Put an event at the end."""
        if waiting := self.waiting:
            waiting.append(waiting.pop(position % len(waiting)))

    def drop(self, position: int) -> None:
        """Lose a delivery; another copy of the same event may still wait."""
        if waiting := self.waiting:
            self.dropped.append(waiting.pop(position % len(waiting)))

    def shuffle(self) -> None:
        """Bring what waits into a random order, the same one for the same seed."""
        self._random.shuffle(self.waiting)

    def restore_dropped(self) -> None:
        """Put what was lost at the end."""
        self.waiting.extend(self.dropped)
        self.dropped.clear()

    def deliver_next(self) -> Delivery | None:
        """Post the next event; what is not answered with 2xx goes to the end."""
        waiting = self.waiting
        if not waiting:
            return None
        delivery = self._deliver(waiting.pop(0))
        if not delivery.ok:
            waiting.append(delivery.event_id)
        return delivery

    def deliver_all(self, attempts: int = 3) -> list[Delivery]:
        """Post until nothing waits, or all that waits was refused this often in a row."""
        made: list[Delivery] = []
        refused = 0
        while self.waiting and refused < attempts * len(self._waiting):
            delivery = self.deliver_next()
            assert delivery is not None
            made.append(delivery)
            refused = 0 if delivery.ok else refused + 1
        return made
