"""What happens at Stripe without us: by hand in its Dashboard, at banks, and by its clock."""

import time

from bench.payments.histories.history import History
from tests.stripe_server.people import NotPossible

DAY = 86_400


def dashboard_capture(history: History, which: int, how: int) -> bool:
    """Capture by hand, a part in one of three times."""
    held = history.intents("requires_capture")
    if not held:
        return False
    intent = held[which % len(held)]
    part = _part(intent["amount_capturable"], how) if how % 3 == 0 else None
    try:
        history.stage.stripe.people.dashboard_capture(intent["id"], part)
    except NotPossible:  # its time is over
        return False
    return True


def dashboard_cancel(history: History, which: int, how: int) -> bool:
    """Release a hold by hand."""
    held = history.intents("requires_capture")
    if held:
        intent = held[which % len(held)]
        history.stage.stripe.people.dashboard_cancel(intent["id"], "requested_by_customer")
    return bool(held)


def dashboard_refund(history: History, which: int, how: int) -> bool:
    """Refund by hand, all that is left or a part; one of four takes its time."""
    taken = history.intents("succeeded")
    if not taken:
        return False
    intent = taken[which % len(taken)]
    part = _part(intent["amount_received"], how) if how % 2 else None
    status = "succeeded" if how % 4 else "pending"
    try:
        history.stage.stripe.people.dashboard_refund(intent["id"], part, status)
    except NotPossible:  # nothing is left, or it is disputed
        return False
    return True


def refunds_take_time(history: History, which: int, how: int) -> bool:
    """Let refunds be pending from now on."""
    history.stage.stripe.refund_status = "pending"
    return True


def complete_refund(history: History, which: int, how: int) -> bool:
    """Let a pending refund arrive."""
    refunds = history.refunds("pending")
    if refunds:
        history.stage.stripe.people.complete_refund(refunds[which % len(refunds)]["id"])
    return bool(refunds)


def fail_refund(history: History, which: int, how: int) -> bool:
    """Let the guest's bank not take a refund."""
    refunds = history.refunds("pending", "succeeded")
    if refunds:
        history.stage.stripe.people.fail_refund(refunds[which % len(refunds)]["id"])
    return bool(refunds)


def open_dispute(history: History, which: int, how: int) -> bool:
    """Let the guest dispute a payment, or a part of it."""
    taken = history.intents("succeeded")
    if not taken:
        return False
    intent = taken[which % len(taken)]
    part = _part(intent["amount_received"], how) if how % 2 else None
    try:
        history.stage.stripe.people.open_dispute(intent["id"], part)
    except NotPossible:  # one is open, or was lost
        return False
    return True


def win_dispute(history: History, which: int, how: int) -> bool:
    """Let the bank decide for the hotel."""
    disputes = history.open_disputes()
    if disputes:
        history.stage.stripe.people.win_dispute(disputes[which % len(disputes)]["id"])
    return bool(disputes)


def lose_dispute(history: History, which: int, how: int) -> bool:
    """Let the bank decide for the guest."""
    disputes = history.open_disputes()
    if disputes:
        history.stage.stripe.people.lose_dispute(disputes[which % len(disputes)]["id"])
    return bool(disputes)


def lapse_hold(history: History, which: int, how: int) -> bool:
    """Let the bank take a hold back."""
    held = history.intents("requires_capture")
    if held:
        history.stage.stripe.people.lapse_hold(held[which % len(held)]["id"])
    return bool(held)


def week_passes(history: History, which: int, how: int) -> bool:
    """Put Stripe's clock ahead: what has fallen due since, nobody has said yet.

    Not more than twice: of what is older than 30 days Stripe lists nothing.
    """
    clock = history.stage.stripe.clock
    if clock.now() > time.time() + 9 * DAY:
        return False
    clock.move(8 * DAY)
    return True


def stripe_notices(history: History, which: int, how: int) -> bool:
    """Let Stripe say what has fallen due."""
    before = len(history.stage.stripe.effects)
    history.stage.stripe.advance(0)
    return len(history.stage.stripe.effects) > before


def _part(amount: int, how: int) -> int:
    return min(amount, max(1, amount * (how + 1) // 101))
