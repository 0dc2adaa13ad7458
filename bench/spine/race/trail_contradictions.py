"""What a hotel's trail must never be: the audit rows and events of all that has happened.

As in `state_contradictions`, from the facts alone. These queries read the whole history.
"""

_STATUS_OF_ROOM = """
    CASE
        WHEN room.in_house_booking_id IS NOT NULL THEN 'OCCUPIED'
        WHEN room.is_out_of_order THEN 'OUT_OF_ORDER'
        WHEN room.maintenance_required THEN 'MAINTENANCE_REQUIRED'
        ELSE room.turnover_status
    END
"""
# The legal steps, written down a second time: the table of transitions may itself be wrong.
_BOOKING_STEPS = """
    ('PENDING_PAYMENT', 'PENDING_APPROVAL'), ('PENDING_PAYMENT', 'CANCELLED'),
    ('PENDING_PAYMENT', 'CANCELLED_DRAFT'), ('PENDING_APPROVAL', 'CONFIRMED'),
    ('PENDING_APPROVAL', 'DECLINED'), ('PENDING_APPROVAL', 'CANCELLED'),
    ('CONFIRMED', 'COMPLETED'), ('CONFIRMED', 'CANCELLED'), ('CONFIRMED', 'NO_SHOW')
"""
_TURNOVER_STEPS = """
    ('CHECKOUT_DIRTY', 'CLEANING_IN_PROGRESS'), ('CLEANING_IN_PROGRESS', 'CLEANED_UNINSPECTED'),
    ('CLEANING_IN_PROGRESS', 'CHECKOUT_DIRTY'), ('CLEANED_UNINSPECTED', 'READY_FOR_GUEST'),
    ('CLEANED_UNINSPECTED', 'CLEANING_IN_PROGRESS'), ('CLEANED_UNINSPECTED', 'CHECKOUT_DIRTY'),
    ('READY_FOR_GUEST', 'CHECKOUT_DIRTY')
"""
# Each event on each of its channels, numbered already or not; the subject is its id or position.
_EVENT = """(
    SELECT hotel_id, id AS subject, event_id, unnest(channels) AS channel, category, event_type,
        payload, scope
    FROM hotelmate.outbox_event
    UNION ALL
    SELECT hotel_id, position, event_id, channel, category, event_type, payload, scope
    FROM hotelmate.realtime_message
)"""

