-- Payment: what we believe of a payment that is not over at Stripe, an event of Stripe has shown.
-- Severity: high.
-- Held by: payment_facts_by_evidence. A status that a later event contradicts, payments_differ_from_provider tells.
-- Reads: live state.
SELECT
    'payment_facts_by_evidence' AS check_name,
    hotel.slug AS hotel,
    format('payment %s of booking %s', payment.id, booking.booking_reference) AS subject,
    format(
        'is %s, and no event of payment intent %s has shown that', payment.provider_status, payment.payment_intent_id
    ) AS finding,
    payment.created_at AS since,
    'hotelmate payments reconcile asks Stripe how it stands' AS mend
FROM hotelmate.payment
INNER JOIN hotelmate.hotel ON payment.hotel_id = hotel.hotel_id
-- Looked up one by one: the planner expects far more payments under way than there are, for those at the desk have no
-- status either, and would read all bookings.
INNER JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = payment.hotel_id AND named.id = payment.booking_id
    ORDER BY named.id
    LIMIT 1
) AS booking ON true
WHERE
    payment.payment_intent_id IS NOT NULL
    AND (payment.provider_status IS NULL OR payment.provider_status NOT IN ('succeeded', 'canceled'))
    AND payment.provider_status IN (
        'requires_payment_method', 'requires_confirmation', 'requires_action', 'processing', 'requires_capture'
    )
    AND NOT EXISTS (
        SELECT 1
        FROM hotelmate.stripe_webhook_event AS event
        WHERE
            event.payment_intent_id = payment.payment_intent_id AND event.status = 'PROCESSED'
            AND event.payload #>> '{data,object,object}' = 'payment_intent'
            AND event.payload #>> '{data,object,status}' IN (
                payment.provider_status, 'requires_capture', 'succeeded', 'canceled'
            )
    )
ORDER BY hotel, subject;
