"""What was booked: whose, what for, when, for how many, for how much, and that it stays so."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by

NO_SUCH = -1


@pytest.mark.parametrize("nights", [0, -1])
def test_booking_departs_after_arrival__rejects_no_night(hotel: HotelBuilder, nights: int) -> None:
    with refused_by("booking_departs_after_arrival"):
        hotel.booking(nights=nights)
    booking = hotel.booking(nights=1)
    arrival = hotel.read("room_booking", booking, "check_in")
    with refused_by("booking_departs_after_arrival"):
        hotel.update("room_booking", booking, check_out=arrival + timedelta(days=nights))


@pytest.mark.parametrize(
    "dates",
    [
        {"check_out": "infinity"},
        {"check_in": "-infinity"},
        {"check_in": "-infinity", "check_out": "infinity"},
        {"check_out": "10000-01-01"},
        {"check_in": "0001-12-31 BC"},
    ],
)
def test_booking_departs_after_arrival__rejects_a_stay_without_end_or_beginning(
    hotel: HotelBuilder, dates: dict[str, str]
) -> None:
    with refused_by("booking_departs_after_arrival"):
        hotel.booking(**dates)  # type: ignore[arg-type]
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_departs_after_arrival"):
        hotel.update("room_booking", booking, **dates)


def test_booking_departs_after_arrival__allows_any_two_days(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    for check_in, check_out in (("0001-01-01", "1970-01-02"), ("2999-12-31", "9999-12-31")):
        dates = {"check_in": check_in, "check_out": check_out}
        assert hotel.update("room_booking", booking, **dates) == 1


def test_booking_departs_after_arrival__allows_one_night(hotel: HotelBuilder) -> None:
    assert hotel.booking("CONFIRMED", nights=1)


@pytest.mark.parametrize("party", [{"adults": 0, "children": 1}, {"adults": 1, "children": -1}])
def test_booking_has_adult__rejects_a_party_without(
    hotel: HotelBuilder, party: dict[str, Any]
) -> None:
    with refused_by("booking_has_adult"):
        hotel.booking(**party)
    booking = hotel.booking()
    with refused_by("booking_has_adult"):
        hotel.update("room_booking", booking, **party)


@pytest.mark.parametrize("party", [{"adults": 1, "children": 0}, {"adults": 1, "children": 1}])
def test_booking_has_adult__allows_one(hotel: HotelBuilder, party: dict[str, Any]) -> None:
    assert hotel.booking(**party)


@pytest.mark.parametrize("price", [0, -1])
def test_booking_price_positive__rejects_a_stay_for_nothing(
    hotel: HotelBuilder, price: int
) -> None:
    booking = hotel.booking("CONFIRMED")
    # Before the approved price is asked for (booking_price_is_approved), without triggers.
    with refused_by("booking_price_positive"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, total_amount=price)


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL"])
@pytest.mark.parametrize("price", [0, -1])
def test_booking_price_positive__rejects_a_price_before_it_is_paid(
    hotel: HotelBuilder, status: str, price: int
) -> None:
    with refused_by("booking_price_positive"):
        hotel.booking(total_amount=price)
    booking = hotel.booking(status)
    with refused_by("booking_price_positive"):
        hotel.update("room_booking", booking, total_amount=price)


def test_booking_price_positive__allows_one_minor_unit(hotel: HotelBuilder) -> None:
    assert hotel.booking("CONFIRMED", total_amount=1)


def test_booking_of_hotel__rejects_a_hotel_that_does_not_exist(hotel: HotelBuilder) -> None:
    with refused_by("booking_of_hotel"):
        hotel.booking(hotel_id=NO_SUCH)


def test_booking_of_hotel__rejects_another_calendar_than_the_hotels(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = hotel.booking()
    # The calendar is derived, so only without the triggers is there another one.
    switch_triggers_off(hotel.connection, "room_booking")
    with refused_by("booking_of_hotel"):
        hotel.update("room_booking", booking, time_zone="Europe/Dublin")


def test_booking_of_hotel__allows_no_forged_calendar_to_survive(hotel: HotelBuilder) -> None:
    booking = hotel.booking(time_zone="Europe/Dublin")
    assert hotel.read("room_booking", booking, "time_zone") == "UTC"
    hotel.update("room_booking", booking, time_zone="Europe/Dublin")
    assert hotel.read("room_booking", booking, "time_zone") == "UTC"


def test_booking_of_hotel__rejects_moving_the_hotel_to_another_zone(hotel: HotelBuilder) -> None:
    hotel.booking("CANCELLED")
    with refused_by("booking_of_hotel"):
        hotel.run(
            "UPDATE hotelmate.hotel SET time_zone = 'Europe/Dublin' WHERE hotel_id = %s",
            hotel.hotel_id,
        )


def test_booking_of_hotel__allows_another_zone_before_the_first_booking(
    hotel: HotelBuilder,
) -> None:
    hotel.run(
        "UPDATE hotelmate.hotel SET time_zone = 'Europe/Dublin' WHERE hotel_id = %s", hotel.hotel_id
    )
    assert hotel.read("room_booking", hotel.booking(), "time_zone") == "Europe/Dublin"


def test_booking_of_room_type__rejects_a_room_type_of_another_hotel(hotel: HotelBuilder) -> None:
    elsewhere = HotelBuilder(hotel.connection)
    with refused_by("booking_of_room_type"):
        hotel.booking(room_type_id=elsewhere.double)
    booking = hotel.booking()
    with refused_by("booking_of_room_type"):
        hotel.update("room_booking", booking, room_type_id=elsewhere.double)


def test_booking_of_room_type__rejects_a_room_type_that_does_not_exist(hotel: HotelBuilder) -> None:
    with refused_by("booking_of_room_type"):
        hotel.booking(room_type_id=NO_SUCH)


def test_booking_of_room_type__allows_another_of_its_own_hotel(hotel: HotelBuilder) -> None:
    booking = hotel.booking(guests=2)
    hotel.update("room_booking", booking, room_type_id=hotel.family)
    assert hotel.read("room_booking", booking, "capacity") == 4


def test_booking_reference_unique__rejects_the_reference_of_another(hotel: HotelBuilder) -> None:
    taken = hotel.read("room_booking", hotel.booking(), "booking_reference")
    booking = hotel.booking()
    # The reference is derived and final, so only past the triggers can two be alike.
    with refused_by("booking_reference_unique"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, booking_reference=taken)


def test_booking_reference_unique__allows_it_in_another_hotel(hotel: HotelBuilder) -> None:
    elsewhere = HotelBuilder(hotel.connection)
    first, other = hotel.booking(), elsewhere.booking()
    assert hotel.read("room_booking", first, "booking_reference") == elsewhere.read(
        "room_booking", other, "booking_reference"
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE hotelmate.booking_counter SET last_number = 1",
        "UPDATE hotelmate.booking_counter SET last_number = -1",
        "UPDATE hotelmate.booking_counter SET year = 2000",
        "DELETE FROM hotelmate.booking_counter",
    ],
)
def test_booking_reference_unique__rejects_a_counter_behind_what_it_counted(
    hotel: HotelBuilder, change: str
) -> None:
    hotel.booking()
    hotel.booking()
    with refused_by("booking_reference_unique"):
        hotel.run(change + " WHERE hotel_id = %s", hotel.hotel_id)
    hotel.booking()


@pytest.mark.parametrize("number", [2, 500])
def test_booking_reference_unique__allows_a_counter_at_or_above_what_it_counted(
    hotel: HotelBuilder, number: int
) -> None:
    hotel.booking()
    hotel.booking()
    for to in (1_000, number):
        hotel.run(
            "UPDATE hotelmate.booking_counter SET last_number = %s WHERE hotel_id = %s",
            to,
            hotel.hotel_id,
        )
    reference = hotel.read("room_booking", hotel.booking(), "booking_reference")
    assert int(reference[8:]) == number + 1


@pytest.mark.parametrize("number", [-1, 1_000_000_000, 2_147_483_647])
def test_booking_reference_unique__rejects_a_counter_of_no_reference(
    hotel: HotelBuilder, number: int
) -> None:
    with refused_by("booking_reference_unique"):
        hotel.insert("booking_counter", year=hotel.today().year, last_number=number)
    hotel.booking()


@pytest.mark.parametrize("year", [-7, 0, 1999, 10_000])
def test_booking_reference_unique__rejects_a_counter_of_no_year(
    hotel: HotelBuilder, year: int
) -> None:
    with refused_by("booking_reference_unique"):
        hotel.insert("booking_counter", year=year, last_number=0)


def test_booking_reference_unique__rejects_a_booking_beyond_the_last_number(
    hotel: HotelBuilder,
) -> None:
    hotel.insert("booking_counter", year=hotel.today().year, last_number=999_999_999)
    with refused_by("booking_reference_unique"):
        hotel.booking()


@pytest.mark.parametrize("number", [0, 999_999_998])
def test_booking_reference_unique__allows_the_first_number_and_the_last(
    hotel: HotelBuilder, number: int
) -> None:
    hotel.insert("booking_counter", year=hotel.today().year, last_number=number)
    reference = hotel.read("room_booking", hotel.booking(), "booking_reference")
    assert int(reference[8:]) == number + 1


def test_booking_reference_unique__allows_the_end_of_a_counter_that_counted_nothing(
    hotel: HotelBuilder,
) -> None:
    hotel.booking()
    hotel.insert("booking_counter", year=2000, last_number=7)
    ended = "DELETE FROM hotelmate.booking_counter WHERE hotel_id = %s AND year = 2000"
    assert hotel.run(ended, hotel.hotel_id) == 1


FINAL = ("COMPLETED", "CANCELLED", "CANCELLED_DRAFT", "DECLINED", "NO_SHOW")


def final(hotel: HotelBuilder, status: str) -> int:
    """Make a booking that is over, for two guests in a double."""
    if status == "COMPLETED":
        return hotel.checked_out(hotel.room(), guests=2)
    return hotel.booking(status, guests=2, arrival=-1)


@pytest.mark.parametrize("status", FINAL)
@pytest.mark.parametrize(
    "term",
    [
        "room_type_id",
        "check_in",
        "check_out",
        "adults",
        "children",
        "total_amount",
        "currency",
        "accommodating_room_type_id",
        "capacity",
    ],
)
def test_booking_final_is_frozen__rejects_other_terms(
    hotel: HotelBuilder, status: str, term: str
) -> None:
    booking = final(hotel, status)
    today = hotel.today()
    changed: dict[str, object] = {
        "room_type_id": hotel.family,
        "check_in": today - timedelta(days=2),
        "check_out": today + timedelta(days=9),
        "adults": 1,
        "children": 1,
        "total_amount": 1,
        "currency": "USD",
        "accommodating_room_type_id": hotel.family,
        "capacity": 32,
    }
    with refused_by("booking_final_is_frozen"):
        hotel.update("room_booking", booking, **{term: changed[term]})


@pytest.mark.parametrize("status", FINAL)
def test_booking_final_is_frozen__rejects_a_pre_check_in(hotel: HotelBuilder, status: str) -> None:
    booking = final(hotel, status)
    now = hotel.value("SELECT now()")
    with refused_by("booking_final_is_frozen"):
        hotel.update("room_booking", booking, precheckin_submitted_at=now)


def test_booking_final_is_frozen__allows_a_pre_check_in_while_open(hotel: HotelBuilder) -> None:
    for booking in (hotel.booking(), hotel.booking("CONFIRMED"), hotel.in_house(hotel.room())):
        now = hotel.value("SELECT now()")
        hotel.update("room_booking", booking, precheckin_submitted_at=now)
        assert hotel.read("room_booking", booking, "precheckin_submitted_at") == now


@pytest.mark.parametrize("status", FINAL)
def test_booking_final_is_frozen__rejects_another_room(hotel: HotelBuilder, status: str) -> None:
    booking = final(hotel, status)
    with refused_by("booking_final_is_frozen"):
        hotel.assign(booking, hotel.room())


def test_booking_final_is_frozen__rejects_forgetting_the_room_of_a_stay(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.checked_out(hotel.room())
    with refused_by("booking_final_is_frozen"):
        hotel.assign(booking, None)


def closed_with_a_room(hotel: HotelBuilder, status: str) -> int:
    """Make a closed booking that holds a room, as no rule would let through."""
    booking, room = final(hotel, status), hotel.room()
    now = hotel.value("SELECT now()")
    hotel.run("ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_closed_holds_no_room")
    hotel.run("SET session_replication_role = replica")
    hotel.update(
        "room_booking",
        booking,
        assigned_room_id=room,
        room_assigned_at=now,
        room_assigned_by="restore",
    )
    hotel.run("SET session_replication_role = origin")
    return booking


@pytest.mark.parametrize("status", [status for status in FINAL if status != "COMPLETED"])
def test_booking_final_is_frozen__allows_a_closed_booking_to_release_its_room(
    clone: str, connect: Connect, status: str
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = closed_with_a_room(hotel, status)
    with refused_by("booking_final_is_frozen"):
        hotel.assign(booking, hotel.room())
    with refused_by("booking_final_is_frozen"):
        hotel.update("room_booking", booking, assigned_room_id=None, adults=1)
    hotel.assign(booking, None)
    for column in ("assigned_room_id", "room_assigned_at", "room_assigned_by"):
        assert hotel.read("room_booking", booking, column) is None


def change_companion(hotel: HotelBuilder, booking: int, assignments: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.booking_guest SET {assignments}"
        " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
        hotel.hotel_id,
        booking,
    )


@pytest.mark.parametrize("status", FINAL)
def test_booking_final_is_frozen__rejects_another_part_in_the_party(
    hotel: HotelBuilder, status: str
) -> None:
    booking, other = final(hotel, status), hotel.booking("CONFIRMED", guests=2)
    for change in ("is_staying = false", "age_group = 'CHILD'", f"booking_id = {other}"):
        with refused_by("booking_final_is_frozen"):
            change_companion(hotel, booking, change)
    with refused_by("booking_final_is_frozen"):
        change_companion(hotel, other, f"booking_id = {booking}")


@pytest.mark.parametrize("status", FINAL)
def test_booking_final_is_frozen__rejects_another_member_of_the_party(
    hotel: HotelBuilder, status: str
) -> None:
    booking = final(hotel, status)
    for is_staying in (True, False):
        late = {"role": "COMPANION", "first_name": "Eve", "last_name": "Day"}
        with refused_by("booking_final_is_frozen"):
            hotel.insert("booking_guest", booking_id=booking, **late, is_staying=is_staying)
    for role in ("COMPANION", "PRIMARY"):
        with refused_by("booking_final_is_frozen"):
            hotel.run(
                "DELETE FROM hotelmate.booking_guest"
                " WHERE hotel_id = %s AND booking_id = %s AND role = %s",
                *(hotel.hotel_id, booking, role),
            )


def test_booking_final_is_frozen__rejects_another_companion_for_the_one_who_stayed(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED", guests=2)
    named = {"role": "COMPANION", "first_name": "Eve", "last_name": "Day", "is_staying": False}
    visitor = hotel.insert("booking_guest", booking_id=booking, **named)
    hotel.assign(booking, hotel.room())
    hotel.check_in(booking)
    hotel.check_out(booking)
    with refused_by("booking_final_is_frozen"):
        change_companion(hotel, booking, f"is_staying = (id = {visitor})")


@pytest.mark.parametrize("status", FINAL)
def test_booking_final_is_frozen__allows_a_guest_to_be_named_rightly(
    hotel: HotelBuilder, status: str
) -> None:
    booking = final(hotel, status)
    assert change_companion(hotel, booking, "last_name = 'King', is_staying = is_staying") == 1


@pytest.mark.parametrize("status", FINAL)
def test_booking_final_is_frozen__allows_a_note(hotel: HotelBuilder, status: str) -> None:
    booking = final(hotel, status)
    changed = hotel.update(
        "room_booking", booking, special_requests="left an umbrella", booker_phone=None
    )
    assert changed == 1


def test_booking_final_is_frozen__allows_new_terms_while_open(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED", guests=1)
    later = hotel.today() + timedelta(days=30)
    assert hotel.update("room_booking", booking, check_out=later, room_type_id=hotel.family) == 1
