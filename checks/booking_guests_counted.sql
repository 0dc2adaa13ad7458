-- Party: an open booking counts its party rightly: all of it, who stays, and the children among them.
-- Severity: medium.
-- Held by: nothing; a trigger counts, and no key proves it. The rules about the party judge by this count. A party
-- that breaks one of them, counted anew, is told by that rule instead.
-- Reads: live state.
SELECT
    'booking_guests_counted' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'counts %s guests, %s staying, %s of them children, but its party has %s, %s and %s',
        booking.guest_count, booking.staying_guest_count, booking.staying_child_count,
        party.guests, party.staying, party.children
    ) AS finding,
    NULL::timestamptz AS since,
    'hotelmate reconcile counts them anew' AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
INNER JOIN LATERAL (
    SELECT
        count(*) AS guests,
        count(*) FILTER (WHERE member.is_staying) AS staying,
        count(*) FILTER (WHERE member.is_staying AND member.age_group = 'CHILD') AS children
    FROM hotelmate.booking_guest AS member
    WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id
) AS party ON true
WHERE
    booking.held_capacity IS NOT NULL
    AND (booking.guest_count, booking.staying_guest_count, booking.staying_child_count)
    <> (party.guests, party.staying, party.children)
    AND CASE
        WHEN booking.assigned_room_id IS NULL THEN party.staying <= booking.capacity
        ELSE party.staying = booking.adults + booking.children AND party.children = booking.children
    END
ORDER BY hotel, subject;
