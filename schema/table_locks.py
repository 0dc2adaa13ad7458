"""A migration has the tables to itself before it changes the first one.

It comes to need nearly all of them, one after the other and in an order of its own. Beside programs
at work that is a deadlock sooner or later, so it takes them all at the beginning. First the hotels:
what most requests do begins by reading one, so whoever comes later waits there, with nothing in
hand, and whoever is under way comes to an end.

Others begin elsewhere, and read a hotel while they hold what the migration has yet to take. So it
waits in a queue for the hotels only, while it holds nothing. All else it takes at one moment at
which all of it is free, and holds none of it before, so that who is under way can end. When that
moment does not come soon it lets go of the hotels too and comes again after a pause. Nobody can be
in a deadlock with it, and nobody waits for longer than one attempt takes.
"""

import random
import time
from collections.abc import Callable
from typing import NamedTuple

import psycopg
from sqlalchemy import Connection

from schema.database import ScriptError, run_script

# What fails in the inner block takes back the locks of that block, and leaves the hotels'.
TAKE_ALL = """\
DO $take_all$
DECLARE
    v_table text := 'hotel';
    v_lock_timeout text := current_setting('lock_timeout');
    v_give_up_at timestamptz;
BEGIN
    IF to_regclass('hotelmate.hotel') IS NOT NULL THEN
        PERFORM set_config('lock_timeout', '{hotel_ms}ms', true);
        LOCK TABLE hotelmate.hotel IN ACCESS EXCLUSIVE MODE;
        PERFORM set_config('lock_timeout', v_lock_timeout, true);
    END IF;
    v_give_up_at := clock_timestamp() + interval '{others_ms} milliseconds';
    LOOP
        BEGIN
            FOR v_table IN
                SELECT relname FROM pg_catalog.pg_class
                WHERE relnamespace = to_regnamespace('hotelmate') AND relkind = 'r'
                ORDER BY relname
            LOOP
                EXECUTE format('LOCK TABLE hotelmate.%I IN ACCESS EXCLUSIVE MODE NOWAIT', v_table);
            END LOOP;
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            IF clock_timestamp() >= v_give_up_at THEN
                RAISE;
            END IF;
        END;
        PERFORM pg_sleep(0.003);
    END LOOP;
EXCEPTION WHEN lock_not_available THEN
    RAISE lock_not_available USING SCHEMA = 'hotelmate', TABLE = v_table;
END
$take_all$;
"""

# Databases that are copies of one another have tables of the same numbers.
HOLDERS = """\
SELECT DISTINCT
    coalesce('session ' || held.pid, 'a prepared transaction')
    || coalesce(' (' || nullif(session.application_name, '') || ')', '')
    || coalesce(' of ' || session.usename, '')
    || coalesce(', ' || session.backend_type, '')
    || coalesce(', ' || session.state, '')
    || coalesce(', in its transaction since ' || to_char(session.xact_start, 'HH24:MI:SS'), '')
    AS holder,
    session.pid IS NOT NULL AND session.usesysid IS NULL AS is_servers_own
FROM pg_catalog.pg_locks AS held
LEFT JOIN pg_catalog.pg_stat_activity AS session ON held.pid = session.pid
WHERE
    held.granted AND held.relation = to_regclass(%s)
    AND held.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    AND held.pid IS DISTINCT FROM pg_backend_pid()
ORDER BY holder
"""
# Whoever migrates may see more of other sessions than the role that it has taken on.
AS_ONESELF = "SET LOCAL ROLE NONE"
# Within a transaction, what was once read of other sessions is what is read ever after.
LOOK_ANEW = "SELECT pg_stat_clear_snapshot()"

# An autovacuum gives way to who has waited for it for `deadlock_timeout`, and to nobody before.
VACUUM_GIVES_WAY_MS = """\
SELECT setting::integer + 200 FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout'
"""
# Below what requests of the API wait for a lock: those for this table queue up behind us.
LONGEST_QUEUE_MS = 1500


