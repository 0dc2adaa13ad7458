"""How a transaction begins with the walls, and how it began before there were any."""

from collections.abc import Mapping
from typing import Any

from app.database.context import planned_for
from app.queries import context as contexts
from bench.proof.session import Caller, Session
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
# Commits do not wait for the disk: what it takes has nothing to do with the walls.
SETTINGS = {"synchronous_commit": "off"}


class WalledSession(Session):
    """A session with the walls or without."""

    def __init__(self, url: str, *, walled: bool) -> None:
        super().__init__(url, roles.GATE if walled else roles.API, SETTINGS)
        self._walled = walled

    def ask(
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
        return self.transaction(
            [
                (context, caller.parameters(permission)),
                (planned_for(role, statement), parameters),
            ]
        )
