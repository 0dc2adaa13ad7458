-- Answers of pre-check-in are judged by the form that counts for the booking, whoever writes them: saved in part they
-- fit their fields, submitted they are complete. A form never changes, so nothing can come between without a lock.
-- The same function tells whoever was refused what is wrong, field by field.

CREATE OR REPLACE FUNCTION hotelmate.precheckin_answer_fits(field hotelmate.precheckin_field, answer jsonb)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_text text := CASE jsonb_typeof(answer) WHEN 'string' THEN answer #>> '{}' END;
BEGIN
    IF field.kind = 'CONSENT' THEN
        RETURN jsonb_typeof(answer) = 'object'
            AND answer - '{given,language,text,at}'::text[] = '{}'
            AND (answer -> 'given' = 'true') IS TRUE
            AND (answer ->> 'text' = field.consent_texts ->> (answer ->> 'language')) IS TRUE
            AND (answer ->> 'at' ~ '^\d{4}-\d\d-\d\dT' AND pg_input_is_valid(answer ->> 'at', 'timestamptz')) IS TRUE;
    END IF;
    RETURN coalesce(
        -- What is a space or a control character is what Unicode says, whatever the locale of the database.
        CASE field.kind
            WHEN 'TEXT' THEN length(v_text) <= 1000 AND v_text ~ '\S' COLLATE pg_c_utf8
                AND translate(v_text, E'\n\r\t', '') !~ '[[:cntrl:]]' COLLATE pg_c_utf8
            WHEN 'DATE' THEN v_text ~ '^(19|20|21)\d\d-\d\d-\d\d$' AND pg_input_is_valid(v_text, 'date')
            WHEN 'CHOICE' THEN v_text = ANY (field.choices)
            WHEN 'PHONE' THEN v_text ~ '^\+[1-9][0-9]{6,14}$'
            WHEN 'COUNTRY' THEN EXISTS (SELECT FROM country WHERE code = v_text)
            WHEN 'DOCUMENT_NUMBER' THEN v_text ~ '^[A-Z0-9][A-Z0-9 ./-]{1,28}[A-Z0-9]$'
            WHEN 'EMAIL' THEN length(v_text) <= 254 AND v_text ~ (
                '^[a-zA-Z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}@'
                '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$'
            )
            WHEN 'SIGNATURE' THEN length(v_text) BETWEEN 2 AND 200 AND v_text ~ '\S' COLLATE pg_c_utf8
                AND v_text !~ '[[:cntrl:]]' COLLATE pg_c_utf8
        END,
        false
    );
END
$$;
COMMENT ON FUNCTION hotelmate.precheckin_answer_fits(hotelmate.precheckin_field, jsonb) IS
'Whether an answer obeys the rule of its field''s kind: hotelmate.precheckin_kind says which.';

