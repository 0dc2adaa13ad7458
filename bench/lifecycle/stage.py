"""What the stays are played on: hotels in a database, the API over them, the floor beside them."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench.lifecycle.clients import Played
from bench.lifecycle.floor import RECORDED_HOTEL, RECORDED_ROOM, Scripts, write_scripts
from bench.lifecycle.hotels import Place, open_hotels
from bench.lifecycle.playing import play
from bench.lifecycle.processors import Clock, clock_of_process, clock_of_server
from bench.lifecycle.recorded import keep_ids_apart, recording
from bench.lifecycle.rows import rows_written
from bench.lifecycle.size import Size
from bench.proof import pgbench
from bench.proof.api import api
from bench.spine.cost.bare_tables import copy_tables

# As many connections as `hotelmate serve` opens unless told otherwise, and its log as it is.
POOL = 10
SETTINGS = {
    "HOTELMATE_LOG_LEVEL": "info",
    # Nobody but the staff does anything here: no checks, no relay.
    "HOTELMATE_CHECK_HOUR": "off",
    "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
}
# Of pgbench: one for each processor of a small machine, so that no client waits for others.
THREADS = 2
# Like the sessions of the API: no plan of it may be one of a table that was small once.
FLOOR_SETTINGS = {"enable_seqscan": "off"}
# A client plays one stay at least, and ends what it has begun.
NO_TIME = 0


@dataclass(slots=True)
class Stage:
    """Everything that the turns share.

    Attributes:
        url: of the API.
        database_url: connection string of the schema's owner.
        api_pid: its process.
        places: the rooms, in the order of their ids.
        scripts: of the floor.
        of_api, of_server: tell what they have computed so far.
        size: how much is played.
        rows_before: how many rows had been written in the schemas `hotelmate` and `bare` before.
        stays: how many were played through the API, those that were recorded included.
        bare_stays: how many on the floor, the steps that ran alone put together.
    """

    url: str
    database_url: str
    api_pid: int
    places: list[Place]
    scripts: Scripts
    of_api: Clock
    of_server: Clock | None
    size: Size
    rows_before: dict[str, int]
    stays: int
    bare_stays: int = 0
    _runs: int = field(default=0)

    def play(self, clients: int, seconds: float) -> Played:
        """Play stays through the API."""
        played = play(self.url, self.places, clients, seconds)
        self.stays += played.stays
        return played

    def write(self, script: Path, clients: int, limit: dict[str, int]) -> pgbench.Report:
        """Write stays on the floor."""
        self._runs += 1
        return self._write(script, clients, limit)

    def write_steps(self, times: int) -> dict[str, list[float]]:
        """Run each step alone, one after another, and return the milliseconds of each."""
        self._runs += 1
        limit = {"transactions": times}
        steps = self.scripts.steps.items()
        taken = {name: [*self._write(file, 1, limit).milliseconds] for name, file in steps}
        self.bare_stays += times
        return taken

    def _write(self, script: Path, clients: int, limit: dict[str, int]) -> pgbench.Report:
        variables = {
            "run": self._runs,
            "stay": 0,
            "clients": clients,
            "rooms_of_a_client": len(self.places) // clients,
            "rooms_of_a_hotel": self.size.rooms,
        }
        done = pgbench.run(
            self.database_url,
            [script],
            limit,
            variables,
            clients=clients,
            threads=min(THREADS, clients),
            settings=FLOOR_SETTINGS,
            each=True,
        )
        if script == self.scripts.stay:
            self.bare_stays += done.times
        return done


@contextmanager
def stage(database_url: str, owner: psycopg.Connection[Any], size: Size) -> Iterator[Stage]:
    """Set a stage on a migrated database, and take it down.

    Args:
        database_url: connection string of the schema's owner.
        owner: a connection of the schema's owner, in autocommit.
        size: how many hotels and rooms.
    """
    with ExitStack() as stack:
        keep_ids_apart(owner)
        recorded = open_hotels(owner, 1, 1, RECORDED_HOTEL, RECORDED_ROOM)
        places = open_hotels(owner, size.hotels, size.rooms)
        rows_before = {"hotelmate": rows_written(owner, "hotelmate")}
        running = stack.enter_context(api(database_url, "manager", POOL, SETTINGS))
        # The first stay of a year makes a row of its hotel that all others only write on.
        first_rooms = places[:: size.rooms] + recorded
        stays = play(running.url, first_rooms, len(first_rooms), NO_TIME).stays
        with recording(owner) as book:
            stays += play(running.url, recorded, 1, NO_TIME).stays
        copy_tables(owner, sorted({written.table for written in book}))
        rows_before["bare"] = rows_written(owner, "bare")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hotelmate-proof-")))
        scripts = write_scripts(owner, book, folder)
        yield Stage(
            running.url,
            database_url,
            running.process.pid,
            places,
            scripts,
            clock_of_process(running.process.pid),
            clock_of_server(owner),
            size,
            rows_before,
            stays,
        )
