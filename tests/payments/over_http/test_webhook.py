"""POST /webhooks/stripe: what is stored, what is answered, and when."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest
import stripe as stripe_package
from prometheus_client.parser import text_string_to_metric_families

from app.database import Database
from app.metrics import Metrics
from app.payments import waiting_events
from tests.api.bodies import PAGES
from tests.api.conftest import refusal
from tests.api.serving import settings_for
from tests.conftest import Connect
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder
from tests.payments.front_office import desk_of, front_office
from tests.payments.webhook_events import (
    Object,
    held_event,
    outcome,
    problem,
    status_of,
    stored,
)
from tests.stripe_evidence import intent_for
from tests.stripe_server.server import StripeServer

# What is stored, and what is answered.


def test_an_event_is_stored_with_its_effect_and_answered_after_the_commit(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    booking, event = held_event(provider, hotel)

    assert outcome(provider.webhooks.deliver(event)) == "PROCESSED"

    assert stored(hotel, event["id"]) == ("PROCESSED", None, False)
    assert status_of(hotel, booking) == "PENDING_APPROVAL"
    payload = hotel.value(
        "SELECT payload FROM hotelmate.stripe_webhook_event WHERE event_id = %s", event["id"]
    )
    told, kept = event["data"]["object"], payload["data"]["object"]
    assert payload | {"data": event["data"]} == event
    # Of its object what payments need: tests/personal_data/test_stripe_payload.py.
    assert kept.items() <= told.items()
    assert {"id", "status", "amount", "amount_capturable", "currency", "metadata"} <= kept.keys()


def test_an_event_needs_no_staff_and_staff_are_no_stripe(
    provider: StripeServer, hotel: HotelBuilder, address: str
) -> None:
    _, event = held_event(provider, hotel)

    response = httpx.post(
        f"{address}/webhooks/stripe",
        content=provider.webhooks.body_of(event),
        headers=as_staff(hotel),
    )

    refusal(response, "webhook-signature-invalid", 400)
    assert stored(hotel, event["id"]) is None


def test_an_event_that_comes_again_is_known(provider: StripeServer, hotel: HotelBuilder) -> None:
    booking, event = held_event(provider, hotel)

    assert [outcome(provider.webhooks.deliver(event)) for _ in range(3)] == [
        "PROCESSED",
        "KNOWN",
        "KNOWN",
    ]
    assert hotel.read("room_booking", booking, "authorised_amount") == 20_000


def test_fifty_copies_at_once_have_one_effect(provider: StripeServer, hotel: HotelBuilder) -> None:
    booking, event = held_event(provider, hotel)

    answers = [outcome(each) for each in provider.webhooks.deliver_copies(event, 50)]

    assert sorted(answers) == ["KNOWN"] * 49 + ["PROCESSED"]
    entries = "SELECT count(*) FROM hotelmate.payment_entry WHERE hotel_id = %s AND booking_id = %s"
    assert hotel.value(entries, hotel.hotel_id, booking) == 1


def test_an_event_for_nobody_is_kept_and_tried_again_when_its_payment_is_known(
    provider: StripeServer, hotel: HotelBuilder, database_url: str
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    early = provider.webhooks.invent("charge.updated", intent.charge(capture_before=1_900_000_000))

    assert outcome(provider.webhooks.deliver(early)) == "RECEIVED"
    assert stored(hotel, early["id"]) == ("RECEIVED", None, False)
    held = provider.webhooks.invent("payment_intent.amount_capturable_updated", intent.held())
    assert outcome(provider.webhooks.deliver(held)) == "PROCESSED"
    with hotel.connection.transaction():
        hotel.run("SET LOCAL session_replication_role = replica")  # the moment is derived
        hotel.run(
            "UPDATE hotelmate.stripe_webhook_event SET next_try_at = now() WHERE event_id = %s",
            early["id"],
        )

    assert try_waiting(database_url, hotel, early["id"]) == ("PROCESSED", None, False)
    found = "SELECT extract(epoch FROM capture_before) FROM hotelmate.payment WHERE hotel_id = %s"
    assert hotel.value(found, hotel.hotel_id) == 1_900_000_000


def try_waiting(database_url: str, hotel: HotelBuilder, event_id: str) -> Any:
    """Let the product try what waits until this event took effect, and return its row."""

    async def run() -> None:
        database = Database(settings_for(database_url), Metrics())
        await database.open()
        try:
            async with waiting_events.try_waiting_for_ever(database):
                while (stored(hotel, event_id) or ("",))[0] != "PROCESSED":
                    await asyncio.sleep(0.02)
        finally:
            await database.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting_events, "EVERY_SECONDS", 0.05)
        asyncio.run(asyncio.wait_for(run(), 60))
    return stored(hotel, event_id)


def test_an_effect_that_a_rule_refuses_is_kept_for_people_and_answered_200(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    over = provider.webhooks.invent("payment_intent.canceled", intent.canceled())
    provider.webhooks.deliver(over)
    contradiction = provider.webhooks.invent("payment_intent.succeeded", intent.captured())

    assert outcome(provider.webhooks.deliver(contradiction)) == "FAILED"

    assert stored(hotel, contradiction["id"]) == ("FAILED", "payment_outcome_is_final", False)
    assert status_of(hotel, booking) == "PENDING_PAYMENT"
    assert outcome(provider.webhooks.deliver(contradiction)) == "KNOWN"


def test_an_event_about_nothing_of_ours_is_kept(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    event = provider.webhooks.invent("price.created", {"id": "price_1", "object": "price"})

    assert outcome(provider.webhooks.deliver(event)) == "RECEIVED"
    assert stored(hotel, event["id"]) == ("RECEIVED", None, False)


@pytest.mark.parametrize(
    ("envelope", "why"),
    [
        ({"livemode": True}, "livemode"),
        ({"account": "acct_of_somebody_else"}, "account"),
        ({"api_version": "2020-08-27"}, "api_version"),
        ({"api_version": "2025-03-31.basil"}, "api_version"),
        ({"api_version": None}, "api_version"),
    ],
)
def test_an_event_of_another_mode_account_or_version_is_kept_without_effect(
    provider: StripeServer, hotel: HotelBuilder, envelope: Object, why: str
) -> None:
    booking, event = held_event(provider, hotel, **envelope)

    assert outcome(provider.webhooks.deliver(event)) == "FAILED"

    assert stored(hotel, event["id"]) == ("FAILED", why, True)
    assert status_of(hotel, booking) == "PENDING_PAYMENT"


def test_an_event_of_an_earlier_version_of_the_same_release_is_ours(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    release = stripe_package.api_version.partition(".")[2]
    _, event = held_event(provider, hotel, api_version=f"2026-09-30.{release}")

    assert outcome(provider.webhooks.deliver(event)) == "PROCESSED"


def test_with_a_live_key_only_real_money_is_ours(
    provider: StripeServer, hotel: HotelBuilder, database_url: str
) -> None:
    with front_office(database_url, provider, STRIPE_SECRET_KEY="sk_live_hotelmate") as address:
        provider.webhooks.url = f"{address}/webhooks/stripe"
        _, test = held_event(provider, hotel)
        _, live = held_event(provider, hotel, livemode=True)

        assert outcome(provider.webhooks.deliver(test)) == "FAILED"
        assert outcome(provider.webhooks.deliver(live)) == "PROCESSED"


def test_a_text_that_the_database_does_not_take_loses_no_event(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    for text in (
        r"a\u0000b",
        r"\\u0000 is \\ and u0000",
        r"\ud83d\ude00",
        r"half \ud83d of a pair",
        r"\ude00\u0000",
    ):
        booking, event = held_event(provider, hotel)
        event["data"]["object"]["failure_code"] = "FAILURE"
        body = provider.webhooks.body_of(event).replace(b"FAILURE", text.encode())

        assert outcome(provider.webhooks.deliver(event, body=body)) == "PROCESSED"

        assert status_of(hotel, booking) == "PENDING_APPROVAL"
        kept = hotel.value(
            "SELECT payload #>> '{data,object,failure_code}' FROM hotelmate.stripe_webhook_event"
            " WHERE event_id = %s",
            event["id"],
        )
        assert "\0" not in kept
        if text.startswith(r"\\"):
            assert kept == r"\u0000 is \ and u0000"


# When nothing can be stored.


def test_without_a_secret_no_event_is_taken(
    provider: StripeServer, hotel: HotelBuilder, database_url: str
) -> None:
    _, event = held_event(provider, hotel)
    with front_office(database_url, provider, STRIPE_WEBHOOK_SECRET="") as address:
        provider.webhooks.url = f"{address}/webhooks/stripe"

        assert problem(provider.webhooks.deliver(event)) == (503, "payments-not-configured")


def test_without_a_key_events_are_taken_and_sessions_are_not(
    provider: StripeServer, hotel: HotelBuilder, database_url: str
) -> None:
    booking, event = held_event(provider, hotel)
    with (
        front_office(database_url, provider, STRIPE_SECRET_KEY="") as address,
        desk_of(hotel, address) as desk,
    ):
        provider.webhooks.url = f"{address}/webhooks/stripe"

        assert outcome(provider.webhooks.deliver(event)) == "PROCESSED"
        for query in ("", "?dry_run=true"):
            asked = desk.post(f"/bookings/{desk.make()}/payment-session{query}", json=PAGES)
            refusal(asked, "payments-not-configured", 503)
    assert status_of(hotel, booking) == "PENDING_APPROVAL"


def test_while_the_database_is_away_stripe_is_told_to_come_again(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    _, event = held_event(provider, hotel)
    nowhere = psycopg.conninfo.make_conninfo("", host="127.0.0.1", port="1", dbname="none")
    with front_office(nowhere, provider, HOTELMATE_POOL_MIN_SIZE="0") as address:
        response = httpx.post(
            f"{address}/webhooks/stripe",
            content=provider.webhooks.body_of(event),
            headers={"Stripe-Signature": provider.webhooks.sign(provider.webhooks.body_of(event))},
            timeout=30,
        )

    refusal(response, "database-unavailable", 503)
    assert int(response.headers["retry-after"]) > 0


def test_an_event_whose_booking_is_busy_for_too_long_leaves_no_claim(
    provider: StripeServer, hotel: HotelBuilder, connect: Connect
) -> None:
    booking, event = held_event(provider, hotel)
    clerk = connect(autocommit=False)
    clerk.execute(
        "SELECT 1 FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s FOR UPDATE",
        (hotel.hotel_id, booking),
    )

    delivery = provider.webhooks.deliver(event)

    assert problem(delivery) == (503, "database-busy")
    assert stored(hotel, event["id"]) is None
    clerk.rollback()
    assert outcome(provider.webhooks.deliver(event)) == "PROCESSED"


def test_an_event_that_came_while_its_twin_failed_takes_effect(
    provider: StripeServer, hotel: HotelBuilder, connect: Connect
) -> None:
    """The twin has claimed the event and is rolled back: who waited for it is not told KNOWN."""
    booking, event = held_event(provider, hotel)
    twin = connect(autocommit=False)
    twin.execute(
        "INSERT INTO hotelmate.stripe_webhook_event (event_id, event_type, payload)"
        " VALUES (%s, 'x', '{}')",
        (event["id"],),
    )
    (holder,) = twin.execute("SELECT pg_backend_pid()").fetchone() or (0,)
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"

    with ThreadPoolExecutor(1) as thread:
        delivery = thread.submit(provider.webhooks.deliver, event)
        while not hotel.value(waiting, holder):
            assert not delivery.done()
        twin.rollback()

    assert outcome(delivery.result()) == "PROCESSED"
    assert status_of(hotel, booking) == "PENDING_APPROVAL"


def test_figures_count_what_became_of_events(
    provider: StripeServer, hotel: HotelBuilder, address: str
) -> None:
    before = figures(address)
    _, event = held_event(provider, hotel)
    for _ in range(2):
        provider.webhooks.deliver(event)
    provider.webhooks.deliver(event, signature="t=1,v1=aa")

    after = figures(address)
    assert after["PROCESSED"] == before.get("PROCESSED", 0) + 1
    assert after["KNOWN"] == before.get("KNOWN", 0) + 1


def figures(address: str) -> dict[str, float]:
    return {
        sample.labels["outcome"]: sample.value
        for family in text_string_to_metric_families(httpx.get(f"{address}/metrics").text)
        for sample in family.samples
        if sample.name == "hotelmate_webhook_events_total"
    }
