"""What a response writes in one turn of the event loop is sent with one system call.

uvicorn writes the head of a response and then its body, and each write is a system call and a
packet of its own: a client that waits is woken twice.
"""

import asyncio
from typing import Any

# An answer of that size is more than one packet in any case.
GATHERED_BYTES = 64 * 1024


class OneWrite:
    """A transport that gathers what is written until the turn of the event loop is over.

    Args:
        transport: the one that writes; everything else is asked of it.
        loop: the event loop of both.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._gathered: list[bytes] = []
        self._bytes = 0

    def write(self, data: bytes) -> None:
        """Write soon, or at once what is much: whoever sends more shall learn that it waits."""
        if not self._gathered:
            self._loop.call_soon(self._flush)
        self._gathered.append(data)
        self._bytes += len(data)
        if self._bytes > GATHERED_BYTES:
            self._flush()

    def get_write_buffer_size(self) -> int:
        """Return how many bytes wait, here and there."""
        return self._bytes + self._transport.get_write_buffer_size()

    def close(self) -> None:
        """Write what was gathered, and end the connection when it is sent."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """End the connection at once; what was gathered is lost."""
        self._gathered.clear()
        self._bytes = 0
        self._transport.abort()

    def _flush(self) -> None:
        if self._gathered:
            gathered = b"".join(self._gathered)
            self._gathered.clear()
            self._bytes = 0
            self._transport.write(gathered)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
