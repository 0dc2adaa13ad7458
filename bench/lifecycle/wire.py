"""HTTP/1.1 on one connection that stays open, with as little as a client can do.

What a client computes is taken from the server on the same machine, so this one does not more than
it must: it knows only answers that say how long they are.
"""

import asyncio

_LENGTH = b"content-length:"
_HEAD_END = b"\r\n\r\n"


class Wire:
    """One connection to the API.

    Args:
        reader, writer: of the connection.
        host: of the API, for the header.
    """

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._host = host

    @classmethod
    async def open(cls, host: str, port: int) -> "Wire":
        """Connect to the API."""
        reader, writer = await asyncio.open_connection(host, port)
        return cls(reader, writer, f"{host}:{port}")

    def close(self) -> None:
        """Close the connection."""
        self._writer.close()

    async def send(self, method: str, path: str, token: str, body: bytes) -> tuple[int, bytes]:
        """Send a request and return status and body of its answer."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n"
        )
        if body:
            head += "Content-Type: application/json\r\n"
        self._writer.write(head.encode() + b"\r\n" + body)
        answer = await self._reader.readuntil(_HEAD_END)
        length = _length(answer)
        return int(answer[9:12]), await self._reader.readexactly(length) if length else b""


def _length(head: bytes) -> int:
    """Return how long the body is that follows a head."""
    _, _, rest = head.lower().partition(_LENGTH)
    return int(rest.partition(b"\r\n")[0])
