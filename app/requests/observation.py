"""Around every request: its id, its line in the log, its figures.

Wraps the whole application, so that a path that leads nowhere is observed like any other. What is
logged names the route, never the path, the query or a body: those hold people's data.
"""

import re
import uuid
from time import perf_counter
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.metrics import Metrics

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
UNMATCHED = "(none)"
# Others would let a client make up labels without end.
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Observation:
    """ASGI wrapper: gives each request an id and sends it back, logs and counts the response."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._log = structlog.get_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope["state"]
        request_id = state["request_id"] = _request_id(scope["headers"])
        header = (b"x-request-id", request_id.encode())
        started, status, is_recorded = perf_counter(), 500, False

        async def send_observed(message: Message) -> None:
            nonlocal status, is_recorded
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message["headers"], header]
                if state.get("dry_run"):
                    headers.append((b"dry-run", b"true"))
                message["headers"] = headers
                if state.get("is_stream"):
                    # How long a client goes on to listen is no measure of how long it waited.
                    self._record(scope, status, perf_counter() - started)
                    is_recorded = True
            await send(message)

        try:
            await self._app(scope, receive, send_observed)
        finally:
            if not is_recorded:
                self._record(scope, status, perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        method = str(scope.get("method"))
        method = method if method in _METHODS else "(other)"
        route = scope.get("path_template") or UNMATCHED
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
        state: dict[str, Any] = scope["state"]
        self._log.info(
            "request",
            request_id=state["request_id"],
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 2),
            problem=state.get("problem"),
        )


def _request_id(headers: Any) -> str:
    """Take the client's id if it is well-formed, else make one."""
    for name, value in headers:
        if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
            return str(value, "ascii")
    return uuid.uuid4().hex
