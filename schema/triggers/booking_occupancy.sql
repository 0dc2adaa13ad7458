-- Occupancy follows the booking: check-in takes the ready room, check-out and a move leave it dirty.
-- The trigger only does it; the two foreign keys between booking and room prove it, whoever writes.

CREATE OR REPLACE FUNCTION hotelmate.sync_room_occupancy() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write in_house_booking_id
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF OLD.in_house_room_id IS NOT NULL AND NEW.in_house_room_id IS NOT NULL THEN
        -- Two moves that cross would lock the same two rooms in opposite order.
        PERFORM 1 FROM room
        WHERE hotel_id = NEW.hotel_id AND id IN (OLD.in_house_room_id, NEW.in_house_room_id)
        ORDER BY id FOR UPDATE;
    END IF;
    IF OLD.in_house_room_id IS NOT NULL THEN
        UPDATE room SET in_house_booking_id = NULL, turnover_status = 'CHECKOUT_DIRTY'
        WHERE hotel_id = NEW.hotel_id AND id = OLD.in_house_room_id AND in_house_booking_id = NEW.id;
    END IF;
    IF NEW.in_house_room_id IS NOT NULL THEN
        UPDATE room SET in_house_booking_id = NEW.id, turnover_status = 'CHECKOUT_DIRTY'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.in_house_room_id AND is_assignable;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'booking % cannot enter a room that is not ready', NEW.booking_reference
                USING ERRCODE = '23514', CONSTRAINT = 'booking_enters_ready_room',
                    SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'assigned_room_id';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.sync_room_occupancy() IS
'A guest enters only a room that is active, in order, ready and vacant; the room left behind is CHECKOUT_DIRTY.';

CREATE OR REPLACE TRIGGER booking_enters_ready_room
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (old.in_house_room_id IS DISTINCT FROM new.in_house_room_id)
EXECUTE FUNCTION hotelmate.sync_room_occupancy();
COMMENT ON TRIGGER booking_enters_ready_room ON hotelmate.room_booking IS
'A guest enters only a room that is active, in order, ready and vacant; the room left behind is CHECKOUT_DIRTY.';
