"""Cancellation over HTTP: a hotel's terms, what they cost one booking, and that it is so."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from app.payments.gateway import Gateway
from tests.api.conftest import Desk, refusal
from tests.api.test_races import at_once
from tests.hotel_builder import HotelBuilder
from tests.stripe_server.server import StripeServer

TERMS = [
    {"days_before_arrival": 14, "refund_percent": 100},
    {"days_before_arrival": 3, "refund_percent": 50},
]


@pytest.fixture
def strict(desk: Desk) -> Desk:
    """The desk of a hotel with terms."""
    assert desk.put("/cancellation-policy", json={"terms": TERMS}).status_code == 200
    return desk


def dates(hotel: HotelBuilder, days: int) -> dict[str, str]:
    arrival = hotel.today() + timedelta(days=days)
    return {"check_in": str(arrival), "check_out": str(arrival + timedelta(days=2))}


def test_a_hotel_has_no_terms_until_it_sets_some(desk: Desk) -> None:
    assert desk.get("/cancellation-policy").json() == {"terms": []}

    replaced = desk.put("/cancellation-policy", json={"terms": TERMS[::-1]})

    assert (replaced.status_code, replaced.json()) == (200, {"terms": TERMS})
    assert desk.get("/cancellation-policy").json() == {"terms": TERMS}


def test_the_new_terms_are_all_there_are(strict: Desk) -> None:
    terms = [
        {"days_before_arrival": 3, "refund_percent": 40},
        {"days_before_arrival": 0, "refund_percent": 0},
    ]

    assert strict.put("/cancellation-policy", json={"terms": terms}).json() == {"terms": terms}
    assert strict.put("/cancellation-policy", json={"terms": []}).json() == {"terms": []}
    assert strict.get("/cancellation-policy").json() == {"terms": []}


def test_two_terms_for_one_day_are_refused_and_the_field_is_named(strict: Desk) -> None:
    twice = [*TERMS, {"days_before_arrival": 3, "refund_percent": 50}]

    response = strict.put("/cancellation-policy", json={"terms": twice})

    problem = refusal(response, "cancellation-term-repeated", 422)
    assert [error["field"] for error in problem["errors"]] == ["terms[2].days_before_arrival"]
    assert strict.get("/cancellation-policy").json() == {"terms": TERMS}


@pytest.mark.parametrize(
    ("term", "field"),
    [
        ({"days_before_arrival": -1, "refund_percent": 1}, "terms[0].days_before_arrival"),
        ({"days_before_arrival": "1", "refund_percent": 1}, "terms[0].days_before_arrival"),
        ({"days_before_arrival": 3_651, "refund_percent": 1}, "terms[0].days_before_arrival"),
        ({"days_before_arrival": 1, "refund_percent": 101}, "terms[0].refund_percent"),
        ({"days_before_arrival": 1, "refund_percent": 50.5}, "terms[0].refund_percent"),
        ({"days_before_arrival": 1}, "terms[0].refund_percent"),
        ({"days_before_arrival": 1, "refund_percent": 1, "fee": 1}, "terms[0]"),
    ],
)
def test_a_term_of_another_shape_is_invalid(desk: Desk, term: object, field: str) -> None:
    response = desk.put("/cancellation-policy", json={"terms": [term]})

    assert refusal(response, "request-invalid", 400)["errors"][0]["field"] == field


def test_of_two_new_policies_one_stands_and_never_a_mixture(desk: Desk) -> None:
    policies = [
        {"terms": [{"days_before_arrival": days + number, "refund_percent": 10 * number}
                   for days in range(20, 0, -5)]}
        for number in (1, 2, 3)
    ]  # fmt: skip

    for _ in range(5):
        responses = at_once(
            *[lambda body=body: desk.put("/cancellation-policy", json=body) for body in policies]
        )

        assert [response.status_code for response in responses] == [200] * 3
        assert desk.get("/cancellation-policy").json() in policies


@pytest.mark.parametrize(
    ("days", "percent", "fee"), [(14, 100, 0), (13, 50, 10_000), (3, 50, 10_000), (2, 0, 20_000)]
)
def test_a_booking_says_what_cancelling_costs_before_it_is_done_and_it_is_so(
    strict: Desk, hotel: HotelBuilder, days: int, percent: int, fee: int
) -> None:
    booking = strict.confirmed(**dates(hotel, days))

    told = strict.booking(booking)
    rehearsed = strict.post(f"/bookings/{booking}/cancel?dry_run=true", json={"reason": "Ill"})
    done = strict.do(booking, "cancel", reason="Ill")

    assert told["cancellation_terms"] == TERMS
    assert told["cancellation"] == {
        "refund_percent": percent,
        "fee_amount": fee,
        "refund_amount": 20_000 - fee,
    }
    for cancelled in (rehearsed.json(), done):
        assert cancelled["cancellation_fee_amount"] == fee
        assert cancelled["payment"]["refunded_amount"] == 20_000 - fee
    assert strict.booking(booking)["cancellation"] is None  # it is done


def test_what_is_not_confirmed_yet_is_given_back_whole(strict: Desk, hotel: HotelBuilder) -> None:
    booking = strict.make(**dates(hotel, 1))
    whole = {"refund_percent": 100, "fee_amount": 0, "refund_amount": 0}
    assert strict.booking(booking)["cancellation"] == whole
    strict.do(booking, "desk-payment", method="CASH")
    assert strict.booking(booking)["cancellation"] == whole

    cancelled = strict.do(booking, "cancel", reason="Ill")

    assert (cancelled["cancellation_fee_amount"], cancelled["payment"]["voided_amount"]) == (
        0,
        20_000,
    )


def test_a_guest_in_house_cannot_cancel(strict: Desk) -> None:
    assert strict.booking(strict.in_house())["cancellation"] is None


def test_a_booking_keeps_the_terms_that_it_was_made_under(
    strict: Desk, hotel: HotelBuilder
) -> None:
    booking = strict.confirmed(**dates(hotel, 5))

    strict.put("/cancellation-policy", json={"terms": []})

    assert strict.booking(booking)["cancellation_terms"] == TERMS
    assert strict.booking(booking)["cancellation"]["refund_percent"] == 50


def refunds(desk: Desk, booking: str) -> list[dict[str, Any]]:
    (payment,) = desk.get(f"/bookings/{booking}/payments").json()["items"]
    return [told for told in payment["instructions"] if told["kind"] == "REFUND"]


def test_what_waits_to_be_refunded_is_not_counted_again(
    strict: Desk, hotel: HotelBuilder, stripe: StripeServer
) -> None:
    booking, _ = strict.captured(stripe, **dates(hotel, 5))
    strict.do(booking, "refund", amount=4_000, reason="Broken shower")

    told = strict.booking(booking)["cancellation"]
    cancelled = strict.do(booking, "cancel", reason="Ill")

    assert told == {"refund_percent": 50, "fee_amount": 8_000, "refund_amount": 8_000}
    assert cancelled["cancellation_fee_amount"] == 8_000
    assert cancelled["payment"]["pending_instructions"] == ["REFUND", "REFUND"]
    assert [told["amount"] for told in refunds(strict, booking)] == [4_000, 8_000]


@pytest.mark.parametrize("seen_to", [False, True])
def test_what_the_guests_bank_could_not_take_is_not_promised_again(
    strict: Desk, hotel: HotelBuilder, stripe: StripeServer, seen_to: bool
) -> None:
    booking, _ = strict.captured(stripe, **dates(hotel, 14))
    strict.do(booking, "refund", amount=4_000, reason="Broken shower")
    settle = (
        "UPDATE hotelmate.payment_instruction SET state = %s, last_error = 'refund_failed'"
        " WHERE hotel_id = %s AND amount = %s"
    )
    hotel.run(settle, "FAILED", hotel.hotel_id, 4_000)
    if seen_to:
        hotel.run(settle, "DONE", hotel.hotel_id, 4_000)

    told = strict.booking(booking)["cancellation"]
    strict.do(booking, "cancel", reason="Ill")

    assert told["refund_amount"] == 16_000
    assert [told["amount"] for told in refunds(strict, booking)] == [4_000, 16_000]


def test_what_is_disputed_is_not_refunded(
    strict: Desk, hotel: HotelBuilder, stripe: StripeServer
) -> None:
    booking, intent = strict.captured(stripe, **dates(hotel, 14))
    stripe.people.open_dispute(intent, amount=15_000)
    stripe.webhooks.deliver_all()

    told = strict.booking(booking)
    strict.do(booking, "cancel", reason="Ill")

    assert told["payment"]["disputed_amount"] == 15_000
    assert told["cancellation"]["refund_amount"] == 5_000
    assert [told["amount"] for told in refunds(strict, booking)] == [5_000]


@pytest.mark.parametrize("made", ["in the Dashboard", "by us", "by us, and came back"])
def test_a_refund_that_was_made_is_counted_once(
    strict: Desk, hotel: HotelBuilder, stripe: StripeServer, made: str
) -> None:
    booking, intent = strict.captured(stripe, **dates(hotel, 5))
    if made == "in the Dashboard":
        stripe.people.dashboard_refund(intent, 4_000)
    else:
        strict.do(booking, "refund", amount=4_000, reason="Broken shower")
        (told,) = refunds(strict, booking)
        refund = refund_for(stripe, intent, told)
        if made == "by us, and came back":
            stripe.people.fail_refund(refund)
    stripe.webhooks.deliver_all()

    told = strict.booking(booking)["cancellation"]
    cancelled = strict.do(booking, "cancel", reason="Ill")

    fee, rest = (10_000, 6_000) if made.endswith("came back") else (8_000, 8_000)
    assert told == {"refund_percent": 50, "fee_amount": fee, "refund_amount": rest}
    assert cancelled["cancellation_fee_amount"] == fee
    assert refunds(strict, booking)[-1]["amount"] == rest


def refund_for(stripe: StripeServer, intent: str, told: dict[str, Any]) -> str:
    """Let Stripe do what it is told, and return its refund."""
    gateway = Gateway(stripe.api_key, stripe.api_base)
    ours = {"instruction": str(told["instruction_id"])}
    key = f"{intent}-{told['instruction_id']}"
    answer = asyncio.run(gateway.refund(intent, told["amount"], ours, key=key))
    gateway.close()
    return str(json.loads(answer.payload)["data"]["object"]["id"])
