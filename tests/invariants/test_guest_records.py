"""Guest records: who of a party is in house, where, and until when."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by

INSTANT = timedelta(microseconds=1)
LEFT = "room_id = NULL, checked_out_at = now()"
VISITOR: dict[str, Any] = {"role": "COMPANION", "first_name": "Eve", "last_name": "Day"}


def stay_with(hotel: HotelBuilder, booking: int, adults: int) -> None:
    """Let the companion of a party of two leave early, or stay again."""
    with hotel.connection.transaction():
        hotel.update("room_booking", booking, adults=adults)
        hotel.run(
            "UPDATE hotelmate.booking_guest SET is_staying = %s"
            " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
            adults == 2,
            hotel.hotel_id,
            booking,
        )


def records(hotel: HotelBuilder, booking: int) -> list[int]:
    """Return the ids of a booking's guest records."""
    rows = hotel.connection.execute(
        "SELECT id FROM hotelmate.guest WHERE hotel_id = %s AND booking_id = %s ORDER BY id",
        (hotel.hotel_id, booking),
    ).fetchall()
    return [row[0] for row in rows]


def record_made_beforehand(hotel: HotelBuilder, booking: int, room: int) -> int:
    """Make the guest record of a booking that has not checked in; COMMIT would refuse it."""
    return int(
        hotel.insert(
            "guest",
            booking_id=booking,
            booking_guest_id=hotel.primary(booking),
            room_id=room,
            checked_in_at=hotel.value("SELECT now()"),
        )
    )


def test_guest_in_room_of_booking__rejects_another_room(hotel: HotelBuilder) -> None:
    (guest,) = records(hotel, hotel.in_house(hotel.room()))
    with refused_by("guest_in_room_of_booking"):
        hotel.update("guest", guest, room_id=hotel.room())


