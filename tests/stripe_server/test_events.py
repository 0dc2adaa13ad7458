"""Events: which, in which order, with what in them, and how they are listed."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.conftest import Hold, OpenSession
from tests.stripe_server.server import StripeServer

PAID = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.amount_capturable_updated",
    "checkout.session.completed",
]


def types(provider: StripeServer, after: int = 0) -> list[str]:
    return [event["type"] for event in provider.events()[after:]]


def test_a_hold_and_its_capture_are_told_in_order(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    client.v1.payment_intents.capture(hold())
    assert types(provider) == [*PAID, "charge.captured", "payment_intent.succeeded"]


def test_a_void_and_a_lapse_are_told(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    client.v1.payment_intents.cancel(hold())
    assert types(provider) == [*PAID, "payment_intent.canceled"]
    provider.people.lapse_hold(hold())
    assert types(provider)[-2:] == ["charge.expired", "payment_intent.canceled"]
    assert provider.events()[-1]["data"]["object"]["cancellation_reason"] == "expired"


def test_refunds_are_told(provider: StripeServer, client: StripeClient, hold: Hold) -> None:
    intent = client.v1.payment_intents.capture(hold()).id
    before = len(provider.events())
    refund = client.v1.refunds.create({"payment_intent": intent, "amount": 500})
    assert types(provider, before)[:2] == ["charge.refunded", "refund.created"]
    charge = provider.events("charge.refunded")[0]["data"]
    assert charge["object"]["amount_refunded"] == 500
    assert charge["previous_attributes"] == {"amount_refunded": 0, "refunded": False}
    before = len(provider.events())
    provider.people.fail_refund(refund.id)
    assert types(provider, before) == ["refund.failed", "refund.updated", "charge.refund.updated"]


def test_disputes_are_told(provider: StripeServer, hold: Hold) -> None:
    won, lost = hold(), hold()
    for intent in (won, lost):
        provider.people.dashboard_capture(intent)
    before = len(provider.events())
    provider.people.win_dispute(provider.people.open_dispute(won))
    provider.people.lose_dispute(provider.people.open_dispute(lost))
    assert types(provider, before) == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
    ]


def test_what_guests_do_is_told(provider: StripeServer, open_session: OpenSession) -> None:
    session = open_session()
    provider.people.decline_card(session)
    provider.people.start_authentication(session)
    provider.people.fail_authentication(session)
    provider.people.expire_session(session)
    assert types(provider) == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "payment_intent.requires_action",
        "payment_intent.payment_failed",
        "checkout.session.expired",
        "payment_intent.canceled",
    ]


@pytest.mark.parametrize("ok", [True, False])
def test_an_outcome_in_the_background_is_told(
    provider: StripeServer, open_session: OpenSession, ok: bool
) -> None:
    intent = provider.people.start_processing(open_session())
    before = len(provider.events())
    assert types(provider)[-2:] == ["payment_intent.processing", "checkout.session.completed"]
    provider.people.finish_processing(intent, ok)
    told = types(provider, before)
    if ok:
        assert told[:2] == ["charge.succeeded", "payment_intent.amount_capturable_updated"]
    else:
        assert told[:2] == ["charge.failed", "payment_intent.payment_failed"]
    assert told[2] == f"checkout.session.async_payment_{'succeeded' if ok else 'failed'}"


def test_an_event_shows_the_moment_and_keeps_it(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    client.v1.payment_intents.capture(intent, None, {"idempotency_key": "capture:1"})
    held, taken = (
        provider.events(f"payment_intent.{name}")[0]
        for name in ("amount_capturable_updated", "succeeded")
    )
    assert held["data"]["object"]["amount_capturable"] == 12_000
    assert taken["data"]["object"]["amount_capturable"] == 0
    assert held["request"]["idempotency_key"] is None
    assert taken["request"]["idempotency_key"] == "capture:1"
    assert taken["request"]["id"] == provider.seen("POST", "*/capture")[0].request_id
    event = client.v1.events.retrieve(taken["id"])
    assert (event.object, event.livemode, event.pending_webhooks) == ("event", False, 1)
    assert event.api_version == stripe.api_version
    assert event.data.object["id"] == intent


def test_events_are_listed_newest_first_by_type_and_time(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    hold()
    start = provider.clock.now()
    provider.clock.move(100)
    hold()
    listed = client.v1.events.list({"limit": 100})
    assert [each.id for each in listed.data] == [each["id"] for each in provider.events()][::-1]
    assert not listed.has_more

    def found(**params: Any) -> list[str]:
        given: Any = params
        return [each.type for each in client.v1.events.list(given).data]

    assert found(created={"gte": start + 50}) == PAID[::-1]
    assert found(created={"gt": start + 50}, type="charge.succeeded") == ["charge.succeeded"]
    assert found(type="payment_intent.*", limit=2) == [PAID[2], PAID[0]]
    assert found(types=["charge.succeeded", "charge.captured"]) == ["charge.succeeded"] * 2
    assert found(created={"lt": start - 60}) == []


def test_every_event_is_reached_page_by_page(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    for _ in range(3):
        hold()
    every = client.v1.events.list({"limit": 5}).auto_paging_iter()
    assert [each.id for each in every] == [each["id"] for each in provider.events()][::-1]
    middle = provider.events()[4]["id"]
    back = client.v1.events.list({"limit": 3, "ending_before": middle})
    assert [each.id for each in back.data] == [each["id"] for each in provider.events()[5:8]][::-1]
    assert back.has_more


def test_events_are_kept_for_thirty_days(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    hold()
    provider.clock.move(31 * 86_400)
    assert client.v1.events.list().data == []


@pytest.mark.parametrize(
    "params",
    [{"limit": 101}, {"limit": 0}, {"starting_after": "evt_none"}, {"colour": "blue"}],
)
def test_a_list_refuses_what_stripe_refuses(client: StripeClient, params: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.events.list(params)
    assert caught.value.http_status == 400
