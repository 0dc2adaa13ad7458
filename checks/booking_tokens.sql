-- Party: a link to a guest has a purpose and an expiry, is kept as its SHA-256 only, and was used in time or revoked.
-- Severity: high.
-- Held by: token_purpose_known, token_is_sha256, token_expires, token_used_before_expiry, token_used_once.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    format('link %s of booking %s', judged.id, booking.booking_reference) AS subject,
    CASE broken.rule
        WHEN 'token_purpose_known' THEN format('is for %s, which is none of the three purposes', judged.purpose)
        WHEN 'token_is_sha256'
            THEN format('is kept as %s bytes, which is no SHA-256', octet_length(judged.token_hash))
        WHEN 'token_expires' THEN format('was made at %s and expires at %s', judged.created_at, judged.expires_at)
        WHEN 'token_used_once'
            THEN
                coalesce(
                    'was used at ' || judged.used_at || ' and revoked at ' || judged.revoked_at,
                    'was not revoked, and there is a reason for it'
                )
        ELSE
            format(
                'was used at %s, but made at %s and expired at %s',
                judged.used_at, judged.created_at, judged.expires_at
            )
    END AS finding,
    judged.created_at AS since,
    CASE
        WHEN judged.used_at IS NULL AND judged.revoked_at IS NULL
            THEN 'take it away, and send the guest another where they need one: '
        ELSE 'it opens nothing any more: find out who wrote it, and take it away: '
    END || format(
        'DELETE FROM hotelmate.booking_token WHERE hotel_id = %s AND id = %s RETURNING *;', judged.hotel_id, judged.id
    ) AS mend
FROM (
    SELECT
        token.hotel_id,
        token.id,
        token.booking_id,
        token.purpose,
        token.token_hash,
        token.created_at,
        token.expires_at,
        token.used_at,
        token.revoked_at,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE
                WHEN token.purpose NOT IN ('PRECHECKIN', 'GUEST_CHAT', 'MANAGEMENT') THEN 'token_purpose_known'
            END,
            CASE WHEN octet_length(token.token_hash) <> 32 THEN 'token_is_sha256' END,
            CASE
                WHEN NOT (token.expires_at > token.created_at AND isfinite(token.expires_at)) THEN 'token_expires'
                WHEN token.used_at NOT BETWEEN token.created_at AND token.expires_at THEN 'token_used_before_expiry'
            END,
            CASE
                WHEN token.used_at IS NOT NULL AND token.revoked_at IS NOT NULL
                    OR token.revoked_reason IS NOT NULL AND token.revoked_at IS NULL
                    THEN 'token_used_once'
            END
        ], NULL) AS rules
    FROM hotelmate.booking_token AS token
    INNER JOIN hotelmate.hotel ON token.hotel_id = hotel.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
INNER JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = judged.hotel_id AND named.id = judged.booking_id
    ORDER BY named.id
    OFFSET 0 -- looked up for what is broken, never joined to all
) AS booking ON true
WHERE judged.rules <> '{}'
ORDER BY judged.hotel, subject;
