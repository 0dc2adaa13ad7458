"""Heavier proofs: `make test` leaves them out and says so; `make test-proofs` runs them alone.

A test is one when it starts a whole system, or repeats at length what a shorter test shows as
well: `@pytest.mark.proof`. What rules reject and allow, their races, and what guests see in a
browser are no proofs in this sense.
"""

from collections.abc import Sequence

import pytest

MARKER = "proof"


class LeftOut:
    """Counts the proofs that were left out, by whichever process collected them."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._count = 0

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Count what was collected and shall not run."""
        self._count += sum(item.get_closest_marker(MARKER) is not None for item in items)

    def pytest_sessionfinish(self) -> None:
        """Tell the count to the process that prints, where this is one of several."""
        told: dict[str, int] | None = getattr(self._config, "workeroutput", None)
        if told is not None:
            told["proofs_left_out"] = self._count

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Hear the count of a process that has ended; all have collected the same."""
        told: dict[str, int] = getattr(node, "workeroutput", {})
        self._count = max(self._count, told.get("proofs_left_out", 0))

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say it in one line, where they were left out as what they are."""
        if self._count and self._config.getoption("markexpr"):
            terminalreporter.write_line(
                f"{self._count} heavier proofs were left out: `make test-proofs` runs them."
            )
