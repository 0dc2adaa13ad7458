"""The race finds nothing in the schema as it is, and something as soon as a rule is gone."""

import random

import psycopg
import pytest

from bench.proof.api import api
from bench.proof.server import Server
from bench.spine.race import choosing
from bench.spine.race.http_moves import HTTP_MOVES
from bench.spine.race.run import Result, figures, prepare, run_race
from bench.spine.race.sql_door import SqlDoor
from bench.spine.race.sql_moves import SQL_MOVES
from bench.spine.race.tally import Kind, Outcome, Tally, together
from tests.consistency import Contradiction

SECONDS = 3
ROUNDS = 10


def test_every_move_that_is_chosen_can_be_made() -> None:
    chosen = {
        move
        for table in (choosing.BY_STATUS, choosing.BY_TURNOVER, choosing.BY_TASK)
        for moves in table.values()
        for move in moves
    }
    assert chosen | {*choosing.OUT_OF_SERVICE, "create"} <= SQL_MOVES.keys()
    assert HTTP_MOVES.keys() <= SQL_MOVES.keys()


@pytest.mark.proof
def test_a_race_through_api_and_sql_leaves_no_contradiction(server: str) -> None:
    with Server(server).database("race") as url:
        hotel = prepare(url)
        with api(url, hotel.staff) as running:
            result = run_race(url, hotel, SECONDS, running)
            log = running.process.log_end()
    assert result.seen == frozenset()
    assert not result.tally.failures, log
    for door in ("http", "sql", "hostile"):
        assert result.tally.count(Kind.COMMITTED, door) > 0
        assert result.tally.count(Kind.REFUSED, door) > 0
    assert result.samples > 0
    # How often the watcher looks in three seconds is a matter of what else the machine does.
    short = {figure.name for figure in figures(result) if figure.falls_short}
    assert short <= {"race_watcher_samples"}


@pytest.mark.proof
def test_a_race_without_the_rule_is_caught(server: str) -> None:
    with Server(server).database("race") as url:
        hotel = prepare(url)
        with psycopg.connect(url) as connection:
            connection.execute("DROP INDEX hotelmate.room_single_active_assignment")
        for _ in range(ROUNDS):  # until chance has it that two meet, which takes seconds at most
            result = run_race(url, hotel, SECONDS, None)
            if result.seen:
                break
    assert "room_single_active_assignment" in {found.name for found in result.seen}
    assert {figure.name for figure in figures(result) if figure.falls_short} >= {
        "race_contradictions"
    }


def test_a_race_that_was_not_watched_falls_short() -> None:
    result = Result(Tally(), frozenset(), samples=0, trail_samples=0, seconds=3)
    short = [figure.name for figure in figures(result) if figure.falls_short]
    assert short == ["race_watcher_samples"]


def test_contradictions_are_counted_by_kind() -> None:
    seen = frozenset(
        {Contradiction("a", "room 1"), Contradiction("a", "room 2"), Contradiction("b", "room 1")}
    )
    result = Result(Tally(), seen, samples=99, trail_samples=9, seconds=3)
    by_name = {figure.name: figure.value for figure in figures(result)}
    assert by_name["race_contradiction.a"] == 2
    assert by_name["race_contradiction.b"] == 1
    assert by_name["race_contradictions"] == 3


def test_tallies_add_up() -> None:
    first, second = Tally(), Tally()
    first.add("http", "cancel", Outcome(Kind.REFUSED, "rule", deadlocks=1))
    second.add("sql", "cancel", Outcome(Kind.REFUSED, "rule", conflicts=2))
    second.add("sql", "cancel", Outcome(Kind.SERVER_ERROR, "503"))
    whole = together([first, second])
    assert whole.refused_by() == {"rule": 2}
    assert (whole.deadlocks.total(), whole.conflicts.total()) == (1, 2)
    assert whole.count() == 3
    assert whole.failures == {"sql cancel: 503": 1}
    by_name = {figure.name: figure for figure in whole.figures(seconds=1)}
    assert by_name["race_server_errors_5xx"].falls_short


@pytest.mark.parametrize(
    ("statement", "kind", "detail"),
    [
        ("SELECT 1", Kind.COMMITTED, ""),
        ("SELECT 1 WHERE false", Kind.MISSED, ""),
        ("UPDATE hotelmate.time_zone SET name = NULL", Kind.REFUSED, "not_null.time_zone.name"),
        ("INSERT INTO hotelmate.time_zone VALUES ('UTC')", Kind.REFUSED, "time_zone_pkey"),
        ("SELECT 'x'::integer WHERE %(n)s > 0", Kind.REFUSED, "InvalidTextRepresentation"),
    ],
)
def test_a_door_tells_a_refusal_from_a_fault(
    statement: str, kind: Kind, detail: str, database_url: str
) -> None:
    door = SqlDoor(database_url, random.Random(1))
    assert door.attempt([statement], {"n": 1}) == Outcome(kind, detail)
    door.close()


def test_a_statement_that_cannot_run_is_a_fault(database_url: str) -> None:
    door = SqlDoor(database_url, random.Random(1))
    outcome = door.attempt(["SELECT 1 FROM nowhere"], {})
    door.close()
    assert outcome.kind is Kind.UNEXPECTED
    assert "nowhere" in outcome.detail
