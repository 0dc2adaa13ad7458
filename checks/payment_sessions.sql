-- Payment: a page on which a guest pays has an amount that Stripe can take, an address, and web pages to go on to.
-- Severity: medium.
-- Held by: payment_session_addresses_are_web_pages, payment_session_amount_positive,
-- payment_session_currency_unit_is_stripes, payment_session_open_has_address, payment_session_state_known.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    page.hotel,
    format('payment session %s of booking %s', page.id, coalesce(booking.booking_reference, page.booking_id::text))
        AS subject,
    CASE broken.rule
        WHEN 'payment_session_addresses_are_web_pages'
            THEN format('leads on to %s and %s', left(page.success_url, 200), left(page.cancel_url, 200))
        WHEN 'payment_session_amount_positive' THEN format('asks for %s %s', page.amount, page.currency)
        WHEN 'payment_session_currency_unit_is_stripes'
            THEN format('asks for %s %s, which Stripe counts in another unit', page.amount, page.currency)
        WHEN 'payment_session_open_has_address'
            THEN
                format(
                    'is OPEN with Stripe''s id %s and address %s', coalesce(page.stripe_session_id, 'none'),
                    coalesce(page.url, 'none')
                )
        ELSE format('is %s, which is no state', page.state)
    END AS finding,
    page.created_at AS since,
    CASE
        WHEN broken.rule IN ('payment_session_open_has_address', 'payment_session_state_known')
            THEN
                format(
                    'close it in Stripe''s Dashboard where it is open there, and here; then ask for a new one: '
                    'UPDATE hotelmate.payment_session SET state = ''EXPIRED'' WHERE hotel_id = %s AND id = %s;',
                    page.hotel_id, page.id
                )
        WHEN page.state IN ('REQUESTED', 'EXPIRED') AND page.stripe_session_id IS NULL
            THEN
                'no guest has seen it: take it out, and ask for a new one where it is needed. In one transaction: '
                || format(
                    'BEGIN; ALTER TABLE hotelmate.payment_session DISABLE TRIGGER payment_session_moves_on; '
                    'DELETE FROM hotelmate.payment_session WHERE hotel_id = %s AND id = %s; '
                    'ALTER TABLE hotelmate.payment_session ENABLE TRIGGER payment_session_moves_on; COMMIT;',
                    page.hotel_id, page.id
                )
        ELSE
            'stays in the history of what guests were shown: close it in Stripe''s Dashboard where it is open there, '
            || 'and compare what the guest paid. Where nobody paid, a DBA may take it out, with '
            || 'payment_session_moves_on off for it'
    END AS mend
FROM (
    SELECT
        page.*,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE
                WHEN
                    NOT (
                        page.success_url ~ '^https?://[^\s]+$' AND page.cancel_url ~ '^https?://[^\s]+$'
                        AND length(page.success_url) <= 2000 AND length(page.cancel_url) <= 2000
                    )
                    THEN 'payment_session_addresses_are_web_pages'
            END,
            CASE WHEN page.amount <= 0 THEN 'payment_session_amount_positive' END,
            CASE WHEN page.currency IN ('ISK', 'MGA', 'UGX') THEN 'payment_session_currency_unit_is_stripes' END,
            CASE
                WHEN page.state = 'OPEN' AND num_nulls(page.stripe_session_id, page.url) > 0
                    THEN 'payment_session_open_has_address'
                WHEN page.state NOT IN ('REQUESTED', 'OPEN', 'COMPLETE', 'EXPIRED')
                    THEN 'payment_session_state_known'
            END
        ], NULL) AS rules
    FROM hotelmate.payment_session AS page
    INNER JOIN hotelmate.hotel ON page.hotel_id = hotel.hotel_id
) AS page
INNER JOIN LATERAL unnest(page.rules) AS broken (rule) ON true
-- Looked up for what is broken alone.
LEFT JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = page.hotel_id AND named.id = page.booking_id
    ORDER BY named.id
    LIMIT 1
) AS booking ON true
-- Healthy rows end here.
WHERE cardinality(page.rules) > 0
-- By rule first, which is known last: in another order all rows would be sorted before they are looked at.
ORDER BY check_name, page.hotel, page.id;
