-- Occupancy: a room names exactly the booking that is in house in it. In house is a
-- booking from its check-in stamp to its check-out stamp. One row a room: whom it names wrongly, or whom it does
-- not name. Two bookings in house in one room are room_single_active_assignment; a booking in house in no room
-- is booking_check_in_needs_room.
-- Severity: critical.
-- Held by: room_occupied_by_in_house_booking, booking_in_house_occupies_room.
-- Reads: live state. The first query of the report's F.4, in a right form.
-- OFFSET 0 and LIMIT keep what follows a look-up by an index, room by room, never a pass over history.
SELECT
    'room_occupied_by_in_house_booking' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    format(
        'names booking %s, %s',
        coalesce(named.booking_reference, room.in_house_booking_id::text),
        CASE
            WHEN named.id IS NULL THEN 'which does not exist'
            WHEN named.checked_in_at IS NULL THEN 'which has not checked in'
            WHEN named.checked_out_at IS NOT NULL THEN 'which has checked out'
            ELSE 'which is in house elsewhere'
        END
    ) || coalesce(', but booking ' || stay.booking_reference || ' is in house here', '') AS finding,
    coalesce(stay.checked_in_at, named.checked_out_at) AS since,
    CASE
        WHEN stay.booking_reference IS NOT NULL OR named.checked_in_at IS NOT NULL
            THEN 'hotelmate reconcile writes who is in the room, from the stamps of the bookings'
        WHEN
            (
                SELECT step.event_type
                FROM hotelmate.booking_event AS step
                WHERE
                    step.hotel_id = room.hotel_id AND step.booking_id = room.in_house_booking_id
                    AND step.event_type IN ('booking_checked_in', 'booking_checked_out')
                ORDER BY step.version DESC
                LIMIT 1
            ) = 'booking_checked_in'
            THEN
                'ask at the desk who is in the room: the booking says that its guest has not checked in, and its '
                || 'trail that they have, and have not left'
        ELSE
            format(
                'look who is in the room: check that booking in, or, where nobody is: '
                'UPDATE hotelmate.room SET in_house_booking_id = NULL WHERE hotel_id = %s AND id = %s;',
                room.hotel_id, room.id
            )
    END AS mend
FROM hotelmate.hotel
INNER JOIN hotelmate.room ON hotel.hotel_id = room.hotel_id
LEFT JOIN LATERAL (
    SELECT
        booking.id,
        booking.booking_reference,
        booking.assigned_room_id,
        booking.checked_in_at,
        booking.checked_out_at
    FROM hotelmate.room_booking AS booking
    WHERE booking.hotel_id = room.hotel_id AND booking.id = room.in_house_booking_id
    ORDER BY booking.id
    OFFSET 0
) AS named ON true
LEFT JOIN LATERAL (
    SELECT
        booking.booking_reference,
        booking.checked_in_at
    FROM hotelmate.room_booking AS booking
    WHERE
        booking.hotel_id = room.hotel_id AND booking.held_room_id = room.id
        AND booking.checked_in_at IS NOT NULL
    ORDER BY booking.checked_in_at DESC
    LIMIT 1
) AS stay ON true
WHERE
    room.in_house_booking_id IS NOT NULL
    AND (
        named.assigned_room_id = room.id AND named.checked_in_at IS NOT NULL AND named.checked_out_at IS NULL
    ) IS NOT TRUE
UNION ALL
SELECT
    'booking_in_house_occupies_room' AS check_name,
    hotel.slug AS hotel,
    'booking ' || stay.booking_reference AS subject,
    CASE
        WHEN room.id IS NULL THEN format('is in house in room id %s, which does not exist', stay.assigned_room_id)
        ELSE format('is in house in room %s, which says that nobody is', room.room_number)
    END AS finding,
    stay.checked_in_at AS since,
    CASE
        WHEN room.id IS NULL
            THEN 'look in which room the guest is, then move the booking there: POST …/move-room'
        ELSE 'hotelmate reconcile writes who is in the room, from the stamps of the booking'
    END AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT
        booking.hotel_id,
        booking.booking_reference,
        booking.assigned_room_id,
        booking.checked_in_at
    FROM hotelmate.room_booking AS booking
    WHERE
        booking.hotel_id = hotel.hotel_id AND booking.held_room_id IS NOT NULL
        AND booking.checked_in_at IS NOT NULL
    ORDER BY booking.held_room_id
    OFFSET 0
) AS stay ON true
LEFT JOIN hotelmate.room ON stay.hotel_id = room.hotel_id AND stay.assigned_room_id = room.id
WHERE room.in_house_booking_id IS NULL
ORDER BY hotel, subject;
