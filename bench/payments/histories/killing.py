"""The worker as the process that it is, killed with SIGKILL while it is at work."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from bench.payments.histories.history import History
from bench.payments.stage import Stage
from tests.processes.hotelmate import HotelmateProcess
from tests.stripe_server.faults import FAULTS, FaultKind

# Who is not let in waits for a minute: the other faults are over sooner.
BEARABLE: tuple[FaultKind, ...] = tuple(each for each in FAULTS if each != "unauthorized")
# The worker asks the database once a second when nobody wakes it.
PATIENCE_SECONDS = 15.0
NAP = 0.005
# How long a request is held up in which the worker is to die: until it is dead.
HELD_UP_SECONDS = 30.0

# What a worker has claimed, and what one may claim now.
_AT_WORK = """
    SELECT count(*) FROM hotelmate.payment_instruction AS mine
    WHERE hotel_id = %(hotel)s AND (
        (claimed_until > now() AND claimed_until <> ALL(%(dead)s))
        OR (
            state = 'PENDING' AND next_try_at <= now()
            AND NOT EXISTS (
                SELECT FROM hotelmate.payment_instruction AS same
                WHERE same.hotel_id = mine.hotel_id AND same.claimed_until > now()
                    AND (same.id = mine.id OR same.payment_id = mine.payment_id)
            )
        )
    )
"""
_CLAIMS = "SELECT claimed_until FROM hotelmate.payment_instruction WHERE claimed_until > now()"


class WorkerProcess:
    """`hotelmate payments worker`, started when there is work and no worker.

    Attributes:
        kills: how often it was killed while something was to be done.
    """

    faults = BEARABLE

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._process = HotelmateProcess("payments worker", stage.environment())
        self._claims_of_dead: list[datetime] = []
        self.kills = 0

    @property
    def are_alive(self) -> bool:
        """Whether there is a worker."""
        return self._process.is_alive

    def work(self, history: History, workers: int) -> bool:
        """Wait until the worker has done what is due; one does what several would."""
        if not self._is_at_work(history):
            return False
        self._wake()
        self._await(lambda: not self._is_at_work(history))
        return True

    def die(self, history: History, how: int) -> bool:
        """Kill the worker at a moment of its work; say whether something was left to be done.

        It is the moment before its request takes effect, or after that and before the answer, or
        whenever so many requests were made, or so many milliseconds after it woke up.
        """
        if not self._is_at_work(history):
            return False
        moment, more = how % 4, how // 4
        if moment < 2:
            self._die_asking(history, "delay" if moment == 0 else "timeout_after", more)
        elif moment == 2:
            stripe = history.stage.stripe
            enough = len(stripe.requests) + 1 + more % 4
            self._wake()
            self._await(lambda: len(stripe.requests) >= enough or not self._is_at_work(history))
        else:
            self._wake()
            time.sleep(more / 1000)
        died_at_work = self._is_at_work(history)
        self.kill()
        history.stage.stripe.faults.clear()
        self.kills += died_at_work
        return died_at_work

    def _die_asking(self, history: History, kind: FaultKind, more: int) -> None:
        """Hold a request up, one that changes nothing in one of four times."""
        method = "GET" if more % 4 == 0 else "POST"
        fault = history.stage.stripe.faults.add(kind, method, seconds=HELD_UP_SECONDS)
        self._wake()
        self._await(lambda: fault.hits > 0 or not self._is_at_work(history))

    def kill(self) -> None:
        """End the worker as the kernel does that is out of memory."""
        self._process.kill()
        self._claims_of_dead = [until for (until,) in self._stage.owner.execute(_CLAIMS)]

    def _wake(self) -> None:
        """Let there be a worker that knows that there is work."""
        if not self.are_alive:
            self._process.start()
        self._stage.owner.execute("NOTIFY hotelmate_payments")

    def _is_at_work(self, history: History) -> bool:
        which = {"hotel": history.hotel.hotel_id, "dead": self._claims_of_dead}
        row = self._stage.owner.execute(_AT_WORK, which).fetchone()
        return row is not None and row[0] > 0

    def _await(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so; not longer than a worker may take, for it may be in vain."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not is_so() and time.monotonic() < give_up_at:
            time.sleep(NAP)


@contextmanager
def worker_process(stage: Stage) -> Iterator[WorkerProcess]:
    """Give a worker that is a process, and end it."""
    worker = WorkerProcess(stage)
    try:
        yield worker
    finally:
        worker.kill()
