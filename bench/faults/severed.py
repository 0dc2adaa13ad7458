"""Connections end in the middle of transactions: ended by a DBA, or cut on the way."""

import time
from functools import partial

from bench.faults.answers import UNAVAILABLE
from bench.faults.happening import WAITED_FOR_THE_POOL, Fault
from bench.faults.proxy import Cut
from bench.faults.scene import Scene

SHARE_CUT = {Cut.BEFORE_COMMIT: 0.3, Cut.AFTER_COMMIT: 0.3, Cut.ANYWHERE: 0.05}
PAUSE_SECONDS = 0.05
_TERMINATE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name LIKE 'hotelmate-api%' AND state <> 'idle'
"""


def severed(seconds: float) -> list[Fault]:
    """Return every way, each for so long."""
    told = (UNAVAILABLE, WAITED_FOR_THE_POOL)
    return [
        Fault("sessions_terminated", partial(_terminated, seconds=seconds), *told),
        *(
            Fault(
                f"wire_cut_{cut.name.lower()}",
                partial(_cut, cut=cut, seconds=seconds),
                *told,
                is_done_unheard=cut is Cut.AFTER_COMMIT,
            )
            for cut in Cut
        ),
        Fault("wires_all_cut", partial(_all_cut, seconds=seconds), *told),
    ]


def _terminated(scene: Scene, seconds: float) -> float:
    with scene.owner() as owner:
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            owner.execute(_TERMINATE)
            time.sleep(PAUSE_SECONDS)
    return time.monotonic()


def _cut(scene: Scene, cut: Cut, seconds: float) -> float:
    before = scene.wire.cuts[cut]
    scene.wire.cut_at(cut, SHARE_CUT[cut])
    time.sleep(seconds)
    scene.wire.cut_at(None)
    if scene.wire.cuts[cut] == before:
        raise RuntimeError(f"nothing was cut: {cut.value}")
    return time.monotonic()


def _all_cut(scene: Scene, seconds: float) -> float:
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        scene.wire.cut_all()
        time.sleep(PAUSE_SECONDS * 4)
    return time.monotonic()
