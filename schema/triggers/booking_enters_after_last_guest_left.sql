-- Two stays do not overlap in one room, in the past either. A check-in may be stamped later than it
-- happened, but not before the last guest left; a move is stamped when it happens. Who waited for the
-- room may have done so in a transaction that began before the last guest left. So the rooms are
-- locked, as sync_room_occupancy does next: from then on the stamp does not change.

CREATE OR REPLACE FUNCTION hotelmate.guard_check_in_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever checks a guest in need not read the room
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF coalesce(NEW.room_moved_at, NEW.checked_in_at) < (
        SELECT max(CASE WHEN locked.id = NEW.in_house_room_id THEN locked.last_vacated_at END)
        FROM (
            SELECT id, last_vacated_at FROM room
            WHERE hotel_id = NEW.hotel_id AND id IN (OLD.in_house_room_id, NEW.in_house_room_id)
            ORDER BY id FOR UPDATE
        ) AS locked
    ) THEN
        RAISE EXCEPTION 'booking % would enter before the last guest left', NEW.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_enters_after_last_guest_left',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'checked_in_at';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_check_in_time() IS 'A guest enters a room after the last one has left it.';

CREATE OR REPLACE TRIGGER booking_enters_after_last_guest_left
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    new.in_house_room_id IS NOT NULL AND old.in_house_room_id IS DISTINCT FROM new.in_house_room_id
)
EXECUTE FUNCTION hotelmate.guard_check_in_time();
COMMENT ON TRIGGER booking_enters_after_last_guest_left ON hotelmate.room_booking IS
'A guest enters a room after the last one has left it.';
