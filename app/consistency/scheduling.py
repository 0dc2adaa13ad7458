"""The checks of the day: hotel by hotel, when its hour has come, by one process of a fleet.

In a thread, because checks take as long as they take; the event loop goes on meanwhile.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from threading import Event
from typing import Any

import psycopg
import structlog

from app.background.periodic import repeating
from app.consistency.keeping import Keeping, remove_old
from app.consistency.running import Connection, Found, Outcome, Scope, look
from app.problems import is_lost
from app.queries.consistency import DUE
from app.settings import Settings

EVERY_SECONDS = 60.0
# A hotel whose run broke off is not looked at again and again.
PAUSE_SECONDS = 3600.0
# (715, 1) and (715, 2) are the relay's. It ends with the session that holds it.
ALONE = "SELECT pg_try_advisory_lock(715, 3)"

log = structlog.get_logger(component="consistency")


class DailyChecks:
    """Runs the checks of every hotel that is due.

    Args:
        database_url: connection string of a member of hotelmate_checks.
        hour: of the day, by the hotel's clock.
        days: how long runs are kept.
    """

    def __init__(self, database_url: str, hour: int, days: int) -> None:
        self._database_url = database_url
        self._hour = hour
        self._days = days
        self._stopping = Event()
        self._reading: Connection | None = None
        self._not_before: dict[str, float] = {}

    @classmethod
    def of(cls, settings: Settings) -> "DailyChecks | None":
        """Return what runs by these settings, None when they are off.

        Raises:
            SettingsError: the settings do not say where the database is.
        """
        if settings.check_hour is None:
            return None
        return cls(settings.checks_url, settings.check_hour, settings.consistency_days)

    def run_due(self, now: datetime | None = None) -> int:
        """Run the checks of the hotels that are due; return how many there were.

        None are while another process is at it.

        Args:
            now: the moment that counts; the present one, when left out.

        Raises:
            psycopg.Error: the database is away.
        """
        with self._connect(autocommit=True) as writer:
            row = writer.execute(ALONE).fetchone()
            if row is None or not row[0]:
                return 0
            due = {"now": now or datetime.now(UTC), "hour": self._hour}
            hotels = [slug for (slug,) in writer.execute(DUE, due)]
            done = 0
            for slug in hotels:
                if not self._stopping.is_set() and self._may_run(slug):
                    done += self._run(writer, slug)
            if done:
                remove_old(writer, self._days)
        return done

    def stop(self) -> None:
        """End the run that goes on, whatever it waits for."""
        self._stopping.set()
        reading = self._reading
        if reading is not None:
            # It may be over in this very moment.
            with suppress(psycopg.Error):
                reading.cancel_safe(timeout=1.0)

    def _may_run(self, slug: str) -> bool:
        return time.monotonic() >= self._not_before.get(slug, 0.0)

    def _run(self, writer: Connection, slug: str) -> bool:
        """Run the checks of one hotel; a failure is its own, unless the database is away."""
        try:
            with self._connect() as reading:
                self._reading = reading
                finished = self._look(reading, writer, Scope(slug))
        except psycopg.Error as error:
            if writer.closed or is_lost(error):
                raise
            self._not_before[slug] = time.monotonic() + PAUSE_SECONDS
            log.warning("checks_broke_off", hotel=slug, error=type(error).__name__)
            return False
        finally:
            self._reading = None
        self._not_before.pop(slug, None)
        return finished

    def _look(self, reading: Connection, writer: Connection, scope: Scope) -> bool:
        """Run and keep; a run that is told to stop is left unfinished and counts for nothing."""
        keeping = Keeping(writer, "SCHEDULE", scope)
        findings = not_run = 0
        for event in look(reading, scope):
            if self._stopping.is_set():
                return False
            keeping.note(event)
            findings += isinstance(event, Found)
            not_run += isinstance(event, Outcome) and event.error is not None
        keeping.finish()
        if findings or not_run:
            log.warning("checks_found", hotel=scope.hotel, findings=findings, not_run=not_run)
        return True

    def _connect(self, **arguments: Any) -> Connection:
        """Connect as a session that ends soon when the other side cannot be heard any more."""
        return psycopg.connect(
            self._database_url,
            application_name="hotelmate-checks",
            connect_timeout=5,
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=25_000,
            **arguments,
        )


@asynccontextmanager
async def check_daily(checks: DailyChecks | None) -> AsyncIterator[None]:
    """Run the checks of the day in the background while the block runs, unless they are off."""
    if checks is None:
        yield
        return

    async def once() -> int:
        return await asyncio.to_thread(checks.run_due)

    async with repeating(once, name="checks", every_seconds=EVERY_SECONDS):
        try:
            yield
        finally:
            # In a thread of its own: a database that does not answer keeps nobody from stopping.
            await asyncio.to_thread(checks.stop)
