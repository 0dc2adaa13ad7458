"""Text that no text of the database can hold: which field of a request it is in.

The database does not say, for such text reaches none of its rules.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import psycopg

from app import problems
from app.models.problem import FieldError
from app.problems import ProblemError
from app.problems.types import PROBLEM_TYPES


@contextmanager
def naming_unstorable(data: msgspec.Struct, *, place: str = ".{}") -> Iterator[None]:
    """Name the fields of what is written within that hold what cannot be stored.

    Args:
        data: what was sent.
        place: how a place in a list is written.

    Raises:
        ProblemError: `value-invalid`, with `errors`. Every other refusal is left as it is.
    """
    try:
        yield
    except psycopg.Error as error:
        found = unstorable(data, place=place) if problems.is_unstorable(error) else []
        if not found:
            raise
        raise ProblemError(problems.known(error).kind.name, errors=found) from error


def unstorable(data: msgspec.Struct, *, place: str = ".{}") -> list[FieldError]:
    """Return which fields hold the one character that no text of the database may."""
    title = PROBLEM_TYPES["value-invalid"].title
    return [
        FieldError(where.removeprefix("."), title)
        for where, text in _texts(msgspec.to_builtins(data), "", place)
        if "\0" in where + text
    ]


def _texts(value: Any, where: str, place: str) -> Iterator[tuple[str, str]]:
    """Return every text in what was sent, and where it is."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, f"{where}.{name}", place)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts(part, where + place.format(number), place)
