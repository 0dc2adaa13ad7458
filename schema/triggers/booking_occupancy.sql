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

CREATE OR REPLACE FUNCTION hotelmate.guard_named_guest() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes the room need not read the booking
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF NEW.in_house_booking_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM room_booking
        WHERE hotel_id = NEW.hotel_id AND id = NEW.in_house_booking_id AND in_house_room_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'booking % is not in house in room %', NEW.in_house_booking_id, NEW.room_number
            USING ERRCODE = '23503', CONSTRAINT = 'room_occupied_by_in_house_booking',
                SCHEMA = 'hotelmate', TABLE = 'room', COLUMN = 'in_house_booking_id';
    END IF;
    IF EXISTS (
        SELECT FROM room_booking
        WHERE hotel_id = OLD.hotel_id AND id = OLD.in_house_booking_id AND in_house_room_id = OLD.id
    ) THEN
        RAISE EXCEPTION 'booking % is in house in room %', OLD.in_house_booking_id, OLD.room_number
            USING ERRCODE = '23503', CONSTRAINT = 'booking_in_house_occupies_room',
                SCHEMA = 'hotelmate', TABLE = 'room', COLUMN = 'in_house_booking_id';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_named_guest() IS
'Who is in a room is said by the booking first, else a room could have another guest until COMMIT.';

-- What sync_room_occupancy writes follows from the booking already.
CREATE OR REPLACE TRIGGER tg_room__6_named_guest
AFTER UPDATE ON hotelmate.room
FOR EACH ROW WHEN (
    old.in_house_booking_id IS DISTINCT FROM new.in_house_booking_id AND pg_trigger_depth() = 0
)
EXECUTE FUNCTION hotelmate.guard_named_guest();
COMMENT ON TRIGGER tg_room__6_named_guest ON hotelmate.room IS
'A room names the booking in house in it, for a moment too: room_occupied_by_in_house_booking, '
'booking_in_house_occupies_room.';

-- Nobody can be in house in a room that is not there yet.
CREATE OR REPLACE TRIGGER tg_room__6_new_is_vacant
AFTER INSERT ON hotelmate.room
FOR EACH ROW WHEN (new.in_house_booking_id IS NOT NULL)
EXECUTE FUNCTION hotelmate.guard_named_guest();
COMMENT ON TRIGGER tg_room__6_new_is_vacant ON hotelmate.room IS
'A room begins without a guest: room_occupied_by_in_house_booking.';
