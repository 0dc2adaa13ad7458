"""Reconciliation mends what the facts decide: audited as SYSTEM, told to those who listen."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from pytest_postgresql.executors import NoopExecutor

from app.consistency.checks import all_checks
from app.consistency.mending.fixes import FIXES
from app.consistency.mending.mending import Ending
from app.consistency.mending.reconciling import Connections, Report
from app.consistency.running import Scope
from tests.checks.planting import NAMED_GUEST, Planting
from tests.checks.reconciling import (
    ACTOR,
    connected,
    everything,
    mend_of,
    planting_in,
    reconciled,
    trail,
)
from tests.conftest import RUN, Server
from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import says
from tests.stripe_payments import approve, held_booking


class Case(NamedTuple):
    """A contradiction that reconciliation mends.

    Attributes:
        name: of the finding.
        plant: makes it, and returns the id of the booking or room it is about.
        trail: `booking` or `room`: whose audit row and event tell of it.
        event: the type of the event.
        holds: what is true of the row when it is mended: table, column, value.
    """

    name: str
    plant: Callable[[Planting], int]
    trail: str
    event: str
    holds: tuple[str, str, Any] | None = None


def vacate(planting: Planting) -> int:
    hotel = planting.hotel
    room = hotel.room()
    booking = hotel.in_house(room)
    planting.drop("booking_in_house_occupies_room", NAMED_GUEST)
    hotel.update("room", room, in_house_booking_id=None)
    for status in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"):
        hotel.update("room", room, turnover_status=status)
    assert hotel.read("room_booking", booking, "occupancy") == "IN_HOUSE"
    return room


def keep_who_left(planting: Planting) -> int:
    hotel = planting.hotel
    room = hotel.room()
    left = hotel.checked_out(room)
    planting.drop("room_occupied_by_in_house_booking", NAMED_GUEST)
    hotel.update("room", room, in_house_booking_id=left)
    return room


def confuse_guests(planting: Planting) -> int:
    hotel = planting.hotel
    room = hotel.room()
    hotel.in_house(room)
    left = hotel.checked_out(hotel.room())
    planting.drop(
        "room_occupied_by_in_house_booking", "booking_in_house_occupies_room", NAMED_GUEST
    )
    hotel.update("room", room, in_house_booking_id=left)
    return room


def hold_a_room_for_nobody(planting: Planting) -> int:
    hotel = planting.hotel
    room, booking = hotel.room(), hotel.booking("CANCELLED")
    planting.drop("booking_closed_holds_no_room")
    now = hotel.value("SELECT now()")
    with planting.unguarded():
        hotel.update(
            "room_booking",
            booking,
            assigned_room_id=room,
            room_assigned_at=now,
            room_assigned_by="restore",
        )
    return booking


def forget_a_draft(planting: Planting) -> int:
    booking = planting.hotel.booking()
    then = planting.hotel.value("SELECT now() - interval '10 minutes'")
    planting.hotel.update("room_booking", booking, expires_at=then)
    return booking


def miscount(planting: Planting) -> int:
    booking = planting.hotel.booking("CONFIRMED", guests=2)
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, staying_guest_count=1)
    return booking


def leave_a_guest_open(planting: Planting) -> int:
    hotel = planting.hotel
    room = hotel.room()
    booking = hotel.checked_out(room)
    planting.drop("guest_in_room_of_booking")
    hotel.run(
        "UPDATE hotelmate.guest SET room_id = %s, checked_out_at = NULL WHERE booking_id = %s",
        room,
        booking,
    )
    return booking


def lose_a_guest(planting: Planting) -> int:
    hotel = planting.hotel
    booking = hotel.in_house(hotel.room())
    planting.drop("guest_in_house_while_booking_is")
    hotel.run("DELETE FROM hotelmate.guest WHERE booking_id = %s", booking)
    return booking


def leave_a_guest_next_door(planting: Planting) -> int:
    hotel = planting.hotel
    booking, other = hotel.in_house(hotel.room()), hotel.room()
    planting.drop("guest_in_room_of_booking")
    hotel.run("UPDATE hotelmate.guest SET room_id = %s WHERE booking_id = %s", other, booking)
    return booking


def forget_when_a_guest_left(planting: Planting) -> int:
    hotel = planting.hotel
    booking = hotel.checked_out(hotel.room())
    planting.drop("guest_in_room_until_check_out")
    hotel.run("UPDATE hotelmate.guest SET checked_out_at = NULL WHERE booking_id = %s", booking)
    return booking


def leave_a_chat_open(planting: Planting) -> int:
    hotel = planting.hotel
    room = hotel.room()
    booking = hotel.checked_out(room)
    planting.drop("chat_open_while_in_house")
    hotel.run(
        "UPDATE hotelmate.guest_chat_session SET room_id = %s, closed_at = NULL"
        " WHERE booking_id = %s",
        room,
        booking,
    )
    return booking


def close_a_chat(planting: Planting) -> int:
    hotel = planting.hotel
    booking = hotel.in_house(hotel.room())
    planting.drop("chat_open_until_check_out")
    hotel.run(
        "UPDATE hotelmate.guest_chat_session SET room_id = NULL, closed_at = now()"
        " WHERE booking_id = %s",
        booking,
    )
    return booking


def forget_when_a_chat_closed(planting: Planting) -> int:
    hotel = planting.hotel
    booking = hotel.checked_out(hotel.room())
    planting.drop("chat_room_until_closed")
    hotel.run(
        "UPDATE hotelmate.guest_chat_session SET closed_at = NULL WHERE booking_id = %s", booking
    )
    return booking


def leave_a_link_live(planting: Planting) -> int:
    hotel = planting.hotel
    booking = hotel.booking("CANCELLED")
    planting.drop("token_live_needs_open_booking")
    hotel.insert(
        "booking_token",
        booking_id=booking,
        purpose="MANAGEMENT",
        token_hash=b"h" * 32,
        expires_at=hotel.value("SELECT now() + interval '1 day'"),
    )
    return booking


def keep_a_device(planting: Planting) -> int:
    room = planting.hotel.room()
    planting.drop("room_device_needs_guest")
    planting.hotel.update("room", room, guest_fcm_token="of-a-stranger")
    return room


def lose_paid_at(planting: Planting) -> int:
    booking = planting.hotel.booking("CONFIRMED")
    planting.drop("booking_confirmed_is_paid", "booking_payment_stamped")
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, paid_at=None)
    return booking


def lose_paid_at_of_a_cancelled_booking(planting: Planting) -> int:
    booking = planting.hotel.booking("CONFIRMED")
    planting.hotel.cancel(booking)
    planting.drop("booking_payment_stamped")
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, paid_at=None)
    return booking


def lose_the_authorisation(planting: Planting, status: str) -> int:
    booking = planting.hotel.booking(status)
    planting.drop(
        "booking_pending_approval_is_authorised",
        "booking_paid_was_authorised",
        "booking_payment_stamped",
    )
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, payment_authorized_at=None)
    return booking


def forget_the_payment(planting: Planting) -> int:
    booking = planting.hotel.booking("PENDING_APPROVAL")
    planting.drop("booking_amounts_need_ledger")
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, payment_id=None, payment_seq=None)
    return booking


def miss_a_capture(planting: Planting) -> int:
    hotel = planting.hotel
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    planting.drop("tg_payment_entry__2_booking")
    says(hotel.connection, intent.captured())
    return booking


def miss_a_refund(planting: Planting) -> int:
    booking = planting.hotel.booking("CONFIRMED")
    planting.drop("tg_payment_entry__2_booking")
    planting.hotel.pay(booking, "REFUNDED", 500)
    return booking


def forge_an_amount(planting: Planting) -> int:
    booking = planting.hotel.booking("CONFIRMED")
    planting.drop("booking_amounts_are_ledgers")
    planting.hotel.update("room_booking", booking, refunded_amount=500)
    return booking


def miss_a_payment(planting: Planting) -> int:
    booking = planting.hotel.booking()
    planting.drop("tg_payment_entry__2_booking")
    planting.hotel.authorise(booking)
    return booking


def change_a_room_past_its_trail(planting: Planting) -> int:
    room = planting.hotel.room()
    with planting.unguarded():
        planting.hotel.update("room", room, maintenance_required=True)
    return room


def change_a_room_without_a_row(planting: Planting) -> int:
    room = planting.hotel.room()
    with planting.unguarded():
        planting.hotel.update("room", room, maintenance_required=True, version=2)
    return room


def cancel_without_a_row(planting: Planting) -> int:
    hotel = planting.hotel
    booking = hotel.booking()
    version = hotel.read("room_booking", booking, "version") + 1
    with planting.unguarded():
        hotel.update(
            "room_booking",
            booking,
            status="CANCELLED_DRAFT",
            cancelled_at=hotel.value("SELECT now()"),
            version=version,
        )
    return booking


def decline_past_the_trail(planting: Planting) -> int:
    booking = planting.hotel.booking("PENDING_APPROVAL")
    now = planting.hotel.value("SELECT now()")
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, status="DECLINED", decision_at=now)
    return booking


BOOKING = "room_booking"
CASES = {
    "a room that does not name its guest": Case(
        "booking_in_house_occupies_room",
        vacate,
        "room",
        "room_occupancy_updated",
        ("room", "room_status", "OCCUPIED"),
    ),
    "a room that names a guest who left": Case(
        "room_occupied_by_in_house_booking",
        keep_who_left,
        "room",
        "room_occupancy_updated",
        ("room", "room_status", "CHECKOUT_DIRTY"),
    ),
    "a room that names another guest": Case(
        "room_occupied_by_in_house_booking",
        confuse_guests,
        "room",
        "room_occupancy_updated",
        ("room", "room_status", "OCCUPIED"),
    ),
    "a room held for nobody": Case(
        "booking_closed_holds_no_room",
        hold_a_room_for_nobody,
        "booking",
        "booking_room_unassigned",
        (BOOKING, "room_assigned_by", None),
    ),
    "a draft past its expiry": Case(
        "drafts_past_expiry",
        forget_a_draft,
        "booking",
        "booking_draft_expired",
        (BOOKING, "status", "CANCELLED_DRAFT"),
    ),
    "a party that was miscounted": Case(
        "booking_guests_counted",
        miscount,
        "booking",
        "booking_party_updated",
        (BOOKING, "staying_guest_count", 2),
    ),
    "a guest record left open": Case(
        "guest_in_house_while_booking_is", leave_a_guest_open, "booking", "booking_corrected"
    ),
    "a guest record that is missing": Case(
        "guest_in_house_while_booking_is", lose_a_guest, "booking", "booking_corrected"
    ),
    "a guest record next door": Case(
        "guest_in_room_of_booking", leave_a_guest_next_door, "booking", "booking_corrected"
    ),
    "a guest record without its end": Case(
        "guest_in_room_until_check_out", forget_when_a_guest_left, "booking", "booking_corrected"
    ),
    "a chat without its end": Case(
        "chat_room_until_closed", forget_when_a_chat_closed, "booking", "booking_corrected"
    ),
    "a chat left open": Case(
        "chat_open_while_in_house", leave_a_chat_open, "booking", "booking_corrected"
    ),
    "a chat closed too early": Case(
        "chat_open_until_check_out", close_a_chat, "booking", "booking_corrected"
    ),
    "a link left live": Case(
        "token_live_needs_open_booking", leave_a_link_live, "booking", "booking_corrected"
    ),
    "a device in a vacant room": Case(
        "room_device_needs_guest",
        keep_a_device,
        "room",
        "room_updated",
        ("room", "guest_fcm_token", None),
    ),
    "a missing paid_at": Case(
        "booking_confirmed_is_paid", lose_paid_at, "booking", "booking_corrected"
    ),
    "a missing paid_at of a cancelled booking": Case(
        "booking_payment_stamped",
        lose_paid_at_of_a_cancelled_booking,
        "booking",
        "booking_corrected",
    ),
    "a missing authorisation": Case(
        "booking_pending_approval_is_authorised",
        lambda planting: lose_the_authorisation(planting, "PENDING_APPROVAL"),
        "booking",
        "booking_corrected",
    ),
    "a missing authorisation of what is paid": Case(
        "booking_paid_was_authorised",
        lambda planting: lose_the_authorisation(planting, "CONFIRMED"),
        "booking",
        "booking_corrected",
    ),
    "a payment that was forgotten": Case(
        "booking_amounts_need_ledger", forget_the_payment, "booking", "booking_corrected"
    ),
    "a capture that was missed": Case(
        "booking_amounts_are_ledgers",
        miss_a_capture,
        "booking",
        "booking_confirmed",
        (BOOKING, "status", "CONFIRMED"),
    ),
    "a refund that was missed": Case(
        "booking_amounts_are_ledgers",
        miss_a_refund,
        "booking",
        "booking_corrected",
        (BOOKING, "refunded_amount", 500),
    ),
    "a forged amount": Case(
        "booking_amounts_are_ledgers",
        forge_an_amount,
        "booking",
        "booking_corrected",
        (BOOKING, "refunded_amount", 0),
    ),
    "a payment at the desk that was missed": Case(
        "booking_pending_payment_is_unpaid",
        miss_a_payment,
        "booking",
        "booking_payment_authorised",
        (BOOKING, "authorised_amount", 20000),
    ),
    "a room that was changed past its trail": Case(
        "room_has_audit_row",
        change_a_room_past_its_trail,
        "room",
        "room_updated",
        ("room", "room_status", "MAINTENANCE_REQUIRED"),
    ),
    "a room whose last change left no audit row": Case(
        "room_has_audit_row",
        change_a_room_without_a_row,
        "room",
        "room_updated",
        ("room", "version", 2),
    ),
    "a booking whose last change left no audit row": Case(
        "booking_has_audit_row",
        cancel_without_a_row,
        "booking",
        "booking_corrected",
        (BOOKING, "status", "CANCELLED_DRAFT"),
    ),
    "a booking that was changed past its trail": Case(
        "booking_has_audit_row",
        decline_past_the_trail,
        "booking",
        "booking_corrected",
        (BOOKING, "status", "DECLINED"),
    ),
}


class Played(NamedTuple):
    """A contradiction that was planted in a private database and reconciled there.

    Attributes:
        case: what it is.
        url: of the database.
        connections: by which it was reconciled.
        hotel: where.
        row: the id of the booking or room it is about.
        before, after: a print of every table before and after the dry run.
        dry: what the dry run said, which came first.
        real: what the run said that mended it.
    """

    case: Case
    url: str
    connections: Connections
    hotel: HotelBuilder
    row: int
    before: dict[str, Any]
    after: dict[str, Any]
    dry: Report
    real: Report


@pytest.fixture(scope="module", params=CASES)
def played(
    request: pytest.FixtureRequest, cluster: Server, template: NoopExecutor
) -> Iterator[Played]:
    """Each case, played once for all tests of it."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    url = cluster.database(name)
    case = CASES[request.param]
    with (
        cluster.copy_of(template.template_dbname, name),
        connected(url) as connections,
    ):
        hotel = HotelBuilder(connections.writing)
        with planting_in(hotel) as planting:
            row = case.plant(planting)
        before = everything(hotel)
        scope = Scope(only=(case.name,)) if FIXES[case.name].by_name_only else None
        dry = reconciled(url, scope, dry_run=True, connections=connections)
        after = everything(hotel)
        real = reconciled(url, scope, connections=connections)
        yield Played(case, url, connections, hotel, row, before, after, dry, real)


def test_every_fix_is_of_something_that_a_check_finds() -> None:
    assert set(FIXES) <= {name for check in all_checks() for name in check.row_names}
    assert set(FIXES) == {case.name for case in CASES.values()}


def test_it_is_mended_with_audit_row_and_event(played: Played) -> None:
    case, hotel, row = played.case, played.hotel, played.row
    mend = mend_of(played.real, case.name)
    assert (mend.ending, bool(mend.told)) == (Ending.MENDED, True), mend
    finding = mend.found.finding
    reason = f"reconcile: {finding.subject}: {finding.finding}"
    assert trail(hotel, case.trail, row) == (ACTOR, "SYSTEM", reason, case.event)
    if case.holds is not None:
        table, column, value = case.holds
        assert hotel.read(table, row, column) == value
    again = Scope(only=(case.name,))
    assert reconciled(played.url, again, connections=played.connections).mends == []


def test_a_dry_run_says_the_same_and_writes_nothing(played: Played) -> None:
    name = played.case.name
    assert played.after == played.before
    assert mend_of(played.dry, name).ending is Ending.MENDED
    assert name in {mend.found.finding.check_name for mend in played.dry.left}
    assert mend_of(played.real, name).told == mend_of(played.dry, name).told
