"""Measures stays over HTTP and on the floor, in turns, so that a busy machine slows both alike."""

from collections.abc import Iterator

import psycopg

from bench.lifecycle.clients import Played
from bench.lifecycle.rows import rows_written
from bench.lifecycle.size import CLIENTS, Size
from bench.lifecycle.stage import POOL, Stage, stage
from bench.lifecycle.turns import Bare, Turn, Turns
from bench.lifecycle.verdict import figures
from bench.proof.figures import AtMost, Figure
from bench.proof.run import say
from bench.proof.server import Server
from tests.checks.whole_run import findings

# PostgreSQL plans a statement of a session anew until it has run some times, in triggers too. A
# turn has no part of that: each of the API's sessions runs each statement more often beforehand.
WARM_UP_STAYS_A_SESSION = 8
WARM_UP_SECONDS = 1.0
# Nobody delivers here: what waits for a relay or a sender is told after some minutes, and rightly.
OF_DELIVERY = frozenset({"events_undelivered", "guest_messages_overdue"})


def lifecycle_figures(server: Server, size: Size) -> Iterator[Figure]:
    """Play, write, and say how they compare."""
    with (
        server.database("lifecycle") as url,
        psycopg.connect(url, autocommit=True) as owner,
    ):
        with stage(url, owner, size) as playing:
            turns = _play(playing)
        # The API's sessions have ended, and with them their counts are complete.
        written = {
            schema: rows_written(owner, schema) - before
            for schema, before in playing.rows_before.items()
        }
        found = [each for each in findings(owner) if each.check_name not in OF_DELIVERY]
        for each in found:
            say(f"lifecycle: {each.check_name} of {each.subject}: {each.finding}")
    yield from figures(turns)
    rows = written["hotelmate"] / playing.stays
    bare = written["bare"] / playing.bare_stays
    yield Figure("lifecycle_rows_a_stay", rows)
    # The comparison is fair only if the floor writes every row that a stay writes.
    yield Figure("lifecycle_rows_a_stay_not_compared", abs(rows - bare), AtMost(0))
    yield Figure("lifecycle_findings_of_checks_afterwards", len(found), AtMost(0))


def _play(playing: Stage) -> Turns:
    """Play every turn of every round."""
    size, turns = playing.size, Turns()
    say("lifecycle: warming up")
    while playing.stays < WARM_UP_STAYS_A_SESSION * POOL:
        playing.play(max(CLIENTS), WARM_UP_SECONDS)
    for number in range(size.rounds):
        say(f"lifecycle: round {number + 1} of {size.rounds}")
        for clients in CLIENTS:
            turns.played[clients].append(_through_api(playing, clients))
            turns.bare[clients].append(_on_floor(playing, clients))
        for step, taken in playing.write_steps(size.bare_steps).items():
            turns.bare_steps[step] += taken
    return turns


def _through_api(playing: Stage, clients: int) -> Turn:
    """Play for one turn with so many clients and see what API and server compute."""
    api, server = playing.of_api(), playing.of_server() if playing.of_server else 0.0
    played: Played = playing.play(clients, playing.size.turn_seconds)
    return Turn(
        played,
        playing.of_api() - api,
        playing.of_server() - server if playing.of_server else None,
    )


def _on_floor(playing: Stage, clients: int) -> Bare:
    """Write for one turn with so many clients and see what the server computes."""
    server = playing.of_server() if playing.of_server else 0.0
    run = playing.write(playing.scripts.stay, clients, {"time": playing.size.floor_seconds})
    return Bare(run, playing.of_server() - server if playing.of_server else None)
