"""Situations 31 to 36: who is believed, what is made up for, and what fails half-way."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.api.conftest import refusal
from tests.payments.both_sides import PATHS, PRICE
from tests.payments.front_office import front_office
from tests.payments.situations.house import (
    GUEST_HOLD,
    HELD,
    LEDGER_CAPTURED,
    LEDGER_HELD,
    OUR_CAPTURE,
    OUR_VOID,
    Event,
    House,
    at_once,
    house_at,
)
from tests.stripe_server.server import StripeServer

DAY = 86_400


def refused(house: House, event: Event, **how: Any) -> tuple[int | None, str]:
    """Deliver an event that is refused; return status and problem."""
    delivery = house.stripe.webhooks.deliver(event, **how)
    return delivery.status, json.loads(delivery.answer)["type"].removeprefix("/problems/")


# 31: old signatures, and times in the future.


@pytest.mark.parametrize("age", [301, 4 * DAY, -310])
def test_situation_31__an_old_signature_or_a_future_time_is_refused(
    house: House, age: float
) -> None:
    booking, intent = house.paid()
    held = house.event(HELD)

    assert refused(house, held, age=age) == (400, "webhook-signature-invalid")

    assert house.stored(held) is None
    house.expect(booking, "PENDING_PAYMENT")
    assert house.tell(held) == "PROCESSED"
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


@pytest.mark.parametrize("age", [290, -290])
def test_situation_31__a_clock_that_is_a_little_wrong_does_no_harm(
    house: House, age: float
) -> None:
    booking, _ = house.paid()

    assert house.tell(house.event(HELD), age=age) == "PROCESSED"

    house.expect(booking, "PENDING_APPROVAL")


def test_situation_31__what_is_replayed_in_time_is_known(house: House) -> None:
    booking, intent = house.paid()
    held = house.event(HELD)
    signature = house.stripe.webhooks.sign(house.stripe.webhooks.body_of(held))

    told = [house.tell(held, signature=signature) for _ in range(3)]

    assert told == ["PROCESSED", "KNOWN", "KNOWN"]
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


# 32: the signing secret changes.


@contextmanager
def server_with(house: House, **environ: str) -> Iterator[None]:
    """Let Stripe's events go to another server of the same database for a while."""
    before = house.stripe.webhooks.url
    with front_office(house.url, house.stripe, **environ) as address:
        house.stripe.webhooks.url = f"{address}/webhooks/stripe"
        yield
    house.stripe.webhooks.url = before


def test_situation_32__while_one_secret_replaces_another_both_are_good(house: House) -> None:
    old, new, wrong = (f"whsec_the_{which}_secret_of_all" for which in ("old", "new", "wrong"))
    with server_with(house, STRIPE_WEBHOOK_SECRET=f"{old},{new}"):
        for secrets in ([old], [new], [old, new]):
            booking, intent = house.paid()
            assert house.tell(house.event(HELD), secrets=secrets) == "PROCESSED"
            house.expect(booking, "PENDING_APPROVAL")
            assert house.entries(intent) == LEDGER_HELD
        booking, _ = house.paid()
        held = house.event(HELD)
        assert refused(house, held, secrets=[wrong]) == (400, "webhook-signature-invalid")
        assert house.stored(held) is None
        house.expect(booking, "PENDING_PAYMENT")


def test_situation_32__when_it_is_replaced_the_old_secret_is_over(house: House) -> None:
    old, new = (f"whsec_the_{which}_secret_of_all" for which in ("old", "new"))
    booking, _ = house.paid()
    held = house.event(HELD)
    with server_with(house, STRIPE_WEBHOOK_SECRET=new):
        assert refused(house, held, secrets=[old]) == (400, "webhook-signature-invalid")
        assert house.stored(held) is None
        assert house.tell(held, secrets=[old, new]) == "PROCESSED"
    house.expect(booking, "PENDING_APPROVAL")


# 33: our endpoint was away for longer than Stripe delivers again.


