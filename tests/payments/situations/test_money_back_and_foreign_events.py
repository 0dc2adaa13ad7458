"""Situations 25 to 30: money that comes back, other people's hands, and events not meant for us."""

from typing import Any

import pytest
import stripe as stripe_package

from tests.payments.both_sides import PATHS, PRICE
from tests.payments.situations.house import (
    GUEST_HOLD,
    HELD,
    LEDGER_CAPTURED,
    LEDGER_HELD,
    OUR_CAPTURE,
    House,
)

REFUNDED = f"REFUNDED {PRICE}"


def refunded(house: House) -> tuple[int, str, str]:
    """Cancel a booking that was paid, and refund it: booking, intent and refund, not heard yet."""
    booking, intent = house.captured()
    house.cancel(booking)
    house.work()
    refund = house.stripe.effects[-1]
    assert refund.kind == "refund"
    return booking, intent, refund.object_id


# 25: a refund comes back days later.


def test_situation_25__a_refund_that_comes_back_is_taken_out_and_not_sent_again(
    house: House,
) -> None:
    booking, intent, refund = refunded(house)
    house.hear()
    house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND DONE")
    house.stripe.people.fail_refund(refund)

    house.hear()

    house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND FAILED")
    assert house.entries(intent) == [*LEDGER_CAPTURED, REFUNDED, f"REFUND_FAILED {PRICE}"]
    assert house.instruction(booking, "last_error") == "refund_failed"
    assert house.work() == 0
    assert house.truth(intent).api_refunds == 1
    report = house.reconcile(hotel=house.hotel.slug)
    assert [(each.kind, each.booking_id) for each in report.findings] == [
        ("instruction", house.reference(booking))
    ]
    # People refund it again, when the bank can take it.
    assert house.asks_refund(booking, PRICE).status_code == 200
    house.work()
    house.hear()
    house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND FAILED", "REFUND DONE")
    assert house.moved(intent) == [
        GUEST_HOLD,
        OUR_CAPTURE,
        f"refund {PRICE} api",
        f"refund_failed {PRICE} stripe",
        f"refund {PRICE} api",
    ]


@pytest.mark.parametrize("seed", range(3))
def test_situation_25__in_any_order_a_refund_was_made_and_came_back(
    house: House, seed: int
) -> None:
    house.stripe.refund_status = "pending"
    booking, intent, refund = refunded(house)
    house.stripe.people.fail_refund(refund)
    house.hear_in_any_order(seed)

    house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND FAILED")
    assert house.entries(intent) == [*LEDGER_CAPTURED, REFUNDED, f"REFUND_FAILED {PRICE}"]
    assert house.work() == 0


def test_situation_25__a_refund_that_takes_days_is_made_once(house: House) -> None:
    house.stripe.refund_status = "pending"
    booking, intent, refund = refunded(house)
    house.hear()
    house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND DONE")
    house.stripe.people.complete_refund(refund)
    house.hear()

    house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND DONE")
    assert house.entries(intent) == [*LEDGER_CAPTURED, REFUNDED]
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, f"refund {PRICE} api"]


# 26: captured, refunded or let go in Stripe's Dashboard.


@pytest.mark.parametrize("heard", [True, False])
def test_situation_26__a_capture_in_the_dashboard_settles_ours(house: House, heard: bool) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.people.dashboard_capture(intent)
    if heard:
        house.hear()

    house.work()
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.entries(intent) == LEDGER_CAPTURED
    assert house.moved(intent) == [GUEST_HOLD, f"capture {PRICE} dashboard"]
    assert len(house.stripe.seen("POST", PATHS["CAPTURE"])) == (0 if heard else 1)


def test_situation_26__a_capture_in_the_dashboard_confirms_what_nobody_had_approved(
    house: House,
) -> None:
    booking, intent = house.held()
    house.stripe.people.dashboard_capture(intent)

    house.hear()

    house.expect(booking, "CONFIRMED")
    assert house.asks(booking, "approve").status_code == 409
    assert house.work() == 0
    assert house.moved(intent) == [GUEST_HOLD, f"capture {PRICE} dashboard"]


