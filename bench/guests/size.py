"""How much is done in a proof of so many seconds."""

from dataclasses import dataclass

SHORT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each part.

    Attributes:
        submissions: of one link, at once.
        verdict_seconds: how long answers by lot are sent the three ways.
        hotels, bookings: how many have guests of the past, and how many bookings each has of them.
        messages: how many links are sent by e-mail.
    """

    submissions: int
    verdict_seconds: float
    hotels: int
    bookings: int
    messages: int

    @classmethod
    def of(cls, seconds: float) -> "Size":
        """Return what is done in a proof of that length: less of it in a short one."""
        if seconds < SHORT_SECONDS:
            return cls(500, seconds, 2, 250, 100)
        return cls(500, seconds / 2, 10, 500, 1000)
