"""Fills a migrated, empty database with the history of hotels, in bulk and in the order of time.

Triggers and foreign keys are off (session_replication_role = replica): they would derive and prove
row by row what is derived here for hundreds of thousands at once. What is written must be what they
would have written; that all checks find nothing in it says so.

Fortnight follows fortnight over all hotels, so that rows lie on the disk as they would have come:
the rows of one hotel, room or booking are far apart. Where fortnights have few bookings some are
written at once, in the same order; indexes grow with the rows, as they do in a hotel.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench.history.size import DAYS_OF_A_ROUND, Size

SQL = Path(__file__).parent / "sql"
# Positions that messages had which were removed since.
REMOVED_MESSAGES = 1000
# As many as are written at once: more gains nothing, less pays for each statement.
BOOKINGS_AT_ONCE = 10_000
# Both plan the same bookings, each for itself, and write their own tables: two cores are busy.
BOOK_KEEPERS = (("bookings", "payments"), ("party", "rooms"))
_SIZE = """
CREATE TEMPORARY TABLE size AS SELECT
    {hotels}::bigint AS hotels, {rooms}::bigint AS rooms, {rounds}::bigint AS rounds,
    {days}::bigint AS days, date '{first_day}' AS first_day, timestamptz '{moment}' AS moment,
    0::bigint AS round, 1::bigint AS at_once, 0::bigint AS bookings_before,
    {removed}::bigint AS removed_messages
"""


def fill(url: str, size: Size, progress: Callable[[str], None] = lambda _: None) -> None:
    """Write the hotels, their past and their today.

    Args:
        url: connection string of a superuser; the database is migrated and empty.
        size: how much.
        progress: is told what has been done.
    """
    moment = datetime.now(UTC)
    with _keeper(url, size, moment) as connection:
        _run(connection, ["estate"])
    with ThreadPoolExecutor() as pool:
        for done in [
            pool.submit(_past, url, size, moment, files, progress) for files in BOOK_KEEPERS
        ]:
            done.result()
    with _keeper(url, size, moment) as connection:
        connection.execute(
            "UPDATE size SET bookings_before = (SELECT count(*) FROM hotelmate.room_booking)"
        )
        _run(connection, ["today", "plan", *(name for files in BOOK_KEEPERS for name in files)])
        _run(connection, ["rack", "messages", "counters"])
    progress("today is written")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def _past(
    url: str,
    size: Size,
    moment: datetime,
    files: Iterable[str],
    progress: Callable[[str], None],
) -> None:
    at_once = max(1, BOOKINGS_AT_ONCE * size.rounds // size.bookings)
    quarters = 0
    with _keeper(url, size, moment) as connection:
        for first in range(0, size.rounds, at_once):
            done = min(first + at_once, size.rounds)
            connection.execute("UPDATE size SET round = %s, at_once = %s", (first, done - first))
            _run(connection, ["round", "plan", *files])
            connection.commit()
            if done * 4 // size.rounds > quarters:
                quarters = done * 4 // size.rounds
                progress(f"{', '.join(files)}: fortnight {done} of {size.rounds}")


def _keeper(url: str, size: Size, moment: datetime) -> psycopg.Connection[Any]:
    """Connect as who writes in bulk; leaving the block commits."""
    connection = psycopg.connect(url)
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET synchronous_commit = off")
    connection.execute("SET work_mem = '256MB'")
    connection.execute("SET temp_buffers = '256MB'")
    connection.execute("SET jit = off")
    days = size.rounds * DAYS_OF_A_ROUND
    # The last of them leave a fortnight before today: who is in house today came later.
    first_day = (moment - timedelta(days=days + 12)).date()
    connection.execute(
        _SIZE.format(
            hotels=size.hotels,
            rooms=size.rooms,
            rounds=size.rounds,
            days=DAYS_OF_A_ROUND,
            first_day=first_day.isoformat(),
            moment=moment.isoformat(),
            removed=REMOVED_MESSAGES,
        ).encode()
    )
    _run(connection, ["stories"])
    return connection


def _run(connection: psycopg.Connection[Any], files: Iterable[str]) -> None:
    for name in files:
        connection.execute((SQL / f"{name}.sql").read_bytes())
