"""The one moment at which it matters that numbering waits for the disk.

A numbering that has begun does not see an older event that is committed meanwhile. Clients hear the
younger one first, then the other. If the server forgot both numberings in a crash, it would number
the two anew in the order of their writing: positions that clients know would go to other events.
"""

import os
import signal
import time

from bench.relay.kills.pair import wait_until
from bench.relay.kills.scene import NUMBERS, PATIENCE_SECONDS, Scene

# The longest that a writer keeps a transaction open; and then some.
QUIET_SECONDS = 0.7
_PUBLISH = """
SELECT hotelmate.publish(hotel_id, ARRAY['hotel'], 'rooms', 'proof_event', '{}', '{}')
FROM (SELECT min(hotel_id) AS hotel_id FROM hotelmate.hotel) AS first
"""
_HOLD_CHANNELS_UP = "SELECT FROM hotelmate.realtime_channel WHERE name = 'hotel' FOR UPDATE"


def crash_behind_a_late_commit(scene: Scene) -> None:
    """Crash the database when clients have heard two events whose numbering is as new as can be."""
    scene.relays.await_leader()
    scene.quota.wait_until_used(PATIENCE_SECONDS)
    # A COMMIT of anybody else would bring the numberings to the disk as well.
    time.sleep(QUIET_SECONDS)
    scene.happened["crash_behind_a_late_commit"] += _tell_two(scene)
    crash_at_once(scene)


def crash_at_once(scene: Scene) -> None:
    """Crash the server without the time that its tools take, and start it again."""
    server = scene.server
    if server.pid is not None:
        os.kill(server.pid, signal.SIGQUIT)
    wait_until(lambda: server.pid is None, PATIENCE_SECONDS)
    server.restart("immediate")
    scene.happened["crash"] += 1


def _tell_two(scene: Scene) -> bool:
    """Have two events told in the order of their commits, which is not that of their writing."""
    heard = scene.pusher.statistics().items
    with (
        scene.owner(autocommit=False) as older,
        scene.owner(autocommit=False) as younger,
        scene.owner(autocommit=False) as in_the_way,
    ):
        for writer in (older, younger):
            writer.execute(_PUBLISH)
        in_the_way.execute(_HOLD_CHANNELS_UP)
        younger.commit()
        caught = scene.await_relay_at(NUMBERS, held_up=True)
        older.commit()
        in_the_way.rollback()
        return caught and wait_until(
            lambda: scene.pusher.statistics().items >= heard + 2, PATIENCE_SECONDS
        )
