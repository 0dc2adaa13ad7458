-- A turnover task and its room move together, whichever of the two is written. Each side writes the
-- other only where it differs, so the two triggers end each other; the keys prove that they agree.
-- Whoever writes a task locks it before its room: lock the room first where deadlocks matter.

CREATE OR REPLACE FUNCTION hotelmate.derive_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes a task need not read the steps
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.changed_by := current_actor();
        NEW.previous_status := NULL;
        NEW.started_at := NULL;
        NEW.completed_at := NULL;
    ELSE
        NEW.room_id := OLD.room_id; -- work elsewhere is another task
        IF OLD.status IN ('DONE', 'CANCELLED') THEN
            -- A type that no rule knows may still be put right.
            NEW.task_type := CASE
                WHEN OLD.task_type IN ('TURNOVER', 'STAYOVER', 'INSPECTION', 'DEEP_CLEAN') THEN OLD.task_type
                ELSE NEW.task_type
            END;
            NEW.booking_id := OLD.booking_id;
        END IF;
        NEW.started_at := OLD.started_at;
        NEW.completed_at := OLD.completed_at;
        NEW.created_at := OLD.created_at;
        NEW.created_by := OLD.created_by;
        NEW.changed_by := OLD.changed_by;
        NEW.previous_status := CASE WHEN NEW.status <> OLD.status THEN OLD.status ELSE OLD.previous_status END;
        -- Generated columns are not there yet in the new row; they follow from the others.
        NEW.cleaning_room_id := OLD.cleaning_room_id;
        NEW.is_open := OLD.is_open;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW; -- nothing happened: nobody wrote it, and no event
        END IF;
        NEW.changed_by := current_actor();
        IF NEW.status <> OLD.status AND NOT EXISTS (
            SELECT FROM task_transition WHERE from_status = OLD.status AND to_status = NEW.status
        ) THEN
            -- The foreign key of the same name proves the step. Asked here too, so that the refusal names
            -- the step and not a stamp that would go with it: checks are judged before foreign keys.
            RAISE EXCEPTION 'a task that is % does not become %', OLD.status, NEW.status
                USING ERRCODE = '23503', CONSTRAINT = 'task_legal_transition',
                    SCHEMA = 'hotelmate', TABLE = 'housekeeping_task', COLUMN = 'status';
        END IF;
    END IF;
    IF NEW.status IN ('IN_PROGRESS', 'DONE') THEN
        NEW.started_at := coalesce(NEW.started_at, now());
    END IF;
    IF NEW.status = 'DONE' THEN
        -- Work may have been started after the transaction that ends it began.
        NEW.completed_at := coalesce(NEW.completed_at, greatest(now(), NEW.started_at));
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_task() IS
'Stamps the start and the end of a task, remembers the step taken and who took it, keeps it in its room.';

CREATE OR REPLACE TRIGGER tg_housekeeping_task__1_derive
BEFORE INSERT OR UPDATE ON hotelmate.housekeeping_task
FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_task();
COMMENT ON TRIGGER tg_housekeeping_task__1_derive ON hotelmate.housekeeping_task IS
'Derives stamps and the step taken.';

CREATE OR REPLACE TRIGGER tg_housekeeping_task__0_kept
BEFORE DELETE ON hotelmate.housekeeping_task
FOR EACH ROW EXECUTE FUNCTION hotelmate.refuse_by_rule('task_legal_transition', 'housekeeping_task');
COMMENT ON TRIGGER tg_housekeeping_task__0_kept ON hotelmate.housekeeping_task IS
'No step leads out of the history, which events tell of: task_legal_transition.';

CREATE OR REPLACE TRIGGER tg_housekeeping_task__0_same
BEFORE UPDATE OF hotel_id, id ON hotelmate.housekeeping_task
FOR EACH ROW WHEN (new.id <> old.id OR new.hotel_id <> old.hotel_id)
EXECUTE FUNCTION hotelmate.refuse_by_rule('task_legal_transition', 'housekeeping_task');
COMMENT ON TRIGGER tg_housekeeping_task__0_same ON hotelmate.housekeeping_task IS
'A task that became another would take its steps out of the history: task_legal_transition.';

CREATE OR REPLACE FUNCTION hotelmate.follow_task_with_room() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a task may be written by roles that may not write rooms
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF NEW.status = 'IN_PROGRESS' THEN
        UPDATE room SET turnover_status = 'CLEANING_IN_PROGRESS'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.room_id AND cleaning_task_id IS DISTINCT FROM NEW.id;
    ELSE
        UPDATE room
        SET turnover_status = CASE NEW.status WHEN 'DONE' THEN 'CLEANED_UNINSPECTED' ELSE 'CHECKOUT_DIRTY' END
        WHERE hotel_id = NEW.hotel_id AND id = NEW.room_id AND cleaning_task_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.follow_task_with_room() IS 'A turnover task that starts or ends moves its room along.';

