"""A hotel's cancellation policy: read, and replace as a whole."""

from collections.abc import Sequence

import msgspec
from litestar import Response, Router, get, put
from litestar.params import JSONBody

from app.access.staff_session import Staff
from app.models.cancellation import CancellationPolicy, CancellationTerm
from app.models.parameters import DryRun
from app.models.problem import FieldError
from app.problems import ProblemError
from app.queries import cancellation as queries
from app.routes.answers import DRY_RUN_HEADER, READING, WRITING_BODY, allow, represent


@get("/", summary="Read the cancellation policy", responses=READING, permission="terms:read")
async def read_cancellation_policy(staff: Staff) -> Response[CancellationPolicy]:
    """Read the terms under which new bookings are made."""
    rows = await staff.read(queries.READ)
    return represent(rows[0][0], CancellationPolicy)


@put(
    "/",
    summary="Replace the cancellation policy",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="terms:change",
)
async def replace_cancellation_policy(
    staff: Staff, data: JSONBody[CancellationPolicy], dry_run: DryRun = False
) -> Response[CancellationPolicy]:
    """Make the terms what is sent. Bookings that are there keep those they were made under."""
    _require_each_once(data.terms)
    terms = str(msgspec.json.encode(data.terms), "utf-8")
    answer = await staff.carry_out(
        queries.REPLACE,
        {"terms": terms},
        lambda row: represent(row[0], CancellationPolicy),
        dry_run=dry_run,
    )
    assert answer is not None  # it answers with the policy, of no term too
    return answer


def _require_each_once(terms: Sequence[CancellationTerm]) -> None:
    """Let terms in only when each is for another number of days; of two none would be the one."""
    known: set[int] = set()
    wrong = []
    for position, term in enumerate(terms):
        if term.days_before_arrival in known:
            name = f"terms[{position}].days_before_arrival"
            wrong.append(FieldError(name, "Another term is for as many days"))
        known.add(term.days_before_arrival)
    if wrong:
        raise ProblemError("cancellation-term-repeated", errors=wrong)


router = Router(
    path="/cancellation-policy",
    route_handlers=[
        allow("/", "GET", "PUT", "OPTIONS"),
        read_cancellation_policy,
        replace_cancellation_policy,
    ],
    tags=["Cancellation"],
)
