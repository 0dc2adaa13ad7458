"""Headers of every answer: what a browser must not do with it, and who may keep it."""

from typing import Any

from litestar.config.cors import CORSConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.requests import idempotency, preconditions

# Nothing that is sent from here is a page: a browser that shows it all the same loads and runs
# nothing, and no site puts it into a frame or takes it for a script or an image of its own.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A year. Only to whoever came by https: the proxy in front has a certificate.
STRICT_TRANSPORT = "max-age=31536000"
NOBODY_KEEPS = "no-store"
# A browser may keep what has a tag, and asks each time whether it still holds.
ASK_FIRST = "private, no-cache"
EXPOSED = ("ETag", "Location", "Retry-After", "X-Request-Id", "Dry-Run", idempotency.REPLAYED)
SENT = (
    "Authorization",
    "Content-Type",
    "Last-Event-ID",
    "X-Request-Id",
    idempotency.HEADER,
    preconditions.IF_MATCH,
    preconditions.IF_NONE_MATCH,
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class ResponseHeaders:
    """ASGI wrapper that adds them, where the route has not said otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableScopeHeaders.from_message(message), scope)
            await send(message)

        await self._app(scope, receive, send_more)


def _add(headers: MutableScopeHeaders, scope: Any) -> None:
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    is_tagged = scope["method"] == "GET" and "etag" in headers
    headers.setdefault("Cache-Control", ASK_FIRST if is_tagged else NOBODY_KEEPS)
    if scope["scheme"] == "https":
        headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)


def cors(origins: tuple[str, ...]) -> CORSConfig | None:
    """Return what programs on pages of other origins may do: nothing, unless it is listed.

    The credential is a header that such a program must hold itself; there are no cookies.
    """
    if not origins:
        return None
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=list(METHODS),  # type: ignore[arg-type]
        allow_headers=list(SENT),
        expose_headers=list(EXPOSED),
        allow_credentials=False,
    )
