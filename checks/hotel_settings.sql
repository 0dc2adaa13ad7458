-- Tenants: a hotel has a name, periods longer than nothing and pre-check-in fields that fit together; its slug
-- can stand in paths and in names of channels.
-- Severity: medium.
-- Held by: hotel_has_name, hotel_periods_positive, hotel_precheckin_required_is_enabled, hotel_slug_well_formed,
-- hotel_slug_is_no_channel.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    judged.slug AS hotel,
    'hotel ' || judged.slug AS subject,
    CASE broken.rule
        WHEN 'hotel_has_name' THEN 'has no name'
        WHEN 'hotel_periods_positive'
            THEN format(
                    'has a period of no minutes or less: draft %s, approval %s, dirty %s, cleaning %s, inspection %s',
                    judged.unpaid_draft_minutes, judged.approval_sla_minutes, judged.dirty_room_minutes,
                    judged.cleaning_minutes, judged.inspection_minutes
                )
        ELSE
            format(
                'requires in pre-check-in what it does not show: %s of %s',
                array_to_string(judged.precheckin_required_fields, ', '),
                array_to_string(judged.precheckin_enabled_fields, ', ')
            )
    END AS finding,
    NULL::timestamptz AS since,
    format(
        'UPDATE hotelmate.hotel SET %s = … WHERE hotel_id = %s',
        CASE broken.rule
            WHEN 'hotel_has_name' THEN 'name'
            WHEN 'hotel_periods_positive' THEN 'the period'
            ELSE 'precheckin_required_fields'
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
                        hotel.cleaning_minutes, hotel.inspection_minutes
                    ) <= 0
                    THEN 'hotel_periods_positive'
            END,
            CASE
                WHEN NOT hotel.precheckin_required_fields <@ hotel.precheckin_enabled_fields
                    THEN 'hotel_precheckin_required_is_enabled'
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