TRAIL_CONTRADICTIONS: dict[str, str] = {
    "booking_audit_gap": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        LEFT JOIN hotelmate.booking_event AS event
            ON event.hotel_id = booking.hotel_id AND event.booking_id = booking.id
        GROUP BY booking.hotel_id, booking.id
        HAVING (count(event.version), min(event.version), max(event.version))
            IS DISTINCT FROM (booking.version, 1::bigint, booking.version)
    """,
    "booking_audit_break": """
        SELECT booking_id FROM (
            SELECT booking_id, from_status, from_room_id,
                lag(to_status) OVER trail AS status_before,
                lag(to_room_id) OVER trail AS room_before
            FROM hotelmate.booking_event
            WINDOW trail AS (PARTITION BY hotel_id, booking_id ORDER BY version)
        ) AS event
        WHERE from_status IS DISTINCT FROM status_before
            OR from_room_id IS DISTINCT FROM room_before
    """,
    "booking_audit_differs_from_booking": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        LEFT JOIN hotelmate.booking_event AS event ON event.hotel_id = booking.hotel_id
            AND event.booking_id = booking.id AND event.version = booking.version
        WHERE (event.to_status, event.to_room_id)
            IS DISTINCT FROM (booking.status, booking.assigned_room_id)
    """,
    "booking_illegal_step": f"""
        SELECT booking_id FROM hotelmate.booking_event
        WHERE CASE
            WHEN from_status IS NULL THEN to_status <> 'PENDING_PAYMENT'
            ELSE from_status <> to_status AND (from_status, to_status) NOT IN ({_BOOKING_STEPS})
        END
    """,
    "room_audit_gap": """
        SELECT room.id FROM hotelmate.room
        LEFT JOIN hotelmate.room_status_event AS event
            ON event.hotel_id = room.hotel_id AND event.room_id = room.id
        GROUP BY room.hotel_id, room.id
        HAVING (count(event.version), min(event.version), max(event.version))
            IS DISTINCT FROM (room.version, 1::bigint, room.version)
    """,
    "room_audit_break": """
        SELECT room_id FROM (
            SELECT room_id, from_status, from_turnover,
                lag(to_status) OVER trail AS status_before,
                lag(to_turnover) OVER trail AS turnover_before
            FROM hotelmate.room_status_event
            WINDOW trail AS (PARTITION BY hotel_id, room_id ORDER BY version)
        ) AS event
        WHERE from_status IS DISTINCT FROM status_before
            OR from_turnover IS DISTINCT FROM turnover_before
    """,
    "room_audit_differs_from_room": f"""
        SELECT room.id FROM hotelmate.room
        LEFT JOIN hotelmate.room_status_event AS event ON event.hotel_id = room.hotel_id
            AND event.room_id = room.id AND event.version = room.version
        WHERE (
            event.to_status, event.to_turnover, event.is_active, event.is_out_of_order,
            event.maintenance_required, event.in_house_booking_id
        ) IS DISTINCT FROM (
            {_STATUS_OF_ROOM}, room.turnover_status, room.is_active, room.is_out_of_order,
            room.maintenance_required, room.in_house_booking_id
        )
    """,
    "room_illegal_step": f"""
        SELECT room_id FROM hotelmate.room_status_event
        WHERE from_turnover <> to_turnover
            AND (from_turnover, to_turnover) NOT IN ({_TURNOVER_STEPS})
            AND (source <> 'MANAGER_OVERRIDE' OR coalesce(btrim(reason), '') = '')
    """,
    "change_without_actor": """
        SELECT booking_id FROM hotelmate.booking_event WHERE coalesce(actor, '') = ''
        UNION ALL
        SELECT room_id FROM hotelmate.room_status_event WHERE coalesce(actor, '') = ''
    """,
    "booking_change_without_event": f"""
        SELECT change.booking_id FROM hotelmate.booking_event AS change
        JOIN hotelmate.room_booking AS booking
            ON booking.hotel_id = change.hotel_id AND booking.id = change.booking_id
        LEFT JOIN {_EVENT} AS event ON event.hotel_id = change.hotel_id
            AND event.category = 'booking' AND event.event_type = change.event_type
            AND event.channel = 'hotel'
            AND event.scope = jsonb_build_object(
                'booking_id', booking.booking_reference, 'version', change.version
            )
        GROUP BY change.hotel_id, change.booking_id, change.version
        HAVING count(event.event_id) <> 1
    """,
    "room_change_without_event": f"""
        SELECT change.room_id FROM hotelmate.room_status_event AS change
        JOIN hotelmate.room ON room.hotel_id = change.hotel_id AND room.id = change.room_id
        LEFT JOIN {_EVENT} AS event ON event.hotel_id = change.hotel_id
            AND event.category = 'rooms' AND event.channel = 'rooms'
            AND event.scope = jsonb_build_object(
                'room_number', room.room_number, 'version', change.version
            )
        GROUP BY change.hotel_id, change.room_id, change.version
        HAVING count(event.event_id) <> 1
    """,
    "event_without_change": f"""
        SELECT event.subject FROM {_EVENT} AS event
        LEFT JOIN hotelmate.room_booking AS booking ON event.category = 'booking'
            AND booking.hotel_id = event.hotel_id
            AND booking.booking_reference = event.scope ->> 'booking_id'
        LEFT JOIN hotelmate.room ON event.category = 'rooms' AND room.hotel_id = event.hotel_id
            AND room.room_number = event.scope ->> 'room_number'
        WHERE event.category IN ('booking', 'rooms')
            AND ((event.scope ->> 'version')::bigint <= coalesce(booking.version, room.version))
            IS NOT TRUE
    """,
    "task_without_event": f"""
        SELECT task.id FROM hotelmate.housekeeping_task AS task
        WHERE NOT EXISTS (
            SELECT 1 FROM {_EVENT} AS event
            WHERE event.hotel_id = task.hotel_id AND event.category = 'housekeeping'
                AND event.channel = 'hotel'
                AND event.payload -> 'task_id' = to_jsonb(task.id)
                AND event.payload ->> 'status' = task.status
        )
    """,
    "event_of_another_audience": f"""
        SELECT event.subject FROM {_EVENT} AS event
        WHERE event.channel IS DISTINCT FROM CASE
            WHEN event.category = 'rooms' THEN 'rooms'
            WHEN starts_with(event.channel, 'guest.')
                THEN 'guest.' || (event.scope ->> 'booking_id')
            WHEN starts_with(event.channel, 'staff.')
                THEN 'staff.' || (event.payload ->> 'assigned_to')
            ELSE 'hotel'
        END
    """,
    "message_gap": """
        SELECT stream.hotel_id FROM hotelmate.realtime_stream AS stream
        LEFT JOIN hotelmate.realtime_message AS message
            ON message.hotel_id = stream.hotel_id AND message.position > stream.removed_position
        GROUP BY stream.hotel_id
        HAVING count(message.position) <> stream.last_position - stream.removed_position
    """,
    "message_chain_break": """
        SELECT position FROM (
            SELECT position, previous,
                lag(position) OVER (
                    PARTITION BY hotel_id, channel ORDER BY position
                ) AS before
            FROM hotelmate.realtime_message
        ) AS message
        WHERE previous IS DISTINCT FROM before
    """,
    "message_of_waiting_event": """
        SELECT outbox.id FROM hotelmate.outbox_event AS outbox
        JOIN hotelmate.realtime_message AS message
            ON message.hotel_id = outbox.hotel_id AND message.event_id = outbox.event_id
    """,
    "move_without_history": """
        SELECT event.booking_id FROM hotelmate.booking_event AS event
        JOIN hotelmate.booking_event AS arrival ON arrival.hotel_id = event.hotel_id
            AND arrival.booking_id = event.booking_id AND arrival.version < event.version
            AND arrival.event_type = 'booking_checked_in'
        LEFT JOIN hotelmate.room_move AS move ON move.hotel_id = event.hotel_id
            AND move.booking_id = event.booking_id AND move.version = event.version
        WHERE event.from_room_id IS DISTINCT FROM event.to_room_id AND (
            coalesce(btrim(event.reason), '') = ''
            OR (event.from_room_id, event.to_room_id)
            IS DISTINCT FROM (move.from_room_id, move.to_room_id)
        )
    """,
    "ledger_gap": """
        SELECT booking_id FROM hotelmate.payment_entry
        GROUP BY hotel_id, booking_id, payment_id HAVING (min(seq), max(seq)) <> (1, count(*))
    """,
}
