"""Races of pre-check-in and erasure: whoever comes second sees what the first left."""

import psycopg
import pytest

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    READ_COMMITTED,
    goes_on,
    loses,
    one_is_the_victim_of_a_deadlock,
    second_waits,
    two_sides,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.precheckin import (
    erase,
    field,
    link,
    members,
    publish,
    required,
    save,
    save_guest,
    submit,
)


def events_of(hotel: HotelBuilder, booking: int, event_type: str) -> int:
    return int(
        hotel.value(
            "SELECT count(*) FROM hotelmate.booking_event"
            " WHERE hotel_id = %s AND booking_id = %s AND event_type = %s",
            hotel.hotel_id,
            booking,
            event_type,
        )
    )


@BOTH_LEVELS
def test_booking_stamps_are_final__race_two_submissions(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    publish(hotel, required("diet"))
    booking = hotel.booking("CONFIRMED")
    token = link(hotel, booking)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: submit(h, booking, diet="vegan"),
            lambda h: submit(h, booking, diet="none"),
        )
        with loses(level, "booking_stamps_are_final"):
            second.commits()
    assert hotel.read("room_booking", booking, "precheckin_payload") == {"diet": "vegan"}
    assert hotel.read("booking_token", token, "used_at") is not None
    assert events_of(hotel, booking, "booking_precheckin_submitted") == 1


def test_two_submissions_that_look_first_are_one(hotel: HotelBuilder, connect: Connect) -> None:
    """Whoever asks for what is not submitted yet finds nothing to do, and is refused nothing."""
    booking = hotel.booking("CONFIRMED")

    def submit_if_open(by: HotelBuilder) -> None:
        changed.append(
            by.run(
                "UPDATE hotelmate.room_booking SET precheckin_submitted_at = now()"
                " WHERE hotel_id = %s AND id = %s AND precheckin_submitted_at IS NULL",
                by.hotel_id,
                booking,
            )
        )

    changed: list[int] = []
    with two_sides(hotel, connect, READ_COMMITTED) as (first, second):
        second_waits(first, second, submit_if_open, submit_if_open)
        second.commits()
    assert changed == [1, 0]


@BOTH_LEVELS
def test_precheckin_submitted_is_final__race_answers_after_submission(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    publish(hotel, field("diet"))
    booking = hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first, second, lambda h: submit(h, booking), lambda h: save(h, booking, diet="vegan")
        )
        with loses(level, "precheckin_submitted_is_final"):
            second.commits()


