"""Erasure breaks no rule and no check, whatever became of the booking, and nothing else changes."""

from typing import Any

import psycopg
import pytest

from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder
from tests.personal_data.ended import OUTCOMES, TOLD, erase, publish_form, stayed
from tests.refusal import refused_by

# What statistics and the law need of a booking.
KEPT = (
    "status",
    "check_in",
    "check_out",
    "adults",
    "children",
    "staying_guest_count",
    "assigned_room_id",
    "checked_in_at",
    "checked_out_at",
    "total_amount",
    "currency",
    "captured_amount",
    "refunded_amount",
    "disputed_amount",
    "precheckin_submitted_at",
)


@pytest.fixture
def hotel(owner: psycopg.Connection[Any]) -> HotelBuilder:
    built = HotelBuilder(owner)
    publish_form(built)
    return built


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_erasure_contradicts_nothing_and_keeps_dates_room_and_amounts(
    hotel: HotelBuilder, outcome: str
) -> None:
    booking = OUTCOMES[outcome](hotel)
    before = [hotel.read("room_booking", booking, column) for column in KEPT]
    assert contradictions(hotel.connection, hotel.slug) == []

    assert erase(hotel, booking) == 2

    assert [hotel.read("room_booking", booking, column) for column in KEPT] == before
    assert contradictions(hotel.connection, hotel.slug) == []


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_nothing_that_was_told_is_left_of_a_booking(hotel: HotelBuilder, outcome: str) -> None:
    booking = OUTCOMES[outcome](hotel)
    assert left(hotel)

    erase(hotel, booking)

    assert left(hotel) == []


def left(hotel: HotelBuilder) -> list[str]:
    """Return the columns of all tables in which something of the hotel tells of the guest."""
    found = []
    for table, columns in hotel.connection.execute(
        "SELECT table_name, string_agg(quote_ident(column_name) || '::text', ', ')"
        " FROM information_schema.columns"
        " WHERE table_schema = 'hotelmate' AND is_generated = 'NEVER'"
        " GROUP BY table_name HAVING bool_or(column_name = 'hotel_id')"
    ).fetchall():
        count = hotel.value(
            f"SELECT count(*) FROM hotelmate.{table}"
            f" WHERE hotel_id = %s AND concat_ws(' ', {columns}) ~* %s",
            hotel.hotel_id,
            f"{TOLD['name']}|C01X00T47|4930123456",
        )
        if count:
            found.append(f"{table}: {count}")
    return sorted(found)


def test_erasing_companions_alone_leaves_the_booking_as_it_was(hotel: HotelBuilder) -> None:
    booking = stayed(hotel)

    hotel.run(
        "UPDATE hotelmate.booking_guest SET personal_data_erased_at = now()"
        " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
        hotel.hotel_id,
        booking,
    )

    assert hotel.read("room_booking", booking, "special_requests") == TOLD["text"]
    assert hotel.read("room_booking", booking, "personal_data_erased_at") is None
    assert contradictions(hotel.connection, hotel.slug) == []


def test_what_the_booking_tells_can_be_erased_by_itself(hotel: HotelBuilder) -> None:
    booking = stayed(hotel)

    hotel.run(
        "UPDATE hotelmate.room_booking SET personal_data_erased_at = now()"
        " WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        booking,
    )

    assert hotel.read("room_booking", booking, "booker_last_name") is None
    assert contradictions(hotel.connection, hotel.slug) == []


# Of evidence only the reason goes, and only by erasure.


@pytest.mark.parametrize("table", ["booking_event", "room_status_event", "payment_entry"])
def test_evidence_is_append_only__rejects_erasing_a_reason_by_hand(
    hotel: HotelBuilder, table: str
) -> None:
    stayed(hotel)
    with refused_by("evidence_is_append_only"):
        hotel.run(
            f"UPDATE hotelmate.{table} SET reason = '(erased)' WHERE hotel_id = %s", hotel.hotel_id
        )


@pytest.mark.parametrize("change", ["actor = 'nobody'", "reason = 'another'", "created_at = now()"])
def test_evidence_is_append_only__rejects_what_a_trigger_changes_besides_the_reason(
    clone: str, change: str
) -> None:
    with psycopg.connect(clone, autocommit=True) as connection:
        hotel = HotelBuilder(connection)
        publish_form(hotel)
        booking = stayed(hotel)
        connection.execute(
            "CREATE FUNCTION forge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" UPDATE hotelmate.booking_event SET {change}; RETURN NULL; END $$"
        )
        connection.execute(
            "CREATE TRIGGER forge AFTER UPDATE ON hotelmate.room FOR EACH ROW"
            " EXECUTE FUNCTION forge()"
        )
        with refused_by("evidence_is_append_only"):
            hotel.run("UPDATE hotelmate.room SET maintenance_required = true WHERE hotel_id = 1")
        assert booking


def test_evidence_is_append_only__allows_erasure_of_the_reason_alone(hotel: HotelBuilder) -> None:
    booking = stayed(hotel)
    unchanged = (
        "SELECT to_jsonb(e) - 'reason' FROM hotelmate.{} AS e WHERE hotel_id = %s ORDER BY 1"
    )
    tables = ("booking_event", "room_status_event", "payment_entry")

    def rows(table: str) -> list[Any]:
        return hotel.connection.execute(
            unchanged.format(table).encode(), (hotel.hotel_id,)
        ).fetchall()

    before = {table: rows(table) for table in tables}
    erase(hotel, booking)

    for table in tables:
        after = rows(table)
        assert [row for row in before[table] if row not in after] == []
    reasons = {
        reason
        for table in tables
        for (reason,) in hotel.connection.execute(
            f"SELECT reason FROM hotelmate.{table} WHERE hotel_id = %s AND reason IS NOT NULL",
            (hotel.hotel_id,),
        )
    }
    assert reasons == {"(erased)"}


def test_payment_instruction_is_final__rejects_another_reason(hotel: HotelBuilder) -> None:
    booking = OUTCOMES["CANCELLED, paid by card and disputed"](hotel)
    instruction = hotel.value(
        "SELECT id FROM hotelmate.payment_instruction WHERE hotel_id = %s AND booking_id = %s"
        " LIMIT 1",
        hotel.hotel_id,
        booking,
    )
    with refused_by("payment_instruction_is_final"):
        hotel.update("payment_instruction", instruction, reason="(erased)")


def test_payment_session_moves_on__rejects_another_return_address(hotel: HotelBuilder) -> None:
    booking = OUTCOMES["CANCELLED_DRAFT"](hotel)
    with refused_by("payment_session_moves_on"):
        hotel.run(
            "UPDATE hotelmate.payment_session SET success_url = 'https://erased.invalid/',"
            " cancel_url = 'https://erased.invalid/' WHERE hotel_id = %s AND booking_id = %s",
            hotel.hotel_id,
            booking,
        )
