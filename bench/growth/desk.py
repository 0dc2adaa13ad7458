"""Two doors to a hotel for the same requests: a session as the API keeps it, and the API itself."""

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Protocol, Self

import httpx

from app.database.connection import RawJson
from app.database.context import planned_for
from app.queries import context as contexts
from bench.growth.asking import Request
from bench.proof.api import Api
from bench.proof.session import NOTHING, Caller, Session
from schema import roles

Notice = Callable[[str], None]


class Door(Protocol):
    """Where requests of a hotel are sent."""

    def send(self, request: Request) -> tuple[float, str]:
        """Send a request; return the seconds it took and the answer's booking reference."""
        ...


class Desk:
    """One connection, whose transactions begin as those of the API, and travel as they do.

    Args:
        url: connection string of a superuser.
        caller: who acts in all of them.
        notice: is told what the server remarks.
        settings: of the session, on top of the API's.

    Attributes:
        backend: the server's process for it.
    """

    def __init__(
        self,
        url: str,
        caller: Caller,
        notice: Notice | None = None,
        settings: Mapping[str, str] = NOTHING,
    ) -> None:
        self._caller = caller
        self._session = Session(url, roles.GATE, settings)
        connection = self._session.connection
        self.backend = connection.info.backend_pid
        connection.adapters.register_loader("json", RawJson)
        if notice is not None:
            told = notice
            connection.add_notice_handler(lambda said: told(said.message_primary or ""))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def send(self, request: Request) -> tuple[float, str]:
        """Run a request as one transaction in one round trip.

        Raises:
            RuntimeError: it found nothing.
        """
        role = roles.OF_STAFF[self._caller.role]
        values = {**request.parameters, "hotel_id": self._caller.hotel_id}
        first = contexts.AS_STAFF_IN_SESSION, self._caller.parameters(request.permission)
        taken, rows = self._session.transaction(
            [first, *((planned_for(role, text), values) for text in request.statements)],
            "BEGIN" if request.method != "GET" else "BEGIN READ ONLY",
        )
        if request.method != "GET" and not rows:
            raise RuntimeError(f"{request.name} found nothing")
        return taken, str(rows[0][1]) if request.name == "create" else ""


class Counter:
    """A client of the API that keeps its one connection open.

    Args:
        running: the API.
        slug: of the hotel.
    """

    def __init__(self, running: Api, slug: str) -> None:
        self._client = httpx.Client(
            base_url=f"{running.url}/api/hotels/{slug}", auth=running.staff, timeout=60
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def send(self, request: Request) -> tuple[float, str]:
        """Send a request by HTTP.

        Raises:
            HTTPStatusError: it was refused.
        """
        started = time.perf_counter()
        answer = self._client.request(request.method, request.path, json=request.body)
        taken = time.perf_counter() - started
        answer.raise_for_status()
        return taken, answer.json()["booking_id"] if request.name == "create" else ""
