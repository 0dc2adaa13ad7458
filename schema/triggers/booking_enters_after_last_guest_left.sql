-- Two stays do not overlap in one room, in the past either. A check-in may be stamped later than it
-- happened, but not before the last guest left. The room waits for this booking and is vacant, so its
-- stamp cannot change in between (booking_waits_for_ready_room).

CREATE OR REPLACE FUNCTION hotelmate.guard_check_in_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever checks a guest in need not read the room
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF OLD.checked_in_at IS NULL AND NEW.checked_in_at < (
        SELECT last_vacated_at FROM room WHERE hotel_id = NEW.hotel_id AND id = NEW.assigned_room_id
    ) THEN
        RAISE EXCEPTION 'booking % would start before the last guest left', NEW.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_enters_after_last_guest_left',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'checked_in_at';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_check_in_time() IS 'A guest enters a room after the last one has left it.';

CREATE OR REPLACE TRIGGER booking_enters_after_last_guest_left
BEFORE UPDATE OF checked_in_at ON hotelmate.room_booking
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_check_in_time();
COMMENT ON TRIGGER booking_enters_after_last_guest_left ON hotelmate.room_booking IS
'A guest enters a room after the last one has left it.';
