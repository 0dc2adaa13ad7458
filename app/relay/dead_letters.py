"""Dead letters: messages that the publisher refuses for what they are.

Each keeps its reason and its message until somebody has it sent again, or gives it up. Clients that
noticed the gap have read the message by replay meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from app.relay import latency
from app.relay.backlog import shortened
from app.relay.connection import Connection
from app.relay.message import Message

DIED = """\
WITH letter AS (
    INSERT INTO hotelmate.realtime_dead_letter (hotel_id, position, reason, attempts)
    VALUES (%(hotel_id)s, %(position)s, %(reason)s, %(attempts)s)
    ON CONFLICT (hotel_id, position) DO NOTHING
    RETURNING position
),

moved AS (
    UPDATE hotelmate.realtime_channel AS channel
    SET delivered_position = %(position)s, due_at = clock_timestamp(),
        failures = 0, last_error = NULL
    WHERE channel.hotel_id = %(hotel_id)s AND channel.name = %(channel)s
        AND channel.delivered_position < %(position)s
    RETURNING channel.name
)

UPDATE hotelmate.relay_statistics
SET dead = dead + (SELECT count(*) FROM letter),
    last_error = %(reason)s, last_error_at = clock_timestamp()
"""

REFUSED_AGAIN = """\
UPDATE hotelmate.realtime_dead_letter
SET reason = %(reason)s, attempts = attempts + 1, died_at = clock_timestamp(), requested_at = NULL
WHERE hotel_id = %(hotel_id)s AND position = %(position)s
"""

# The hotels are named first, as in backlog.DUE.
REQUESTED = """\
SELECT
    message.hotel_id, hotel.slug, message.channel, message.position, message.event_id,
    message.event_type, hotelmate.envelope(message, hotel.slug)::text AS data, 0 AS failures,
    extract(epoch FROM clock_timestamp() - message.occurred_at)::double precision AS age
FROM hotelmate.hotel
INNER JOIN hotelmate.realtime_dead_letter AS letter ON letter.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.realtime_message AS message
    ON message.hotel_id = letter.hotel_id AND message.position = letter.position
WHERE letter.requested_at IS NOT NULL
ORDER BY letter.requested_at, letter.hotel_id, letter.position
LIMIT 1
"""

REVIVED = f"""\
WITH letter AS (
    DELETE FROM hotelmate.realtime_dead_letter
    WHERE hotel_id = %(hotel_id)s AND position = %(position)s
    RETURNING position
)

UPDATE hotelmate.relay_statistics
SET delivered = delivered + (SELECT count(*) FROM letter),
    {latency.COUNTED}
"""

_CHOSEN = """\
letter.hotel_id = message.hotel_id AND letter.position = message.position
    AND hotel.hotel_id = letter.hotel_id
    AND (%(slug)s::text IS NULL OR hotel.slug = %(slug)s)
    AND (%(events)s::uuid[] IS NULL OR message.event_id = ANY (%(events)s))"""

LISTED = f"""\
SELECT
    hotel.slug, message.position, message.channel, message.event_id, message.event_type,
    letter.died_at, letter.attempts, letter.reason, letter.requested_at
FROM hotelmate.hotel
INNER JOIN hotelmate.realtime_dead_letter AS letter ON letter.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.realtime_message AS message ON {_CHOSEN}
ORDER BY letter.died_at, letter.hotel_id, letter.position
"""

SEND_AGAIN = f"""\
UPDATE hotelmate.realtime_dead_letter AS letter SET requested_at = clock_timestamp()
FROM hotelmate.realtime_message AS message, hotelmate.hotel
WHERE {_CHOSEN}
"""

GIVE_UP = f"""\
DELETE FROM hotelmate.realtime_dead_letter AS letter
USING hotelmate.realtime_message AS message, hotelmate.hotel
WHERE {_CHOSEN}
"""

# Whoever sleeps is woken; a relay that is awake finds the request at its next look.
WAKE = "NOTIFY hotelmate_outbox"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One dead letter, as an operator sees it."""

    slug: str
    position: int
    channel: str
    event_id: Any
    event_type: str
    died_at: datetime
    attempts: int
    reason: str
    requested_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which dead letters: of one hotel, of some events, or all.

    Attributes:
        slug: only of this hotel.
        events: only these event ids.
    """

    slug: str | None = None
    events: Sequence[str] | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """Parameters of the statements that choose."""
        return {"slug": self.slug, "events": None if self.events is None else list(self.events)}


class DeadLetters:
    """The relay's side: what dies, and what is to be sent again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def died(self, message: Message, reason: str, attempts: int) -> None:
        """Write a message down as dead, and let its channel go on."""
        await self._connection.execute(
            DIED,
            {
                "hotel_id": message.hotel_id,
                "channel": message.channel,
                "position": message.position,
                "reason": shortened(reason),
                "attempts": attempts,
            },
        )

    async def refused_again(self, letter: Message, reason: str) -> None:
        """Keep a letter, with the reason of this time, until it is asked for anew."""
        await self._connection.execute(
            REFUSED_AGAIN,
            {
                "hotel_id": letter.hotel_id,
                "position": letter.position,
                "reason": shortened(reason),
            },
        )

    async def requested(self) -> Message | None:
        """Return the message that was asked for first, None when none is."""
        async with self._connection.cursor(row_factory=class_row(Message)) as cursor:
            await cursor.execute(REQUESTED)
            return await cursor.fetchone()

    async def revived(self, message: Message, elapsed: float) -> None:
        """Forget that a message was dead: it was delivered, so many seconds after it was read."""
        await self._connection.execute(
            REVIVED,
            {
                "hotel_id": message.hotel_id,
                "position": message.position,
                **latency.parameters([message.age + elapsed]),
            },
        )


def dead_letters(connection: psycopg.Connection[Any], choice: Choice) -> list[DeadLetter]:
    """Return the chosen dead letters, the oldest first."""
    with connection.cursor(row_factory=class_row(DeadLetter)) as cursor:
        return cursor.execute(LISTED, choice.parameters).fetchall()


def send_again(connection: psycopg.Connection[Any], choice: Choice) -> int:
    """Ask the relay to send the chosen dead letters again; return how many there are."""
    count = connection.execute(SEND_AGAIN, choice.parameters).rowcount
    connection.execute(WAKE)
    return count


def give_up(connection: psycopg.Connection[Any], choice: Choice) -> int:
    """Give the chosen dead letters up: they are never delivered. Return how many there were."""
    return connection.execute(GIVE_UP, choice.parameters).rowcount
