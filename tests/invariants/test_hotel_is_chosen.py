"""A transaction of the API has one hotel, which it says first; without it nothing is seen."""

import psycopg
import pytest

from schema import roles
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

SPEAKERS = (roles.API, *roles.OF_STAFF.values())


@pytest.mark.parametrize("role", SPEAKERS)
def test_hotel_is_chosen__rejects_reading_before(
    hotel: HotelBuilder, connect: Connect, role: str
) -> None:
    room = hotel.room()
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as caught:
        connect(role=role).execute("SELECT id FROM hotelmate.room WHERE id = %s", (room,))
    assert caught.value.diag.constraint_name == "hotel_is_chosen"


def test_hotel_is_chosen__rejects_writing_before(hotel: HotelBuilder, connect: Connect) -> None:
    room = hotel.room()
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as caught:
        connect(role=roles.API).execute(
            "UPDATE hotelmate.room SET maintenance_required = true WHERE id = %s", (room,)
        )
    assert caught.value.diag.constraint_name == "hotel_is_chosen"


def test_hotel_is_chosen__rejects_a_hotel_of_an_earlier_transaction(
    hotel: HotelBuilder, connect: Connect
) -> None:
    room, api = hotel.room(), connect(role=roles.API)
    query = "SELECT id FROM hotelmate.room WHERE id = %s"
    with api.transaction():
        api.execute("SELECT set_config('hotelmate.hotel_id', %s, true)", (str(hotel.hotel_id),))
        assert api.execute(query, (room,)).fetchone() == (room,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as caught:
        api.execute(query, (room,))
    assert caught.value.diag.constraint_name == "hotel_is_chosen"


@pytest.mark.parametrize("role", SPEAKERS)
def test_hotel_is_chosen__allows_the_rows_of_that_hotel_alone(
    hotel: HotelBuilder, owner: psycopg.Connection, connect: Connect, role: str
) -> None:
    own, other = hotel.room(), HotelBuilder(owner).room()
    seen = hotel.through(connect(role=role))
    with seen.acting(hotel_id=hotel.hotel_id):
        found = seen.connection.execute(
            "SELECT id FROM hotelmate.room WHERE id IN (%s, %s)", (own, other)
        ).fetchall()
    assert found == [(own,)]


def test_hotel_is_chosen__allows_a_dba_to_see_every_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    rooms = hotel.room(), HotelBuilder(owner).room()
    found = owner.execute("SELECT count(*) FROM hotelmate.room WHERE id IN (%s, %s)", rooms)
    assert found.fetchone() == (2,)


def test_hotel_is_chosen__allows_a_superuser_no_hole_in_another_hotels_rules(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    booking = other.in_house(other.room())
    with refused_by("guest_in_house_while_booking_is"), owner.transaction():
        owner.execute("SELECT set_config('hotelmate.hotel_id', %s, true)", (str(hotel.hotel_id),))
        owner.execute("DELETE FROM hotelmate.guest WHERE booking_id = %s", (booking,))
