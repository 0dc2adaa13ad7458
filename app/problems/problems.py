"""From whatever went wrong to application/problem+json.

The only reader of `diag` and `sqlstate`. It reads names, never messages: the server's texts quote
values, and values are somebody's data.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import psycopg
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import UNSET
from psycopg_pool import PoolTimeout

from app.logs import frames_of
from app.models.body import field_of
from app.models.fields import SECRET_FORM
from app.models.problem import FieldError, Problem
from app.problems.types import PROBLEM_TYPES

# The parameter of a path that lets in whoever knows it, and its form, also of a hotel that there is
# not: app.guests.links.
_TOKEN = "token"
_LOOKS_LIKE_TOKEN = re.compile(f"[0-9]+-{SECRET_FORM}")
MEDIA_TYPE = "application/problem+json"
_QUOTED_VALUE = re.compile(r"Invalid enum value .*?(?P<place>(?: - at `\$[^`]*`)?)\Z", re.DOTALL)
RETRY_AFTER_SECONDS = 2
# Only the operator ends these, so it is of no use to come back in a while.
_NOT_SET_UP = {"payments-not-configured", "realtime-not-configured"}
_PASSING = {
    "40001": "serialization_failure",
    "40P01": "deadlock_detected",
    "55P03": "lock_not_available",
}
# Whoever waited for a lock until its time was up has waited long enough.
_WORTH_REPEATING = {"40001", "40P01"}
_BY_SQLSTATE = {
    **dict.fromkeys(_PASSING, "database-busy"),
    "57014": "database-busy",  # the statement's time was up
    "23502": "value-required",
    "42501": "not-permitted",
    "25006": "database-unavailable",  # a standby: reads only
    "25P03": "database-busy",  # the session was idle in its transaction for too long
    "25P04": "database-busy",  # the transaction's time was up
}
_BY_SQLSTATE_CLASS = {
    "08": "database-unavailable",
    "22": "value-invalid",
    "23": "rule-violated",
    "40": "database-busy",
    "53": "database-unavailable",  # no disk, memory or connection left
    "54": "value-invalid",  # too long for an index, nested too deeply
    "57": "database-unavailable",  # shut down, or starting up
    "58": "database-unavailable",  # its disk fails
}
_BY_STATUS = {
    400: "request-invalid",
    401: "not-authenticated",
    404: "route-not-found",
    405: "method-not-allowed",
    408: "request-too-slow",
    413: "request-too-large",
    415: "media-type-unsupported",
}


class ProblemError(Exception):
    """A problem that is known by its type.

    Args:
        name: of the type, from PROBLEM_TYPES.
        errors: what is wrong, field by field.
        booking_id: the booking that is in the way.
        headers: of the response.
    """

    def __init__(
        self,
        name: str,
        *,
        errors: Sequence[FieldError] = (),
        booking_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(name)
        self.kind = PROBLEM_TYPES[name]
        self.errors = list(errors)
        self.booking_id = booking_id
        self.headers = dict(headers or {})


def passing(error: psycopg.Error) -> str | None:
    """Name a failure that passes, for the figures; None for every other."""
    return _PASSING.get(error.sqlstate or "")


def is_worth_repeating(error: psycopg.Error) -> bool:
    """Say whether nothing was changed and another attempt may well succeed at once."""
    return error.sqlstate in _WORTH_REPEATING


def is_lost(error: psycopg.Error) -> bool:
    """Say whether the connection was cut under a statement."""
    state = error.sqlstate
    if state is None:
        return isinstance(error, psycopg.OperationalError) and not isinstance(error, PoolTimeout)
    return state.startswith(("08", "57P"))


def is_refused_by(error: psycopg.Error, invariant: str) -> bool:
    """Say whether the database refused by the invariant of this name."""
    return error.diag.constraint_name == invariant


def is_unstorable(error: psycopg.Error) -> bool:
    """Say whether it is the value that the database cannot store, whatever the rules say."""
    return isinstance(error, psycopg.DataError) or (error.sqlstate or "").startswith("54")


def refusal(error: psycopg.Error) -> str | None:
    """Name the rule, else the SQLSTATE, by which the database refused what was written.

    None when it did not judge at all: it was away, busy or failed itself.
    """
    if not (error.sqlstate or "").startswith(("22", "23")):
        return None
    return error.diag.constraint_name or error.sqlstate


def known(error: Exception, handler: object = None) -> ProblemError:
    """Return the problem that an error is; what nobody foresaw is `internal-error`.

    Args:
        error: what was raised.
        handler: the route's, whose body the problem may name a field of.
    """
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, psycopg.Error):
        return _of_database(error, handler)
    if isinstance(error, ValidationException):
        return ProblemError("request-invalid", errors=_fields(error.extra))
    if isinstance(error, HTTPException):
        name = _BY_STATUS.get(error.status_code, "internal-error")
        return ProblemError(name, headers=error.headers)
    return ProblemError("internal-error")


def _of_database(error: psycopg.Error, handler: object) -> ProblemError:
    state, diag = error.sqlstate, error.diag
    rule = PROBLEM_TYPES.get((diag.constraint_name or "").replace("_", "-"))
    if rule is not None and rule.invariant == diag.constraint_name:
        return ProblemError(rule.name, errors=_at(diag.column_name, handler, rule.title))
    if isinstance(error, PoolTimeout):
        return ProblemError("database-busy")
    if state is None:
        # psycopg's own: text that the protocol cannot carry, or no connection.
        wrong_value = isinstance(error, psycopg.DataError)
        return ProblemError("value-invalid" if wrong_value else "database-unavailable")
    name = _BY_SQLSTATE.get(state) or _BY_SQLSTATE_CLASS.get(state[:2], "internal-error")
    return ProblemError(name, errors=_at(diag.column_name, handler, PROBLEM_TYPES[name].title))


def _at(column: str | None, handler: object, message: str) -> list[FieldError]:
    field = field_of(column, handler) if column else None
    return [FieldError(field, message)] if field else []


def _fields(extra: Any) -> list[FieldError]:
    """Turn Litestar's account of wrong parameters into ours."""
    if not isinstance(extra, list):
        return []
    # The body goes by the name of the handler's argument; Litestar has no words for its absence.
    return [
        FieldError("", "A body is required")
        if item.get("key") == "data"
        else FieldError(str(item.get("key", "")), without_value(str(item["message"])))
        for item in extra
    ]


