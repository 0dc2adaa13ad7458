-- The checks read no secrets. Whether what is kept of a secret has the form of a hash is told to them by this.

CREATE OR REPLACE FUNCTION hotelmate.malformed_secrets()
RETURNS TABLE (rule text, hotel_id bigint, row_id text, kept_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER -- whoever checks reads no secrets
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT 'staff_password_is_argon2', kept.hotel_id, kept.staff_id::text, kept.changed_at
FROM staff_password AS kept
WHERE kept.password_hash !~ '^\$argon2id\$'
UNION ALL
SELECT 'refresh_token_is_sha256', kept.hotel_id, kept.session_id::text, kept.issued_at
FROM refresh_token AS kept
WHERE octet_length(kept.token_hash) <> 32
UNION ALL
SELECT 'api_key_is_sha256', kept.hotel_id, kept.id::text, kept.created_at
FROM api_key AS kept
WHERE octet_length(kept.key_hash) <> 32
UNION ALL
SELECT 'log_in_limit_is_sha256', NULL, NULL, kept.since
FROM log_in_limit AS kept
WHERE octet_length(kept.subject) <> 32
$$;
COMMENT ON FUNCTION hotelmate.malformed_secrets() IS
'What is kept of a password, token or key and is no hash of it, for checks/stored_secrets.sql: where, and no value.';
