-- A stamp once set is never rewritten or cleared. Compares old with new, which no constraint can; the
-- UPDATE has locked the row, so no other session comes between.

CREATE OR REPLACE FUNCTION hotelmate.guard_booking_stamps() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_stamp text;
BEGIN
    SELECT stamp.name INTO v_stamp
    FROM (VALUES
        ('checked_in_at', OLD.checked_in_at, NEW.checked_in_at),
        ('checked_out_at', OLD.checked_out_at, NEW.checked_out_at),
        ('payment_authorized_at', OLD.payment_authorized_at, NEW.payment_authorized_at),
        ('paid_at', OLD.paid_at, NEW.paid_at),
        ('approved_at', OLD.approved_at, NEW.approved_at),
        ('decision_at', OLD.decision_at, NEW.decision_at),
        ('cancelled_at', OLD.cancelled_at, NEW.cancelled_at),
        ('no_show_at', OLD.no_show_at, NEW.no_show_at),
        ('precheckin_submitted_at', OLD.precheckin_submitted_at, NEW.precheckin_submitted_at),
        ('personal_data_erased_at', OLD.personal_data_erased_at, NEW.personal_data_erased_at),
        ('created_at', OLD.created_at, NEW.created_at)
    ) AS stamp (name, before, after)
    WHERE stamp.before IS NOT NULL AND stamp.after IS DISTINCT FROM stamp.before
    LIMIT 1;
    IF v_stamp IS NULL AND NEW.booking_reference <> OLD.booking_reference THEN
        v_stamp := 'booking_reference';
    END IF;
    IF v_stamp IS NOT NULL THEN
        RAISE EXCEPTION '% of booking % is set and stays as it is', v_stamp, OLD.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_stamps_are_final',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = v_stamp;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_booking_stamps() IS
'A stamp of a booking, once set, is never rewritten or cleared, nor is its reference.';

CREATE OR REPLACE TRIGGER booking_stamps_are_final
BEFORE UPDATE ON hotelmate.room_booking
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_booking_stamps();
COMMENT ON TRIGGER booking_stamps_are_final ON hotelmate.room_booking IS
'A stamp of a booking, once set, is never rewritten or cleared, nor is its reference.';
