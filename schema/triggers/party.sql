-- A party that changes has its booking count it anew, so that the booking's own constraints judge it.
-- The booking is locked before the change is judged: two sessions that change one party queue there.
-- An UPDATE or DELETE has locked its guest by then: lock the booking first where deadlocks matter.

CREATE OR REPLACE FUNCTION hotelmate.lock_booking_of_guest() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than the party's writer has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_ended room_booking;
BEGIN
    PERFORM 1 FROM room_booking
    WHERE (hotel_id = OLD.hotel_id AND id = OLD.booking_id) OR (hotel_id = NEW.hotel_id AND id = NEW.booking_id)
    ORDER BY id, hotel_id FOR UPDATE;
    IF TG_OP = 'INSERT' THEN
        NEW.personal_data_erased_at := NULL;
    END IF;
    -- Whoever joins is named; who was erased and moves is not.
    IF TG_OP <> 'DELETE' AND NEW.personal_data_erased_at IS NULL
        AND (NEW.hotel_id, NEW.booking_id) IS DISTINCT FROM (OLD.hotel_id, OLD.booking_id)
        AND EXISTS (
            SELECT FROM room_booking
            WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id AND personal_data_erased_at IS NOT NULL
        )
    THEN
        PERFORM refuse_data_after_erasure('booking_guest');
    END IF;
    -- Who stayed is told by the party as it was; how they are called and whom the hotel writes to may be put right.
    IF (NEW.hotel_id, NEW.booking_id, NEW.id, NEW.age_group, NEW.is_staying)
        IS DISTINCT FROM (OLD.hotel_id, OLD.booking_id, OLD.id, OLD.age_group, OLD.is_staying)
        AND (TG_OP = 'INSERT' OR OLD.age_group IN ('ADULT', 'CHILD')) -- any other may be put right
    THEN
        SELECT * INTO v_ended FROM room_booking
        WHERE NOT is_open
            AND ((hotel_id = OLD.hotel_id AND id = OLD.booking_id) OR (hotel_id = NEW.hotel_id AND id = NEW.booking_id));
        IF FOUND THEN
            RAISE EXCEPTION 'booking % is %', v_ended.booking_reference, v_ended.status
                USING ERRCODE = '23514', CONSTRAINT = 'booking_final_is_frozen',
                    SCHEMA = 'hotelmate', TABLE = 'booking_guest';
        END IF;
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;
COMMENT ON FUNCTION hotelmate.lock_booking_of_guest() IS
'Locks the booking before its party changes. Nobody new is named where personal data were erased; who was to stay, and '
'as what, is not changed in an ended booking.';

CREATE OR REPLACE TRIGGER tg_booking_guest__1_lock_booking
BEFORE INSERT OR UPDATE OR DELETE ON hotelmate.booking_guest
FOR EACH ROW EXECUTE FUNCTION hotelmate.lock_booking_of_guest();
COMMENT ON TRIGGER tg_booking_guest__1_lock_booking ON hotelmate.booking_guest IS
'Locks the booking before its party changes.';

CREATE OR REPLACE FUNCTION hotelmate.count_party_of(hotel bigint, booking bigint) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_booking room_booking;
BEGIN
    UPDATE room_booking SET party_version = party_version + 1
    WHERE hotel_id = hotel AND id = booking
    RETURNING * INTO v_booking;
    IF v_booking.in_house_room_id IS NOT NULL THEN
        PERFORM sync_guests_in_house(v_booking);
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.count_party_of(bigint, bigint) IS
'Has a booking count its party anew, and keeps its guest records while it is in house.';

