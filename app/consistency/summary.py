"""What a run came to, check by check, with as many findings of each as somebody wants to read."""

from collections import Counter
from dataclasses import dataclass, field

from app.consistency.checks import Check, Finding
from app.consistency.running import Found, Outcome

# Of a check that finds more, the first ones are work for a day.
MOST_REMEMBERED = 200


@dataclass(slots=True)
class Section:
    """One check of a run.

    Attributes:
        outcome: what it came to.
        findings: the first of what it found.
    """

    outcome: Outcome
    findings: list[Finding]

    @property
    def check(self) -> Check:
        """The check."""
        return self.outcome.check


@dataclass(slots=True)
class Summary:
    """A run, noted event by event; its size does not grow with how much a check finds.

    Attributes:
        sections: the checks, in the order they ran.
        most: how many findings of a check are remembered.
        by_hotel: how much was found, by slug and severity.
    """

    sections: list[Section] = field(default_factory=list)
    most: int = MOST_REMEMBERED
    by_hotel: Counter[tuple[str, str]] = field(default_factory=Counter)
    _findings: list[Finding] = field(default_factory=list)

    def note(self, event: Found | Outcome) -> None:
        """Remember what a check found, or what it came to."""
        if isinstance(event, Outcome):
            self.sections.append(Section(event, self._findings))
            self._findings = []
            return
        self.by_hotel[event.finding.hotel, event.check.severity] += 1
        if len(self._findings) < self.most:
            self._findings.append(event.finding)

    @property
    def findings(self) -> int:
        """How much was found in all."""
        return sum(section.outcome.findings for section in self.sections)

    @property
    def not_run(self) -> list[Outcome]:
        """The checks that could not be run to their end."""
        return [section.outcome for section in self.sections if section.outcome.error is not None]

    @property
    def exit_status(self) -> int:
        """0 healthy, 1 something was found, 2 a check could not be run."""
        if self.not_run:
            return 2
        return 1 if self.findings else 0
