"""Measures a stay with every rule on against the same row writes on bare tables."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.proof import pgbench
from bench.proof.figures import AtMost, Figure
from bench.proof.server import Server
from bench.spine.cost import stays
from bench.spine.cost.bare_tables import copy_tables
from bench.spine.cost.breakdown import breakdown

AIM = AtMost(4)
HERE = Path(__file__).parent
WITH_RULES = HERE / "with_rules.pgbench"
SCRIPTS = (WITH_RULES, HERE / "bare.pgbench", HERE / "bare_pipelined.pgbench")
# Two runs share the stays; two of three scripts use up the bare ones, by lot.
SHARE_OF_A_RUN = 0.65
STATISTICS_SECONDS = 10

TEMPLATES = """
SELECT
    CASE
        WHEN category = 'rooms' THEN 'room'
        WHEN category = 'housekeeping' THEN 'task'
        WHEN channels[1] LIKE 'guest.%' THEN 'guest'
        ELSE 'booking'
    END,
    channels::text, payload::text, scope::text
FROM hotelmate.outbox_event
WHERE event_type IN ('room_occupancy_updated', 'booking_checked_out', 'task_created')
"""
ROWS_WRITTEN = """
SELECT schemaname, sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables
WHERE schemaname IN ('hotelmate', 'bare') GROUP BY schemaname
"""
PLAYED = """
SELECT
    (SELECT count(*) FROM hotelmate.room_booking WHERE status = 'COMPLETED'),
    (SELECT count(*) FROM bare.room_booking WHERE status = 'COMPLETED'),
    (SELECT coalesce(max(id), 0) FROM hotelmate.room_booking WHERE status = 'COMPLETED'),
    (SELECT coalesce(max(id), 0) FROM bare.room_booking WHERE status = 'COMPLETED')
"""


@dataclass(slots=True)
class Run:
    """One pgbench run: the timings of the three scripts and the rows that a pair wrote."""

    timings: tuple[pgbench.Timing, ...]
    rows_with_rules: float
    rows_bare: float


def stays_for(seconds: float) -> int:
    """Return how many stays are enough for steady averages in a proof of that length."""
    return int(min(3000, max(600, 50 * seconds)))


def cost_figures(server: Server, count: int, explained: int = 250) -> Iterator[Figure]:
    """Measure twice, with and without waiting for the disk, and say where the time goes.

    Args:
        count: stays for the two runs; most of them are played, with the rules or bare.
        explained: further stays, played one by one to see where the time goes.
    """
    with server.database("cost") as url, psycopg.connect(url, autocommit=True) as connection:
        stays.seed(connection, count + explained)
        copy_tables(connection)
        # One stay beforehand: its events are the parameters of the bare scripts.
        stays.play(connection, 1)
        durable = _run(connection, url, count, "on")
        forgetful = _run(connection, url, count, "off")
        yield from breakdown(connection, range(count + 1, count + explained + 1))
        fsync = _one(connection, "SHOW fsync")[0]
    # Without it the figures that wait for the disk do not wait for it.
    yield Figure("cost_server_has_fsync_on", int(fsync == "on"))
    for run, suffix in ((durable, ""), (forgetful, "_without_flush")):
        for name, timing in zip(
            ("with_rules", "bare", "bare_one_round_trip"), run.timings, strict=True
        ):
            yield Figure(f"cost_{name}{suffix}_ms", timing.milliseconds)
        with_rules, bare, pipelined = (timing.milliseconds for timing in run.timings)
        yield Figure(f"cost_ratio_to_one_round_trip{suffix}", with_rules / pipelined)
        yield Figure(f"cost_ratio{suffix}", with_rules / bare, AIM)
    yield Figure("cost_rows_written_a_pair", durable.rows_with_rules)
    # The comparison is fair only if the bare scripts write every row that the triggers write.
    gap = max(abs(run.rows_with_rules - run.rows_bare) for run in (durable, forgetful))
    yield Figure("cost_rows_a_pair_not_compared", gap, AtMost(0))


def _run(connection: psycopg.Connection[Any], url: str, count: int, flush: str) -> Run:
    """Play stays by lot with all three scripts; flush is the value of synchronous_commit."""
    completed, completed_bare, last, last_bare = _one(connection, PLAYED)
    before = dict(connection.execute(ROWS_WRITTEN).fetchall())
    variables = {
        "booking_id": last,
        "bare_booking_id": last_bare or 1,
        **_parameters(connection),
    }
    timings = pgbench.run(
        url,
        SCRIPTS,
        {"transactions": int(count * SHARE_OF_A_RUN)},
        variables,
        settings={"synchronous_commit": flush},
    ).scripts
    pairs, bare_pairs = timings[0].times, timings[1].times + timings[2].times
    played = _one(connection, PLAYED)
    if (played[0] - completed, played[1] - completed_bare) != (pairs, bare_pairs):
        raise RuntimeError(f"not every stay was played: {played} after {pairs} and {bare_pairs}")
    after = _rows_written(connection, before)
    return Run(
        timings,
        (after["hotelmate"] - before["hotelmate"]) / pairs,
        (after["bare"] - before["bare"]) / bare_pairs,
    )


def _rows_written(connection: psycopg.Connection[Any], before: dict[str, int]) -> dict[str, int]:
    """Read the server's own counts once they stand still: sessions report theirs when they end."""
    deadline = time.monotonic() + STATISTICS_SECONDS
    seen = before
    while time.monotonic() < deadline:
        now = dict(connection.execute(ROWS_WRITTEN).fetchall())
        if now == seen and now != before:
            break
        seen = now
        time.sleep(0.3)
    return seen


def _parameters(connection: psycopg.Connection[Any]) -> dict[str, object]:
    """Return what the bare scripts write: a real stay's events, as a program would send them."""
    parameters: dict[str, object] = {
        "hotel_id": stays.HOTEL_ID,
        "actor": "role:owner",
        "waiting_version": _one(
            connection,
            "SELECT max(version) FROM bare.room_booking WHERE checked_in_at IS NULL",
        )[0],
    }
    for name, channels, payload, scope in connection.execute(TEMPLATES).fetchall():
        parameters |= {
            f"{name}_channels": channels,
            f"{name}_payload": payload,
            f"{name}_scope": scope,
        }
    return parameters


def _one(connection: psycopg.Connection[Any], query: str) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)
