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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP or not self._seconds:
            await self._app(scope, receive, send)
            return
        limit = asyncio.timeout(self._seconds)
        waits_for_body = False

        async def receive_watched() -> Any:
            nonlocal waits_for_body
            waits_for_body = True
            message = await receive()
            waits_for_body = False
            return message

        async def send_watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                if limit.expired():
                    # Whoever was cut off made an answer of that. The answer is that time is over.
                    raise asyncio.CancelledError
                limit.reschedule(None)
            await send(message)

        try:
            async with limit:
                await self._app(scope, receive_watched, send_watched)
        except TimeoutError:
            if not limit.expired():
                raise
            name = "request-too-slow" if waits_for_body else "request-timed-out"
            await _answer(name, scope, receive, send)


async def _answer(name: str, scope: Any, receive: Receive, send: Send) -> None:
    """Answer, and end the connection: the rest of the body may still be on its way."""
    request: Request[Any, Any, Any] = Request(scope, receive, send)
    response = respond(request, ProblemError(name, headers={"Connection": "close"}))
    await response.to_asgi_response(app=None, request=request)(scope, receive, send)