CREATE OR REPLACE FUNCTION hotelmate.precheckin_consent(
    texts jsonb, said jsonb, kept jsonb, language text
) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_spoken text;
BEGIN
    IF said = 'false' THEN
        RETURN NULL;
    ELSIF said IN ('true', kept) AND kept ->> 'text' = texts ->> (kept ->> 'language') THEN
        RETURN kept; -- given before, to these words: since then
    ELSIF said = 'true' THEN
        -- The words that were shown: in the language of whoever reads, else in one that there is.
        SELECT there.code INTO v_spoken FROM jsonb_object_keys(texts) AS there (code)
        ORDER BY there.code = language DESC NULLS LAST, there.code = 'en' DESC, there.code LIMIT 1;
        said := jsonb_build_object('given', true, 'language', v_spoken, 'text', texts ->> v_spoken);
    ELSIF jsonb_typeof(said) <> 'object' THEN
        RETURN said;
    END IF;
    -- When it is given is when it is written, whatever was written.
    RETURN said || jsonb_build_object('at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
END
$$;
COMMENT ON FUNCTION hotelmate.precheckin_consent(jsonb, jsonb, jsonb, text) IS
'A consent as it is kept: with its words and the moment it was given; NULL when it is withheld.';

CREATE OR REPLACE FUNCTION hotelmate.precheckin_normalised(
    of_hotel bigint, of_form integer, whom text, answers jsonb, kept jsonb DEFAULT '{}'
) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_language text := nullif(current_setting('hotelmate.language', true), '');
BEGIN
    IF jsonb_typeof(answers) IS DISTINCT FROM 'object' THEN
        RETURN answers; -- refused by precheckin_answers_are_object
    END IF;
    RETURN coalesce(
        (
            SELECT jsonb_object_agg(given.name, given.answer)
            FROM (
                SELECT
                    said.name,
                    CASE
                        WHEN jsonb_typeof(said.answer) = 'null' THEN NULL
                        WHEN field.kind = 'CONSENT'
                            THEN precheckin_consent(field.consent_texts, said.answer, kept -> said.name, v_language)
                        WHEN jsonb_typeof(said.answer) = 'string' THEN to_jsonb(nullif(
                            CASE
                                WHEN field.kind = 'PHONE' THEN translate(said.words, ' -().' || chr(160), '')
                                WHEN field.kind IN ('COUNTRY', 'DOCUMENT_NUMBER')
                                    THEN upper(said.words COLLATE "C") COLLATE "default"
                                ELSE said.words
                            END, ''
                        ))
                        ELSE said.answer
                    END AS answer
                FROM (
                    SELECT each.key AS name, each.value AS answer, btrim(each.value #>> '{}', E' \t\r\n') AS words
                    FROM jsonb_each(answers) AS each
                ) AS said
                LEFT JOIN precheckin_field AS field
                    ON field.hotel_id = of_hotel AND field.form_version = of_form
                    AND field.asked_of = whom AND field.name = said.name
            ) AS given
            WHERE given.answer IS NOT NULL
        ),
        '{}'
    );
END
$$;
COMMENT ON FUNCTION hotelmate.precheckin_normalised(bigint, integer, text, jsonb, jsonb) IS
'Answers as they are kept: trimmed, nothing empty, numbers without spaces, a consent with its words and the time since '
'when it is among those that were kept.';

CREATE OR REPLACE FUNCTION hotelmate.precheckin_faults(
    of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean
) RETURNS TABLE (field text, rule text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT
    coalesce(asked.name, said.name),
    CASE
        WHEN asked.name IS NULL THEN 'field_is_enabled'
        WHEN said.name IS NULL THEN 'field_is_required'
        ELSE kind.rule
    END
FROM (
    SELECT each.key AS name, each.value AS answer
    FROM jsonb_each(CASE WHEN jsonb_typeof(answers) = 'object' THEN answers ELSE '{}' END) AS each
) AS said
FULL JOIN (
    SELECT
        one AS whole,
        one.*
    FROM precheckin_field AS one
    WHERE one.hotel_id = of_hotel AND one.form_version = of_form AND one.asked_of = whom
) AS asked ON asked.name = said.name
LEFT JOIN precheckin_kind AS kind ON kind.name = asked.kind
WHERE
    asked.name IS NULL
    OR CASE
        WHEN said.name IS NULL THEN to_submit AND asked.is_required
        ELSE NOT precheckin_answer_fits(asked.whole, said.answer)
    END
ORDER BY asked.position, said.name
$$;
COMMENT ON FUNCTION hotelmate.precheckin_faults(bigint, integer, text, jsonb, boolean) IS
'What is wrong with answers of the BOOKING or of a GUEST, field by field: the rule that each breaks. No row: nothing.';

CREATE OR REPLACE FUNCTION hotelmate.judge_precheckin_answers(
    of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean, of_table text
) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_fault record;
BEGIN
    SELECT * INTO v_fault
    FROM precheckin_faults(of_hotel, of_form, whom, answers, to_submit) AS fault
    ORDER BY fault.rule = 'field_is_required' LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    ELSIF v_fault.rule = 'field_is_required' THEN
        RAISE EXCEPTION 'pre-check-in lacks an answer to %', v_fault.field
            USING ERRCODE = '23514', CONSTRAINT = 'booking_precheckin_complete',
                SCHEMA = 'hotelmate', TABLE = of_table, COLUMN = 'precheckin_payload';
    END IF;
    -- A field that no form has is what somebody wrote: it may be anything, so it is not repeated.
    RAISE EXCEPTION 'the answer to % breaks %',
        CASE v_fault.rule WHEN 'field_is_enabled' THEN 'a field that is not on the form' ELSE v_fault.field END,
        v_fault.rule
        USING ERRCODE = '23514', CONSTRAINT = 'precheckin_answers_fit_form',
            SCHEMA = 'hotelmate', TABLE = of_table, COLUMN = 'precheckin_payload';
END
$$;
COMMENT ON FUNCTION hotelmate.judge_precheckin_answers(bigint, integer, text, jsonb, boolean, text) IS
'Refuses answers that do not fit their form or, to submit them, are not complete.';

CREATE OR REPLACE FUNCTION hotelmate.refuse_new_answers(of_table text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'pre-check-in is submitted: its answers stay'
        USING ERRCODE = '23514', CONSTRAINT = 'precheckin_submitted_is_final',
            SCHEMA = 'hotelmate', TABLE = of_table, COLUMN = 'precheckin_payload';
END
$$;
COMMENT ON FUNCTION hotelmate.refuse_new_answers(text) IS 'Refuses other answers than were submitted.';

CREATE OR REPLACE FUNCTION hotelmate.guard_booking_answers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever answers reads no other link
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_form integer := precheckin_form_of(NEW.hotel_id, NEW.id);
    v_submits boolean := TG_OP = 'UPDATE' AND NEW.precheckin_submitted_at IS NOT NULL;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.precheckin_submitted_at IS NOT NULL THEN
        NEW.precheckin_form_version := OLD.precheckin_form_version;
        IF NEW.precheckin_payload <> OLD.precheckin_payload THEN
            PERFORM refuse_new_answers('room_booking');
        END IF;
        RETURN NEW;
    END IF;
    IF v_submits THEN
        PERFORM refuse_unfinished_form(NEW.hotel_id, v_form, 'room_booking');
        -- Nobody answered for a booking that was not there yet.
        NEW.precheckin_submitted_at := greatest(NEW.precheckin_submitted_at, OLD.created_at);
    END IF;
    NEW.precheckin_form_version := CASE WHEN v_submits THEN v_form END;
    NEW.precheckin_payload := precheckin_normalised(
        NEW.hotel_id, v_form, 'BOOKING', NEW.precheckin_payload,
        CASE TG_OP WHEN 'UPDATE' THEN OLD.precheckin_payload ELSE '{}' END
    );
    PERFORM judge_precheckin_answers(
        NEW.hotel_id, v_form, 'BOOKING', NEW.precheckin_payload, v_submits, 'room_booking'
    );
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_booking_answers() IS
'Answers for the booking fit the form that counts, are complete when they are submitted, and stay from then on.';

CREATE OR REPLACE TRIGGER tg_room_booking__0_answers
BEFORE INSERT ON hotelmate.room_booking
FOR EACH ROW WHEN (new.precheckin_payload <> '{}')
EXECUTE FUNCTION hotelmate.guard_booking_answers();
COMMENT ON TRIGGER tg_room_booking__0_answers ON hotelmate.room_booking IS
'Answers that come with a booking fit the form that counts: precheckin_answers_fit_form.';

-- What an UPDATE does is one of three: it saves, it submits, or it comes after.
CREATE OR REPLACE TRIGGER precheckin_answers_fit_form
BEFORE UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    old.precheckin_submitted_at IS NULL AND new.precheckin_submitted_at IS NULL AND (
        old.precheckin_payload IS DISTINCT FROM new.precheckin_payload
        OR old.precheckin_form_version IS DISTINCT FROM new.precheckin_form_version
    )
)
EXECUTE FUNCTION hotelmate.guard_booking_answers();
COMMENT ON TRIGGER precheckin_answers_fit_form ON hotelmate.room_booking IS
'Answers of pre-check-in fit the fields of the form that counts for the booking.';

CREATE OR REPLACE TRIGGER booking_precheckin_complete
BEFORE UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (old.precheckin_submitted_at IS NULL AND new.precheckin_submitted_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.guard_booking_answers();
COMMENT ON TRIGGER booking_precheckin_complete ON hotelmate.room_booking IS
'Pre-check-in is submitted only with an answer to every field that its form requires, of each staying guest too.';

CREATE OR REPLACE TRIGGER precheckin_submitted_is_final
BEFORE UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    old.precheckin_submitted_at IS NOT NULL AND (
        old.precheckin_payload IS DISTINCT FROM new.precheckin_payload
        OR old.precheckin_form_version IS DISTINCT FROM new.precheckin_form_version
    )
)
EXECUTE FUNCTION hotelmate.guard_booking_answers();
COMMENT ON TRIGGER precheckin_submitted_is_final ON hotelmate.room_booking IS
'Answers of pre-check-in that were submitted stay as they are.';

CREATE OR REPLACE FUNCTION hotelmate.guard_guest_answers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever answers reads no link and locks no booking
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_submitted_at timestamptz;
    v_form integer;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.precheckin_submitted_at IS NOT NULL THEN
        PERFORM refuse_new_answers('booking_guest');
    END IF;
    -- The booking first, as with every change of the party: who submits meanwhile queues here.
    SELECT precheckin_submitted_at INTO v_submitted_at FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    v_form := precheckin_form_of(NEW.hotel_id, NEW.booking_id);
    -- After the booking's, a guest's answers come at once and complete: somebody who joined later.
    NEW.precheckin_submitted_at := CASE
        WHEN v_submitted_at IS NOT NULL
            THEN CASE
                WHEN NEW.precheckin_submitted_at = v_submitted_at THEN v_submitted_at
                -- The booking may have been submitted after the transaction that this is in began.
                ELSE greatest(now(), v_submitted_at)
            END
    END;
    NEW.precheckin_payload := precheckin_normalised(
        NEW.hotel_id, v_form, 'GUEST', NEW.precheckin_payload,
        CASE TG_OP WHEN 'UPDATE' THEN OLD.precheckin_payload ELSE '{}' END
    );
    PERFORM judge_precheckin_answers(
        NEW.hotel_id, v_form, 'GUEST', NEW.precheckin_payload, v_submitted_at IS NOT NULL, 'booking_guest'
    );
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_guest_answers() IS
'Answers of a guest fit the form that counts, are complete when they are submitted, and stay from then on.';

CREATE OR REPLACE TRIGGER tg_booking_guest__0_answers
BEFORE INSERT ON hotelmate.booking_guest
FOR EACH ROW WHEN (new.precheckin_payload <> '{}' OR new.precheckin_submitted_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.guard_guest_answers();
COMMENT ON TRIGGER tg_booking_guest__0_answers ON hotelmate.booking_guest IS
'Answers that come with a guest fit the form that counts: precheckin_answers_fit_form.';

CREATE OR REPLACE TRIGGER precheckin_answers_fit_form
BEFORE UPDATE ON hotelmate.booking_guest
FOR EACH ROW WHEN (
    old.precheckin_submitted_at IS NULL AND new.precheckin_submitted_at IS NULL AND (
        old.precheckin_payload IS DISTINCT FROM new.precheckin_payload
        -- Whoever joins another party brings their answers along, to its form.
        OR (
            (old.hotel_id, old.booking_id) <> (new.hotel_id, new.booking_id) AND new.precheckin_payload <> '{}'
        )
    )
)
EXECUTE FUNCTION hotelmate.guard_guest_answers();
COMMENT ON TRIGGER precheckin_answers_fit_form ON hotelmate.booking_guest IS
'Answers of pre-check-in fit the fields of the form that counts for the booking.';

CREATE OR REPLACE TRIGGER booking_precheckin_complete
BEFORE UPDATE ON hotelmate.booking_guest
FOR EACH ROW WHEN (old.precheckin_submitted_at IS NULL AND new.precheckin_submitted_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.guard_guest_answers();
COMMENT ON TRIGGER booking_precheckin_complete ON hotelmate.booking_guest IS
'Pre-check-in is submitted only with an answer to every field that its form requires, of each staying guest too.';

CREATE OR REPLACE TRIGGER precheckin_submitted_is_final
BEFORE UPDATE ON hotelmate.booking_guest
FOR EACH ROW WHEN (
    old.precheckin_submitted_at IS NOT NULL AND (
        old.precheckin_payload IS DISTINCT FROM new.precheckin_payload
        OR old.precheckin_submitted_at IS DISTINCT FROM new.precheckin_submitted_at
        -- They answer to the form of their booking.
        OR (old.hotel_id, old.booking_id) <> (new.hotel_id, new.booking_id)
    )
)
EXECUTE FUNCTION hotelmate.guard_guest_answers();
COMMENT ON TRIGGER precheckin_submitted_is_final ON hotelmate.booking_guest IS
'Answers of pre-check-in that were submitted stay as they are.';

CREATE OR REPLACE FUNCTION hotelmate.submit_precheckin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a guest who submits cannot write tokens
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Each is judged by booking_precheckin_complete.
    UPDATE booking_guest SET precheckin_submitted_at = NEW.precheckin_submitted_at
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND is_staying;
    UPDATE booking_token
    -- The link may have been issued after the transaction that submits began.
    SET used_at = CASE
            WHEN expires_at >= NEW.precheckin_submitted_at THEN greatest(NEW.precheckin_submitted_at, created_at)
        END,
        revoked_at = CASE WHEN expires_at < NEW.precheckin_submitted_at THEN now() END,
        revoked_reason = CASE WHEN expires_at < NEW.precheckin_submitted_at THEN 'EXPIRED' END
    WHERE hotel_id = NEW.hotel_id AND live_booking_id = NEW.id AND purpose = 'PRECHECKIN';
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.submit_precheckin() IS
'Submitting pre-check-in hands in the answers of every staying guest and uses its link up, or revokes it when it has '
'expired.';

CREATE OR REPLACE TRIGGER tg_room_booking__5_submit_precheckin
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (old.precheckin_submitted_at IS NULL AND new.precheckin_submitted_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.submit_precheckin();
COMMENT ON TRIGGER tg_room_booking__5_submit_precheckin ON hotelmate.room_booking IS
'Hands in the guests'' answers and uses the pre-check-in link up.';
