-- What a departed or closed booking was for stays as it was: its room, its dates, its price, its form.
-- Compares old with new, which no constraint can; the UPDATE has locked the row.

CREATE OR REPLACE FUNCTION hotelmate.guard_final_booking() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF (OLD.room_type_id, OLD.check_in, OLD.check_out, OLD.adults, OLD.children,
        OLD.total_amount, OLD.currency, OLD.precheckin_submitted_at,
        OLD.accommodating_room_type_id, OLD.capacity)
        IS DISTINCT FROM
       (NEW.room_type_id, NEW.check_in, NEW.check_out, NEW.adults, NEW.children,
        NEW.total_amount, NEW.currency, NEW.precheckin_submitted_at,
        NEW.accommodating_room_type_id, NEW.capacity)
        OR (
            NEW.assigned_room_id IS DISTINCT FROM OLD.assigned_room_id
            -- What a closed booking should never have held, booking_closed_holds_no_room, it may give back.
            AND NOT (NEW.assigned_room_id IS NULL AND OLD.checked_in_at IS NULL AND OLD.status <> 'COMPLETED')
        )
    THEN
        RAISE EXCEPTION 'booking % is %', OLD.booking_reference, OLD.status
            USING ERRCODE = '23514', CONSTRAINT = 'booking_final_is_frozen',
                SCHEMA = 'hotelmate', TABLE = 'room_booking';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_final_booking() IS
'An ended booking keeps its room type, dates, party size, price and pre-check-in; a departed one its room, too.';

CREATE OR REPLACE TRIGGER booking_final_is_frozen
BEFORE UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (NOT old.is_open)
EXECUTE FUNCTION hotelmate.guard_final_booking();
COMMENT ON TRIGGER booking_final_is_frozen ON hotelmate.room_booking IS
'An ended booking keeps its room type, dates, party size, price and pre-check-in; a departed one its room, too.';
