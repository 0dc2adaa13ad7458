"""The provider's clock, and what falls due."""

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.conftest import Hold, OpenSession
from tests.stripe_server.people import NotPossible
from tests.stripe_server.server import StripeServer


def test_sessions_expire_and_holds_lapse_with_time(
    provider: StripeServer, open_session: OpenSession, hold: Hold
) -> None:
    held, opened = hold(), open_session()
    provider.advance(86_399)
    assert provider.session(opened)["status"] == "open"
    provider.advance(2)
    assert provider.session(opened)["status"] == "expired"
    assert provider.truth(held).status == "requires_capture"
    provider.advance(6 * 86_400)
    assert provider.truth(held).cancellation_reason == "expired"
    assert [each["type"] for each in provider.events()[-3:]] == [
        "checkout.session.expired",
        "charge.expired",
        "payment_intent.canceled",
    ]


def test_between_the_lapse_and_its_cancellation_nothing_is_captured(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    provider.clock.move(7 * 86_400 + 1)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.payment_intents.capture(intent)
    assert caught.value.code == "charge_expired_for_capture"
    assert provider.truth(intent).status == "requires_capture"
    provider.advance(0)
    assert provider.truth(intent).status == "canceled"


def test_nobody_pays_on_a_session_past_its_time(
    provider: StripeServer, open_session: OpenSession
) -> None:
    opened = open_session()
    provider.clock.move(86_401)
    with pytest.raises(NotPossible):
        provider.people.pay(opened)
    assert provider.payment_intents() == []


def test_new_objects_are_of_the_moved_time(provider: StripeServer, hold: Hold) -> None:
    before = provider.clock.now()
    provider.clock.move(1_000_000)
    intent = provider.payment_intent(hold())
    assert intent["created"] >= before + 1_000_000
