-- Trail: no audit row is of a version that its booking or room has yet to reach.
-- Severity: critical; such a row makes the next change of the booking or room impossible.
-- Held by: audit_row_is_of_current_version.
-- Reads: history. One look into the key of the trail for each booking and room.
SELECT
    'audit_row_is_of_current_version' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format('is at version %s and has an audit row of version %s', booking.version, event.version) AS finding,
    event.created_at AS since,
    format(
        'find out who wrote it (actor %s). Where bookings were restored without their trail, restore the booking as '
        'new as its trail; else keep a copy, and let a DBA take the row out, with evidence_is_append_only off for it',
        event.actor
    ) AS mend
FROM hotelmate.hotel
INNER JOIN hotelmate.room_booking AS booking ON hotel.hotel_id = booking.hotel_id
INNER JOIN hotelmate.booking_event AS event
    ON booking.hotel_id = event.hotel_id AND booking.id = event.booking_id AND booking.version < event.version
UNION ALL
SELECT
    'audit_row_is_of_current_version' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    format('is at version %s and has an audit row of version %s', room.version, event.version) AS finding,
    event.created_at AS since,
    format(
        'find out who wrote it (actor %s). Where rooms were restored without their trail, restore the room as '
        'new as its trail; else keep a copy, and let a DBA take the row out, with evidence_is_append_only off for it',
        event.actor
    ) AS mend
FROM hotelmate.hotel
INNER JOIN hotelmate.room ON hotel.hotel_id = room.hotel_id
INNER JOIN hotelmate.room_status_event AS event
    ON room.hotel_id = event.hotel_id AND room.id = event.room_id AND room.version < event.version
ORDER BY hotel, subject;
