"""Instructions carried out: one effect at Stripe, whatever goes wrong on the way."""

import pytest

from app.payments.instructions import Pace
from tests.payments.both_sides import (
    AT_ONCE,
    LONG_PAUSE,
    PATHS,
    PATIENT,
    PRICE,
    SILENCE,
    BothSides,
)
from tests.stripe_payments import instruct
from tests.stripe_server.faults import FAULTS, FaultKind

# One attempt: the next is not due for minutes.
AT_ONCE_ONCE = Pace(lease=PATIENT.lease, timeout=PATIENT.timeout, pause=LONG_PAUSE)


def effects_of(sides: BothSides, kind: str, subject: str) -> int:
    """Count how often the product had an effect of this kind."""
    if kind == "EXPIRE_SESSION":
        return len(sides.stripe.events("checkout.session.expired"))
    truth = sides.truth(subject)
    return {
        "CAPTURE": truth.api_captures,
        "VOID": truth.api_cancels,
        "REFUND": truth.api_refunds,
    }[kind]


def assert_done_once(sides: BothSides, kind: str, booking: int, subject: str) -> None:
    """Assert that the newest instruction is done, had one effect, and both sides know it."""
    assert sides.instructions(booking)[-1] == (kind, "DONE")
    assert effects_of(sides, kind, subject) == 1
    if kind == "EXPIRE_SESSION":
        assert sides.stripe.session(subject)["status"] == "expired"
    else:
        sides.agree(subject)


@pytest.mark.parametrize("kind", PATHS)
def test_an_instruction_is_carried_out_by_one_request(sides: BothSides, kind: str) -> None:
    booking, subject = sides.instructed(kind)
    assert sides.work() == 1
    assert_done_once(sides, kind, booking, subject)
    assert len(sides.stripe.seen("POST", PATHS[kind])) == 1
    assert sides.instruction(booking, "tries") == 1
    assert sides.instruction(booking, "claimed_until") is None
    assert sides.work() == 0


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_one_effect(sides: BothSides, kind: str, fault: FaultKind) -> None:
    booking, subject = sides.instructed(kind)
    sides.stripe.faults.add(fault, "POST", PATHS[kind], seconds=SILENCE)
    sides.work(AT_ONCE)
    if fault == "unauthorized":
        assert sides.instruction(booking, "state") == "PENDING"
        assert sides.instruction(booking, "last_error") == "api_key_expired"
        assert sides.instruction(booking, "key_generation") == 1
        sides.work()
    assert_done_once(sides, kind, booking, subject)


@pytest.mark.parametrize("kind", PATHS)
def test_an_error_that_is_kept_needs_another_key(sides: BothSides, kind: str) -> None:
    booking, subject = sides.instructed(kind)
    sides.stripe.faults.add("error_before", "POST", PATHS[kind], saved=True)
    sides.work()
    assert_done_once(sides, kind, booking, subject)
    keys = [each.idempotency_key for each in sides.stripe.seen("POST", PATHS[kind])]
    assert [str(key)[-2:] for key in keys] == ["-1", "-2"]


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize("fault", ["drop_after", "timeout_before"])
def test_a_look_that_fails_too_changes_nothing(
    sides: BothSides, kind: str, fault: FaultKind
) -> None:
    booking, subject = sides.instructed(kind)
    sides.stripe.faults.add(fault, "POST", PATHS[kind], seconds=SILENCE)
    sides.stripe.faults.add("error_before", "GET", times=2)
    sides.work(AT_ONCE)
    assert_done_once(sides, kind, booking, subject)


@pytest.mark.parametrize("kind", PATHS)
def test_several_faults_in_a_row_leave_one_effect(sides: BothSides, kind: str) -> None:
    booking, subject = sides.instructed(kind)
    for fault in ("drop_before", "conflict", "error_before", "drop_after"):
        sides.stripe.faults.add(fault, "POST", PATHS[kind])
    sides.work()
    assert_done_once(sides, kind, booking, subject)


def test_a_repeat_after_silence_uses_the_same_key(sides: BothSides) -> None:
    booking, _ = sides.instructed("CAPTURE")
    sides.stripe.faults.add("drop_before", "POST", PATHS["CAPTURE"], times=2)
    sides.work()
    keys = {each.idempotency_key for each in sides.stripe.seen("POST", PATHS["CAPTURE"])}
    assert len(keys) == 1
    assert sides.instruction(booking, "key_generation") == 1
    assert sides.status(booking) == "CONFIRMED"


