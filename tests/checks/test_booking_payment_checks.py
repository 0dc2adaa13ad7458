"""What the checks of bookings and their money tell of, and where they are silent."""

from datetime import timedelta

import pytest

from app.consistency.checks import Finding
from tests.checks.payments_in_order import behind_stripe, reconciled
from tests.checks.planting import Planting, found_in
from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import intent_for, says
from tests.stripe_payments import (
    approve,
    captured_booking,
    held_booking,
    instruct,
    last_instruction,
    open_session,
    payment_of,
    settle,
    stray_hold,
)

NO_LEDGER = dict.fromkeys(
    (f"{what}_before" for what in ("authorised", "captured", "voided", "refunded", "disputed")), 0
)


def found(house: HotelBuilder) -> list[Finding]:
    """Return what the checks find in the transaction of the house, but for what was dropped."""
    findings = found_in(house.connection)
    return [finding for check, finding in findings if check.domain != "Enforcement"]


def only(house: HotelBuilder) -> Finding:
    """Return the one finding that there is."""
    (finding,) = found(house)
    return finding


def test_missing_paid_at_is_told_apart_by_the_evidence(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        planting = Planting(house)
        captured, _ = captured_booking(house)
        held, _ = held_booking(house)
        planting.drop("booking_confirmed_is_paid", "booking_payment_stamped")
        with planting.unguarded():
            house.update("room_booking", captured, paid_at=None)
        finding = only(house)
        assert "paid_at is missing" in finding.finding
        assert "20000 of 20000 EUR captured at" in finding.finding
        assert finding.mend == "hotelmate reconcile sets it from the ledger"
        with planting.unguarded():
            now = house.value("SELECT now()")
            house.update("room_booking", captured, paid_at=now)
            house.update("room_booking", held, status="CONFIRMED", approved_at=now)
        without = next(
            finding for finding in found(house) if finding.check_name == "booking_confirmed_is_paid"
        )
        assert "paid_at is missing" in without.finding
        assert "0 of 20000 EUR captured" in without.finding
        assert "without evidence nobody sets paid_at" in without.mend


def test_confirmed_without_the_money_is_told_although_it_is_stamped(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = house.booking("PENDING_APPROVAL")
        # What another payment captured, which does not count, does not pay it.
        second = house.stripe_payment(booking)
        for kind in ("AUTHORISED", "CAPTURED"):
            house.pay_by_stripe(booking, kind, 20000, payment_id=second)
        planting = Planting(house)
        planting.drop("booking_payment_stamped")
        with planting.unguarded():
            now = house.value("SELECT now()")
            house.update("room_booking", booking, status="CONFIRMED", approved_at=now, paid_at=now)
        names = {finding.check_name for finding in found(house)}
        assert "booking_confirmed_is_paid" in names


def test_a_payment_at_the_desk_that_the_booking_does_not_know_is_told(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = house.booking()
        with Planting(house).unguarded():
            payment = house.insert("payment", booking_id=booking, provider="desk", currency="EUR")
            row = {"payment_id": payment, "seq": 1, "currency": "EUR", **NO_LEDGER}
            house.pay(booking, "AUTHORISED", 20000, **row)
        finding = only(house)
        assert finding.check_name == "booking_pending_payment_is_unpaid"
        assert f"payment {payment} shows 20000 authorised" in finding.finding
        # It waits for payment, so that nobody can approve or decline it.
        assert finding.mend.startswith("hotelmate reconcile takes the payment from the ledger")


def test_a_booking_that_is_behind_its_ledger_is_told_once(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = house.booking("PENDING_APPROVAL")
        payment = house.payment(booking)
        planting = Planting(house)
        with planting.unguarded():
            taken = {"seq": 2, "currency": "EUR", **NO_LEDGER, "authorised_before": 20000}
            house.pay(booking, "CAPTURED", 20000, payment_id=payment, **taken)
        finding = only(house)
        assert finding.check_name == "booking_amounts_are_ledgers"
        assert finding.mend == "hotelmate reconcile takes the amounts from the ledger"


def test_a_price_that_was_lowered_before_approval_is_silent(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = house.booking("PENDING_APPROVAL")
        house.update("room_booking", booking, total_amount=15000)
        assert found(house) == []
        house.approve(booking)
        assert found(house) == []


def test_money_of_payments_that_do_not_count_is_silent_while_it_goes_back(
    house: HotelBuilder,
) -> None:
    with house.connection.transaction(force_rollback=True):
        stray_hold(house)
        late = house.booking()
        house.cancel(late)
        says(house.connection, intent_for(house, late).captured())
        assert found(house) == []


def test_a_fee_is_kept_rightly_and_nothing_beyond_it(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        house.insert("cancellation_term", days_before_arrival=0, refund_percent=50)
        booking, _ = captured_booking(house)
        house.cancel(booking)
        assert house.read("room_booking", booking, "cancellation_fee_amount") == 10000
        assert found(house) == []
        planting = Planting(house)
        planting.drop("payment_instruction_is_final", "tg_payment_instruction__2_settle_again")
        house.run(
            "UPDATE hotelmate.payment_instruction SET state = 'WITHDRAWN', settled_at = now()"
            " WHERE hotel_id = %s AND booking_id = %s AND kind = 'REFUND'",
            house.hotel_id,
            booking,
        )
        finding = only(house)
        assert finding.check_name == "money_kept_without_right"
        assert finding.finding.startswith("20000 EUR are kept and the hotel may keep 10000")


def test_a_refund_that_came_back_and_people_saw_to_is_silent(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking, intent = captured_booking(house)
        house.cancel(booking)
        refund = house.value(
            "SELECT id FROM hotelmate.payment_instruction"
            " WHERE hotel_id = %s AND booking_id = %s AND kind = 'REFUND'",
            house.hotel_id,
            booking,
        )
        made = intent.refund(20000, instruction=refund)
        says(house.connection, made)
        says(house.connection, made | {"status": "failed"})
        assert only(house).check_name == "payment_instructions_waiting"
        settle(house, refund, "DONE")
        assert found(house) == []


def test_of_several_refunds_the_one_that_is_too_much_is_told(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking, intent = captured_booking(house)
        payment = payment_of(house, intent)
        Planting(house).drop("payment_instruction_within_amounts")
        instruct(house, booking, "REFUND", payment_id=payment, amount=15000)
        assert found(house) == []
        second = instruct(house, booking, "REFUND", payment_id=payment, amount=5001)
        finding = only(house)
        assert finding.subject.startswith(f"instruction {second} of booking ")
        assert "with the ones before 20001, and 20000 is there" in finding.finding


@pytest.mark.parametrize("amount", [1, 19999, 20001])
def test_a_capture_of_another_amount_than_the_price_is_told(
    house: HotelBuilder, amount: int
) -> None:
    with house.connection.transaction(force_rollback=True):
        booking, _ = held_booking(house)
        approve(house, booking)
        assert found(house) == []
        capture = last_instruction(house, booking)
        with Planting(house).unguarded():
            house.update("payment_instruction", capture, amount=amount)
        finding = only(house)
        assert finding.check_name == "payment_instruction_within_amounts"
        assert f"is to CAPTURE {amount} " in finding.finding
        assert finding.finding.endswith("and 20000 is there")


def test_a_page_at_the_price_of_yesterday_is_told(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = house.booking()
        session = open_session(house, booking)
        assert found(house) == []
        Planting(house).drop("tg_room_booking__8_close_payment_sessions")
        house.update("room_booking", booking, total_amount=20001)
        finding = only(house)
        assert finding.subject.startswith(f"payment session {session} ")
        assert "asks for 20000 EUR; the booking is PENDING_PAYMENT and costs 20001" in (
            finding.finding
        )


def test_an_approved_hold_is_silent_while_its_capture_waits(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking, _ = held_booking(house)
        approve(house, booking)
        assert found(house) == []


def capture_in_part(house: HotelBuilder) -> int:
    """Make an approved booking of which a part is captured and the rest held; return it."""
    booking, intent = held_booking(house)
    approve(house, booking)
    left = {"amount_capturable": 15000, "amount_received": 5000}
    says(house.connection, intent.shown("requires_capture", **left))
    return booking


def test_a_rest_that_is_held_is_silent_while_its_capture_waits(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        capture_in_part(house)
        assert found(house) == []


def test_a_rest_that_is_held_is_told_although_a_capture_is_done(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = capture_in_part(house)
        capture = last_instruction(house, booking)
        Planting(house).drop("payment_instruction_done_by_evidence")
        settle(house, capture, "DONE")
        finding = only(house)
        assert finding.check_name == "approved_holds_without_capture"
        assert "15000 of 20000 EUR are held" in finding.finding
        # Another instruction would be refused: payment_captured_once.
        assert finding.mend == (
            "capture the rest in Stripe's Dashboard, then run hotelmate payments reconcile:"
            f" capture instruction {capture} is DONE, and none is given after it"
        )


def test_a_rest_that_nobody_captures_is_mended_without_going_beyond_the_price(
    house: HotelBuilder,
) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = capture_in_part(house)
        Planting(house).drop("tg_payment_instruction__2_settle_again")
        settle(house, last_instruction(house, booking), "WITHDRAWN")
        with Planting(house).unguarded():
            house.update("room_booking", booking, total_amount=12000)
        finding = only(house)
        assert finding.check_name == "approved_holds_without_capture"
        assert finding.mend.endswith("'CAPTURE', 7000);")


def test_a_price_that_is_captured_waits_for_no_rest(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = capture_in_part(house)
        planting = Planting(house)
        planting.drop(
            "booking_payment_stamped",
            "booking_paid_is_confirmed",
            "tg_payment_instruction__2_settle_again",
        )
        settle(house, last_instruction(house, booking), "WITHDRAWN")
        with planting.unguarded():
            house.update("room_booking", booking, total_amount=5000)
        names = {finding.check_name for finding in found(house)}
        assert "booking_paid_is_confirmed" in names
        assert "approved_holds_without_capture" not in names


def test_a_capture_that_failed_is_told_of_by_one_check_and_then_by_the_other(
    house: HotelBuilder,
) -> None:
    with house.connection.transaction(force_rollback=True):
        booking, _ = held_booking(house)
        approve(house, booking)
        capture = last_instruction(house, booking)
        Planting(house).drop("tg_payment_instruction__2_settle_again")
        settle(house, capture, "FAILED")
        assert only(house).check_name == "payment_instructions_waiting"
        with Planting(house).unguarded():
            week = house.value("SELECT now()") - timedelta(days=7)
            house.update("payment_instruction", capture, settled_at=week)
        assert only(house).check_name == "approved_holds_without_capture"


def test_evidence_in_any_order_is_no_drift(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking, intent = held_booking(house)
        for shown in (intent.declined(), intent.shown("processing")):
            says(house.connection, shown)
        assert found(house) == []
        with Planting(house).unguarded():
            behind_stripe(house, booking, intent.canceled())
        finding = only(house)
        assert finding.check_name == "payments_differ_from_provider"
        assert "is requires_capture" in finding.finding
        assert "showed canceled" in finding.finding


def test_stripe_is_asked_within_a_day_while_payments_are_under_way(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        _, intent = held_booking(house)
        with Planting(house).unguarded():
            yesterday = house.value("SELECT now()") - timedelta(hours=25)
            house.update("payment", payment_of(house, intent), created_at=yesterday)
        finding = only(house)
        assert (finding.hotel, finding.since) == ("", yesterday)
        assert "has never ended" in finding.finding
        reconciled(house, hours=25)
        assert "has not ended since" in only(house).finding
        reconciled(house, hours=23)
        assert found(house) == []


def test_what_reconciliation_could_not_explain_is_told_until_it_can(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        reconciled(house, hours=2, unexplained=3)
        assert "left 3 findings" in only(house).finding
        reconciled(house, hours=1)
        assert found(house) == []
