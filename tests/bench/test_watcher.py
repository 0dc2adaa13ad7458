"""The watcher sees each contradiction, once nothing is left that makes it impossible."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from bench.proof.server import Server
from bench.spine.race.state_contradictions import STATE_CONTRADICTIONS
from bench.spine.race.trail_contradictions import TRAIL_CONTRADICTIONS
from bench.spine.race.watcher import look_at_all
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
ROOM = "UPDATE hotelmate.room SET {} WHERE id = %({})s"
GUEST_OF = " WHERE booking_id = %(in_house)s"
PLANTS: dict[str, str] = {
    "in_house_booking_without_room": ROOM.format("in_house_booking_id = NULL", "occupied_room"),
    "occupied_room_without_booking": ROOM.format("in_house_booking_id = %(waiting)s", "free_room"),
    "two_active_bookings_in_a_room": BOOKING.format(
        "assigned_room_id = %(waiting_room)s", "confirmed"
    ),
    "ready_room_with_guest": ROOM.format("turnover_status = 'READY_FOR_GUEST'", "occupied_room"),
    "out_of_service_room_with_guest": ROOM.format("is_out_of_order = true", "occupied_room"),
    "waiting_guest_without_ready_room": ROOM.format("maintenance_required = true", "waiting_room"),
    "room_without_confirmed_booking": BOOKING.format("assigned_room_id = %(free_room)s", "draft"),
    "closed_booking_with_room_or_stay": BOOKING.format("status = 'CANCELLED'", "waiting"),
    "confirmed_but_unpaid": BOOKING.format("paid_at = NULL", "confirmed"),
    "confirmed_but_not_approved": BOOKING.format("approved_at = NULL", "confirmed"),
    "unpaid_draft_with_payment": BOOKING.format("payment_authorized_at = now()", "draft"),
    "amounts_differ_from_ledger": BOOKING.format("captured_amount = 1", "confirmed"),
    "money_out_of_nothing": "DELETE FROM hotelmate.payment_entry WHERE kind = 'AUTHORISED'",
    "ledger_of_another_payment": "UPDATE hotelmate.payment SET currency = 'USD'",
    "evidence_without_effect": "UPDATE hotelmate.stripe_webhook_event SET status = 'RECEIVED'",
    "payment_intent_of_two_bookings": (
        "UPDATE hotelmate.stripe_payment_intent SET booking_id = %(draft)s"
    ),
    "hold_that_nobody_releases": BOOKING.format("status = 'DECLINED'", "held"),
    "approved_hold_that_nobody_captures": BOOKING.format("approved_at = now()", "held"),
    "instruction_without_money": (
        "INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)"
        " SELECT hotel_id, id, payment_id, 'REFUND', 1 FROM hotelmate.room_booking"
        " WHERE id = %(held)s"
    ),
    "money_kept_without_a_right": BOOKING.format("status = 'CANCELLED'", "confirmed"),
    "page_that_asks_for_nothing_owed": BOOKING.format("total_amount = 1", "asked"),
    "paid_before_authorised": BOOKING.format(
        "payment_authorized_at = paid_at + INTERVAL '1 s'", "confirmed"
    ),
    "room_with_incomplete_party": BOOKING.format("adults = 2", "waiting"),
    "party_above_capacity": BOOKING.format("children = 7", "confirmed"),
    "not_one_primary_guest": "UPDATE hotelmate.booking_guest SET role = 'PRIMARY'" + GUEST_OF,
    "completed_differs_from_checked_out": BOOKING.format("status = 'CONFIRMED'", "departed"),
    "checked_out_before_checked_in": BOOKING.format("checked_in_at = NULL", "departed"),
    "checked_in_outside_stay_dates": BOOKING.format("check_in = check_in + 1", "departed"),
    "no_show_before_arrival_date_passed": BOOKING.format("status = 'NO_SHOW'", "confirmed"),
    "stamped_in_the_future": BOOKING.format("checked_out_at = now() + INTERVAL '9 s'", "departed"),
    "cleaning_differs_from_task": "UPDATE hotelmate.housekeeping_task SET status = 'OPEN'",
    "two_open_turnover_tasks": (
        "INSERT INTO hotelmate.housekeeping_task (hotel_id, room_id, task_type)"
        " SELECT hotel_id, room_id, task_type FROM hotelmate.housekeeping_task"
    ),
    "guest_without_stay": BOOKING.format("checked_out_at = now()", "in_house"),
    "stay_without_guest": "DELETE FROM hotelmate.guest" + GUEST_OF,
    "chat_differs_from_stay": "DELETE FROM hotelmate.guest_chat_session" + GUEST_OF,
    "live_link_of_closed_booking": BOOKING.format("status = 'CANCELLED'", "linked"),
    "two_live_links": (
        "INSERT INTO hotelmate.booking_token"
        " (hotel_id, booking_id, purpose, token_hash, expires_at)"
        " SELECT hotel_id, booking_id, purpose, token_hash, expires_at FROM hotelmate.booking_token"
    ),
    "device_without_guest": ROOM.format("guest_fcm_token = 'device'", "free_room"),
    "booking_audit_gap": BOOKING.format("version = version + 1", "confirmed"),
    "booking_audit_break": (
        "UPDATE hotelmate.booking_event SET from_status = 'CONFIRMED' WHERE version = 2"
    ),
    "booking_audit_differs_from_booking": BOOKING.format("status = 'DECLINED'", "confirmed"),
    "booking_illegal_step": "UPDATE hotelmate.booking_event SET from_status = 'NO_SHOW'",
    "room_audit_gap": "DELETE FROM hotelmate.room_status_event WHERE version = 1",
    "room_audit_break": "UPDATE hotelmate.room_status_event SET to_turnover = 'LOST'",
    "room_audit_differs_from_room": ROOM.format("is_active = false", "free_room"),
    "room_illegal_step": (
        "UPDATE hotelmate.room_status_event SET to_turnover = 'CLEANED_UNINSPECTED'"
        " WHERE from_turnover = 'READY_FOR_GUEST'"
    ),
    "change_without_actor": "UPDATE hotelmate.booking_event SET actor = ''",
    "booking_change_without_event": "DELETE FROM hotelmate.outbox_event WHERE category = 'booking'",
    "room_change_without_event": "DELETE FROM hotelmate.outbox_event WHERE category = 'rooms'",
    "event_without_change": (
        "UPDATE hotelmate.outbox_event SET scope = scope || '{\"version\": 99}'"
    ),
    "task_without_event": ("DELETE FROM hotelmate.outbox_event WHERE category = 'housekeeping'"),
    "event_of_another_audience": (
        "UPDATE hotelmate.outbox_event SET channels = '{guest.BK-2026-999999}'"
        " WHERE channels[1] LIKE 'guest.%%'"
    ),
    "message_gap": "DELETE FROM hotelmate.realtime_message WHERE position = 2",
    "message_chain_break": (
        "UPDATE hotelmate.realtime_message SET previous = position - 1 WHERE previous IS NULL"
    ),
    "message_of_waiting_event": (
        "UPDATE hotelmate.outbox_event SET event_id ="
        " (SELECT event_id FROM hotelmate.realtime_message LIMIT 1)"
    ),
    "move_without_history": (
        "UPDATE hotelmate.booking_event SET reason = ' ' WHERE event_type = 'booking_room_moved'"
    ),
    "ledger_gap": "DELETE FROM hotelmate.payment_entry WHERE seq = 1",
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
        assert look_at_all(connection) == frozenset()
        connection.execute(DISARM)
        yield Disarmed(connection, ids)


def test_every_contradiction_is_planted_below() -> None:
    assert PLANTS.keys() == STATE_CONTRADICTIONS.keys() | TRAIL_CONTRADICTIONS.keys()


def test_a_healthy_hotel_has_none(disarmed: Disarmed) -> None:
    assert look_at_all(disarmed.connection) == frozenset()


@pytest.mark.parametrize("name", PLANTS)
def test_sees(name: str, disarmed: Disarmed) -> None:
    with disarmed.connection.transaction(force_rollback=True):
        planted = disarmed.connection.execute(PLANTS[name].encode(), disarmed.ids)
        assert planted.rowcount > 0
        seen = {found.name for found in look_at_all(disarmed.connection)}
    assert name in seen
