"""Payment sessions: what a guest, a decision and Stripe make of them."""

from collections.abc import Callable

import pytest

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import intent_for, new_id, says
from tests.stripe_payments import instructions, open_session, request_session, status_of

PRICE = 20000


def state_of(hotel: HotelBuilder, session: int) -> str:
    return str(hotel.read("payment_session", session, "state"))


CLOSINGS: dict[str, Callable[[HotelBuilder, int], object]] = {
    "expire": lambda hotel, booking: hotel.expire(booking),
    "cancel": lambda hotel, booking: hotel.cancel(booking),
    "pay at the desk": lambda hotel, booking: hotel.authorise(booking),
    "another price": lambda hotel, booking: hotel.update(
        "room_booking", booking, total_amount=PRICE + 1
    ),
    "another currency": lambda hotel, booking: hotel.update(
        "room_booking", booking, currency="USD"
    ),
    "another payment": lambda hotel, booking: says(
        hotel.connection, intent_for(hotel, booking).held()
    ),
}


@pytest.mark.parametrize("closing", CLOSINGS)
def test_an_open_session_is_closed_when_the_booking_does_not_wait_for_it(
    hotel: HotelBuilder, closing: str
) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    CLOSINGS[closing](hotel, booking)
    assert state_of(hotel, session) == "EXPIRED"
    assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, "PENDING")]


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_session_that_was_only_asked_for_is_closed_without_stripe(
    hotel: HotelBuilder, closing: str
) -> None:
    booking = hotel.booking()
    session = request_session(hotel, booking)
    CLOSINGS[closing](hotel, booking)
    assert state_of(hotel, session) == "EXPIRED"
    assert instructions(hotel, booking) == []


@pytest.mark.parametrize("state", ["EXPIRED", "COMPLETE"])
def test_a_session_that_is_over_is_left_alone(hotel: HotelBuilder, state: str) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    shown = intent_for(hotel, booking, session=session).session(state.lower(), id=page)
    says(hotel.connection, shown)
    hotel.expire(booking)
    assert state_of(hotel, session) == state
    assert instructions(hotel, booking) == []


def test_what_is_no_reason_leaves_a_session_open(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    hotel.update("room_booking", booking, special_requests="quiet", total_amount=PRICE)
    assert state_of(hotel, session) == "OPEN"


@pytest.mark.parametrize("first", ["hold", "page"])
def test_the_guest_pays_in_the_session_and_either_news_completes_it(
    hotel: HotelBuilder, first: str
) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    intent = intent_for(hotel, booking, session=session)
    news = [intent.held(), intent.session("complete", id=page)]
    for shown in news if first == "hold" else reversed(news):
        says(hotel.connection, shown)
        assert state_of(hotel, session) == "COMPLETE"
    assert status_of(hotel, booking) == "PENDING_APPROVAL"
    assert instructions(hotel, booking) == []


def test_a_page_that_is_complete_moves_no_money(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    intent = intent_for(hotel, booking, session=session)
    page = hotel.read("payment_session", session, "stripe_session_id")
    says(hotel.connection, intent.session("complete", id=page))
    assert status_of(hotel, booking) == "PENDING_PAYMENT"


def test_a_session_that_stripe_let_expire_may_be_followed_by_another(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    intent = intent_for(hotel, booking, session=session)
    says(hotel.connection, intent.session("expired", id=page))
    assert state_of(hotel, session) == "EXPIRED"
    assert instructions(hotel, booking) == []
    assert state_of(hotel, open_session(hotel, booking)) == "OPEN"


def test_closing_a_session_is_done_when_stripe_says_so(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    intent = intent_for(hotel, booking, session=session)
    hotel.expire(booking)
    for _ in range(2):
        says(hotel.connection, intent.session("expired", id=page))
        assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, "DONE")]


def test_a_guest_who_paid_before_the_page_was_closed_gets_the_money_back(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    intent = intent_for(hotel, booking, session=session)
    hotel.expire(booking)
    says(hotel.connection, intent.held())
    says(hotel.connection, intent.session("complete", id=page))
    assert state_of(hotel, session) == "COMPLETE"
    assert status_of(hotel, booking) == "CANCELLED_DRAFT"
    assert instructions(hotel, booking) == [
        ("EXPIRE_SESSION", None, "WITHDRAWN"),
        ("VOID", PRICE, "PENDING"),
    ]


def test_a_page_whose_answer_never_came_is_known_by_the_name_we_gave_it(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    session = request_session(hotel, booking)
    page, intent = new_id("cs_test"), intent_for(hotel, booking, session=session)
    says(hotel.connection, intent.session("complete", id=page))
    assert state_of(hotel, session) == "COMPLETE"
    assert hotel.read("payment_session", session, "stripe_session_id") == page


def test_a_second_page_of_one_name_does_not_end_the_first(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    intent = intent_for(hotel, booking, session=session)
    says(hotel.connection, intent.session("expired", id=new_id("cs_test")))
    assert state_of(hotel, session) == "OPEN"


def test_the_session_of_another_booking_is_not_touched(hotel: HotelBuilder) -> None:
    other = open_session(hotel, hotel.booking())
    booking = hotel.booking()
    intent = intent_for(hotel, booking, session=other)
    says(hotel.connection, intent.held())
    says(hotel.connection, intent.session("expired"))
    assert state_of(hotel, other) == "OPEN"
    assert status_of(hotel, booking) == "PENDING_APPROVAL"
