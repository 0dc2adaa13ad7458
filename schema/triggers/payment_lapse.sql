-- A hold that is about to lapse is told to the front desk once, while there is time to decide.

CREATE OR REPLACE FUNCTION hotelmate.keep_lapse_report() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    NEW.lapse_reported_at := OLD.lapse_reported_at;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.keep_lapse_report() IS
'What was told of a hold that is about to lapse stays told.';

CREATE OR REPLACE TRIGGER tg_payment__keep_lapse_report
BEFORE UPDATE ON hotelmate.payment
FOR EACH ROW WHEN (
    old.lapse_reported_at IS NOT NULL AND new.lapse_reported_at IS DISTINCT FROM old.lapse_reported_at
)
EXECUTE FUNCTION hotelmate.keep_lapse_report();
COMMENT ON TRIGGER tg_payment__keep_lapse_report ON hotelmate.payment IS
'Tells the front desk once, whoever writes when it was told.';

CREATE OR REPLACE FUNCTION hotelmate.report_lapsing_hold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write the outbox
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_booking room_booking;
BEGIN
    SELECT * INTO v_booking FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id AND payment_id = NEW.id AND status = 'PENDING_APPROVAL';
    IF FOUND THEN
        PERFORM publish(
            NEW.hotel_id, ARRAY['hotel'], 'booking', 'booking_hold_lapsing',
            jsonb_build_object(
                'booking_id', v_booking.booking_reference, 'status', v_booking.status,
                'capture_before', NEW.capture_before
            ),
            jsonb_build_object('booking_id', v_booking.booking_reference, 'version', v_booking.version)
        );
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.report_lapsing_hold() IS
'Tells the front desk of a booking whose hold on a card is about to lapse.';

CREATE OR REPLACE TRIGGER tg_payment__report_lapsing_hold
AFTER UPDATE ON hotelmate.payment
FOR EACH ROW WHEN (old.lapse_reported_at IS NULL AND new.lapse_reported_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.report_lapsing_hold();
COMMENT ON TRIGGER tg_payment__report_lapsing_hold ON hotelmate.payment IS
'Tells the front desk of a hold that is about to lapse.';
