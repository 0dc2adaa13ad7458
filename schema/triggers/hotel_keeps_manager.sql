-- A hotel that has a manager keeps one: else nobody could let anybody in.

CREATE OR REPLACE FUNCTION hotelmate.guard_last_manager() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than whoever manages staff has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.role = 'MANAGER' AND NEW.is_active AND NEW.hotel_id = OLD.hotel_id THEN
        RETURN NULL;
    END IF;
    -- Written, not only locked: two managers who take each other's role queue here, and at a stricter isolation,
    -- where the second would not see the first, PostgreSQL refuses it. No fact changes.
    UPDATE hotel SET name = name WHERE hotel_id = OLD.hotel_id;
    IF NOT EXISTS (SELECT FROM staff WHERE hotel_id = OLD.hotel_id AND role = 'MANAGER' AND is_active) THEN
        RAISE EXCEPTION 'hotel % would be left without a manager', OLD.hotel_id
            USING ERRCODE = '23514', CONSTRAINT = 'hotel_keeps_manager', SCHEMA = 'hotelmate', TABLE = 'staff';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_last_manager() IS
'A hotel that has an active manager keeps at least one.';

-- After the statement, so that one statement may hand the role from one to another.
CREATE OR REPLACE TRIGGER hotel_keeps_manager
AFTER UPDATE OR DELETE ON hotelmate.staff
FOR EACH ROW WHEN (old.role = 'MANAGER' AND old.is_active)
EXECUTE FUNCTION hotelmate.guard_last_manager();
COMMENT ON TRIGGER hotel_keeps_manager ON hotelmate.staff IS
'A hotel that has an active manager keeps at least one.';
