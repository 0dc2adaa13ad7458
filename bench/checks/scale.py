"""How large the two histories are between which the growth is measured: SCALE."""

from dataclasses import dataclass

from bench.history.size import Size

HOTELS, ROOMS = 1000, 100
FORMER_BOOKINGS, BOOKINGS = 500_000, 5_000_000
PLANTED_FINDINGS = 100_000
FEWEST_HOTELS = 10
# A small table is read whole, and rightly: plans say something from so many hotels on.
HOTELS_FOR_PLANS = 500


@dataclass(frozen=True, slots=True)
class Scale:
    """What is measured.

    Attributes:
        former: the small history.
        later: the same hotels after ten times as many bookings.
        planted_findings: how many rows a check is to find, to see what memory the runner takes.
    """

    former: Size
    later: Size
    planted_findings: int

    @property
    def judges_plans(self) -> bool:
        """Whether the tables are so large that an index must serve."""
        return self.later.hotels >= HOTELS_FOR_PLANS

    @classmethod
    def of(cls, share: float) -> "Scale":
        """Return a share of the full measurement: as long a history, for fewer hotels."""
        hotels = max(FEWEST_HOTELS, round(HOTELS * share))
        former, later = (
            Size(hotels, ROOMS, bookings * hotels // HOTELS)
            for bookings in (FORMER_BOOKINGS, BOOKINGS)
        )
        return cls(former, later, PLANTED_FINDINGS * hotels // HOTELS)
