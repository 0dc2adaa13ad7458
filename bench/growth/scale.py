"""How long the histories are, and how often everything is asked: SCALE."""

from dataclasses import dataclass

from bench.history.size import Size

ROOMS = 200
BOOKINGS = (10_000, 100_000, 1_000_000, 5_000_000)
# Small tables are read whole, and rightly: plans say something from such a history on.
BOOKINGS_FOR_PLANS = 100_000
# As many of the rooms' bookings as the generator makes in a month.
DAYS_OF_A_MONTH, DAYS_OF_A_ROUND = 30, 14


@dataclass(frozen=True, slots=True)
class Scale:
    """What is measured.

    Attributes:
        histories: of one hotel each, the shortest first.
        reads: how often each of the main requests is sent to each, by SQL and again by HTTP.
        stays: how often a stay is played in each, by SQL and again by HTTP.
        one_list_of: how many combinations of filters there are for each that is looked at.
        month: how many bookings are played in the longest history, to see what they leave behind.
    """

    histories: tuple[Size, ...]
    reads: int
    stays: int
    one_list_of: int
    month: int

    @property
    def judges_plans(self) -> bool:
        """Whether the longest history is so long that an index must serve."""
        return self.histories[-1].bookings >= BOOKINGS_FOR_PLANS

    @property
    def first_with_plans(self) -> int:
        """Place of the shortest history that is so long; the first, if none is."""
        long = (length.bookings >= BOOKINGS_FOR_PLANS for length in self.histories)
        return next((place for place, is_long in enumerate(long) if is_long), 0)

    @property
    def first_with_pages(self) -> int:
        """Place of the shortest history after which each list has a page; the last, if none is."""
        long = (length.bookings >= BOOKINGS[0] for length in self.histories)
        return next((place for place, is_long in enumerate(long) if is_long), -1)

    @classmethod
    def of(cls, share: float, rooms: int = ROOMS) -> "Scale":
        """Return a share of the full measurement: as many histories, each shorter."""
        a_round = rooms + rooms // 4
        lengths = {max(a_round, round(bookings * share)) for bookings in BOOKINGS}
        whole = share >= 1
        return cls(
            tuple(Size(1, rooms, length) for length in sorted(lengths)),
            reads=400 if whole else 48,
            stays=100 if whole else 24,
            one_list_of=1 if whole else 7,
            month=a_round * DAYS_OF_A_MONTH // DAYS_OF_A_ROUND if whole else 60,
        )
