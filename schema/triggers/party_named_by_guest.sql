-- A link lets its guest name who comes along, as many as were booked: who else comes is the hotel's to say.

CREATE OR REPLACE FUNCTION hotelmate.guard_party_named_by_guest() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF acting_role() = 'hotelmate_guest' THEN
        RAISE EXCEPTION 'a guest names as many as were booked'
            USING ERRCODE = '23514', CONSTRAINT = 'party_named_by_guest_within_booked',
                SCHEMA = 'hotelmate', TABLE = 'room_booking';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_party_named_by_guest() IS
'Guests name no more adults or children than were booked.';

CREATE OR REPLACE TRIGGER party_named_by_guest_within_booked
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    new.staying_guest_count > old.staying_guest_count
    AND (
        new.staying_child_count > new.children
        OR new.staying_guest_count - new.staying_child_count > new.adults
    )
)
EXECUTE FUNCTION hotelmate.guard_party_named_by_guest();
COMMENT ON TRIGGER party_named_by_guest_within_booked ON hotelmate.room_booking IS
'Guests name no more adults or children than were booked.';
