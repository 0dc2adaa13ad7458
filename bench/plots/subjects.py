"""What plots and tables of one run are about: numbers of clients, histories, tables, faults."""

from dataclasses import dataclass

from bench.growth.asking import MAIN
from bench.growth.timing import HTTP, SQL
from bench.plots.runs import KeptRun

DOORS = {SQL: "by SQL", HTTP: "by HTTP"}
RECOVERED = "_recovered_after_s"


def clients(run: KeptRun) -> list[int]:
    """Return the numbers of clients that played."""
    found = run.matching(r"lifecycle_(\d+)_clients_share_of_floor")
    return sorted(int(match[1]) for match, _ in found)


def histories(run: KeptRun) -> list[int]:
    """Return how many bookings the histories had."""
    found = run.matching(rf"{MAIN[0]}_after_(\d+)_bookings_ms")
    return sorted(int(match[1]) for match, _ in found)


@dataclass(frozen=True, slots=True)
class Growing:
    """A request after every history.

    Attributes:
        request: its name.
        door: how it was sent.
        milliseconds: after each history, the shortest first.
        growth: the last one in terms of the first, with its aim.
    """

    request: str
    door: str
    milliseconds: list[float]
    growth: str

    @property
    def ratios(self) -> list[float]:
        """In terms of the shortest history."""
        return [each / self.milliseconds[0] for each in self.milliseconds]


def growing(run: KeptRun) -> list[Growing]:
    """Return the main requests, by each door."""
    return [
        Growing(
            request.replace("_", " "),
            way,
            [run.value(f"{request}{door}_after_{each}_bookings_ms") for each in histories(run)],
            f"growth_of_{request}{door}",
        )
        for door, way in DOORS.items()
        for request in MAIN
    ]


def tables_of_month(run: KeptRun) -> list[str]:
    """Return the tables that a month wrote on, those with most updates first."""
    found = run.matching(r"month_(.+)_updated_rows")
    return [match[1] for match, _ in sorted(found, key=lambda each: -(each[1].value or 0))]


def breaks_hot(run: KeptRun, table: str) -> list[tuple[str, float]]:
    """Return the indexes that keep updates of a table from being HOT, and which share of them."""
    found = run.matching(rf"month_{table}_no_hot_by_(.+)_share")
    return sorted(((match[1], figure.value or 0) for match, figure in found), key=lambda x: -x[1])


def faults(run: KeptRun) -> list[str]:
    """Return the faults that happened, in their order."""
    return [match[1] for match, _ in run.matching(rf"(.+){RECOVERED}")]


def refusals(run: KeptRun) -> list[tuple[str, float]]:
    """Return the rules that refused writes of the torture, and how many, those with most first."""
    found = run.matching(r"torture_refused\.(.+)")
    return sorted(((match[1], figure.value or 0) for match, figure in found), key=lambda x: -x[1])
