"""A contradiction in very many bookings, and its end."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

# The check that finds it.
RULE = "party_has_primary"
# The ids of a party follow from the booking's (bench/history/sql/party.sql).
_SET_ROLE = """
UPDATE hotelmate.booking_guest SET role = %(role)s
WHERE booking_id <= %(bookings)s AND id = 4 * booking_id
"""


@contextmanager
def without_primary(url: str, bookings: int) -> Iterator[None]:
    """Take the PRIMARY from the parties of so many bookings while the block runs.

    Args:
        url: connection string of a superuser: keys and triggers are switched off.
        bookings: how many, the oldest first.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(_SET_ROLE, {"role": "COMPANION", "bookings": bookings})
        try:
            yield
        finally:
            connection.execute(_SET_ROLE, {"role": "PRIMARY", "bookings": bookings})
