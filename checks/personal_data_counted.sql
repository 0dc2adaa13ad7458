-- Party: an ended booking counts its party and whose data were erased rightly, and was erased with its primary guest.
-- Severity: high.
-- Held by: nothing; a trigger counts, and no key proves it. What is past the hotel's period is found by these counts.
-- Reads: history.
SELECT
    'personal_data_counted' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    CASE
        WHEN party.primary_is_erased AND booking.personal_data_erased_at IS NULL
            THEN 'was not erased, but its primary guest was'
        ELSE format(
                'counts %s guests, of whom %s were erased, but its party has %s and %s',
                booking.guest_count, booking.erased_guest_count, party.guests, party.erased
            )
    END AS finding,
    party.erased_at AS since,
    format(
        'have them counted anew: UPDATE hotelmate.room_booking SET party_version = party_version + 1'
        || ' WHERE hotel_id = %s AND id = %s;', booking.hotel_id, booking.id
    ) AS mend
FROM (
    SELECT
        member.hotel_id,
        member.booking_id,
        count(*) AS guests,
        count(member.personal_data_erased_at) AS erased,
        max(member.personal_data_erased_at) AS erased_at,
        bool_or(member.role = 'PRIMARY' AND member.personal_data_erased_at IS NOT NULL) AS primary_is_erased
    FROM hotelmate.booking_guest AS member
    GROUP BY member.hotel_id, member.booking_id
) AS party
INNER JOIN hotelmate.hotel ON party.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON party.hotel_id = booking.hotel_id AND party.booking_id = booking.id
WHERE
    NOT booking.is_open
    AND (
        (booking.guest_count, booking.erased_guest_count) <> (party.guests, party.erased)
        OR (party.primary_is_erased AND booking.personal_data_erased_at IS NULL)
    )
ORDER BY hotel, subject;
