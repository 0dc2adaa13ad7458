"""Situations 13 to 18: two at the same moment, and answers that never come."""

import pytest

from app.payments.instructions import Pace
from tests.api.conftest import refusal
from tests.payments.both_sides import NO_PAUSE, PATHS, PATIENT, PRICE
from tests.payments.situations.house import (
    GUEST_HOLD,
    HELD,
    LEDGER_HELD,
    LEDGER_VOIDED,
    ONE_TRY,
    OUR_CAPTURE,
    OUR_VOID,
    House,
    at_once,
)
from tests.payments.worker_process import working
from tests.refusal import refused_by
from tests.stripe_payments import approve
from tests.stripe_server.faults import FaultKind
from tests.waiting import wait_until

# 13: the guest pays in the moment in which the booking expires or is cancelled.


def test_situation_13__the_page_completes_while_the_draft_expires(house: House) -> None:
    booking, intent = house.paid()
    with house.queue(booking) as queue:
        queue.holder.expire(booking)  # as the clock does, and not committed yet
        told = queue.joins(lambda: house.tell(house.event(HELD)))

    assert told.result() == "PROCESSED"
    house.expect(booking, "CANCELLED_DRAFT", "EXPIRE_SESSION WITHDRAWN", "VOID PENDING")
    house.work()
    house.hear()
    house.expect(booking, "CANCELLED_DRAFT", "EXPIRE_SESSION WITHDRAWN", "VOID DONE")
    assert house.sessions(booking) == ["COMPLETE"]
    assert house.entries(intent) == LEDGER_VOIDED
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]


def test_situation_13__a_draft_that_is_being_paid_does_not_expire(house: House) -> None:
    booking, intent = house.paid()
    house.is_overdue(booking)
    with house.queue(booking) as queue:
        told = queue.joins(lambda: house.tell(house.event(HELD)))
        house.let_drafts_lapse()
        assert house.status(booking) == "PENDING_PAYMENT"

    assert told.result() == "PROCESSED"
    house.let_drafts_lapse()
    house.expect(booking, "PENDING_APPROVAL")
    assert house.moved(intent) == [GUEST_HOLD]


def test_situation_13__the_draft_expired_before_the_guest_had_paid(house: House) -> None:
    booking = house.make()
    page = house.page(booking)
    house.is_overdue(booking)
    house.let_drafts_lapse()
    house.expect(booking, "CANCELLED_DRAFT", "EXPIRE_SESSION PENDING")
    assert house.sessions(booking) == ["EXPIRED"]
    intent = house.stripe.people.pay(page)

    house.hear()
    house.work()
    house.hear()

    house.expect(booking, "CANCELLED_DRAFT", "EXPIRE_SESSION WITHDRAWN", "VOID DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]


@pytest.mark.parametrize("first", ["cancel", "hold"])
def test_situation_13__a_cancellation_and_the_hold_at_the_same_moment(
    house: House, first: str
) -> None:
    booking, intent = house.paid()
    steps = {"cancel": lambda: house.cancel(booking), "hold": lambda: house.tell(house.event(HELD))}
    with house.queue(booking) as queue:
        queue.joins(steps.pop(first))
        queue.joins(*steps.values())
    house.hear()
    house.work()
    house.hear()

    closing = ["EXPIRE_SESSION WITHDRAWN"] if first == "cancel" else []
    house.expect(booking, "CANCELLED", *closing, "VOID DONE")
    assert house.shown(booking)["cancellation_fee_amount"] == 0
    assert house.entries(intent) == LEDGER_VOIDED
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]


def test_situation_13__a_draft_that_nobody_pays_lapses_and_its_page_is_closed(
    house: House,
) -> None:
    booking = house.make()
    page = house.page(booking)
    house.is_overdue(booking)
    house.let_drafts_lapse()
    house.work()

    house.expect(booking, "CANCELLED_DRAFT", "EXPIRE_SESSION DONE")
    assert house.stripe.session(page)["status"] == "expired"
    assert house.stripe.effects == []


# 14: the page expires after the guest has paid.


def test_situation_14__a_page_that_is_complete_does_not_expire(house: House) -> None:
    booking, intent = house.held()
    before = house.shown(booking)
    page = house.truth(intent).session
    assert page is not None
    over = house.invent("checkout.session.expired", house.stripe.session(page), status="expired")

    assert house.tell(over) == "PROCESSED"

    assert house.sessions(booking) == ["COMPLETE"]
    assert house.shown(booking) == before
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD
    assert house.work() == 0


