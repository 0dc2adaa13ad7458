"""How many events writers may write: they are to be at work whenever something dies."""

import threading


class Quota:
    """Shared by whoever allows and those who write.

    Attributes:
        written: events that were committed.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._allowed = 0
        self._ended = False
        self.written = 0

    def allow(self, events: int) -> None:
        """Let so many more be written."""
        with self._changed:
            self._allowed += events
            self._changed.notify_all()

    def end(self) -> None:
        """Let writers stop."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def may_write(self) -> bool:
        """Wait until more may be written; False when it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self.written < self._allowed)
            return not self._ended

    def wrote(self, events: int) -> None:
        """Count what was committed."""
        with self._changed:
            self.written += events
            self._changed.notify_all()

    def wait_until_used(self, seconds: float) -> None:
        """Wait until everything that is allowed was written, but not longer than so."""
        with self._changed:
            self._changed.wait_for(lambda: self.written >= self._allowed, seconds)
