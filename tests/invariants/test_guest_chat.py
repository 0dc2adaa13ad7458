"""The chat of a stay: one, open while the guest is in house."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by

NO_SUCH = -1


def chat_of(hotel: HotelBuilder, booking: int) -> int:
    """Return the id of a booking's chat."""
    return int(
        hotel.value(
            "SELECT id FROM hotelmate.guest_chat_session WHERE hotel_id = %s AND booking_id = %s",
            hotel.hotel_id,
            booking,
        )
    )


def change(hotel: HotelBuilder, chat: int, assignments: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.guest_chat_session SET {assignments} WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        chat,
    )


def open_chat(hotel: HotelBuilder, booking: int, **columns: object) -> int:
    now = hotel.value("SELECT now()")
    return int(
        hotel.insert("guest_chat_session", **{"booking_id": booking, "opened_at": now, **columns})
    )


def test_chat_closes_after_opening__rejects_a_time_before(hotel: HotelBuilder) -> None:
    chat = chat_of(hotel, hotel.checked_out(hotel.room()))
    # A guard keeps the stamps of a stay; the check holds without.
    with refused_by("chat_closes_after_opening"), checks_alone(hotel.connection):
        change(hotel, chat, "closed_at = opened_at - interval '1 microsecond'")


def test_chat_closes_after_opening__allows_the_same_moment(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    came = hotel.read("room_booking", booking, "checked_in_at")
    assert hotel.update("room_booking", booking, checked_out_at=came) == 1
    assert hotel.read("guest_chat_session", chat_of(hotel, booking), "closed_at") == came


def test_chat_of_booking__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    room = hotel.room()
    for booking in (NO_SUCH, HotelBuilder(hotel.connection).booking()):
        with refused_by("chat_of_booking"):
            open_chat(hotel, booking, room_id=room)


def test_chat_of_booking__allows_its_own(hotel: HotelBuilder) -> None:
    assert chat_of(hotel, hotel.in_house(hotel.room()))


@pytest.mark.parametrize("state", ["assigned", "checked_out"])
def test_chat_open_while_in_house__rejects_an_open_chat_of_another(
    hotel: HotelBuilder, state: str
) -> None:
    room = hotel.room()
    booking = getattr(hotel, state)(room)
    with refused_by("chat_open_while_in_house"):
        if state == "assigned":
            open_chat(hotel, booking, room_id=room)
        else:
            hotel.update(
                "guest_chat_session", chat_of(hotel, booking), room_id=room, closed_at=None
            )


def test_chat_open_while_in_house__rejects_another_room(hotel: HotelBuilder) -> None:
    chat = chat_of(hotel, hotel.in_house(hotel.room()))
    with refused_by("chat_open_while_in_house"):
        hotel.update("guest_chat_session", chat, room_id=hotel.room())


def test_chat_open_while_in_house__allows_the_stay(hotel: HotelBuilder) -> None:
    room = hotel.room()
    chat = chat_of(hotel, hotel.in_house(room))
    assert hotel.read("guest_chat_session", chat, "room_id") == room
    assert hotel.read("guest_chat_session", chat, "is_active") is True


@pytest.mark.parametrize("assignments", ["room_id = NULL", "closed_at = now()"])
def test_chat_room_until_closed__rejects_the_one_without_the_other(
    hotel: HotelBuilder, assignments: str
) -> None:
    chat = chat_of(hotel, hotel.in_house(hotel.room()))
    # A guard keeps the chat of a stay open; the check holds without.
    with refused_by("chat_room_until_closed"), checks_alone(hotel.connection):
        change(hotel, chat, assignments)


def test_chat_room_until_closed__allows_check_out_to_end_both(hotel: HotelBuilder) -> None:
    chat = chat_of(hotel, hotel.checked_out(hotel.room()))
    assert hotel.read("guest_chat_session", chat, "room_id") is None
    assert hotel.read("guest_chat_session", chat, "is_active") is False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hotelmate.guest_chat_session SET room_id = NULL, closed_at = now()",
        "UPDATE hotelmate.guest_chat_session SET hotel_id = -1",
        "DELETE FROM hotelmate.guest_chat_session",
    ],
)
def test_chat_open_until_check_out__rejects_ending_it_during_the_stay(
    hotel: HotelBuilder, statement: str
) -> None:
    chat = chat_of(hotel, hotel.in_house(hotel.room()))
    with refused_by("chat_open_until_check_out"):
        hotel.run(f"{statement} WHERE hotel_id = %s AND id = %s", hotel.hotel_id, chat)


