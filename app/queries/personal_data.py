"""Personal data of guests: what is past its time, erasure on request, and what is held.

Who is erased is stamped; the database empties the rows along with it (schema/triggers/
personal_data.sql), and refuses it while the booking is open.
"""

from app.database import Write
from app.queries.bookings import LOCK, READ, THIS_BOOKING

# Days are those of the hotel's calendar. Whoever keeps for nearly three thousand years keeps for
# ever: before that the calendar has no day, and one hotel's period is no error of all the others.
_FIRST_DAY_KEPT = """\
(now() AT TIME ZONE hotel.time_zone)::date - least(hotel.personal_data_days, 1000000)"""

# A hotel is asked one at a time, so that each finds its first booking by the index, in which nobody
# stands who was erased.
HOTELS_WITH_OVERDUE = f"""\
SELECT hotel.hotel_id
FROM hotelmate.hotel
CROSS JOIN LATERAL (
    SELECT FROM hotelmate.room_booking AS booking
    WHERE booking.hotel_id = hotel.hotel_id
        AND booking.erased_guest_count < booking.guest_count AND NOT booking.is_open
        AND booking.check_out < {_FIRST_DAY_KEPT}
    ORDER BY booking.check_out
    LIMIT 1
) AS overdue
ORDER BY hotel.hotel_id
"""

# A booking that somebody works on at this moment is left for the next round, and so is a guest who
# joins it meanwhile. What was erased before keeps its stamp.
ERASE_OVERDUE = Write(
    f"""\
WITH overdue AS MATERIALIZED (
    SELECT booking.id
    FROM hotelmate.room_booking AS booking
    WHERE booking.hotel_id = %(hotel_id)s
        AND booking.erased_guest_count < booking.guest_count AND NOT booking.is_open
        AND booking.check_out < (
            SELECT {_FIRST_DAY_KEPT}
            FROM hotelmate.hotel WHERE hotel.hotel_id = %(hotel_id)s
        )
    ORDER BY booking.check_out
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
),

erased AS (
    UPDATE hotelmate.booking_guest AS guest SET personal_data_erased_at = now()
    FROM overdue
    WHERE guest.hotel_id = %(hotel_id)s AND guest.booking_id = overdue.id
        AND guest.personal_data_erased_at IS NULL
)

SELECT count(*) FROM overdue
"""
)

# Asked for twice, the first moment stays and nothing happens.
_ERASE = f"""\
UPDATE hotelmate.booking_guest AS guest
SET personal_data_erased_at = coalesce(guest.personal_data_erased_at, now())
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING}
    AND guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id{{and_which}}
RETURNING guest.id
"""
ERASE_GUEST = Write(
    _ERASE.format(and_which="\n    AND guest.id = %(guest_id)s"), lock=LOCK, result=READ
)
ERASE_PARTY = Write(_ERASE.format(and_which=""), lock=LOCK, result=READ)

_ROOM_NUMBER = """\
(SELECT room.room_number FROM hotelmate.room
         WHERE room.hotel_id = booking.hotel_id AND room.id = {column})"""

_GUEST = """\
json_build_object(
        'id', guest.id,
        'role', guest.role,
        'age_group', guest.age_group,
        'first_name', guest.first_name,
        'last_name', guest.last_name,
        'email', guest.email,
        'phone', guest.phone,
        'is_staying', guest.is_staying,
        'answers', guest.precheckin_payload,
        'precheckin_submitted_at', guest.precheckin_submitted_at,
        'created_at', guest.created_at,
        'personal_data_erased_at', guest.personal_data_erased_at
    )"""

_BOOKING = f"""\
json_build_object(
        'status', booking.status,
        'check_in', booking.check_in,
        'check_out', booking.check_out,
        'adults', booking.adults,
        'children', booking.children,
        'room_type', (SELECT kind.code FROM hotelmate.room_type AS kind
         WHERE kind.hotel_id = booking.hotel_id AND kind.id = booking.room_type_id),
        'room_number', {_ROOM_NUMBER.format(column="booking.assigned_room_id")},
        'language', booking.language,
        'created_at', booking.created_at,
        'checked_in_at', booking.checked_in_at,
        'checked_out_at', booking.checked_out_at,
        'cancelled_at', booking.cancelled_at,
        'no_show_at', booking.no_show_at
    )"""

