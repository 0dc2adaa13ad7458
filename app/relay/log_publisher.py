"""Without a Pusher application, events are lines on standard output."""

import sys
from typing import TextIO

import structlog

from app.relay.envelope import envelope
from app.relay.outbox import OutboxEvent


class LogPublisher:
    """Prints one JSON line an event."""

    def __init__(self, output: TextIO | None = None) -> None:
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(output or sys.stdout),
            processors=[structlog.processors.JSONRenderer(ensure_ascii=False)],
            # An event is not a message of some level: the log's level does not hide it.
            wrapper_class=structlog.BoundLogger,
        )

    def publish(self, event: OutboxEvent) -> None:
        """Print the channels and the envelope."""
        self._log.msg("realtime_event", channels=event.channels, **envelope(event))

    def close(self) -> None:
        """Nothing to give back."""
