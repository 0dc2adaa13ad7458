"""The relay's process: lead, number, deliver, and start over when the database goes away."""

import asyncio
import signal
from datetime import timedelta

import psycopg
import structlog
from psycopg.errors import ReadOnlySqlTransaction

from app import logs
from app.background.backoff import Backoff
from app.background.waiting import wait_for_event
from app.relay.backlog import SESSION, Backlog
from app.relay.connection import Connection, connect
from app.relay.dead_letters import DeadLetters
from app.relay.delivery import Delivery
from app.relay.leader import lead
from app.relay.maintenance import maintain_until
from app.relay.numbering import number_until
from app.relay.publisher import Publisher
from app.settings import Settings

STANDBY_SECONDS = 1.0
# Between two attempts at a database that is away: whoever waited for it waits little longer.
PAUSE = Backoff(first=0.5, longest=2.0)
# Without a publisher the marks of delivery follow the numbering; nobody waits for them.
UNTOLD_SECONDS = 1.0

log = structlog.get_logger(component="relay")


def main(settings: Settings) -> None:
    """Relay until SIGTERM or SIGINT.

    Call it from the main thread of a process of its own.
    """
    logs.configure(settings.log_level)
    if settings.relay_database_url is None:
        log.warning("connects_as_owner", set="HOTELMATE_RELAY_DATABASE_URL")
    asyncio.run(_main(settings))


async def _main(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    publisher = publisher_for(settings)
    kept = timedelta(hours=settings.events_kept_hours)
    try:
        await relay_until(stop, settings.relay_url, publisher, kept)
    finally:
        if publisher is not None:
            await publisher.close()


def publisher_for(settings: Settings) -> Publisher | None:
    """Return Pusher when an application is set; None: replay and the stream are the delivery."""
    if settings.pusher_app_id is None:
        return None
    from app.relay.pusher_channels import PusherChannels

    return PusherChannels(settings)


async def relay_until(
    stop: asyncio.Event, database_url: str, publisher: Publisher | None, kept: timedelta
) -> None:
    """Relay the events of a database until `stop` is set, through every loss of a connection.

    Args:
        database_url: connection string of a member of hotelmate_relay.
        publisher: where messages go; None when there is nobody to tell.
        kept: how long delivered messages stay for replay.
    """
    failures = 0
    while not stop.is_set():
        try:
            async with await connect(database_url) as connection:
                failures = 0
                if await _await_leadership(stop, connection):
                    # In a task of its own: one whose group had to end its parts stays counted as
                    # cancelled, and before Python 3.11.3 no pause of such a task ends as a pause.
                    await asyncio.create_task(
                        _serve(stop, connection, database_url, publisher, kept)
                    )
        except* (psycopg.OperationalError, ReadOnlySqlTransaction) as lost:
            failures += 1
            pause = PAUSE.after(failures)
            log.warning("database_away", pause_seconds=pause, error=_first_of(lost))
            await wait_for_event(stop, pause)


def _first_of(errors: BaseExceptionGroup[BaseException]) -> str:
    """Name the first error of a group."""
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return type(error).__name__


async def _await_leadership(stop: asyncio.Event, connection: Connection) -> bool:
    """Stand by until this relay leads; False when told to stop before."""
    waiting = False
    while not stop.is_set():
        if await lead(connection):
            log.info("leading")
            return True
        if not waiting:
            log.info("standing_by")
            waiting = True
        await wait_for_event(stop, STANDBY_SECONDS)
    return False


async def _serve(
    stop: asyncio.Event,
    leading: Connection,
    database_url: str,
    publisher: Publisher | None,
    kept: timedelta,
) -> None:
    """Do the leader's work until `stop` is set; when one part fails, all end."""
    async with await connect(database_url) as marking, await connect(database_url) as keeping:
        await marking.execute(SESSION)
        backlog = Backlog(marking)
        # Whoever led before may have written down a pause; this relay knows of none yet.
        await backlog.resumed()
        async with asyncio.TaskGroup() as parts:
            if publisher is None:
                parts.create_task(number_until(stop, leading, _nothing))
                parts.create_task(_tell_nobody_until(stop, backlog))
            else:
                delivery = Delivery(publisher, backlog, DeadLetters(marking))
                parts.create_task(number_until(stop, leading, delivery.look))
                parts.create_task(delivery.deliver_until(stop))
            parts.create_task(maintain_until(stop, keeping, kept))


def _nothing() -> None:
    """Numbered messages concern nobody here."""


async def _tell_nobody_until(stop: asyncio.Event, backlog: Backlog) -> None:
    while not stop.is_set():
        await backlog.nobody_to_tell()
        await wait_for_event(stop, UNTOLD_SECONDS)
