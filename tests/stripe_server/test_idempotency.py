"""Idempotency keys: one effect, one answer."""

import threading
from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.client import client_of
from tests.stripe_server.conftest import Hold, session_params
from tests.stripe_server.server import StripeServer


def keyed(key: str) -> Any:
    return {"idempotency_key": key}


def test_the_same_request_is_answered_as_before_and_has_one_effect(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    first = client.v1.payment_intents.capture(intent, None, keyed("capture:1"))
    again = client.v1.payment_intents.capture(intent, None, keyed("capture:1"))
    assert again.to_dict() == first.to_dict()
    one, two = provider.seen("POST", "*/capture")
    assert (one.replayed, two.replayed) == (False, True)
    assert provider.truth(intent).captures == 1
    headers = again.last_response
    assert headers is not None
    assert headers.headers["Idempotent-Replayed"] == "true"
    assert headers.headers["Original-Request"] == one.request_id
    assert headers.request_id == two.request_id


def test_without_a_key_or_with_another_one_it_is_another_request(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = client.v1.payment_intents.capture(hold()).id
    params: Any = {"payment_intent": intent, "amount": 100}
    client.v1.refunds.create(params, keyed("refund:1"))
    client.v1.refunds.create(params, keyed("refund:2"))
    client.v1.refunds.create(params)
    assert provider.truth(intent).refunds == 3


def test_a_refusal_of_the_endpoint_is_kept_too(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    params: Any = {"payment_intent": intent}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create(params, keyed("refund:1"))
    provider.people.dashboard_capture(intent)
    # It would be possible by now.
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create(params, keyed("refund:1"))
    assert caught.value.http_status == 400
    assert [each.replayed for each in provider.seen("POST", "/v1/refunds")] == [False, True]
    assert provider.truth(intent).refunds == 0


def test_a_refusal_before_the_endpoint_is_not_kept(
    provider: StripeServer, client: StripeClient
) -> None:
    wrong = session_params() | {"nights": 2}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(wrong, keyed("session:1"))
    client.v1.checkout.sessions.create(session_params(), keyed("session:1"))
    assert len(provider.sessions()) == 1


def test_other_parameters_under_the_same_key_are_an_error(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = client.v1.payment_intents.capture(hold()).id
    client.v1.refunds.create({"payment_intent": intent, "amount": 100}, keyed("refund:1"))
    with pytest.raises(stripe.IdempotencyError) as caught:
        client.v1.refunds.create({"payment_intent": intent, "amount": 200}, keyed("refund:1"))
    assert caught.value.http_status == 400
    assert provider.truth(intent).refunded == 100


def test_another_endpoint_under_the_same_key_is_an_error(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    client.v1.payment_intents.capture(intent, None, keyed("decision:1"))
    with pytest.raises(stripe.IdempotencyError):
        client.v1.payment_intents.cancel(intent, None, keyed("decision:1"))


@pytest.mark.parametrize("keys", [["capture:1"] * 12, [f"capture:{n}" for n in range(12)]])
def test_captures_at_once_have_one_effect(
    provider: StripeServer, hold: Hold, keys: list[str]
) -> None:
    intent = hold()
    gate = threading.Barrier(len(keys))
    refused: list[int | None] = []

    def capture(key: str) -> None:
        with client_of(provider.api_base, provider.api_key) as own:
            gate.wait()
            try:
                own.v1.payment_intents.capture(intent, None, keyed(key))
            except stripe.StripeError as error:
                refused.append(error.http_status)

    threads = [threading.Thread(target=capture, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (provider.truth(intent).captures, provider.truth(intent).captured) == (1, 12_000)
    if len(set(keys)) > 1:
        assert refused == [400] * (len(keys) - 1)
    else:
        assert set(refused) <= {409}


def test_a_request_at_work_keeps_its_key(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    delay = provider.faults.add("delay", "POST", "*/capture", seconds=5)
    other = threading.Thread(
        target=lambda: client.v1.payment_intents.capture(intent, None, keyed("capture:1"))
    )
    other.start()
    while not delay.hits:
        other.join(0.005)
    with pytest.raises(stripe.APIError) as caught:
        client.v1.payment_intents.capture(intent, None, keyed("capture:1"))
    assert caught.value.http_status == 409
    assert caught.value.error is not None
    assert caught.value.error.code == "idempotency_key_in_use"
    delay.end()
    other.join()
    assert client.v1.payment_intents.capture(intent, None, keyed("capture:1")).status == "succeeded"
    assert provider.truth(intent).captures == 1


def test_keys_are_forgotten_after_a_day(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = client.v1.payment_intents.capture(hold()).id
    params: Any = {"payment_intent": intent, "amount": 100}
    client.v1.refunds.create(params, keyed("refund:1"))
    provider.clock.move(86_000)
    client.v1.refunds.create(params, keyed("refund:1"))
    assert provider.truth(intent).refunds == 1
    provider.clock.move(500)
    client.v1.refunds.create(params, keyed("refund:1"))
    assert provider.truth(intent).refunds == 2


def test_a_key_has_a_longest_length(client: StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(session_params(), keyed("k" * 256))
    client.v1.checkout.sessions.create(session_params(), keyed("k" * 255))
