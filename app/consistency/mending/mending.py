"""One finding, one transaction: lock, ask again, write, let every rule judge, ask once more."""

from enum import StrEnum
from typing import NamedTuple

import psycopg

from app import problems
from app.consistency.checks import Finding, all_checks
from app.consistency.mending.fix import CORRECT_BOOKING, Fix
from app.consistency.mending.subjects import lock
from app.consistency.mending.trail_agreement import (
    are_believed,
    involved,
    room_is_believed,
    standings,
)
from app.consistency.running import (
    Connection,
    Found,
    UnknownHotelError,
    narrowed,
    require_hotel,
)
from app.queries.context import AS_SYSTEM_AND_OWNER

JOB = "reconcile"
ATTEMPTS = 3
# Locks are waited for no longer than this, times in texts are in UTC, and a statement sees what it
# waited for, whatever the database or the role has set for others.
SESSION = """\
SET lock_timeout = '10s'; SET timezone = 'UTC'; SET search_path = pg_catalog, pg_temp;
SET default_transaction_isolation = 'read committed'"""
# The rows that this transaction itself has written.
IS_RECORDED = """\
SELECT
    EXISTS (
        SELECT FROM hotelmate.booking_event
        WHERE hotel_id = %(hotel_id)s AND booking_id = %(booking_id)s
            AND xmin = pg_catalog.pg_current_xact_id()::pg_catalog.xid
        UNION ALL
        SELECT FROM hotelmate.room_status_event
        WHERE hotel_id = %(hotel_id)s AND room_id = %(room_id)s
            AND xmin = pg_catalog.pg_current_xact_id()::pg_catalog.xid
    )
    AND EXISTS (
        SELECT FROM hotelmate.outbox_event
        WHERE hotel_id = %(hotel_id)s AND xmin = pg_catalog.pg_current_xact_id()::pg_catalog.xid
    )
"""
REASON = "SELECT set_config('hotelmate.reason', %(reason)s, true)"


class Ending(StrEnum):
    """What became of a finding.

    MENDED: its check finds it no more. GONE: it was gone when its subject was locked, so nothing
    was written. REFUSED: a rule refused the fix, or the database could not do it. STILL_SO: the
    facts do not say what is right, or what was written did not mend it. UNRECORDED: the fix left no
    audit row or no event, as where triggers are off. BUSY: somebody else holds its subject. NO_FIX:
    people mend it.
    """

    MENDED = "MENDED"
    GONE = "GONE"
    REFUSED = "REFUSED"
    STILL_SO = "STILL_SO"
    UNRECORDED = "UNRECORDED"
    BUSY = "BUSY"
    NO_FIX = "NO_FIX"


class Mend(NamedTuple):
    """A finding and what became of it.

    Attributes:
        found: the finding, as the checks told it.
        ending: what became of it; in a dry run, what would have.
        told: what was done, or by which rule it was refused, or why nothing could be done.
    """

    found: Found
    ending: Ending
    told: str = ""

    @property
    def is_over(self) -> bool:
        """Say whether nothing is left to do."""
        return self.ending in (Ending.MENDED, Ending.GONE)


class Mender:
    """Mends findings on one connection, one after the other."""

    def __init__(self, connection: Connection, *, dry_run: bool) -> None:
        """Take a connection into use.

        Args:
            connection: the owner's, in autocommit, in no transaction.
            dry_run: do everything, COMMIT nothing.
        """
        connection.execute(SESSION)
        self._connection = connection
        self._dry_run = dry_run

    def mend(self, found: Found, fix: Fix) -> Mend:
        """Mend a finding if it is still so, and say what became of it.

        Raises:
            psycopg.Error: the connection is lost.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._in_transaction(found, fix)
            except UnknownHotelError:
                return Mend(found, Ending.STILL_SO, "its hotel is not in the directory")
            except psycopg.Error as error:
                if self._connection.closed:
                    raise
                if attempt < ATTEMPTS and problems.is_worth_repeating(error):
                    continue
                if passing := problems.passing(error):
                    return Mend(found, Ending.BUSY, passing)
                rule = problems.refusal(error) or type(error).__name__
                return Mend(found, Ending.REFUSED, rule)
        raise AssertionError("the last attempt returns")

    def is_gone(self, found: Found) -> bool:
        """Say whether its check finds it no more, as far as it can be asked."""
        try:
            return self._ask_again(found) is None
        except psycopg.Error:
            if self._connection.closed:
                raise
            return False

    def _in_transaction(self, found: Found, fix: Fix) -> Mend:
        with self._connection.transaction(force_rollback=self._dry_run) as transaction:
            mend = self._mend_locked(found, fix)
            if mend.ending is not Ending.MENDED:
                raise psycopg.Rollback(transaction)
        return mend

    def _mend_locked(self, found: Found, fix: Fix) -> Mend:
        run = self._connection.execute
        hotel_id = require_hotel(self._connection, found.finding.hotel)
        run(AS_SYSTEM_AND_OWNER, _context(hotel_id, found.finding))
        subject = lock(self._connection, hotel_id, found.finding.subject)
        present = subject and self._ask_again(found)
        if subject is None or not present:
            return Mend(found, Ending.GONE)
        if doubt := self._doubt(found, fix):
            return Mend(found, Ending.STILL_SO, f"first settle {doubt}")
        run(REASON, {"reason": _reason(present)})
        which = {"hotel_id": hotel_id, **subject._asdict()}
        bookings = involved(self._connection, which)
        before = standings(self._connection, hotel_id, bookings)
        if not (fix.by_name_only or room_is_believed(self._connection, which)):
            return Mend(found, Ending.STILL_SO, "the room is not what its audit trail says")
        did = [str(row[0]) for each in fix.statements for row in run(each, which)]
        if not did:
            return Mend(found, Ending.STILL_SO, "the facts do not say what is right")
        if not fix.has_trail:
            run(CORRECT_BOOKING, which)
        recorded = run(IS_RECORDED, which).fetchone()
        if recorded != (True,):
            return Mend(found, Ending.UNRECORDED, "no audit row or no event")
        after = standings(self._connection, hotel_id, bookings)
        if not (fix.by_name_only or are_believed(before, after)):
            return Mend(found, Ending.STILL_SO, "the booking is not what its audit trail says")
        # What COMMIT would refuse is refused here, in a dry run too.
        run("SET CONSTRAINTS ALL IMMEDIATE")
        if left := self._ask_again(found):
            return Mend(found, Ending.STILL_SO, left.finding)
        return Mend(found, Ending.MENDED, "; ".join(did))

    def _doubt(self, found: Found, fix: Fix) -> str | None:
        """Return a rule that the same booking breaks and that leaves it to people."""
        if not fix.unless:
            return None
        for check in all_checks():
            rules = tuple(rule for rule in fix.unless if rule in check.rules)
            if not rules:
                continue
            query = narrowed(check, hotels=(found.finding.hotel,), rules=rules)
            for finding in map(Finding._make, self._connection.execute(query)):
                if finding.subject.endswith(found.finding.subject):
                    return finding.check_name
        return None

    def _ask_again(self, found: Found) -> Finding | None:
        """Return the finding as it is now, None when it is gone."""
        finding = found.finding
        query = narrowed(
            found.check,
            hotels=(finding.hotel,),
            rules=(finding.check_name,),
            subjects=(finding.subject,),
        )
        row = self._connection.execute(query).fetchone()
        return None if row is None else Finding(*row)


def _context(hotel_id: int, finding: Finding) -> dict[str, object]:
    return {
        "hotel_id": hotel_id,
        "job": JOB,
        "source": "SYSTEM",
        "reason": _reason(finding),
        "request_id": "",
    }


def _reason(finding: Finding) -> str:
    return f"reconcile: {finding.subject}: {finding.finding}"
