-- Occupancy: a guest checked out of the room that they were in house in, in a step of its own.
-- Severity: high.
-- Held by: booking_checks_out_of_its_room. The audit trail of the booking says it. Without a check-in at all it is
-- booking_check_out_after_check_in.
-- Reads: history.
SELECT
    'booking_checks_out_of_its_room' AS check_name,
    stay.hotel,
    'booking ' || booking.booking_reference AS subject,
    CASE
        WHEN stay.came
            THEN format(
                    'checked out of room %s, but was in %s', coalesce(room.room_number, 'none'),
                    coalesce('room ' || former.room_number, 'none')
                )
        ELSE format('checked in and out of room %s in one step: nobody was seen in it', room.room_number)
    END AS finding,
    stay.left_at AS since,
    'find out at the desk which room the guest was in, and see that it is cleaned; the stay itself is over' AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        step.hotel_id,
        step.booking_id,
        -- Who was approved and checked in by one statement has it under the other name.
        bool_or(step.event_type <> 'booking_checked_out') AS came,
        max(step.created_at) FILTER (WHERE step.event_type = 'booking_checked_out') AS left_at,
        max(step.from_room_id) FILTER (WHERE step.event_type = 'booking_checked_out') AS from_room_id,
        max(step.to_room_id) FILTER (WHERE step.event_type = 'booking_checked_out') AS to_room_id
    FROM hotelmate.booking_event AS step
    INNER JOIN hotelmate.hotel ON step.hotel_id = hotel.hotel_id
    WHERE
        step.event_type IN ('booking_checked_in', 'booking_checked_out')
        OR (step.event_type = 'booking_confirmed' AND step.to_room_id IS NOT NULL)
    GROUP BY step.hotel_id, step.booking_id, hotel.slug
    HAVING
        bool_or(step.event_type = 'booking_checked_out')
        AND (
            count(*) FILTER (WHERE step.event_type <> 'booking_checked_out') = 0
            OR count(*) FILTER (
                WHERE step.event_type = 'booking_checked_out' AND step.from_room_id = step.to_room_id
            ) = 0
        )
) AS stay
INNER JOIN hotelmate.room_booking AS booking ON stay.hotel_id = booking.hotel_id AND stay.booking_id = booking.id
LEFT JOIN hotelmate.room ON stay.hotel_id = room.hotel_id AND stay.to_room_id = room.id
LEFT JOIN hotelmate.room AS former ON stay.hotel_id = former.hotel_id AND stay.from_room_id = former.id
WHERE booking.checked_in_at IS NOT NULL AND booking.checked_out_at IS NOT NULL
ORDER BY stay.hotel, subject;
