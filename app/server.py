"""The web server, with the one thing that uvicorn does not do by itself."""

from collections.abc import Callable
from socket import socket

import uvicorn


class Server(uvicorn.Server):
    """uvicorn, which ends streams of events before it waits for open responses to end.

    The application hears of the shutdown only after that wait, which would be in vain.

    Args:
        config: uvicorn's.
        end_streams: ends them.
    """

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop taking requests and wait for those that run."""
        self._end_streams()
        await super().shutdown(sockets)
