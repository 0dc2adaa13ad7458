-- Access: what is kept of a request that may be repeated is a well-formed key, a SHA-256 and the answer to an effect.
-- Severity: medium.
-- Held by: idempotency_key_well_formed, idempotency_key_request_is_sha256, idempotency_key_is_of_success.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    hotel.slug AS hotel,
    'staff ' || coalesce(staff.username, kept.staff_id::text) AS subject,
    CASE broken.rule
        WHEN 'idempotency_key_well_formed'
            THEN 'has an answer kept under a key that is not 1 to 255 visible characters of ASCII'
        WHEN 'idempotency_key_request_is_sha256'
            THEN
                format(
                    'has an answer kept to a request of %s bytes, which is no SHA-256', octet_length(kept.request_hash)
                )
        ELSE format('has an answer kept with status %s, which says that there was no effect', kept.status)
    END AS finding,
    kept.created_at AS since,
    format(
        'DELETE FROM hotelmate.idempotency_key WHERE hotel_id = %s AND staff_id = %s AND key = %L;',
        kept.hotel_id, kept.staff_id, kept.key
    ) AS mend
FROM hotelmate.idempotency_key AS kept
INNER JOIN hotelmate.hotel ON kept.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.staff ON kept.hotel_id = staff.hotel_id AND kept.staff_id = staff.id
CROSS JOIN
    LATERAL unnest(array_remove(ARRAY[
        CASE WHEN kept.key !~ '^[\x21-\x7e]{1,255}$' THEN 'idempotency_key_well_formed' END,
        CASE WHEN octet_length(kept.request_hash) <> 32 THEN 'idempotency_key_request_is_sha256' END,
        CASE WHEN kept.status NOT BETWEEN 200 AND 299 THEN 'idempotency_key_is_of_success' END
    ], NULL)) AS broken (rule)
ORDER BY hotel, subject;
