"""What the relay asks of a publisher, and how a publisher says that it could not."""

from typing import Protocol

from app.relay.outbox import OutboxEvent


class Publisher(Protocol):
    """Where events go. Called by one thread, one event after the other."""

    def publish(self, event: OutboxEvent) -> None:
        """Hand an event over; returning means that the other side has taken it.

        Raises:
            EventRefused: this event cannot be taken as it is.
            Unreachable: nothing can be taken at the moment.
        """

    def close(self) -> None:
        """Give connections back."""


class EventRefused(Exception):
    """This event was refused for what it is; others may pass."""


class Unreachable(Exception):
    """Nobody takes events at the moment: network, overload, or wrong credentials."""
