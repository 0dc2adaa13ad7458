-- Payment: what Stripe said is kept as an object, with where it came from, whose it is and what became of it.
-- Severity: high.
-- Held by: webhook_event_failed_says_why, webhook_event_foreign_has_no_effect, webhook_event_is_object,
-- webhook_event_names_hotel, webhook_event_origin_known, webhook_event_processed_stamped, webhook_event_status_known.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    event.hotel,
    'event ' || event.event_id AS subject,
    CASE broken.rule
        WHEN 'webhook_event_failed_says_why'
            THEN format('is %s, and the reason of its failure is %s', event.status, coalesce(event.error, 'missing'))
        WHEN 'webhook_event_foreign_has_no_effect' THEN 'is not for this server and took effect: ' || event.status
        WHEN 'webhook_event_is_object' THEN 'is no JSON object: ' || left(event.payload::text, 100)
        WHEN 'webhook_event_names_hotel' THEN format('is for booking %s of no hotel', event.booking_id)
        WHEN 'webhook_event_origin_known' THEN format('came as %s, which is no way to come', event.origin)
        WHEN 'webhook_event_processed_stamped'
            THEN format('is %s and was processed %s', event.status, coalesce('at ' || event.processed_at, 'never'))
        ELSE format('is %s, which is no status', event.status)
    END AS finding,
    event.received_at AS since,
    CASE
        WHEN event.status IN ('RECEIVED', 'FAILED')
            THEN
                'stays in the history, for evidence is never removed: look the event up in Stripe''s Dashboard, and '
                || 'run hotelmate payments reconcile'
        ELSE
            'stays in the history, for evidence is not rewritten: hotelmate payments reconcile compares its payment '
            || 'with Stripe. A DBA may restore the row of a backup, with webhook_event_is_evidence off for it'
    END AS mend
FROM (
    SELECT
        event.*,
        array_remove(ARRAY[
            CASE WHEN event.is_foreign AND event.status = 'PROCESSED' THEN 'webhook_event_foreign_has_no_effect' END,
            CASE WHEN jsonb_typeof(event.payload) <> 'object' THEN 'webhook_event_is_object' END,
            CASE WHEN event.booking_id IS NOT NULL AND event.hotel_id IS NULL THEN 'webhook_event_names_hotel' END,
            CASE WHEN event.origin NOT IN ('WEBHOOK', 'EVENT_LIST', 'ANSWER') THEN 'webhook_event_origin_known' END,
            CASE
                WHEN event.status NOT IN ('RECEIVED', 'PROCESSED', 'FAILED') THEN 'webhook_event_status_known'
                WHEN (event.status = 'PROCESSED') <> (event.processed_at IS NOT NULL)
                    THEN 'webhook_event_processed_stamped'
                WHEN (event.status = 'FAILED') <> (event.error IS NOT NULL) THEN 'webhook_event_failed_says_why'
            END
        ], NULL) AS rules
    FROM (
        -- Apart, so that those of one hotel are found by its bookings.
        SELECT
            hotel.slug AS hotel,
            known.*
        FROM hotelmate.stripe_webhook_event AS known
        INNER JOIN hotelmate.hotel ON known.hotel_id = hotel.hotel_id
        WHERE known.booking_id IS NOT NULL
        UNION ALL
        SELECT
            '' AS hotel,
            unknown.*
        FROM hotelmate.stripe_webhook_event AS unknown
        WHERE unknown.booking_id IS NULL OR unknown.hotel_id IS NULL
    ) AS event
) AS event
INNER JOIN LATERAL unnest(event.rules) AS broken (rule) ON true
-- Healthy rows end here.
WHERE cardinality(event.rules) > 0
-- By rule first, which is known last: in another order all rows would be sorted before they are looked at.
ORDER BY check_name, event.hotel, subject;
