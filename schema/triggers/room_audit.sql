-- Every version of a room is written down and reported. The keys of room_status_event prove the chain.

CREATE OR REPLACE FUNCTION hotelmate.audit_room() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write the audit trail or the outbox
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_from_status text := OLD.room_status;
    v_from_turnover text := OLD.turnover_status;
    v_is_correction boolean := TG_OP = 'UPDATE' AND NEW.corrections IS DISTINCT FROM OLD.corrections;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.version = OLD.version THEN
        RETURN NULL; -- no fact changed
    END IF;
    IF v_is_correction THEN
        -- What changed past the trail, as in a restore, is told now: from what the trail knew.
        SELECT last.to_status, last.to_turnover INTO v_from_status, v_from_turnover
        FROM room_status_event AS last
        WHERE last.hotel_id = OLD.hotel_id AND last.room_id = OLD.id AND last.version = OLD.version;
    END IF;
    INSERT INTO room_status_event (
        hotel_id, room_id, version, from_status, to_status, from_turnover, to_turnover,
        is_active, is_out_of_order, maintenance_required, in_house_booking_id, is_correction
    ) VALUES (
        NEW.hotel_id, NEW.id, NEW.version, v_from_status, NEW.room_status, v_from_turnover, NEW.turnover_status,
        NEW.is_active, NEW.is_out_of_order, NEW.maintenance_required, NEW.in_house_booking_id, v_is_correction
    );
    PERFORM publish(
        NEW.hotel_id, ARRAY['rooms'], 'rooms',
        CASE
            WHEN TG_OP = 'INSERT' THEN 'room_created'
            WHEN NEW.in_house_booking_id IS DISTINCT FROM OLD.in_house_booking_id THEN 'room_occupancy_updated'
            ELSE 'room_updated'
        END,
        jsonb_build_object(
            'room_number', NEW.room_number, 'room_status', NEW.room_status,
            'turnover_status', NEW.turnover_status, 'is_occupied', NEW.is_occupied,
            'is_assignable', NEW.is_assignable, 'is_active', NEW.is_active,
            'is_out_of_order', NEW.is_out_of_order, 'maintenance_required', NEW.maintenance_required
        ),
        jsonb_build_object('room_id', NEW.id, 'room_number', NEW.room_number, 'version', NEW.version)
    );
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.audit_room() IS 'Writes the audit row and the realtime event of a room''s new version.';

CREATE OR REPLACE TRIGGER tg_room__2_audit
AFTER INSERT OR UPDATE ON hotelmate.room
FOR EACH ROW EXECUTE FUNCTION hotelmate.audit_room();
COMMENT ON TRIGGER tg_room__2_audit ON hotelmate.room IS 'Writes the audit row and the realtime event.';
