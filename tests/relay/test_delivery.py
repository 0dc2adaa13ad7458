"""Which messages leave together, in which order, and what becomes of those that cannot."""

import asyncio
from collections.abc import Callable, Sequence

import psycopg
import pytest

from app.relay import backlog, marks
from app.relay.carrying import MOST_FAILURES
from app.relay.circuit_breaker import SUSPICIOUS_CHANNELS, SUSPICIOUS_REFUSALS
from app.relay.delivery import LANES
from app.relay.message import Message
from app.relay.publisher import (
    Busy,
    Denied,
    Failed,
    PublishError,
    Refused,
    Unfit,
    Unreachable,
)
from tests.hotel_builder import HotelBuilder
from tests.relay.delivering import play, scene

Failure = Callable[[Sequence[Message]], PublishError | None]


def publish(hotel: HotelBuilder, channel: str, count: int = 1, event_type: str = "told") -> None:
    """Write events for one channel."""
    hotel.run(
        "INSERT INTO hotelmate.outbox_event"
        " (hotel_id, channels, category, event_type, payload, scope)"
        " SELECT %s, ARRAY[%s], 'rooms', %s, jsonb_build_object('n', n), '{}'"
        " FROM generate_series(1, %s) AS n",
        hotel.hotel_id,
        channel,
        event_type,
        count,
    )


def failing(event_type: str, error: PublishError) -> Failure:
    """Return a failure of every call that has a message of this type."""

    def fails(messages: Sequence[Message]) -> PublishError | None:
        return error if any(each.event_type == event_type for each in messages) else None

    return fails


def always(error: PublishError) -> Failure:
    return lambda messages: error


def test_messages_of_a_channel_leave_in_the_order_of_their_positions(
    clone: str, hotel: HotelBuilder
) -> None:
    publish(hotel, "hotel", 25)

    async def check() -> None:
        async with scene(clone) as now:
            await now.deliver_all()
            assert [each.position for each in now.recorder.taken] == list(range(1, 26))
            assert [len(call) for call in now.recorder.tried] == [10, 10, 5]
            assert (await now.channel("hotel"))[0] == 0

    play(check())


def test_a_channel_is_under_way_in_one_call_at_a_time(clone: str, hotel: HotelBuilder) -> None:
    publish(hotel, "hotel", 30)

    async def check() -> None:
        async with scene(clone) as now, asyncio.TaskGroup() as lanes:
            now.recorder.passage = asyncio.Event()
            assert await now.delivery.start(lanes)
            assert not await now.delivery.start(lanes)
            now.recorder.passage.set()

    play(check())


def test_channels_of_their_own_are_under_way_at_once_on_so_many_lanes(
    clone: str, database: psycopg.Connection
) -> None:
    for _ in range(LANES + 2):
        publish(HotelBuilder(database), "hotel", 10)

    async def check() -> None:
        async with scene(clone) as now:
            async with asyncio.TaskGroup() as lanes:
                now.recorder.passage = asyncio.Event()
                for _ in range(LANES):
                    assert await now.delivery.start(lanes)
                assert not await now.delivery.start(lanes)
                now.recorder.passage.set()
            await now.deliver_all()
            assert now.recorder.most_under_way == LANES
            assert len(now.recorder.taken) == 10 * (LANES + 2)

    play(check())


def test_a_busy_channel_does_not_keep_others_waiting(clone: str, hotel: HotelBuilder) -> None:
    publish(hotel, "hotel", 100)
    publish(hotel, "rooms")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.most = 1
            for _ in range(2):
                async with asyncio.TaskGroup() as lanes:
                    assert await now.delivery.start(lanes)
            assert {each.channel for each in now.recorder.taken} == {"hotel", "rooms"}

    play(check())


@pytest.mark.parametrize("guilty", [1, 4, 10])
def test_a_refused_message_becomes_a_dead_letter_and_nobody_else_suffers(
    clone: str, hotel: HotelBuilder, guilty: int
) -> None:
    publish(hotel, "hotel", guilty - 1)
    publish(hotel, "hotel", 1, "too_large")
    publish(hotel, "hotel", 10 - guilty)
    publish(hotel, "rooms", 3)

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = failing("too_large", Refused("413: too large"))
            await now.deliver_all()
            on_hotel = [each.position for each in now.recorder.taken if each.channel == "hotel"]
            assert on_hotel == [n for n in range(1, 11) if n != guilty]
            assert len(now.recorder.taken) == 12
            letters = await now.run(
                "SELECT position, reason, attempts FROM hotelmate.realtime_dead_letter"
            )
            assert letters == [(guilty, "413: too large", 1)]
            assert await now.statistics("dead", "delivered", "retried") == (1, 12, 0)
            assert not (await now.run("SELECT hotelmate.number_events()"))[0][0]

    play(check())


