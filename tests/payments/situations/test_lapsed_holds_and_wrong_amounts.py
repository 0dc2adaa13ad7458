"""Situations 19 to 24: holds that are over, and more or less money than there is."""

import pytest

from app.database import Database
from app.payments import holds
from app.payments.gateway import Gateway
from tests.api.conftest import refusal
from tests.payments.both_sides import PATHS, PRICE
from tests.payments.situations.house import (
    CAPTURED,
    GUEST_HOLD,
    LEDGER_CAPTURED,
    LEDGER_HELD,
    LEDGER_VOIDED,
    ONE_TRY,
    OUR_CAPTURE,
    House,
    at_once,
)
from tests.refusal import refused_by

DAY = 86_400
LAPSED = f"cancel {PRICE} stripe"


def assert_lost(house: House, booking: int, intent: str, *instructions: str) -> None:
    """Assert that a booking ended with its hold, and that nothing was taken."""
    house.expect(booking, "CANCELLED", *instructions)
    assert "hold" in house.shown(booking)["cancellation_reason"]
    assert house.shown(booking)["cancellation_fee_amount"] == 0
    assert house.entries(intent) == LEDGER_VOIDED
    assert house.moved(intent) == [GUEST_HOLD, LAPSED]


# 19: capture of a hold that has lapsed.


def test_situation_19__a_hold_that_lapsed_is_not_captured(house: House) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.people.lapse_hold(intent)  # and nobody has told us

    house.work()

    assert_lost(house, booking, intent, "CAPTURE FAILED")
    assert len(house.stripe.seen("POST", PATHS["CAPTURE"])) == 1
    house.hear()
    assert_lost(house, booking, intent, "CAPTURE FAILED")
    assert house.work() == 0


def test_situation_19__between_the_end_of_a_hold_and_its_lapse_nothing_is_taken(
    house: House,
) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.clock.move(house.stripe.hold_seconds + 1)

    house.work(ONE_TRY)
    house.expect(booking, "PENDING_APPROVAL", "CAPTURE PENDING")
    assert house.instruction(booking, "last_error") == "charge_expired_for_capture"
    house.stripe.people.time_passes()
    house.hear()

    assert_lost(house, booking, intent, "CAPTURE FAILED")


def test_situation_19__a_hold_is_captured_in_its_last_minute(house: House) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.clock.move(house.stripe.hold_seconds - 60)

    house.work()
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.entries(intent) == LEDGER_CAPTURED
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


# 20: a hold lapses and nobody looked.


def warnings(house: House) -> list[str]:
    """Return the bookings of whose hold the front desk was warned."""
    rows = house.hotel.connection.execute(
        "SELECT payload ->> 'booking_id' FROM hotelmate.outbox_event"
        " WHERE hotel_id = %s AND event_type = 'booking_hold_lapsing' ORDER BY id",
        (house.hotel.hotel_id,),
    )
    return [row[0] for row in rows]


def watch(house: House) -> None:
    """Let the worker watch over holds once."""

    async def run(database: Database, gateway: Gateway) -> None:
        await holds.report_lapsing(database)
        await holds.look_at_unwatched(database, gateway)

    house.run(run)


def test_situation_20__a_hold_that_lapses_unattended_is_told_of_and_frees_the_booking(
    house: House,
) -> None:
    in_time, _ = house.held()
    house.stripe.hold_seconds = 3_600
    booking, intent = house.held()
    house.try_waiting()  # the charge, which says until when

    watch(house)
    watch(house)
    assert warnings(house) == [house.reference(booking)]
    report = house.reconcile(hotel=house.hotel.slug)
    assert [each.kind for each in report.findings] == ["hold-lapsing"]

    house.stripe.advance(3_601)
    house.hear()
    assert_lost(house, booking, intent)
    assert house.asks(booking, "approve").status_code == 409
    house.expect(in_time, "PENDING_APPROVAL")
    assert house.work() == 0


def test_situation_20__a_hold_that_lapsed_without_a_word_is_looked_at(house: House) -> None:
    booking = house.make()
    page = house.page(booking)
    house.stripe.clock.move(-8 * DAY)
    intent = house.stripe.people.pay(page)
    house.hear()
    house.try_waiting()
    house.stripe.advance(8 * DAY)
    house.expect_status(booking, "PENDING_APPROVAL")

    watch(house)

    assert_lost(house, booking, intent)


