"""ETag, If-Match and If-None-Match: which state of a booking or a room a client knows.

A tag is made of the representation, since `version` alone does not tell who waits for a room, nor
what Stripe is told to do. That of a booking is made of what every answer shows of it; what only its
reader is told, like the fee of a cancellation today, has a part of its own behind a dot, which
decides about 304 and not about 412.

A change that names a tag by If-Match is made only to a state that has this tag: the rows are locked
and the tag is made anew by the database, in the transaction of the change.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection

from app.database import Condition
from app.models.problem import FieldError
from app.problems import ProblemError
from app.queries import bookings, rooms, versions

IF_MATCH = "If-Match"
IF_NONE_MATCH = "If-None-Match"
OUTDATED = "version-outdated"
ANY = "*"
_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')

Connection = ASGIConnection[Any, Any, Any, Any]


class Subject(msgspec.Struct, frozen=True):
    """What a path leads to, of which changes may name the version.

    Attributes:
        parameter: of the path.
        lock: locks its rows in the order that changes do.
        unchanged: divides by zero unless its tag is one of %(tags)s.
        exists: has a row when it is there.
        not_found: the problem when it is not.
    """

    parameter: str
    lock: str
    unchanged: str
    exists: str
    not_found: str


_SUBJECTS = (
    Subject(
        "booking_id",
        bookings.LOCK,
        versions.BOOKING_UNCHANGED,
        versions.BOOKING_EXISTS,
        "booking-not-found",
    ),
    Subject(
        "room_number",
        rooms.LOCK,
        versions.ROOM_UNCHANGED,
        versions.ROOM_EXISTS,
        "room-not-found",
    ),
)


# The parts of a path that name what has versions.
PARAMETERS = tuple(each.parameter for each in _SUBJECTS)


def subject_of(path_parameters: Mapping[str, Any]) -> Subject | None:
    """Return what a path leads to, None when it has no versions."""
    return next((each for each in _SUBJECTS if each.parameter in path_parameters), None)


def tag(*representations: bytes) -> str:
    """Return the ETag of a representation, in parts: the first names the state."""
    parts = (sha256(part).hexdigest()[: versions.HEX_DIGITS] for part in representations)
    return f'"{".".join(parts)}"'


def version_said(request: Request[Any, Any, Any]) -> bool:
    """Say whether a change names the version that it is of, or is of nothing that has versions."""
    return subject_of(request.path_params) is None or IF_MATCH in request.headers


def condition(request: Request[Any, Any, Any], hotel_id: object) -> Condition | None:
    """Return what must hold for a change of what the path leads to, by the header If-Match.

    Raises:
        ProblemError: `request-invalid`: the header is malformed.
    """
    subject = subject_of(request.path_params)
    tags = listed(request, IF_MATCH) if subject else None
    if subject is None or tags is None or ANY in tags:
        return None  # that it is there at all, the change finds out itself
    name = subject.parameter
    states = [text.strip('"').partition(".")[0] for text, is_weak in tags.items() if not is_weak]
    parameters = {"hotel_id": hotel_id, name: request.path_params[name], "tags": states}
    return Condition(OUTDATED, subject.unchanged, parameters, lock=subject.lock)


def is_known(request: Request[Any, Any, Any], current: str) -> bool:
    """Say whether the client knows a representation, by the header If-None-Match.

    Raises:
        ProblemError: `request-invalid`: the header is malformed.
    """
    tags = listed(request, IF_NONE_MATCH)
    return tags is not None and (ANY in tags or current in tags)


def listed(connection: Connection, name: str) -> dict[str, bool] | None:
    """Return the tags that a header lists, each with whether it is weak; None without the header.

    Raises:
        ProblemError: `request-invalid`: the header is malformed.
    """
    lines = connection.headers.getall(name, [])
    if not lines:
        return None
    text = ", ".join(lines)
    if text.strip(" \t") == ANY:
        return {ANY: False}
    tags: dict[str, bool] = {}
    for part in _parts(text):
        found = _TAG.fullmatch(part)
        if found is None:
            expected = 'Expected * or tags in quotes, like "7f83b1657ff1fc53"'
            raise ProblemError("request-invalid", errors=[FieldError(name, expected)])
        # A tag named both ways is good where a strong one is.
        strong = f'"{found[2]}"'
        tags[strong] = bool(found[1]) and tags.get(strong, True)
    return tags


def _parts(text: str) -> list[str]:
    """Split a list at the commas that are not in quotes; without any part it is malformed."""
    quoted, parts = False, [""]
    for character in text:
        quoted ^= character == '"'
        if character == "," and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in (each.strip(" \t") for each in parts) if part] or [""]
