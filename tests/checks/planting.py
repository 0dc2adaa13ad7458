"""Contradictions planted on purpose: what makes them impossible is dropped or switched off first.

Each is planted in a transaction of a private database and undone after the checks have looked.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import Enum

import psycopg
import pytest

from app.consistency.checks import Check, Finding, all_checks
from tests.hotel_builder import HotelBuilder

# Every clause that drops an object of ours, by the catalog that knows its name.
_DROPS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I CASCADE', conrelid::regclass, conname)
    FROM pg_constraint WHERE conname = %(name)s AND connamespace = 'hotelmate'::regnamespace
        AND conrelid <> 0
    UNION ALL
    SELECT format('ALTER DOMAIN %%s DROP CONSTRAINT %%I', contypid::regtype, conname)
    FROM pg_constraint WHERE conname = %(name)s AND contypid <> 0
    UNION ALL
    SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass)
    FROM pg_trigger WHERE tgname = %(name)s AND NOT tgisinternal
    UNION ALL
    SELECT format('DROP INDEX hotelmate.%%I', relname)
    FROM pg_class WHERE relname = %(name)s AND relkind = 'i' AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = pg_class.oid)
"""

# Keeps a room from naming another guest than the one in it, until COMMIT as well.
NAMED_GUEST = "tg_room__6_named_guest"


class Planting:
    """A hotel in which a contradiction is being planted.

    Attributes:
        hotel: a hotel with bookings in every state.
        dropped: names of the objects that are gone.
    """

    def __init__(self, hotel: HotelBuilder) -> None:
        self.hotel = hotel
        self.dropped: set[str] = set()

    def drop(self, *names: str) -> None:
        """Drop constraints, triggers or indexes by their names, on every table that has them."""
        # A table whose deferred keys are still to be judged cannot be altered.
        self.commits()
        for name in names:
            statements = self.hotel.connection.execute(_DROPS, {"name": name}).fetchall()
            assert statements, f"there is no {name}"
            for (statement,) in statements:
                self.hotel.connection.execute(statement)
            self.dropped.add(name)

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Write as a restore does: no trigger, no foreign key; CHECKs and unique keys hold."""
        self.hotel.run("SET LOCAL session_replication_role = replica")
        yield
        self.hotel.run("SET LOCAL session_replication_role = origin")

    def commits(self) -> None:
        """Let deferred constraints judge now, as COMMIT would."""
        self.hotel.run("SET CONSTRAINTS ALL IMMEDIATE")
        self.hotel.run("SET CONSTRAINTS ALL DEFERRED")


Plant = Callable[[Planting], None]


def found_in(
    connection: psycopg.Connection, checks: Iterable[Check] | None = None
) -> list[tuple[Check, Finding]]:
    """Run every check, or these, in the transaction of the connection."""
    asked = all_checks() if checks is None else checks
    with connection.pipeline():
        cursors = [(check, connection.execute(check.query.encode())) for check in asked]
    return [(check, Finding(*row)) for check, cursor in cursors for row in cursor]


class Asked(Enum):
    """Which checks are asked about what was planted."""

    ITS_OWN = "its own check"
    ALL = "all checks"


# That a check finds what it is for, it shows alone. That none of all the others finds it too takes
# five times as long.
asked_both_ways = pytest.mark.parametrize(
    "asked",
    [
        pytest.param(Asked.ITS_OWN, id="its_own"),
        pytest.param(Asked.ALL, id="all", marks=pytest.mark.proof),
    ],
)


def finds_only(name: str, plant: Plant, hotel: HotelBuilder, asked: Asked) -> None:
    """Plant a contradiction that could be committed; the check of that name alone reports it.

    The checks of domain Enforcement may report what was dropped to make it possible, and nothing
    else.

    Args:
        name: of the check, or of the rule that it shows to be broken.
        plant: makes the contradiction.
        hotel: where.
        asked: all checks, or the one that has that name.
    """
    connection = hotel.connection
    with connection.transaction(force_rollback=True):
        planting = Planting(hotel)
        plant(planting)
        planting.commits()
        found = found_in(
            connection,
            [each for each in all_checks() if asked is Asked.ALL or name in each.row_names],
        )
    consequences = [
        finding
        for check, finding in found
        if check.domain == "Enforcement" and finding.check_name != name
    ]
    others = [finding for _, finding in found if finding not in consequences]
    assert {finding.check_name for finding in others} == {name}, others
    # A subject names the object last: `constraint booking_has_adult`.
    assert {finding.subject.split()[-1] for finding in consequences} <= planting.dropped
    for check, finding in found:
        assert finding.check_name in check.row_names
        assert all((finding.subject, finding.finding, finding.mend))
