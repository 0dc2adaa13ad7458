-- Assignment: a cancelled, declined, lapsed or no-show booking holds no room: others may have it.
-- Severity: high.
-- Held by: booking_closed_holds_no_room. A closed booking that was in house is booking_closed_never_in_house.
-- Reads: live state.
SELECT
    'booking_closed_holds_no_room' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format('is %s and still holds room %s', booking.status, room.room_number) AS finding,
    booking.room_assigned_at AS since,
    'hotelmate reconcile releases it' AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.room ON booking.hotel_id = room.hotel_id AND booking.held_room_id = room.id
WHERE
    booking.held_room_id IS NOT NULL
    -- In a CASE, lest the planner looks closed bookings up by their status: those are history.
    AND CASE
        WHEN booking.checked_in_at IS NULL
            THEN booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED', 'NO_SHOW')
    END
ORDER BY hotel, subject;
