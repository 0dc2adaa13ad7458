"""The watcher asks all that it should, and sees what nothing is left to make impossible."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from app.consistency.checks import all_checks
from bench.proof.server import Server
from bench.spine.race.beyond_checks import BEYOND_CHECKS
from bench.spine.race.watcher import EVERYTHING, OF_STATE, OF_TRAIL
from tests.consistency import TIME_AND_WORLD, look
from tests.hotel_builder import HotelBuilder

# Foreign keys before the unique keys that they need.
DISARM = """
DO $$
DECLARE
    part record;
BEGIN
    FOR part IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint
        WHERE connamespace = 'hotelmate'::regnamespace AND conrelid <> 0
            AND contype IN ('f', 'c', 'u', 'x')
        ORDER BY contype = 'f' DESC
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', part.relation, part.conname);
    END LOOP;
    FOR part IN SELECT indexrelid::regclass AS relation
        FROM pg_index JOIN pg_class ON oid = indrelid
        WHERE relnamespace = 'hotelmate'::regnamespace AND indisunique AND NOT indisprimary
    LOOP
        EXECUTE format('DROP INDEX %s', part.relation);
    END LOOP;
    FOR part IN SELECT oid::regclass AS relation FROM pg_class
        WHERE relnamespace = 'hotelmate'::regnamespace AND relkind = 'r'
    LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', part.relation);
    END LOOP;
END
$$
"""
BOOKING = "UPDATE hotelmate.room_booking SET {} WHERE id = %({})s"
GUEST_OF = " WHERE booking_id = %(in_house)s"
# Of the state and of the trail; that each check finds its own, tests/checks says.
CHECKED: dict[str, str] = {
    "room_single_active_assignment": BOOKING.format(
        "assigned_room_id = %(waiting_room)s", "confirmed"
    ),
    "booking_confirmed_is_paid": BOOKING.format("paid_at = NULL", "confirmed"),
    "booking_has_audit_row": BOOKING.format("version = version + 1", "confirmed"),
    "changes_without_event": "DELETE FROM hotelmate.outbox_event WHERE category = 'booking'",
}
BEYOND: dict[str, str] = {
    "room_single_open_turnover_task": (
        "INSERT INTO hotelmate.housekeeping_task (hotel_id, room_id, task_type)"
        " SELECT hotel_id, room_id, task_type FROM hotelmate.housekeeping_task"
    ),
    "token_single_live": (
        "INSERT INTO hotelmate.booking_token"
        " (hotel_id, booking_id, purpose, token_hash, expires_at)"
        " SELECT hotel_id, booking_id, purpose, token_hash, expires_at FROM hotelmate.booking_token"
    ),
    "guest_single_per_party_member": "UPDATE hotelmate.guest SET booking_guest_id = 1" + GUEST_OF,
    "chat_single_per_booking": (
        "INSERT INTO hotelmate.guest_chat_session (hotel_id, booking_id, room_id, opened_at)"
        " SELECT hotel_id, booking_id, room_id, opened_at FROM hotelmate.guest_chat_session"
        + GUEST_OF
    ),
    "payment_intent_single_payment": "UPDATE hotelmate.payment SET payment_intent_id = 'pi_same'",
    "booking_change_told_once": (
        "UPDATE hotelmate.outbox_event SET event_type = 'booking_updated'"
        " WHERE event_type = 'booking_confirmed'"
    ),
    "room_change_told_once": (
        "INSERT INTO hotelmate.outbox_event"
        " (hotel_id, event_id, channels, category, event_type, payload, scope)"
        " SELECT hotel_id, gen_random_uuid(), channels, category, event_type, payload, scope"
        " FROM hotelmate.outbox_event WHERE category = 'rooms'"
    ),
    "task_status_told": "UPDATE hotelmate.housekeeping_task SET status = 'CANCELLED'",
    "event_names_version": (
        "UPDATE hotelmate.outbox_event SET scope = scope - 'version' WHERE category = 'rooms'"
    ),
    "reason_says_something": (
        "UPDATE hotelmate.booking_event SET reason = ' ' WHERE event_type = 'booking_room_moved'"
    ),
    "move_in_house_is_told_as_one": (
        "UPDATE hotelmate.booking_event SET event_type = 'booking_room_reassigned'"
        " WHERE event_type = 'booking_room_moved'"
    ),
    "closed_booking_counts_guests": BOOKING.format("staying_guest_count = 5", "departed"),
}


@dataclass(frozen=True)
class Disarmed:
    """A hotel with bookings in every stage, in a database whose rules are gone."""

    connection: psycopg.Connection[Any]
    ids: dict[str, int]


def make_hotel(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Make bookings in every stage, one of them moved, and a room that is being cleaned."""
    hotel = HotelBuilder(connection)
    rooms = {
        f"{name}_room": hotel.room() for name in ("free", "waiting", "occupied", "left", "cleaned")
    }
    bookings = {
        "draft": hotel.booking(),
        "asked": hotel.booking(),
        "held": hotel.booking(),
        "confirmed": hotel.booking("CONFIRMED"),
        "linked": hotel.booking("CONFIRMED"),
        "waiting": hotel.assigned(rooms["waiting_room"]),
        "in_house": hotel.in_house(rooms["left_room"], guests=2),
        "departed": hotel.checked_out(rooms["cleaned_room"]),
    }
    hotel.pay_by_stripe(bookings["held"], "AUTHORISED", 20000)
    pages = {"success_url": "https://hotel.test/paid", "cancel_url": "https://hotel.test/"}
    hotel.insert("payment_session", booking_id=bookings["asked"], **pages)
    with hotel.acting(reason="noise"):
        hotel.assign(bookings["in_house"], rooms["occupied_room"])
    hotel.update("room", rooms["cleaned_room"], turnover_status="CLEANING_IN_PROGRESS")
    hotel.run(
        "INSERT INTO hotelmate.booking_token"
        " (hotel_id, booking_id, purpose, token_hash, expires_at)"
        " VALUES (%s, %s, 'PRECHECKIN', sha256('link'), now() + INTERVAL '1 day')",
        hotel.hotel_id,
        bookings["linked"],
    )
    # Some events are messages already; the later ones wait.
    hotel.run("SELECT hotelmate.number_events(%s, 20)", hotel.hotel_id)
    return rooms | bookings