@pytest.mark.parametrize("amount", [5000, PRICE])
def test_situation_26__what_the_dashboard_refunded_is_not_refunded_again(
    house: House, amount: int
) -> None:
    booking, intent = house.captured()
    house.stripe.people.dashboard_refund(intent, amount)
    house.hear()
    house.expect(booking, "CONFIRMED", "CAPTURE DONE")

    house.cancel(booking)
    house.work()
    house.hear()

    ours = [f"refund {PRICE - amount} api"] if amount < PRICE else []
    house.expect(booking, "CANCELLED", "CAPTURE DONE", *["REFUND DONE"] * len(ours))
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, f"refund {amount} dashboard", *ours]
    assert house.truth(intent).refunded == PRICE


@pytest.mark.parametrize("heard", [True, False])
def test_situation_26__a_refund_in_the_dashboard_leaves_us_the_rest(
    house: House, heard: bool
) -> None:
    booking, intent = house.captured()
    house.cancel(booking)
    house.stripe.people.dashboard_refund(intent, 5000)
    if heard:
        house.hear()

    house.work()
    house.hear()

    house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND WITHDRAWN", "REFUND DONE")
    assert house.moved(intent)[2:] == ["refund 5000 dashboard", f"refund {PRICE - 5000} api"]


@pytest.mark.parametrize("decided", [False, True])
def test_situation_26__a_hold_let_go_in_the_dashboard(house: House, decided: bool) -> None:
    booking, intent = house.held()
    if decided:
        house.decline(booking)
    house.stripe.people.dashboard_cancel(intent)

    house.work()
    house.hear()

    if decided:
        house.expect(booking, "DECLINED", "VOID DONE")
    else:
        house.expect(booking, "CANCELLED")
    assert house.entries(intent) == [*LEDGER_HELD, f"VOIDED {PRICE}"]
    assert house.moved(intent) == [GUEST_HOLD, f"cancel {PRICE} dashboard"]


# 27 and 28: disputes.


def completed(house: House) -> tuple[int, str]:
    """Let a guest who paid by card stay and leave."""
    booking, intent = house.captured()
    reference = house.reference(booking)
    house.desk.do(reference, "assign-room", room_number="101")
    house.desk.do(reference, "check-in")
    house.desk.do(reference, "check-out")
    return booking, intent


def test_situation_27__a_dispute_about_a_stay_that_is_over_leaves_it_as_it_is(
    house: House,
) -> None:
    booking, intent = completed(house)
    house.stripe.people.open_dispute(intent)

    house.hear()

    house.expect(booking, "COMPLETED", "CAPTURE DONE")
    assert house.shown(booking)["payment"]["disputed_amount"] == PRICE
    assert house.entries(intent) == [*LEDGER_CAPTURED, f"DISPUTED {PRICE}"]
    assert house.work() == 0
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, f"dispute {PRICE} stripe"]


def test_situation_27__a_dispute_about_what_is_refunded_already(house: House) -> None:
    booking, intent, _ = refunded(house)
    house.stripe.people.open_dispute(intent)

    house.hear()

    house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND DONE")
    assert house.entries(intent) == [*LEDGER_CAPTURED, REFUNDED, f"DISPUTED {PRICE}"]
    assert house.work() == 0
    assert house.truth(intent).api_refunds == 1


def test_situation_27__an_inquiry_holds_nothing_back(house: House) -> None:
    booking, intent = completed(house)
    dispute = {
        "id": "du_inquiry",
        "object": "dispute",
        "amount": PRICE,
        "currency": "eur",
        "payment_intent": intent,
        "status": "warning_needs_response",
    }

    assert house.tell(house.invent("charge.dispute.created", dispute)) == "PROCESSED"

    house.expect(booking, "COMPLETED", "CAPTURE DONE")
    assert house.entries(intent) == LEDGER_CAPTURED


@pytest.mark.parametrize("won", [True, False])
def test_situation_28__a_dispute_that_ends_after_the_guest_has_cancelled(
    house: House, won: bool
) -> None:
    booking, intent = house.captured()
    dispute = house.stripe.people.open_dispute(intent)
    house.hear()
    house.cancel(booking)
    # What the bank holds back is not refunded as well.
    house.expect(booking, "CANCELLED", "CAPTURE DONE")
    (house.stripe.people.win_dispute if won else house.stripe.people.lose_dispute)(dispute)
    house.hear()
    house.work()
    house.hear()

    disputed = [*LEDGER_CAPTURED, f"DISPUTED {PRICE}"]
    if won:
        house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND DONE")
        assert house.entries(intent) == [*disputed, f"DISPUTE_WON {PRICE}", REFUNDED]
        assert house.moved(intent)[-1] == f"refund {PRICE} api"
    else:
        house.expect(booking, "CANCELLED", "CAPTURE DONE")
        assert house.entries(intent) == disputed
        assert house.truth(intent).refunds == 0
    assert house.shown(booking)["payment"]["disputed_amount"] == (0 if won else PRICE)
    assert house.work() == 0


