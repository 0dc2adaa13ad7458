"""A session of the API, reduced to what the database has to do: one transaction, one round trip."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import psycopg

from app.database.connection import PREPARE_AT_ONCE, PREPARED_MAX, SESSION
from app.settings import as_role

NOTHING: Mapping[str, str] = MappingProxyType({})
Statement = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Caller:
    """A member of staff with a session."""

    hotel_id: int
    slug: str
    staff_id: int
    username: str
    role: str
    session_id: str

    def parameters(self, permission: str) -> dict[str, object]:
        """Return the parameters of a context."""
        return {
            "hotel_id": self.hotel_id,
            "slug": self.slug,
            "staff_id": self.staff_id,
            "username": self.username,
            "session_id": self.session_id,
            "api_key_id": None,
            "permission": permission,
            "says_version": True,
            "source": "FRONT_DESK",
            "reason": "",
            "request_id": "proof-of-the-walls",
        }


class Session:
    """One connection, as the API keeps it.

    Args:
        url: connection string of a superuser.
        role: who it is to the database.
        settings: on top of those with which the API's sessions start.

    Attributes:
        connection: for whoever has to tell it more.
    """

    def __init__(self, url: str, role: str, settings: Mapping[str, str] = NOTHING) -> None:
        given = {**SESSION, **settings}
        options = " ".join(f"-c {name}={value}" for name, value in given.items())
        self.connection = psycopg.connect(
            as_role(psycopg.conninfo.make_conninfo(url, options=options), role),
            autocommit=True,
            prepare_threshold=PREPARE_AT_ONCE,
        )
        self.connection.prepared_max = PREPARED_MAX

    def close(self) -> None:
        """End the session."""
        self.connection.close()

    def transaction(
        self, statements: Sequence[Statement], begin: str = "BEGIN"
    ) -> tuple[float, list[tuple[Any, ...]]]:
        """Run statements as one transaction in one round trip.

        Args:
            statements: each with its parameters; the first says who acts.
            begin: what the transaction begins with.

        Returns:
            The seconds that it took, and the rows of the last statement.
        """
        started = time.perf_counter()
        with self.connection.pipeline():
            self._control(begin)
            cursors = [self.connection.execute(text, given) for text, given in statements]
            self._control("COMMIT")
        rows = cursors[-1].fetchall()
        return time.perf_counter() - started, rows

    def _control(self, command: str) -> None:
        """Run what is not worth a prepared statement."""
        self.connection.prepare_threshold = None
        self.connection.execute(command)
        self.connection.prepare_threshold = PREPARE_AT_ONCE