# 21: less was captured than the price.


@pytest.mark.parametrize("approved", [False, True])
def test_situation_21__a_part_that_was_captured_is_refunded_and_the_booking_is_over(
    house: House, approved: bool
) -> None:
    booking, intent = house.held()
    if approved:
        house.approve(booking)
    house.stripe.people.dashboard_capture(intent, 5000)

    house.hear()
    house.work()
    house.hear()

    before = ["CAPTURE DONE"] if approved else []
    house.expect(booking, "CANCELLED", *before, "REFUND DONE")
    voided = f"VOIDED {PRICE - 5000}"
    assert house.entries(intent) == [*LEDGER_HELD, "CAPTURED 5000", voided, "REFUNDED 5000"]
    assert house.moved(intent) == [GUEST_HOLD, "capture 5000 dashboard", "refund 5000 api"]
    assert house.truth(intent).api_captures == 0


@pytest.mark.parametrize("heard_first", [False, True])
def test_situation_21__the_rest_that_is_held_still_is_captured(
    house: House, heard_first: bool
) -> None:
    booking, intent = house.held()
    house.approve(booking)
    house.stripe.people.dashboard_capture(intent, 5000, final=False)

    if heard_first:
        house.hear()
        house.expect(booking, "PENDING_APPROVAL", "CAPTURE WITHDRAWN", "CAPTURE PENDING")
    house.work()
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE WITHDRAWN", "CAPTURE DONE")
    rest = PRICE - 5000
    assert house.entries(intent) == [*LEDGER_HELD, "CAPTURED 5000", f"CAPTURED {rest}"]
    assert house.moved(intent) == [GUEST_HOLD, "capture 5000 dashboard", f"capture {rest} api"]


def test_situation_21__the_whole_that_was_captured_confirms(house: House) -> None:
    booking, intent = house.held()
    house.stripe.people.dashboard_capture(intent, PRICE)

    house.hear()

    house.expect(booking, "CONFIRMED")
    assert house.entries(intent) == LEDGER_CAPTURED


# 22: more was captured than was held.


def test_situation_22__more_captured_than_paid_is_refused_and_kept(house: House) -> None:
    booking, intent = house.paid()
    shown = house.stripe.payment_intent(intent)
    lie = house.invent(CAPTURED, shown, status="succeeded", amount_received=PRICE + 1)

    assert house.tell(lie) == "FAILED"

    assert house.stored(lie) == ("FAILED", "payment_captured_within_authorised")
    house.expect(booking, "PENDING_PAYMENT")
    assert house.payments(booking) == []
    house.hear()
    house.expect(booking, "PENDING_APPROVAL")
    assert house.moved(intent) == [GUEST_HOLD]


def test_situation_22__more_captured_than_held_is_refused_and_kept(house: House) -> None:
    booking, intent = house.held()
    house.approve(booking)
    shown = house.stripe.payment_intent(intent)
    more = {"status": "succeeded", "amount_received": PRICE + 1, "amount_capturable": 0}
    lie = house.invent(CAPTURED, shown, **more)

    assert house.tell(lie) == "FAILED"

    assert house.stored(lie) == ("FAILED", "payment_captured_within_authorised")
    house.expect(booking, "PENDING_APPROVAL", "CAPTURE PENDING")
    assert house.entries(intent) == LEDGER_HELD
    # What Stripe really does counts as ever.
    house.work()
    house.hear()
    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


def test_situation_22__nobody_may_ask_for_more_than_is_held(house: House) -> None:
    booking, intent = house.held()
    payment = house.hotel.value(
        "SELECT id FROM hotelmate.payment WHERE payment_intent_id = %s", intent
    )
    row = {"booking_id": booking, "payment_id": payment, "kind": "CAPTURE"}

    with refused_by("payment_capture_needs_approval"):
        house.hotel.insert("payment_instruction", **row, amount=PRICE)
    house.approve(booking)
    with refused_by("payment_instruction_within_amounts"):
        house.hotel.insert("payment_instruction", **row, amount=PRICE + 1)
    with refused_by("payment_captured_once"):
        house.hotel.insert("payment_instruction", **row, amount=PRICE)
    house.work()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


# 23: refunds at the same moment, together more than was captured.


