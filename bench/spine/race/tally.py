"""What became of the operations of a race."""

import enum
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bench.proof.figures import AtMost, Figure


class Kind(enum.Enum):
    """What became of one operation."""

    COMMITTED = enum.auto()
    # Nothing to change: the row had gone, or was already otherwise.
    MISSED = enum.auto()
    # By a rule, whose name is the outcome's detail.
    REFUSED = enum.auto()
    # Rolled back by the server in favour of another, again and again.
    GAVE_UP = enum.auto()
    # The API answered 5xx or not at all.
    SERVER_ERROR = enum.auto()
    # Neither committed nor refused by a rule: a fault of the product or of this program.
    UNEXPECTED = enum.auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one operation, and how often it was rolled back before."""

    kind: Kind
    detail: str = ""
    deadlocks: int = 0
    conflicts: int = 0


@dataclass(slots=True)
class Tally:
    """Counts of one client, or of all.

    Attributes:
        outcomes: by door (http, sql, hostile) and kind.
        committed_moves: by door and move.
        refusals: by door, move and name of what refused.
        deadlocks, conflicts: transactions rolled back and tried again, by door: 40P01 and 40001.
        failures: what SERVER_ERROR and UNEXPECTED said.
    """

    outcomes: Counter[tuple[str, Kind]] = field(default_factory=Counter)
    committed_moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    refusals: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    deadlocks: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)

    def add(self, door: str, move: str, outcome: Outcome) -> None:
        """Count one operation."""
        self.outcomes[door, outcome.kind] += 1
        self.deadlocks[door] += outcome.deadlocks
        self.conflicts[door] += outcome.conflicts
        if outcome.kind is Kind.COMMITTED:
            self.committed_moves[door, move] += 1
        elif outcome.kind is Kind.REFUSED:
            self.refusals[door, move, outcome.detail] += 1
        elif outcome.kind in (Kind.SERVER_ERROR, Kind.UNEXPECTED):
            self.failures[f"{door} {move}: {outcome.detail}"] += 1

    def count(self, kind: Kind | None = None, door: str | None = None) -> int:
        """Return how many operations of a kind came through a door; None stands for all."""
        return sum(
            number
            for (by_door, by_kind), number in self.outcomes.items()
            if kind in (None, by_kind) and door in (None, by_door)
        )

    def refused_by(self) -> Counter[str]:
        """Return how many operations each rule refused."""
        by_rule: Counter[str] = Counter()
        for (_, _, rule), number in self.refusals.items():
            by_rule[rule] += number
        return by_rule

    def never_committed(self, moves: Iterable[str]) -> list[str]:
        """Return the moves that no door committed."""
        committed = {move for _, move in self.committed_moves}
        return sorted(set(moves) - committed)

    def figures(self, seconds: float) -> Iterator[Figure]:
        """Give the counts, the table of refusals, and what must be zero."""
        for rule, number in self.refused_by().most_common():
            yield Figure(f"race_refused.{rule}", number)
        for door in sorted({by_door for by_door, _ in self.outcomes}):
            yield Figure(f"race_operations_{door}", self.count(door=door))
            yield Figure(f"race_committed_{door}", self.count(Kind.COMMITTED, door))
        yield Figure("race_operations", self.count())
        yield Figure("race_operations_a_second", self.count() / seconds)
        yield Figure("race_committed", self.count(Kind.COMMITTED))
        yield Figure("race_refused", self.count(Kind.REFUSED))
        yield Figure("race_found_nothing_to_change", self.count(Kind.MISSED))
        yield Figure("race_deadlocks_retried", self.deadlocks.total())
        yield Figure("race_deadlocks_retried_by_api", self.deadlocks["http"])
        yield Figure("race_serialization_failures_retried", self.conflicts.total())
        yield Figure("race_gave_up_after_retries", self.count(Kind.GAVE_UP))
        yield Figure("race_server_errors_5xx", self.count(Kind.SERVER_ERROR), AtMost(0))
        yield Figure("race_unexpected_errors", self.count(Kind.UNEXPECTED), AtMost(0))


def together(tallies: Iterable[Tally]) -> Tally:
    """Add up the tallies of several clients."""
    whole = Tally()
    for tally in tallies:
        whole.outcomes += tally.outcomes
        whole.committed_moves += tally.committed_moves
        whole.refusals += tally.refusals
        whole.deadlocks += tally.deadlocks
        whole.conflicts += tally.conflicts
        whole.failures += tally.failures
    return whole
