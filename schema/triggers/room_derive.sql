-- What a room's row derives from the facts written to it: version, stamps, and its cleaning task.

CREATE OR REPLACE FUNCTION hotelmate.derive_room() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- the API may not write the derived columns or read task ids from the sequence
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        NEW.corrections := 0;
        NEW.last_cleaned_at := NULL;
        NEW.last_cleaned_by := NULL;
        NEW.last_inspected_at := NULL;
        NEW.last_inspected_by := NULL;
        NEW.last_vacated_at := NULL;
    ELSE
        NEW.version := OLD.version;
        NEW.last_cleaned_at := OLD.last_cleaned_at;
        NEW.last_cleaned_by := OLD.last_cleaned_by;
        NEW.last_inspected_at := OLD.last_inspected_at;
        NEW.last_inspected_by := OLD.last_inspected_by;
        NEW.last_vacated_at := OLD.last_vacated_at;
        IF room_facts_are_same(OLD, NEW) THEN
            RETURN NEW; -- nothing happened: no version, no audit row, no event
        END IF;
        NEW.version := OLD.version + 1;
        IF NEW.in_house_booking_id IS DISTINCT FROM OLD.in_house_booking_id THEN
            NEW.guest_fcm_token := NULL; -- the device belongs to the guest who left
            IF OLD.in_house_booking_id IS NOT NULL THEN
                NEW.last_vacated_at := greatest(OLD.last_vacated_at, coalesce(
                    (SELECT coalesce(checked_out_at, greatest(now(), room_moved_at)) FROM room_booking
                     WHERE hotel_id = OLD.hotel_id AND id = OLD.in_house_booking_id), now()
                ));
            END IF;
        END IF;
        IF NEW.turnover_status = OLD.turnover_status THEN
            RETURN NEW;
        END IF;
    END IF;
    CASE NEW.turnover_status
        WHEN 'CLEANING_IN_PROGRESS' THEN
            NEW.cleaning_task_id := coalesce(
                (SELECT task.id FROM housekeeping_task AS task
                 WHERE task.hotel_id = NEW.hotel_id AND task.room_id = NEW.id
                     AND task.task_type = 'TURNOVER' AND task.status IN ('OPEN', 'IN_PROGRESS')),
                nextval(pg_get_serial_sequence('hotelmate.housekeeping_task', 'id'))
            );
        WHEN 'CLEANED_UNINSPECTED' THEN
            NEW.last_cleaned_at := now();
            NEW.last_cleaned_by := current_actor();
            NEW.cleaning_task_id := NULL;
        WHEN 'READY_FOR_GUEST' THEN
            NEW.last_inspected_at := now();
            NEW.last_inspected_by := current_actor();
            NEW.cleaning_task_id := NULL;
            IF TG_OP = 'UPDATE' AND OLD.turnover_status = 'CLEANING_IN_PROGRESS' THEN
                NEW.last_cleaned_at := now(); -- an override ends the cleaning too
                NEW.last_cleaned_by := current_actor();
            END IF;
        ELSE
            NEW.cleaning_task_id := NULL;
    END CASE;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_room() IS
'Counts the version, stamps cleaning and inspection, names the cleaning task, forgets the device of a guest who left.';

CREATE OR REPLACE FUNCTION hotelmate.room_facts_are_same(old_row hotelmate.room, new_row hotelmate.room)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Generated columns are not there yet in the new row; they follow from the others.
    new_row.is_occupied := old_row.is_occupied;
    new_row.is_assignable := old_row.is_assignable;
    new_row.room_status := old_row.room_status;
    RETURN new_row IS NOT DISTINCT FROM old_row;
END
$$;
COMMENT ON FUNCTION hotelmate.room_facts_are_same(hotelmate.room, hotelmate.room) IS
'Whether an UPDATE changes any fact.';

CREATE OR REPLACE TRIGGER tg_room__1_derive
BEFORE INSERT OR UPDATE ON hotelmate.room
FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_room();
COMMENT ON TRIGGER tg_room__1_derive ON hotelmate.room IS 'Derives version, stamps and cleaning task.';
