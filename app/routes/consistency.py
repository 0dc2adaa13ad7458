"""Consistency: what the latest run of the checks found in a hotel."""

from functools import cache
from typing import Annotated

import msgspec
from litestar import Response, Router, get
from litestar.params import Parameter

from app.access.staff_session import Staff
from app.consistency.checks import all_checks
from app.models.consistency import Consistency
from app.models.parameters import PAGE, Limit
from app.queries import consistency as queries
from app.routes.answers import READING, represent, unknown_cursor

ENFORCEMENT = "Enforcement"

Check = Annotated[
    str | None,
    Parameter(
        description="Only findings of the check of this name.", pattern=r"^[a-z0-9_]{1,63}\Z"
    ),
]
Cursor = Annotated[
    str | None,
    Parameter(
        description="`next_cursor` of the page before: goes on in the same run.",
        pattern=r"^[1-9][0-9]{0,14}-[1-9][0-9]{0,8}\Z",
    ),
]


@get(
    "/",
    summary="What the latest run of the checks found",
    responses=READING,
    permission="consistency:read",
)
async def read_consistency(
    staff: Staff, check: Check = None, limit: Limit = PAGE, cursor: Cursor = None
) -> Response[Consistency]:
    """Show the latest run of every check that covered this hotel: by check, and the findings."""
    run, _, number = (cursor or "").partition("-")
    known, enforcement = _checks()
    parameters: dict[str, object] = {
        "run": int(run) if run else None,
        "number": int(number or 0),
        "check": check,
        "limit": limit,
        "checks": known,
        "enforcement": enforcement,
    }
    rows = await staff.read(queries.SHOW, parameters)
    document, is_there = rows[0]
    if cursor is not None and not is_there:
        raise unknown_cursor()
    return represent(document, Consistency)


@cache
def _checks() -> tuple[str, list[str]]:
    """Return the checks as JSON, and the names of those that look whether rules are enforced."""
    known = [
        {
            "name": each.name,
            "severity": each.severity,
            "meaning": each.meaning,
            "rules": each.rules,
        }
        for each in all_checks()
    ]
    enforcement = [each.name for each in all_checks() if each.domain == ENFORCEMENT]
    return msgspec.json.encode(known).decode(), enforcement


router = Router(path="/consistency", route_handlers=[read_consistency], tags=["Consistency"])
