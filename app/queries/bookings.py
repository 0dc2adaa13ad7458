"""Bookings: create, list, read, and the audit trail.

`BOOKING` is the one representation of a booking, as JSON made by the database. It stands wherever
a row `booking` of hotelmate.room_booking is in scope: after SELECT and after RETURNING alike.
"""

from collections.abc import Mapping, Sequence
from typing import get_args

from app.database import Write
from app.models.bookings import BookingStatus
from app.models.fields import LARGEST

_ROOM_NUMBER = """\
(SELECT room.room_number FROM hotelmate.room
     WHERE room.hotel_id = booking.hotel_id AND room.id = booking.{column})"""

PARTY = """\
(SELECT coalesce(json_agg(json_build_object(
        'id', guest.id,
        'role', guest.role,
        'age_group', guest.age_group,
        'first_name', guest.first_name,
        'last_name', guest.last_name,
        'email', guest.email,
        'phone', guest.phone,
        'is_staying', guest.is_staying
    ) ORDER BY guest.role DESC, guest.id), '[]')
     FROM hotelmate.booking_guest AS guest
     WHERE guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id)"""

BOOKER = """\
CASE WHEN num_nonnulls(
        booking.booker_first_name, booking.booker_last_name,
        booking.booker_email, booking.booker_phone
    ) > 0 THEN json_build_object(
        'first_name', booking.booker_first_name, 'last_name', booking.booker_last_name,
        'email', booking.booker_email, 'phone', booking.booker_phone
    ) END"""

# Not settled is PENDING, by payment_instruction_settled_stamped. Said so, the booking's own few
# rows are looked at, and never all that wait.
_PAYMENT = """\
json_build_object(
        'provider', booking.payment_provider,
        'currency', booking.currency,
        'total_amount', booking.total_amount,
        'authorised_amount', booking.authorised_amount,
        'captured_amount', booking.captured_amount,
        'voided_amount', booking.voided_amount,
        'refunded_amount', booking.refunded_amount,
        'disputed_amount', booking.disputed_amount,
        'authorized_at', booking.payment_authorized_at,
        'paid_at', booking.paid_at,
        'pending_instructions', ARRAY(SELECT pending.kind
         FROM hotelmate.payment_instruction AS pending
         WHERE pending.hotel_id = booking.hotel_id AND pending.booking_id = booking.id
             AND pending.settled_at IS NULL
         ORDER BY pending.id)
    )"""

BOOKING = f"""json_build_object(
    'booking_id', booking.booking_reference,
    'version', booking.version,
    'status', booking.status,
    'occupancy', booking.occupancy,
    'room_type', (SELECT kind.code FROM hotelmate.room_type AS kind
     WHERE kind.hotel_id = booking.hotel_id AND kind.id = booking.room_type_id),
    'check_in', booking.check_in,
    'check_out', booking.check_out,
    'adults', booking.adults,
    'children', booking.children,
    'language', booking.language,
    'room_number', {_ROOM_NUMBER.format(column="assigned_room_id")},
    'assignment', CASE WHEN booking.room_assigned_at IS NOT NULL THEN json_build_object(
        'at', booking.room_assigned_at, 'by', booking.room_assigned_by
    ) END,
    'last_move', CASE WHEN booking.room_moved_at IS NOT NULL THEN json_build_object(
        'at', booking.room_moved_at, 'by', booking.room_moved_by,
        'from_room_number', {_ROOM_NUMBER.format(column="room_moved_from_id")}
    ) END,
    'checked_in_at', booking.checked_in_at,
    'checked_out_at', booking.checked_out_at,
    'payment', {_PAYMENT},
    'party_complete', booking.party_complete,
    'staying_guest_count', booking.staying_guest_count,
    'party', {PARTY},
    'precheckin_submitted_at', booking.precheckin_submitted_at,
    'expires_at', booking.expires_at,
    'approval_deadline_at', booking.approval_deadline_at,
    'approved_at', booking.approved_at,
    'decision', CASE WHEN booking.decision_at IS NOT NULL THEN json_build_object(
        'at', booking.decision_at, 'by', booking.decision_by
    ) END,
    'decline_reason', booking.decline_reason,
    'cancelled_at', booking.cancelled_at,
    'cancellation_reason', booking.cancellation_reason,
    'cancellation_fee_amount', booking.cancellation_fee_amount,
    'no_show_at', booking.no_show_at,
    'special_requests', booking.special_requests,
    'booker', {BOOKER},
    'created_at', booking.created_at,
    'updated_at', booking.updated_at
)"""

