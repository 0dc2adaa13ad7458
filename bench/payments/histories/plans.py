"""Random plans: a story that leads somewhere, with anything at all in between."""

from collections.abc import Sequence

from hypothesis import strategies as st

from bench.payments.histories.history import Plan, Step
from bench.payments.histories.moves import MOVES

HELD = ("ask_page", "pay", "deliver_all")
CONFIRMED = (*HELD, "approve", "work", "deliver_all")
# What takes several steps, one after the other, would seldom come about by chance alone.
STORIES: tuple[tuple[str, ...], ...] = (
    HELD,
    CONFIRMED,
    (*HELD, "decline", "work"),
    (*HELD, "cancel", "die_working", "time_passes", "work"),
    (*HELD, "approve", "die_working", "time_passes", "work", "cancel", "work"),
    (*CONFIRMED, "cancel", "work", "deliver_all"),
    (*CONFIRMED, "cancel", "fault", "work", "time_passes", "work_under_fire"),
    (*CONFIRMED, "refund", "work", "fail_refund", "deliver_all", "cancel", "work"),
    (*CONFIRMED, "refunds_take_time", "cancel", "work", "complete_refund"),
    (*CONFIRMED, "refunds_take_time", "refund", "work", "fail_refund", "complete_refund"),
    (*CONFIRMED, "refund", "work", "open_dispute", "lose_dispute", "cancel", "work"),
    (*CONFIRMED, "fault", "refund", "fault", "cancel", "work", "time_passes", "work"),
    (*CONFIRMED, "cancel", "dashboard_refund", "work", "time_passes", "work"),
    (*CONFIRMED, "dashboard_refund", "fail_refund", "refund", "work", "deliver_all"),
    (*CONFIRMED, "refund", "dashboard_refund", "work", "dashboard_refund", "fail_refund"),
    (*CONFIRMED, "open_dispute", "cancel", "work", "win_dispute", "deliver_all", "work"),
    (*CONFIRMED, "cancel", "open_dispute", "work", "lose_dispute", "deliver_all"),
    (*HELD, "approve", "lapse_hold", "work"),
    (*HELD, "approve", "week_passes", "work", "stripe_notices", "work"),
    (*HELD, "approve", "cancel", "work"),
    (*HELD, "approve", "die_working", "cancel", "time_passes", "work"),
    (*HELD, "dashboard_capture", "deliver_all", "cancel", "work"),
    (*HELD, "decline", "dashboard_capture", "work", "deliver_all", "work"),
    (*HELD, "dashboard_cancel", "approve", "work"),
    ("ask_page", "page_time_over", "ask_page", "pay", "pay", "deliver_all", "work"),
    ("ask_page", "change_price", "ask_page", "pay", "pay", "deliver_all", "work"),
    ("ask_page", "pay_wrong_amount", "deliver_all", "work", "deliver_all", "cancel"),
    ("ask_page", "pay_wrong_currency", "dashboard_capture", "deliver_all", "work"),
    ("ask_page", "start_processing", "deliver_all", "finish_processing", "approve", "work"),
    ("ask_page", "start_processing", "draft_expires", "finish_processing", "work"),
    ("ask_page", "draft_expires", "pay", "deliver_all", "work"),
    ("ask_page", "pay", "draft_expires", "deliver_all", "work", "deliver_all"),
    ("ask_page", "decline_card", "deliver_all", "pay", "deliver_all", "approve", "work"),
    ("ask_page", "start_authentication", "draft_expires", "work", "deliver_all"),
    ("ask_page", "pay_at_desk", "pay", "approve", "work", "deliver_all", "cancel", "work"),
    ("pay_at_desk", "approve", "refund", "cancel"),
)
# Those in which a process is killed at work, and another one goes on.
KILLS: tuple[tuple[str, ...], ...] = (
    (*HELD, "approve", "die_working", "time_passes", "work", "cancel", "die_working"),
    (*HELD, "approve", "die_under_fire", "time_passes", "die_working", "time_passes", "work"),
    (*HELD, "decline", "die_working", "time_passes", "die_working", "time_passes", "work"),
    (*HELD, "approve", "die_working", "cancel", "time_passes", "die_working", "time_passes"),
    (*CONFIRMED, "refund", "die_working", "cancel", "time_passes", "die_working", "time_passes"),
    (*CONFIRMED, "cancel", "die_under_fire", "time_passes", "die_working", "time_passes", "work"),
    ("ask_page", "pay_wrong_amount", "deliver_all", "die_working", "time_passes", "work"),
    ("ask_page", "pay_at_desk", "die_working", "pay", "time_passes", "deliver_all", "work"),
)
# What most plans end with, for what came about at random is to have consequences.
EPILOGUES: tuple[tuple[str, ...], ...] = (
    (),
    ("work", "deliver_all"),
    ("fault", "work", "time_passes", "work"),
    ("deliver_all", "cancel", "work_under_fire"),
    ("deliver_all", "fault", "cancel", "work", "time_passes", "work"),
    ("cancel", "die_working", "time_passes", "work_under_fire"),
    ("approve", "work", "deliver_all", "refund", "die_under_fire", "time_passes", "work"),
    ("cancel", "fault", "work", "time_passes", "die_working", "time_passes", "work", "storm"),
)
# How often a move comes in between. What ends a payment would end most stories before they begin;
# what takes long would make the histories fewer.
WEIGHTS = {
    **dict.fromkeys(("deliver", "drop", "duplicate", "fault", "work_under_fire"), 24),
    **dict.fromkeys(("deliver_all", "die_working", "die_under_fire", "time_passes", "work"), 16),
    **dict.fromkeys(("ask_page", "delay", "pay", "shuffle", "try_waiting", "approve"), 12),
    **dict.fromkeys(("complete_refund", "dashboard_refund", "fail_refund", "refund"), 8),
    **dict.fromkeys(("cancel", "dashboard_cancel", "decline", "draft_expires", "lapse_hold"), 1),
    **dict.fromkeys(("drop_all", "leave_page", "pay_at_desk", "storm", "week_passes"), 1),
    **dict.fromkeys(("reconcile_now", "die_reconciling"), 4),
}
NOISE = tuple(name for name in MOVES for _ in range(WEIGHTS.get(name, 4)))
PRICES = (("EUR", 20_000), ("EUR", 12_345), ("EUR", 51), ("JPY", 30_000), ("JPY", 777))
TERMS: tuple[tuple[tuple[int, int], ...], ...] = (
    (),
    ((0, 100),),
    ((7, 100), (2, 50)),
    ((14, 33),),
    ((0, 0),),
)