_STAY = """\
(SELECT json_build_object(
        'checked_in_at', stay.checked_in_at, 'checked_out_at', stay.checked_out_at
    )
     FROM hotelmate.guest AS stay
     WHERE stay.hotel_id = guest.hotel_id AND stay.booking_guest_id = guest.id)"""

_CHAT = """\
(SELECT json_build_object('opened_at', chat.opened_at, 'closed_at', chat.closed_at)
     FROM hotelmate.guest_chat_session AS chat
     WHERE chat.hotel_id = booking.hotel_id AND chat.booking_id = booking.id)"""

_LEDGER = """\
(SELECT coalesce(json_agg(json_build_object(
            'kind', entry.kind,
            'amount', entry.amount,
            'currency', entry.currency,
            'provider', entry.provider,
            'method', entry.method,
            'reference', entry.reference,
            'reason', entry.reason,
            'at', entry.occurred_at
        ) ORDER BY entry.occurred_at, entry.payment_id, entry.seq), '[]')
         FROM hotelmate.payment_entry AS entry
         WHERE entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id)"""

_MESSAGES = """\
(SELECT coalesce(json_agg(json_build_object(
            'kind', message.kind,
            'state', message.state,
            'created_at', message.created_at,
            'finished_at', message.finished_at
        ) ORDER BY message.id), '[]')
         FROM hotelmate.guest_message AS message
         WHERE message.hotel_id = booking.hotel_id AND message.booking_id = booking.id)"""

# What opens something is a secret, whoever's it is.
_LINKS = """\
(SELECT coalesce(json_agg(json_build_object(
            'purpose', link.purpose,
            'created_at', link.created_at,
            'expires_at', link.expires_at,
            'used_at', link.used_at,
            'revoked_at', link.revoked_at
        ) ORDER BY link.id), '[]')
         FROM hotelmate.booking_token AS link
         WHERE link.hotel_id = booking.hotel_id AND link.booking_id = booking.id)"""

# Who of the staff did it is their affair: only whether it was staff, the guest or the system.
_TRAIL = f"""\
(SELECT coalesce(json_agg(json_build_object(
            'version', event.version,
            'event_type', event.event_type,
            'status', event.to_status,
            'room_number', {_ROOM_NUMBER.format(column="event.to_room_id")},
            'by', split_part(event.actor, ':', 1),
            'reason', event.reason,
            'at', event.created_at
        ) ORDER BY event.version), '[]')
         FROM hotelmate.booking_event AS event
         WHERE event.hotel_id = booking.hotel_id AND event.booking_id = booking.id)"""

# What is told of the booking as a whole is told of whoever it is for.
_AS_PRIMARY = f"""\
CASE WHEN guest.role = 'PRIMARY' THEN json_build_object(
        'booker', json_build_object(
            'first_name', booking.booker_first_name,
            'last_name', booking.booker_last_name,
            'email', booking.booker_email,
            'phone', booking.booker_phone
        ),
        'special_requests', booking.special_requests,
        'decline_reason', booking.decline_reason,
        'cancellation_reason', booking.cancellation_reason,
        'answers', booking.precheckin_payload,
        'precheckin_submitted_at', booking.precheckin_submitted_at,
        'total_amount', booking.total_amount,
        'currency', booking.currency,
        'ledger', {_LEDGER},
        'messages', {_MESSAGES},
        'links', {_LINKS},
        'trail', {_TRAIL}
    ) END"""

EXPORT = f"""\
SELECT json_build_object(
    'booking_id', booking.booking_reference,
    'hotel', (SELECT json_build_object('slug', hotel.slug, 'name', hotel.name)
     FROM hotelmate.hotel WHERE hotel.hotel_id = booking.hotel_id),
    'exported_at', now(),
    'guest', {_GUEST},
    'booking', {_BOOKING},
    'stay', {_STAY},
    'chat', {_CHAT},
    'as_primary', {_AS_PRIMARY}
)
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.booking_guest AS guest
    ON guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
WHERE {THIS_BOOKING} AND guest.id = %(guest_id)s
"""
