"""Dead letters: seen, sent again, given up; by SQL, by the relay, by the command."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app.relay import dead_letters
from app.relay.dead_letters import Choice
from app.relay.publisher import Failed, Refused, Unreachable
from tests.hotel_builder import HotelBuilder
from tests.pusher_server.server import PusherServer
from tests.relay.command import call_hotelmate
from tests.relay.conftest import StartProcess
from tests.relay.delivering import play, scene
from tests.relay.scene import Connection, value, waiting
from tests.relay.test_delivery import always, publish
from tests.waiting import wait_until


def letter(database: Connection, hotel: HotelBuilder, channel: str = "hotel") -> str:
    """Make one dead letter and return its event id."""
    publish(hotel, channel)
    database.execute("SELECT hotelmate.number_events(%s)", (hotel.hotel_id,))
    (row,) = database.execute(
        "INSERT INTO hotelmate.realtime_dead_letter (hotel_id, position, reason, attempts)"
        " SELECT hotel_id, last_position, '413: too large', 1 FROM hotelmate.realtime_stream"
        " WHERE hotel_id = %s RETURNING hotel_id, position",
        (hotel.hotel_id,),
    ).fetchall()
    database.execute(
        "UPDATE hotelmate.realtime_channel SET delivered_position = last_position"
        " WHERE hotel_id = %s",
        (hotel.hotel_id,),
    )
    return str(
        value(
            database,
            "SELECT event_id FROM hotelmate.realtime_message WHERE (hotel_id, position) = (%s, %s)",
            *row,
        )
    )


def letters(database: Connection) -> list[tuple[Any, ...]]:
    return database.execute(
        "SELECT position, attempts, reason, requested_at IS NOT NULL"
        " FROM hotelmate.realtime_dead_letter ORDER BY hotel_id, position"
    ).fetchall()


def test_what_is_asked_for_is_sent_again_as_it_was(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    first, second = letter(database, hotel), letter(database, hotel)

    async def check() -> None:
        async with scene(clone) as now:
            assert await now.pass_once() == 0
            assert dead_letters.send_again(database, Choice(events=[second])) == 1
            await now.deliver_all()
            assert now.recorder.ids() == [second]
            assert now.recorder.taken[0].position == 2
            assert await now.statistics("delivered") == (1,)

    play(check())
    assert letters(database) == [(1, 1, "413: too large", False)]
    assert first


def test_what_is_refused_again_stays_dead_and_is_asked_for_anew(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    letter(database, hotel)
    dead_letters.send_again(database, Choice())

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Refused("413: still"))
            await now.deliver_all()
            assert len(now.recorder.tried) == 1
            assert await now.statistics("dead") == (0,)

    play(check())
    assert letters(database) == [(1, 2, "413: still", False)]


def test_what_fails_again_is_tried_once_more_later(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    letter(database, hotel)
    dead_letters.send_again(database, Choice())

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Failed("500"))
            await now.deliver_all()
            assert len(now.recorder.tried) == 1
            assert letters(database) == [(1, 1, "413: too large", True)]
            now.recorder.fails = lambda messages: None
            now.clock.now += 5.0
            await now.deliver_all()
            assert len(now.recorder.taken) == 1

    play(check())
    assert letters(database) == []


def test_what_is_asked_for_has_its_turn_however_much_is_due(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    dead = letter(database, hotel)
    dead_letters.send_again(database, Choice())
    publish(hotel, "rooms", 100)

    async def check() -> None:
        async with scene(clone) as now, asyncio.TaskGroup() as lanes:
            assert await now.delivery.start(lanes)
            await asyncio.sleep(0)
            assert now.recorder.tried[0][0].event_id == UUID(dead)

    play(check())


def test_what_is_asked_for_waits_for_a_publisher_that_is_away(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    letter(database, hotel)
    dead_letters.send_again(database, Choice())

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Unreachable("nobody"))
            await now.pass_once()
            assert letters(database) == [(1, 1, "413: too large", True)]
            now.recorder.fails = lambda messages: None
            now.clock.now += 60.0
            await now.deliver_all()

    play(check())
    assert letters(database) == []


def test_what_is_asked_for_is_under_way_once(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    letter(database, hotel)
    dead_letters.send_again(database, Choice())

    async def check() -> None:
        async with scene(clone) as now, asyncio.TaskGroup() as lanes:
            now.recorder.passage = asyncio.Event()
            assert await now.delivery.start(lanes)
            now.clock.now += 60.0
            assert not await now.delivery.start(lanes)
            now.recorder.passage.set()

    play(check())


def test_a_choice_is_of_a_hotel_of_events_or_all(database: Connection, hotel: HotelBuilder) -> None:
    other = HotelBuilder(database)
    mine = [letter(database, hotel) for _ in range(3)]
    theirs = letter(database, other)

    def chosen(choice: Choice) -> list[str]:
        return [str(each.event_id) for each in dead_letters.dead_letters(database, choice)]

    assert chosen(Choice()) == [*mine, theirs]
    assert chosen(Choice(slug=hotel.slug)) == mine
    assert chosen(Choice(events=[mine[1], theirs])) == [mine[1], theirs]
    assert chosen(Choice(slug=hotel.slug, events=[mine[1], theirs])) == [mine[1]]
    assert chosen(Choice(slug="nowhere")) == []
    assert dead_letters.give_up(database, Choice(slug=hotel.slug, events=[mine[1], theirs])) == 1
    assert chosen(Choice()) == [mine[0], mine[2], theirs]


def run(clone: str, *arguments: str) -> tuple[int, str]:
    return call_hotelmate(clone, {}, "relay", *arguments)


def test_the_command_lists_them_sends_them_again_and_gives_them_up(
    clone: str,
    database: Connection,
    hotel: HotelBuilder,
    pusher_server: PusherServer,
    start_process: StartProcess,
) -> None:
    assert run(clone, "dead-letters") == (0, "0 dead letters.\n")
    pusher_server.faults.answer(413, times=3, event_type="told")
    for _ in range(2):
        publish(hotel, "hotel")
    publish(hotel, "rooms", event_type="other")
    start_process()
    wait_until(lambda: waiting(database) == 0)
    assert [each.name for each in pusher_server.received] == ["other"]

    status, output = run(clone, "dead-letters", "--hotel", hotel.slug)
    (first, second) = (str(each) for each in numbered(database))
    assert status == 1
    assert output.endswith("\n2 dead letters.\n")
    assert first in output
    assert "413" in output

    assert run(clone, "send-again", first)[0] == 0
    pusher_server.wait_for(2)
    wait_until(lambda: len(letters(database)) == 1)
    assert pusher_server.event_ids()[-1] == first
    status, output = run(clone, "give-up", "--all")
    assert (status, output) == (0, "Given up: 1 dead letter.\n")
    assert run(clone, "dead-letters") == (0, "0 dead letters.\n")
    assert second not in pusher_server.event_ids()


def numbered(database: Connection) -> list[Any]:
    rows = database.execute(
        "SELECT event_id FROM hotelmate.realtime_message WHERE event_type = 'told'"
        " ORDER BY position"
    ).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    "arguments", [["send-again"], ["give-up"], ["send-again", "--all", "--hotel", "x"]]
)
def test_the_command_asks_which_before_it_changes_anything(
    clone: str, arguments: list[str]
) -> None:
    status, output = run(clone, *arguments)
    assert status == 2
    assert "--all" in output