@pytest.fixture
def partly(sides: BothSides) -> tuple[int, str]:
    """A refund of a part, of which Stripe would make a second one as well: booking and intent."""
    booking, intent = sides.captured()
    payment = sides.instruction(booking, "payment_id")
    instruct(sides.hotel, booking, "REFUND", payment_id=payment, amount=4000)
    return booking, intent


@pytest.mark.parametrize("fault", FAULTS)
def test_a_refund_of_a_part_is_made_once(
    sides: BothSides, partly: tuple[int, str], fault: FaultKind
) -> None:
    booking, intent = partly
    sides.stripe.faults.add(fault, "POST", PATHS["REFUND"], seconds=SILENCE)
    sides.work(AT_ONCE)
    sides.work()
    assert_done_once(sides, "REFUND", booking, intent)
    assert sides.truth(intent).refunded == 4000


def test_a_refund_is_not_made_again_when_stripe_has_forgotten_its_key(
    sides: BothSides, partly: tuple[int, str]
) -> None:
    booking, intent = partly
    sides.stripe.faults.add("drop_after", "POST", PATHS["REFUND"])
    sides.stripe.faults.add("error_before", "GET")
    sides.work(pace=AT_ONCE_ONCE)
    assert sides.instruction(booking, "state") == "PENDING"
    sides.stripe.clock.move(25 * 3_600)
    sides.hurry()
    sides.work()
    assert_done_once(sides, "REFUND", booking, intent)
    assert sides.truth(intent).refunded == 4000


def test_a_refund_names_what_it_is_for(sides: BothSides) -> None:
    booking, intent = sides.instructed("REFUND")
    sides.work()
    (refund,) = (each for each in sides.stripe.effects if each.kind == "refund")
    metadata = sides.stripe.refund(refund.object_id)["metadata"]
    assert metadata == {
        "instruction": str(sides.instruction(booking, "id")),
        "hotel": sides.hotel.slug,
        "booking": sides.hotel.read("room_booking", booking, "booking_reference"),
    }
    assert sides.truth(intent).refunded == PRICE


def test_a_refund_that_comes_back_is_not_sent_again(sides: BothSides) -> None:
    booking, intent = sides.instructed("REFUND")
    sides.work()
    (refund,) = (each for each in sides.stripe.effects if each.kind == "refund")
    sides.stripe.people.fail_refund(refund.object_id)
    sides.hear()
    assert sides.instructions(booking)[-1] == ("REFUND", "FAILED")
    assert sides.work() == 0
    sides.agree(intent)
    assert sides.truth(intent).api_refunds == 1


# What others did at Stripe meanwhile: the look settles it.


def test_a_capture_in_the_dashboard_is_not_repeated(sides: BothSides) -> None:
    booking, intent = sides.instructed("CAPTURE")
    sides.stripe.people.dashboard_capture(intent)
    sides.work()
    assert sides.instructions(booking) == [("CAPTURE", "DONE")]
    assert sides.status(booking) == "CONFIRMED"
    assert sides.truth(intent).api_captures == 0
    sides.agree(intent)


def test_a_void_in_the_dashboard_is_not_repeated(sides: BothSides) -> None:
    booking, intent = sides.instructed("VOID")
    sides.stripe.people.dashboard_cancel(intent)
    sides.work()
    assert sides.instructions(booking) == [("VOID", "DONE")]
    assert sides.truth(intent).api_cancels == 0


def test_a_hold_captured_in_the_dashboard_instead_of_voided_is_refunded(sides: BothSides) -> None:
    booking, intent = sides.instructed("VOID")
    sides.stripe.people.dashboard_capture(intent)
    sides.work()
    assert sides.instructions(booking) == [("VOID", "WITHDRAWN"), ("REFUND", "DONE")]
    assert sides.truth(intent).refunded == PRICE
    sides.agree(intent)


def test_a_hold_that_lapsed_is_not_captured_and_frees_the_booking(sides: BothSides) -> None:
    booking, intent = sides.instructed("CAPTURE")
    sides.stripe.people.lapse_hold(intent)
    sides.work()
    assert sides.instructions(booking) == [("CAPTURE", "FAILED")]
    assert sides.status(booking) == "CANCELLED"
    sides.agree(intent)


