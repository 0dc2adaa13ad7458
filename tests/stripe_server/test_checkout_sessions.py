"""Checkout sessions through the real client."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.conftest import Hold, OpenSession, session_params
from tests.stripe_server.people import NotPossible
from tests.stripe_server.server import StripeServer


def test_a_session_shows_what_it_was_made_with(client: StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params(8_000, "EUR"))
    assert (session.object, session.mode, session.status) == ("checkout.session", "payment", "open")
    assert (session.amount_total, session.currency) == (8_000, "eur")
    assert (session.payment_status, session.payment_intent) == ("unpaid", None)
    assert session.client_reference_id == "BK-2026-000123"
    assert session.metadata is not None
    assert session.metadata["booking_id"] == "BK-2026-000123"
    assert session.expires_at == session.created + 86_400
    assert session.id.startswith("cs_test_")
    assert session.url is not None


def test_a_session_can_be_read_with_its_lines(
    client: StripeClient, open_session: OpenSession
) -> None:
    session = client.v1.checkout.sessions.retrieve(open_session(), {"expand": ["line_items"]})
    assert session.line_items is not None
    assert [(line.quantity, line.amount_total) for line in session.line_items.data] == [(1, 12_000)]
    lines = client.v1.checkout.sessions.line_items.list(session.id)
    assert lines.data[0].description == "Two nights, Zimmer 12, für Gäste"


def test_lines_add_up(client: StripeClient) -> None:
    params = session_params(4_000)
    params["line_items"] = params["line_items"] * 2
    params["line_items"][1] = {**params["line_items"][1], "quantity": 3}
    assert client.v1.checkout.sessions.create(params).amount_total == 16_000


def test_paying_makes_a_hold_with_the_metadata_of_the_session(
    provider: StripeServer, client: StripeClient, open_session: OpenSession
) -> None:
    session_id = open_session()
    intent_id = provider.people.pay(session_id)
    session = client.v1.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]})
    assert (session.status, session.payment_status) == ("complete", "unpaid")
    intent = session.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert (intent.id, intent.status) == (intent_id, "requires_capture")
    assert (intent.amount_capturable, intent.amount_received) == (12_000, 0)
    assert intent.description == "BK-2026-000123"
    assert intent.metadata["booking_id"] == "BK-2026-000123"
    charge = client.v1.charges.retrieve(str(intent.latest_charge))
    assert charge.metadata["booking_id"] == "BK-2026-000123"


def test_a_session_counts_as_paid_once_its_hold_is_captured(
    provider: StripeServer, client: StripeClient, hold: Hold
) -> None:
    intent = hold()
    client.v1.payment_intents.capture(intent)
    (session,) = client.v1.checkout.sessions.list({"payment_intent": intent}).data
    assert session.payment_status == "paid"
    assert provider.truth(intent).session == session.id


def test_a_declined_card_leaves_the_session_open_and_the_next_one_uses_the_same_intent(
    provider: StripeServer, client: StripeClient, open_session: OpenSession
) -> None:
    session_id = open_session()
    declined = provider.people.decline_card(session_id)
    assert client.v1.checkout.sessions.retrieve(session_id).status == "open"
    intent = client.v1.payment_intents.retrieve(declined)
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == "card_declined"
    assert provider.truth(declined).authorised == 0
    assert provider.people.pay(session_id) == declined
    assert provider.truth(declined).authorised == 12_000


def test_authentication_and_processing_leave_the_outcome_open(
    provider: StripeServer, client: StripeClient, open_session: OpenSession
) -> None:
    asked = open_session()
    intent = provider.people.start_authentication(asked)
    assert client.v1.payment_intents.retrieve(intent).status == "requires_action"
    provider.people.fail_authentication(asked)
    assert client.v1.payment_intents.retrieve(intent).status == "requires_payment_method"
    provider.people.pay(asked)

    for ok, status in ((True, "requires_capture"), (False, "requires_payment_method")):
        session_id = open_session()
        intent = provider.people.start_processing(session_id)
        assert client.v1.payment_intents.retrieve(intent).status == "processing"
        assert client.v1.checkout.sessions.retrieve(session_id).status == "complete"
        provider.people.finish_processing(intent, ok)
        assert client.v1.payment_intents.retrieve(intent).status == status


def test_only_an_open_session_can_be_expired(
    provider: StripeServer, client: StripeClient, open_session: OpenSession
) -> None:
    paid, unpaid = open_session(), open_session()
    provider.people.pay(paid)
    expired = client.v1.checkout.sessions.expire(unpaid)
    assert (expired.status, expired.url) == ("expired", None)
    for session in (paid, unpaid):
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.checkout.sessions.expire(session)
    with pytest.raises(NotPossible):
        provider.people.pay(unpaid)


def test_expiring_cancels_what_was_begun(
    provider: StripeServer, client: StripeClient, open_session: OpenSession
) -> None:
    session = open_session()
    intent = provider.people.start_authentication(session)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.payment_intents.cancel(intent)
    assert caught.value.code == "payment_intent_unexpected_state"
    client.v1.checkout.sessions.expire(session)
    assert client.v1.payment_intents.retrieve(intent).status == "canceled"


def test_a_payment_may_contradict_its_session(
    provider: StripeServer, open_session: OpenSession
) -> None:
    intent = provider.people.pay(
        open_session(), amount=1, currency="jpy", metadata={"booking_id": "another"}
    )
    truth = provider.truth(intent)
    assert (truth.authorised, truth.currency) == (1, "jpy")
    assert provider.payment_intents(booking_id="another")[0]["id"] == intent


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"mode": "subscription"}, "mode", None),
        ({"mode": None}, "mode", "parameter_missing"),
        ({"line_items": []}, "line_items", "parameter_missing"),
        ({"success_url": None}, "success_url", "parameter_missing"),
        ({"success_url": "hotel"}, "success_url", "url_invalid"),
        ({"expires_at": 0}, "expires_at", None),
        ({"expires_at": "soon"}, "expires_at", "parameter_invalid_integer"),
        ({"nights": 2}, "nights", "parameter_unknown"),
        ({"metadata": {"k" * 41: "v"}}, f"metadata[{'k' * 41}]", None),
        ({"metadata": {str(n): "v" for n in range(51)}}, "metadata", None),
        (
            {"payment_intent_data": {"capture_method": "later"}},
            "payment_intent_data[capture_method]",
            None,
        ),
    ],
)
def test_what_stripe_refuses_is_refused(
    client: StripeClient, change: dict[str, object], param: str, code: str | None
) -> None:
    params: Any = {k: v for k, v in (session_params() | change).items() if v is not None}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create(params)
    assert (caught.value.http_status, caught.value.param, caught.value.code) == (400, param, code)


def test_expiry_is_between_half_an_hour_and_a_day(
    provider: StripeServer, client: StripeClient
) -> None:
    now = provider.clock.now()
    for seconds in (1_800, 86_400):
        params = session_params() | {"expires_at": now + seconds}
        assert client.v1.checkout.sessions.create(params).expires_at == now + seconds
    for seconds in (1_700, 86_500):
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.checkout.sessions.create(session_params() | {"expires_at": now + seconds})


@pytest.mark.parametrize(("amount", "currency"), [(49, "eur"), (29, "gbp"), (100_000_000, "usd")])
def test_amounts_have_limits(client: StripeClient, amount: int, currency: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create(session_params(amount, currency))
    assert caught.value.code in ("amount_too_small", "amount_too_large")
