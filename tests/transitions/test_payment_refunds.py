"""Money that goes back: refunds by staff and by the Dashboard, refunds that fail, disputes."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.stripe_evidence import answers, says
from tests.stripe_payments import (
    amounts,
    captured_booking,
    instruct,
    instructions,
    last_instruction,
    ledger,
    payment_of,
    settle,
    status_of,
)

PRICE = 20000
TAKEN = [("AUTHORISED", PRICE), ("CAPTURED", PRICE)]


def refunds(hotel: HotelBuilder, booking: int) -> list[tuple[int | None, str]]:
    """Return amount and state of a booking's refunds, oldest first."""
    told = instructions(hotel, booking)
    return [(amount, state) for kind, amount, state in told if kind == "REFUND"]


def keep(hotel: HotelBuilder, percent: int) -> None:
    """Let the hotel keep so many percent of every booking made from now on."""
    hotel.insert("cancellation_term", days_before_arrival=0, refund_percent=100 - percent)


def test_a_refund_by_staff_is_done_when_stripe_says_so(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    first = instruct(hotel, booking, "REFUND", payment_id=payment, amount=500)
    second = instruct(hotel, booking, "REFUND", payment_id=payment, amount=500)
    answers(hotel.connection, intent.refund(500, instruction=second))
    assert hotel.read("payment_instruction", first, "state") == "PENDING"
    assert hotel.read("payment_instruction", second, "state") == "DONE"
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 500, 0)
    assert status_of(hotel, booking) == "CONFIRMED"


def test_a_refund_counts_as_made_while_it_is_on_its_way(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    refund = intent.refund(PRICE, "pending", instruction=last_instruction(hotel, booking))
    answers(hotel.connection, refund)
    assert refunds(hotel, booking) == [(PRICE, "DONE")]
    says(hotel.connection, refund | {"status": "succeeded"})
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, PRICE, 0)
    assert refunds(hotel, booking) == [(PRICE, "DONE")]


@pytest.mark.parametrize("ending", ["failed", "canceled"])
def test_a_refund_that_comes_back_is_for_people_and_not_sent_again(
    hotel: HotelBuilder, ending: str
) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    refund = intent.refund(PRICE, "pending", instruction=last_instruction(hotel, booking))
    says(hotel.connection, refund)
    says(hotel.connection, refund | {"status": ending})
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)
    assert refunds(hotel, booking) == [(PRICE, "FAILED")]
    # Whatever else is heard, people decide.
    for shown in (refund | {"status": ending}, intent.captured(), intent.charge(captured=PRICE)):
        says(hotel.connection, shown)
    says(hotel.connection, intent.refund(1))
    assert refunds(hotel, booking) == [(PRICE, "FAILED")]
    # They pay it back by hand.
    says(hotel.connection, intent.refund(PRICE - 1))
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, PRICE, 0)
    assert refunds(hotel, booking) == [(PRICE, "FAILED")]


def test_a_refund_of_which_the_failure_is_heard_first(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    refund = intent.refund(PRICE, "failed", instruction=last_instruction(hotel, booking))
    says(hotel.connection, refund)
    says(hotel.connection, refund | {"status": "pending"})
    assert ledger(hotel, intent)[2:] == [("REFUNDED", PRICE), ("REFUND_FAILED", PRICE)]
    assert refunds(hotel, booking) == [(PRICE, "FAILED")]


def test_a_refund_that_came_back_is_made_again_when_staff_say_so(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    says(
        hotel.connection,
        intent.refund(PRICE, "failed", instruction=last_instruction(hotel, booking)),
    )
    again = instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=PRICE)
    answers(hotel.connection, intent.refund(PRICE, instruction=again))
    assert refunds(hotel, booking) == [(PRICE, "FAILED"), (PRICE, "DONE")]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, PRICE, 0)


def test_a_refund_in_the_dashboard_is_recorded_and_asks_for_nothing(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    says(hotel.connection, intent.refund(700))
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 700, 0)
    assert status_of(hotel, booking) == "CONFIRMED"
    assert refunds(hotel, booking) == []


