-- Access: of passwords, tokens, keys and names that log in, only hashes are kept.
-- Severity: critical.
-- Held by: staff_password_is_argon2, refresh_token_is_sha256, api_key_is_sha256, log_in_limit_is_sha256.
-- Reads: live state.
-- The checks read no secrets: a function that does tells where one is no hash.
SELECT
    broken.rule AS check_name,
    coalesce(hotel.slug, '') AS hotel,
    CASE broken.rule
        WHEN 'staff_password_is_argon2' THEN 'password of staff ' || broken.row_id
        WHEN 'refresh_token_is_sha256' THEN 'token of session ' || broken.row_id
        WHEN 'api_key_is_sha256' THEN 'API key ' || broken.row_id
        ELSE 'count of attempts to log in'
    END AS subject,
    CASE broken.rule
        WHEN 'staff_password_is_argon2' THEN 'is kept as something that is no Argon2id hash'
        ELSE 'is kept as something that is no SHA-256'
    END AS finding,
    broken.kept_since AS since,
    CASE broken.rule
        WHEN 'staff_password_is_argon2'
            THEN 'whoever read it may know it: set another with hotelmate staff password'
        WHEN 'refresh_token_is_sha256'
            THEN
                format(
                    'DELETE FROM hotelmate.staff_session WHERE hotel_id = %s AND id = ''%s'';',
                    broken.hotel_id, broken.row_id
                )
        WHEN 'api_key_is_sha256'
            THEN
                format(
                    'DELETE FROM hotelmate.api_key_scope WHERE hotel_id = %1$s AND api_key_id = %2$s; '
                    'DELETE FROM hotelmate.api_key WHERE hotel_id = %1$s AND id = %2$s;',
                    broken.hotel_id, broken.row_id
                )
        ELSE 'DELETE FROM hotelmate.log_in_limit WHERE octet_length(subject) <> 32;'
    END AS mend
FROM hotelmate.malformed_secrets() AS broken
LEFT JOIN hotelmate.hotel ON broken.hotel_id = hotel.hotel_id
ORDER BY hotel, subject;
