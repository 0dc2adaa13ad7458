"""What must never be seen either and no check asks, as SQL on the facts alone.

A unique key holds some of it, and of keys the checks see only whether they are on. The rest would
be a fault of a trigger that no rule names. Each query gives a hotel, a subject and a finding.
"""

from app.consistency.checks import Check

# The key, and what it keeps apart: of which table, by which columns, among which rows.
_KEYS = {
    "room_single_open_turnover_task": (
        "housekeeping_task",
        "hotel_id, room_id",
        "task_type = 'TURNOVER' AND status IN ('OPEN', 'IN_PROGRESS')",
    ),
    "token_single_live": (
        "booking_token",
        "hotel_id, booking_id, purpose",
        "used_at IS NULL AND revoked_at IS NULL",
    ),
    "guest_single_per_party_member": (
        "guest",
        "hotel_id, booking_guest_id",
        "checked_out_at IS NULL",
    ),
    "chat_single_per_booking": ("guest_chat_session", "hotel_id, booking_id", "closed_at IS NULL"),
    "payment_intent_single_payment": (
        "payment",
        "hotel_id, payment_intent_id",
        "payment_intent_id IS NOT NULL",
    ),
}


def _twice(table: str, columns: str, among: str) -> str:
    return f"""
        SELECT hotel.slug AS hotel, format('{columns} of {table}: %s', ({columns})) AS subject,
            format('stand in %s rows', count(*)) AS finding
        FROM hotelmate.{table} JOIN hotelmate.hotel USING (hotel_id)
        WHERE {among} GROUP BY slug, {columns} HAVING count(*) > 1
    """


