-- What is owed follows from the booking and from the ledgers of its payments by Stripe, whoever changed
-- them: approved is captured, a hold nobody waits for is voided, what a closed booking does not keep is
-- refunded. Every instruction is derived here, in the transaction that made it necessary.

CREATE OR REPLACE FUNCTION hotelmate.settle_stripe_payments(hotel bigint, booking bigint) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_booking room_booking;
    v_ledger payment_entry;
BEGIN
    -- Locked by now: each caller has written the booking or its ledger.
    SELECT * INTO v_booking FROM room_booking WHERE hotel_id = hotel AND id = booking;
    FOR v_ledger IN
        SELECT last_entry.*
        FROM payment
        CROSS JOIN LATERAL (
            SELECT entry.* FROM payment_entry AS entry
            WHERE entry.hotel_id = payment.hotel_id AND entry.booking_id = payment.booking_id
                AND entry.payment_id = payment.id
            ORDER BY entry.seq DESC LIMIT 1
        ) AS last_entry
        WHERE payment.hotel_id = hotel AND payment.booking_id = booking AND payment.provider = 'stripe'
        ORDER BY payment.id
    LOOP
        PERFORM settle_hold(v_booking, v_ledger);
        PERFORM settle_refund(v_booking, v_ledger);
    END LOOP;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_stripe_payments(bigint, bigint) IS
'Instructs Stripe to do what a booking''s state and its ledgers make necessary, and withdraws what they do not.';

CREATE OR REPLACE FUNCTION hotelmate.waits_for_capture(
    booking hotelmate.room_booking, ledger hotelmate.payment_entry
) RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT (
    booking.payment_id = ledger.payment_id
    AND booking.status = 'PENDING_APPROVAL' AND booking.approved_at IS NOT NULL
    AND ledger.authorised_total > ledger.captured_total + ledger.voided_total
    AND ledger.captured_total < booking.total_amount
) IS TRUE
$$;
COMMENT ON FUNCTION hotelmate.waits_for_capture(hotelmate.room_booking, hotelmate.payment_entry) IS
'Whether staff approved the booking, it waits for its payment, and that one holds something still.';

