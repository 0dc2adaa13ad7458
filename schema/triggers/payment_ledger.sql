-- The ledger counts; the booking's amounts and stamps follow it. The booking is locked before its
-- ledger is read, so two payments of one booking queue there. The keys prove every total.

CREATE OR REPLACE FUNCTION hotelmate.derive_payment_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than the ledger's writer has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_booking room_booking;
    v_last payment_entry;
BEGIN
    SELECT * INTO v_booking FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    NEW.payment_id := coalesce(NEW.payment_id, v_booking.payment_id);
    IF NEW.payment_id IS NULL AND v_booking.id IS NOT NULL AND NEW.provider = 'desk' AND NEW.kind = 'AUTHORISED' THEN
        INSERT INTO payment (hotel_id, booking_id, provider, currency)
        VALUES (NEW.hotel_id, NEW.booking_id, 'desk', coalesce(NEW.currency, v_booking.currency))
        RETURNING id INTO NEW.payment_id;
    END IF;
    NEW.payment_id := coalesce(NEW.payment_id, 0); -- no such payment: named by the key
    SELECT * INTO v_last FROM payment_entry
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.booking_id AND payment_id = NEW.payment_id
    ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(v_last.seq, 0) + 1;
    NEW.currency := coalesce(NEW.currency, v_booking.currency, 'XXX'); -- an unknown booking is named by its key
    NEW.occurred_at := least(NEW.occurred_at, now()); -- a provider's clock may be ahead of ours
    NEW.authorised_before := coalesce(v_last.authorised_total, 0);
    NEW.captured_before := coalesce(v_last.captured_total, 0);
    NEW.voided_before := coalesce(v_last.voided_total, 0);
    NEW.refunded_before := coalesce(v_last.refunded_total, 0);
    NEW.disputed_before := coalesce(v_last.disputed_total, 0);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_payment_entry() IS
'Numbers a ledger row and starts it from the totals of the last; a payment at the desk begins here.';

CREATE OR REPLACE TRIGGER tg_payment_entry__1_derive
BEFORE INSERT ON hotelmate.payment_entry
FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_payment_entry();
COMMENT ON TRIGGER tg_payment_entry__1_derive ON hotelmate.payment_entry IS
'Numbers the row and carries the totals on.';

CREATE OR REPLACE FUNCTION hotelmate.follow_ledger_with_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write a booking's amounts
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- The booking takes the rest from the ledger itself. One that wrote this row, at approval, is there already.
    -- The first hold of exactly the price, while the booking waits for it, is the payment that counts.
    UPDATE room_booking SET payment_id = NEW.payment_id, payment_seq = NEW.seq
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id AND payment_seq IS DISTINCT FROM NEW.seq
        AND (
            payment_id = NEW.payment_id
            OR (
                payment_id IS NULL AND status = 'PENDING_PAYMENT' AND NEW.kind = 'AUTHORISED'
                AND NEW.authorised_total = total_amount AND NEW.currency = currency
            )
        );
    IF NOT FOUND AND NOT EXISTS (
        SELECT FROM room_booking
        WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id
            AND payment_id = NEW.payment_id AND payment_seq = NEW.seq -- this transaction has written it
    ) THEN
        -- The desk's guards saw the booking as it was before the statement: they judge each row, this one what became of all.
        IF NEW.provider = 'desk' THEN
            RAISE EXCEPTION 'booking % does not count on payment % at the desk', NEW.booking_id, NEW.payment_id
                USING ERRCODE = '23514', CONSTRAINT = 'desk_payment_needs_pending_payment',
                    SCHEMA = 'hotelmate', TABLE = 'payment_entry';
        END IF;
        -- One that does not count leaves the booking's facts alone; what depends on its ledger waits all the same.
        PERFORM write_lock_booking(NEW.hotel_id, NEW.booking_id);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.follow_ledger_with_booking() IS
'Tells the booking of a new row in the ledger of its payment, or that it has one now; each row of the desk counts.';

CREATE OR REPLACE TRIGGER tg_payment_entry__2_booking
AFTER INSERT ON hotelmate.payment_entry
FOR EACH ROW EXECUTE FUNCTION hotelmate.follow_ledger_with_booking();
COMMENT ON TRIGGER tg_payment_entry__2_booking ON hotelmate.payment_entry IS
'Tells the booking of its ledger''s new row.';
