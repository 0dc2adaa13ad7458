-- What Stripe says is stored and takes effect in one statement, whoever inserts it: the API for webhooks,
-- the payments worker for answers, reconciliation for listed events, a DBA by hand. Storing an event twice
-- is refused by its key, so its effect happens once. What is for nobody stays RECEIVED and is tried again.

CREATE OR REPLACE FUNCTION hotelmate.without_personal_data(said jsonb, levels integer DEFAULT 12) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF jsonb_typeof(said) NOT IN ('object', 'array') THEN
        RETURN said;
    ELSIF levels = 0 THEN
        RETURN 'null'; -- deeper than anything that is read
    ELSIF jsonb_typeof(said) = 'array' THEN
        RETURN coalesce((
            SELECT jsonb_agg(without_personal_data(item.value, levels - 1) ORDER BY item.position)
            FROM jsonb_array_elements(said) WITH ORDINALITY AS item (value, position)
        ), '[]');
    END IF;
    RETURN coalesce((
        SELECT jsonb_object_agg(member.key, without_personal_data(member.value, levels - 1))
        FROM jsonb_each(said) AS member
        WHERE member.key = ANY (
            -- The envelope, and what tells one thing of Stripe's from another.
            '{id,object,type,account,api_version,created,livemode,request,idempotency_key,pending_webhooks,data,'
            'previous_attributes,'
            -- Our own names, by which it finds its booking.
            'metadata,hotel,booking,session,instruction,'
            -- What is paid, how far it is, and why it went no further.
            'amount,amount_authorized,amount_capturable,amount_captured,amount_details,amount_received,'
            'amount_refunded,amount_subtotal,amount_total,automatic_tax,balance_transaction,balance_transactions,'
            'cancellation_reason,canceled_at,capture_before,capture_method,captured,card,charge,charges,code,'
            'confirmation_method,currency,decline_code,dispute,disputed,due_by,evidence_details,exchange_rate,'
            'expires_at,failure_balance_transaction,failure_code,failure_reason,fee,has_evidence,has_more,'
            'is_charge_refundable,last_payment_error,latest_charge,mode,net,network,network_reason_code,'
            'network_status,outcome,paid,past_due,payment_intent,payment_method_details,payment_method_types,'
            'payment_status,pending_reason,processing,reason,refunded,refunds,risk_level,rule,status,'
            'submission_count,total_count}'::text[]
        )
    ), '{}');
END
$$;
COMMENT ON FUNCTION hotelmate.without_personal_data(jsonb, integer) IS
'Of what Stripe said that which payments need, by name: whatever else it tells, of people above all, is left out.';

CREATE OR REPLACE FUNCTION hotelmate.store_no_personal_data() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may execute what leaves out
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    NEW.payload := hotelmate.without_personal_data(NEW.payload);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.store_no_personal_data() IS
'Stores of an event what payments need, and nothing of the people that Stripe knows.';

CREATE OR REPLACE TRIGGER tg_stripe_webhook_event__0_without_personal_data
BEFORE INSERT ON hotelmate.stripe_webhook_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.store_no_personal_data();
COMMENT ON TRIGGER tg_stripe_webhook_event__0_without_personal_data ON hotelmate.stripe_webhook_event IS
'Stores of an event what payments need, and nothing of the people that Stripe knows.';

CREATE OR REPLACE FUNCTION hotelmate.booking_named_by(object jsonb)
RETURNS TABLE (hotel_id bigint, booking_id bigint)
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT booking.hotel_id, booking.id
FROM hotel_directory AS hotel
INNER JOIN room_booking AS booking
    ON booking.hotel_id = hotel.hotel_id AND booking.booking_reference = object #>> '{metadata,booking}'
WHERE hotel.slug = object #>> '{metadata,hotel}'
$$;
COMMENT ON FUNCTION hotelmate.booking_named_by(jsonb) IS
'The booking that our metadata on an object of Stripe names: hotel is the slug, booking the reference.';

CREATE OR REPLACE FUNCTION hotelmate.resolve_stripe_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- the API may not say which booking an event is for
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_object jsonb := NEW.payload #> '{data,object}';
    v_kind text := v_object ->> 'object';
    v_hotel_id bigint;
    v_booking_id bigint;
