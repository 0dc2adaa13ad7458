-- Assignment: a booking that holds a room counts with the room type of that room.
-- Severity: high.
-- Held by: booking_capacity_is_of_room.
-- Reads: live state.
SELECT
    'booking_capacity_is_of_room' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'counts with the %s guests of a %s, but room %s is a %s for %s',
        booking.capacity, coalesce(counted.code, 'room type that is not there'),
        room.room_number, kind.code, kind.max_occupancy
    ) AS finding,
    booking.room_assigned_at AS since,
    format(
        'see that its party fits in room %s, then: UPDATE hotelmate.room_booking SET accommodating_room_type_id = %s,'
        || ' capacity = %s WHERE hotel_id = %s AND id = %s;',
        room.room_number, kind.id, kind.max_occupancy, booking.hotel_id, booking.id
    ) AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room ON booking.hotel_id = room.hotel_id AND booking.held_room_id = room.id
INNER JOIN hotelmate.room_type AS kind ON room.hotel_id = kind.hotel_id AND room.room_type_id = kind.id
LEFT JOIN hotelmate.room_type AS counted
    ON booking.hotel_id = counted.hotel_id AND booking.accommodating_room_type_id = counted.id
WHERE booking.held_room_id IS NOT NULL AND booking.accommodating_room_type_id <> room.room_type_id
ORDER BY hotel, subject;
