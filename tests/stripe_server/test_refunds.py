"""Refunds through the real client."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.conftest import Hold
from tests.stripe_server.people import NotPossible
from tests.stripe_server.server import StripeServer


@pytest.fixture
def captured(client: StripeClient, hold: Hold) -> str:
    return client.v1.payment_intents.capture(hold()).id


def test_refunds_add_up_to_what_was_captured(
    provider: StripeServer, client: StripeClient, captured: str
) -> None:
    first = client.v1.refunds.create(
        {
            "payment_intent": captured,
            "amount": 2_000,
            "reason": "requested_by_customer",
            "metadata": {"booking_id": "BK-2026-000123"},
        }
    )
    assert (first.status, first.amount, first.payment_intent) == ("succeeded", 2_000, captured)
    assert first.metadata is not None
    assert first.metadata["booking_id"] == "BK-2026-000123"
    rest = client.v1.refunds.create({"charge": str(first.charge)})
    assert rest.amount == 10_000
    charge = client.v1.charges.retrieve(str(first.charge), {"expand": ["refunds"]})
    assert (charge.amount_refunded, charge.refunded) == (12_000, True)
    assert charge.refunds is not None
    assert [each.id for each in charge.refunds.data] == [rest.id, first.id]
    assert (provider.truth(captured).refunds, provider.truth(captured).refunded) == (2, 12_000)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"payment_intent": captured, "amount": 1})
    assert caught.value.code == "charge_already_refunded"


def test_more_than_is_left_is_not_refunded(
    provider: StripeServer, client: StripeClient, captured: str
) -> None:
    client.v1.refunds.create({"payment_intent": captured, "amount": 11_000})
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"payment_intent": captured, "amount": 1_001})
    assert (caught.value.http_status, caught.value.param) == (400, "amount")
    assert provider.truth(captured).refunded == 11_000


def test_only_what_was_captured_can_be_refunded(client: StripeClient, hold: Hold) -> None:
    part = client.v1.payment_intents.capture(hold(), {"amount_to_capture": 5_000})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": part.id, "amount": 5_001})
    assert client.v1.refunds.create({"payment_intent": part.id}).amount == 5_000


def test_a_hold_is_not_refunded(provider: StripeServer, client: StripeClient, hold: Hold) -> None:
    intent = hold()
    by_charge: Any = {"charge": provider.truth(intent).charge}
    by_intent: Any = {"payment_intent": intent}
    for params, code in (
        (by_intent, "payment_intent_unexpected_state"),
        (by_charge, "charge_not_refundable"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as caught:
            client.v1.refunds.create(params)
        assert (caught.value.http_status, caught.value.code) == (400, code)
    assert provider.truth(intent).refunds == 0


def test_a_refund_without_a_payment_is_refused(client: StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"amount": 5})
    assert caught.value.code == "parameter_missing"
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"payment_intent": "pi_none"})
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")


def test_a_refund_fails_later(provider: StripeServer, client: StripeClient, captured: str) -> None:
    refund = client.v1.refunds.create({"payment_intent": captured, "amount": 3_000})
    provider.people.fail_refund(refund.id)
    failed = client.v1.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    truth = provider.truth(captured)
    assert (truth.refunded, truth.refunds) == (0, 1)
    # What came back can be given again.
    assert client.v1.refunds.create({"payment_intent": captured}).amount == 12_000
    with pytest.raises(NotPossible):
        provider.people.fail_refund(refund.id)


def test_a_refund_may_be_pending(
    provider: StripeServer, client: StripeClient, captured: str
) -> None:
    provider.refund_status = "pending"
    refund = client.v1.refunds.create({"payment_intent": captured, "amount": 3_000})
    assert refund.status == "pending"
    assert (provider.truth(captured).refunded, provider.truth(captured).refund_pending) == (
        3_000,
        3_000,
    )
    provider.people.complete_refund(refund.id)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"
    assert provider.truth(captured).refund_pending == 0


def test_refunds_are_listed_by_payment(
    provider: StripeServer, client: StripeClient, captured: str, hold: Hold
) -> None:
    mine = [
        client.v1.refunds.create({"payment_intent": captured, "amount": 100}).id,
        provider.people.dashboard_refund(captured, 200),
    ]
    other = hold()
    provider.people.dashboard_capture(other)
    provider.people.dashboard_refund(other)
    listed = client.v1.refunds.list({"payment_intent": captured})
    assert [each.id for each in listed.data] == mine[::-1]
    assert (provider.truth(captured).refunds, provider.truth(captured).api_refunds) == (2, 1)
    assert len(client.v1.refunds.list().data) == 3
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.list({"payment_intent": "pi_none"})


@pytest.mark.parametrize("amount", [0, -1, 12_001])
def test_the_dashboard_has_limits_too(
    provider: StripeServer, captured: str, hold: Hold, amount: int
) -> None:
    held = hold()
    told = len(provider.events())
    with pytest.raises(NotPossible):
        provider.people.dashboard_refund(captured, amount)
    with pytest.raises(NotPossible):
        provider.people.dashboard_capture(held, amount)
    assert len(provider.events()) == told
