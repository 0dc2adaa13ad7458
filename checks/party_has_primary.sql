-- Party: a booking has exactly one primary guest.
-- Severity: high.
-- Held by: party_has_primary.
-- Reads: history.
-- Both parts read the keys alone, in their order; a booking is looked up only where it is broken.
SELECT
    'party_has_primary' AS check_name,
    broken.hotel,
    'booking ' || booking.booking_reference AS subject,
    CASE broken.primary_guests
        WHEN 0 THEN 'has no primary guest'
        ELSE format('has %s primary guests', broken.primary_guests)
    END AS finding,
    booking.created_at AS since,
    CASE broken.primary_guests
        WHEN 0
            THEN
                'name the guest who booked: write role = ''PRIMARY'' to that member of the party, '
                || 'or add them to hotelmate.booking_guest'
        ELSE 'ask who booked, then write role = ''COMPANION'' to the others'
    END AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        without.hotel_id,
        without.id AS booking_id,
        0 AS primary_guests
    FROM hotelmate.hotel
    INNER JOIN hotelmate.room_booking AS without ON hotel.hotel_id = without.hotel_id
    WHERE
        NOT EXISTS (
            SELECT 1 FROM hotelmate.booking_guest AS guest
            WHERE guest.hotel_id = without.hotel_id AND guest.primary_of_booking_id = without.id
        )
    UNION ALL
    SELECT
        hotel.slug AS hotel,
        guest.hotel_id,
        guest.primary_of_booking_id AS booking_id,
        count(*) AS primary_guests
    FROM hotelmate.hotel
    INNER JOIN hotelmate.booking_guest AS guest ON hotel.hotel_id = guest.hotel_id
    WHERE guest.primary_of_booking_id IS NOT NULL
    GROUP BY hotel.hotel_id, hotel.slug, guest.hotel_id, guest.primary_of_booking_id
    HAVING count(*) > 1
) AS broken
INNER JOIN LATERAL (
    SELECT
        named.booking_reference,
        named.created_at
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = broken.hotel_id AND named.id = broken.booking_id
    ORDER BY named.id
    OFFSET 0
) AS booking ON true
ORDER BY broken.hotel, subject;
