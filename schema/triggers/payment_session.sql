-- Sessions in which guests pay: for a booking that waits for payment, at its price, one at a time; closed
-- when it waits no longer.

CREATE OR REPLACE FUNCTION hotelmate.guard_payment_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than whoever asks for a session has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_booking room_booking;
BEGIN
    IF NEW.state IN ('COMPLETE', 'EXPIRED') THEN
        RAISE EXCEPTION 'a payment session begins before its page is %', NEW.state
            USING ERRCODE = '23514', CONSTRAINT = 'payment_facts_by_evidence',
                SCHEMA = 'hotelmate', TABLE = 'payment_session', COLUMN = 'state';
    END IF;
    -- Locked, so that the booking cannot be decided in between and leave the session open. It is written at the end of
    -- the statement (tg_payment_session__2_write_lock), which may write it too.
    SELECT * INTO v_booking FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR NO KEY UPDATE;
    IF v_booking.status <> 'PENDING_PAYMENT' THEN
        RAISE EXCEPTION 'booking % is %', v_booking.booking_reference, v_booking.status
            USING ERRCODE = '23514', CONSTRAINT = 'payment_session_needs_pending_payment',
                SCHEMA = 'hotelmate', TABLE = 'payment_session';
    END IF;
    NEW.amount := coalesce(v_booking.total_amount, 1); -- an unknown booking is named by its key
    NEW.currency := coalesce(v_booking.currency, 'XXX');
    -- Stripe keeps a page open for 30 minutes at least and a day at most.
    NEW.expires_at := coalesce(NEW.expires_at, least(
        greatest(v_booking.expires_at, now() + interval '31 minutes'), now() + interval '23 hours'
    ));
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_payment_session() IS
'A payment session is for a booking that waits for payment, at its price.';

CREATE OR REPLACE TRIGGER payment_session_needs_pending_payment
BEFORE INSERT ON hotelmate.payment_session
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_payment_session();
COMMENT ON TRIGGER payment_session_needs_pending_payment ON hotelmate.payment_session IS
'A payment session is for a booking that waits for payment, at its price.';

CREATE OR REPLACE FUNCTION hotelmate.write_lock_booking_of_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a lock needs more privilege than whoever asks for a session has
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM write_lock_booking(NEW.hotel_id, NEW.booking_id);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.write_lock_booking_of_session() IS
'Locks the booking of a new payment session so that it holds at every isolation level.';

CREATE OR REPLACE TRIGGER tg_payment_session__2_write_lock
AFTER INSERT ON hotelmate.payment_session
FOR EACH ROW EXECUTE FUNCTION hotelmate.write_lock_booking_of_session();
COMMENT ON TRIGGER tg_payment_session__2_write_lock ON hotelmate.payment_session IS
'Whoever decides the booking by an older snapshot is refused by PostgreSQL.';

CREATE OR REPLACE FUNCTION hotelmate.keep_payment_session() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- What the guest did counts for more than the clock: EXPIRED may turn out to be COMPLETE, nothing else.
    IF TG_OP = 'DELETE'
        OR (OLD.hotel_id, OLD.id, OLD.booking_id, OLD.amount, OLD.currency, OLD.created_at)
        IS DISTINCT FROM
       (NEW.hotel_id, NEW.id, NEW.booking_id, NEW.amount, NEW.currency, NEW.created_at)
        -- Erasure replaces them: the depth tells a statement of somebody's from that of a trigger.
        OR (
            (NEW.success_url, NEW.cancel_url) IS DISTINCT FROM (OLD.success_url, OLD.cancel_url)
            AND NOT (
                NEW.success_url = 'https://erased.invalid/' AND NEW.cancel_url = 'https://erased.invalid/'
                AND pg_trigger_depth() > 1
            )
        )
        OR (OLD.stripe_session_id IS NOT NULL AND NEW.stripe_session_id IS DISTINCT FROM OLD.stripe_session_id)
        OR NEW.url <> OLD.url -- that an open page has one, payment_session_open_has_address says
        OR (OLD.state = 'COMPLETE' AND NEW.state <> 'COMPLETE')
        OR (OLD.state = 'EXPIRED' AND NEW.state NOT IN ('EXPIRED', 'COMPLETE'))
        OR (OLD.state = 'OPEN' AND NEW.state = 'REQUESTED')
    THEN
        RAISE EXCEPTION 'payment session % is %', OLD.id, OLD.state
            USING ERRCODE = '23514', CONSTRAINT = 'payment_session_moves_on',
                SCHEMA = 'hotelmate', TABLE = 'payment_session';
    END IF;
    -- A page that were complete by hand would stay open at Stripe. The depth tells it from what an event does.
    IF NEW.state = 'COMPLETE' AND OLD.state <> 'COMPLETE' AND pg_trigger_depth() = 1 THEN
        RAISE EXCEPTION 'that the guest has paid in payment session % only Stripe says', OLD.id
            USING ERRCODE = '23514', CONSTRAINT = 'payment_facts_by_evidence',
                SCHEMA = 'hotelmate', TABLE = 'payment_session', COLUMN = 'state';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.keep_payment_session() IS