@BOTH_LEVELS
def test_booking_precheckin_complete__race_a_new_guest_before_submission(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    publish(hotel, required("phone", "PHONE", "GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1, room_type_id=hotel.family)
    save_guest(hotel, members(hotel, booking)[0], phone="+442079460000")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.guest(booking), lambda h: submit(h, booking))
        with loses(level, "booking_precheckin_complete"):
            second.commits()
    assert hotel.read("room_booking", booking, "precheckin_submitted_at") is None


@BOTH_LEVELS
def test_booking_precheckin_complete__race_a_new_guest_after_submission(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    publish(hotel, required("phone", "PHONE", "GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1, room_type_id=hotel.family)
    save_guest(hotel, members(hotel, booking)[0], phone="+442079460000")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: submit(h, booking), lambda h: h.guest(booking))
        # Whoever joins later may answer later.
        joined = goes_on(second, level)
    assert hotel.read("room_booking", booking, "guest_count") == 1 + joined


def test_booking_precheckin_complete__race_answers_of_a_guest_against_submission(
    hotel: HotelBuilder, connect: Connect
) -> None:
    """The guest is locked first and the booking then; a submission does it the other way."""
    publish(hotel, field("diet", asked_of="GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1)
    (guest,) = members(hotel, booking)
    lock = "SELECT 1 FROM hotelmate.booking_guest WHERE hotel_id = %s AND id = %s FOR UPDATE"
    with two_sides(hotel, connect) as (first, second):
        first.does(lambda h: h.value(lock, h.hotel_id, guest))
        second.starts(lambda h: submit(h, booking))
        first.starts(lambda h: save_guest(h, guest, diet="vegan"))
        one_is_the_victim_of_a_deadlock(first, second).commits()


@BOTH_LEVELS
@pytest.mark.parametrize("asks", [True, False])
def test_booking_precheckin_complete__race_a_new_link_before_submission(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, asks: bool
) -> None:
    """The form of the link that is there when it is submitted counts."""
    publish(hotel)
    booking = hotel.booking("CONFIRMED")
    old = link(hotel, booking)
    newest = publish(hotel, required("diet")) if asks else publish(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: link(h, booking), lambda h: submit(h, booking))
        if asks and level == READ_COMMITTED:
            with loses(level, "booking_precheckin_complete"):
                second.commits()
        elif goes_on(second, level):
            assert hotel.read("room_booking", booking, "precheckin_form_version") == newest
    assert hotel.read("booking_token", old, "revoked_reason") == "SUPERSEDED"


@BOTH_LEVELS
def test_token_single_live__race_a_new_link_after_submission(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    version = publish(hotel)
    booking = hotel.booking("CONFIRMED")
    old = link(hotel, booking)
    publish(hotel, required("diet"))
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: submit(h, booking), lambda h: link(h, booking))
        goes_on(second, level)
    assert hotel.read("room_booking", booking, "precheckin_form_version") == version
    assert hotel.read("booking_token", old, "revoked_reason") is None
    assert hotel.read("booking_token", old, "used_at") is not None


def test_precheckin_form_counted__race_two_who_publish(
    hotel: HotelBuilder, connect: Connect
) -> None:
    versions: list[int] = []
    with two_sides(hotel, connect) as (first, second):
        second_waits(
            first,
            second,
            lambda h: versions.append(publish(h, field("diet"))),
            lambda h: versions.append(publish(h, field("arrival"))),
        )
        second.commits()
    assert versions == [1, 2]


@BOTH_LEVELS
def test_erasure_is_final__race_a_new_guest_after_erasure(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("CANCELLED", guests=1)
    (primary,) = members(hotel, booking)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: erase(h, primary), lambda h: h.guest(booking))
        with loses(level, "erasure_is_final"):
            second.commits()
    assert members(hotel, booking) == [primary]


@BOTH_LEVELS
def test_erasure_is_final__race_erasure_after_a_new_guest(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("CONFIRMED", guests=1)
    (primary,) = members(hotel, booking)

    def cancels_and_erases(side: HotelBuilder) -> None:
        side.cancel(booking)
        erase(side, primary)

    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.guest(booking), cancels_and_erases)
        erased = goes_on(second, level)
    # Whoever came in between is still named, and counted as such: the next round finds them.
    counts = [hotel.read("room_booking", booking, f"{name}guest_count") for name in ("", "erased_")]
    assert counts == [2, int(erased)]


def test_erasure_is_final__race_a_note_against_erasure(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking("CANCELLED", guests=1)
    (primary,) = members(hotel, booking)
    of_booking = {"room_id": hotel.room(), "booking_id": booking, "task_type": "STAYOVER"}
    task = hotel.insert("housekeeping_task", **of_booking)
    with two_sides(hotel, connect) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.update("housekeeping_task", task, note="of Ada"),
            lambda h: erase(h, primary),
        )
        second.commits()
    assert hotel.read("housekeeping_task", task, "note") == ""


def test_erasure_is_final__race_erasure_against_a_note(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking("CANCELLED", guests=1)
    (primary,) = members(hotel, booking)
    of_booking = {"room_id": hotel.room(), "booking_id": booking, "task_type": "STAYOVER"}
    task = hotel.insert("housekeeping_task", **of_booking)
    with two_sides(hotel, connect) as (first, second):
        second_waits(
            first,
            second,
            lambda h: erase(h, primary),
            lambda h: h.update("housekeeping_task", task, note="of Ada"),
        )
        with loses(READ_COMMITTED, "erasure_is_final"):
            second.commits()
    assert hotel.read("housekeeping_task", task, "note") == ""


def test_what_began_before_the_submission_is_not_stamped_before_it(
    hotel: HotelBuilder, connect: Connect
) -> None:
    """Of a transaction, now() is when it began: a guest and a submission may come later."""
    booking = hotel.booking("CONFIRMED", guests=1, room_type_id=hotel.family)
    with two_sides(hotel, connect) as (first, second):
        first.does(lambda h: h.value("SELECT now()"))
        second.does(lambda h: submit(h, booking))
        second.commits()
        first.does(
            lambda h: h.insert(
                "booking_guest",
                booking_id=booking,
                role="COMPANION",
                first_name="Late",
                last_name="Joiner",
                precheckin_submitted_at=h.value("SELECT now()"),
            )
        )
        first.commits()
    late = members(hotel, booking)[-1]
    assert hotel.read("booking_guest", late, "precheckin_submitted_at") == hotel.read(
        "room_booking", booking, "precheckin_submitted_at"
    )


def test_token_used_before_expiry__race_a_submission_that_began_before_the_link(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking("CONFIRMED")
    with two_sides(hotel, connect) as (first, second):
        first.does(lambda h: h.value("SELECT now()"))
        second.does(lambda h: link(h, booking))
        second.commits()
        first.does(lambda h: submit(h, booking))
        first.commits()
    used, made = hotel.connection.execute(
        "SELECT used_at, created_at FROM hotelmate.booking_token"
        " WHERE hotel_id = %s AND booking_id = %s",
        (hotel.hotel_id, booking),
    ).fetchall()[0]
    assert used == made


@BOTH_LEVELS
def test_personal_data_erased_after_stay__race_erasure_before_the_end(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("CONFIRMED", guests=1)
    (primary,) = members(hotel, booking)
    lock = "SELECT 1 FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s FOR UPDATE"

    def erase_in_order(by: HotelBuilder) -> None:
        by.value(lock, by.hotel_id, booking)  # a guest locked first may deadlock with the end
        erase(by, primary)

    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.cancel(booking), erase_in_order)
        goes_on(second, level)
    erased = hotel.read("room_booking", booking, "personal_data_erased_at") is not None
    assert erased == (level == READ_COMMITTED)