CREATE OR REPLACE TRIGGER tg_housekeeping_task__2_room
AFTER UPDATE ON hotelmate.housekeeping_task
FOR EACH ROW WHEN (new.task_type = 'TURNOVER' AND old.status <> new.status)
EXECUTE FUNCTION hotelmate.follow_task_with_room();
COMMENT ON TRIGGER tg_housekeeping_task__2_room ON hotelmate.housekeeping_task IS
'Moves the room along with its turnover task.';

CREATE OR REPLACE FUNCTION hotelmate.follow_room_with_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a room may be written by roles that may not write tasks
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF NEW.turnover_status = 'CLEANING_IN_PROGRESS' THEN
        INSERT INTO housekeeping_task (hotel_id, id, room_id, booking_id, task_type)
        VALUES (NEW.hotel_id, NEW.cleaning_task_id, NEW.id, NEW.in_house_booking_id, 'TURNOVER')
        ON CONFLICT (hotel_id, id) DO NOTHING;
        UPDATE housekeeping_task SET status = 'IN_PROGRESS'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.cleaning_task_id AND status = 'OPEN';
    ELSIF OLD.cleaning_task_id IS NOT NULL THEN
        UPDATE housekeeping_task
        SET status = CASE NEW.turnover_status WHEN 'CHECKOUT_DIRTY' THEN 'OPEN' ELSE 'DONE' END
        WHERE hotel_id = NEW.hotel_id AND id = OLD.cleaning_task_id AND status = 'IN_PROGRESS';
    ELSIF NEW.turnover_status <> 'CHECKOUT_DIRTY' THEN
        -- A manager skipped the cleaning: the task that nobody will do is not left open.
        UPDATE housekeeping_task SET status = 'CANCELLED'
        WHERE hotel_id = NEW.hotel_id AND room_id = NEW.id AND task_type = 'TURNOVER' AND status = 'OPEN';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.follow_room_with_task() IS 'A room whose turnover moves takes its turnover task along.';

CREATE OR REPLACE TRIGGER tg_room__3_turnover_task
AFTER UPDATE ON hotelmate.room
FOR EACH ROW WHEN (old.turnover_status <> new.turnover_status)
EXECUTE FUNCTION hotelmate.follow_room_with_task();
COMMENT ON TRIGGER tg_room__3_turnover_task ON hotelmate.room IS 'Takes the turnover task along with the room.';

CREATE OR REPLACE FUNCTION hotelmate.open_turnover_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a room may be written by roles that may not write tasks
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    INSERT INTO housekeeping_task (hotel_id, room_id, booking_id, task_type)
    VALUES (NEW.hotel_id, NEW.id, OLD.in_house_booking_id, 'TURNOVER')
    ON CONFLICT (hotel_id, room_id) WHERE task_type = 'TURNOVER' AND status IN ('OPEN', 'IN_PROGRESS')
    DO NOTHING;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.open_turnover_task() IS
'A room that becomes vacant or is found dirty gets its turnover task.';

CREATE OR REPLACE TRIGGER tg_room__4_open_turnover_task
AFTER UPDATE ON hotelmate.room
FOR EACH ROW WHEN (
    new.turnover_status = 'CHECKOUT_DIRTY' AND new.in_house_booking_id IS NULL
    AND (
        old.in_house_booking_id IS NOT NULL
        OR old.turnover_status IN ('READY_FOR_GUEST', 'CLEANED_UNINSPECTED')
    )
)
EXECUTE FUNCTION hotelmate.open_turnover_task();
COMMENT ON TRIGGER tg_room__4_open_turnover_task ON hotelmate.room IS
'Opens the turnover task of a room that became vacant or was found dirty.';

CREATE OR REPLACE FUNCTION hotelmate.publish_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write the outbox
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL; -- derive_task found that nothing happened
    END IF;
    PERFORM publish(
        NEW.hotel_id,
        CASE
            WHEN NEW.assigned_to IS NULL THEN ARRAY['hotel']
            ELSE ARRAY['hotel', 'staff.' || NEW.assigned_to]
        END,
        'housekeeping', CASE TG_OP WHEN 'INSERT' THEN 'task_created' ELSE 'task_updated' END,
        jsonb_build_object(
            'task_id', NEW.id, 'task_type', NEW.task_type, 'status', NEW.status, 'priority', NEW.priority,
            'assigned_to', NEW.assigned_to, 'room_number', room.room_number
        ),
        jsonb_build_object('task_id', NEW.id, 'room_number', room.room_number)
    )
    FROM room WHERE room.hotel_id = NEW.hotel_id AND room.id = NEW.room_id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.publish_task() IS 'Writes the realtime event of a task.';

CREATE OR REPLACE TRIGGER tg_housekeeping_task__3_publish
AFTER INSERT OR UPDATE ON hotelmate.housekeeping_task
FOR EACH ROW EXECUTE FUNCTION hotelmate.publish_task();
COMMENT ON TRIGGER tg_housekeeping_task__3_publish ON hotelmate.housekeeping_task IS 'Writes the realtime event.';
