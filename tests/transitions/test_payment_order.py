"""What Stripe says, in any order and more than once, ends the same; what is too early waits."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.stripe_evidence import Intent, Object, intent_for, says, try_again
from tests.stripe_payments import (
    amounts,
    captured_booking,
    held_booking,
    instructions,
    ledger,
    open_session,
    payment_of,
    status_of,
)

PRICE = 20000


def hear(hotel: HotelBuilder, shown: Object) -> None:
    """Store an event as the webhook does: one that a rule refuses is kept as FAILED."""
    try:
        says(hotel.connection, shown)
    except psycopg.errors.IntegrityError as refusal:
        rule = refusal.diag.constraint_name
        says(hotel.connection, shown, status="FAILED", error=rule)


def try_what_waits(hotel: HotelBuilder, intent: Intent) -> None:
    """Try again what waits or failed, until nothing more takes effect."""
    while sum(takes_effect(hotel, event) for event in waiting(hotel, intent)):
        pass


def waiting(hotel: HotelBuilder, intent: Intent) -> list[str]:
    """Return the events of an intent that have no effect yet."""
    rows = hotel.connection.execute(
        "SELECT event_id FROM hotelmate.stripe_webhook_event"
        " WHERE payment_intent_id = %s AND status <> 'PROCESSED' ORDER BY received_at",
        (intent.id,),
    )
    return [event for (event,) in rows]


def takes_effect(hotel: HotelBuilder, event: str) -> bool:
    try:
        return try_again(hotel.connection, event) == "PROCESSED"
    except psycopg.errors.IntegrityError:
        return False


class Outcome(NamedTuple):
    """What must not depend on the order in which events came."""

    ledger: Counter[str]
    booking: tuple[object, ...]
    provider_status: str | None
    session: str
    to_do: Counter[str]


def outcome_of(hotel: HotelBuilder, booking: int, session: int, intent: Intent) -> Outcome:
    """Recount what the events of a history have made."""
    moved: Counter[str] = Counter()
    for kind, amount in ledger(hotel, intent):
        moved[kind] += amount
    # A refund that came back may be heard of when it is over: then neither is there.
    came_back = moved.pop("REFUND_FAILED", 0)
    moved["REFUNDED"] -= came_back
    to_do: Counter[str] = Counter()
    for kind, due, state in instructions(hotel, booking):
        if state == "PENDING":
            to_do[kind] += due or 1
    return Outcome(
        moved,
        (status_of(hotel, booking), *amounts(hotel, booking)),
        hotel.read("payment", payment_of(hotel, intent), "provider_status"),
        hotel.read("payment_session", session, "state"),
        to_do,
    )


def plain_capture(intent: Intent) -> list[Object]:
    return [
        intent.declined(),
        intent.shown("requires_action"),
        intent.charge(capture_before=2_000_000_000),
        intent.held(),
        intent.session("complete", id=f"cs_{intent.id}"),
        intent.captured(),
        intent.charge(captured=PRICE),
    ]


def capture_in_part(intent: Intent) -> list[Object]:
    return [intent.held(), intent.captured(15000), intent.refund(4000), intent.refund(2000)]


def refunds_that_come_back(intent: Intent) -> list[Object]:
    kept, lost = intent.refund(3000, "pending"), intent.refund(5000, "pending")
    return [
        intent.held(),
        intent.captured(),
        kept,
        lost,
        kept | {"status": "succeeded"},
        lost | {"status": "failed"},
        intent.captured(),
    ]


def disputes(intent: Intent) -> list[Object]:
    won, lost = intent.dispute(6000), intent.dispute(4000)
    return [
        intent.held(),
        intent.captured(),
        won,
        won | {"status": "under_review"},
        won | {"status": "won"},
        lost,
        lost | {"status": "lost"},
    ]


def everything_back(intent: Intent) -> list[Object]:
    refund = intent.refund(PRICE, "pending")
    return [intent.held(), intent.captured(), refund, intent.dispute(PRICE, "won")]


def wrong_amount(intent: Intent) -> list[Object]:
    wrong = Intent(intent.metadata, PRICE + 1, "eur", intent.id)
    return [wrong.held(), wrong.captured(), wrong.refund(PRICE)]


def wrong_currency(intent: Intent) -> list[Object]:
    dollars = Intent(intent.metadata, PRICE, "usd", intent.id)
    page = intent.session("complete", id=f"cs_{intent.id}")
    return [page, dollars.held(), dollars.captured()]


def hold_released(intent: Intent) -> list[Object]:
    return [intent.declined(), intent.held(), intent.charge(), intent.canceled("expired")]


HISTORIES: list[Callable[[Intent], list[Object]]] = [
    plain_capture,
    capture_in_part,
    refunds_that_come_back,
    disputes,
    everything_back,
    wrong_amount,
    wrong_currency,
    hold_released,
]


@pytest.mark.parametrize("orders", [6, pytest.param(40, marks=pytest.mark.proof)])
@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.__name__)
def test_events_in_any_order_and_repeated_end_the_same(
    hotel: HotelBuilder, history: Callable[[Intent], list[Object]], orders: int
) -> None:
    def told(order: Callable[[list[Object]], list[Object]]) -> Outcome:
        booking = hotel.booking()
        session = open_session(hotel, booking)
        page = hotel.read("payment_session", session, "stripe_session_id")
        intent = intent_for(hotel, booking, session=session)
        for shown in order(history(intent)):
            hear(hotel, shown | {"id": page} if shown["object"] == "checkout.session" else shown)
        try_what_waits(hotel, intent)
        return outcome_of(hotel, booking, session, intent)

    as_it_was = told(list)
    once = range(len(history(Intent())))
    repeats = st.lists(st.sampled_from(once), max_size=4)

    @settings(
        max_examples=orders,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(repeats.flatmap(lambda again: st.permutations([*once, *again])))
    def in_any_order(order: list[int]) -> None:
        assert told(lambda shown: [shown[each] for each in order]) == as_it_was

    in_any_order()


def test_a_refund_waits_until_its_payment_intent_is_known(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    event = says(hotel.connection, intent.refund(500))
    columns = "SELECT status, booking_id, tries, next_try_at - now() BETWEEN %s AND %s"
    waits = f"{columns} FROM hotelmate.stripe_webhook_event WHERE event_id = %s"
    soon, later = ("0 s", "11 s"), ("11 s", "21 s")
    read = hotel.connection.execute(waits, (*soon, event)).fetchone()
    assert read == ("RECEIVED", None, 1, True)
    # Too early once more: it waits for longer.
    assert try_again(hotel.connection, event) == "RECEIVED"
    read = hotel.connection.execute(waits, (*later, event)).fetchone()
    assert read == ("RECEIVED", None, 2, True)
    for shown in (intent.held(), intent.captured()):
        says(hotel.connection, shown)
    assert try_again(hotel.connection, event) == "PROCESSED"
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 500, 0)


@pytest.mark.parametrize(
    "too_early",
    [
        lambda intent: intent.charge(capture_before=2_000_000_000),
        lambda intent: intent.dispute(),
        lambda intent: intent.refund(1),
    ],
    ids=["charge", "dispute", "refund"],
)
def test_what_belongs_to_an_unknown_payment_intent_is_for_nobody_yet(
    hotel: HotelBuilder, too_early: Callable[[Intent], Object]
) -> None:
    booking = hotel.booking()
    event = says(hotel.connection, too_early(intent_for(hotel, booking)))
    assert try_again(hotel.connection, event) == "RECEIVED"
    assert status_of(hotel, booking) == "PENDING_PAYMENT"


def test_a_refund_before_its_capture_is_refused_and_taken_later(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    refund = intent.refund(500)
    rule = "payment_refunded_within_captured"
    with refused_by(rule):
        says(hotel.connection, refund)
    event = says(hotel.connection, refund, status="FAILED", error=rule)
    assert amounts(hotel, booking) == (PRICE, 0, 0, 0, 0)
    with refused_by(rule):
        try_again(hotel.connection, event)
    says(hotel.connection, intent.captured())
    assert try_again(hotel.connection, event) == "PROCESSED"
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 500, 0)


def test_an_intent_that_names_nobody_changes_nothing(hotel: HotelBuilder) -> None:
    booking, _ = captured_booking(hotel)
    before = hotel.read("room_booking", booking, "version")
    strangers = (
        Intent(),
        Intent({"hotel": hotel.slug, "booking": "BK-1999-000001"}),
        Intent({"hotel": "nowhere", "booking": "BK-2026-000001"}),
    )
    for stranger in strangers:
        event = says(hotel.connection, stranger.captured())
        assert try_again(hotel.connection, event) == "RECEIVED"
    assert hotel.read("room_booking", booking, "version") == before


def test_what_is_not_about_a_payment_is_kept_and_not_tried_again(hotel: HotelBuilder) -> None:
    event = says(
        hotel.connection,
        {"id": "acct_1", "object": "account", "status": None},
        event_type="account.updated",
    )
    read = hotel.connection.execute(
        "SELECT status, next_try_at FROM hotelmate.stripe_webhook_event WHERE event_id = %s",
        (event,),
    ).fetchone()
    assert read == ("RECEIVED", None)
