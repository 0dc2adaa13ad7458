-- Tenants: a language is written as two small letters, wherever there is one.
-- Severity: low.
-- Held by: language_code_is_iso_639_1.
-- Reads: history.
SELECT
    'language_code_is_iso_639_1' AS check_name,
    hotel.slug AS hotel,
    'hotel ' || hotel.slug AS subject,
    format('speaks %s to its guests', hotel.language) AS finding,
    NULL::timestamptz AS since,
    format('UPDATE hotelmate.hotel SET language = … WHERE hotel_id = %s', hotel.hotel_id) AS mend
FROM hotelmate.hotel
WHERE hotel.language !~ '^[a-z]{2}$'
UNION ALL
SELECT
    'language_code_is_iso_639_1' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format('has its guests spoken to in %s', booking.language) AS finding,
    booking.created_at AS since,
    format(
        'UPDATE hotelmate.room_booking SET language = … WHERE hotel_id = %s AND id = %s', booking.hotel_id, booking.id
    ) AS mend
FROM hotelmate.hotel
INNER JOIN hotelmate.room_booking AS booking ON hotel.hotel_id = booking.hotel_id
WHERE booking.language !~ '^[a-z]{2}$'
ORDER BY hotel, subject;