CREATE OR REPLACE FUNCTION hotelmate.settle_hold(
    booking hotelmate.room_booking, ledger hotelmate.payment_entry
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_counts boolean := ledger.payment_id IS NOT DISTINCT FROM booking.payment_id;
    v_held bigint := ledger.authorised_total - ledger.captured_total - ledger.voided_total;
    v_wanted text;
    v_amount bigint;
BEGIN
    v_wanted := CASE
        WHEN v_held = 0 THEN 'NOTHING'
        WHEN NOT v_counts OR booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED') THEN 'VOID'
        WHEN waits_for_capture(booking, ledger) THEN 'CAPTURE'
        ELSE 'NOTHING'
    END;
    v_amount := amount_asked_of_hold(v_wanted, booking, ledger);
    UPDATE payment_instruction AS pending
    SET state = CASE
        -- Where something is wanted of the hold still, somebody else captured a part: ours was not carried out.
        WHEN pending.kind = 'CAPTURE' AND v_wanted = 'NOTHING' AND ledger.captured_total > 0 THEN 'DONE'
        WHEN pending.kind = 'CAPTURE' AND v_held = 0 THEN 'FAILED'
        WHEN pending.kind = 'VOID' AND v_held = 0 AND ledger.captured_total = 0 THEN 'DONE'
        ELSE 'WITHDRAWN'
    END
    WHERE pending.hotel_id = ledger.hotel_id AND pending.booking_id = ledger.booking_id
        AND pending.payment_id = ledger.payment_id
        AND pending.state = 'PENDING' AND pending.kind IN ('CAPTURE', 'VOID')
        -- A part of the hold may be over, or more be held: payment_instruction_within_amounts. Where Stripe is done
        -- with it, what is left is released by the next row of the same event.
        AND (
            pending.kind <> v_wanted
            OR (pending.amount <> v_amount AND NOT EXISTS (
                SELECT FROM payment
                WHERE payment.hotel_id = ledger.hotel_id AND payment.id = ledger.payment_id
                    AND payment.provider_status IN ('succeeded', 'canceled')
            ))
        );
    IF v_wanted <> 'NOTHING' THEN
        INSERT INTO payment_instruction (hotel_id, booking_id, payment_id, kind, is_derived, amount)
        SELECT ledger.hotel_id, ledger.booking_id, ledger.payment_id, v_wanted, true, v_amount
        WHERE NOT EXISTS (
            SELECT FROM payment_instruction AS given
            WHERE given.hotel_id = ledger.hotel_id AND given.booking_id = ledger.booking_id
                AND given.payment_id = ledger.payment_id AND given.kind = v_wanted AND given.state IN ('PENDING', 'DONE')
        );
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_hold(hotelmate.room_booking, hotelmate.payment_entry) IS
'Captures the hold of an approved booking, or what others left of it; voids one that nobody waits for.';

CREATE OR REPLACE FUNCTION hotelmate.settle_refund(
    booking hotelmate.room_booking, ledger hotelmate.payment_entry
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_counts boolean := ledger.payment_id IS NOT DISTINCT FROM booking.payment_id;
    v_is_over boolean := NOT v_counts OR booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED');
    v_kept bigint := CASE WHEN v_counts THEN coalesce(booking.cancellation_fee_amount, 0) ELSE 0 END;
    v_refundable bigint := ledger.captured_total - ledger.refunded_total - ledger.disputed_total;
    v_told record;
    v_due bigint;
BEGIN
    FOR turn IN 1..3 LOOP
        SELECT * INTO v_told FROM refunds_told_of(ledger.hotel_id, ledger.booking_id, ledger.payment_id);
        v_due := ledger.captured_total - v_kept + v_told.on_top
            - ledger.refunded_total - v_told.pending - v_told.left_to_people;
        EXIT WHEN turn = 3 OR NOT (v_told.pending > v_refundable OR (v_is_over AND v_due < 0 AND v_told.pending > 0));
        -- Somebody refunded at Stripe meanwhile: what we meant to do would be too much. What follows from
        -- the terms is taken back first; what staff wanted only when there is not enough left for it.
        UPDATE payment_instruction AS refund SET state = 'WITHDRAWN'
        WHERE refund.hotel_id = ledger.hotel_id AND refund.booking_id = ledger.booking_id
            AND refund.payment_id = ledger.payment_id AND refund.kind = 'REFUND' AND refund.state = 'PENDING'
            AND (refund.is_derived OR (turn = 2 AND v_told.pending > v_refundable));
    END LOOP;
    v_due := least(v_due, v_refundable - v_told.pending);
    IF v_is_over AND v_due > 0 THEN
        INSERT INTO payment_instruction (hotel_id, booking_id, payment_id, kind, amount, is_derived)
        VALUES (ledger.hotel_id, ledger.booking_id, ledger.payment_id, 'REFUND', v_due, true);
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_refund(hotelmate.room_booking, hotelmate.payment_entry) IS
'Refunds what a closed booking does not keep, and all of a payment that does not count; never what is disputed.';

CREATE OR REPLACE FUNCTION hotelmate.settle_after_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever decides a booking writes no instructions
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM settle_stripe_payments(NEW.hotel_id, NEW.id);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_after_booking() IS 'Instructs Stripe by a decision about a booking.';

CREATE OR REPLACE TRIGGER tg_room_booking__7_settle_stripe_payment
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    new.payment_provider = 'stripe'
    AND (old.status <> new.status OR (old.approved_at IS NULL AND new.approved_at IS NOT NULL))
)
EXECUTE FUNCTION hotelmate.settle_after_booking();
COMMENT ON TRIGGER tg_room_booking__7_settle_stripe_payment ON hotelmate.room_booking IS
'Instructs Stripe by the decision.';

CREATE OR REPLACE FUNCTION hotelmate.settle_after_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- evidence may arrive through roles that write no instructions
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF NEW.kind = 'REFUNDED' THEN
        UPDATE payment_instruction SET state = 'DONE'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.instruction_id AND kind = 'REFUND' AND state <> 'DONE';
    ELSIF NEW.kind = 'REFUND_FAILED' THEN
        UPDATE payment_instruction AS refund SET state = 'FAILED', last_error = 'refund_failed'
        WHERE refund.hotel_id = NEW.hotel_id AND refund.id = NEW.instruction_id
            AND refund.kind = 'REFUND' AND refund.state <> 'FAILED' AND refunded_by(refund) <= 0;
    END IF;
    PERFORM settle_stripe_payments(NEW.hotel_id, NEW.booking_id);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_after_entry() IS
'Settles the instruction that new evidence carries out, and instructs what it makes necessary.';

CREATE OR REPLACE TRIGGER tg_payment_entry__3_settle
AFTER INSERT ON hotelmate.payment_entry
FOR EACH ROW WHEN (new.provider = 'stripe')
EXECUTE FUNCTION hotelmate.settle_after_entry();
COMMENT ON TRIGGER tg_payment_entry__3_settle ON hotelmate.payment_entry IS
'Settles instructions by evidence.';

CREATE OR REPLACE FUNCTION hotelmate.settle_after_instruction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever withdraws an instruction writes none
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM write_lock_booking(NEW.hotel_id, NEW.booking_id); -- it may be closed at this very moment
    IF NEW.payment_id IS NOT NULL THEN
        PERFORM settle_stripe_payments(NEW.hotel_id, NEW.booking_id);
    ELSIF NEW.state = 'WITHDRAWN' THEN
        -- A page that is over for us is open at Stripe until the guest has paid in it or Stripe has closed it. One
        -- that is given up, since Stripe does not know it any more, is left to people.
        PERFORM close_page(page) FROM payment_session AS page
        WHERE page.hotel_id = NEW.hotel_id AND page.id = NEW.session_id
            AND page.state = 'EXPIRED' AND page.stripe_session_id IS NOT NULL;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_after_instruction() IS
'Instructs Stripe anew when an instruction was withdrawn or failed that is still necessary.';

CREATE OR REPLACE TRIGGER tg_payment_instruction__2_settle_again
AFTER UPDATE ON hotelmate.payment_instruction
FOR EACH ROW WHEN (
    old.state = 'PENDING' AND new.state IN ('WITHDRAWN', 'FAILED')
)
EXECUTE FUNCTION hotelmate.settle_after_instruction();
COMMENT ON TRIGGER tg_payment_instruction__2_settle_again ON hotelmate.payment_instruction IS
'Instructs anew what is still necessary: nobody withdraws what the booking''s state asks for.';
