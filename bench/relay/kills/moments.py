"""The moments at which a relay dies, freezes, or loses its database.

Some are made certain by a lock that the relay runs into, or by a call that the server leaves
hanging; others are watched out for, or left to chance. `happened` counts those that came about.
"""

import time
from collections.abc import Callable

from bench.relay.kills.late_commit import crash_behind_a_late_commit
from bench.relay.kills.scene import MARKS, NUMBERS, Scene
from tests.pusher_server.faults import Fault, FaultKind

Moment = Callable[[Scene], None]

SLOW_SECONDS = 0.1
# Numbering and acknowledging both write these rows.
_HOLD_CHANNELS_UP = """
SELECT FROM hotelmate.realtime_channel WHERE name NOT LIKE 'guest%'
ORDER BY hotel_id, name COLLATE "C" FOR UPDATE
"""


def while_numbering(scene: Scene) -> None:
    """Kill the leader in a call of number_events; its session ends it without the relay."""
    leader = scene.relays.await_leader()
    with scene.owner(autocommit=False) as in_the_way:
        in_the_way.execute(_HOLD_CHANNELS_UP)
        scene.happened["while_numbering"] += scene.await_relay_at(NUMBERS, held_up=True)
        scene.relays.kill(leader)


def soon_after_numbering(scene: Scene) -> None:
    """Kill the leader when it is seen numbering: it dies in there or just behind."""
    leader = scene.relays.await_leader()
    scene.happened["soon_after_numbering"] += scene.await_relay_at(NUMBERS)
    scene.relays.kill(leader)


def before_a_post_takes_effect(scene: Scene) -> None:
    """Kill the leader while the server has its calls and has not taken them."""
    _while_posting(scene, "hang", "before_a_post_takes_effect")


def after_a_post_took_effect(scene: Scene) -> None:
    """Kill the leader while the server has taken its calls and has not answered."""
    _while_posting(scene, "hang_after", "after_a_post_took_effect")


def _while_posting(scene: Scene, kind: FaultKind, name: str) -> None:
    leader = scene.relays.await_leader()
    before = scene.calls_without_answer()
    scene.pusher.wish(Fault(kind, times=scene.chance.randint(1, 8)))
    scene.happened[name] += scene.await_calls_without_answer(before)
    time.sleep(scene.chance.random() * 0.05)
    scene.relays.kill(leader)
    scene.pusher.wish(release=True)


def while_acknowledging(scene: Scene) -> None:
    """Kill the leader while it marks what was delivered; its session ends it without the relay."""
    leader = scene.relays.await_leader()
    # So there is a call under way when numbering comes to a stand as well.
    scene.pusher.wish(delay=SLOW_SECONDS)
    time.sleep(2 * SLOW_SECONDS)
    with scene.owner(autocommit=False) as in_the_way:
        in_the_way.execute(_HOLD_CHANNELS_UP)
        scene.happened["while_acknowledging"] += scene.await_relay_at(MARKS, held_up=True)
        scene.relays.kill(leader)
    scene.pusher.wish(delay=0)


def just_started(scene: Scene) -> None:
    """Kill both, and one of those that replace them when it has hardly begun."""
    scene.relays.kill_all()
    time.sleep(scene.chance.random() * 1.2)
    scene.happened["just_started"] += 1
    scene.relays.kill(scene.relays.leader() or scene.relays.newest())


def just_leading(scene: Scene) -> None:
    """Kill a leader, and the next one as soon as it leads."""
    scene.relays.kill(scene.relays.await_leader())
    leader = scene.relays.await_leader()
    time.sleep(scene.chance.random() * 0.1)
    scene.happened["just_leading"] += 1
    scene.relays.kill(leader)


def at_random(scene: Scene) -> None:
    """Kill the leader whatever it is doing."""
    time.sleep(scene.chance.random())
    scene.happened["at_random"] += 1
    scene.relays.kill(scene.relays.await_leader())


def both(scene: Scene) -> None:
    """Kill leader and standby at once."""
    time.sleep(scene.chance.random())
    scene.happened["both"] += 1
    scene.relays.kill_all()


def frozen(scene: Scene) -> None:
    """Freeze the leader while it leads, and let it go on; nobody can take over meanwhile."""
    leader = scene.relays.await_leader()
    leader.freeze()
    time.sleep(scene.chance.uniform(0.1, 1.5))
    leader.thaw()
    scene.happened["frozen"] += 1


def deposed(scene: Scene) -> None:
    """Freeze the leader, take its lock, and let it go on when another leads: it learns it late.

    It has read messages that it is about to post, and its other session still works.
    """
    leader = scene.relays.await_leader()
    leader.freeze()
    scene.take_leadership()
    time.sleep(scene.chance.uniform(1.0, 2.5))
    leader.thaw()
    scene.happened["deposed"] += 1


def crash(scene: Scene) -> None:
    """Stop the database as a power cut does, and start it again."""
    time.sleep(scene.chance.random() * 0.5)
    if scene.chance.random() < 0.5:
        scene.await_relay_at(scene.chance.choice((NUMBERS, MARKS)))
    scene.server.restart("immediate")
    scene.happened["crash"] += 1


def crash_while_frozen(scene: Scene) -> None:
    """Crash the database while the leader stands still; it hears of it when all is over."""
    leader = scene.relays.await_leader()
    leader.freeze()
    scene.server.restart("immediate")
    time.sleep(scene.chance.random() * 2)
    leader.thaw()
    scene.happened["crash"] += 1
    scene.happened["crash_while_frozen"] += 1


# How often each is chosen among its like; every one of KILLS kills one relay at least.
KILLS: tuple[tuple[Moment, int], ...] = (
    (while_numbering, 12),
    (soon_after_numbering, 12),
    (before_a_post_takes_effect, 10),
    (after_a_post_took_effect, 14),
    (while_acknowledging, 12),
    (just_started, 8),
    (just_leading, 8),
    (at_random, 14),
    (both, 10),
)
FREEZES: tuple[tuple[Moment, int], ...] = ((frozen, 1), (deposed, 2))
CRASHES: tuple[tuple[Moment, int], ...] = (
    (crash, 2),
    (crash_behind_a_late_commit, 2),
    (crash_while_frozen, 1),
)
