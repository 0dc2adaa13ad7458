-- From what Stripe shows of an object to rows of the ledger. Each function compares what is shown with what
-- the ledger knows and writes the difference, so that repeats write nothing and the order does not matter.

CREATE OR REPLACE FUNCTION hotelmate.payment_of_intent(
    event hotelmate.stripe_webhook_event, shown jsonb
) RETURNS hotelmate.payment
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_payment payment;
BEGIN
    SELECT * INTO v_payment FROM payment
    WHERE hotel_id = event.hotel_id AND payment_intent_id = event.payment_intent_id;
    IF NOT FOUND THEN
        INSERT INTO stripe_payment_intent (payment_intent_id, hotel_id, booking_id)
        VALUES (event.payment_intent_id, event.hotel_id, event.booking_id)
        ON CONFLICT (payment_intent_id, hotel_id, booking_id) DO NOTHING;
        -- Only the payment intent itself says in which currency it is paid.
        IF shown ->> 'object' = 'payment_intent' THEN
            INSERT INTO payment (hotel_id, booking_id, provider, currency, payment_intent_id)
            VALUES (
                event.hotel_id, event.booking_id, 'stripe', upper(shown ->> 'currency'), event.payment_intent_id
            )
            RETURNING * INTO v_payment;
        END IF;
    ELSIF v_payment.booking_id <> event.booking_id THEN
        RAISE EXCEPTION 'payment intent % is of another booking', event.payment_intent_id
            USING ERRCODE = '23505', CONSTRAINT = 'booking_single_payment_intent',
                SCHEMA = 'hotelmate', TABLE = 'stripe_payment_intent';
    END IF;
    RETURN v_payment;
END
$$;
COMMENT ON FUNCTION hotelmate.payment_of_intent(hotelmate.stripe_webhook_event, jsonb) IS
'The payment of an event''s payment intent, made when the intent shows itself first.';

CREATE OR REPLACE FUNCTION hotelmate.record_stripe_entry(
    event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, entry_kind text, entry_amount bigint,
    refund text DEFAULT NULL, dispute text DEFAULT NULL, instruction bigint DEFAULT NULL
) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
INSERT INTO payment_entry (
    hotel_id, booking_id, payment_id, kind, amount, currency, provider, reference,
    provider_event_id, refund_id, dispute_id, instruction_id, occurred_at
) VALUES (
    of_payment.hotel_id, of_payment.booking_id, of_payment.id, entry_kind, entry_amount, of_payment.currency,
    'stripe', of_payment.payment_intent_id, event.event_id, refund, dispute, instruction,
    coalesce(to_timestamp((event.payload ->> 'created')::bigint), now())
)
$$;
COMMENT ON FUNCTION hotelmate.record_stripe_entry(
    hotelmate.stripe_webhook_event, hotelmate.payment, text, bigint, text, text, bigint
) IS 'One row of a ledger, evidenced by an event.';

CREATE OR REPLACE FUNCTION hotelmate.payment_status_rank(provider_status text) RETURNS integer
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT CASE WHEN provider_status IN ('succeeded', 'canceled') THEN 2 WHEN provider_status = 'requires_capture' THEN 1 ELSE 0 END
$$;
COMMENT ON FUNCTION hotelmate.payment_status_rank(text) IS
'How far a payment intent has come: 0 not authorised, 1 held, 2 over; it never goes back.';

