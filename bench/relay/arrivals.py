"""What came of bulk events: how many arrived, when, and in which order."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bench.relay.bulk import EVENT_TYPE
from tests.pusher_server.record import Received


@dataclass
class Arrivals:
    """First arrivals of events, and what was wrong with them.

    Attributes:
        at: of each event, when it arrived on the first of its channels; seconds since 1970.
        messages: distinct events on distinct channels.
        out_of_order: first arrivals that came after a later position of their channel.
    """

    at: dict[str, float]
    messages: int
    out_of_order: int

    @classmethod
    def of(cls, received: Sequence[Received]) -> "Arrivals":
        """Sort out what a server took, in the order of arrival."""
        at: dict[str, float] = {}
        seen: set[tuple[str, str]] = set()
        newest: dict[str, int] = {}
        out_of_order = 0
        for each in received:
            key = (each.channel, each.event_id or "")
            if each.name != EVENT_TYPE or key in seen:
                continue
            seen.add(key)
            at.setdefault(key[1], each.at)
            position = int(each.body["meta"]["position"])
            out_of_order += position < newest.get(each.channel, 0)
            newest[each.channel] = max(position, newest.get(each.channel, 0))
        return cls(at, len(seen), out_of_order)

    @property
    def first(self) -> float:
        """When the first event arrived; NaN when none did."""
        return min(self.at.values(), default=math.nan)

    @property
    def last(self) -> float:
        """When the last event arrived; NaN when none did."""
        return max(self.at.values(), default=math.nan)

    def a_second(self, since: float = -math.inf) -> float:
        """Return how many events arrived a second, from the first to the last of a time."""
        times = [each for each in self.at.values() if each >= since]
        if len(times) < 2 or max(times) == min(times):
            return math.nan
        return (len(times) - 1) / (max(times) - min(times))
