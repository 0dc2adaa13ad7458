-- Approval takes money for a room: not more often a night than the hotel has rooms and allows. Rows that
-- no key can tie together, so the room type is written to: a second approval waits for the first, and at
-- the stricter isolation levels fails instead of counting what it cannot see.

CREATE OR REPLACE FUNCTION hotelmate.guard_booking_approval() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever approves does not write room types
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_allowance integer;
    v_rooms bigint;
    v_approved bigint;
BEGIN
    UPDATE room_type SET approvals_counted = approvals_counted + 1
    WHERE hotel_id = NEW.hotel_id AND id = NEW.room_type_id AND overbooking_allowance IS NOT NULL
    RETURNING overbooking_allowance INTO v_allowance;
    IF NOT FOUND THEN
        RETURN NEW; -- the hotel sets no limit
    END IF;
    SELECT count(*) INTO v_rooms FROM room
    WHERE hotel_id = NEW.hotel_id AND room_type_id = NEW.room_type_id AND is_active;
    -- Arrivals and departures are added up, day by day: nothing here grows with the nights of a stay.
    SELECT coalesce(max(night.approved), 0) INTO v_approved
    FROM (
        SELECT sum(sum(turn.change)) OVER (ORDER BY turn.on_day) AS approved
        FROM room_booking AS other
        CROSS JOIN LATERAL (
            VALUES (greatest(other.check_in, NEW.check_in), 1), (other.check_out, -1)
        ) AS turn (on_day, change)
        WHERE other.hotel_id = NEW.hotel_id AND other.accommodating_room_type_id = NEW.room_type_id
            AND other.held_capacity IS NOT NULL AND other.approved_at IS NOT NULL AND other.id <> NEW.id
            AND other.check_in < NEW.check_out AND NEW.check_in < other.check_out
        GROUP BY turn.on_day
    ) AS night;
    IF v_approved >= v_rooms + v_allowance THEN
        RAISE EXCEPTION 'booking % would be the % of % rooms', NEW.booking_reference, v_approved + 1, v_rooms
            USING ERRCODE = '23514', CONSTRAINT = 'booking_approval_within_rooms',
                SCHEMA = 'hotelmate', TABLE = 'room_booking';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_booking_approval() IS
'No more stays are approved for a night than there are rooms of the type and the hotel''s allowance.';

CREATE OR REPLACE TRIGGER booking_approval_within_rooms
BEFORE UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    old.status = 'PENDING_APPROVAL' AND old.approved_at IS NULL
    AND (new.approved_at IS NOT NULL OR new.status = 'CONFIRMED')
)
EXECUTE FUNCTION hotelmate.guard_booking_approval();
COMMENT ON TRIGGER booking_approval_within_rooms ON hotelmate.room_booking IS
'No more stays are approved for a night than there are rooms of the type and the hotel''s allowance.';
