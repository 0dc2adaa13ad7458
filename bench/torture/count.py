"""What became of writes: counts that several processes add up."""

from collections import Counter
from dataclasses import dataclass, field

# Stands for the table where a story led to a refusal; it is never committed.
PROVOKED = "provoked"


@dataclass(slots=True)
class Count:
    """What became of writes.

    Attributes:
        tried: all of them.
        missed: the row had gone, or a trigger left it as it was.
        unstorable: the value is none of the column's type, or nobody can write it.
        gave_way: rolled back in favour of another session.
        committed: by table.
        refused: by name of the rule and table.
        let_pass: stories that ended without a refusal, by the rule that they provoke.
        faults: what was neither, with a statement that shows it.
    """

    tried: int = 0
    missed: int = 0
    unstorable: int = 0
    gave_way: int = 0
    committed: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    let_pass: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    def fault(self, said: str, statement: str) -> None:
        """Remember a fault, by the first statement that showed it."""
        self.faults.setdefault(said, statement)

    def add(self, other: "Count") -> None:
        """Add what another counted."""
        self.tried += other.tried
        self.missed += other.missed
        self.unstorable += other.unstorable
        self.gave_way += other.gave_way
        self.committed += other.committed
        self.refused += other.refused
        self.let_pass += other.let_pass
        self.faults = {**other.faults, **self.faults}

    def by_rule(self, unprovoked: bool = False) -> Counter[str]:
        """Return how many writes each rule refused; on demand without what stories led to."""
        rules: Counter[str] = Counter()
        for (rule, table), number in self.refused.items():
            if not (unprovoked and table == PROVOKED):
                rules[rule] += number
        return rules