def test_a_refund_in_the_dashboard_withdraws_one_that_would_be_too_much(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    assert refunds(hotel, booking) == [(PRICE, "PENDING")]
    says(hotel.connection, intent.refund(PRICE))
    assert refunds(hotel, booking) == [(PRICE, "WITHDRAWN")]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, PRICE, 0)


def test_a_refund_in_part_in_the_dashboard_leaves_the_rest_to_refund(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    says(hotel.connection, intent.refund(15000))
    assert refunds(hotel, booking) == [(PRICE, "WITHDRAWN"), (5000, "PENDING")]


@pytest.mark.parametrize("by_hand", [10000, 12000])
def test_a_refund_in_the_dashboard_of_what_was_due_leaves_nothing_to_refund(
    hotel: HotelBuilder, by_hand: int
) -> None:
    keep(hotel, 50)
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    assert refunds(hotel, booking) == [(10000, "PENDING")]
    says(hotel.connection, intent.refund(by_hand))
    # The hotel keeps half; the guest has the other half.
    assert [state for _, state in refunds(hotel, booking)] == ["WITHDRAWN"]


def test_a_refund_in_the_dashboard_of_a_part_of_what_was_due_leaves_the_rest(
    hotel: HotelBuilder,
) -> None:
    keep(hotel, 50)
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    says(hotel.connection, intent.refund(4000))
    waiting = [amount for amount, state in refunds(hotel, booking) if state == "PENDING"]
    assert waiting == [6000]


def test_a_refund_in_the_dashboard_withdraws_that_of_staff_when_both_are_too_much(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    instruct(hotel, booking, "REFUND", payment_id=payment, amount=15000)
    says(hotel.connection, intent.refund(6000))
    # The stay goes on, so nothing is due by itself.
    assert refunds(hotel, booking) == [(15000, "WITHDRAWN")]


def test_a_refund_that_was_withdrawn_too_late_is_done(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    ours = instruct(hotel, booking, "REFUND", payment_id=payment, amount=8000)
    dispute = intent.dispute(15000)
    says(hotel.connection, dispute)
    assert refunds(hotel, booking) == [(8000, "WITHDRAWN")]
    answers(hotel.connection, intent.refund(8000, instruction=ours))
    assert refunds(hotel, booking) == [(8000, "DONE")]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 8000, 15000)


def test_what_staff_gave_back_before_counts_when_the_booking_is_cancelled(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    says(hotel.connection, intent.refund(700))
    payment = payment_of(hotel, intent)
    instruct(hotel, booking, "REFUND", payment_id=payment, amount=300)
    hotel.cancel(booking)
    assert refunds(hotel, booking) == [(300, "PENDING"), (19000, "PENDING")]


def test_what_staff_give_after_the_end_comes_on_top_of_the_terms(hotel: HotelBuilder) -> None:
    keep(hotel, 50)
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    by_terms = last_instruction(hotel, booking)
    payment = payment_of(hotel, intent)
    goodwill = instruct(hotel, booking, "REFUND", payment_id=payment, amount=2000)
    for instruction, amount in ((by_terms, 10000), (goodwill, 2000)):
        says(hotel.connection, intent.refund(amount, instruction=instruction))
    assert refunds(hotel, booking) == [(10000, "DONE"), (2000, "DONE")]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 12000, 0)


def test_a_refund_in_the_dashboard_leaves_what_staff_give_on_top(hotel: HotelBuilder) -> None:
    keep(hotel, 50)
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=2000)
    says(hotel.connection, intent.refund(8000))
    assert refunds(hotel, booking) == [
        (10000, "WITHDRAWN"),
        (2000, "PENDING"),  # goodwill
        (2000, "PENDING"),  # what the terms leave
    ]


def test_a_refund_that_people_have_seen_to_is_not_sent_again(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    refund = last_instruction(hotel, booking)
    says(hotel.connection, intent.refund(PRICE, "failed", instruction=refund))
    settle(hotel, refund, "DONE")
    says(hotel.connection, intent.refund(1))
    assert refunds(hotel, booking) == [(PRICE, "DONE")]


def test_refunds_that_an_answer_lists_are_all_recorded_once(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    first, second = intent.refund(100), intent.refund(200, "failed")
    charge = intent.charge(captured=PRICE, refunds=[second, first])
    for _ in range(2):
        answers(hotel.connection, intent.captured() | {"latest_charge": charge})
    says(hotel.connection, first)
    # One that failed before we heard of it took nothing.
    assert ledger(hotel, intent)[2:] == [("REFUNDED", 100)]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 100, 0)


def test_a_dispute_lowers_what_may_be_refunded_and_winning_raises_it(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    dispute = intent.dispute(15000)
    says(hotel.connection, dispute)
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 15000)
    with refused_by("payment_instruction_within_amounts"):
        instruct(hotel, booking, "REFUND", payment_id=payment, amount=5001)
    says(hotel.connection, dispute | {"status": "won"})
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)
    assert instruct(hotel, booking, "REFUND", payment_id=payment, amount=PRICE)


def test_a_cancellation_refunds_what_is_not_disputed_and_the_rest_when_it_is_won(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    dispute = intent.dispute(15000)
    says(hotel.connection, dispute)
    hotel.cancel(booking)
    assert refunds(hotel, booking) == [(5000, "PENDING")]
    says(hotel.connection, dispute | {"status": "won"})
    assert refunds(hotel, booking) == [(5000, "PENDING"), (15000, "PENDING")]


def test_a_dispute_withdraws_the_refund_and_winning_brings_it_back(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    dispute = intent.dispute()
    says(hotel.connection, dispute)
    assert refunds(hotel, booking) == [(PRICE, "WITHDRAWN")]
    says(hotel.connection, dispute | {"status": "under_review"})
    says(hotel.connection, dispute | {"status": "won"})
    assert refunds(hotel, booking) == [(PRICE, "WITHDRAWN"), (PRICE, "PENDING")]


def test_a_dispute_that_is_lost_stays_disputed(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    dispute = intent.dispute(7000)
    for status in ("needs_response", "lost"):
        says(hotel.connection, dispute | {"status": status})
    hotel.cancel(booking)
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 7000)
    assert refunds(hotel, booking) == [(13000, "PENDING")]


def test_an_inquiry_holds_nothing_back(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    for status in ("warning_needs_response", "warning_under_review", "warning_closed"):
        says(hotel.connection, intent.dispute(status=status))
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)


@pytest.mark.parametrize("won", [6000, 8000, 1])
def test_a_dispute_that_is_won_gives_back_what_was_withheld(hotel: HotelBuilder, won: int) -> None:
    booking, intent = captured_booking(hotel)
    dispute = intent.dispute(7000)
    says(hotel.connection, dispute)
    # The bank closes the case over another amount than it opened it for.
    says(hotel.connection, dispute | {"status": "won", "amount": won})
    assert ledger(hotel, intent) == [*TAKEN, ("DISPUTED", 7000), ("DISPUTE_WON", 7000)]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)


def test_a_dispute_that_is_prevented_holds_nothing_back(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    dispute = intent.dispute(7000, "prevented")
    for _ in range(2):
        says(hotel.connection, dispute)
    assert ledger(hotel, intent) == TAKEN
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)


def test_a_dispute_that_is_prevented_after_it_began_gives_back(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    dispute = intent.dispute(7000)
    for status in ("needs_response", "prevented", "prevented"):
        says(hotel.connection, dispute | {"status": status})
    assert ledger(hotel, intent) == [*TAKEN, ("DISPUTED", 7000), ("DISPUTE_WON", 7000)]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)


def test_a_dispute_of_which_the_end_is_heard_first(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    dispute = intent.dispute(status="won")
    says(hotel.connection, dispute)
    says(hotel.connection, dispute | {"status": "needs_response"})
    assert ledger(hotel, intent) == [*TAKEN, ("DISPUTED", PRICE), ("DISPUTE_WON", PRICE)]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)


def test_a_dashboard_refund_that_failed_unheard_leaves_room_for_ours(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    theirs = intent.refund(PRICE)
    ours = instruct(
        hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=PRICE // 2
    )
    says(hotel.connection, intent.refund(PRICE // 2) | {"metadata": {"instruction": str(ours)}})
    says(hotel.connection, theirs | {"status": "failed"})
    says(hotel.connection, theirs)
    assert ledger(hotel, intent)[2:] == [("REFUNDED", PRICE // 2)]
