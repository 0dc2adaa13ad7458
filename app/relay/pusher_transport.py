"""Sends what the `pusher` package has signed, and says what the answer means.

The package's own back ends block, or connect anew for every request; they bring certificates of
their own instead of the system's, let errors of the network through as they are, tell 413 and 429
from 500 by nothing but text, and take for delivered what a server answers with 200.
"""

import asyncio
import json
import re
import ssl
from collections.abc import Mapping
from typing import Any

import httpx

from app.relay.publisher import Busy, Denied, Failed, PublishError, Refused, Unreachable

# From the call to the end of the answer; the relay comes back, so patience only holds up a lane.
TIMEOUT_SECONDS = 5.0
CONNECT_SECONDS = 3.0
# More than the relay has lanes, so that none waits for another.
CONNECTIONS = 16
# Servers keep an idle connection for about a minute; one that they just closed costs an attempt.
IDLE_SECONDS = 30.0

# Answers of Pusher are a few bytes.
MOST_BYTES = 16 * 1024

REFUSED_STATUSES = frozenset({400, 413, 422})
SHOWN_CHARACTERS = 200


class PusherTransport:
    """A `backend` of the package, which makes one for each client."""

    def __init__(self, client: Any) -> None:
        self._session = httpx.AsyncClient(
            # Messages must not go through a proxy that the environment happens to name.
            trust_env=False,
            # What was packed small could be large.
            headers={"Accept-Encoding": "identity"},
            # The system's certificates, among which a house may have put its own; httpx has others.
            verify=ssl.create_default_context(),
            timeout=httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(
                max_connections=CONNECTIONS,
                max_keepalive_connections=CONNECTIONS,
                keepalive_expiry=IDLE_SECONDS,
            ),
        )

    async def send_request(self, request: Any) -> None:
        """Send one signed request; returning means that its content was taken.

        Raises:
            PublishError: what is wrong, as far as the answer tells.
        """
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                answer, body = await self._answer(request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unreachable(_described(error)) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Denied(f"the address cannot be used: {_described(error)}") from error
        except PublishError:
            raise
        except Exception as error:
            # Whatever an answer can do to a client: none may end the relay.
            raise Failed(_described(error)) from error
        problem = problem_of(answer.status_code, answer.headers, body)
        if problem is not None:
            raise problem

    async def _answer(self, request: Any) -> tuple[httpx.Response, str]:
        """Send a request; return the answer, and its body as far as anybody wants to know it."""
        async with self._session.stream(
            request.method, request.url, headers=request.headers, content=request.body
        ) as answer:
            body = b""
            async for piece in answer.aiter_raw():
                body += piece
                if len(body) > MOST_BYTES:
                    raise Failed(f"{answer.status_code} with an answer that does not end")
            # JSON is UTF-8; what the server says of its encoding is not to be trusted.
            return answer, body.decode("utf-8", "replace")

    async def close(self) -> None:
        """Close the connections."""
        await self._session.aclose()


def problem_of(status: int, headers: Mapping[str, str], text: str) -> PublishError | None:
    """Return what an answer means; None is that everything was taken.

    soketi answers errors with 200 and says in the body what the status should have been.
    """
    if not 200 <= status <= 299:
        return _problem(status, headers, text)
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        return Failed(f"{status} without a JSON object: {text[:SHOWN_CHARACTERS]}")
    if "error" not in body:
        return None
    code = body.get("code")
    if isinstance(code, int) and 300 <= code <= 599:
        return _problem(code, headers, text)
    return Failed(f"{status} with an error: {text[:SHOWN_CHARACTERS]}")


def _problem(status: int, headers: Mapping[str, str], text: str) -> PublishError:
    problem = f"{status}: {text[:SHOWN_CHARACTERS]}"
    if status in REFUSED_STATUSES:
        return Refused(problem)
    if status == 429:
        return Busy(problem, _seconds(headers.get("Retry-After", "")))
    if 500 <= status <= 599:
        return Failed(problem)
    return Denied(problem)


def _seconds(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text.strip()) else None


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")
