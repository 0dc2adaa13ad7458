"""Webhooks: signed so that the `stripe` package believes them, in any order and number."""

import json
import time
from typing import Any

import pytest
import stripe

from tests.stripe_server.conftest import Hold, OpenSession
from tests.stripe_server.receiver import Receiver
from tests.stripe_server.server import WEBHOOK_SECRET, StripeServer


def ids(receiver: Receiver) -> list[str]:
    return [json.loads(each.body)["id"] for each in receiver.received]


def test_events_are_posted_in_order_until_they_are_taken(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    intent = hold()
    receiver.answers.extend([200, 503])
    assert [each.status for each in provider.webhooks.deliver_all()] == [200, 503, 200, 200]
    assert ids(receiver) == [each["id"] for each in provider.events()]
    (left,) = provider.webhooks.outstanding()
    assert left["type"] == "charge.succeeded"
    assert [each.ok for each in provider.webhooks.deliver_all()] == [True]
    assert provider.webhooks.deliver_all() == []
    event = receiver.received[0].event(WEBHOOK_SECRET)
    assert (event.type, event.data.object["id"]) == ("payment_intent.created", intent)


def test_the_body_is_the_same_bytes_at_each_attempt(
    provider: StripeServer, receiver: Receiver, open_session: OpenSession
) -> None:
    intent = provider.people.decline_card(open_session())
    (event,) = provider.events("payment_intent.payment_failed")
    first = provider.webhooks.deliver(event["id"])
    provider.people.pay(provider.truth(intent).session or "")
    provider.webhooks.deliver(event["id"])
    one, two = receiver.received
    assert (one.body, first.event_type) == (two.body, "payment_intent.payment_failed")
    assert b"\n" in one.body


def test_signatures_are_checked_by_the_real_package(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    hold()
    event = provider.events()[0]["id"]
    verify = stripe.WebhookSignature.verify_header

    def post(**how: Any) -> tuple[bytes, str | None]:
        provider.webhooks.deliver(event, **how)
        return receiver.received[-1].body, receiver.received[-1].signature

    assert verify(*post(), WEBHOOK_SECRET, 300)
    both = post(secrets=["whsec_old", "whsec_new"])
    assert both[1] is not None
    assert both[1].count("v1=") == 2
    for secret in ("whsec_old", "whsec_new"):
        assert verify(*both, secret, 300)
    for refused in (
        post(secrets=["whsec_other"]),
        post(age=301),
        post(body=b'{"id": 1}', signature=provider.webhooks.sign(b'{"id": 2}')),
        post(signature=""),
        post(signature="v1=,t"),
    ):
        with pytest.raises(stripe.SignatureVerificationError):
            verify(*refused, WEBHOOK_SECRET, 300)
    ahead = post(age=-86_400)[1]
    assert ahead is not None
    assert int(ahead.split(",")[0].removeprefix("t=")) > time.time() + 86_000


def test_the_signature_is_of_now_however_far_the_clock_is_moved(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    provider.clock.move(30 * 86_400)
    hold()
    provider.webhooks.deliver_all()
    header = receiver.received[0].signature
    assert header is not None
    assert abs(int(header.split(",")[0].removeprefix("t=")) - time.time()) < 60


def test_events_that_never_happened_can_be_posted(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    intent = provider.payment_intent(hold())
    invented = provider.webhooks.invent(
        "payment_intent.vanished", intent, livemode=True, api_version="2020-08-27", account="acct_x"
    )
    provider.webhooks.deliver(invented)
    event = receiver.received[0].event(WEBHOOK_SECRET)
    assert (event.livemode, event.api_version, event.account) == (True, "2020-08-27", "acct_x")
    assert invented["id"] not in [each["id"] for each in provider.events()]
    recorded = provider.webhooks.record("payment_intent.canceled", intent)
    assert provider.event(recorded["id"]) == recorded
    changed = {**recorded, "livemode": True}
    provider.webhooks.deliver(changed)
    assert json.loads(receiver.received[1].body) == changed


def test_copies_arrive_at_once(provider: StripeServer, receiver: Receiver, hold: Hold) -> None:
    hold()
    event = provider.events()[0]["id"]
    made = provider.webhooks.deliver_copies(event, 20)
    assert [each.ok for each in made] == [True] * 20
    assert ids(receiver) == [event] * 20


def test_only_what_is_subscribed_to_is_posted(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    provider.webhooks.enabled_types = {"checkout.session.completed"}
    hold()
    assert [each.event_type for each in provider.webhooks.deliver_all()] == [
        "checkout.session.completed"
    ]
    assert provider.webhooks.outstanding() == []


def test_nobody_there_is_no_answer(provider: StripeServer, hold: Hold) -> None:
    hold()
    with pytest.raises(RuntimeError):
        provider.webhooks.deliver_all()
    provider.webhooks.url = "http://127.0.0.1:9/webhooks"
    (first, *_) = provider.webhooks.deliver_all()
    assert (first.ok, first.status) == (False, None)
    assert first.error is not None
    assert len(provider.webhooks.outstanding()) == 4


def test_a_schedule_doubles_delays_and_drops(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    schedule = provider.webhooks.schedule()
    schedule.drop(0)
    assert schedule.deliver_next() is None
    hold()
    a, b, c, d = [each["id"] for each in provider.events()]
    schedule.duplicate(0)
    schedule.delay(1)
    schedule.drop(2)
    assert (schedule.waiting, schedule.dropped) == ([a, c, a, b], [d])
    hold()
    assert len(schedule.waiting) == 8
    receiver.answers.extend([500])
    made = schedule.deliver_all()
    assert [each.event_id for each in made[:4]] == [a, c, a, b]
    assert made[-1].event_id == a
    assert len(made) == 9
    schedule.restore_dropped()
    assert [each.event_id for each in schedule.deliver_all()] == [d]


def test_a_schedule_shuffles_by_its_seed(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    for _ in range(5):
        hold()
    orders = []
    for seed in (1, 1, 2):
        schedule = provider.webhooks.schedule(seed)
        schedule.shuffle()
        orders.append(list(schedule.waiting))
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(each["id"] for each in provider.events())


def test_a_schedule_gives_up_on_what_is_always_refused(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    hold()
    receiver.answers.extend([500] * 8)
    schedule = provider.webhooks.schedule()
    assert len(schedule.deliver_all(attempts=2)) == 8
    assert len(schedule.waiting) == 4


def test_the_background_posts_until_every_event_is_taken(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    hold()
    receiver.answers.extend([500, 200, 503, 500])
    with provider.webhooks.retrying(workers=3, pause=0.005) as retrier:
        hold()
        retrier.wait_until_idle()
        assert provider.webhooks.outstanding() == []
        assert len(retrier.answers) == 8 + 3
        hold()
        retrier.wait_until_idle()
    assert set(ids(receiver)) == {each["id"] for each in provider.events()}


def test_the_background_says_what_is_left(
    provider: StripeServer, receiver: Receiver, hold: Hold
) -> None:
    receiver.answers.extend([500] * 1_000)
    hold()
    with (
        provider.webhooks.retrying(workers=1, pause=0.001) as retrier,
        pytest.raises(TimeoutError),
    ):
        retrier.wait_until_idle(timeout=0.05)
