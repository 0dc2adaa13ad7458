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
    SELECT * INTO v_last FROM payment_entry
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.booking_id ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(v_last.seq, 0) + 1;
    NEW.currency := coalesce(NEW.currency, v_booking.currency, 'XXX'); -- an unknown booking is named by its key
    NEW.occurred_at := least(NEW.occurred_at, now()); -- a provider's clock may be ahead of ours
    NEW.authorised_before := coalesce(v_last.authorised_total, 0);
    NEW.captured_before := coalesce(v_last.captured_total, 0);
    NEW.voided_before := coalesce(v_last.voided_total, 0);
    NEW.refunded_before := coalesce(v_last.refunded_total, 0);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_payment_entry() IS
'Numbers a ledger row and starts it from the totals of the last.';

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
    UPDATE room_booking SET payment_seq = NEW.seq
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id AND payment_seq IS DISTINCT FROM NEW.seq;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.follow_ledger_with_booking() IS
'Tells the booking of its ledger''s new row.';

CREATE OR REPLACE TRIGGER tg_payment_entry__2_booking
AFTER INSERT ON hotelmate.payment_entry
FOR EACH ROW EXECUTE FUNCTION hotelmate.follow_ledger_with_booking();
COMMENT ON TRIGGER tg_payment_entry__2_booking ON hotelmate.payment_entry IS
'Tells the booking of its ledger''s new row.';

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
BEGIN
    SELECT total_amount INTO v_price FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    IF NEW.amount <> v_price THEN
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

CREATE OR REPLACE FUNCTION hotelmate.guard_desk_capture() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than the ledger's writer has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_provider text;
BEGIN
    SELECT payment_provider INTO v_provider FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    IF v_provider IS DISTINCT FROM 'desk' THEN
        RAISE EXCEPTION 'what % holds is not captured at the desk', coalesce(v_provider, 'nobody')
            USING ERRCODE = '23514', CONSTRAINT = 'desk_captures_desk_payment',
                SCHEMA = 'hotelmate', TABLE = 'payment_entry';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_desk_capture() IS 'The desk captures only what was authorised at the desk.';

CREATE OR REPLACE TRIGGER desk_captures_desk_payment
BEFORE INSERT ON hotelmate.payment_entry
FOR EACH ROW WHEN (new.provider = 'desk' AND new.kind = 'CAPTURED')
EXECUTE FUNCTION hotelmate.guard_desk_capture();
COMMENT ON TRIGGER desk_captures_desk_payment ON hotelmate.payment_entry IS
'The desk captures only what was authorised at the desk.';

CREATE OR REPLACE FUNCTION hotelmate.settle_desk_payment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a decision writes the ledger for whoever decides
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    INSERT INTO payment_entry (hotel_id, booking_id, kind, amount, provider, method, reference)
    SELECT authorised.hotel_id, authorised.booking_id,
        CASE NEW.status WHEN 'CONFIRMED' THEN 'CAPTURED' ELSE 'VOIDED' END,
        least(authorised.amount, OLD.authorised_amount - OLD.captured_amount - OLD.voided_amount),
        authorised.provider, authorised.method, authorised.reference
    FROM payment_entry AS authorised
    WHERE authorised.hotel_id = NEW.hotel_id AND authorised.booking_id = NEW.id
        AND authorised.kind = 'AUTHORISED' AND authorised.provider = 'desk'
        AND OLD.captured_amount + OLD.voided_amount < OLD.authorised_amount
        -- A capture that confirmed the booking by itself is in the ledger already.
        AND NOT (NEW.status = 'CONFIRMED' AND EXISTS (
            SELECT FROM payment_entry AS capture
            WHERE capture.hotel_id = NEW.hotel_id AND capture.booking_id = NEW.id
                AND capture.seq = NEW.payment_seq
        ))
    ORDER BY authorised.seq DESC LIMIT 1;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_desk_payment() IS
'A decision settles a payment made at the desk: approval captures it, anything else voids it.';

CREATE OR REPLACE TRIGGER tg_room_booking__7_settle_desk_payment
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    old.status = 'PENDING_APPROVAL' AND new.status <> 'PENDING_APPROVAL' AND new.payment_provider = 'desk'
)
EXECUTE FUNCTION hotelmate.settle_desk_payment();
COMMENT ON TRIGGER tg_room_booking__7_settle_desk_payment ON hotelmate.room_booking IS
'Settles a desk payment by the decision.';
