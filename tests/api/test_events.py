"""Replay: what happened after a position, whole and in order, for those who may hear it."""

import threading
from typing import Any

import httpx
import msgspec
import psycopg
import pytest
from psycopg import sql

from app.main import create_app
from app.models.events import Event
from app.queries import events as queries
from tests.api.conftest import Desk, refusal
from tests.api.event_log import (
    Envelope,
    assert_whole_and_in_order,
    bookmark,
    publish,
    remove_up_to,
    write_for_a_while,
)
from tests.api.serving import serving, settings_for
from tests.conftest import Connect
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder


def events_after(desk: httpx.Client, after: int, limit: int = 200) -> list[Envelope]:
    """Page until there is nothing more."""
    items: list[Envelope] = []
    while True:
        response = desk.get("/events", params={"after": after, "limit": limit})
        assert response.status_code == 200, response.text
        page = response.json()
        items += page["items"]
        after = page["after"]
        if after == page["latest"] and len(page["items"]) < limit:
            return items


def told(items: list[Envelope]) -> list[tuple[str, str]]:
    return [(item["type"], item["meta"]["channel"]) for item in items]


def test_a_change_of_ones_own_is_in_the_next_answer(desk: Desk) -> None:
    position = bookmark(desk)

    desk.patch("/rooms/101", json={"maintenance_required": True})

    (event,) = events_after(desk, position)
    assert event["meta"]["scope"]["room_number"] == "101"
    assert event["meta"]["position"] > position
    assert event["meta"]["hotel_slug"] == desk.slug


def test_what_was_before_the_bookmark_is_not_repeated(desk: Desk) -> None:
    desk.make()

    assert events_after(desk, bookmark(desk)) == []
    assert events_after(desk, 0) != []


def test_own_changes_are_there_behind_any_backlog(desk: Desk, hotel: HotelBuilder) -> None:
    position = bookmark(desk)
    with hotel.connection.transaction():
        for _ in range(queries.NUMBERED_AT_ONCE + 200):
            publish(hotel, "hotel")
    desk.patch("/rooms/101", json={"maintenance_required": True})

    items = events_after(desk, position)

    assert len(items) == queries.NUMBERED_AT_ONCE + 201
    assert items[-1]["meta"]["scope"]["room_number"] == "101"


def test_an_event_has_the_documented_shape(desk: Desk, hotel: HotelBuilder) -> None:
    desk.in_house()

    items = desk.get("/events", params={"after": 0}).json()["items"]

    assert items
    for item in items:
        shown = msgspec.convert(item, Event)
        assert msgspec.to_builtins(shown).keys() == item.keys()
        assert msgspec.to_builtins(shown.meta).keys() == item["meta"].keys()
        assert item["meta"]["ts"].endswith("+00:00")


def test_only_what_is_for_the_caller_is_heard(desk: Desk, hotel: HotelBuilder) -> None:
    own = hotel.value(
        "SELECT id FROM hotelmate.staff WHERE hotel_id = %s AND username = 'manager'",
        hotel.hotel_id,
    )
    other = hotel.staff("housekeeper", "HOUSEKEEPING")
    position = bookmark(desk)

    publish(hotel, "hotel", "rooms", f"staff.{own}", f"staff.{other}", "guest.BK-2026-000001")

    heard = events_after(desk, position)
    assert {channel for _, channel in told(heard)} == {"hotel", "rooms", f"staff.{own}"}
    latest = desk.get("/events").json()["latest"]
    assert latest == position + 5


def test_two_hotels_never_hear_each_other(
    desk: Desk, hotel: HotelBuilder, address: str, owner: psycopg.Connection[Any]
) -> None:
    other = HotelBuilder(owner)
    other.staff()
    theirs = Desk(base_url=f"{address}/api/hotels/{other.slug}", headers=as_staff(other))
    with theirs:
        before = bookmark(theirs)
        desk.make()
        publish(other, "hotel")

        assert {item["meta"]["hotel_slug"] for item in events_after(desk, 0)} == {hotel.slug}
        assert told(events_after(theirs, before)) == [("note_taken", "hotel")]


def test_pages_hold_everything_once_whatever_their_size(desk: Desk) -> None:
    for _ in range(3):
        desk.make()
    whole = events_after(desk, 0)

    assert len(whole) > 3
    for limit in (1, 2, 3, len(whole)):
        assert events_after(desk, 0, limit) == whole


def test_a_page_that_is_full_ends_with_its_last_event_and_another_with_the_newest(
    desk: Desk, hotel: HotelBuilder
) -> None:
    position = bookmark(desk)
    publish(hotel, "hotel")
    publish(hotel, "guest.BK-2026-000001")

    full = desk.get("/events", params={"after": position, "limit": 1}).json()
    rest = desk.get("/events", params={"after": full["after"], "limit": 1}).json()

    assert (full["after"], full["latest"]) == (position + 1, position + 2)
    assert (rest["items"], rest["after"]) == ([], position + 2)