def test_guest_in_room_of_booking__rejects_a_guest_of_a_booking_that_is_not_in_house(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    with refused_by("guest_in_room_of_booking"):
        hotel.run(
            "INSERT INTO hotelmate.guest"
            " (hotel_id, booking_id, booking_guest_id, room_id, checked_in_at)"
            " SELECT hotel_id, booking_id, id, %s, now() FROM hotelmate.booking_guest"
            " WHERE hotel_id = %s AND booking_id = %s",
            room,
            hotel.hotel_id,
            booking,
        )


def test_guest_in_room_of_booking__allows_following_a_move(hotel: HotelBuilder) -> None:
    booking, new = hotel.in_house(hotel.room()), hotel.room()
    with hotel.acting(reason="noise"):
        hotel.assign(booking, new)
    (guest,) = records(hotel, booking)
    assert hotel.read("guest", guest, "room_id") == new


@pytest.mark.parametrize(
    "assignments", ["room_id = NULL", "checked_out_at = now()", "checked_out_at = checked_in_at"]
)
def test_guest_in_room_until_check_out__rejects_the_one_without_the_other(
    hotel: HotelBuilder, assignments: str
) -> None:
    (guest,) = records(hotel, hotel.in_house(hotel.room()))
    query = f"UPDATE hotelmate.guest SET {assignments} WHERE hotel_id = %s AND id = %s"
    # A guard keeps the record of a stay open; the check holds without.
    with refused_by("guest_in_room_until_check_out"), checks_alone(hotel.connection):
        hotel.run(query, hotel.hotel_id, guest)


def test_guest_in_room_until_check_out__rejects_leaving_before_coming(hotel: HotelBuilder) -> None:
    (guest,) = records(hotel, hotel.checked_out(hotel.room()))
    came = hotel.read("guest", guest, "checked_in_at")
    # A guard keeps the stamps of a stay; the check holds without.
    for stamps in ({"checked_out_at": came - INSTANT}, {"checked_in_at": "infinity"}):
        with refused_by("guest_in_room_until_check_out"), checks_alone(hotel.connection):
            hotel.update("guest", guest, **stamps)


def test_guest_in_room_until_check_out__allows_leaving_the_moment_of_coming(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room())
    came = hotel.read("room_booking", booking, "checked_in_at")
    assert hotel.update("room_booking", booking, checked_out_at=came) == 1
    (guest,) = records(hotel, booking)
    assert hotel.read("guest", guest, "checked_out_at") == came


def test_guest_in_room_until_check_out__allows_one_to_leave_early_by_a_transaction_from_before(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking, older = hotel.assigned(hotel.room(), guests=2), hotel.through(connect())
    with older.connection.transaction():
        began = older.value("SELECT now()")
        hotel.check_in(booking)
        stay_with(older, booking, 1)
    came = hotel.read("room_booking", booking, "checked_in_at")
    stamps = [hotel.read("guest", guest, "checked_out_at") for guest in records(hotel, booking)]
    assert stamps == [None, came]
    assert came > began


def test_guest_in_room_until_check_out__allows_one_who_joined_after_the_stamp_of_check_out(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room())
    left = hotel.value("SELECT clock_timestamp()")
    with hotel.connection.transaction():
        hotel.update("room_booking", booking, adults=2)
        hotel.guest(booking)
    assert hotel.update("room_booking", booking, checked_out_at=left) == 1
    first, joined = records(hotel, booking)
    assert hotel.read("guest", first, "checked_out_at") == left
    came = hotel.read("guest", joined, "checked_in_at")
    assert hotel.read("guest", joined, "checked_out_at") == came > left


def test_guest_in_room_until_check_out__allows_check_out_to_end_both(hotel: HotelBuilder) -> None:
    booking = hotel.checked_out(hotel.room())
    (guest,) = records(hotel, booking)
    assert hotel.read("guest", guest, "room_id") is None
    assert hotel.read("guest", guest, "checked_out_at") is not None


def test_guest_is_party_member__rejects_removing_a_guest_in_house(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    with refused_by("guest_is_party_member"), hotel.connection.transaction():
        hotel.update("room_booking", booking, adults=1)
        hotel.run(
            "DELETE FROM hotelmate.booking_guest"
            " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
            hotel.hotel_id,
            booking,
        )


def test_guest_is_party_member__rejects_a_record_of_another_partys_member(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking, stranger = hotel.in_house(room), hotel.guest(hotel.booking())
    with refused_by("guest_is_party_member"):
        hotel.insert(
            "guest",
            booking_id=booking,
            booking_guest_id=stranger,
            room_id=room,
            checked_in_at=hotel.value("SELECT now()"),
        )


def test_guest_is_party_member__allows_one_to_leave_early(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    with hotel.connection.transaction():
        hotel.update("room_booking", booking, adults=1)
        hotel.run(
            "UPDATE hotelmate.booking_guest SET is_staying = false"
            " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
            hotel.hotel_id,
            booking,
        )
    stayed, left = (hotel.read("guest", guest, "room_id") for guest in records(hotel, booking))
    assert stayed is not None
    assert left is None


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE hotelmate.guest SET {LEFT}",
        "DELETE FROM hotelmate.guest",
    ],
)
def test_guest_in_house_while_booking_is__rejects_ending_the_record_of_a_stay(
    hotel: HotelBuilder, statement: str
) -> None:
    (guest,) = records(hotel, hotel.in_house(hotel.room()))
    with refused_by("guest_in_house_while_booking_is"):
        hotel.run(f"{statement} WHERE hotel_id = %s AND id = %s", hotel.hotel_id, guest)


def test_guest_in_house_while_booking_is__rejects_giving_the_record_to_another(
    hotel: HotelBuilder,
) -> None:
    (guest,) = records(hotel, hotel.checked_out(hotel.room()))
    booking = hotel.booking()
    member = hotel.guest(booking)
    with refused_by("guest_in_house_while_booking_is"):
        hotel.update("guest", guest, booking_id=booking, booking_guest_id=member)


@pytest.mark.parametrize("state", ["assigned", "checked_out"])
def test_guest_in_house_while_booking_is__rejects_a_record_that_begins_with_the_end(
    hotel: HotelBuilder, state: str
) -> None:
    booking = getattr(hotel, state)(hotel.room())
    now = hotel.value("SELECT now()")
    member = hotel.value(
        "SELECT id FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s",
        hotel.hotel_id,
        booking,
    )
    with refused_by("guest_in_house_while_booking_is"):
        hotel.insert(
            "guest",
            booking_id=booking,
            booking_guest_id=member,
            checked_in_at=now,
            checked_out_at=now,
        )


@pytest.mark.parametrize("state", ["PENDING_PAYMENT", "CONFIRMED", "assigned"])
def test_guest_in_house_while_booking_is__rejects_a_record_that_ends_before_check_in(
    hotel: HotelBuilder, state: str
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room) if state == "assigned" else hotel.booking(state)
    with refused_by("guest_in_house_while_booking_is"), hotel.connection.transaction():
        guest = record_made_beforehand(hotel, booking, room)
        hotel.run(f"UPDATE hotelmate.guest SET {LEFT} WHERE id = %s", guest)
    assert records(hotel, booking) == []


@pytest.mark.parametrize("state", ["CANCELLED", "CANCELLED_DRAFT", "DECLINED", "NO_SHOW"])
def test_guest_in_house_while_booking_is__rejects_a_record_of_a_booking_closed_without_a_stay(
    hotel: HotelBuilder, state: str
) -> None:
    room, booking = hotel.room(), hotel.booking(state, arrival=-1)
    with refused_by("guest_in_house_while_booking_is"), hotel.connection.transaction():
        guest = record_made_beforehand(hotel, booking, room)
        hotel.run(f"UPDATE hotelmate.guest SET {LEFT} WHERE id = %s", guest)
    assert records(hotel, booking) == []


def test_guest_in_house_while_booking_is__rejects_a_record_that_ends_with_the_cancellation(
    hotel: HotelBuilder,
) -> None:
    room, booking = hotel.room(), hotel.booking("CONFIRMED")
    with refused_by("guest_in_house_while_booking_is"), hotel.connection.transaction():
        guest = record_made_beforehand(hotel, booking, room)
        hotel.cancel(booking)
        hotel.run(f"UPDATE hotelmate.guest SET {LEFT} WHERE id = %s", guest)


def test_guest_in_house_while_booking_is__allows_a_record_made_beforehand_to_be_taken_back(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    with hotel.connection.transaction():
        guest = record_made_beforehand(hotel, booking, room)
        hotel.run("DELETE FROM hotelmate.guest WHERE id = %s", guest)
    hotel.check_in(booking)
    assert len(records(hotel, booking)) == 1


def test_guest_in_house_while_booking_is__rejects_a_record_of_one_who_does_not_stay(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    visitor = hotel.insert("booking_guest", booking_id=booking, is_staying=False, **VISITOR)
    with refused_by("guest_in_house_while_booking_is"):
        hotel.insert(
            "guest",
            booking_id=booking,
            booking_guest_id=visitor,
            room_id=room,
            checked_in_at=hotel.value("SELECT now()"),
        )
    assert len(records(hotel, booking)) == 1


def test_guest_in_house_while_booking_is__rejects_bringing_back_one_who_left_early(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room, guests=2)
    stay_with(hotel, booking, 1)
    _, left = records(hotel, booking)
    with refused_by("guest_in_house_while_booking_is"):
        hotel.update("guest", left, room_id=room, checked_out_at=None)


def test_guest_in_house_while_booking_is__allows_one_who_left_early_to_stay_again(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room, guests=2)
    stay_with(hotel, booking, 1)
    stay_with(hotel, booking, 2)
    assert [hotel.read("guest", guest, "room_id") for guest in records(hotel, booking)] == [
        room,
        room,
    ]


@pytest.mark.parametrize("joins", ["before", "during"])
def test_guest_in_house_while_booking_is__allows_a_visitor_without_a_record(
    hotel: HotelBuilder, joins: str
) -> None:
    booking = hotel.assigned(hotel.room())
    if joins == "during":
        hotel.check_in(booking)
    hotel.insert("booking_guest", booking_id=booking, is_staying=False, **VISITOR)
    if joins == "before":
        hotel.check_in(booking)
    assert len(records(hotel, booking)) == 1
    hotel.check_out(booking)
    assert len(records(hotel, booking)) == 1


def test_guest_in_house_while_booking_is__rejects_emptying_the_table(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    with refused_by("guest_in_house_while_booking_is"):
        hotel.run("TRUNCATE hotelmate.guest")
    assert len(records(hotel, booking)) == 1


def test_guest_in_house_while_booking_is__allows_check_in_to_make_the_record(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room(), guests=2)
    assert records(hotel, booking) == []
    hotel.check_in(booking)
    assert len(records(hotel, booking)) == 2


def test_guest_in_house_while_booking_is__rejects_removing_the_record_of_a_past_stay(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    stay_with(hotel, booking, 1)
    left_early = records(hotel, booking)[1]
    query = "DELETE FROM hotelmate.guest WHERE hotel_id = %s AND id = %s"
    with refused_by("guest_in_house_while_booking_is"):
        hotel.run(query, hotel.hotel_id, left_early)
    hotel.check_out(booking)
    for guest in records(hotel, booking):
        with refused_by("guest_in_house_while_booking_is"):
            hotel.run(query, hotel.hotel_id, guest)


def test_guest_in_house_while_booking_is__rejects_another_number(hotel: HotelBuilder) -> None:
    (guest,) = records(hotel, hotel.checked_out(hotel.room()))
    with refused_by("guest_in_house_while_booking_is"):
        hotel.update("guest", guest, id=-guest)


FORGED = (
    "checked_in_at = 'infinity'",
    "checked_in_at = '2090-01-01'",
    "checked_in_at = '2001-01-01', checked_out_at = '2050-01-01'",
)


def stamps_of(hotel: HotelBuilder, booking: int) -> list[tuple[Any, ...]]:
    """Return since when and until when each of a party was in house."""
    return hotel.connection.execute(
        "SELECT checked_in_at, checked_out_at FROM hotelmate.guest"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY id",
        (hotel.hotel_id, booking),
    ).fetchall()


def forge(hotel: HotelBuilder, booking: int, assignments: str, state: str = "true") -> None:
    """Write to the guest records of a booking that are in a state."""
    hotel.run(
        f"UPDATE hotelmate.guest SET {assignments}"
        f" WHERE hotel_id = %s AND booking_id = %s AND {state}",
        hotel.hotel_id,
        booking,
    )


@pytest.mark.parametrize("assignments", FORGED)
def test_guest_in_house_while_booking_is__allows_no_forged_stamp(
    hotel: HotelBuilder, assignments: str
) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    stay_with(hotel, booking, 1)
    before = stamps_of(hotel, booking)
    forge(hotel, booking, assignments, "room_id IS NULL")
    forge(hotel, booking, FORGED[0], "room_id IS NOT NULL")
    assert stamps_of(hotel, booking) == before
    hotel.check_out(booking)
    left = hotel.read("room_booking", booking, "checked_out_at")
    assert stamps_of(hotel, booking) == [(before[0][0], left), before[1]]
    forge(hotel, booking, assignments)
    assert stamps_of(hotel, booking) == [(before[0][0], left), before[1]]


def test_guest_in_house_while_booking_is__allows_no_forged_stamp_by_opening_the_record_again(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.checked_out(room)
    before = stamps_of(hotel, booking)
    with hotel.connection.transaction():
        forge(hotel, booking, f"room_id = {room}, checked_out_at = NULL")
        forge(hotel, booking, "room_id = NULL, checked_out_at = '2050-01-01'")
    assert stamps_of(hotel, booking) == before


def test_guest_in_house_while_booking_is__allows_no_forged_stamp_along_with_the_step(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    with hotel.connection.transaction():
        hotel.update("room_booking", booking, adults=2)
        hotel.run(
            "WITH joined AS ("
            " INSERT INTO hotelmate.booking_guest"
            " (hotel_id, booking_id, role, first_name, last_name)"
            " VALUES (%s, %s, 'COMPANION', 'Eve', 'Day') RETURNING *)"
            " INSERT INTO hotelmate.guest"
            " (hotel_id, booking_id, booking_guest_id, room_id, checked_in_at)"
            " SELECT hotel_id, booking_id, id, %s, '2001-01-01' FROM joined",
            hotel.hotel_id,
            booking,
            room,
        )
        joined = hotel.value("SELECT now()")
    assert stamps_of(hotel, booking)[1] == (joined, None)
    hotel.run(
        "WITH departed AS ("
        " UPDATE hotelmate.room_booking SET checked_out_at = now()"
        " WHERE hotel_id = %s AND id = %s RETURNING *)"
        " UPDATE hotelmate.guest SET room_id = NULL, checked_out_at = '2050-01-01'"
        " FROM departed WHERE guest.hotel_id = departed.hotel_id"
        " AND guest.booking_id = departed.id",
        hotel.hotel_id,
        booking,
    )
    left = hotel.read("room_booking", booking, "checked_out_at")
    assert [stamps[1] for stamps in stamps_of(hotel, booking)] == [left, left]


def test_guest_in_house_while_booking_is__allows_nobody_in_house_before_the_booking(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking, older = hotel.assigned(hotel.room()), hotel.through(connect())
    with older.connection.transaction():
        began = older.value("SELECT now()")
        hotel.check_in(booking)
        older.update("room_booking", booking, adults=2)
        older.guest(booking)
    came = hotel.read("room_booking", booking, "checked_in_at")
    assert stamps_of(hotel, booking) == [(came, None), (came, None)]
    assert came > began


def test_guest_single_per_party_member__rejects_a_second_record(hotel: HotelBuilder) -> None:
    (guest,) = records(hotel, hotel.in_house(hotel.room()))
    with refused_by("guest_single_per_party_member"):
        hotel.run(
            "INSERT INTO hotelmate.guest"
            " (hotel_id, booking_id, booking_guest_id, room_id, checked_in_at)"
            " SELECT hotel_id, booking_id, booking_guest_id, room_id, checked_in_at"
            " FROM hotelmate.guest WHERE hotel_id = %s AND id = %s",
            hotel.hotel_id,
            guest,
        )


def test_guest_single_per_party_member__allows_one_for_each_who_stays(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    assert len(records(hotel, booking)) == 2
    assert hotel.read("room_booking", booking, "staying_guest_count") == 2
