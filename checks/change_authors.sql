-- Trail: every change says who made it; audit rows, ledger rows and payment instructions say from where, too, and a
-- correction says why.
-- Severity: high.
-- Held by: change_has_actor, change_source_known, correction_has_reason.
-- Reads: history. Each table once.
WITH changed AS (
    SELECT
        hotel_id,
        booking_id,
        NULL::bigint AS room_id,
        'audit row ' || version AS record,
        actor ~ '\S' AS has_actor,
        source,
        event_type = 'booking_corrected' AND reason IS NULL AS lacks_reason,
        created_at AS changed_at
    FROM hotelmate.booking_event
    UNION ALL
    SELECT
        hotel_id,
        NULL::bigint AS booking_id,
        room_id,
        'audit row ' || version AS record,
        actor ~ '\S' AS has_actor,
        source,
        is_correction AND reason IS NULL AS lacks_reason,
        created_at AS changed_at
    FROM hotelmate.room_status_event
    UNION ALL
    SELECT
        hotel_id,
        booking_id,
        NULL::bigint AS room_id,
        format('ledger row %s of payment %s', seq, payment_id) AS record,
        actor ~ '\S' AS has_actor,
        source,
        false AS lacks_reason,
        occurred_at AS changed_at
    FROM hotelmate.payment_entry
    UNION ALL
    SELECT
        hotel_id,
        booking_id,
        NULL::bigint AS room_id,
        'payment instruction ' || id AS record,
        actor ~ '\S' AS has_actor,
        source,
        false AS lacks_reason,
        created_at AS changed_at
    FROM hotelmate.payment_instruction
    UNION ALL
    SELECT
        hotel_id,
        NULL::bigint AS booking_id,
        room_id,
        'housekeeping task ' || id AS record,
        created_by ~ '\S' AND changed_by ~ '\S' AS has_actor,
        'SYSTEM'::text AS source,
        false AS lacks_reason,
        created_at AS changed_at
    FROM hotelmate.housekeeping_task
    UNION ALL
    SELECT
        hotel_id,
        booking_id,
        NULL::bigint AS room_id,
        'link ' || id AS record,
        created_by ~ '\S' AS has_actor,
        'SYSTEM'::text AS source,
        false AS lacks_reason,
        created_at AS changed_at
    FROM hotelmate.booking_token
)

SELECT
    broken.rule AS check_name,
    hotel.slug AS hotel,
    coalesce('booking ' || booking.booking_reference, 'room ' || room.room_number) AS subject,
    CASE broken.rule
        WHEN 'change_has_actor' THEN changed.record || ' does not say who'
        WHEN 'correction_has_reason' THEN changed.record || ' is a correction and does not say why'
        ELSE format('%s comes from %s', changed.record, coalesce(changed.source, 'nowhere'))
    END AS finding,
    changed.changed_at AS since,
    'stays in the history: ask who was at work then, and keep the answer elsewhere' AS mend
FROM changed
INNER JOIN hotelmate.hotel ON changed.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.room_booking AS booking
    ON changed.hotel_id = booking.hotel_id AND changed.booking_id = booking.id
LEFT JOIN hotelmate.room ON changed.hotel_id = room.hotel_id AND changed.room_id = room.id
CROSS JOIN
    LATERAL unnest(array_remove(ARRAY[
        CASE WHEN changed.has_actor IS NOT TRUE THEN 'change_has_actor' END,
        CASE
            WHEN (changed.source IN ('HOUSEKEEPING', 'FRONT_DESK', 'SYSTEM', 'MANAGER_OVERRIDE', 'GUEST')) IS NOT TRUE
                THEN 'change_source_known'
        END,
        CASE WHEN changed.lacks_reason THEN 'correction_has_reason' END
    ], NULL)) AS broken (rule)
WHERE
    changed.has_actor IS NOT TRUE OR changed.lacks_reason
    OR (changed.source IN ('HOUSEKEEPING', 'FRONT_DESK', 'SYSTEM', 'MANAGER_OVERRIDE', 'GUEST')) IS NOT TRUE
ORDER BY hotel, subject;
