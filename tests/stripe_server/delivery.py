"""One attempt to post an event."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Delivery:
    """What was posted, and what the product said.

    Attributes:
        status: None when no answer came, then `error` says why.
        answer: the body of the answer.
        seconds: until the answer was there.
    """

    event_id: str
    event_type: str
    status: int | None
    answer: bytes
    error: str | None
    seconds: float

    @property
    def ok(self) -> bool:
        """Say whether Stripe would leave it at that."""
        return self.status is not None and 200 <= self.status < 300


Deliver = Callable[[str], Delivery]
# The ids of the events from a position on that are to be posted, and the position to go on from.
Recorded = Callable[[int], tuple[list[str], int]]
