"""The party as a whole, and the link by which guests complete it."""

from app.database import Write
from app.queries.bookings import LOCK, READ, THIS_BOOKING

# The unique key that allows one PRIMARY is judged row by row, so the steps are chained, each
# reading the count of the one before: who left, then the companions (a former PRIMARY among them),
# then the PRIMARY, then who is new. A member's id that is not of this party, or is named twice,
# leaves no booking to work on and nothing happens at all.
_REPLACE = """\
WITH wanted AS MATERIALIZED (
    SELECT member.*
    FROM ROWS FROM (
        json_to_recordset(%(guests)s) AS (
            id bigint, role text, first_name text, last_name text,
            email text, phone text, is_staying boolean
        )
    ) WITH ORDINALITY AS member (
        id, role, first_name, last_name, email, phone, is_staying, position
    )
),

party AS MATERIALIZED (
    {party}
),

gone AS (
    DELETE FROM hotelmate.booking_guest AS guest
    USING party
    WHERE guest.hotel_id = party.hotel_id AND guest.booking_id = party.id
        AND guest.id NOT IN (SELECT wanted.id FROM wanted WHERE wanted.id IS NOT NULL)
    RETURNING guest.id
),

companions AS (
    {change}
        AND wanted.role <> 'PRIMARY' AND (SELECT count(*) FROM gone) >= 0
    RETURNING guest.id
),

primary_guest AS (
    {change}
        AND wanted.role = 'PRIMARY' AND (SELECT count(*) FROM companions) >= 0
    RETURNING guest.id
),

new AS (
    INSERT INTO hotelmate.booking_guest (
        hotel_id, booking_id, role, first_name, last_name, email, phone, is_staying
    )
    SELECT
        party.hotel_id, party.id, wanted.role, wanted.first_name, wanted.last_name,
        wanted.email, wanted.phone, wanted.is_staying
    FROM party
    CROSS JOIN wanted
    WHERE wanted.id IS NULL AND (SELECT count(*) FROM primary_guest) >= 0
    ORDER BY wanted.position
    RETURNING id
)

SELECT count(new.id) FROM party LEFT JOIN new ON true GROUP BY party.id
"""
_MEMBERS_KNOWN = f"""{THIS_BOOKING}
        AND (SELECT count(wanted.id) FROM wanted) = (
            SELECT count(DISTINCT guest.id)
            FROM hotelmate.booking_guest AS guest
            INNER JOIN wanted ON wanted.id = guest.id
            WHERE guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
        )"""
_SAME_SIZE = f"""\
SELECT booking.hotel_id, booking.id
    FROM hotelmate.room_booking AS booking
    WHERE {_MEMBERS_KNOWN}"""
_NEW_SIZE = f"""\
UPDATE hotelmate.room_booking AS booking
    SET adults = coalesce(%(adults)s, booking.adults),
        children = coalesce(%(children)s, booking.children)
    WHERE {_MEMBERS_KNOWN}
    RETURNING booking.hotel_id, booking.id"""
_CHANGE = """\
UPDATE hotelmate.booking_guest AS guest
    SET role = wanted.role, first_name = wanted.first_name, last_name = wanted.last_name,
        email = wanted.email, phone = wanted.phone, is_staying = wanted.is_staying
    FROM party, wanted
    WHERE guest.hotel_id = party.hotel_id AND guest.booking_id = party.id AND guest.id = wanted.id
        AND (guest.role, guest.first_name, guest.last_name, guest.email, guest.phone,
             guest.is_staying)
        IS DISTINCT FROM
            (wanted.role, wanted.first_name, wanted.last_name, wanted.email, wanted.phone,
             wanted.is_staying)"""
# Two front desks that replace one party queue at the lock; the second sees what the first left.
REPLACE = Write(_REPLACE.format(party=_SAME_SIZE, change=_CHANGE), lock=LOCK, result=READ)
REPLACE_AND_RESIZE = Write(_REPLACE.format(party=_NEW_SIZE, change=_CHANGE), lock=LOCK, result=READ)

ISSUE_LINK = Write(
    f"""\
INSERT INTO hotelmate.booking_token (hotel_id, booking_id, purpose, token_hash, expires_at)
SELECT
    booking.hotel_id, booking.id, 'PRECHECKIN', %(token_hash)s,
    now() + make_interval(hours => %(ttl_hours)s)
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING}
RETURNING expires_at
"""
)
