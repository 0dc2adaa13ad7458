"""The floor writes what a stay writes; the verdict on a measurement can fail, each way."""

import psycopg
import pytest

from bench.lifecycle.clients import Played
from bench.lifecycle.rows import rows_written
from bench.lifecycle.size import CLIENTS, Size
from bench.lifecycle.stage import stage
from bench.lifecycle.steps import NAMES
from bench.lifecycle.turns import Bare, Turn, Turns
from bench.lifecycle.verdict import figures
from bench.proof.pgbench import Report
from bench.proof.server import Server


@pytest.mark.proof
def test_the_floor_writes_every_row_that_a_stay_writes(server: str) -> None:
    size = Size(hotels=2, rooms=4, rounds=1, turn_seconds=0.5, bare_steps=3)
    with (
        Server(server).database("lifecycle") as url,
        psycopg.connect(url, autocommit=True) as owner,
    ):
        with stage(url, owner, size) as playing:
            played = playing.play(2, 0.2)
            playing.write(playing.scripts.stay, 2, {"transactions": 2})
            alone = playing.write_steps(size.bare_steps)
        written = {
            schema: rows_written(owner, schema) - before
            for schema, before in playing.rows_before.items()
        }
    assert played.requests > 0
    assert {step: len(each) for step, each in alone.items()} == dict.fromkeys(NAMES, 3)
    assert playing.bare_stays == 2 * 2 + 3
    assert written["hotelmate"] == playing.scripts.rows * playing.stays
    assert written["bare"] == playing.scripts.rows * playing.bare_stays


def turns(
    stays: float = 30.0, milliseconds: float = 3.0, api: float = 0.9, bare: float = 1.0
) -> Turns:
    """Return turns of ten stays a client number, on a floor of a hundred stays a second."""
    made = Turns()
    for clients in CLIENTS:
        latencies = {name: [milliseconds] * 10 for name in NAMES}
        played = Played(10 / stays, latencies, 10, 0.1)
        made.played[clients].append(Turn(played, api / 1000 * 100, 0.2))
        made.bare[clients].append(Bare(Report(100, 100.0), 0.1))
    for name in NAMES:
        made.bare_steps[name] += [bare] * 3
    return made


def broken(measured: Turns) -> set[str]:
    return {figure.name for figure in figures(measured) if figure.falls_short}


def test_stays_that_reach_every_aim_pass() -> None:
    assert broken(turns()) == set()


@pytest.mark.parametrize(("stays", "clients"), [(26.0, {8}), (18.0, {8, 32})])
def test_too_small_a_share_of_the_floor_falls_short(stays: float, clients: set[int]) -> None:
    expected = {f"lifecycle_{each}_clients_share_of_floor" for each in clients}
    assert broken(turns(stays=stays)) == expected


def test_an_api_that_computes_too_much_falls_short() -> None:
    expected = {f"lifecycle_{each}_clients_api_cpu_ms_a_request" for each in CLIENTS}
    assert broken(turns(api=1.1)) == expected


def test_transitions_slower_than_twice_their_bare_sql_and_a_millisecond_fall_short() -> None:
    expected = {f"lifecycle_{name}_p50_ms" for name in NAMES}
    assert broken(turns(milliseconds=3.1)) == expected


def test_a_server_that_cannot_be_watched_is_no_reason_to_fail() -> None:
    measured = turns()
    measured.played[8] = [Turn(turn.played, turn.api_seconds, None) for turn in measured.played[8]]
    assert broken(measured) == set()


def test_a_longer_proof_has_longer_turns_and_rooms_for_every_client(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HOTELS", raising=False)
    monkeypatch.setenv("ROOMS", "7")
    short, long = Size.of(1), Size.of(300)
    assert (short.hotels, short.rooms, short.turn_seconds) == (10, 7, 1.0)
    assert long.rounds > short.rounds
    assert long.turn_seconds > short.turn_seconds
    monkeypatch.setenv("HOTELS", "2")
    with pytest.raises(SystemExit, match="at least 32"):
        Size.of(1)