class Pace(NamedTuple):
    """How long others may be kept waiting, and how long it is tried.

    Attributes:
        hotel_seconds: how long an attempt waits for the hotels; who comes later waits behind it.
        others_seconds: how long it then waits for a moment at which all others are free. Both
            together are well under the two seconds after which a request of the API gives up. What
            is under way takes milliseconds, and what waits for the hotels meanwhile does not end.
        deadline_seconds: after how long no other attempt is made: long enough for a busy hour,
            short enough for somebody who sits before it.
        rest: how much longer than an attempt the pause after it is. In a pause everybody works who
            was kept waiting.
    """

    hotel_seconds: float = 0.5
    others_seconds: float = 0.1
    deadline_seconds: float = 60
    rest: float = 2

    def pause_after(self, seconds: float) -> float:
        """Return how long to pause: not in step with what others do at regular times."""
        return seconds * self.rest * random.uniform(0.75, 1.25)


class Holder(NamedTuple):
    """One who has a lock on a table.

    Attributes:
        name: in words.
        is_servers_own: whether it is a process of the server itself, like an autovacuum.
    """

    name: str
    is_servers_own: bool


class InUseError(ScriptError):
    """A table was in use at every attempt; nothing is held.

    Args:
        table: its name.
        holders: who had it after the last attempt.
        seconds: for how long it was tried.
    """

    def __init__(self, table: str, holders: list[str], seconds: float) -> None:
        who = "; ".join(holders) or "sessions that have ended meanwhile"
        super().__init__(f"{table} was in use for {seconds:.0f} s, nothing is changed: {who}")
        self.table = table
        self.holders = holders


def lock_all_tables(
    connection: Connection, pace: Pace | None = None, pause: Callable[[float], object] = time.sleep
) -> None:
    """Lock every table there is, which may be none.

    Args:
        connection: in a transaction, at whose end all are free again.
        pace: how long others may be kept waiting, and how long it is tried.
        pause: waits for so many seconds.

    Raises:
        InUseError: one was not to be had in time.
    """
    pace = pace or Pace()
    started = time.monotonic()
    while True:
        began = time.monotonic()
        table = _missed(connection, pace)
        if table is None:
            return
        holders = _holders(connection, table)
        tried = time.monotonic() - started
        if tried >= pace.deadline_seconds:
            raise InUseError(table, [holder.name for holder in holders], tried)
        is_vacuumed = any(holder.is_servers_own for holder in holders)
        if is_vacuumed and _send_away_vacuum(connection, table):
            continue  # before it is back
        pause(pace.pause_after(time.monotonic() - began))


def _missed(connection: Connection, pace: Pace) -> str | None:
    """Take all tables, or none and return the one that was not free."""
    script = TAKE_ALL.format(
        hotel_ms=int(pace.hotel_seconds * 1000), others_ms=int(pace.others_seconds * 1000)
    )
    try:
        # Back at the savepoint, PostgreSQL has let go of what was locked after it.
        with connection.begin_nested():
            run_script(connection, script, "taking all tables")
    except ScriptError as error:
        reason = error.__cause__
        if not isinstance(reason, psycopg.errors.LockNotAvailable):
            raise
        return f"{reason.diag.schema_name}.{reason.diag.table_name}"
    return None


def _holders(connection: Connection, table: str) -> list[Holder]:
    savepoint = connection.begin_nested()
    try:
        connection.exec_driver_sql(AS_ONESELF)
        connection.exec_driver_sql(LOOK_ANEW)
        return [Holder(*row) for row in connection.exec_driver_sql(HOLDERS, (table,))]
    finally:
        savepoint.rollback()


def _send_away_vacuum(connection: Connection, table: str) -> bool:
    """Wait for one table, with nothing in hand, and tell whether an autovacuum of it gave way.

    That can take minutes on a big table, and whoever does not wait in its queue is not seen.
    """
    wait_ms = connection.exec_driver_sql(VACUUM_GIVES_WAY_MS).scalar_one()
    if wait_ms > LONGEST_QUEUE_MS:
        return False
    savepoint = connection.begin_nested()
    try:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait_ms}")
        run_script(
            connection, f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", "sending vacuum away"
        )
    except ScriptError as error:
        if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            raise
        return False
    finally:
        savepoint.rollback()
    return True
