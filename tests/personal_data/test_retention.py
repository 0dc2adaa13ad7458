"""What is kept for longer than the hotel may is erased by itself."""

import asyncio

import psycopg
import pytest

from app.consistency.checks import all_checks
from app.database import Database
from app.metrics import Metrics
from app.personal_data import retention
from app.queries import personal_data as queries
from tests.api.serving import settings_for
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.personal_data.ended import told
from tests.refusal import refused_by

DAYS = 30
(CHECK,) = (each for each in all_checks() if each.name == "personal_data_kept_too_long")


def run_job(database_url: str) -> int:
    async def run() -> int:
        database = Database(settings_for(database_url), Metrics())
        await database.open()
        try:
            return await retention.erase_overdue(database)
        finally:
            await database.close()

    return asyncio.run(run())


@pytest.fixture
def short(hotel: HotelBuilder) -> HotelBuilder:
    """A hotel that keeps personal data for 30 days after departure."""
    hotel.run(
        "UPDATE hotelmate.hotel SET personal_data_days = %s WHERE hotel_id = %s",
        DAYS,
        hotel.hotel_id,
    )
    return hotel


def departed(hotel: HotelBuilder, days_ago: int, status: str = "CANCELLED") -> int:
    """Make a booking that ended, whose last day is so many days ago."""
    return told(hotel, status, arrival=-days_ago - 2, nights=2)


def is_erased(hotel: HotelBuilder, booking: int) -> bool:
    return hotel.read("room_booking", booking, "personal_data_erased_at") is not None


@pytest.mark.parametrize("status", ["CANCELLED", "DECLINED", "CANCELLED_DRAFT", "NO_SHOW"])
def test_what_is_past_the_period_is_erased_and_says_so(
    database_url: str, short: HotelBuilder, status: str
) -> None:
    booking = departed(short, DAYS + 1, status)

    run_job(database_url)

    assert is_erased(short, booking)
    names = short.connection.execute(
        "SELECT DISTINCT first_name, last_name, email, phone FROM hotelmate.booking_guest"
        " WHERE hotel_id = %s AND booking_id = %s",
        (short.hotel_id, booking),
    ).fetchall()
    assert names == [("(erased)", "(erased)", None, None)]
    trail = short.connection.execute(
        "SELECT event_type, actor, source FROM hotelmate.booking_event"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY version DESC LIMIT 1",
        (short.hotel_id, booking),
    ).fetchone()
    assert trail == ("booking_personal_data_erased", "system:personal-data", "SYSTEM")


def test_what_is_within_the_period_stays(database_url: str, short: HotelBuilder) -> None:
    last_day = departed(short, DAYS)
    still_open = told(short, "CONFIRMED", arrival=-DAYS - 9, nights=2)

    run_job(database_url)

    assert not is_erased(short, last_day)
    assert not is_erased(short, still_open)


def test_a_period_longer_than_the_calendar_keeps_no_other_hotel_from_being_erased(
    database_url: str, short: HotelBuilder, owner: psycopg.Connection
) -> None:
    for_ever = HotelBuilder(owner)
    kept = departed(for_ever, 9)
    overdue = departed(short, DAYS + 1)
    for_ever.run(
        "UPDATE hotelmate.hotel SET personal_data_days = 2147483647 WHERE hotel_id = %s",
        for_ever.hotel_id,
    )
    try:
        run_job(database_url)
    finally:  # the check of all hotels reads it too
        for_ever.run(
            "UPDATE hotelmate.hotel SET personal_data_days = 365 WHERE hotel_id = %s",
            for_ever.hotel_id,
        )

    assert is_erased(short, overdue)
    assert not is_erased(for_ever, kept)


def test_the_day_is_that_of_the_hotels_calendar(
    database_url: str, owner: psycopg.Connection
) -> None:
    """At the ends of the earth it is another day at any moment."""
    houses = [
        HotelBuilder(owner, time_zone=zone) for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    ]
    for house in houses:
        house.run(
            "UPDATE hotelmate.hotel SET personal_data_days = %s WHERE hotel_id = %s",
            DAYS,
            house.hotel_id,
        )
    assert houses[0].today() > houses[1].today()
    same_day = (houses[0].today() - houses[1].today()).days
    early = told(houses[0], "CANCELLED", arrival=-DAYS - 3, nights=2)
    late = told(houses[1], "CANCELLED", arrival=-DAYS - 3 + same_day, nights=2)

    run_job(database_url)

    assert is_erased(houses[0], early)
    assert not is_erased(houses[1], late)


