"""Contradictions committed in a private database, reconciled, and what that left behind."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any, NamedTuple

import psycopg

from app.consistency.mending.mending import Ending, Mend
from app.consistency.mending.reconciling import Connections, Report, reconcile
from app.consistency.running import Scope
from app.settings import Settings
from tests.checks.planting import Planting
from tests.hotel_builder import HotelBuilder

ACTOR = "system:reconcile"


class Seen(NamedTuple):
    """Where a change of a booking or room is seen: its audit rows and its events."""

    table: str
    name: str
    trail: str
    key: str
    channel: str
    scope: str


SEEN = {
    "booking": Seen(
        "room_booking", "booking_reference", "booking_event", "booking_id", "hotel", "booking_id"
    ),
    "room": Seen("room", "id", "room_status_event", "room_id", "rooms", "room_id"),
}


class Trail(NamedTuple):
    """The last audit row of a booking or room, and the last event that its hotel wrote."""

    actor: str
    source: str
    reason: str
    event_type: str


@contextmanager
def planting_in(hotel: HotelBuilder) -> Iterator[Planting]:
    """Plant something that is committed at the end of the block."""
    with hotel.connection.transaction():
        yield Planting(hotel)


@contextmanager
def connected(url: str) -> Iterator[Connections]:
    """Connect to a database as the command does."""
    with (
        psycopg.connect(url, autocommit=True) as reading,
        psycopg.connect(url, autocommit=True) as keeping,
        psycopg.connect(url, autocommit=True) as writing,
    ):
        yield Connections(reading, keeping, writing)


def reconciled(
    url: str,
    scope: Scope | None = None,
    *,
    dry_run: bool = False,
    environ: Mapping[str, str] | None = None,
    connections: Connections | None = None,
) -> Report:
    """Reconcile a database as the command does.

    Args:
        url: of the database.
        scope: what to look at; all, when left out.
        dry_run: write nothing.
        environ: settings, like the account at Stripe.
        connections: to that database, when some are open; they have their plans already.
    """
    settings = Settings.from_environ(environ or {}).with_database(url)
    with nullcontext(connections) if connections else connected(url) as three:
        return reconcile(settings, three, scope or Scope(), dry_run=dry_run)


def endings(report: Report, name: str) -> list[Ending]:
    """Return what became of the findings of a name."""
    return [mend.ending for mend in report.mends if mend.found.finding.check_name == name]


def mend_of(report: Report, name: str) -> Mend:
    """Return what became of the one finding of a name."""
    (mend,) = (each for each in report.mends if each.found.finding.check_name == name)
    return mend


def trail(hotel: HotelBuilder, subject: str, row: int) -> Trail:
    """Return the last audit row of a `booking` or `room`, and the last event about it."""
    seen = SEEN[subject]
    audited = hotel.connection.execute(
        f"SELECT actor, source, reason FROM hotelmate.{seen.trail}"
        f" WHERE hotel_id = %s AND {seen.key} = %s ORDER BY version DESC LIMIT 1",
        (hotel.hotel_id, row),
    ).fetchone()
    assert audited is not None
    actor, source, reason = audited
    event_type = hotel.value(
        "SELECT event_type FROM hotelmate.outbox_event"
        " WHERE hotel_id = %s AND channels[1] = %s AND scope ->> %s = %s"
        " ORDER BY (scope ->> 'version')::bigint DESC LIMIT 1",
        hotel.hotel_id,
        seen.channel,
        seen.scope,
        str(hotel.read(seen.table, row, seen.name)),
    )
    return Trail(actor, source, reason, event_type)


def everything(hotel: HotelBuilder, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a print of every table, by name, to see that nothing was written.

    Args:
        hotel: whose database it is.
        but: tables that are left out.
    """
    tables = hotel.connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'hotelmate'::regnamespace"
        " AND relkind = 'r' AND relname <> ALL (%s)",
        (list(but),),
    ).fetchall()
    return {
        table: hotel.value(
            "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
            f" FROM hotelmate.{table} AS t"
        )
        for (table,) in tables
    }