CREATE OR REPLACE FUNCTION hotelmate.apply_payment_intent(
    event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_status text := shown ->> 'status';
    v_received bigint := coalesce((shown ->> 'amount_received')::bigint, 0);
    v_capturable bigint := coalesce((shown ->> 'amount_capturable')::bigint, 0);
    v_ledger payment_entry;
    v_authorised bigint;
    v_held bigint;
    v_more bigint;
BEGIN
    IF payment_status_rank(v_status) < payment_status_rank(of_payment.provider_status) THEN
        IF v_status = 'requires_capture' AND of_payment.provider_status = 'canceled' AND NOT EXISTS (
            SELECT FROM payment_entry AS entry
            WHERE entry.hotel_id = of_payment.hotel_id AND entry.booking_id = of_payment.booking_id
                AND entry.payment_id = of_payment.id
        ) THEN
            -- Its end was told before its beginning: the ledger has both, as in any other order.
            PERFORM complete_session_of(of_payment, shown);
            PERFORM record_stripe_entry(event, of_payment, 'AUTHORISED', v_capturable);
            PERFORM record_stripe_entry(event, of_payment, 'VOIDED', v_capturable);
        END IF;
        RETURN; -- older news
    END IF;
    IF v_status = 'canceled' AND (v_received > 0 OR EXISTS (
        SELECT FROM payment_entry AS entry
        WHERE entry.hotel_id = of_payment.hotel_id AND entry.booking_id = of_payment.booking_id
            AND entry.payment_id = of_payment.id AND entry.kind = 'CAPTURED'
    )) THEN
        RAISE EXCEPTION 'payment % is canceled, and money of it was taken', of_payment.id
            USING ERRCODE = '23514', CONSTRAINT = 'payment_outcome_is_final',
                SCHEMA = 'hotelmate', TABLE = 'payment';
    END IF;
    UPDATE payment
    SET provider_status = v_status, provider_failure = shown #>> '{last_payment_error,code}'
    WHERE hotel_id = of_payment.hotel_id AND id = of_payment.id
        AND (provider_status, provider_failure)
        IS DISTINCT FROM (v_status, shown #>> '{last_payment_error,code}');
    IF payment_status_rank(v_status) = 0 THEN
        RETURN; -- nothing is held yet
    END IF;
    SELECT * INTO v_ledger FROM payment_entry AS entry
    WHERE entry.hotel_id = of_payment.hotel_id AND entry.booking_id = of_payment.booking_id
        AND entry.payment_id = of_payment.id
    ORDER BY entry.seq DESC LIMIT 1;
    v_authorised := coalesce(v_ledger.authorised_total, 0);
    v_held := v_authorised - coalesce(v_ledger.captured_total, 0) - coalesce(v_ledger.voided_total, 0);
    v_more := v_capturable + v_received - v_authorised + coalesce(v_ledger.voided_total, 0);
    IF v_status = 'requires_capture' AND v_more > 0 THEN
        PERFORM complete_session_of(of_payment, shown);
        PERFORM record_stripe_entry(event, of_payment, 'AUTHORISED', v_more);
        v_held := v_held + v_more;
    ELSIF v_received > 0 AND v_authorised = 0 THEN
        -- News of the capture overtook that of the hold.
        PERFORM complete_session_of(of_payment, shown);
        PERFORM record_stripe_entry(event, of_payment, 'AUTHORISED', (shown ->> 'amount')::bigint);
        v_held := (shown ->> 'amount')::bigint;
    END IF;
    IF v_received > coalesce(v_ledger.captured_total, 0) THEN
        PERFORM record_stripe_entry(event, of_payment, 'CAPTURED', v_received - coalesce(v_ledger.captured_total, 0));
        v_held := v_held - v_received + coalesce(v_ledger.captured_total, 0);
    END IF;
    IF v_status IN ('succeeded', 'canceled') AND v_held > 0 THEN
        PERFORM record_stripe_entry(event, of_payment, 'VOIDED', v_held);
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.apply_payment_intent(hotelmate.stripe_webhook_event, hotelmate.payment, jsonb) IS
'What a payment intent shows: held, captured, or over and the rest released.';

CREATE OR REPLACE FUNCTION hotelmate.guard_payment_outcome() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may execute what ranks a status
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- Nothing is lost of one that Stripe never spoke of.
        IF OLD.provider_status IS NULL THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'payment % is %', OLD.id, OLD.provider_status
            USING ERRCODE = '23514', CONSTRAINT = 'payment_outcome_is_final',
                SCHEMA = 'hotelmate', TABLE = 'payment';
    ELSIF (OLD.hotel_id, OLD.id, OLD.booking_id, OLD.provider, OLD.currency, OLD.payment_intent_id)
        IS DISTINCT FROM
       (NEW.hotel_id, NEW.id, NEW.booking_id, NEW.provider, NEW.currency, NEW.payment_intent_id)
        OR payment_status_rank(NEW.provider_status) < payment_status_rank(OLD.provider_status)
        OR (OLD.provider_status IN ('succeeded', 'canceled') AND NEW.provider_status IS DISTINCT FROM OLD.provider_status)
    THEN
        RAISE EXCEPTION 'payment % is %', OLD.id, OLD.provider_status
            USING ERRCODE = '23514', CONSTRAINT = 'payment_outcome_is_final',
                SCHEMA = 'hotelmate', TABLE = 'payment';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_payment_outcome() IS
'A payment intent that succeeded or was canceled stays so, and none goes back; a payment stays whose it was.';

CREATE OR REPLACE TRIGGER payment_outcome_is_final
BEFORE UPDATE OR DELETE ON hotelmate.payment
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_payment_outcome();
COMMENT ON TRIGGER payment_outcome_is_final ON hotelmate.payment IS
'A payment intent that succeeded or was canceled stays so, and none goes back; a payment stays whose it was.';

CREATE OR REPLACE FUNCTION hotelmate.guard_payment_facts() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- The depth tells a statement of somebody's from one that an event's trigger runs.
    IF pg_trigger_depth() = 1 THEN
        RAISE EXCEPTION 'what Stripe said of payment % only an event of Stripe changes', NEW.id
            USING ERRCODE = '23514', CONSTRAINT = 'payment_facts_by_evidence',
                SCHEMA = 'hotelmate', TABLE = 'payment';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_payment_facts() IS
'What Stripe said of a payment changes by what Stripe says, not by hand.';

CREATE OR REPLACE TRIGGER payment_facts_by_evidence
BEFORE UPDATE ON hotelmate.payment
FOR EACH ROW WHEN (
    old.provider_status IS DISTINCT FROM new.provider_status
    OR old.provider_failure IS DISTINCT FROM new.provider_failure
    OR old.capture_before IS DISTINCT FROM new.capture_before
)
EXECUTE FUNCTION hotelmate.guard_payment_facts();
COMMENT ON TRIGGER payment_facts_by_evidence ON hotelmate.payment IS
'What Stripe said of a payment changes by what Stripe says, not by hand.';

CREATE OR REPLACE TRIGGER tg_payment__begins_without_facts
BEFORE INSERT ON hotelmate.payment
FOR EACH ROW WHEN (
    new.provider_status IS NOT NULL OR new.provider_failure IS NOT NULL OR new.capture_before IS NOT NULL
)
EXECUTE FUNCTION hotelmate.guard_payment_facts();
COMMENT ON TRIGGER tg_payment__begins_without_facts ON hotelmate.payment IS
'A payment begins without what only Stripe says: payment_facts_by_evidence.';

CREATE OR REPLACE FUNCTION hotelmate.guard_ledger_of_outcome() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes a ledger need not read what Stripe said
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_status text;
BEGIN
    -- The depth tells a statement of somebody's from one that an event's trigger runs: that one releases what is left.
    IF pg_trigger_depth() = 1 THEN
        -- Locked whatever it is: one that ends meanwhile is seen, or told by PostgreSQL at the higher isolation levels.
        SELECT provider_status INTO v_status FROM payment
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.booking_id AND id = NEW.payment_id
        FOR SHARE;
        IF v_status IN ('succeeded', 'canceled') THEN
            RAISE EXCEPTION 'payment % is over at Stripe', NEW.payment_id
                USING ERRCODE = '23514', CONSTRAINT = 'payment_outcome_is_final',
                    SCHEMA = 'hotelmate', TABLE = 'payment_entry';
        END IF;
    END IF;
    IF NEW.kind = 'AUTHORISED' AND EXISTS (
        SELECT FROM payment_instruction AS given
        WHERE given.hotel_id = NEW.hotel_id AND given.booking_id = NEW.booking_id AND given.payment_id = NEW.payment_id
            AND given.kind = 'VOID' AND given.state = 'DONE'
    ) THEN
        RAISE EXCEPTION 'payment % was released', NEW.payment_id
            USING ERRCODE = '23514', CONSTRAINT = 'payment_instruction_done_by_evidence',
                SCHEMA = 'hotelmate', TABLE = 'payment_entry';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_ledger_of_outcome() IS
'Nothing is held or captured by hand of a payment that is over at Stripe, and nothing held of one that was released.';

CREATE OR REPLACE TRIGGER tg_payment_entry__4_outcome
AFTER INSERT ON hotelmate.payment_entry
FOR EACH ROW WHEN (new.provider = 'stripe' AND new.kind IN ('AUTHORISED', 'CAPTURED'))
EXECUTE FUNCTION hotelmate.guard_ledger_of_outcome();
COMMENT ON TRIGGER tg_payment_entry__4_outcome ON hotelmate.payment_entry IS
'Of a payment that is over nothing is held or captured by hand, of one that was released nothing is held:'
' payment_outcome_is_final, payment_instruction_done_by_evidence.';

CREATE OR REPLACE FUNCTION hotelmate.amount_shown(entry_kind text, shown jsonb) RETURNS numeric
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
-- As check payment_entry_event_known reads it; what has no such number shows nothing to compare.
SELECT (CASE entry_kind
    WHEN 'CAPTURED' THEN coalesce(
        jsonb_path_query_first(shown, '$.amount_received + 0', silent => true),
        jsonb_path_query_first(shown, '$.amount_captured + 0', silent => true)
    )
    WHEN 'AUTHORISED' THEN coalesce(
        jsonb_path_query_first(
            shown, '$ ? (@.status == "requires_capture").amount_capturable + $.amount_received', silent => true
        ),
        jsonb_path_query_first(
            shown, '$ ? (@.object == "payment_intent" || @.object == "charge").amount + 0', silent => true
        )
    )
    -- What is held still.
    WHEN 'VOIDED' THEN
        jsonb_path_query_first(shown, '$ ? (@.status == "requires_capture").amount_capturable + 0', silent => true)
END)::numeric
$$;
COMMENT ON FUNCTION hotelmate.amount_shown(text, jsonb) IS
'What an object of Stripe shows as held or captured, or for VOIDED as held still; NULL where it shows no such number.';

CREATE OR REPLACE FUNCTION hotelmate.what_else_is_shown(entry hotelmate.payment_entry, shown jsonb) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT CASE
    WHEN shown ->> 'object' <> ALL (CASE
        WHEN entry.kind IN ('DISPUTED', 'DISPUTE_WON') THEN '{dispute}'
        WHEN entry.kind IN ('REFUNDED', 'REFUND_FAILED') THEN '{refund,charge,payment_intent}'
        ELSE '{charge,payment_intent}'
    END::text[]) THEN 'an object ' || (shown ->> 'object')
    WHEN upper(shown ->> 'currency') <> entry.currency THEN 'currency ' || (shown ->> 'currency')
    WHEN entry.refund_id IS NOT NULL
        AND jsonb_path_exists(shown, '$.** ? (@.object == "refund")', silent => true)
        AND NOT jsonb_path_exists(
            shown,
            '$.** ? (@.object == "refund" && @.id == $id && @.amount == $amount'
            ' && ($kind == "REFUNDED" || @.status == "failed" || @.status == "canceled"))',
            jsonb_build_object('id', entry.refund_id, 'amount', entry.amount, 'kind', entry.kind), silent => true
        ) THEN 'another refund'
    WHEN entry.dispute_id IS NOT NULL
        AND NOT jsonb_path_exists(
            shown,
            '$ ? (@.id == $id && ($kind == "DISPUTED" && @.amount == $amount'
            ' || $kind == "DISPUTE_WON" && (@.status == "won" || @.status == "prevented")))',
            jsonb_build_object('id', entry.dispute_id, 'amount', entry.amount, 'kind', entry.kind), silent => true
        ) AND shown ->> 'object' = 'dispute' THEN 'another dispute'
END
$$;
COMMENT ON FUNCTION hotelmate.what_else_is_shown(hotelmate.payment_entry, jsonb) IS
'What an object of Stripe shows in place of a ledger row''s refund, dispute or currency; NULL: nothing is against it.';

CREATE OR REPLACE FUNCTION hotelmate.guard_ledger_of_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes a ledger need not read what Stripe said
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_shown jsonb;
    v_amount numeric;
    v_payment payment;
    v_intent text;
    v_why text;
BEGIN
    SELECT * INTO v_payment FROM payment WHERE hotel_id = NEW.hotel_id AND id = NEW.payment_id;
    SELECT payload #> '{data,object}', payment_intent_id INTO v_shown, v_intent
    FROM stripe_webhook_event WHERE event_id = NEW.provider_event_id;
    v_amount := amount_shown(NEW.kind, v_shown);
    v_why := CASE
        WHEN v_intent <> v_payment.payment_intent_id THEN 'is about ' || v_intent
        -- What was released before is shown no more.
        WHEN NEW.kind = 'AUTHORISED' AND v_amount < NEW.authorised_total - NEW.voided_before
            OR NEW.kind = 'CAPTURED' AND v_amount < NEW.captured_total
            -- Of one whose end was told first, the news of its hold is late.
            OR NEW.kind = 'VOIDED' AND v_payment.provider_status IS DISTINCT FROM 'canceled'
            AND v_amount > NEW.authorised_total - NEW.captured_total - NEW.voided_total
            THEN 'shows ' || v_amount
        WHEN NEW.kind IN ('REFUND_FAILED', 'DISPUTE_WON') AND NOT EXISTS (
            SELECT FROM payment_entry AS begun
            WHERE begun.hotel_id = NEW.hotel_id AND begun.payment_id = NEW.payment_id AND begun.amount = NEW.amount
                AND (begun.refund_id = NEW.refund_id AND begun.kind = 'REFUNDED'
                    OR begun.dispute_id = NEW.dispute_id AND begun.kind = 'DISPUTED')
        ) THEN 'takes back what was not there'
        ELSE 'shows ' || what_else_is_shown(NEW, v_shown)
    END;
    IF v_why IS NOT NULL THEN
        RAISE EXCEPTION 'event % %, which does not evidence % of %', NEW.provider_event_id, v_why, NEW.kind, NEW.amount
            USING ERRCODE = '23503', CONSTRAINT = 'payment_entry_event_known',
                SCHEMA = 'hotelmate', TABLE = 'payment_entry', COLUMN = 'amount';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_ledger_of_event() IS
'An event says nothing against the row that it evidences, and what a row takes back was there before.';

CREATE OR REPLACE TRIGGER tg_payment_entry__5_shown
AFTER INSERT ON hotelmate.payment_entry
FOR EACH ROW WHEN (new.provider = 'stripe')
EXECUTE FUNCTION hotelmate.guard_ledger_of_event();
COMMENT ON TRIGGER tg_payment_entry__5_shown ON hotelmate.payment_entry IS
'An event says nothing against the row that it evidences, and what a row takes back was there before:'
' payment_entry_event_known.';

CREATE OR REPLACE FUNCTION hotelmate.complete_session_of(of_payment hotelmate.payment, shown jsonb) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
UPDATE payment_session SET state = 'COMPLETE'
WHERE hotel_id = of_payment.hotel_id AND booking_id = of_payment.booking_id AND state <> 'COMPLETE'
    AND id::text = shown #>> '{metadata,session}'
$$;
COMMENT ON FUNCTION hotelmate.complete_session_of(hotelmate.payment, jsonb) IS
'The session in which a held payment was made is complete, whether its own event has come or not.';

CREATE OR REPLACE FUNCTION hotelmate.apply_checkout_session(
    event hotelmate.stripe_webhook_event, shown jsonb
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- One that was answered to nobody, because we were cut off, is known by the name that we gave it.
    UPDATE payment_session
    SET stripe_session_id = shown ->> 'id',
        state = CASE shown ->> 'status' WHEN 'complete' THEN 'COMPLETE' WHEN 'expired' THEN 'EXPIRED' ELSE state END
    WHERE hotel_id = event.hotel_id AND booking_id = event.booking_id
        AND id::text = shown #>> '{metadata,session}' AND state <> 'COMPLETE'
        AND coalesce(stripe_session_id, shown ->> 'id') = shown ->> 'id';
    IF shown ->> 'status' = 'expired' THEN
        UPDATE payment_instruction AS pending SET state = 'DONE'
        WHERE pending.hotel_id = event.hotel_id AND pending.booking_id = event.booking_id
            AND pending.session_id::text = shown #>> '{metadata,session}' AND pending.state = 'PENDING';
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.apply_checkout_session(hotelmate.stripe_webhook_event, jsonb) IS
'What a Checkout session shows: complete or expired. It moves no money; its payment intent does.';

CREATE OR REPLACE FUNCTION hotelmate.apply_charge(
    event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_lapses timestamptz := to_timestamp((shown #>> '{payment_method_details,card,capture_before}')::bigint);
    v_refund jsonb;
BEGIN
    UPDATE payment SET capture_before = v_lapses
    WHERE hotel_id = of_payment.hotel_id AND id = of_payment.id AND capture_before IS DISTINCT FROM v_lapses
        AND v_lapses IS NOT NULL;
    FOR v_refund IN
        SELECT listed.refund FROM jsonb_array_elements(shown #> '{refunds,data}') AS listed (refund)
        ORDER BY (listed.refund ->> 'created')::bigint, listed.refund ->> 'id'
    LOOP
        PERFORM apply_refund(event, of_payment, v_refund);
    END LOOP;
END
$$;
COMMENT ON FUNCTION hotelmate.apply_charge(hotelmate.stripe_webhook_event, hotelmate.payment, jsonb) IS
'What a charge shows: until when its hold lasts, and its refunds where they are listed.';

CREATE OR REPLACE FUNCTION hotelmate.apply_refund(
    event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_refund text := shown ->> 'id';
    v_instruction bigint;
    v_kinds text[];
BEGIN
    SELECT instruction.id INTO v_instruction FROM payment_instruction AS instruction
    WHERE instruction.hotel_id = of_payment.hotel_id AND instruction.booking_id = of_payment.booking_id
        AND instruction.payment_id = of_payment.id AND instruction.kind = 'REFUND'
        AND instruction.id::text = shown #>> '{metadata,instruction}';
    SELECT coalesce(array_agg(entry.kind), '{}') INTO v_kinds FROM payment_entry AS entry
    WHERE entry.hotel_id = of_payment.hotel_id AND entry.payment_id = of_payment.id AND entry.refund_id = v_refund;
    IF v_instruction IS NULL AND v_kinds = '{}' AND (shown ->> 'status' IN ('failed', 'canceled') OR EXISTS (
        SELECT FROM stripe_webhook_event AS heard
        WHERE heard.payment_intent_id = event.payment_intent_id AND heard.status = 'PROCESSED'
            AND heard.payload #>> '{data,object,id}' = v_refund
            AND heard.payload #>> '{data,object,status}' IN ('failed', 'canceled')
    )) THEN
        RETURN; -- somebody else's, that failed before we heard of it: what it took is there again
    END IF;
    -- A refund is taken to be made until Stripe says that it was not: one that failed was made before.
    IF 'REFUNDED' <> ALL (v_kinds) THEN
        PERFORM record_stripe_entry(
            event, of_payment, 'REFUNDED', (shown ->> 'amount')::bigint, refund => v_refund, instruction => v_instruction
        );
    END IF;
    IF shown ->> 'status' IN ('failed', 'canceled') AND 'REFUND_FAILED' <> ALL (v_kinds) THEN
        PERFORM record_stripe_entry(
            event, of_payment, 'REFUND_FAILED', (shown ->> 'amount')::bigint,
            refund => v_refund, instruction => v_instruction
        );
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.apply_refund(hotelmate.stripe_webhook_event, hotelmate.payment, jsonb) IS
'What a refund shows: made, or made and come back.';

CREATE OR REPLACE FUNCTION hotelmate.apply_dispute(
    event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_dispute text := shown ->> 'id';
    v_kinds text[];
    v_withheld bigint;
BEGIN
    SELECT coalesce(array_agg(entry.kind), '{}') INTO v_kinds FROM payment_entry AS entry
    WHERE entry.hotel_id = of_payment.hotel_id AND entry.payment_id = of_payment.id AND entry.dispute_id = v_dispute;
    IF v_kinds = '{}' AND (shown ->> 'status' LIKE 'warning%' OR shown ->> 'status' = 'prevented') THEN
        RETURN; -- an inquiry, or settled before it began: the bank holds nothing back
    END IF;
    IF 'DISPUTED' <> ALL (v_kinds) THEN
        PERFORM record_stripe_entry(event, of_payment, 'DISPUTED', (shown ->> 'amount')::bigint, dispute => v_dispute);
    END IF;
    IF shown ->> 'status' IN ('won', 'prevented') AND 'DISPUTE_WON' <> ALL (v_kinds) THEN
        SELECT entry.amount INTO v_withheld FROM payment_entry AS entry
        WHERE entry.hotel_id = of_payment.hotel_id AND entry.payment_id = of_payment.id
            AND entry.dispute_id = v_dispute AND entry.kind = 'DISPUTED';
        PERFORM record_stripe_entry(event, of_payment, 'DISPUTE_WON', v_withheld, dispute => v_dispute);
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.apply_dispute(hotelmate.stripe_webhook_event, hotelmate.payment, jsonb) IS
'What a dispute shows: the bank holds the amount back, and gives it back when the hotel has won.';