def test_situation_33__reconciliation_makes_up_for_lost_webhooks(house: House) -> None:
    people = house.stripe.people
    held, held_intent = house.paid()
    captured, captured_intent = house.paid()
    people.dashboard_capture(captured_intent)
    people.dashboard_refund(captured_intent, 5000)
    disputed, disputed_intent = house.captured()
    people.open_dispute(disputed_intent)
    lapsed, lapsed_intent = house.held()
    people.lapse_hold(lapsed_intent)
    house.stripe.advance(4 * DAY)

    report = house.reconcile(hotel=house.hotel.slug)

    assert (report.findings, report.repaired > 0) == ([], True)
    house.expect(held, "PENDING_APPROVAL")
    house.expect(captured, "CONFIRMED")
    house.expect(disputed, "CONFIRMED", "CAPTURE DONE")
    house.expect(lapsed, "CANCELLED")
    assert house.entries(captured_intent) == [*LEDGER_CAPTURED, "REFUNDED 5000"]
    assert house.entries(disputed_intent) == [*LEDGER_CAPTURED, f"DISPUTED {PRICE}"]
    assert house.moved(held_intent) == [GUEST_HOLD]
    assert house.moved(captured_intent)[1:] == [
        f"capture {PRICE} dashboard",
        "refund 5000 dashboard",
    ]
    # What arrives after all is known, and another run has nothing to do.
    assert {house.tell(each["id"]) for each in house.stripe.webhooks.outstanding()} == {"KNOWN"}
    again = house.reconcile(hotel=house.hotel.slug)
    assert (again.findings, again.repaired) == ([], 0)


def test_situation_33__what_was_decided_meanwhile_is_carried_out(house: House) -> None:
    declined, voided = house.held()
    house.decline(declined)
    cancelled, refunded = house.captured()
    house.cancel(cancelled)
    house.work()
    house.stripe.advance(4 * DAY)

    report = house.reconcile(hotel=house.hotel.slug)

    assert report.findings == []
    house.expect(declined, "DECLINED", "VOID DONE")
    house.expect(cancelled, "CANCELLED", "CAPTURE DONE", "REFUND DONE")
    assert house.moved(voided) == [GUEST_HOLD, OUR_VOID]
    assert house.moved(refunded) == [GUEST_HOLD, OUR_CAPTURE, f"refund {PRICE} api"]
    assert house.work() == 0


# 34: the room was sold between hold and approval.


def one_room_left(house: House, allowance: int | None) -> None:
    """Let the hotel have one family room, and so much overbooking."""
    family = house.hotel.family
    house.hotel.room(room_type_id=family)
    house.hotel.update("room_type", family, overbooking_allowance=allowance)


def test_situation_34__a_room_sold_meanwhile_is_not_paid_for(house: House) -> None:
    one_room_left(house, 0)
    booking, intent = house.held(room_type="FAM")
    other, _ = house.held(room_type="FAM")
    house.approve(other)

    refusal(house.asks(booking, "approve"), "booking-approval-within-rooms", 409)
    house.work()
    house.hear()

    house.expect(other, "CONFIRMED", "CAPTURE DONE")
    house.expect(booking, "PENDING_APPROVAL")
    assert len(house.stripe.seen("POST", PATHS["CAPTURE"])) == 1
    assert house.moved(intent) == [GUEST_HOLD]
    # Its guest gets the hold back.
    house.decline(booking)
    house.work()
    house.hear()
    house.expect(booking, "DECLINED", "VOID DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]


def test_situation_34__of_two_approvals_at_once_for_the_last_room_one_is_refused(
    house: House,
) -> None:
    one_room_left(house, 0)
    held = [house.held(room_type="FAM") for _ in range(2)]

    answers = at_once(*[lambda one=one: house.asks(one, "approve") for one, _ in held])
    house.work()
    house.hear()

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    refusal(lost, "booking-approval-within-rooms", 409)
    assert sorted(house.moved(intent) for _, intent in held) == [
        [GUEST_HOLD],
        [GUEST_HOLD, OUR_CAPTURE],
    ]


@pytest.mark.parametrize("allowance", [1, None])
def test_situation_34__a_hotel_that_allows_it_sells_more_than_it_has(
    house: House, allowance: int | None
) -> None:
    one_room_left(house, allowance)
    for _ in range(2):
        booking, intent = house.captured(room_type="FAM")
        house.expect(booking, "CONFIRMED", "CAPTURE DONE")
        assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]


# 35: the payment stays `processing`, or the bank's question unanswered.


def test_situation_35__a_payment_that_is_long_in_processing_lapses_and_is_given_back(
    house: House,
) -> None:
    booking = house.make()
    intent = house.stripe.people.start_processing(house.page(booking))
    house.hear()
    house.expect(booking, "PENDING_PAYMENT")
    assert house.work() == 0
    house.is_overdue(booking)
    house.let_drafts_lapse()
    house.expect(booking, "CANCELLED_DRAFT")

    house.stripe.people.finish_processing(intent, ok=True)
    house.hear()
    house.work()
    house.hear()

    house.expect(booking, "CANCELLED_DRAFT", "VOID DONE")
    assert house.moved(intent) == [f"authorisation {PRICE} stripe", OUR_VOID]


