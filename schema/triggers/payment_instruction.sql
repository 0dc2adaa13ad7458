-- Instructions to Stripe: what may be instructed, and that what is settled stays settled.

CREATE OR REPLACE FUNCTION hotelmate.write_lock_booking(hotel bigint, booking bigint) RETURNS hotelmate.room_booking
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_booking room_booking;
BEGIN
    -- Written, not only locked: a transaction whose snapshot is older than this one's end is then refused by
    -- PostgreSQL (REPEATABLE READ, SERIALIZABLE) instead of judging by what it cannot see. No fact changes.
    UPDATE room_booking SET version = version WHERE hotel_id = hotel AND id = booking RETURNING * INTO v_booking;
    RETURN v_booking;
END
$$;
COMMENT ON FUNCTION hotelmate.write_lock_booking(bigint, bigint) IS
'Locks a booking so that it holds at every isolation level, and returns it.';

CREATE OR REPLACE FUNCTION hotelmate.derive_payment_instruction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever instructs need not read the booking
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    NEW.state := 'PENDING';
    NEW.settled_at := NULL;
    -- Whoever looks for what waits too long goes by it; one of no point in time is from now on.
    NEW.created_at := least(nullif(NEW.created_at, '-infinity'), clock_timestamp());
    NEW.is_derived := NEW.is_derived AND pg_trigger_depth() > 1; -- by the settlement alone
    NEW.is_on_top := NOT NEW.is_derived AND NEW.kind = 'REFUND' AND EXISTS (
        SELECT FROM room_booking
        WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id
            AND status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED')
    );
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_payment_instruction() IS
'An instruction begins PENDING; what staff refund after the end comes on top of what the terms say.';

CREATE OR REPLACE TRIGGER tg_payment_instruction__1_derive
BEFORE INSERT ON hotelmate.payment_instruction
FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_payment_instruction();
COMMENT ON TRIGGER tg_payment_instruction__1_derive ON hotelmate.payment_instruction IS
'Begins an instruction as PENDING.';

CREATE OR REPLACE FUNCTION hotelmate.guard_capture_instruction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than whoever instructs has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    -- Locked, so that a cancellation cannot come in between.
    v_booking room_booking := write_lock_booking(NEW.hotel_id, NEW.booking_id);
BEGIN
    IF (
        v_booking.payment_id = NEW.payment_id AND v_booking.status = 'PENDING_APPROVAL'
        AND v_booking.approved_at IS NOT NULL
    ) IS NOT TRUE THEN
        RAISE EXCEPTION 'payment % is not that of an approved booking', NEW.payment_id
            USING ERRCODE = '23514', CONSTRAINT = 'payment_capture_needs_approval',
                SCHEMA = 'hotelmate', TABLE = 'payment_instruction';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_capture_instruction() IS
'Stripe captures only for a booking that staff approved, and only the payment that counts for it.';

CREATE OR REPLACE TRIGGER payment_capture_needs_approval
BEFORE INSERT ON hotelmate.payment_instruction
FOR EACH ROW WHEN (new.kind = 'CAPTURE')
EXECUTE FUNCTION hotelmate.guard_capture_instruction();
COMMENT ON TRIGGER payment_capture_needs_approval ON hotelmate.payment_instruction IS
'Stripe captures only for a booking that staff approved, and only the payment that counts for it.';

CREATE OR REPLACE FUNCTION hotelmate.guard_void_instruction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than whoever instructs has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    -- Locked, so that an approval cannot come in between.
    v_booking room_booking := write_lock_booking(NEW.hotel_id, NEW.booking_id);
BEGIN
    IF v_booking.payment_id = NEW.payment_id
        AND v_booking.status NOT IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED')
    THEN
        RAISE EXCEPTION 'booking % counts on payment %', v_booking.booking_reference, NEW.payment_id
            USING ERRCODE = '23514', CONSTRAINT = 'payment_void_needs_closed_booking',
                SCHEMA = 'hotelmate', TABLE = 'payment_instruction';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_void_instruction() IS
'Stripe releases a hold only when no booking counts on it.';

CREATE OR REPLACE TRIGGER payment_void_needs_closed_booking
BEFORE INSERT ON hotelmate.payment_instruction
FOR EACH ROW WHEN (new.kind = 'VOID')
EXECUTE FUNCTION hotelmate.guard_void_instruction();
COMMENT ON TRIGGER payment_void_needs_closed_booking ON hotelmate.payment_instruction IS
'Stripe releases a hold only when no booking counts on it.';

CREATE OR REPLACE FUNCTION hotelmate.amount_asked_of_hold(
    instruction_kind text, booking hotelmate.room_booking, ledger hotelmate.payment_entry
) RETURNS bigint
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT least(
    ledger.authorised_total - ledger.captured_total - ledger.voided_total,
    CASE instruction_kind WHEN 'CAPTURE' THEN booking.total_amount - ledger.captured_total END
)
$$;
COMMENT ON FUNCTION hotelmate.amount_asked_of_hold(text, hotelmate.room_booking, hotelmate.payment_entry) IS
'How much a CAPTURE or VOID is of: what the price asks of what is held, or all of it.';

