"""Transactions that stand in each other's way: real deadlocks, and what PostgreSQL calls 40001.

The API's isolation and order of locks leave no room for either among its own requests. So a DBA
takes locks in the wrong order, and a trigger raises what a stricter server would.
"""

import threading
import time
from collections.abc import Iterator
from functools import partial

import psycopg

from app.database.retrying import ATTEMPTS
from bench.faults.answers import BUSY
from bench.faults.happening import NONE, Fault, happen
from bench.faults.record import GOOD
from bench.faults.scene import Scene
from bench.faults.trouble import trouble
from bench.proof.figures import AtLeast, AtMost, Figure

FAILURES = "hotelmate_database_passing_failures_total"
KINDS = {"40001": "serialization_failure", "40P01": "deadlock_detected"}
# Of statements: a change has several of them, each of which may fail.
OFTEN, ALWAYS = 0.1, 1.0
GOOD_AT_LEAST = 0.9
# One that began before the trouble or ended after it had fewer attempts, or more luck.
MOST_ATTEMPTS = ATTEMPTS * 1.1
THINKING_SECONDS = 0.02
_ROOM = "SELECT id FROM hotelmate.room WHERE room_number = %s FOR UPDATE"
_BOOKING = """
SELECT id FROM hotelmate.room_booking
WHERE assigned_room_id = (SELECT id FROM hotelmate.room WHERE room_number = %s) AND is_open
FOR UPDATE
"""


def conflicts(seconds: float) -> dict[str, Fault]:
    """Return every kind by its name: now and then, without end, and for real."""
    faults = [
        Fault(
            f"{failure}_{how}",
            partial(_meets, sqlstate=sqlstate, share=share, seconds=seconds),
            # Seldom enough, and trying again hides it.
            answers=BUSY if share == ALWAYS else NONE,
            seldom=NONE if share == ALWAYS else BUSY,
            is_felt=share == ALWAYS,
        )
        for sqlstate, failure in KINDS.items()
        for how, share in (("often", OFTEN), ("always", ALWAYS))
    ]
    real = partial(_real, seconds=seconds)
    faults.append(Fault("real_deadlocks", real, seldom=BUSY, is_felt=False))
    return {fault.name: fault for fault in faults}


def conflict_figures(scene: Scene, seconds: float) -> Iterator[Figure]:
    """Provoke conflicts now and then, without end, and for real; see what becomes of them."""
    faults = conflicts(seconds)
    for failure in KINDS.values():
        for name in (f"{failure}_often", f"{failure}_always"):
            before = _failures(scene, failure)
            yield from happen(scene, faults[name], 1)
            failed = _failures(scene, failure) - before
            if faults[name].is_felt:
                refused = scene.record.refused(name)
                attempts = failed / refused if refused else float("nan")
                yield Figure(f"{name}_attempts_a_request", attempts, AtMost(MOST_ATTEMPTS))
            else:
                yield Figure(f"{name}_tried_again", failed, AtLeast(1))
                good = scene.record.answers[name][GOOD]
                tries = good + scene.record.refused(name)
                yield Figure(f"{name}_good_share", good / max(1, tries), AtLeast(GOOD_AT_LEAST))
    before = _failures(scene, KINDS["40P01"])
    yield from happen(scene, faults["real_deadlocks"], 1)
    found = _failures(scene, KINDS["40P01"]) - before
    yield Figure("real_deadlocks_tried_again", found, AtLeast(1))


def _failures(scene: Scene, failure: str) -> float:
    return scene.api.samples(FAILURES).get(failure, 0.0)


def _meets(scene: Scene, sqlstate: str, share: float, seconds: float) -> float:
    with scene.owner() as owner, trouble(owner, sqlstate=sqlstate, share=share):
        time.sleep(seconds)
    return time.monotonic()


def _real(scene: Scene, seconds: float) -> float:
    """Lock the room and then its booking, again and again; everybody else does it the other way."""
    over = threading.Event()
    threads = [
        threading.Thread(target=_lock_wrongly, args=(scene.url, clerk.room, over), daemon=True)
        for clerk in scene.clerks
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join()
    return time.monotonic()


def _lock_wrongly(url: str, room: str, over: threading.Event) -> None:
    # The other side notices first and is the one that gives way.
    with psycopg.connect(url, options="-c deadlock_timeout=10s") as dba:
        while not over.is_set():
            dba.execute(_ROOM, (room,))
            time.sleep(THINKING_SECONDS)
            dba.execute(_BOOKING, (room,))
            dba.commit()
            over.wait(THINKING_SECONDS)