def test_what_fails_waits_in_front_of_its_channel_and_nobody_else_suffers(
    clone: str, hotel: HotelBuilder
) -> None:
    publish(hotel, "hotel", 2)
    publish(hotel, "hotel", 1, "poison")
    publish(hotel, "hotel", 2)
    publish(hotel, "rooms", 2)

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = failing("poison", Failed("500"))
            await now.deliver_all()
            # The two before it have passed, the two behind it wait, and so does nobody else.
            assert sorted(each.position for each in now.recorder.taken) == [1, 2, 6, 7]
            waiting, failures, error, pause = await now.channel("hotel")
            assert (waiting, failures, error) == (3, 1, "500")
            assert 0.3 < pause <= 0.5
            await now.end_pauses()
            await now.pass_once()
            assert [each.position for each in now.recorder.tried[-1]] == [3]
            now.recorder.fails = lambda messages: None
            await now.end_pauses()
            await now.deliver_all()
            on_hotel = [each.position for each in now.recorder.taken if each.channel == "hotel"]
            assert on_hotel == [1, 2, 3, 4, 5]

    play(check())


def test_what_is_tried_one_by_one_stops_when_nobody_is_there(
    clone: str, hotel: HotelBuilder
) -> None:
    for staff_id in range(1, 11):
        publish(hotel, f"staff.{staff_id}")

    async def check() -> None:
        async with scene(clone) as now:
            answers: list[PublishError] = [Failed("500"), Unreachable("nobody")]
            now.recorder.fails = lambda messages: answers.pop(0)
            assert await now.pass_once() == 1
            assert [len(call) for call in now.recorder.tried] == [10, 1]

    play(check())


def test_the_pause_of_a_channel_grows_with_its_failures(clone: str, hotel: HotelBuilder) -> None:
    publish(hotel, "hotel", 1, "poison")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = failing("poison", Failed("500"))
            for failures, expected in ((1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0)):
                await now.end_pauses()
                await now.pass_once()
                found = await now.channel("hotel")
                assert found[1] == failures
                assert expected - 0.3 < found[3] <= expected
                assert await now.pass_once() == 0

    play(check())


def test_what_fails_for_good_while_others_pass_becomes_a_dead_letter(
    clone: str, hotel: HotelBuilder
) -> None:
    publish(hotel, "hotel", 1, "poison")
    publish(hotel, "hotel", 1)

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = failing("poison", Failed("500"))
            for _ in range(MOST_FAILURES):
                assert not await now.run("SELECT position FROM hotelmate.realtime_dead_letter")
                publish(hotel, "rooms")
                await now.number()
                await now.end_pauses()
                await now.deliver_all()
            assert await now.run(
                "SELECT position, attempts FROM hotelmate.realtime_dead_letter"
            ) == [(1, MOST_FAILURES)]
            assert [each.position for each in now.recorder.taken if each.channel == "hotel"] == [2]

    play(check())


def test_what_fails_while_nothing_passes_is_never_given_up(clone: str, hotel: HotelBuilder) -> None:
    for staff_id in range(1, 13):
        publish(hotel, f"staff.{staff_id}", 2)

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Failed("500"))
            for _ in range(10 * MOST_FAILURES):
                await now.end_pauses()
                await now.pass_once()
                now.clock.now += 60.0
            assert not await now.run("SELECT position FROM hotelmate.realtime_dead_letter")
            now.recorder.fails = lambda messages: None
            now.clock.now += 60.0
            await now.deliver_all()
            assert len(now.recorder.taken) == 24

    play(check())


