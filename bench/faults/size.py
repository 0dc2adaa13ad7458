"""How much happens in a proof of so many seconds."""

from dataclasses import dataclass

SHORT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each fault.

    Attributes:
        times: how often each happens.
        seconds: how long each of those lasts that go on for a while.
        away_seconds: how long PostgreSQL is away, once.
    """

    times: int
    seconds: float
    away_seconds: float

    @classmethod
    def of(cls, seconds: float) -> "Size":
        """Return what happens in a proof of that length: each fault in any case."""
        if seconds < SHORT_SECONDS:
            return cls(times=1, seconds=1.0, away_seconds=8.0)
        return cls(times=max(2, round(seconds / 120)), seconds=5.0, away_seconds=70.0)
