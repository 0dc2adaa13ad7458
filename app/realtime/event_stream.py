"""A response of server-sent events that says when it is over, whichever side ended it."""

from collections.abc import AsyncGenerator, Callable
from typing import Any

from litestar.response import ServerSentEvent, ServerSentEventMessage
from litestar.response.base import ASGIResponse
from litestar.response.streaming import ASGIStreamingResponse
from litestar.types import Receive, Scope, Send

Messages = AsyncGenerator[ServerSentEventMessage, None]


class EventStream(ServerSentEvent):
    """Sends messages until there are no more or the client leaves.

    Args:
        messages: what is sent; closed at the end.
        gone: called at the end.
    """

    def __init__(self, messages: Messages, gone: Callable[[], None]) -> None:
        super().__init__(messages)
        self._messages = messages
        self._gone = gone

    def to_asgi_response(self, *args: Any, **options: Any) -> ASGIResponse:
        """Return what sends the messages."""
        sending = super().to_asgi_response(*args, **options)
        return _Sending(self._messages, self._gone, sending)


class _Sending(ASGIStreamingResponse):
    """Litestar leaves a generator whose client has left to the garbage collector."""

    __slots__ = ("_gone", "_messages", "_sending")

    def __init__(self, messages: Messages, gone: Callable[[], None], sending: ASGIResponse) -> None:
        super().__init__(iterator=messages)
        self._messages = messages
        self._gone = gone
        self._sending = sending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._sending(scope, receive, send)
        finally:
            self._gone()
            await self._messages.aclose()
