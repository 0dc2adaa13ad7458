"""How much is played in a proof of so many seconds."""

import math
import os
from dataclasses import dataclass

CLIENTS = (1, 8, 32)
SHORT_SECONDS = 40
# Two doors, and the bare steps one by one take about as long as one turn.
_TURNS_A_ROUND = 2 * len(CLIENTS) + 1


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each part.

    Attributes:
        hotels: how many; HOTELS in the environment.
        rooms: of each; ROOMS in the environment.
        rounds: how often each number of clients has its turn, through each door.
        turn_seconds: how long a turn is.
        bare_steps: how often each step runs alone in a round.
    """

    hotels: int
    rooms: int
    rounds: int
    turn_seconds: float
    bare_steps: int

    @classmethod
    def of(cls, seconds: float) -> "Size":
        """Return what is done in a proof of that length.

        Raises:
            SystemExit: HOTELS or ROOMS cannot be used.
        """
        rounds = 3 if seconds < SHORT_SECONDS else 5
        turn = max(1.0, seconds / (rounds * _TURNS_A_ROUND))
        size = cls(_number("HOTELS", 10), _number("ROOMS", 50), rounds, turn, int(60 * turn))
        if size.hotels * size.rooms < max(CLIENTS):
            raise SystemExit(f"HOTELS times ROOMS must be at least {max(CLIENTS)}: a room a client")
        return size

    @property
    def floor_seconds(self) -> int:
        """A turn of the floor: pgbench knows whole seconds."""
        return math.ceil(self.turn_seconds)


def _number(variable: str, unless_set: int) -> int:
    text = os.environ.get(variable, "").strip() or str(unless_set)
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise SystemExit(f"{variable} must be a whole number above zero, not {text!r}")
    return int(text)
