"""Disputes through the real client."""

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.conftest import Hold
from tests.stripe_server.people import NotPossible
from tests.stripe_server.server import StripeServer


@pytest.fixture
def captured(provider: StripeServer, hold: Hold) -> str:
    intent = hold()
    provider.people.dashboard_capture(intent)
    return intent


def test_a_dispute_marks_the_charge_and_blocks_refunds(
    provider: StripeServer, client: StripeClient, captured: str
) -> None:
    dispute_id = provider.people.open_dispute(captured, 5_000)
    (dispute,) = client.v1.disputes.list({"payment_intent": captured}).data
    assert (dispute.id, dispute.status, dispute.amount) == (dispute_id, "needs_response", 5_000)
    assert client.v1.charges.retrieve(str(dispute.charge)).disputed
    assert provider.truth(captured).disputed == 5_000
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"payment_intent": captured})
    assert caught.value.code == "charge_disputed"
    with pytest.raises(NotPossible):
        provider.people.open_dispute(captured)


def test_a_dispute_won_gives_the_money_back(
    provider: StripeServer, client: StripeClient, captured: str
) -> None:
    dispute = provider.people.open_dispute(captured)
    provider.people.withdraw_dispute(dispute)
    assert client.v1.disputes.retrieve(dispute).status == "won"
    assert (provider.truth(captured).disputed, provider.truth(captured).captured) == (0, 12_000)
    assert client.v1.refunds.create({"payment_intent": captured}).amount == 12_000
    with pytest.raises(NotPossible):
        provider.people.lose_dispute(dispute)


def test_a_dispute_lost_keeps_it(
    provider: StripeServer, client: StripeClient, captured: str
) -> None:
    dispute = provider.people.open_dispute(captured)
    provider.people.lose_dispute(dispute)
    assert client.v1.disputes.retrieve(dispute).status == "lost"
    truth = provider.truth(captured)
    assert (truth.disputed, truth.dispute_statuses) == (12_000, ("lost",))


def test_only_captured_money_is_disputed(provider: StripeServer, hold: Hold) -> None:
    with pytest.raises(NotPossible):
        provider.people.open_dispute(hold())
