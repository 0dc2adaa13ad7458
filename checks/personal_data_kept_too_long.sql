-- Party: personal data of guests are erased when the hotel's period after their departure is over.
-- Severity: high.
-- Held by: nothing; time passes, and the API erases them beside its requests, while one runs.
-- Reads: live state. What was erased does not stand in the index. A day more is allowed.
SELECT
    'personal_data_kept_too_long' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'still names %s of its guests, who left on %s or were to',
        booking.guest_count - booking.erased_guest_count, booking.check_out
    ) AS finding,
    (booking.check_out + hotel.personal_data_days + 1)::timestamp AT TIME ZONE hotel.time_zone AS since,
    format(
        'see whether the API runs, and in its log why it erases nothing; or UPDATE hotelmate.booking_guest'
        || ' SET personal_data_erased_at = now() WHERE hotel_id = %s AND booking_id = %s'
        || ' AND personal_data_erased_at IS NULL;',
        booking.hotel_id, booking.id
    ) AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT
        kept.hotel_id,
        kept.id,
        kept.booking_reference,
        kept.check_out,
        kept.guest_count,
        kept.erased_guest_count
    FROM hotelmate.room_booking AS kept
    WHERE
        kept.hotel_id = hotel.hotel_id
        AND kept.erased_guest_count < kept.guest_count AND NOT kept.is_open
        AND kept.check_out < (now() AT TIME ZONE hotel.time_zone)::date - least(hotel.personal_data_days, 1000000) - 1
    ORDER BY kept.check_out
    OFFSET 0 -- hotel by hotel, each by the beginning of its part of the index: the rest is kept rightly
) AS booking ON true
ORDER BY hotel, subject;
