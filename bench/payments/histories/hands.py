"""Who carries out instructions in a history."""

import asyncio

from app.payments.worker import Worker
from bench.payments.histories.carrying_out import dies
from bench.payments.histories.history import History
from bench.payments.stage import Stage
from tests.stripe_server.faults import FAULTS

# The worker takes about so many steps to carry out one instruction, with a look and an answer.
LIFETIME = 14


class OurHands:
    """The worker's code in this process: quick, and dying by the step.

    Attributes:
        deaths: how often it died.
    """

    faults = FAULTS
    # Whoever works does so within one move.
    are_alive = False
    deaths = 0

    def work(self, history: History, workers: int) -> bool:
        """Carry out what is due; say whether there was anything."""
        return history.stage.run(_carry_out(history.stage, workers)) > 0

    def die(self, history: History, how: int) -> bool:
        """Begin to carry out what is due and die; say whether there was enough to die of."""
        died = dies(history.stage, _carry_out(history.stage, 1), 1 + how % LIFETIME)
        self.deaths += died
        return died


async def _carry_out(stage: Stage, workers: int) -> int:
    """Let workers carry out what is due, and return how many attempts they made."""
    hands = [Worker(stage.database, stage.gateway) for _ in range(workers)]
    return sum(await asyncio.gather(*(each.carry_out_due() for each in hands)))
