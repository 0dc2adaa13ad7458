"""How routes answer: documented responses, and JSON of the database passed on as it is."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

import msgspec
from litestar import Response, route
from litestar.datastructures import ResponseHeader
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec

from app.access.staff_session import StaffSession
from app.database import Row
from app.models.problem import FieldError, Problem
from app.problems import MEDIA_TYPE, ProblemError
from app.requests import preconditions

T = TypeVar("T")
_MEANING = {
    400: "The request does not have the documented shape.",
    401: "No valid credential.",
    403: "Not for this caller.",
    404: "The hotel, or what the path names in it, does not exist.",
    409: "A rule forbids it in the present state; `invariant` names the rule.",
    410: "What followed the position is no longer there: read the state anew.",
    413: "The body is too large.",
    415: "The body is of another media type than is taken here.",
    422: "A value is refused; `invariant` names the rule.",
    502: "Stripe refused; `errors` has its code.",
    503: "The database is away or busy: repeat after `Retry-After` seconds.",
}


def refusals(*statuses: int, own: Mapping[int, str] | None = None) -> dict[int, ResponseSpec]:
    """Document the problems that a route may answer with.

    Args:
        statuses: which mean what they mean everywhere.
        own: statuses that mean something else or more here, and what.
    """
    meanings = {status: _MEANING[status] for status in statuses} | dict(own or {})
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=meaning, media_type=MEDIA_TYPE
        )
        for status, meaning in meanings.items()
    }


READING = refusals(400, 401, 403, 404, 422, 503)
READING_EVENTS = refusals(400, 401, 403, 404, 410, 422, 503)
WRITING = refusals(400, 401, 403, 404, 409, 422, 503)
WRITING_BODY = refusals(400, 401, 403, 404, 409, 413, 415, 422, 503)
DRY_RUN_HEADER = ResponseHeader(
    name="Dry-Run",
    description="`true` when the change was rolled back.",
    documentation_only=True,
    required=False,
)


def allow(path: str, *methods: str) -> HTTPRouteHandler:
    """Answer OPTIONS on a path that takes several methods; Litestar would name the first alone.

    Comes before the other handlers of its router.
    """

    @route(path, http_method="OPTIONS", status_code=204, include_in_schema=False)
    async def options() -> Response[None]:
        return Response(None, headers={"Allow": ", ".join(methods)})

    return options


def represent(json: bytes, of: type[T], headers: dict[str, str] | None = None) -> Response[T]:
    """Answer with JSON that the database made, which has the shape of a model.

    It is not decoded on the way; tests hold the two together. A Response takes bytes as they are.
    """
    return Response(cast(Any, json), media_type="application/json", headers=headers)


def represent_state(
    staff: StaffSession, of: type[T], *parts: bytes, part_of: bytes | None = None
) -> Response[T]:
    """Answer a reader with an object, in parts that the database made, and its tag.

    Whoever knows it already is told so, with status 304.

    Args:
        staff: the caller.
        of: the shape of the object.
        parts: of the object.
        part_of: what the object belongs to and is changed with; then its state is that of this.
    """
    tag = preconditions.tag(*(parts if part_of is None else (part_of, *parts)))
    if preconditions.is_known(staff.request, tag):
        return Response(cast(Any, None), status_code=304, headers={"ETag": tag})
    json = b"{" + b", ".join(part[1:-1] for part in parts) + b"}"
    return represent(json, of, {"ETag": tag})


def represent_change(
    json: bytes, of: type[T], *, part_of: bytes | None = None, dry_run: bool
) -> Response[T]:
    """Answer with an object as a change left it; its tag is that of its readers' first part.

    What was rolled back has no tag.

    Args:
        json: of the object.
        of: its shape.
        part_of: what the object belongs to and is changed with; then its state is that of this.
        dry_run: whether it was rolled back.
    """
    tag = preconditions.tag(json if part_of is None else part_of)
    return represent(json, of, None if dry_run else {"ETag": tag})


class _Page(msgspec.Struct):
    items: list[msgspec.Raw]
    next_cursor: str | int | None


class _Whole(msgspec.Struct):
    items: list[msgspec.Raw]


def whole(rows: Sequence[Row], of: type[T]) -> Response[T]:
    """Answer with all rows (json)."""
    body = _Whole([msgspec.Raw(row[0]) for row in rows])
    return represent(msgspec.json.encode(body), of)


def unknown_cursor() -> ProblemError:
    """Return the problem of a cursor that no page ended with."""
    return ProblemError(
        "request-invalid", errors=[FieldError("cursor", "Send the next_cursor of a page")]
    )


def page(rows: Sequence[Row], limit: int, of: type[T]) -> Response[T]:
    """Answer with a page of rows (json, cursor); the last one leads to the next page.

    A full page names a next one, which may turn out to be empty.
    """
    cursor = rows[-1][1] if len(rows) == limit else None
    body = _Page([msgspec.Raw(row[0]) for row in rows], cursor)
    return represent(msgspec.json.encode(body), of)
