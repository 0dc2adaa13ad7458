"""The job that erases personal data, over guests of every outcome, while the hotels go on working.

Afterwards nothing of those guests is left in any table, everything of the others is, all checks
find nothing, and what may be done with bookings that have ended may still be done.
"""

import asyncio
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.database import Database
from app.metrics import Metrics
from app.personal_data.retention import erase_overdue
from bench.checks.runner import RunError, run
from bench.guests.marks import rows_with
from bench.guests.past import GUESTS_OF_A_BOOKING, Past, write_past
from bench.guests.stage import Stage
from bench.guests.still_allowed import attempts, refused_since
from bench.guests.working import ROOM, at_work
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.percentile import percentile
from bench.proof.run import say
from tests.api.serving import settings_for
from tests.consistency import TIME_AND_WORLD

# The slowest request in a hundred, of those that are sent beside the job.
REQUEST_SECONDS = 1.0
_GUESTS_ERASED = """\
SELECT count(personal_data_erased_at), count(*) FROM hotelmate.booking_guest
WHERE hotel_id = %s AND booking_id = ANY (%s)
"""
_SAID_IN_AUDIT = """\
SELECT count(DISTINCT booking_id) FROM hotelmate.booking_event
WHERE hotel_id = %s AND booking_id = ANY (%s) AND event_type = 'booking_personal_data_erased'
    AND actor = 'system:personal-data'
"""


@dataclass(slots=True)
class Erased:
    """What the job did, and what is wrong afterwards."""

    seconds: float = 0.0
    guests: int = 0
    wrong: list[str] = field(default_factory=list)


def erasure_figures(stage: Stage, hotels: int, bookings: int) -> Iterator[Figure]:
    """Write the past of some hotels, erase what is overdue, and look at what is left.

    Args:
        stage: where.
        hotels: how many.
        bookings: of each hotel, whose data are overdue; ten or a multiple of it.
    """
    say(f"erasure: writing {hotels * bookings * GUESTS_OF_A_BOOKING} guests of the past")
    mark = f"Mark{secrets.token_hex(4)}"
    pasts = [write_past(stage.hotel(), bookings, mark) for _ in range(hotels)]
    pasts[0].hotel.room(room_number=ROOM)
    before = [attempts(stage.owner, past) for past in pasts]
    left_before = rows_with(stage.owner, pasts[0].kept_mark)
    with at_work(stage, pasts[0].hotel) as worked:
        erased = erase(stage.database_url)
    for past, allowed in zip(pasts, before, strict=True):
        erased.guests += _look_at(stage, past, erased)
        erased.wrong += refused_since(allowed, attempts(stage.owner, past))
    erased.wrong += left_of(stage, pasts[0], left_before) + worked.failed
    erased.wrong += found_by_checks(stage.database_url)
    for found in erased.wrong[:20]:
        say(f"erasure: {found}")
    yield Figure("erasure_guests", erased.guests, AtLeast(sum(past.guests for past in pasts)))
    yield Figure("erasure_seconds", erased.seconds)
    yield Figure("erasure_guests_a_second", erased.guests / erased.seconds)
    yield Figure("erasure_requests_beside", len(worked.seconds), AtLeast(1))
    slowest = percentile(worked.seconds, 0.99)
    yield Figure("erasure_requests_beside_p99_seconds", slowest, AtMost(REQUEST_SECONDS))
    yield Figure("erasure_wrong", len(erased.wrong), AtMost(0))


def erase(database_url: str) -> Erased:
    """Run the job as the API runs it, once."""
    erased = Erased()

    async def job() -> None:
        database = Database(settings_for(database_url), Metrics())
        await database.open()
        try:
            began = time.perf_counter()
            await erase_overdue(database)
            erased.seconds = time.perf_counter() - began
        finally:
            await database.close()

    asyncio.run(job())
    return erased


def left_of(stage: Stage, past: Past, kept_before: dict[str, int]) -> list[str]:
    """Say where something of those who were erased is left, or something of others is gone."""
    wrong = [
        f"{count} rows of {table} still tell of guests who were erased"
        for table, count in rows_with(stage.owner, past.mark).items()
    ]
    kept = rows_with(stage.owner, past.kept_mark)
    if kept != kept_before:
        wrong.append(f"of guests whose data are needed there was {kept_before}, there is {kept}")
    return wrong


def found_by_checks(database_url: str) -> list[str]:
    """Return what `hotelmate check` finds, but for what nobody did wrong."""
    try:
        timings = run(database_url).timings
    except RunError as error:
        return [str(error)]
    wrong = []
    for name, timing in timings.items():
        if timing.error is not None:
            wrong.append(f"check {name} could not be run: {timing.error}")
        elif timing.findings and name not in TIME_AND_WORLD:
            wrong.append(f"check {name} finds {timing.findings}")
    return wrong


def _look_at(stage: Stage, past: Past, erased: Erased) -> int:
    """Count who was erased, and see that the audit says so of every booking."""
    hotel_id = past.hotel.hotel_id
    overdue = [booking for bookings in past.overdue.values() for booking in bookings]
    row = stage.owner.execute(_GUESTS_ERASED, (hotel_id, overdue)).fetchone()
    others = stage.owner.execute(_GUESTS_ERASED, (hotel_id, past.kept)).fetchone()
    said = stage.owner.execute(_SAID_IN_AUDIT, (hotel_id, overdue)).fetchone()
    assert row is not None
    assert others is not None
    assert said is not None
    if row[0] != row[1]:
        erased.wrong.append(f"{row[1] - row[0]} guests were not erased")
    if others[0]:
        erased.wrong.append(f"{others[0]} guests were erased too early")
    if said[0] != len(overdue):
        erased.wrong.append(f"the audit tells of {said[0]} of {len(overdue)} bookings")
    return int(row[0])