CREATE OR REPLACE FUNCTION hotelmate.guard_instructed_amount() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than whoever instructs has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    -- Locked, so that two refunds of one booking queue here and the second counts the first.
    v_booking room_booking := write_lock_booking(NEW.hotel_id, NEW.booking_id);
    v_last payment_entry;
    v_free bigint;
BEGIN
    SELECT * INTO v_last FROM payment_entry
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.booking_id AND payment_id = NEW.payment_id
    ORDER BY seq DESC LIMIT 1;
    IF NEW.kind = 'REFUND' THEN
        v_free := v_last.captured_total - v_last.refunded_total - v_last.disputed_total - (
            SELECT coalesce(sum(pending.amount), 0) FROM payment_instruction AS pending
            WHERE pending.hotel_id = NEW.hotel_id AND pending.booking_id = NEW.booking_id
                AND pending.payment_id = NEW.payment_id AND pending.kind = 'REFUND' AND pending.state = 'PENDING'
        );
    ELSE
        v_free := amount_asked_of_hold(NEW.kind, v_booking, v_last);
    END IF;
    -- Stripe releases what a capture leaves of a hold, and none is given beside this one.
    IF NEW.amount > coalesce(v_free, 0) OR (NEW.kind IN ('CAPTURE', 'VOID') AND NEW.amount < v_free) THEN
        RAISE EXCEPTION 'a % of %, where % is there', NEW.kind, NEW.amount, coalesce(v_free, 0)
            USING ERRCODE = '23514', CONSTRAINT = 'payment_instruction_within_amounts',
                SCHEMA = 'hotelmate', TABLE = 'payment_instruction', COLUMN = 'amount';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_instructed_amount() IS
'A capture is of all that the price asks of a hold, a void of all of it;'
' refunds together are of what was captured and is not disputed.';

CREATE OR REPLACE TRIGGER payment_instruction_within_amounts
BEFORE INSERT ON hotelmate.payment_instruction
FOR EACH ROW WHEN (new.kind <> 'EXPIRE_SESSION')
EXECUTE FUNCTION hotelmate.guard_instructed_amount();
COMMENT ON TRIGGER payment_instruction_within_amounts ON hotelmate.payment_instruction IS
'A capture is of all that the price asks of a hold, a void of all of it;'
' refunds together are of what was captured and is not disputed.';

CREATE OR REPLACE FUNCTION hotelmate.refunded_by(instruction hotelmate.payment_instruction) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT coalesce(sum(CASE entry.kind WHEN 'REFUNDED' THEN entry.amount ELSE -entry.amount END), 0)::bigint
FROM payment_entry AS entry
WHERE
    entry.hotel_id = instruction.hotel_id AND entry.booking_id = instruction.booking_id
    AND entry.payment_id = instruction.payment_id AND entry.instruction_id = instruction.id
    AND entry.kind IN ('REFUNDED', 'REFUND_FAILED')
$$;
COMMENT ON FUNCTION hotelmate.refunded_by(hotelmate.payment_instruction) IS
'How much an instruction has refunded that did not come back.';

CREATE OR REPLACE FUNCTION hotelmate.keep_payment_instruction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever settles need not read the ledger
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- A refund that was made may still come back: the guest's bank could not take it.
    IF TG_OP = 'DELETE'
        OR (OLD.hotel_id, OLD.id, OLD.booking_id, OLD.payment_id, OLD.session_id, OLD.kind, OLD.amount, OLD.is_derived, OLD.is_on_top, OLD.actor,
            OLD.changed_by, OLD.source, OLD.request_id, OLD.created_at)
        IS DISTINCT FROM
           (NEW.hotel_id, NEW.id, NEW.booking_id, NEW.payment_id, NEW.session_id, NEW.kind, NEW.amount, NEW.is_derived, NEW.is_on_top, NEW.actor,
            NEW.changed_by, NEW.source, NEW.request_id, NEW.created_at)
        -- Erasure replaces it: the depth tells a statement of somebody's from that of a trigger.
        OR (NEW.reason IS DISTINCT FROM OLD.reason AND NOT (NEW.reason = '(erased)' AND pg_trigger_depth() > 1))
        OR NEW.key_generation < OLD.key_generation OR NEW.tries < OLD.tries
        OR (
            OLD.state <> 'PENDING' AND NEW.state <> OLD.state
            AND NOT (
                OLD.kind = 'REFUND'
                AND (OLD.state, NEW.state) IN (('DONE', 'FAILED'), ('WITHDRAWN', 'DONE'), ('FAILED', 'DONE'))
            )
        )
        -- The guest has it: it would count as refunded and as left to people.
        OR (OLD.state = 'DONE' AND NEW.state = 'FAILED' AND refunded_by(OLD) > 0)
    THEN
        RAISE EXCEPTION 'payment instruction % is %', OLD.id, OLD.state
            USING ERRCODE = '23514', CONSTRAINT = 'payment_instruction_is_final',
                SCHEMA = 'hotelmate', TABLE = 'payment_instruction';
    END IF;
    NEW.settled_at := CASE
        WHEN NEW.state = 'PENDING' THEN NULL
        WHEN NEW.state = OLD.state THEN OLD.settled_at
        ELSE now()
    END;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.keep_payment_instruction() IS
