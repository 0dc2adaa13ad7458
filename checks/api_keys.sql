-- Access: an API key has a name and an expiry, is that of an integration, and opens no more than integrations may.
-- Severity: high.
-- Held by: api_key_of_integration, api_key_scope_permitted, api_key_has_name, api_key_expires.
-- Reads: live state.
SELECT
    broken.check_name,
    hotel.slug AS hotel,
    'API key ' || broken.api_key_id AS subject,
    broken.finding,
    broken.since,
    CASE broken.check_name
        WHEN 'api_key_scope_permitted'
            THEN
                format(
                    'DELETE FROM hotelmate.api_key_scope WHERE hotel_id = %s AND api_key_id = %s AND permission = %L;',
                    broken.hotel_id, broken.api_key_id, broken.permission
                )
        WHEN 'api_key_has_name'
            THEN
                format(
                    'UPDATE hotelmate.api_key SET name = … WHERE hotel_id = %s AND id = %s',
                    broken.hotel_id, broken.api_key_id
                )
        ELSE
            format(
                'find out who wrote it, and issue another: '
                'DELETE FROM hotelmate.api_key_scope WHERE hotel_id = %1$s AND api_key_id = %2$s; '
                'DELETE FROM hotelmate.api_key WHERE hotel_id = %1$s AND id = %2$s;',
                broken.hotel_id, broken.api_key_id
            )
    END AS mend
FROM (
    SELECT
        ill.rule AS check_name,
        key.hotel_id,
        key.id AS api_key_id,
        NULL AS permission,
        CASE ill.rule
            WHEN 'api_key_of_integration' THEN format('is that of staff %s, who is no integration', key.staff_id)
            WHEN 'api_key_has_name' THEN 'has no name'
            ELSE format('was issued at %s and expires at %s', key.created_at, key.expires_at)
        END AS finding,
        key.created_at AS since
    FROM hotelmate.api_key AS key
    LEFT JOIN hotelmate.staff AS holder
        ON key.hotel_id = holder.hotel_id AND key.staff_id = holder.id AND holder.role = 'INTEGRATION'
    CROSS JOIN
        LATERAL unnest(array_remove(ARRAY[
            CASE WHEN holder.id IS NULL THEN 'api_key_of_integration' END,
            CASE WHEN key.name !~ '\S' THEN 'api_key_has_name' END,
            CASE
                WHEN
                    NOT (key.expires_at > key.created_at AND key.expires_at <= key.created_at + interval '400 days')
                    THEN 'api_key_expires'
            END
        ], NULL)) AS ill (rule)
    UNION ALL
    SELECT
        'api_key_scope_permitted' AS check_name,
        scope.hotel_id,
        scope.api_key_id,
        scope.permission,
        format('opens %s, which integrations may not', scope.permission) AS finding,
        NULL::timestamptz AS since
    FROM hotelmate.api_key_scope AS scope
    LEFT JOIN hotelmate.staff_role_permission AS permitted
        ON scope.permission = permitted.permission AND permitted.role = 'INTEGRATION'
    WHERE permitted.permission IS NULL
) AS broken
INNER JOIN hotelmate.hotel ON broken.hotel_id = hotel.hotel_id
ORDER BY hotel, subject;
