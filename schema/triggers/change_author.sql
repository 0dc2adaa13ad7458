-- Who signs a change may do so. Audit rows, ledger rows and payment instructions name a member of staff in changed_by;
-- that they are of the hotel is a foreign key, that they still work there and may override is asked here.
-- The row of the member is shared until the end of the transaction: whoever deactivates them or changes their role
-- meanwhile waits, and what comes after that is refused.

CREATE OR REPLACE FUNCTION hotelmate.guard_change_by_active_staff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever signs need not be allowed to lock staff
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_is_active boolean;
BEGIN
    SELECT is_active INTO v_is_active FROM staff
    WHERE hotel_id = NEW.hotel_id AND id = NEW.changed_by
    FOR SHARE;
    -- Staff who are not of the hotel are left to the foreign key.
    IF NOT v_is_active THEN
        RAISE EXCEPTION 'staff % does not work here any more', NEW.changed_by
            USING ERRCODE = '23514', CONSTRAINT = 'change_by_active_staff',
                SCHEMA = 'hotelmate', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_change_by_active_staff() IS
'A change is signed by staff who work at the hotel at that moment.';

CREATE OR REPLACE FUNCTION hotelmate.guard_override_by_permitted_staff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever signs need not be allowed to lock staff
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- A DBA may leave open for whom they act.
    IF NEW.changed_by IS NULL AND NOT acts_for_api() THEN
        RETURN NEW;
    END IF;
    PERFORM FROM staff
    INNER JOIN staff_role_permission AS permitted ON staff.role = permitted.role
    WHERE staff.hotel_id = NEW.hotel_id AND staff.id = NEW.changed_by AND permitted.permission = 'rooms:override'
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'staff % may not override', NEW.changed_by
            USING ERRCODE = '23514', CONSTRAINT = 'override_by_permitted_staff',
                SCHEMA = 'hotelmate', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_override_by_permitted_staff() IS
'An override is signed by staff whose role may override; a DBA may leave open for whom they act.';

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['booking_event', 'payment_entry', 'payment_instruction', 'room_status_event'] LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER change_by_active_staff BEFORE INSERT ON hotelmate.%I'
            ' FOR EACH ROW WHEN (NEW.changed_by IS NOT NULL)'
            ' EXECUTE FUNCTION hotelmate.guard_change_by_active_staff()', v_table
        );
        EXECUTE format(
            'COMMENT ON TRIGGER change_by_active_staff ON hotelmate.%I IS %L', v_table,
            'A change is signed by staff who work at the hotel at that moment.'
        );
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER override_by_permitted_staff BEFORE INSERT ON hotelmate.%I'
            ' FOR EACH ROW WHEN (NEW.source = ''MANAGER_OVERRIDE'')'
            ' EXECUTE FUNCTION hotelmate.guard_override_by_permitted_staff()', v_table
        );
        EXECUTE format(
            'COMMENT ON TRIGGER override_by_permitted_staff ON hotelmate.%I IS %L', v_table,
            'An override is signed by staff whose role may override; a DBA may leave open for whom they act.'
        );
    END LOOP;
END
$$;
