-- Occupancy: a room names exactly the booking that is in house in it (report F.4, first query).
-- Severity: critical.
-- Held by: room_occupied_by_in_house_booking.
-- Reads: live state.
WITH stay AS (
    SELECT
        hotel_id,
        id,
        assigned_room_id,
        booking_reference,
        checked_in_at
    FROM hotelmate.room_booking
    WHERE checked_in_at IS NOT NULL AND checked_out_at IS NULL AND assigned_room_id IS NOT NULL
)

SELECT
    'room_occupied_by_in_house_booking' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    CASE
        WHEN stay.id IS NULL THEN 'names booking ' || room.in_house_booking_id || ', which is not in house here'
        WHEN room.in_house_booking_id IS NULL THEN 'names nobody, but ' || stay.booking_reference || ' is in house'
        ELSE 'names booking ' || room.in_house_booking_id || ', but ' || stay.booking_reference || ' is in house'
    END AS finding,
    stay.checked_in_at AS since,
    'compare with who is in the room, then write room.in_house_booking_id or the booking''s stamps' AS mend
FROM hotelmate.room
INNER JOIN hotelmate.hotel ON room.hotel_id = hotel.hotel_id
LEFT JOIN stay ON room.hotel_id = stay.hotel_id AND room.id = stay.assigned_room_id
WHERE room.in_house_booking_id IS DISTINCT FROM stay.id
ORDER BY hotel, subject;
