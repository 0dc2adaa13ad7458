-- A stamp once set is never rewritten or cleared. Compares old with new, which no constraint can; the
-- UPDATE has locked the row, so no other session comes between.

CREATE OR REPLACE FUNCTION hotelmate.guard_booking_stamps() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_stamp text;
BEGIN
    -- One expression: plpgsql evaluates it without starting a query.
    v_stamp := CASE
        WHEN OLD.checked_in_at <> NEW.checked_in_at OR (NEW.checked_in_at IS NULL AND OLD.checked_in_at IS NOT NULL) THEN 'checked_in_at'
        WHEN OLD.checked_out_at <> NEW.checked_out_at OR (NEW.checked_out_at IS NULL AND OLD.checked_out_at IS NOT NULL) THEN 'checked_out_at'
        WHEN OLD.payment_authorized_at <> NEW.payment_authorized_at OR (NEW.payment_authorized_at IS NULL AND OLD.payment_authorized_at IS NOT NULL) THEN 'payment_authorized_at'
        WHEN OLD.paid_at <> NEW.paid_at OR (NEW.paid_at IS NULL AND OLD.paid_at IS NOT NULL) THEN 'paid_at'
        WHEN OLD.approved_at <> NEW.approved_at OR (NEW.approved_at IS NULL AND OLD.approved_at IS NOT NULL) THEN 'approved_at'
        WHEN OLD.decision_at <> NEW.decision_at OR (NEW.decision_at IS NULL AND OLD.decision_at IS NOT NULL) THEN 'decision_at'
        WHEN OLD.cancelled_at <> NEW.cancelled_at OR (NEW.cancelled_at IS NULL AND OLD.cancelled_at IS NOT NULL) THEN 'cancelled_at'
        WHEN OLD.no_show_at <> NEW.no_show_at OR (NEW.no_show_at IS NULL AND OLD.no_show_at IS NOT NULL) THEN 'no_show_at'
        WHEN OLD.precheckin_submitted_at <> NEW.precheckin_submitted_at OR (NEW.precheckin_submitted_at IS NULL AND OLD.precheckin_submitted_at IS NOT NULL) THEN 'precheckin_submitted_at'
        WHEN OLD.personal_data_erased_at <> NEW.personal_data_erased_at OR (NEW.personal_data_erased_at IS NULL AND OLD.personal_data_erased_at IS NOT NULL) THEN 'personal_data_erased_at'
        WHEN NEW.created_at IS DISTINCT FROM OLD.created_at THEN 'created_at'
        WHEN NEW.booking_reference IS DISTINCT FROM OLD.booking_reference THEN 'booking_reference'
    END;
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
