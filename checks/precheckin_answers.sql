-- Pre-check-in: what was submitted is complete and fits the form by which it was, field by field. Answers that are
-- only saved are judged when they are submitted: there may be a newer form since.
-- Severity: high.
-- Held by: precheckin_answers_are_object, precheckin_answers_fit_form, booking_precheckin_complete.
-- Reads: history.
-- The rule of each kind is written down here a second time. What was erased is gone, and was judged before.
SELECT
    broken.rule AS check_name,
    broken.hotel,
    coalesce(format('guest %s of ', broken.guest_id), '') || 'booking ' || booking.booking_reference AS subject,
    CASE broken.rule
        WHEN 'precheckin_answers_are_object' THEN 'has answers of pre-check-in that are no object'
        WHEN 'precheckin_answers_fit_form'
            THEN 'submitted pre-check-in with answers that do not fit: ' || broken.fields
        ELSE 'submitted pre-check-in without an answer to ' || broken.fields
    END AS finding,
    broken.since,
    'find out what was meant, at the desk or from the guest; what is submitted stays, so that only a DBA writes it, '
    || 'with the triggers of pre-check-in off' AS mend
FROM (
    SELECT
        told.hotel,
        told.hotel_id,
        told.booking_id,
        told.guest_id,
        told.since,
        judged.rule,
        -- Of a field that is on no form nothing is repeated: its name may be anything.
        string_agg(coalesce(field.name, 'a field that is not on the form'), ', ' ORDER BY field.position) AS fields
    FROM (
        SELECT
            hotel.slug AS hotel,
            booking.hotel_id,
            booking.id AS booking_id,
            NULL::bigint AS guest_id,
            'BOOKING' AS whom,
            booking.precheckin_form_version AS form_version,
            booking.precheckin_payload AS answers,
            booking.precheckin_submitted_at AS since
        FROM hotelmate.hotel
        INNER JOIN hotelmate.room_booking AS booking ON hotel.hotel_id = booking.hotel_id
        WHERE
            (booking.precheckin_submitted_at IS NOT NULL AND booking.personal_data_erased_at IS NULL)
            OR jsonb_typeof(booking.precheckin_payload) <> 'object'
        UNION ALL
        SELECT
            hotel.slug AS hotel,
            guest.hotel_id,
            guest.booking_id,
            guest.id AS guest_id,
            'GUEST' AS whom,
            stay.precheckin_form_version AS form_version,
            guest.precheckin_payload AS answers,
            guest.precheckin_submitted_at AS since
        FROM hotelmate.hotel
        INNER JOIN hotelmate.booking_guest AS guest ON hotel.hotel_id = guest.hotel_id
        INNER JOIN hotelmate.room_booking AS stay
            ON guest.hotel_id = stay.hotel_id AND guest.booking_id = stay.id
        WHERE
            (
                guest.precheckin_submitted_at IS NOT NULL AND guest.personal_data_erased_at IS NULL
                AND stay.precheckin_submitted_at IS NOT NULL -- else precheckin_stamps_agree
            )
            OR jsonb_typeof(guest.precheckin_payload) <> 'object'
    ) AS told
    CROSS JOIN
        LATERAL (
            SELECT
                said.key AS name,
                said.value AS answer,
                said.value #>> '{}' AS words,
                jsonb_typeof(said.value) AS shape
            FROM
                jsonb_each(CASE WHEN jsonb_typeof(told.answers) = 'object' THEN told.answers ELSE '{}' END) AS said
            UNION ALL
            SELECT
                asked.name,
                NULL AS answer,
                NULL AS words,
                'missing' AS shape
            FROM hotelmate.precheckin_field AS asked
            WHERE
                asked.hotel_id = told.hotel_id AND asked.form_version = told.form_version
                AND asked.asked_of = told.whom AND asked.is_required
                AND jsonb_typeof(told.answers) = 'object' AND NOT told.answers ? asked.name
            UNION ALL
            SELECT
                NULL AS name,
                NULL AS answer,
                NULL AS words,
                'no object' AS shape
            WHERE jsonb_typeof(told.answers) <> 'object'
        ) AS given
    LEFT JOIN hotelmate.precheckin_field AS field
        ON told.hotel_id = field.hotel_id AND told.form_version = field.form_version
            AND told.whom = field.asked_of AND given.name = field.name
    CROSS JOIN
        LATERAL (
            SELECT
                CASE field.kind
                    WHEN 'CONSENT'
                        THEN
                            given.answer -> 'given' = 'true'
                            AND CASE given.shape
                                WHEN 'object' THEN given.answer - '{given,language,text,at}'::text[]
                            END
                            = '{}'
                            AND given.answer ->> 'text' = field.consent_texts ->> (given.answer ->> 'language')
                            AND pg_input_is_valid(given.answer ->> 'at', 'timestamptz')
                    WHEN 'TEXT'
                        THEN
                            length(given.words) BETWEEN 1 AND 1000
                            AND translate(given.words, E'\n\r\t', '') !~ '[[:cntrl:]]' COLLATE pg_c_utf8
                    WHEN 'DATE'
                        THEN
                            given.words ~ '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$'
                            AND pg_input_is_valid(given.words, 'date')
                    WHEN 'CHOICE' THEN array_position(field.choices, given.words) IS NOT NULL
                    WHEN 'PHONE' THEN given.words ~ '^\+[1-9][0-9]{6,14}$'
                    WHEN 'COUNTRY' THEN given.words IN (SELECT country.code FROM hotelmate.country)
                    WHEN 'DOCUMENT_NUMBER' THEN given.words ~ '^[A-Z0-9][A-Z0-9 ./-]{1,28}[A-Z0-9]$'
                    WHEN 'EMAIL'
                        THEN
                            length(given.words) <= 254
                            AND given.words ~ '^[!-?A-~]{1,64}@[a-zA-Z0-9-]{1,63}(\.[a-zA-Z0-9-]{1,63})+$'
                    WHEN 'SIGNATURE'
                        THEN
                            length(given.words) BETWEEN 2 AND 200
                            AND given.words !~ '[[:cntrl:]]' COLLATE pg_c_utf8
                END
                AND given.shape = CASE field.kind WHEN 'CONSENT' THEN 'object' ELSE 'string' END AS fits
        ) AS obeyed
    CROSS JOIN
        LATERAL (
            SELECT
                CASE
                    WHEN given.shape = 'no object' THEN 'precheckin_answers_are_object'
                    WHEN given.shape = 'missing' THEN 'booking_precheckin_complete'
                    WHEN obeyed.fits IS NOT TRUE THEN 'precheckin_answers_fit_form'
                END AS rule
        ) AS judged
    WHERE judged.rule IS NOT NULL
    GROUP BY told.hotel, told.hotel_id, told.booking_id, told.guest_id, told.since, judged.rule
) AS broken
INNER JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = broken.hotel_id AND named.id = broken.booking_id
    ORDER BY named.id
    OFFSET 0 -- looked up for what is broken, never joined to all
) AS booking ON true
ORDER BY broken.hotel, subject;