def test_situation_23__of_two_refunds_that_are_too_much_together_one_is_refused(
    house: House,
) -> None:
    booking, intent = house.captured()
    with house.queue(booking) as queue:
        first, second = (queue.joins(lambda: house.asks_refund(booking, 15000)) for _ in range(2))
    assert first.result().status_code == 200
    refusal(second.result(), "payment-instruction-within-amounts", 409)
    house.work()
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE", "REFUND DONE")
    assert house.entries(intent) == [*LEDGER_CAPTURED, "REFUNDED 15000"]
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, "refund 15000 api"]


def test_situation_23__refunds_at_once_that_are_not_too_much_are_all_made(house: House) -> None:
    booking, intent = house.captured()
    answers = at_once(*[lambda: house.asks_refund(booking, 10000)] * 3)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409]
    house.work()
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE", "REFUND DONE", "REFUND DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, *["refund 10000 api"] * 2]


@pytest.mark.parametrize("first", ["refund", "cancel"])
def test_situation_23__a_refund_and_a_cancellation_give_back_no_more_than_there_is(
    house: House, first: str
) -> None:
    booking, intent = house.captured()
    steps = {
        "refund": lambda: house.asks_refund(booking, 5000),
        "cancel": lambda: house.asks(booking, "cancel", reason="the guest is ill"),
    }
    with house.queue(booking) as queue:
        won = queue.joins(steps.pop(first))
        second = queue.joins(*steps.values())
    assert won.result().status_code == 200
    assert second.result().status_code == (200 if first == "refund" else 409)
    house.work()
    house.hear()

    parts = [5000, 15000] if first == "refund" else [PRICE]
    house.expect(booking, "CANCELLED", "CAPTURE DONE", *["REFUND DONE"] * len(parts))
    refunds = sorted(house.moved(intent)[2:])
    assert refunds == sorted(f"refund {part} api" for part in parts)
    assert house.truth(intent).refunded == PRICE


def test_situation_23__a_refund_beside_one_in_the_dashboard_is_withdrawn(house: House) -> None:
    booking, intent = house.captured()
    house.stripe.people.dashboard_refund(intent, 15000)  # not heard of yet
    assert house.asks_refund(booking, 15000).status_code == 200

    house.work()
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE", "REFUND WITHDRAWN")
    assert house.entries(intent) == [*LEDGER_CAPTURED, "REFUNDED 15000"]
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, "refund 15000 dashboard"]


def test_situation_23__more_refunded_than_captured_is_refused_and_kept(house: House) -> None:
    booking, intent = house.captured()
    refund = house.stripe.refund(house.stripe.people.dashboard_refund(intent, 5000))
    lie = house.invent("refund.created", refund, id="re_never", amount=PRICE + 1)

    assert house.tell(lie) == "FAILED"

    assert house.stored(lie) == ("FAILED", "payment_refunded_within_captured")
    house.hear()
    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.entries(intent) == [*LEDGER_CAPTURED, "REFUNDED 5000"]


# 24: refund of what was not captured.


def test_situation_24__what_was_not_captured_is_not_refunded(house: House) -> None:
    booking, intent = house.held()

    refusal(house.asks_refund(booking, 1), "payment-instruction-within-amounts", 409)

    house.expect(booking, "PENDING_APPROVAL")
    assert house.work() == 0
    assert house.stripe.seen("POST", "/v1/refunds") == []
    # As soon as it is captured the same request is good.
    house.approve(booking)
    house.work()
    assert house.asks_refund(booking, 1).status_code == 200
    house.work()
    house.hear()
    house.expect(booking, "CONFIRMED", "CAPTURE DONE", "REFUND DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, "refund 1 api"]


def test_situation_24__a_booking_that_nobody_paid_is_not_refunded(house: House) -> None:
    booking = house.make()

    assert house.asks_refund(booking, 1).status_code == 409

    house.expect(booking, "PENDING_PAYMENT")


def test_situation_24__an_event_that_refunds_what_was_not_captured_is_refused(
    house: House,
) -> None:
    booking, intent = house.held()
    refund = {
        "id": "re_never",
        "object": "refund",
        "amount": 1,
        "currency": "eur",
        "payment_intent": intent,
        "status": "succeeded",
    }
    lie = house.invent("refund.created", refund)

    assert house.tell(lie) == "FAILED"

    assert house.stored(lie) == ("FAILED", "payment_refunded_within_captured")
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD
