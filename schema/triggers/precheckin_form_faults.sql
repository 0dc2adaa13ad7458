-- Fields of a form as they are sent, and which of them is refused.
--
-- Which one, and by which rule, is found by inserting each as whoever publishes does. What was inserted stays, so
-- whoever asks rolls back.

CREATE OR REPLACE FUNCTION hotelmate.precheckin_fields_of(fields jsonb)
RETURNS TABLE (
    name text, asked_of text, kind text, is_required boolean, place smallint,
    labels jsonb, choices text[], choice_labels jsonb, consent_texts jsonb
)
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT
    field.value ->> 'name',
    field.value ->> 'asked_of',
    field.value ->> 'kind',
    (field.value ->> 'is_required')::boolean,
    field.ordinality::smallint,
    field.value -> 'labels',
    ARRAY(SELECT jsonb_array_elements_text(field.value -> 'choices')),
    field.value -> 'choice_labels',
    nullif(field.value -> 'consent_texts', 'null')
FROM jsonb_array_elements(fields) WITH ORDINALITY AS field
$$;
COMMENT ON FUNCTION hotelmate.precheckin_fields_of(jsonb) IS
'Fields of a form as rows, from a list of objects; the place on the form is the place in the list.';

CREATE OR REPLACE FUNCTION hotelmate.precheckin_form_faults(of_hotel bigint, fields jsonb)
RETURNS TABLE (index integer, rule text)
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_version integer;
    v_field jsonb;
BEGIN
    INSERT INTO precheckin_form (hotel_id) VALUES (of_hotel) RETURNING version INTO v_version;
    index := 0;
    FOR v_field IN SELECT field.value FROM jsonb_array_elements(fields) AS field LOOP
        BEGIN
            INSERT INTO precheckin_field (
                hotel_id, form_version, name, asked_of, kind, is_required, position,
                labels, choices, choice_labels, consent_texts
            )
            SELECT
                of_hotel, v_version, one.name, one.asked_of, one.kind, one.is_required, index + 1,
                one.labels, one.choices, one.choice_labels, one.consent_texts
            FROM precheckin_fields_of(jsonb_build_array(v_field)) AS one;
        EXCEPTION WHEN integrity_constraint_violation THEN
            GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
            RETURN NEXT;
        END;
        index := index + 1;
    END LOOP;
END
$$;
COMMENT ON FUNCTION hotelmate.precheckin_form_faults(bigint, jsonb) IS
'The fields of a form that are refused, by their index from 0, and the rule that refuses each. To be rolled back.';
