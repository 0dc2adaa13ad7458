-- Party: the party of an open booking, as booked and as counted, fits in its room.
-- Severity: high.
-- Held by: booking_party_within_capacity. In a room, a party of another size than was booked is
-- booking_room_needs_complete_party.
-- Reads: live state.
SELECT
    'booking_party_within_capacity' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'was booked for %s guests and has %s staying, but its room takes %s',
        booking.adults + booking.children, party.staying, booking.capacity
    ) AS finding,
    booking.updated_at AS since,
    'give it a larger room, or name fewer guests: PUT …/party, then adults and children of the booking' AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
INNER JOIN LATERAL (
    SELECT count(*) AS staying
    FROM hotelmate.booking_guest AS member
    WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id AND member.is_staying
) AS party ON true
WHERE
    booking.held_capacity IS NOT NULL
    AND (
        booking.adults + booking.children > booking.capacity
        OR (party.staying > booking.capacity AND booking.assigned_room_id IS NULL)
    )
ORDER BY hotel, subject;
