"""Contradictions about the party of a booking, its records in house, its chat and its links."""

from datetime import timedelta

from tests.checks.planting import Plant, Planting
from tests.hotel_builder import HotelBuilder

DAY = timedelta(days=1)


def record_of(hotel: HotelBuilder, booking: int) -> int:
    """Return the guest record of a booking with a party of one."""
    return int(
        hotel.value(
            "SELECT id FROM hotelmate.guest WHERE hotel_id = %s AND booking_id = %s",
            hotel.hotel_id,
            booking,
        )
    )


def chat_of(hotel: HotelBuilder, booking: int) -> int:
    """Return the chat of a booking that is or was in house."""
    return int(
        hotel.value(
            "SELECT id FROM hotelmate.guest_chat_session WHERE hotel_id = %s AND booking_id = %s",
            hotel.hotel_id,
            booking,
        )
    )


def link(hotel: HotelBuilder, booking: int, **columns: object) -> int:
    """Make a link to a booking's guest that is live for a day."""
    now = hotel.value("SELECT now()")
    made: dict[str, object] = {
        "booking_id": booking,
        "purpose": "MANAGEMENT",
        "token_hash": hotel.value("SELECT sha256(uuidv7()::text::bytea)"),
        "expires_at": now + DAY,
    }
    return int(hotel.insert("booking_token", **{**made, **columns}))


