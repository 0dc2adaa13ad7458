"""POST /webhooks/stripe: who is believed, and which bodies are events."""

import json
import secrets
import time
from contextlib import suppress

import httpx
import pytest
import stripe as stripe_package
from hypothesis import example, given
from hypothesis import strategies as st

from app.payments.webhook import MAX_EVENT_BYTES, Receiver
from app.problems import ProblemError
from tests.api.conftest import refusal
from tests.hotel_builder import HotelBuilder
from tests.payments.front_office import front_office
from tests.payments.webhook_events import held_event, outcome, problem, stored
from tests.stripe_server.server import WEBHOOK_SECRET, StripeServer


def test_a_wrong_signature_is_refused_and_nothing_is_stored(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    _, event = held_event(provider, hotel)
    body = provider.webhooks.body_of(event)
    right = provider.webhooks.sign(body)
    now = int(time.time())
    headers = [
        "",
        "t",
        "t=",
        "v1=",
        f"t={now}",
        f"t={now},v1=",
        f"t={now},v1=ü",
        f"t={now},v0={right.partition('v1=')[2]}",
        f"t={now}.5,v1=aa",
        right.replace("t=", "t=1"),
        right.replace("v1=", "v1=0"),
        right.replace(",", ";"),
        "t=" + "9" * 5000 + ",v1=aa",
        f"t={now}," + ",".join(["v1=aa"] * 300),
    ]

    for header in headers:
        response = httpx.post(
            str(provider.webhooks.url),
            content=body,
            headers=[(b"Stripe-Signature", header.encode())],
        )
        refusal(response, "webhook-signature-invalid", 400)
    for changed in (body.replace(b"20000", b"2"), body + b" ", b" " + body):
        delivery = provider.webhooks.deliver(event, signature=right, body=changed)
        assert problem(delivery) == (400, "webhook-signature-invalid")
    assert stored(hotel, event["id"]) is None


@pytest.mark.parametrize(
    ("age", "status"), [(290, 200), (310, 400), (86_400, 400), (-290, 200), (-310, 400)]
)
def test_a_signature_is_of_now_neither_old_nor_of_the_future(
    provider: StripeServer, hotel: HotelBuilder, age: float, status: int
) -> None:
    _, event = held_event(provider, hotel)

    assert provider.webhooks.deliver(event, age=age).status == status
    assert (stored(hotel, event["id"]) is not None) == (status == 200)


def test_a_secret_is_replaced_without_a_gap(
    provider: StripeServer, hotel: HotelBuilder, database_url: str
) -> None:
    old, new = "whsec_the_old_secret", "whsec_the_new_secret"
    expected = {
        f"{old},{new}": {old: 200, new: 200},
        new: {old: 400, new: 200},
    }
    for configured, answers in expected.items():
        with front_office(database_url, provider, STRIPE_WEBHOOK_SECRET=configured) as address:
            provider.webhooks.url = f"{address}/webhooks/stripe"
            for secret, status in answers.items():
                _, event = held_event(provider, hotel)
                assert provider.webhooks.deliver(event, secrets=[secret]).status == status
            _, event = held_event(provider, hotel)
            assert provider.webhooks.deliver(event, secrets=[old, new]).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"{",
        b"[]",
        b"null",
        b'"evt_1"',
        b"17",
        b"{}",
        b'{"id":"evt_1"}',
        b'{"type":"charge.captured"}',
        b'{"id":"","type":"charge.captured"}',
        b'{"id":"evt_1","type":""}',
        b'{"id":1,"type":"charge.captured"}',
        b'{"id":"evt_1","type":"charge.captured","livemode":"no"}',
        b'{"id":"' + b"x" * 3_000 + b'","type":"charge.captured"}',
        b"[" * 100_000,
        b'{"id":"evt_1","type":"x","data":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"id":"evt_1","type":"x","livemode":false,"data":NaN}',
        b'{"id":"evt_n","type":"x","livemode":false,"data":1e999999}',
        b'{"id":"evt_1","type":"\\ud83d","livemode":"no"}',
        b'{"id":1,"type":"\\ud83d"}',
        b'{"id":"evt_1","type":"x","data":"\\ud83d',
        b'{"id":"evt_nul","type":"x","data":"' + b"\0" + b'"}',
    ],
)
def test_a_signed_body_that_is_no_event_is_invalid(provider: StripeServer, body: bytes) -> None:
    event = provider.webhooks.invent("charge.captured", {})

    delivery = provider.webhooks.deliver(event, body=body)

    assert problem(delivery) == (400, "request-invalid")


def test_an_event_about_an_endless_name_is_invalid(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    _, event = held_event(provider, hotel)
    event["data"]["object"]["id"] = secrets.token_hex(5_000)

    assert problem(provider.webhooks.deliver(event)) == (400, "request-invalid")
    assert stored(hotel, event["id"]) is None


def test_an_event_may_be_larger_than_other_requests_but_not_without_limit(
    provider: StripeServer, hotel: HotelBuilder
) -> None:
    _, event = held_event(provider, hotel)
    event["data"]["object"]["description"] = "x" * (MAX_EVENT_BYTES - 10_000)
    assert outcome(provider.webhooks.deliver(event)) == "PROCESSED"

    event["data"]["object"]["description"] = "x" * MAX_EVENT_BYTES
    assert problem(provider.webhooks.deliver(event)) == (413, "request-too-large")


RECEIVER = Receiver((WEBHOOK_SECRET, "whsec_another_secret"), livemode=False)
JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(header=st.none() | st.text() | st.from_regex(r"(t|v1)=.*,(t|v1)=.*"), body=st.binary())
@example(header="t=1,v1=ü", body=b"{}")
def test_no_header_is_more_than_invalid(header: str | None, body: bytes) -> None:
    with pytest.raises(ProblemError) as caught:
        RECEIVER.read(header, body)

    assert caught.value.kind.status == 400


@pytest.mark.proof
@given(value=JSON_LIKE | st.dictionaries(st.sampled_from(["id", "type", "account"]), JSON_LIKE))
def test_no_signed_body_is_more_than_invalid(value: object) -> None:
    text = json.dumps(value)
    header = stripe_package.WebhookSignature.generate_signature_header(text, WEBHOOK_SECRET)

    if isinstance(value, dict) and {"id", "type"} <= value.keys():
        with suppress(ProblemError):
            evidence = RECEIVER.read(header, text.encode())
            assert (evidence.event_id, evidence.event_type) == (value["id"], value["type"])
    else:
        with pytest.raises(ProblemError) as caught:
            RECEIVER.read(header, text.encode())
        assert caught.value.kind.name == "request-invalid"
