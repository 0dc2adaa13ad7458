"""The web server, which stops at once, whatever its clients do."""

import asyncio
from collections.abc import Callable
from socket import socket
from typing import Any

import uvicorn

from app.server.connection import Connection

# What a client has not read so long after the beginning of the shutdown, it will not read.
UNREAD_SECONDS = 1.0


def configured(app: Any, **options: Any) -> uvicorn.Config:
    """Return uvicorn's configuration for the application, however it is started.

    Args:
        app: the application.
        options: more, of uvicorn's own.
    """
    return uvicorn.Config(
        app,
        http=Connection,
        # No WebSockets, whatever packages are there by chance.
        ws="none",
        # The application logs its requests itself, with their ids.
        log_config=None,
        access_log=False,
        server_header=False,
        # Which proxies are believed, the application knows.
        proxy_headers=False,
        **options,
    )


class Server(uvicorn.Server):
    """uvicorn, which ends streams of events before it waits for open responses to end.

    The application hears of the shutdown only after that wait, which would be in vain. So would be
    the wait for clients that do not read.

    Args:
        config: uvicorn's.
        end_requests: ends streams, and soon those requests whose body does not come.
    """

    def __init__(self, config: uvicorn.Config, end_requests: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_requests = end_requests

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop taking requests and wait for those that run."""
        self._end_requests()
        cutting = asyncio.create_task(self._cut_who_do_not_read())
        try:
            await super().shutdown(sockets)
        finally:
            cutting.cancel()

    async def _cut_who_do_not_read(self) -> None:
        """Cut connections for which something waits now and a second later."""
        before: set[Any] = set()
        while True:
            unread = {
                each
                for each in self.server_state.connections
                if each.transport.get_write_buffer_size()
            }
            for connection in unread & before:
                connection.transport.abort()
            before = unread
            await asyncio.sleep(UNREAD_SECONDS)
