"""Everything that is measured of a long past, on a server of its own."""

from collections.abc import Iterator, Mapping

from bench.growth.histories import histories
from bench.growth.month import month_of
from bench.growth.plans import seen_in, seen_in_lists
from bench.growth.scale import Scale
from bench.growth.timing import timed
from bench.growth.verdict import (
    list_figures,
    month_figures,
    month_lines,
    plan_figures,
    read_lines,
    time_figures,
    time_lines,
)
from bench.proof.figures import Figure
from bench.proof.run import say
from bench.proof.server import Server, server

# Nothing cleans up or writes back on its own while something is measured.
SETTINGS: Mapping[str, str | int] = {
    "autovacuum": "off",
    "shared_buffers": "2GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "1h",
    "wal_level": "minimal",
    "max_wal_senders": 0,
}


def growth_figures(scale: Scale) -> Iterator[Figure]:
    """Measure requests after pasts of different length, and what a month leaves behind."""
    with server(SETTINGS) as own:
        yield from figures_on(own, scale)


def figures_on(own: Server, scale: Scale) -> Iterator[Figure]:
    """Measure on a server; the tables are printed as they come."""
    with histories(own, scale.histories) as filled:
        say("growth: requests to every history in turns")
        turns = timed(filled, scale)
        for line in time_lines(turns):
            print(line, flush=True)
        yield from time_figures(turns, scale.first_with_pages)
        say("growth: plans")
        # Before an index must serve, another way may be the shortest.
        former, later = seen_in(filled[scale.first_with_plans]), seen_in(filled[-1])
        yield from plan_figures(former, later, judges=scale.judges_plans)
        in_lists = seen_in_lists(filled[-1], scale.one_list_of)
        yield from list_figures(in_lists, judges=scale.judges_plans)
        for line in read_lines(former, {**later, **in_lists}, judges=scale.judges_plans):
            print(line, flush=True)
        say(f"growth: a month of {scale.month} bookings")
        month = month_of(filled[-1], scale.month)
        for line in month_lines(month):
            print(line, flush=True)
        yield from month_figures(month)
