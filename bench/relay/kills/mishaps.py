"""What goes wrong at Pusher now and then, whatever the relay does."""

import random

from bench.relay.kills.moves import POISON
from tests.pusher_server.faults import Fault

# A call with such an event is refused for as long as that is so.
REFUSAL = Fault("answer", status=413, times=None, event_type=POISON)
SHARE_OF_ROUNDS = 0.5


def mishap(chance: random.Random) -> list[Fault]:
    """Return what goes wrong in this round, if anything."""
    if chance.random() > SHARE_OF_ROUNDS:
        return []
    times, skip = chance.randint(1, 3), chance.randint(0, 10)
    return [
        chance.choice(
            (
                Fault("answer", status=429, retry_after="1", times=1, skip=skip),
                Fault("answer", status=429, in_body=True, times=times, skip=skip),
                Fault("answer", status=500, times=times, skip=skip),
                Fault("answer", status=503, in_body=True, times=times, skip=skip),
                Fault("cut_before", times=times, skip=skip),
                Fault("cut_after", times=times, skip=skip),
                Fault("hang", times=1, skip=skip),
                Fault("hang_after", times=1, skip=skip),
            )
        )
    ]