def test_a_hotel_without_any_event_has_position_zero(
    desk: Desk, owner: psycopg.Connection[Any]
) -> None:
    quiet = HotelBuilder(owner)
    quiet.staff()

    answer = desk.get(f"/../{quiet.slug}/events", params={"after": 0}, headers=as_staff(quiet))

    assert answer.json() == {"items": [], "after": 0, "latest": 0}


def test_events_that_were_removed_are_gone_and_those_that_follow_are_there(
    desk: Desk, hotel: HotelBuilder
) -> None:
    for _ in range(4):
        publish(hotel, "hotel")
    latest = bookmark(desk)
    remove_up_to(hotel, latest - 2)

    problem = refusal(desk.get("/events", params={"after": latest - 3}), "events-gone", 410)
    kept = events_after(desk, latest - 2)

    assert "without `after`" in problem["detail"]
    assert [item["meta"]["position"] for item in kept] == [latest - 1, latest]
    assert bookmark(desk) == latest


def test_a_position_that_was_never_reached_is_gone_and_the_newest_is_not(desk: Desk) -> None:
    latest = bookmark(desk)

    refusal(desk.get("/events", params={"after": latest + 1}), "events-gone", 410)
    assert events_after(desk, latest) == []


@pytest.mark.parametrize("query", ["after=-1", "after=1.5", "after=x", "limit=0", "limit=201"])
def test_a_position_or_a_limit_of_another_form_is_invalid(desk: Desk, query: str) -> None:
    refusal(desk.get(f"/events?{query}"), "request-invalid", 400)


def test_a_page_costs_no_more_where_most_messages_are_for_guests(clone: str) -> None:
    with psycopg.connect(clone, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        staff = hotel.staff()
        many = 20_000
        fill_with_messages_of_guests(hotel, many)
        api = owner.execute("SET ROLE hotelmate_api")
        api.execute(
            "SELECT set_config('hotelmate.hotel_id', %s, false),"
            " set_config('hotelmate.staff_id', %s, false)",
            (str(hotel.hotel_id), str(staff)),
        )

        (found,) = api.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {queries.PAGE}",
            {"hotel_id": hotel.hotel_id, "after": 0, "limit": 50},
        ).fetchone() or ((),)

    plan = found[0]["Plan"]
    assert plan["Actual Rows"] == 50
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < many / 40


def fill_with_messages_of_guests(hotel: HotelBuilder, many: int) -> None:
    """Give the hotel a log in which one message in a hundred is for staff."""
    with hotel.connection.transaction():
        hotel.run("SET LOCAL session_replication_role = replica")  # quick, for the log is right
        hotel.run(
            "UPDATE hotelmate.realtime_stream SET last_position = %s WHERE hotel_id = %s",
            many,
            hotel.hotel_id,
        )
        hotel.run(
            "INSERT INTO hotelmate.realtime_message (hotel_id, position, channel, event_id,"
            " category, event_type, payload, scope, occurred_at)"
            " SELECT %s, n, CASE WHEN n %% 100 = 0 THEN 'rooms' ELSE 'guest.BK-2026-' || n END,"
            " uuidv7(), 'rooms', 'note_taken', '{}', '{}', now()"
            " FROM generate_series(1, %s) AS n",
            hotel.hotel_id,
            many,
        )
    hotel.run("VACUUM ANALYZE hotelmate.realtime_message")


def test_a_reader_that_pages_while_others_write_loses_and_misorders_nothing(
    desk: Desk, hotel: HotelBuilder, connect: Connect
) -> None:
    """Transactions of random length commit in another order than they wrote in."""
    rooms = [str(number) for number in range(101, 106)]
    start = bookmark(desk)
    writers = [
        threading.Thread(target=write_for_a_while, args=(hotel.through(connect()), rooms, seed))
        for seed in range(8)
    ]
    for writer in writers:
        writer.start()
    heard: list[Envelope] = []
    after = start
    while any(writer.is_alive() for writer in writers):
        page = desk.get("/events", params={"after": after, "limit": 7}).json()
        heard += page["items"]
        after = page["after"]
    for writer in writers:
        writer.join()
    heard += events_after(desk, after)

    assert_whole_and_in_order(hotel, heard, start)


def test_a_server_that_only_reads_shows_what_has_a_position(clone: str) -> None:
    with psycopg.connect(clone, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        hotel.staff()
        publish(hotel, "hotel", event_type="numbered")
        hotel.run("SELECT hotelmate.number_events()")
        publish(hotel, "hotel", event_type="waiting")
        owner.execute(
            sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(
                sql.Identifier(owner.info.dbname)
            )
        )
        with (
            serving(create_app(settings_for(clone))) as address,
            Desk(
                base_url=f"{address}/api/hotels/{hotel.slug}",
                headers=as_staff(hotel),
            ) as desk,
        ):
            assert told(events_after(desk, 0)) == [("numbered", "hotel")]
            hotel.run("SELECT hotelmate.number_events()")  # the primary does so
            assert told(events_after(desk, 1)) == [("waiting", "hotel")]
