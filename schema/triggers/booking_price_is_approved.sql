-- Staff approve a price, and that is what is captured: it stays. Compares old with new, which no constraint
-- can; the UPDATE has locked the row.

CREATE OR REPLACE FUNCTION hotelmate.guard_approved_price() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'booking % was approved at %', OLD.booking_reference, OLD.total_amount
        USING ERRCODE = '23514', CONSTRAINT = 'booking_price_is_approved',
            SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'total_amount';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_approved_price() IS 'The price of a booking stays as it was approved.';

CREATE OR REPLACE TRIGGER booking_price_is_approved
BEFORE UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    old.approved_at IS NOT NULL
    AND (new.total_amount <> old.total_amount OR new.currency <> old.currency)
)
EXECUTE FUNCTION hotelmate.guard_approved_price();
COMMENT ON TRIGGER booking_price_is_approved ON hotelmate.room_booking IS
'The price of a booking stays as it was approved.';
