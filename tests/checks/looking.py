"""What the checks say about a hotel while a test writes to it; nothing of it stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.consistency.checks import all_checks
from tests.checks.planting import Planting, found_in
from tests.hotel_builder import HotelBuilder


@contextmanager
def undone(hotel: HotelBuilder) -> Iterator[Planting]:
    """Let the block write what it likes, and undo it."""
    with hotel.connection.transaction(force_rollback=True):
        yield Planting(hotel)


def names_found(planting: Planting) -> list[str]:
    """Return the names that checks report in a state that could be committed.

    What was dropped to make it possible, which checks of domain Enforcement name, is left aside.
    """
    planting.commits()
    asked = [check for check in all_checks() if check.domain != "Enforcement"]
    return sorted(finding.check_name for _, finding in found_in(planting.hotel.connection, asked))
