-- Assignment: a room that waits for its guest is active, in order, without maintenance and ready.
-- Severity: high.
-- Held by: booking_waits_for_ready_room. Who is in the room already is told by room_single_active_assignment
-- and room_occupied_by_in_house_booking.
-- Reads: live state.
SELECT
    'booking_waits_for_ready_room' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'waits for room %s, which is %s', coalesce(room.room_number, 'id ' || booking.waits_for_room_id), concat_ws(
            ' and ',
            CASE WHEN room.id IS NULL THEN 'none of this hotel' END,
            CASE WHEN NOT room.is_active THEN 'inactive' END,
            CASE WHEN room.is_out_of_order THEN 'out of order' END,
            CASE WHEN room.maintenance_required THEN 'in need of maintenance' END,
            CASE WHEN room.turnover_status <> 'READY_FOR_GUEST' THEN room.turnover_status END
        )
    ) AS finding,
    booking.room_assigned_at AS since,
    CASE
        WHEN
            (
                SELECT step.event_type
                FROM hotelmate.booking_event AS step
                WHERE
                    step.hotel_id = booking.hotel_id AND step.booking_id = booking.id
                    AND step.event_type IN ('booking_checked_in', 'booking_checked_out')
                ORDER BY step.version DESC
                LIMIT 1
            ) = 'booking_checked_in'
            THEN
                'ask at the desk who is in the room: the booking waits for it, and its trail says that its guest has '
                || 'checked in and has not left'
        ELSE
            coalesce('make room ' || room.room_number || ' ready, or ', '') || format(
                'take it back and give the booking another:'
                || ' UPDATE hotelmate.room_booking SET assigned_room_id = NULL WHERE hotel_id = %s AND id = %s;',
                booking.hotel_id, booking.id
            )
    END AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.room ON booking.hotel_id = room.hotel_id AND booking.waits_for_room_id = room.id
WHERE
    booking.waits_for_room_id IS NOT NULL
    AND room.in_house_booking_id IS NULL
    AND (
        room.is_active AND NOT room.is_out_of_order AND NOT room.maintenance_required
        AND room.turnover_status = 'READY_FOR_GUEST'
    ) IS NOT TRUE
ORDER BY hotel, subject;