@pytest.mark.parametrize("won", [True, False])
@pytest.mark.parametrize("seed", range(2))
def test_situation_28__the_end_of_a_dispute_in_any_order(
    house: House, won: bool, seed: int
) -> None:
    booking, intent = completed(house)
    dispute = house.stripe.people.open_dispute(intent, 5000)
    (house.stripe.people.win_dispute if won else house.stripe.people.lose_dispute)(dispute)
    house.hear_in_any_order(seed)

    house.expect(booking, "COMPLETED", "CAPTURE DONE")
    ended = ["DISPUTED 5000", "DISPUTE_WON 5000"] if won else ["DISPUTED 5000"]
    assert house.entries(intent) == [*LEDGER_CAPTURED, *ended]
    assert house.work() == 0


# 29 and 30: not for us, or not understood.


def kept(house: House, event_id: str) -> tuple[Any, ...] | None:
    """Return status, error, whether it is foreign, and when it is tried again."""
    return house.hotel.connection.execute(
        "SELECT status, error, is_foreign, next_try_at FROM hotelmate.stripe_webhook_event"
        " WHERE event_id = %s",
        (event_id,),
    ).fetchone()


@pytest.mark.parametrize(
    ("envelope", "why"),
    [({"livemode": True}, "livemode"), ({"account": "acct_other"}, "account")],
)
def test_situation_29__an_event_of_another_mode_or_account_is_kept_and_never_applied(
    house: House, envelope: dict[str, Any], why: str
) -> None:
    assert_never_applied(house, envelope, why)


@pytest.mark.parametrize("version", ["2020-08-27", "2025-03-31.basil", None])
def test_situation_30__an_event_of_another_version_is_kept_and_never_applied(
    house: House, version: str | None
) -> None:
    assert_never_applied(house, {"api_version": version}, "api_version")


def assert_never_applied(house: House, envelope: dict[str, Any], why: str) -> None:
    """Assert that an event with this envelope has no effect, and that a right one still has."""
    booking, intent = house.paid()
    shown = house.stripe.payment_intent(intent)
    foreign = house.stripe.webhooks.invent(HELD, shown, **envelope)

    assert house.tell(foreign) == "FAILED"

    assert kept(house, foreign["id"]) == ("FAILED", why, True, None)
    house.try_waiting()
    house.expect(booking, "PENDING_PAYMENT")
    assert house.payments(booking) == []
    assert house.tell(foreign) == "KNOWN"
    house.hear()
    house.expect(booking, "PENDING_APPROVAL")
    assert kept(house, foreign["id"]) == ("FAILED", why, True, None)
    assert house.entries(intent) == LEDGER_HELD
    assert house.moved(intent) == [GUEST_HOLD]


def test_situation_30__an_unknown_type_counts_by_what_it_shows(house: House) -> None:
    booking, intent = house.paid()
    shown = house.stripe.payment_intent(intent)
    new = house.stripe.webhooks.invent("payment_intent.invented_next_year", shown)

    assert house.tell(new) == "PROCESSED"

    house.expect(booking, "PENDING_APPROVAL")
    house.hear()
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


def test_situation_30__an_unknown_type_about_something_else_is_kept(house: House) -> None:
    new = house.stripe.webhooks.invent("wonder.happened", {"id": "won_1", "object": "wonder"})

    assert house.tell(new) == "RECEIVED"

    assert kept(house, new["id"]) == ("RECEIVED", None, False, None)
    assert house.tell(new) == "KNOWN"


def test_situation_30__another_date_of_the_same_release_is_read(house: House) -> None:
    booking, intent = house.paid()
    release = stripe_package.api_version.partition(".")[2]
    shown = house.stripe.payment_intent(intent)
    later = house.stripe.webhooks.invent(HELD, shown, api_version=f"2027-01-27.{release}")

    assert house.tell(later) == "PROCESSED"

    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD
