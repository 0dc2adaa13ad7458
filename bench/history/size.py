"""How many hotels with how much behind them."""

from dataclasses import dataclass

# Two weeks hold one stay of each room, and a quarter as many bookings that come to nothing.
DAYS_OF_A_ROUND = 14


@dataclass(frozen=True, slots=True)
class Size:
    """What is filled in.

    Attributes:
        hotels: how many.
        rooms: of each hotel; a hundred, or a multiple of it.
        bookings: of all hotels together, that are over; those of today come on top.
    """

    hotels: int
    rooms: int
    bookings: int

    def __post_init__(self) -> None:
        if self.rooms % 100 or min(self.hotels, self.rooms, self.rounds) < 1:
            raise ValueError(f"no such hotels: {self}")

    @property
    def rounds(self) -> int:
        """Return how many fortnights the history goes back."""
        return self.bookings // (self.hotels * (self.rooms + self.rooms // 4))
