-- Personal data are erased by stamping personal_data_erased_at: of one guest, or of a booking as a whole. The row is
-- emptied along with it, whoever stamps. Dates, room and amounts stay. What the booking itself tells is erased with
-- its primary guest: booking_derive.sql; and with it, below, what somebody wrote about the booking elsewhere.

CREATE OR REPLACE FUNCTION hotelmate.refuse_data_after_erasure(of_table text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'personal data were erased here and stay so'
        USING ERRCODE = '23514', CONSTRAINT = 'erasure_is_final', SCHEMA = 'hotelmate', TABLE = of_table;
END
$$;
COMMENT ON FUNCTION hotelmate.refuse_data_after_erasure(text) IS 'Refuses personal data where they were erased.';

CREATE OR REPLACE FUNCTION hotelmate.guard_erasure() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM refuse_data_after_erasure(TG_TABLE_NAME);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_erasure() IS 'What was erased stays erased, since the moment it was.';

CREATE OR REPLACE TRIGGER erasure_is_final
BEFORE UPDATE ON hotelmate.booking_guest
FOR EACH ROW WHEN (
    old.personal_data_erased_at IS NOT NULL AND (
        new.personal_data_erased_at IS DISTINCT FROM old.personal_data_erased_at
        OR new.first_name IS DISTINCT FROM old.first_name OR new.last_name IS DISTINCT FROM old.last_name
        OR new.email IS DISTINCT FROM old.email OR new.phone IS DISTINCT FROM old.phone
        OR new.precheckin_payload IS DISTINCT FROM old.precheckin_payload
    )
)
EXECUTE FUNCTION hotelmate.guard_erasure();
COMMENT ON TRIGGER erasure_is_final ON hotelmate.booking_guest IS
'What was erased stays erased, since the moment it was.';

CREATE OR REPLACE FUNCTION hotelmate.erase_guest() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    NEW.personal_data_erased_at := now();
    NEW.first_name := '(erased)';
    NEW.last_name := '(erased)';
    NEW.email := NULL;
    NEW.phone := NULL;
    NEW.precheckin_payload := '{}';
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.erase_guest() IS 'A guest without name, contacts and answers.';

CREATE OR REPLACE TRIGGER tg_booking_guest__3_erase
BEFORE UPDATE ON hotelmate.booking_guest
FOR EACH ROW WHEN (old.personal_data_erased_at IS NULL AND new.personal_data_erased_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.erase_guest();
COMMENT ON TRIGGER tg_booking_guest__3_erase ON hotelmate.booking_guest IS 'Erases a guest''s personal data.';

CREATE OR REPLACE FUNCTION hotelmate.erase_what_was_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may touch evidence, and of that only the reasons
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Whatever was done to the room while the guest was in it.
    UPDATE room_status_event SET reason = '(erased)'
    WHERE hotel_id = NEW.hotel_id AND in_house_booking_id = NEW.id AND reason <> '(erased)';
    -- A reason stands in the trails of the rooms as well, a moment earlier or later.
    UPDATE room_status_event AS room_change SET reason = '(erased)'
    FROM booking_event AS said
    WHERE said.hotel_id = NEW.hotel_id AND said.booking_id = NEW.id AND said.reason <> '(erased)'
        AND room_change.hotel_id = NEW.hotel_id AND room_change.room_id IN (said.from_room_id, said.to_room_id)
        AND room_change.reason = said.reason
        AND room_change.created_at
        BETWEEN said.created_at - interval '1 minute' AND said.created_at + interval '1 minute';
    UPDATE booking_event SET reason = '(erased)'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND reason <> '(erased)';
    UPDATE payment_entry SET reason = '(erased)'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND reason <> '(erased)';
    UPDATE payment_instruction SET reason = '(erased)'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND reason <> '(erased)';
    UPDATE payment_session SET success_url = 'https://erased.invalid/', cancel_url = 'https://erased.invalid/'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id
        AND (success_url, cancel_url) <> ('https://erased.invalid/', 'https://erased.invalid/');
    UPDATE housekeeping_task SET note = ''
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND note <> '';
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.erase_what_was_written() IS
'Erases free text about a booking outside its row: reasons in trails and ledger, notes, return addresses of payments.';

CREATE OR REPLACE FUNCTION hotelmate.guard_note_after_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever cleans need not read bookings
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_erased_at timestamptz;
BEGIN
    -- Who erases meanwhile queues here, and finds the note then. (Who changes a note has locked the task before: beside
    -- an erasure one of the two may end as a deadlock.)
    SELECT personal_data_erased_at INTO v_erased_at FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR SHARE;
    IF v_erased_at IS NOT NULL THEN
        PERFORM refuse_data_after_erasure(TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_note_after_erasure() IS
'Nobody notes anything about a booking whose personal data were erased.';

-- After tg_housekeeping_task__1_derive, which says whose task it is.
CREATE OR REPLACE TRIGGER tg_housekeeping_task__2_note
BEFORE INSERT OR UPDATE OF note, booking_id ON hotelmate.housekeeping_task
FOR EACH ROW WHEN (new.booking_id IS NOT NULL AND new.note <> '')
EXECUTE FUNCTION hotelmate.guard_note_after_erasure();
COMMENT ON TRIGGER tg_housekeeping_task__2_note ON hotelmate.housekeeping_task IS
'No note about a booking that was erased: erasure_is_final.';

CREATE OR REPLACE TRIGGER tg_room_booking__9_erase_what_was_written
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (old.personal_data_erased_at IS NULL AND new.personal_data_erased_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.erase_what_was_written();
COMMENT ON TRIGGER tg_room_booking__9_erase_what_was_written ON hotelmate.room_booking IS
'Erases free text about a booking outside its row.';
