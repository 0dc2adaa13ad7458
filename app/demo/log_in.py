"""How the people of the demo call: they log in, and renew their session when a token expires."""

from collections.abc import Generator
from contextlib import ExitStack
from threading import Lock
from typing import Any

import httpx

from app.demo.credentials import DemoCredentials
from app.demo.desk import DemoError, answer_of
from app.demo.hotel_plan import SLUG
from app.demo.people import INTEGRATION

LOG_IN = f"/api/hotels/{SLUG}/log-in"
Flow = Generator[httpx.Request, httpx.Response, Any]


class Session(httpx.Auth):
    """Logs in at the first request; a token that is refused is renewed once.

    Args:
        username: who calls.
        password: theirs.
    """

    def __init__(self, username: str, password: str) -> None:
        self._username = username
        self._password = password
        self._access_token = ""
        self._refresh_token = ""
        # Requests of several threads log in once; a refresh token works once.
        self._turn = Lock()

    def sync_auth_flow(self, request: httpx.Request) -> Flow:
        """Send a request with a token that is good.

        Raises:
            DemoError: nobody is let in under this name.
        """
        token = yield from self._token(request.url, instead_of="")
        request.headers["Authorization"] = f"Bearer {token}"
        response = yield request
        if response.status_code == httpx.codes.UNAUTHORIZED:
            token = yield from self._token(request.url, instead_of=token)
            request.headers["Authorization"] = f"Bearer {token}"
            yield request

    def _token(self, url: httpx.URL, *, instead_of: str) -> Generator[Any, Any, str]:
        """Return an access token, a new one if what we have is the one that did not work."""
        with self._turn:
            if self._access_token == instead_of:
                yield from self._renew(url)
            return self._access_token

    def _renew(self, url: httpx.URL) -> Flow:
        known = {"username": self._username, "password": self._password}
        asked: list[tuple[str, dict[str, str]]] = [(LOG_IN, known)]
        if self._refresh_token:
            asked.insert(0, (f"{LOG_IN}/refresh", {"refresh_token": self._refresh_token}))
        for path, body in asked:
            response = yield httpx.Request("POST", url.join(path), json=body)
            response.read()
            answer = answer_of(response)
            if answer.succeeded:
                self._access_token = answer.body["access_token"]
                self._refresh_token = answer.body["refresh_token"]
                return
        raise DemoError(
            f"{self._username} cannot log in: {answer.status} {answer.refused_by}."
            " The demo knows the passwords that `hotelmate run` made with its hotel."
        )


class _Key(httpx.Auth):
    """Calls with an API key, which needs no log-in."""

    def __init__(self, key: str) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Flow:
        """Send a request with the key."""
        request.headers["Authorization"] = f"Bearer {self._key}"
        yield request


def clients(
    stack: ExitStack, credentials: DemoCredentials, **where: Any
) -> dict[str, httpx.Client]:
    """Return a client for each of the demo's staff by username; `where` is httpx.Client's."""
    auth: dict[str, httpx.Auth] = {
        username: Session(username, password)
        for username, password in credentials.passwords.items()
    }
    auth[INTEGRATION] = _Key(credentials.api_key)
    return {
        username: stack.enter_context(httpx.Client(auth=each, **where))
        for username, each in auth.items()
    }