@pytest.mark.parametrize("ok", [True, False])
def test_situation_35__a_payment_that_was_processed_in_time(house: House, ok: bool) -> None:
    booking = house.make()
    intent = house.stripe.people.start_processing(house.page(booking))
    house.hear()

    house.stripe.people.finish_processing(intent, ok=ok)
    house.hear()

    house.expect(booking, "PENDING_APPROVAL" if ok else "PENDING_PAYMENT")
    assert house.entries(intent) == (LEDGER_HELD if ok else [])


def test_situation_35__a_question_of_the_bank_that_is_not_answered_holds_nothing(
    house: House,
) -> None:
    booking = house.make()
    page = house.page(booking)
    intent = house.stripe.people.start_authentication(page)
    house.hear()
    house.expect(booking, "PENDING_PAYMENT")
    house.is_overdue(booking)
    house.let_drafts_lapse()
    house.work()
    house.hear()

    house.expect(booking, "CANCELLED_DRAFT", "EXPIRE_SESSION DONE")
    assert house.stripe.session(page)["status"] == "expired"
    assert house.truth(intent).status == "canceled"
    assert house.entries(intent) == []


def test_situation_35__a_question_of_the_bank_that_is_answered_holds(house: House) -> None:
    booking = house.make()
    page = house.page(booking)
    intent = house.stripe.people.start_authentication(page)
    house.hear()
    assert house.stripe.people.pay(page) == intent

    house.hear()

    house.expect(booking, "PENDING_APPROVAL")
    assert house.moved(intent) == [GUEST_HOLD]


# 36: applying an event fails half-way.


def test_situation_36__an_event_that_waited_too_long_leaves_no_claim(house: House) -> None:
    booking, intent = house.paid()
    held = house.event(HELD)
    with (
        server_with(house, HOTELMATE_STATEMENT_TIMEOUT_MS="150"),
        house.queue(booking),
    ):
        assert refused(house, held) == (503, "database-busy")
        assert house.stored(held) is None

    house.expect(booking, "PENDING_PAYMENT")
    assert house.tell(held) == "PROCESSED"
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


def test_situation_36__when_the_first_delivery_dies_the_second_takes_effect(house: House) -> None:
    booking, intent = house.paid()
    held = house.event(HELD)
    with house.queue(booking) as queue:
        first = queue.joins(lambda: refused(house, held))
        (claiming,) = house.waiters()
        second = queue.joins(lambda: house.tell(held))
        house.hotel.run("SELECT pg_terminate_backend(%s)", claiming)
        assert first.result() == (503, "database-unavailable")

    assert second.result() == "PROCESSED"
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD


@pytest.fixture
def broken_house(clone: str, stripe: StripeServer) -> Iterator[House]:
    """A hotel in a database of its own, which a test may break."""
    with front_office(clone, stripe) as address, house_at(clone, address, stripe) as house:
        yield house


def break_ledger(connection: psycopg.Connection, sqlstate: str) -> None:
    """Let every new row of the ledger fail for a reason that is no rule of ours."""
    connection.execute(
        "CREATE OR REPLACE FUNCTION hotelmate.break_down() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = '{sqlstate}'; END $$;"
        " CREATE OR REPLACE TRIGGER zz_broken AFTER INSERT ON hotelmate.payment_entry"
        " FOR EACH ROW EXECUTE FUNCTION hotelmate.break_down()".encode()
    )


def test_situation_36__a_failure_half_way_leaves_neither_event_nor_effect(
    broken_house: House,
) -> None:
    house = broken_house
    booking, intent = house.paid()
    held = house.event(HELD)
    # No disk, an internal error, a programming error.
    for sqlstate, answer in [
        ("53100", (503, "database-unavailable")),
        ("XX000", (500, "internal-error")),
        ("42703", (500, "internal-error")),
    ]:
        break_ledger(house.hotel.connection, sqlstate)
        assert refused(house, held) == answer
        assert house.stored(held) is None
        assert house.payments(booking) == []
        house.expect(booking, "PENDING_PAYMENT")
        assert house.sessions(booking) == ["OPEN"]
    house.hotel.run("DROP TRIGGER zz_broken ON hotelmate.payment_entry")

    assert house.tell(held) == "PROCESSED"

    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD
    assert house.sessions(booking) == ["COMPLETE"]


def test_situation_36__a_value_that_the_database_refuses_is_kept_and_tried_again(
    broken_house: House,
) -> None:
    house = broken_house
    booking, intent = house.paid()
    held = house.event(HELD)
    break_ledger(house.hotel.connection, "22012")

    assert house.tell(held) == "FAILED"
    assert house.stored(held) == ("FAILED", "22012")
    assert house.payments(booking) == []
    house.hotel.run("DROP TRIGGER zz_broken ON hotelmate.payment_entry")
    house.try_waiting()

    assert house.stored(held) == ("PROCESSED", None)
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD
