-- Pre-check-in: a form is counted from 1, and each of its fields can be shown, answered and judged.
-- Severity: medium.
-- Held by: precheckin_form_counted, precheckin_field_asked_of_known, precheckin_field_name_well_formed,
-- precheckin_field_position_counted, precheckin_field_has_label, precheckin_field_choices_offered,
-- precheckin_field_choice_labels_known, precheckin_field_consent_has_text, country_code_is_iso_3166_1.
-- Reads: live state. Forms are few, and grow with nothing but themselves.
SELECT
    'precheckin_form_counted' AS check_name,
    hotel.slug AS hotel,
    format('form %s', form.version) AS subject,
    'is counted from below 1' AS finding,
    form.published_at AS since,
    'publish the form anew: links that have this one keep it' AS mend
FROM hotelmate.precheckin_form AS form
INNER JOIN hotelmate.hotel ON form.hotel_id = hotel.hotel_id
WHERE form.version < 1
UNION ALL
SELECT
    broken.rule AS check_name,
    judged.hotel,
    format('field %s of form %s', judged.name, judged.form_version) AS subject,
    CASE broken.rule
        WHEN 'precheckin_field_asked_of_known' THEN format('is asked of %s', judged.asked_of)
        WHEN 'precheckin_field_name_well_formed' THEN 'has a name that answers cannot be kept under'
        WHEN 'precheckin_field_position_counted' THEN format('has place %s', judged.position)
        WHEN 'precheckin_field_has_label' THEN 'is called nothing'
        WHEN 'precheckin_field_choices_offered'
            THEN format('offers %s choices, or some that cannot be chosen', cardinality(judged.choices))
        WHEN 'precheckin_field_choice_labels_known' THEN 'has labels of choices that there are not, or that say nothing'
        ELSE 'is no consent and has words to consent to, or is one and has none'
    END AS finding,
    judged.published_at AS since,
    'publish the form anew: links that have this one keep it' AS mend
FROM (
    SELECT
        field.*,
        form.published_at,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE WHEN field.asked_of NOT IN ('BOOKING', 'GUEST') THEN 'precheckin_field_asked_of_known' END,
            CASE WHEN field.name !~ '^[a-z][a-z0-9_]{0,49}$' THEN 'precheckin_field_name_well_formed' END,
            CASE WHEN field.position NOT BETWEEN 1 AND 100 THEN 'precheckin_field_position_counted' END,
            CASE WHEN said.labels_say_nothing THEN 'precheckin_field_has_label' END,
            CASE
                WHEN field.kind <> 'CHOICE' AND field.choices <> '{}' THEN 'precheckin_field_choices_offered'
                WHEN field.kind = 'CHOICE' AND offered.are_wrong THEN 'precheckin_field_choices_offered'
            END,
            CASE
                WHEN said.choice_labels_are_wrong THEN 'precheckin_field_choice_labels_known'
            END,
            CASE
                WHEN (field.kind = 'CONSENT') <> (field.consent_texts IS NOT NULL) OR said.consent_says_nothing
                    THEN 'precheckin_field_consent_has_text'
            END
        ], NULL) AS rules
    FROM hotelmate.precheckin_field AS field
    INNER JOIN hotelmate.hotel ON field.hotel_id = hotel.hotel_id
    LEFT JOIN hotelmate.precheckin_form AS form
        ON field.hotel_id = form.hotel_id AND field.form_version = form.version
    CROSS JOIN
        LATERAL (
            SELECT
                count(*) NOT BETWEEN 1 AND 100
                OR count(DISTINCT btrim(choice.name, E' \t\r\n')) <> count(*)
                OR coalesce(
                    bool_or(
                        choice.name !~ '\S' OR choice.name <> btrim(choice.name, E' \t\r\n')
                        OR choice.name ~ '[[:cntrl:]]'
                    ), false
                ) AS are_wrong
            FROM unnest(field.choices) AS choice (name)
        ) AS offered
    CROSS JOIN
        LATERAL (
            SELECT
                bool_or(text_of.part = 'label' AND text_of.says_nothing) AS labels_say_nothing,
                bool_or(text_of.part = 'consent' AND text_of.says_nothing) AS consent_says_nothing,
                bool_or(
                    text_of.part = 'choice'
                    AND (text_of.says_nothing OR array_position(field.choices, text_of.choice) IS NULL)
                )
                OR jsonb_typeof(field.choice_labels) <> 'object' AS choice_labels_are_wrong
            FROM (
                SELECT
                    told.part,
                    told.choice,
                    jsonb_typeof(told.texts) <> 'object' OR told.texts = '{}'
                    OR jsonb_path_exists(told.texts, '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2}$"))')
                    OR jsonb_path_exists(
                        told.texts, '$.* ? (@.type() != "string" || !(@ like_regex "[^[:space:]]"))'
                    ) AS says_nothing
                FROM (
                    SELECT
                        'label' AS part,
                        NULL AS choice,
                        field.labels AS texts
                    UNION ALL
                    SELECT
                        'consent' AS part,
                        NULL AS choice,
                        field.consent_texts AS texts
                    WHERE field.consent_texts IS NOT NULL
                    UNION ALL
                    SELECT
                        'choice' AS part,
                        label_of.key AS choice,
                        label_of.value AS texts
                    FROM jsonb_each(
                            CASE
                                WHEN jsonb_typeof(field.choice_labels) = 'object' THEN field.choice_labels ELSE '{}'
                            END
                        ) AS label_of
                ) AS told
            ) AS text_of
        ) AS said
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
WHERE judged.rules <> '{}'
UNION ALL
SELECT
    'country_code_is_iso_3166_1' AS check_name,
    '' AS hotel,
    'country ' || country.code AS subject,
    'is not written as in ISO 3166-1' AS finding,
    NULL::timestamptz AS since,
    format('DELETE FROM hotelmate.country WHERE code = %L;', country.code) AS mend
FROM hotelmate.country
WHERE country.code !~ '^[A-Z]{2}$'
ORDER BY hotel, subject;
