"""What was measured after a short past and after long ones, as figures and as tables."""

from collections.abc import Iterable, Iterator, Mapping

from bench.checks.verdict import growth
from bench.growth.asking import MAIN
from bench.growth.month import Month, Table
from bench.growth.timing import ANEW, HTTP, SQL
from bench.proof.figures import AtMost, Figure
from bench.walls.cost.turns import Turns
from tests.plans import Seen, outline

MOST_GROWTH = 1.3
# What rows are in the way of those that are wanted: some pages of a list, whatever came before.
MOST_ROWS_REMOVED = 1000
# Below these it is noise: a row more, another level of an index.
FEW_ROWS, FEW_PAGES = 50, 100
# A list reads a page of rows, each with what belongs to it.
MANY_ROWS = 5000


def time_figures(turns: Mapping[str, Turns], since: int = 0) -> Iterator[Figure]:
    """Yield the median of the main requests after each past, and how much it grows.

    Of the others only the one that grows most has a figure: if it meets the aim, all do.

    Args:
        turns: what each request took.
        since: place of the past with which the others are compared. If that is the last one they
            are not judged.
    """
    for door in (SQL, HTTP):
        for name in MAIN:
            kept = turns[name + door]
            for way in kept.ways:
                yield Figure(f"{kept.name}_{way}_ms", kept.milliseconds(way))
            yield Figure(f"growth_of_{kept.name}", _growth(kept), AtMost(MOST_GROWTH))
    anew = {name.removesuffix(ANEW): kept for name, kept in turns.items() if name.endswith(ANEW)}
    by_http = {name: kept for name, kept in turns.items() if name.endswith(HTTP)}
    steps = [
        kept
        for name, kept in turns.items()
        if name not in MAIN and name not in anew and not name.endswith((ANEW, HTTP))
    ]
    others = [kept for name, kept in by_http.items() if name.removesuffix(HTTP) not in MAIN]
    for judged in ([*anew.values(), *steps], others):
        worst, most = _most_growth(judged, since)
        yield Figure(
            f"most_growth_of_another_request_{worst}",
            most,
            AtMost(MOST_GROWTH) if _is_compared(turns, since) else None,
        )
    # No aim: whether a session plans each time is PostgreSQL's choice, and no work of the past.
    worst, most = _most_growth([turns[name] for name in anew], since)
    yield Figure(f"most_growth_of_another_read_with_plans_that_may_be_kept_{worst}", most)


def _is_compared(turns: Mapping[str, Turns], since: int) -> bool:
    ways = next(iter(turns.values())).ways
    return ways[since] != ways[-1]


def _most_growth(turns: Iterable[Turns], since: int) -> tuple[str, float]:
    """Return the name of the request that grows most, and how much."""
    worst = max(turns, key=lambda kept: _growth(kept, since))
    return worst.name, _growth(worst, since)


def _growth(turns: Turns, since: int = 0) -> float:
    return turns.milliseconds(turns.ways[-1]) / turns.milliseconds(turns.ways[since])


def time_lines(turns: Mapping[str, Turns]) -> Iterator[str]:
    """Write a line for each request: the median after each past, in milliseconds."""
    ways = next(iter(turns.values())).ways
    form = "{:<36}" + " {:>24}" * len(ways)
    yield form.format("request, ms", *ways)
    for name, kept in turns.items():
        yield form.format(name, *(f"{kept.milliseconds(way):.2f}" for way in ways))


def plan_figures(
    former: Mapping[str, Seen], later: Mapping[str, Seen], *, judges: bool
) -> Iterator[Figure]:
    """Judge what requests read after the shortest past and after the longest.

    Args:
        former, later: what each request read.
        judges: whether the later past is so long that an index must serve.
    """

    def aim(limit: float) -> AtMost | None:
        return AtMost(limit) if judges else None

    yield Figure(
        "requests_that_read_history_whole",
        sum(bool(seen.read_whole) for seen in later.values()),
        aim(0),
    )
    yield Figure(
        "most_rows_of_history_removed_by_filter",
        max(seen.removed for seen in later.values()),
        aim(MOST_ROWS_REMOVED),
    )
    yield Figure(
        "most_growth_in_rows_of_history",
        max(growth(former[name].rows, later[name].rows, FEW_ROWS) for name in later),
        aim(MOST_GROWTH),
    )
    yield Figure(
        "most_growth_in_pages",
        max(growth(former[name].pages, later[name].pages, FEW_PAGES) for name in later),
    )


def list_figures(later: Mapping[str, Seen], *, judges: bool) -> Iterator[Figure]:
    """Judge the list of bookings by all combinations of its filters."""
    yield Figure("lists_of_bookings", len(later))
    yield Figure(
        "lists_that_read_many_rows",
        sum(is_too_much(seen, judges=judges) for seen in later.values()),
        AtMost(0) if judges else None,
    )
    yield Figure("most_rows_a_list_reads", max(seen.rows for seen in later.values()))


