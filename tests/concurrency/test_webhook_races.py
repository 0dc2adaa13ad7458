"""Races of what a provider says: many events of one booking, all at once, each has its turn."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from tests.concurrency.interleaving import second_waits, two_sides
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import Object, event_of, intent_for, says, store

PRICE = 20000
ROUNDS = 5


def see(hotel: HotelBuilder, booking: int) -> None:
    """Hold a booking as a row that refers to it does."""
    hotel.run(
        "SELECT FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s FOR KEY SHARE",
        hotel.hotel_id,
        booking,
    )


def test_webhook_event_of_booking__race_two_events_of_one_booking_wait_in_line(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.held())
    refund = intent.refund(500)
    with two_sides(hotel, connect) as (first, second):
        # An event's own key holds its booking. Who takes that before the booking's lock deadlocks
        # with another event that does the same.
        first.does(lambda h: see(h, booking))
        second.starts(lambda h: says(h.connection, intent.charge(refunds=[refund])))
        first.does(lambda h: says(h.connection, intent.captured()))
        first.commits()
        second.commits()
    assert hotel.read("room_booking", booking, "refunded_amount") == 500


@pytest.mark.parametrize("counts", [True, False], ids=["its_payment", "a_second_one"])
def test_webhook_event_of_booking__race_the_events_of_one_moment(
    hotel: HotelBuilder, connect: Connect, counts: bool
) -> None:
    for _ in range(ROUNDS):
        booking = hotel.booking() if counts else hotel.booking("PENDING_APPROVAL")
        intent = intent_for(hotel, booking)
        says(hotel.connection, intent.held())
        # Stripe tells of one capture in several events, sent in the same moment.
        shown = [intent.captured(), intent.charge(captured=PRICE), intent.captured(), intent.held()]
        connections = [connect() for _ in shown]
        for connection in connections:
            connection.execute("SELECT 1")
        start = Barrier(len(shown))

        def post(connection: psycopg.Connection, event: Object, start: Barrier = start) -> str:
            start.wait()
            return store(connection, event)

        with ThreadPoolExecutor(len(shown)) as threads:
            posted = list(threads.map(post, connections, map(event_of, shown)))
        assert len(set(posted)) == len(shown)
        captured = hotel.value(
            "SELECT sum(amount) FROM hotelmate.payment_entry WHERE hotel_id = %s"
            " AND booking_id = %s AND kind = 'CAPTURED' AND provider = 'stripe'",
            hotel.hotel_id,
            booking,
        )
        assert captured == PRICE


def test_booking_single_payment_intent__race_two_bookings_that_name_one(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking, other = hotel.booking(), hotel.booking()
    intent = intent_for(hotel, booking)
    astray = intent_for(hotel, other, id=intent.id)
    with two_sides(hotel, connect) as (first, second):
        second_waits(
            first,
            second,
            lambda h: says(h.connection, intent.held()),
            lambda h: says(h.connection, astray.held()),
        )
        with pytest.raises(psycopg.errors.UniqueViolation) as caught:
            second.commits()
    assert caught.value.diag.constraint_name == "booking_single_payment_intent"
    assert hotel.read("room_booking", other, "status") == "PENDING_PAYMENT"
