"""After a database was restored from a backup: no position that clients know is given again.

What was committed after the backup is gone, its positions with it. They would be given to other
events, and clients would drop those as repeats. So every hotel's positions leap ahead of what any
client can know; replay from before is answered 410, and clients read the state anew.
"""

from typing import Any

import psycopg

# More than the events that any hotel can have between two backups.
LEAP = 10_000_000

# Nothing that was delivered is kept: the first message on each channel then has no previous one,
# by which clients of Pusher notice.
FORGET = "SELECT removed FROM hotelmate.remove_messages('-infinity', 'infinity', 10000000)"
# A stream otherwise moves on only to a message that is there.
LEAP_AHEAD = (
    "ALTER TABLE hotelmate.realtime_stream DISABLE TRIGGER realtime_stream_ends_with_message",
    f"""\
UPDATE hotelmate.realtime_stream
SET last_position = last_position + {LEAP}, removed_position = last_position + {LEAP}
""",
    "ALTER TABLE hotelmate.realtime_stream ENABLE TRIGGER realtime_stream_ends_with_message",
)


def leap_ahead(connection: psycopg.Connection[Any]) -> int:
    """Move the positions of all hotels on; return how many hotels there are.

    Args:
        connection: the owner's, in autocommit.
    """
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '5s'")
        connection.execute(FORGET)
        disable, update, enable = LEAP_AHEAD
        connection.execute(disable)
        hotels = connection.execute(update.encode()).rowcount
        connection.execute(enable)
    return hotels
