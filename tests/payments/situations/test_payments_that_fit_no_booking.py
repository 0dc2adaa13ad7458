"""Situations 7 to 12: events without their booking, and payments that do not fit one."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.api.conftest import refusal
from tests.payments.both_sides import PATHS, PRICE
from tests.payments.front_office import SILENCE
from tests.payments.situations.house import (
    CAPTURED,
    GUEST_HOLD,
    HELD,
    LEDGER_HELD,
    LEDGER_VOIDED,
    OUR_CAPTURE,
    OUR_VOID,
    House,
    at_once,
)
from tests.waiting import wait_until


def names(house: House, booking: int) -> dict[str, str]:
    """Return the metadata that name a booking of ours."""
    return {"hotel": house.hotel.slug, "booking": house.reference(booking)}


# 7: an event comes before our own commit.


def test_situation_07__event_before_our_own_commit(house: House) -> None:
    with psycopg.connect(house.url) as uncommitted:
        unseen = house.hotel.through(uncommitted)
        booking = unseen.booking()
        reference = str(unseen.read("room_booking", booking, "booking_reference"))
        intent = house.holds({"hotel": house.hotel.slug, "booking": reference})
        held = house.event(HELD)

        assert house.tell(held) == "RECEIVED"
        assert house.stored(held) == ("RECEIVED", None)
        assert house.try_waiting() == 0

    house.expect(booking, "PENDING_PAYMENT")
    house.try_waiting()
    assert house.stored(held) == ("PROCESSED", None)
    house.expect(booking, "PENDING_APPROVAL")
    assert house.entries(intent) == LEDGER_HELD
    assert house.tell(held) == "KNOWN"


def test_situation_07__the_guest_pays_before_we_know_that_there_is_a_page(house: House) -> None:
    booking = house.make()
    house.stripe.faults.add("timeout_after", "POST", "/v1/checkout/sessions", seconds=SILENCE)
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(house.asks_for_page, booking)
        wait_until(lambda: house.stripe.sessions(**names(house, booking)) != [])
        (page,) = house.stripe.sessions(**names(house, booking))
        intent = house.stripe.people.pay(page["id"])
        house.hear()

    refusal(asked.result(), "payment-provider-unavailable", 503)
    house.expect(booking, "PENDING_APPROVAL")
    assert house.sessions(booking) == ["COMPLETE"]
    assert house.entries(intent) == LEDGER_HELD
    refusal(house.asks_for_page(booking), "payment-session-needs-pending-payment", 409)
    assert len(house.stripe.sessions(**names(house, booking))) == 1
    assert house.moved(intent) == [GUEST_HOLD]


def test_situation_07__the_event_of_our_capture_before_its_answer(house: House) -> None:
    booking, intent = house.held()
    house.approve(booking)
    silence = house.stripe.faults.add("timeout_after", "POST", PATHS["CAPTURE"], seconds=SILENCE)
    with ThreadPoolExecutor(1) as thread:
        worker = thread.submit(house.work)
        wait_until(lambda: house.truth(intent).captured == PRICE)
        house.hear()
        assert house.status(booking) == "CONFIRMED"
        assert house.instructions(booking) == [("CAPTURE", "DONE")]
        silence.end()
        worker.result()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE]
    assert len(house.stripe.seen("POST", PATHS["CAPTURE"])) == 1


def test_situation_07__a_charge_waits_for_its_payment(house: House) -> None:
    booking, intent = house.paid()
    charge = house.event("charge.succeeded")

    assert house.tell(charge) == "RECEIVED"
    assert house.payments(booking) == []
    house.tell(house.event(HELD))
    house.try_waiting()

    assert house.stored(charge) == ("PROCESSED", None)
    house.expect(booking, "PENDING_APPROVAL")
    lapses = "SELECT extract(epoch FROM capture_before)::bigint FROM hotelmate.payment"
    found = house.hotel.value(f"{lapses} WHERE payment_intent_id = %s", intent)
    assert found == house.truth(intent).capture_before


# 8: an event for no booking of ours.


@pytest.mark.parametrize("hotel", ["this", "no-such-hotel", None])
def test_situation_08__an_event_for_no_booking_is_kept_and_reported(
    house: House, hotel: str | None
) -> None:
    slug = house.hotel.slug if hotel == "this" else hotel
    metadata = {} if slug is None else {"hotel": slug, "booking": "BK-1999-000001"}
    intent = house.holds(metadata)

    assert house.hear() == 3
    house.try_waiting()

    stored = house.hotel.connection.execute(
        "SELECT event_type, status, hotel_id, booking_id, next_try_at > now()"
        " FROM hotelmate.stripe_webhook_event WHERE payment_intent_id = %s ORDER BY event_type",
        (intent,),
    ).fetchall()
    # One that names no hotel at all is of somebody else: nothing will make it ours.
    waits = None if slug is None else True
    assert stored == [
        ("charge.succeeded", "RECEIVED", None, None, True),
        (HELD, "RECEIVED", None, None, waits),
        ("payment_intent.created", "RECEIVED", None, None, waits),
    ]
    assert house.tell(house.event(HELD)) == "KNOWN"
    report = house.reconcile()
    found = [each for each in report.findings if intent in each.subject]
    assert [each.hotel for each in found if each.kind == "event-for-nobody"] == [slug or ""]
    assert house.entries(intent) == []
    assert house.moved(intent) == [f"authorisation {PRICE} api"]


def test_situation_08__an_event_about_no_payment_waits_for_nothing(house: House) -> None:
    customer = house.stripe.webhooks.invent("customer.created", {"id": "cus_1", "object": "x"})

    assert house.tell(customer) == "RECEIVED"

    waits = "SELECT next_try_at FROM hotelmate.stripe_webhook_event WHERE event_id = %s"
    assert house.hotel.value(waits, customer["id"]) is None
    assert house.reconcile(hotel=house.hotel.slug).findings == []


# 9 and 10: another amount or currency than the price.


@pytest.mark.parametrize("amount", [PRICE - 1, PRICE + 1, 2 * PRICE])
def test_situation_09__another_amount_than_the_price_is_given_back(
    house: House, amount: int
) -> None:
    booking = house.make()
    intent = house.stripe.people.pay(house.page(booking), amount=amount)

    house.hear()
    house.expect(booking, "PENDING_PAYMENT", "VOID PENDING")
    assert house.shown(booking)["payment"]["authorised_amount"] == 0
    house.work()
    house.hear()

    house.expect(booking, "PENDING_PAYMENT", "VOID DONE")
    assert house.entries(intent) == [f"AUTHORISED {amount}", f"VOIDED {amount}"]
    assert house.moved(intent) == [f"authorisation {amount} guest", f"cancel {amount} api"]
    # The guest may still pay, and then the right amount counts.
    right = house.stripe.people.pay(house.page(booking))
    house.hear()
    house.expect(booking, "PENDING_APPROVAL", "VOID DONE")
    assert house.moved(right) == [GUEST_HOLD]


def test_situation_09__another_amount_that_was_captured_is_refunded(house: House) -> None:
    booking = house.make()
    intent = house.stripe.people.pay(house.page(booking), amount=5000)
    house.stripe.people.dashboard_capture(intent)

    house.hear()
    house.work()
    house.hear()

    house.expect(booking, "PENDING_PAYMENT", "VOID WITHDRAWN", "REFUND DONE")
    assert house.entries(intent) == ["AUTHORISED 5000", "CAPTURED 5000", "REFUNDED 5000"]
    assert house.moved(intent)[1:] == ["capture 5000 dashboard", "refund 5000 api"]


def test_situation_09__the_price_changes_while_the_guest_pays(house: House) -> None:
    booking = house.make()
    page = house.page(booking)
    house.hotel.update("room_booking", booking, total_amount=PRICE + 500)
    assert house.sessions(booking) == ["EXPIRED"]
    intent = house.stripe.people.pay(page)

    house.hear()
    house.work()
    house.hear()

    house.expect(booking, "PENDING_PAYMENT", "EXPIRE_SESSION WITHDRAWN", "VOID DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]


def test_situation_10__another_currency_is_given_back(house: House) -> None:
    booking = house.make()
    intent = house.stripe.people.pay(house.page(booking), currency="usd")

    house.hear()
    house.expect(booking, "PENDING_PAYMENT", "VOID PENDING")
    house.work()
    house.hear()

    house.expect(booking, "PENDING_PAYMENT", "VOID DONE")
    assert house.entries(intent) == LEDGER_VOIDED
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]
    shown = house.desk.get(f"/bookings/{house.reference(booking)}/payments").json()
    assert [payment["currency"] for payment in shown["items"]] == ["USD"]
    assert house.shown(booking)["payment"]["currency"] == "EUR"


def test_situation_10__a_currency_without_decimals_is_counted_in_its_unit(house: House) -> None:
    house.hotel.run(
        "UPDATE hotelmate.hotel SET currency = 'JPY' WHERE hotel_id = %s", house.hotel.hotel_id
    )
    booking, intent = house.captured()
    house.asks_refund(booking, 1)
    house.work()
    house.hear()

    house.expect(booking, "CONFIRMED", "CAPTURE DONE", "REFUND DONE")
    assert (house.truth(intent).currency, house.truth(intent).captured) == ("jpy", PRICE)
    assert house.moved(intent) == [GUEST_HOLD, OUR_CAPTURE, "refund 1 api"]


@pytest.mark.parametrize("currency", ["ISK", "MGA", "UGX"])
def test_situation_10__what_stripe_counts_in_another_unit_gets_no_page(
    house: House, currency: str
) -> None:
    house.hotel.run(
        "UPDATE hotelmate.hotel SET currency = %s WHERE hotel_id = %s",
        currency,
        house.hotel.hotel_id,
    )
    booking = house.make()

    refused = house.asks_for_page(booking)

    refusal(refused, "payment-session-currency-unit-is-stripes", refused.status_code)
    assert refused.status_code in (409, 422)
    assert house.stripe.requests == []
    house.desk.do(house.reference(booking), "desk-payment", method="CASH")
    house.approve(booking)
    house.expect(booking, "CONFIRMED")


# 11: a payment intent of one booking names another.


def test_situation_11__metadata_that_contradict_what_is_stored_are_refused(house: House) -> None:
    booking, intent = house.held()
    other = house.make()
    house.stripe.people.dashboard_capture(intent)
    shown = house.stripe.payment_intent(intent)
    lie = house.invent(CAPTURED, shown, metadata=names(house, other))

    assert house.tell(lie) == "FAILED"

    assert house.stored(lie) == ("FAILED", "booking_single_payment_intent")
    assert house.status(booking) == "PENDING_APPROVAL"
    house.expect(other, "PENDING_PAYMENT")
    assert house.payments(other) == []
    house.try_waiting()
    assert house.stored(lie) == ("FAILED", "booking_single_payment_intent")
    # What Stripe really said counts as ever.
    house.hear()
    house.expect(booking, "CONFIRMED")
    house.expect(other, "PENDING_PAYMENT")
    assert house.moved(intent) == [GUEST_HOLD, f"capture {PRICE} dashboard"]


@pytest.mark.parametrize("metadata", [{}, {"hotel": "no-such-hotel", "booking": "BK-1999-000001"}])
def test_situation_11__metadata_that_name_no_booking_change_nothing(
    house: House, metadata: dict[str, str]
) -> None:
    booking, intent = house.held()
    house.stripe.people.dashboard_capture(intent)
    shown = house.stripe.payment_intent(intent)

    told = house.invent(CAPTURED, shown, metadata=metadata)

    assert house.tell(told) == "PROCESSED"
    house.expect(booking, "CONFIRMED")


def test_situation_11__of_two_bookings_named_at_once_one_has_the_payment(house: House) -> None:
    one, other = house.make(), house.make()
    intent = house.holds(names(house, one))
    shown = house.stripe.payment_intent(intent)
    events = [
        house.invent(HELD, shown),
        house.invent(HELD, shown, metadata=names(house, other)),
    ]

    told = at_once(*[lambda event=event: house.tell(event) for event in events])

    assert sorted(told) == ["FAILED", "PROCESSED"]
    assert house.stored(events[told.index("FAILED")]) == ("FAILED", "booking_single_payment_intent")
    winner, loser = (one, other) if told[0] == "PROCESSED" else (other, one)
    house.expect(winner, "PENDING_APPROVAL")
    house.expect(loser, "PENDING_PAYMENT")
    assert (house.payments(winner), house.payments(loser)) == ([intent], [])


# 12: two payments of one booking are both held.


def two_pages(house: House) -> tuple[int, str, str]:
    """Open two pages of one booking at Stripe, where the first did not expire in time."""
    booking = house.make()
    first = house.page(booking)
    house.hotel.run(
        "UPDATE hotelmate.payment_session SET expires_at = now() WHERE hotel_id = %s",
        house.hotel.hotel_id,
    )
    second = house.page(booking)
    assert first != second
    return booking, first, second


@pytest.mark.parametrize("first_heard", [0, 1])
def test_situation_12__of_two_holds_the_first_counts_and_the_second_is_given_back(
    house: House, first_heard: int
) -> None:
    booking, *pages = two_pages(house)
    intents = [house.stripe.people.pay(page) for page in pages]
    counts, stray = intents[first_heard], intents[1 - first_heard]
    for intent in (counts, stray):
        house.tell(house.stripe.webhooks.invent(HELD, house.stripe.payment_intent(intent)))
    house.approve(booking)
    house.work()
    house.hear()

    assert house.status(booking) == "CONFIRMED"
    # Closing the other page may have been asked for, until its guest had paid.
    done = [each for each in house.instructions(booking) if each[0] != "EXPIRE_SESSION"]
    assert sorted(done) == [("CAPTURE", "DONE"), ("VOID", "DONE")]
    assert house.moved(counts) == [GUEST_HOLD, OUR_CAPTURE]
    assert house.moved(stray) == [GUEST_HOLD, OUR_VOID]
    for intent in intents:
        house.agree(intent)
    shown = house.desk.get(f"/bookings/{house.reference(booking)}/payments").json()["items"]
    assert {each["payment_intent_id"]: each["counts"] for each in shown} == {
        counts: True,
        stray: False,
    }


def test_situation_12__two_holds_told_at_once(house: House) -> None:
    booking, *pages = two_pages(house)
    intents = [house.stripe.people.pay(page) for page in pages]
    told = [
        house.stripe.webhooks.invent(HELD, house.stripe.payment_intent(intent))
        for intent in intents
    ]

    at_once(*[lambda event=event: house.tell(event) for event in told])
    house.work()
    house.hear()

    assert house.status(booking) == "PENDING_APPROVAL"
    assert sorted(map(house.moved, intents)) == [[GUEST_HOLD], [GUEST_HOLD, OUR_VOID]]
    for intent in intents:
        house.agree(intent)


def test_situation_12__a_hold_beside_a_payment_at_the_desk_is_given_back(house: House) -> None:
    booking, intent = house.paid()
    house.desk.do(house.reference(booking), "desk-payment", method="CASH")

    house.hear()
    house.work()
    house.hear()

    house.expect(booking, "PENDING_APPROVAL", "EXPIRE_SESSION WITHDRAWN", "VOID DONE")
    assert house.moved(intent) == [GUEST_HOLD, OUR_VOID]
    assert house.shown(booking)["payment"]["provider"] == "desk"


def test_situation_12__a_page_asked_for_at_once_is_one_page(house: House) -> None:
    booking = house.make()

    answers = at_once(*[lambda: house.asks_for_page(booking)] * 4)

    # Stripe turns away who comes with a key that is at work: they may ask again.
    assert {answer.status_code for answer in answers} <= {200, 201, 503}
    again = house.asks_for_page(booking)
    pages = {answer.json()["url"] for answer in (*answers, again) if answer.is_success}
    assert pages == {house.stripe.sessions(**names(house, booking))[0]["url"]}
    assert len(house.stripe.sessions(**names(house, booking))) == 1
    assert house.sessions(booking) == ["OPEN"]
