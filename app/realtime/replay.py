"""Replay: the events of a hotel after a position, as many as a page holds."""

from collections.abc import Sequence

import msgspec

from app.access.staff_session import StaffSession
from app.database import Row
from app.problems import ProblemError
from app.queries import events as queries


class Heard(msgspec.Struct, frozen=True):
    """An event that staff may hear.

    Attributes:
        envelope: what clients receive, JSON text in UTF-8.
    """

    position: int
    channel: str
    envelope: bytes


class Page(msgspec.Struct, frozen=True):
    """A page of events, read in one snapshot.

    Attributes:
        after: from where to go on: the last event of a full page, else the newest of the hotel.
        latest: the newest position of the hotel.
        staff_id: who reads it.
    """

    events: Sequence[Heard]
    after: int
    latest: int
    staff_id: int


async def replay(staff: StaffSession, after: int | None, limit: int) -> Page:
    """Return the events after a position, with everything that was committed until now.

    Args:
        staff: who asks; the events are those that they may hear.
        after: the position; None asks for no event, only for the newest position.
        limit: events on the page at most.

    Raises:
        ProblemError: `events-gone`, see `page_of`.
    """
    while True:
        numbered, rows = await staff.prepare_and_read(
            queries.NUMBER, queries.PAGE, {"after": after, "limit": limit}
        )
        if numbered[0][0] < queries.NUMBERED_AT_ONCE:
            return page_of(rows, after, limit)


async def page_after(staff: StaffSession, after: int, limit: int) -> Page:
    """Return the events after a position, of those that have a position already.

    Raises:
        ProblemError: `events-gone`, see `page_of`.
    """
    rows = await staff.read(queries.PAGE, {"after": after, "limit": limit})
    return page_of(rows, after, limit)


def page_of(rows: Sequence[Row], after: int | None, limit: int) -> Page:
    """Make a page of what the database returned.

    Raises:
        ProblemError: `events-gone`: messages after the position were removed, or the database has
            never been there, because it was restored from a backup.
    """
    staff_id, latest, removed, *_ = rows[0]
    if after is not None and not removed <= after <= latest:
        raise ProblemError("events-gone")
    events = [Heard(*row[3:]) for row in rows if row[3] is not None]
    is_full = len(events) == limit
    return Page(events, events[-1].position if is_full else latest, latest, staff_id)
