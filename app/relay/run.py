"""The relay's process: lead, listen, deliver, and start over when the database goes away."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

import psycopg
import structlog

from app import logs
from app.relay.delivery import Delivery, pause_after
from app.relay.leader import lead
from app.relay.log_publisher import LogPublisher
from app.relay.outbox import Connection
from app.relay.publisher import Publisher
from app.settings import Settings

POLL_SECONDS = 1.0
# A signal is noticed after so long at most, also while nothing happens.
NOTICE_SECONDS = 0.2
# Marks of delivery that a crash of the server forgets are repeats, which delivery allows anyway.
SESSION = "SET synchronous_commit = off; SET statement_timeout = '30s'; LISTEN hotelmate_outbox"

log = structlog.get_logger(component="relay")


def main(settings: Settings) -> None:
    """Deliver events until SIGTERM or SIGINT.

    Call it from the main thread of a process of its own.
    """
    logs.configure(settings.log_level)
    stop = threading.Event()

    def request_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, request_stop)
    publisher = publisher_for(settings)
    try:
        deliver_until(stop, settings.owner_url, publisher)
    finally:
        publisher.close()


def publisher_for(settings: Settings) -> Publisher:
    """Return Pusher when an application is set, else lines on standard output."""
    if settings.pusher_app_id is None:
        return LogPublisher()
    from app.relay.pusher_channels import PusherChannels

    return PusherChannels(settings)


def deliver_until(stop: threading.Event, database_url: str, publisher: Publisher) -> None:
    """Deliver events of a database until `stop` is set, through every loss of the connection."""
    delivery = Delivery(publisher)
    failures = 0
    while not stop.is_set():
        try:
            with _connect(database_url) as connection:
                if _await_leadership(stop, connection):
                    failures = 0
                    _serve(stop, connection, delivery)
        except psycopg.OperationalError as error:
            failures += 1
            pause = pause_after(failures)
            log.warning("database_away", pause_seconds=pause, error=type(error).__name__)
            stop.wait(pause)


def _connect(database_url: str) -> Connection:
    """Connect as a session that ends soon when the other side cannot be heard any more.

    Else the lock of a leader that lost its network would keep every other relay standing by.
    """
    return psycopg.connect(
        database_url,
        autocommit=True,
        application_name="hotelmate-relay",
        connect_timeout=5,
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
    )


def _await_leadership(stop: threading.Event, connection: Connection) -> bool:
    """Stand by until this relay leads; False when told to stop before."""
    waiting = False
    while not stop.is_set():
        if lead(connection):
            log.info("leading")
            return True
        if not waiting:
            log.info("standing_by")
            waiting = True
        stop.wait(POLL_SECONDS)
    return False


def _serve(stop: threading.Event, connection: Connection, delivery: Delivery) -> None:
    connection.execute(SESSION)
    while not stop.is_set():
        if not delivery.pass_once(connection, stop.is_set):
            _await_news(stop.is_set, connection)


def _await_news(stopped: Callable[[], bool], connection: Connection) -> None:
    """Return when something was committed to the outbox, or it is time to look anyway."""
    for _ in range(round(POLL_SECONDS / NOTICE_SECONDS)):
        if stopped() or any(connection.notifies(timeout=NOTICE_SECONDS, stop_after=1)):
            return
