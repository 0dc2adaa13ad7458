-- Numbering: the next booking of a hotel gets a number that no booking has: its counter of a year is not behind the
-- greatest number in use. Where it is, as after a restore of some tables, new bookings are refused by
-- booking_reference_unique until it has caught up.
-- Severity: high.
-- Held by: nothing where a restore goes past the triggers of booking_reference_unique that keep a counter up.
-- Reads: history. One pass over the key of the references, without the bookings.
SELECT
    'booking_counters_behind' AS check_name,
    used.hotel,
    'bookings of ' || used.year AS subject,
    format(
        'BK-%s-%s is in use, and %s', used.year,
        lpad(used.greatest_number::text, greatest(6, length(used.greatest_number::text)), '0'),
        coalesce('the counter stands at ' || counter.last_number, 'there is no counter of that year')
    ) AS finding,
    NULL::timestamptz AS since,
    format(
        'INSERT INTO hotelmate.booking_counter AS counter (hotel_id, year, last_number) VALUES (%s, %s, %s)'
        || ' ON CONFLICT (hotel_id, year) DO UPDATE'
        || ' SET last_number = greatest(counter.last_number, excluded.last_number);',
        used.hotel_id, used.year, used.greatest_number
    ) AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        hotel.hotel_id,
        substr(booking.booking_reference, 4, 4)::smallint AS year,
        max(substr(booking.booking_reference, 9)::integer) AS greatest_number
    FROM hotelmate.room_booking AS booking
    INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
    -- No other reference is one that the counter will come to.
    WHERE booking.booking_reference ~ '^BK-\d{4}-\d{6,9}$'
    GROUP BY hotel.slug, hotel.hotel_id, year
) AS used
LEFT JOIN hotelmate.booking_counter AS counter ON used.hotel_id = counter.hotel_id AND used.year = counter.year
WHERE counter.last_number IS NULL OR counter.last_number < used.greatest_number
ORDER BY used.hotel, subject;
