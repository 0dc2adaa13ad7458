-- Tenants: whatever belongs to a hotel belongs to one that is there, and the directory knows it by its slug. Every
-- other check begins with the hotel: of one that is missing, as after a restore of some tables, they would find
-- nothing.
-- Severity: critical.
-- Held by: nothing; the keys that say so are passed by where a table is restored without triggers.
-- Reads: live state.
-- Bookings are history: their hotels are looked up one after the other in the primary key.
WITH RECURSIVE booked AS (
    SELECT min(booking.hotel_id) AS hotel_id
    FROM hotelmate.room_booking AS booking
    UNION ALL
    SELECT (
        SELECT min(booking.hotel_id)
        FROM hotelmate.room_booking AS booking
        WHERE booking.hotel_id > booked.hotel_id
    ) AS hotel_id
    FROM booked
    WHERE booked.hotel_id IS NOT NULL
)

SELECT
    'hotels_missing' AS check_name,
    '' AS hotel,
    'hotel ' || named.hotel_id AS subject,
    CASE
        WHEN hotel.hotel_id IS NULL
            THEN
                'is missing' || coalesce(' (' || entry.slug || ' in the directory)', '')
                || ', although there is what belongs to it: no other check sees that'
        ELSE format('is %s, and the directory has %s', hotel.slug, coalesce(entry.slug, 'no such hotel'))
    END AS finding,
    hotel.created_at AS since,
    CASE
        WHEN hotel.hotel_id IS NULL
            THEN 'restore its row of hotelmate.hotel from a backup, then hotelmate check once more'
        ELSE 'write the right slug to hotelmate.hotel_directory, or restore its row there'
    END AS mend
FROM (
    SELECT booked.hotel_id FROM booked
    WHERE booked.hotel_id IS NOT NULL
    UNION
    SELECT hotel_id FROM hotelmate.booking_counter
    UNION
    SELECT hotel_id FROM hotelmate.cancellation_term
    UNION
    SELECT present.hotel_id FROM hotelmate.hotel AS present
    UNION
    SELECT hotel_id FROM hotelmate.realtime_stream
    UNION
    SELECT hotel_id FROM hotelmate.room
    UNION
    SELECT hotel_id FROM hotelmate.room_type
    UNION
    SELECT hotel_id FROM hotelmate.staff
) AS named
LEFT JOIN hotelmate.hotel ON named.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.hotel_directory AS entry ON named.hotel_id = entry.hotel_id
WHERE hotel.hotel_id IS NULL OR entry.slug IS DISTINCT FROM hotel.slug
ORDER BY named.hotel_id;