def have_companions_only(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("party_has_primary")
    hotel.run(
        "UPDATE hotelmate.booking_guest SET role = 'COMPANION'"
        " WHERE hotel_id = %s AND booking_id = %s",
        hotel.hotel_id,
        booking,
    )


def have_no_name(planting: Planting) -> None:
    booking = planting.hotel.booking(guests=1)
    planting.drop("booking_guest_has_name")
    planting.hotel.guest(booking, first_name=" ")


def be_a_friend(planting: Planting) -> None:
    booking = planting.hotel.booking(guests=1)
    planting.drop("booking_guest_role_known")
    planting.hotel.guest(booking, role="FRIEND")


def be_a_teenager(planting: Planting) -> None:
    booking = planting.hotel.booking(guests=1, room_type_id=planting.hotel.family)
    planting.drop("booking_guest_age_group_known")
    planting.hotel.update("booking_guest", planting.hotel.guest(booking), age_group="TEENAGER")


def be_a_child_alone(planting: Planting) -> None:
    planting.drop("booking_guest_primary_is_adult")
    hotel = planting.hotel
    hotel.run(
        "UPDATE hotelmate.booking_guest SET age_group = 'CHILD' WHERE hotel_id = %s"
        " AND booking_id = %s",
        hotel.hotel_id,
        hotel.booking(),
    )


def leave_before_they_came(planting: Planting) -> None:
    hotel = planting.hotel
    record = record_of(hotel, hotel.checked_out(hotel.room()))
    planting.drop("guest_in_room_until_check_out")
    before = hotel.read("guest", record, "checked_in_at") - DAY
    with planting.unguarded():
        hotel.update("guest", record, checked_out_at=before)


def sleep_in_another_room(planting: Planting) -> None:
    hotel = planting.hotel
    record = record_of(hotel, hotel.in_house(hotel.room()))
    planting.drop("guest_in_room_of_booking")
    hotel.update("guest", record, room_id=hotel.room())


def leave_alone(planting: Planting) -> None:
    hotel = planting.hotel
    record = record_of(hotel, hotel.in_house(hotel.room()))
    planting.drop("guest_in_house_while_booking_is")
    hotel.run("DELETE FROM hotelmate.guest WHERE hotel_id = %s AND id = %s", hotel.hotel_id, record)


def close_before_opening(planting: Planting) -> None:
    hotel = planting.hotel
    chat = chat_of(hotel, hotel.checked_out(hotel.room()))
    planting.drop("chat_closes_after_opening")
    before = hotel.read("guest_chat_session", chat, "opened_at") - DAY
    with planting.unguarded():
        hotel.update("guest_chat_session", chat, closed_at=before)


def chat_in_no_room(planting: Planting) -> None:
    hotel = planting.hotel
    chat = chat_of(hotel, hotel.checked_out(hotel.room()))
    planting.drop("chat_room_until_closed")
    hotel.update("guest_chat_session", chat, closed_at=None)


def chat_on_after_check_out(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    chat = chat_of(hotel, hotel.checked_out(room))
    planting.drop("chat_open_while_in_house")
    hotel.update("guest_chat_session", chat, room_id=room, closed_at=None)


def close_during_the_stay(planting: Planting) -> None:
    hotel = planting.hotel
    chat = chat_of(hotel, hotel.in_house(hotel.room()))
    planting.drop("chat_open_until_check_out")
    now = hotel.value("SELECT now()")
    hotel.update("guest_chat_session", chat, room_id=None, closed_at=now)


def open_a_cancelled_booking(planting: Planting) -> None:
    booking = planting.hotel.booking("CANCELLED")
    planting.drop("token_live_needs_open_booking")
    link(planting.hotel, booking)


def keep_the_token(planting: Planting) -> None:
    planting.drop("token_is_sha256")
    link(planting.hotel, planting.hotel.booking(), token_hash=b"in plain words")


def open_the_minibar(planting: Planting) -> None:
    planting.drop("token_purpose_known")
    link(planting.hotel, planting.hotel.booking(), purpose="MINIBAR")


def expire_before_it_was_made(planting: Planting) -> None:
    planting.drop("token_expires")
    hotel = planting.hotel
    before = hotel.value("SELECT now()") - DAY
    link(hotel, hotel.booking(), expires_at=before)


def be_used_too_late(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("token_used_before_expiry")
    now = hotel.value("SELECT now()")
    link(hotel, hotel.booking(), created_at=now - 2 * DAY, expires_at=now - DAY, used_at=now)


def be_used_and_revoked(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("token_used_once")
    now = hotel.value("SELECT now()")
    link(hotel, hotel.booking(), used_at=now, revoked_at=now)


def have_a_reason_alone(planting: Planting) -> None:
    planting.drop("token_used_once")
    link(planting.hotel, planting.hotel.booking(), revoked_reason="SUPERSEDED")


def have_a_reason_after_use(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("token_used_once")
    used = {"used_at": hotel.value("SELECT now()"), "purpose": "MANAGEMENT"}
    link(hotel, hotel.booking(), **used, revoked_reason="SUPERSEDED")


def stay_on_record_for_ever(planting: Planting) -> None:
    hotel = planting.hotel
    hotel.run(
        "UPDATE hotelmate.hotel SET personal_data_days = 30 WHERE hotel_id = %s", hotel.hotel_id
    )
    hotel.booking("CANCELLED", arrival=-34)


PLANTS: dict[str, Plant] = {
    "party_has_primary": have_companions_only,
    "booking_guest_has_name": have_no_name,
    "booking_guest_role_known": be_a_friend,
    "booking_guest_age_group_known": be_a_teenager,
    "booking_guest_primary_is_adult": be_a_child_alone,
    "guest_in_room_until_check_out": leave_before_they_came,
    "guest_in_room_of_booking": sleep_in_another_room,
    "guest_in_house_while_booking_is": leave_alone,
    "chat_closes_after_opening": close_before_opening,
    "chat_room_until_closed": chat_in_no_room,
    "chat_open_while_in_house": chat_on_after_check_out,
    "chat_open_until_check_out": close_during_the_stay,
    "token_live_needs_open_booking": open_a_cancelled_booking,
    "token_is_sha256": keep_the_token,
    "token_purpose_known": open_the_minibar,
    "token_expires": expire_before_it_was_made,
    "token_used_before_expiry": be_used_too_late,
    "token_used_once": be_used_and_revoked,
    "personal_data_kept_too_long": stay_on_record_for_ever,
}

MORE: tuple[tuple[str, Plant], ...] = (
    ("token_used_once", have_a_reason_alone),
    ("token_used_once", have_a_reason_after_use),
)