@pytest.fixture(scope="module")
def disarmed(server: str) -> Iterator[Disarmed]:
    with (
        Server(server).database("watched") as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        ids = make_hotel(connection)
        assert look(connection, EVERYTHING) == []
        connection.execute(DISARM)
        yield Disarmed(connection, ids)


def test_every_check_is_asked_but_those_of_time_and_of_the_world() -> None:
    names = [check.name for check in EVERYTHING]
    assert len(names) == len(set(names))
    assert {check.name for check in all_checks()} - set(names) == TIME_AND_WORLD


def test_what_is_left_out_no_rule_holds() -> None:
    assert not any(check.rules for check in all_checks() if check.name in TIME_AND_WORLD)


def test_everything_beyond_the_checks_is_planted_below() -> None:
    assert BEYOND.keys() == {check.name for check in BEYOND_CHECKS}


@pytest.mark.proof
def test_a_healthy_hotel_has_none(disarmed: Disarmed) -> None:
    assert look(disarmed.connection, (*OF_STATE, *OF_TRAIL)) == []


@pytest.mark.proof
@pytest.mark.parametrize("name", [*CHECKED, *BEYOND])
def test_sees(name: str, disarmed: Disarmed) -> None:
    plant = (CHECKED | BEYOND)[name]
    with disarmed.connection.transaction(force_rollback=True):
        planted = disarmed.connection.execute(plant.encode(), disarmed.ids)
        assert planted.rowcount > 0
        seen = {found.name for found in look(disarmed.connection, (*OF_STATE, *OF_TRAIL))}
    assert name in seen
