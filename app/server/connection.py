"""A connection of the web server that waits for no client without end and takes no endless head."""

import asyncio
from collections.abc import Callable

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.server.one_write import OneWrite

# Whoever takes nothing at all for so long, while something waits for it, is let go of.
STUCK_SECONDS = 60.0
# In which the request line and the headers must arrive.
HEAD_SECONDS = 10.0
# What browsers and proxies send stays far below.
MAX_HEAD_BYTES = 32 * 1024


class Connection(HttpToolsProtocol):
    """uvicorn's, which is cut when the client leaves lying what it is sent.

    The application then finds that the client has left. uvicorn alone would keep both, and with a
    stream its place among those that may be open, for as long as the client's side of TCP answers.
    Nor would it mind a head that never ends: what is sent of one is kept until it does.
    """

    _deadline: asyncio.TimerHandle | None = None
    _head_deadline: asyncio.TimerHandle | None = None
    _is_in_head = True
    _is_refused = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(OneWrite(transport, self.loop))  # type: ignore[arg-type]
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Take what arrived, unless it is too much of a head."""
        if self._is_refused:
            return
        if self._is_in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._head_bytes > MAX_HEAD_BYTES:
            self._refuse()
        elif self._head_deadline is None and not self._is_answering():
            # What came began no request, or belongs to one that was answered already: it makes
            # uvicorn wait on, and shall not for ever.
            self._set_head_deadline(self._cut_once_read)

    def on_message_begin(self) -> None:
        """Begin to count: a head begins."""
        super().on_message_begin()
        if not self._is_in_head:
            self._head_bytes = 0
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """Hand the request on: its head is complete."""
        self._is_in_head = False
        self._end_wait_for_head()
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > MAX_HEAD_BYTES:
            self._refuse()
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Hand a part of the body on."""
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Hand on that the body is complete."""
        self._end_wait_for_head()
        if not self._is_refused:
            super().on_message_complete()

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
        self._end_wait_for_head()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._is_in_head = True
        self._set_head_deadline(self.transport.abort)

    def _set_head_deadline(self, what: Callable[[], None]) -> None:
        self._end_wait_for_head()
        self._head_deadline = self.loop.call_later(HEAD_SECONDS, what)

    def _cut_once_read(self) -> None:
        """Cut it, but not while the client still reads its answer."""
        if self.transport.get_write_buffer_size():
            self._set_head_deadline(self._cut_once_read)
        else:
            self.transport.abort()

    def _end_wait_for_head(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, unless one before it has no answer yet."""
        if not self._ends_after_answers():
            super().send_400_response(msg)

    def _refuse(self) -> None:
        """Answer that the head is too large, and end the connection."""
        if not self._ends_after_answers():
            self.transport.write(
                STATUS_LINE[431] + b"content-length: 0\r\nconnection: close\r\n\r\n"
            )
            self.transport.close()

    def _ends_after_answers(self) -> bool:
        """Take nothing more; return whether requests are open, whose answers end the connection.

        An answer that came before theirs would be taken for theirs.
        """
        self._is_refused = True
        self._end_wait_for_head()
        if not self._is_answering():
            return False
        last = self.pipeline[0][0] if self.pipeline else self.cycle
        last.keep_alive = False
        return True

    def _is_answering(self) -> bool:
        """Whether a request has arrived that has no whole answer yet."""
        # Before the first request there is no cycle, whatever uvicorn's annotation says.
        return bool(self.pipeline) or not getattr(self.cycle, "response_complete", True)

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
