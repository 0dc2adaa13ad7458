"""The checks of the day: which hotels are due, by their own clocks, and who of a fleet runs."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
import pytest

from app.consistency import scheduling
from app.consistency.scheduling import DailyChecks
from app.main import create_app
from app.queries.consistency import DUE
from tests.api.serving import serving, settings_for
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder

PATIENCE_SECONDS = 60


@pytest.fixture
def database(clone: str, connect: Connect) -> psycopg.Connection[Any]:
    return connect(url=clone)


@pytest.fixture
def berlin(database: psycopg.Connection[Any]) -> HotelBuilder:
    return HotelBuilder(database, time_zone="Europe/Berlin")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+00:00")


def ran(hotel: HotelBuilder, started: str, ended: str | None = None, **columns: object) -> None:
    """Keep that a run of the hotel began, and when it ended (a moment later)."""
    row = {
        "hotel_id": hotel.hotel_id,
        "occasion": "SCHEDULE",
        "started_at": at(started),
        "finished_at": at(ended or started),
        **columns,
    }
    hotel.run(
        f"INSERT INTO hotelmate.consistency_run ({', '.join(row)})"
        f" VALUES ({', '.join(['%s'] * len(row))})",
        *row.values(),
    )


def is_due(hotel: HotelBuilder, now: str, hour: int = 4) -> bool:
    rows = hotel.connection.execute(DUE, {"now": at(now), "hour": hour})
    return hotel.slug in {slug for (slug,) in rows}


def test_a_hotel_is_due_when_its_own_hour_has_come(berlin: HotelBuilder) -> None:
    ran(berlin, "2026-06-10T12:00")
    # Summer time is two hours ahead of UTC.
    assert not is_due(berlin, "2026-06-11T01:59")
    assert is_due(berlin, "2026-06-11T02:00")
    ran(berlin, "2026-06-11T02:01")
    assert not is_due(berlin, "2026-06-11T21:59")


def test_each_hotel_has_its_own_day(
    database: psycopg.Connection[Any], berlin: HotelBuilder
) -> None:
    far = HotelBuilder(database, time_zone="Pacific/Kiritimati")
    ran(berlin, "2026-01-10T12:00")
    ran(far, "2026-01-10T12:00")
    # 04:00 on the 11th, fourteen hours ahead of UTC.
    assert is_due(far, "2026-01-10T14:00")
    assert not is_due(berlin, "2026-01-10T14:00")


def test_a_hotel_that_was_never_looked_at_is_due(berlin: HotelBuilder) -> None:
    assert is_due(berlin, "2026-06-11T00:00")


def test_what_was_missed_is_made_up_once(berlin: HotelBuilder) -> None:
    ran(berlin, "2026-06-01T02:00")
    assert is_due(berlin, "2026-06-11T00:30")
    ran(berlin, "2026-06-11T00:31")
    assert not is_due(berlin, "2026-06-11T01:59")
    assert is_due(berlin, "2026-06-11T02:00")


def test_an_hour_that_clocks_skip_comes_once(berlin: HotelBuilder) -> None:
    # On 29 March 2026 it is 03:00 after 01:59.
    ran(berlin, "2026-03-28T12:00")
    assert not is_due(berlin, "2026-03-29T00:59", hour=2)
    assert is_due(berlin, "2026-03-29T01:00", hour=2)
    ran(berlin, "2026-03-29T01:01")
    assert not is_due(berlin, "2026-03-29T23:59", hour=2)
    assert is_due(berlin, "2026-03-30T00:00", hour=2)


def test_an_hour_that_clocks_have_twice_comes_once(berlin: HotelBuilder) -> None:
    # On 25 October 2026 it is 02:00 after 02:59.
    ran(berlin, "2026-10-24T12:00")
    moments = [f"2026-10-25T0{hour}:30" for hour in range(4)]
    due = []
    for moment in moments:
        if is_due(berlin, moment, hour=2):
            due.append(moment)
            ran(berlin, moment)
    assert len(due) == 1


def test_a_run_of_all_hotels_is_one_of_each(berlin: HotelBuilder) -> None:
    ran(berlin, "2026-06-11T02:01", hotel_id=None, occasion="CHECK")
    assert not is_due(berlin, "2026-06-11T03:00")


def test_a_run_that_broke_off_or_asked_some_checks_or_began_before_does_not_count(
    berlin: HotelBuilder,
) -> None:
    ran(berlin, "2026-06-11T02:01", finished_at=None)
    ran(berlin, "2026-06-11T02:02", only_checks=["occupancy"])
    ran(berlin, "2026-06-11T01:59", "2026-06-11T02:03")
    assert is_due(berlin, "2026-06-11T03:00")


def test_hotels_that_are_due_are_looked_at_once(
    clone: str, database: psycopg.Connection[Any], berlin: HotelBuilder
) -> None:
    other = HotelBuilder(database)
    checks = DailyChecks(clone, hour=4, days=400)
    assert checks.run_due() == 2
    assert checks.run_due() == 0
    runs = database.execute(
        "SELECT hotel_id, occasion, finished_at IS NOT NULL FROM hotelmate.consistency_run"
    ).fetchall()
    assert sorted(runs) == sorted((hotel.hotel_id, "SCHEDULE", True) for hotel in (berlin, other))


@contextmanager
def held_up(clone: str, checks: DailyChecks) -> Iterator[Future[int]]:
    """Let a thread run the checks up to where a table is held against readers."""
    with (
        ThreadPoolExecutor() as threads,
        psycopg.connect(clone) as holder,
        psycopg.connect(clone, autocommit=True) as watcher,
    ):
        holder.execute("LOCK TABLE hotelmate.room IN ACCESS EXCLUSIVE MODE")
        run = threads.submit(checks.run_due)
        waits = (
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND database = ("
            "SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        while (watcher.execute(waits).fetchone() or (False,))[0] is False:
            assert not run.done()
        yield run


def test_of_two_at_once_one_runs_the_checks(
    clone: str, database: psycopg.Connection[Any], berlin: HotelBuilder
) -> None:
    first, second = (DailyChecks(clone, hour=4, days=400) for _ in range(2))
    with held_up(clone, first) as run:
        assert second.run_due() == 0
    assert run.result(PATIENCE_SECONDS) == 1
    runs = "SELECT count(*), count(finished_at) FROM hotelmate.consistency_run"
    assert database.execute(runs).fetchone() == (1, 1)


def test_a_run_that_is_told_to_stop_ends_at_once_and_counts_for_nothing(
    clone: str, database: psycopg.Connection[Any], berlin: HotelBuilder
) -> None:
    checks = DailyChecks(clone, hour=4, days=400)
    with held_up(clone, checks) as run:
        checks.stop()
        # The table is still held.
        assert run.result(PATIENCE_SECONDS) == 0
    runs = "SELECT count(*), count(finished_at) FROM hotelmate.consistency_run"
    assert database.execute(runs).fetchone() == (1, 0)


def test_a_hotel_whose_run_broke_off_does_not_keep_the_others_from_theirs(
    clone: str, database: psycopg.Connection[Any], berlin: HotelBuilder
) -> None:
    other = HotelBuilder(database)
    database.execute(
        "ALTER TABLE hotelmate.consistency_run ADD CONSTRAINT some_rule"
        f" CHECK (hotel_id <> {berlin.hotel_id} OR finished_at IS NULL)"
    )
    checks = DailyChecks(clone, hour=4, days=400)
    assert checks.run_due() == 1
    # It has to wait for its next turn.
    assert checks.run_due() == 0
    finished = "SELECT hotel_id FROM hotelmate.consistency_run WHERE finished_at IS NOT NULL"
    assert database.execute(finished).fetchall() == [(other.hotel_id,)]


def test_a_hotel_whose_run_a_restart_cut_off_is_due_at_once(
    clone: str, database: psycopg.Connection[Any], berlin: HotelBuilder
) -> None:
    checks = DailyChecks(clone, hour=4, days=400)
    with held_up(clone, checks) as run:
        database.execute(
            # Until it has ended and so has let go of what it held.
            "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'hotelmate-checks'"
            " AND wait_event_type = 'Lock'"
        )
        with pytest.raises(psycopg.OperationalError):
            run.result(PATIENCE_SECONDS)
    assert checks.run_due() == 1


def test_the_api_runs_them_while_it_serves(
    clone: str,
    database: psycopg.Connection[Any],
    berlin: HotelBuilder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scheduling, "EVERY_SECONDS", 0.05)
    finished = "SELECT count(*) FROM hotelmate.consistency_run WHERE finished_at IS NOT NULL"
    with serving(create_app(settings_for(clone, HOTELMATE_CHECK_HOUR="4"))):
        while database.execute(finished).fetchone() == (0,):
            pass
    assert database.execute(finished).fetchone() == (1,)