BEGIN
    NEW.tries := coalesce(OLD.tries, 0) + 1;
    NEW.payment_intent_id := CASE v_kind WHEN 'payment_intent' THEN v_object ->> 'id' ELSE v_object ->> 'payment_intent' END;
    SELECT known.hotel_id, known.booking_id INTO v_hotel_id, v_booking_id
    FROM stripe_payment_intent AS known
    WHERE known.payment_intent_id = NEW.payment_intent_id
        -- Refunds, disputes and charges wait until their payment intent has shown itself.
        AND (v_kind IN ('payment_intent', 'checkout.session') OR EXISTS (
            SELECT FROM payment
            WHERE payment.hotel_id = known.hotel_id AND payment.payment_intent_id = known.payment_intent_id
        ));
    IF v_booking_id IS NULL AND v_kind IN ('payment_intent', 'checkout.session') THEN
        SELECT named.hotel_id, named.booking_id INTO v_hotel_id, v_booking_id FROM booking_named_by(v_object) AS named;
    END IF;
    NEW.hotel_id := coalesce(OLD.hotel_id, v_hotel_id, NEW.hotel_id); -- once found, it stays
    NEW.booking_id := coalesce(OLD.booking_id, v_booking_id, NEW.booking_id);
    -- Before the event's own key takes a weaker lock on the booking: two events that upgrade theirs deadlock.
    PERFORM 1 FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    IF NEW.status <> 'FAILED' AND NOT NEW.is_foreign THEN
        NEW.status := CASE
            WHEN NEW.booking_id IS NULL OR v_booking_id IS NULL AND v_kind IN ('charge', 'refund', 'dispute')
                THEN 'RECEIVED' -- whoever says which booking it is for: its payment is not known
            ELSE 'PROCESSED'
        END;
        NEW.error := NULL;
    END IF;
    NEW.processed_at := CASE WHEN NEW.status = 'PROCESSED' THEN now() END;
    NEW.next_try_at := CASE
        WHEN NEW.status = 'PROCESSED' OR NEW.is_foreign OR NEW.received_at < now() - interval '30 days' THEN NULL
        -- Of what is not about a payment, or names no hotel of ours, we know nothing to wait for.
        WHEN NEW.booking_id IS NULL AND (
            NEW.payment_intent_id IS NULL AND v_kind IS DISTINCT FROM 'checkout.session'
            OR v_kind IN ('payment_intent', 'checkout.session') AND v_object #>> '{metadata,hotel}' IS NULL
        ) THEN NULL
        ELSE now() + least(interval '5 seconds' * 2 ^ least(NEW.tries, 12), interval '1 hour')
    END;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.resolve_stripe_event() IS
'Finds the booking of an event: by its payment intent, else by our metadata; without one it waits.';

CREATE OR REPLACE TRIGGER tg_stripe_webhook_event__1_resolve
BEFORE INSERT ON hotelmate.stripe_webhook_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.resolve_stripe_event();
COMMENT ON TRIGGER tg_stripe_webhook_event__1_resolve ON hotelmate.stripe_webhook_event IS
'Finds the booking of an event.';

CREATE OR REPLACE TRIGGER tg_stripe_webhook_event__1_resolve_again
BEFORE UPDATE ON hotelmate.stripe_webhook_event
FOR EACH ROW WHEN (old.status <> 'PROCESSED')
EXECUTE FUNCTION hotelmate.resolve_stripe_event();
COMMENT ON TRIGGER tg_stripe_webhook_event__1_resolve_again ON hotelmate.stripe_webhook_event IS
'Finds the booking of an event that is tried again.';

CREATE OR REPLACE FUNCTION hotelmate.guard_stripe_event() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.event_id, OLD.event_type, OLD.origin, OLD.payload, OLD.is_foreign, OLD.received_at)
        IS DISTINCT FROM
           (NEW.event_id, NEW.event_type, NEW.origin, NEW.payload, NEW.is_foreign, NEW.received_at)
        OR (OLD.booking_id IS NOT NULL
            AND (NEW.hotel_id, NEW.booking_id) IS DISTINCT FROM (OLD.hotel_id, OLD.booking_id))
        OR (OLD.status = 'PROCESSED' AND NEW IS DISTINCT FROM OLD)
    THEN
        RAISE EXCEPTION 'event % stays as it was stored', OLD.event_id
            USING ERRCODE = '23514', CONSTRAINT = 'webhook_event_is_evidence',
                SCHEMA = 'hotelmate', TABLE = 'stripe_webhook_event';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_stripe_event() IS