def test_chat_open_until_check_out__rejects_giving_it_to_another_booking(
    hotel: HotelBuilder,
) -> None:
    chat, other = chat_of(hotel, hotel.checked_out(hotel.room())), hotel.booking()
    with refused_by("chat_open_until_check_out"):
        hotel.update("guest_chat_session", chat, booking_id=other)


@pytest.mark.parametrize("state", ["assigned", "in_house", "checked_out"])
def test_chat_open_until_check_out__rejects_a_chat_that_begins_closed(
    hotel: HotelBuilder, state: str
) -> None:
    booking = getattr(hotel, state)(hotel.room())
    with refused_by("chat_open_until_check_out"):
        open_chat(hotel, booking, closed_at=hotel.value("SELECT now()"))


@pytest.mark.parametrize("state", ["PENDING_PAYMENT", "CONFIRMED", "assigned"])
def test_chat_open_until_check_out__rejects_a_chat_that_ends_before_check_in(
    hotel: HotelBuilder, state: str
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room) if state == "assigned" else hotel.booking(state)
    with refused_by("chat_open_until_check_out"), hotel.connection.transaction():
        change(hotel, open_chat(hotel, booking, room_id=room), "room_id = NULL, closed_at = now()")


@pytest.mark.parametrize("state", ["CANCELLED", "CANCELLED_DRAFT", "DECLINED", "NO_SHOW"])
def test_chat_open_until_check_out__rejects_a_chat_of_a_booking_closed_without_a_stay(
    hotel: HotelBuilder, state: str
) -> None:
    room, booking = hotel.room(), hotel.booking(state, arrival=-1)
    with refused_by("chat_open_until_check_out"), hotel.connection.transaction():
        change(hotel, open_chat(hotel, booking, room_id=room), "room_id = NULL, closed_at = now()")


def test_chat_open_until_check_out__allows_a_chat_made_beforehand_to_be_taken_back(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    with hotel.connection.transaction():
        chat = open_chat(hotel, booking, room_id=room)
        hotel.run("DELETE FROM hotelmate.guest_chat_session WHERE id = %s", chat)
    hotel.check_in(booking)
    assert hotel.read("guest_chat_session", chat_of(hotel, booking), "is_active") is True


def test_chat_open_until_check_out__rejects_emptying_the_table(hotel: HotelBuilder) -> None:
    chat = chat_of(hotel, hotel.in_house(hotel.room()))
    with refused_by("chat_open_until_check_out"):
        hotel.run("TRUNCATE hotelmate.guest_chat_session")
    assert hotel.read("guest_chat_session", chat, "is_active") is True


def test_chat_open_until_check_out__rejects_removing_it_after_the_stay(hotel: HotelBuilder) -> None:
    chat = chat_of(hotel, hotel.checked_out(hotel.room()))
    query = "DELETE FROM hotelmate.guest_chat_session WHERE hotel_id = %s AND id = %s"
    with refused_by("chat_open_until_check_out"):
        hotel.run(query, hotel.hotel_id, chat)


def test_chat_open_until_check_out__rejects_another_number(hotel: HotelBuilder) -> None:
    chat = chat_of(hotel, hotel.checked_out(hotel.room()))
    with refused_by("chat_open_until_check_out"):
        change(hotel, chat, "id = -id")


@pytest.mark.parametrize(
    "assignments",
    [
        "opened_at = 'infinity'",
        "opened_at = '2090-01-01'",
        "opened_at = '2001-01-01', closed_at = closed_at + interval '20 years'",
    ],
)
def test_chat_open_until_check_out__allows_no_forged_stamp(
    hotel: HotelBuilder, assignments: str
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    chat = chat_of(hotel, booking)
    change(hotel, chat, assignments)
    came = hotel.read("room_booking", booking, "checked_in_at")
    assert hotel.read("guest_chat_session", chat, "opened_at") == came
    hotel.check_out(booking)
    change(hotel, chat, assignments)
    with hotel.connection.transaction():
        change(hotel, chat, f"closed_at = NULL, room_id = {room}")
        change(hotel, chat, "closed_at = 'infinity', room_id = NULL")
    left = hotel.read("room_booking", booking, "checked_out_at")
    assert hotel.read("guest_chat_session", chat, "opened_at") == came
    assert hotel.read("guest_chat_session", chat, "closed_at") == left


def test_chat_single_per_booking__rejects_a_second(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    with refused_by("chat_single_per_booking"):
        open_chat(hotel, booking, room_id=room)


def test_chat_single_per_booking__allows_one_for_each_stay(hotel: HotelBuilder) -> None:
    first, second = hotel.in_house(hotel.room()), hotel.in_house(hotel.room())
    assert chat_of(hotel, first) != chat_of(hotel, second)
