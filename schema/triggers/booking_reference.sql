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
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('booking_reference_unique', 'booking_counter');
COMMENT ON TRIGGER tg_booking_counter__refuse_truncate ON hotelmate.booking_counter IS
'TRUNCATE would number bookings anew: booking_reference_unique.';
