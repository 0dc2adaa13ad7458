"""Fifty copies of one event, posted at once: one row, one effect, fifty good answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.payments.histories.hands import OurHands
from bench.payments.histories.history import History, Plan, Step, begin
from bench.payments.histories.moves import MOVES
from bench.payments.histories.verdict import verdict
from bench.payments.stage import Stage
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from tests.stripe_server.delivery import Delivery

COPIES = 50
PLAN = Plan(price=20_000, currency="EUR", terms=(), days=5, steps=(), restores=False)
# Only Stripe's events tell of these: nothing is sent that Stripe would answer.
STORY = (
    Step("ask_page"),
    Step("pay"),
    Step("dashboard_capture", how=1),
    Step("dashboard_refund", how=1),
    Step("fail_refund"),
    Step("open_dispute"),
    Step("win_dispute"),
)
# What the ledger has to say at the end, each once.
EFFECTS = ("AUTHORISED", "CAPTURED", "REFUNDED", "REFUND_FAILED", "DISPUTED", "DISPUTE_WON")

_ROWS = "SELECT count(*) FROM hotelmate.stripe_webhook_event WHERE event_id = %s"
_EFFECTS = """
    SELECT count(*) FROM hotelmate.payment_entry WHERE hotel_id = %s AND kind = %s
"""


@dataclass
class Copies:
    """What came of posting copies.

    Attributes:
        events: how many events were posted so.
        posts: every post of them.
        rows: the most that one of them left.
        effects: by kind of ledger row, how many there are.
        wrong: what else is not as it should be.
    """

    events: int = 0
    posts: list[Delivery] = field(default_factory=list)
    rows: int = 0
    effects: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def post_copies(stage: Stage, copies: int = COPIES) -> Copies:
    """Let a payment happen and post every event of it many times at once."""
    history, result = begin(stage, PLAN, OurHands()), Copies()
    for step in STORY:
        if not MOVES[step.move](history, step.which, step.how):
            result.wrong.append(f"{step.move} was not possible")
        _post(history, copies, result)
    for kind in EFFECTS:
        result.effects[kind] = int(history.hotel.value(_EFFECTS, history.hotel.hotel_id, kind))
    result.wrong += [str(found) for found in verdict(history)]
    return result


def _post(history: History, copies: int, result: Copies) -> None:
    webhooks = history.stage.stripe.webhooks
    for event in webhooks.outstanding():
        result.posts += webhooks.deliver_copies(event["id"], copies)
        result.events += 1
        result.rows = max(result.rows, int(history.hotel.value(_ROWS, event["id"])))


def copies_figures(stage: Stage) -> Iterator[Figure]:
    """Give the figures of fifty copies."""
    say(f"copies: every event of a payment, {COPIES} times at once")
    result = post_copies(stage)
    refused = [each for each in result.posts if not each.ok]
    for each in refused[:10]:
        say(f"copies: {each.event_type}: {each.status} {each.error or each.answer!r}")
    for wrong in result.wrong:
        say(f"copies: {wrong}")
    yield Figure("copied_events", result.events)
    yield Figure("copies_posted", len(result.posts))
    yield Figure("copies_not_answered_2xx", len(refused), AtMost(0))
    yield Figure("copies_findings", len(result.wrong), AtMost(0))
    yield Figure(f"rows_of_{COPIES}_copies", result.rows, AtMost(1))
    yield Figure(f"least_effects_of_{COPIES}_copies", min(result.effects.values()), AtLeast(1))
    yield Figure(f"effects_of_{COPIES}_copies", max(result.effects.values()), AtMost(1))
