"""What became of the changes at one client: lost, out of order, repeated, and how long it took."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.soketi.writing import Change
from tests.soketi.subscriber import Heard

Key = tuple[str, str, int]


@dataclass
class Arrivals:
    """The first arrivals at a client.

    Attributes:
        at: when each version of a room was heard first, in nanoseconds of `time.monotonic_ns`.
        repeated: events that came again; delivery is at least once, so they are allowed.
        out_of_order: events that came first after a newer version of their room.
    """

    at: dict[Key, int] = field(default_factory=dict)
    repeated: int = 0
    out_of_order: int = 0

    @classmethod
    def of(cls, heard: Iterable[Heard]) -> "Arrivals":
        """Sort out what a client heard, in the order of its arrival."""
        arrivals, newest = cls(), dict[tuple[str, str], int]()
        for each in heard:
            key = slug, room, version = key_of(each)
            if key in arrivals.at:
                arrivals.repeated += 1
                continue
            arrivals.at[key] = each.at
            before = newest.get((slug, room), 0)
            arrivals.out_of_order += version < before
            newest[slug, room] = max(version, before)
        return arrivals

    def lost(self, changes: Iterable[Change]) -> int:
        """Count the committed changes that were never heard."""
        return sum(change.key not in self.at for change in changes)

    def too_early(self, changes: Iterable[Change]) -> int:
        """Count the changes that were heard of before their COMMIT was sent."""
        return sum(milliseconds < 0 for milliseconds in self.milliseconds(changes))

    def milliseconds(self, changes: Iterable[Change], *, since_after: bool = False) -> list[float]:
        """Return how long each change took to arrive, from just before or just after its COMMIT."""
        return [
            (self.at[each.key] - (each.after_commit if since_after else each.before_commit)) / 1e6
            for each in changes
            if each.key in self.at
        ]

    def rate(self, changes: Iterable[Change]) -> float:
        """Return how many of the changes arrived a second, from the first to the last."""
        times = [self.at[change.key] for change in changes if change.key in self.at]
        if len(times) < 2 or max(times) == min(times):
            return math.nan
        return (len(times) - 1) / (max(times) - min(times)) * 1e9


def key_of(heard: Heard) -> Key:
    """Return what an event says it reports: the hotel, the room and its version."""
    meta = heard.envelope["meta"]
    scope = meta["scope"]
    return str(meta["hotel_slug"]), str(scope["room_number"]), int(scope["version"])
