-- Trail: audit rows are of a booking or room that is there: whoever deletes one with triggers off leaves its trail.
-- Severity: critical.
-- Held by: booking_event_of_booking, room_status_event_of_room.
-- Reads: history. The keys of trails and of bookings are read side by side, a hotel at a time, without the rows.
SELECT
    'booking_event_of_booking' AS check_name,
    hotel.slug AS hotel,
    'booking id ' || nobody.booking_id AS subject,
    format(
        'is missing, and has %s; the last, of version %s, says %s by %s', nobody.audit_rows, last_row.version,
        last_row.to_status, last_row.actor
    ) AS finding,
    last_row.created_at AS since,
    'restore the booking from a backup, with what belongs to it; its trail is evidence and stays' AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT
        event.booking_id,
        CASE count(*) WHEN 1 THEN 'an audit row' ELSE count(*) || ' audit rows' END AS audit_rows
    FROM hotelmate.booking_event AS event
    WHERE
        event.hotel_id = hotel.hotel_id
        AND NOT EXISTS (
            SELECT 1 FROM hotelmate.room_booking AS booking
            WHERE booking.hotel_id = hotel.hotel_id AND booking.id = event.booking_id
        )
    GROUP BY event.booking_id
) AS nobody ON true
INNER JOIN LATERAL (
    SELECT
        event.version,
        event.to_status,
        event.actor,
        event.created_at
    FROM hotelmate.booking_event AS event
    WHERE event.hotel_id = hotel.hotel_id AND event.booking_id = nobody.booking_id
    ORDER BY event.version DESC
    LIMIT 1
) AS last_row ON true
UNION ALL
SELECT
    'room_status_event_of_room' AS check_name,
    hotel.slug AS hotel,
    'room id ' || nobody.room_id AS subject,
    format(
        'is missing, and has %s; the last, of version %s, says %s by %s', nobody.audit_rows, last_row.version,
        last_row.to_status, last_row.actor
    ) AS finding,
    last_row.created_at AS since,
    'restore the room from a backup; its trail is evidence and stays' AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT
        event.room_id,
        CASE count(*) WHEN 1 THEN 'an audit row' ELSE count(*) || ' audit rows' END AS audit_rows
    FROM hotelmate.room_status_event AS event
    WHERE
        event.hotel_id = hotel.hotel_id
        AND NOT EXISTS (
            SELECT 1 FROM hotelmate.room
            WHERE room.hotel_id = hotel.hotel_id AND room.id = event.room_id
        )
    GROUP BY event.room_id
) AS nobody ON true
INNER JOIN LATERAL (
    SELECT
        event.version,
        event.to_status,
        event.actor,
        event.created_at
    FROM hotelmate.room_status_event AS event
    WHERE event.hotel_id = hotel.hotel_id AND event.room_id = nobody.room_id
    ORDER BY event.version DESC
    LIMIT 1
) AS last_row ON true
ORDER BY hotel, subject;
