"""HTTP/1.1 on the loopback address, by an event loop in a thread of its own."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import httptools
import uvloop

from tests.pusher_server.api import Api, Outcome, Reply
from tests.pusher_server.control import Control

Result = TypeVar("Result")
BACKLOG = 512


class HttpServer:
    """Serves from `start` to `stop`; in between it can go down and come up at the same port."""

    def __init__(self, api: Api, port: int, tls: ssl.SSLContext | None) -> None:
        self.api = api
        self.tls = tls
        self.control = Control(api, self)
        # Never listens: keeps the port ours while the server is down.
        self._reserved = _bound(port)
        self.port: int = self._reserved.getsockname()[1]
        self.open: set[_Connection] = set()
        self.crashes: list[BaseException] = []
        self._coming_up: asyncio.Task[None] | None = None
        self._listener: asyncio.Server | None = None
        self._loop: asyncio.AbstractEventLoop
        self._stopped: asyncio.Event
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pusher server")

    def start(self) -> None:
        """Listen; return when clients can connect."""
        self._thread.start()
        self._started.wait()

    def stop(self) -> None:
        """Cut every connection, close the port, end the thread; raise what went wrong in it."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()
        self._reserved.close()
        if self.crashes:
            raise self.crashes[0]

    def call(self, action: Callable[[], Result]) -> Result:
        """Run something in the server's thread and return what it returns."""

        async def run() -> Result:
            return action()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def go_down(self) -> None:
        """Close the port and cut every connection; in the server's thread."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for connection in list(self.open):
            connection.cut()

    async def come_up(self) -> None:
        """Listen again; in the server's thread."""
        if self._listener is None:
            self._listener = await self._loop.create_server(
                lambda: _Connection(self), sock=_bound(self.port), backlog=BACKLOG, ssl=self.tls
            )

    def go_down_for(self, seconds: float) -> None:
        """Go down for some seconds, once what is being answered has left; in its thread."""

        async def down_and_up() -> None:
            await asyncio.sleep(0.02)
            self.go_down()
            await asyncio.sleep(seconds)
            await self.come_up()

        self._coming_up = self._loop.create_task(down_and_up())

    def come_up_now(self) -> None:
        """Listen again; from another thread."""
        asyncio.run_coroutine_threadsafe(self.come_up(), self._loop).result(10)

    def release(self) -> None:
        """Cut the connections of calls that hang; in the server's thread."""
        for connection in list(self.open):
            if connection.hangs:
                connection.cut()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        await self.come_up()
        self._started.set()
        await self._stopped.wait()
        self.go_down()
        # A round of the loop, in which the closed transports are let go.
        await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    """One connection; calls on it follow each other."""

    def __init__(self, server: HttpServer) -> None:
        self._server = server
        self._parser: Any = httptools.HttpRequestParser(self)
        self._transport: Any = None
        self._target = b""
        self._body = b""
        self._number = 0
        self.hangs = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._number = self._server.api.record.connected()
        self._server.open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._server.open.discard(self)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserCallbackError as error:
            self._server.crashes.append(error.__context__ or error)
            self.cut()
        except httptools.HttpParserError:
            # Half a request, of a client that was killed, has no effect.
            self.cut()

    def on_message_begin(self) -> None:
        self._target = self._body = b""

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode()
        target = self._target.decode("latin-1")
        if target.startswith("/_"):
            self._send(self._server.control.answer(method, target, self._body))
            return
        outcome = self._server.api.answer(method, target, self._body, self._number)
        delay = self._server.api.faults.delay
        if delay > 0:
            asyncio.get_running_loop().call_later(delay, self._finish, outcome)
        else:
            self._finish(outcome)

    def cut(self) -> None:
        self._transport.abort()

    def _finish(self, outcome: Outcome) -> None:
        if outcome.reply is not None:
            self._send(outcome.reply)
        elif outcome.hangs:
            self.hangs = True
        else:
            self.cut()

    def _send(self, reply: Reply) -> None:
        if self._transport.is_closing():
            return
        self._transport.write(reply.written())
        if not self._parser.should_keep_alive():
            self._transport.close()


def _bound(port: int) -> socket.socket:
    """Bind a port of the loopback address that this process may bind again."""
    sock = socket.socket()
    with suppress(AttributeError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    return sock
