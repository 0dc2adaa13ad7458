-- A guest has not checked in or out tomorrow. A CHECK must not read the clock (it would be judged
-- again at every later write and at restore), so a trigger judges the stamp when it is written.

CREATE OR REPLACE FUNCTION hotelmate.guard_future_stamps() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF greatest(NEW.checked_in_at, NEW.checked_out_at, NEW.precheckin_submitted_at) > clock_timestamp() THEN
        RAISE EXCEPTION 'booking % is stamped in the future', OLD.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_stamps_not_in_future',
                SCHEMA = 'hotelmate', TABLE = 'room_booking',
                COLUMN = CASE
                    WHEN NEW.checked_in_at > clock_timestamp() THEN 'checked_in_at'
                    WHEN NEW.checked_out_at > clock_timestamp() THEN 'checked_out_at'
                    ELSE 'precheckin_submitted_at'
                END;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_future_stamps() IS
'Check-in, check-out and pre-check-in are stamped when they happen or after, not ahead.';

CREATE OR REPLACE TRIGGER booking_stamps_not_in_future
BEFORE UPDATE OF checked_in_at, checked_out_at, precheckin_submitted_at ON hotelmate.room_booking
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_future_stamps();
COMMENT ON TRIGGER booking_stamps_not_in_future ON hotelmate.room_booking IS
'Check-in, check-out and pre-check-in are stamped when they happen or after, not ahead.';
