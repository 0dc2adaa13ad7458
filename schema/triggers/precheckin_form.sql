-- Forms of pre-check-in: counted, published whole, never changed. A link keeps the newest.

CREATE OR REPLACE FUNCTION hotelmate.derive_precheckin_form() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than whoever publishes has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Two who publish at once queue here.
    PERFORM 1 FROM hotel WHERE hotel_id = NEW.hotel_id FOR NO KEY UPDATE;
    NEW.version := 1 + coalesce(newest_precheckin_form(NEW.hotel_id), 0);
    NEW.published_at := now();
    NEW.published_in := pg_current_xact_id();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_precheckin_form() IS 'Counts a new form and stamps it.';

CREATE OR REPLACE TRIGGER tg_precheckin_form__1_derive
BEFORE INSERT ON hotelmate.precheckin_form
FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_precheckin_form();
COMMENT ON TRIGGER tg_precheckin_form__1_derive ON hotelmate.precheckin_form IS 'Counts a new form and stamps it.';

CREATE OR REPLACE FUNCTION hotelmate.newest_precheckin_form(hotel bigint) RETURNS integer
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT max(form.version) FROM precheckin_form AS form WHERE form.hotel_id = hotel
$$;
COMMENT ON FUNCTION hotelmate.newest_precheckin_form(bigint) IS
'The form that a hotel''s new links get; NULL where it asks nothing.';

CREATE OR REPLACE FUNCTION hotelmate.precheckin_form_of(hotel bigint, booking bigint) RETURNS integer
LANGUAGE sql STABLE -- as whoever asks: guests read which form their own link has, and no other link
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT coalesce(
    (SELECT b.precheckin_form_version FROM room_booking AS b WHERE b.hotel_id = hotel AND b.id = booking),
    (SELECT token.form_version FROM booking_token AS token
     WHERE token.hotel_id = hotel AND token.live_booking_id = booking AND token.purpose = 'PRECHECKIN'),
    newest_precheckin_form(hotel)
)
$$;
COMMENT ON FUNCTION hotelmate.precheckin_form_of(bigint, bigint) IS
'The form that counts for a booking: the one it was submitted by, else that of its live link, else the newest.';

CREATE OR REPLACE FUNCTION hotelmate.is_being_published(hotel bigint, form integer) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT EXISTS (
    SELECT FROM precheckin_form AS published
    WHERE published.hotel_id = hotel AND published.version = form
        AND published.published_in = pg_current_xact_id_if_assigned()
        -- The number alone may come again in a database that was restored elsewhere.
        AND published.published_at = now()
)
$$;
COMMENT ON FUNCTION hotelmate.is_being_published(bigint, integer) IS
'Whether this transaction publishes a form: fields may still be added to it.';

CREATE OR REPLACE FUNCTION hotelmate.refuse_unfinished_form(hotel bigint, form integer, of_table text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF form IS NOT NULL AND is_being_published(hotel, form) THEN
        RAISE EXCEPTION 'a form counts when it is published: the transaction that publishes it uses it for nothing'
            USING ERRCODE = '23514', CONSTRAINT = 'precheckin_form_is_final',
                SCHEMA = 'hotelmate', TABLE = of_table;
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.refuse_unfinished_form(bigint, integer, text) IS
'Refuses to issue or submit by a form that this transaction publishes: a field could still be added to it.';

CREATE OR REPLACE FUNCTION hotelmate.guard_precheckin_form() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever adds a field need not read the transaction of its form
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN -- of a field: forms themselves may be inserted
        IF is_being_published(NEW.hotel_id, NEW.form_version)
            -- A form that is not there is named by the foreign key.
            OR NOT EXISTS (
                SELECT FROM precheckin_form AS form
                WHERE form.hotel_id = NEW.hotel_id AND form.version = NEW.form_version
            )
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a form that is published stays as it is; publish a new one'
        USING ERRCODE = '23514', CONSTRAINT = 'precheckin_form_is_final',
            SCHEMA = 'hotelmate', TABLE = TG_TABLE_NAME;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_precheckin_form() IS
'A form of pre-check-in stays as it was published: what changes is a new one.';

CREATE OR REPLACE TRIGGER precheckin_form_is_final
BEFORE UPDATE OR DELETE ON hotelmate.precheckin_form
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_precheckin_form();
COMMENT ON TRIGGER precheckin_form_is_final ON hotelmate.precheckin_form IS
'A form of pre-check-in stays as it was published: what changes is a new one.';

CREATE OR REPLACE TRIGGER precheckin_form_is_final
BEFORE INSERT OR UPDATE OR DELETE ON hotelmate.precheckin_field
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_precheckin_form();
COMMENT ON TRIGGER precheckin_form_is_final ON hotelmate.precheckin_field IS
'A form of pre-check-in stays as it was published: what changes is a new one.';

CREATE OR REPLACE TRIGGER tg_precheckin_form__refuse_truncate
BEFORE TRUNCATE ON hotelmate.precheckin_form
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('precheckin_form_is_final', 'precheckin_form');
COMMENT ON TRIGGER tg_precheckin_form__refuse_truncate ON hotelmate.precheckin_form IS
'TRUNCATE would remove forms that answers were given by: precheckin_form_is_final.';

CREATE OR REPLACE TRIGGER tg_precheckin_field__refuse_truncate
BEFORE TRUNCATE ON hotelmate.precheckin_field
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('precheckin_form_is_final', 'precheckin_field');
COMMENT ON TRIGGER tg_precheckin_field__refuse_truncate ON hotelmate.precheckin_field IS
'TRUNCATE would remove fields that answers were given to: precheckin_form_is_final.';

-- What was answered was one of these countries. What never was one may go.
CREATE OR REPLACE TRIGGER tg_country__refuse_removal
BEFORE UPDATE OR DELETE ON hotelmate.country
FOR EACH ROW WHEN (old.code ~ '^[A-Z]{2}$')
EXECUTE FUNCTION hotelmate.refuse_by_rule('precheckin_submitted_is_final', 'country');
COMMENT ON TRIGGER tg_country__refuse_removal ON hotelmate.country IS
'Answers that were submitted would name no country: precheckin_submitted_is_final.';

CREATE OR REPLACE TRIGGER tg_country__refuse_truncate
BEFORE TRUNCATE ON hotelmate.country
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('precheckin_submitted_is_final', 'country');
COMMENT ON TRIGGER tg_country__refuse_truncate ON hotelmate.country IS
'TRUNCATE would leave answers that name no country: precheckin_submitted_is_final.';
