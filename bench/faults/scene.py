"""The scene of the faults: a server, a wire to it, API and relay, and clerks at work."""

import os
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg

from app.embedded import EmbeddedPostgres
from bench.faults import trouble
from bench.faults.clerk import Clerk, Desk
from bench.faults.proxy import Proxy, proxy
from bench.faults.record import CALM, RESTARTING, Record
from bench.faults.serving import serving
from bench.faults.steps import NIGHTS
from bench.proof.hotel import open_hotel
from bench.proof.server import DURABLE
from bench.relay.kills import committed
from bench.relay.kills.pair import wait_until
from schema import migrate
from tests.credentials import bearer, signed_in
from tests.processes.api import ApiProcess
from tests.processes.hotelmate import NOTHING
from tests.processes.relay import RelayProcess, relay
from tests.pusher_server.process import PusherProcess, pusher_process

# What is acknowledged is on the disk; a deadlock is noticed before clients lose patience.
SERVER_SETTINGS: Mapping[str, str | int] = {**DURABLE, "deadlock_timeout": "100ms"}
CLERKS = 8
# Fewer than clerks, so that some wait.
POOL = 6
# Two stays of each clerk, without a fault, say what each step does.
CALM_STAYS = 2
CALM_SECONDS = 60.0
# Whoever has not recovered by then does not recover.
PATIENCE_SECONDS = 90.0
# Where it is about noon, and which day it is there.
_NOON = """
SELECT name, (now() AT TIME ZONE name)::date FROM hotelmate.time_zone
ORDER BY abs(extract(hour FROM now() AT TIME ZONE name) - 12), name LIMIT 1
"""
_DOUBLES = """
SELECT room.room_number FROM hotelmate.room
JOIN hotelmate.room_type ON room_type.hotel_id = room.hotel_id AND room_type.id = room.room_type_id
WHERE room.hotel_id = %s AND room_type.code = 'DBL' ORDER BY room.id
"""


