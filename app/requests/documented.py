"""What the OpenAPI document says of headers and answers that follow from the path alone.

Litestar describes what a route takes and returns; a key, a version or a limit is no route's own.
"""

from typing import Any

from app.models.problem import Problem
from app.problems import MEDIA_TYPE
from app.requests import idempotency, preconditions

Document = dict[str, Any]

_STAFF = "/api/hotels/{slug}"
# They prove who calls, or end that: nothing is repeated with the credential that they are about.
NOT_KEYED = {
    f"{_STAFF}/log-in",
    f"{_STAFF}/log-in/refresh",
    f"{_STAFF}/log-out",
    f"{_STAFF}/me/password",
}
_TAGS = r'^(\*|"[!#-~]*"(, ?"[!#-~]*")*)$'

_KEY = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": False,
    "description": "Names this change: sent again within 24 hours, by the same member of staff and"
    " unaltered, it has no second effect and gets the same answer. A refusal and a dry run leave"
    " the key free.",
    "schema": {"type": "string", "pattern": idempotency.FORM, "maxLength": 255},
}
# What belongs to a booking and is changed with it has its tag.
SHOWN_UNDER_ITS_TAG = ("/bookings/{booking_id}/party",)
_IF_MATCH = {
    "name": preconditions.IF_MATCH,
    "in": "header",
    "required": False,
    "description": "The `ETag` of the state that is to be changed, or several, or `*`: another is"
    " left as it is. Required where the hotel says so.",
    "schema": {"type": "string", "pattern": _TAGS, "maxLength": 1000},
}
_IF_NONE_MATCH = {
    "name": preconditions.IF_NONE_MATCH,
    "in": "header",
    "required": False,
    "description": "An `ETag` that the client knows, or several: then 304, without a body.",
    "schema": {"type": "string", "pattern": _TAGS, "maxLength": 1000},
}
_TEXT = {"schema": {"type": "string"}}
_ETAG = {"ETag": {"description": "Names this state; not with `dry_run`.", **_TEXT}}
_REPLAYED = {
    idempotency.REPLAYED: {
        "description": "`true`: the change had been made, and this is its answer once more.",
        **_TEXT,
    }
}
_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", **_TEXT}}
_MEANING = {
    "408": "The request did not arrive in time.",
    "412": "It is not in the state any more that `If-Match` names.",
    "428": "The hotel wants `If-Match` with changes of bookings and rooms.",
    "429": "More requests than this credential may send: repeat after `Retry-After` seconds.",
}


def complete(document: Document) -> None:
    """Add to each operation what holds for it beside its route."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(path, method.upper(), operation)


def _complete(path: str, method: str, operation: Document) -> None:
    if "requestBody" in operation:
        _refuses(operation, "408")
    if operation.get("security"):
        _refuses(operation, "429", headers=_RETRY_AFTER)
    if not path.startswith(_STAFF):
        return
    has_versions = any(f"{{{name}}}" in path for name in preconditions.PARAMETERS)
    if method == "GET":
        if has_versions and path.endswith(("}", *SHOWN_UNDER_ITS_TAG)):
            _takes(operation, _IF_NONE_MATCH)
            _shows(operation, _ETAG)
            operation["responses"]["304"] = {
                "description": "The client knows it already.",
                "headers": _ETAG,
            }
        return
    if path not in NOT_KEYED:
        _takes(operation, _KEY)
        _shows(operation, _REPLAYED)
        _refuses(operation, "422")
    if has_versions:
        _takes(operation, _IF_MATCH)
        _refuses(operation, "412", "428")
    if _answers_with(operation, "Booking", "Room", "Precheckin"):
        _shows(operation, _ETAG)


def _answers_with(operation: Document, *shapes: str) -> bool:
    """Say whether a change is answered with one of these, which have tags."""
    shown = {f"#/components/schemas/{shape}" for shape in shapes}
    return any(
        content["schema"].get("$ref") in shown
        for status, answer in operation["responses"].items()
        if status < "300"
        for content in answer.get("content", {}).values()
    )


def _takes(operation: Document, parameter: Document) -> None:
    known = operation.setdefault("parameters", [])
    if parameter not in known:  # the document is completed each time that it is asked for
        known.append(parameter)


def _shows(operation: Document, headers: Document) -> None:
    for status, answer in operation["responses"].items():
        if status < "300":
            answer["headers"] = {**answer.get("headers", {}), **headers}


def _refuses(operation: Document, *statuses: str, headers: Document | None = None) -> None:
    for status in statuses:
        answer = {
            "description": _MEANING.get(status, ""),
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
            },
        }
        operation["responses"].setdefault(status, {**answer, "headers": headers or {}})
