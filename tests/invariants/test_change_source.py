"""From where a change came: asked of every audit row and payment; the API must say it."""

import psycopg
import pytest

from schema.roles import API as API_ROLE
from tests.hotel_builder import HotelBuilder
from tests.invariants.conftest import LogIn
from tests.invariants.recording import AUDITED, RECORDING, assert_refused, recorded, writes
from tests.refusal import refused_by

SOURCES = ["HOUSEKEEPING", "FRONT_DESK", "SYSTEM", "MANAGER_OVERRIDE"]


@pytest.mark.parametrize("table", AUDITED)
@pytest.mark.parametrize("source", ["KITCHEN", "front_desk", "FRONT_DESK ", "API"])
def test_change_source_known__rejects_other_sources(
    hotel: HotelBuilder, table: str, source: str
) -> None:
    write = writes(hotel)[table]

    def act(by: HotelBuilder) -> None:
        with by.acting(source=source, reason="because"):
            write(by)

    assert_refused("change_source_known", table, act, hotel)


@pytest.mark.parametrize("table", AUDITED)
@pytest.mark.parametrize("source", SOURCES)
def test_change_source_known__allows_the_four(hotel: HotelBuilder, table: str, source: str) -> None:
    write = writes(hotel)[table]
    with hotel.acting(source=source, reason="because"):
        write(hotel)
    assert recorded(hotel, table, "source") == source


# Guests answer for their booking and have a device in their room; they neither pay nor refund here.
@pytest.mark.parametrize("table", ["booking_event", "room_status_event"])
def test_change_source_known__allows_guests_of_bookings_and_rooms(
    hotel: HotelBuilder, table: str
) -> None:
    write = writes(hotel)[table]
    with hotel.acting(source="GUEST"):
        write(hotel)
    assert recorded(hotel, table, "source") == "GUEST"


@pytest.mark.parametrize("table", ["payment_entry", "payment_instruction"])
def test_change_source_known__rejects_guests_of_payments(hotel: HotelBuilder, table: str) -> None:
    write = writes(hotel)[table]

    def act(by: HotelBuilder) -> None:
        with by.acting(source="GUEST"):
            write(by)

    assert_refused("change_source_known", table, act, hotel)


@pytest.mark.parametrize("table", AUDITED)
def test_change_source_known__allows_silence_as_system(hotel: HotelBuilder, table: str) -> None:
    writes(hotel)[table](hotel)
    assert recorded(hotel, table, "source") == "SYSTEM"


@pytest.mark.parametrize("table", AUDITED)
@pytest.mark.parametrize("silence", [{}, {"source": ""}, {"source": " "}])
def test_change_source_known__rejects_the_api_that_does_not_say_from_where(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str, silence: dict[str, str]
) -> None:
    write = writes(hotel)[table]

    def act(by: HotelBuilder) -> None:
        with by.acting(actor="staff:ann", reason="because", **silence):
            write(by)

    assert_refused("change_source_known", table, act, hotel.through(api_role))


@pytest.mark.parametrize("table", AUDITED)
def test_change_source_known__rejects_a_source_of_an_earlier_transaction(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str
) -> None:
    write = writes(hotel)[table]
    by_api = hotel.through(api_role)
    with by_api.acting(actor="staff:ann", source="FRONT_DESK"):
        pass
    with refused_by("change_source_known"), by_api.acting(actor="staff:ann"):
        write(by_api)


@pytest.mark.parametrize("table", AUDITED)
def test_change_source_known__rejects_a_log_in_of_the_api_that_does_not_say_from_where(
    hotel: HotelBuilder, log_in: LogIn, table: str
) -> None:
    write = writes(hotel)[table]
    api = log_in(f"IN ROLE {API_ROLE}")
    by_api = hotel.through(api)
    for role in (API_ROLE, "none", api.info.user):
        api.execute(f"SET ROLE {role}")
        with refused_by("change_source_known"), by_api.acting(actor="staff:ann"):
            write(by_api)


def test_change_source_known__rejects_a_dba_who_says_no_source(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    with refused_by("change_source_known"):
        hotel.pay(booking, "AUTHORISED", 20000, source=None)


@pytest.mark.parametrize("table", AUDITED)
@pytest.mark.parametrize("source", SOURCES)
def test_change_source_known__allows_the_api_that_says_from_where(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str, source: str
) -> None:
    write, ann = writes(hotel)[table], hotel.staff("ann", "MANAGER")
    by_api = hotel.through(api_role)
    with by_api.acting(actor="staff:ann", staff_id=ann, source=source, reason="because"):
        write(by_api)
    assert recorded(hotel, table, "source") == source


@pytest.mark.parametrize("table", sorted(RECORDING.keys() - set(AUDITED)))
def test_change_source_known__allows_silence_where_no_source_is_recorded(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str
) -> None:
    write = writes(hotel)[table]
    by_api = hotel.through(api_role)
    with by_api.acting(actor="staff:ann"):
        write(by_api)
    assert recorded(hotel, table, RECORDING[table]) == "staff:ann"


def test_every_table_that_asks_for_a_source_is_tried_here(owner: psycopg.Connection) -> None:
    asking = owner.execute(
        "SELECT relname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
        " WHERE conname = 'change_source_known'"
    ).fetchall()
    assert {table for (table,) in asking} == set(AUDITED)
