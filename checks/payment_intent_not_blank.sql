-- Payment: a payment intent has a name.
-- Severity: low.
-- Held by: payment_intent_not_blank.
-- Reads: history.
SELECT
    'payment_intent_not_blank' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format('has a payment intent without a name: ''%s''', known.payment_intent_id) AS finding,
    booking.updated_at AS since,
    'look up the payment of the booking in Stripe''s Dashboard and restore the row from a backup' AS mend
FROM hotelmate.stripe_payment_intent AS known
INNER JOIN hotelmate.hotel ON known.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking ON known.hotel_id = booking.hotel_id AND known.booking_id = booking.id
WHERE known.payment_intent_id !~ '\S'
ORDER BY hotel, subject;
