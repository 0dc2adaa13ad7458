"""What two measured histories say of the checks, as figures and as a table."""

from collections.abc import Iterator

from app.consistency.checks import all_checks
from bench.checks.measuring import Measured, is_live
from bench.checks.scale import Scale
from bench.proof.figures import AtLeast, AtMost, Figure

MOST_GROWTH = 1.3
# An index of ten times as many rows may have another level, which is another page a look-up.
MOST_GROWTH_IN_PAGES = 1.5
# Below these it is noise: a page more of a catalog, a moment in which another process had the CPU.
FEW_PAGES, FEW_SECONDS = 100, 0.02
# The interpreter itself takes about 50 MB.
MOST_MEMORY_GROWTH = 1.1


def growth(former: float, later: float, noise: float) -> float:
    """Return how many times as much it has become, apart from noise."""
    return (later + noise) / (former + noise)


def figures(former: Measured, later: Measured, scale: Scale) -> Iterator[Figure]:
    """Judge the checks by two histories, of which the later is ten times as long.

    Args:
        former, later: what was measured over them.
        scale: how large they are.
    """
    for name, measured in (("former", former), ("later", later)):
        whole = measured.whole
        yield Figure(f"all_checks_over_the_{name}_history_seconds", whole.seconds)
        yield Figure(
            f"live_state_over_the_{name}_history_seconds",
            sum(measured.seconds[check.name] for check in all_checks() if is_live(check)),
        )
        yield Figure(f"one_hotel_of_the_{name}_history_seconds", measured.one_hotel.seconds)
    both = (former, later)
    yield Figure(
        "findings_where_nothing_is_wrong",
        sum(timing.findings for each in both for timing in each.whole.timings.values()),
        AtMost(0),
    )
    yield Figure(
        "checks_that_could_not_be_run",
        sum(timing.error is not None for each in both for timing in each.whole.timings.values()),
        AtMost(0),
    )
    yield from _growth_figures(former, later)
    yield from _plan_figures(former, later, scale.judges_plans)
    yield from _memory_figures(former, later, scale.planted_findings)


def _growth_figures(former: Measured, later: Measured) -> Iterator[Figure]:
    live = [check.name for check in all_checks() if is_live(check)]
    yield Figure(
        "most_growth_of_a_check_of_live_state_in_seconds",
        max(growth(former.seconds[name], later.seconds[name], FEW_SECONDS) for name in live),
    )
    yield Figure(
        "growth_of_live_state_in_seconds",
        growth(
            sum(former.seconds[name] for name in live),
            sum(later.seconds[name] for name in live),
            FEW_SECONDS,
        ),
        AtMost(MOST_GROWTH),
    )


def _plan_figures(former: Measured, later: Measured, judges: bool) -> Iterator[Figure]:
    live = [check.name for check in all_checks() if is_live(check)]
    yield Figure(
        "most_growth_of_a_check_of_live_state_in_pages_and_seconds",
        # More pages that take no longer are those of an index, which a bitmap goes through.
        max(
            min(
                growth(_pages(former, name), _pages(later, name), FEW_PAGES),
                growth(former.seconds[name], later.seconds[name], FEW_SECONDS),
            )
            for name in live
        ),
        AtMost(MOST_GROWTH_IN_PAGES) if judges else None,
    )
    yield Figure(
        "checks_of_live_state_that_read_history_whole",
        sum(bool(later.plans[name].read_whole) for name in live),
        AtMost(0) if judges else None,
    )
    yield Figure(
        "checks_of_one_hotel_that_read_all_history",
        sum(bool(plan.read_whole) for plan in later.one_hotel_plans.values()),
        AtMost(0) if judges else None,
    )


def _memory_figures(former: Measured, later: Measured, findings: int) -> Iterator[Figure]:
    yield Figure("runner_memory_mb", later.whole.peak_mb)
    yield Figure(
        "runner_memory_growth_with_history",
        later.whole.peak_mb / former.whole.peak_mb,
        AtMost(MOST_MEMORY_GROWTH),
    )
    planted = sum(timing.findings for timing in later.planted.timings.values())
    yield Figure("findings_of_what_was_planted", planted, AtLeast(findings))
    yield Figure(
        "runner_memory_growth_with_findings",
        later.planted.peak_mb / later.whole.peak_mb,
        AtMost(MOST_MEMORY_GROWTH),
    )


def table(former: Measured, later: Measured) -> Iterator[str]:
    """Write a line for each check, the dearest over the later history first."""
    form = "{:<42} {:<10} {:>9} {:>9} {:>6} {:>9} {:>9} {:>6}  {}"
    yield form.format(
        "check", "reads", "former s", "later s", "times", "pages", "pages", "times", "reads whole"
    )
    for check in sorted(all_checks(), key=lambda check: -later.seconds[check.name]):
        name = check.name
        plan, seconds = later.plans[name], (former.seconds[name], later.seconds[name])
        pages = (
            [_pages(each, name) for each in (former, later)] if plan.buffers is not None else None
        )
        yield form.format(
            name,
            check.reads,
            *(f"{value:.3f}" for value in seconds),
            f"{growth(*seconds, FEW_SECONDS):.1f}",
            *(pages or ("", "")),
            f"{growth(pages[0], pages[1], FEW_PAGES):.1f}" if pages else "",
            _read_whole(later, name),
        )


def _read_whole(measured: Measured, name: str) -> str:
    of_one_hotel = measured.one_hotel_plans[name].read_whole
    words = [", ".join(measured.plans[name].read_whole)]
    words += [f"for one hotel {', '.join(of_one_hotel)}"] if of_one_hotel else []
    return "; ".join(filter(None, words))


def _pages(measured: Measured, name: str) -> int:
    return measured.plans[name].buffers or 0
