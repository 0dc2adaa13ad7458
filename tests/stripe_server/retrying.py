"""Delivery in the background, as Stripe does it: at once, several at a time, until 2xx."""

import heapq
import threading
import time
from types import TracebackType
from typing import Self

from tests.stripe_server.delivery import Deliver, Delivery, Recorded

LONGEST_PAUSES = 16


class Retrier:
    """Posts every event as it happens, and again until it is answered with 2xx.

    Several threads post at once, so that the order of arrival is nobody's promise.

    Attributes:
        answers: all deliveries made here, in the order of their answers.
    """

    def __init__(
        self,
        deliver: Deliver,
        recorded: Recorded,
        changed: threading.Condition,
        *,
        workers: int,
        pause: float,
    ) -> None:
        self._deliver = deliver
        self._recorded = recorded
        self._changed = changed
        self._pause = pause
        self._position = 0
        # (when, how often tried, the event)
        self._due: list[tuple[float, int, str]] = []
        self._busy = 0
        self._stopping = False
        self._crash: BaseException | None = None
        self._threads = [threading.Thread(target=self._work) for _ in range(workers)]
        self.answers: list[Delivery] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        if self._crash is not None and error is None:
            raise self._crash

    def wait_until_idle(self, timeout: float = 10.0) -> None:
        """Wait until every event so far was answered with 2xx.

        Raises:
            TimeoutError: some were not.
        """
        with self._changed:
            if not self._changed.wait_for(self._is_idle, timeout):
                left = sorted({event for _, _, event in self._due})
                raise TimeoutError(f"still without 2xx: {left}, {self._busy} on their way")

    def _is_idle(self) -> bool:
        self._take_new()
        return not self._due and self._busy == 0

    def _take_new(self) -> None:
        fresh, self._position = self._recorded(self._position)
        for event in fresh:
            heapq.heappush(self._due, (0.0, 0, event))

    def _work(self) -> None:
        try:
            while (item := self._next()) is not None:
                self._attempt(*item)
        except BaseException as error:
            self._crash = error
            raise

    def _next(self) -> tuple[int, str] | None:
        """Wait for a delivery that is due, and take it."""
        with self._changed:
            while not self._stopping:
                self._take_new()
                now = time.monotonic()
                if self._due and self._due[0][0] <= now:
                    _, tried, event = heapq.heappop(self._due)
                    self._busy += 1
                    return tried, event
                self._changed.wait(self._due[0][0] - now if self._due else None)
        return None

    def _attempt(self, tried: int, event: str) -> None:
        delivery = self._deliver(event)
        with self._changed:
            self._busy -= 1
            self.answers.append(delivery)
            if not delivery.ok:
                pause = self._pause * min(2**tried, LONGEST_PAUSES)
                heapq.heappush(self._due, (time.monotonic() + pause, tried + 1, event))
            self._changed.notify_all()
