"""Erasure: only after the stay, of everything that tells of a guest, for good."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.precheckin import erase, field, members, publish, save_guest, submit
from tests.refusal import refused_by

TOLD: dict[str, Any] = {
    "booker_first_name": "Ada",
    "booker_last_name": "Byron",
    "booker_email": "ada@example.org",
    "booker_phone": "+442079460000",
    "special_requests": "a cot",
}
OPEN = ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED", "assigned", "in_house")
ENDED = ("CANCELLED", "CANCELLED_DRAFT", "DECLINED", "NO_SHOW", "checked_out")


def make(hotel: HotelBuilder, state: str, **columns: Any) -> int:
    if state.islower():
        return int(getattr(hotel, state)(hotel.room(), guests=2, **TOLD, **columns))
    return hotel.booking(state, guests=2, arrival=-1, **TOLD, **columns)


def erase_booking(hotel: HotelBuilder, booking: int) -> int:
    return hotel.run(
        "UPDATE hotelmate.room_booking SET personal_data_erased_at = now()"
        " WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        booking,
    )


@pytest.mark.parametrize("state", OPEN)
def test_personal_data_erased_after_stay__rejects_whoever_is_expected_or_here(
    hotel: HotelBuilder, state: str
) -> None:
    booking = make(hotel, state)
    for guest in members(hotel, booking):
        with refused_by("personal_data_erased_after_stay"):
            erase(hotel, guest)
    with refused_by("personal_data_erased_after_stay"):
        erase_booking(hotel, booking)


@pytest.mark.parametrize("state", ENDED)
def test_personal_data_erased_after_stay__allows_it_of_every_outcome(
    hotel: HotelBuilder, state: str
) -> None:
    booking = make(hotel, state)
    for guest in members(hotel, booking):
        assert erase(hotel, guest) == 1
    assert hotel.read("room_booking", booking, "personal_data_erased_at") is not None
    assert hotel.read("room_booking", booking, "erased_guest_count") == 2


def test_personal_data_erased_after_stay__allows_ending_and_erasing_at_once(
    hotel: HotelBuilder,
) -> None:
    booking = make(hotel, "CONFIRMED")
    now = hotel.value("SELECT now()")
    hotel.update(
        "room_booking",
        booking,
        status="CANCELLED",
        cancellation_reason="other plans of Ada's",
        personal_data_erased_at=now,
    )
    assert hotel.read("room_booking", booking, "cancellation_reason") is None


def test_booking_final_is_frozen__rejects_an_erased_guest_who_moves_to_an_open_booking(
    hotel: HotelBuilder,
) -> None:
    booking, other = make(hotel, "CANCELLED"), hotel.booking()
    companion = members(hotel, booking)[1]
    erase(hotel, companion)
    with refused_by("booking_final_is_frozen"):
        hotel.update("booking_guest", companion, booking_id=other)


def test_erased_holds_no_personal_data__allows_dates_room_and_amounts_to_stay(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, field("diet"), field("diet", asked_of="GUEST"))
    booking = hotel.booking("CONFIRMED", guests=2, **TOLD)
    (primary, companion) = members(hotel, booking)
    hotel.update("booking_guest", primary, email="ada@example.org", phone="+442079460000")
    save_guest(hotel, primary, diet="vegan")
    submit(hotel, booking, diet="vegan")
    hotel.assign(booking, hotel.room())
    hotel.check_in(booking)
    hotel.check_out(booking)
    kept = ("check_in", "check_out", "assigned_room_id", "checked_in_at", "total_amount", "paid_at")
    before = [hotel.read("room_booking", booking, column) for column in kept]
    erase(hotel, primary)
    assert [hotel.read("room_booking", booking, column) for column in kept] == before
    assert [hotel.read("room_booking", booking, column) for column in TOLD] == [None] * 4 + [""]
    assert hotel.read("room_booking", booking, "precheckin_payload") == {}
    columns = ("first_name", "last_name", "email", "phone", "precheckin_payload")
    assert [hotel.read("booking_guest", primary, column) for column in columns] == [
        "(erased)",
        "(erased)",
        None,
        None,
        {},
    ]
    assert hotel.read("booking_guest", companion, "last_name") == "Lovelace"


@pytest.mark.parametrize("state", ["CANCELLED", "DECLINED"])
def test_erased_holds_no_personal_data__allows_reasons_to_go(
    hotel: HotelBuilder, state: str
) -> None:
    column = "cancellation_reason" if state == "CANCELLED" else "decline_reason"
    booking = hotel.booking("PENDING_APPROVAL", guests=1)
    hotel.update("room_booking", booking, status=state, **{column: "Ada is not welcome"})
    erase(hotel, members(hotel, booking)[0])
    assert hotel.read("room_booking", booking, column) is None


def test_what_was_done_to_the_room_during_the_stay_is_erased(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    with hotel.acting(reason="Ada is ill in bed"):
        hotel.update("room", room, turnover_status="CLEANING_IN_PROGRESS")
    with hotel.acting(reason="Ada left it in order"):
        hotel.check_out(booking)
    with hotel.acting(reason="new curtains"):
        hotel.update("room", room, maintenance_required=True)
    erase(hotel, hotel.primary(booking))
    reasons = hotel.value(
        "SELECT array_agg(reason ORDER BY version) FROM hotelmate.room_status_event"
        " WHERE hotel_id = %s AND reason IS NOT NULL",
        hotel.hotel_id,
    )
    assert reasons == ["(erased)", "(erased)", "new curtains"]


@pytest.mark.parametrize(
    "written",
    [
        *({column: value} for column, value in TOLD.items()),
        {"cancellation_reason": "of Ada's"},
        {"decline_reason": "of Ada's"},
    ],
)
def test_erased_holds_no_personal_data__rejects_what_is_written_afterwards(
    hotel: HotelBuilder, written: dict[str, str]
) -> None:
    booking = make(hotel, "CANCELLED")
    erase_booking(hotel, booking)
    with refused_by("erased_holds_no_personal_data"):
        hotel.update("room_booking", booking, **written)


def test_erased_holds_no_personal_data__rejects_a_stamp_alone(hotel: HotelBuilder) -> None:
    booking = make(hotel, "CANCELLED")
    (guest, _) = members(hotel, booking)
    with refused_by("erased_holds_no_personal_data"), checks_alone(hotel.connection):
        erase(hotel, guest)
    with refused_by("erased_holds_no_personal_data"), checks_alone(hotel.connection):
        erase_booking(hotel, booking)


@pytest.mark.parametrize(
    "written",
    [
        {"first_name": "Ada"},
        {"last_name": "Byron"},
        {"email": "ada@example.org"},
        {"phone": "+442079460000"},
        {"precheckin_payload": Jsonb({"diet": "vegan"})},
        {"personal_data_erased_at": None},
        {"personal_data_erased_at": "2020-01-01T00:00Z"},
    ],
)
def test_erasure_is_final__rejects_what_is_written_afterwards(
    hotel: HotelBuilder, written: dict[str, Any]
) -> None:
    publish(hotel, field("diet", asked_of="GUEST"))
    (guest, _) = members(hotel, make(hotel, "CANCELLED"))
    erase(hotel, guest)
    with refused_by("erasure_is_final"):
        hotel.update("booking_guest", guest, **written)


def test_erasure_is_final__rejects_somebody_new_where_data_were_erased(
    hotel: HotelBuilder,
) -> None:
    booking, other = make(hotel, "CANCELLED"), hotel.booking(guests=2)
    companion = members(hotel, other)[1]
    erase_booking(hotel, booking)
    with refused_by("erasure_is_final"):
        hotel.guest(booking)
    with refused_by("erasure_is_final"):
        hotel.insert(
            "booking_guest",
            booking_id=booking,
            role="COMPANION",
            first_name="(erased)",
            last_name="(erased)",
            personal_data_erased_at="2020-01-01T00:00Z",
        )
    with refused_by("erasure_is_final"):
        hotel.update("booking_guest", companion, booking_id=booking)


def test_erasure_is_final__rejects_somebody_from_another_hotel(hotel: HotelBuilder) -> None:
    booking, other = make(hotel, "CANCELLED"), HotelBuilder(hotel.connection)
    erase_booking(hotel, booking)
    other.booking(guests=2, id=booking)
    with refused_by("erasure_is_final"):
        other.update("booking_guest", members(other, booking)[1], hotel_id=hotel.hotel_id)


@pytest.mark.parametrize("noted", ["from the start", "later", "as the task becomes its own"])
def test_erasure_is_final__rejects_a_note_about_whoever_was_erased(
    hotel: HotelBuilder, noted: str
) -> None:
    booking, room = make(hotel, "CANCELLED"), hotel.room()
    erase_booking(hotel, booking)
    task: dict[str, Any] = {"room_id": room, "task_type": "STAYOVER"}
    before: dict[str, Any] = {"note": "of Ada"} if "becomes" in noted else {"booking_id": booking}
    after: dict[str, Any] = {"note": "of Ada", "booking_id": booking}
    with refused_by("erasure_is_final"):
        if noted == "from the start":
            hotel.insert("housekeeping_task", **task, **after)
        else:
            made = hotel.insert("housekeeping_task", **task, **before)
            hotel.update("housekeeping_task", made, **after)


def test_erasure_is_final__rejects_a_note_of_work_that_is_done(hotel: HotelBuilder) -> None:
    """A task that is over stays that of its booking, whatever is written."""
    booking = make(hotel, "CANCELLED")
    task = hotel.insert(
        "housekeeping_task", room_id=hotel.room(), booking_id=booking, task_type="STAYOVER"
    )
    hotel.update("housekeeping_task", task, status="CANCELLED")
    erase_booking(hotel, booking)
    with refused_by("erasure_is_final"):
        hotel.update("housekeeping_task", task, note="of Ada", booking_id=None)


def test_erasure_is_final__allows_work_without_a_note(hotel: HotelBuilder) -> None:
    booking, room = make(hotel, "CANCELLED"), hotel.room()
    erase_booking(hotel, booking)
    task = hotel.insert("housekeeping_task", room_id=room, booking_id=booking, task_type="STAYOVER")
    assert hotel.update("housekeeping_task", task, status="IN_PROGRESS") == 1
    other = hotel.insert("housekeeping_task", room_id=room, task_type="STAYOVER", note="a lamp")
    assert hotel.read("housekeeping_task", other, "note") == "a lamp"


def test_erasure_is_final__allows_what_identifies_nobody(hotel: HotelBuilder) -> None:
    booking = make(hotel, "CANCELLED")
    (primary, companion) = members(hotel, booking)
    erase(hotel, companion)
    assert hotel.update("booking_guest", companion, created_at="2020-01-01T00:00Z") == 1
    # The others keep theirs, and may be named rightly.
    assert hotel.update("booking_guest", primary, last_name="King") == 1
    assert hotel.read("room_booking", booking, "personal_data_erased_at") is None


def test_erasure_is_final__allows_no_forged_moment(hotel: HotelBuilder) -> None:
    booking = make(hotel, "CANCELLED")
    (guest, _) = members(hotel, booking)
    with hotel.connection.transaction():
        hotel.update("booking_guest", guest, personal_data_erased_at="infinity")
        now = hotel.value("SELECT now()")
    assert hotel.read("booking_guest", guest, "personal_data_erased_at") == now
    assert hotel.read("room_booking", booking, "personal_data_erased_at") == now


def test_erasure_is_final__allows_nobody_to_come_erased(hotel: HotelBuilder) -> None:
    booking = make(hotel, "CONFIRMED", room_type_id=hotel.family)
    guest = hotel.insert(
        "booking_guest",
        booking_id=booking,
        role="COMPANION",
        first_name="Eve",
        last_name="Hill",
        personal_data_erased_at="2020-01-01T00:00Z",
    )
    assert hotel.read("booking_guest", guest, "personal_data_erased_at") is None


def test_each_erasure_has_its_audit_row(hotel: HotelBuilder) -> None:
    booking = make(hotel, "checked_out")
    for guest in reversed(members(hotel, booking)):
        with hotel.acting(actor="system:personal-data"):
            erase(hotel, guest)
    rows = hotel.connection.execute(
        "SELECT actor FROM hotelmate.booking_event WHERE hotel_id = %s AND booking_id = %s"
        " AND event_type = 'booking_personal_data_erased'",
        (hotel.hotel_id, booking),
    ).fetchall()
    assert rows == [("system:personal-data",)] * 2


def test_a_companion_becomes_primary_and_was_erased(hotel: HotelBuilder) -> None:
    booking = make(hotel, "CANCELLED")
    (primary, companion) = members(hotel, booking)
    erase(hotel, companion)
    with hotel.connection.transaction():
        hotel.update("booking_guest", primary, role="COMPANION")
        hotel.update("booking_guest", companion, role="PRIMARY")
    # What the booking tells is told of whoever it is for.
    assert hotel.read("room_booking", booking, "booker_email") is None
