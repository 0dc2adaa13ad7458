"""Who acts in SQL: the transaction settings that the audit trail reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

SET_ACTOR = (
    "SELECT set_config('hotelmate.actor', %s, true), set_config('hotelmate.source', %s, true),"
    " set_config('hotelmate.staff_id', %s, true), set_config('hotelmate.reason', %s, true)"
)


@contextmanager
def acting(
    connection: psycopg.Connection[Any],
    actor: str,
    source: str,
    *,
    staff_id: int | None = None,
    reason: str = "",
) -> Iterator[None]:
    """Act as somebody within a transaction; afterwards nobody is named.

    The settings would end with the transaction; they are cleared earlier because several people act
    within one here. When the block raises, the transaction is lost and with it the settings.
    """
    staff = "" if staff_id is None else str(staff_id)
    connection.execute(SET_ACTOR, (actor, source, staff, reason))
    yield
    connection.execute(SET_ACTOR, ("", "", "", ""))
