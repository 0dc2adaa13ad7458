"""A connection of the web server that does not wait without end for a client to read."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Whoever takes nothing at all for so long, while something waits for it, is let go of.
STUCK_SECONDS = 60.0


class Connection(HttpToolsProtocol):
    """uvicorn's, which is cut when the client leaves lying what it is sent.

    The application then finds that the client has left. uvicorn alone would keep both, and with a
    stream its place among those that may be open, for as long as the client's side of TCP answers.
    """

    _deadline: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """Begin to watch: more waits than is kept for a client."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """Leave off: the client has read."""
        super().resume_writing()
        self._unwatch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave off: it is over."""
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        waits = self.transport.get_write_buffer_size()
        self._deadline = self.loop.call_later(STUCK_SECONDS, self._judge, waits)

    def _unwatch(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _judge(self, waited: int) -> None:
        if self.transport.get_write_buffer_size() < waited:
            self._watch()  # slow, but it reads
        else:
            self.transport.abort()
