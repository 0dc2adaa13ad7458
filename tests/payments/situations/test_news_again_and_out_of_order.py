"""Situations 1 to 6: the same thing told again, at once, in contradiction, or in another order."""

import json

import pytest

from tests.payments.both_sides import PRICE
from tests.payments.situations.house import (
    CAPTURED,
    GUEST_HOLD,
    HELD,
    LEDGER_CAPTURED,
    LEDGER_HELD,
    LEDGER_VOIDED,
    OUR_CAPTURE,
    OUR_VOID,
    House,
    at_once,
)


def outcomes(house: House, event: str, copies: int) -> list[str]:
    """Deliver copies at once; return what became of each, sorted."""
    answers = house.stripe.webhooks.deliver_copies(event, copies)
    assert {each.status for each in answers} == {200}
    return sorted(json.loads(each.answer)["outcome"] for each in answers)


# 1: the same event several times at once.


def test_situation_01__copies_of_one_event_at_once_have_one_effect(house: House) -> None:
    booking, intent = house.paid()
    held = house.event(HELD)

    assert outcomes(house, held, 20) == ["KNOWN"] * 19 + ["PROCESSED"]

    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD

    house.approve(booking)
    house.work()
    # The worker heard Stripe's answer: what the event shows is in the ledger by then.
    assert outcomes(house, house.event(CAPTURED), 20) == ["KNOWN"] * 19 + ["PROCESSED"]
    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.entries(intent) == LEDGER_CAPTURED
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]
    assert house.truth(intent).api_captures == 1


def test_situation_01__a_copy_waits_for_the_commit_of_the_first(house: House) -> None:
    booking, intent = house.paid()
    held = house.event(HELD)

    with house.queue(booking) as queue:
        first = queue.joins(lambda: house.tell(held))
        second = queue.joins(lambda: house.tell(held))
        assert house.stored(held) is None

    assert (first.result(), second.result()) == ("PROCESSED", "KNOWN")
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


def test_situation_01__events_of_another_booking_do_not_wait(house: House) -> None:
    (one, _), (other, intent) = house.paid(), house.paid()
    held_one, held_other = (event["id"] for event in house.stripe.events(HELD))

    with house.queue(one) as queue:
        waiting = queue.joins(lambda: house.tell(held_one))
        assert house.tell(held_other) == "PROCESSED"
        house.expect(other, "PENDING_APPROVAL")
        assert house.entries(intent) == LEDGER_HELD

    assert waiting.result() == "PROCESSED"
    house.expect(one, "PENDING_APPROVAL")


# 2: two events tell of the same fact.


@pytest.mark.parametrize("simultaneous", [False, True])
def test_situation_02__two_events_of_one_fact_write_it_once(
    house: House, simultaneous: bool
) -> None:
    booking, intent = house.paid()
    first = house.event(HELD)
    second = house.stripe.webhooks.record(HELD, house.stripe.payment_intent(intent))
    events = [first, second["id"]]

    if simultaneous:
        told = at_once(*[lambda event=event: house.tell(event) for event in events])
    else:
        told = [house.tell(event) for event in events]

    assert told == ["PROCESSED", "PROCESSED"]
    assert [house.stored(event) for event in events] == [("PROCESSED", None)] * 2
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


def test_situation_02__four_events_and_our_own_answer_tell_of_one_refund(house: House) -> None:
    booking, intent = house.captured()
    assert house.asks_refund(booking, 5000).status_code == 200
    house.work()

    assert house.hear("charge.refunded", "refund.created", "refund.updated") == 3
    assert house.hear("charge.refund.updated") == 1

    house.expect(booking, "CONFIRMED", "CAPTURE DONE", "REFUND DONE")
    assert house.entries(intent) == [*LEDGER_CAPTURED, "REFUNDED 5000"]
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, "refund 5000 api"]


def test_situation_02__two_facts_that_look_alike_are_two(house: House) -> None:
    booking, intent = house.captured()
    house.stripe.people.dashboard_refund(intent, 5000)
    house.stripe.people.dashboard_refund(intent, 5000)

    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.entries(intent) == [*LEDGER_CAPTURED, "REFUNDED 5000", "REFUNDED 5000"]


# 3 and 4: one payment, two endings.


def assert_left_to_people(house: House, event_id: str, rule: str) -> None:
    """Assert that an event is kept for people, is not applied later, and is reported."""
    assert house.stored(event_id) == ("FAILED", rule)
    house.try_waiting()
    assert house.stored(event_id) == ("FAILED", rule)
    report = house.reconcile(hotel=house.hotel.slug)
    (finding,) = report.findings
    assert (finding.kind, finding.subject) == ("event-refused", f"event {event_id}")
    assert rule in finding.what


def test_situation_03__succeeded_after_canceled_is_refused_and_kept(house: House) -> None:
    booking, intent = house.voided()
    shown = house.stripe.payment_intent(intent)
    taken = house.invent(CAPTURED, shown, status="succeeded", amount_received=PRICE)

    assert house.tell(taken) == "FAILED"

    assert_left_to_people(house, taken["id"], "payment_outcome_is_final")
    house.expect(booking, "DECLINED", "VOID DONE")
    assert house.entries(intent) == LEDGER_VOIDED
    assert house.work() == 0
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]
    assert house.tell(taken) == "KNOWN"


@pytest.mark.parametrize("type", [HELD, "charge.succeeded", "payment_intent.created"])
def test_situation_03__older_news_after_canceled_change_nothing(house: House, type: str) -> None:
    booking, intent = house.paid()
    late = house.event(type)
    shown = house.stripe.payment_intent(intent)
    assert house.tell(house.stripe.webhooks.invent(HELD, shown)) == "PROCESSED"
    house.decline(booking)
    house.work()

    assert house.tell(late) == "PROCESSED"

    house.expect(booking, "DECLINED", "VOID DONE")
    assert house.entries(intent) == LEDGER_VOIDED
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]


