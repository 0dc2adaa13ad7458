"""A pipeline of psycopg that is sent whole, with one system call, when it ends.

psycopg's own sends each command as it comes and looks for answers meanwhile: for a transaction of
five statements, a dozen turns of the event loop before there is anything to read. What is sent here
is known beforehand and no statement waits for an answer, so all of it is written into the buffer of
libpq and flushed at once.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from psycopg import AsyncConnection, AsyncPipeline
from psycopg.abc import PQGen
from psycopg.generators import send


class AtOnce(AsyncPipeline):
    """Overrides when a pipeline sends; what it sends and how it reads answers is psycopg's."""

    def control(self, command: bytes) -> None:
        """Send a command that has no parameters and whose answer tells nothing but errors.

        It begins, judges or ends a transaction. No cursor is made for it, and psycopg does not look
        at it: on a ROLLBACK it would drop all that the session has prepared, in case tables were
        made or dropped in the transaction, and none ever are here.
        """
        self.command_queue.append(partial(self.pgconn.send_query_params, command, None))
        self.result_queue.append(None)

    def _communicate_gen(self) -> PQGen[None]:
        while self.command_queue:
            self.command_queue.popleft()()
        yield from ()

    def _exit_gen(self) -> PQGen[None]:
        self._enqueue_sync()
        yield from self._communicate_gen()
        # Reads as well as writes: a server that waits for us to read its answers is not waited for.
        yield from send(self.pgconn)
        yield from self._fetch_gen(flush=False)


@asynccontextmanager
async def at_once(connection: AsyncConnection[Any]) -> AsyncIterator[AtOnce]:
    """Collect what is executed on a connection and send it, with one Sync, at the end.

    Cursors have their rows after the block, not in it. The first statement that failed raises at
    its end; those after it did not run.

    Args:
        connection: in no pipeline yet.
    """
    pipeline = connection._pipeline = AtOnce(connection)
    try:
        async with pipeline:
            yield pipeline
    finally:
        connection._pipeline = None
