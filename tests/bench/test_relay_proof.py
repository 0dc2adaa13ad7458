"""The verdict on relays can fail, each way; and a short run of what it judges."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bench.relay.arrivals import Arrivals
from bench.relay.bulk import EVENT_TYPE
from bench.relay.kills.committed import Event
from bench.relay.kills.moments import CRASHES, FREEZES, KILLS
from bench.relay.kills.numbered import Numbered
from bench.relay.kills.plan import Plan
from bench.relay.kills.verdict import WRONG, Books, verdict
from bench.relay.notify.measure import ENOUGH_ROUNDS, figures
from bench.relay.size import FULL_SECONDS, Size
from tests.pusher_server.record import Received

SLUG, ROOMS, HOTEL = "sea-view", "private-sea-view.rooms", "private-hotel-sea-view"
WHEN = datetime(2026, 5, 1, 12, tzinfo=UTC)
WAS_ROLLED_BACK = "00000000-0000-7000-8000-000000000099"


def an_event(number: int, channel: str, scope: dict[str, Any]) -> Event:
    return Event(
        event_id=f"00000000-0000-7000-8000-{number:012d}",
        written=number,
        slug=SLUG,
        channels=[channel],
        category="rooms",
        event_type="room_updated",
        payload={"room_number": "101"},
        scope=scope,
        occurred_at=WHEN,
        request_id=None,
    )


def a_message(event: Event, position: int, previous: int | None) -> Numbered:
    meta = {
        "event_id": event.event_id,
        "hotel_slug": SLUG,
        "ts": "2026-05-01T12:00:00.000000+00:00",
        "scope": event.scope,
        "channel": event.channels[0],
        "position": position,
        "previous": previous,
        "request_id": None,
    }
    text = json.dumps(
        {"category": "rooms", "type": "room_updated", "payload": event.payload, "meta": meta}
    )
    return Numbered(SLUG, position, previous, event.channels[0], event.event_id, text)


def an_arrival(message: Numbered) -> Received:
    name = ROOMS if message.channel == "rooms" else HOTEL
    return Received(message.position, name, "room_updated", message.text, message.event_id, 0.0)


EVENTS = [
    an_event(1, "rooms", {"room_id": 1, "room_number": "101", "version": 2}),
    an_event(2, "hotel", {"task_id": 7}),
    an_event(3, "rooms", {"room_id": 1, "room_number": "101", "version": 3}),
    an_event(4, "hotel", {"task_id": 7}),
]
MESSAGES = [
    a_message(EVENTS[0], 1, None),
    a_message(EVENTS[1], 2, None),
    a_message(EVENTS[2], 3, 1),
    a_message(EVENTS[3], 4, 2),
]
GOOD = Books(
    events=EVENTS,
    rolled_back={WAS_ROLLED_BACK},
    versions={(SLUG, "room_id", "1", 2), (SLUG, "room_id", "1", 3)},
    numbered=MESSAGES,
    last_positions={SLUG: 4},
    received=[an_arrival(message) for message in MESSAGES],
)


def kinds(books: Books) -> set[str]:
    found = {finding.kind for finding in verdict(books)}
    assert found <= set(WRONG)
    return found


def test_nothing_is_found_where_everything_arrived_in_order() -> None:
    assert kinds(GOOD) == set()


def test_repeats_that_clients_can_tell_are_no_fault_and_are_counted() -> None:
    again = replace(GOOD, received=[*GOOD.received, *GOOD.received[1:3]])
    assert kinds(again) == set()
    assert again.repeats == 2


def test_channels_may_overtake_each_other() -> None:
    one, two, three, four = GOOD.received
    assert kinds(replace(GOOD, received=[two, four, one, three])) == set()


def lose_one(books: Books) -> Books:
    return replace(books, received=books.received[:-1])


def miss_a_name_of_the_report(books: Books) -> Books:
    return replace(books, legacy=(SLUG,))


def swap_two_of_a_channel(books: Books) -> Books:
    one, two, three, four = books.received
    return replace(books, received=[three, two, one, four])


def number_in_another_order_than_written(books: Books) -> Books:
    """Positions are in order, but they were given to two versions of one room the wrong way."""
    first = replace(EVENTS[0], scope={"room_id": 1, "room_number": "101", "version": 3})
    second = replace(EVENTS[2], scope={"room_id": 1, "room_number": "101", "version": 2})
    numbered = [a_message(first, 1, None), MESSAGES[1], a_message(second, 3, 1), MESSAGES[3]]
    return replace(
        books,
        events=[first, EVENTS[1], second, EVENTS[3]],
        numbered=numbered,
        received=[an_arrival(message) for message in numbered],
    )


def number_a_task_in_another_order_than_written(books: Books) -> Books:
    numbered = [MESSAGES[0], a_message(EVENTS[3], 2, None), MESSAGES[2], a_message(EVENTS[1], 4, 2)]
    received = [an_arrival(message) for message in numbered]
    return replace(books, numbered=numbered, received=received)


def change_what_arrives(books: Books) -> Books:
    message = replace(MESSAGES[3], text=MESSAGES[3].text.replace('"101"', '"102"'))
    numbered = [*MESSAGES[:3], message]
    return replace(books, numbered=numbered, received=[*books.received[:3], an_arrival(message)])


def repeat_under_another_position(books: Books) -> Books:
    return replace(books, received=[*books.received, an_arrival(a_message(EVENTS[3], 5, 2))])


def give_a_position_to_another_event_after_a_crash(books: Books) -> Books:
    """Clients heard two events; the server forgot it and numbered them the other way round."""
    forgotten = [a_message(EVENTS[1], 4, 2), a_message(EVENTS[3], 2, None)]
    return replace(books, received=[*books.received, *map(an_arrival, forgotten)])


def tell_what_was_rolled_back(books: Books) -> Books:
    told = replace(a_message(EVENTS[3], 5, 4), event_id=WAS_ROLLED_BACK)
    return replace(books, received=[*books.received, an_arrival(told)])


def tell_what_nobody_wrote(books: Books) -> Books:
    return replace(books, events=EVENTS[:3])


def tell_another_channel(books: Books) -> Books:
    elsewhere = Received(9, ROOMS, "room_updated", MESSAGES[3].text, EVENTS[3].event_id, 0.0)
    return replace(books, received=[*books.received, elsewhere])


def leave_a_gap(books: Books) -> Books:
    return replace(books, numbered=[*MESSAGES[:1], *MESSAGES[2:]])


def forget_the_last_position(books: Books) -> Books:
    return replace(books, last_positions={SLUG: 5})


def break_a_chain(books: Books) -> Books:
    return replace(books, numbered=[*MESSAGES[:3], a_message(EVENTS[3], 4, 1)])


def report_no_event_of_a_version(books: Books) -> Books:
    return replace(books, versions={*books.versions, (SLUG, "room_id", "1", 4)})


def leave_something_in_the_outbox(books: Books) -> Books:
    return replace(books, left=1)


@pytest.mark.parametrize(
    ("mischief", "noticed"),
    [
        (lose_one, "lost"),
        (miss_a_name_of_the_report, "lost"),
        (swap_two_of_a_channel, "out_of_order"),
        (number_in_another_order_than_written, "out_of_order"),
        (number_a_task_in_another_order_than_written, "out_of_order"),
        (change_what_arrives, "altered"),
        (repeat_under_another_position, "repeats_not_recognisable"),
        (give_a_position_to_another_event_after_a_crash, "positions_given_twice"),
        (tell_what_was_rolled_back, "told_though_rolled_back"),
        (tell_what_nobody_wrote, "invented"),
        (tell_another_channel, "invented"),
        (leave_a_gap, "position_gaps"),
        (forget_the_last_position, "position_gaps"),
        (break_a_chain, "wrong_previous"),
        (report_no_event_of_a_version, "versions_not_reported"),
        (leave_something_in_the_outbox, "left_behind"),
    ],
)
def test_the_verdict_notices(mischief: Callable[[Books], Books], noticed: str) -> None:
    assert noticed in kinds(mischief(GOOD))


def test_what_was_refused_first_may_come_late() -> None:
    one, two, three, four = GOOD.received
    late = replace(GOOD, received=[two, three, four, one])
    assert "out_of_order" in kinds(late)
    poison = replace(EVENTS[0], event_type="proof_poison")
    excused = replace(late, events=[poison, *EVENTS[1:]], out_of_turn={"proof_poison"})
    assert "out_of_order" not in kinds(excused)


def test_a_full_plan_kills_a_hundred_relays_and_crashes_the_database_twenty_times() -> None:
    plan = Plan.of(Size.of(FULL_SECONDS).kills)
    assert (plan.kills, plan.crashes, plan.events) == (100, 20, 20_000)
    moments = plan.moments(random.Random(1))
    for choice, number in ((KILLS, 100), (CRASHES, 20), (FREEZES, plan.freezes)):
        drawn = [moment for moment in moments if moment in dict(choice)]
        assert len(drawn) == number
        assert {moment for moment, _ in choice} == set(drawn)


def test_a_short_plan_is_a_small_one() -> None:
    plan = Plan.of(Size.of(30).kills)
    assert plan.kills < 10
    assert len(plan.moments(random.Random(1))) == plan.kills + plan.crashes + plan.freezes


def test_arrivals_count_what_came_twice_once_and_what_came_late() -> None:
    def arrival(position: int, at: float) -> Received:
        data = json.dumps({"meta": {"position": position}})
        return Received(position, ROOMS, EVENT_TYPE, data, f"event-{position}", at)

    first, second, third = arrival(1, 10.0), arrival(2, 11.0), arrival(3, 12.0)
    in_order = Arrivals.of([first, second, second, third])
    assert (in_order.messages, in_order.out_of_order, in_order.a_second()) == (3, 0, 1.0)
    assert Arrivals.of([first, third, second]).out_of_order == 1


def test_a_ratio_is_the_median_of_runs_side_by_side() -> None:
    rates = {
        "ours": [90.0, 190.0, 10.0, 95.0, 100.0],
        "without": [100.0, 200.0, 100.0, 100.0, 100.0],
        "naive": [50.0, 50.0],
    }
    found = {figure.name: figure for figure in figures("insert", rates)}
    assert found["insert_ratio_ours_to_without"].value == 0.95
    assert found["insert_ratio_naive_to_without"].value == 0.5
    assert not found["insert_ratio_ours_to_without"].falls_short


def test_too_few_rounds_prove_nothing() -> None:
    rates = {"ours": [1.0], "without": [100.0], "naive": [1.0]}
    assert len(rates["without"]) < ENOUGH_ROUNDS
    assert not any(figure.falls_short for figure in figures("insert", rates))
