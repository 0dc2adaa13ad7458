-- Payments at the desk: what the desk may take, and how a decision settles it at once. What Stripe holds,
-- the desk cannot touch: a payment has one provider, by the key of its ledger.

CREATE OR REPLACE FUNCTION hotelmate.guard_desk_payment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than the ledger's writer has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_status text;
BEGIN
    -- Locked, so that two clerks who take the same payment queue here and the second is refused.
    SELECT status INTO v_status FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    IF v_status <> 'PENDING_PAYMENT' THEN
        RAISE EXCEPTION 'a booking that is % takes no payment at the desk', v_status
            USING ERRCODE = '23514', CONSTRAINT = 'desk_payment_needs_pending_payment',
                SCHEMA = 'hotelmate', TABLE = 'payment_entry';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_desk_payment() IS
'The desk takes a payment only for a booking that waits for payment.';

CREATE OR REPLACE TRIGGER desk_payment_needs_pending_payment
BEFORE INSERT ON hotelmate.payment_entry
FOR EACH ROW WHEN (new.provider = 'desk' AND new.kind = 'AUTHORISED')
EXECUTE FUNCTION hotelmate.guard_desk_payment();
COMMENT ON TRIGGER desk_payment_needs_pending_payment ON hotelmate.payment_entry IS
'The desk takes a payment only for a booking that waits for payment.';

CREATE OR REPLACE FUNCTION hotelmate.guard_desk_amount() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than the ledger's writer has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_price bigint;
    v_currency text;
BEGIN
    SELECT total_amount, currency INTO v_price, v_currency FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    IF NEW.amount <> v_price OR NEW.currency <> v_currency THEN
        RAISE EXCEPTION 'the price is %, not %', v_price, NEW.amount
            USING ERRCODE = '23514', CONSTRAINT = 'desk_payment_is_the_price',
                SCHEMA = 'hotelmate', TABLE = 'payment_entry', COLUMN = 'amount';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_desk_amount() IS
'The desk takes the price of the booking, no more and no less.';

CREATE OR REPLACE TRIGGER desk_payment_is_the_price
BEFORE INSERT ON hotelmate.payment_entry
FOR EACH ROW WHEN (new.provider = 'desk' AND new.kind = 'AUTHORISED')
EXECUTE FUNCTION hotelmate.guard_desk_amount();
COMMENT ON TRIGGER desk_payment_is_the_price ON hotelmate.payment_entry IS
'The desk takes the price of the booking, no more and no less.';

CREATE OR REPLACE FUNCTION hotelmate.record_at_desk(
    booking hotelmate.room_booking, kind_of_row text, amount_of_row bigint
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    INSERT INTO payment_entry (hotel_id, booking_id, payment_id, kind, amount, provider, method, reference)
    SELECT taken.hotel_id, taken.booking_id, taken.payment_id, kind_of_row, amount_of_row,
        taken.provider, taken.method, taken.reference
    FROM payment_entry AS taken
    WHERE taken.hotel_id = booking.hotel_id AND taken.booking_id = booking.id
        AND taken.payment_id = booking.payment_id AND taken.kind = 'AUTHORISED'
        -- A capture that confirmed the booking by itself is in the ledger already.
        AND NOT (kind_of_row = 'CAPTURED' AND EXISTS (
            SELECT FROM payment_entry AS capture
            WHERE capture.hotel_id = booking.hotel_id AND capture.booking_id = booking.id
                AND capture.payment_id = booking.payment_id AND capture.seq = booking.payment_seq
        ))
    ORDER BY taken.seq DESC LIMIT 1;
END
$$;
COMMENT ON FUNCTION hotelmate.record_at_desk(hotelmate.room_booking, text, bigint) IS
'Writes what a decision makes of a payment at the desk, in the way in which it was paid.';

CREATE OR REPLACE FUNCTION hotelmate.settle_desk_payment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a decision writes the ledger for whoever decides
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_rest bigint := NEW.authorised_amount - NEW.captured_amount - NEW.voided_amount;
    -- Of a booking that was not confirmed the hotel keeps nothing, also where the desk captured a part.
    v_kept bigint := CASE OLD.status WHEN 'CONFIRMED' THEN NEW.cancellation_fee_amount ELSE 0 END;
BEGIN
    IF NEW.status = 'CONFIRMED' THEN
        IF NEW.captured_amount > OLD.captured_amount THEN
            PERFORM record_at_desk(NEW, 'CAPTURED', NEW.captured_amount - OLD.captured_amount);
        END IF;
    ELSIF NEW.captured_amount - NEW.refunded_amount > v_kept THEN
        PERFORM record_at_desk(NEW, 'REFUNDED', NEW.captured_amount - NEW.refunded_amount - v_kept);
    END IF;
    IF v_rest > 0 THEN
        PERFORM record_at_desk(NEW, 'VOIDED', v_rest);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_desk_payment() IS
'A decision settles a payment at the desk: approval captures the price, an ending refunds; what is left is voided.';

CREATE OR REPLACE TRIGGER tg_room_booking__7_settle_desk_payment
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    new.payment_provider = 'desk' AND (
        (old.status = 'PENDING_APPROVAL' AND new.status <> 'PENDING_APPROVAL')
        OR (old.status = 'CONFIRMED' AND new.status = 'CANCELLED')
    )
)
EXECUTE FUNCTION hotelmate.settle_desk_payment();
COMMENT ON TRIGGER tg_room_booking__7_settle_desk_payment ON hotelmate.room_booking IS
'Settles a desk payment by the decision.';
