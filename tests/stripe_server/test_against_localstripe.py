"""The same calls on localstripe and on the server here have the same outcome.

Compared, where localstripe is right: the statuses of payment intents when they are created,
confirmed, captured in whole and in part, cancelled and declined; refunds, one by one and listed;
HTTP statuses and types of errors.

Not compared, because localstripe 1.15.10 has it not, or has it otherwise than Stripe:

- Checkout sessions, disputes, prices and webhook endpoints are not there.
- Idempotency keys are ignored: the same key makes a second intent.
- `description`, `cancellation_reason` and `automatic_payment_methods` are refused.
- `amount_capturable` and `amount_received` are missing, `latest_charge` is always inlined.
- A refusal by state has no `code` (Stripe: payment_intent_unexpected_state), nor the intent in it.
- A declined card is an invalid_request_error (Stripe: card_error), and only ...0341 is declined.
- A capture in part makes a refund of the rest, as Stripe did before version 2025-03-31.
- A hold can be refunded, more than the payment can be refunded, a cancelled hold can be captured,
  and the capture of an unconfirmed intent is a 500.
- Of the events there are payment_intent.succeeded and payment_failed only, of version 2017-08-15,
  posted a second late and never again.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server.client import client_of
from tests.stripe_server.localstripe_process import running
from tests.stripe_server.server import StripeServer

Outcome = tuple[Any, ...]
WITH_CHARGE: Any = {"expand": ["latest_charge"]}


class Both(NamedTuple):
    """A client of localstripe and one of the server here."""

    theirs: StripeClient
    ours: StripeClient


@pytest.fixture(scope="module")
def both() -> Iterator[Both]:
    with (
        running() as api_base,
        StripeServer() as provider,
        client_of(api_base, "sk_test_local") as theirs,
        client_of(provider.api_base, provider.api_key) as ours,
    ):
        yield Both(theirs, ours)


def intent(client: StripeClient, **params: Any) -> str:
    given: Any = {
        "amount": 5_000,
        "currency": "eur",
        "capture_method": "manual",
        "payment_method": "pm_card_visa",
        **params,
    }
    given = {name: value for name, value in given.items() if value is not None}
    return client.v1.payment_intents.create(given).id


def held(client: StripeClient) -> str:
    return intent(client, confirm=True)


def captured(client: StripeClient) -> str:
    return client.v1.payment_intents.capture(held(client)).id


def cancelled(client: StripeClient) -> str:
    return client.v1.payment_intents.cancel(held(client)).id


def seen(client: StripeClient, id: str) -> Outcome:
    """Return what an intent and its charge look like."""
    found = client.v1.payment_intents.retrieve(id, WITH_CHARGE)
    charge = found.latest_charge
    assert charge is None or isinstance(charge, stripe.Charge)
    return (
        *(found.object, found.status, found.amount, found.currency, found.capture_method),
        *((charge.status, charge.amount, charge.captured, charge.paid) if charge else ()),
        *((charge.failure_code, charge.payment_intent == id) if charge else ()),
    )


def tried(act: Callable[[], object]) -> Outcome:
    """Return how a call ends, as far as HTTP tells."""
    try:
        act()
    except stripe.CardError as error:
        return (type(error).__name__, error.http_status, error.code)
    except stripe.StripeError as error:
        envelope: Any = error.json_body
        return (type(error).__name__, error.http_status, envelope["error"]["type"])
    return ("done",)


Steps = Callable[[StripeClient], Outcome]


def lifecycle(*, start: Callable[[StripeClient], str], act: str, **params: Any) -> Steps:
    """Bring an intent into a state, do something to it, and look at it."""

    def steps(client: StripeClient) -> Outcome:
        id = start(client)
        before = seen(client, id)
        intents: Any = client.v1.payment_intents
        outcome = tried(lambda: getattr(intents, act)(id, params))
        return before, outcome, seen(client, id)

    return steps


def without_card(client: StripeClient) -> str:
    return intent(client, payment_method=None)


def automatic(client: StripeClient) -> str:
    return intent(client, capture_method="automatic")


def doubtful(client: StripeClient) -> str:
    return intent(client, payment_method="pm_card_chargeCustomerFail")


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(lifecycle(start=intent, act="confirm"), id="confirm"),
        pytest.param(lifecycle(start=automatic, act="confirm"), id="confirm automatic"),
        pytest.param(lifecycle(start=without_card, act="confirm"), id="confirm without card"),
        pytest.param(lifecycle(start=held, act="confirm"), id="confirm held"),
        pytest.param(lifecycle(start=captured, act="confirm"), id="confirm captured"),
        pytest.param(lifecycle(start=cancelled, act="confirm"), id="confirm cancelled"),
        pytest.param(lifecycle(start=doubtful, act="confirm"), id="confirm declined"),
        pytest.param(lifecycle(start=held, act="capture"), id="capture"),
        pytest.param(
            lifecycle(start=held, act="capture", amount_to_capture=2_000), id="capture a part"
        ),
        pytest.param(
            lifecycle(start=held, act="capture", amount_to_capture=5_001), id="capture too much"
        ),
        pytest.param(
            lifecycle(start=held, act="capture", amount_to_capture=-1), id="capture less than 0"
        ),
        pytest.param(
            lifecycle(start=held, act="capture", amount_to_capture="much"), id="capture a word"
        ),
        pytest.param(lifecycle(start=captured, act="capture"), id="capture twice"),
        pytest.param(lifecycle(start=held, act="capture", nights=2), id="capture unknown"),
        pytest.param(lifecycle(start=without_card, act="cancel"), id="cancel without card"),
        pytest.param(lifecycle(start=intent, act="cancel"), id="cancel unconfirmed"),
        pytest.param(lifecycle(start=held, act="cancel"), id="cancel held"),
        pytest.param(lifecycle(start=captured, act="cancel"), id="cancel captured"),
        pytest.param(lifecycle(start=cancelled, act="cancel"), id="cancel twice"),
    ],
)
def test_intents_go_the_same_way(both: Both, steps: Steps) -> None:
    assert steps(both.ours) == steps(both.theirs)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"metadata": {"booking_id": "BK-1"}},
        {"confirm": True},
        {"confirm": True, "capture_method": "automatic"},
        {"confirm": True, "payment_method": "pm_card_chargeCustomerFail"},
        {"amount": None},
        {"amount": -5},
        {"amount": "much"},
        {"currency": None},
        {"capture_method": "later"},
        {"nights": 2},
        {"confirm": "perhaps"},
    ],
    ids=str,
)
def test_intents_are_made_and_refused_alike(both: Both, change: dict[str, Any]) -> None:
    def made(client: StripeClient) -> Outcome:
        outcome = tried(lambda: intent(client, **change))
        if outcome != ("done",):
            return outcome
        id = intent(client, **change)
        metadata = client.v1.payment_intents.retrieve(id).metadata
        return seen(client, id), metadata.to_dict()

    assert made(both.ours) == made(both.theirs)


def refunded(client: StripeClient, id: str, **params: Any) -> Outcome:
    given: Any = {"payment_intent": id, **params}
    refund = client.v1.refunds.create(given)
    again = client.v1.refunds.retrieve(refund.id)
    assert again.to_dict() == refund.to_dict()
    return refund.object, refund.status, refund.amount, refund.currency, refund.payment_intent == id


def test_refunds_go_the_same_way(both: Both) -> None:
    def steps(client: StripeClient) -> Outcome:
        id = captured(client)
        first = refunded(client, id, amount=1_500, metadata={"reason": "short stay"})
        rest = refunded(client, id, amount=3_500)
        listed = client.v1.refunds.list({"payment_intent": id})
        charge = client.v1.payment_intents.retrieve(id, WITH_CHARGE).latest_charge
        assert isinstance(charge, stripe.Charge)
        return (
            *(first, rest, listed.has_more, listed.url),
            *(sorted(each.amount for each in listed.data), seen(client, id)),
            *(charge.amount_refunded, charge.refunded),
        )

    assert steps(both.ours) == steps(both.theirs)


def test_a_refund_is_of_everything_by_default(both: Both) -> None:
    for client in both:
        assert refunded(client, captured(client)) == ("refund", "succeeded", 5_000, "eur", True)


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"payment_intent": "pi_none"},
        {"charge": "ch_none"},
        {"captured": True, "amount": 0},
        {"captured": True, "amount": "much"},
        {"captured": True, "nights": 2},
        {"without_card": True},
    ],
    ids=str,
)
def test_refunds_are_refused_alike(both: Both, params: dict[str, Any]) -> None:
    def refused(client: StripeClient) -> Outcome:
        given: Any = dict(params)
        for name, start in (("captured", captured), ("without_card", without_card)):
            if given.pop(name, False):
                given["payment_intent"] = start(client)
        return tried(lambda: client.v1.refunds.create(given))

    assert refused(both.ours) == refused(both.theirs)
    assert refused(both.ours) != ("done",)


def test_what_is_missing_is_missing_alike(both: Both) -> None:
    def missing(client: StripeClient) -> Outcome:
        intents, refunds = client.v1.payment_intents, client.v1.refunds
        return (
            tried(lambda: intents.retrieve("pi_none")),
            tried(lambda: intents.capture("pi_none")),
            tried(lambda: intents.cancel("pi_none")),
            tried(lambda: refunds.retrieve("re_none")),
            tried(lambda: refunds.list({"payment_intent": "pi_none"})),
            tried(lambda: client.v1.charges.retrieve("ch_none")),
            tried(lambda: client.v1.events.retrieve("evt_none")),
        )

    assert missing(both.ours) == missing(both.theirs)


def test_a_list_has_the_same_shape(both: Both) -> None:
    for client in both:
        made = [intent(client), intent(client)]
        page = client.v1.payment_intents.list({"limit": 1})
        assert (page.has_more, page.url, len(page.data)) == (True, "/v1/payment_intents", 1)
        assert page.data[0].object == "payment_intent"
        assert len(set(made)) == 2
