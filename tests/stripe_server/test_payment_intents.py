"""Payment intents through the real client: hold, capture, cancel, and what is too late for that."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.conftest import Hold, OpenSession
from tests.stripe_server.server import StripeServer


def direct(client: StripeClient, **params: Any) -> stripe.PaymentIntent:
    given: Any = {"amount": 5_000, "currency": "usd", "capture_method": "manual", **params}
    return client.v1.payment_intents.create(given)


def test_a_hold_is_captured_whole(provider: StripeServer, client: StripeClient, hold: Hold) -> None:
    intent = client.v1.payment_intents.capture(hold(), {"expand": ["latest_charge"]})
    assert (intent.status, intent.amount_received, intent.amount_capturable) == (
        "succeeded",
        12_000,
        0,
    )
    charge = intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert (charge.captured, charge.amount_captured, charge.amount_refunded) == (True, 12_000, 0)
    assert (provider.truth(intent.id).captures, provider.truth(intent.id).api_captures) == (1, 1)


def test_capturing_a_part_releases_the_rest(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = client.v1.payment_intents.capture(hold(), {"amount_to_capture": 7_000})
    assert (intent.status, intent.amount, intent.amount_received) == ("succeeded", 12_000, 7_000)
    assert intent.amount_capturable == 0
    charge = provider.charge(str(intent.latest_charge))
    assert (charge["amount"], charge["amount_captured"], charge["amount_refunded"]) == (
        12_000,
        7_000,
        0,
    )


def test_a_part_captured_by_hand_that_is_not_final_leaves_the_rest_held(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    held = hold()
    provider.people.dashboard_capture(held, 7_000, final=False)
    truth = provider.truth(held)
    assert (truth.status, truth.captured, truth.capturable) == ("requires_capture", 7_000, 5_000)
    rest = client.v1.payment_intents.capture(held, {"amount_to_capture": 4_000})
    assert (rest.status, rest.amount_received, rest.amount_capturable) == ("succeeded", 11_000, 0)


def test_more_than_the_hold_is_not_captured(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.payment_intents.capture(intent, {"amount_to_capture": 12_001})
    assert (caught.value.code, caught.value.param) == ("amount_too_large", "amount_to_capture")
    assert provider.truth(intent).captured == 0


def test_a_hold_is_given_back(provider: StripeServer, client: StripeClient, hold: Hold) -> None:
    held, asked_at = hold(), provider.clock.now()
    intent = client.v1.payment_intents.cancel(
        held, {"cancellation_reason": "requested_by_customer"}
    )
    assert (intent.status, intent.amount_capturable) == ("canceled", 0)
    assert intent.cancellation_reason == "requested_by_customer"
    assert intent.canceled_at is not None
    assert asked_at <= intent.canceled_at <= provider.clock.now()
    truth = provider.truth(intent.id)
    assert (truth.cancels, truth.authorised, truth.refunded) == (1, 12_000, 0)


def test_what_is_final_stays_and_the_error_shows_the_intent(
    client: StripeClient, hold: Hold
) -> None:
    captured, cancelled = hold(), hold()
    client.v1.payment_intents.capture(captured)
    client.v1.payment_intents.cancel(cancelled)
    intents = client.v1.payment_intents
    for act in (intents.capture, intents.cancel):
        for intent, status in ((captured, "succeeded"), (cancelled, "canceled")):
            with pytest.raises(stripe.InvalidRequestError) as caught:
                act(intent)
            assert caught.value.http_status == 400
            assert caught.value.code == "payment_intent_unexpected_state"
            assert caught.value.error is not None
            shown = caught.value.error.payment_intent
            assert shown is not None
            assert (shown.id, shown.status) == (intent, status)


def test_an_unknown_intent_is_missing(client: StripeClient) -> None:
    for act in (
        client.v1.payment_intents.retrieve,
        client.v1.payment_intents.capture,
        client.v1.payment_intents.cancel,
    ):
        with pytest.raises(stripe.InvalidRequestError) as caught:
            act("pi_none")
        assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")


def test_a_hold_lapses(provider: StripeServer, client: StripeClient, hold: Hold) -> None:
    lapsing = hold()
    provider.people.lapse_hold(lapsing)
    intent = client.v1.payment_intents.retrieve(lapsing)
    assert (intent.status, intent.cancellation_reason) == ("canceled", "expired")
    assert (intent.amount_capturable, provider.truth(lapsing).cancels) == (0, 1)
    assert provider.truth(lapsing).api_cancels == 0


def test_a_hold_says_until_when(provider: StripeServer, client: StripeClient, hold: Hold) -> None:
    expand: Any = {"expand": ["latest_charge"]}
    charge = client.v1.payment_intents.retrieve(hold(), expand).latest_charge
    assert isinstance(charge, stripe.Charge)
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    assert charge.payment_method_details.card.capture_before == charge.created + 7 * 86_400
    provider.hold_seconds = 3_600
    assert provider.truth(hold()).capture_before in range(
        provider.clock.now() + 3_590, provider.clock.now() + 3_601
    )


def test_the_dashboard_does_it_too(provider: StripeServer, hold: Hold) -> None:
    captured, cancelled = hold(), hold()
    provider.people.dashboard_capture(captured, 5_000)
    provider.people.dashboard_cancel(cancelled)
    truth = provider.truth(captured)
    assert (truth.status, truth.captured, truth.captures, truth.api_captures) == (
        "succeeded",
        5_000,
        1,
        0,
    )
    assert provider.truth(cancelled).status == "canceled"


def test_intents_are_listed_newest_first(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    made = [hold() for _ in range(3)]
    page = client.v1.payment_intents.list({"limit": 2})
    assert ([each.id for each in page.data], page.has_more) == ([made[2], made[1]], True)
    rest = client.v1.payment_intents.list({"limit": 2, "starting_after": made[1]})
    assert ([each.id for each in rest.data], rest.has_more) == ([made[0]], False)
    every = client.v1.payment_intents.list({"limit": 1})
    assert [each.id for each in every.auto_paging_iter()] == made[::-1]
    later: Any = {"created": {"gte": provider.clock.now() + 60}}
    assert client.v1.payment_intents.list(later).data == []
    deep: Any = {"expand": ["data.latest_charge"]}
    assert isinstance(client.v1.payment_intents.list(deep).data[0].latest_charge, stripe.Charge)


def test_a_direct_intent_is_confirmed(provider: StripeServer, client: StripeClient) -> None:
    assert direct(client).status == "requires_payment_method"
    intent = direct(client, payment_method="pm_card_visa")
    assert intent.status == "requires_confirmation"
    assert client.v1.payment_intents.confirm(intent.id).status == "requires_capture"
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.payment_intents.confirm(intent.id)
    assert caught.value.code == "payment_intent_unexpected_state"
    at_once = direct(
        client, payment_method="pm_card_visa", confirm=True, capture_method="automatic"
    )
    assert (at_once.status, provider.truth(at_once.id).captured) == ("succeeded", 5_000)


def test_a_declined_card_is_a_card_error(provider: StripeServer, client: StripeClient) -> None:
    with pytest.raises(stripe.CardError) as caught:
        direct(client, payment_method="pm_card_visa_chargeDeclinedInsufficientFunds", confirm=True)
    assert (caught.value.http_status, caught.value.code) == (402, "card_declined")
    error = caught.value.error
    assert error is not None
    assert error.decline_code == "insufficient_funds"
    assert error.payment_intent is not None
    assert error.payment_intent.status == "requires_payment_method"
    assert provider.truth(error.payment_intent.id).authorised == 0


def test_a_card_may_ask_for_authentication(client: StripeClient) -> None:
    intent = direct(client, payment_method="pm_card_authenticationRequired", confirm=True)
    assert intent.status == "requires_action"
    assert client.v1.payment_intents.confirm(intent.id).status == "requires_capture"


def test_the_intent_of_a_session_is_not_confirmed_by_the_api(
    provider: StripeServer, client: StripeClient, open_session: OpenSession
) -> None:
    intent = provider.people.decline_card(open_session())
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})


@pytest.mark.parametrize("path", ["nothing", "latest_charge.nothing", "status", "a.b.c.d.e"])
def test_only_what_is_there_can_be_expanded(client: StripeClient, hold: Hold, path: str) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.retrieve(hold(), {"expand": [path]})
