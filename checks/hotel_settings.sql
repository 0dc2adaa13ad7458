-- Tenants: a hotel has a name, periods longer than nothing, a colour and contacts that can be used; its slug can
-- stand in paths and in names of channels.
-- Severity: medium.
-- Held by: hotel_has_name, hotel_periods_positive, hotel_brand_color_well_formed, hotel_contact_well_formed,
-- hotel_slug_well_formed, hotel_slug_is_no_channel.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    judged.slug AS hotel,
    'hotel ' || judged.slug AS subject,
    CASE broken.rule
        WHEN 'hotel_has_name' THEN 'has no name'
        WHEN 'hotel_periods_positive'
            THEN format(
                    'has a period of nothing or less: draft %s, approval %s, dirty %s, cleaning %s, inspection %s '
                    'minutes, personal data %s days',
                    judged.unpaid_draft_minutes, judged.approval_sla_minutes, judged.dirty_room_minutes,
                    judged.cleaning_minutes, judged.inspection_minutes, judged.personal_data_days
                )
        WHEN 'hotel_brand_color_well_formed' THEN format('has the colour %s', judged.brand_color)
        ELSE 'is reached by no e-mail address or telephone number that there can be'
    END AS finding,
    NULL::timestamptz AS since,
    format(
        'UPDATE hotelmate.hotel SET %s = … WHERE hotel_id = %s',
        CASE broken.rule
            WHEN 'hotel_has_name' THEN 'name'
            WHEN 'hotel_periods_positive' THEN 'the period'
            WHEN 'hotel_brand_color_well_formed' THEN 'brand_color'
            ELSE 'contact_email, contact_phone'
        END,
        judged.hotel_id
    ) AS mend
FROM (
    SELECT
        hotel.*,
        array_remove(ARRAY[
            CASE WHEN hotel.name !~ '\S' THEN 'hotel_has_name' END,
            CASE
                WHEN
                    least(
                        hotel.unpaid_draft_minutes, hotel.approval_sla_minutes, hotel.dirty_room_minutes,
                        hotel.cleaning_minutes, hotel.inspection_minutes, hotel.personal_data_days
                    ) <= 0
                    THEN 'hotel_periods_positive'
            END,
            CASE
                WHEN hotel.brand_color !~ '^#[0-9a-f]{6}$' THEN 'hotel_brand_color_well_formed'
            END,
            CASE
                WHEN
                    NOT coalesce(
                        hotel.contact_email ~ '^[^@[:space:]]{1,64}@[^@[:space:]]+\.[^@[:space:]]+$'
                        AND length(hotel.contact_email) <= 254, true
                    )
                    OR hotel.contact_phone !~ '^\+[1-9][0-9]{6,14}$'
                    THEN 'hotel_contact_well_formed'
            END
        ], NULL) AS rules
    FROM hotelmate.hotel
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
UNION ALL
SELECT
    broken.rule AS check_name,
    judged.slug AS hotel,
    'hotel ' || judged.slug AS subject,
    CASE broken.rule
        WHEN 'hotel_slug_well_formed'
            THEN 'has a slug that is not 1 to 50 lower-case letters, digits and single hyphens between them'
        ELSE 'has a slug that reads like part of the name of a channel'
    END AS finding,
    NULL::timestamptz AS since,
    'write another slug to hotelmate.hotel_directory and hotelmate.hotel in one transaction' AS mend
FROM (
    SELECT
        entry.*,
        array_remove(ARRAY[
            CASE
                WHEN entry.slug !~ '^[a-z0-9]+(-[a-z0-9]+)*$' OR length(entry.slug) > 50 THEN 'hotel_slug_well_formed'
            END,
            CASE
                WHEN
                    entry.slug ~ '(^|-)staff-[0-9]+-notifications$' OR entry.slug ~ '^(encrypted|cache)(-|$)'
                    THEN 'hotel_slug_is_no_channel'
            END
        ], NULL) AS rules
    FROM hotelmate.hotel_directory AS entry
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
ORDER BY hotel, subject;
