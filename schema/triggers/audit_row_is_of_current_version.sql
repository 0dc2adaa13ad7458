-- An audit row is written for the version that stands, once. Without this, a forged row of the next
-- version would stay for ever (it is evidence) and make that next version impossible.
-- Not ENABLE ALWAYS: a subscriber of logical replication receives trails whose subjects are further on.

CREATE OR REPLACE FUNCTION hotelmate.guard_room_audit_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes the trail need not read its subject
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- A version that is not there is left to the foreign key.
    IF NEW.version <> (SELECT version FROM room WHERE hotel_id = NEW.hotel_id AND id = NEW.room_id) THEN
        RAISE EXCEPTION 'version % is not the current version of the room', NEW.version
            USING ERRCODE = '23514', CONSTRAINT = 'audit_row_is_of_current_version',
                SCHEMA = 'hotelmate', TABLE = 'room_status_event';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_room_audit_row() IS 'An audit row is of the version that its subject has now.';

CREATE OR REPLACE TRIGGER audit_row_is_of_current_version
BEFORE INSERT ON hotelmate.room_status_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_room_audit_row();
COMMENT ON TRIGGER audit_row_is_of_current_version ON hotelmate.room_status_event IS
'An audit row is of the version that its subject has now.';

CREATE OR REPLACE FUNCTION hotelmate.guard_booking_audit_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes the trail need not read its subject
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- A version that is not there is left to the foreign key.
    IF NEW.version <> (SELECT version FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id) THEN
        RAISE EXCEPTION 'version % is not the current version of the booking', NEW.version
            USING ERRCODE = '23514', CONSTRAINT = 'audit_row_is_of_current_version',
                SCHEMA = 'hotelmate', TABLE = 'booking_event';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_booking_audit_row() IS 'An audit row is of the version that its subject has now.';

CREATE OR REPLACE TRIGGER audit_row_is_of_current_version
BEFORE INSERT ON hotelmate.booking_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_booking_audit_row();
COMMENT ON TRIGGER audit_row_is_of_current_version ON hotelmate.booking_event IS
'An audit row is of the version that its subject has now.';
