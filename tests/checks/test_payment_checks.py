"""What the checks of payments by Stripe tell of, and where they are silent."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from app.consistency.checks import Finding
from tests.checks.payments_in_order import long_ago, not_ours, refused, soon
from tests.checks.whole_run import findings
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import Intent, says, try_again
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


@pytest.fixture
def hotel(clone: str, connect: Connect) -> HotelBuilder:
    return HotelBuilder(connect(url=clone))


def found(hotel: HotelBuilder) -> list[Finding]:
    """Return what the checks find; none of it is about another hotel."""
    with psycopg.connect(hotel.connection.info.dsn) as connection:
        listed = findings(connection)
    assert {finding.hotel for finding in listed} <= {hotel.slug, ""}
    return listed


def only(hotel: HotelBuilder) -> Finding:
    """Return the one finding that there is."""
    (finding,) = found(hotel)
    return finding


@contextmanager
def past_the_rules(hotel: HotelBuilder) -> Iterator[None]:
    """Let time pass by hand in the block: stamps are written that triggers would keep."""
    with hotel.connection.transaction():
        hotel.run("SET LOCAL session_replication_role = replica")
        yield


def reference(hotel: HotelBuilder, booking: int) -> str:
    return str(hotel.read("room_booking", booking, "booking_reference"))


def test_events_that_are_not_in_our_rows_are_told_with_the_rule_and_what_we_have(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    made = intent.refund(100)
    for known in (made, intent.dispute(100)):
        says(hotel.connection, known)
    rule, hours = "payment_refunded_within_captured", long_ago(hotel, hours=2)
    without_effect = [
        intent.canceled(),
        intent.captured(30000),
        intent.captured() | {"amount_received": "a lot"},
        intent.charge(captured=30000),
        intent.charge() | {"amount_refunded": 101},
        intent.refund(99999),
        intent.refund(100, status="failed", id=made["id"]),
        intent.dispute(),
        intent.session(),
    ]
    told = [refused(hotel, shown, rule, hours) for shown in without_effect]
    findings = found(hotel)
    assert {finding.subject for finding in findings} == {f"event {event}" for event in told}
    assert {finding.finding for finding in findings} == {
        f"payment_intent.succeeded was refused by {rule}: booking {reference(hotel, booking)},"
        " payment succeeded with 0 held, 20000 captured, 100 refunded"
    }
    assert {(finding.hotel, finding.since) for finding in findings} == {(hotel.slug, hours)}


def test_a_dispute_that_was_won_is_told_until_we_have_it(hotel: HotelBuilder) -> None:
    _, intent = captured_booking(hotel)
    opened = intent.dispute()
    says(hotel.connection, opened)
    won = intent.dispute(status="won", id=opened["id"])
    event = refused(hotel, won, "payment_disputed_not_negative", long_ago(hotel, hours=2))
    assert only(hotel).subject == f"event {event}"
    assert try_again(hotel.connection, event) == "PROCESSED"
    assert found(hotel) == []


def test_events_for_nobody_and_for_others_are_told_without_a_booking(hotel: HotelBuilder) -> None:
    nobody = Intent({"hotel": hotel.slug, "booking": "BK-2026-999999"})
    says(hotel.connection, nobody.held(), received_at=long_ago(hotel, minutes=61))
    finding = only(hotel)
    assert finding.check_name == "stripe_events_without_effect"
    assert finding.hotel == ""
    assert finding.finding.endswith("amount_capturable_updated names no booking of ours")
    not_ours(hotel, nobody.captured(), "api_version", long_ago(hotel, days=6))
    foreign, _ = found(hotel)
    assert foreign.finding == "payment_intent.succeeded is not for this server: api_version"


def test_what_was_refused_is_silent_when_another_event_told_the_same(hotel: HotelBuilder) -> None:
    _, intent = captured_booking(hotel)
    overtaken, hours = intent.refund(100), long_ago(hotel, hours=2)
    event = refused(hotel, overtaken, "payment_refunded_within_captured", hours)
    assert only(hotel).subject == f"event {event}"
    says(hotel.connection, overtaken)
    assert found(hotel) == []


def test_a_pending_instruction_is_told_after_an_hour_with_what_stripe_answered(
    hotel: HotelBuilder,
) -> None:
    booking, _ = held_booking(hotel)
    approve(hotel, booking)
    capture = last_instruction(hotel, booking)
    hotel.update("payment_instruction", capture, tries=3, last_error="no_answer")
    assert found(hotel) == []
    with past_the_rules(hotel):
        hotel.update("payment_instruction", capture, created_at=long_ago(hotel, minutes=61))
    finding = only(hotel)
    assert finding.check_name == "payment_instructions_waiting"
    assert finding.subject == f"booking {reference(hotel, booking)}"
    assert finding.finding == (
        f"the capture of 20000 EUR, instruction {capture}, waits for Stripe after 3 tries:"
        " no_answer"
    )
    assert "worker" in finding.mend


def test_a_page_that_is_not_closed_is_told(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    hotel.cancel(booking)
    closing = last_instruction(hotel, booking)
    with past_the_rules(hotel):
        hotel.update("payment_instruction", closing, created_at=long_ago(hotel, minutes=61))
    assert only(hotel).finding == (
        f"the closing of the page of payment session {session}, instruction {closing},"
        " waits for Stripe after 0 tries"
    )


def test_a_refund_that_failed_is_told_while_there_is_money_to_give_back(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    failed = instruct(hotel, booking, "REFUND", payment_id=payment, amount=20000)
    hotel.update("payment_instruction", failed, state="FAILED", last_error="refund_failed")
    finding = only(hotel)
    assert finding.finding.endswith(f"instruction {failed}, has failed: refund_failed")
    assert "set the instruction's state to DONE" in finding.mend
    again = instruct(hotel, booking, "REFUND", payment_id=payment, amount=20000)
    says(hotel.connection, intent.refund(20000, instruction=again))
    assert found(hotel) == []


def test_a_refund_that_was_paid_otherwise_is_silent(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    failed = instruct(hotel, booking, "REFUND", payment_id=payment, amount=100)
    hotel.update("payment_instruction", failed, state="FAILED", last_error="refund_failed")
    assert len(found(hotel)) == 1
    settle(hotel, failed, "DONE")
    assert found(hotel) == []


def test_a_capture_whose_hold_was_lost_is_told_for_a_week(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    says(hotel.connection, intent.canceled("expired"))
    capture = last_instruction(hotel, booking)
    assert f"instruction {capture}, has failed" in only(hotel).finding
    with past_the_rules(hotel):
        hotel.update("payment_instruction", capture, settled_at=long_ago(hotel, days=8))
    assert found(hotel) == []


def test_a_release_that_failed_is_told_while_the_hold_stands(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    hotel.decline(booking)
    settle(hotel, last_instruction(hotel, booking), "FAILED")
    assert "the release of 20000 EUR" in only(hotel).finding
    says(hotel.connection, intent.canceled())
    assert found(hotel) == []


@pytest.mark.parametrize(
    ("hours", "approved", "said", "mend"),
    [
        (23, False, "its hold lapses at", "approve or decline"),
        (23, True, "its hold lapses at", "payments worker"),
        (-1, False, "its hold was to lapse at", "reconcile"),
        (-1, True, "its hold was to lapse at", "reconcile"),
    ],
)
def test_a_hold_near_its_end_is_told_with_what_to_do(
    hotel: HotelBuilder, hours: int, approved: bool, said: str, mend: str
) -> None:
    booking, intent = held_booking(hotel)
    says(hotel.connection, intent.charge(capture_before=soon(hotel, hours=hours)))
    if approved:
        approve(hotel, booking)
    finding = only(hotel)
    assert finding.check_name == "holds_about_to_lapse"
    assert finding.subject == f"booking {reference(hotel, booking)}"
    assert finding.finding.startswith(said)
    assert "20000 EUR" in finding.finding
    assert mend in finding.mend
    says(hotel.connection, intent.captured())
    assert found(hotel) == []


def test_a_rest_beyond_the_price_that_is_captured_may_lapse(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    hotel.update("room_booking", booking, total_amount=15000)
    approve(hotel, booking)
    left = {"amount_capturable": 5000, "amount_received": 15000}
    says(hotel.connection, intent.shown("requires_capture", **left))
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"
    assert found(hotel) == []
    says(hotel.connection, intent.charge(capture_before=soon(hotel, hours=23)))
    assert "the price is captured" in only(hotel).mend


def test_a_hold_that_nobody_waits_for_may_lapse(hotel: HotelBuilder) -> None:
    booking, payment = stray_hold(hotel)
    with past_the_rules(hotel):
        hotel.update("payment", payment, capture_before=long_ago(hotel, hours=-2))
    assert "nothing is lost" in only(hotel).mend
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"
