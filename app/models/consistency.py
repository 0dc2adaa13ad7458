"""Consistency: the latest run of the checks, what each came to, and what was found."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.models.fields import LARGEST, Moment, RowId

Count = Annotated[int, Meta(ge=0, le=LARGEST)]
Severity = Literal["critical", "high", "medium", "low"]


class ConsistencyRun(Struct, frozen=True):
    """A run of every check, on this hotel alone or on all hotels."""

    id: RowId
    occasion: Literal["CHECK", "RECONCILE", "SCHEDULE"]
    covers: Literal["hotel", "all-hotels"]
    started_at: Moment
    finished_at: Moment


class ConsistencyCheck(Struct, frozen=True):
    """A check, and how much it found in this hotel.

    `findings` is null where the run did not ask it, and of a run that a later one has superseded
    also where it found nothing. `error` says that it could not be run to its end. `rules` are the
    invariants that it is about; none where time or the world moves.
    """

    check: str
    severity: Severity
    meaning: str | None
    rules: list[str]
    findings: Count | None
    mended: Count
    error: str | None


class ConsistencyFinding(Struct, frozen=True):
    """What a check found: `check_name` is the broken rule, or the check again where there is none.

    `mended_at` says since when it is gone, as far as `hotelmate reconcile` saw to it;
    `mend_outcome` what that did, or why it could not.
    """

    number: RowId
    check: str
    check_name: str
    subject: str
    finding: str
    since: Moment | None
    mend: str
    mended_at: Moment | None
    mend_outcome: str | None


class Consistency(Struct, frozen=True):
    """The latest run that covered the hotel, and a page of what it found here.

    `run` is null before the first one.
    """

    run: ConsistencyRun | None
    checks: list[ConsistencyCheck]
    items: list[ConsistencyFinding]
    next_cursor: str | None