def test_failures_of_so_many_channels_are_the_publishers_and_blame_nobody_more(
    clone: str, hotel: HotelBuilder
) -> None:
    for staff_id in range(1, 31):
        publish(hotel, f"staff.{staff_id}")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.most = 1
            now.recorder.fails = always(Failed("500"))
            await now.deliver_all()
            blamed = await now.run(
                "SELECT count(*) FROM hotelmate.realtime_channel WHERE failures > 0"
            )
            assert blamed[0][0] < SUSPICIOUS_CHANNELS
            tried = len(now.recorder.tried)
            await now.end_pauses()
            assert await now.pass_once() == 0
            now.clock.now += 60.0
            # One tries; the others wait for what comes of it.
            assert await now.pass_once() == 1
            assert len(now.recorder.tried) == tried + 1

    play(check())


@pytest.mark.parametrize("error", [Unreachable("nobody"), Busy("429"), Denied("401")])
def test_a_publisher_that_is_away_is_left_alone_and_blames_nobody(
    clone: str, hotel: HotelBuilder, error: PublishError
) -> None:
    publish(hotel, "hotel", 3)
    publish(hotel, "rooms", 3)

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(error)
            for tried, pause in ((1, 0.5), (2, 1.0), (3, 2.0)):
                assert await now.pass_once() == 1
                assert await now.pass_once() == 0
                assert len(now.recorder.tried) == tried
                now.clock.now += pause - 0.01
                assert await now.pass_once() == 0
                now.clock.now += 0.01
            assert (await now.channel("hotel"))[1] == 0
            (paused, reason) = await now.statistics("paused_until", "last_error")
            assert paused is not None
            assert reason == str(error)
            now.recorder.fails = lambda messages: None
            await now.deliver_all()
            assert len(now.recorder.taken) == 6
            assert await now.statistics("paused_until") == (None,)

    play(check())


def test_a_publisher_that_asks_for_patience_gets_it(clone: str, hotel: HotelBuilder) -> None:
    publish(hotel, "hotel")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Busy("429", retry_after=7.0))
            await now.pass_once()
            now.clock.now += 6.99
            assert await now.pass_once() == 0
            now.clock.now += 0.01
            assert await now.pass_once() == 1

    play(check())


def test_whoever_waited_for_a_publisher_that_was_away_goes_on_at_once(
    clone: str, hotel: HotelBuilder
) -> None:
    for staff_id in range(1, 5):
        publish(hotel, f"staff.{staff_id}")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.most = 1
            now.recorder.fails = always(Failed("500"))
            await now.pass_once()
            now.recorder.fails = always(Unreachable("nobody"))
            await now.end_pauses()
            await now.pass_once()
            await now.run("UPDATE hotelmate.realtime_channel SET due_at = now() + interval '1 h'")
            await now.run(
                "UPDATE hotelmate.realtime_channel SET due_at = now() WHERE name = 'staff.1'"
            )
            now.recorder.fails = lambda messages: None
            now.clock.now += 60.0
            await now.deliver_all()
            assert len(now.recorder.taken) == 4

    play(check())


def test_deliveries_are_counted_with_their_latency(clone: str, hotel: HotelBuilder) -> None:
    publish(hotel, "hotel", 12)

    async def check() -> None:
        async with scene(clone) as now:
            await now.deliver_all()
            delivered, seconds, buckets = await now.statistics(
                "delivered", "seconds_sum", "seconds_buckets"
            )
            assert delivered == sum(buckets) == 12
            assert 0 < seconds < 12 * 60

    play(check())


def test_one_message_that_fails_in_a_quiet_hour_does_not_stop_other_channels(
    clone: str, hotel: HotelBuilder
) -> None:
    publish(hotel, "hotel", 1, "poison")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = failing("poison", Failed("500"))
            for _ in range(3 * SUSPICIOUS_CHANNELS):
                await now.end_pauses()
                await now.pass_once()
            publish(hotel, "rooms")
            await now.number()
            await now.deliver_all()
            assert [each.channel for each in now.recorder.taken] == ["rooms"]

    play(check())


@pytest.mark.parametrize("error", [Refused("413: too large"), Failed("500")])
def test_one_message_at_fault_keeps_nobody_from_going_on_after_an_outage(
    clone: str, hotel: HotelBuilder, error: PublishError
) -> None:
    publish(hotel, "hotel", 1, "poison")
    publish(hotel, "rooms")
    publish(hotel, "staff.1")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Unreachable("nobody"))
            await now.deliver_all()
            now.recorder.fails = failing("poison", error)
            for _ in range(4):
                now.clock.now += 61.0
                await now.deliver_all()
            assert {each.channel for each in now.recorder.taken} == {"rooms", "staff.1"}
            publish(hotel, "staff.2")
            await now.number()
            await now.deliver_all()
            assert now.recorder.taken[-1].channel == "staff.2"

    play(check())