def test_situation_04__canceled_after_succeeded_is_refused_and_kept(house: House) -> None:
    booking, intent = house.captured()
    shown = house.stripe.payment_intent(intent)
    over = house.invent("payment_intent.canceled", shown, status="canceled", amount_received=0)

    assert house.tell(over) == "FAILED"

    assert_left_to_people(house, over["id"], "payment_outcome_is_final")
    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.entries(intent) == LEDGER_CAPTURED
    assert house.work() == 0
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


@pytest.mark.parametrize("type", [HELD, "charge.succeeded", "payment_intent.created"])
def test_situation_04__older_news_after_succeeded_change_nothing(house: House, type: str) -> None:
    booking, intent = house.paid()
    late = house.event(type)
    house.stripe.people.dashboard_capture(intent)
    assert house.tell(house.event(CAPTURED)) == "PROCESSED"

    assert house.tell(late) == "PROCESSED"

    house.expect(booking, "CONFIRMED")
    assert house.entries(intent) == LEDGER_CAPTURED
    assert house.moved(intent) == [GUEST_HOLD, f"capture {PRICE} dashboard"]


# 5: a late payment_failed.


@pytest.mark.parametrize("status", ["PENDING_APPROVAL", "CONFIRMED"])
def test_situation_05__a_late_failure_does_not_take_back_what_is_held_or_paid(
    house: House, status: str
) -> None:
    booking = house.make()
    page = house.page(booking)
    house.stripe.people.decline_card(page)
    intent = house.stripe.people.pay(page)
    house.tell(house.event(HELD))
    if status == "CONFIRMED":
        house.approve(booking)
        house.work()
    before = house.shown(booking)

    for type in ("payment_intent.payment_failed", "charge.failed"):
        assert house.tell(house.event(type)) == "PROCESSED"

    assert house.shown(booking) == before
    instructions = ["CAPTURE DONE"] if status == "CONFIRMED" else []
    house.expect(booking, status, *instructions)
    assert house.entries(intent) == LEDGER_HELD if status == "PENDING_APPROVAL" else LEDGER_CAPTURED
    assert house.truth(intent).captures == house.truth(intent).api_captures == len(instructions)


def test_situation_05__a_failure_in_time_is_shown_and_the_guest_pays_with_another_card(
    house: House,
) -> None:
    booking = house.make()
    page = house.page(booking)
    intent = house.stripe.people.decline_card(page, decline_code="insufficient_funds")
    house.hear()

    house.expect(booking, "PENDING_PAYMENT")
    assert house.sessions(booking) == ["OPEN"]
    listed = house.desk.get(f"/bookings/{house.reference(booking)}/payments").json()
    (payment,) = listed["items"]
    assert (payment["status"], payment["failure_code"], payment["entries"]) == (
        "requires_payment_method",
        "card_declined",
        [],
    )

    assert house.stripe.people.pay(page) == intent
    house.hear()
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


# 6: the hold before the page's completion.


def test_situation_06__the_hold_before_the_completion_of_the_page(house: House) -> None:
    booking, intent = house.paid()

    assert house.tell(house.event(HELD)) == "PROCESSED"
    house.expect(booking, "PENDING_APPROVAL")
    assert house.sessions(booking) == ["COMPLETE"]
    before = house.shown(booking)

    assert house.tell(house.event("checkout.session.completed")) == "PROCESSED"
    assert house.shown(booking) == before
    assert house.sessions(booking) == ["COMPLETE"]
    assert house.entries(intent) == LEDGER_HELD
    # A page that is complete needs nobody to close it.
    house.expect(booking, "PENDING_APPROVAL")
    assert house.work() == 0


def test_situation_06__the_completion_before_the_hold_holds_nothing_by_itself(
    house: House,
) -> None:
    booking, intent = house.paid()

    assert house.tell(house.event("checkout.session.completed")) == "PROCESSED"
    assert house.status(booking) == "PENDING_PAYMENT"
    assert house.sessions(booking) == ["COMPLETE"]
    assert house.entries(intent) == []

    house.hear()
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


@pytest.mark.parametrize("seed", range(4))
def test_situation_06__any_order_of_a_capture_leads_to_the_same(house: House, seed: int) -> None:
    booking, intent = house.paid()
    house.stripe.people.dashboard_capture(intent)

    house.hear_in_any_order(seed)

    house.expect(booking, "CONFIRMED")
    assert house.entries(intent) == LEDGER_CAPTURED
    assert house.sessions(booking) == ["COMPLETE"]


def test_situation_06__the_end_of_a_hold_before_its_beginning(house: House) -> None:
    booking, intent = house.paid()
    house.stripe.people.lapse_hold(intent)

    assert house.tell(house.event("payment_intent.canceled")) == "PROCESSED"
    house.expect(booking, "PENDING_PAYMENT")
    assert house.tell(house.event(HELD)) == "PROCESSED"

    house.expect(booking, "CANCELLED")
    assert house.entries(intent) == LEDGER_VOIDED
    assert house.work() == 0


@pytest.mark.parametrize("seed", range(4))
def test_situation_06__any_order_of_a_lapse_leads_to_the_same(house: House, seed: int) -> None:
    booking, intent = house.paid()
    house.stripe.people.lapse_hold(intent)

    house.hear_in_any_order(seed)

    house.expect(booking, "CANCELLED")
    assert house.entries(intent) == LEDGER_VOIDED
    assert house.sessions(booking) == ["COMPLETE"]