def is_too_much(seen: Seen, *, judges: bool) -> bool:
    """Whether a request goes through the past; a short one is read whole, and rightly."""
    return seen.rows > MANY_ROWS or (judges and bool(seen.read_whole))


def read_lines(
    former: Mapping[str, Seen], later: Mapping[str, Seen], *, judges: bool
) -> Iterator[str]:
    """Write a line for each request, and the plan of each that reads too much."""
    form = "{:<60} {:>8} {:>8} {:>8} {:>8} {:>8}  {}"
    yield form.format("request", "rows", "later", "removed", "pages", "later", "reads whole")
    for name, seen in later.items():
        before = former.get(name)
        too_much = is_too_much(seen, judges=judges)
        if before is not None or too_much:
            yield form.format(
                name or "(no filter)",
                before.rows if before else "",
                seen.rows,
                seen.removed,
                before.pages if before else "",
                seen.pages,
                ", ".join(seen.read_whole),
            )
        if too_much:
            yield from (f"    {line}" for line in outline(seen.dearest))


def month_figures(month: Month) -> Iterator[Figure]:
    """Yield what a month leaves behind."""
    tables = month.tables.values()
    updated = sum(table.updated for table in tables)
    yield Figure("rows_inserted_in_a_month", sum(table.inserted for table in tables))
    yield Figure("rows_updated_in_a_month", updated)
    yield Figure("hot_share_of_a_month", sum(table.hot for table in tables) / max(updated, 1))
    yield Figure("dead_rows_after_a_month", sum(table.dead for table in tables))
    yield Figure(
        "dead_rows_after_a_month_and_vacuum",
        sum(table.dead_after_vacuum for table in tables),
        AtMost(0),
    )
    grown = sum(table.table_growth + table.index_growth for table in tables)
    yield Figure("growth_in_a_month_mb", grown / 1e6)
    for name, table in month.tables.items():
        yield from _figures_of_table(f"month_{_short_name(name)}", table)
        if name in month.at_best:
            best = month.at_best[name]
            yield Figure(f"month_{_short_name(name)}_hot_share_at_best", best)
    for reason in month.reasons:
        name = f"month_{_short_name(reason.table)}_no_hot_by_{_short_name(reason.index)}_share"
        yield Figure(name, reason.updates / reason.of_all)


def _figures_of_table(name: str, table: Table) -> Iterator[Figure]:
    """Yield what a month did to a table, and how large it was before."""
    yield Figure(f"{name}_inserted_rows", table.inserted)
    yield Figure(f"{name}_updated_rows", table.updated)
    if table.updated:
        yield Figure(f"{name}_hot_share", table.hot_share)
    yield Figure(f"{name}_dead_rows", table.dead)
    yield Figure(f"{name}_table_mb", table.table_bytes / 1e6)
    yield Figure(f"{name}_index_mb", table.index_bytes / 1e6)
    yield Figure(f"{name}_growth_mb", (table.table_growth + table.index_growth) / 1e6)


def _short_name(name: str) -> str:
    return name.removeprefix("hotelmate.")


def month_lines(month: Month) -> Iterator[str]:
    """Write a line for each table, and one for each index that keeps updates from being HOT.

    The last columns are the months that autovacuum and ANALYZE wait, at the pace of this one.
    """
    form = "{:<36} {:>8} {:>8} {:>6} {:>7} {:>6} {:>7} {:>9} {:>9} {:>8} {:>8} {:>7} {:>7}"
    yield form.format(
        "table",
        "inserted",
        "updated",
        "hot %",
        "at best",
        "moved",
        "dead",
        "table MB",
        "index MB",
        "+ kB",
        "+ kB",
        "vacuum",
        "analyze",
    )
    for name, table in sorted(month.tables.items(), key=lambda item: -item[1].updated):
        yield form.format(
            _short_name(name),
            table.inserted,
            table.updated,
            f"{100 * table.hot_share:.0f}" if table.updated else "",
            f"{100 * month.at_best[name]:.0f}" if name in month.at_best else "",
            table.moved,
            table.dead,
            f"{table.table_bytes / 1e6:.1f}",
            f"{table.index_bytes / 1e6:.1f}",
            table.table_growth // 1000,
            table.index_growth // 1000,
            f"{table.months_to_vacuum:.1f}",
            f"{table.months_to_analyze:.1f}",
        )
    form = "{:<36} {:<40} {:>8} {:>8} {:>8}  {:<24} {}"
    yield form.format(
        "table", "index that breaks HOT", "updates", "alone", "of all", "by", "kept for"
    )
    for reason in month.reasons:
        yield form.format(
            _short_name(reason.table),
            _short_name(reason.index),
            reason.updates,
            reason.alone,
            reason.of_all,
            reason.columns,
            reason.kept,
        )
