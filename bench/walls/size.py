"""How much is done in a proof of so many seconds."""

from dataclasses import dataclass

SHORT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each part.

    Attributes:
        hotels, fortnights: of the databases in which the cost is measured.
        racks: how often each is read, each way.
        requests: how often each of those that are compared is sent, each way.
        copies: of one request, at once.
        stranger_seconds: how long strangers try.
        statement_rounds: how often each role tries each table.
        generated_seconds: how long generated requests are sent.
    """

    hotels: int
    fortnights: int
    racks: int
    requests: int
    copies: int
    stranger_seconds: float
    statement_rounds: int
    generated_seconds: float

    @classmethod
    def of(cls, seconds: float) -> "Size":
        """Return what is done in a proof of that length: less of it in a short one."""
        if seconds < SHORT_SECONDS:
            return cls(60, 1, 400, 60, 200, seconds / 2, 1, seconds)
        return cls(100, 4, 1000, 200, 1000, seconds / 5, 3, seconds)
