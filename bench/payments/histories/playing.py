"""A history from its first step to the verdict."""

from collections.abc import Sequence

from bench.payments.histories import carrying_out
from bench.payments.histories.history import Hands, History, Plan, begin
from bench.payments.histories.moves import MOVES
from bench.payments.histories.verdict import Finding, verdict
from bench.payments.stage import Stage
from tests.stripe_server.people import NotPossible


def play(stage: Stage, plan: Plan, hands: Hands) -> tuple[History, list[Finding]]:
    """Play a plan and return the history with what is wrong at its end."""
    history = begin(stage, plan, hands)
    for step in plan.steps:
        try:
            if MOVES[step.move](history, step.which, step.how):
                history.taken[step.move] += 1
        except NotPossible:
            continue
    end(history)
    found = verdict(history)
    if found:
        clear_away(history)
    return history, found


def end(history: History) -> None:
    """Let all faults be over, time go by, and both sides come to rest.

    Events that were lost stay lost in every other plan: reconciliation has to find them.
    """
    stripe = history.stage.stripe
    stripe.faults.clear()
    stripe.refund_status = "succeeded"
    stripe.advance(0)
    history.lost.update(history.posts.dropped)
    if history.plan.restores:
        history.posts.restore_dropped()
    _rest(history)
    carrying_out.reconcile_now(history, 0, 0)
    _rest(history)


def _rest(history: History) -> None:
    """Post events and carry out instructions until neither brings anything new."""
    while True:
        history.posts.deliver_all()
        carrying_out.try_waiting(history, 0, 0)
        if not carrying_out.finish(history) or not history.posts.waiting:
            return


def clear_away(history: History) -> None:
    """Let what is left over wait for nothing any more, so that no other history meets it."""
    hotel = history.hotel
    hotel.run(
        "UPDATE hotelmate.payment_instruction SET state = 'WITHDRAWN'"
        " WHERE hotel_id = %s AND state = 'PENDING'",
        hotel.hotel_id,
    )
    with history.stage.owner.transaction():
        # It would say anew when the event is tried again.
        trigger = (
            "hotelmate.stripe_webhook_event {} TRIGGER tg_stripe_webhook_event__1_resolve_again"
        )
        hotel.run("ALTER TABLE " + trigger.format("DISABLE"))
        hotel.run(
            "UPDATE hotelmate.stripe_webhook_event SET next_try_at = NULL"
            " WHERE status <> 'PROCESSED' AND next_try_at IS NOT NULL"
        )
        hotel.run("ALTER TABLE " + trigger.format("ENABLE"))


def told(plan: Plan, found: Sequence[Finding]) -> str:
    """Write down a plan that ended badly, and what is wrong."""
    lines = [f"{plan.price} {plan.currency}, terms {plan.terms}, {plan.days} days before arrival"]
    lines += [f"  {step.move}(which={step.which}, how={step.how})" for step in plan.steps]
    lines += [f"  then lost events {'come after all' if plan.restores else 'stay lost'}"]
    return "\n".join([*lines, *(f"  ! {each}" for each in found)])