# What cancelling now would do, by the functions that decide it. A refund that waits at Stripe is
# not made once more, nor one that came back: that is for people, as in settle_refund().
_CANCELLATION = """\
CASE WHEN booking.is_open AND booking.checked_in_at IS NULL THEN (
        SELECT json_build_object(
            'refund_percent', outcome.refund_percent,
            'fee_amount', outcome.fee_amount,
            'refund_amount', outcome.refund_amount
        )
        FROM hotelmate.cancellation_outcome_of(booking.hotel_id, booking.id) AS outcome
    ) END"""

_ONLY_FOR_READERS = f"""json_build_object(
    'allowed_transitions', (SELECT coalesce(json_agg(json_build_object(
        'status', step.to_status, 'meaning', step.meaning
    ) ORDER BY step.to_status), '[]')
     FROM hotelmate.booking_transition AS step WHERE step.from_status = booking.status),
    'cancellation_terms', booking.cancellation_terms,
    'cancellation', {_CANCELLATION}
)"""

THIS_BOOKING = "booking.hotel_id = %(hotel_id)s AND booking.booking_reference = %(booking_id)s"
# Whoever reads a booking's rows before writing them waits here for others who do.
LOCK = f"SELECT booking.id FROM hotelmate.room_booking AS booking WHERE {THIS_BOOKING} FOR UPDATE"

READ = f"SELECT {BOOKING} FROM hotelmate.room_booking AS booking WHERE {THIS_BOOKING}"
# What every answer shows of a booking, and what only its reader is told.
READ_DETAIL = (
    f"SELECT {BOOKING}, {_ONLY_FOR_READERS}"
    f" FROM hotelmate.room_booking AS booking WHERE {THIS_BOOKING}"
)

LOCATE = """\
SELECT
    EXISTS (SELECT FROM hotelmate.room_booking AS booking
            WHERE booking.hotel_id = %(hotel_id)s AND booking.booking_reference = %(booking_id)s),
    EXISTS (SELECT FROM hotelmate.room
            WHERE room.hotel_id = %(hotel_id)s AND room.room_number = %(room_number)s),
    EXISTS (SELECT FROM hotelmate.room_booking AS booking
            INNER JOIN hotelmate.room
                ON room.hotel_id = booking.hotel_id AND room.id = booking.in_house_room_id
            WHERE booking.hotel_id = %(hotel_id)s AND booking.booking_reference = %(booking_id)s
                AND room.room_number = %(room_number)s)
"""

# A room type that is not the hotel's becomes 0, which the foreign key refuses by its name. Only
# the database knows the new reference: it is handed to the second statement as a setting of the
# transaction, so that both travel together.
_INSERT = """\
WITH created AS (
    INSERT INTO hotelmate.room_booking (
        hotel_id, room_type_id, check_in, check_out, adults, children,
        total_amount, currency, special_requests,
        booker_first_name, booker_last_name, booker_email, booker_phone, language
    )
    SELECT
        hotel.hotel_id,
        coalesce(kind.id, 0),
        %(check_in)s,
        %(check_out)s,
        %(adults)s,
        %(children)s,
        coalesce(
            %(total_amount)s::bigint,
            (%(check_out)s::date - %(check_in)s::date) * coalesce(kind.nightly_rate, 1)
        ),
        hotel.currency,
        %(special_requests)s,
        %(booker_first_name)s,
        %(booker_last_name)s,
        %(booker_email)s,
        %(booker_phone)s,
        %(language)s
    FROM hotelmate.hotel
    LEFT JOIN hotelmate.room_type AS kind
        ON kind.hotel_id = hotel.hotel_id AND kind.code = %(room_type)s
    WHERE hotel.hotel_id = %(hotel_id)s
    RETURNING hotel_id, id, booking_reference
),

named AS (
    INSERT INTO hotelmate.booking_guest (
        hotel_id, booking_id, role, age_group, first_name, last_name, email, phone, is_staying
    )
    SELECT
        created.hotel_id, created.id, guest.role, guest.age_group, guest.first_name,
        guest.last_name, guest.email, guest.phone, guest.is_staying
    FROM created
    CROSS JOIN ROWS FROM (
        json_to_recordset(%(guests)s) AS (
            role text, age_group text, first_name text, last_name text,
            email text, phone text, is_staying boolean
        )
    ) WITH ORDINALITY AS guest (
        role, age_group, first_name, last_name, email, phone, is_staying, position
    )
    ORDER BY guest.position
)

SELECT set_config('hotelmate.created_booking', booking_reference, true) FROM created
"""
_CREATED = f"""\
SELECT {BOOKING}, booking.booking_reference
FROM hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s
    AND booking.booking_reference = current_setting('hotelmate.created_booking')
"""
CREATE = Write(_INSERT, result=_CREATED)

