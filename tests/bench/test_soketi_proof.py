"""The proof counts what was lost, repeated and out of order, and does not mix these up."""

import json
import math

import pytest

from bench.proof.percentile import percentile
from bench.soketi.arrivals import Arrivals
from bench.soketi.writing import Change
from tests.soketi.subscriber import Heard

MS = 1_000_000


def heard(room: str, version: int, at: int = 0) -> Heard:
    envelope = {"meta": {"hotel_slug": "a", "scope": {"room_number": room, "version": version}}}
    return Heard("private-a.rooms", "room_updated", json.dumps(envelope), at)


def change(room: str, version: int, before: int = 0, after: int = 0) -> Change:
    return Change("a", room, version, before, after)


def test_versions_of_a_room_that_come_one_after_the_other_are_in_order() -> None:
    arrivals = Arrivals.of([heard("1", 2), heard("2", 7), heard("1", 3), heard("2", 8)])
    changes = [change("1", 2), change("1", 3), change("2", 7), change("2", 8)]
    assert arrivals.lost(changes) == 0
    assert (arrivals.out_of_order, arrivals.repeated) == (0, 0)


def test_an_older_version_after_a_newer_one_is_out_of_order_and_not_lost() -> None:
    arrivals = Arrivals.of([heard("1", 3), heard("1", 2)])
    assert arrivals.out_of_order == 1
    assert arrivals.lost([change("1", 2), change("1", 3)]) == 0


def test_an_event_that_comes_again_is_repeated_and_not_out_of_order() -> None:
    arrivals = Arrivals.of([heard("1", 2), heard("1", 3), heard("1", 2)])
    assert (arrivals.repeated, arrivals.out_of_order) == (1, 0)


def test_what_is_never_heard_is_lost() -> None:
    arrivals = Arrivals.of([heard("1", 2), heard("1", 9)])
    assert arrivals.lost([change("1", 2), change("1", 3)]) == 1


def test_latency_is_counted_from_before_and_from_after_the_commit() -> None:
    arrivals = Arrivals.of([heard("1", 2, at=9 * MS)])
    changes = [change("1", 2, before=2 * MS, after=5 * MS), change("1", 3)]
    assert arrivals.milliseconds(changes) == [7.0]
    assert arrivals.milliseconds(changes, since_after=True) == [4.0]


def test_what_is_heard_before_its_commit_was_sent_is_too_early() -> None:
    arrivals = Arrivals.of([heard("1", 2, at=3 * MS), heard("1", 3, at=3 * MS)])
    changes = [change("1", 2, before=4 * MS, after=5 * MS), change("1", 3, before=2 * MS)]
    assert arrivals.too_early(changes) == 1


def test_the_rate_counts_intervals_between_arrivals() -> None:
    arrivals = Arrivals.of([heard("1", number, at=number * 10 * MS) for number in range(11)])
    changes = [change("1", number) for number in range(11)]
    assert arrivals.rate(changes) == pytest.approx(100)
    assert math.isnan(arrivals.rate(changes[:1]))


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([3.0], 0.5) == 3.0
    assert math.isnan(percentile([], 0.5))