def without_value(message: str) -> str:
    """Take the value that was sent out of what msgspec says: it may be a secret elsewhere."""
    return _QUOTED_VALUE.sub(r"Not one of the documented values\g<place>", message)


def respond(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer a request that failed: the exception handler of the application."""
    problem = known(error, request.scope.get("route_handler"))
    kind, state = problem.kind, request.scope["state"]
    state["problem"] = kind.name
    if kind.status >= 500:
        _report(error, kind.name, state["request_id"])
    headers = problem.headers
    if kind.status == 503 and kind.name not in _NOT_SET_UP:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    body = Problem(
        type=kind.address,
        title=kind.title,
        status=kind.status,
        detail=kind.advice,
        instance=_instance(request),
        request_id=state["request_id"],
        invariant=kind.invariant or UNSET,
        errors=problem.errors or UNSET,
        booking_id=problem.booking_id or UNSET,
    )
    return Response(
        msgspec.json.encode(body),
        media_type=MEDIA_TYPE,
        status_code=kind.status,
        headers=headers,
    )


def _instance(request: Request[Any, Any, Any]) -> str:
    """Return the path that was asked for, without the token of a link: it lets people in."""
    scope = request.scope
    if _TOKEN in scope.get("path_params", ()):
        return str(scope["path_template"])
    # A path may lead nowhere and hold one all the same.
    return _LOOKS_LIKE_TOKEN.sub(f"{{{_TOKEN}}}", scope["path"])


def _report(error: Exception, problem: str, request_id: str) -> None:
    """Log what the operator needs to find the cause, and no value of a row or a request."""
    cause = (error.__cause__ if isinstance(error, ProblemError) else None) or error
    facts: dict[str, object] = {"error": type(cause).__name__}
    if isinstance(cause, psycopg.Error):
        facts |= {
            "sqlstate": cause.sqlstate,
            "constraint": cause.diag.constraint_name,
            "table": cause.diag.table_name,
        }
    elif isinstance(code := getattr(cause, "code", None), str):
        facts["code"] = code  # Stripe's
    if problem == "internal-error":
        facts["frames"] = frames_of(error.__traceback__)
    structlog.get_logger().error("request_failed", request_id=request_id, problem=problem, **facts)
