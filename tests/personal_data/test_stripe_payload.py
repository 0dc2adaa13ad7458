"""What Stripe knows of people is not stored: of an event only what payments need."""

from typing import Any

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import event_of, intent_for, new_id, store

# Where Stripe tells of people, as its objects have it.
PEOPLE: dict[str, Any] = {
    "billing_details": {"name": "Mareike", "email": "mareike@example.org", "address": {"line1": 1}},
    "customer_details": {"name": "Mareike", "phone": "+4930123456", "tax_ids": []},
    "customer_email": "mareike@example.org",
    "receipt_email": "mareike@example.org",
    "shipping": {"name": "Mareike", "address": {"city": "Berlin"}},
    "description": "for Mareike",
    "statement_descriptor": "MAREIKE",
    "evidence": {"customer_name": "Mareike", "customer_purchase_ip": "192.0.2.1"},
    "payment_method": {"id": "pm_1", "billing_details": {"name": "Mareike"}},
    "custom_fields": [{"key": "name", "text": {"value": "Mareike"}}],
    "metadata": {"guest": "Mareike"},
    "something_new": {"told": ["Mareike"]},
}


@pytest.fixture
def hotel(owner: psycopg.Connection[Any]) -> HotelBuilder:
    return HotelBuilder(owner)


def stored(hotel: HotelBuilder, event: dict[str, Any], **columns: object) -> dict[str, Any]:
    name = store(hotel.connection, event, **columns)
    payload: dict[str, Any] = hotel.value(
        "SELECT payload FROM hotelmate.stripe_webhook_event WHERE event_id = %s", name
    )
    return payload


@pytest.mark.parametrize("member", PEOPLE)
@pytest.mark.parametrize("inside", [False, True], ids=["of the object", "of its charge"])
def test_what_tells_of_people_is_left_out(hotel: HotelBuilder, member: str, inside: bool) -> None:
    intent = intent_for(hotel, hotel.booking())
    told = {member: PEOPLE[member]}
    shown = (
        intent.held() | {"latest_charge": intent.charge() | told}
        if inside
        else intent.held() | (told if member != "metadata" else {})
    )

    payload = stored(hotel, event_of(shown))

    assert "mareike" not in str(payload).lower()
    assert "192.0.2.1" not in str(payload)


@pytest.mark.parametrize("columns", [{}, {"is_foreign": True, "status": "FAILED", "error": "x"}])
def test_nothing_is_stored_of_what_is_no_payment(
    hotel: HotelBuilder, columns: dict[str, object]
) -> None:
    customer = {"id": "cus_1", "object": "customer", "name": "Mareike", "address": {"line1": "x"}}
    event = event_of(customer, "customer.updated")
    event["data"]["previous_attributes"] = {"email": "mareike@example.org"}

    payload = stored(hotel, event, **columns)

    assert payload["data"]["object"] == {"id": "cus_1", "object": "customer"}
    assert payload["data"]["previous_attributes"] == {}


def test_what_payments_need_is_stored(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    refund = intent.refund(500, instruction=7)
    charge = intent.charge(captured=0, capture_before=2000000000, refunds=[refund])
    shown = intent.held() | {"latest_charge": charge} | PEOPLE | {"metadata": intent.metadata}

    event = event_of(shown)
    payload = stored(hotel, event, status="FAILED", error="kept to be looked at")

    kept = payload["data"]["object"]
    assert kept["metadata"] == intent.metadata
    assert [kept[name] for name in ("id", "status", "amount_capturable", "currency")] == [
        intent.id,
        "requires_capture",
        intent.amount,
        intent.currency,
    ]
    assert kept["latest_charge"]["payment_method_details"]["card"] == {"capture_before": 2000000000}
    (listed,) = kept["latest_charge"]["refunds"]["data"]
    # All of it but the address by which Stripe lists it.
    assert listed == refund
    envelope = {name: value for name, value in event.items() if name != "data"}
    assert {name: payload[name] for name in envelope} == envelope


def test_what_is_nested_too_deeply_is_cut_off(hotel: HotelBuilder) -> None:
    nested: Any = "Mareike"
    for _ in range(100):
        nested = {"data": [nested]}

    payload = stored(hotel, {"id": new_id("evt"), "type": "x", "data": {"object": nested}})

    assert "Mareike" not in str(payload)