_OPEN_STATUSES = ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED")
# A list is its page plus the filters asked for. An unused filter is left out rather than switched
# off by a NULL, so that each combination has a plan of its own.
_FILTERS = {
    "arrival_from": "booking.check_in >= %(arrival_from)s",
    "arrival_to": "booking.check_in <= %(arrival_to)s",
    "arrival_on": "booking.check_in = %(arrival_on)s",
    "room_number": (
        "booking.assigned_room_id = (SELECT room.id FROM hotelmate.room"
        " WHERE room.hotel_id = %(hotel_id)s AND room.room_number = %(room_number)s)"
    ),
    "cursor": (
        "booking.id < (SELECT last.id FROM hotelmate.room_booking AS last"
        " WHERE last.hotel_id = %(hotel_id)s AND last.booking_reference = %(cursor)s)"
    ),
}
# Said in the words of indexes, which occupancy itself is not part of.
_OCCUPANCY = {
    "AVAILABLE": "booking.assigned_room_id IS NULL AND booking.checked_in_at IS NULL",
    "ASSIGNED": "booking.waits_for_room_id IS NOT NULL AND booking.checked_out_at IS NULL",
    "IN_HOUSE": "booking.in_house_room_id IS NOT NULL AND booking.checked_out_at IS NULL",
    "DEPARTED": "booking.status = 'COMPLETED' AND booking.checked_out_at IS NOT NULL",
}


# A plan that knows the status, not only that there is one, is worth keeping: with a parameter each
# is made anew once the past is long. And of bookings that are completed and have not left, or are
# closed and have a room, there are indexes in which nothing is.
_STATUS = {status: f"booking.status = '{status}'" for status in get_args(BookingStatus)}


def of_a_day(filters: Mapping[str, object]) -> dict[str, object]:
    """Return filters with their values, where a range of a single day is that day.

    A plan for any range expects too much and is made anew for each; one for any day is kept.
    """
    arrival = filters.get("arrival_from")
    if arrival is None or arrival != filters.get("arrival_to"):
        return dict(filters)
    others = {name: value for name, value in filters.items() if not name.startswith("arrival_")}
    return {**others, "arrival_on": arrival}


def page(filters: Sequence[str], status: str | None, occupancy: str | None) -> str:
    """Return the statement that lists bookings, newest first.

    Args:
        filters: names of the other filters in use; their values are the statement's parameters.
        status: the status asked for; an open one is found by the index of open bookings.
        occupancy: the occupancy asked for.
    """
    conditions = ["booking.hotel_id = %(hotel_id)s", *(_FILTERS[name] for name in filters)]
    if status in _OPEN_STATUSES or occupancy == "ASSIGNED":
        conditions.append("booking.is_open")
    if status is not None:
        conditions.append(_STATUS[status])
    if occupancy is not None:
        conditions.append(_OCCUPANCY[occupancy])
    return (
        f"SELECT {BOOKING}, booking.booking_reference"
        " FROM hotelmate.room_booking AS booking"
        f" WHERE {' AND '.join(conditions)}"
        " ORDER BY booking.id DESC LIMIT %(limit)s"
    )


_BOOKING_ID = f"(SELECT booking.id FROM hotelmate.room_booking AS booking WHERE {THIS_BOOKING})"

_EVENT = """\
json_build_object(
    'version', event.version,
    'event_type', event.event_type,
    'from_status', event.from_status,
    'to_status', event.to_status,
    'from_room_number', (SELECT room.room_number FROM hotelmate.room
     WHERE room.hotel_id = event.hotel_id AND room.id = event.from_room_id),
    'to_room_number', (SELECT room.room_number FROM hotelmate.room
     WHERE room.hotel_id = event.hotel_id AND room.id = event.to_room_id),
    'actor', event.actor,
    'source', event.source,
    'reason', event.reason,
    'request_id', event.request_id,
    'at', event.created_at
)"""
EVENTS = f"""\
SELECT {_EVENT}, event.version
FROM hotelmate.booking_event AS event
WHERE event.hotel_id = %(hotel_id)s
    AND event.booking_id = {_BOOKING_ID}
    AND event.version < CASE
        WHEN %(cursor)s::bigint IS NULL THEN {LARGEST}
        ELSE (SELECT last.version FROM hotelmate.booking_event AS last
              WHERE last.hotel_id = %(hotel_id)s AND last.booking_id = {_BOOKING_ID}
                  AND last.version = %(cursor)s)
    END
ORDER BY event.version DESC
LIMIT %(limit)s
"""
