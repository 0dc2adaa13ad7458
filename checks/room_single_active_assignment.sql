-- Assignment: a room is held by at most one active booking.
-- Severity: critical.
-- Held by: room_single_active_assignment. Rows appear only where the index was dropped or is damaged, so two
-- other indexes are asked: of who waits for a room, and of who is in house.
-- Reads: live state. The second query of the report's F.4, in a right form.
SELECT
    'room_single_active_assignment' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    'is held by ' || string_agg(
        format(
            '%s (%s)', held.booking_reference,
            CASE WHEN held.checked_in_at IS NULL THEN 'waiting for it' ELSE 'in house' END
        ), ', ' ORDER BY held.id
    ) AS finding,
    max(held.room_assigned_at) AS since,
    'see who is in the room; then take it back from all but one of them that wait for it'
    || ' (POST …/unassign-room), and move or check out all but one that are in house' AS mend
FROM hotelmate.hotel
INNER JOIN hotelmate.room ON hotel.hotel_id = room.hotel_id
INNER JOIN LATERAL (
    SELECT booking.*
    FROM hotelmate.room_booking AS booking
    WHERE
        booking.hotel_id = room.hotel_id AND booking.waits_for_room_id = room.id
        AND booking.checked_out_at IS NULL
    UNION ALL
    SELECT booking.*
    FROM hotelmate.room_booking AS booking
    WHERE booking.hotel_id = room.hotel_id AND booking.in_house_room_id = room.id
) AS held ON true
GROUP BY hotel.slug, room.hotel_id, room.id, room.room_number
HAVING count(*) > 1
ORDER BY hotel, subject;
