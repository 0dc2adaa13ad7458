"""After a database was restored from a backup: no position that clients know is given again.

What was committed after the backup is gone, its positions with it. They would be given to other
events, and clients would drop those as repeats. So every hotel's positions leap ahead of what any
client can know; replay from before is answered 410, and clients read the state anew.
"""

from typing import Any

import psycopg

# More than the events that any hotel can have between two backups.
LEAP = 10_000_000

# Whoever numbers or removes meanwhile would have a hotel passed over in silence.
HOLD_STREAMS = "SELECT FROM hotelmate.realtime_stream ORDER BY hotel_id FOR UPDATE"
# What waits comes behind what was numbered before it.
NUMBER = "SELECT hotelmate.number_events(NULL, 10000)"
# What was not delivered, or could not be, is told behind the leap: the same events, in their order.
TELL_AGAIN = """\
INSERT INTO hotelmate.outbox_event (
    hotel_id, event_id, channels, category, event_type, payload, scope, occurred_at, request_id
)
SELECT
    message.hotel_id, message.event_id, array_agg(message.channel ORDER BY message.channel),
    message.category, message.event_type, message.payload, message.scope, message.occurred_at,
    message.request_id
FROM hotelmate.realtime_message AS message
WHERE EXISTS (
    SELECT FROM hotelmate.realtime_channel AS channel
    WHERE channel.hotel_id = message.hotel_id AND channel.name = message.channel
        AND channel.delivered_position < message.position
) OR EXISTS (
    SELECT FROM hotelmate.realtime_dead_letter AS dead
    WHERE dead.hotel_id = message.hotel_id AND dead.position = message.position
)
GROUP BY
    message.hotel_id, message.event_id, message.category, message.event_type, message.payload,
    message.scope, message.occurred_at, message.request_id
ORDER BY min(message.position)
"""
# No channel and no message is kept: the first on each channel then has no previous one, by which
# clients of Pusher notice.
FORGET = (
    "DELETE FROM hotelmate.realtime_dead_letter",
    "UPDATE hotelmate.realtime_channel SET delivered_position = last_position"
    " WHERE delivered_position < last_position",
    "SELECT removed FROM hotelmate.remove_messages('-infinity', 'infinity', 2147483647)",
    "DELETE FROM hotelmate.realtime_channel",
)
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
        connection.execute(HOLD_STREAMS)
        while _count(connection.execute(NUMBER)):
            pass
        connection.execute(TELL_AGAIN)
        for statement in FORGET:
            connection.execute(statement)
        disable, update, enable = LEAP_AHEAD
        connection.execute(disable)
        hotels = connection.execute(update.encode()).rowcount
        connection.execute(enable)
    return hotels


def _count(answer: psycopg.Cursor[Any]) -> int:
    row = answer.fetchone()
    assert row is not None
    return int(row[0] or 0)
