-- Tenants: a member of staff has one of the five roles, and a username that can stand anywhere.
-- Severity: medium.
-- Held by: staff_role_known, staff_username_well_formed.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    'staff ' || judged.username AS subject,
    CASE broken.rule
        WHEN 'staff_role_known' THEN format('has the role %s, which is none of the five', judged.role)
        ELSE 'has a username that is not 1 to 50 lower-case letters, digits, dots, hyphens and underscores'
    END AS finding,
    judged.created_at AS since,
    format(
        'UPDATE hotelmate.staff SET %s = … WHERE hotel_id = %s AND id = %s',
        CASE broken.rule WHEN 'staff_role_known' THEN 'role' ELSE 'username' END, judged.hotel_id, judged.id
    ) AS mend
FROM (
    SELECT
        staff.*,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE
                WHEN staff.role NOT IN ('FRONT_DESK', 'HOUSEKEEPING', 'MANAGER', 'AUDITOR', 'INTEGRATION')
                    THEN 'staff_role_known'
            END,
            CASE WHEN staff.username !~ '^[a-z0-9][a-z0-9._-]{0,49}$' THEN 'staff_username_well_formed' END
        ], NULL) AS rules
    FROM hotelmate.hotel
    INNER JOIN hotelmate.staff ON hotel.hotel_id = staff.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
ORDER BY judged.hotel, subject;