'An instruction stays what it was decided to be and, once settled, settled; only a refund may come back.';

CREATE OR REPLACE TRIGGER payment_instruction_is_final
BEFORE UPDATE OR DELETE ON hotelmate.payment_instruction
FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_payment_instruction();
COMMENT ON TRIGGER payment_instruction_is_final ON hotelmate.payment_instruction IS
'An instruction stays what it was decided to be and, once settled, settled; only a refund may come back.';

CREATE OR REPLACE FUNCTION hotelmate.guard_done_instruction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever settles need not read the ledger
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_last payment_entry;
    v_is_done boolean;
BEGIN
    SELECT * INTO v_last FROM payment_entry
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.booking_id AND payment_id = NEW.payment_id
    ORDER BY seq DESC LIMIT 1;
    v_is_done := CASE NEW.kind
        -- Of a part that somebody else captured, the rest is waited for.
        WHEN 'CAPTURE' THEN v_last.captured_total > 0 AND NOT EXISTS (
            SELECT FROM room_booking AS booking
            WHERE booking.hotel_id = NEW.hotel_id AND booking.id = NEW.booking_id
                AND waits_for_capture(booking, v_last)
        )
        WHEN 'VOID' THEN v_last.authorised_total = v_last.captured_total + v_last.voided_total
        WHEN 'EXPIRE_SESSION' THEN EXISTS (
            SELECT FROM payment_session AS page
            WHERE page.hotel_id = NEW.hotel_id AND page.id = NEW.session_id AND is_page_over(page)
        )
        ELSE EXISTS (
            SELECT FROM payment_entry
            WHERE hotel_id = NEW.hotel_id AND payment_id = NEW.payment_id
                AND instruction_id = NEW.id AND kind = 'REFUNDED'
        )
        -- People saw to it in another way; what went wrong stays on record.
        OR (OLD.state IN ('FAILED', 'DONE') AND NEW.last_error ~ '\S')
    END;
    IF v_is_done IS NOT TRUE THEN
        RAISE EXCEPTION 'nothing says that payment instruction % was carried out', NEW.id
            USING ERRCODE = '23514', CONSTRAINT = 'payment_instruction_done_by_evidence',
                SCHEMA = 'hotelmate', TABLE = 'payment_instruction', COLUMN = 'state';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_done_instruction() IS
'An instruction is DONE when Stripe has shown it, or when people saw to what had FAILED.';

CREATE OR REPLACE TRIGGER payment_instruction_done_by_evidence
BEFORE UPDATE ON hotelmate.payment_instruction
FOR EACH ROW WHEN (
    new.state = 'DONE' AND (
        old.state IN ('PENDING', 'WITHDRAWN')
        OR (
            new.kind = 'REFUND'
            AND (old.state = 'FAILED' OR (old.last_error ~ '\S' AND (new.last_error ~ '\S') IS NOT TRUE))
        )
    )
)
EXECUTE FUNCTION hotelmate.guard_done_instruction();
COMMENT ON TRIGGER payment_instruction_done_by_evidence ON hotelmate.payment_instruction IS
'An instruction is DONE when Stripe has shown it, or when people saw to what had FAILED.';

CREATE OR REPLACE TRIGGER tg_payment_instruction__refuse_truncate
BEFORE TRUNCATE ON hotelmate.payment_instruction
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('payment_instruction_is_final', 'payment_instruction');
COMMENT ON TRIGGER tg_payment_instruction__refuse_truncate ON hotelmate.payment_instruction IS
'TRUNCATE would forget what Stripe was told: payment_instruction_is_final.';

CREATE OR REPLACE FUNCTION hotelmate.wake_payments_worker() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('hotelmate_payments', ''); -- empty: the worker reads the table
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.wake_payments_worker() IS 'Wakes the payments worker when the transaction commits.';

CREATE OR REPLACE TRIGGER tg_payment_instruction__wake_worker
AFTER INSERT ON hotelmate.payment_instruction
FOR EACH ROW EXECUTE FUNCTION hotelmate.wake_payments_worker(); -- a statement may insert none; the server tells once
COMMENT ON TRIGGER tg_payment_instruction__wake_worker ON hotelmate.payment_instruction IS
'Wakes the payments worker when the transaction commits.';
