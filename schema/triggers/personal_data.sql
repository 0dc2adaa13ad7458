-- Personal data are erased by stamping personal_data_erased_at: of one guest, or of a booking as a whole. The row is
-- emptied along with it, whoever stamps. Dates, room and amounts stay. What the booking itself tells is erased with
-- its primary guest: booking_derive.sql.

CREATE OR REPLACE FUNCTION hotelmate.refuse_data_after_erasure(of_table text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'personal data were erased here and stay so'
        USING ERRCODE = '23514', CONSTRAINT = 'erasure_is_final', SCHEMA = 'hotelmate', TABLE = of_table;
END
$$;
COMMENT ON FUNCTION hotelmate.refuse_data_after_erasure(text) IS 'Refuses personal data where they were erased.';

CREATE OR REPLACE FUNCTION hotelmate.guard_erasure() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM refuse_data_after_erasure(TG_TABLE_NAME);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_erasure() IS 'What was erased stays erased, since the moment it was.';

CREATE OR REPLACE TRIGGER erasure_is_final
BEFORE UPDATE ON hotelmate.booking_guest
FOR EACH ROW WHEN (
    old.personal_data_erased_at IS NOT NULL AND (
        new.personal_data_erased_at IS DISTINCT FROM old.personal_data_erased_at
        OR (new.first_name, new.last_name, new.email, new.phone, new.precheckin_payload)
        IS DISTINCT FROM (old.first_name, old.last_name, old.email, old.phone, old.precheckin_payload)
    )
)
EXECUTE FUNCTION hotelmate.guard_erasure();
COMMENT ON TRIGGER erasure_is_final ON hotelmate.booking_guest IS
'What was erased stays erased, since the moment it was.';

CREATE OR REPLACE FUNCTION hotelmate.erase_guest() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    NEW.personal_data_erased_at := now();
    NEW.first_name := '(erased)';
    NEW.last_name := '(erased)';
    NEW.email := NULL;
    NEW.phone := NULL;
    NEW.precheckin_payload := '{}';
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.erase_guest() IS 'A guest without name, contacts and answers.';

CREATE OR REPLACE TRIGGER tg_booking_guest__3_erase
BEFORE UPDATE ON hotelmate.booking_guest
FOR EACH ROW WHEN (old.personal_data_erased_at IS NULL AND new.personal_data_erased_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.erase_guest();
COMMENT ON TRIGGER tg_booking_guest__3_erase ON hotelmate.booking_guest IS 'Erases a guest''s personal data.';
