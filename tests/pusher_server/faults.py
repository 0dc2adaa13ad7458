"""Faults, scripted by a test: what goes wrong with calls that are right, and how often."""

import threading
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Literal

import msgspec

from tests.pusher_server.judge import Item

FaultKind = Literal["answer", "hang", "hang_after", "cut_before", "cut_after"]
# After these the call took effect all the same.
EFFECTIVE: frozenset[FaultKind] = frozenset({"hang_after", "cut_after"})


class Fault(msgspec.Struct, forbid_unknown_fields=True):
    """One thing that goes wrong.

    Attributes:
        kind: an answer with another status; a call that is never answered, without or with its
            effect; a connection that is cut, before or after the effect.
        status: of an answer.
        retry_after: its header Retry-After, as it is sent.
        in_body: answer as soketi does: 200, with the status in the body.
        times: how often; None is always.
        skip: matching calls that pass before the first one is hit.
        event_type, channel: patterns as in fnmatch; a call matches when one of its items does.
        hits: how often it went wrong so far.
    """

    kind: FaultKind
    status: int = 500
    retry_after: str | None = None
    in_body: bool = False
    times: int | None = 1
    skip: int = 0
    event_type: str = "*"
    channel: str = "*"
    hits: int = 0

    def strikes(self, items: Sequence[Item]) -> bool:
        """Say whether a call with these items is hit, and count it."""
        if self.times is not None and self.hits >= self.times:
            return False
        if not any(self._matches(item) for item in items):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.hits += 1
        return True

    def _matches(self, item: Item) -> bool:
        # The patterns of a fault on everything are not worth a comparison.
        return (self.event_type == "*" or fnmatchcase(item.name, self.event_type)) and (
            self.channel == "*" or fnmatchcase(item.channel, self.channel)
        )


class Faults:
    """The faults in force; the first that strikes a call is its fault.

    Attributes:
        delay: seconds between the arrival of a call and its answer, whatever that is.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self.delay = 0.0

    def answer(
        self,
        status: int,
        *,
        times: int | None = 1,
        retry_after: float | str | None = None,
        in_body: bool = False,
        event_type: str = "*",
        channel: str = "*",
        skip: int = 0,
    ) -> Fault:
        """Answer the next calls with a status: `answer(413, times=None, event_type="room_*")`."""
        return self.add(
            Fault(
                "answer",
                status=status,
                retry_after=None if retry_after is None else str(retry_after),
                in_body=in_body,
                times=times,
                event_type=event_type,
                channel=channel,
                skip=skip,
            )
        )

    def hang(self, times: int | None = 1, *, after: bool = False, channel: str = "*") -> Fault:
        """Never answer the next calls, whether they took effect or not."""
        return self.add(Fault("hang_after" if after else "hang", times=times, channel=channel))

    def cut(self, times: int | None = 1, *, after: bool = False, channel: str = "*") -> Fault:
        """Cut the connection of the next calls, before or after they took effect."""
        kind: FaultKind = "cut_after" if after else "cut_before"
        return self.add(Fault(kind, times=times, channel=channel))

    def add(self, fault: Fault) -> Fault:
        """Let something go wrong."""
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Let nothing go wrong any more, and answer at once."""
        with self._lock:
            self._faults.clear()
            self.delay = 0.0

    def without_hanging(self) -> None:
        """Take back the faults by which calls hang."""
        with self._lock:
            self._faults = [each for each in self._faults if not each.kind.startswith("hang")]

    def strike(self, items: Sequence[Item]) -> Fault | None:
        """Return what goes wrong with a call."""
        with self._lock:
            return next((each for each in self._faults if each.strikes(items)), None)
