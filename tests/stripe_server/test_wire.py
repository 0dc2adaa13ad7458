"""The wire: forms, keys, versions, headers, what is not there."""

import base64
import http.client
import json
import socket
from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.client import client_of
from tests.stripe_server.server import StripeServer
from tests.stripe_server.wire import FormError, decode_form


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a[b][c]=1&a[d]=2", {"a": {"b": {"c": "1"}, "d": "2"}}),
        ("a[0][b]=1&a[1][b]=2", {"a": [{"b": "1"}, {"b": "2"}]}),
        ("a[10]=x&a[9]=y", {"a": ["y", "x"]}),
        ("a[]=1&a[]=2", {"a": ["1", "2"]}),
        ("a%5Bb%5D=%C3%BC+x", {"a": {"b": "ü x"}}),
    ],
)
def test_forms_are_decoded(text: str, values: dict[str, Any]) -> None:
    assert decode_form(text) == values


@pytest.mark.parametrize("text", ["a=1&a[b]=2", "a[b]=2&a=1", "[a]=1", "a[=1"])
def test_forms_without_a_meaning_are_refused(text: str) -> None:
    with pytest.raises(FormError):
        decode_form(text)


def ask(
    provider: StripeServer, method: str, path: str, headers: dict[str, str], body: str = ""
) -> tuple[int, dict[str, str], Any]:
    connection = http.client.HTTPConnection(provider.api_base.removeprefix("http://"), timeout=5)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), json.loads(response.read())
    finally:
        connection.close()


def bearer(provider: StripeServer) -> dict[str, str]:
    return {"Authorization": f"Bearer {provider.api_key}"}


def test_the_key_may_come_as_basic_authentication(provider: StripeServer) -> None:
    basic = base64.b64encode(f"{provider.api_key}:".encode()).decode()
    status, headers, account = ask(
        provider, "GET", "/v1/account", {"Authorization": f"Basic {basic}"}
    )
    assert (status, account["object"], account["id"]) == (200, "account", "acct_hotelmate")
    assert headers["Request-Id"].startswith("req_")
    assert headers["Stripe-Version"] == stripe.api_version


@pytest.mark.parametrize("authorization", ["", "Bearer wrong", "Basic %%", "Digest x", "Bearer"])
def test_no_one_else_is_served(provider: StripeServer, authorization: str) -> None:
    status, _, answer = ask(provider, "GET", "/v1/account", {"Authorization": authorization})
    assert (status, answer["error"]["type"]) == (401, "invalid_request_error")


def test_the_client_sees_a_wrong_key(provider: StripeServer) -> None:
    with (
        client_of(provider.api_base, "sk_test_wrong") as stranger,
        pytest.raises(stripe.AuthenticationError),
    ):
        stranger.v1.accounts.retrieve_current()
    assert provider.requests[-1].status == 401


def test_another_version_is_refused(provider: StripeServer) -> None:
    headers = {**bearer(provider), "Stripe-Version": "2020-08-27"}
    status, _, answer = ask(provider, "GET", "/v1/account", headers)
    assert (status, "2020-08-27" in answer["error"]["message"]) == (400, True)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/customers"), ("DELETE", "/v1/account"), ("POST", "/v1/charges"), ("GET", "/")],
)
def test_what_is_not_there_is_refused(provider: StripeServer, method: str, path: str) -> None:
    status, _, answer = ask(provider, method, path, bearer(provider))
    assert (status, answer["error"]["type"]) == (404, "invalid_request_error")
    assert provider.requests[-1].status == 404


def test_a_form_without_a_meaning_is_a_bad_request(provider: StripeServer) -> None:
    status, _, answer = ask(provider, "POST", "/v1/refunds", bearer(provider), "a=1&a[b]=2")
    assert (status, answer["error"]["type"]) == (400, "invalid_request_error")


def test_half_a_request_has_no_effect(provider: StripeServer) -> None:
    port = int(provider.api_base.rpartition(":")[2])
    head = (
        "POST /v1/payment_intents HTTP/1.1\r\nHost: stripe\r\n"
        f"Authorization: Bearer {provider.api_key}\r\nContent-Length: 100\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(f"{head}amount=100&currency=usd".encode())
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""
    assert (provider.requests, provider.payment_intents()) == ([], [])


def test_requests_are_kept(provider: StripeServer, client: StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"charge": "ch_none"}, {"idempotency_key": "refund:1"})
    (seen,) = provider.seen("POST", "/v1/refunds")
    assert (seen.number, seen.params, seen.idempotency_key) == (
        1,
        {"charge": "ch_none"},
        "refund:1",
    )
    assert (seen.status, seen.replayed, seen.fault) == (404, False, None)


def test_live_keys_make_live_objects() -> None:
    with (
        StripeServer(api_key="sk_live_hotel") as live,
        client_of(live.api_base, live.api_key) as client,
    ):
        intent = client.v1.payment_intents.create({"amount": 100, "currency": "usd"})
        assert intent.livemode
        assert client.v1.events.list().data[0].livemode


def test_a_reset_forgets_everything_but_the_address(
    provider: StripeServer, client: StripeClient
) -> None:
    key: Any = {"idempotency_key": "intent:1"}
    client.v1.payment_intents.create({"amount": 100, "currency": "usd"}, key)
    provider.faults.add("error_before", times=None)
    provider.clock.move(1_000)
    provider.refund_status, provider.hold_seconds = "pending", 1
    provider.reset()
    assert (provider.refund_status, provider.hold_seconds) == ("succeeded", 7 * 86_400)
    assert (provider.requests, provider.events(), provider.effects) == ([], [], [])
    assert provider.clock.offset == 0
    client.v1.payment_intents.create({"amount": 200, "currency": "usd"}, key)
    assert [each["amount"] for each in provider.payment_intents()] == [200]