@dataclass(slots=True)
class Scene:
    """Everything that faults happen to.

    Attributes:
        own: the embedded server, where it is the scene's alone.
        url: of its database, straight, as the owner.
        clerks: for whom everybody waits after a fault.
        others: who take longer, and are not waited for.
    """

    own: EmbeddedPostgres | None
    url: str
    wire: Proxy
    api: ApiProcess
    pusher: PusherProcess
    relay: RelayProcess
    desk: Desk
    record: Record
    clerks: list[Clerk]
    others: list[Clerk] = field(default_factory=list)

    @property
    def everybody(self) -> list[Clerk]:
        """Whoever changes anything."""
        return [*self.clerks, *self.others]

    @property
    def server(self) -> EmbeddedPostgres:
        """The server, for what happens to servers."""
        assert self.own is not None, "only to a server of our own"
        return self.own

    @contextmanager
    def owner(self) -> Iterator[psycopg.Connection[Any]]:
        """Give a connection of the owner, in autocommit, beside the wire."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            yield connection

    def accepts(self) -> bool:
        """Say whether the server lets anybody in."""
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError:
            return False
        return True

    def await_calm_stays(self) -> None:
        """Let every clerk play some stays while nothing is wrong.

        Raises:
            RuntimeError: they do not get on, so no fault would tell anything.
        """
        done = wait_until(
            lambda: (
                any(clerk.error for clerk in self.clerks)
                or all(clerk.stays >= CALM_STAYS for clerk in self.clerks)
            ),
            CALM_SECONDS,
        )
        self.raise_errors()
        if not done:
            raise RuntimeError(f"clerks do not get on: {dict(self.record.unclear[CALM])}")
        self.desk.calm = False

    def await_recovery(self, ended: float) -> float:
        """Wait until all works again after the cause of a fault is gone.

        Args:
            ended: when that was, by time.monotonic().

        Returns:
            Seconds until every clerk had a change acknowledged, the API was ready and the relay
            told events.
        """
        told = self.pusher.statistics().items
        wait_until(
            lambda: any(clerk.error for clerk in self.clerks) or self._works_since(ended, told),
            PATIENCE_SECONDS,
        )
        self.raise_errors()
        return time.monotonic() - ended

    def await_calm(self) -> None:
        """Wait until nothing of a fault can be met any more, so that the next begins with nothing.

        Every clerk has a change acknowledged once more. There are more of them than connections in
        the pool, which are lent in turns, so none is left that nobody has tried. And whoever is not
        waited for has no request in hand that was sent before.
        """
        since = time.monotonic()
        wait_until(
            lambda: (
                any(each.error for each in self.everybody)
                or (
                    all(clerk.last_good > since for clerk in self.clerks)
                    and all(each.in_hand_since > since for each in self.others)
                )
            ),
            PATIENCE_SECONDS,
        )
        self.raise_errors()

    def _works_since(self, ended: float, told: int) -> bool:
        return (
            all(clerk.last_good > ended for clerk in self.clerks)
            and self.pusher.statistics().items > told
            and self.api.is_ready()
        )

    @contextmanager
    def api_with(self, settings: Mapping[str, str]) -> Iterator[None]:
        """Restart the API if it is to have other settings, and as it was when the block ends."""
        if not settings:
            yield
            return
        label, self.record.label = self.record.label, RESTARTING
        self.api.restart(settings)
        self.record.label = label
        try:
            yield
        finally:
            self.record.label = RESTARTING
            self.api.restart()
            self.record.label = label

    def close_desk(self) -> None:
        """Let every clerk finish what was sent, and go."""
        self.desk.closes.set()
        for each in self.everybody:
            each.join()
        self.raise_errors()

    def raise_errors(self) -> None:
        """Let an error of a clerk be ours: the proof is wrong."""
        for each in self.everybody:
            if each.error is not None:
                raise each.error


@contextmanager
def scene(
    server: EmbeddedPostgres, seed: int, settings: Mapping[str, str] = NOTHING
) -> Iterator[Scene]:
    """Set the scene on a running server, with clerks at work, and take it down.

    Args:
        server: with nothing on it yet.
        seed: of the clerks.
        settings: of the API, besides those of every scene.
    """
    url = server.url()
    migrate.upgrade(url)
    with scene_on(url, seed, own=server, settings=settings) as playing:
        yield playing


@contextmanager
def scene_on(
    url: str,
    seed: int,
    *,
    own: EmbeddedPostgres | None = None,
    clerks: int = CLERKS,
    settings: Mapping[str, str] = NOTHING,
) -> Iterator[Scene]:
    """Set the scene on a migrated database in which nothing else is done."""
    with psycopg.connect(url, autocommit=True) as owner:
        committed.keep_copies(owner)
        trouble.plant(owner)
        desk, rooms = _open_desk(owner)
    with ExitStack() as stack:
        wire = stack.enter_context(proxy(url))
        pusher = stack.enter_context(pusher_process())
        given = {"HOTELMATE_POOL_MAX_SIZE": str(POOL), **settings}
        api = stack.enter_context(serving(wire.url, given))
        telling = stack.enter_context(relay(wire.url, pusher.environment()))
        record, chance = Record(), random.Random(seed)
        desk = Desk(f"{api.url}{desk.url}", desk.headers, desk.dates, record.told)
        at_work = [Clerk(desk, room, chance.getrandbits(32)) for room in rooms[:clerks]]
        playing = Scene(own, url, wire, api, pusher, telling, desk, record, at_work)
        stack.callback(desk.closes.set)
        for clerk in at_work:
            clerk.start()
        playing.await_calm_stays()
        yield playing


def _open_desk(owner: psycopg.Connection[Any]) -> tuple[Desk, list[str]]:
    """Open a hotel: its desk, without the API's address, and doubles, one for each clerk.

    It is about noon there by the server's clock: no fault takes so long that its day ends.
    """
    row = owner.execute(_NOON).fetchone()
    assert row is not None
    zone, today = row
    hotel = open_hotel(owner, CLERKS * 2, time_zone=zone)
    rooms = [number for (number,) in owner.execute(_DOUBLES, (hotel.hotel_id,)).fetchall()]
    dates = (today.isoformat(), (today + timedelta(days=NIGHTS)).isoformat())
    headers = bearer(signed_in(owner, hotel.hotel_id, hotel.staff))
    desk = Desk(f"/api/hotels/{hotel.slug}", headers, dates, Record().told)
    return desk, rooms


def end_process(pid: int, number: int) -> None:
    """Send a signal to a process of the scene, which may be gone by now."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
