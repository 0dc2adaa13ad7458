-- Housekeeping: no vacant room that is in use and in order waits for its inspection longer than the hotel allows
-- (inspection_minutes of hotel). A room that needs maintenance counts, too.
-- Severity: medium.
-- Held by: nothing; time passes.
-- Reads: live state.
SELECT
    'rooms_uninspected_too_long' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    format(
        'has been cleaned and not inspected for %s minutes; %s are allowed',
        floor(extract(EPOCH FROM now() - begun.created_at) / 60), hotel.inspection_minutes
    ) || CASE WHEN room.maintenance_required THEN '; it needs maintenance' ELSE '' END AS finding,
    begun.created_at AS since,
    'inspect it, then set it ready, or back to dirty where it failed (POST …/rooms/{room_number}/turnover)' AS mend
FROM hotelmate.hotel
INNER JOIN hotelmate.room ON hotel.hotel_id = room.hotel_id
INNER JOIN LATERAL (
    -- Backwards through the key: the change is among the newest rows of the room's trail.
    SELECT event.created_at
    FROM hotelmate.room_status_event AS event
    WHERE
        event.hotel_id = room.hotel_id AND event.room_id = room.id
        AND (
            event.from_turnover IS DISTINCT FROM event.to_turnover
            OR (event.from_status = 'OCCUPIED' AND event.in_house_booking_id IS NULL)
        )
    ORDER BY event.version DESC
    LIMIT 1
) AS begun ON true
WHERE
    room.turnover_status = 'CLEANED_UNINSPECTED'
    AND room.in_house_booking_id IS NULL AND room.is_active AND NOT room.is_out_of_order
    AND begun.created_at < now() - make_interval(mins => hotel.inspection_minutes)
ORDER BY hotel, subject;
