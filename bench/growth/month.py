"""A month of a hotel, played in a minute, and what it leaves behind: dead rows, HOT updates, bytes.

Nobody cleans up meanwhile: what is counted is what a month makes, and then what a VACUUM leaves.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from bench.growth.desk import Desk
from bench.growth.histories import History
from bench.growth.hot import Reason, hot_of
from bench.growth.playing import play, tell_the_rest

# Left to itself it passes over indexes while dead rows are on less than 2 % of the pages.
CLEAN = "VACUUM (ANALYZE, INDEX_CLEANUP ON)"
COUNTERS = """
SELECT
    relid::regclass::text, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_newpage_upd, n_dead_tup,
    pg_table_size(relid), pg_indexes_size(relid)
FROM pg_stat_user_tables WHERE schemaname = 'hotelmate'
"""
# After how many dead rows autovacuum comes, after how many changes ANALYZE, and after how many new
# rows autovacuum comes where none is dead: a share of those that are not frozen yet.
THRESHOLDS = """
SELECT
    class.oid::regclass::text,
    vacuum.fixed + vacuum.share * greatest(class.reltuples, 0),
    analysis.fixed + analysis.share * greatest(class.reltuples, 0),
    freezing.fixed + freezing.share * greatest(class.reltuples, 0)
        * (1 - class.relallfrozen::float8 / greatest(class.relpages, 1))
FROM pg_class AS class
CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(option_name, option_value) AS own
    FROM pg_options_to_table(class.reloptions)
) AS options
CROSS JOIN LATERAL (SELECT
    coalesce(own ->> 'autovacuum_vacuum_threshold',
        current_setting('autovacuum_vacuum_threshold'))::float8 AS fixed,
    coalesce(own ->> 'autovacuum_vacuum_scale_factor',
        current_setting('autovacuum_vacuum_scale_factor'))::float8 AS share
) AS vacuum
CROSS JOIN LATERAL (SELECT
    coalesce(own ->> 'autovacuum_analyze_threshold',
        current_setting('autovacuum_analyze_threshold'))::float8 AS fixed,
    coalesce(own ->> 'autovacuum_analyze_scale_factor',
        current_setting('autovacuum_analyze_scale_factor'))::float8 AS share
) AS analysis
CROSS JOIN LATERAL (SELECT
    coalesce(own ->> 'autovacuum_vacuum_insert_threshold',
        current_setting('autovacuum_vacuum_insert_threshold'))::float8 AS fixed,
    coalesce(own ->> 'autovacuum_vacuum_insert_scale_factor',
        current_setting('autovacuum_vacuum_insert_scale_factor'))::float8 AS share
) AS freezing
WHERE class.relnamespace = 'hotelmate'::regnamespace AND class.relkind = 'r'
"""


@dataclass(frozen=True, slots=True)
class Table:
    """What a month did to a table.

    Attributes:
        inserted, updated, hot, moved: rows; moved ones went to another page for want of room.
        dead: rows that were left.
        dead_after_vacuum: rows that a VACUUM leaves.
        table_bytes, index_bytes: before the month.
        table_growth, index_growth: by how many bytes it became larger.
        vacuum_after, analyze_after, freeze_after: how many dead rows, changes and new rows
            autovacuum waits for.
    """

    inserted: int
    updated: int
    hot: int
    moved: int
    dead: int
    dead_after_vacuum: int
    table_bytes: int
    index_bytes: int
    table_growth: int
    index_growth: int
    vacuum_after: float
    analyze_after: float
    freeze_after: float = math.inf

    @property
    def months_to_vacuum(self) -> float:
        """How long autovacuum waits, at the pace of this month."""
        for_dead = self.vacuum_after / self.dead if self.dead else math.inf
        return min(for_dead, self.freeze_after / self.inserted if self.inserted else math.inf)

    @property
    def months_to_analyze(self) -> float:
        """How long the planner's statistics stay as they are, at the pace of this month."""
        changes = self.inserted + self.updated
        return self.analyze_after / changes if changes else math.inf

    @property
    def hot_share(self) -> float:
        """Which share of the updates left the indexes alone."""
        return self.hot / self.updated if self.updated else 1.0


@dataclass(frozen=True, slots=True)
class Month:
    """What a month leaves behind.

    Attributes:
        tables: by name, where anything was written.
        reasons: why updates were no HOT updates.
        at_best: which share of a table's updates could be HOT, by its name.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    at_best: Mapping[str, float] = field(default_factory=dict)


def month_of(history: History, bookings: int) -> Month:
    """Play so many bookings and count what they leave.

    Args:
        history: where; its events are told and its tables vacuumed before, vacuumed afterwards too.
        bookings: four of five of them stay, the others come to nothing.
    """
    with psycopg.connect(history.url, autocommit=True) as owner:
        # No relay ran while requests were timed: what they told is not the month's.
        tell_the_rest(owner)
        owner.execute(CLEAN)
        before = _counters(owner)
        with Desk(history.url, history.caller) as desk:
            play(desk, history, bookings, owner)
        _await_end(owner, desk.backend)
        after = _counters(owner)
        thresholds = {name: after_rows for name, *after_rows in owner.execute(THRESHOLDS)}
        owner.execute(CLEAN)
        cleaned = _counters(owner)
        tables = {
            name: _table(before[name], after[name], cleaned[name], thresholds[name])
            for name in after
            if after[name][:2] != before[name][:2]
        }
        reasons, at_best = hot_of(owner, history)
        return Month(tables, reasons, at_best)


def _await_end(owner: psycopg.Connection[Any], backend: int) -> None:
    """Wait until a session is over: it tells its last counts when it ends."""
    while owner.execute("SELECT FROM pg_stat_activity WHERE pid = %s", (backend,)).rowcount:
        time.sleep(0.02)


def _counters(owner: psycopg.Connection[Any]) -> dict[str, tuple[int, ...]]:
    owner.execute("SELECT pg_stat_force_next_flush()")
    owner.execute("SELECT pg_stat_clear_snapshot()")
    return {str(name): tuple(counts) for name, *counts in owner.execute(COUNTERS)}


def _table(
    before: tuple[int, ...],
    after: tuple[int, ...],
    cleaned: tuple[int, ...],
    thresholds: Sequence[float],
) -> Table:
    inserted, updated, hot, moved = (after[place] - before[place] for place in range(4))
    return Table(
        inserted,
        updated,
        hot,
        moved,
        after[4],
        cleaned[4],
        before[5],
        before[6],
        after[5] - before[5],
        after[6] - before[6],
        *thresholds,
    )
