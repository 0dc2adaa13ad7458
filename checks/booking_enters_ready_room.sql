-- Occupancy: who is in house entered a room that was ready, by check-in or by a move.
-- Severity: high.
-- Held by: booking_enters_ready_room. The audit trail of the room says how it was before its guest came.
-- Reads: live state.
SELECT
    'booking_enters_ready_room' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    format(
        'was %s when booking %s came into it',
        concat_ws(
            ' and ',
            CASE WHEN before.in_house_booking_id IS NOT NULL THEN 'occupied by another guest' END,
            CASE WHEN NOT before.is_active THEN 'inactive' END,
            CASE WHEN before.is_out_of_order THEN 'out of order' END,
            CASE WHEN before.maintenance_required THEN 'in need of maintenance' END,
            CASE WHEN before.to_turnover <> 'READY_FOR_GUEST' THEN before.to_turnover END
        ),
        booking.booking_reference
    ) AS finding,
    entry.created_at AS since,
    'ask whether the room is in order; if not, have it cleaned, or move the guest (POST …/move-room)' AS mend
FROM hotelmate.room
INNER JOIN hotelmate.hotel ON room.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON room.hotel_id = booking.hotel_id AND room.in_house_booking_id = booking.id
LEFT JOIN LATERAL (
    -- The last that the room knew of another guest: nothing before it matters.
    SELECT change.version
    FROM hotelmate.room_status_event AS change
    WHERE
        change.hotel_id = room.hotel_id AND change.room_id = room.id
        AND change.in_house_booking_id <> room.in_house_booking_id
    ORDER BY change.version DESC
    LIMIT 1
) AS other ON true
INNER JOIN LATERAL (
    -- The first that it knew of this one, since the guest moved to it: an occupancy that was mended later is no entry.
    SELECT
        change.version,
        change.created_at
    FROM hotelmate.room_status_event AS change
    WHERE
        change.hotel_id = room.hotel_id AND change.room_id = room.id
        AND change.version > coalesce(other.version, 0)
        AND change.in_house_booking_id = room.in_house_booking_id
        AND (booking.room_moved_at IS NULL OR change.created_at >= booking.room_moved_at)
        -- Who moves away and back in one transaction was in it before, at the same time: that was no entry.
        AND NOT EXISTS (
            SELECT FROM hotelmate.room_status_event AS earlier
            WHERE
                earlier.hotel_id = change.hotel_id AND earlier.room_id = change.room_id
                AND earlier.version = change.version - 1
                AND earlier.in_house_booking_id = change.in_house_booking_id
        )
    ORDER BY change.version
    LIMIT 1
) AS entry ON true
INNER JOIN LATERAL (
    -- One row by its key, whatever PostgreSQL thinks that a room's trail has.
    SELECT change.*
    FROM hotelmate.room_status_event AS change
    WHERE change.hotel_id = room.hotel_id AND change.room_id = room.id AND change.version = entry.version - 1
    ORDER BY change.version
    LIMIT 1
) AS before ON true
WHERE
    room.in_house_booking_id IS NOT NULL
    AND NOT (
        before.is_active AND NOT before.is_out_of_order AND NOT before.maintenance_required
        AND before.to_turnover = 'READY_FOR_GUEST' AND before.in_house_booking_id IS NULL
    )
ORDER BY hotel.slug, subject;