def test_companions_are_erased_although_their_primary_guest_was_before(
    database_url: str, short: HotelBuilder
) -> None:
    booking = departed(short, DAYS + 1)
    short.run(
        "UPDATE hotelmate.booking_guest SET personal_data_erased_at = now()"
        " WHERE hotel_id = %s AND primary_of_booking_id = %s",
        short.hotel_id,
        booking,
    )
    assert is_erased(short, booking)

    run_job(database_url)

    assert short.read("room_booking", booking, "erased_guest_count") == 2


def test_a_backlog_is_worked_off_in_pieces(
    database_url: str, short: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookings = [departed(short, DAYS + 1 + late) for late in range(5)]
    monkeypatch.setattr(retention, "AT_ONCE", 2)

    run_job(database_url)

    assert all(is_erased(short, booking) for booking in bookings)
    assert run_job(database_url) == 0


def test_a_booking_that_somebody_works_on_is_left_for_the_next_round(
    database_url: str, short: HotelBuilder, connect: Connect
) -> None:
    booking = departed(short, DAYS + 1)
    clerk = connect(autocommit=False)
    clerk.execute(
        "SELECT FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s FOR UPDATE",
        (short.hotel_id, booking),
    )

    run_job(database_url)
    assert not is_erased(short, booking)
    clerk.rollback()
    run_job(database_url)

    assert is_erased(short, booking)


def test_a_hotel_that_cannot_be_erased_keeps_no_other_from_it(
    clone: str, owner: psycopg.Connection
) -> None:
    with psycopg.connect(clone, autocommit=True) as connection:
        houses = [HotelBuilder(connection) for _ in range(2)]
        bookings = []
        for house in houses:
            house.run("UPDATE hotelmate.hotel SET personal_data_days = %s", DAYS)
            bookings.append(departed(house, DAYS + 1))
        connection.execute(
            "ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT unforeseen"
            f" CHECK (hotel_id <> {houses[0].hotel_id} OR personal_data_erased_at IS NULL)"
        )

        with refused_by("unforeseen"):
            run_job(clone)

        assert not is_erased(houses[0], bookings[0])
        assert is_erased(houses[1], bookings[1])


def test_what_is_overdue_is_found_by_the_index_without_history(clone: str) -> None:
    """Thousands that were erased cost nothing: they do not stand in the index."""
    with psycopg.connect(clone, autocommit=True) as connection:
        house = HotelBuilder(connection)
        booking = departed(house, 2000)
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO hotelmate.room_booking (hotel_id, booking_reference, status, room_type_id,"
            " check_in, check_out, adults, total_amount, currency, language, expires_at,"
            " cancelled_at, cancellation_fee_amount, accommodating_room_type_id, capacity,"
            " time_zone, guest_count, erased_guest_count)"
            " SELECT hotel_id, 'BK-2020-' || n, status, room_type_id, check_in, check_out, adults,"
            " total_amount, currency, language, expires_at, cancelled_at, 0,"
            " accommodating_room_type_id, capacity, time_zone, 1, 1"
            " FROM hotelmate.room_booking, generate_series(100000, 120000) AS n WHERE id = %s",
            (booking,),
        )
        connection.execute("RESET session_replication_role")
        connection.execute("VACUUM ANALYZE hotelmate.room_booking")

        def plan(statement: str, **parameters: object) -> str:
            rows = connection.execute(
                f"EXPLAIN (ANALYZE, BUFFERS) {statement}".encode(), parameters or None
            ).fetchall()
            return "\n".join(row for (row,) in rows)

        for text in (
            plan(queries.HOTELS_WITH_OVERDUE),
            plan(queries.ERASE_OVERDUE.statement, hotel_id=house.hotel_id, limit=100),
            plan(CHECK.query),
        ):
            assert "room_booking_personal_data" in text
            assert "Seq Scan on room_booking" not in text
