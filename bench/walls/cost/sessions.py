"""A session of the API, reduced to what the database has to do: one transaction, one round trip."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from app.database import PREPARED_MAX, SESSION, planned_for
from app.queries import context as contexts
from app.settings import as_role
from schema import roles

# What came first in a transaction before there were walls: who acts is looked up, nothing more.
WITHOUT_WALLS = """\
SELECT 1 / count(*)
FROM (
    SELECT
        set_config('hotelmate.actor', 'staff:' || staff.username, true),
        set_config('hotelmate.staff_id', staff.id::text, true),
        set_config('hotelmate.hotel_id', staff.hotel_id::text, true),
        set_config('hotelmate.source', %(source)s, true),
        set_config('hotelmate.reason', %(reason)s, true),
        set_config('hotelmate.request_id', %(request_id)s, true)
    FROM hotelmate.staff
    WHERE staff.hotel_id = %(hotel_id)s AND staff.username = %(username)s AND staff.is_active
) AS acting
"""


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
    """One connection, as the API keeps it; `walled` is how its transactions begin."""

    def __init__(self, url: str, *, walled: bool) -> None:
        self._walled = walled
        options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
        # Commits do not wait for the disk: what it takes has nothing to do with the walls.
        self._connection = psycopg.connect(
            as_role(
                psycopg.conninfo.make_conninfo(url, options=f"{options} -c synchronous_commit=off"),
                roles.GATE if walled else roles.API,
            ),
            autocommit=True,
            prepare_threshold=0,
        )
        self._connection.prepared_max = PREPARED_MAX

    def close(self) -> None:
        """End the session."""
        self._connection.close()

    def transaction(
        self,
        caller: Caller,
        permission: str,
        statement: str,
        parameters: Mapping[str, object],
    ) -> tuple[float, list[tuple[Any, ...]]]:
        """Run one statement in a transaction; return the seconds and the rows."""
        context, role = (
            (contexts.AS_STAFF_IN_SESSION, roles.OF_STAFF[caller.role])
            if self._walled
            else (WITHOUT_WALLS, roles.API)
        )
        text = planned_for(role, statement)
        connection = self._connection
        started = time.perf_counter()
        with connection.pipeline():
            self._control("BEGIN")
            connection.execute(context, caller.parameters(permission))
            cursor = connection.execute(text, parameters)
            self._control("COMMIT")
        rows = cursor.fetchall()
        return time.perf_counter() - started, rows

    def _control(self, command: str) -> None:
        self._connection.prepare_threshold = None
        self._connection.execute(command)
        self._connection.prepare_threshold = 0