# Each event on each of its channels, numbered already or not.
_EVENT = """(
    SELECT hotel_id, event_id, unnest(channels) AS channel, category, event_type, payload, scope
    FROM hotelmate.outbox_event
    UNION ALL
    SELECT hotel_id, event_id, channel, category, event_type, payload, scope
    FROM hotelmate.realtime_message
)"""
_OTHERS = {
    # That a change is told at all, and in its hotel, is changes_without_event.
    "booking_change_told_once": f"""
        SELECT hotel.slug AS hotel, 'booking ' || (scope ->> 'booking_id') AS subject,
            format('version %s, %s, is told %s times', scope -> 'version', event_type, sum(told))
                AS finding
        FROM (
            SELECT change.hotel_id, change.event_type, 0 AS told, jsonb_build_object(
                'booking_id', booking.booking_reference, 'version', change.version
            ) AS scope
            FROM hotelmate.booking_event AS change JOIN hotelmate.room_booking AS booking
                ON booking.hotel_id = change.hotel_id AND booking.id = change.booking_id
            UNION ALL
            SELECT hotel_id, event_type, 1, scope FROM {_EVENT} AS event
            WHERE category = 'booking' AND channel = 'hotel'
        ) AS change JOIN hotelmate.hotel USING (hotel_id)
        GROUP BY slug, event_type, scope HAVING min(told) = 0 AND sum(told) <> 1
    """,
    "room_change_told_once": f"""
        SELECT hotel.slug AS hotel, 'room id ' || (scope ->> 'room_id') AS subject,
            format('version %s is told %s times', scope -> 'version', sum(told)) AS finding
        FROM (
            SELECT change.hotel_id, 0 AS told, jsonb_build_object(
                'room_id', change.room_id, 'version', change.version
            ) AS scope
            FROM hotelmate.room_status_event AS change
            UNION ALL
            SELECT hotel_id, 1, jsonb_build_object(
                'room_id', scope -> 'room_id', 'version', scope -> 'version'
            ) FROM {_EVENT} AS event
            WHERE category = 'rooms' AND channel = 'rooms'
        ) AS change JOIN hotelmate.hotel USING (hotel_id)
        GROUP BY slug, scope HAVING min(told) = 0 AND sum(told) <> 1
    """,
    # The check asks of tasks that began, not of where they have come to.
    "task_status_told": f"""
        SELECT hotel.slug AS hotel, 'task ' || task.id AS subject,
            format('is %s, and nobody was told', task.status) AS finding
        FROM hotelmate.housekeeping_task AS task JOIN hotelmate.hotel USING (hotel_id)
        WHERE NOT EXISTS (
            SELECT FROM {_EVENT} AS event
            WHERE event.hotel_id = task.hotel_id AND event.category = 'housekeeping'
                AND event.channel = 'hotel' AND event.payload -> 'task_id' = to_jsonb(task.id)
                AND event.payload ->> 'status' = task.status
        )
    """,
    # A version that is not there, or is no number, is no later one to events_without_change.
    "event_names_version": f"""
        SELECT hotel.slug AS hotel, 'event ' || event.event_id AS subject,
            format('%s names no version: %s', event.event_type, event.scope) AS finding
        FROM {_EVENT} AS event JOIN hotelmate.hotel USING (hotel_id)
        WHERE event.category IN ('booking', 'rooms')
            -- A link is made beside the booking, which stays as it is.
            AND event.event_type <> 'booking_precheckin_link_issued'
            AND jsonb_typeof(event.scope -> 'version') IS DISTINCT FROM 'number'
    """,
    # The rules ask that a reason is there; that it says something, who writes sees to.
    "reason_says_something": """
        SELECT hotel.slug AS hotel, record AS subject, 'its reason is blank' AS finding
        FROM (
            SELECT hotel_id, format('booking id %s, version %s', booking_id, version), reason
            FROM hotelmate.booking_event
            UNION ALL
            SELECT hotel_id, format('room id %s, version %s', room_id, version), reason
            FROM hotelmate.room_status_event
        ) AS step (hotel_id, record, reason) JOIN hotelmate.hotel USING (hotel_id)
        WHERE reason !~ '\\S'
    """,
    # A step of any other kind may change the room as far as the check is concerned.
    "move_in_house_is_told_as_one": """
        SELECT hotel.slug AS hotel, 'booking id ' || event.booking_id AS subject,
            format('changes rooms in version %s by %s', event.version, event.event_type) AS finding
        FROM hotelmate.booking_event AS event
        JOIN hotelmate.hotel USING (hotel_id)
        JOIN hotelmate.booking_event AS arrival ON arrival.hotel_id = event.hotel_id
            AND arrival.booking_id = event.booking_id AND arrival.version < event.version
            AND arrival.event_type = 'booking_checked_in'
        WHERE event.from_room_id IS DISTINCT FROM event.to_room_id
            AND event.event_type <> 'booking_room_moved'
    """,
    # The check asks it of open bookings, of which rules about the party judge.
    "closed_booking_counts_guests": """
        SELECT hotel.slug AS hotel, 'booking ' || booking.booking_reference AS subject,
            format('counts %s guests, %s children', staying_guest_count, staying_child_count)
                AS finding
        FROM hotelmate.room_booking AS booking JOIN hotelmate.hotel USING (hotel_id)
        WHERE booking.status NOT IN ('PENDING_PAYMENT', 'PENDING_APPROVAL', 'CONFIRMED')
            AND (staying_guest_count, staying_child_count) <> (
                SELECT count(*), count(*) FILTER (WHERE member.age_group = 'CHILD')
                FROM hotelmate.booking_guest AS member
                WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id
                    AND member.is_staying
            )
    """,
}

BEYOND_CHECKS = tuple(
    Check(
        name=name,
        domain="Beyond the checks",
        meaning="",
        severity="high",
        rules=(),
        reads="history",
        query=f"SELECT '{name}' AS check_name, found.* FROM ({query}) AS found",
    )
    for name, query in {
        **{name: _twice(*key) for name, key in _KEYS.items()},
        **_OTHERS,
    }.items()
)
