"""A transaction of the API has one hotel, which it says first; without it nothing is seen."""

import psycopg
import pytest

from schema import roles
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import publish, waiting
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


# What hides the rows of the hotel from whatever runs after them.
ANOTHER = "set_config('hotelmate.hotel_id', '-1', true)"
AS_EACH_GOES = "set_config('hotelmate.hotel_id', CASE WHEN old.id > 0 THEN '-1' END, true) <> ''"


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        (
            "guest_in_house_while_booking_is",
            f"DELETE FROM hotelmate.guest old WHERE {AS_EACH_GOES}",
        ),
        (
            "chat_open_until_check_out",
            f"DELETE FROM hotelmate.guest_chat_session old WHERE {AS_EACH_GOES}",
        ),
        (
            "booking_room_needs_complete_party",
            "UPDATE hotelmate.booking_guest old SET is_staying = false WHERE role = 'COMPANION'",
        ),
    ],
)
def test_hotel_is_chosen__allows_the_owner_no_hole_by_choosing_another_meanwhile(
    hotel: HotelBuilder, connect: Connect, rule: str, statement: str
) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    by_owner = connect(role=roles.OWNER)
    with refused_by(rule), by_owner.transaction():
        by_owner.execute(
            f"{statement} AND old.hotel_id = %s AND old.booking_id = %s RETURNING {ANOTHER}",
            (hotel.hotel_id, booking),
        )


def test_hotel_is_chosen__allows_the_owner_what_follows_by_choosing_another_meanwhile(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking()
    entry = (
        "INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, kind, amount, provider, method)"
        " SELECT hotel_id, id, 'AUTHORISED', total_amount, 'desk', 'CASH'"
        " FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s"
    )
    by_owner = connect(role=roles.OWNER)
    with by_owner.transaction():
        by_owner.execute(f"{entry} RETURNING {ANOTHER}", (hotel.hotel_id, booking))
    assert hotel.read("room_booking", booking, "status") != "PENDING_PAYMENT"
    task = "INSERT INTO hotelmate.housekeeping_task (hotel_id, room_id, task_type)"
    with by_owner.transaction():
        made = by_owner.execute(
            f"{task} VALUES (%s, %s, 'STAYOVER') RETURNING id, {ANOTHER}",
            (hotel.hotel_id, hotel.room()),
        ).fetchone()
    assert made is not None
    assert hotel.value(
        "SELECT count(*) FROM hotelmate.outbox_event WHERE hotel_id = %s"
        " AND scope -> 'task_id' = to_jsonb(%s::bigint)",
        hotel.hotel_id,
        made[0],
    )


@pytest.mark.parametrize("role", [*SPEAKERS, roles.RELAY])
def test_hotel_is_chosen__allows_what_runs_as_the_owner_for_others_that_hotel_alone(
    hotel: HotelBuilder, owner: psycopg.Connection, connect: Connect, role: str
) -> None:
    other = HotelBuilder(owner)
    for each in (hotel, other):
        publish(each)
    by_role = hotel.through(connect(role=role))
    with by_role.acting(hotel_id=hotel.hotel_id):
        # Asked for those of all hotels.
        assert by_role.value("SELECT hotelmate.number_events()") == 1
    assert (len(waiting(hotel)), len(waiting(other))) == (0, 1)
