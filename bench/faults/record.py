"""What clients were answered, fault by fault."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.faults.answers import NOBODY, Answer

CALM = "calm"
# The proof needs another API: no fault, and nobody is answered meanwhile.
RESTARTING = "restarting"
LOST = "lost"
GOOD = "good"
NOT_TOLD = (GOOD, LOST, NOBODY)


@dataclass(slots=True)
class Record:
    """Counts of answers.

    Attributes:
        label: the fault that happens now.
        allowed: by fault, the problems that it may be answered with; outside of faults none.
        answers: by fault, how often each kind came: GOOD, LOST, NOBODY or the name of a problem.
        unclear: by fault, what was wrong with answers.
        slowest: by fault, seconds until the slowest answer.
        replays: by fault, how often an answer had been given before.
    """

    label: str = CALM
    allowed: dict[str, frozenset[str]] = field(default_factory=dict)
    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unclear: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slowest: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    replays: Counter[str] = field(default_factory=Counter)

    def begins(self, label: str, allowed: frozenset[str]) -> None:
        """Count for a fault from now on."""
        # In this order: clerks look at any moment.
        self.allowed[label] = allowed
        self.label = label

    def told(self, step: str, answer: Answer) -> None:
        """Count an answer."""
        label = self.label
        kind = GOOD if answer.is_good else answer.problem or str(answer.status)
        self.answers[label][answer.problem or LOST if answer.status == 0 else kind] += 1
        wrong = answer.unclear or self._out_of_place(label, answer)
        if wrong:
            self.unclear[label][f"{step}: {wrong}"] += 1
        self.replays[label] += answer.is_replay
        self.slowest[label] = max(self.slowest[label], answer.seconds)

    def _out_of_place(self, label: str, answer: Answer) -> str:
        """Say what is wrong with a problem that its fault is no reason for."""
        if not answer.status or answer.is_good or answer.problem in self.allowed.get(label, ()):
            return ""
        return f"{label} is no reason for {answer.status} {answer.problem}"

    def refused(self, label: str) -> int:
        """Count the answers of a fault that told a client to come back."""
        return sum(n for kind, n in self.answers[label].items() if kind not in NOT_TOLD)