def _named(name: st.SearchStrategy[str]) -> st.SearchStrategy[Step]:
    return st.builds(Step, name, which=st.integers(0, 15), how=st.integers(0, 99))


def _noise(at_most: int) -> st.SearchStrategy[list[Step]]:
    return st.lists(_named(st.sampled_from(NOISE)), max_size=at_most)


# The simplest is that it is not: that is how a failing history is made short.
_TOLD = st.sampled_from((False, *[True] * 19))


@st.composite
def plans(draw: st.DrawFn, stories: Sequence[tuple[str, ...]] = STORIES) -> Plan:
    """Draw a plan: a story with a gap here and there, other moves in between, and some behind."""
    steps: list[Step] = []
    for name in draw(st.sampled_from(stories)):
        steps += draw(_noise(3))
        if draw(_TOLD):
            steps.append(draw(_named(st.just(name))))
    steps += draw(_noise(8))
    steps += [draw(_named(st.just(name))) for name in draw(st.sampled_from(EPILOGUES))]
    currency, price = draw(st.sampled_from(PRICES))
    return Plan(
        price=price,
        currency=currency,
        terms=draw(st.sampled_from(TERMS)),
        days=draw(st.sampled_from((0, 1, 5, 20))),
        steps=tuple(steps),
        restores=draw(st.booleans()),
    )
