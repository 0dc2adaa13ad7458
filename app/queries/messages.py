"""Messages to guests: which are due, one of them claimed, and what became of it."""

from app.database import Write
from app.queries.bookings import THIS_BOOKING

# In turn by hotel: a hotel with much to tell does not keep the others waiting.
DUE = """\
SELECT due.hotel_id, due.id
FROM (
    SELECT
        mine.hotel_id, mine.id, mine.next_try_at,
        row_number() OVER (PARTITION BY mine.hotel_id ORDER BY mine.next_try_at, mine.id) AS turn
    FROM hotelmate.guest_message AS mine
    WHERE mine.finished_at IS NULL AND mine.state = 'WAITING'
        AND mine.next_try_at <= now() AND mine.expires_at > now()
) AS due
ORDER BY due.turn, due.next_try_at, due.hotel_id, due.id
LIMIT %(limit)s
"""

_IS_OVERDUE = """\
late.finished_at IS NULL
    AND CASE late.state
        WHEN 'SENDING' THEN late.claimed_until <= now()
        ELSE late.expires_at <= now()
    END"""

HOTELS_WITH_OVERDUE = f"""\
SELECT DISTINCT late.hotel_id FROM hotelmate.guest_message AS late WHERE {_IS_OVERDUE}
"""

# Whoever had it may have sent it: it is not sent again.
SETTLE_OVERDUE = Write(
    f"""\
WITH settled AS (
    UPDATE hotelmate.guest_message AS message
    SET
        state = CASE message.state WHEN 'SENDING' THEN 'UNCERTAIN' ELSE 'EXPIRED' END,
        claimed_until = NULL,
        finished_at = now(),
        last_error = CASE
            WHEN message.state = 'SENDING' THEN 'cut_off'
            ELSE coalesce(message.last_error, 'not_tried')
        END
    WHERE message.hotel_id = %(hotel_id)s AND message.id IN (
        SELECT late.id FROM hotelmate.guest_message AS late
        WHERE late.hotel_id = %(hotel_id)s AND {_IS_OVERDUE}
        ORDER BY late.id
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED
    )
    RETURNING message.state
)
SELECT
    count(*) FILTER (WHERE settled.state = 'UNCERTAIN'),
    count(*) FILTER (WHERE settled.state = 'EXPIRED')
FROM settled
"""
)

# The words are made of what is so at this moment, and told only if it still is.
CLAIM = Write(
    """\
WITH claimed AS (
    UPDATE hotelmate.guest_message AS wanted
    SET state = 'SENDING', claimed_until = clock_timestamp() + %(lease)s, tries = wanted.tries + 1
    WHERE wanted.hotel_id = %(hotel_id)s AND wanted.id = (
        SELECT mine.id FROM hotelmate.guest_message AS mine
        WHERE mine.hotel_id = %(hotel_id)s AND mine.id = %(id)s
            AND mine.state = 'WAITING' AND mine.next_try_at <= now() AND mine.expires_at > now()
        FOR UPDATE SKIP LOCKED
    )
    RETURNING wanted.*
)
SELECT
    claimed.hotel_id, claimed.id, claimed.tries, claimed.message_id::text, claimed.kind,
    CASE claimed.kind
        WHEN 'PRECHECKIN_LINK'
            THEN booking.is_open AND token.live_booking_id IS NOT NULL AND token.expires_at > now()
        ELSE claimed.kind = 'BOOKING_' || booking.status
    END AS is_true,
    hotel.name, hotel.contact_email, hotel.contact_phone,
    coalesce(booking.language, hotel.language)::text AS language,
    booking.booking_reference, booking.check_in, booking.check_out,
    coalesce(nullif(guest.email, ''), nullif(booking.booker_email, '')) AS address,
    CASE
        WHEN nullif(guest.email, '') IS NULL AND booking.booker_last_name IS NOT NULL
            THEN concat_ws(' ', booking.booker_first_name, booking.booker_last_name)
        ELSE concat_ws(' ', guest.first_name, guest.last_name)
    END AS addressee,
    token.token_recipe, token.token_hash,
    token.expires_at AT TIME ZONE hotel.time_zone AS link_until
FROM claimed
INNER JOIN hotelmate.hotel AS hotel ON hotel.hotel_id = claimed.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = claimed.hotel_id AND booking.id = claimed.booking_id
LEFT JOIN hotelmate.booking_guest AS guest
    ON guest.hotel_id = booking.hotel_id AND guest.primary_of_booking_id = booking.id
LEFT JOIN hotelmate.booking_token AS token
    ON token.hotel_id = claimed.hotel_id AND token.id = claimed.token_id
"""
)

# Only by whoever has it: `tries` counts the claims, and what has been settled stays so.
LET_GO = Write(
    """\
UPDATE hotelmate.guest_message
SET
    state = %(state)s,
    claimed_until = NULL,
    finished_at = CASE %(state)s WHEN 'WAITING' THEN NULL ELSE now() END,
    next_try_at = CASE %(state)s WHEN 'WAITING' THEN now() + %(pause)s ELSE next_try_at END,
    last_error = %(error)s
WHERE hotel_id = %(hotel_id)s AND id = %(id)s AND tries = %(tries)s AND state = 'SENDING'
RETURNING state
"""
)

BACKLOG = """\
SELECT
    count(*),
    coalesce(extract(EPOCH FROM now() - min(message.created_at)), 0)::float8
FROM hotelmate.guest_message AS message
WHERE message.finished_at IS NULL
"""

# Links may be issued again and again; the newest tell how things stand.
SHOWN = 100
OF_BOOKING = f"""\
SELECT
    json_build_object(
        'kind', message.kind,
        'state', message.state,
        'tries', message.tries,
        'error', message.last_error,
        'created_at', message.created_at,
        'finished_at', message.finished_at
    )
FROM hotelmate.guest_message AS message
WHERE message.hotel_id = %(hotel_id)s
    AND message.booking_id = (
        SELECT booking.id FROM hotelmate.room_booking AS booking WHERE {THIS_BOOKING}
    )
ORDER BY message.id DESC
LIMIT {SHOWN}
"""
