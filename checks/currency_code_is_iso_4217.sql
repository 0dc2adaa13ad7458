-- Tenants: a currency is written as three capitals, wherever there is one.
-- Severity: medium.
-- Held by: currency_code_is_iso_4217.
-- Reads: history.
SELECT
    'currency_code_is_iso_4217' AS check_name,
    hotel.slug AS hotel,
    'hotel ' || hotel.slug AS subject,
    format('has the currency %s', hotel.currency) AS finding,
    NULL::timestamptz AS since,
    format('UPDATE hotelmate.hotel SET currency = … WHERE hotel_id = %s', hotel.hotel_id) AS mend
FROM hotelmate.hotel
WHERE hotel.currency !~ '^[A-Z]{3}$'
UNION ALL
SELECT
    'currency_code_is_iso_4217' AS check_name,
    priced.hotel,
    priced.subject || ' of booking ' || named.booking_reference AS subject,
    format('has the currency %s', priced.currency) AS finding,
    priced.since,
    'find out in which currency it was priced and paid; the ledger is evidence and stays as it is' AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        booking.hotel_id,
        booking.id AS booking_id,
        'price' AS subject,
        booking.currency,
        booking.created_at AS since
    FROM hotelmate.hotel
    INNER JOIN hotelmate.room_booking AS booking ON hotel.hotel_id = booking.hotel_id
    WHERE booking.currency !~ '^[A-Z]{3}$'
    UNION ALL
    SELECT
        hotel.slug AS hotel,
        payment.hotel_id,
        payment.booking_id,
        'payment ' || payment.id AS subject,
        payment.currency,
        payment.created_at AS since
    FROM hotelmate.hotel
    INNER JOIN hotelmate.payment ON hotel.hotel_id = payment.hotel_id
    WHERE payment.currency !~ '^[A-Z]{3}$'
    UNION ALL
    SELECT
        hotel.slug AS hotel,
        entry.hotel_id,
        entry.booking_id,
        format('ledger row %s of payment %s', entry.seq, entry.payment_id) AS subject,
        entry.currency,
        entry.occurred_at AS since
    FROM hotelmate.hotel
    INNER JOIN hotelmate.payment_entry AS entry ON hotel.hotel_id = entry.hotel_id
    WHERE entry.currency !~ '^[A-Z]{3}$'
    UNION ALL
    SELECT
        hotel.slug AS hotel,
        session.hotel_id,
        session.booking_id,
        'payment session ' || session.id AS subject,
        session.currency,
        session.created_at AS since
    FROM hotelmate.hotel
    INNER JOIN hotelmate.payment_session AS session ON hotel.hotel_id = session.hotel_id
    WHERE session.currency !~ '^[A-Z]{3}$'
) AS priced
INNER JOIN LATERAL (
    SELECT booking.booking_reference
    FROM hotelmate.room_booking AS booking
    WHERE booking.hotel_id = priced.hotel_id AND booking.id = priced.booking_id
    ORDER BY booking.id
    OFFSET 0 -- looked up for what is broken, never joined to all
) AS named ON true
ORDER BY hotel, subject;