def test_a_message_that_nobody_is_asked_about_says_nothing_of_the_publisher(
    clone: str, hotel: HotelBuilder
) -> None:
    publish(hotel, "hotel", 1, "unfit")
    publish(hotel, "rooms")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Unreachable("nobody"))
            await now.deliver_all()
            now.recorder.fails = lambda messages: (
                Unfit("too large") if messages[0].event_type == "unfit" else Unreachable("nobody")
            )
            for _ in range(3):
                now.clock.now += 61.0
                await now.deliver_all()
            assert await now.run("SELECT reason FROM hotelmate.realtime_dead_letter") == [
                ("too large",)
            ]
            assert await now.statistics("paused_until IS NULL") == (False,)

    play(check())


def test_a_server_that_refuses_everything_does_not_make_everything_dead(
    clone: str, hotel: HotelBuilder
) -> None:
    publish(hotel, "hotel", 100)
    publish(hotel, "rooms", 100)

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Refused("400: plain HTTP was sent to an HTTPS port"))
            for _ in range(20):
                await now.deliver_all()
                now.clock.now += 61.0
            dead = len(await now.run("SELECT position FROM hotelmate.realtime_dead_letter"))
            assert dead == SUSPICIOUS_REFUSALS
            now.recorder.fails = lambda messages: None
            await now.deliver_all()
            assert len(now.recorder.taken) == 200 - dead

    play(check())


def test_calls_that_fail_together_count_once(clone: str, database: psycopg.Connection) -> None:
    for _ in range(LANES):
        publish(HotelBuilder(database), "hotel", 10)

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = always(Unreachable("nobody"))
            now.recorder.passage = asyncio.Event()
            async with asyncio.TaskGroup() as lanes:
                for _ in range(LANES):
                    assert await now.delivery.start(lanes)
                now.recorder.passage.set()
            now.recorder.fails = lambda messages: None
            now.clock.now += 0.5
            await now.deliver_all()
            assert len(now.recorder.taken) == 10 * LANES

    play(check())


def test_a_channel_that_somebody_holds_is_marked_later_and_others_go_on(
    clone: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "LATER_SECONDS", 0.05)
    publish(hotel, "hotel", 3)
    publish(hotel, "rooms", 3)

    async def check() -> None:
        async with (
            scene(clone) as now,
            await psycopg.AsyncConnection.connect(clone) as forgotten,
            asyncio.TaskGroup() as lanes,
        ):
            await now.run(backlog.SESSION)
            await forgotten.execute(
                "SELECT FROM hotelmate.realtime_channel WHERE name = 'hotel' FOR UPDATE"
            )
            while await now.delivery.start(lanes):
                await now.idle()
            assert [each.channel for each in now.recorder.taken] == ["hotel"] * 3 + ["rooms"] * 3
            assert (await now.channel("hotel"))[0] == 3
            assert (await now.channel("rooms"))[0] == 0
            publish(hotel, "rooms")
            await now.number()
            while await now.delivery.start(lanes):
                await now.idle()
            assert (await now.channel("rooms"))[0] == 0
            await forgotten.rollback()
        async with scene(clone) as later:
            assert (await later.channel("hotel"))[0] == 0
            assert len(now.recorder.taken) == 7

    play(check())


def test_what_fails_while_nothing_else_passes_is_kept_however_often(
    clone: str, hotel: HotelBuilder
) -> None:
    publish(hotel, "hotel", 1, "poison")

    async def check() -> None:
        async with scene(clone) as now:
            now.recorder.fails = failing("poison", Failed("500"))
            for _ in range(2 * MOST_FAILURES):
                await now.end_pauses()
                await now.pass_once()
                now.clock.now += 61.0
            assert not await now.run("SELECT position FROM hotelmate.realtime_dead_letter")
            publish(hotel, "rooms")
            await now.number()
            await now.end_pauses()
            await now.deliver_all()
            await now.end_pauses()
            await now.deliver_all()
            assert await now.run("SELECT position FROM hotelmate.realtime_dead_letter") == [(1,)]

    play(check())
