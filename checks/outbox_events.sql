-- Realtime: an event that waits in the outbox is of a known category and type, dated, small enough for a message and
-- for channels of its own hotel.
-- Severity: high; it may stop the numbering of its hotel or cannot be delivered.
-- Held by: outbox_event_category_known, outbox_event_fits_message, outbox_event_has_channel, outbox_event_is_dated,
-- outbox_event_type_well_formed.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    hotel.slug AS hotel,
    'event ' || event.event_id AS subject,
    CASE broken.rule
        WHEN 'outbox_event_category_known' THEN 'is of category ' || event.category
        WHEN 'outbox_event_fits_message'
            THEN format(
                    'has %s bytes of payload and scope',
                    octet_length(event.payload::text) + octet_length(event.scope::text)
                )
        WHEN 'outbox_event_has_channel' THEN 'goes to ' || event.channels::text
        WHEN 'outbox_event_is_dated' THEN 'happened at ' || event.occurred_at
        WHEN 'outbox_event_type_well_formed' THEN 'is of type ' || event.event_type
    END AS finding,
    nullif(nullif(event.occurred_at, 'infinity'), '-infinity') AS since,
    'find out who wrote it; it becomes a message as it is, and hotelmate relay dead-letters tells if it is refused'
        AS mend
FROM hotelmate.outbox_event AS event
INNER JOIN hotelmate.hotel ON event.hotel_id = hotel.hotel_id
CROSS JOIN
    LATERAL unnest(array_remove(ARRAY[
        CASE
            WHEN event.category NOT IN ('booking', 'rooms', 'housekeeping') THEN 'outbox_event_category_known'
        END,
        CASE
            WHEN octet_length(event.payload::text) + octet_length(event.scope::text) > 9000
                THEN 'outbox_event_fits_message'
        END,
        CASE
            WHEN NOT (
                    cardinality(event.channels) BETWEEN 1 AND 100 AND array_ndims(event.channels) = 1
                    AND (
                        ',' || array_to_string(event.channels, ',', '')
                        ~ '^(?:,(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18}))+$'
                    ) IS TRUE
                    AND cardinality(string_to_array(array_to_string(event.channels, ',', ''), ','))
                    = cardinality(event.channels)
                )
                THEN 'outbox_event_has_channel'
        END,
        CASE WHEN NOT isfinite(event.occurred_at) THEN 'outbox_event_is_dated' END,
        CASE
            WHEN NOT (event.event_type ~ '^[a-z]+(_[a-z]+)*$' AND length(event.event_type) <= 64)
                THEN 'outbox_event_type_well_formed'
        END
    ], NULL)) AS broken (rule)
ORDER BY hotel, subject;
