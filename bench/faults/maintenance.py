"""What operators do on purpose while guests arrive: restarts, and changes of the schema."""

import time

from bench.faults.answers import BUSY, UNAVAILABLE
from bench.faults.happening import WAITED_FOR_THE_POOL, Fault
from bench.faults.scene import Scene
from bench.faults.trouble import trouble
from bench.faults.waiting import RECOVERS_WITHIN_SECONDS
from bench.proof.run import say
from schema import migrate

# So that whoever is told to stop has requests in its hands.
WORK_SECONDS = 1.0
# What a stopping API waits for its requests, and a little for the rest.
STOPS_WITHIN_SECONDS = 12.0
# The API's own start is part of it.
API_RECOVERS_WITHIN_SECONDS = 15.0
# Sessions of the API have plans for the table as it was.
_ADD_COLUMN = "ALTER TABLE hotelmate.room_booking ADD COLUMN proof integer NOT NULL DEFAULT 0"
_DROP_COLUMN = "ALTER TABLE hotelmate.room_booking DROP COLUMN proof"
_FORGET_FILES = "UPDATE hotelmate.repeatable_file SET sha256 = ''"


def maintenance() -> list[Fault]:
    """Return every kind."""
    return [
        Fault("database_restarted", _database_restarted, UNAVAILABLE, WAITED_FOR_THE_POOL),
        Fault(
            "api_stopped",
            _api_stopped,
            # Behind slow requests, of which there are more than connections.
            seldom=WAITED_FOR_THE_POOL,
            may_be_away=True,
            within=API_RECOVERS_WITHIN_SECONDS,
        ),
        Fault(
            "schema_changed",
            _schema_changed,
            # Who waited for a table until `lock_timeout`.
            seldom=BUSY,
            is_felt=False,
            within=RECOVERS_WITHIN_SECONDS,
        ),
    ]


def _database_restarted(scene: Scene) -> float:
    """Restart PostgreSQL as a package upgrade does: sessions are ended, work is rolled back."""
    scene.server.restart("fast")
    return time.monotonic()


def _api_stopped(scene: Scene) -> float:
    """Ask the API to end, with a request of every clerk in its hands, and start another.

    Raises:
        RuntimeError: it did not end in time.
    """
    with scene.owner() as owner, trouble(owner, seconds=WORK_SECONDS):
        time.sleep(WORK_SECONDS * 1.5)
        started = time.monotonic()
        scene.api.stop()
        took = time.monotonic() - started
    if took > STOPS_WITHIN_SECONDS:
        raise RuntimeError(f"the API took {took:.1f} seconds to stop")
    scene.api.start()
    return time.monotonic()


def _schema_changed(scene: Scene) -> float:
    """Migrate under load: every function, trigger, policy and grant is made anew.

    Clerks never make it give up: it comes again until it finds every table free.

    Raises:
        ScriptError: it did not in time.
    """
    with scene.owner() as owner:
        owner.execute(_FORGET_FILES)
        owner.execute(_ADD_COLUMN)
    started = time.monotonic()
    migrate.upgrade(scene.url)
    say(f"schema_changed: the migration took {time.monotonic() - started:.1f} s")
    with scene.owner() as owner:
        owner.execute(_DROP_COLUMN)
    return time.monotonic()