def test_a_capture_after_the_hold_is_over_waits_for_its_end(sides: BothSides) -> None:
    booking, intent = sides.instructed("CAPTURE")
    sides.stripe.clock.move(8 * 86_400)
    sides.work(pace=AT_ONCE_ONCE)
    assert sides.instruction(booking, "state") == "PENDING"
    assert sides.instruction(booking, "last_error") == "charge_expired_for_capture"
    sides.stripe.people.time_passes()
    sides.hurry()
    sides.work()
    assert sides.instructions(booking) == [("CAPTURE", "FAILED")]
    assert sides.status(booking) == "CANCELLED"
    assert sides.truth(intent).captured == 0


def test_a_refund_in_the_dashboard_withdraws_ours(sides: BothSides) -> None:
    booking, intent = sides.instructed("REFUND")
    sides.stripe.people.dashboard_refund(intent)
    sides.work()
    assert sides.instructions(booking)[-1] == ("REFUND", "WITHDRAWN")
    assert sides.truth(intent).api_refunds == 0
    sides.agree(intent)


def test_what_the_dashboard_left_is_refunded(sides: BothSides) -> None:
    booking, intent = sides.instructed("REFUND")
    sides.stripe.people.dashboard_refund(intent, 5000)
    sides.work()
    assert sides.instructions(booking)[-2:] == [("REFUND", "WITHDRAWN"), ("REFUND", "DONE")]
    assert sides.truth(intent).refunded == PRICE
    sides.agree(intent)


def test_a_disputed_payment_is_not_refunded(sides: BothSides) -> None:
    booking, intent = sides.instructed("REFUND")
    sides.stripe.people.open_dispute(intent)
    sides.work()
    assert sides.instructions(booking)[-1] == ("REFUND", "WITHDRAWN")
    sides.agree(intent)


def test_a_refund_that_stripe_refuses_without_a_reason_we_see_is_left_to_people(
    sides: BothSides,
) -> None:
    booking, intent = sides.instructed("REFUND")
    dispute = sides.stripe.people.open_dispute(intent, 5000)
    sides.hear()
    assert sides.instructions(booking)[-2:] == [("REFUND", "WITHDRAWN"), ("REFUND", "PENDING")]
    # Of the rest, too, Stripe refunds nothing while the dispute is open.
    sides.work()
    assert sides.instructions(booking)[-1] == ("REFUND", "FAILED")
    assert sides.instruction(booking, "last_error") == "charge_disputed"
    sides.stripe.people.win_dispute(dispute)
    sides.hear()
    sides.agree(intent)


def test_a_page_on_which_the_guest_paid_is_not_closed_and_the_hold_is_voided(
    sides: BothSides,
) -> None:
    booking, page = sides.instructed("EXPIRE_SESSION")
    intent = sides.stripe.people.pay(page)
    sides.work()
    assert sides.instructions(booking) == [("EXPIRE_SESSION", "WITHDRAWN"), ("VOID", "DONE")]
    assert sides.truth(intent).api_cancels == 1
    assert sides.status(booking) == "CANCELLED_DRAFT"
    sides.agree(intent)


def test_a_page_that_expired_by_itself_is_done_with(sides: BothSides) -> None:
    booking, page = sides.instructed("EXPIRE_SESSION")
    sides.stripe.people.expire_session(page)
    sides.work()
    assert sides.instructions(booking) == [("EXPIRE_SESSION", "DONE")]


# Webhooks and answers in any order.


@pytest.mark.parametrize("kind", PATHS)
def test_news_that_overtake_the_answer_change_nothing(sides: BothSides, kind: str) -> None:
    booking, subject = sides.instructed(kind)
    sides.stripe.faults.add("drop_after", "POST", PATHS[kind])
    # A refund looks before it is sent as well; the look that fails is the one behind.
    sides.stripe.faults.add("error_before", "GET", times=1, skip=int(kind == "REFUND"))
    sides.work(pace=AT_ONCE_ONCE)
    assert sides.instruction(booking, "state") == "PENDING"
    sides.hear()
    assert_done_once(sides, kind, booking, subject)
    sides.hurry()
    assert sides.work() == 0
    assert sides.hear() == 0
