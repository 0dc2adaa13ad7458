"""Faults: what the client sees, and what took effect all the same."""

import time
from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.client import client_of
from tests.stripe_server.conftest import Hold
from tests.stripe_server.faults import FaultKind
from tests.stripe_server.server import StripeServer

KEY: Any = {"idempotency_key": "capture:1"}
CAPTURE = ("POST", "/v1/payment_intents/*/capture")


@pytest.mark.parametrize(
    ("kind", "error", "status"),
    [
        ("unauthorized", stripe.AuthenticationError, 401),
        ("rate_limit", stripe.RateLimitError, 429),
        ("conflict", stripe.APIError, 409),
        ("error_before", stripe.APIError, 500),
        ("drop_before", stripe.APIConnectionError, None),
        ("timeout_before", stripe.APIConnectionError, None),
    ],
)
def test_a_fault_before_the_effect_leaves_the_key_free(
    provider: StripeServer,
    client: StripeClient,
    hold: Hold,
    kind: FaultKind,
    error: type[stripe.StripeError],
    status: int | None,
) -> None:
    intent = hold()
    fault = provider.faults.add(kind, *CAPTURE)
    with pytest.raises(error) as caught:
        client.v1.payment_intents.capture(intent, None, KEY)
    assert caught.value.http_status == status
    assert provider.truth(intent).captures == 0
    assert client.v1.payment_intents.capture(intent, None, KEY).status == "succeeded"
    assert [(each.fault, each.status) for each in provider.seen(*CAPTURE)] == [
        (kind, status),
        (None, 200),
    ]
    assert fault.hits == 1


@pytest.mark.parametrize("kind", ["drop_after", "timeout_after"])
def test_an_effect_whose_answer_is_lost_is_replayed(
    provider: StripeServer, client: StripeClient, hold: Hold, kind: FaultKind
) -> None:
    intent = hold()
    provider.faults.add(kind, *CAPTURE)
    with pytest.raises(stripe.APIConnectionError):
        client.v1.payment_intents.capture(intent, None, KEY)
    assert client.v1.payment_intents.retrieve(intent).status == "succeeded"
    assert client.v1.payment_intents.capture(intent, None, KEY).status == "succeeded"
    assert provider.seen(*CAPTURE)[1].replayed
    assert provider.truth(intent).captures == 1


def test_a_timeout_after_success_outlasts_the_client(provider: StripeServer, hold: Hold) -> None:
    intent = hold()
    provider.faults.add("timeout_after", *CAPTURE, seconds=30)
    with client_of(provider.api_base, provider.api_key, timeout=1.0) as impatient:
        started = time.monotonic()
        with pytest.raises(stripe.APIConnectionError):
            impatient.v1.payment_intents.capture(intent, None, KEY)
        assert time.monotonic() - started < 20
    assert provider.truth(intent).captured == 12_000


def test_an_error_after_the_effect_stays_under_its_key(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    provider.faults.add("error_after", *CAPTURE)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as caught:
            client.v1.payment_intents.capture(intent, None, KEY)
        assert caught.value.http_status == 500
    assert [each.replayed for each in provider.seen(*CAPTURE)] == [False, True]
    assert provider.truth(intent).captured == 12_000


def test_a_crash_before_the_effect_may_stay_under_its_key(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    provider.faults.add("error_before", *CAPTURE, saved=True)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.payment_intents.capture(intent, None, KEY)
    assert provider.truth(intent).captured == 0
    client.v1.payment_intents.capture(intent, None, {"idempotency_key": "capture:2"})
    assert provider.truth(intent).captures == 1


def test_faults_count_and_can_be_taken_back(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    second = provider.faults.add("rate_limit", "GET", "/v1/payment_intents/*", skip=1)
    always = provider.faults.add("error_before", "GET", "/v1/account", times=None)
    client.v1.payment_intents.retrieve(intent)
    with pytest.raises(stripe.RateLimitError):
        client.v1.payment_intents.retrieve(intent)
    client.v1.payment_intents.retrieve(intent)
    for _ in range(3):
        with pytest.raises(stripe.APIError):
            client.v1.accounts.retrieve_current()
    always.end()
    client.v1.accounts.retrieve_current()
    assert (second.hits, always.hits) == (1, 3)
    provider.faults.add("error_before", times=None)
    provider.faults.clear()
    client.v1.accounts.retrieve_current()


def test_the_client_that_retries_meets_its_key_again(provider: StripeServer, hold: Hold) -> None:
    intent = hold()
    provider.faults.add("drop_after", *CAPTURE)
    with client_of(provider.api_base, provider.api_key, retries=2) as patient:
        assert patient.v1.payment_intents.capture(intent).status == "succeeded"
    first, second = provider.seen(*CAPTURE)
    assert first.idempotency_key == second.idempotency_key
    assert (second.replayed, provider.truth(intent).captures) == (True, 1)
