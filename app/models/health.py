"""Health of the process."""

from typing import Literal

from msgspec import Struct


class Live(Struct, frozen=True):
    """The process answers."""

    status: Literal["live"]


class Ready(Struct, frozen=True):
    """The process can work: the database answers, its schema is at this revision, and no event
    waits for too long."""

    status: Literal["ready"]
    revision: str
