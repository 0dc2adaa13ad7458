"""What is to be delivered and what became of it: the relay's statements about channels.

Marks of delivery that a crash of the server forgets are repeats, which delivery allows anyway, so
nothing here waits for the disk.
"""

from collections.abc import Collection, Sequence

from psycopg.rows import class_row

from app.relay import latency
from app.relay.connection import Connection
from app.relay.message import Message

# A row that somebody holds for long is marked later.
SESSION = "SET synchronous_commit = off; SET lock_timeout = '500ms'"
LONGEST_REASON = 500

Channel = tuple[int, str]

_MESSAGE = """\
message.hotel_id, hotel.slug, message.channel, message.position, message.event_id,
    message.event_type, hotelmate.envelope(message, hotel.slug)::text AS data,
    extract(epoch FROM clock_timestamp() - message.occurred_at)::double precision AS age"""

# Channels in the order of their turn, with the messages that come next on each. The hotels are
# named first, for tables are locked as they are named: who waits while a migration has the hotels
# must hold nothing that it has yet to take.
DUE = f"""\
SELECT
    {_MESSAGE},
    channel.failures
FROM hotelmate.hotel
INNER JOIN (
    SELECT hotel_id, name, delivered_position, due_at, failures
    FROM hotelmate.realtime_channel
    WHERE delivered_position < last_position AND due_at <= statement_timestamp()
        AND (hotel_id, name) NOT IN (
            SELECT taken.hotel_id, taken.name
            FROM unnest(%(hotels)s::bigint[], %(names)s::text[]) AS taken (hotel_id, name)
        )
    ORDER BY due_at, hotel_id, name
    LIMIT %(most)s
) AS channel
    ON channel.hotel_id = hotel.hotel_id
CROSS JOIN LATERAL (
    SELECT coming.position
    FROM hotelmate.realtime_message AS coming
    WHERE coming.hotel_id = channel.hotel_id AND coming.channel = channel.name
        AND coming.position > channel.delivered_position
    ORDER BY coming.position
    LIMIT %(most)s
) AS coming
INNER JOIN hotelmate.realtime_message AS message
    ON message.hotel_id = channel.hotel_id AND message.position = coming.position
ORDER BY channel.due_at, channel.hotel_id, channel.name, message.position
LIMIT %(most)s
"""

# Several channels are locked in the order in which the numbering locks them. What only makes things
# quicker or fairer passes over those that somebody holds.
_LOCKED = """\
locked AS MATERIALIZED (
    SELECT channel.hotel_id, channel.name
    FROM hotelmate.realtime_channel AS channel
    WHERE {which}
    ORDER BY channel.hotel_id, channel.name COLLATE "C"
    FOR NO KEY UPDATE{waiting}
)"""
_NAMED = """\
(channel.hotel_id, channel.name) IN (
        SELECT named.hotel_id, named.name
        FROM unnest(%(hotels)s::bigint[], %(names)s::text[]) AS named (hotel_id, name)
    )"""

# A channel that was served goes to the end of the line.
DELIVERED = f"""\
WITH {_LOCKED.format(which=_NAMED, waiting="")},

moved AS (
    UPDATE hotelmate.realtime_channel AS channel
    SET delivered_position = told.position, due_at = clock_timestamp(),
        failures = 0, last_error = NULL
    FROM locked
    INNER JOIN unnest(%(hotels)s::bigint[], %(names)s::text[], %(positions)s::bigint[])
        AS told (hotel_id, name, position)
        ON told.hotel_id = locked.hotel_id AND told.name = locked.name
    WHERE channel.hotel_id = locked.hotel_id AND channel.name = locked.name
        AND channel.delivered_position < told.position
    RETURNING channel.name
)

UPDATE hotelmate.relay_statistics
SET delivered = delivered + %(messages)s,
    {latency.COUNTED}
"""

# The channel alone waits.
FAILED = """\
WITH moved AS (
    UPDATE hotelmate.realtime_channel
    SET due_at = clock_timestamp() + make_interval(secs => %(pause)s),
        failures = failures + 1, last_error = %(reason)s
    WHERE hotel_id = %(hotel_id)s AND name = %(channel)s
    RETURNING name
)

UPDATE hotelmate.relay_statistics
SET retried = retried + 1, last_error = %(reason)s, last_error_at = clock_timestamp()
"""

