"""Delivery in order: what passes, what waits, and for how long."""

import time
from collections.abc import Callable

import structlog

from app.relay import outbox
from app.relay.outbox import Connection, OutboxEvent
from app.relay.publisher import EventRefused, Publisher, Unreachable

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0

log = structlog.get_logger(component="relay")


def pause_after(attempts: int) -> float:
    """Return the seconds to wait after so many failed attempts: doubled each time, bounded."""
    # The exponent is bounded as well: 2.0 to the power of many attempts overflows.
    return float(min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(attempts - 1, 16)))


class Delivery:
    """Publishes undelivered events one after the other and marks each.

    One event that is refused holds up what follows on its channels, and nothing else. A publisher
    that cannot be reached holds up everything. Neither is tried again before its pause is over.
    """

    def __init__(
        self, publisher: Publisher, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._publisher = publisher
        self._clock = clock
        self._failures = 0
        self._not_before = 0.0
        # Only events that are refused are in here; they leave it when they pass.
        self._refused_until: dict[tuple[int, int], float] = {}

    def pass_once(self, connection: Connection, stopped: Callable[[], bool]) -> bool:
        """Publish what is undelivered and may pass now.

        Returns:
            Whether to look again at once, because there may be more than one batch.
        """
        if self._clock() < self._not_before:
            return False
        events = outbox.undelivered(connection)
        held: set[str] = set()
        passed = 0
        for event in events:
            if stopped():
                return False
            if not held.isdisjoint(event.channels) or not self._is_due(event):
                # What it holds up on one channel, it holds up on its others: else an event could
                # overtake it there.
                held.update(event.channels)
                continue
            try:
                self._publisher.publish(event)
            except EventRefused as error:
                held.update(event.channels)
                self._refuse(connection, event, error)
            except Unreachable as error:
                self._retreat(connection, event, error)
                return False
            else:
                self._accept(connection, event)
                passed += 1
        return len(events) == outbox.BATCH and passed > 0

    def _is_due(self, event: OutboxEvent) -> bool:
        return self._clock() >= self._refused_until.get(event.key, 0.0)

    def _accept(self, connection: Connection, event: OutboxEvent) -> None:
        # Marked before the next one leaves: a relay that is killed repeats one event at most, and
        # one that lost its connection, and with it the leadership, learns so before it goes on.
        outbox.mark_delivered(connection, event)
        self._refused_until.pop(event.key, None)
        self._failures = 0

    def _refuse(self, connection: Connection, event: OutboxEvent, error: Exception) -> None:
        pause = pause_after(event.attempts + 1)
        self._refused_until[event.key] = self._clock() + pause
        outbox.mark_failed(connection, event, error)
        log.error("event_refused", pause_seconds=pause, **_about(event, error))

    def _retreat(self, connection: Connection, event: OutboxEvent, error: Exception) -> None:
        self._failures += 1
        pause = pause_after(self._failures)
        self._not_before = self._clock() + pause
        outbox.mark_failed(connection, event, error)
        log.warning("publisher_unreachable", pause_seconds=pause, **_about(event, error))


def _about(event: OutboxEvent, error: Exception) -> dict[str, object]:
    return {"event_id": str(event.event_id), "type": event.event_type, "error": str(error)}
