-- References of bookings, by which guests and staff call them: counted by hotel and year.

CREATE OR REPLACE FUNCTION hotelmate.next_booking_reference(hotel bigint, local_date date) RETURNS text
LANGUAGE sql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
INSERT INTO booking_counter AS counter (hotel_id, year, last_number)
VALUES (hotel, extract(YEAR FROM local_date), 1)
ON CONFLICT (hotel_id, year) DO UPDATE SET last_number = counter.last_number + 1
RETURNING format('BK-%s-%s', year, lpad(last_number::text, greatest(6, length(last_number::text)), '0'))
$$;
COMMENT ON FUNCTION hotelmate.next_booking_reference(bigint, date) IS
'Counts the hotel''s bookings of the year and returns the next reference, like BK-2026-000123.';

CREATE OR REPLACE TRIGGER tg_booking_counter__refuse_truncate
BEFORE TRUNCATE ON hotelmate.booking_counter
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('booking_reference_unique', 'booking_counter');
COMMENT ON TRIGGER tg_booking_counter__refuse_truncate ON hotelmate.booking_counter IS
'TRUNCATE would number bookings anew: booking_reference_unique.';

CREATE OR REPLACE FUNCTION hotelmate.guard_booking_counter() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_stays boolean := TG_OP = 'UPDATE' AND (NEW.hotel_id, NEW.year) = (OLD.hotel_id, OLD.year);
BEGIN
    -- Who makes a booking has locked the counter's row before: none is made unseen.
    IF EXISTS (
        SELECT FROM room_booking AS booking
        WHERE booking.hotel_id = OLD.hotel_id AND CASE
            WHEN booking.booking_reference ~ format('^BK-%s-[0-9]{6,10}$', OLD.year)
                THEN substr(booking.booking_reference, 9)::bigint > CASE WHEN v_stays THEN NEW.last_number ELSE 0 END
        END
    ) THEN
        RAISE EXCEPTION 'the counter of % would give a reference that a booking has', OLD.year
            USING ERRCODE = '23505', CONSTRAINT = 'booking_reference_unique',
                SCHEMA = 'hotelmate', TABLE = 'booking_counter';
    END IF;
    RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_booking_counter() IS
'A counter does not fall behind the references of its year that are in use: each next booking would be refused.';

CREATE OR REPLACE TRIGGER tg_booking_counter__not_behind
BEFORE UPDATE ON hotelmate.booking_counter
FOR EACH ROW WHEN (
    new.last_number < old.last_number OR new.year <> old.year OR new.hotel_id <> old.hotel_id
)
EXECUTE FUNCTION hotelmate.guard_booking_counter();
COMMENT ON TRIGGER tg_booking_counter__not_behind ON hotelmate.booking_counter IS
'A counter goes back no further than to the last reference in use: booking_reference_unique.';

CREATE OR REPLACE TRIGGER tg_booking_counter__kept
BEFORE DELETE ON hotelmate.booking_counter
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_booking_counter();
COMMENT ON TRIGGER tg_booking_counter__kept ON hotelmate.booking_counter IS
'A counter stays while bookings have its references: booking_reference_unique.';
