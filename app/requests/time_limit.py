"""How long a request may take: its body must arrive and its answer begin in time.

What takes longer is given up: the statement that runs is cancelled and its transaction rolled back.
Only a COMMIT on its way may have been carried out all the same, and the answer says so; whoever
sent an idempotency key repeats the request and learns it. PostgreSQL itself ends a transaction
after the same time, also when this process has died.
"""

import asyncio
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import ProblemError, respond

# What is left to a body once the server ends.
HURRIED_SECONDS = 1.0


class TimeLimit:
    """ASGI wrapper that gives a request up when its time is over.

    A stream of events has begun by then, and goes on.

    Args:
        app: what serves it.
        seconds: until the answer begins; 0 is any time.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._running: set[_Watched] = set()
        self._is_ending = False

    def hurry(self) -> None:
        """Give requests whose body has not come a second more, now and from now on."""
        self._is_ending = True
        for request in self._running:
            request.hurry()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP or not self._seconds:
            await self._app(scope, receive, send)
            return
        request = _Watched(receive, send, asyncio.timeout(self._seconds))
        self._running.add(request)
        try:
            async with request.limit:
                if self._is_ending:
                    request.hurry()
                await self._app(scope, request.receive, request.send)
        except TimeoutError:
            if not request.limit.expired():
                raise
            name = "request-too-slow" if request.waits_for_body else "request-timed-out"
            await _answer(name, scope, receive, send)
        except asyncio.CancelledError:
            if request.has_begun:
                raise
            # The server ends, and what is still at work when its patience does is given up.
            await _answer("request-timed-out", scope, receive, send)
        finally:
            self._running.discard(request)


class _Watched:
    """A request, how far it has come, and until when it may come further."""

    def __init__(self, receive: Receive, send: Send, limit: asyncio.Timeout) -> None:
        self._receive = receive
        self._send = send
        self.limit = limit
        self.waits_for_body = self.has_begun = self._is_hurried = False

    def hurry(self) -> None:
        """Let the body come soon, if it is waited for, now or later."""
        self._is_hurried = True
        soon = asyncio.get_running_loop().time() + HURRIED_SECONDS
        when = self.limit.when()
        if self.waits_for_body and not self.limit.expired() and when is not None and when > soon:
            self.limit.reschedule(soon)

    async def receive(self) -> Any:
        """Wait for the next part of the body."""
        self.waits_for_body = True
        if self._is_hurried:
            self.hurry()
        message = await self._receive()
        self.waits_for_body = False
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer; once it has begun there is no limit any more."""
        if message["type"] == "http.response.start":
            if self.limit.expired():
                # Whoever was cut off made an answer of that. The answer is that time is over.
                raise asyncio.CancelledError
            self.limit.reschedule(None)
            self.has_begun = True
        await self._send(message)


async def _answer(name: str, scope: Any, receive: Receive, send: Send) -> None:
    """Answer, and end the connection: the rest of the body may still be on its way."""
    request: Request[Any, Any, Any] = Request(scope, receive, send)
    response = respond(request, ProblemError(name, headers={"Connection": "close"}))
    await response.to_asgi_response(app=None, request=request)(scope, receive, send)
