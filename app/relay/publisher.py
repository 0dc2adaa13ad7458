"""What the relay asks of a publisher, and how a publisher says that it could not."""

from collections.abc import Sequence
from typing import Protocol

from app.relay.message import Message


class Publisher(Protocol):
    """Where messages go. Called by several lanes at once, each with channels of its own.

    Attributes:
        most: how many messages one call takes.
    """

    most: int

    async def publish(self, messages: Sequence[Message]) -> None:
        """Hand messages over, in order; returning means that the other side has taken them all.

        Whoever repeats a call that failed may deliver some of its messages twice.

        Raises:
            PublishError: one of those below. Nothing is known of the call's messages then.
        """

    async def close(self) -> None:
        """Give connections back."""


class PublishError(Exception):
    """Messages were not taken, or nobody said that they were."""


class Refused(PublishError):
    """The content of a message is at fault: sent again, it would be refused again."""


class Unfit(Refused):
    """The message is one that the other side would refuse: it was not even asked."""


class Busy(PublishError):
    """The other side asks for patience.

    Attributes:
        retry_after: seconds that it asks for; None when it names none.
    """

    def __init__(self, problem: str, retry_after: float | None = None) -> None:
        super().__init__(problem)
        self.retry_after = retry_after


class Failed(PublishError):
    """An error, no answer or a broken one: on a message's account, or for everybody."""


class Unreachable(PublishError):
    """There is no connection."""


class Denied(PublishError):
    """The credentials or the application are at fault, not the messages."""