CREATE OR REPLACE FUNCTION hotelmate.count_party() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write the counters
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_party record;
BEGIN
    -- The changed rows are read first and written hotel by hotel, never joined to a table of many hotels.
    IF TG_OP = 'INSERT' THEN
        FOR v_party IN SELECT DISTINCT hotel_id, booking_id FROM after_rows ORDER BY hotel_id, booking_id LOOP
            PERFORM count_party_of(v_party.hotel_id, v_party.booking_id);
        END LOOP;
    ELSIF TG_OP = 'DELETE' THEN
        FOR v_party IN SELECT DISTINCT hotel_id, booking_id FROM before_rows ORDER BY hotel_id, booking_id LOOP
            PERFORM count_party_of(v_party.hotel_id, v_party.booking_id);
        END LOOP;
    ELSIF EXISTS (SELECT FROM after_rows) THEN
        FOR v_party IN
            -- Answers of pre-check-in count nobody.
            WITH facts_before AS (
                SELECT
                    hotel_id, booking_id, id, role, age_group, first_name, last_name, email, phone, is_staying,
                    personal_data_erased_at
                FROM before_rows
            ),

            facts_after AS (
                SELECT
                    hotel_id, booking_id, id, role, age_group, first_name, last_name, email, phone, is_staying,
                    personal_data_erased_at
                FROM after_rows
            )

            SELECT DISTINCT changed.hotel_id, changed.booking_id
            FROM (
                (TABLE facts_before EXCEPT TABLE facts_after) UNION ALL (TABLE facts_after EXCEPT TABLE facts_before)
            ) AS changed
            ORDER BY changed.hotel_id, changed.booking_id
        LOOP
            PERFORM count_party_of(v_party.hotel_id, v_party.booking_id);
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.count_party() IS
'Has each booking whose party changed count it anew, once a statement.';

CREATE OR REPLACE TRIGGER tg_booking_guest__2_count_insert
AFTER INSERT ON hotelmate.booking_guest REFERENCING NEW TABLE AS after_rows
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.count_party();
COMMENT ON TRIGGER tg_booking_guest__2_count_insert ON hotelmate.booking_guest IS 'Counts the party.';

CREATE OR REPLACE TRIGGER tg_booking_guest__2_count_update
AFTER UPDATE ON hotelmate.booking_guest REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.count_party();
COMMENT ON TRIGGER tg_booking_guest__2_count_update ON hotelmate.booking_guest IS 'Counts the party.';

CREATE OR REPLACE TRIGGER tg_booking_guest__2_count_delete
AFTER DELETE ON hotelmate.booking_guest REFERENCING OLD TABLE AS before_rows
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.count_party();
COMMENT ON TRIGGER tg_booking_guest__2_count_delete ON hotelmate.booking_guest IS 'Counts the party.';

CREATE OR REPLACE FUNCTION hotelmate.pass_capacity_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write a booking's capacity
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    UPDATE room_booking SET capacity = NEW.max_occupancy
    WHERE hotel_id = NEW.hotel_id AND accommodating_room_type_id = NEW.id AND held_capacity IS NOT NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.pass_capacity_on() IS
'A room type''s new capacity reaches its open bookings, whose constraints judge it.';

CREATE OR REPLACE TRIGGER tg_room_type__1_pass_capacity_on
AFTER UPDATE ON hotelmate.room_type
FOR EACH ROW WHEN (old.max_occupancy <> new.max_occupancy)
EXECUTE FUNCTION hotelmate.pass_capacity_on();
COMMENT ON TRIGGER tg_room_type__1_pass_capacity_on ON hotelmate.room_type IS
'Passes a new capacity on to open bookings.';

CREATE OR REPLACE FUNCTION hotelmate.pass_room_type_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write a booking's capacity
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    UPDATE room_booking
    SET accommodating_room_type_id = NEW.room_type_id,
        capacity = capacity_of_room_type(NEW.hotel_id, NEW.room_type_id)
    WHERE hotel_id = NEW.hotel_id AND held_room_id = NEW.id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.pass_room_type_on() IS
'A room''s new type reaches the booking that holds the room, whose constraints judge it.';

CREATE OR REPLACE TRIGGER tg_room__5_pass_room_type_on
AFTER UPDATE ON hotelmate.room
FOR EACH ROW WHEN (old.room_type_id <> new.room_type_id)
EXECUTE FUNCTION hotelmate.pass_room_type_on();
COMMENT ON TRIGGER tg_room__5_pass_room_type_on ON hotelmate.room IS
'Passes a room''s new type on to the booking that holds it.';
