"""The demo hotel: everything that there is to see is in it, and all of it came about legally."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from pytest_postgresql.executors import NoopExecutor

from app.demo import hotel_plan
from app.demo.handing_in import hand_in
from app.demo.hotel_plan import Stay
from app.demo.seed import seed_demo
from tests.conftest import RUN, Server
from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

Connection = psycopg.Connection[Any]


@pytest.fixture(scope="module")
def seeded(cluster: Server, template: NoopExecutor) -> Iterator[Connection]:
    """The demo hotel without an account at Stripe, for tests that leave it as it is."""
    name = f"{RUN}_seeded"
    with (
        cluster.copy_of(template.template_dbname, name),
        psycopg.connect(cluster.database(name), autocommit=True) as connection,
    ):
        hotel_id = seed_demo(connection, with_stays_by_card=True)
        assert hotel_id is not None
        hand_in(connection, hotel_id)
        yield connection


def column(connection: Connection, query: str) -> list[Any]:
    return [row[0] for row in connection.execute(query.encode()).fetchall()]


def test_it_is_one_hotel_with_twenty_rooms_of_two_types_and_five_roles(seeded: Connection) -> None:
    hotels = seeded.execute("SELECT slug, time_zone, currency FROM hotelmate.hotel").fetchall()
    assert hotels == [("harbour-view", "Europe/Dublin", "EUR")]
    assert column(seeded, "SELECT count(*) FROM hotelmate.room_type") == [2]
    assert column(seeded, "SELECT count(*) FROM hotelmate.room") == [20]
    assert set(column(seeded, "SELECT role FROM hotelmate.staff")) == {
        "FRONT_DESK",
        "HOUSEKEEPING",
        "MANAGER",
        "AUDITOR",
        "INTEGRATION",
    }
    assert {"manager", "reception", "housekeeping", "auditor"} <= set(
        column(seeded, "SELECT username FROM hotelmate.staff")
    )


def test_it_has_every_status_and_every_occupancy(seeded: Connection) -> None:
    assert set(column(seeded, "SELECT status FROM hotelmate.room_booking")) == {
        "PENDING_PAYMENT",
        "PENDING_APPROVAL",
        "CONFIRMED",
        "DECLINED",
        "CANCELLED",
        "CANCELLED_DRAFT",
        "COMPLETED",
        "NO_SHOW",
    }
    assert set(column(seeded, "SELECT occupancy FROM hotelmate.room_booking")) == {
        "AVAILABLE",
        "ASSIGNED",
        "IN_HOUSE",
        "DEPARTED",
    }


def test_its_rooms_are_in_every_state(seeded: Connection) -> None:
    assert set(column(seeded, "SELECT room_status FROM hotelmate.room")) == {
        "OCCUPIED",
        "OUT_OF_ORDER",
        "MAINTENANCE_REQUIRED",
        "CHECKOUT_DIRTY",
        "CLEANING_IN_PROGRESS",
        "CLEANED_UNINSPECTED",
        "READY_FOR_GUEST",
    }
    assert column(seeded, "SELECT count(*) FROM hotelmate.room WHERE NOT is_active") == [1]
    # The scene of the contradictions needs four, and people want some to try things with.
    free = column(
        seeded,
        "SELECT room_number FROM hotelmate.room WHERE is_assignable AND NOT EXISTS (SELECT FROM"
        " hotelmate.room_booking WHERE waits_for_room_id = room.id)",
    )
    assert len(free) >= 6
    assert column(seeded, "SELECT count(*) > 0 FROM hotelmate.room_move") == [True]


def test_two_bookings_wait_whose_price_stripe_holds_and_nothing_is_to_be_sent(
    seeded: Connection,
) -> None:
    holds = seeded.execute(
        "SELECT booking.status, payment.provider_status, booking.payment_id = payment.id,"
        " booking.authorised_amount = booking.total_amount,"
        " payment.capture_before > now() + interval '29 days'"
        " FROM hotelmate.payment JOIN hotelmate.room_booking AS booking"
        " ON booking.id = payment.booking_id WHERE payment.provider = 'stripe'"
    ).fetchall()
    assert holds == [("PENDING_APPROVAL", "requires_capture", True, True, True)] * 2
    assert set(column(seeded, "SELECT status FROM hotelmate.stripe_webhook_event")) == {"PROCESSED"}
    assert column(seeded, "SELECT count(*) FROM hotelmate.payment_instruction") == [0]


def test_where_stripe_has_an_account_nothing_is_made_up_of_it(database: Connection) -> None:
    seed_demo(database)
    assert column(database, "SELECT DISTINCT provider FROM hotelmate.payment") == ["desk"]
    assert column(database, "SELECT count(*) FROM hotelmate.stripe_webhook_event") == [0]


def test_it_has_cancellation_terms_that_every_booking_keeps(seeded: Connection) -> None:
    terms = column(seeded, "SELECT DISTINCT cancellation_terms FROM hotelmate.room_booking")
    assert terms == [
        [
            {"days_before_arrival": 7, "refund_percent": 100},
            {"days_before_arrival": 1, "refund_percent": 50},
        ]
    ]


def test_it_asks_a_field_of_every_kind_before_guests_come(seeded: Connection) -> None:
    kinds = "SELECT {} FROM hotelmate.{} ORDER BY 1"
    assert column(seeded, kinds.format("kind", "precheckin_field")) == column(
        seeded, kinds.format("name", "precheckin_kind")
    )


def test_one_party_is_checked_in_ahead_each_for_themselves(seeded: Connection) -> None:
    handed_in = seeded.execute(
        "SELECT guest.first_name, guest.precheckin_payload ->> 'mobile'"
        " FROM hotelmate.booking_guest AS guest JOIN hotelmate.room_booking AS booking"
        " ON booking.id = guest.booking_id"
        " AND booking.precheckin_submitted_at = guest.precheckin_submitted_at ORDER BY guest.id"
    ).fetchall()
    assert handed_in == [("Ada", "+35314960000"), ("Charles", "+35314960000")]


def test_children_are_named_as_children(seeded: Connection) -> None:
    children = "SELECT first_name FROM hotelmate.booking_guest WHERE age_group = 'CHILD' ORDER BY 1"
    assert column(seeded, children) == ["Giulia", "Lily", "Noah", "Zofia"]


def test_it_has_open_tasks_of_every_kind(seeded: Connection) -> None:
    tasks = "SELECT task_type FROM hotelmate.housekeeping_task WHERE status = 'OPEN'"
    assert set(column(seeded, tasks)) == {"TURNOVER", "STAYOVER", "INSPECTION", "DEEP_CLEAN"}


def test_it_is_legal(seeded: Connection) -> None:
    assert contradictions(seeded) == []


def test_every_change_names_somebody_and_staff_by_their_id(seeded: Connection) -> None:
    for table in ("booking_event", "room_status_event", "payment_entry"):
        strangers = (
            f"SELECT event.actor FROM hotelmate.{table} AS event LEFT JOIN hotelmate.staff"
            " ON staff.id = event.changed_by WHERE event.actor NOT LIKE 'system:%'"
            " AND event.actor NOT LIKE 'guest:%'"
            " AND event.actor IS DISTINCT FROM 'staff:' || staff.username"
        )
        assert column(seeded, strangers) == []
    actors = set(column(seeded, "SELECT actor FROM hotelmate.booking_event"))
    assert {"system:demo", "staff:manager", "staff:reception"} <= actors


def test_one_unpaid_draft_outlives_the_usual_time(seeded: Connection) -> None:
    kept = "SELECT max(expires_at) > now() + interval '13 days' FROM hotelmate.room_booking"
    assert column(seeded, kept) == [True]


def test_settings_do_not_outlive_the_seed(seeded: Connection) -> None:
    assert column(seeded, "SELECT current_setting('hotelmate.actor', true)") in ([None], [""])


def test_a_second_time_changes_nothing(seeded: Connection) -> None:
    def written() -> list[Any]:
        return column(seeded, "SELECT count(*) FROM hotelmate.outbox_event")

    before = written()
    seed_demo(seeded)
    assert written() == before


def test_a_database_with_any_hotel_stays_as_it_is(database: Connection) -> None:
    hotel = HotelBuilder(database)
    seed_demo(database)
    assert column(database, "SELECT slug FROM hotelmate.hotel") == [hotel.slug]


def test_two_at_once_make_one_hotel(clone: str) -> None:
    def seed(_: int) -> None:
        with psycopg.connect(clone) as connection:
            seed_demo(connection)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(seed, range(2)))
    with psycopg.connect(clone) as connection:
        assert column(connection, "SELECT count(*) FROM hotelmate.hotel") == [1]
        assert column(connection, "SELECT count(*) FROM hotelmate.room") == [20]


def test_a_plan_that_the_hotel_cannot_hold_leaves_nothing(
    database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_in_one_room = tuple(
        Stay((name,), arrival=0, nights=1, end="IN_HOUSE", room="101")
        for name in ("Ada Byrne", "Grace Hopper")
    )
    monkeypatch.setattr(hotel_plan, "STAYS", two_in_one_room)
    with refused_by("room_single_active_assignment"):
        seed_demo(database)
    assert column(database, "SELECT count(*) FROM hotelmate.hotel") == [0]
    assert column(database, "SELECT count(*) FROM hotelmate.outbox_event") == [0]
