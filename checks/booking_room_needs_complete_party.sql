-- Party: a booking that has or had a room names as many staying adults and children as were booked, counted anew.
-- Severity: high.
-- Held by: booking_room_needs_complete_party. Of a stay that is over, what the booking itself says of its party
-- is judged too; of an open booking, booking_guests_counted tells that. A booking without any guest is
-- party_has_primary.
-- Reads: history.
SELECT
    'booking_room_needs_complete_party' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        '%s a room with %s staying guests, %s of them children, of the %s and %s that were booked%s',
        CASE WHEN booking.held_room_id IS NULL THEN 'had' ELSE 'holds' END,
        count(*) FILTER (WHERE member.is_staying),
        count(*) FILTER (WHERE member.is_staying AND member.age_group = 'CHILD'),
        booking.adults + booking.children, booking.children,
        CASE
            WHEN
                booking.staying_guest_count <> count(*) FILTER (WHERE member.is_staying)
                OR booking.staying_child_count
                <> count(*) FILTER (WHERE member.is_staying AND member.age_group = 'CHILD')
                THEN format(', and counts %s and %s', booking.staying_guest_count, booking.staying_child_count)
        END
    ) AS finding,
    booking.room_assigned_at AS since,
    CASE
        WHEN
            count(*) FILTER (WHERE member.is_staying) = booking.adults + booking.children
            AND count(*) FILTER (WHERE member.is_staying AND member.age_group = 'CHILD') = booking.children
            THEN format(
                    'have them counted anew: UPDATE hotelmate.room_booking SET party_version = party_version + 1'
                    || ' WHERE hotel_id = %s AND id = %s;',
                    booking.hotel_id, booking.id
                )
        WHEN booking.held_room_id IS NULL THEN 'ask at the desk who stayed, and name them: they are in booking_guest'
        ELSE 'name the guests who stay: PUT …/party; or change adults and children of the booking'
    END AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.booking_guest AS member
    ON booking.hotel_id = member.hotel_id AND booking.id = member.booking_id
WHERE booking.assigned_room_id IS NOT NULL
GROUP BY booking.hotel_id, booking.id, hotel.slug
HAVING
    count(*) FILTER (WHERE member.is_staying) <> booking.adults + booking.children
    OR count(*) FILTER (WHERE member.is_staying AND member.age_group = 'CHILD') <> booking.children
    OR (
        NOT booking.is_open
        AND (booking.staying_guest_count, booking.staying_child_count)
        <> (booking.adults + booking.children, booking.children)
    )
ORDER BY hotel.slug, subject;