'What a provider said stays as stored; once it took effect, nothing about it changes.';

CREATE OR REPLACE TRIGGER webhook_event_is_evidence
BEFORE UPDATE OR DELETE ON hotelmate.stripe_webhook_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_stripe_event();
ALTER TABLE hotelmate.stripe_webhook_event ENABLE ALWAYS TRIGGER webhook_event_is_evidence;
COMMENT ON TRIGGER webhook_event_is_evidence ON hotelmate.stripe_webhook_event IS
'What a provider said stays as stored; once it took effect, nothing about it changes.';

CREATE OR REPLACE TRIGGER tg_stripe_webhook_event__refuse_truncate
BEFORE TRUNCATE ON hotelmate.stripe_webhook_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('webhook_event_is_evidence', 'stripe_webhook_event');
COMMENT ON TRIGGER tg_stripe_webhook_event__refuse_truncate ON hotelmate.stripe_webhook_event IS
'TRUNCATE would forget what was processed: webhook_event_is_evidence.';

CREATE OR REPLACE FUNCTION hotelmate.apply_stripe_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- evidence writes what nobody else may
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_object jsonb := NEW.payload #> '{data,object}';
    v_payment payment;
BEGIN
    IF EXISTS (
        SELECT FROM booking_named_by(v_object) AS named
        WHERE (named.hotel_id, named.booking_id) IS DISTINCT FROM (NEW.hotel_id, NEW.booking_id)
    ) THEN
        RAISE EXCEPTION 'payment intent % is of another booking than it names', NEW.payment_intent_id
            USING ERRCODE = '23505', CONSTRAINT = 'booking_single_payment_intent',
                SCHEMA = 'hotelmate', TABLE = 'stripe_payment_intent';
    END IF;
    IF NEW.payment_intent_id IS NOT NULL THEN
        v_payment := payment_of_intent(NEW, v_object);
    END IF;
    CASE v_object ->> 'object'
        WHEN 'checkout.session' THEN
            PERFORM apply_checkout_session(NEW, v_object);
        WHEN 'payment_intent' THEN
            PERFORM apply_payment_intent(NEW, v_payment, v_object);
            IF jsonb_typeof(v_object -> 'latest_charge') = 'object' THEN
                PERFORM apply_charge(NEW, v_payment, v_object -> 'latest_charge');
            END IF;
        WHEN 'charge' THEN
            PERFORM apply_charge(NEW, v_payment, v_object);
        WHEN 'refund' THEN
            PERFORM apply_refund(NEW, v_payment, v_object);
        WHEN 'dispute' THEN
            PERFORM apply_dispute(NEW, v_payment, v_object);
        ELSE
            NULL; -- it says nothing about a payment
    END CASE;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.apply_stripe_event() IS
'The effect of what Stripe said, by the object that it shows.';

CREATE OR REPLACE TRIGGER tg_stripe_webhook_event__2_apply
AFTER INSERT ON hotelmate.stripe_webhook_event
FOR EACH ROW WHEN (new.status = 'PROCESSED')
EXECUTE FUNCTION hotelmate.apply_stripe_event();
COMMENT ON TRIGGER tg_stripe_webhook_event__2_apply ON hotelmate.stripe_webhook_event IS
'Applies what was stored.';

CREATE OR REPLACE TRIGGER tg_stripe_webhook_event__2_apply_late
AFTER UPDATE ON hotelmate.stripe_webhook_event
FOR EACH ROW WHEN (new.status = 'PROCESSED' AND old.status <> 'PROCESSED')
EXECUTE FUNCTION hotelmate.apply_stripe_event();
COMMENT ON TRIGGER tg_stripe_webhook_event__2_apply_late ON hotelmate.stripe_webhook_event IS
'Applies what found its booking later.';

CREATE OR REPLACE FUNCTION hotelmate.metadata_of_event(of_event text) RETURNS TABLE (hotel text, booking text)
LANGUAGE sql STABLE SECURITY DEFINER -- whoever looks for events of nobody reads no more of the payload than this
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT event.payload #>> '{data,object,metadata,hotel}', event.payload #>> '{data,object,metadata,booking}'
FROM stripe_webhook_event AS event
WHERE event.event_id = of_event
$$;
COMMENT ON FUNCTION hotelmate.metadata_of_event(text) IS
'The hotel and the booking that an event names, as it spells them.';
