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

CREATE OR REPLACE FUNCTION hotelmate.settle_desk_payment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a decision writes the ledger for whoever decides
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_held bigint := OLD.authorised_amount - OLD.captured_amount - OLD.voided_amount;
    v_kind text;
    v_amount bigint;
BEGIN
    IF OLD.status = 'PENDING_APPROVAL' AND NEW.status <> 'CONFIRMED' AND OLD.captured_amount > OLD.refunded_amount THEN
        -- The desk took a part already: of a booking that was not confirmed the hotel keeps nothing.
        INSERT INTO payment_entry (hotel_id, booking_id, payment_id, kind, amount, provider, method, reference)
        SELECT hotel_id, booking_id, payment_id, 'REFUNDED', OLD.captured_amount - OLD.refunded_amount, provider, method, reference
        FROM payment_entry
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND payment_id = NEW.payment_id AND kind = 'AUTHORISED'
        ORDER BY seq DESC LIMIT 1;
    END IF;
    IF OLD.status = 'PENDING_APPROVAL' THEN
        v_kind := CASE NEW.status WHEN 'CONFIRMED' THEN 'CAPTURED' ELSE 'VOIDED' END;
        v_amount := v_held;
    ELSE
        v_kind := 'REFUNDED';
        v_amount := least(
            OLD.captured_amount - NEW.cancellation_fee_amount - OLD.refunded_amount,
            OLD.captured_amount - OLD.refunded_amount - OLD.disputed_amount
        );
    END IF;
    INSERT INTO payment_entry (hotel_id, booking_id, payment_id, kind, amount, provider, method, reference)
    SELECT authorised.hotel_id, authorised.booking_id, authorised.payment_id, v_kind,
        CASE v_kind WHEN 'REFUNDED' THEN v_amount ELSE least(authorised.amount, v_amount) END,
        authorised.provider, authorised.method, authorised.reference
    FROM payment_entry AS authorised
    WHERE authorised.hotel_id = NEW.hotel_id AND authorised.booking_id = NEW.id
        AND authorised.payment_id = NEW.payment_id AND authorised.kind = 'AUTHORISED' AND v_amount > 0
        -- A capture that confirmed the booking by itself is in the ledger already.
        AND NOT (v_kind = 'CAPTURED' AND EXISTS (
            SELECT FROM payment_entry AS capture
            WHERE capture.hotel_id = NEW.hotel_id AND capture.booking_id = NEW.id
                AND capture.payment_id = NEW.payment_id AND capture.seq = NEW.payment_seq
        ))
    ORDER BY authorised.seq DESC LIMIT 1;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_desk_payment() IS
'A decision settles a payment made at the desk: approval captures it, an ending voids or refunds it.';

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
