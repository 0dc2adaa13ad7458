"""One history: filled in, and every check run over it."""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from app.consistency.checks import Check, all_checks
from bench.checks.plan import plan_of
from bench.checks.planted import RULE, without_primary
from bench.checks.runner import Run, run
from tests.plans import Plan

# The one that is looked at alone, in the middle of all.
A_HOTEL = "hotel-{}"
# The first run brings the pages into memory, and is not what a live state costs.
RUNS_OF_LIVE_STATE = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """What the checks cost over one history.

    Attributes:
        whole: a run of all checks over all hotels.
        seconds: of each check, the best of its runs.
        plans: of each check over all hotels; those of live state count buffers.
        one_hotel: a run of all checks over one hotel, its second.
        one_hotel_plans: of each check over that hotel.
        planted: a run of the one check that finds very much.
    """

    whole: Run
    seconds: dict[str, float]
    plans: dict[str, Plan]
    one_hotel: Run
    one_hotel_plans: dict[str, Plan]
    planted: Run


def is_live(check: Check) -> bool:
    """Whether a check must not cost more when history is longer."""
    return check.reads != "history"


def measure(url: str, hotels: int, findings: int, say: Callable[[str], None]) -> Measured:
    """Run the checks over a history that is filled in.

    Args:
        url: connection string of a superuser.
        hotels: how many there are.
        findings: how many are to be planted.
        say: is told what is being done.
    """
    say("all checks over all hotels")
    whole = run(url)
    live = [check.name for check in all_checks() if is_live(check)]
    say("the checks of live state again")
    again = [run(url, only=live) for _ in range(RUNS_OF_LIVE_STATE - 1)]
    seconds = {
        name: min(each.timings[name].seconds for each in (whole, *again) if name in each.timings)
        for name in whole.timings
    }
    say("plans")
    hotel = A_HOTEL.format((hotels + 1) // 2)
    with psycopg.connect(url, autocommit=True) as connection:
        plans = {
            check.name: plan_of(connection, check, run=is_live(check)) for check in all_checks()
        }
        one_hotel_plans = {
            check.name: plan_of(connection, check, hotel=hotel, run=False) for check in all_checks()
        }
    say("all checks over one hotel")
    run(url, hotel=hotel)
    one_hotel = run(url, hotel=hotel)
    say(f"{findings} findings")
    with without_primary(url, findings):
        planted = run(url, only=[RULE])
    return Measured(whole, seconds, plans, one_hotel, one_hotel_plans, planted)