'A payment session is never opened again, and what it is for stays.';

CREATE OR REPLACE TRIGGER payment_session_moves_on
BEFORE UPDATE OR DELETE ON hotelmate.payment_session
FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_payment_session();
COMMENT ON TRIGGER payment_session_moves_on ON hotelmate.payment_session IS
'A payment session is never opened again, and what it is for stays.';

CREATE OR REPLACE FUNCTION hotelmate.close_payment_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever decides a booking writes no payment sessions
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- One that is only asked for was never shown to a guest. One that is open is closed for us from now on:
    -- who still pays in it is paid back.
    UPDATE payment_session SET state = 'EXPIRED'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND state IN ('REQUESTED', 'OPEN');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.close_payment_sessions() IS
'Closes the payment sessions of a booking that does not wait for this payment any more.';

CREATE OR REPLACE TRIGGER tg_room_booking__8_close_payment_sessions
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (
    old.status = 'PENDING_PAYMENT' AND (
        new.status <> 'PENDING_PAYMENT' OR new.total_amount <> old.total_amount OR new.currency <> old.currency
    )
)
EXECUTE FUNCTION hotelmate.close_payment_sessions();
COMMENT ON TRIGGER tg_room_booking__8_close_payment_sessions ON hotelmate.room_booking IS
'Closes payment sessions that are not wanted any more.';

CREATE OR REPLACE FUNCTION hotelmate.is_page_over(page hotelmate.payment_session) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT EXISTS (
    SELECT FROM stripe_webhook_event AS event
    WHERE
        event.hotel_id = page.hotel_id AND event.booking_id = page.booking_id AND event.status = 'PROCESSED'
        AND event.payload #>> '{data,object,status}' = 'expired'
        AND (
            event.payload #>> '{data,object,id}' = page.stripe_session_id
            OR event.payload #>> '{data,object,metadata,session}' = page.id::text
        )
)
$$;
COMMENT ON FUNCTION hotelmate.is_page_over(hotelmate.payment_session) IS
'Whether Stripe has said that the page of a session is over.';

CREATE OR REPLACE FUNCTION hotelmate.close_page(page hotelmate.payment_session) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    INSERT INTO payment_instruction (hotel_id, booking_id, session_id, kind, is_derived)
    SELECT page.hotel_id, page.booking_id, page.id, 'EXPIRE_SESSION', true
    WHERE NOT is_page_over(page)
    ON CONFLICT (hotel_id, session_id) WHERE state IN ('PENDING', 'DONE') AND session_id IS NOT NULL DO NOTHING;
END
$$;
COMMENT ON FUNCTION hotelmate.close_page(hotelmate.payment_session) IS
'Instructs Stripe to close the page of a session, unless it has been told to or has said that it is over.';

CREATE OR REPLACE FUNCTION hotelmate.close_page_at_stripe() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever closes a session writes no instructions and reads nothing that Stripe said
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM close_page(NEW);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.close_page_at_stripe() IS 'Has Stripe close the page of a session that is over for us.';

CREATE OR REPLACE TRIGGER tg_payment_session__3_close_page
AFTER UPDATE ON hotelmate.payment_session
FOR EACH ROW WHEN (
    new.state = 'EXPIRED' AND new.stripe_session_id IS NOT NULL
    AND (old.state <> 'EXPIRED' OR old.stripe_session_id IS NULL)
)
EXECUTE FUNCTION hotelmate.close_page_at_stripe();
COMMENT ON TRIGGER tg_payment_session__3_close_page ON hotelmate.payment_session IS
'Has a page closed at Stripe that is over for us, whoever says so.';

CREATE OR REPLACE FUNCTION hotelmate.settle_session_instruction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- evidence settles what the worker carries out
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    UPDATE payment_instruction SET state = 'WITHDRAWN'
    WHERE hotel_id = NEW.hotel_id AND session_id = NEW.id AND state = 'PENDING';
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.settle_session_instruction() IS
'A session in which the guest has paid is not closed any more.';

CREATE OR REPLACE TRIGGER tg_payment_session__1_settle_instruction
AFTER UPDATE ON hotelmate.payment_session
FOR EACH ROW WHEN (new.state = 'COMPLETE' AND old.state <> 'COMPLETE')
EXECUTE FUNCTION hotelmate.settle_session_instruction();
COMMENT ON TRIGGER tg_payment_session__1_settle_instruction ON hotelmate.payment_session IS
'Withdraws the order to close a session that is complete.';

CREATE OR REPLACE TRIGGER tg_payment_session__refuse_truncate
BEFORE TRUNCATE ON hotelmate.payment_session
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('payment_session_moves_on', 'payment_session');
COMMENT ON TRIGGER tg_payment_session__refuse_truncate ON hotelmate.payment_session IS
'TRUNCATE would forget pages in which guests still pay: payment_session_moves_on.';
