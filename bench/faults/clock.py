"""A clock that jumps, of PostgreSQL and the API at once, by libfaketime.

Both run some hours ahead of us, so that whatever was issued before is of the past for them too.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from app.embedded import throwaway
from bench.faults.answers import BUSY, UNAVAILABLE
from bench.faults.books import ended
from bench.faults.happening import RECOVERED_WITHIN_SECONDS, Fault, happen
from bench.faults.scene import SERVER_SETTINGS, Scene, scene
from bench.proof.figures import AtLeast, Figure
from bench.proof.run import say

ALLOWED = "ALLOW_NO_FAKETIME"
# Names the library where it is somewhere else.
LIBRARY = "FAKETIME_LIBRARY"
PLACES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib*/faketime/libfaketimeMT.so.1")
AHEAD_SECONDS = 3 * 3600.0
FOR_GOOD_SECONDS = 3600.0
# What was stamped by a clock that ran ahead is in the future once it is right again, and rules
# refuse to go on from there until that moment comes.
JUMP_SECONDS = 15.0
RULES = frozenset(
    {
        "booking-check-out-after-check-in",
        "booking-enters-after-last-guest-left",
        "booking-paid-was-authorised",
        "booking-stamps-not-in-future",
    }
)
# A time-out of PostgreSQL is a moment of the clock: one that jumps over it ends statements, waits
# for locks and transactions (busy), and with them their sessions (unavailable).
ENDED_BY_THE_JUMP = BUSY | UNAVAILABLE
# The library looks at its file whenever it is asked for the time.
NOTICED_AFTER_SECONDS = 0.2


def clock_figures(seed: int, times: int, seconds: float) -> Iterator[Figure]:
    """Let the clock jump forward and back under load; unless there is no libfaketime."""
    library = _library()
    if library is None:
        say(f"clock is skipped: no libfaketime; apt install libfaketime ({ALLOWED}=1 allows it)")
        aim = None if os.environ.get(ALLOWED) else AtLeast(1)
        yield Figure("clock_tried", 0, aim)
        return
    with ExitStack() as stack:
        clock = stack.enter_context(_clock(library))
        with clock.of_children():
            server = stack.enter_context(throwaway(SERVER_SETTINGS))
            playing = stack.enter_context(scene(server, seed))
        yield Figure("clock_tried", 1, AtLeast(1))
        yield Figure("clock_ahead_s", _seconds_off(playing), AtLeast(AHEAD_SECONDS - 1))
        for fault in jumps(clock, seconds):
            yield from happen(playing, fault, times)
        yield from ended(playing, "clock_")


def jumps(clock: "Clock", seconds: float) -> list[Fault]:
    """Return every jump; sessions notice one after the other, so rules refuse a few in any case."""
    forward = partial(_corrected, clock=clock)
    back = partial(_jumps, clock=clock, by=-JUMP_SECONDS, seconds=seconds)
    ahead = partial(_jumps, clock=clock, by=JUMP_SECONDS, seconds=seconds)
    until_caught_up = JUMP_SECONDS + RECOVERED_WITHIN_SECONDS
    told = (RULES, ENDED_BY_THE_JUMP)
    return [
        Fault("clock_forward_for_good", forward, *told, is_felt=False),
        Fault("clock_back_for_a_while", back, *told, is_felt=False),
        Fault("clock_ahead_for_a_while", ahead, *told, within=until_caught_up),
    ]


class Clock:
    """What children believe.

    Args:
        library: libfaketime.
        file: from which it reads how far the clock is off.
    """

    def __init__(self, library: Path, file: Path) -> None:
        self._library = library
        self._file = file
        self._ahead = AHEAD_SECONDS
        self.set()

    def correct(self, by: float) -> None:
        """Let what is right be something else from now on."""
        self._ahead += by
        self.set()

    def set(self, by: float = 0.0) -> None:
        """Let the clock be so many seconds off what is right."""
        new = self._file.with_suffix(".new")
        new.write_text(f"+{self._ahead + by:.0f}\n")
        new.chmod(0o644)
        new.replace(self._file)

    @contextmanager
    def of_children(self) -> Iterator[None]:
        """Let processes that are started in the block have this clock."""
        given = {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
        }
        before = dict(os.environ)
        os.environ.update(given)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def _clock(library: Path) -> Iterator[Clock]:
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield Clock(library, folder / "clock")


def _library() -> Path | None:
    """Find libfaketime."""
    named = os.environ.get(LIBRARY)
    found = (
        [Path(named)]
        if named
        else [path for place in PLACES for path in Path("/").glob(place.removeprefix("/"))]
    )
    return next((path for path in found if path.is_file()), None)


def _seconds_off(scene: Scene) -> float:
    """Return how far PostgreSQL's clock is ahead of ours."""
    with scene.owner() as owner:
        row = owner.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()
    assert row is not None
    return float(row[0]) - time.time()


def _corrected(scene: Scene, clock: Clock) -> float:
    """Let a clock that was slow be set right."""
    _set(scene, lambda: clock.correct(FOR_GOOD_SECONDS), FOR_GOOD_SECONDS)
    return time.monotonic()


def _jumps(scene: Scene, clock: Clock, by: float, seconds: float) -> float:
    """Let the clock be wrong for a while, then right again."""
    _set(scene, lambda: clock.set(by), by)
    time.sleep(seconds)
    _set(scene, clock.set, -by)
    return time.monotonic()


def _set(scene: Scene, change: Callable[[], None], by: float) -> None:
    """Change the clock and wait until everybody has seen it.

    Raises:
        RuntimeError: PostgreSQL did not.
    """
    before = _seconds_off(scene)
    change()
    time.sleep(NOTICED_AFTER_SECONDS)
    jumped = _seconds_off(scene) - before
    if abs(jumped - by) > 1:
        raise RuntimeError(f"the clock jumped {jumped:.1f} seconds, not {by}")