def test_situation_14__a_page_that_expires_unpaid_makes_way_for_another(house: House) -> None:
    booking = house.make()
    house.stripe.people.expire_session(house.page(booking))
    house.hear()
    assert house.sessions(booking) == ["EXPIRED"]
    house.expect(booking, "PENDING_PAYMENT")

    intent = house.stripe.people.pay(house.page(booking))
    house.hear()

    assert house.sessions(booking) == ["EXPIRED", "COMPLETE"]
    house.expect(booking, "PENDING_APPROVAL")
    assert house.moved(intent) == [GUEST_HOLD]


# 15 and 16: decisions at the same moment.


@pytest.mark.parametrize("first", ["approve", "decline"])
def test_situation_15__of_approve_and_decline_at_the_same_moment_one_is_refused(
    house: House, first: str
) -> None:
    booking, intent = house.held()
    steps = {
        "approve": lambda: house.asks(booking, "approve"),
        "decline": lambda: house.asks(booking, "decline", reason="no room"),
    }
    with house.queue(booking) as queue:
        won = queue.joins(steps.pop(first))
        lost = queue.joins(*steps.values())
    assert won.result().status_code == 200
    refusal(lost.result(), "booking-stamps-are-final", 409)
    house.work()
    house.hear()

    if first == "approve":
        house.expect(booking, "CONFIRMED", "CAPTURE DONE")
        assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]
    else:
        house.expect(booking, "DECLINED", "VOID DONE")
        assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]


def test_situation_15__who_writes_the_second_decision_in_sql_is_refused_too(house: House) -> None:
    (approved, _), (declined, _) = house.held(), house.held()
    house.approve(approved)
    house.decline(declined)

    with refused_by("booking_approval_fits_status"):
        house.hotel.decline(approved)
    with refused_by("booking_legal_transition"):
        approve(house.hotel, declined)

    house.expect(approved, "PENDING_APPROVAL", "CAPTURE PENDING")
    house.expect(declined, "DECLINED", "VOID PENDING")


def test_situation_15__decisions_about_two_bookings_do_not_wait_for_each_other(
    house: House,
) -> None:
    (one, captured), (other, voided) = house.held(), house.held()
    with house.queue(one) as queue:
        approving = queue.joins(lambda: house.asks(one, "approve"))
        house.decline(other)
    assert approving.result().status_code == 200
    house.work()
    house.hear()

    house.expect(one, "CONFIRMED", "CAPTURE DONE")
    house.expect(other, "DECLINED", "VOID DONE")
    assert (house.moved(captured)[1:], house.moved(voided)[1:]) == ([OUR_CAPTURE], [OUR_VOID])


def test_situation_16__of_two_approvals_at_the_same_moment_one_is_refused(house: House) -> None:
    booking, intent = house.held()
    with house.queue(booking) as queue:
        first, second = (queue.joins(lambda: house.asks(booking, "approve")) for _ in range(2))
    assert first.result().status_code == 200
    refusal(second.result(), "booking-stamps-are-final", 409)
    house.work()
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]
    assert len(house.stripe.seen("POST", PATHS["CAPTURE"])) == 1


@pytest.mark.parametrize("captured", [False, True])
def test_situation_16__an_approval_clicked_again_later_is_refused(
    house: House, captured: bool
) -> None:
    booking, intent = house.held()
    house.approve(booking)
    if captured:
        house.work()

    assert house.asks(booking, "approve").status_code == 409

    house.work()
    house.hear()
    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


def test_situation_16__two_workers_send_one_capture(house: House) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.faults.add("delay", "POST", PATHS["CAPTURE"], seconds=0.1)

    at_once(house.work, house.work, house.work)
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]
    assert len(house.stripe.seen("POST", PATHS["CAPTURE"])) == 1


def test_situation_16__two_bookings_approved_at_once_are_both_captured(house: House) -> None:
    held = [house.held() for _ in range(2)]
    at_once(*[lambda booking=booking: house.approve(booking) for booking, _ in held])
    house.work()
    house.hear()

    for booking, intent in held:
        house.expect(booking, "CONFIRMED", "CAPTURE DONE")
        assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


# 17: no answer to a capture.