# Everything waits. Who was tried goes to the end of the line: the next try is another channel's.
PAUSED = f"""\
WITH {_LOCKED.format(which=_NAMED, waiting=" SKIP LOCKED")},

moved AS (
    UPDATE hotelmate.realtime_channel AS channel
    SET due_at = greatest(channel.due_at, clock_timestamp())
    FROM locked
    WHERE channel.hotel_id = locked.hotel_id AND channel.name = locked.name
    RETURNING channel.name
)

UPDATE hotelmate.relay_statistics
SET retried = retried + %(messages)s, last_error = %(reason)s, last_error_at = clock_timestamp(),
    paused_until = clock_timestamp() + make_interval(secs => %(pause)s)
"""

_WAITING = "channel.delivered_position < channel.last_position"

# Who waited for a publisher that was away waits no longer.
_HURRIED = f"{_WAITING} AND channel.failures > 0 AND channel.due_at > clock_timestamp()"
RESUMED = f"""\
WITH {_LOCKED.format(which=_HURRIED, waiting=" SKIP LOCKED")},

hurried AS (
    UPDATE hotelmate.realtime_channel AS channel SET due_at = clock_timestamp()
    FROM locked
    WHERE channel.hotel_id = locked.hotel_id AND channel.name = locked.name
    RETURNING channel.name
)

UPDATE hotelmate.relay_statistics SET paused_until = NULL WHERE paused_until IS NOT NULL
"""

# A clock that was set back would leave channels waiting for a time that is far ahead.
IN_TIME = f"""\
WITH {
    _LOCKED.format(
        which=_WAITING + " AND channel.due_at > clock_timestamp() + interval '10 min'",
        waiting=" SKIP LOCKED",
    )
}

UPDATE hotelmate.realtime_channel AS channel SET due_at = clock_timestamp()
FROM locked
WHERE channel.hotel_id = locked.hotel_id AND channel.name = locked.name
"""

# There is nobody to deliver to: replay and server-sent events read the messages themselves.
NOBODY_TO_TELL = f"""\
WITH {_LOCKED.format(which=_WAITING, waiting=" SKIP LOCKED")}

UPDATE hotelmate.realtime_channel AS channel SET delivered_position = channel.last_position
FROM locked
WHERE channel.hotel_id = locked.hotel_id AND channel.name = locked.name
"""


class Backlog:
    """Reads and marks what is to be delivered, on a connection that does not wait for the disk."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def due(self, most: int, taken: Collection[Channel]) -> list[Message]:
        """Return the messages whose turn it is, oldest first on each channel, at most so many.

        Args:
            most: how many messages one call may have.
            taken: channels that are under way already.
        """
        async with self._connection.cursor(row_factory=class_row(Message)) as cursor:
            await cursor.execute(DUE, {"most": most, **_columns(taken)})
            return await cursor.fetchall()

    async def delivered(self, messages: Sequence[Message], elapsed: float) -> None:
        """Mark messages: the publisher acknowledged them, so many seconds after they were read."""
        last = {(each.hotel_id, each.channel): each.position for each in messages}
        seconds = [each.age + elapsed for each in messages]
        await self._connection.execute(
            DELIVERED,
            {
                **_columns(last),
                "positions": list(last.values()),
                "messages": len(messages),
                **latency.parameters(seconds),
            },
        )

    async def failed(self, message: Message, reason: str, pause: float) -> None:
        """Let the channel of a message wait for so many seconds: the message may be at fault."""
        await self._connection.execute(
            FAILED,
            {
                "hotel_id": message.hotel_id,
                "channel": message.channel,
                "reason": shortened(reason),
                "pause": pause,
            },
        )

    async def paused(self, messages: Sequence[Message], reason: str, pause: float) -> None:
        """Write down that everything waits for so many seconds, and on what that was tried."""
        await self._connection.execute(
            PAUSED,
            {
                **_columns({(each.hotel_id, each.channel) for each in messages}),
                "messages": len(messages),
                "reason": shortened(reason),
                "pause": pause,
            },
        )

    async def resumed(self) -> None:
        """Let go on what waited while the publisher was away."""
        await self._connection.execute(RESUMED)

    async def in_time(self) -> None:
        """Let no channel wait for longer than any pause is."""
        await self._connection.execute(IN_TIME)

    async def nobody_to_tell(self) -> None:
        """Count every message as delivered: there is no publisher."""
        await self._connection.execute(NOBODY_TO_TELL)


def shortened(reason: str) -> str:
    """Return a reason as it is kept: text that can be stored, not empty and not long."""
    text = reason.replace("\0", " ").strip()[:LONGEST_REASON] or "unknown"
    return text.encode("utf-8", "replace").decode()


def _columns(channels: Collection[Channel]) -> dict[str, object]:
    return {
        "hotels": [hotel_id for hotel_id, _ in channels],
        "names": [name for _, name in channels],
    }
