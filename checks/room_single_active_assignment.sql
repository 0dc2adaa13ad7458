-- Assignment: a room is held by at most one active booking (report F.4, second query).
-- Severity: critical.
-- Held by: room_single_active_assignment. Rows appear only where the index was dropped or is damaged.
-- Reads: live state.
SELECT
    'room_single_active_assignment' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    'is held by ' || string_agg(booking.booking_reference, ', ' ORDER BY booking.id) AS finding,
    max(booking.room_assigned_at) AS since,
    'unassign or check out all but one of them' AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room ON booking.hotel_id = room.hotel_id AND booking.assigned_room_id = room.id
WHERE booking.checked_out_at IS NULL
GROUP BY hotel.slug, room.room_number, booking.hotel_id, booking.assigned_room_id
HAVING count(*) > 1
ORDER BY hotel, subject;