@pytest.mark.parametrize(
    ("fault", "seconds", "sent"),
    [
        ("timeout_before", 3, 2),
        ("timeout_after", 3, 1),
        ("drop_before", 0, 2),
        ("drop_after", 0, 1),
    ],
)
def test_situation_17__after_no_answer_the_worker_looks_before_it_repeats(
    house: House, fault: FaultKind, seconds: float, sent: int
) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.faults.add(fault, "POST", PATHS["CAPTURE"], seconds=seconds)
    before = len(house.stripe.requests)
    # Waits for longer than a busy machine takes to answer, and not until the silence is over.
    house.work(Pace(lease=20.0, timeout=1.5, pause=NO_PAUSE) if seconds else PATIENT)

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    requests = house.stripe.requests[before:]
    captures = [each for each in requests if each.method == "POST"]
    assert [each.method for each in requests[:2]] == ["POST", "GET"]
    assert len(captures) == sent
    assert len({each.idempotency_key for each in captures}) == 1
    house.hear()
    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


def test_situation_17__while_stripe_shows_nothing_nothing_is_repeated(house: House) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.faults.add("drop_after", "POST", PATHS["CAPTURE"])
    house.stripe.faults.add("error_before", "GET", times=None)
    house.work(ONE_TRY)

    assert house.instructions(booking) == [("CAPTURE", "PENDING")]
    house.hurry()
    house.work(ONE_TRY)
    assert len(house.stripe.seen("POST", PATHS["CAPTURE"])) == 1
    house.stripe.faults.clear()
    house.hurry()
    house.work(ONE_TRY)

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


def test_situation_17__an_answer_that_is_only_slow_is_waited_for(house: House) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.faults.add("delay", "POST", PATHS["CAPTURE"], seconds=0.1)
    assert house.work() == 1

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]
    assert house.instruction(booking, "tries") == 1


# 18: the worker dies between Stripe and its commit.


def killed_while_stripe_is_silent(house: House, fault: FaultKind, path: str) -> None:
    """Run the worker as a process, and kill it when it has sent something and hears nothing."""
    # No reconciliation at its start: that would hear of everything by itself.
    house.hotel.run(
        "INSERT INTO hotelmate.payment_reconciliation (listed_until, finished_at)"
        " VALUES (now(), now())"
    )
    silence = house.stripe.faults.add(fault, "POST", path, seconds=60)
    effects = len(house.stripe.effects) + (fault == "timeout_after")
    with working(house):
        wait_until(lambda: silence.hits == 1 and len(house.stripe.effects) == effects)
    silence.end()


@pytest.mark.proof
@pytest.mark.parametrize(
    ("kind", "fault"),
    [("CAPTURE", "timeout_before"), ("CAPTURE", "timeout_after"), ("REFUND", "timeout_after")],
)
def test_situation_18__a_worker_killed_before_its_commit_leaves_one_effect(
    house: House, kind: str, fault: FaultKind
) -> None:
    booking, intent = house.captured() if kind == "REFUND" else house.held()
    if kind == "REFUND":
        house.cancel(booking)
    else:
        house.approve(booking)
    killed_while_stripe_is_silent(house, fault, PATHS[kind])

    # Its claim keeps others away, until it is over.
    assert house.instruction(booking, "state") == "PENDING"
    assert house.work() == 0
    house.hurry()
    house.work()
    house.hear()

    sent = [each for each in house.stripe.seen("POST", PATHS[kind]) if each.status == 200]
    assert len(sent) == (1 if fault == "timeout_before" else 0)
    if kind == "CAPTURE":
        house.expect(booking, "CONFIRMED", "CAPTURE DONE")
        assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]
    else:
        house.expect(booking, "CANCELLED", "CAPTURE DONE", "REFUND DONE")
        assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, f"refund {PRICE} api"]


def test_situation_18__an_instruction_that_nobody_sent_is_there_after_a_crash(
    house: House,
) -> None:
    """The decision is committed with its instruction; whatever stopped, the next worker has it."""
    booking, intent = house.held()
    house.approve(booking)
    house.expect(booking, "PENDING_APPROVAL", "CAPTURE PENDING")
    assert house.shown(booking)["payment"]["pending_instructions"] == ["CAPTURE"]
    assert house.stripe.seen("POST", PATHS["CAPTURE"]) == []

    house.work()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.shown(booking)["payment"]["pending_instructions"] == []
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]
