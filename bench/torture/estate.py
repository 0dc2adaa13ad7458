"""What is tortured: two hotels with bookings in every state, and rows in every table."""

from typing import Any

import psycopg

from bench.proof.hotel import Hotel, open_hotel
from tests.checks.busy_hotel import a_busy_hotel
from tests.checks.kept_runs import about, keep, made_up
from tests.credentials import session_of, signed_in
from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import (
    add_api_key,
    add_password,
    add_refresh_token,
    add_scope,
    count_failure,
    keep_answer,
)
from tests.precheckin import field, link, publish, required

Connection = psycopg.Connection[Any]
ROOMS = 4


def build(connection: Connection) -> Hotel:
    """Build the estate in an empty database; return the hotel where stays go on."""
    hotel = open_hotel(connection, ROOMS)
    busy = a_busy_hotel(connection)
    for hotel_id, slug in ((hotel.hotel_id, hotel.slug), (busy.hotel_id, busy.slug)):
        builder = HotelBuilder.__new__(HotelBuilder)
        builder.connection, builder.hotel_id, builder.slug = connection, hotel_id, slug
        _let_in(builder)
    _guests_of(busy)
    _events_of(busy)
    check = made_up("occupancy")
    keep(connection, {check: [about(busy.slug)]})
    count_failure(busy)
    connection.execute("ANALYZE")
    return hotel


def _let_in(hotel: HotelBuilder) -> None:
    """Let staff and a program in, in each of the ways there are."""
    person = hotel.staff("night", "FRONT_DESK")
    add_password(hotel, person)
    session = session_of(hotel.connection, hotel.hotel_id, "night").session_id
    add_refresh_token(hotel, session)
    program = hotel.staff("channel", "INTEGRATION")
    add_scope(hotel, add_api_key(hotel, program), "bookings:read")
    signed_in(hotel.connection, hotel.hotel_id, "channel")
    keep_answer(hotel, person)


def _guests_of(hotel: HotelBuilder) -> None:
    """Ask guests what the hotel wants to know: one has answered, one has a link, one is erased."""
    publish(
        hotel,
        required("arrival", "TEXT"),
        field("way", "CHOICE"),
        required("nationality", "COUNTRY", "GUEST"),
        required("rules", "CONSENT"),
    )
    for _ in range(2):
        booking = hotel.booking("CONFIRMED", guests=2)
        link(hotel, booking)
    gone = hotel.checked_out(hotel.room())
    hotel.update("booking_guest", hotel.primary(gone), personal_data_erased_at="now")


def _events_of(hotel: HotelBuilder) -> None:
    """Number some events, and let one of them be undeliverable; ask Stripe for something."""
    hotel.run("SELECT hotelmate.number_events(%s, 50)", hotel.hotel_id)
    hotel.run(
        "INSERT INTO hotelmate.payment_session (hotel_id, booking_id, success_url, cancel_url)"
        " SELECT hotel_id, id, 'https://hotel.test/paid', 'https://hotel.test/'"
        " FROM hotelmate.room_booking WHERE hotel_id = %s AND status = 'PENDING_PAYMENT'"
        " AND payment_id IS NULL LIMIT 1",
        hotel.hotel_id,
    )
