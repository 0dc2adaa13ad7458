-- A guest leaves the room they were in. Checking in and out in one statement, or leaving a room never
-- entered, would complete a stay that no room ever saw. Compares old with new, which no constraint
-- can; the UPDATE has locked the row.

CREATE OR REPLACE FUNCTION hotelmate.guard_check_out() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Without a check-in at all, booking_check_out_after_check_in names the refusal.
    IF OLD.checked_out_at IS NULL AND NEW.checked_out_at IS NOT NULL AND NEW.checked_in_at IS NOT NULL
        AND (OLD.in_house_room_id IS NULL OR OLD.in_house_room_id IS DISTINCT FROM NEW.assigned_room_id)
    THEN
        RAISE EXCEPTION 'booking % checks out of a room that it was not in', OLD.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_checks_out_of_its_room',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'checked_out_at';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_check_out() IS
'A guest checks out of the room that they were in house in, in a step of its own.';

CREATE OR REPLACE TRIGGER booking_checks_out_of_its_room
BEFORE UPDATE OF checked_out_at ON hotelmate.room_booking
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_check_out();
COMMENT ON TRIGGER booking_checks_out_of_its_room ON hotelmate.room_booking IS
'A guest checks out of the room that they were in house in, in a step of its own.';
