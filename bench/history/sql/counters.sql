-- Counters go on after what was written, and yesterday's comparison with Stripe found nothing.
-- The longest pasts begin centuries ago: no counter is of a year before 2000, in which nobody books any more.

INSERT INTO hotelmate.booking_counter (hotel_id, year, last_number)
SELECT
    hotel_id,
    split_part(booking_reference, '-', 2)::smallint AS year,
    max(split_part(booking_reference, '-', 3)::integer) AS last_number
FROM hotelmate.room_booking
WHERE split_part(booking_reference, '-', 2) >= '2000'
GROUP BY hotel_id, year;

INSERT INTO hotelmate.payment_reconciliation (started_at, finished_at, listed_until)
SELECT
    moment,
    moment,
    moment
FROM size;

SELECT setval(pg_get_serial_sequence('hotelmate.' || counted.name, counted.key), counted.last)
FROM (
    SELECT
        'hotel_directory' AS name,
        'hotel_id' AS key,
        max(hotel_id) AS last
    FROM hotelmate.hotel
    UNION ALL
    SELECT
        'staff',
        'id',
        3 * max(hotel_id)
    FROM hotelmate.hotel
    UNION ALL
    SELECT
        'room_type',
        'id',
        2 * max(hotel_id)
    FROM hotelmate.hotel
    UNION ALL
    SELECT
        'room',
        'id',
        max(id)
    FROM hotelmate.room
    UNION ALL
    SELECT
        'room_booking',
        'id',
        bookings_before
    FROM size
    UNION ALL
    SELECT
        'booking_guest',
        'id',
        4 * bookings_before + 3
    FROM size
    UNION ALL
    SELECT
        'guest',
        'id',
        4 * bookings_before + 3
    FROM size
    UNION ALL
    SELECT
        'guest_chat_session',
        'id',
        bookings_before
    FROM size
    UNION ALL
    SELECT
        'booking_token',
        'id',
        bookings_before
    FROM size
    UNION ALL
    SELECT
        'housekeeping_task',
        'id',
        bookings_before
    FROM size
    UNION ALL
    SELECT
        'payment',
        'id',
        bookings_before
    FROM size
    UNION ALL
    SELECT
        'guest_message',
        'id',
        bookings_before
    FROM size
    UNION ALL
    SELECT
        'payment_session',
        'id',
        bookings_before
    FROM size
    UNION ALL
    SELECT
        'payment_instruction',
        'id',
        2 * bookings_before + 1
    FROM size
) AS counted;
