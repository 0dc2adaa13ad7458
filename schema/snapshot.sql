--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: hotelmate; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA hotelmate;

--
-- Name: SCHEMA hotelmate; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA hotelmate IS 'Hotel back end: facts are written, everything else is derived, contradictions cannot be committed.';

--
-- Name: currency_code; Type: DOMAIN; Schema: hotelmate; Owner: -
--

CREATE DOMAIN hotelmate.currency_code AS text
	CONSTRAINT currency_code_is_iso_4217 CHECK ((VALUE ~ '^[A-Z]{3}$'::text));

--
-- Name: DOMAIN currency_code; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON DOMAIN hotelmate.currency_code IS 'ISO 4217 alphabetic code, three capitals.';

--
-- Name: CONSTRAINT currency_code_is_iso_4217 ON DOMAIN currency_code; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT currency_code_is_iso_4217 ON DOMAIN hotelmate.currency_code IS 'A currency is written as three capitals, as in ISO 4217.';

--
-- Name: language_code; Type: DOMAIN; Schema: hotelmate; Owner: -
--

CREATE DOMAIN hotelmate.language_code AS text
	CONSTRAINT language_code_is_iso_639_1 CHECK ((VALUE ~ '^[a-z]{2}$'::text));

--
-- Name: DOMAIN language_code; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON DOMAIN hotelmate.language_code IS 'ISO 639-1 code of a language, two small letters.';

--
-- Name: CONSTRAINT language_code_is_iso_639_1 ON DOMAIN language_code; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT language_code_is_iso_639_1 ON DOMAIN hotelmate.language_code IS 'A language is written as two small letters, as in ISO 639-1.';

--
-- Name: acting_role(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.acting_role() RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN coalesce(nullif(current_setting('role'), 'none'), session_user::text);
END
$$;

--
-- Name: FUNCTION acting_role(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.acting_role() IS 'The database role that acts, seen through SECURITY DEFINER: SET ROLE if given, else the log-in role.';

--
-- Name: acts_for_api(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.acts_for_api() RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    -- A superuser inherits everything and is a DBA all the same.
    RETURN current_setting('is_superuser') = 'off' AND (
        pg_has_role(hotelmate.acting_role()::name, 'hotelmate_speaker', 'USAGE')
        OR pg_has_role(hotelmate.acting_role()::name, 'hotelmate_guest', 'USAGE')
    );
END
$$;

--
-- Name: FUNCTION acts_for_api(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.acts_for_api() IS 'Whether the acting role is one of the API''s: then it speaks for somebody and must say for whom.';

--
-- Name: api_key_holder(bigint, bytea); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.api_key_holder(of_hotel bigint, of_hash bytea) RETURNS TABLE(api_key_id bigint, slug text, staff_id bigint, username text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT key.id, hotel.slug, holder.id, holder.username
FROM api_key AS key
INNER JOIN staff AS holder ON holder.hotel_id = key.hotel_id AND holder.id = key.staff_id
INNER JOIN hotel ON hotel.hotel_id = key.hotel_id
WHERE key.hotel_id = of_hotel AND key.key_hash = of_hash
    AND key.revoked_at IS NULL AND key.expires_at > now() AND holder.is_active
$$;

--
-- Name: FUNCTION api_key_holder(of_hotel bigint, of_hash bytea); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.api_key_holder(of_hotel bigint, of_hash bytea) IS 'Who calls with the API key of this SHA-256, if it works: one look-up by a key of the index, whatever is asked.';

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: payment; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.payment (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    booking_id bigint NOT NULL,
    provider text NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    payment_intent_id text,
    provider_status text,
    provider_failure text,
    capture_before timestamp with time zone,
    looked_at timestamp with time zone,
    lapse_reported_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT payment_names_its_intent CHECK ((((provider = 'stripe'::text) = (payment_intent_id IS NOT NULL)) AND ((provider = 'stripe'::text) OR (provider_status IS NULL)))),
    CONSTRAINT payment_provider_known CHECK ((provider = ANY (ARRAY['desk'::text, 'stripe'::text]))),
    CONSTRAINT payment_provider_status_known CHECK ((provider_status = ANY (ARRAY['requires_payment_method'::text, 'requires_confirmation'::text, 'requires_action'::text, 'processing'::text, 'requires_capture'::text, 'succeeded'::text, 'canceled'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.payment FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.payment IS 'One attempt to pay a booking: at the desk, or a payment intent of Stripe with what Stripe said of it last.';

--
-- Name: COLUMN payment.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.booking_id IS 'The booking that it pays.';

--
-- Name: COLUMN payment.provider; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.provider IS 'desk or stripe, for the whole of its ledger.';

--
-- Name: COLUMN payment.currency; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.currency IS 'Currency of every amount of it.';

--
-- Name: COLUMN payment.payment_intent_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.payment_intent_id IS 'Stripe''s id of it.';

--
-- Name: COLUMN payment.provider_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.provider_status IS 'Derived: status of the payment intent; it moves on only, whatever the order in which events arrive.';

--
-- Name: COLUMN payment.provider_failure; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.provider_failure IS 'Derived: Stripe''s code of the last refused attempt.';

--
-- Name: COLUMN payment.capture_before; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.capture_before IS 'Derived: when a hold lapses, as the card''s network says.';

--
-- Name: COLUMN payment.looked_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.looked_at IS 'When we last asked Stripe how it stands.';

--
-- Name: COLUMN payment.lapse_reported_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.lapse_reported_at IS 'When the hotel was told that the hold is about to lapse.';

--
-- Name: COLUMN payment.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment.created_at IS 'When we first heard of it.';

--
-- Name: CONSTRAINT payment_names_its_intent ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_names_its_intent ON hotelmate.payment IS 'A payment by Stripe, and only that, has a payment intent and its status.';

--
-- Name: CONSTRAINT payment_provider_known ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_provider_known ON hotelmate.payment IS 'A payment goes through the desk or Stripe.';

--
-- Name: CONSTRAINT payment_provider_status_known ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_provider_status_known ON hotelmate.payment IS 'The status of a payment intent is one of Stripe''s.';

--
-- Name: stripe_webhook_event; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.stripe_webhook_event (
    event_id text NOT NULL,
    event_type text NOT NULL,
    origin text DEFAULT 'WEBHOOK'::text NOT NULL,
    status text DEFAULT 'RECEIVED'::text NOT NULL,
    hotel_id bigint,
    booking_id bigint,
    payment_intent_id text,
    payload jsonb NOT NULL,
    is_foreign boolean DEFAULT false NOT NULL,
    error text,
    tries integer DEFAULT 0 NOT NULL,
    next_try_at timestamp with time zone,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    processed_at timestamp with time zone,
    CONSTRAINT webhook_event_failed_says_why CHECK (((status = 'FAILED'::text) = (error IS NOT NULL))),
    CONSTRAINT webhook_event_foreign_has_no_effect CHECK (((NOT is_foreign) OR (status <> 'PROCESSED'::text))),
    CONSTRAINT webhook_event_is_object CHECK ((jsonb_typeof(payload) = 'object'::text)),
    CONSTRAINT webhook_event_names_hotel CHECK (((booking_id IS NULL) OR (hotel_id IS NOT NULL))),
    CONSTRAINT webhook_event_origin_known CHECK ((origin = ANY (ARRAY['WEBHOOK'::text, 'EVENT_LIST'::text, 'ANSWER'::text]))),
    CONSTRAINT webhook_event_processed_stamped CHECK (((status = 'PROCESSED'::text) = (processed_at IS NOT NULL))),
    CONSTRAINT webhook_event_status_known CHECK ((status = ANY (ARRAY['RECEIVED'::text, 'PROCESSED'::text, 'FAILED'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.stripe_webhook_event FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.stripe_webhook_event IS 'What Stripe said, each stored once by its id: events, and its answers to our own requests by the request''s id.
No hotel leads the key: an event may be for nobody.';

--
-- Name: COLUMN stripe_webhook_event.event_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.event_id IS 'Stripe''s id of the event, or of the request it answered.';

--
-- Name: COLUMN stripe_webhook_event.event_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.event_type IS 'Stripe''s type, like charge.captured; of an answer the object''s with .answered, like refund.answered.';

--
-- Name: COLUMN stripe_webhook_event.origin; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.origin IS 'How it came: WEBHOOK, EVENT_LIST (asked for by reconciliation) or ANSWER.';

--
-- Name: COLUMN stripe_webhook_event.status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.status IS 'PROCESSED when its effect is committed with it, RECEIVED while it is for nobody, whatever is written; or FAILED.';

--
-- Name: COLUMN stripe_webhook_event.hotel_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.hotel_id IS 'Derived: the hotel it is for, once known.';

--
-- Name: COLUMN stripe_webhook_event.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.booking_id IS 'Derived: the booking it is for, once known.';

--
-- Name: COLUMN stripe_webhook_event.payment_intent_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.payment_intent_id IS 'Derived: the payment intent it is about.';

--
-- Name: COLUMN stripe_webhook_event.payload; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.payload IS 'The event as it came, but for personal data: the members that payments need, by name.';

--
-- Name: COLUMN stripe_webhook_event.is_foreign; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.is_foreign IS 'Whether it is of another account or mode than ours, or of a version that we do not read; error says which.';

--
-- Name: COLUMN stripe_webhook_event.error; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.error IS 'Why it has no effect: the rule that refused it, or what the API found wrong with it.';

--
-- Name: COLUMN stripe_webhook_event.tries; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.tries IS 'Derived: how often it was tried without effect.';

--
-- Name: COLUMN stripe_webhook_event.next_try_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.next_try_at IS 'Derived: when it is tried again; NULL when it is processed, or has waited for 30 days.';

--
-- Name: COLUMN stripe_webhook_event.received_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.received_at IS 'When it came first.';

--
-- Name: COLUMN stripe_webhook_event.processed_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_webhook_event.processed_at IS 'When its effect was committed.';

--
-- Name: CONSTRAINT webhook_event_failed_says_why ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_failed_says_why ON hotelmate.stripe_webhook_event IS 'A provider event says why it failed, exactly when it did.';

--
-- Name: CONSTRAINT webhook_event_foreign_has_no_effect ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_foreign_has_no_effect ON hotelmate.stripe_webhook_event IS 'An event of another account, mode or version is kept and has no effect.';

--
-- Name: CONSTRAINT webhook_event_is_object ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_is_object ON hotelmate.stripe_webhook_event IS 'A provider event is a JSON object.';

--
-- Name: CONSTRAINT webhook_event_names_hotel ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_names_hotel ON hotelmate.stripe_webhook_event IS 'An event that names a booking names its hotel.';

--
-- Name: CONSTRAINT webhook_event_origin_known ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_origin_known ON hotelmate.stripe_webhook_event IS 'A provider event was pushed, listed or is an answer: WEBHOOK, EVENT_LIST or ANSWER.';

--
-- Name: CONSTRAINT webhook_event_processed_stamped ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_processed_stamped ON hotelmate.stripe_webhook_event IS 'A provider event carries the time of processing exactly when it was processed.';

--
-- Name: CONSTRAINT webhook_event_status_known ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_status_known ON hotelmate.stripe_webhook_event IS 'A provider event is RECEIVED, PROCESSED or FAILED.';

--
-- Name: apply_charge(hotelmate.stripe_webhook_event, hotelmate.payment, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.apply_charge(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION apply_charge(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.apply_charge(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) IS 'What a charge shows: until when its hold lasts, and its refunds where they are listed.';

--
-- Name: apply_checkout_session(hotelmate.stripe_webhook_event, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.apply_checkout_session(event hotelmate.stripe_webhook_event, shown jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION apply_checkout_session(event hotelmate.stripe_webhook_event, shown jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.apply_checkout_session(event hotelmate.stripe_webhook_event, shown jsonb) IS 'What a Checkout session shows: complete or expired. It moves no money; its payment intent does.';

--
-- Name: apply_dispute(hotelmate.stripe_webhook_event, hotelmate.payment, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.apply_dispute(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION apply_dispute(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.apply_dispute(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) IS 'What a dispute shows: the bank holds the amount back, and gives it back when the hotel has won.';

--
-- Name: apply_payment_intent(hotelmate.stripe_webhook_event, hotelmate.payment, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.apply_payment_intent(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION apply_payment_intent(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.apply_payment_intent(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) IS 'What a payment intent shows: held, captured, or over and the rest released.';

--
-- Name: apply_refund(hotelmate.stripe_webhook_event, hotelmate.payment, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.apply_refund(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION apply_refund(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.apply_refund(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) IS 'What a refund shows: made, or made and come back.';

--
-- Name: apply_stripe_event(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.apply_stripe_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION apply_stripe_event(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.apply_stripe_event() IS 'The effect of what Stripe said, by the object that it shows.';

--
-- Name: are_choice_labels(jsonb, text[]); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.are_choice_labels(labels jsonb, choices text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT jsonb_typeof(labels) = 'object' AND NOT EXISTS (
    SELECT FROM jsonb_each(CASE WHEN jsonb_typeof(labels) = 'object' THEN labels ELSE '{}' END) AS said (choice, words)
    WHERE said.choice <> ALL (choices) OR NOT is_text_by_language(said.words)
)
$$;

--
-- Name: FUNCTION are_choice_labels(labels jsonb, choices text[]); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.are_choice_labels(labels jsonb, choices text[]) IS 'Whether this is an object of texts by language, by a choice that there is.';

--
-- Name: are_choices(text[]); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.are_choices(choices text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT
    count(*) BETWEEN 1 AND 100
    AND count(DISTINCT offered.choice) = count(*)
    AND bool_and(
        offered.choice ~ '\S' AND offered.choice = btrim(offered.choice, E' \t\r\n') AND offered.choice !~ '[[:cntrl:]]'
    )
FROM unnest(choices) AS offered (choice)
$$;

--
-- Name: FUNCTION are_choices(choices text[]); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.are_choices(choices text[]) IS 'Whether this is a list of 1 to 100 choices, each once and written as an answer is kept.';

--
-- Name: audit_booking(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.audit_booking() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_type text := CASE TG_OP WHEN 'INSERT' THEN 'booking_created' ELSE booking_event_type(OLD, NEW) END;
    v_payload jsonb := booking_event_payload(NEW, OLD.assigned_room_id);
    v_scope jsonb := jsonb_build_object('booking_id', NEW.booking_reference, 'version', NEW.version);
    v_from_status text := OLD.status;
    v_from_room_id bigint := OLD.assigned_room_id;
    v_guest_payload jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.version = OLD.version THEN
        RETURN NULL; -- no fact changed
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.corrections <> OLD.corrections THEN
        -- What changed past the trail, as in a restore, is told now: from what the trail knew.
        SELECT last.to_status, last.to_room_id INTO v_from_status, v_from_room_id
        FROM booking_event AS last
        WHERE last.hotel_id = OLD.hotel_id AND last.booking_id = OLD.id AND last.version = OLD.version;
    END IF;
    INSERT INTO booking_event (
        hotel_id, booking_id, version, event_type, from_status, to_status, from_room_id, to_room_id
    ) VALUES (
        NEW.hotel_id, NEW.id, NEW.version, v_type, v_from_status, NEW.status,
        v_from_room_id, NEW.assigned_room_id
    );
    IF v_type LIKE 'booking_room_%assigned'
        OR v_type IN (
            'booking_party_updated', 'booking_updated', 'booking_corrected', 'booking_personal_data_erased'
        )
    THEN
        PERFORM publish(NEW.hotel_id, ARRAY['hotel'], 'booking', v_type, v_payload, v_scope);
        RETURN NULL;
    END IF;
    v_guest_payload := v_payload - ARRAY['previous_room_number', 'party_complete'];
    IF NEW.checked_in_at IS NULL THEN
        v_guest_payload := v_guest_payload - 'room_number'; -- until arrival the room may change
    END IF;
    -- Both in one statement: the staff's is first.
    INSERT INTO outbox_event (hotel_id, channels, category, event_type, payload, scope)
    VALUES
    (NEW.hotel_id, ARRAY['hotel'], 'booking', v_type, v_payload, v_scope),
    (NEW.hotel_id, ARRAY['guest.' || NEW.booking_reference], 'booking', v_type, v_guest_payload, v_scope);
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION audit_booking(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.audit_booking() IS 'Writes the audit row and the realtime events, for staff and for the guest, of a booking''s new version.';

--
-- Name: audit_room(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.audit_room() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_from_status text := OLD.room_status;
    v_from_turnover text := OLD.turnover_status;
    v_is_correction boolean := TG_OP = 'UPDATE' AND NEW.corrections IS DISTINCT FROM OLD.corrections;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.version = OLD.version THEN
        RETURN NULL; -- no fact changed
    END IF;
    IF v_is_correction THEN
        -- What changed past the trail, as in a restore, is told now: from what the trail knew.
        SELECT last.to_status, last.to_turnover INTO v_from_status, v_from_turnover
        FROM room_status_event AS last
        WHERE last.hotel_id = OLD.hotel_id AND last.room_id = OLD.id AND last.version = OLD.version;
    END IF;
    INSERT INTO room_status_event (
        hotel_id, room_id, version, from_status, to_status, from_turnover, to_turnover,
        is_active, is_out_of_order, maintenance_required, in_house_booking_id, is_correction
    ) VALUES (
        NEW.hotel_id, NEW.id, NEW.version, v_from_status, NEW.room_status, v_from_turnover, NEW.turnover_status,
        NEW.is_active, NEW.is_out_of_order, NEW.maintenance_required, NEW.in_house_booking_id, v_is_correction
    );
    PERFORM publish(
        NEW.hotel_id, ARRAY['rooms'], 'rooms',
        CASE
            WHEN TG_OP = 'INSERT' THEN 'room_created'
            WHEN NEW.in_house_booking_id IS DISTINCT FROM OLD.in_house_booking_id THEN 'room_occupancy_updated'
            ELSE 'room_updated'
        END,
        jsonb_build_object(
            'room_number', NEW.room_number, 'room_status', NEW.room_status,
            'turnover_status', NEW.turnover_status, 'is_occupied', NEW.is_occupied,
            'is_assignable', NEW.is_assignable, 'is_active', NEW.is_active,
            'is_out_of_order', NEW.is_out_of_order, 'maintenance_required', NEW.maintenance_required
        ),
        jsonb_build_object('room_id', NEW.id, 'room_number', NEW.room_number, 'version', NEW.version)
    );
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION audit_room(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.audit_room() IS 'Writes the audit row and the realtime event of a room''s new version.';

--
-- Name: begin_log_in(text, text, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.begin_log_in(of_slug text, of_username text, of_address text, OUT wait_seconds integer, OUT hotel bigint, OUT member bigint, OUT member_role text, OUT kept_hash text) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    wait_seconds := claim_attempt(of_slug, of_username, of_address);
    IF wait_seconds = 0 THEN
        SELECT staff.hotel_id, staff.id, staff.role, password.password_hash
        INTO hotel, member, member_role, kept_hash
        FROM hotel AS place
        INNER JOIN staff ON staff.hotel_id = place.hotel_id
        INNER JOIN staff_password AS password ON password.hotel_id = staff.hotel_id AND password.staff_id = staff.id
        WHERE place.slug = of_slug AND staff.username = of_username AND staff.is_active;
    END IF;
END
$$;

--
-- Name: FUNCTION begin_log_in(of_slug text, of_username text, of_address text, OUT wait_seconds integer, OUT hotel bigint, OUT member bigint, OUT member_role text, OUT kept_hash text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.begin_log_in(of_slug text, of_username text, of_address text, OUT wait_seconds integer, OUT hotel bigint, OUT member bigint, OUT member_role text, OUT kept_hash text) IS 'Counts an attempt to log in, and returns what the password is compared with; nothing where there is no such account.';

--
-- Name: begin_password_change(text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.begin_password_change(of_address text, OUT wait_seconds integer, OUT kept_hash text) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_slug text;
    v_username text;
BEGIN
    SELECT place.slug, staff.username INTO v_slug, v_username
    FROM staff INNER JOIN hotel AS place ON place.hotel_id = staff.hotel_id
    WHERE staff.hotel_id = current_hotel_id() AND staff.id = current_staff_id();
    wait_seconds := claim_attempt(v_slug, v_username, of_address);
    IF wait_seconds = 0 THEN
        SELECT password_hash INTO kept_hash FROM staff_password
        WHERE hotel_id = current_hotel_id() AND staff_id = current_staff_id();
    END IF;
END
$$;

--
-- Name: FUNCTION begin_password_change(of_address text, OUT wait_seconds integer, OUT kept_hash text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.begin_password_change(of_address text, OUT wait_seconds integer, OUT kept_hash text) IS 'Counts an attempt like a log-in, and returns what the old password of whoever acts is compared with.';

--
-- Name: room_booking; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.room_booking (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    booking_reference text NOT NULL,
    status text DEFAULT 'PENDING_PAYMENT'::text NOT NULL,
    room_type_id bigint NOT NULL,
    check_in date NOT NULL,
    check_out date NOT NULL,
    adults smallint NOT NULL,
    children smallint DEFAULT 0 NOT NULL,
    total_amount bigint NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    special_requests text DEFAULT ''::text NOT NULL,
    language hotelmate.language_code NOT NULL,
    booker_first_name text,
    booker_last_name text,
    booker_email text,
    booker_phone text,
    expires_at timestamp with time zone NOT NULL,
    approval_deadline_at timestamp with time zone,
    approved_at timestamp with time zone,
    decision_at timestamp with time zone,
    decision_by text,
    decline_reason text,
    cancelled_at timestamp with time zone,
    cancellation_reason text,
    cancellation_terms jsonb DEFAULT '[]'::jsonb NOT NULL,
    cancellation_fee_amount bigint,
    no_show_at timestamp with time zone,
    assigned_room_id bigint,
    room_assigned_at timestamp with time zone,
    room_assigned_by text,
    room_moved_at timestamp with time zone,
    room_moved_by text,
    room_moved_from_id bigint,
    checked_in_at timestamp with time zone,
    checked_out_at timestamp with time zone,
    payment_provider text,
    payment_reference text,
    payment_id bigint,
    payment_seq integer,
    authorised_amount bigint DEFAULT 0 NOT NULL,
    captured_amount bigint DEFAULT 0 NOT NULL,
    voided_amount bigint DEFAULT 0 NOT NULL,
    refunded_amount bigint DEFAULT 0 NOT NULL,
    disputed_amount bigint DEFAULT 0 NOT NULL,
    payment_authorized_at timestamp with time zone,
    paid_at timestamp with time zone,
    party_version bigint DEFAULT 0 NOT NULL,
    guest_count smallint DEFAULT 0 NOT NULL,
    staying_guest_count smallint DEFAULT 0 NOT NULL,
    staying_child_count smallint DEFAULT 0 NOT NULL,
    erased_guest_count smallint DEFAULT 0 NOT NULL,
    accommodating_room_type_id bigint NOT NULL,
    capacity smallint NOT NULL,
    precheckin_payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    precheckin_submitted_at timestamp with time zone,
    precheckin_form_version integer,
    personal_data_erased_at timestamp with time zone,
    corrections integer DEFAULT 0 NOT NULL,
    time_zone text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    occupancy text GENERATED ALWAYS AS (
CASE
    WHEN (checked_out_at IS NOT NULL) THEN 'DEPARTED'::text
    WHEN (checked_in_at IS NOT NULL) THEN 'IN_HOUSE'::text
    WHEN (assigned_room_id IS NOT NULL) THEN 'ASSIGNED'::text
    ELSE 'AVAILABLE'::text
END) STORED,
    in_house_room_id bigint GENERATED ALWAYS AS (
CASE
    WHEN ((checked_in_at IS NOT NULL) AND (checked_out_at IS NULL)) THEN assigned_room_id
    ELSE NULL::bigint
END) STORED,
    waits_for_room_id bigint GENERATED ALWAYS AS (
CASE
    WHEN (checked_in_at IS NULL) THEN assigned_room_id
    ELSE NULL::bigint
END) STORED,
    waits_for_ready boolean GENERATED ALWAYS AS (
CASE
    WHEN ((checked_in_at IS NULL) AND (assigned_room_id IS NOT NULL)) THEN true
    ELSE NULL::boolean
END) STORED,
    held_room_id bigint GENERATED ALWAYS AS (
CASE
    WHEN (checked_out_at IS NULL) THEN assigned_room_id
    ELSE NULL::bigint
END) STORED,
    held_capacity smallint GENERATED ALWAYS AS (
CASE
    WHEN (status = ANY (ARRAY['PENDING_PAYMENT'::text, 'PENDING_APPROVAL'::text, 'CONFIRMED'::text])) THEN capacity
    ELSE NULL::smallint
END) STORED,
    checked_in_on date GENERATED ALWAYS AS (((checked_in_at AT TIME ZONE time_zone))::date) STORED,
    no_show_on date GENERATED ALWAYS AS (((no_show_at AT TIME ZONE time_zone))::date) STORED,
    is_open boolean GENERATED ALWAYS AS ((status = ANY (ARRAY['PENDING_PAYMENT'::text, 'PENDING_APPROVAL'::text, 'CONFIRMED'::text]))) STORED NOT NULL,
    party_complete boolean GENERATED ALWAYS AS (((staying_guest_count = (adults + children)) AND (staying_child_count = children))) STORED NOT NULL,
    needs_complete_party boolean GENERATED ALWAYS AS (
CASE
    WHEN (assigned_room_id IS NOT NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    CONSTRAINT booking_amounts_need_ledger CHECK (((num_nulls(payment_id, payment_seq) = 0) OR ((num_nulls(payment_id, payment_seq) = 2) AND (GREATEST(authorised_amount, captured_amount, voided_amount, refunded_amount, disputed_amount) = 0) AND (LEAST(authorised_amount, captured_amount, voided_amount, refunded_amount, disputed_amount) = 0)))),
    CONSTRAINT booking_approval_fits_status CHECK (
CASE
    WHEN (status = ANY (ARRAY['PENDING_PAYMENT'::text, 'DECLINED'::text, 'CANCELLED_DRAFT'::text])) THEN (approved_at IS NULL)
    WHEN (status = ANY (ARRAY['CONFIRMED'::text, 'COMPLETED'::text, 'NO_SHOW'::text])) THEN (approved_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT booking_assignment_needs_confirmed CHECK (((assigned_room_id IS NULL) OR (status <> ALL (ARRAY['PENDING_PAYMENT'::text, 'PENDING_APPROVAL'::text])))),
    CONSTRAINT booking_assignment_stamped CHECK ((num_nulls(assigned_room_id, room_assigned_at, room_assigned_by) = ANY (ARRAY[0, 3]))),
    CONSTRAINT booking_cancellation_fee_stamped CHECK (((status = 'CANCELLED'::text) = (cancellation_fee_amount IS NOT NULL))),
    CONSTRAINT booking_cancellation_fee_within_captured CHECK (((cancellation_fee_amount >= 0) AND (cancellation_fee_amount <= captured_amount))),
    CONSTRAINT booking_capacity_is_of_booked_type CHECK (((assigned_room_id IS NOT NULL) OR (accommodating_room_type_id = room_type_id))),
    CONSTRAINT booking_check_in_needs_confirmed CHECK (((checked_in_at IS NULL) OR (status <> ALL (ARRAY['PENDING_PAYMENT'::text, 'PENDING_APPROVAL'::text])))),
    CONSTRAINT booking_check_in_needs_room CHECK (((checked_in_at IS NULL) OR (assigned_room_id IS NOT NULL) OR (status = ANY (ARRAY['CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'DECLINED'::text, 'NO_SHOW'::text])))),
    CONSTRAINT booking_check_in_within_stay_dates CHECK (((checked_in_at IS NULL) OR (((checked_in_on >= check_in) AND (checked_in_on <= check_out)) IS TRUE))),
    CONSTRAINT booking_check_out_after_check_in CHECK (((checked_out_at IS NULL) OR (((checked_out_at >= checked_in_at) AND ((room_moved_at IS NULL) OR (checked_out_at >= room_moved_at))) IS TRUE))),
    CONSTRAINT booking_closed_holds_no_room CHECK (((status <> ALL (ARRAY['CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'DECLINED'::text, 'NO_SHOW'::text])) OR (assigned_room_id IS NULL) OR (checked_in_at IS NOT NULL))),
    CONSTRAINT booking_closed_never_in_house CHECK (((status <> ALL (ARRAY['CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'DECLINED'::text, 'NO_SHOW'::text])) OR (checked_in_at IS NULL))),
    CONSTRAINT booking_closing_stamped CHECK ((((status = ANY (ARRAY['CANCELLED'::text, 'CANCELLED_DRAFT'::text])) = (cancelled_at IS NOT NULL)) AND ((status = 'NO_SHOW'::text) = (no_show_at IS NOT NULL)) AND ((status <> 'DECLINED'::text) OR (decision_at IS NOT NULL)))),
    CONSTRAINT booking_completed_when_checked_out CHECK (((status = 'COMPLETED'::text) = (checked_out_at IS NOT NULL))),
    CONSTRAINT booking_confirmed_is_paid CHECK (((status <> ALL (ARRAY['CONFIRMED'::text, 'COMPLETED'::text, 'NO_SHOW'::text])) OR (paid_at IS NOT NULL))),
    CONSTRAINT booking_departs_after_arrival CHECK (((check_out > check_in) AND isfinite(check_in) AND isfinite(check_out))),
    CONSTRAINT booking_has_adult CHECK (((adults >= 1) AND (children >= 0))),
    CONSTRAINT booking_move_stamped CHECK ((num_nulls(room_moved_at, room_moved_by, room_moved_from_id) = ANY (ARRAY[0, 3]))),
    CONSTRAINT booking_no_show_after_arrival_date CHECK (((status <> 'NO_SHOW'::text) OR ((no_show_on > check_in) IS TRUE))),
    CONSTRAINT booking_paid_is_confirmed CHECK (((status <> 'PENDING_APPROVAL'::text) OR (paid_at IS NULL))),
    CONSTRAINT booking_paid_was_authorised CHECK (((paid_at IS NULL) OR ((payment_authorized_at <= paid_at) IS TRUE))),
    CONSTRAINT booking_party_within_capacity CHECK (((NOT is_open) OR (((adults + children) <= capacity) AND (staying_guest_count <= capacity)))),
    CONSTRAINT booking_payment_stamped CHECK ((((payment_authorized_at IS NULL) = (authorised_amount = 0)) AND ((paid_at IS NOT NULL) = (captured_amount >= GREATEST(total_amount, (1)::bigint))))),
    CONSTRAINT booking_pending_approval_is_authorised CHECK (((status <> 'PENDING_APPROVAL'::text) OR ((payment_authorized_at IS NOT NULL) AND ((authorised_amount - voided_amount) >= total_amount)))),
    CONSTRAINT booking_pending_payment_is_unpaid CHECK (((status <> 'PENDING_PAYMENT'::text) OR (num_nonnulls(payment_id, payment_authorized_at, paid_at) = 0))),
    CONSTRAINT booking_price_positive CHECK ((total_amount > 0)),
    CONSTRAINT booking_status_known CHECK ((status = ANY (ARRAY['PENDING_PAYMENT'::text, 'PENDING_APPROVAL'::text, 'CONFIRMED'::text, 'DECLINED'::text, 'CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'COMPLETED'::text, 'NO_SHOW'::text]))),
    CONSTRAINT erased_holds_no_personal_data CHECK (((personal_data_erased_at IS NULL) OR ((num_nonnulls(booker_first_name, booker_last_name, booker_email, booker_phone, cancellation_reason, decline_reason) = 0) AND (special_requests = ''::text) AND (precheckin_payload = '{}'::jsonb)))),
    CONSTRAINT personal_data_erased_after_stay CHECK (((personal_data_erased_at IS NULL) OR (NOT is_open))),
    CONSTRAINT precheckin_answers_are_object CHECK ((jsonb_typeof(precheckin_payload) = 'object'::text))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.room_booking FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.room_booking IS 'A booking: lifecycle, dates, assignment, stay and payment; facts are written, the rest is derived and proved.';

--
-- Name: COLUMN room_booking.booking_reference; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.booking_reference IS 'Derived: the public booking_id, like BK-2026-000123, unique in its hotel.';

--
-- Name: COLUMN room_booking.status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.status IS 'Fact: PENDING_PAYMENT, PENDING_APPROVAL, CONFIRMED, DECLINED, CANCELLED, CANCELLED_DRAFT, COMPLETED, NO_SHOW.';

--
-- Name: COLUMN room_booking.room_type_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.room_type_id IS 'The room type that was booked and is charged.';

--
-- Name: COLUMN room_booking.check_in; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.check_in IS 'Fact: day of arrival on the hotel''s calendar.';

--
-- Name: COLUMN room_booking.check_out; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.check_out IS 'Fact: day of departure on the hotel''s calendar.';

--
-- Name: COLUMN room_booking.adults; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.adults IS 'Fact: adults booked.';

--
-- Name: COLUMN room_booking.children; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.children IS 'Fact: children booked.';

--
-- Name: COLUMN room_booking.total_amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.total_amount IS 'Price of the stay in minor units of currency.';

--
-- Name: COLUMN room_booking.currency; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.currency IS 'Currency of all amounts of the booking.';

--
-- Name: COLUMN room_booking.special_requests; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.special_requests IS 'Fact: what the guest asked for.';

--
-- Name: COLUMN room_booking.language; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.language IS 'What the guests are spoken to in; the hotel''s own unless the booking says another.';

--
-- Name: COLUMN room_booking.booker_first_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.booker_first_name IS 'Who booked, when it is not the primary guest.';

--
-- Name: COLUMN room_booking.booker_last_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.booker_last_name IS 'Who booked, when it is not the primary guest.';

--
-- Name: COLUMN room_booking.booker_email; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.booker_email IS 'How to reach the booker.';

--
-- Name: COLUMN room_booking.booker_phone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.booker_phone IS 'How to reach the booker.';

--
-- Name: COLUMN room_booking.expires_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.expires_at IS 'Derived: when the booking lapses if it is still unpaid.';

--
-- Name: COLUMN room_booking.approval_deadline_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.approval_deadline_at IS 'Derived: when staff should have decided.';

--
-- Name: COLUMN room_booking.approved_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.approved_at IS 'Fact: staff approve; a payment at the desk is captured with it, Stripe''s as soon as Stripe says so.';

--
-- Name: COLUMN room_booking.decision_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.decision_at IS 'Fact: when staff approved or declined, written with the decision: the start of its transaction, then final.';

--
-- Name: COLUMN room_booking.decision_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.decision_by IS 'Derived: who approved or declined.';

--
-- Name: COLUMN room_booking.decline_reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.decline_reason IS 'Fact: why staff declined.';

--
-- Name: COLUMN room_booking.cancelled_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.cancelled_at IS 'Fact: when it was cancelled or lapsed, written with the status: the start of its transaction, then final.';

--
-- Name: COLUMN room_booking.cancellation_reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.cancellation_reason IS 'Fact: why it was cancelled.';

--
-- Name: COLUMN room_booking.cancellation_terms; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.cancellation_terms IS 'Derived: the hotel''s cancellation_term rows when the booking was made.';

--
-- Name: COLUMN room_booking.cancellation_fee_amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.cancellation_fee_amount IS 'Derived: what the hotel keeps of what was captured, decided by cancellation_terms when it was cancelled.';

--
-- Name: COLUMN room_booking.no_show_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.no_show_at IS 'Fact: when it was marked a no-show, written with the status: the start of its transaction, then final.';

--
-- Name: COLUMN room_booking.assigned_room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.assigned_room_id IS 'Fact: the room; kept after check-out as history, cleared when the booking closes without a stay.';

--
-- Name: COLUMN room_booking.room_assigned_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.room_assigned_at IS 'Derived: when the present room was assigned.';

--
-- Name: COLUMN room_booking.room_assigned_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.room_assigned_by IS 'Derived: who assigned it.';

--
-- Name: COLUMN room_booking.room_moved_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.room_moved_at IS 'Derived: when the last move was; all moves are in room_move.';

--
-- Name: COLUMN room_booking.room_moved_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.room_moved_by IS 'Derived: who made the last move.';

--
-- Name: COLUMN room_booking.room_moved_from_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.room_moved_from_id IS 'Derived: the room of before the last move.';

--
-- Name: COLUMN room_booking.checked_in_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.checked_in_at IS 'Fact: when the guest came; set once.';

--
-- Name: COLUMN room_booking.checked_out_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.checked_out_at IS 'Fact: when the guest left; set once.';

--
-- Name: COLUMN room_booking.payment_provider; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.payment_provider IS 'Derived: desk or stripe, whoever holds the money.';

--
-- Name: COLUMN room_booking.payment_reference; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.payment_reference IS 'Reference of the last ledger row that has one: receipt, session or charge.';

--
-- Name: COLUMN room_booking.payment_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.payment_id IS 'Derived: the payment that counts for the booking; any other of its payments is given back.';

--
-- Name: COLUMN room_booking.payment_seq; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.payment_seq IS 'Derived: the last row of that payment''s ledger; its totals are the booking''s amounts, proved by a foreign key.';

--
-- Name: COLUMN room_booking.authorised_amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.authorised_amount IS 'Derived from the ledger, minor units.';

--
-- Name: COLUMN room_booking.captured_amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.captured_amount IS 'Derived from the ledger, minor units.';

--
-- Name: COLUMN room_booking.voided_amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.voided_amount IS 'Derived from the ledger, minor units.';

--
-- Name: COLUMN room_booking.refunded_amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.refunded_amount IS 'Derived from the ledger, minor units.';

--
-- Name: COLUMN room_booking.disputed_amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.disputed_amount IS 'Derived: what the cardholder''s bank holds back, minor units.';

--
-- Name: COLUMN room_booking.payment_authorized_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.payment_authorized_at IS 'Derived: when the first authorisation happened.';

--
-- Name: COLUMN room_booking.paid_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.paid_at IS 'Derived: when the price was captured in full.';

--
-- Name: COLUMN room_booking.party_version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.party_version IS 'Derived: counts the changes of the party.';

--
-- Name: COLUMN room_booking.guest_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.guest_count IS 'Derived: members of the party, staying or not.';

--
-- Name: COLUMN room_booking.staying_guest_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.staying_guest_count IS 'Derived: staying guests of the party.';

--
-- Name: COLUMN room_booking.staying_child_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.staying_child_count IS 'Derived: the children among them.';

--
-- Name: COLUMN room_booking.erased_guest_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.erased_guest_count IS 'Derived: members of the party whose personal data were erased; while they are fewer than the party, some are kept.';

--
-- Name: COLUMN room_booking.accommodating_room_type_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.accommodating_room_type_id IS 'Derived: the type whose capacity counts: that of the assigned room, before assignment the booked one.';

--
-- Name: COLUMN room_booking.capacity; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.capacity IS 'Derived: max_occupancy of the accommodating room type.';

--
-- Name: COLUMN room_booking.precheckin_payload; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.precheckin_payload IS 'Fact: what the guest filled in for the whole booking.';

--
-- Name: COLUMN room_booking.precheckin_submitted_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.precheckin_submitted_at IS 'Fact: when pre-check-in was submitted; set once.';

--
-- Name: COLUMN room_booking.precheckin_form_version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.precheckin_form_version IS 'Derived at submission: the form by which pre-check-in was submitted, as the link had it.';

--
-- Name: COLUMN room_booking.personal_data_erased_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.personal_data_erased_at IS 'Fact: when what identifies the booker was erased; the moment is that of the change, whatever was written.';

--
-- Name: COLUMN room_booking.corrections; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.corrections IS 'Derived: counts what reconciliation mended in stamps, amounts and records of the stay; each has its audit row.';

--
-- Name: COLUMN room_booking.time_zone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.time_zone IS 'Derived: the hotel''s zone, on whose calendar the dates are judged.';

--
-- Name: COLUMN room_booking.version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.version IS 'Derived: counts every change of the row; each version has one audit row (booking_event).';

--
-- Name: COLUMN room_booking.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.created_at IS 'When the booking was made.';

--
-- Name: COLUMN room_booking.updated_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.updated_at IS 'Derived: when a fact last changed.';

--
-- Name: COLUMN room_booking.occupancy; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.occupancy IS 'Derived: AVAILABLE, ASSIGNED, IN_HOUSE or DEPARTED.';

--
-- Name: COLUMN room_booking.in_house_room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.in_house_room_id IS 'Derived: the assigned room while checked in and not out.';

--
-- Name: COLUMN room_booking.waits_for_room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.waits_for_room_id IS 'Derived: the assigned room until check-in.';

--
-- Name: COLUMN room_booking.waits_for_ready; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.waits_for_ready IS 'Derived: true while waiting; refers to room.is_assignable.';

--
-- Name: COLUMN room_booking.held_room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.held_room_id IS 'Derived: the assigned room until check-out.';

--
-- Name: COLUMN room_booking.held_capacity; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.held_capacity IS 'Derived: the capacity while the booking is open; history keeps its own.';

--
-- Name: COLUMN room_booking.checked_in_on; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.checked_in_on IS 'Derived: the day of check-in on the hotel''s calendar.';

--
-- Name: COLUMN room_booking.no_show_on; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.no_show_on IS 'Derived: the day of the no-show on the hotel''s calendar.';

--
-- Name: COLUMN room_booking.is_open; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.is_open IS 'Derived: neither closed nor completed.';

--
-- Name: COLUMN room_booking.party_complete; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.party_complete IS 'Derived: as many adults and children are named as were booked.';

--
-- Name: COLUMN room_booking.needs_complete_party; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_booking.needs_complete_party IS 'Derived: true while a room is held; refers to party_complete.';

--
-- Name: CONSTRAINT booking_amounts_need_ledger ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_amounts_need_ledger ON hotelmate.room_booking IS 'A booking without ledger rows has no amounts.';

--
-- Name: CONSTRAINT booking_approval_fits_status ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_approval_fits_status ON hotelmate.room_booking IS 'A confirmed booking was approved; one that waits for payment, was declined or lapsed was not.';

--
-- Name: CONSTRAINT booking_assignment_needs_confirmed ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_assignment_needs_confirmed ON hotelmate.room_booking IS 'A room is assigned only to a confirmed booking.';

--
-- Name: CONSTRAINT booking_assignment_stamped ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_assignment_stamped ON hotelmate.room_booking IS 'An assignment says when and by whom, exactly while there is one.';

--
-- Name: CONSTRAINT booking_cancellation_fee_stamped ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_cancellation_fee_stamped ON hotelmate.room_booking IS 'A cancellation says what the hotel keeps, and only a cancellation does.';

--
-- Name: CONSTRAINT booking_cancellation_fee_within_captured ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_cancellation_fee_within_captured ON hotelmate.room_booking IS 'The hotel keeps no more of a cancelled booking than was captured.';

--
-- Name: CONSTRAINT booking_capacity_is_of_booked_type ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_capacity_is_of_booked_type ON hotelmate.room_booking IS 'Before a room is assigned the capacity is that of the booked room type.';

--
-- Name: CONSTRAINT booking_check_in_needs_confirmed ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_check_in_needs_confirmed ON hotelmate.room_booking IS 'Only a confirmed booking checks in.';

--
-- Name: CONSTRAINT booking_check_in_needs_room ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_check_in_needs_room ON hotelmate.room_booking IS 'A guest checks in to an assigned room and keeps one.';

--
-- Name: CONSTRAINT booking_check_in_within_stay_dates ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_check_in_within_stay_dates ON hotelmate.room_booking IS 'Check-in is not before the arrival date nor after the departure date on the hotel''s calendar.';

--
-- Name: CONSTRAINT booking_check_out_after_check_in ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_check_out_after_check_in ON hotelmate.room_booking IS 'Check-out follows check-in and every move, in order and in time.';

--
-- Name: CONSTRAINT booking_closed_holds_no_room ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_closed_holds_no_room ON hotelmate.room_booking IS 'A cancelled, declined, lapsed or no-show booking holds no room.';

--
-- Name: CONSTRAINT booking_closed_never_in_house ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_closed_never_in_house ON hotelmate.room_booking IS 'A cancelled, declined, lapsed or no-show booking was never in house.';

--
-- Name: CONSTRAINT booking_closing_stamped ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_closing_stamped ON hotelmate.room_booking IS 'A cancellation, a no-show and a decision carry their time, exactly when they happened.';

--
-- Name: CONSTRAINT booking_completed_when_checked_out ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_completed_when_checked_out ON hotelmate.room_booking IS 'A booking is COMPLETED exactly when its guest has checked out.';

--
-- Name: CONSTRAINT booking_confirmed_is_paid ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_confirmed_is_paid ON hotelmate.room_booking IS 'A confirmed, completed or no-show booking is paid in full.';

--
-- Name: CONSTRAINT booking_departs_after_arrival ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_departs_after_arrival ON hotelmate.room_booking IS 'The check-out date is after the check-in date, and both are days.';

--
-- Name: CONSTRAINT booking_has_adult ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_has_adult ON hotelmate.room_booking IS 'A booking is for at least one adult.';

--
-- Name: CONSTRAINT booking_move_stamped ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_move_stamped ON hotelmate.room_booking IS 'A move says when, by whom and from where.';

--
-- Name: CONSTRAINT booking_no_show_after_arrival_date ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_no_show_after_arrival_date ON hotelmate.room_booking IS 'A guest is a no-show only after the arrival date has passed on the hotel''s calendar.';

--
-- Name: CONSTRAINT booking_paid_is_confirmed ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_paid_is_confirmed ON hotelmate.room_booking IS 'A booking that is paid does not wait for approval: payment in full confirms it.';

--
-- Name: CONSTRAINT booking_paid_was_authorised ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_paid_was_authorised ON hotelmate.room_booking IS 'What is paid was authorised before, in that order in time.';

--
-- Name: CONSTRAINT booking_party_within_capacity ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_party_within_capacity ON hotelmate.room_booking IS 'The party of an open booking, as booked and as staying, fits in the room.';

--
-- Name: CONSTRAINT booking_payment_stamped ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_payment_stamped ON hotelmate.room_booking IS 'A booking is authorised exactly when an amount is, and paid exactly when its price is captured in full.';

--
-- Name: CONSTRAINT booking_pending_approval_is_authorised ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_pending_approval_is_authorised ON hotelmate.room_booking IS 'A booking that waits for approval has its full price authorised.';

--
-- Name: CONSTRAINT booking_pending_payment_is_unpaid ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_pending_payment_is_unpaid ON hotelmate.room_booking IS 'A booking that waits for payment has no payment that counts and no payment stamp.';

--
-- Name: CONSTRAINT booking_price_positive ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_price_positive ON hotelmate.room_booking IS 'A stay costs more than nothing.';

--
-- Name: CONSTRAINT booking_status_known ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_status_known ON hotelmate.room_booking IS 'A booking status is one of the eight.';

--
-- Name: CONSTRAINT erased_holds_no_personal_data ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT erased_holds_no_personal_data ON hotelmate.room_booking IS 'Where personal data were erased there are none: no names, contacts, answers or free text.';

--
-- Name: CONSTRAINT personal_data_erased_after_stay ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT personal_data_erased_after_stay ON hotelmate.room_booking IS 'Personal data are erased only of bookings that have ended.';

--
-- Name: CONSTRAINT precheckin_answers_are_object ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_answers_are_object ON hotelmate.room_booking IS 'Answers of pre-check-in are an object: field by field.';

--
-- Name: booking_event_payload(hotelmate.room_booking, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.booking_event_payload(booking hotelmate.room_booking, previous_room_id bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_room_number text;
    v_previous_room_number text;
BEGIN
    IF booking.assigned_room_id IS NOT NULL THEN
        SELECT room_number INTO v_room_number FROM room
        WHERE hotel_id = booking.hotel_id AND id = booking.assigned_room_id;
    END IF;
    IF previous_room_id IS DISTINCT FROM booking.assigned_room_id THEN
        SELECT room_number INTO v_previous_room_number FROM room
        WHERE hotel_id = booking.hotel_id AND id = previous_room_id;
    END IF;
    -- No names, contacts or documents: whoever hears the event reads those through the API, if they may.
    RETURN jsonb_build_object(
        'booking_id', booking.booking_reference,
        'status', booking.status,
        'occupancy', CASE
            WHEN booking.checked_out_at IS NOT NULL THEN 'DEPARTED'
            WHEN booking.checked_in_at IS NOT NULL THEN 'IN_HOUSE'
            WHEN booking.assigned_room_id IS NOT NULL THEN 'ASSIGNED'
            ELSE 'AVAILABLE'
        END,
        'check_in', booking.check_in,
        'check_out', booking.check_out,
        'party_complete', booking.party_complete,
        'room_number', v_room_number,
        'previous_room_number', v_previous_room_number
    );
END
$$;

--
-- Name: FUNCTION booking_event_payload(booking hotelmate.room_booking, previous_room_id bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.booking_event_payload(booking hotelmate.room_booking, previous_room_id bigint) IS 'The payload of a booking''s realtime event: state only, no personal data.';

--
-- Name: booking_event_type(hotelmate.room_booking, hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.booking_event_type(old_row hotelmate.room_booking, new_row hotelmate.room_booking) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF new_row.status <> old_row.status THEN
        RETURN CASE new_row.status
            WHEN 'PENDING_APPROVAL' THEN 'booking_payment_authorised'
            WHEN 'CONFIRMED' THEN 'booking_confirmed'
            WHEN 'DECLINED' THEN 'booking_declined'
            WHEN 'CANCELLED' THEN 'booking_cancelled'
            WHEN 'CANCELLED_DRAFT' THEN 'booking_draft_expired'
            WHEN 'COMPLETED' THEN 'booking_checked_out'
            WHEN 'NO_SHOW' THEN 'booking_no_show'
            ELSE 'booking_updated'
        END;
    END IF;
    RETURN CASE
        WHEN new_row.checked_in_at IS NOT NULL AND old_row.checked_in_at IS NULL THEN 'booking_checked_in'
        WHEN new_row.in_house_room_id <> old_row.in_house_room_id THEN 'booking_room_moved'
        WHEN new_row.assigned_room_id <> old_row.assigned_room_id THEN 'booking_room_reassigned'
        WHEN new_row.assigned_room_id IS NOT NULL AND old_row.assigned_room_id IS NULL THEN 'booking_room_assigned'
        WHEN new_row.assigned_room_id IS NULL AND old_row.assigned_room_id IS NOT NULL THEN 'booking_room_unassigned'
        WHEN new_row.erased_guest_count > old_row.erased_guest_count
            OR (new_row.personal_data_erased_at IS NOT NULL AND old_row.personal_data_erased_at IS NULL)
            THEN 'booking_personal_data_erased'
        WHEN new_row.party_version <> old_row.party_version THEN 'booking_party_updated'
        WHEN new_row.corrections <> old_row.corrections THEN 'booking_corrected'
        WHEN new_row.precheckin_submitted_at IS NOT NULL AND old_row.precheckin_submitted_at IS NULL
            THEN 'booking_precheckin_submitted'
        WHEN new_row.payment_seq IS DISTINCT FROM old_row.payment_seq THEN 'booking_payment_updated'
        ELSE 'booking_updated'
    END;
END
$$;

--
-- Name: FUNCTION booking_event_type(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.booking_event_type(old_row hotelmate.room_booking, new_row hotelmate.room_booking) IS 'What happened to a booking between two versions: the type of its audit row and of its realtime event.';

--
-- Name: booking_facts_are_same(hotelmate.room_booking, hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.booking_facts_are_same(old_row hotelmate.room_booking, new_row hotelmate.room_booking) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Generated columns are not there yet in the new row; they follow from the others.
    new_row.in_house_room_id := old_row.in_house_room_id;
    new_row.waits_for_room_id := old_row.waits_for_room_id;
    new_row.waits_for_ready := old_row.waits_for_ready;
    new_row.held_room_id := old_row.held_room_id;
    new_row.held_capacity := old_row.held_capacity;
    new_row.checked_in_on := old_row.checked_in_on;
    new_row.no_show_on := old_row.no_show_on;
    new_row.is_open := old_row.is_open;
    new_row.party_complete := old_row.party_complete;
    new_row.needs_complete_party := old_row.needs_complete_party;
    new_row.occupancy := old_row.occupancy;
    RETURN new_row IS NOT DISTINCT FROM old_row;
END
$$;

--
-- Name: FUNCTION booking_facts_are_same(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.booking_facts_are_same(old_row hotelmate.room_booking, new_row hotelmate.room_booking) IS 'Whether an UPDATE changes any fact.';

--
-- Name: booking_named_by(jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.booking_named_by(object jsonb) RETURNS TABLE(hotel_id bigint, booking_id bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT booking.hotel_id, booking.id
FROM hotel_directory AS hotel
INNER JOIN room_booking AS booking
    ON booking.hotel_id = hotel.hotel_id AND booking.booking_reference = object #>> '{metadata,booking}'
WHERE hotel.slug = object #>> '{metadata,hotel}'
$$;

--
-- Name: FUNCTION booking_named_by(object jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.booking_named_by(object jsonb) IS 'The booking that our metadata on an object of Stripe names: hotel is the slug, booking the reference.';

--
-- Name: booking_of_link(bigint, bytea); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.booking_of_link(of_hotel bigint, of_token bytea) RETURNS TABLE(booking_id bigint, booking_reference text, purpose text, standing text, language text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT
    token.booking_id,
    booking.booking_reference,
    token.purpose,
    CASE
        WHEN token.used_at IS NOT NULL THEN 'USED'
        WHEN token.revoked_reason = 'SUPERSEDED' THEN 'SUPERSEDED'
        WHEN NOT booking.is_open THEN 'ENDED'
        WHEN token.revoked_at IS NOT NULL AND token.revoked_reason IS DISTINCT FROM 'EXPIRED' THEN 'REVOKED'
        WHEN token.revoked_at IS NOT NULL OR token.expires_at <= now() THEN 'EXPIRED'
        ELSE 'LIVE'
    END,
    coalesce(booking.language, hotel.language)
FROM booking_token AS token
INNER JOIN room_booking AS booking ON booking.hotel_id = token.hotel_id AND booking.id = token.booking_id
INNER JOIN hotel ON hotel.hotel_id = token.hotel_id
WHERE token.hotel_id = of_hotel AND token.token_hash = of_token
    -- Whoever acts as a guest already finds no other booking's.
    AND token.booking_id = coalesce(current_guest_booking_id(), token.booking_id)
$$;

--
-- Name: FUNCTION booking_of_link(of_hotel bigint, of_token bytea); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.booking_of_link(of_hotel bigint, of_token bytea) IS 'The booking that a link with this token (SHA-256) is for, and its standing: LIVE, USED, SUPERSEDED, ENDED with the booking, REVOKED or EXPIRED; and the language of its guests. No row: there is no such link.';

--
-- Name: cancellation_fee(hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.cancellation_fee(booking hotelmate.room_booking) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT CASE
    -- Before it was confirmed the hotel had promised nothing.
    WHEN booking.status <> 'CONFIRMED' THEN 0
    ELSE (
        -- Of what the hotel still has, and does not give back already.
        SELECT kept.amount - floor(
            kept.amount::numeric * refund_percent(
                booking.cancellation_terms, booking.check_in - (now() AT TIME ZONE booking.time_zone)::date
            ) / 100
        )::bigint
        FROM (
            SELECT booking.captured_amount - booking.refunded_amount - coalesce(sum(refund.amount), 0)::bigint AS amount
            FROM payment_instruction AS refund
            WHERE refund.hotel_id = booking.hotel_id AND refund.booking_id = booking.id
                AND refund.payment_id = booking.payment_id AND refund.kind = 'REFUND' AND refund.state = 'PENDING'
        ) AS kept
    )
END
$$;

--
-- Name: FUNCTION cancellation_fee(booking hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.cancellation_fee(booking hotelmate.room_booking) IS 'What the hotel keeps of a booking that is cancelled now, minor units; the refund is rounded down.';

--
-- Name: cancellation_outcome(hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.cancellation_outcome(booking hotelmate.room_booking) RETURNS TABLE(refund_percent integer, fee_amount bigint, refund_amount bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT
    CASE
        WHEN booking.status <> 'CONFIRMED' THEN 100
        ELSE refund_percent(
            booking.cancellation_terms, booking.check_in - (now() AT TIME ZONE booking.time_zone)::date
        )
    END,
    fee.amount,
    greatest(
        booking.captured_amount - booking.refunded_amount - told.pending
        - greatest(fee.amount + told.left_to_people, booking.disputed_amount),
        0
    )
FROM (SELECT cancellation_fee(booking)) AS fee (amount)
CROSS JOIN refunds_told_of(booking.hotel_id, booking.id, booking.payment_id) AS told
$$;

--
-- Name: FUNCTION cancellation_outcome(booking hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.cancellation_outcome(booking hotelmate.room_booking) IS 'What cancelling a booking now would do: the percentage that is refunded, what the hotel keeps, what is refunded.';

--
-- Name: cancellation_outcome_of(bigint, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.cancellation_outcome_of(of_hotel bigint, of_booking bigint) RETURNS TABLE(refund_percent integer, fee_amount bigint, refund_amount bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT outcome.refund_percent, outcome.fee_amount, outcome.refund_amount
FROM room_booking AS booking
CROSS JOIN cancellation_outcome(booking) AS outcome
WHERE
    booking.hotel_id = of_hotel AND booking.id = of_booking
    -- This runs as the owner, who without a hotel sees all of them: the API does not.
    AND booking.hotel_id = CASE WHEN hotelmate.acts_for_api() THEN hotelmate.current_hotel_id() ELSE of_hotel END
$$;

--
-- Name: FUNCTION cancellation_outcome_of(of_hotel bigint, of_booking bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.cancellation_outcome_of(of_hotel bigint, of_booking bigint) IS 'What cancelling a booking of the transaction''s hotel now would do, for whoever may read the booking.';

--
-- Name: cancellation_terms_of_hotel(bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.cancellation_terms_of_hotel(hotel bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RETURN coalesce(
        (
            SELECT jsonb_agg(
                jsonb_build_object(
                    'days_before_arrival', term.days_before_arrival, 'refund_percent', term.refund_percent
                ) ORDER BY term.days_before_arrival DESC
            )
            FROM cancellation_term AS term WHERE term.hotel_id = hotel
        ),
        '[]'
    );
END
$$;

--
-- Name: FUNCTION cancellation_terms_of_hotel(hotel bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.cancellation_terms_of_hotel(hotel bigint) IS 'A hotel''s cancellation terms of today, the earliest first, as a booking keeps them.';

--
-- Name: capacity_of_room_type(bigint, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.capacity_of_room_type(hotel bigint, room_type bigint) RETURNS smallint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
-- Without such a type the foreign key shall name the error, so no capacity check may come before it.
SELECT coalesce(
    (SELECT max_occupancy FROM room_type AS kind WHERE kind.hotel_id = hotel AND kind.id = room_type), 32767
)::smallint
$$;

--
-- Name: FUNCTION capacity_of_room_type(hotel bigint, room_type bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.capacity_of_room_type(hotel bigint, room_type bigint) IS 'max_occupancy of a room type.';

--
-- Name: change_own_password(text, text, text, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.change_own_password(with_hash text, new_hash text, of_session text, of_address text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    PERFORM set_config('hotelmate.kept_session', of_session, true);
    UPDATE staff_password SET password_hash = new_hash
    WHERE hotel_id = current_hotel_id() AND staff_id = current_staff_id() AND password_hash = with_hash;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM forgive_attempt(place.slug, staff.username, of_address)
    FROM staff INNER JOIN hotel AS place ON place.hotel_id = staff.hotel_id
    WHERE staff.hotel_id = current_hotel_id() AND staff.id = current_staff_id();
    RETURN true;
END
$$;

--
-- Name: FUNCTION change_own_password(with_hash text, new_hash text, of_session text, of_address text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.change_own_password(with_hash text, new_hash text, of_session text, of_address text) IS 'Changes the password of whoever acts, if it still is the one that was compared, and ends their other sessions.';

--
-- Name: claim_attempt(text, text, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.claim_attempt(of_slug text, of_username text, of_address text) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    c_period CONSTANT interval := '15 minutes';
    v_limit record;
    v_claimed bytea[] := '{}';
    v_since timestamptz;
BEGIN
    FOR v_limit IN SELECT * FROM log_in_limits(of_slug, of_username, of_address) LOOP
        -- Counted and judged by one statement: of attempts at once, each sees those before it.
        INSERT INTO log_in_limit AS known (subject, failures) VALUES (v_limit.subject, 1)
        ON CONFLICT (subject) DO UPDATE
        SET failures = CASE WHEN known.since > now() - c_period THEN known.failures ELSE 0 END + 1,
            since = CASE WHEN known.since > now() - c_period THEN known.since ELSE now() END
        WHERE known.failures < v_limit.at_most OR known.since <= now() - c_period;
        IF NOT FOUND THEN
            -- Nobody's password was looked at, so this attempt counts nowhere.
            PERFORM give_back_attempt(v_claimed);
            SELECT since INTO v_since FROM log_in_limit WHERE subject = v_limit.subject;
            RETURN greatest(1, ceil(extract(EPOCH FROM v_since + c_period - now())));
        END IF;
        v_claimed := array_append(v_claimed, v_limit.subject);
    END LOOP;
    RETURN 0;
END
$$;

--
-- Name: FUNCTION claim_attempt(of_slug text, of_username text, of_address text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.claim_attempt(of_slug text, of_username text, of_address text) IS 'Counts an attempt to log in and returns 0, or returns the seconds to wait where the limit is reached.';

--
-- Name: close_payment_sessions(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.close_payment_sessions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO payment_instruction (hotel_id, booking_id, session_id, kind, is_derived)
    SELECT hotel_id, booking_id, id, 'EXPIRE_SESSION', true FROM payment_session
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND state = 'OPEN'
    ON CONFLICT (hotel_id, session_id) WHERE state IN ('PENDING', 'DONE') AND session_id IS NOT NULL DO NOTHING;
    -- One that is only asked for was never shown to a guest. One that is open is closed for us from now on:
    -- who still pays in it is paid back.
    UPDATE payment_session SET state = 'EXPIRED'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND state IN ('REQUESTED', 'OPEN');
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION close_payment_sessions(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.close_payment_sessions() IS 'Closes the payment sessions of a booking that does not wait for this payment any more.';

--
-- Name: complete_session_of(hotelmate.payment, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.complete_session_of(of_payment hotelmate.payment, shown jsonb) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
UPDATE payment_session SET state = 'COMPLETE'
WHERE hotel_id = of_payment.hotel_id AND booking_id = of_payment.booking_id AND state <> 'COMPLETE'
    AND id::text = shown #>> '{metadata,session}'
$$;

--
-- Name: FUNCTION complete_session_of(of_payment hotelmate.payment, shown jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.complete_session_of(of_payment hotelmate.payment, shown jsonb) IS 'The session in which a held payment was made is complete, whether its own event has come or not.';

--
-- Name: count_party(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.count_party() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_party record;
BEGIN
    -- The changed rows are read first and written hotel by hotel, never joined to a table of many hotels.
    IF TG_OP = 'INSERT' THEN
        FOR v_party IN SELECT DISTINCT hotel_id, booking_id FROM after_rows ORDER BY hotel_id, booking_id LOOP
            PERFORM count_party_of(v_party.hotel_id, v_party.booking_id);
        END LOOP;
    ELSIF TG_OP = 'DELETE' THEN
        FOR v_party IN SELECT DISTINCT hotel_id, booking_id FROM before_rows ORDER BY hotel_id, booking_id LOOP
            PERFORM count_party_of(v_party.hotel_id, v_party.booking_id);
        END LOOP;
    ELSIF EXISTS (SELECT FROM after_rows) THEN
        FOR v_party IN
            -- Answers of pre-check-in count nobody.
            WITH facts_before AS (
                SELECT
                    hotel_id, booking_id, id, role, age_group, first_name, last_name, email, phone, is_staying,
                    personal_data_erased_at
                FROM before_rows
            ),

            facts_after AS (
                SELECT
                    hotel_id, booking_id, id, role, age_group, first_name, last_name, email, phone, is_staying,
                    personal_data_erased_at
                FROM after_rows
            )

            SELECT DISTINCT changed.hotel_id, changed.booking_id
            FROM (
                (TABLE facts_before EXCEPT TABLE facts_after) UNION ALL (TABLE facts_after EXCEPT TABLE facts_before)
            ) AS changed
            ORDER BY changed.hotel_id, changed.booking_id
        LOOP
            PERFORM count_party_of(v_party.hotel_id, v_party.booking_id);
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION count_party(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.count_party() IS 'Has each booking whose party changed count it anew, once a statement.';

--
-- Name: count_party_of(bigint, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.count_party_of(hotel bigint, booking bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_booking room_booking;
BEGIN
    UPDATE room_booking SET party_version = party_version + 1
    WHERE hotel_id = hotel AND id = booking
    RETURNING * INTO v_booking;
    IF v_booking.in_house_room_id IS NOT NULL THEN
        PERFORM sync_guests_in_house(v_booking);
    END IF;
END
$$;

--
-- Name: FUNCTION count_party_of(hotel bigint, booking bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.count_party_of(hotel bigint, booking bigint) IS 'Has a booking count its party anew, and keeps its guest records while it is in house.';

--
-- Name: current_actor(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.current_actor() RETURNS text
    LANGUAGE sql STABLE
    RETURN CASE WHEN (current_setting('hotelmate.actor'::text, true) ~ '\S'::text) THEN btrim(current_setting('hotelmate.actor'::text, true), ' 	
'::text) WHEN (NOT hotelmate.acts_for_api()) THEN ('role:'::text || hotelmate.acting_role()) ELSE NULL::text END;

--
-- Name: FUNCTION current_actor(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.current_actor() IS 'Who acts: the setting hotelmate.actor, else role:<database role>; NULL for roles of the API, which must say.';

--
-- Name: current_guest_booking_id(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.current_guest_booking_id() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('hotelmate.guest_booking_id'::text, true), ''::text))::bigint;

--
-- Name: FUNCTION current_guest_booking_id(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.current_guest_booking_id() IS 'The booking of the guest who acts, from the setting hotelmate.guest_booking_id; NULL when none does, who sees none.';

--
-- Name: no_hotel_is_chosen(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.no_hotel_is_chosen() RETURNS bigint
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'no hotel is chosen in this transaction' USING
        ERRCODE = 'insufficient_privilege', CONSTRAINT = 'hotel_is_chosen', SCHEMA = 'hotelmate',
        HINT = 'SELECT set_config(''hotelmate.hotel_id'', <hotel_id>, true) comes first.';
END
$$;

--
-- Name: FUNCTION no_hotel_is_chosen(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.no_hotel_is_chosen() IS 'hotel_is_chosen: A transaction of the API sees and writes nothing before it says of which hotel it is.';

--
-- Name: current_hotel_id(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.current_hotel_id() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE((NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint, hotelmate.no_hotel_is_chosen());

--
-- Name: FUNCTION current_hotel_id(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.current_hotel_id() IS 'The hotel of the transaction, from the setting hotelmate.hotel_id; an error where none is chosen.';

--
-- Name: current_reason(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.current_reason() RETURNS text
    LANGUAGE sql STABLE
    RETURN CASE WHEN (current_setting('hotelmate.reason'::text, true) ~ '\S'::text) THEN btrim(current_setting('hotelmate.reason'::text, true), ' 	
'::text) ELSE NULL::text END;

--
-- Name: FUNCTION current_reason(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.current_reason() IS 'Why: the setting hotelmate.reason; overrides and room moves are refused without it.';

--
-- Name: current_request_id(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.current_request_id() RETURNS text
    LANGUAGE sql STABLE
    RETURN NULLIF(current_setting('hotelmate.request_id'::text, true), ''::text);

--
-- Name: FUNCTION current_request_id(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.current_request_id() IS 'The request that caused a change, from the setting hotelmate.request_id.';

--
-- Name: current_source(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.current_source() RETURNS text
    LANGUAGE sql STABLE
    RETURN COALESCE(NULLIF(current_setting('hotelmate.source'::text, true), ''::text), CASE WHEN (NOT hotelmate.acts_for_api()) THEN 'SYSTEM'::text ELSE NULL::text END);

--
-- Name: FUNCTION current_source(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.current_source() IS 'From where: the setting hotelmate.source, else SYSTEM; NULL for roles of the API, which must say.';

--
-- Name: current_staff_id(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.current_staff_id() RETURNS bigint
    LANGUAGE sql STABLE
    RETURN (NULLIF(current_setting('hotelmate.staff_id'::text, true), ''::text))::bigint;

--
-- Name: FUNCTION current_staff_id(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.current_staff_id() IS 'The staff member who acts, from the setting hotelmate.staff_id; NULL when none does.';

--
-- Name: derive_booking(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_booking() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    NEW := keep_derived_of_booking(OLD, NEW);
    IF booking_facts_are_same(OLD, NEW) THEN
        RETURN NEW; -- nothing happened: no version, no audit row, no event
    END IF;
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
    IF (NEW.payment_id, NEW.payment_seq) IS DISTINCT FROM (OLD.payment_id, OLD.payment_seq) THEN
        NEW := derive_booking_payment(OLD, NEW);
    ELSIF NEW.paid_at IS NOT NULL AND OLD.paid_at IS NULL THEN
        -- A price that is lowered to what was captured was paid when that was. What the ledger does not show, the
        -- checks refuse; a payment at the desk that is captured now has its stamp with the status.
        NEW.paid_at := coalesce(paid_at_of_ledger(NEW), NEW.paid_at);
    END IF;
    IF NEW.approved_at IS NOT NULL AND OLD.approved_at IS NULL THEN
        NEW := derive_booking_approval(OLD, NEW);
    END IF;
    IF (NEW.party_version, NEW.guest_count, NEW.staying_guest_count, NEW.staying_child_count, NEW.erased_guest_count)
        IS DISTINCT FROM
       (OLD.party_version, OLD.guest_count, OLD.staying_guest_count, OLD.staying_child_count, OLD.erased_guest_count)
    THEN
        NEW := derive_booking_party(OLD, NEW);
    END IF;
    IF NEW.personal_data_erased_at IS NOT NULL AND OLD.personal_data_erased_at IS NULL THEN
        NEW := erase_booking(NEW);
    END IF;
    IF NEW.status <> OLD.status THEN
        NEW := derive_booking_status(OLD, NEW);
    ELSIF NEW.checked_out_at IS NOT NULL AND OLD.checked_out_at IS NULL AND NEW.status = 'CONFIRMED' THEN
        NEW.status := 'COMPLETED';
    END IF;
    IF NEW.assigned_room_id IS DISTINCT FROM OLD.assigned_room_id THEN
        NEW := derive_booking_room(OLD, NEW);
    ELSIF NEW.room_type_id <> OLD.room_type_id AND NEW.assigned_room_id IS NULL THEN
        NEW.accommodating_room_type_id := NEW.room_type_id;
        NEW.capacity := capacity_of_room_type(NEW.hotel_id, NEW.room_type_id);
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION derive_booking(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_booking() IS 'Derives the consequences that a changed fact has in the booking''s own row.';

--
-- Name: derive_booking_approval(hotelmate.room_booking, hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_booking_approval(old_row hotelmate.room_booking, new_row hotelmate.room_booking) RETURNS hotelmate.room_booking
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    new_row.approved_at := now();
    IF new_row.status <> old_row.status THEN
        RETURN new_row; -- its status says the rest
    ELSIF old_row.status = 'PENDING_APPROVAL' AND old_row.payment_provider = 'stripe' THEN
        -- Only Stripe's evidence of the capture confirms the booking.
        new_row.decision_at := now();
        new_row.decision_by := current_actor();
    ELSE
        new_row.status := 'CONFIRMED'; -- refused by booking_legal_transition unless it waits for approval
    END IF;
    RETURN new_row;
END
$$;

--
-- Name: FUNCTION derive_booking_approval(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_booking_approval(old_row hotelmate.room_booking, new_row hotelmate.room_booking) IS 'Approval confirms what was paid at the desk; what Stripe holds is captured first.';

--
-- Name: derive_booking_party(hotelmate.room_booking, hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_booking_party(old_row hotelmate.room_booking, new_row hotelmate.room_booking) RETURNS hotelmate.room_booking
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_primary_is_erased boolean;
BEGIN
    -- Counted anew under the lock of this row, which every change of the party takes first.
    new_row.party_version := old_row.party_version + 1;
    SELECT
        count(*),
        count(*) FILTER (WHERE member.is_staying),
        count(*) FILTER (WHERE member.is_staying AND member.age_group = 'CHILD'),
        count(member.personal_data_erased_at),
        coalesce(bool_or(member.role = 'PRIMARY' AND member.personal_data_erased_at IS NOT NULL), false)
    INTO
        new_row.guest_count, new_row.staying_guest_count, new_row.staying_child_count, new_row.erased_guest_count,
        v_primary_is_erased
    FROM booking_guest AS member
    WHERE member.hotel_id = new_row.hotel_id AND member.booking_id = new_row.id;
    IF v_primary_is_erased THEN
        -- What the booking itself tells is told of whoever it is for.
        new_row.personal_data_erased_at := coalesce(old_row.personal_data_erased_at, now());
    END IF;
    RETURN new_row;
END
$$;

--
-- Name: FUNCTION derive_booking_party(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_booking_party(old_row hotelmate.room_booking, new_row hotelmate.room_booking) IS 'Counts the party: how many, who stays, the children among them, whose data were erased.';

--
-- Name: derive_booking_payment(hotelmate.room_booking, hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_booking_payment(old_row hotelmate.room_booking, new_row hotelmate.room_booking) RETURNS hotelmate.room_booking
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_last payment_entry;
BEGIN
    SELECT * INTO v_last FROM payment_entry AS entry
    WHERE entry.hotel_id = old_row.hotel_id AND entry.booking_id = old_row.id
        AND entry.payment_id = new_row.payment_id
    ORDER BY entry.seq DESC LIMIT 1;
    IF v_last.seq IS DISTINCT FROM new_row.payment_seq OR new_row.payment_seq IS NULL
        OR new_row.payment_id <> old_row.payment_id
    THEN
        -- The foreign key proves that the amounts are those of a row of the ledger; this, of the last, and
        -- that the booking stays with its payment.
        RAISE EXCEPTION 'the ledger of booking % stands at another row', old_row.booking_reference
            USING ERRCODE = '23503', CONSTRAINT = 'booking_amounts_are_ledgers',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'payment_seq';
    END IF;
    new_row.authorised_amount := v_last.authorised_total;
    new_row.captured_amount := v_last.captured_total;
    new_row.voided_amount := v_last.voided_total;
    new_row.refunded_amount := v_last.refunded_total;
    new_row.disputed_amount := v_last.disputed_total;
    new_row.payment_provider := v_last.provider;
    new_row.payment_reference := coalesce(v_last.reference, old_row.payment_reference);
    -- Stamps are the ledger's too, whatever the statement wrote: by the first authorisation, which is this row where
    -- nothing was authorised before it, and by the capture of the price.
    new_row.payment_authorized_at := CASE
        WHEN old_row.payment_authorized_at IS NOT NULL OR v_last.authorised_total = 0 THEN old_row.payment_authorized_at
        WHEN v_last.authorised_before = 0 THEN v_last.occurred_at
        ELSE (
            SELECT min(entry.occurred_at) FROM payment_entry AS entry
            WHERE entry.hotel_id = old_row.hotel_id AND entry.booking_id = old_row.id
                AND entry.payment_id = new_row.payment_id AND entry.kind = 'AUTHORISED'
        )
    END;
    new_row.paid_at := old_row.paid_at;
    IF old_row.paid_at IS NULL AND v_last.captured_total >= new_row.total_amount THEN
        new_row.paid_at := paid_at_of_ledger(new_row);
    END IF;
    IF v_last.kind = 'AUTHORISED' THEN
        IF old_row.status = 'PENDING_PAYMENT' THEN
            new_row.status := 'PENDING_APPROVAL';
        END IF;
    ELSIF v_last.captured_total >= new_row.total_amount THEN
        IF old_row.status = 'PENDING_APPROVAL' THEN
            new_row.status := 'CONFIRMED';
        END IF;
    ELSIF v_last.provider = 'stripe' AND old_row.status = 'PENDING_APPROVAL'
        AND v_last.authorised_total - v_last.voided_total < new_row.total_amount
    THEN
        -- Evidence is not refused: without its hold the booking has nothing to wait for.
        new_row.status := 'CANCELLED';
        new_row.cancellation_reason := CASE
            WHEN v_last.captured_total > 0 THEN 'less than the price was captured'
            ELSE 'the hold on the card lapsed or was released'
        END;
    END IF;
    RETURN new_row;
END
$$;

--
-- Name: FUNCTION derive_booking_payment(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_booking_payment(old_row hotelmate.room_booking, new_row hotelmate.room_booking) IS 'Amounts and stamps of the ledger''s last row; authorised awaits approval, paid is confirmed, a lost hold cancels.';

--
-- Name: derive_booking_room(hotelmate.room_booking, hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_booking_room(old_row hotelmate.room_booking, new_row hotelmate.room_booking) RETURNS hotelmate.room_booking
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_room_type_id bigint;
    v_last_vacated_at timestamptz;
BEGIN
    IF new_row.assigned_room_id IS NULL THEN
        new_row.room_assigned_at := NULL;
        new_row.room_assigned_by := NULL;
        new_row.accommodating_room_type_id := new_row.room_type_id;
    ELSE
        new_row.room_assigned_at := now();
        new_row.room_assigned_by := current_actor();
        SELECT room_type_id, last_vacated_at INTO v_room_type_id, v_last_vacated_at FROM room
        WHERE hotel_id = new_row.hotel_id AND id = new_row.assigned_room_id;
        new_row.accommodating_room_type_id := coalesce(v_room_type_id, new_row.room_type_id);
    END IF;
    new_row.capacity := capacity_of_room_type(new_row.hotel_id, new_row.accommodating_room_type_id);
    IF old_row.checked_in_at IS NOT NULL AND old_row.checked_out_at IS NULL
        AND new_row.assigned_room_id IS NOT NULL
    THEN
        -- The transaction may have begun before what it follows.
        new_row.room_moved_at := greatest(
            now(), old_row.checked_in_at, old_row.room_moved_at, v_last_vacated_at
        );
        new_row.room_moved_by := current_actor();
        new_row.room_moved_from_id := old_row.assigned_room_id;
    END IF;
    RETURN new_row;
END
$$;

--
-- Name: FUNCTION derive_booking_room(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_booking_room(old_row hotelmate.room_booking, new_row hotelmate.room_booking) IS 'The stamps of an assignment or a move, and the capacity of the room.';

--
-- Name: derive_booking_status(hotelmate.room_booking, hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_booking_status(old_row hotelmate.room_booking, new_row hotelmate.room_booking) RETURNS hotelmate.room_booking
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM booking_transition WHERE from_status = old_row.status AND to_status = new_row.status
    ) THEN
        -- The key of booking_event proves the step. Asked here too, so that the refusal names the step
        -- and not a stamp that would go with it: checks are judged before foreign keys.
        RAISE EXCEPTION 'a booking that is % does not become %', old_row.status, new_row.status
            USING ERRCODE = '23503', CONSTRAINT = 'booking_legal_transition',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'status';
    END IF;
    IF old_row.status = 'PENDING_APPROVAL' AND new_row.status IN ('CONFIRMED', 'DECLINED')
        AND old_row.decision_at IS NULL
    THEN
        new_row.decision_at := now();
        new_row.decision_by := current_actor();
    END IF;
    CASE new_row.status
        WHEN 'PENDING_APPROVAL' THEN
            new_row.approval_deadline_at := now() + make_interval(mins => (
                SELECT approval_sla_minutes FROM hotel WHERE hotel_id = new_row.hotel_id
            ));
        WHEN 'CONFIRMED' THEN
            new_row.approved_at := coalesce(new_row.approved_at, now());
            -- Approving a desk payment records it paid; a provider's capture needs the provider's evidence.
            IF old_row.payment_provider = 'desk' AND new_row.payment_seq = old_row.payment_seq THEN
                new_row.paid_at := now();
                new_row.captured_amount := old_row.captured_amount + (
                    SELECT least(
                        entry.amount, old_row.authorised_amount - old_row.captured_amount - old_row.voided_amount
                    )
                    FROM payment_entry AS entry
                    WHERE entry.hotel_id = old_row.hotel_id AND entry.booking_id = old_row.id
                        AND entry.payment_id = old_row.payment_id AND entry.kind = 'AUTHORISED'
                    ORDER BY entry.seq DESC LIMIT 1
                );
                new_row.payment_seq := old_row.payment_seq + 1;
            END IF;
        WHEN 'CANCELLED' THEN
            new_row.cancelled_at := now();
            new_row.cancellation_fee_amount := cancellation_fee(old_row);
        WHEN 'CANCELLED_DRAFT' THEN
            new_row.cancelled_at := now();
        WHEN 'NO_SHOW' THEN
            new_row.no_show_at := now(); -- judged at the moment of the change, whatever was written
        ELSE
            NULL;
    END CASE;
    IF new_row.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED', 'NO_SHOW')
        AND new_row.checked_in_at IS NULL
    THEN
        new_row.assigned_room_id := NULL; -- a closed booking releases its room
    END IF;
    RETURN new_row;
END
$$;

--
-- Name: FUNCTION derive_booking_status(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_booking_status(old_row hotelmate.room_booking, new_row hotelmate.room_booking) IS 'The stamps of a change of status, the capture of a desk payment, the release of the room.';

--
-- Name: derive_new_booking(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_new_booking() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_hotel hotel;
BEGIN
    SELECT * INTO v_hotel FROM hotel WHERE hotel_id = NEW.hotel_id;
    NEW.time_zone := coalesce(v_hotel.time_zone, 'UTC'); -- an unknown hotel is named by the foreign key
    NEW.currency := coalesce(NEW.currency, v_hotel.currency, 'XXX');
    NEW.created_at := now();
    NEW.updated_at := now();
    NEW.version := 1;
    NEW.party_version := 0;
    NEW.guest_count := 0;
    NEW.staying_guest_count := 0;
    NEW.staying_child_count := 0;
    NEW.erased_guest_count := 0;
    NEW.language := coalesce(NEW.language, v_hotel.language, 'en');
    NEW.personal_data_erased_at := NULL;
    NEW.corrections := 0;
    NEW.approval_deadline_at := NULL;
    NEW.approved_at := NULL;
    NEW.decision_at := NULL;
    NEW.decision_by := NULL;
    NEW.cancellation_terms := cancellation_terms_of_hotel(NEW.hotel_id);
    NEW.room_moved_at := NULL;
    NEW.room_moved_by := NULL;
    NEW.room_moved_from_id := NULL;
    NEW.payment_id := NULL; -- no payment is older than its booking, so none counts: booking_amounts_need_ledger
    NEW.payment_seq := NULL;
    NEW.payment_provider := NULL;
    NEW.payment_reference := NULL;
    NEW.precheckin_submitted_at := NULL;
    NEW.precheckin_form_version := NULL;
    NEW.expires_at := coalesce(
        NEW.expires_at, now() + make_interval(mins => coalesce(v_hotel.unpaid_draft_minutes, 0))
    );
    NEW.accommodating_room_type_id := NEW.room_type_id;
    NEW.capacity := capacity_of_room_type(NEW.hotel_id, NEW.room_type_id);
    IF v_hotel.hotel_id IS NOT NULL THEN
        -- Last: the counter's row stays locked until this transaction ends.
        NEW.booking_reference := next_booking_reference(
            NEW.hotel_id, (now() AT TIME ZONE NEW.time_zone)::date
        );
    ELSE
        NEW.booking_reference := '';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION derive_new_booking(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_new_booking() IS 'Fills the reference, the calendar, the capacity and the expiry of a new booking.';

--
-- Name: derive_payment_entry(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_payment_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION derive_payment_entry(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_payment_entry() IS 'Numbers a ledger row and starts it from the totals of the last; a payment at the desk begins here.';

--
-- Name: derive_payment_instruction(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_payment_instruction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    NEW.state := 'PENDING';
    NEW.settled_at := NULL;
    NEW.is_derived := NEW.is_derived AND pg_trigger_depth() > 1; -- by the settlement alone
    NEW.is_on_top := NOT NEW.is_derived AND NEW.kind = 'REFUND' AND EXISTS (
        SELECT FROM room_booking
        WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id
            AND status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED')
    );
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION derive_payment_instruction(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_payment_instruction() IS 'An instruction begins PENDING; what staff refund after the end comes on top of what the terms say.';

--
-- Name: derive_precheckin_form(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_precheckin_form() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Two who publish at once queue here.
    PERFORM 1 FROM hotel WHERE hotel_id = NEW.hotel_id FOR NO KEY UPDATE;
    NEW.version := 1 + coalesce(newest_precheckin_form(NEW.hotel_id), 0);
    NEW.published_at := now();
    NEW.published_in := pg_current_xact_id();
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION derive_precheckin_form(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_precheckin_form() IS 'Counts a new form and stamps it.';

--
-- Name: derive_room(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_room() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        NEW.corrections := 0;
        NEW.last_cleaned_at := NULL;
        NEW.last_cleaned_by := NULL;
        NEW.last_inspected_at := NULL;
        NEW.last_inspected_by := NULL;
        NEW.last_vacated_at := NULL;
    ELSE
        NEW.version := OLD.version;
        NEW.last_cleaned_at := OLD.last_cleaned_at;
        NEW.last_cleaned_by := OLD.last_cleaned_by;
        NEW.last_inspected_at := OLD.last_inspected_at;
        NEW.last_inspected_by := OLD.last_inspected_by;
        NEW.last_vacated_at := OLD.last_vacated_at;
        IF room_facts_are_same(OLD, NEW) THEN
            RETURN NEW; -- nothing happened: no version, no audit row, no event
        END IF;
        NEW.version := OLD.version + 1;
        IF NEW.in_house_booking_id IS DISTINCT FROM OLD.in_house_booking_id THEN
            NEW.guest_fcm_token := NULL; -- the device belongs to the guest who left
            IF OLD.in_house_booking_id IS NOT NULL THEN
                NEW.last_vacated_at := greatest(OLD.last_vacated_at, coalesce(
                    (SELECT coalesce(checked_out_at, greatest(now(), room_moved_at)) FROM room_booking
                     WHERE hotel_id = OLD.hotel_id AND id = OLD.in_house_booking_id), now()
                ));
            END IF;
        END IF;
        IF NEW.turnover_status = OLD.turnover_status THEN
            RETURN NEW;
        END IF;
    END IF;
    CASE NEW.turnover_status
        WHEN 'CLEANING_IN_PROGRESS' THEN
            NEW.cleaning_task_id := coalesce(
                (SELECT task.id FROM housekeeping_task AS task
                 WHERE task.hotel_id = NEW.hotel_id AND task.room_id = NEW.id
                     AND task.task_type = 'TURNOVER' AND task.status IN ('OPEN', 'IN_PROGRESS')),
                nextval(pg_get_serial_sequence('hotelmate.housekeeping_task', 'id'))
            );
        WHEN 'CLEANED_UNINSPECTED' THEN
            NEW.last_cleaned_at := now();
            NEW.last_cleaned_by := current_actor();
            NEW.cleaning_task_id := NULL;
        WHEN 'READY_FOR_GUEST' THEN
            NEW.last_inspected_at := now();
            NEW.last_inspected_by := current_actor();
            NEW.cleaning_task_id := NULL;
            IF TG_OP = 'UPDATE' AND OLD.turnover_status = 'CLEANING_IN_PROGRESS' THEN
                NEW.last_cleaned_at := now(); -- an override ends the cleaning too
                NEW.last_cleaned_by := current_actor();
            END IF;
        ELSE
            NEW.cleaning_task_id := NULL;
    END CASE;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION derive_room(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_room() IS 'Counts the version, stamps cleaning and inspection, names the cleaning task, forgets the device of a guest who left.';

--
-- Name: derive_task(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.derive_task() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    NEW.changed_by := current_actor();
    IF TG_OP = 'INSERT' THEN
        NEW.previous_status := NULL;
        NEW.started_at := NULL;
        NEW.completed_at := NULL;
    ELSE
        NEW.started_at := OLD.started_at;
        NEW.completed_at := OLD.completed_at;
        NEW.created_at := OLD.created_at;
        NEW.created_by := OLD.created_by;
        NEW.previous_status := CASE WHEN NEW.status <> OLD.status THEN OLD.status ELSE OLD.previous_status END;
        IF NEW.status <> OLD.status AND NOT EXISTS (
            SELECT FROM task_transition WHERE from_status = OLD.status AND to_status = NEW.status
        ) THEN
            -- The foreign key of the same name proves the step. Asked here too, so that the refusal names
            -- the step and not a stamp that would go with it: checks are judged before foreign keys.
            RAISE EXCEPTION 'a task that is % does not become %', OLD.status, NEW.status
                USING ERRCODE = '23503', CONSTRAINT = 'task_legal_transition',
                    SCHEMA = 'hotelmate', TABLE = 'housekeeping_task', COLUMN = 'status';
        END IF;
    END IF;
    IF NEW.status IN ('IN_PROGRESS', 'DONE') THEN
        NEW.started_at := coalesce(NEW.started_at, now());
    END IF;
    IF NEW.status = 'DONE' THEN
        NEW.completed_at := coalesce(NEW.completed_at, now());
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION derive_task(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.derive_task() IS 'Stamps the start and the end of a task, remembers the step taken and who took it.';

--
-- Name: end_access(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.end_access() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    UPDATE staff_session SET ended_at = clock_timestamp(), ended_reason = 'STAFF_CHANGED'
    WHERE hotel_id = NEW.hotel_id AND staff_id = NEW.id AND ended_at IS NULL;
    -- On the way back too: a key may have been issued meanwhile, or in the moment of the leaving.
    IF OLD.is_active <> NEW.is_active THEN
        UPDATE api_key SET revoked_at = clock_timestamp()
        WHERE hotel_id = NEW.hotel_id AND staff_id = NEW.id AND revoked_at IS NULL;
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION end_access(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.end_access() IS 'Whoever gets another role logs in anew; whoever leaves has no session and no API key, also when they come back.';

--
-- Name: end_links_of_booking(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.end_links_of_booking() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    UPDATE booking_token SET revoked_at = now(), revoked_reason = NEW.status
    WHERE hotel_id = NEW.hotel_id AND live_booking_id = NEW.id;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION end_links_of_booking(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.end_links_of_booking() IS 'A booking that closes or completes ends its links.';

--
-- Name: end_own_session(uuid); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.end_own_session(of_session uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    UPDATE staff_session SET ended_at = clock_timestamp(), ended_reason = 'LOGGED_OUT'
    WHERE hotel_id = current_hotel_id() AND staff_id = current_staff_id() AND id = of_session AND ended_at IS NULL;
    RETURN FOUND;
END
$$;

--
-- Name: FUNCTION end_own_session(of_session uuid); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.end_own_session(of_session uuid) IS 'Logs out: ends a session of whoever acts.';

--
-- Name: end_sessions_of_old_password(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.end_sessions_of_old_password() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Whoever changes their own stays in where they did it.
    UPDATE staff_session SET ended_at = clock_timestamp(), ended_reason = 'PASSWORD_CHANGED'
    WHERE hotel_id = NEW.hotel_id AND staff_id = NEW.staff_id AND ended_at IS NULL
        AND id::text IS DISTINCT FROM current_setting('hotelmate.kept_session', true);
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION end_sessions_of_old_password(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.end_sessions_of_old_password() IS 'A new password ends the sessions of the old one, but for the one that the setting hotelmate.kept_session names.';

--
-- Name: realtime_message; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.realtime_message (
    hotel_id bigint NOT NULL,
    "position" bigint NOT NULL,
    previous bigint,
    channel text NOT NULL,
    event_id uuid NOT NULL,
    category text NOT NULL,
    event_type text NOT NULL,
    payload jsonb NOT NULL,
    scope jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    request_id text,
    numbered_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT realtime_message_positions_in_order CHECK ((("position" > 0) AND (previous < "position")))
);

ALTER TABLE ONLY hotelmate.realtime_message FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.realtime_message IS 'Numbered messages: an event on a channel. Immutable; removed some time after delivery.';

--
-- Name: COLUMN realtime_message."position"; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_message."position" IS '1, 2, 3 … within the hotel, in the order of the commits, without a gap; meta.position of the envelope.';

--
-- Name: COLUMN realtime_message.previous; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_message.previous IS 'Position of the message before it on its channel, if one is kept: a client that has not seen that one has a gap.';

--
-- Name: COLUMN realtime_message.channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_message.channel IS 'Inside the hotel, as in outbox_event.channels.';

--
-- Name: COLUMN realtime_message.numbered_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_message.numbered_at IS 'It is removed when so much time has passed since.';

--
-- Name: CONSTRAINT realtime_message_positions_in_order ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT realtime_message_positions_in_order ON hotelmate.realtime_message IS 'A message comes after the one before it on its channel; the first of a hotel has position 1.';

--
-- Name: envelope(hotelmate.realtime_message, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.envelope(message hotelmate.realtime_message, slug text) RETURNS json
    LANGUAGE sql STABLE
    RETURN json_build_object('category', (message).category, 'type', (message).event_type, 'payload', (message).payload, 'meta', json_build_object('event_id', (message).event_id, 'hotel_slug', slug, 'ts', to_char(timezone('UTC'::text, (message).occurred_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'::text), 'scope', (message).scope, 'channel', (message).channel, 'position', (message)."position", 'previous', (message).previous, 'request_id', "left"((message).request_id, 64)));

--
-- Name: FUNCTION envelope(message hotelmate.realtime_message, slug text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.envelope(message hotelmate.realtime_message, slug text) IS 'What clients receive of a message, over Pusher, by replay and as a server-sent event, whatever is SET in the session.';

--
-- Name: erase_booking(hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.erase_booking(booking hotelmate.room_booking) RETURNS hotelmate.room_booking
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    booking.personal_data_erased_at := now();
    booking.booker_first_name := NULL;
    booking.booker_last_name := NULL;
    booking.booker_email := NULL;
    booking.booker_phone := NULL;
    booking.special_requests := '';
    booking.cancellation_reason := NULL;
    booking.decline_reason := NULL;
    booking.precheckin_payload := '{}';
    RETURN booking;
END
$$;

--
-- Name: FUNCTION erase_booking(booking hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.erase_booking(booking hotelmate.room_booking) IS 'A booking without names, contacts, answers and free text; dates, room and amounts stay.';

--
-- Name: erase_guest(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.erase_guest() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    NEW.personal_data_erased_at := now();
    NEW.first_name := '(erased)';
    NEW.last_name := '(erased)';
    NEW.email := NULL;
    NEW.phone := NULL;
    NEW.precheckin_payload := '{}';
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION erase_guest(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.erase_guest() IS 'A guest without name, contacts and answers.';

--
-- Name: erase_what_was_written(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.erase_what_was_written() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Whatever was done to the room while the guest was in it.
    UPDATE room_status_event SET reason = '(erased)'
    WHERE hotel_id = NEW.hotel_id AND in_house_booking_id = NEW.id AND reason <> '(erased)';
    -- A reason stands in the trails of the rooms as well, a moment earlier or later.
    UPDATE room_status_event AS room_change SET reason = '(erased)'
    FROM booking_event AS said
    WHERE said.hotel_id = NEW.hotel_id AND said.booking_id = NEW.id AND said.reason <> '(erased)'
        AND room_change.hotel_id = NEW.hotel_id AND room_change.room_id IN (said.from_room_id, said.to_room_id)
        AND room_change.reason = said.reason
        AND room_change.created_at
        BETWEEN said.created_at - interval '1 minute' AND said.created_at + interval '1 minute';
    UPDATE booking_event SET reason = '(erased)'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND reason <> '(erased)';
    UPDATE payment_entry SET reason = '(erased)'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND reason <> '(erased)';
    UPDATE payment_instruction SET reason = '(erased)'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND reason <> '(erased)';
    UPDATE payment_session SET success_url = 'https://erased.invalid/', cancel_url = 'https://erased.invalid/'
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id
        AND (success_url, cancel_url) <> ('https://erased.invalid/', 'https://erased.invalid/');
    UPDATE housekeeping_task SET note = ''
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND note <> '';
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION erase_what_was_written(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.erase_what_was_written() IS 'Erases free text about a booking outside its row: reasons in trails and ledger, notes, return addresses of payments.';

--
-- Name: follow_ledger_with_booking(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.follow_ledger_with_booking() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION follow_ledger_with_booking(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.follow_ledger_with_booking() IS 'Tells the booking of a new row in the ledger of its payment, or that it has one now; each row of the desk counts.';

--
-- Name: follow_permissions(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.follow_permissions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    PERFORM grant_permissions();
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION follow_permissions(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.follow_permissions() IS 'Privileges follow the tables of permissions at once.';

--
-- Name: follow_room_with_task(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.follow_room_with_task() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF NEW.turnover_status = 'CLEANING_IN_PROGRESS' THEN
        INSERT INTO housekeeping_task (hotel_id, id, room_id, booking_id, task_type)
        VALUES (NEW.hotel_id, NEW.cleaning_task_id, NEW.id, NEW.in_house_booking_id, 'TURNOVER')
        ON CONFLICT (hotel_id, id) DO NOTHING;
        UPDATE housekeeping_task SET status = 'IN_PROGRESS'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.cleaning_task_id AND status = 'OPEN';
    ELSIF OLD.cleaning_task_id IS NOT NULL THEN
        UPDATE housekeeping_task
        SET status = CASE NEW.turnover_status WHEN 'CHECKOUT_DIRTY' THEN 'OPEN' ELSE 'DONE' END
        WHERE hotel_id = NEW.hotel_id AND id = OLD.cleaning_task_id AND status = 'IN_PROGRESS';
    ELSIF NEW.turnover_status <> 'CHECKOUT_DIRTY' THEN
        -- A manager skipped the cleaning: the task that nobody will do is not left open.
        UPDATE housekeeping_task SET status = 'CANCELLED'
        WHERE hotel_id = NEW.hotel_id AND room_id = NEW.id AND task_type = 'TURNOVER' AND status = 'OPEN';
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION follow_room_with_task(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.follow_room_with_task() IS 'A room whose turnover moves takes its turnover task along.';

--
-- Name: follow_task_with_room(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.follow_task_with_room() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF NEW.status = 'IN_PROGRESS' THEN
        UPDATE room SET turnover_status = 'CLEANING_IN_PROGRESS'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.room_id AND cleaning_task_id IS DISTINCT FROM NEW.id;
    ELSE
        UPDATE room
        SET turnover_status = CASE NEW.status WHEN 'DONE' THEN 'CLEANED_UNINSPECTED' ELSE 'CHECKOUT_DIRTY' END
        WHERE hotel_id = NEW.hotel_id AND id = NEW.room_id AND cleaning_task_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION follow_task_with_room(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.follow_task_with_room() IS 'A turnover task that starts or ends moves its room along.';

--
-- Name: forgive_attempt(text, text, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.forgive_attempt(of_slug text, of_username text, of_address text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_limit record;
BEGIN
    -- Whoever knows the password has the account at this address to themselves. The other two counts are about
    -- others as well: of those only this attempt is taken back, so that nobody wipes them with an account of theirs.
    FOR v_limit IN SELECT * FROM log_in_limits(of_slug, of_username, of_address) LOOP
        IF v_limit.place = 1 THEN
            DELETE FROM log_in_limit WHERE subject = v_limit.subject;
        ELSE
            PERFORM give_back_attempt(ARRAY[v_limit.subject]);
        END IF;
    END LOOP;
END
$$;

--
-- Name: FUNCTION forgive_attempt(of_slug text, of_username text, of_address text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.forgive_attempt(of_slug text, of_username text, of_address text) IS 'Takes back the count of an attempt that succeeded.';

--
-- Name: give_back_attempt(bytea[]); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.give_back_attempt(of_subjects bytea[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_subject bytea;
BEGIN
    -- One by one, in the order in which all lock them.
    FOREACH v_subject IN ARRAY of_subjects LOOP
        DELETE FROM log_in_limit WHERE subject = v_subject AND failures = 1;
        IF NOT FOUND THEN
            UPDATE log_in_limit SET failures = failures - 1 WHERE subject = v_subject AND failures > 1;
        END IF;
    END LOOP;
END
$$;

--
-- Name: FUNCTION give_back_attempt(of_subjects bytea[]); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.give_back_attempt(of_subjects bytea[]) IS 'Takes one attempt from each of these counts.';

--
-- Name: grant_on_table(text, text, text, text[]); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.grant_on_table(to_role text, on_table text, a_verb text, of_columns text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    EXECUTE format(
        'GRANT %s %s ON hotelmate.%I TO %I', a_verb,
        CASE
            WHEN of_columns <> '{}' AND a_verb <> 'DELETE' THEN
                (SELECT '(' || string_agg(quote_ident(named.name), ', ') || ')' FROM unnest(of_columns) AS named (name))
            -- A table without secrets is read as a whole, columns that are added later included.
            WHEN a_verb = 'SELECT' AND EXISTS (SELECT FROM secret_column WHERE secret_column.table_name = on_table)
                THEN '(' || readable_columns(on_table) || ')'
        END,
        on_table, to_role
    );
END
$$;

--
-- Name: FUNCTION grant_on_table(to_role text, on_table text, a_verb text, of_columns text[]); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.grant_on_table(to_role text, on_table text, a_verb text, of_columns text[]) IS 'Grants a verb on columns of a table, or on all of them that are no secrets.';

--
-- Name: grant_permissions(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.grant_permissions() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_role text;
    v_needed record;
BEGIN
    FOR v_role IN SELECT database_role FROM staff_role ORDER BY database_role LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA hotelmate FROM %I', v_role);
    END LOOP;
    FOR v_needed IN
        SELECT DISTINCT role.database_role, needed.table_name, needed.verb, needed.columns
        FROM staff_role AS role
        INNER JOIN staff_role_permission AS permitted ON permitted.role = role.name
        INNER JOIN permission_privilege AS needed ON needed.permission = permitted.permission
        -- In one order, in which a dump then shows them.
        ORDER BY role.database_role, needed.table_name, needed.verb, needed.columns
    LOOP
        PERFORM grant_on_table(v_needed.database_role, v_needed.table_name, v_needed.verb, v_needed.columns);
    END LOOP;
END
$$;

--
-- Name: FUNCTION grant_permissions(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.grant_permissions() IS 'Grants to each role of staff what its permissions need, and takes everything else from it.';

--
-- Name: guard_api_key(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_api_key() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF (OLD.hotel_id, OLD.id, OLD.staff_id, OLD.key_hash)
        IS DISTINCT FROM (NEW.hotel_id, NEW.id, NEW.staff_id, NEW.key_hash)
        OR (OLD.revoked_at IS NOT NULL AND OLD.revoked_at IS DISTINCT FROM NEW.revoked_at)
    THEN
        RAISE EXCEPTION 'an API key stays whose it is and is revoked once'
            USING ERRCODE = '23514', CONSTRAINT = 'api_key_revoked_once', SCHEMA = 'hotelmate', TABLE = 'api_key';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_api_key(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_api_key() IS 'An API key stays whose it is, and one that was revoked stays so.';

--
-- Name: guard_approved_price(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_approved_price() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'booking % was approved at %', OLD.booking_reference, OLD.total_amount
        USING ERRCODE = '23514', CONSTRAINT = 'booking_price_is_approved',
            SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'total_amount';
END
$$;

--
-- Name: FUNCTION guard_approved_price(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_approved_price() IS 'The price of a booking stays as it was approved.';

--
-- Name: guard_booking_answers(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_booking_answers() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_form integer := precheckin_form_of(NEW.hotel_id, NEW.id);
    v_submits boolean := TG_OP = 'UPDATE' AND NEW.precheckin_submitted_at IS NOT NULL;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.precheckin_submitted_at IS NOT NULL THEN
        NEW.precheckin_form_version := OLD.precheckin_form_version;
        IF NEW.precheckin_payload <> OLD.precheckin_payload THEN
            PERFORM refuse_new_answers('room_booking');
        END IF;
        RETURN NEW;
    END IF;
    IF v_submits THEN
        PERFORM refuse_unfinished_form(NEW.hotel_id, v_form, 'room_booking');
        -- Nobody answered for a booking that was not there yet.
        NEW.precheckin_submitted_at := greatest(NEW.precheckin_submitted_at, OLD.created_at);
    END IF;
    NEW.precheckin_form_version := CASE WHEN v_submits THEN v_form END;
    NEW.precheckin_payload := precheckin_normalised(
        NEW.hotel_id, v_form, 'BOOKING', NEW.precheckin_payload,
        CASE TG_OP WHEN 'UPDATE' THEN OLD.precheckin_payload ELSE '{}' END
    );
    PERFORM judge_precheckin_answers(
        NEW.hotel_id, v_form, 'BOOKING', NEW.precheckin_payload, v_submits, 'room_booking'
    );
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_booking_answers(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_booking_answers() IS 'Answers for the booking fit the form that counts, are complete when they are submitted, and stay from then on.';

--
-- Name: guard_booking_approval(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_booking_approval() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_allowance integer;
    v_rooms bigint;
    v_approved bigint;
BEGIN
    UPDATE room_type SET approvals_counted = approvals_counted + 1
    WHERE hotel_id = NEW.hotel_id AND id = NEW.room_type_id AND overbooking_allowance IS NOT NULL
    RETURNING overbooking_allowance INTO v_allowance;
    IF NOT FOUND THEN
        RETURN NEW; -- the hotel sets no limit
    END IF;
    SELECT count(*) INTO v_rooms FROM room
    WHERE hotel_id = NEW.hotel_id AND room_type_id = NEW.room_type_id AND is_active;
    SELECT coalesce(max(night.approved), 0) INTO v_approved
    FROM (
        SELECT count(other.id) AS approved
        FROM generate_series(NEW.check_in, NEW.check_out - 1, interval '1 day') AS slept (on_day)
        LEFT JOIN room_booking AS other
            ON other.hotel_id = NEW.hotel_id AND other.accommodating_room_type_id = NEW.room_type_id
            AND other.held_capacity IS NOT NULL AND other.approved_at IS NOT NULL AND other.id <> NEW.id
            AND other.check_in <= slept.on_day::date AND slept.on_day::date < other.check_out
        GROUP BY slept.on_day
    ) AS night;
    IF v_approved >= v_rooms + v_allowance THEN
        RAISE EXCEPTION 'booking % would be the % of % rooms', NEW.booking_reference, v_approved + 1, v_rooms
            USING ERRCODE = '23514', CONSTRAINT = 'booking_approval_within_rooms',
                SCHEMA = 'hotelmate', TABLE = 'room_booking';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_booking_approval(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_booking_approval() IS 'No more stays are approved for a night than there are rooms of the type and the hotel''s allowance.';

--
-- Name: guard_booking_audit_row(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_booking_audit_row() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- A version that is not there is left to the foreign key.
    IF NEW.version <> (SELECT version FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id) THEN
        RAISE EXCEPTION 'version % is not the current version of the booking', NEW.version
            USING ERRCODE = '23514', CONSTRAINT = 'audit_row_is_of_current_version',
                SCHEMA = 'hotelmate', TABLE = 'booking_event';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_booking_audit_row(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_booking_audit_row() IS 'An audit row is of the version that its subject has now.';

--
-- Name: guard_booking_counter(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_booking_counter() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $_$
DECLARE
    v_stays boolean := TG_OP = 'UPDATE' AND (NEW.hotel_id, NEW.year) = (OLD.hotel_id, OLD.year);
BEGIN
    -- Who makes a booking has locked the counter's row before: none is made unseen.
    IF EXISTS (
        SELECT FROM room_booking AS booking
        WHERE booking.hotel_id = OLD.hotel_id AND CASE
            WHEN booking.booking_reference ~ format('^BK-%s-[0-9]{6,10}$', OLD.year)
                THEN substr(booking.booking_reference, 9)::bigint > CASE WHEN v_stays THEN NEW.last_number ELSE 0 END
        END
    ) THEN
        RAISE EXCEPTION 'the counter of % would give a reference that a booking has', OLD.year
            USING ERRCODE = '23505', CONSTRAINT = 'booking_reference_unique',
                SCHEMA = 'hotelmate', TABLE = 'booking_counter';
    END IF;
    RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
END
$_$;

--
-- Name: FUNCTION guard_booking_counter(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_booking_counter() IS 'A counter does not fall behind the references of its year that are in use: each next booking would be refused.';

--
-- Name: guard_booking_stamps(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_booking_stamps() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_stamp text;
BEGIN
    -- One expression: plpgsql evaluates it without starting a query.
    v_stamp := CASE
        WHEN OLD.checked_in_at <> NEW.checked_in_at OR (NEW.checked_in_at IS NULL AND OLD.checked_in_at IS NOT NULL) THEN 'checked_in_at'
        WHEN OLD.checked_out_at <> NEW.checked_out_at OR (NEW.checked_out_at IS NULL AND OLD.checked_out_at IS NOT NULL) THEN 'checked_out_at'
        WHEN OLD.payment_authorized_at <> NEW.payment_authorized_at OR (NEW.payment_authorized_at IS NULL AND OLD.payment_authorized_at IS NOT NULL) THEN 'payment_authorized_at'
        WHEN OLD.paid_at <> NEW.paid_at OR (NEW.paid_at IS NULL AND OLD.paid_at IS NOT NULL) THEN 'paid_at'
        WHEN OLD.approved_at <> NEW.approved_at OR (NEW.approved_at IS NULL AND OLD.approved_at IS NOT NULL) THEN 'approved_at'
        WHEN OLD.decision_at <> NEW.decision_at OR (NEW.decision_at IS NULL AND OLD.decision_at IS NOT NULL) THEN 'decision_at'
        WHEN OLD.cancelled_at <> NEW.cancelled_at OR (NEW.cancelled_at IS NULL AND OLD.cancelled_at IS NOT NULL) THEN 'cancelled_at'
        WHEN OLD.no_show_at <> NEW.no_show_at OR (NEW.no_show_at IS NULL AND OLD.no_show_at IS NOT NULL) THEN 'no_show_at'
        WHEN OLD.precheckin_submitted_at <> NEW.precheckin_submitted_at OR (NEW.precheckin_submitted_at IS NULL AND OLD.precheckin_submitted_at IS NOT NULL) THEN 'precheckin_submitted_at'
        WHEN OLD.personal_data_erased_at <> NEW.personal_data_erased_at OR (NEW.personal_data_erased_at IS NULL AND OLD.personal_data_erased_at IS NOT NULL) THEN 'personal_data_erased_at'
        WHEN NEW.created_at IS DISTINCT FROM OLD.created_at THEN 'created_at'
        WHEN NEW.booking_reference IS DISTINCT FROM OLD.booking_reference THEN 'booking_reference'
    END;
    IF v_stamp IS NOT NULL THEN
        RAISE EXCEPTION '% of booking % is set and stays as it is', v_stamp, OLD.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_stamps_are_final',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = v_stamp;
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_booking_stamps(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_booking_stamps() IS 'A stamp of a booking, once set, is never rewritten or cleared, nor is its reference.';

--
-- Name: guard_capture_instruction(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_capture_instruction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION guard_capture_instruction(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_capture_instruction() IS 'Stripe captures only for a booking that staff approved, and only the payment that counts for it.';

--
-- Name: guard_change_by_active_staff(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_change_by_active_staff() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_is_active boolean;
BEGIN
    SELECT is_active INTO v_is_active FROM staff
    WHERE hotel_id = NEW.hotel_id AND id = NEW.changed_by
    FOR SHARE;
    -- Staff who are not of the hotel are left to the foreign key.
    IF NOT v_is_active THEN
        RAISE EXCEPTION 'staff % does not work here any more', NEW.changed_by
            USING ERRCODE = '23514', CONSTRAINT = 'change_by_active_staff',
                SCHEMA = 'hotelmate', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_change_by_active_staff(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_change_by_active_staff() IS 'A change is signed by staff who work at the hotel at that moment.';

--
-- Name: guard_chat(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_chat() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.closed_at IS NOT NULL) -- made beforehand, it would keep the guest from checking in
        OR (TG_OP = 'UPDATE' AND (OLD.hotel_id, OLD.booking_id) IS DISTINCT FROM (NEW.hotel_id, NEW.booking_id))
        OR (TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR NEW.closed_at IS NOT NULL) AND EXISTS (
            SELECT FROM room_booking AS booking
            WHERE booking.hotel_id = OLD.hotel_id AND booking.id = OLD.booking_id
                AND (
                    booking.in_house_room_id IS NOT NULL
                    OR (TG_OP = 'UPDATE' AND booking.checked_in_at IS NULL AND booking.is_open)
                )
        ))
    THEN
        RAISE EXCEPTION 'the chat of booking % is that of its stay', coalesce(OLD.booking_id, NEW.booking_id)
            USING ERRCODE = '23514', CONSTRAINT = 'chat_open_until_check_out',
                SCHEMA = 'hotelmate', TABLE = 'guest_chat_session';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;

--
-- Name: FUNCTION guard_chat(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_chat() IS 'A chat stays that of its booking, and open until its guest checks out.';

--
-- Name: guard_check_in_time(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_check_in_time() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF coalesce(NEW.room_moved_at, NEW.checked_in_at) < (
        SELECT max(CASE WHEN locked.id = NEW.in_house_room_id THEN locked.last_vacated_at END)
        FROM (
            SELECT id, last_vacated_at FROM room
            WHERE hotel_id = NEW.hotel_id AND id IN (OLD.in_house_room_id, NEW.in_house_room_id)
            ORDER BY id FOR UPDATE
        ) AS locked
    ) THEN
        RAISE EXCEPTION 'booking % would enter before the last guest left', NEW.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_enters_after_last_guest_left',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'checked_in_at';
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION guard_check_in_time(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_check_in_time() IS 'A guest enters a room after the last one has left it.';

--
-- Name: guard_check_out(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_check_out() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Without a check-in at all, booking_check_out_after_check_in names the refusal.
    IF OLD.checked_out_at IS NULL AND NEW.checked_out_at IS NOT NULL AND NEW.checked_in_at IS NOT NULL
        AND (OLD.in_house_room_id IS NULL OR OLD.in_house_room_id IS DISTINCT FROM NEW.assigned_room_id)
    THEN
        RAISE EXCEPTION 'booking % checks out of a room that it was not in', OLD.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_checks_out_of_its_room',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'checked_out_at';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_check_out(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_check_out() IS 'A guest checks out of the room that they were in house in, in a step of its own.';

--
-- Name: guard_delivery(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_delivery() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.delivered_position = OLD.last_position
        OR TG_OP = 'UPDATE' AND (NEW.hotel_id, NEW.name) = (OLD.hotel_id, OLD.name)
        AND NEW.last_position >= OLD.last_position AND NEW.delivered_position >= OLD.delivered_position
    THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'channel % of hotel % would forget what it has delivered', OLD.name, OLD.hotel_id
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_channel_goes_forward',
            SCHEMA = 'hotelmate', TABLE = 'realtime_channel';
END
$$;

--
-- Name: FUNCTION guard_delivery(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_delivery() IS 'The positions of a channel only grow, and it stays while something is to be delivered.';

--
-- Name: guard_desk_amount(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_desk_amount() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION guard_desk_amount(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_desk_amount() IS 'The desk takes the price of the booking, no more and no less.';

--
-- Name: guard_desk_payment(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_desk_payment() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION guard_desk_payment(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_desk_payment() IS 'The desk takes a payment only for a booking that waits for payment.';

--
-- Name: guard_done_instruction(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_done_instruction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_last payment_entry;
    v_is_done boolean;
BEGIN
    SELECT * INTO v_last FROM payment_entry
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.booking_id AND payment_id = NEW.payment_id
    ORDER BY seq DESC LIMIT 1;
    v_is_done := CASE NEW.kind
        WHEN 'CAPTURE' THEN v_last.captured_total > 0
        WHEN 'VOID' THEN v_last.authorised_total = v_last.captured_total + v_last.voided_total
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

--
-- Name: FUNCTION guard_done_instruction(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_done_instruction() IS 'An instruction is DONE when the ledger shows it, or when people saw to what had FAILED.';

--
-- Name: guard_end_of_channel(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_end_of_channel() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM realtime_message
        WHERE hotel_id = NEW.hotel_id AND position = NEW.last_position AND channel = NEW.name
    ) THEN
        RETURN NULL;
    END IF;
    -- The numbering could not go on from it, or the relay would look for a message that never comes.
    RAISE EXCEPTION 'channel % of hotel % has no message %', NEW.name, NEW.hotel_id, NEW.last_position
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_channel_ends_with_message',
            SCHEMA = 'hotelmate', TABLE = 'realtime_channel';
END
$$;

--
-- Name: FUNCTION guard_end_of_channel(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_end_of_channel() IS 'A channel moves on only to a message that is on it.';

--
-- Name: guard_end_of_stream(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_end_of_stream() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    -- Of a new stream: from the beginning.
    v_after bigint := greatest(OLD.last_position, NEW.removed_position);
BEGIN
    IF EXISTS (SELECT FROM realtime_message WHERE hotel_id = NEW.hotel_id AND position = NEW.last_position)
        AND (
            SELECT count(*) FROM realtime_message
            WHERE hotel_id = NEW.hotel_id AND position > v_after AND position <= NEW.last_position
        ) = NEW.last_position - v_after
    THEN
        RETURN NULL;
    END IF;
    -- A leap would be a gap that nobody can fill, and from the largest number none goes on.
    RAISE EXCEPTION 'hotel % has not each message up to %', NEW.hotel_id, NEW.last_position
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_stream_ends_with_message',
            SCHEMA = 'hotelmate', TABLE = 'realtime_stream';
END
$$;

--
-- Name: FUNCTION guard_end_of_stream(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_end_of_stream() IS 'A stream moves on only to a message that is there, and past none that is not.';

--
-- Name: guard_erasure(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_erasure() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    PERFORM refuse_data_after_erasure(TG_TABLE_NAME);
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_erasure(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_erasure() IS 'What was erased stays erased, since the moment it was.';

--
-- Name: guard_erasure_of_reason(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_erasure_of_reason() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    -- Generated columns are not there yet in the new row; they follow from the others.
    v_besides text[] := ARRAY(
        SELECT attname::text FROM pg_attribute
        WHERE attrelid = TG_RELID AND (attgenerated <> '' OR attname = 'reason')
    );
BEGIN
    -- What somebody writes themselves is refused before, by evidence_is_append_only.
    IF pg_trigger_depth() = 1 OR (
        OLD.reason IS NOT NULL AND NEW.reason = '(erased)'
        AND to_jsonb(NEW) - v_besides = to_jsonb(OLD) - v_besides
        AND is_of_erased_booking(TG_TABLE_NAME, to_jsonb(OLD))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE of % is refused: its rows are evidence', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'evidence_is_append_only',
            SCHEMA = 'hotelmate', TABLE = TG_TABLE_NAME;
END
$$;

--
-- Name: FUNCTION guard_erasure_of_reason(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_erasure_of_reason() IS 'Of a row of evidence about an erased booking the reason that somebody gave is replaced, and nothing else.';

--
-- Name: guard_final_booking(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_final_booking() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF (OLD.room_type_id, OLD.check_in, OLD.check_out, OLD.adults, OLD.children,
        OLD.total_amount, OLD.currency, OLD.precheckin_submitted_at)
        IS DISTINCT FROM
       (NEW.room_type_id, NEW.check_in, NEW.check_out, NEW.adults, NEW.children,
        NEW.total_amount, NEW.currency, NEW.precheckin_submitted_at)
        OR (
            NEW.assigned_room_id IS DISTINCT FROM OLD.assigned_room_id
            -- What a closed booking should never have held, booking_closed_holds_no_room, it may give back.
            AND NOT (NEW.assigned_room_id IS NULL AND OLD.checked_in_at IS NULL AND OLD.status <> 'COMPLETED')
        )
    THEN
        RAISE EXCEPTION 'booking % is %', OLD.booking_reference, OLD.status
            USING ERRCODE = '23514', CONSTRAINT = 'booking_final_is_frozen',
                SCHEMA = 'hotelmate', TABLE = 'room_booking';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_final_booking(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_final_booking() IS 'An ended booking keeps its room type, dates, party size, price and pre-check-in; a departed one its room, too.';

--
-- Name: guard_future_stamps(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_future_stamps() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF greatest(NEW.checked_in_at, NEW.checked_out_at, NEW.precheckin_submitted_at) > clock_timestamp() THEN
        RAISE EXCEPTION 'booking % is stamped in the future', OLD.booking_reference
            USING ERRCODE = '23514', CONSTRAINT = 'booking_stamps_not_in_future',
                SCHEMA = 'hotelmate', TABLE = 'room_booking',
                COLUMN = CASE
                    WHEN NEW.checked_in_at > clock_timestamp() THEN 'checked_in_at'
                    WHEN NEW.checked_out_at > clock_timestamp() THEN 'checked_out_at'
                    ELSE 'precheckin_submitted_at'
                END;
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_future_stamps(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_future_stamps() IS 'Check-in, check-out and pre-check-in are stamped when they happen or after, not ahead.';

--
-- Name: guard_guest_answers(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_guest_answers() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_submitted_at timestamptz;
    v_form integer;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.precheckin_submitted_at IS NOT NULL THEN
        PERFORM refuse_new_answers('booking_guest');
    END IF;
    -- The booking first, as with every change of the party: who submits meanwhile queues here.
    SELECT precheckin_submitted_at INTO v_submitted_at FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    v_form := precheckin_form_of(NEW.hotel_id, NEW.booking_id);
    -- After the booking's, a guest's answers come at once and complete: somebody who joined later.
    NEW.precheckin_submitted_at := CASE
        WHEN v_submitted_at IS NOT NULL
            THEN CASE WHEN NEW.precheckin_submitted_at = v_submitted_at THEN v_submitted_at ELSE now() END
    END;
    NEW.precheckin_payload := precheckin_normalised(
        NEW.hotel_id, v_form, 'GUEST', NEW.precheckin_payload,
        CASE TG_OP WHEN 'UPDATE' THEN OLD.precheckin_payload ELSE '{}' END
    );
    PERFORM judge_precheckin_answers(
        NEW.hotel_id, v_form, 'GUEST', NEW.precheckin_payload, v_submitted_at IS NOT NULL, 'booking_guest'
    );
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_guest_answers(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_guest_answers() IS 'Answers of a guest fit the form that counts, are complete when they are submitted, and stay from then on.';

--
-- Name: guard_guest_message(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_guest_message() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.finished_at IS NULL
        AND (OLD.hotel_id, OLD.id, OLD.message_id, OLD.booking_id, OLD.kind, OLD.token_id, OLD.created_at)
        IS NOT DISTINCT FROM
            (NEW.hotel_id, NEW.id, NEW.message_id, NEW.booking_id, NEW.kind, NEW.token_id, NEW.created_at)
        -- Nobody else takes what somebody is sending, and nothing is sent that nobody has taken.
        AND NOT (OLD.state = 'SENDING' AND NEW.state = 'SENDING')
        AND NOT (OLD.state = 'WAITING' AND NEW.state IN ('SENT', 'REFUSED', 'UNCERTAIN'))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a message is sent once and stays what it was'
        USING ERRCODE = '23514', CONSTRAINT = 'guest_message_sent_once',
            SCHEMA = 'hotelmate', TABLE = 'guest_message';
END
$$;

--
-- Name: FUNCTION guard_guest_message(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_guest_message() IS 'A message is taken by one, sent once, and stays on record as what it was.';

--
-- Name: guard_guest_record(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_guest_record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_refused boolean := false;
BEGIN
    IF TG_OP = 'INSERT' THEN
        v_refused := NEW.room_id IS NULL; -- made beforehand, it would keep the guest from checking in
    ELSIF TG_OP = 'UPDATE' THEN
        v_refused := (OLD.hotel_id, OLD.booking_id, OLD.booking_guest_id)
            IS DISTINCT FROM (NEW.hotel_id, NEW.booking_id, NEW.booking_guest_id);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.room_id IS NOT NULL THEN
        v_refused := v_refused OR NOT (
            SELECT member.is_staying FROM booking_guest AS member
            WHERE member.hotel_id = NEW.hotel_id AND member.id = NEW.booking_guest_id
        );
    ELSIF TG_OP <> 'INSERT' THEN
        v_refused := v_refused OR EXISTS (
            SELECT FROM room_booking AS booking
            JOIN booking_guest AS member ON member.hotel_id = booking.hotel_id AND member.id = OLD.booking_guest_id
            WHERE booking.hotel_id = OLD.hotel_id AND booking.id = OLD.booking_id
                AND (
                    (booking.in_house_room_id IS NOT NULL AND member.is_staying)
                    OR (TG_OP = 'UPDATE' AND booking.checked_in_at IS NULL AND booking.is_open)
                )
        );
    END IF;
    IF v_refused THEN
        RAISE EXCEPTION 'guest % is in house with their booking', coalesce(NEW.id, OLD.id)
            USING ERRCODE = '23514', CONSTRAINT = 'guest_in_house_while_booking_is',
                SCHEMA = 'hotelmate', TABLE = 'guest';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;

--
-- Name: FUNCTION guard_guest_record(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_guest_record() IS 'A staying guest is in house while their booking is, and a guest record stays that of one party member.';

--
-- Name: guard_instructed_amount(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_instructed_amount() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_last payment_entry;
    v_free bigint;
BEGIN
    -- Locked, so that two refunds of one booking queue here and the second counts the first.
    PERFORM write_lock_booking(NEW.hotel_id, NEW.booking_id);
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
        v_free := v_last.authorised_total - v_last.captured_total - v_last.voided_total;
    END IF;
    IF NEW.amount > coalesce(v_free, 0) THEN
        RAISE EXCEPTION 'a % of %, where % is there', NEW.kind, NEW.amount, coalesce(v_free, 0)
            USING ERRCODE = '23514', CONSTRAINT = 'payment_instruction_within_amounts',
                SCHEMA = 'hotelmate', TABLE = 'payment_instruction', COLUMN = 'amount';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_instructed_amount(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_instructed_amount() IS 'A capture or void is of no more than is held; refunds together are of what was captured and is not disputed.';

--
-- Name: guard_last_manager(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_last_manager() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.role = 'MANAGER' AND NEW.is_active AND NEW.hotel_id = OLD.hotel_id THEN
        RETURN NULL;
    END IF;
    -- Written, not only locked: two managers who take each other's role queue here, and at a stricter isolation,
    -- where the second would not see the first, PostgreSQL refuses it. No fact changes.
    UPDATE hotel SET name = name WHERE hotel_id = OLD.hotel_id;
    IF NOT EXISTS (SELECT FROM staff WHERE hotel_id = OLD.hotel_id AND role = 'MANAGER' AND is_active) THEN
        RAISE EXCEPTION 'hotel % would be left without a manager', OLD.hotel_id
            USING ERRCODE = '23514', CONSTRAINT = 'hotel_keeps_manager', SCHEMA = 'hotelmate', TABLE = 'staff';
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION guard_last_manager(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_last_manager() IS 'A hotel that has an active manager keeps at least one.';

--
-- Name: guard_ledger_of_event(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_ledger_of_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $_$
DECLARE
    v_payload jsonb;
    v_shown numeric;
    -- What was released before is shown no more.
    v_claimed bigint := CASE NEW.kind
        WHEN 'CAPTURED' THEN NEW.captured_total ELSE NEW.authorised_total - NEW.voided_before
    END;
BEGIN
    SELECT payload INTO v_payload FROM stripe_webhook_event WHERE event_id = NEW.provider_event_id;
    -- As check payment_entry_event_known reads it; what has no such number shows nothing to compare.
    v_shown := CASE NEW.kind
        WHEN 'CAPTURED' THEN coalesce(
            jsonb_path_query_first(v_payload, '$.data.object.amount_received + 0', silent => true),
            jsonb_path_query_first(v_payload, '$.data.object.amount_captured + 0', silent => true)
        )::numeric
        ELSE coalesce(
            jsonb_path_query_first(
                v_payload,
                '$.data.object ? (@.status == "requires_capture").amount_capturable + $.data.object.amount_received',
                silent => true
            ),
            jsonb_path_query_first(
                v_payload, '$.data.object ? (@.object == "payment_intent" || @.object == "charge").amount + 0',
                silent => true
            )
        )::numeric
    END;
    IF v_shown < v_claimed THEN
        RAISE EXCEPTION 'event % shows %, not %', NEW.provider_event_id, v_shown, v_claimed
            USING ERRCODE = '23503', CONSTRAINT = 'payment_entry_event_known',
                SCHEMA = 'hotelmate', TABLE = 'payment_entry', COLUMN = 'amount';
    END IF;
    RETURN NULL;
END
$_$;

--
-- Name: FUNCTION guard_ledger_of_event(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_ledger_of_event() IS 'An event shows no less held or captured than the ledger comes to with the row that it evidences.';

--
-- Name: guard_ledger_of_outcome(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_ledger_of_outcome() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION guard_ledger_of_outcome(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_ledger_of_outcome() IS 'Nothing is held or captured by hand of a payment that is over at Stripe, and nothing held of one that was released.';

--
-- Name: guard_named_guest(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_named_guest() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF NEW.in_house_booking_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM room_booking
        WHERE hotel_id = NEW.hotel_id AND id = NEW.in_house_booking_id AND in_house_room_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'booking % is not in house in room %', NEW.in_house_booking_id, NEW.room_number
            USING ERRCODE = '23503', CONSTRAINT = 'room_occupied_by_in_house_booking',
                SCHEMA = 'hotelmate', TABLE = 'room', COLUMN = 'in_house_booking_id';
    END IF;
    IF EXISTS (
        SELECT FROM room_booking
        WHERE hotel_id = OLD.hotel_id AND id = OLD.in_house_booking_id AND in_house_room_id = OLD.id
    ) THEN
        RAISE EXCEPTION 'booking % is in house in room %', OLD.in_house_booking_id, OLD.room_number
            USING ERRCODE = '23503', CONSTRAINT = 'booking_in_house_occupies_room',
                SCHEMA = 'hotelmate', TABLE = 'room', COLUMN = 'in_house_booking_id';
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION guard_named_guest(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_named_guest() IS 'Who is in a room is said by the booking first, else a room could have another guest until COMMIT.';

--
-- Name: guard_new_message(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_new_message() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
    v_hotel bigint;
    v_position bigint;
    v_fault text;
BEGIN
    -- All of a statement at once, for the numbering writes hundreds; what is looked up is asked for each by itself, for
    -- a join would be planned for as few as there were at the beginning.
    SELECT made.hotel_id, made.position, judged.fault INTO v_hotel, v_position, v_fault
    FROM (
        SELECT
            hotel_id, channel, position, previous, numbered_at,
            lag(position) OVER on_channel AS before, lead(position) OVER on_channel AS after
        FROM new_message
        WINDOW on_channel AS (PARTITION BY hotel_id, channel ORDER BY position)
    ) AS made
    CROSS JOIN LATERAL (
        SELECT CASE
            -- It would be in the way of the message that is to have this position, or pass for one that is gone.
            WHEN (made.before IS NULL OR made.after IS NULL) AND (
                SELECT made.position > stream.removed_position AND made.position <= stream.last_position
                FROM realtime_stream AS stream WHERE stream.hotel_id = made.hotel_id
            ) IS NOT TRUE THEN 'was not given, or its message is gone'
            -- Clients would see a gap that is none, or none where there is one. It may follow one that is gone.
            WHEN (made.before IS NULL OR made.previous IS DISTINCT FROM made.before) AND (
                SELECT made.previous IS NOT DISTINCT FROM newest.position
                    OR made.previous >= coalesce(newest.position, 1) AND (
                        SELECT count(*) FROM realtime_message AS other
                        WHERE other.hotel_id = made.hotel_id AND other.position = made.previous
                    ) = 0
                FROM (
                    SELECT max(kept.position) AS position FROM realtime_message AS kept
                    WHERE kept.hotel_id = made.hotel_id AND kept.channel = made.channel
                        AND kept.position < made.position
                ) AS newest
            ) IS NOT TRUE THEN 'follows another than the one before it'
            -- It would be kept, and looked for, as if it were of another time.
            WHEN made.numbered_at NOT BETWEEN now() - INTERVAL '1 minute' AND clock_timestamp() + INTERVAL '1 minute'
                THEN 'was not numbered when it says'
            -- The relay would not look for it.
            WHEN made.after IS NULL AND (
                SELECT channel.last_position >= made.position
                FROM realtime_channel AS channel
                WHERE channel.hotel_id = made.hotel_id AND channel.name = made.channel
            ) IS NOT TRUE THEN 'is beyond the end of its channel'
        END AS fault
    ) AS judged
    WHERE judged.fault IS NOT NULL
    LIMIT 1;
    -- Its event would be taken for told.
    IF NOT found THEN
        SELECT made.hotel_id, made.position, 'says what no waiting event says' INTO v_hotel, v_position, v_fault
        FROM new_message AS made
        WHERE (
            SELECT made.channel = ANY (event.channels) AND event.category = made.category
                AND event.event_type = made.event_type AND event.payload = made.payload
                AND event.scope = made.scope AND event.occurred_at = made.occurred_at
                AND event.request_id IS NOT DISTINCT FROM made.request_id
            FROM outbox_event AS event
            WHERE event.hotel_id = made.hotel_id AND event.event_id = made.event_id
        ) IS NOT TRUE
        LIMIT 1;
    END IF;
    IF NOT found THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'position % of hotel % %', v_position, v_hotel, v_fault
        USING ERRCODE = '23514',
            CONSTRAINT = CASE
                WHEN v_fault = 'is beyond the end of its channel' THEN 'realtime_channel_ends_with_message'
                ELSE 'realtime_message_was_numbered'
            END,
            SCHEMA = 'hotelmate', TABLE = 'realtime_message';
END
$$;

--
-- Name: FUNCTION guard_new_message(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_new_message() IS 'A message has a position that its hotel''s stream has given, says what its event says, and is next on its channel.';

--
-- Name: guard_override_by_permitted_staff(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_override_by_permitted_staff() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- A DBA may leave open for whom they act.
    IF NEW.changed_by IS NULL AND NOT acts_for_api() THEN
        RETURN NEW;
    END IF;
    PERFORM FROM staff
    INNER JOIN staff_role_permission AS permitted ON staff.role = permitted.role
    WHERE staff.hotel_id = NEW.hotel_id AND staff.id = NEW.changed_by AND permitted.permission = 'rooms:override'
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'staff % may not override', NEW.changed_by
            USING ERRCODE = '23514', CONSTRAINT = 'override_by_permitted_staff',
                SCHEMA = 'hotelmate', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_override_by_permitted_staff(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_override_by_permitted_staff() IS 'An override is signed by staff whose role may override; a DBA may leave open for whom they act.';

--
-- Name: guard_party_named_by_guest(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_party_named_by_guest() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF acting_role() = 'hotelmate_guest' THEN
        RAISE EXCEPTION 'a guest names as many as were booked'
            USING ERRCODE = '23514', CONSTRAINT = 'party_named_by_guest_within_booked',
                SCHEMA = 'hotelmate', TABLE = 'room_booking';
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION guard_party_named_by_guest(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_party_named_by_guest() IS 'Guests name no more adults or children than were booked.';

--
-- Name: guard_payment_facts(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_payment_facts() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION guard_payment_facts(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_payment_facts() IS 'What Stripe said of a payment changes by what Stripe says, not by hand.';

--
-- Name: guard_payment_outcome(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_payment_outcome() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF (OLD.hotel_id, OLD.id, OLD.booking_id, OLD.provider, OLD.currency, OLD.payment_intent_id)
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

--
-- Name: FUNCTION guard_payment_outcome(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_payment_outcome() IS 'A payment intent that succeeded or was canceled stays so, and none goes back; a payment stays whose it was.';

--
-- Name: guard_payment_session(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_payment_session() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_booking room_booking;
BEGIN
    -- Locked, so that the booking cannot be decided in between and leave the session open.
    v_booking := write_lock_booking(NEW.hotel_id, NEW.booking_id);
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

--
-- Name: FUNCTION guard_payment_session(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_payment_session() IS 'A payment session is for a booking that waits for payment, at its price.';

--
-- Name: guard_positions(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_positions() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.last_position >= OLD.last_position AND NEW.removed_position >= OLD.removed_position
        AND NEW.hotel_id = OLD.hotel_id
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'positions that were given once are not given again'
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_stream_goes_forward',
            SCHEMA = 'hotelmate', TABLE = 'realtime_stream';
END
$$;

--
-- Name: FUNCTION guard_positions(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_positions() IS 'The positions of a hotel''s messages only grow.';

--
-- Name: guard_precheckin_form(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_precheckin_form() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN -- of a field: forms themselves may be inserted
        IF is_being_published(NEW.hotel_id, NEW.form_version)
            -- A form that is not there is named by the foreign key.
            OR NOT EXISTS (
                SELECT FROM precheckin_form AS form
                WHERE form.hotel_id = NEW.hotel_id AND form.version = NEW.form_version
            )
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a form that is published stays as it is; publish a new one'
        USING ERRCODE = '23514', CONSTRAINT = 'precheckin_form_is_final',
            SCHEMA = 'hotelmate', TABLE = TG_TABLE_NAME;
END
$$;

--
-- Name: FUNCTION guard_precheckin_form(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_precheckin_form() IS 'A form of pre-check-in stays as it was published: what changes is a new one.';

--
-- Name: guard_refresh_token(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_refresh_token() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF (OLD.hotel_id, OLD.token_hash, OLD.session_id) IS DISTINCT FROM (NEW.hotel_id, NEW.token_hash, NEW.session_id)
        OR (OLD.used_at IS NOT NULL AND OLD.used_at IS DISTINCT FROM NEW.used_at)
    THEN
        RAISE EXCEPTION 'a refresh token is used once and stays what it was'
            USING ERRCODE = '23514', CONSTRAINT = 'refresh_token_used_once',
                SCHEMA = 'hotelmate', TABLE = 'refresh_token';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_refresh_token(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_refresh_token() IS 'A refresh token is used once, and stays that of its session.';

--
-- Name: guard_room_audit_row(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_room_audit_row() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- A version that is not there is left to the foreign key.
    IF NEW.version <> (SELECT version FROM room WHERE hotel_id = NEW.hotel_id AND id = NEW.room_id) THEN
        RAISE EXCEPTION 'version % is not the current version of the room', NEW.version
            USING ERRCODE = '23514', CONSTRAINT = 'audit_row_is_of_current_version',
                SCHEMA = 'hotelmate', TABLE = 'room_status_event';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_room_audit_row(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_room_audit_row() IS 'An audit row is of the version that its subject has now.';

--
-- Name: guard_session(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_session() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF (OLD.hotel_id, OLD.id, OLD.staff_id) IS DISTINCT FROM (NEW.hotel_id, NEW.id, NEW.staff_id)
        OR (OLD.ended_at IS NOT NULL
            AND (OLD.ended_at, OLD.ended_reason) IS DISTINCT FROM (NEW.ended_at, NEW.ended_reason))
    THEN
        RAISE EXCEPTION 'a session stays whose it is and ends once'
            USING ERRCODE = '23514', CONSTRAINT = 'staff_session_ends_once',
                SCHEMA = 'hotelmate', TABLE = 'staff_session';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION guard_session(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_session() IS 'A session stays whose it is, and one that was ended stays ended.';

--
-- Name: guard_stripe_event(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_stripe_event() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION guard_stripe_event(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_stripe_event() IS 'What a provider said stays as stored; once it took effect, nothing about it changes.';

--
-- Name: guard_token(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_token() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- What is gone could be issued again. What should never have been there may go.
        IF OLD.live_booking_id IS NOT NULL OR octet_length(OLD.token_hash) <> 32
            OR OLD.purpose NOT IN ('PRECHECKIN', 'GUEST_CHAT', 'MANAGEMENT')
            OR OLD.expires_at <= OLD.created_at OR NOT isfinite(OLD.expires_at)
            OR OLD.used_at NOT BETWEEN OLD.created_at AND OLD.expires_at
        THEN
            RETURN OLD;
        END IF;
    ELSIF (OLD.hotel_id, OLD.booking_id, OLD.purpose, OLD.token_hash, OLD.created_at, OLD.created_by,
        OLD.form_version, OLD.token_recipe)
        IS NOT DISTINCT FROM
       (NEW.hotel_id, NEW.booking_id, NEW.purpose, NEW.token_hash, NEW.created_at, NEW.created_by,
        NEW.form_version, NEW.token_recipe)
        AND (
            OLD.live_booking_id IS NOT NULL
            OR (OLD.expires_at, OLD.used_at, OLD.revoked_at)
            IS NOT DISTINCT FROM (NEW.expires_at, NEW.used_at, NEW.revoked_at)
        )
        -- What has expired does not come back.
        AND (NEW.expires_at <= OLD.expires_at OR OLD.expires_at > clock_timestamp())
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a link is used once and stays what it was'
        USING ERRCODE = '23514', CONSTRAINT = 'token_used_once', SCHEMA = 'hotelmate', TABLE = 'booking_token';
END
$$;

--
-- Name: FUNCTION guard_token(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_token() IS 'A token is used once, never after it was revoked or has expired, and never turned into another.';

--
-- Name: guard_void_instruction(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guard_void_instruction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION guard_void_instruction(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guard_void_instruction() IS 'Stripe releases a hold only when no booking counts on it.';

--
-- Name: guest_may_hear(text, text, bytea); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.guest_may_hear(of_slug text, of_channel text, of_token bytea) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT EXISTS (
    SELECT FROM hotel_directory AS hotel
    INNER JOIN booking_token AS token ON token.hotel_id = hotel.hotel_id AND token.token_hash = of_token
    INNER JOIN room_booking AS booking ON booking.hotel_id = token.hotel_id AND booking.id = token.booking_id
    WHERE hotel.slug = of_slug
        AND of_channel = 'guest.' || booking.booking_reference
        AND token.used_at IS NULL AND token.revoked_at IS NULL AND token.expires_at > now()
        AND booking.is_open
)
$$;

--
-- Name: FUNCTION guest_may_hear(of_slug text, of_channel text, of_token bytea); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.guest_may_hear(of_slug text, of_channel text, of_token bytea) IS 'Whether the link with this token (SHA-256) opens a channel: that of its own booking, while it works.';

--
-- Name: is_being_published(bigint, integer); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.is_being_published(hotel bigint, form integer) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT EXISTS (
    SELECT FROM precheckin_form AS published
    WHERE published.hotel_id = hotel AND published.version = form
        AND published.published_in = pg_current_xact_id_if_assigned()
        -- The number alone may come again in a database that was restored elsewhere.
        AND published.published_at = now()
)
$$;

--
-- Name: FUNCTION is_being_published(hotel bigint, form integer); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.is_being_published(hotel bigint, form integer) IS 'Whether this transaction publishes a form: fields may still be added to it.';

--
-- Name: is_of_erased_booking(text, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.is_of_erased_booking(of_table text, evidence jsonb) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_hotel bigint := evidence ->> 'hotel_id';
    v_created_at timestamptz := evidence ->> 'created_at';
BEGIN
    IF EXISTS (
        SELECT FROM room_booking
        WHERE hotel_id = v_hotel AND id = coalesce(evidence ->> 'booking_id', evidence ->> 'in_house_booking_id')::bigint
            AND personal_data_erased_at IS NOT NULL
    ) THEN
        RETURN true;
    END IF;
    -- The trail of a room has the reason of whoever left it, who is not in it any more.
    RETURN of_table = 'room_status_event' AND EXISTS (
        SELECT FROM booking_event AS said
        INNER JOIN room_booking AS booking ON booking.hotel_id = said.hotel_id AND booking.id = said.booking_id
        WHERE said.hotel_id = v_hotel AND booking.personal_data_erased_at IS NOT NULL
            AND (evidence ->> 'room_id')::bigint IN (said.from_room_id, said.to_room_id)
            AND said.reason = evidence ->> 'reason'
            AND said.created_at BETWEEN v_created_at - interval '1 minute' AND v_created_at + interval '1 minute'
    );
END
$$;

--
-- Name: FUNCTION is_of_erased_booking(of_table text, evidence jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.is_of_erased_booking(of_table text, evidence jsonb) IS 'Whether a row of evidence tells of a booking whose personal data were erased.';

--
-- Name: is_text_by_language(jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.is_text_by_language(texts jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
SELECT jsonb_typeof(texts) = 'object' AND texts <> '{}' AND NOT EXISTS (
    SELECT FROM jsonb_each(CASE WHEN jsonb_typeof(texts) = 'object' THEN texts ELSE '{}' END) AS said (code, words)
    WHERE said.code !~ '^[a-z]{2}$' OR jsonb_typeof(said.words) <> 'string' OR said.words #>> '{}' !~ '\S'
)
$_$;

--
-- Name: FUNCTION is_text_by_language(texts jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.is_text_by_language(texts jsonb) IS 'Whether this is an object of texts by the ISO 639-1 code of their language, one at least.';

--
-- Name: judge_precheckin_answers(bigint, integer, text, jsonb, boolean, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.judge_precheckin_answers(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean, of_table text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_fault record;
BEGIN
    SELECT * INTO v_fault
    FROM precheckin_faults(of_hotel, of_form, whom, answers, to_submit) AS fault
    ORDER BY fault.rule = 'field_is_required' LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    ELSIF v_fault.rule = 'field_is_required' THEN
        RAISE EXCEPTION 'pre-check-in lacks an answer to %', v_fault.field
            USING ERRCODE = '23514', CONSTRAINT = 'booking_precheckin_complete',
                SCHEMA = 'hotelmate', TABLE = of_table, COLUMN = 'precheckin_payload';
    END IF;
    -- A field that no form has is what somebody wrote: it may be anything, so it is not repeated.
    RAISE EXCEPTION 'the answer to % breaks %',
        CASE v_fault.rule WHEN 'field_is_enabled' THEN 'a field that is not on the form' ELSE v_fault.field END,
        v_fault.rule
        USING ERRCODE = '23514', CONSTRAINT = 'precheckin_answers_fit_form',
            SCHEMA = 'hotelmate', TABLE = of_table, COLUMN = 'precheckin_payload';
END
$$;

--
-- Name: FUNCTION judge_precheckin_answers(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean, of_table text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.judge_precheckin_answers(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean, of_table text) IS 'Refuses answers that do not fit their form or, to submit them, are not complete.';

--
-- Name: keep_derived_of_booking(hotelmate.room_booking, hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.keep_derived_of_booking(old_row hotelmate.room_booking, new_row hotelmate.room_booking) RETURNS hotelmate.room_booking
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Who and when is never what the statement says, but what happened.
    new_row.version := old_row.version;
    new_row.updated_at := old_row.updated_at;
    new_row.time_zone := old_row.time_zone;
    new_row.approval_deadline_at := old_row.approval_deadline_at;
    new_row.decision_at := old_row.decision_at;
    new_row.decision_by := old_row.decision_by;
    new_row.cancelled_at := old_row.cancelled_at;
    new_row.cancellation_terms := old_row.cancellation_terms;
    new_row.cancellation_fee_amount := old_row.cancellation_fee_amount;
    new_row.no_show_at := old_row.no_show_at;
    new_row.room_assigned_at := old_row.room_assigned_at;
    new_row.room_assigned_by := old_row.room_assigned_by;
    new_row.room_moved_at := old_row.room_moved_at;
    new_row.room_moved_by := old_row.room_moved_by;
    new_row.room_moved_from_id := old_row.room_moved_from_id;
    new_row.payment_provider := old_row.payment_provider;
    RETURN new_row;
END
$$;

--
-- Name: FUNCTION keep_derived_of_booking(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.keep_derived_of_booking(old_row hotelmate.room_booking, new_row hotelmate.room_booking) IS 'The new row with the derived columns of the old one, whatever the statement wrote to them.';

--
-- Name: keep_message(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.keep_message() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'a message is kept as it was numbered'
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_message_is_immutable',
            SCHEMA = 'hotelmate', TABLE = 'realtime_message';
END
$$;

--
-- Name: FUNCTION keep_message(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.keep_message() IS 'A message is never changed.';

--
-- Name: keep_outbox_event(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.keep_outbox_event() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'an event is kept as it was written'
        USING ERRCODE = '23514', CONSTRAINT = 'outbox_event_is_immutable',
            SCHEMA = 'hotelmate', TABLE = 'outbox_event';
END
$$;

--
-- Name: FUNCTION keep_outbox_event(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.keep_outbox_event() IS 'An event is never changed.';

--
-- Name: keep_payment_instruction(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.keep_payment_instruction() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION keep_payment_instruction(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.keep_payment_instruction() IS 'An instruction stays what it was decided to be and, once settled, settled; only a refund may come back.';

--
-- Name: keep_payment_session(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.keep_payment_session() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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
        OR (OLD.state = 'COMPLETE' AND NEW.state <> 'COMPLETE')
        OR (OLD.state = 'EXPIRED' AND NEW.state NOT IN ('EXPIRED', 'COMPLETE'))
        OR (OLD.state = 'OPEN' AND NEW.state = 'REQUESTED')
    THEN
        RAISE EXCEPTION 'payment session % is %', OLD.id, OLD.state
            USING ERRCODE = '23514', CONSTRAINT = 'payment_session_moves_on',
                SCHEMA = 'hotelmate', TABLE = 'payment_session';
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION keep_payment_session(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.keep_payment_session() IS 'A payment session is never opened again, and what it is for stays.';

--
-- Name: keep_undelivered_message(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.keep_undelivered_message() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM realtime_channel
        WHERE hotel_id = OLD.hotel_id AND name = OLD.channel AND delivered_position >= OLD.position
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'message % of hotel % was not delivered', OLD.position, OLD.hotel_id
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_message_kept_until_delivered',
            SCHEMA = 'hotelmate', TABLE = 'realtime_message';
END
$$;

--
-- Name: FUNCTION keep_undelivered_message(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.keep_undelivered_message() IS 'A message is removed only after delivery.';

--
-- Name: keep_unnumbered_event(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.keep_unnumbered_event() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM realtime_message
        WHERE hotel_id = OLD.hotel_id AND event_id = OLD.event_id AND channel = OLD.channels[1]
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'event % has not become a message yet', OLD.event_id
        USING ERRCODE = '23514', CONSTRAINT = 'outbox_event_kept_until_numbered',
            SCHEMA = 'hotelmate', TABLE = 'outbox_event';
END
$$;

--
-- Name: FUNCTION keep_unnumbered_event(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.keep_unnumbered_event() IS 'An event leaves the outbox only as a message.';

--
-- Name: lock_booking_of_guest(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.lock_booking_of_guest() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    PERFORM 1 FROM room_booking
    WHERE (hotel_id = OLD.hotel_id AND id = OLD.booking_id) OR (hotel_id = NEW.hotel_id AND id = NEW.booking_id)
    ORDER BY id, hotel_id FOR UPDATE;
    IF TG_OP = 'INSERT' THEN
        NEW.personal_data_erased_at := NULL;
    END IF;
    -- Whoever joins is named; who was erased and moves is not.
    IF TG_OP <> 'DELETE' AND NEW.personal_data_erased_at IS NULL
        AND (NEW.hotel_id, NEW.booking_id) IS DISTINCT FROM (OLD.hotel_id, OLD.booking_id)
        AND EXISTS (
            SELECT FROM room_booking
            WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id AND personal_data_erased_at IS NOT NULL
        )
    THEN
        PERFORM refuse_data_after_erasure('booking_guest');
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;

--
-- Name: FUNCTION lock_booking_of_guest(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.lock_booking_of_guest() IS 'Locks the booking before its party changes. Nobody new is named where personal data were erased.';

--
-- Name: log_in_limits(text, text, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.log_in_limits(of_slug text, of_username text, of_address text) RETURNS TABLE(place integer, subject bytea, at_most integer)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
-- As JSON, in which no part can pass for two.
SELECT counted.place, sha256(convert_to(to_jsonb(counted.parts)::text, 'UTF8')), counted.at_most
FROM (
    VALUES
    (1, ARRAY['account at address', of_slug, of_username, of_address], 10),
    (2, ARRAY['account', of_slug, of_username], 50),
    (3, ARRAY['address', of_address], 50)
) AS counted (place, parts, at_most)
ORDER BY counted.place
$$;

--
-- Name: FUNCTION log_in_limits(of_slug text, of_username text, of_address text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.log_in_limits(of_slug text, of_username text, of_address text) IS 'What an attempt to log in is counted under, and how many may fail in 15 minutes; rows are locked in this order.';

--
-- Name: malformed_secrets(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.malformed_secrets() RETURNS TABLE(rule text, hotel_id bigint, row_id text, kept_since timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $_$
SELECT 'staff_password_is_argon2', kept.hotel_id, kept.staff_id::text, kept.changed_at
FROM staff_password AS kept
WHERE kept.password_hash !~ '^\$argon2id\$'
UNION ALL
SELECT 'refresh_token_is_sha256', kept.hotel_id, kept.session_id::text, kept.issued_at
FROM refresh_token AS kept
WHERE octet_length(kept.token_hash) <> 32
UNION ALL
SELECT 'api_key_is_sha256', kept.hotel_id, kept.id::text, kept.created_at
FROM api_key AS kept
WHERE octet_length(kept.key_hash) <> 32
UNION ALL
SELECT 'log_in_limit_is_sha256', NULL, NULL, kept.since
FROM log_in_limit AS kept
WHERE octet_length(kept.subject) <> 32
$_$;

--
-- Name: FUNCTION malformed_secrets(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.malformed_secrets() IS 'What is kept of a password, token or key and is no hash of it, for checks/stored_secrets.sql: where, and no value.';

--
-- Name: metadata_of_event(text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.metadata_of_event(of_event text) RETURNS TABLE(hotel text, booking text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT event.payload #>> '{data,object,metadata,hotel}', event.payload #>> '{data,object,metadata,booking}'
FROM stripe_webhook_event AS event
WHERE event.event_id = of_event
$$;

--
-- Name: FUNCTION metadata_of_event(of_event text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.metadata_of_event(of_event text) IS 'The hotel and the booking that an event names, as it spells them.';

--
-- Name: newest_precheckin_form(bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.newest_precheckin_form(hotel bigint) RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT max(form.version) FROM precheckin_form AS form WHERE form.hotel_id = hotel
$$;

--
-- Name: FUNCTION newest_precheckin_form(hotel bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.newest_precheckin_form(hotel bigint) IS 'The form that a hotel''s new links get; NULL where it asks nothing.';

--
-- Name: next_booking_reference(bigint, date); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.next_booking_reference(hotel bigint, local_date date) RETURNS text
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
INSERT INTO booking_counter AS counter (hotel_id, year, last_number)
VALUES (hotel, extract(YEAR FROM local_date), 1)
ON CONFLICT (hotel_id, year) DO UPDATE SET last_number = counter.last_number + 1
RETURNING format('BK-%s-%s', year, lpad(last_number::text, greatest(6, length(last_number::text)), '0'))
$$;

--
-- Name: FUNCTION next_booking_reference(hotel bigint, local_date date); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.next_booking_reference(hotel bigint, local_date date) IS 'Counts the hotel''s bookings of the year and returns the next reference, like BK-2026-000123.';

--
-- Name: number_events(bigint, integer); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.number_events(for_hotel_id bigint DEFAULT NULL::bigint, at_most integer DEFAULT 500) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
    v_hotels bigint[];
    v_busy bigint[] := '{}';
    v_ids bigint[];
BEGIN
    IF current_setting('transaction_read_only')::boolean THEN
        RETURN 0; -- a standby shows what the primary has numbered
    END IF;
    IF hotelmate.acts_for_api() THEN
        -- This runs as the owner, who without a hotel sees all of them: the API does not.
        PERFORM hotelmate.current_hotel_id();
    END IF;
    -- One session numbers a hotel at a time, and the next one sees what it did: the order of positions is the
    -- order in which they become visible. Whoever asks for one hotel waits for its turn. Whoever asks for all
    -- passes over those that others are at, so that a transaction that somebody left open stops its hotel alone.
    LOOP
        SELECT array_agg(DISTINCT next.hotel_id) INTO v_hotels
        FROM (
            SELECT hotel_id FROM outbox_event
            WHERE (for_hotel_id IS NULL OR hotel_id = for_hotel_id) AND hotel_id <> ALL (v_busy)
            ORDER BY id LIMIT at_most
        ) AS next;
        IF v_hotels IS NULL THEN
            RETURN CASE WHEN v_busy = '{}' THEN 0 END;
        END IF;
        -- Every hotel has its stream from the beginning, unless the trigger below was off.
        INSERT INTO realtime_stream (hotel_id)
        SELECT hotel_id FROM unnest(v_hotels) AS new_hotel (hotel_id)
        WHERE NOT EXISTS (SELECT FROM realtime_stream WHERE realtime_stream.hotel_id = new_hotel.hotel_id)
        ORDER BY hotel_id
        ON CONFLICT (hotel_id) DO NOTHING;
        v_busy := v_busy || v_hotels;
        IF for_hotel_id IS NULL THEN
            SELECT array_agg(free.hotel_id) INTO v_hotels
            FROM (
                SELECT hotel_id FROM realtime_stream WHERE hotel_id = ANY (v_hotels)
                ORDER BY hotel_id FOR UPDATE SKIP LOCKED
            ) AS free;
            EXIT WHEN v_hotels IS NOT NULL;
        ELSE
            PERFORM FROM realtime_stream WHERE hotel_id = for_hotel_id FOR UPDATE;
            EXIT;
        END IF;
    END LOOP;
    IF current_setting('synchronous_commit') = 'off' THEN
        -- A position that a crash took back would be given to another event, and whoever has seen the first
        -- would drop that one as a repeat.
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    -- Read anew, after the wait.
    SELECT array_agg(next.id) INTO v_ids
    FROM (SELECT id FROM outbox_event WHERE hotel_id = ANY (v_hotels) ORDER BY id LIMIT at_most) AS next;
    IF v_ids IS NULL THEN
        RETURN CASE WHEN for_hotel_id IS NOT NULL THEN 0 END; -- another session was quicker
    END IF;
    WITH event AS MATERIALIZED (
        SELECT event.*, on_channel.name AS channel,
            row_number() OVER (PARTITION BY event.hotel_id ORDER BY event.id, on_channel.name) AS step
        FROM outbox_event AS event
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(event.channels) AS name) AS on_channel
        WHERE event.hotel_id = ANY (v_hotels) AND event.id = ANY (v_ids)
            -- Only by hand is there an event whose id was numbered before; it must not stop all others. Asked event
            -- by event: a join would be planned for as few as there were at the beginning.
            AND (
                SELECT count(*) FROM realtime_message AS known
                WHERE known.hotel_id = event.hotel_id AND known.event_id = event.event_id
                    AND known.channel = on_channel.name
            ) = 0
    ), stream AS (
        UPDATE realtime_stream SET last_position = last_position + added.steps
        FROM (SELECT hotel_id, count(*) AS steps FROM event GROUP BY hotel_id) AS added
        WHERE realtime_stream.hotel_id = added.hotel_id
        RETURNING realtime_stream.hotel_id, old.last_position AS start
    ), placed AS (
        SELECT event.*, stream.start + event.step AS position
        FROM event INNER JOIN stream ON stream.hotel_id = event.hotel_id
    ), channel AS (
        INSERT INTO realtime_channel AS known (hotel_id, name, last_position)
        SELECT hotel_id, channel, max(position) FROM placed GROUP BY hotel_id, channel
        ORDER BY hotel_id, channel COLLATE "C" -- whoever marks several as delivered locks them in this order too
        ON CONFLICT (hotel_id, name) DO UPDATE
        SET last_position = excluded.last_position,
            -- A channel with nothing to deliver joins the end of the line.
            due_at = CASE WHEN known.delivered_position = known.last_position THEN excluded.due_at ELSE known.due_at END
        RETURNING known.hotel_id, known.name, old.last_position AS previous
    )
    INSERT INTO realtime_message (
        hotel_id, position, previous, channel, event_id, category, event_type, payload, scope, occurred_at, request_id
    )
    SELECT
        placed.hotel_id, placed.position,
        coalesce(
            lag(placed.position) OVER (PARTITION BY placed.hotel_id, placed.channel ORDER BY placed.position),
            -- Where the channel ended: with the newest message that is kept, or with a later one that is gone. Anything
            -- else was written past the rules, and must not stop the numbering.
            (
                SELECT CASE
                    WHEN channel.previous = newest.position THEN channel.previous
                    ELSE greatest(newest.position, CASE WHEN (
                        SELECT count(*) FROM realtime_message AS other
                        WHERE other.hotel_id = placed.hotel_id AND other.position = channel.previous
                    ) = 0 THEN channel.previous END)
                END
                FROM (
                    SELECT max(kept.position) AS position FROM realtime_message AS kept
                    WHERE kept.hotel_id = placed.hotel_id AND kept.channel = placed.channel
                        AND kept.position < placed.position
                ) AS newest
            )
        ),
        placed.channel, placed.event_id, placed.category, placed.event_type, placed.payload, placed.scope,
        placed.occurred_at, placed.request_id
    FROM placed
    INNER JOIN channel ON channel.hotel_id = placed.hotel_id AND channel.name = placed.channel;
    DELETE FROM outbox_event WHERE hotel_id = ANY (v_hotels) AND id = ANY (v_ids);
    PERFORM pg_notify('hotelmate_messages', '');
    RETURN cardinality(v_ids);
END
$$;

--
-- Name: FUNCTION number_events(for_hotel_id bigint, at_most integer); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.number_events(for_hotel_id bigint, at_most integer) IS 'Turns committed events, the oldest first, into numbered messages, of one hotel or of all; returns of how many, NULL when others are at the rest.';

--
-- Name: open_realtime_stream(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.open_realtime_stream() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO realtime_stream (hotel_id) VALUES (NEW.hotel_id) ON CONFLICT (hotel_id) DO NOTHING;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION open_realtime_stream(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.open_realtime_stream() IS 'A hotel has a stream of messages from the beginning.';

--
-- Name: open_session(bigint, bigint, text, text, bytea, integer, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.open_session(of_hotel bigint, of_member bigint, with_hash text, made_anew text, of_token bytea, for_hours integer, of_address text, OUT session uuid, OUT expires timestamp with time zone) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_slug text;
    v_username text;
BEGIN
    -- Since the password was looked at, it may have been changed, or its owner been let go: then this finds nothing,
    -- and whoever does either now waits and then finds this session, and ends it.
    SELECT place.slug, staff.username INTO v_slug, v_username
    FROM staff
    INNER JOIN staff_password AS password ON password.hotel_id = staff.hotel_id AND password.staff_id = staff.id
    INNER JOIN hotel AS place ON place.hotel_id = staff.hotel_id
    WHERE staff.hotel_id = of_hotel AND staff.id = of_member AND staff.is_active
        AND password.password_hash = with_hash
    FOR SHARE OF staff FOR NO KEY UPDATE OF password;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF made_anew IS NOT NULL THEN
        UPDATE staff_password SET password_hash = made_anew, rehashed_at = clock_timestamp()
        WHERE hotel_id = of_hotel AND staff_id = of_member;
    END IF;
    INSERT INTO staff_session (hotel_id, staff_id, expires_at)
    VALUES (of_hotel, of_member, now() + make_interval(hours => for_hours))
    RETURNING id, expires_at INTO session, expires;
    INSERT INTO refresh_token (hotel_id, token_hash, session_id) VALUES (of_hotel, of_token, session);
    PERFORM forgive_attempt(v_slug, v_username, of_address);
END
$$;

--
-- Name: FUNCTION open_session(of_hotel bigint, of_member bigint, with_hash text, made_anew text, of_token bytea, for_hours integer, of_address text, OUT session uuid, OUT expires timestamp with time zone); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.open_session(of_hotel bigint, of_member bigint, with_hash text, made_anew text, of_token bytea, for_hours integer, of_address text, OUT session uuid, OUT expires timestamp with time zone) IS 'Begins the session of a member of staff whose password was right, while it still is theirs and they work here.';

--
-- Name: open_turnover_task(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.open_turnover_task() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO housekeeping_task (hotel_id, room_id, booking_id, task_type)
    VALUES (NEW.hotel_id, NEW.id, OLD.in_house_booking_id, 'TURNOVER')
    ON CONFLICT (hotel_id, room_id) WHERE task_type = 'TURNOVER' AND status IN ('OPEN', 'IN_PROGRESS')
    DO NOTHING;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION open_turnover_task(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.open_turnover_task() IS 'A room that becomes vacant or is found dirty gets its turnover task.';

--
-- Name: paid_at_of_ledger(hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.paid_at_of_ledger(booking hotelmate.room_booking) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
-- News of the capture may overtake that of the authorisation. A payment that is told late, when more has come since,
-- was paid when it was.
SELECT greatest(min(entry.occurred_at), booking.payment_authorized_at)
FROM payment_entry AS entry
WHERE entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id AND entry.payment_id = booking.payment_id
    AND entry.kind = 'CAPTURED' AND entry.captured_total >= booking.total_amount
HAVING count(*) > 0
$$;

--
-- Name: FUNCTION paid_at_of_ledger(booking hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.paid_at_of_ledger(booking hotelmate.room_booking) IS 'When the ledger of a booking''s payment had its price captured, and NULL where it has not.';

--
-- Name: party_missing(bigint, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.party_missing(of_hotel bigint, of_booking bigint) RETURNS TABLE(what text, count integer, guest_id bigint, field text, label text, rule text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
WITH this AS MATERIALIZED (
    SELECT
        booking.*,
        precheckin_form_of(booking.hotel_id, booking.id) AS form_version,
        (SELECT hotel.language FROM hotel WHERE hotel.hotel_id = booking.hotel_id) AS language_of_hotel
    FROM room_booking AS booking
    WHERE
        booking.hotel_id = of_hotel AND booking.id = of_booking
        -- This runs as the owner, who without a hotel sees all of them: the API does not.
        AND booking.hotel_id = CASE WHEN hotelmate.acts_for_api() THEN hotelmate.current_hotel_id() ELSE of_hotel END
),

lacking AS (
    SELECT
        1 AS part,
        CASE
            WHEN counted.lacking > 0 THEN counted.age_group
            ELSE counted.age_group || '_TOO_MANY'
        END AS what,
        abs(counted.lacking) AS count,
        NULL::bigint AS guest_id,
        NULL::text AS field,
        NULL::text AS label,
        'booking_room_needs_complete_party' AS rule,
        0 AS position
    FROM this
    CROSS JOIN LATERAL (
        VALUES
        ('ADULT', this.adults - (this.staying_guest_count - this.staying_child_count)),
        ('CHILD', this.children - this.staying_child_count)
    ) AS counted (age_group, lacking)
    WHERE counted.lacking <> 0
    UNION ALL
    SELECT
        2, 'ANSWER', 1, asked.guest_id, fault.field, text_in_language(field.labels, this.language_of_hotel),
        fault.rule, coalesce(field.position, 0)
    FROM this
    CROSS JOIN LATERAL (
        SELECT NULL::bigint, 'BOOKING', this.precheckin_payload
        WHERE this.precheckin_submitted_at IS NULL
        UNION ALL
        SELECT member.id, 'GUEST', member.precheckin_payload
        FROM booking_guest AS member
        WHERE member.hotel_id = this.hotel_id AND member.booking_id = this.id
            AND member.is_staying AND member.precheckin_submitted_at IS NULL
    ) AS asked (guest_id, whom, answers)
    CROSS JOIN LATERAL precheckin_faults(this.hotel_id, this.form_version, asked.whom, asked.answers, true) AS fault
    LEFT JOIN precheckin_field AS field
        ON field.hotel_id = this.hotel_id AND field.form_version = this.form_version
        AND field.asked_of = asked.whom AND field.name = fault.field
    -- Whoever has left is asked no more.
    WHERE this.is_open
)

SELECT lacking.what, lacking.count, lacking.guest_id, lacking.field, lacking.label, lacking.rule
FROM lacking
ORDER BY lacking.part, lacking.guest_id NULLS FIRST, lacking.position, lacking.what, lacking.field
$$;

--
-- Name: FUNCTION party_missing(of_hotel bigint, of_booking bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.party_missing(of_hotel bigint, of_booking bigint) IS 'What a party lacks: who was booked and is not named, or the other way round; whose pre-check-in lacks which answer.';

--
-- Name: pass_capacity_on(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.pass_capacity_on() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    UPDATE room_booking SET capacity = NEW.max_occupancy
    WHERE hotel_id = NEW.hotel_id AND accommodating_room_type_id = NEW.id AND held_capacity IS NOT NULL;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION pass_capacity_on(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.pass_capacity_on() IS 'A room type''s new capacity reaches its open bookings, whose constraints judge it.';

--
-- Name: pass_room_type_on(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.pass_room_type_on() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    UPDATE room_booking
    SET accommodating_room_type_id = NEW.room_type_id,
        capacity = capacity_of_room_type(NEW.hotel_id, NEW.room_type_id)
    WHERE hotel_id = NEW.hotel_id AND held_room_id = NEW.id;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION pass_room_type_on(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.pass_room_type_on() IS 'A room''s new type reaches the booking that holds the room, whose constraints judge it.';

--
-- Name: payment_of_intent(hotelmate.stripe_webhook_event, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.payment_of_intent(event hotelmate.stripe_webhook_event, shown jsonb) RETURNS hotelmate.payment
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION payment_of_intent(event hotelmate.stripe_webhook_event, shown jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.payment_of_intent(event hotelmate.stripe_webhook_event, shown jsonb) IS 'The payment of an event''s payment intent, made when the intent shows itself first.';

--
-- Name: payment_status_rank(text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.payment_status_rank(provider_status text) RETURNS integer
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT CASE WHEN provider_status IN ('succeeded', 'canceled') THEN 2 WHEN provider_status = 'requires_capture' THEN 1 ELSE 0 END
$$;

--
-- Name: FUNCTION payment_status_rank(provider_status text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.payment_status_rank(provider_status text) IS 'How far a payment intent has come: 0 not authorised, 1 held, 2 over; it never goes back.';

--
-- Name: precheckin_field; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.precheckin_field (
    hotel_id bigint NOT NULL,
    form_version integer NOT NULL,
    name text NOT NULL,
    asked_of text NOT NULL,
    kind text NOT NULL,
    is_required boolean DEFAULT false NOT NULL,
    "position" smallint NOT NULL,
    labels jsonb NOT NULL,
    choices text[] DEFAULT '{}'::text[] NOT NULL,
    choice_labels jsonb DEFAULT '{}'::jsonb NOT NULL,
    consent_texts jsonb,
    CONSTRAINT precheckin_field_asked_of_known CHECK ((asked_of = ANY (ARRAY['BOOKING'::text, 'GUEST'::text]))),
    CONSTRAINT precheckin_field_choice_labels_known CHECK (hotelmate.are_choice_labels(choice_labels, choices)),
    CONSTRAINT precheckin_field_choices_offered CHECK (
CASE
    WHEN (kind = 'CHOICE'::text) THEN (hotelmate.are_choices(choices) IS TRUE)
    ELSE (choices = '{}'::text[])
END),
    CONSTRAINT precheckin_field_consent_has_text CHECK ((((kind = 'CONSENT'::text) = (consent_texts IS NOT NULL)) AND ((consent_texts IS NULL) OR hotelmate.is_text_by_language(consent_texts)))),
    CONSTRAINT precheckin_field_has_label CHECK (hotelmate.is_text_by_language(labels)),
    CONSTRAINT precheckin_field_name_well_formed CHECK ((name ~ '^[a-z][a-z0-9_]{0,49}$'::text)),
    CONSTRAINT precheckin_field_position_counted CHECK ((("position" >= 1) AND ("position" <= 100)))
);

ALTER TABLE ONLY hotelmate.precheckin_field FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.precheckin_field IS 'The fields of a form of pre-check-in. A field that is here is enabled.';

--
-- Name: COLUMN precheckin_field.form_version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.form_version IS 'The form it is of.';

--
-- Name: COLUMN precheckin_field.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.name IS 'Its key among the answers.';

--
-- Name: COLUMN precheckin_field.asked_of; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.asked_of IS 'BOOKING: once for all; GUEST: of every staying member of the party.';

--
-- Name: COLUMN precheckin_field.kind; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.kind IS 'What an answer is, and by which rule it is judged.';

--
-- Name: COLUMN precheckin_field.is_required; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.is_required IS 'Whether pre-check-in is submitted only with an answer to it.';

--
-- Name: COLUMN precheckin_field."position"; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field."position" IS 'Its place on the form, from 1.';

--
-- Name: COLUMN precheckin_field.labels; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.labels IS 'What it is called, by language.';

--
-- Name: COLUMN precheckin_field.choices; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.choices IS 'The choices that a CHOICE offers, in their order.';

--
-- Name: COLUMN precheckin_field.choice_labels; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.choice_labels IS 'What a choice is called, by choice and language; one that is not here shows itself.';

--
-- Name: COLUMN precheckin_field.consent_texts; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_field.consent_texts IS 'The words that a CONSENT is given to, by language.';

--
-- Name: CONSTRAINT precheckin_field_asked_of_known ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_asked_of_known ON hotelmate.precheckin_field IS 'A field is asked of the BOOKING or of each GUEST.';

--
-- Name: CONSTRAINT precheckin_field_choice_labels_known ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_choice_labels_known ON hotelmate.precheckin_field IS 'Labels of choices are of choices that there are, by language.';

--
-- Name: CONSTRAINT precheckin_field_choices_offered ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_choices_offered ON hotelmate.precheckin_field IS 'A CHOICE offers 1 to 100 choices, each once and without spaces around it; nothing else offers any.';

--
-- Name: CONSTRAINT precheckin_field_consent_has_text ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_consent_has_text ON hotelmate.precheckin_field IS 'A CONSENT has the words that it is given to, by language, and nothing else has.';

--
-- Name: CONSTRAINT precheckin_field_has_label ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_has_label ON hotelmate.precheckin_field IS 'A field has a label, by language.';

--
-- Name: CONSTRAINT precheckin_field_name_well_formed ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_name_well_formed ON hotelmate.precheckin_field IS 'A field''s name is small letters, digits and underscores, 50 at most, a letter first.';

--
-- Name: CONSTRAINT precheckin_field_position_counted ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_position_counted ON hotelmate.precheckin_field IS 'Fields are counted from 1 to 100.';

--
-- Name: precheckin_answer_fits(hotelmate.precheckin_field, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.precheckin_answer_fits(field hotelmate.precheckin_field, answer jsonb) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $_$
DECLARE
    v_text text := CASE jsonb_typeof(answer) WHEN 'string' THEN answer #>> '{}' END;
BEGIN
    IF field.kind = 'CONSENT' THEN
        RETURN jsonb_typeof(answer) = 'object'
            AND answer - '{given,language,text,at}'::text[] = '{}'
            AND (answer -> 'given' = 'true') IS TRUE
            AND (answer ->> 'text' = field.consent_texts ->> (answer ->> 'language')) IS TRUE
            AND (answer ->> 'at' ~ '^\d{4}-\d\d-\d\dT' AND pg_input_is_valid(answer ->> 'at', 'timestamptz')) IS TRUE;
    END IF;
    RETURN coalesce(
        -- What is a space or a control character is what Unicode says, whatever the locale of the database.
        CASE field.kind
            WHEN 'TEXT' THEN length(v_text) <= 1000 AND v_text ~ '\S' COLLATE pg_c_utf8
                AND translate(v_text, E'\n\r\t', '') !~ '[[:cntrl:]]' COLLATE pg_c_utf8
            WHEN 'DATE' THEN v_text ~ '^(19|20|21)\d\d-\d\d-\d\d$' AND pg_input_is_valid(v_text, 'date')
            WHEN 'CHOICE' THEN v_text = ANY (field.choices)
            WHEN 'PHONE' THEN v_text ~ '^\+[1-9][0-9]{6,14}$'
            WHEN 'COUNTRY' THEN EXISTS (SELECT FROM country WHERE code = v_text)
            WHEN 'DOCUMENT_NUMBER' THEN v_text ~ '^[A-Z0-9][A-Z0-9 ./-]{1,28}[A-Z0-9]$'
            WHEN 'EMAIL' THEN length(v_text) <= 254 AND v_text ~ (
                '^[a-zA-Z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}@'
                '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$'
            )
            WHEN 'SIGNATURE' THEN length(v_text) BETWEEN 2 AND 200 AND v_text ~ '\S' COLLATE pg_c_utf8
                AND v_text !~ '[[:cntrl:]]' COLLATE pg_c_utf8
        END,
        false
    );
END
$_$;

--
-- Name: FUNCTION precheckin_answer_fits(field hotelmate.precheckin_field, answer jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.precheckin_answer_fits(field hotelmate.precheckin_field, answer jsonb) IS 'Whether an answer obeys the rule of its field''s kind: hotelmate.precheckin_kind says which.';

--
-- Name: precheckin_consent(jsonb, jsonb, jsonb, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.precheckin_consent(texts jsonb, said jsonb, kept jsonb, language text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_spoken text;
BEGIN
    IF said = 'false' THEN
        RETURN NULL;
    ELSIF said IN ('true', kept) AND kept ->> 'text' = texts ->> (kept ->> 'language') THEN
        RETURN kept; -- given before, to these words: since then
    ELSIF said = 'true' THEN
        -- The words that were shown: in the language of whoever reads, else in one that there is.
        SELECT there.code INTO v_spoken FROM jsonb_object_keys(texts) AS there (code)
        ORDER BY there.code = language DESC NULLS LAST, there.code = 'en' DESC, there.code LIMIT 1;
        said := jsonb_build_object('given', true, 'language', v_spoken, 'text', texts ->> v_spoken);
    ELSIF jsonb_typeof(said) <> 'object' THEN
        RETURN said;
    END IF;
    -- When it is given is when it is written, whatever was written.
    RETURN said || jsonb_build_object('at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
END
$$;

--
-- Name: FUNCTION precheckin_consent(texts jsonb, said jsonb, kept jsonb, language text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.precheckin_consent(texts jsonb, said jsonb, kept jsonb, language text) IS 'A consent as it is kept: with its words and the moment it was given; NULL when it is withheld.';

--
-- Name: precheckin_faults(bigint, integer, text, jsonb, boolean); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.precheckin_faults(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean) RETURNS TABLE(field text, rule text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT
    coalesce(asked.name, said.name),
    CASE
        WHEN asked.name IS NULL THEN 'field_is_enabled'
        WHEN said.name IS NULL THEN 'field_is_required'
        ELSE kind.rule
    END
FROM (
    SELECT each.key AS name, each.value AS answer
    FROM jsonb_each(CASE WHEN jsonb_typeof(answers) = 'object' THEN answers ELSE '{}' END) AS each
) AS said
FULL JOIN (
    SELECT
        one AS whole,
        one.*
    FROM precheckin_field AS one
    WHERE one.hotel_id = of_hotel AND one.form_version = of_form AND one.asked_of = whom
) AS asked ON asked.name = said.name
LEFT JOIN precheckin_kind AS kind ON kind.name = asked.kind
WHERE
    asked.name IS NULL
    OR CASE
        WHEN said.name IS NULL THEN to_submit AND asked.is_required
        ELSE NOT precheckin_answer_fits(asked.whole, said.answer)
    END
ORDER BY asked.position, said.name
$$;

--
-- Name: FUNCTION precheckin_faults(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.precheckin_faults(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean) IS 'What is wrong with answers of the BOOKING or of a GUEST, field by field: the rule that each breaks. No row: nothing.';

--
-- Name: precheckin_fields_of(jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.precheckin_fields_of(fields jsonb) RETURNS TABLE(name text, asked_of text, kind text, is_required boolean, place smallint, labels jsonb, choices text[], choice_labels jsonb, consent_texts jsonb)
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT
    field.value ->> 'name',
    field.value ->> 'asked_of',
    field.value ->> 'kind',
    (field.value ->> 'is_required')::boolean,
    field.ordinality::smallint,
    field.value -> 'labels',
    ARRAY(SELECT jsonb_array_elements_text(field.value -> 'choices')),
    field.value -> 'choice_labels',
    nullif(field.value -> 'consent_texts', 'null')
FROM jsonb_array_elements(fields) WITH ORDINALITY AS field
$$;

--
-- Name: FUNCTION precheckin_fields_of(fields jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.precheckin_fields_of(fields jsonb) IS 'Fields of a form as rows, from a list of objects; the place on the form is the place in the list.';

--
-- Name: precheckin_form_faults(bigint, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.precheckin_form_faults(of_hotel bigint, fields jsonb) RETURNS TABLE(index integer, rule text)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_version integer;
    v_field jsonb;
BEGIN
    INSERT INTO precheckin_form (hotel_id) VALUES (of_hotel) RETURNING version INTO v_version;
    index := 0;
    FOR v_field IN SELECT field.value FROM jsonb_array_elements(fields) AS field LOOP
        BEGIN
            INSERT INTO precheckin_field (
                hotel_id, form_version, name, asked_of, kind, is_required, position,
                labels, choices, choice_labels, consent_texts
            )
            SELECT
                of_hotel, v_version, one.name, one.asked_of, one.kind, one.is_required, index + 1,
                one.labels, one.choices, one.choice_labels, one.consent_texts
            FROM precheckin_fields_of(jsonb_build_array(v_field)) AS one;
        EXCEPTION WHEN integrity_constraint_violation THEN
            GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
            RETURN NEXT;
        END;
        index := index + 1;
    END LOOP;
END
$$;

--
-- Name: FUNCTION precheckin_form_faults(of_hotel bigint, fields jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.precheckin_form_faults(of_hotel bigint, fields jsonb) IS 'The fields of a form that are refused, by their index from 0, and the rule that refuses each. To be rolled back.';

--
-- Name: precheckin_form_of(bigint, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.precheckin_form_of(hotel bigint, booking bigint) RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT coalesce(
    (SELECT b.precheckin_form_version FROM room_booking AS b WHERE b.hotel_id = hotel AND b.id = booking),
    (SELECT token.form_version FROM booking_token AS token
     WHERE token.hotel_id = hotel AND token.live_booking_id = booking AND token.purpose = 'PRECHECKIN'),
    newest_precheckin_form(hotel)
)
$$;

--
-- Name: FUNCTION precheckin_form_of(hotel bigint, booking bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.precheckin_form_of(hotel bigint, booking bigint) IS 'The form that counts for a booking: the one it was submitted by, else that of its live link, else the newest.';

--
-- Name: precheckin_normalised(bigint, integer, text, jsonb, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.precheckin_normalised(of_hotel bigint, of_form integer, whom text, answers jsonb, kept jsonb DEFAULT '{}'::jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_language text := nullif(current_setting('hotelmate.language', true), '');
BEGIN
    IF jsonb_typeof(answers) IS DISTINCT FROM 'object' THEN
        RETURN answers; -- refused by precheckin_answers_are_object
    END IF;
    RETURN coalesce(
        (
            SELECT jsonb_object_agg(given.name, given.answer)
            FROM (
                SELECT
                    said.name,
                    CASE
                        WHEN jsonb_typeof(said.answer) = 'null' THEN NULL
                        WHEN field.kind = 'CONSENT'
                            THEN precheckin_consent(field.consent_texts, said.answer, kept -> said.name, v_language)
                        WHEN jsonb_typeof(said.answer) = 'string' THEN to_jsonb(nullif(
                            CASE
                                WHEN field.kind = 'PHONE' THEN translate(said.words, ' -().' || chr(160), '')
                                WHEN field.kind IN ('COUNTRY', 'DOCUMENT_NUMBER')
                                    THEN upper(said.words COLLATE "C") COLLATE "default"
                                ELSE said.words
                            END, ''
                        ))
                        ELSE said.answer
                    END AS answer
                FROM (
                    SELECT each.key AS name, each.value AS answer, btrim(each.value #>> '{}', E' \t\r\n') AS words
                    FROM jsonb_each(answers) AS each
                ) AS said
                LEFT JOIN precheckin_field AS field
                    ON field.hotel_id = of_hotel AND field.form_version = of_form
                    AND field.asked_of = whom AND field.name = said.name
            ) AS given
            WHERE given.answer IS NOT NULL
        ),
        '{}'
    );
END
$$;

--
-- Name: FUNCTION precheckin_normalised(of_hotel bigint, of_form integer, whom text, answers jsonb, kept jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.precheckin_normalised(of_hotel bigint, of_form integer, whom text, answers jsonb, kept jsonb) IS 'Answers as they are kept: trimmed, nothing empty, numbers without spaces, a consent with its words and the time since when it is among those that were kept.';

--
-- Name: publish(bigint, text[], text, text, jsonb, jsonb); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.publish(for_hotel_id bigint, channel_names text[], category text, event_type text, payload jsonb, scope jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO outbox_event (hotel_id, channels, category, event_type, payload, scope)
    VALUES (for_hotel_id, channel_names, category, event_type, payload, scope);
END
$$;

--
-- Name: FUNCTION publish(for_hotel_id bigint, channel_names text[], category text, event_type text, payload jsonb, scope jsonb); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.publish(for_hotel_id bigint, channel_names text[], category text, event_type text, payload jsonb, scope jsonb) IS 'Writes one realtime event for channels of the hotel: hotel, rooms, staff.<staff id>, guest.<booking reference>.';

--
-- Name: publish_task(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.publish_task() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    PERFORM publish(
        NEW.hotel_id,
        CASE
            WHEN NEW.assigned_to IS NULL THEN ARRAY['hotel']
            ELSE ARRAY['hotel', 'staff.' || NEW.assigned_to]
        END,
        'housekeeping', CASE TG_OP WHEN 'INSERT' THEN 'task_created' ELSE 'task_updated' END,
        jsonb_build_object(
            'task_id', NEW.id, 'task_type', NEW.task_type, 'status', NEW.status, 'priority', NEW.priority,
            'assigned_to', NEW.assigned_to, 'room_number', room.room_number
        ),
        jsonb_build_object('task_id', NEW.id, 'room_number', room.room_number)
    )
    FROM room WHERE room.hotel_id = NEW.hotel_id AND room.id = NEW.room_id;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION publish_task(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.publish_task() IS 'Writes the realtime event of a task.';

--
-- Name: readable_columns(text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.readable_columns(of_table text) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT string_agg(quote_ident(attribute.attname), ', ' ORDER BY attribute.attnum)
FROM pg_attribute AS attribute
WHERE
    attribute.attrelid = to_regclass('hotelmate.' || quote_ident(of_table))
    AND attribute.attnum > 0 AND NOT attribute.attisdropped
    AND NOT EXISTS (
        SELECT FROM secret_column AS secret
        WHERE secret.table_name = of_table AND secret.column_name = attribute.attname
    )
$$;

--
-- Name: FUNCTION readable_columns(of_table text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.readable_columns(of_table text) IS 'The columns of a table that are no secrets, as a list for GRANT.';

--
-- Name: record_access(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.record_access() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_row jsonb := to_jsonb(NEW);
BEGIN
    INSERT INTO access_event (hotel_id, staff_id, event, role, is_active, api_key_id, session_id)
    VALUES (
        NEW.hotel_id,
        CASE TG_TABLE_NAME WHEN 'staff' THEN v_row ->> 'id' ELSE v_row ->> 'staff_id' END::bigint,
        TG_ARGV[0],
        CASE TG_TABLE_NAME WHEN 'staff' THEN v_row ->> 'role' END,
        CASE TG_TABLE_NAME WHEN 'staff' THEN (v_row ->> 'is_active')::boolean END,
        CASE TG_TABLE_NAME WHEN 'api_key' THEN (v_row ->> 'id')::bigint END,
        CASE TG_TABLE_NAME WHEN 'staff_session' THEN (v_row ->> 'id')::uuid END
    );
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION record_access(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.record_access() IS 'Writes the audit row of a change of staff, a password, a session or an API key; the event is the argument.';

--
-- Name: record_stripe_entry(hotelmate.stripe_webhook_event, hotelmate.payment, text, bigint, text, text, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.record_stripe_entry(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, entry_kind text, entry_amount bigint, refund text DEFAULT NULL::text, dispute text DEFAULT NULL::text, instruction bigint DEFAULT NULL::bigint) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION record_stripe_entry(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, entry_kind text, entry_amount bigint, refund text, dispute text, instruction bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.record_stripe_entry(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, entry_kind text, entry_amount bigint, refund text, dispute text, instruction bigint) IS 'One row of a ledger, evidenced by an event.';

--
-- Name: refund_percent(jsonb, integer); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.refund_percent(terms jsonb, days_before_arrival integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $_$
SELECT coalesce(
    (
        SELECT term.refund_percent
        FROM jsonb_to_recordset(terms) AS term (days_before_arrival integer, refund_percent integer)
        WHERE term.days_before_arrival <= $2
        ORDER BY term.days_before_arrival DESC LIMIT 1
    ),
    CASE WHEN terms = '[]' THEN 100 ELSE 0 END -- a hotel without terms keeps nothing
)
$_$;

--
-- Name: FUNCTION refund_percent(terms jsonb, days_before_arrival integer); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.refund_percent(terms jsonb, days_before_arrival integer) IS 'Percentage refunded when a booking is cancelled so many days before arrival: the term with most days that fits.';

--
-- Name: refunds_told_of(bigint, bigint, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.refunds_told_of(of_hotel bigint, of_booking bigint, of_payment bigint) RETURNS TABLE(pending bigint, left_to_people bigint, on_top bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY
    SELECT
        coalesce(sum(refund.amount) FILTER (WHERE refund.state = 'PENDING'), 0)::bigint,
        -- What the guest's bank could not take is for people to settle, not to be sent again and again: it
        -- came back, or failed at once, or somebody has seen to it and said so.
        coalesce(sum(refund.amount) FILTER (
            WHERE refund.state = 'FAILED' OR (refund.state = 'DONE' AND NOT EXISTS (
                SELECT FROM payment_entry AS made
                WHERE made.hotel_id = refund.hotel_id AND made.payment_id = refund.payment_id
                    AND made.instruction_id = refund.id AND made.kind = 'REFUNDED' AND NOT EXISTS (
                        SELECT FROM payment_entry AS back
                        WHERE back.hotel_id = made.hotel_id AND back.payment_id = made.payment_id
                            AND back.refund_id = made.refund_id AND back.kind = 'REFUND_FAILED'
                    )
            ))
        ), 0)::bigint,
        -- What staff refund after the end comes on top of what the terms say.
        coalesce(sum(refund.amount) FILTER (
            WHERE refund.is_on_top AND refund.state <> 'WITHDRAWN'
        ), 0)::bigint
    FROM payment_instruction AS refund
    WHERE refund.hotel_id = of_hotel AND refund.booking_id = of_booking
        AND refund.payment_id = of_payment AND refund.kind = 'REFUND';
END
$$;

--
-- Name: FUNCTION refunds_told_of(of_hotel bigint, of_booking bigint, of_payment bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.refunds_told_of(of_hotel bigint, of_booking bigint, of_payment bigint) IS 'What Stripe was told to refund of a payment: still pending, left to people, and given by staff after the end.';

--
-- Name: refuse_access_event(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.refuse_access_event() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'who may do what is told by triggers'
        USING ERRCODE = '23514', CONSTRAINT = 'evidence_is_append_only',
            SCHEMA = 'hotelmate', TABLE = 'access_event';
END
$$;

--
-- Name: FUNCTION refuse_access_event(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.refuse_access_event() IS 'A row of the trail of access that somebody writes themselves is refused: evidence_is_append_only.';

--
-- Name: refuse_change_of_evidence(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.refuse_change_of_evidence() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- The depth tells a statement of somebody's from that of a trigger: only erasure has one. What it may change is
    -- judged row by row: tg_…__only_reason_is_erased.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 AND TG_NARGS > 1 THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% of % is refused: its rows are evidence', TG_OP, TG_ARGV[0]
        USING ERRCODE = '23514', CONSTRAINT = 'evidence_is_append_only',
            SCHEMA = 'hotelmate', TABLE = TG_ARGV[0];
END
$$;

--
-- Name: FUNCTION refuse_change_of_evidence(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.refuse_change_of_evidence() IS 'Refuses every UPDATE, DELETE and TRUNCATE; the table''s name is the argument. A second one: but for erasure.';

--
-- Name: refuse_data_after_erasure(text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.refuse_data_after_erasure(of_table text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'personal data were erased here and stay so'
        USING ERRCODE = '23514', CONSTRAINT = 'erasure_is_final', SCHEMA = 'hotelmate', TABLE = of_table;
END
$$;

--
-- Name: FUNCTION refuse_data_after_erasure(of_table text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.refuse_data_after_erasure(of_table text) IS 'Refuses personal data where they were erased.';

--
-- Name: refuse_new_answers(text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.refuse_new_answers(of_table text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'pre-check-in is submitted: its answers stay'
        USING ERRCODE = '23514', CONSTRAINT = 'precheckin_submitted_is_final',
            SCHEMA = 'hotelmate', TABLE = of_table, COLUMN = 'precheckin_payload';
END
$$;

--
-- Name: FUNCTION refuse_new_answers(of_table text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.refuse_new_answers(of_table text) IS 'Refuses other answers than were submitted.';

--
-- Name: refuse_truncate(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.refuse_truncate() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION '% of % would remove what is needed', TG_OP, TG_ARGV[1]
        USING ERRCODE = '23514', CONSTRAINT = TG_ARGV[0], SCHEMA = 'hotelmate', TABLE = TG_ARGV[1];
END
$$;

--
-- Name: FUNCTION refuse_truncate(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.refuse_truncate() IS 'TRUNCATE fires no row trigger: refused by the rule that is the first argument, for the table that is the second.';

--
-- Name: refuse_unfinished_form(bigint, integer, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.refuse_unfinished_form(hotel bigint, form integer, of_table text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF form IS NOT NULL AND is_being_published(hotel, form) THEN
        RAISE EXCEPTION 'a form counts when it is published: the transaction that publishes it uses it for nothing'
            USING ERRCODE = '23514', CONSTRAINT = 'precheckin_form_is_final',
                SCHEMA = 'hotelmate', TABLE = of_table;
    END IF;
END
$$;

--
-- Name: FUNCTION refuse_unfinished_form(hotel bigint, form integer, of_table text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.refuse_unfinished_form(hotel bigint, form integer, of_table text) IS 'Refuses to issue or submit by a form that this transaction publishes: a field could still be added to it.';

--
-- Name: remove_expired_access(integer); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.remove_expired_access(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_sessions integer;
    v_limits integer;
BEGIN
    -- With their refresh tokens. A session is kept for a while after its time, so that who was in can be seen.
    WITH over AS MATERIALIZED (
        SELECT session.hotel_id, session.id FROM staff_session AS session
        WHERE session.expires_at < now() - interval '30 days'
        ORDER BY session.expires_at LIMIT at_most FOR UPDATE SKIP LOCKED
    )
    DELETE FROM staff_session AS session USING over
    WHERE session.hotel_id = over.hotel_id AND session.id = over.id;
    GET DIAGNOSTICS v_sessions = ROW_COUNT;
    WITH over AS MATERIALIZED (
        SELECT counted.subject FROM log_in_limit AS counted
        WHERE counted.since < now() - interval '1 day'
        ORDER BY counted.since LIMIT at_most FOR UPDATE SKIP LOCKED
    )
    DELETE FROM log_in_limit AS counted USING over WHERE counted.subject = over.subject;
    GET DIAGNOSTICS v_limits = ROW_COUNT;
    RETURN v_sessions + v_limits;
END
$$;

--
-- Name: FUNCTION remove_expired_access(at_most integer); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.remove_expired_access(at_most integer) IS 'Removes one piece of the sessions that expired 30 days ago and of the counts of attempts that are a day old.';

--
-- Name: remove_expired_idempotency_keys(integer); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.remove_expired_idempotency_keys(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_removed integer;
BEGIN
    WITH expired AS MATERIALIZED (
        SELECT kept.hotel_id, kept.staff_id, kept.key
        FROM idempotency_key AS kept
        WHERE kept.created_at <= now() - interval '24 hours'
        ORDER BY kept.created_at
        LIMIT at_most
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM idempotency_key AS kept
    USING expired
    WHERE kept.hotel_id = expired.hotel_id AND kept.staff_id = expired.staff_id AND kept.key = expired.key;
    GET DIAGNOSTICS v_removed = ROW_COUNT;
    RETURN v_removed;
END
$$;

--
-- Name: FUNCTION remove_expired_idempotency_keys(at_most integer); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.remove_expired_idempotency_keys(at_most integer) IS 'Removes the oldest answers that are kept no longer, at most so many; returns how many there were.';

--
-- Name: remove_messages(timestamp with time zone, timestamp with time zone, integer); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.remove_messages(numbered_after timestamp with time zone, numbered_before timestamp with time zone, at_most integer, OUT looked_at integer, OUT removed integer, OUT looked_up_to timestamp with time zone) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_hotels bigint[];
BEGIN
    SELECT count(*), max(old_message.numbered_at), array_agg(DISTINCT old_message.hotel_id) FILTER (
        WHERE EXISTS (
            SELECT FROM realtime_channel AS channel
            WHERE channel.hotel_id = old_message.hotel_id AND channel.name = old_message.channel
                AND channel.delivered_position >= old_message.position
        )
    )
    INTO looked_at, looked_up_to, v_hotels
    FROM (
        SELECT message.hotel_id, message.position, message.channel, message.numbered_at
        FROM realtime_message AS message
        WHERE message.numbered_at > numbered_after AND message.numbered_at < numbered_before
        ORDER BY message.numbered_at
        LIMIT at_most
    ) AS old_message;
    -- As whoever numbers does it, and first of all: else the two would wait for each other, and a channel could
    -- speak again between the look at it and its removal. A hotel that somebody is at has its turn another time.
    SELECT array_agg(free.hotel_id) INTO v_hotels
    FROM (
        SELECT hotel_id FROM realtime_stream WHERE hotel_id = ANY (v_hotels)
        ORDER BY hotel_id FOR UPDATE SKIP LOCKED
    ) AS free;
    removed := 0;
    IF v_hotels IS NULL THEN
        RETURN;
    END IF;
    WITH old_message AS MATERIALIZED (
        SELECT message.hotel_id, message.position, message.channel
        FROM realtime_message AS message
        WHERE message.numbered_at > numbered_after AND message.numbered_at <= looked_up_to
        ORDER BY message.numbered_at
        LIMIT at_most
    ), gone AS (
        DELETE FROM realtime_message AS message
        USING old_message, realtime_channel AS channel
        WHERE old_message.hotel_id = ANY (v_hotels)
            AND message.hotel_id = old_message.hotel_id AND message.position = old_message.position
            AND channel.hotel_id = old_message.hotel_id AND channel.name = old_message.channel
            AND channel.delivered_position >= old_message.position
            AND NOT EXISTS (
                SELECT FROM realtime_dead_letter AS dead
                WHERE dead.hotel_id = old_message.hotel_id AND dead.position = old_message.position
            )
        RETURNING message.hotel_id, message.position, message.channel
    ), quiet AS (
        -- A channel of which nothing is kept starts anew with its next message: else each booking would leave one.
        DELETE FROM realtime_channel AS channel
        USING (SELECT DISTINCT hotel_id, channel FROM gone) AS quieter
        WHERE channel.hotel_id = quieter.hotel_id AND channel.name = quieter.channel
            AND channel.delivered_position = channel.last_position
            AND NOT EXISTS (
                SELECT FROM realtime_message AS kept
                WHERE kept.hotel_id = channel.hotel_id AND kept.channel = channel.name
                    AND kept.position NOT IN (SELECT gone.position FROM gone WHERE gone.hotel_id = kept.hotel_id)
            )
        RETURNING channel.name
    )
    SELECT count(*) INTO removed FROM gone;
END
$$;

--
-- Name: FUNCTION remove_messages(numbered_after timestamp with time zone, numbered_before timestamp with time zone, at_most integer, OUT looked_at integer, OUT removed integer, OUT looked_up_to timestamp with time zone); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.remove_messages(numbered_after timestamp with time zone, numbered_before timestamp with time zone, at_most integer, OUT looked_at integer, OUT removed integer, OUT looked_up_to timestamp with time zone) IS 'Removes one piece of the messages that were numbered in a period, delivered, and are no dead letters.';

--
-- Name: renew_session(text, bigint, bytea, bytea); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.renew_session(of_slug text, of_hotel bigint, of_token bytea, new_token bytea, OUT session uuid, OUT expires timestamp with time zone, OUT member bigint, OUT member_username text, OUT member_role text) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_session uuid;
    v_used_at timestamptz;
BEGIN
    SELECT token.session_id INTO v_session
    FROM refresh_token AS token
    INNER JOIN hotel AS place ON place.hotel_id = token.hotel_id
    WHERE token.hotel_id = of_hotel AND token.token_hash = of_token AND place.slug = of_slug;
    -- The session first: of two with the same token one waits here, and then sees that it was used.
    PERFORM 1 FROM staff_session WHERE hotel_id = of_hotel AND id = v_session AND ended_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT used_at INTO v_used_at FROM refresh_token WHERE hotel_id = of_hotel AND token_hash = of_token;
    IF v_used_at IS NOT NULL THEN
        -- Either it was stolen or its owner's was; which of the two came first, nobody knows.
        UPDATE staff_session SET ended_at = clock_timestamp(), ended_reason = 'TOKEN_REUSED'
        WHERE hotel_id = of_hotel AND id = v_session;
        RETURN;
    END IF;
    SELECT kept.id, kept.expires_at, staff.id, staff.username, staff.role
    INTO session, expires, member, member_username, member_role
    FROM staff_session AS kept
    INNER JOIN staff ON staff.hotel_id = kept.hotel_id AND staff.id = kept.staff_id
    WHERE kept.hotel_id = of_hotel AND kept.id = v_session AND kept.expires_at > now() AND staff.is_active;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE refresh_token SET used_at = clock_timestamp() WHERE hotel_id = of_hotel AND token_hash = of_token;
    INSERT INTO refresh_token (hotel_id, token_hash, session_id) VALUES (of_hotel, new_token, v_session);
END
$$;

--
-- Name: FUNCTION renew_session(of_slug text, of_hotel bigint, of_token bytea, new_token bytea, OUT session uuid, OUT expires timestamp with time zone, OUT member bigint, OUT member_username text, OUT member_role text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.renew_session(of_slug text, of_hotel bigint, of_token bytea, new_token bytea, OUT session uuid, OUT expires timestamp with time zone, OUT member bigint, OUT member_username text, OUT member_role text) IS 'Uses a refresh token up for its successor and returns the session; a token that was used already ends it.';

--
-- Name: report_lapsing_hold(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.report_lapsing_hold() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_booking room_booking;
BEGIN
    SELECT * INTO v_booking FROM room_booking
    WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id AND payment_id = NEW.id AND status = 'PENDING_APPROVAL';
    IF FOUND THEN
        PERFORM publish(
            NEW.hotel_id, ARRAY['hotel'], 'booking', 'booking_hold_lapsing',
            jsonb_build_object(
                'booking_id', v_booking.booking_reference, 'status', v_booking.status,
                'capture_before', NEW.capture_before
            ),
            jsonb_build_object('booking_id', v_booking.booking_reference, 'version', v_booking.version)
        );
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION report_lapsing_hold(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.report_lapsing_hold() IS 'Tells the front desk of a booking whose hold on a card is about to lapse.';

--
-- Name: resolve_stripe_event(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.resolve_stripe_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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
        NEW.status := CASE WHEN NEW.booking_id IS NULL THEN 'RECEIVED' ELSE 'PROCESSED' END;
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

--
-- Name: FUNCTION resolve_stripe_event(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.resolve_stripe_event() IS 'Finds the booking of an event: by its payment intent, else by our metadata; without one it waits.';

--
-- Name: room; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.room (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    room_number text NOT NULL,
    room_type_id bigint NOT NULL,
    turnover_status text DEFAULT 'READY_FOR_GUEST'::text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    is_out_of_order boolean DEFAULT false NOT NULL,
    maintenance_required boolean DEFAULT false NOT NULL,
    in_house_booking_id bigint,
    cleaning_task_id bigint,
    guest_fcm_token text,
    last_cleaned_at timestamp with time zone,
    last_cleaned_by text,
    last_inspected_at timestamp with time zone,
    last_inspected_by text,
    last_vacated_at timestamp with time zone,
    corrections integer DEFAULT 0 NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    is_occupied boolean GENERATED ALWAYS AS ((in_house_booking_id IS NOT NULL)) STORED NOT NULL,
    is_assignable boolean GENERATED ALWAYS AS ((is_active AND (NOT is_out_of_order) AND (NOT maintenance_required) AND (turnover_status = 'READY_FOR_GUEST'::text) AND (in_house_booking_id IS NULL))) STORED NOT NULL,
    room_status text GENERATED ALWAYS AS (
CASE
    WHEN (in_house_booking_id IS NOT NULL) THEN 'OCCUPIED'::text
    WHEN is_out_of_order THEN 'OUT_OF_ORDER'::text
    WHEN maintenance_required THEN 'MAINTENANCE_REQUIRED'::text
    ELSE turnover_status
END) STORED NOT NULL,
    CONSTRAINT room_cleaning_has_task CHECK (((turnover_status = 'CLEANING_IN_PROGRESS'::text) = (cleaning_task_id IS NOT NULL))),
    CONSTRAINT room_device_needs_guest CHECK (((guest_fcm_token IS NULL) OR (in_house_booking_id IS NOT NULL))),
    CONSTRAINT room_number_well_formed CHECK ((room_number ~ '^[A-Za-z0-9-]{1,10}$'::text)),
    CONSTRAINT room_out_of_service_is_vacant CHECK (((in_house_booking_id IS NULL) OR (is_active AND (NOT is_out_of_order)))),
    CONSTRAINT room_ready_is_vacant CHECK (((turnover_status <> 'READY_FOR_GUEST'::text) OR (in_house_booking_id IS NULL))),
    CONSTRAINT room_turnover_status_known CHECK ((turnover_status = ANY (ARRAY['CHECKOUT_DIRTY'::text, 'CLEANING_IN_PROGRESS'::text, 'CLEANED_UNINSPECTED'::text, 'READY_FOR_GUEST'::text])))
);

ALTER TABLE ONLY hotelmate.room FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.room IS 'A room: turnover and operation are facts; who is in it, is_occupied, is_assignable and room_status are derived.';

--
-- Name: COLUMN room.room_number; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.room_number IS 'What stands on the door; letters allowed.';

--
-- Name: COLUMN room.room_type_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.room_type_id IS 'The type, and with it the capacity.';

--
-- Name: COLUMN room.turnover_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.turnover_status IS 'Fact, written by housekeeping: CHECKOUT_DIRTY, CLEANING_IN_PROGRESS, CLEANED_UNINSPECTED, READY_FOR_GUEST.';

--
-- Name: COLUMN room.is_active; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.is_active IS 'Fact: whether the room is in use at all.';

--
-- Name: COLUMN room.is_out_of_order; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.is_out_of_order IS 'Fact: whether the room must not be sold or entered.';

--
-- Name: COLUMN room.maintenance_required; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.maintenance_required IS 'Fact: whether work is due before the next guest.';

--
-- Name: COLUMN room.in_house_booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.in_house_booking_id IS 'Derived from the booking that is checked in here; proved in both directions by foreign keys.';

--
-- Name: COLUMN room.cleaning_task_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.cleaning_task_id IS 'Derived: the turnover task in progress while the room is being cleaned.';

--
-- Name: COLUMN room.guest_fcm_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.guest_fcm_token IS 'Push token of the guest''s device; cleared when the guest leaves the room.';

--
-- Name: COLUMN room.last_cleaned_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.last_cleaned_at IS 'Derived: when cleaning was last done.';

--
-- Name: COLUMN room.last_cleaned_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.last_cleaned_by IS 'Derived: who finished the last cleaning.';

--
-- Name: COLUMN room.last_inspected_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.last_inspected_at IS 'Derived: when the room last became READY_FOR_GUEST.';

--
-- Name: COLUMN room.last_inspected_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.last_inspected_by IS 'Derived: who last made the room READY_FOR_GUEST.';

--
-- Name: COLUMN room.last_vacated_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.last_vacated_at IS 'Derived: when the last guest left; the next stay does not start before.';

--
-- Name: COLUMN room.corrections; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.corrections IS 'Derived: counts what was mended; a change of it tells the audit trail what had changed past it.';

--
-- Name: COLUMN room.version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.version IS 'Derived: counts every change of the row; each version has one audit row (room_status_event).';

--
-- Name: COLUMN room.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.created_at IS 'When the room was added.';

--
-- Name: COLUMN room.is_occupied; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.is_occupied IS 'Derived: whether a booking is in house here.';

--
-- Name: COLUMN room.is_assignable; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.is_assignable IS 'Derived: active, in order, no maintenance, READY_FOR_GUEST, vacant. A booking that waits for the room refers to it.';

--
-- Name: COLUMN room.room_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room.room_status IS 'Derived: OCCUPIED, else OUT_OF_ORDER, else MAINTENANCE_REQUIRED, else the turnover status.';

--
-- Name: CONSTRAINT room_cleaning_has_task ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_cleaning_has_task ON hotelmate.room IS 'A room is being cleaned exactly while a turnover task of it is in progress.';

--
-- Name: CONSTRAINT room_device_needs_guest ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_device_needs_guest ON hotelmate.room IS 'A room keeps a guest''s device token only while that guest is in it.';

--
-- Name: CONSTRAINT room_number_well_formed ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_number_well_formed ON hotelmate.room IS 'A room number is letters, digits and hyphens, 10 at most: it stands in paths.';

--
-- Name: CONSTRAINT room_out_of_service_is_vacant ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_out_of_service_is_vacant ON hotelmate.room IS 'A room that is out of order or inactive has no guest in it.';

--
-- Name: CONSTRAINT room_ready_is_vacant ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_ready_is_vacant ON hotelmate.room IS 'A room that is ready for a guest has no guest in it.';

--
-- Name: CONSTRAINT room_turnover_status_known ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_turnover_status_known ON hotelmate.room IS 'A turnover status is one of the four.';

--
-- Name: room_facts_are_same(hotelmate.room, hotelmate.room); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.room_facts_are_same(old_row hotelmate.room, new_row hotelmate.room) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Generated columns are not there yet in the new row; they follow from the others.
    new_row.is_occupied := old_row.is_occupied;
    new_row.is_assignable := old_row.is_assignable;
    new_row.room_status := old_row.room_status;
    RETURN new_row IS NOT DISTINCT FROM old_row;
END
$$;

--
-- Name: FUNCTION room_facts_are_same(old_row hotelmate.room, new_row hotelmate.room); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.room_facts_are_same(old_row hotelmate.room, new_row hotelmate.room) IS 'Whether an UPDATE changes any fact.';

--
-- Name: row_policies(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.row_policies() RETURNS TABLE(table_name text, policy text, command text, roles text, visible text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
WITH tables AS (
    SELECT
        relation.relname::text AS name,
        EXISTS (
            SELECT FROM pg_attribute AS attribute
            WHERE attribute.attrelid = relation.oid AND attribute.attname = 'hotel_id' AND NOT attribute.attisdropped
        ) AS has_hotel
    FROM pg_class AS relation
    WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p')
)
-- Whatever acts for somebody: one hotel. A query of its own is asked once; without it, a query that looks something up
-- for each of many rows would ask each time.
SELECT name, 'hotel_of_transaction', 'ALL', 'hotelmate_speaker', 'hotel_id = (SELECT hotelmate.current_hotel_id())'
FROM tables
WHERE has_hotel
UNION ALL
-- The owner is a DBA, who may look at all hotels, and every function that runs as the owner, which may not where
-- its caller may not. What runs for a DBA must see what he writes to: a superuser passes every policy, and whoever
-- acts as the owner may choose another hotel within the statement that writes.
SELECT
    name, 'hotel_of_transaction_if_any', 'ALL', 'hotelmate_owner',
    CASE
        WHEN has_hotel
            THEN 'coalesce(hotel_id = nullif(pg_catalog.current_setting(''hotelmate.hotel_id'', true), '''')::bigint, true)'
                ' OR pg_catalog.current_setting(''is_superuser'') = ''on'''
                ' OR (SELECT pg_catalog.pg_has_role(hotelmate.acting_role()::name, ''hotelmate_owner'', ''USAGE''))'
        ELSE 'true'
    END
FROM tables
UNION ALL
SELECT name, 'checks_read_every_hotel', 'SELECT', 'hotelmate_checks', 'true'
FROM tables
UNION ALL
SELECT name, 'checks_keep_what_they_found', 'ALL', 'hotelmate_checks', 'true'
FROM tables
WHERE name LIKE 'consistency\_%'
UNION ALL
-- What was looked for in all hotels, and found in none, is told to each.
SELECT name, 'all_hotels_together', 'SELECT', 'hotelmate_speaker', 'hotel_id IS NULL'
FROM tables
WHERE name IN ('consistency_run', 'consistency_count', 'consistency_finding')
UNION ALL
SELECT
    'consistency_result', 'result_of_visible_run', 'SELECT', 'hotelmate_speaker',
    'EXISTS (SELECT FROM hotelmate.consistency_run AS run WHERE run.id = run_id)'
UNION ALL
SELECT name, 'relay_carries_every_hotel', 'ALL', 'hotelmate_relay', 'true'
FROM tables
WHERE name IN (
    'hotel', 'outbox_event', 'realtime_stream', 'realtime_channel', 'realtime_message', 'realtime_dead_letter',
    'relay_statistics'
)
UNION ALL
-- What is told to a guest is for the guest. This policy takes away what another gives, like the one of kept answers.
SELECT
    'realtime_message', 'staff_hears_no_guest', 'SELECT',
    'hotelmate_front_desk, hotelmate_housekeeping, hotelmate_manager, hotelmate_auditor, hotelmate_integration',
    'channel NOT LIKE ''guest.%'''
UNION ALL
-- A guest has their own booking and what belongs to it, and is told of the hotel what all guests are. No other policy
-- is for guests, so tables without a word here are closed to them.
SELECT
    name, 'guest_has_own_stay', 'ALL', 'hotelmate_guest',
    'hotel_id = (SELECT hotelmate.current_hotel_id())' || CASE
        WHEN name IN ('hotel', 'room_type', 'precheckin_form', 'precheckin_field') THEN ''
        WHEN name = 'room_booking' THEN ' AND id = (SELECT hotelmate.current_guest_booking_id())'
        WHEN name = 'room' THEN ' AND in_house_booking_id = (SELECT hotelmate.current_guest_booking_id())'
        ELSE ' AND booking_id = (SELECT hotelmate.current_guest_booking_id())'
    END
FROM tables
WHERE name IN (
    'hotel', 'room_type', 'room', 'room_booking', 'booking_guest', 'guest', 'guest_chat_session', 'booking_token',
    'precheckin_form', 'precheckin_field'
)
UNION ALL
-- An answer is told again to whoever it was told to, and to nobody else of the hotel.
SELECT
    'idempotency_key', 'answers_of_whoever_acts', 'ALL', 'hotelmate_speaker',
    'staff_id = (SELECT hotelmate.current_staff_id())'
UNION ALL
-- Who calls is found out before there is a hotel.
SELECT name, 'gate_finds_who_calls', 'SELECT', 'hotelmate_gate', 'true'
FROM tables
WHERE name IN ('hotel', 'staff', 'staff_session', 'api_key', 'api_key_scope')
UNION ALL
SELECT name, 'dispatcher_finds_work', 'SELECT', 'hotelmate_dispatcher', 'true'
FROM tables
WHERE name IN (
    'hotel', 'hotel_directory', 'room_booking', 'payment', 'payment_entry', 'payment_session', 'payment_instruction',
    'stripe_payment_intent', 'stripe_webhook_event', 'payment_reconciliation', 'outbox_event', 'realtime_stream',
    'realtime_channel', 'realtime_message', 'realtime_dead_letter', 'relay_statistics', 'consistency_run',
    'consistency_result', 'consistency_count', 'guest_message'
)
UNION ALL
SELECT name, 'dispatcher_stores_what_stripe_says', 'ALL', 'hotelmate_dispatcher', 'true'
FROM tables
WHERE name IN ('stripe_webhook_event', 'payment_reconciliation')
UNION ALL
-- What is the same for everybody.
SELECT name, 'same_for_every_hotel', 'SELECT', 'public', 'true'
FROM tables
WHERE name IN (
    'time_zone', 'booking_transition', 'turnover_transition', 'task_transition', 'staff_role', 'permission',
    'staff_role_permission', 'permission_privilege', 'secret_column', 'repeatable_file', 'country', 'precheckin_kind'
)
$$;

--
-- Name: FUNCTION row_policies(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.row_policies() IS 'The policies that every table of the schema should have: which rows each role sees and may write.';

--
-- Name: settle_after_booking(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.settle_after_booking() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    PERFORM settle_stripe_payments(NEW.hotel_id, NEW.id);
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION settle_after_booking(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.settle_after_booking() IS 'Instructs Stripe by a decision about a booking.';

--
-- Name: settle_after_entry(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.settle_after_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF NEW.kind = 'REFUNDED' THEN
        UPDATE payment_instruction SET state = 'DONE'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.instruction_id AND kind = 'REFUND' AND state <> 'DONE';
    ELSIF NEW.kind = 'REFUND_FAILED' THEN
        UPDATE payment_instruction SET state = 'FAILED', last_error = 'refund_failed'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.instruction_id AND kind = 'REFUND' AND state <> 'FAILED';
    END IF;
    PERFORM settle_stripe_payments(NEW.hotel_id, NEW.booking_id);
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION settle_after_entry(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.settle_after_entry() IS 'Settles the instruction that new evidence carries out, and instructs what it makes necessary.';

--
-- Name: settle_after_instruction(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.settle_after_instruction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    PERFORM write_lock_booking(NEW.hotel_id, NEW.booking_id); -- it may be closed at this very moment
    PERFORM settle_stripe_payments(NEW.hotel_id, NEW.booking_id);
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION settle_after_instruction(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.settle_after_instruction() IS 'Instructs Stripe anew when an instruction was withdrawn or failed that is still necessary.';

--
-- Name: settle_desk_payment(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.settle_desk_payment() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION settle_desk_payment(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.settle_desk_payment() IS 'A decision settles a payment made at the desk: approval captures it, an ending voids or refunds it.';

--
-- Name: payment_entry; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.payment_entry (
    hotel_id bigint NOT NULL,
    booking_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    provider text NOT NULL,
    method text,
    reference text,
    provider_event_id text,
    refund_id text,
    dispute_id text,
    instruction_id bigint,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    authorised_before bigint NOT NULL,
    captured_before bigint NOT NULL,
    voided_before bigint NOT NULL,
    refunded_before bigint NOT NULL,
    disputed_before bigint NOT NULL,
    actor text DEFAULT hotelmate.current_actor(),
    changed_by bigint DEFAULT hotelmate.current_staff_id(),
    source text DEFAULT hotelmate.current_source(),
    reason text DEFAULT hotelmate.current_reason(),
    request_id text DEFAULT hotelmate.current_request_id(),
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    previous_seq integer GENERATED ALWAYS AS (
CASE
    WHEN (seq > 1) THEN (seq - 1)
    ELSE NULL::integer
END) STORED,
    evidence_status text GENERATED ALWAYS AS (
CASE
    WHEN (provider_event_id IS NOT NULL) THEN 'PROCESSED'::text
    ELSE NULL::text
END) STORED,
    authorised_total bigint GENERATED ALWAYS AS ((authorised_before +
CASE kind
    WHEN 'AUTHORISED'::text THEN amount
    ELSE (0)::bigint
END)) STORED NOT NULL,
    captured_total bigint GENERATED ALWAYS AS ((captured_before +
CASE kind
    WHEN 'CAPTURED'::text THEN amount
    ELSE (0)::bigint
END)) STORED NOT NULL,
    voided_total bigint GENERATED ALWAYS AS ((voided_before +
CASE kind
    WHEN 'VOIDED'::text THEN amount
    ELSE (0)::bigint
END)) STORED NOT NULL,
    refunded_total bigint GENERATED ALWAYS AS ((refunded_before +
CASE kind
    WHEN 'REFUNDED'::text THEN amount
    WHEN 'REFUND_FAILED'::text THEN (- amount)
    ELSE (0)::bigint
END)) STORED NOT NULL,
    disputed_total bigint GENERATED ALWAYS AS ((disputed_before +
CASE kind
    WHEN 'DISPUTED'::text THEN amount
    WHEN 'DISPUTE_WON'::text THEN (- amount)
    ELSE (0)::bigint
END)) STORED NOT NULL,
    CONSTRAINT change_has_actor CHECK (((actor ~ '\S'::text) IS TRUE)),
    CONSTRAINT change_source_known CHECK (((source = ANY (ARRAY['HOUSEKEEPING'::text, 'FRONT_DESK'::text, 'SYSTEM'::text, 'MANAGER_OVERRIDE'::text])) IS TRUE)),
    CONSTRAINT payment_captured_within_authorised CHECK (((captured_total + voided_total) <= authorised_total)),
    CONSTRAINT payment_disputed_not_negative CHECK ((disputed_total >= 0)),
    CONSTRAINT payment_entry_amount_positive CHECK ((amount > 0)),
    CONSTRAINT payment_entry_desk_method_known CHECK ((((provider = 'desk'::text) = (method IS NOT NULL)) AND ((method IS NULL) OR (method = ANY (ARRAY['CASH'::text, 'CARD_TERMINAL'::text, 'BANK_TRANSFER'::text]))))),
    CONSTRAINT payment_entry_has_evidence CHECK (((provider = 'desk'::text) OR (provider_event_id IS NOT NULL))),
    CONSTRAINT payment_entry_kind_known CHECK ((kind = ANY (ARRAY['AUTHORISED'::text, 'CAPTURED'::text, 'VOIDED'::text, 'REFUNDED'::text, 'REFUND_FAILED'::text, 'DISPUTED'::text, 'DISPUTE_WON'::text]))),
    CONSTRAINT payment_entry_names_its_dispute CHECK (((dispute_id IS NOT NULL) = (kind = ANY (ARRAY['DISPUTED'::text, 'DISPUTE_WON'::text])))),
    CONSTRAINT payment_entry_names_its_refund CHECK (((refund_id IS NOT NULL) = ((provider = 'stripe'::text) AND (kind = ANY (ARRAY['REFUNDED'::text, 'REFUND_FAILED'::text]))))),
    CONSTRAINT payment_entry_starts_at_zero CHECK (((seq > 1) OR ((seq = 1) AND (authorised_before = 0) AND (captured_before = 0) AND (voided_before = 0) AND (refunded_before = 0) AND (disputed_before = 0)))),
    CONSTRAINT payment_entry_time_finite CHECK (isfinite(occurred_at)),
    CONSTRAINT payment_refunded_within_captured CHECK (((refunded_total >= 0) AND (refunded_total <= captured_total)))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.payment_entry FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.payment_entry IS 'Ledger of a payment: append-only evidence, each row with the totals before and after it.';

--
-- Name: COLUMN payment_entry.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.booking_id IS 'The booking whose money it is.';

--
-- Name: COLUMN payment_entry.payment_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.payment_id IS 'The payment; an authorisation at the desk that names none begins one.';

--
-- Name: COLUMN payment_entry.seq; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.seq IS 'Derived: position in the payment''s ledger, from 1.';

--
-- Name: COLUMN payment_entry.kind; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.kind IS 'AUTHORISED, CAPTURED, VOIDED, REFUNDED, REFUND_FAILED, DISPUTED or DISPUTE_WON.';

--
-- Name: COLUMN payment_entry.amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.amount IS 'Minor units of currency; the kind says in which direction.';

--
-- Name: COLUMN payment_entry.currency; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.currency IS 'Currency of the amount.';

--
-- Name: COLUMN payment_entry.provider; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.provider IS 'desk or stripe, as the payment.';

--
-- Name: COLUMN payment_entry.method; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.method IS 'At the desk: CASH, CARD_TERMINAL or BANK_TRANSFER.';

--
-- Name: COLUMN payment_entry.reference; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.reference IS 'Receipt or payment intent, as the provider names it.';

--
-- Name: COLUMN payment_entry.provider_event_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.provider_event_id IS 'The provider event that evidences it.';

--
-- Name: COLUMN payment_entry.refund_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.refund_id IS 'Stripe''s refund.';

--
-- Name: COLUMN payment_entry.dispute_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.dispute_id IS 'The provider''s dispute.';

--
-- Name: COLUMN payment_entry.instruction_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.instruction_id IS 'The payment_instruction that it carries out, when Stripe''s answer names it.';

--
-- Name: COLUMN payment_entry.occurred_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.occurred_at IS 'When it happened, at the provider or the desk.';

--
-- Name: COLUMN payment_entry.authorised_before; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.authorised_before IS 'Total before this row, minor units.';

--
-- Name: COLUMN payment_entry.captured_before; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.captured_before IS 'Total before this row, minor units.';

--
-- Name: COLUMN payment_entry.voided_before; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.voided_before IS 'Total before this row, minor units.';

--
-- Name: COLUMN payment_entry.refunded_before; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.refunded_before IS 'Total before this row, minor units.';

--
-- Name: COLUMN payment_entry.disputed_before; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.disputed_before IS 'Total before this row, minor units.';

--
-- Name: COLUMN payment_entry.actor; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.actor IS 'Who: staff:<username>, system:<job> or role:<database role>.';

--
-- Name: COLUMN payment_entry.changed_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.changed_by IS 'The member of staff, when one acted.';

--
-- Name: COLUMN payment_entry.source; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.source IS 'HOUSEKEEPING, FRONT_DESK, SYSTEM or MANAGER_OVERRIDE.';

--
-- Name: COLUMN payment_entry.reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.reason IS 'Why, where somebody said so.';

--
-- Name: COLUMN payment_entry.request_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.request_id IS 'The HTTP request, when one caused it.';

--
-- Name: COLUMN payment_entry.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.created_at IS 'Clock time of the recording.';

--
-- Name: COLUMN payment_entry.previous_seq; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.previous_seq IS 'Derived: the row before, whose totals this one continues.';

--
-- Name: COLUMN payment_entry.evidence_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.evidence_status IS 'Derived: PROCESSED where an event evidences the row, which its key then asks for.';

--
-- Name: COLUMN payment_entry.authorised_total; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.authorised_total IS 'Derived: total after this row, minor units.';

--
-- Name: COLUMN payment_entry.captured_total; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.captured_total IS 'Derived: total after this row, minor units.';

--
-- Name: COLUMN payment_entry.voided_total; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.voided_total IS 'Derived: total after this row, minor units.';

--
-- Name: COLUMN payment_entry.refunded_total; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.refunded_total IS 'Derived: total after this row, minor units.';

--
-- Name: COLUMN payment_entry.disputed_total; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_entry.disputed_total IS 'Derived: total after this row, minor units.';

--
-- Name: CONSTRAINT change_has_actor ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_has_actor ON hotelmate.payment_entry IS 'A change names who made it; the API must set hotelmate.actor.';

--
-- Name: CONSTRAINT change_source_known ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_source_known ON hotelmate.payment_entry IS 'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';

--
-- Name: CONSTRAINT payment_captured_within_authorised ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_captured_within_authorised ON hotelmate.payment_entry IS 'Captured and voided together are no more than was authorised.';

--
-- Name: CONSTRAINT payment_disputed_not_negative ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_disputed_not_negative ON hotelmate.payment_entry IS 'No more of a dispute is won than was disputed.';

--
-- Name: CONSTRAINT payment_entry_amount_positive ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_amount_positive ON hotelmate.payment_entry IS 'A payment moves more than nothing.';

--
-- Name: CONSTRAINT payment_entry_desk_method_known ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_desk_method_known ON hotelmate.payment_entry IS 'A desk payment, and only that, says how: CASH, CARD_TERMINAL or BANK_TRANSFER.';

--
-- Name: CONSTRAINT payment_entry_has_evidence ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_has_evidence ON hotelmate.payment_entry IS 'A payment is evidenced by a provider event or is a desk payment that staff recorded.';

--
-- Name: CONSTRAINT payment_entry_kind_known ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_kind_known ON hotelmate.payment_entry IS 'A ledger row authorises, captures, voids, refunds, takes a refund back, or tells of a dispute.';

--
-- Name: CONSTRAINT payment_entry_names_its_dispute ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_names_its_dispute ON hotelmate.payment_entry IS 'A dispute has a name, and nothing else has one.';

--
-- Name: CONSTRAINT payment_entry_names_its_refund ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_names_its_refund ON hotelmate.payment_entry IS 'A refund by Stripe, and only that, names the refund.';

--
-- Name: CONSTRAINT payment_entry_starts_at_zero ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_starts_at_zero ON hotelmate.payment_entry IS 'A ledger starts from nothing.';

--
-- Name: CONSTRAINT payment_entry_time_finite ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_time_finite ON hotelmate.payment_entry IS 'A payment happened at a point in time.';

--
-- Name: CONSTRAINT payment_refunded_within_captured ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_refunded_within_captured ON hotelmate.payment_entry IS 'No more is refunded than was captured.';

--
-- Name: settle_hold(hotelmate.room_booking, hotelmate.payment_entry); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.settle_hold(booking hotelmate.room_booking, ledger hotelmate.payment_entry) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_counts boolean := ledger.payment_id IS NOT DISTINCT FROM booking.payment_id;
    v_held bigint := ledger.authorised_total - ledger.captured_total - ledger.voided_total;
    v_wanted text;
BEGIN
    v_wanted := CASE
        WHEN v_held = 0 THEN 'NOTHING'
        WHEN NOT v_counts OR booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED') THEN 'VOID'
        WHEN booking.status = 'PENDING_APPROVAL' AND booking.approved_at IS NOT NULL THEN 'CAPTURE'
        ELSE 'NOTHING'
    END;
    UPDATE payment_instruction AS pending
    SET state = CASE
        WHEN pending.kind = 'CAPTURE' AND ledger.captured_total > 0 THEN 'DONE'
        WHEN pending.kind = 'CAPTURE' AND v_held = 0 THEN 'FAILED'
        WHEN pending.kind = 'VOID' AND v_held = 0 AND ledger.captured_total = 0 THEN 'DONE'
        ELSE 'WITHDRAWN'
    END
    WHERE pending.hotel_id = ledger.hotel_id AND pending.booking_id = ledger.booking_id
        AND pending.payment_id = ledger.payment_id
        AND pending.state = 'PENDING' AND pending.kind IN ('CAPTURE', 'VOID')
        -- A part of the hold may be over: payment_instruction_within_amounts. Where Stripe is done with it, what is left
        -- is released by the next row of the same event.
        AND (
            pending.kind <> v_wanted
            OR (pending.amount > v_held AND NOT EXISTS (
                SELECT FROM payment
                WHERE payment.hotel_id = ledger.hotel_id AND payment.id = ledger.payment_id
                    AND payment.provider_status IN ('succeeded', 'canceled')
            ))
        );
    IF v_wanted <> 'NOTHING' THEN
        INSERT INTO payment_instruction (hotel_id, booking_id, payment_id, kind, is_derived, amount)
        SELECT ledger.hotel_id, ledger.booking_id, ledger.payment_id, v_wanted, true,
            -- Stripe releases what a capture leaves of a hold.
            CASE v_wanted WHEN 'CAPTURE' THEN least(v_held, booking.total_amount) ELSE v_held END
        WHERE NOT EXISTS (
            SELECT FROM payment_instruction AS given
            WHERE given.hotel_id = ledger.hotel_id AND given.booking_id = ledger.booking_id
                AND given.payment_id = ledger.payment_id AND given.kind = v_wanted AND given.state IN ('PENDING', 'DONE')
        );
    END IF;
END
$$;

--
-- Name: FUNCTION settle_hold(booking hotelmate.room_booking, ledger hotelmate.payment_entry); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.settle_hold(booking hotelmate.room_booking, ledger hotelmate.payment_entry) IS 'Captures the hold of an approved booking, voids one that nobody waits for.';

--
-- Name: settle_refund(hotelmate.room_booking, hotelmate.payment_entry); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.settle_refund(booking hotelmate.room_booking, ledger hotelmate.payment_entry) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION settle_refund(booking hotelmate.room_booking, ledger hotelmate.payment_entry); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.settle_refund(booking hotelmate.room_booking, ledger hotelmate.payment_entry) IS 'Refunds what a closed booking does not keep, and all of a payment that does not count; never what is disputed.';

--
-- Name: settle_session_instruction(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.settle_session_instruction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    UPDATE payment_instruction SET state = 'WITHDRAWN'
    WHERE hotel_id = NEW.hotel_id AND session_id = NEW.id AND state = 'PENDING';
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION settle_session_instruction(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.settle_session_instruction() IS 'A session in which the guest has paid is not closed any more.';

--
-- Name: settle_stripe_payments(bigint, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.settle_stripe_payments(hotel bigint, booking bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION settle_stripe_payments(hotel bigint, booking bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.settle_stripe_payments(hotel bigint, booking bigint) IS 'Instructs Stripe to do what a booking''s state and its ledgers make necessary, and withdraws what they do not.';

--
-- Name: stamp_password(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.stamp_password() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION stamp_password(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.stamp_password() IS 'Notes when a password was changed.';

--
-- Name: store_no_personal_data(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.store_no_personal_data() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    NEW.payload := hotelmate.without_personal_data(NEW.payload);
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION store_no_personal_data(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.store_no_personal_data() IS 'Stores of an event what payments need, and nothing of the people that Stripe knows.';

--
-- Name: submit_precheckin(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.submit_precheckin() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Each is judged by booking_precheckin_complete.
    UPDATE booking_guest SET precheckin_submitted_at = NEW.precheckin_submitted_at
    WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND is_staying;
    UPDATE booking_token
    SET used_at = CASE WHEN expires_at >= NEW.precheckin_submitted_at THEN NEW.precheckin_submitted_at END,
        revoked_at = CASE WHEN expires_at < NEW.precheckin_submitted_at THEN now() END,
        revoked_reason = CASE WHEN expires_at < NEW.precheckin_submitted_at THEN 'EXPIRED' END
    WHERE hotel_id = NEW.hotel_id AND live_booking_id = NEW.id AND purpose = 'PRECHECKIN';
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION submit_precheckin(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.submit_precheckin() IS 'Submitting pre-check-in hands in the answers of every staying guest and uses its link up, or revokes it when it has expired.';

--
-- Name: supersede_token(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.supersede_token() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- The booking first: two links issued at once queue here instead of colliding.
    PERFORM 1 FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    IF NEW.purpose = 'PRECHECKIN' THEN
        NEW.form_version := newest_precheckin_form(NEW.hotel_id);
        PERFORM refuse_unfinished_form(NEW.hotel_id, NEW.form_version, 'booking_token');
    ELSE
        NEW.form_version := NULL;
    END IF;
    IF NEW.used_at IS NULL AND NEW.revoked_at IS NULL THEN
        UPDATE booking_token SET revoked_at = now(), revoked_reason = 'SUPERSEDED'
        WHERE hotel_id = NEW.hotel_id AND live_booking_id = NEW.booking_id AND purpose = NEW.purpose;
    END IF;
    RETURN NEW;
END
$$;

--
-- Name: FUNCTION supersede_token(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.supersede_token() IS 'A new link revokes the live one of its purpose and keeps the form that is the newest.';

--
-- Name: sync_guests_in_house(hotelmate.room_booking); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.sync_guests_in_house(booking hotelmate.room_booking) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    UPDATE guest
    SET room_id = CASE WHEN member.is_staying THEN booking.in_house_room_id END,
        checked_out_at = CASE WHEN member.is_staying THEN NULL ELSE now() END
    FROM booking_guest AS member
    WHERE guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
        AND member.hotel_id = guest.hotel_id AND member.id = guest.booking_guest_id
        AND (guest.room_id IS NOT NULL OR member.is_staying)
        AND guest.room_id IS DISTINCT FROM CASE WHEN member.is_staying THEN booking.in_house_room_id END;
    INSERT INTO guest (hotel_id, booking_id, booking_guest_id, room_id, checked_in_at)
    SELECT member.hotel_id, member.booking_id, member.id, booking.in_house_room_id, now()
    FROM booking_guest AS member
    WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id AND member.is_staying
    ON CONFLICT (hotel_id, booking_guest_id) DO NOTHING;
END
$$;

--
-- Name: FUNCTION sync_guests_in_house(booking hotelmate.room_booking); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.sync_guests_in_house(booking hotelmate.room_booking) IS 'Guest records of a booking in house: one for each staying member of the party, in the booking''s room.';

--
-- Name: sync_room_occupancy(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.sync_room_occupancy() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF OLD.in_house_room_id IS NOT NULL AND NEW.in_house_room_id IS NOT NULL THEN
        -- Two moves that cross would lock the same two rooms in opposite order.
        PERFORM 1 FROM room
        WHERE hotel_id = NEW.hotel_id AND id IN (OLD.in_house_room_id, NEW.in_house_room_id)
        ORDER BY id FOR UPDATE;
    END IF;
    IF OLD.in_house_room_id IS NOT NULL THEN
        UPDATE room SET in_house_booking_id = NULL, turnover_status = 'CHECKOUT_DIRTY'
        WHERE hotel_id = NEW.hotel_id AND id = OLD.in_house_room_id AND in_house_booking_id = NEW.id;
    END IF;
    IF NEW.in_house_room_id IS NOT NULL THEN
        UPDATE room SET in_house_booking_id = NEW.id, turnover_status = 'CHECKOUT_DIRTY'
        WHERE hotel_id = NEW.hotel_id AND id = NEW.in_house_room_id AND is_assignable;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'booking % cannot enter a room that is not ready', NEW.booking_reference
                USING ERRCODE = '23514', CONSTRAINT = 'booking_enters_ready_room',
                    SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'assigned_room_id';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION sync_room_occupancy(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.sync_room_occupancy() IS 'A guest enters only a room that is active, in order, ready and vacant; the room left behind is CHECKOUT_DIRTY.';

--
-- Name: sync_stay_records(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.sync_stay_records() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    IF NEW.in_house_room_id IS NULL THEN
        -- Who joined after the time that check-out is stamped with left no earlier than they came.
        UPDATE guest SET room_id = NULL, checked_out_at = greatest(NEW.checked_out_at, checked_in_at)
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND checked_out_at IS NULL;
        UPDATE guest_chat_session SET room_id = NULL, closed_at = greatest(NEW.checked_out_at, opened_at)
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND closed_at IS NULL;
    ELSIF OLD.in_house_room_id IS NULL THEN
        INSERT INTO guest (hotel_id, booking_id, booking_guest_id, room_id, checked_in_at)
        SELECT member.hotel_id, member.booking_id, member.id, NEW.in_house_room_id, NEW.checked_in_at
        FROM booking_guest AS member
        WHERE member.hotel_id = NEW.hotel_id AND member.booking_id = NEW.id AND member.is_staying;
        INSERT INTO guest_chat_session (hotel_id, booking_id, opened_at, room_id)
        VALUES (NEW.hotel_id, NEW.id, NEW.checked_in_at, NEW.in_house_room_id);
    ELSE
        UPDATE guest SET room_id = NEW.in_house_room_id
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND checked_out_at IS NULL;
        UPDATE guest_chat_session SET room_id = NEW.in_house_room_id
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND closed_at IS NULL;
    END IF;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION sync_stay_records(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.sync_stay_records() IS 'Check-in makes the guest records and opens the chat, a move takes them along, check-out closes them.';

--
-- Name: tell_guest_of_booking(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.tell_guest_of_booking() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO guest_message (hotel_id, booking_id, kind)
    VALUES (NEW.hotel_id, NEW.id, 'BOOKING_' || NEW.status)
    -- Who is in that state again, as after something was mended, was told of it.
    ON CONFLICT ON CONSTRAINT guest_message_single DO NOTHING;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION tell_guest_of_booking(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.tell_guest_of_booking() IS 'Writes the message that a booking was confirmed, declined or cancelled.';

--
-- Name: tell_of_link(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.tell_of_link() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
DECLARE
    v_reference text := (
        SELECT booking_reference FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id
    );
BEGIN
    INSERT INTO guest_message (hotel_id, booking_id, kind, token_id)
    VALUES (NEW.hotel_id, NEW.booking_id, 'PRECHECKIN_LINK', NEW.id);
    PERFORM publish(
        NEW.hotel_id, ARRAY['hotel'], 'booking', 'booking_precheckin_link_issued',
        jsonb_build_object('booking_id', v_reference, 'expires_at', NEW.expires_at),
        jsonb_build_object('booking_id', v_reference)
    );
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION tell_of_link(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.tell_of_link() IS 'A link for pre-check-in is sent to the guest by e-mail; staff hear that there is one, and never its token.';

--
-- Name: tell_what_was_removed(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.tell_what_was_removed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    UPDATE realtime_stream AS stream SET removed_position = gone.position
    FROM (SELECT hotel_id, max(position) AS position FROM removed_message GROUP BY hotel_id) AS gone
    WHERE stream.hotel_id = gone.hotel_id AND stream.removed_position < gone.position;
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION tell_what_was_removed(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.tell_what_was_removed() IS 'The stream of a hotel says up to where messages were removed: whoever asks for those is told to read the state anew.';

--
-- Name: text_in_language(jsonb, text); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.text_in_language(texts jsonb, language text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
SELECT there.value
FROM jsonb_each_text(texts) AS there
ORDER BY there.key = language DESC NULLS LAST, there.key = 'en' DESC, there.key
LIMIT 1
$$;

--
-- Name: FUNCTION text_in_language(texts jsonb, language text); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.text_in_language(texts jsonb, language text) IS 'Of a text in several languages the one in this language, else in English, else in one that there is.';

--
-- Name: wake_payments_worker(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.wake_payments_worker() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    PERFORM pg_notify('hotelmate_payments', ''); -- empty: the worker reads the table
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION wake_payments_worker(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.wake_payments_worker() IS 'Wakes the payments worker when the transaction commits.';

--
-- Name: wake_relay(); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.wake_relay() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
    AS $$
BEGIN
    -- Empty, so that a transaction's notifications fold into one; the relay reads the table.
    PERFORM pg_notify('hotelmate_outbox', '');
    RETURN NULL;
END
$$;

--
-- Name: FUNCTION wake_relay(); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.wake_relay() IS 'Wakes the relay when the transaction commits.';

--
-- Name: without_personal_data(jsonb, integer); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.without_personal_data(said jsonb, levels integer DEFAULT 12) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION without_personal_data(said jsonb, levels integer); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.without_personal_data(said jsonb, levels integer) IS 'Of what Stripe said that which payments need, by name: whatever else it tells, of people above all, is left out.';

--
-- Name: write_lock_booking(bigint, bigint); Type: FUNCTION; Schema: hotelmate; Owner: -
--

CREATE FUNCTION hotelmate.write_lock_booking(hotel bigint, booking bigint) RETURNS hotelmate.room_booking
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hotelmate', 'pg_temp'
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

--
-- Name: FUNCTION write_lock_booking(hotel bigint, booking bigint); Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON FUNCTION hotelmate.write_lock_booking(hotel bigint, booking bigint) IS 'Locks a booking so that it holds at every isolation level, and returns it.';

--
-- Name: access_event; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.access_event (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    staff_id bigint NOT NULL,
    event text NOT NULL,
    role text,
    is_active boolean,
    api_key_id bigint,
    session_id uuid,
    actor text DEFAULT hotelmate.current_actor() NOT NULL,
    request_id text DEFAULT hotelmate.current_request_id(),
    occurred_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT access_event_known CHECK ((event = ANY (ARRAY['STAFF_ADDED'::text, 'STAFF_CHANGED'::text, 'PASSWORD_SET'::text, 'SESSION_REVOKED'::text, 'API_KEY_ISSUED'::text, 'API_KEY_REVOKED'::text])))
);

ALTER TABLE ONLY hotelmate.access_event FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE access_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.access_event IS 'Audit trail of who may do what, written by triggers whoever changes it. Log-ins are in staff_session.';

--
-- Name: COLUMN access_event.staff_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.staff_id IS 'Whose access was changed.';

--
-- Name: COLUMN access_event.event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.event IS 'STAFF_ADDED, STAFF_CHANGED, PASSWORD_SET, SESSION_REVOKED, API_KEY_ISSUED or API_KEY_REVOKED.';

--
-- Name: COLUMN access_event.role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.role IS 'Of STAFF_ADDED and STAFF_CHANGED: the role from then on.';

--
-- Name: COLUMN access_event.is_active; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.is_active IS 'Of STAFF_ADDED and STAFF_CHANGED: whether they work here.';

--
-- Name: COLUMN access_event.api_key_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.api_key_id IS 'Of API_KEY_ISSUED and API_KEY_REVOKED: the key.';

--
-- Name: COLUMN access_event.session_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.session_id IS 'Of SESSION_REVOKED: the session, while it is kept.';

--
-- Name: COLUMN access_event.actor; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.actor IS 'Who changed it.';

--
-- Name: COLUMN access_event.request_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.request_id IS 'The request that changed it, if one did.';

--
-- Name: COLUMN access_event.occurred_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.access_event.occurred_at IS 'When.';

--
-- Name: CONSTRAINT access_event_known ON access_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT access_event_known ON hotelmate.access_event IS 'A change of access is one of the six.';

--
-- Name: access_event_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.access_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.access_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: api_key; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.api_key (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    staff_id bigint NOT NULL,
    staff_role text GENERATED ALWAYS AS ('INTEGRATION'::text) STORED,
    name text NOT NULL,
    key_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by text DEFAULT hotelmate.current_actor() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT api_key_expires CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '400 days'::interval)))),
    CONSTRAINT api_key_has_name CHECK ((name ~ '\S'::text)),
    CONSTRAINT api_key_is_sha256 CHECK ((octet_length(key_hash) = 32))
);

ALTER TABLE ONLY hotelmate.api_key FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.api_key IS 'Keys by which programs call the API, as a member of staff with role INTEGRATION.';

--
-- Name: COLUMN api_key.staff_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key.staff_id IS 'Who acts when it is used.';

--
-- Name: COLUMN api_key.staff_role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key.staff_role IS 'Derived: the one role that may have keys.';

--
-- Name: COLUMN api_key.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key.name IS 'What it is for.';

--
-- Name: COLUMN api_key.key_hash; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key.key_hash IS 'SHA-256 of the key, which is nowhere kept.';

--
-- Name: COLUMN api_key.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key.created_at IS 'When it was issued.';

--
-- Name: COLUMN api_key.created_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key.created_by IS 'Who issued it.';

--
-- Name: COLUMN api_key.expires_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key.expires_at IS 'Until when it works.';

--
-- Name: COLUMN api_key.revoked_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key.revoked_at IS 'Since when it does not any more; NULL: it was not revoked.';

--
-- Name: CONSTRAINT api_key_expires ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT api_key_expires ON hotelmate.api_key IS 'An API key expires, within 400 days.';

--
-- Name: CONSTRAINT api_key_has_name ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT api_key_has_name ON hotelmate.api_key IS 'An API key says what it is for.';

--
-- Name: CONSTRAINT api_key_is_sha256 ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT api_key_is_sha256 ON hotelmate.api_key IS 'Of an API key only its SHA-256 is kept.';

--
-- Name: api_key_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.api_key ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.api_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: api_key_scope; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.api_key_scope (
    hotel_id bigint NOT NULL,
    api_key_id bigint NOT NULL,
    permission text NOT NULL,
    role text GENERATED ALWAYS AS ('INTEGRATION'::text) STORED
);

ALTER TABLE ONLY hotelmate.api_key_scope FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE api_key_scope; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.api_key_scope IS 'What may be done with an API key; nothing that is not here.';

--
-- Name: COLUMN api_key_scope.api_key_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key_scope.api_key_id IS 'The key.';

--
-- Name: COLUMN api_key_scope.permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key_scope.permission IS 'What may be done with it.';

--
-- Name: COLUMN api_key_scope.role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.api_key_scope.role IS 'Derived: the role of whoever has keys.';

--
-- Name: booking_counter; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.booking_counter (
    hotel_id bigint NOT NULL,
    year smallint NOT NULL,
    last_number integer NOT NULL
);

ALTER TABLE ONLY hotelmate.booking_counter FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE booking_counter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.booking_counter IS 'Last booking number of a hotel in a year of its own calendar; booking references are made from it.';

--
-- Name: COLUMN booking_counter.year; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_counter.year IS 'Year on the hotel''s calendar.';

--
-- Name: COLUMN booking_counter.last_number; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_counter.last_number IS 'Number of the last booking made in that year.';

--
-- Name: booking_event; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.booking_event (
    hotel_id bigint NOT NULL,
    booking_id bigint NOT NULL,
    version bigint NOT NULL,
    event_type text NOT NULL,
    from_status text,
    to_status text NOT NULL,
    from_room_id bigint,
    to_room_id bigint,
    actor text DEFAULT hotelmate.current_actor(),
    changed_by bigint DEFAULT hotelmate.current_staff_id(),
    source text DEFAULT hotelmate.current_source(),
    reason text DEFAULT hotelmate.current_reason(),
    request_id text DEFAULT hotelmate.current_request_id(),
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    previous_version bigint GENERATED ALWAYS AS (
CASE
    WHEN (version > 1) THEN (version - 1)
    ELSE NULL::bigint
END) STORED,
    changed_from_status text GENERATED ALWAYS AS (
CASE
    WHEN (from_status <> to_status) THEN from_status
    ELSE NULL::text
END) STORED,
    CONSTRAINT booking_event_first_has_no_from CHECK (((version >= 1) AND ((version = 1) = (from_status IS NULL)))),
    CONSTRAINT booking_starts_pending_payment CHECK (((version > 1) OR (to_status = 'PENDING_PAYMENT'::text))),
    CONSTRAINT change_has_actor CHECK (((actor ~ '\S'::text) IS TRUE)),
    CONSTRAINT change_source_known CHECK (((source = ANY (ARRAY['HOUSEKEEPING'::text, 'FRONT_DESK'::text, 'SYSTEM'::text, 'MANAGER_OVERRIDE'::text, 'GUEST'::text])) IS TRUE)),
    CONSTRAINT correction_has_reason CHECK (((event_type <> 'booking_corrected'::text) OR (reason IS NOT NULL))),
    CONSTRAINT room_move_has_reason CHECK (((event_type <> 'booking_room_moved'::text) OR (reason IS NOT NULL)))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.booking_event FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.booking_event IS 'Audit trail of bookings: one immutable row for every version of a booking, chained, with who, from where and why.';

--
-- Name: COLUMN booking_event.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.booking_id IS 'The booking.';

--
-- Name: COLUMN booking_event.version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.version IS 'The booking''s version that this row records.';

--
-- Name: COLUMN booking_event.event_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.event_type IS 'What happened, as in the realtime event.';

--
-- Name: COLUMN booking_event.from_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.from_status IS 'Status before; NULL for the first row.';

--
-- Name: COLUMN booking_event.to_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.to_status IS 'Status after.';

--
-- Name: COLUMN booking_event.from_room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.from_room_id IS 'Assigned room before.';

--
-- Name: COLUMN booking_event.to_room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.to_room_id IS 'Assigned room after.';

--
-- Name: COLUMN booking_event.actor; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.actor IS 'Who: staff:<username>, system:<job> or role:<database role>.';

--
-- Name: COLUMN booking_event.changed_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.changed_by IS 'The member of staff, when one acted.';

--
-- Name: COLUMN booking_event.source; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.source IS 'HOUSEKEEPING, FRONT_DESK, SYSTEM or MANAGER_OVERRIDE.';

--
-- Name: COLUMN booking_event.reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.reason IS 'Why; required of a move.';

--
-- Name: COLUMN booking_event.request_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.request_id IS 'The HTTP request, when one caused it.';

--
-- Name: COLUMN booking_event.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.created_at IS 'Clock time of the change.';

--
-- Name: COLUMN booking_event.previous_version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.previous_version IS 'Derived: the version before, whose row this one continues.';

--
-- Name: COLUMN booking_event.changed_from_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_event.changed_from_status IS 'Set when the status changed; then the pair must be in booking_transition.';

--
-- Name: CONSTRAINT booking_event_first_has_no_from ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_event_first_has_no_from ON hotelmate.booking_event IS 'Only the first audit row of a booking, its version 1, has no previous status.';

--
-- Name: CONSTRAINT booking_starts_pending_payment ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_starts_pending_payment ON hotelmate.booking_event IS 'A booking starts as PENDING_PAYMENT.';

--
-- Name: CONSTRAINT change_has_actor ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_has_actor ON hotelmate.booking_event IS 'A change names who made it; the API must set hotelmate.actor.';

--
-- Name: CONSTRAINT change_source_known ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_source_known ON hotelmate.booking_event IS 'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';

--
-- Name: CONSTRAINT correction_has_reason ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT correction_has_reason ON hotelmate.booking_event IS 'A correction says why.';

--
-- Name: CONSTRAINT room_move_has_reason ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_move_has_reason ON hotelmate.booking_event IS 'A move says why.';

--
-- Name: booking_guest; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.booking_guest (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    booking_id bigint NOT NULL,
    role text NOT NULL,
    age_group text DEFAULT 'ADULT'::text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email text,
    phone text,
    is_staying boolean DEFAULT true NOT NULL,
    precheckin_payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    precheckin_submitted_at timestamp with time zone,
    personal_data_erased_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    primary_of_booking_id bigint GENERATED ALWAYS AS (
CASE
    WHEN (role = 'PRIMARY'::text) THEN booking_id
    ELSE NULL::bigint
END) STORED,
    is_of_open_booking boolean GENERATED ALWAYS AS (
CASE
    WHEN (personal_data_erased_at IS NOT NULL) THEN false
    ELSE NULL::boolean
END) STORED,
    CONSTRAINT booking_guest_age_group_known CHECK ((age_group = ANY (ARRAY['ADULT'::text, 'CHILD'::text]))),
    CONSTRAINT booking_guest_has_name CHECK (((first_name ~ '\S'::text) AND (last_name ~ '\S'::text))),
    CONSTRAINT booking_guest_primary_is_adult CHECK (((role <> 'PRIMARY'::text) OR (age_group = 'ADULT'::text))),
    CONSTRAINT booking_guest_role_known CHECK ((role = ANY (ARRAY['PRIMARY'::text, 'COMPANION'::text]))),
    CONSTRAINT erased_holds_no_personal_data CHECK (((personal_data_erased_at IS NULL) OR ((first_name = '(erased)'::text) AND (last_name = '(erased)'::text) AND (num_nonnulls(email, phone) = 0) AND (precheckin_payload = '{}'::jsonb)))),
    CONSTRAINT precheckin_answers_are_object CHECK ((jsonb_typeof(precheckin_payload) = 'object'::text))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.booking_guest FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.booking_guest IS 'The party of a booking: one PRIMARY, any COMPANIONs, staying or not.';

--
-- Name: COLUMN booking_guest.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.booking_id IS 'The booking whose party it is.';

--
-- Name: COLUMN booking_guest.role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.role IS 'PRIMARY or COMPANION.';

--
-- Name: COLUMN booking_guest.age_group; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.age_group IS 'ADULT or CHILD, as the booking counts them.';

--
-- Name: COLUMN booking_guest.first_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.first_name IS 'First name.';

--
-- Name: COLUMN booking_guest.last_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.last_name IS 'Last name.';

--
-- Name: COLUMN booking_guest.email; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.email IS 'How to reach the guest.';

--
-- Name: COLUMN booking_guest.phone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.phone IS 'How to reach the guest.';

--
-- Name: COLUMN booking_guest.is_staying; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.is_staying IS 'Whether the guest sleeps here; visitors and payers do not.';

--
-- Name: COLUMN booking_guest.precheckin_payload; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.precheckin_payload IS 'What the guest filled in for themselves.';

--
-- Name: COLUMN booking_guest.precheckin_submitted_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.precheckin_submitted_at IS 'Fact: when the guest''s own answers were handed in, complete; the moment is that of the change, whatever was written.';

--
-- Name: COLUMN booking_guest.personal_data_erased_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.personal_data_erased_at IS 'Fact: when what identifies the guest was erased; the moment is that of the change, whatever was written.';

--
-- Name: COLUMN booking_guest.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.created_at IS 'When the guest was named.';

--
-- Name: COLUMN booking_guest.primary_of_booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.primary_of_booking_id IS 'Derived: the booking of a PRIMARY. Unique, so there is at most one; referred to by the booking, so there is one.';

--
-- Name: COLUMN booking_guest.is_of_open_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_guest.is_of_open_booking IS 'Derived: false once erased; with the booking''s key it proves that the booking has ended.';

--
-- Name: CONSTRAINT booking_guest_age_group_known ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_guest_age_group_known ON hotelmate.booking_guest IS 'A guest is an ADULT or a CHILD.';

--
-- Name: CONSTRAINT booking_guest_has_name ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_guest_has_name ON hotelmate.booking_guest IS 'A guest has a first and a last name.';

--
-- Name: CONSTRAINT booking_guest_primary_is_adult ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_guest_primary_is_adult ON hotelmate.booking_guest IS 'The primary guest is an adult.';

--
-- Name: CONSTRAINT booking_guest_role_known ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_guest_role_known ON hotelmate.booking_guest IS 'A guest is PRIMARY or COMPANION.';

--
-- Name: CONSTRAINT erased_holds_no_personal_data ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT erased_holds_no_personal_data ON hotelmate.booking_guest IS 'Where personal data were erased there are none: no names, contacts, answers or free text.';

--
-- Name: CONSTRAINT precheckin_answers_are_object ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_answers_are_object ON hotelmate.booking_guest IS 'Answers of pre-check-in are an object: field by field.';

--
-- Name: booking_guest_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.booking_guest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.booking_guest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: booking_token; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.booking_token (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    booking_id bigint NOT NULL,
    purpose text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_reason text,
    form_version integer,
    token_recipe text,
    created_by text DEFAULT hotelmate.current_actor(),
    live_booking_id bigint GENERATED ALWAYS AS (
CASE
    WHEN ((used_at IS NULL) AND (revoked_at IS NULL)) THEN booking_id
    ELSE NULL::bigint
END) STORED,
    needs_open_booking boolean GENERATED ALWAYS AS (
CASE
    WHEN ((used_at IS NULL) AND (revoked_at IS NULL)) THEN true
    ELSE NULL::boolean
END) STORED,
    CONSTRAINT change_has_actor CHECK (((created_by ~ '\S'::text) IS TRUE)),
    CONSTRAINT token_expires CHECK (((expires_at > created_at) AND isfinite(expires_at))),
    CONSTRAINT token_is_sha256 CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT token_purpose_known CHECK ((purpose = ANY (ARRAY['PRECHECKIN'::text, 'GUEST_CHAT'::text, 'MANAGEMENT'::text]))),
    CONSTRAINT token_used_before_expiry CHECK (((used_at IS NULL) OR ((used_at >= created_at) AND (used_at <= expires_at))))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.booking_token FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.booking_token IS 'Links sent to guests: only the SHA-256 of a token is kept, with the form it was issued under.';

--
-- Name: COLUMN booking_token.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.booking_id IS 'The booking that the link opens.';

--
-- Name: COLUMN booking_token.purpose; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.purpose IS 'PRECHECKIN, GUEST_CHAT or MANAGEMENT.';

--
-- Name: COLUMN booking_token.token_hash; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.token_hash IS 'SHA-256 of the token; the token itself is nowhere.';

--
-- Name: COLUMN booking_token.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.created_at IS 'When the link was issued.';

--
-- Name: COLUMN booking_token.expires_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.expires_at IS 'After this it cannot be used.';

--
-- Name: COLUMN booking_token.used_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.used_at IS 'When it was used up.';

--
-- Name: COLUMN booking_token.revoked_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.revoked_at IS 'When it was ended without use.';

--
-- Name: COLUMN booking_token.revoked_reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.revoked_reason IS 'SUPERSEDED, EXPIRED, BY_STAFF or the status that closed the booking.';

--
-- Name: COLUMN booking_token.form_version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.form_version IS 'Derived: the form of pre-check-in when the link was issued, its configuration snapshot; it does not change.';

--
-- Name: COLUMN booking_token.token_recipe; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.token_recipe IS 'What the API''s key makes the token of, for the message that carries the link; nothing without that key.';

--
-- Name: COLUMN booking_token.created_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.created_by IS 'Who issued it.';

--
-- Name: COLUMN booking_token.live_booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.live_booking_id IS 'Derived: the booking while the token is neither used nor revoked.';

--
-- Name: COLUMN booking_token.needs_open_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_token.needs_open_booking IS 'Derived: true while live; refers to room_booking.is_open.';

--
-- Name: CONSTRAINT change_has_actor ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_has_actor ON hotelmate.booking_token IS 'A change names who made it; the API must set hotelmate.actor.';

--
-- Name: CONSTRAINT token_expires ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_expires ON hotelmate.booking_token IS 'A token expires after it was made.';

--
-- Name: CONSTRAINT token_is_sha256 ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_is_sha256 ON hotelmate.booking_token IS 'A token is kept as its SHA-256 only.';

--
-- Name: CONSTRAINT token_purpose_known ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_purpose_known ON hotelmate.booking_token IS 'A token is for PRECHECKIN, GUEST_CHAT or MANAGEMENT.';

--
-- Name: CONSTRAINT token_used_before_expiry ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_used_before_expiry ON hotelmate.booking_token IS 'A token is used between its making and its expiry.';

--
-- Name: booking_token_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.booking_token ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.booking_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: booking_transition; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.booking_transition (
    from_status text NOT NULL,
    to_status text NOT NULL,
    meaning text NOT NULL
);

ALTER TABLE ONLY hotelmate.booking_transition FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE booking_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.booking_transition IS 'The legal steps of a booking''s status; booking_event refers to it. States without a step from them are final.';

--
-- Name: COLUMN booking_transition.from_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_transition.from_status IS 'Status before the step.';

--
-- Name: COLUMN booking_transition.to_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_transition.to_status IS 'Status after the step.';

--
-- Name: COLUMN booking_transition.meaning; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.booking_transition.meaning IS 'What the step means to the front desk.';

--
-- Name: cancellation_term; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.cancellation_term (
    hotel_id bigint NOT NULL,
    days_before_arrival integer NOT NULL,
    refund_percent smallint NOT NULL,
    CONSTRAINT cancellation_term_days_from_zero CHECK (((days_before_arrival >= 0) AND (days_before_arrival <= 3650))),
    CONSTRAINT cancellation_term_percent CHECK (((refund_percent >= 0) AND (refund_percent <= 100)))
);

ALTER TABLE ONLY hotelmate.cancellation_term FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE cancellation_term; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.cancellation_term IS 'What a hotel refunds when a paid booking is cancelled; a booking keeps the terms it was made under.';

--
-- Name: COLUMN cancellation_term.days_before_arrival; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.cancellation_term.days_before_arrival IS 'The term counts from so many days before arrival, on the hotel''s calendar, until a later term does.';

--
-- Name: COLUMN cancellation_term.refund_percent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.cancellation_term.refund_percent IS 'Percentage of what was captured that is refunded, rounded down to the minor unit.';

--
-- Name: CONSTRAINT cancellation_term_days_from_zero ON cancellation_term; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT cancellation_term_days_from_zero ON hotelmate.cancellation_term IS 'A cancellation term counts from the day of arrival or before, ten years at most.';

--
-- Name: CONSTRAINT cancellation_term_percent ON cancellation_term; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT cancellation_term_percent ON hotelmate.cancellation_term IS 'A refund is a percentage from 0 to 100.';

--
-- Name: consistency_count; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.consistency_count (
    run_id bigint NOT NULL,
    check_file text NOT NULL,
    hotel_id bigint,
    findings integer NOT NULL,
    mended integer DEFAULT 0 NOT NULL,
    is_current boolean DEFAULT false NOT NULL,
    CONSTRAINT consistency_count_mends_what_was_found CHECK (((findings > 0) AND (mended >= 0) AND (mended <= findings)))
);

ALTER TABLE ONLY hotelmate.consistency_count FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.consistency_count IS 'How much a check found in each hotel, where it found anything; what is current are the figures for Prometheus.';

--
-- Name: COLUMN consistency_count.check_file; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_count.check_file IS 'File of checks/, without its ending.';

--
-- Name: COLUMN consistency_count.hotel_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_count.hotel_id IS 'The hotel; NULL: what concerns no one hotel.';

--
-- Name: COLUMN consistency_count.findings; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_count.findings IS 'How many findings there were.';

--
-- Name: COLUMN consistency_count.mended; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_count.mended IS 'How many of them hotelmate reconcile saw gone.';

--
-- Name: COLUMN consistency_count.is_current; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_count.is_current IS 'Whether no later run has looked at this hotel with every check.';

--
-- Name: CONSTRAINT consistency_count_mends_what_was_found ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_count_mends_what_was_found ON hotelmate.consistency_count IS 'Only what was found is counted, and no more is mended than that.';

--
-- Name: consistency_finding; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.consistency_finding (
    run_id bigint NOT NULL,
    number integer NOT NULL,
    check_file text NOT NULL,
    check_name text NOT NULL,
    hotel_id bigint,
    subject text NOT NULL,
    finding text NOT NULL,
    since timestamp with time zone,
    mend text NOT NULL,
    mended_at timestamp with time zone,
    mend_outcome text,
    CONSTRAINT consistency_finding_mend_is_told CHECK (((mended_at IS NULL) OR ((mend_outcome ~ '\S'::text) IS TRUE)))
);

ALTER TABLE ONLY hotelmate.consistency_finding FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.consistency_finding IS 'What the checks of a run found, and what became of it.';

--
-- Name: COLUMN consistency_finding.number; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.number IS 'Counts the findings of a run from 1.';

--
-- Name: COLUMN consistency_finding.check_file; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.check_file IS 'File of checks/, without its ending.';

--
-- Name: COLUMN consistency_finding.check_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.check_name IS 'The rule that is broken; the file again where no rule can hold it.';

--
-- Name: COLUMN consistency_finding.hotel_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.hotel_id IS 'The hotel; NULL: it concerns no one hotel.';

--
-- Name: COLUMN consistency_finding.subject; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.subject IS 'What it is about, like room 101.';

--
-- Name: COLUMN consistency_finding.finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.finding IS 'What is wrong with it.';

--
-- Name: COLUMN consistency_finding.since; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.since IS 'Since when, where that is known.';

--
-- Name: COLUMN consistency_finding.mend; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.mend IS 'How to mend it.';

--
-- Name: COLUMN consistency_finding.mended_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.mended_at IS 'When hotelmate reconcile saw it gone.';

--
-- Name: COLUMN consistency_finding.mend_outcome; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_finding.mend_outcome IS 'What hotelmate reconcile did, or why it could not; NULL: nothing was tried.';

--
-- Name: CONSTRAINT consistency_finding_mend_is_told ON consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_finding_mend_is_told ON hotelmate.consistency_finding IS 'Of what is mended it is told how.';

--
-- Name: consistency_result; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.consistency_result (
    run_id bigint NOT NULL,
    check_file text NOT NULL,
    severity text NOT NULL,
    findings integer NOT NULL,
    seconds double precision NOT NULL,
    error text,
    CONSTRAINT consistency_result_severity_known CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text])))
);

ALTER TABLE ONLY hotelmate.consistency_result FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE consistency_result; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.consistency_result IS 'What a check came to in a run. Of a check that found nothing it is kept until the next run of the same hotels.';

--
-- Name: COLUMN consistency_result.check_file; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_result.check_file IS 'File of checks/, without its ending.';

--
-- Name: COLUMN consistency_result.severity; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_result.severity IS 'What the file said then: critical, high, medium or low.';

--
-- Name: COLUMN consistency_result.findings; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_result.findings IS 'How many rows it found.';

--
-- Name: COLUMN consistency_result.seconds; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_result.seconds IS 'How long it took.';

--
-- Name: COLUMN consistency_result.error; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_result.error IS 'Why it could not be run to its end; what it found until then counts.';

--
-- Name: CONSTRAINT consistency_result_severity_known ON consistency_result; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_result_severity_known ON hotelmate.consistency_result IS 'A check is critical, high, medium or low.';

--
-- Name: consistency_run; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.consistency_run (
    id bigint NOT NULL,
    hotel_id bigint,
    occasion text NOT NULL,
    only_checks text[],
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT consistency_run_occasion_known CHECK ((occasion = ANY (ARRAY['CHECK'::text, 'RECONCILE'::text, 'SCHEDULE'::text])))
);

ALTER TABLE ONLY hotelmate.consistency_run FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.consistency_run IS 'Runs of the checks: hotelmate check, hotelmate reconcile and the daily schedule.';

--
-- Name: COLUMN consistency_run.hotel_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_run.hotel_id IS 'The one hotel that was looked at; NULL: all.';

--
-- Name: COLUMN consistency_run.occasion; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_run.occasion IS 'CHECK, RECONCILE or SCHEDULE.';

--
-- Name: COLUMN consistency_run.only_checks; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_run.only_checks IS 'The checks or rules that it was restricted to; NULL: every check.';

--
-- Name: COLUMN consistency_run.started_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_run.started_at IS 'When the run began.';

--
-- Name: COLUMN consistency_run.finished_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.consistency_run.finished_at IS 'When it ended; NULL while it runs or broke off.';

--
-- Name: CONSTRAINT consistency_run_occasion_known ON consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_run_occasion_known ON hotelmate.consistency_run IS 'A consistency run is a CHECK, a RECONCILE or of the SCHEDULE.';

--
-- Name: consistency_run_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.consistency_run ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hotelmate.consistency_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: country; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.country (
    code text NOT NULL,
    CONSTRAINT country_code_is_iso_3166_1 CHECK ((code ~ '^[A-Z]{2}$'::text))
);

ALTER TABLE ONLY hotelmate.country FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE country; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.country IS 'Countries that a guest may name: the alpha-2 codes of ISO 3166-1; add newer ones by INSERT.';

--
-- Name: COLUMN country.code; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.country.code IS 'Alpha-2 code of ISO 3166-1.';

--
-- Name: CONSTRAINT country_code_is_iso_3166_1 ON country; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT country_code_is_iso_3166_1 ON hotelmate.country IS 'A country is written as two capitals, as in ISO 3166-1.';

--
-- Name: guest; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.guest (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    booking_id bigint NOT NULL,
    booking_guest_id bigint NOT NULL,
    room_id bigint,
    checked_in_at timestamp with time zone NOT NULL,
    checked_out_at timestamp with time zone,
    CONSTRAINT guest_in_room_until_check_out CHECK ((((room_id IS NULL) = (checked_out_at IS NOT NULL)) AND ((checked_out_at IS NULL) OR (checked_out_at >= checked_in_at))))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.guest FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.guest IS 'A member of the party who is or was in house; made at check-in, one to one with a staying booking_guest.';

--
-- Name: COLUMN guest.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest.booking_id IS 'The booking in house.';

--
-- Name: COLUMN guest.booking_guest_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest.booking_guest_id IS 'The member of its party.';

--
-- Name: COLUMN guest.room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest.room_id IS 'Derived: the room while in house, NULL after check-out.';

--
-- Name: COLUMN guest.checked_in_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest.checked_in_at IS 'When the guest came.';

--
-- Name: COLUMN guest.checked_out_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest.checked_out_at IS 'When the guest left.';

--
-- Name: CONSTRAINT guest_in_room_until_check_out ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_in_room_until_check_out ON hotelmate.guest IS 'A guest is in a room exactly until check-out, which follows check-in.';

--
-- Name: guest_chat_session; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.guest_chat_session (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    booking_id bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    is_active boolean GENERATED ALWAYS AS ((closed_at IS NULL)) STORED NOT NULL,
    room_id bigint,
    CONSTRAINT chat_closes_after_opening CHECK (((closed_at IS NULL) OR (closed_at >= opened_at))),
    CONSTRAINT chat_room_until_closed CHECK (((room_id IS NULL) = (closed_at IS NOT NULL)))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.guest_chat_session FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.guest_chat_session IS 'The guest''s chat with the hotel: opened at check-in, closed at check-out.';

--
-- Name: COLUMN guest_chat_session.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_chat_session.booking_id IS 'The stay.';

--
-- Name: COLUMN guest_chat_session.opened_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_chat_session.opened_at IS 'When it opened: check-in.';

--
-- Name: COLUMN guest_chat_session.closed_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_chat_session.closed_at IS 'When it closed: check-out.';

--
-- Name: COLUMN guest_chat_session.is_active; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_chat_session.is_active IS 'Derived: whether it is open.';

--
-- Name: COLUMN guest_chat_session.room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_chat_session.room_id IS 'Derived: the room of the stay while the chat is open.';

--
-- Name: CONSTRAINT chat_closes_after_opening ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT chat_closes_after_opening ON hotelmate.guest_chat_session IS 'A chat closes after it opened.';

--
-- Name: CONSTRAINT chat_room_until_closed ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT chat_room_until_closed ON hotelmate.guest_chat_session IS 'A chat has a room exactly until it is closed.';

--
-- Name: guest_chat_session_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.guest_chat_session ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.guest_chat_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: guest_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.guest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.guest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: guest_message; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.guest_message (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    message_id uuid DEFAULT gen_random_uuid() NOT NULL,
    booking_id bigint NOT NULL,
    kind text NOT NULL,
    token_id bigint,
    state text DEFAULT 'WAITING'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone DEFAULT (now() + '1 day'::interval) NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    next_try_at timestamp with time zone DEFAULT now() NOT NULL,
    claimed_until timestamp with time zone,
    finished_at timestamp with time zone,
    last_error text,
    CONSTRAINT guest_message_claimed_while_sending CHECK (((state = 'SENDING'::text) = (claimed_until IS NOT NULL))),
    CONSTRAINT guest_message_finished_once CHECK (((state = ANY (ARRAY['WAITING'::text, 'SENDING'::text])) = (finished_at IS NULL))),
    CONSTRAINT guest_message_kind_known CHECK ((kind = ANY (ARRAY['PRECHECKIN_LINK'::text, 'BOOKING_CONFIRMED'::text, 'BOOKING_DECLINED'::text, 'BOOKING_CANCELLED'::text]))),
    CONSTRAINT guest_message_link_has_token CHECK (((kind = 'PRECHECKIN_LINK'::text) = (token_id IS NOT NULL))),
    CONSTRAINT guest_message_state_known CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENDING'::text, 'SENT'::text, 'REFUSED'::text, 'UNCERTAIN'::text, 'NO_ADDRESS'::text, 'OVERTAKEN'::text, 'EXPIRED'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.guest_message FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.guest_message IS 'What guests are to be told by e-mail and what became of it. Address and words are found when it is sent.';

--
-- Name: COLUMN guest_message.message_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.message_id IS 'In the header Message-ID: whoever receives it twice knows it again.';

--
-- Name: COLUMN guest_message.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.booking_id IS 'Whose guests are told.';

--
-- Name: COLUMN guest_message.kind; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.kind IS 'What they are told.';

--
-- Name: COLUMN guest_message.token_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.token_id IS 'The link that a PRECHECKIN_LINK carries.';

--
-- Name: COLUMN guest_message.state; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.state IS 'WAITING, SENDING while somebody sends it; then SENT, REFUSED by the server for good, UNCERTAIN when whoever sent it was cut off, NO_ADDRESS, OVERTAKEN when it is not true any more, or EXPIRED when nobody sent it in time.';

--
-- Name: COLUMN guest_message.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.created_at IS 'When it was to be told.';

--
-- Name: COLUMN guest_message.expires_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.expires_at IS 'After this it is stale and is not sent.';

--
-- Name: COLUMN guest_message.tries; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.tries IS 'How often it was tried.';

--
-- Name: COLUMN guest_message.next_try_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.next_try_at IS 'When to try next.';

--
-- Name: COLUMN guest_message.claimed_until; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.claimed_until IS 'Until when the one who sends it has time; then it is UNCERTAIN.';

--
-- Name: COLUMN guest_message.finished_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.finished_at IS 'When nothing was left to do.';

--
-- Name: COLUMN guest_message.last_error; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.guest_message.last_error IS 'Why the last try failed; no address and no name.';

--
-- Name: CONSTRAINT guest_message_claimed_while_sending ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_message_claimed_while_sending ON hotelmate.guest_message IS 'A message is claimed exactly while it is being sent.';

--
-- Name: CONSTRAINT guest_message_finished_once ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_message_finished_once ON hotelmate.guest_message IS 'A message is finished exactly when nothing is left to do.';

--
-- Name: CONSTRAINT guest_message_kind_known ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_message_kind_known ON hotelmate.guest_message IS 'Guests are told of a link, a confirmation, a decline or a cancellation.';

--
-- Name: CONSTRAINT guest_message_link_has_token ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_message_link_has_token ON hotelmate.guest_message IS 'A message carries a link exactly when it tells of one.';

--
-- Name: CONSTRAINT guest_message_state_known ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_message_state_known ON hotelmate.guest_message IS 'A message is in one of its eight states.';

--
-- Name: guest_message_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.guest_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.guest_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: hotel; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.hotel (
    hotel_id bigint NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    standard_check_in_time time without time zone DEFAULT '15:00:00'::time without time zone NOT NULL,
    standard_check_out_time time without time zone DEFAULT '11:00:00'::time without time zone NOT NULL,
    unpaid_draft_minutes integer DEFAULT 30 NOT NULL,
    approval_sla_minutes integer DEFAULT 240 NOT NULL,
    dirty_room_minutes integer DEFAULT 240 NOT NULL,
    cleaning_minutes integer DEFAULT 120 NOT NULL,
    inspection_minutes integer DEFAULT 120 NOT NULL,
    personal_data_days integer DEFAULT 1095 NOT NULL,
    language hotelmate.language_code DEFAULT 'en'::text NOT NULL,
    brand_color text DEFAULT '#1f4e79'::text NOT NULL,
    contact_email text,
    contact_phone text,
    requires_if_match boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT hotel_brand_color_well_formed CHECK ((brand_color ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT hotel_contact_well_formed CHECK (((((contact_email ~ '^[^@[:space:]]{1,64}@[^@[:space:]]+\.[^@[:space:]]+$'::text) AND (length(contact_email) <= 254)) IS NOT FALSE) AND ((contact_phone ~ '^\+[1-9][0-9]{6,14}$'::text) IS NOT FALSE))),
    CONSTRAINT hotel_has_name CHECK ((name ~ '\S'::text)),
    CONSTRAINT hotel_periods_positive CHECK (((unpaid_draft_minutes > 0) AND (approval_sla_minutes > 0) AND (dirty_room_minutes > 0) AND (cleaning_minutes > 0) AND (inspection_minutes > 0) AND (personal_data_days > 0)))
);

ALTER TABLE ONLY hotelmate.hotel FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.hotel IS 'A hotel: the tenant, its calendar (time_zone) and its standing rules.';

--
-- Name: COLUMN hotel.hotel_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.hotel_id IS 'Leads every key: rows of two hotels cannot be tied together.';

--
-- Name: COLUMN hotel.slug; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.slug IS 'As in the directory.';

--
-- Name: COLUMN hotel.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.name IS 'Name that guests know.';

--
-- Name: COLUMN hotel.time_zone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.time_zone IS 'IANA zone; "today" of every rule is the day in this zone. Fixed once the hotel has bookings.';

--
-- Name: COLUMN hotel.currency; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.currency IS 'Currency of the hotel''s prices.';

--
-- Name: COLUMN hotel.standard_check_in_time; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.standard_check_in_time IS 'Usual time of arrival, hotel-local.';

--
-- Name: COLUMN hotel.standard_check_out_time; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.standard_check_out_time IS 'Usual time of departure, hotel-local.';

--
-- Name: COLUMN hotel.unpaid_draft_minutes; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.unpaid_draft_minutes IS 'An unpaid booking expires this many minutes after it was made.';

--
-- Name: COLUMN hotel.approval_sla_minutes; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.approval_sla_minutes IS 'An authorised booking should be decided within this many minutes.';

--
-- Name: COLUMN hotel.dirty_room_minutes; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.dirty_room_minutes IS 'A vacant room should not wait longer than this many minutes for its cleaning to start.';

--
-- Name: COLUMN hotel.cleaning_minutes; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.cleaning_minutes IS 'Cleaning a vacant room should take no more than this many minutes.';

--
-- Name: COLUMN hotel.inspection_minutes; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.inspection_minutes IS 'A cleaned room should be inspected within this many minutes.';

--
-- Name: COLUMN hotel.personal_data_days; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.personal_data_days IS 'So many days after departure names, contacts, documents and what guests filled in are erased.';

--
-- Name: COLUMN hotel.language; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.language IS 'What guests are spoken to in unless their booking says another.';

--
-- Name: COLUMN hotel.brand_color; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.brand_color IS 'Colour of the pages that guests see.';

--
-- Name: COLUMN hotel.contact_email; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.contact_email IS 'Where guests write to, and answers to messages go.';

--
-- Name: COLUMN hotel.contact_phone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.contact_phone IS 'What guests call, in E.164.';

--
-- Name: COLUMN hotel.requires_if_match; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.requires_if_match IS 'Whether a change of a booking or a room through the API must say, by If-Match, which version it is of.';

--
-- Name: COLUMN hotel.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel.created_at IS 'When the hotel was set up.';

--
-- Name: CONSTRAINT hotel_brand_color_well_formed ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_brand_color_well_formed ON hotelmate.hotel IS 'A hotel''s colour is written like #1f4e79, in small letters.';

--
-- Name: CONSTRAINT hotel_contact_well_formed ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_contact_well_formed ON hotelmate.hotel IS 'Guests reach a hotel by an e-mail address and by a telephone number in E.164.';

--
-- Name: CONSTRAINT hotel_has_name ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_has_name ON hotelmate.hotel IS 'A hotel has a name.';

--
-- Name: CONSTRAINT hotel_periods_positive ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_periods_positive ON hotelmate.hotel IS 'Periods of a hotel are longer than nothing.';

--
-- Name: hotel_directory; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.hotel_directory (
    hotel_id bigint NOT NULL,
    slug text NOT NULL,
    CONSTRAINT hotel_slug_is_no_channel CHECK (((slug !~ '(^|-)staff-[0-9]+-notifications$'::text) AND (slug !~ '^(encrypted|cache)(-|$)'::text))),
    CONSTRAINT hotel_slug_well_formed CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 50)))
);

ALTER TABLE ONLY hotelmate.hotel_directory FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE hotel_directory; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.hotel_directory IS 'Slug to hotel_id over all hotels: the one global look-up, kept apart so that hotels can live on several servers.';

--
-- Name: COLUMN hotel_directory.hotel_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel_directory.hotel_id IS 'The hotel''s key in every other table.';

--
-- Name: COLUMN hotel_directory.slug; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.hotel_directory.slug IS 'The hotel''s name in paths and channel names; never given to another hotel.';

--
-- Name: CONSTRAINT hotel_slug_is_no_channel ON hotel_directory; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_slug_is_no_channel ON hotelmate.hotel_directory IS 'A slug does not read like part of a channel''s name: no hotel shares a channel with another or has another kind.';

--
-- Name: CONSTRAINT hotel_slug_well_formed ON hotel_directory; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_slug_well_formed ON hotelmate.hotel_directory IS 'A slug is lower-case letters, digits and single hyphens, 50 at most: it stands in paths and channel names.';

--
-- Name: hotel_directory_hotel_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.hotel_directory ALTER COLUMN hotel_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.hotel_directory_hotel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: housekeeping_task; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.housekeeping_task (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    room_id bigint NOT NULL,
    booking_id bigint,
    task_type text NOT NULL,
    status text DEFAULT 'OPEN'::text NOT NULL,
    priority text DEFAULT 'NORMAL'::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    assigned_to bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by text DEFAULT hotelmate.current_actor(),
    changed_by text,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    previous_status text,
    cleaning_room_id bigint GENERATED ALWAYS AS (
CASE
    WHEN ((task_type = 'TURNOVER'::text) AND (status = 'IN_PROGRESS'::text)) THEN room_id
    ELSE NULL::bigint
END) STORED,
    is_open boolean GENERATED ALWAYS AS ((status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text]))) STORED NOT NULL,
    CONSTRAINT change_has_actor CHECK ((((created_by ~ '\S'::text) AND (changed_by ~ '\S'::text)) IS TRUE)),
    CONSTRAINT task_priority_known CHECK ((priority = ANY (ARRAY['LOW'::text, 'NORMAL'::text, 'HIGH'::text]))),
    CONSTRAINT task_stamped CHECK ((((status <> ALL (ARRAY['IN_PROGRESS'::text, 'DONE'::text])) OR (started_at IS NOT NULL)) AND ((status = 'DONE'::text) = (completed_at IS NOT NULL)) AND ((completed_at IS NULL) OR (completed_at >= started_at)))),
    CONSTRAINT task_starts_open CHECK (((previous_status IS NOT NULL) OR (status <> ALL (ARRAY['IN_PROGRESS'::text, 'DONE'::text, 'CANCELLED'::text])))),
    CONSTRAINT task_status_known CHECK ((status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text, 'DONE'::text, 'CANCELLED'::text]))),
    CONSTRAINT task_type_known CHECK ((task_type = ANY (ARRAY['TURNOVER'::text, 'STAYOVER'::text, 'INSPECTION'::text, 'DEEP_CLEAN'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.housekeeping_task FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.housekeeping_task IS 'Work for housekeeping. A TURNOVER task and its room move together, whichever is written.';

--
-- Name: COLUMN housekeeping_task.room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.room_id IS 'The room to work in.';

--
-- Name: COLUMN housekeeping_task.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.booking_id IS 'The stay that caused the work.';

--
-- Name: COLUMN housekeeping_task.task_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.task_type IS 'TURNOVER, STAYOVER, INSPECTION or DEEP_CLEAN.';

--
-- Name: COLUMN housekeeping_task.status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.status IS 'OPEN, IN_PROGRESS, DONE or CANCELLED.';

--
-- Name: COLUMN housekeeping_task.priority; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.priority IS 'LOW, NORMAL or HIGH.';

--
-- Name: COLUMN housekeeping_task.note; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.note IS 'What housekeeping should know.';

--
-- Name: COLUMN housekeeping_task.assigned_to; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.assigned_to IS 'The member of staff who does it.';

--
-- Name: COLUMN housekeeping_task.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.created_at IS 'When it was made.';

--
-- Name: COLUMN housekeeping_task.created_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.created_by IS 'Who made it, or whose change did.';

--
-- Name: COLUMN housekeeping_task.changed_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.changed_by IS 'Derived: who wrote the task last.';

--
-- Name: COLUMN housekeeping_task.started_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.started_at IS 'Derived: when work first started.';

--
-- Name: COLUMN housekeeping_task.completed_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.completed_at IS 'Derived: when it was done.';

--
-- Name: COLUMN housekeeping_task.previous_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.previous_status IS 'Derived: the status before the last step; the pair must be in task_transition.';

--
-- Name: COLUMN housekeeping_task.cleaning_room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.cleaning_room_id IS 'Derived: the room that this task is cleaning right now.';

--
-- Name: COLUMN housekeeping_task.is_open; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.housekeeping_task.is_open IS 'Derived: OPEN or IN_PROGRESS.';

--
-- Name: CONSTRAINT change_has_actor ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_has_actor ON hotelmate.housekeeping_task IS 'A change names who made it; the API must set hotelmate.actor.';

--
-- Name: CONSTRAINT task_priority_known ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_priority_known ON hotelmate.housekeeping_task IS 'A task''s priority is LOW, NORMAL or HIGH.';

--
-- Name: CONSTRAINT task_stamped ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_stamped ON hotelmate.housekeeping_task IS 'A started task says since when; a done task, and only that, when it was completed, not before it started.';

--
-- Name: CONSTRAINT task_starts_open ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_starts_open ON hotelmate.housekeeping_task IS 'A task starts as OPEN.';

--
-- Name: CONSTRAINT task_status_known ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_status_known ON hotelmate.housekeeping_task IS 'A task is OPEN, IN_PROGRESS, DONE or CANCELLED.';

--
-- Name: CONSTRAINT task_type_known ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_type_known ON hotelmate.housekeeping_task IS 'A task is TURNOVER, STAYOVER, INSPECTION or DEEP_CLEAN.';

--
-- Name: housekeeping_task_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.housekeeping_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.housekeeping_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: idempotency_key; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.idempotency_key (
    hotel_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_key_is_of_success CHECK (((status >= 200) AND (status <= 299))),
    CONSTRAINT idempotency_key_request_is_sha256 CHECK ((octet_length(request_hash) = 32)),
    CONSTRAINT idempotency_key_well_formed CHECK ((key ~ '^[\x21-\x7e]{1,255}$'::text))
);

ALTER TABLE ONLY hotelmate.idempotency_key FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.idempotency_key IS 'Answers of requests that had an effect, kept for 24 hours: who repeats one gets its answer and no second effect.';

--
-- Name: COLUMN idempotency_key.staff_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.idempotency_key.staff_id IS 'Who sent the request.';

--
-- Name: COLUMN idempotency_key.key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.idempotency_key.key IS 'The header Idempotency-Key.';

--
-- Name: COLUMN idempotency_key.request_hash; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.idempotency_key.request_hash IS 'SHA-256 of method, path, query and body, under a key of the API: what was in it cannot be guessed.';

--
-- Name: COLUMN idempotency_key.status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.idempotency_key.status IS 'HTTP status of the answer.';

--
-- Name: COLUMN idempotency_key.headers; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.idempotency_key.headers IS 'Headers of the answer that belong to it.';

--
-- Name: COLUMN idempotency_key.body; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.idempotency_key.body IS 'Body of the answer, byte for byte, without what is shown only once.';

--
-- Name: COLUMN idempotency_key.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.idempotency_key.created_at IS 'When the request had its effect.';

--
-- Name: CONSTRAINT idempotency_key_is_of_success ON idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT idempotency_key_is_of_success ON hotelmate.idempotency_key IS 'Only the answer to a request that had an effect is kept.';

--
-- Name: CONSTRAINT idempotency_key_request_is_sha256 ON idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT idempotency_key_request_is_sha256 ON hotelmate.idempotency_key IS 'Of a request only its SHA-256 is kept.';

--
-- Name: CONSTRAINT idempotency_key_well_formed ON idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT idempotency_key_well_formed ON hotelmate.idempotency_key IS 'An idempotency key is 1 to 255 visible characters of ASCII.';

--
-- Name: log_in_limit; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.log_in_limit (
    subject bytea NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT log_in_limit_counts CHECK ((failures > 0)),
    CONSTRAINT log_in_limit_is_sha256 CHECK ((octet_length(subject) = 32))
);

ALTER TABLE ONLY hotelmate.log_in_limit FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE log_in_limit; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.log_in_limit IS 'Attempts to log in by account, address and both, whether there is such an account or not. No hotel leads the key.';

--
-- Name: COLUMN log_in_limit.subject; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.log_in_limit.subject IS 'SHA-256 of the account, the address, or both.';

--
-- Name: COLUMN log_in_limit.failures; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.log_in_limit.failures IS 'Attempts that did not succeed, or have not yet.';

--
-- Name: COLUMN log_in_limit.since; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.log_in_limit.since IS 'When the period began in which they are counted.';

--
-- Name: CONSTRAINT log_in_limit_counts ON log_in_limit; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT log_in_limit_counts ON hotelmate.log_in_limit IS 'Who is counted has tried.';

--
-- Name: CONSTRAINT log_in_limit_is_sha256 ON log_in_limit; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT log_in_limit_is_sha256 ON hotelmate.log_in_limit IS 'Of whoever tries to log in only a SHA-256 is kept.';

--
-- Name: outbox_event; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.outbox_event (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    event_id uuid DEFAULT uuidv7() NOT NULL,
    channels text[] NOT NULL,
    category text NOT NULL,
    event_type text NOT NULL,
    payload jsonb NOT NULL,
    scope jsonb NOT NULL,
    occurred_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    request_id text DEFAULT hotelmate.current_request_id(),
    CONSTRAINT outbox_event_category_known CHECK ((category = ANY (ARRAY['booking'::text, 'rooms'::text, 'housekeeping'::text]))),
    CONSTRAINT outbox_event_fits_message CHECK (((octet_length((payload)::text) + octet_length((scope)::text)) <= 9000)),
    CONSTRAINT outbox_event_has_channel CHECK (((cardinality(channels) >= 1) AND (cardinality(channels) <= 100) AND (array_ndims(channels) = 1) AND (((','::text || array_to_string(channels, ','::text, ''::text)) ~ '^(?:,(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18}))+$'::text) IS TRUE) AND (cardinality(string_to_array(array_to_string(channels, ','::text, ''::text), ','::text)) = cardinality(channels)))),
    CONSTRAINT outbox_event_is_dated CHECK (isfinite(occurred_at)),
    CONSTRAINT outbox_event_type_well_formed CHECK (((event_type ~ '^[a-z]+(_[a-z]+)*$'::text) AND (length(event_type) <= 64)))
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000', autovacuum_vacuum_cost_delay='0');

ALTER TABLE ONLY hotelmate.outbox_event FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.outbox_event IS 'Realtime events that were committed and not numbered yet: written by the transaction they report, gone in a moment.';

--
-- Name: COLUMN outbox_event.event_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.outbox_event.event_id IS 'meta.event_id of the envelope: clients drop repeats by it.';

--
-- Name: COLUMN outbox_event.channels; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.outbox_event.channels IS 'Who hears it, by names inside the hotel: hotel, rooms, staff.<staff id>, guest.<booking reference>.';

--
-- Name: COLUMN outbox_event.category; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.outbox_event.category IS 'booking, rooms or housekeeping.';

--
-- Name: COLUMN outbox_event.event_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.outbox_event.event_type IS 'What happened, like booking_checked_in.';

--
-- Name: COLUMN outbox_event.payload; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.outbox_event.payload IS 'The state that its readers need; no personal data.';

--
-- Name: COLUMN outbox_event.scope; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.outbox_event.scope IS 'What the event is about: booking_id, room_id or task_id, the room''s number, and the version of a booking or room.';

--
-- Name: COLUMN outbox_event.occurred_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.outbox_event.occurred_at IS 'meta.ts of the envelope.';

--
-- Name: COLUMN outbox_event.request_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.outbox_event.request_id IS 'The HTTP request, when one caused it.';

--
-- Name: CONSTRAINT outbox_event_category_known ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT outbox_event_category_known ON hotelmate.outbox_event IS 'An event is of the category booking, rooms or housekeeping.';

--
-- Name: CONSTRAINT outbox_event_fits_message ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT outbox_event_fits_message ON hotelmate.outbox_event IS 'Payload and scope of an event have 9,000 bytes at most, so that a message holds them.';

--
-- Name: CONSTRAINT outbox_event_has_channel ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT outbox_event_has_channel ON hotelmate.outbox_event IS 'An event goes to channels of its own hotel, one at least: the hotel''s, the rooms'', a staff member''s or a guest''s.';

--
-- Name: CONSTRAINT outbox_event_is_dated ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT outbox_event_is_dated ON hotelmate.outbox_event IS 'An event says when it was.';

--
-- Name: CONSTRAINT outbox_event_type_well_formed ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT outbox_event_type_well_formed ON hotelmate.outbox_event IS 'An event type is lower-case words joined by underscores, 64 letters at most.';

--
-- Name: outbox_event_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.outbox_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hotelmate.outbox_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: payment_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hotelmate.payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: payment_instruction; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.payment_instruction (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    booking_id bigint NOT NULL,
    payment_id bigint,
    session_id bigint,
    kind text NOT NULL,
    amount bigint,
    is_derived boolean DEFAULT false NOT NULL,
    is_on_top boolean DEFAULT false NOT NULL,
    state text DEFAULT 'PENDING'::text NOT NULL,
    key_generation smallint DEFAULT 1 NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    next_try_at timestamp with time zone DEFAULT now() NOT NULL,
    claimed_until timestamp with time zone,
    last_error text,
    actor text DEFAULT hotelmate.current_actor(),
    changed_by bigint DEFAULT hotelmate.current_staff_id(),
    source text DEFAULT hotelmate.current_source(),
    reason text DEFAULT hotelmate.current_reason(),
    request_id text DEFAULT hotelmate.current_request_id(),
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    settled_at timestamp with time zone,
    provider text GENERATED ALWAYS AS (
CASE
    WHEN (payment_id IS NOT NULL) THEN 'stripe'::text
    ELSE NULL::text
END) STORED,
    CONSTRAINT change_has_actor CHECK (((actor ~ '\S'::text) IS TRUE)),
    CONSTRAINT change_source_known CHECK (((source = ANY (ARRAY['HOUSEKEEPING'::text, 'FRONT_DESK'::text, 'SYSTEM'::text, 'MANAGER_OVERRIDE'::text])) IS TRUE)),
    CONSTRAINT payment_instruction_has_object CHECK (
CASE
    WHEN (kind = 'EXPIRE_SESSION'::text) THEN ((session_id IS NOT NULL) AND (num_nonnulls(payment_id, amount) = 0))
    ELSE ((session_id IS NULL) AND (payment_id IS NOT NULL) AND ((amount > 0) IS TRUE))
END),
    CONSTRAINT payment_instruction_kind_known CHECK ((kind = ANY (ARRAY['CAPTURE'::text, 'VOID'::text, 'REFUND'::text, 'EXPIRE_SESSION'::text]))),
    CONSTRAINT payment_instruction_settled_stamped CHECK (((state = 'PENDING'::text) = (settled_at IS NULL))),
    CONSTRAINT payment_instruction_state_known CHECK ((state = ANY (ARRAY['PENDING'::text, 'DONE'::text, 'WITHDRAWN'::text, 'FAILED'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.payment_instruction FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.payment_instruction IS 'What Stripe is to do: written by the transaction that decided it, carried out by the payments worker.';

--
-- Name: COLUMN payment_instruction.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.booking_id IS 'The booking whose money it is.';

--
-- Name: COLUMN payment_instruction.payment_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.payment_id IS 'The payment to capture, void or refund.';

--
-- Name: COLUMN payment_instruction.session_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.session_id IS 'The payment session to close.';

--
-- Name: COLUMN payment_instruction.kind; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.kind IS 'CAPTURE, VOID, REFUND or EXPIRE_SESSION.';

--
-- Name: COLUMN payment_instruction.amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.amount IS 'Minor units of the payment''s currency.';

--
-- Name: COLUMN payment_instruction.is_derived; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.is_derived IS 'Derived: whether the booking''s state made it necessary; else staff wanted it.';

--
-- Name: COLUMN payment_instruction.is_on_top; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.is_on_top IS 'Derived: whether staff refund more than the terms say, after the booking was closed.';

--
-- Name: COLUMN payment_instruction.state; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.state IS 'PENDING; DONE by evidence; WITHDRAWN when it is not wanted any more; FAILED when people must look.';

--
-- Name: COLUMN payment_instruction.key_generation; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.key_generation IS 'Part of the idempotency key; counts on after an answer that Stripe would only repeat.';

--
-- Name: COLUMN payment_instruction.tries; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.tries IS 'How often it was sent or about to be.';

--
-- Name: COLUMN payment_instruction.next_try_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.next_try_at IS 'When it is due.';

--
-- Name: COLUMN payment_instruction.claimed_until; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.claimed_until IS 'Until then one worker has it, and nobody sends anything for the same payment.';

--
-- Name: COLUMN payment_instruction.last_error; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.last_error IS 'What Stripe answered last, by its code.';

--
-- Name: COLUMN payment_instruction.actor; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.actor IS 'Who decided: staff:<username>, system:<job> or role:<database role>.';

--
-- Name: COLUMN payment_instruction.changed_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.changed_by IS 'The member of staff, when one decided.';

--
-- Name: COLUMN payment_instruction.source; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.source IS 'HOUSEKEEPING, FRONT_DESK, SYSTEM or MANAGER_OVERRIDE.';

--
-- Name: COLUMN payment_instruction.reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.reason IS 'Why, where somebody said so.';

--
-- Name: COLUMN payment_instruction.request_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.request_id IS 'The HTTP request, when one caused it.';

--
-- Name: COLUMN payment_instruction.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.created_at IS 'Clock time of the decision.';

--
-- Name: COLUMN payment_instruction.settled_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.settled_at IS 'Derived: when it stopped being PENDING.';

--
-- Name: COLUMN payment_instruction.provider; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_instruction.provider IS 'Derived: stripe where there is a payment, which its key then asks for.';

--
-- Name: CONSTRAINT change_has_actor ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_has_actor ON hotelmate.payment_instruction IS 'A change names who made it; the API must set hotelmate.actor.';

--
-- Name: CONSTRAINT change_source_known ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_source_known ON hotelmate.payment_instruction IS 'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';

--
-- Name: CONSTRAINT payment_instruction_has_object ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_instruction_has_object ON hotelmate.payment_instruction IS 'A payment instruction names the session, or the payment and how much.';

--
-- Name: CONSTRAINT payment_instruction_kind_known ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_instruction_kind_known ON hotelmate.payment_instruction IS 'A payment instruction is to capture, void, refund or close a session.';

--
-- Name: CONSTRAINT payment_instruction_settled_stamped ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_instruction_settled_stamped ON hotelmate.payment_instruction IS 'A payment instruction says since when it is settled, exactly when it is.';

--
-- Name: CONSTRAINT payment_instruction_state_known ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_instruction_state_known ON hotelmate.payment_instruction IS 'A payment instruction is PENDING, DONE, WITHDRAWN or FAILED.';

--
-- Name: payment_instruction_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment_instruction ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hotelmate.payment_instruction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: payment_reconciliation; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.payment_reconciliation (
    id bigint NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    listed_until timestamp with time zone NOT NULL,
    events_listed integer DEFAULT 0 NOT NULL,
    payments_compared integer DEFAULT 0 NOT NULL,
    repaired integer DEFAULT 0 NOT NULL,
    unexplained integer DEFAULT 0 NOT NULL
);

ALTER TABLE ONLY hotelmate.payment_reconciliation FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE payment_reconciliation; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.payment_reconciliation IS 'Runs of `hotelmate payments reconcile`; the next lists events from where the last finished one ended.';

--
-- Name: COLUMN payment_reconciliation.started_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_reconciliation.started_at IS 'When the run began.';

--
-- Name: COLUMN payment_reconciliation.finished_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_reconciliation.finished_at IS 'When it ended; NULL while it runs or broke off.';

--
-- Name: COLUMN payment_reconciliation.listed_until; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_reconciliation.listed_until IS 'Every event that Stripe made before is listed.';

--
-- Name: COLUMN payment_reconciliation.events_listed; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_reconciliation.events_listed IS 'How many events Stripe listed.';

--
-- Name: COLUMN payment_reconciliation.payments_compared; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_reconciliation.payments_compared IS 'How many payment intents were compared.';

--
-- Name: COLUMN payment_reconciliation.repaired; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_reconciliation.repaired IS 'How many events or answers mended something.';

--
-- Name: COLUMN payment_reconciliation.unexplained; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_reconciliation.unexplained IS 'How many findings are left for people.';

--
-- Name: payment_reconciliation_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment_reconciliation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hotelmate.payment_reconciliation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: payment_session; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.payment_session (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    booking_id bigint NOT NULL,
    state text DEFAULT 'REQUESTED'::text NOT NULL,
    amount bigint NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    success_url text NOT NULL,
    cancel_url text NOT NULL,
    stripe_session_id text,
    url text,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT payment_session_addresses_are_web_pages CHECK (((success_url ~ '^https?://[^\s]+$'::text) AND (cancel_url ~ '^https?://[^\s]+$'::text) AND (length(success_url) <= 2000) AND (length(cancel_url) <= 2000))),
    CONSTRAINT payment_session_amount_positive CHECK ((amount > 0)),
    CONSTRAINT payment_session_currency_unit_is_stripes CHECK (((currency)::text <> ALL (ARRAY['ISK'::text, 'MGA'::text, 'UGX'::text]))),
    CONSTRAINT payment_session_open_has_address CHECK (((state <> 'OPEN'::text) OR (num_nulls(stripe_session_id, url) = 0))),
    CONSTRAINT payment_session_state_known CHECK ((state = ANY (ARRAY['REQUESTED'::text, 'OPEN'::text, 'COMPLETE'::text, 'EXPIRED'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.payment_session FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.payment_session IS 'Pages on which a guest pays (Stripe Checkout); committed as REQUESTED before Stripe is asked for one.';

--
-- Name: COLUMN payment_session.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.booking_id IS 'The booking that is paid.';

--
-- Name: COLUMN payment_session.state; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.state IS 'REQUESTED, OPEN (the guest can pay), COMPLETE (the guest did) or EXPIRED.';

--
-- Name: COLUMN payment_session.amount; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.amount IS 'Derived: the booking''s price, minor units.';

--
-- Name: COLUMN payment_session.currency; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.currency IS 'Derived: the booking''s currency.';

--
-- Name: COLUMN payment_session.success_url; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.success_url IS 'Where the guest goes after paying.';

--
-- Name: COLUMN payment_session.cancel_url; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.cancel_url IS 'Where the guest goes who does not pay.';

--
-- Name: COLUMN payment_session.stripe_session_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.stripe_session_id IS 'Stripe''s id.';

--
-- Name: COLUMN payment_session.url; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.url IS 'The page''s address.';

--
-- Name: COLUMN payment_session.expires_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.expires_at IS 'When Stripe closes the page, as it answered; until then with the draft, but not earlier than Stripe allows.';

--
-- Name: COLUMN payment_session.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.payment_session.created_at IS 'When it was asked for.';

--
-- Name: CONSTRAINT payment_session_addresses_are_web_pages ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_session_addresses_are_web_pages ON hotelmate.payment_session IS 'A guest goes on to a web page: http or https, 2,000 characters at most.';

--
-- Name: CONSTRAINT payment_session_amount_positive ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_session_amount_positive ON hotelmate.payment_session IS 'A payment session is for more than nothing.';

--
-- Name: CONSTRAINT payment_session_currency_unit_is_stripes ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_session_currency_unit_is_stripes ON hotelmate.payment_session IS 'Stripe takes only currencies whose minor unit is the one of ISO 4217: not ISK, MGA and UGX.';

--
-- Name: CONSTRAINT payment_session_open_has_address ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_session_open_has_address ON hotelmate.payment_session IS 'A payment session that is open has its page at Stripe.';

--
-- Name: CONSTRAINT payment_session_state_known ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_session_state_known ON hotelmate.payment_session IS 'A payment session is REQUESTED, OPEN, COMPLETE or EXPIRED.';

--
-- Name: payment_session_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment_session ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hotelmate.payment_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: permission; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.permission (
    name text NOT NULL,
    meaning text NOT NULL
);

ALTER TABLE ONLY hotelmate.permission FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.permission IS 'What can be permitted: each route of the API needs one.';

--
-- Name: COLUMN permission.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.permission.name IS 'Subject and act, like bookings:create; also the scope of an API key.';

--
-- Name: COLUMN permission.meaning; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.permission.meaning IS 'What it lets one do.';

--
-- Name: permission_privilege; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.permission_privilege (
    permission text NOT NULL,
    table_name text NOT NULL,
    verb text NOT NULL,
    columns text[] NOT NULL,
    CONSTRAINT permission_privilege_verb_known CHECK ((verb = ANY (ARRAY['SELECT'::text, 'INSERT'::text, 'UPDATE'::text, 'DELETE'::text])))
);

ALTER TABLE ONLY hotelmate.permission_privilege FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE permission_privilege; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.permission_privilege IS 'What a permission needs in the database: schema/triggers/zx_privileges.sql grants it to the roles that have it.';

--
-- Name: COLUMN permission_privilege.permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.permission_privilege.permission IS 'The permission.';

--
-- Name: COLUMN permission_privilege.table_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.permission_privilege.table_name IS 'A table of schema hotelmate.';

--
-- Name: COLUMN permission_privilege.verb; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.permission_privilege.verb IS 'SELECT, INSERT, UPDATE or DELETE.';

--
-- Name: COLUMN permission_privilege.columns; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.permission_privilege.columns IS 'The columns; empty: for DELETE, and for SELECT of every column that is not secret.';

--
-- Name: CONSTRAINT permission_privilege_verb_known ON permission_privilege; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT permission_privilege_verb_known ON hotelmate.permission_privilege IS 'A privilege is to SELECT, INSERT, UPDATE or DELETE.';

--
-- Name: precheckin_form; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.precheckin_form (
    hotel_id bigint NOT NULL,
    version integer NOT NULL,
    published_at timestamp with time zone DEFAULT now() NOT NULL,
    published_by text DEFAULT hotelmate.current_actor(),
    published_in xid8 DEFAULT pg_current_xact_id() NOT NULL,
    CONSTRAINT change_has_actor CHECK (((published_by ~ '\S'::text) IS TRUE)),
    CONSTRAINT precheckin_form_counted CHECK ((version > 0))
);

ALTER TABLE ONLY hotelmate.precheckin_form FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.precheckin_form IS 'What a hotel asks in pre-check-in, version by version; the newest counts for new links. Published forms stay.';

--
-- Name: COLUMN precheckin_form.version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_form.version IS 'Derived: counts the hotel''s forms, from 1.';

--
-- Name: COLUMN precheckin_form.published_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_form.published_at IS 'Derived: when.';

--
-- Name: COLUMN precheckin_form.published_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_form.published_by IS 'By whom.';

--
-- Name: COLUMN precheckin_form.published_in; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_form.published_in IS 'Derived: the transaction that published it; fields come in it or not at all.';

--
-- Name: CONSTRAINT change_has_actor ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_has_actor ON hotelmate.precheckin_form IS 'A change names who made it; the API must set hotelmate.actor.';

--
-- Name: CONSTRAINT precheckin_form_counted ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_form_counted ON hotelmate.precheckin_form IS 'Forms are counted from 1.';

--
-- Name: precheckin_kind; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.precheckin_kind (
    name text NOT NULL,
    rule text NOT NULL,
    meaning text NOT NULL
);

ALTER TABLE ONLY hotelmate.precheckin_kind FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE precheckin_kind; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.precheckin_kind IS 'The kinds of fields, and the rule that an answer to each obeys: hotelmate.precheckin_answer_fits judges by it.';

--
-- Name: COLUMN precheckin_kind.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_kind.name IS 'The kind.';

--
-- Name: COLUMN precheckin_kind.rule; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_kind.rule IS 'Name of its rule: what a refused answer is told to have broken.';

--
-- Name: COLUMN precheckin_kind.meaning; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.precheckin_kind.meaning IS 'What the rule says.';

--
-- Name: realtime_channel; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.realtime_channel (
    hotel_id bigint NOT NULL,
    name text NOT NULL,
    last_position bigint NOT NULL,
    delivered_position bigint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    last_error text,
    CONSTRAINT realtime_channel_positions_in_order CHECK (((delivered_position >= 0) AND (delivered_position <= last_position))),
    CONSTRAINT realtime_channel_well_formed CHECK ((name ~ '^(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18})$'::text))
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000', autovacuum_vacuum_cost_delay='0');

ALTER TABLE ONLY hotelmate.realtime_channel FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.realtime_channel IS 'How far the messages of a channel are numbered and delivered.';

--
-- Name: COLUMN realtime_channel.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_channel.name IS 'Inside the hotel, as in outbox_event.channels.';

--
-- Name: COLUMN realtime_channel.last_position; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_channel.last_position IS 'Its newest message.';

--
-- Name: COLUMN realtime_channel.delivered_position; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_channel.delivered_position IS 'Everything up to here was acknowledged by the publisher, or is a dead letter.';

--
-- Name: COLUMN realtime_channel.due_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_channel.due_at IS 'When the channel is next in turn: those who were served go to the end of the line, those who failed wait.';

--
-- Name: COLUMN realtime_channel.failures; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_channel.failures IS 'How often delivery of its next message failed.';

--
-- Name: COLUMN realtime_channel.last_error; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_channel.last_error IS 'Why it failed last.';

--
-- Name: CONSTRAINT realtime_channel_positions_in_order ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT realtime_channel_positions_in_order ON hotelmate.realtime_channel IS 'Nothing is delivered before it was numbered.';

--
-- Name: CONSTRAINT realtime_channel_well_formed ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT realtime_channel_well_formed ON hotelmate.realtime_channel IS 'A channel is the hotel''s, the rooms'', a staff member''s or a guest''s.';

--
-- Name: realtime_dead_letter; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.realtime_dead_letter (
    hotel_id bigint NOT NULL,
    "position" bigint NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    died_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    requested_at timestamp with time zone,
    CONSTRAINT dead_letter_has_reason CHECK ((reason ~ '\S'::text)),
    CONSTRAINT dead_letter_was_tried CHECK ((attempts > 0))
);

ALTER TABLE ONLY hotelmate.realtime_dead_letter FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.realtime_dead_letter IS 'Messages that the publisher refuses for what they are; kept until they are sent again or given up.';

--
-- Name: COLUMN realtime_dead_letter.reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_dead_letter.reason IS 'Why it was refused.';

--
-- Name: COLUMN realtime_dead_letter.attempts; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_dead_letter.attempts IS 'How often it was tried.';

--
-- Name: COLUMN realtime_dead_letter.died_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_dead_letter.died_at IS 'When it was refused last.';

--
-- Name: COLUMN realtime_dead_letter.requested_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_dead_letter.requested_at IS 'When somebody asked to send it again; empty after a try.';

--
-- Name: CONSTRAINT dead_letter_has_reason ON realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT dead_letter_has_reason ON hotelmate.realtime_dead_letter IS 'A dead letter says why it is one.';

--
-- Name: CONSTRAINT dead_letter_was_tried ON realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT dead_letter_was_tried ON hotelmate.realtime_dead_letter IS 'A dead letter was tried once at least.';

--
-- Name: realtime_stream; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.realtime_stream (
    hotel_id bigint NOT NULL,
    last_position bigint DEFAULT 0 NOT NULL,
    removed_position bigint DEFAULT 0 NOT NULL,
    CONSTRAINT realtime_stream_positions_in_order CHECK (((removed_position >= 0) AND (removed_position <= last_position)))
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000', autovacuum_vacuum_cost_delay='0');

ALTER TABLE ONLY hotelmate.realtime_stream FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.realtime_stream IS 'How far the messages of a hotel are numbered; whoever numbers them holds the lock of this row until the commit.';

--
-- Name: COLUMN realtime_stream.last_position; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_stream.last_position IS 'The newest message; 0 before the first.';

--
-- Name: COLUMN realtime_stream.removed_position; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.realtime_stream.removed_position IS 'Messages up to here may have been removed: a client that is behind reads the state anew.';

--
-- Name: CONSTRAINT realtime_stream_positions_in_order ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT realtime_stream_positions_in_order ON hotelmate.realtime_stream IS 'No message is removed before it was numbered.';

--
-- Name: refresh_token; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.refresh_token (
    hotel_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    session_id uuid NOT NULL,
    issued_at timestamp with time zone DEFAULT now() NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT refresh_token_is_sha256 CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE ONLY hotelmate.refresh_token FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE refresh_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.refresh_token IS 'Refresh tokens by their SHA-256. Each is used once, for its successor; whoever uses one again ends the session.';

--
-- Name: COLUMN refresh_token.token_hash; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.refresh_token.token_hash IS 'SHA-256 of the token, which is nowhere kept.';

--
-- Name: COLUMN refresh_token.session_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.refresh_token.session_id IS 'The session that it renews.';

--
-- Name: COLUMN refresh_token.issued_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.refresh_token.issued_at IS 'When it was issued.';

--
-- Name: COLUMN refresh_token.used_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.refresh_token.used_at IS 'When it was used; NULL: it is the one that works.';

--
-- Name: CONSTRAINT refresh_token_is_sha256 ON refresh_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT refresh_token_is_sha256 ON hotelmate.refresh_token IS 'Of a refresh token only its SHA-256 is kept.';

--
-- Name: relay_statistics; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.relay_statistics (
    only_row boolean DEFAULT true NOT NULL,
    delivered bigint DEFAULT 0 NOT NULL,
    retried bigint DEFAULT 0 NOT NULL,
    dead bigint DEFAULT 0 NOT NULL,
    seconds_sum double precision DEFAULT 0 NOT NULL,
    seconds_buckets bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    paused_until timestamp with time zone,
    last_error text,
    last_error_at timestamp with time zone,
    CONSTRAINT relay_statistics_single_row CHECK (only_row)
)
WITH (fillfactor='20', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000', autovacuum_vacuum_cost_delay='0');

ALTER TABLE ONLY hotelmate.relay_statistics FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE relay_statistics; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.relay_statistics IS 'What the relays of this database have done so far: here, because each of them may end at any moment.';

--
-- Name: COLUMN relay_statistics.only_row; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.only_row IS 'Always true.';

--
-- Name: COLUMN relay_statistics.delivered; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.delivered IS 'Messages that the publisher acknowledged.';

--
-- Name: COLUMN relay_statistics.retried; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.retried IS 'Messages in calls that failed and are tried again.';

--
-- Name: COLUMN relay_statistics.dead; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.dead IS 'Messages that became dead letters.';

--
-- Name: COLUMN relay_statistics.seconds_sum; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.seconds_sum IS 'Seconds from the event to its acknowledgement, over all messages delivered.';

--
-- Name: COLUMN relay_statistics.seconds_buckets; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.seconds_buckets IS 'The same as a histogram; app/relay/latency.py has the limits.';

--
-- Name: COLUMN relay_statistics.paused_until; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.paused_until IS 'Nothing is sent before: the publisher cannot be reached.';

--
-- Name: COLUMN relay_statistics.last_error; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.last_error IS 'The last failure.';

--
-- Name: COLUMN relay_statistics.last_error_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.relay_statistics.last_error_at IS 'When it was.';

--
-- Name: CONSTRAINT relay_statistics_single_row ON relay_statistics; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT relay_statistics_single_row ON hotelmate.relay_statistics IS 'The figures of the relay are one row.';

--
-- Name: repeatable_file; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.repeatable_file (
    file_name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE ONLY hotelmate.repeatable_file FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE repeatable_file; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.repeatable_file IS 'Checksum of each file of schema/triggers as it was last applied to this database.';

--
-- Name: room_booking_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.room_booking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.room_booking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: room_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.room ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.room_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: room_move; Type: VIEW; Schema: hotelmate; Owner: -
--

CREATE VIEW hotelmate.room_move WITH (security_invoker='true') AS
 SELECT hotel_id,
    booking_id,
    version,
    from_room_id,
    to_room_id,
    created_at AS moved_at,
    actor AS moved_by,
    reason
   FROM hotelmate.booking_event
  WHERE (event_type = 'booking_room_moved'::text);

--
-- Name: VIEW room_move; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON VIEW hotelmate.room_move IS 'History of moves in house, read from the audit trail: who, when, from, to and why.';

--
-- Name: room_status_event; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.room_status_event (
    hotel_id bigint NOT NULL,
    room_id bigint NOT NULL,
    version bigint NOT NULL,
    from_status text,
    to_status text NOT NULL,
    from_turnover text,
    to_turnover text NOT NULL,
    is_active boolean NOT NULL,
    is_out_of_order boolean NOT NULL,
    maintenance_required boolean NOT NULL,
    in_house_booking_id bigint,
    is_correction boolean DEFAULT false NOT NULL,
    actor text DEFAULT hotelmate.current_actor(),
    changed_by bigint DEFAULT hotelmate.current_staff_id(),
    source text DEFAULT hotelmate.current_source(),
    reason text DEFAULT hotelmate.current_reason(),
    request_id text DEFAULT hotelmate.current_request_id(),
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    previous_version bigint GENERATED ALWAYS AS (
CASE
    WHEN (version > 1) THEN (version - 1)
    ELSE NULL::bigint
END) STORED,
    ordinary_from_turnover text GENERATED ALWAYS AS (
CASE
    WHEN ((source <> 'MANAGER_OVERRIDE'::text) AND (from_turnover <> to_turnover)) THEN from_turnover
    ELSE NULL::text
END) STORED,
    CONSTRAINT change_has_actor CHECK (((actor ~ '\S'::text) IS TRUE)),
    CONSTRAINT change_source_known CHECK (((source = ANY (ARRAY['HOUSEKEEPING'::text, 'FRONT_DESK'::text, 'SYSTEM'::text, 'MANAGER_OVERRIDE'::text, 'GUEST'::text])) IS TRUE)),
    CONSTRAINT correction_has_reason CHECK (((NOT is_correction) OR (reason IS NOT NULL))),
    CONSTRAINT room_override_has_reason CHECK (((source <> 'MANAGER_OVERRIDE'::text) OR (reason IS NOT NULL))),
    CONSTRAINT room_status_event_first_has_no_from CHECK (((version >= 1) AND ((version = 1) = (from_status IS NULL)) AND ((version = 1) = (from_turnover IS NULL))))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.room_status_event FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.room_status_event IS 'Audit trail of rooms: one immutable row for every version of a room, chained, with who, from where and why.';

--
-- Name: COLUMN room_status_event.room_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.room_id IS 'The room.';

--
-- Name: COLUMN room_status_event.version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.version IS 'The room''s version that this row records.';

--
-- Name: COLUMN room_status_event.from_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.from_status IS 'room_status before; NULL for the first row.';

--
-- Name: COLUMN room_status_event.to_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.to_status IS 'room_status after.';

--
-- Name: COLUMN room_status_event.from_turnover; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.from_turnover IS 'Turnover status before; NULL for the first row.';

--
-- Name: COLUMN room_status_event.to_turnover; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.to_turnover IS 'Turnover status after.';

--
-- Name: COLUMN room_status_event.is_active; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.is_active IS 'The switch as it stood after the change.';

--
-- Name: COLUMN room_status_event.is_out_of_order; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.is_out_of_order IS 'The switch as it stood after the change.';

--
-- Name: COLUMN room_status_event.maintenance_required; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.maintenance_required IS 'The switch as it stood after the change.';

--
-- Name: COLUMN room_status_event.in_house_booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.in_house_booking_id IS 'Who was in the room after the change.';

--
-- Name: COLUMN room_status_event.is_correction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.is_correction IS 'Whether something was mended: then it starts where the trail was, wherever the room was.';

--
-- Name: COLUMN room_status_event.actor; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.actor IS 'Who: staff:<username>, system:<job> or role:<database role>.';

--
-- Name: COLUMN room_status_event.changed_by; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.changed_by IS 'The member of staff, when one acted.';

--
-- Name: COLUMN room_status_event.source; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.source IS 'HOUSEKEEPING, FRONT_DESK, SYSTEM or MANAGER_OVERRIDE.';

--
-- Name: COLUMN room_status_event.reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.reason IS 'Why; required of an override.';

--
-- Name: COLUMN room_status_event.request_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.request_id IS 'The HTTP request, when one caused it.';

--
-- Name: COLUMN room_status_event.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.created_at IS 'Clock time of the change.';

--
-- Name: COLUMN room_status_event.previous_version; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.previous_version IS 'Derived: the version before, whose row this one continues.';

--
-- Name: COLUMN room_status_event.ordinary_from_turnover; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_status_event.ordinary_from_turnover IS 'Set when the turnover changed without an override; then the pair must be in turnover_transition.';

--
-- Name: CONSTRAINT change_has_actor ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_has_actor ON hotelmate.room_status_event IS 'A change names who made it; the API must set hotelmate.actor.';

--
-- Name: CONSTRAINT change_source_known ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_source_known ON hotelmate.room_status_event IS 'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';

--
-- Name: CONSTRAINT correction_has_reason ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT correction_has_reason ON hotelmate.room_status_event IS 'A correction says why.';

--
-- Name: CONSTRAINT room_override_has_reason ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_override_has_reason ON hotelmate.room_status_event IS 'A manager''s override says why.';

--
-- Name: CONSTRAINT room_status_event_first_has_no_from ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_status_event_first_has_no_from ON hotelmate.room_status_event IS 'Only the first audit row of a room, its version 1, has no previous status.';

--
-- Name: room_type; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.room_type (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    max_occupancy smallint NOT NULL,
    nightly_rate bigint NOT NULL,
    overbooking_allowance integer,
    approvals_counted bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT room_type_capacity_positive CHECK ((max_occupancy >= 1)),
    CONSTRAINT room_type_code_well_formed CHECK ((code ~ '^[A-Z0-9][A-Z0-9_-]{0,19}$'::text)),
    CONSTRAINT room_type_overbooking_not_negative CHECK ((overbooking_allowance >= 0)),
    CONSTRAINT room_type_rate_positive CHECK ((nightly_rate > 0))
);

ALTER TABLE ONLY hotelmate.room_type FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.room_type IS 'What is sold: a kind of room, its capacity and its nightly rate.';

--
-- Name: COLUMN room_type.code; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_type.code IS 'Short code that clients use, like DBL.';

--
-- Name: COLUMN room_type.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_type.name IS 'Name that guests read.';

--
-- Name: COLUMN room_type.max_occupancy; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_type.max_occupancy IS 'Most guests that may stay in a room of this type.';

--
-- Name: COLUMN room_type.nightly_rate; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_type.nightly_rate IS 'Minor units of the hotel''s currency for one night.';

--
-- Name: COLUMN room_type.overbooking_allowance; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_type.overbooking_allowance IS 'How many more stays a night may be approved than there are active rooms; NULL: the hotel sets no limit.';

--
-- Name: COLUMN room_type.approvals_counted; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_type.approvals_counted IS 'Derived: counts approvals while there is a limit, so that no two approvals miss each other.';

--
-- Name: COLUMN room_type.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.room_type.created_at IS 'When the room type was added.';

--
-- Name: CONSTRAINT room_type_capacity_positive ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_type_capacity_positive ON hotelmate.room_type IS 'A room type takes at least one guest.';

--
-- Name: CONSTRAINT room_type_code_well_formed ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_type_code_well_formed ON hotelmate.room_type IS 'A room type code is capitals, digits, hyphen and underscore, 20 at most.';

--
-- Name: CONSTRAINT room_type_overbooking_not_negative ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_type_overbooking_not_negative ON hotelmate.room_type IS 'An overbooking allowance is no less than nothing.';

--
-- Name: CONSTRAINT room_type_rate_positive ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_type_rate_positive ON hotelmate.room_type IS 'A night costs more than nothing.';

--
-- Name: room_type_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.room_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.room_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: secret_column; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.secret_column (
    table_name text NOT NULL,
    column_name text NOT NULL,
    secret text NOT NULL
);

ALTER TABLE ONLY hotelmate.secret_column FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE secret_column; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.secret_column IS 'What nobody may read but the owner: hashes of what lets people in, and what guests confided.';

--
-- Name: COLUMN secret_column.table_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.secret_column.table_name IS 'A table of schema hotelmate.';

--
-- Name: COLUMN secret_column.column_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.secret_column.column_name IS 'A column of it.';

--
-- Name: COLUMN secret_column.secret; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.secret_column.secret IS 'What it holds.';

--
-- Name: staff; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.staff (
    hotel_id bigint NOT NULL,
    id bigint NOT NULL,
    username text NOT NULL,
    display_name text NOT NULL,
    role text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    is_person boolean GENERATED ALWAYS AS ((role <> 'INTEGRATION'::text)) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT staff_role_known CHECK ((role = ANY (ARRAY['FRONT_DESK'::text, 'HOUSEKEEPING'::text, 'MANAGER'::text, 'AUDITOR'::text, 'INTEGRATION'::text]))),
    CONSTRAINT staff_username_well_formed CHECK ((username ~ '^[a-z0-9][a-z0-9._-]{0,49}$'::text))
);

ALTER TABLE ONLY hotelmate.staff FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.staff IS 'People who work for a hotel: the actors of the audit rows.';

--
-- Name: COLUMN staff.username; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff.username IS 'Log-in name, unique in the hotel.';

--
-- Name: COLUMN staff.display_name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff.display_name IS 'Name that colleagues read.';

--
-- Name: COLUMN staff.role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff.role IS 'FRONT_DESK, HOUSEKEEPING, MANAGER, AUDITOR or INTEGRATION.';

--
-- Name: COLUMN staff.is_active; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff.is_active IS 'Whether the person still works here.';

--
-- Name: COLUMN staff.is_person; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff.is_person IS 'Derived: whether it is somebody who logs in with a password, and no program with API keys.';

--
-- Name: COLUMN staff.created_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff.created_at IS 'When the person was added.';

--
-- Name: CONSTRAINT staff_role_known ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_role_known ON hotelmate.staff IS 'A staff role is one of the five.';

--
-- Name: CONSTRAINT staff_username_well_formed ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_username_well_formed ON hotelmate.staff IS 'A username is lower-case letters, digits, dot, hyphen and underscore, 50 at most.';

--
-- Name: staff_id_seq; Type: SEQUENCE; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.staff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME hotelmate.staff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: staff_password; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.staff_password (
    hotel_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    is_person boolean GENERATED ALWAYS AS (true) STORED,
    password_hash text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    rehashed_at timestamp with time zone,
    CONSTRAINT staff_password_is_argon2 CHECK ((password_hash ~ '^\$argon2id\$'::text))
);

ALTER TABLE ONLY hotelmate.staff_password FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.staff_password IS 'What a member of staff logs in with; apart from staff, for few may read it.';

--
-- Name: COLUMN staff_password.staff_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_password.staff_id IS 'Whose it is.';

--
-- Name: COLUMN staff_password.is_person; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_password.is_person IS 'Derived: who may have one.';

--
-- Name: COLUMN staff_password.password_hash; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_password.password_hash IS 'Argon2id, in PHC format: parameters, salt and hash.';

--
-- Name: COLUMN staff_password.changed_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_password.changed_at IS 'When it was set.';

--
-- Name: COLUMN staff_password.rehashed_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_password.rehashed_at IS 'When the same password was last hashed anew, with newer parameters. Written with a hash, it says that this is so.';

--
-- Name: CONSTRAINT staff_password_is_argon2 ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_password_is_argon2 ON hotelmate.staff_password IS 'Of a password only its Argon2id hash is kept.';

--
-- Name: staff_role; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.staff_role (
    name text NOT NULL,
    database_role text NOT NULL,
    meaning text NOT NULL
);

ALTER TABLE ONLY hotelmate.staff_role FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE staff_role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.staff_role IS 'The roles of staff, and the role of PostgreSQL that each acts as.';

--
-- Name: COLUMN staff_role.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_role.name IS 'As in staff.role.';

--
-- Name: COLUMN staff_role.database_role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_role.database_role IS 'What requests of such staff act as in the database.';

--
-- Name: COLUMN staff_role.meaning; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_role.meaning IS 'Who has it.';

--
-- Name: staff_role_permission; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.staff_role_permission (
    role text NOT NULL,
    permission text NOT NULL
);

ALTER TABLE ONLY hotelmate.staff_role_permission FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE staff_role_permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.staff_role_permission IS 'What each role of staff may do.';

--
-- Name: COLUMN staff_role_permission.role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_role_permission.role IS 'The role of staff.';

--
-- Name: COLUMN staff_role_permission.permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_role_permission.permission IS 'What it may do.';

--
-- Name: staff_session; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.staff_session (
    hotel_id bigint NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    staff_id bigint NOT NULL,
    is_person boolean GENERATED ALWAYS AS (true) STORED,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_reason text,
    CONSTRAINT staff_session_end_known CHECK ((ended_reason = ANY (ARRAY['LOGGED_OUT'::text, 'TOKEN_REUSED'::text, 'REVOKED'::text, 'PASSWORD_CHANGED'::text, 'STAFF_CHANGED'::text]))),
    CONSTRAINT staff_session_end_says_why CHECK (((ended_at IS NULL) = (ended_reason IS NULL))),
    CONSTRAINT staff_session_expires_after_start CHECK ((expires_at > started_at))
);

ALTER TABLE ONLY hotelmate.staff_session FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.staff_session IS 'A log-in, with the family of refresh tokens that follow from it. It ends once, for all of them.';

--
-- Name: COLUMN staff_session.id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_session.id IS 'Stands in the access tokens.';

--
-- Name: COLUMN staff_session.staff_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_session.staff_id IS 'Who logged in.';

--
-- Name: COLUMN staff_session.is_person; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_session.is_person IS 'Derived: who may have one.';

--
-- Name: COLUMN staff_session.started_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_session.started_at IS 'When.';

--
-- Name: COLUMN staff_session.expires_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_session.expires_at IS 'When it is over without anybody ending it.';

--
-- Name: COLUMN staff_session.ended_at; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_session.ended_at IS 'When it was ended; NULL while it was not.';

--
-- Name: COLUMN staff_session.ended_reason; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.staff_session.ended_reason IS 'LOGGED_OUT, TOKEN_REUSED, REVOKED, PASSWORD_CHANGED or STAFF_CHANGED.';

--
-- Name: CONSTRAINT staff_session_end_known ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_session_end_known ON hotelmate.staff_session IS 'A session ends by log-out, a reused token, revocation, or a change of password or staff.';

--
-- Name: CONSTRAINT staff_session_end_says_why ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_session_end_says_why ON hotelmate.staff_session IS 'A session that was ended says why, and only such a one.';

--
-- Name: CONSTRAINT staff_session_expires_after_start ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_session_expires_after_start ON hotelmate.staff_session IS 'A session expires after it started.';

--
-- Name: stripe_payment_intent; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.stripe_payment_intent (
    payment_intent_id text NOT NULL,
    hotel_id bigint NOT NULL,
    booking_id bigint NOT NULL,
    CONSTRAINT payment_intent_not_blank CHECK ((payment_intent_id ~ '\S'::text))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.02', autovacuum_analyze_scale_factor='0.005');

ALTER TABLE ONLY hotelmate.stripe_payment_intent FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.stripe_payment_intent IS 'Payment intent to booking over all hotels: the one look-up that a webhook needs before it knows a hotel.';

--
-- Name: COLUMN stripe_payment_intent.payment_intent_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_payment_intent.payment_intent_id IS 'Stripe''s id.';

--
-- Name: COLUMN stripe_payment_intent.booking_id; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.stripe_payment_intent.booking_id IS 'The booking that it pays.';

--
-- Name: CONSTRAINT payment_intent_not_blank ON stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_intent_not_blank ON hotelmate.stripe_payment_intent IS 'A payment intent has a name.';

--
-- Name: task_transition; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.task_transition (
    from_status text NOT NULL,
    to_status text NOT NULL,
    meaning text NOT NULL
);

ALTER TABLE ONLY hotelmate.task_transition FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE task_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.task_transition IS 'The legal steps of a housekeeping task.';

--
-- Name: COLUMN task_transition.from_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.task_transition.from_status IS 'Status before the step.';

--
-- Name: COLUMN task_transition.to_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.task_transition.to_status IS 'Status after the step.';

--
-- Name: COLUMN task_transition.meaning; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.task_transition.meaning IS 'What the step means to housekeeping.';

--
-- Name: time_zone; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.time_zone (
    name text NOT NULL
);

ALTER TABLE ONLY hotelmate.time_zone FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE time_zone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.time_zone IS 'IANA zones that a hotel may have: those that this server knew when it was set up; add newer ones by INSERT.';

--
-- Name: COLUMN time_zone.name; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.time_zone.name IS 'IANA name, like Europe/Dublin.';

--
-- Name: turnover_transition; Type: TABLE; Schema: hotelmate; Owner: -
--

CREATE TABLE hotelmate.turnover_transition (
    from_turnover text NOT NULL,
    to_turnover text NOT NULL,
    meaning text NOT NULL
);

ALTER TABLE ONLY hotelmate.turnover_transition FORCE ROW LEVEL SECURITY;

--
-- Name: TABLE turnover_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TABLE hotelmate.turnover_transition IS 'The ordinary steps of a room''s turnover; room_status_event refers to it, so any other step is an override.';

--
-- Name: COLUMN turnover_transition.from_turnover; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.turnover_transition.from_turnover IS 'Turnover status before the step.';

--
-- Name: COLUMN turnover_transition.to_turnover; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.turnover_transition.to_turnover IS 'Turnover status after the step.';

--
-- Name: COLUMN turnover_transition.meaning; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON COLUMN hotelmate.turnover_transition.meaning IS 'What the step means to housekeeping.';

--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);

--
-- Name: access_event access_event_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.access_event
    ADD CONSTRAINT access_event_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: api_key api_key_hash_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.api_key
    ADD CONSTRAINT api_key_hash_unique UNIQUE (hotel_id, key_hash);

--
-- Name: CONSTRAINT api_key_hash_unique ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT api_key_hash_unique ON hotelmate.api_key IS 'An API key is issued once.';

--
-- Name: api_key api_key_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: api_key_scope api_key_scope_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.api_key_scope
    ADD CONSTRAINT api_key_scope_pkey PRIMARY KEY (hotel_id, api_key_id, permission);

--
-- Name: booking_counter booking_counter_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_counter
    ADD CONSTRAINT booking_counter_pkey PRIMARY KEY (hotel_id, year);

--
-- Name: booking_event booking_event_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_event
    ADD CONSTRAINT booking_event_key UNIQUE (hotel_id, booking_id, version, to_status);

--
-- Name: booking_event booking_event_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_event
    ADD CONSTRAINT booking_event_pkey PRIMARY KEY (hotel_id, booking_id, version);

--
-- Name: booking_guest booking_guest_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_guest
    ADD CONSTRAINT booking_guest_key UNIQUE (hotel_id, booking_id, id);

--
-- Name: booking_guest booking_guest_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_guest
    ADD CONSTRAINT booking_guest_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: room_booking booking_reference_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_reference_unique UNIQUE (hotel_id, booking_reference);

--
-- Name: CONSTRAINT booking_reference_unique ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_reference_unique ON hotelmate.room_booking IS 'A reference names one booking of a hotel.';

--
-- Name: stripe_payment_intent booking_single_payment_intent; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.stripe_payment_intent
    ADD CONSTRAINT booking_single_payment_intent PRIMARY KEY (payment_intent_id);

--
-- Name: CONSTRAINT booking_single_payment_intent ON stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_single_payment_intent ON hotelmate.stripe_payment_intent IS 'A payment intent belongs to one booking.';

--
-- Name: booking_token booking_token_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_token
    ADD CONSTRAINT booking_token_key UNIQUE (hotel_id, booking_id, id);

--
-- Name: booking_token booking_token_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_token
    ADD CONSTRAINT booking_token_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: booking_transition booking_transition_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_transition
    ADD CONSTRAINT booking_transition_pkey PRIMARY KEY (from_status, to_status);

--
-- Name: cancellation_term cancellation_term_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.cancellation_term
    ADD CONSTRAINT cancellation_term_pkey PRIMARY KEY (hotel_id, days_before_arrival);

--
-- Name: guest_chat_session chat_single_per_booking; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest_chat_session
    ADD CONSTRAINT chat_single_per_booking UNIQUE (hotel_id, booking_id);

--
-- Name: CONSTRAINT chat_single_per_booking ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT chat_single_per_booking ON hotelmate.guest_chat_session IS 'A stay has one chat.';

--
-- Name: consistency_count consistency_count_once_a_hotel; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_count
    ADD CONSTRAINT consistency_count_once_a_hotel UNIQUE NULLS NOT DISTINCT (run_id, check_file, hotel_id);

--
-- Name: CONSTRAINT consistency_count_once_a_hotel ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_count_once_a_hotel ON hotelmate.consistency_count IS 'What a check found in a hotel is counted once a run.';

--
-- Name: consistency_finding consistency_finding_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_finding
    ADD CONSTRAINT consistency_finding_pkey PRIMARY KEY (run_id, number);

--
-- Name: consistency_result consistency_result_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_result
    ADD CONSTRAINT consistency_result_pkey PRIMARY KEY (run_id, check_file);

--
-- Name: consistency_run consistency_run_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_run
    ADD CONSTRAINT consistency_run_pkey PRIMARY KEY (id);

--
-- Name: country country_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.country
    ADD CONSTRAINT country_pkey PRIMARY KEY (code);

--
-- Name: guest_chat_session guest_chat_session_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest_chat_session
    ADD CONSTRAINT guest_chat_session_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: guest_message guest_message_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest_message
    ADD CONSTRAINT guest_message_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: guest_message guest_message_single; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest_message
    ADD CONSTRAINT guest_message_single UNIQUE NULLS NOT DISTINCT (hotel_id, booking_id, kind, token_id);

--
-- Name: CONSTRAINT guest_message_single ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_message_single ON hotelmate.guest_message IS 'Guests are told of a decision once, and of each link once.';

--
-- Name: guest guest_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest
    ADD CONSTRAINT guest_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: guest guest_single_per_party_member; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest
    ADD CONSTRAINT guest_single_per_party_member UNIQUE (hotel_id, booking_guest_id);

--
-- Name: CONSTRAINT guest_single_per_party_member ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_single_per_party_member ON hotelmate.guest IS 'A party member has one guest record.';

--
-- Name: hotel_directory hotel_directory_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.hotel_directory
    ADD CONSTRAINT hotel_directory_key UNIQUE (hotel_id, slug);

--
-- Name: hotel_directory hotel_directory_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.hotel_directory
    ADD CONSTRAINT hotel_directory_pkey PRIMARY KEY (hotel_id);

--
-- Name: hotel hotel_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.hotel
    ADD CONSTRAINT hotel_pkey PRIMARY KEY (hotel_id);

--
-- Name: hotel_directory hotel_slug_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.hotel_directory
    ADD CONSTRAINT hotel_slug_unique UNIQUE (slug);

--
-- Name: CONSTRAINT hotel_slug_unique ON hotel_directory; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_slug_unique ON hotelmate.hotel_directory IS 'A slug names one hotel.';

--
-- Name: hotel hotel_time_zone_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.hotel
    ADD CONSTRAINT hotel_time_zone_key UNIQUE (hotel_id, time_zone);

--
-- Name: housekeeping_task housekeeping_task_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.housekeeping_task
    ADD CONSTRAINT housekeeping_task_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: idempotency_key idempotency_key_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (hotel_id, staff_id, key);

--
-- Name: log_in_limit log_in_limit_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.log_in_limit
    ADD CONSTRAINT log_in_limit_pkey PRIMARY KEY (subject);

--
-- Name: outbox_event outbox_event_id_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.outbox_event
    ADD CONSTRAINT outbox_event_id_unique UNIQUE (hotel_id, event_id);

--
-- Name: CONSTRAINT outbox_event_id_unique ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT outbox_event_id_unique ON hotelmate.outbox_event IS 'An event id names one event.';

--
-- Name: outbox_event outbox_event_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.outbox_event
    ADD CONSTRAINT outbox_event_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: booking_guest party_single_primary; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_guest
    ADD CONSTRAINT party_single_primary UNIQUE (hotel_id, primary_of_booking_id);

--
-- Name: CONSTRAINT party_single_primary ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT party_single_primary ON hotelmate.booking_guest IS 'A booking has at most one primary guest.';

--
-- Name: payment_entry payment_entry_dispute_once; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT payment_entry_dispute_once UNIQUE (hotel_id, payment_id, dispute_id, kind);

--
-- Name: CONSTRAINT payment_entry_dispute_once ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_dispute_once ON hotelmate.payment_entry IS 'A dispute is opened once and won once.';

--
-- Name: payment_entry payment_entry_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT payment_entry_pkey PRIMARY KEY (hotel_id, booking_id, payment_id, seq);

--
-- Name: payment_entry payment_entry_refund_once; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT payment_entry_refund_once UNIQUE (hotel_id, payment_id, refund_id, kind);

--
-- Name: CONSTRAINT payment_entry_refund_once ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_refund_once ON hotelmate.payment_entry IS 'A refund is made once and fails once.';

--
-- Name: payment_entry payment_entry_totals_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT payment_entry_totals_key UNIQUE (hotel_id, booking_id, payment_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total, disputed_total);

--
-- Name: payment_instruction payment_instruction_payment_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_instruction
    ADD CONSTRAINT payment_instruction_payment_key UNIQUE (hotel_id, booking_id, payment_id, id);

--
-- Name: payment_instruction payment_instruction_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_instruction
    ADD CONSTRAINT payment_instruction_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: payment payment_intent_single_payment; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment
    ADD CONSTRAINT payment_intent_single_payment UNIQUE (hotel_id, payment_intent_id);

--
-- Name: CONSTRAINT payment_intent_single_payment ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_intent_single_payment ON hotelmate.payment IS 'A payment intent is one payment.';

--
-- Name: payment payment_ledger_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment
    ADD CONSTRAINT payment_ledger_key UNIQUE (hotel_id, booking_id, id, provider, currency);

--
-- Name: payment payment_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: payment payment_provider_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment
    ADD CONSTRAINT payment_provider_key UNIQUE (hotel_id, booking_id, id, provider);

--
-- Name: payment_reconciliation payment_reconciliation_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_reconciliation
    ADD CONSTRAINT payment_reconciliation_pkey PRIMARY KEY (id);

--
-- Name: payment_session payment_session_booking_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_session
    ADD CONSTRAINT payment_session_booking_key UNIQUE (hotel_id, booking_id, id);

--
-- Name: payment_session payment_session_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_session
    ADD CONSTRAINT payment_session_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: payment_session payment_session_single_stripe_session; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_session
    ADD CONSTRAINT payment_session_single_stripe_session UNIQUE (hotel_id, stripe_session_id);

--
-- Name: CONSTRAINT payment_session_single_stripe_session ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_session_single_stripe_session ON hotelmate.payment_session IS 'A Checkout session is one payment session.';

--
-- Name: permission permission_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.permission
    ADD CONSTRAINT permission_pkey PRIMARY KEY (name);

--
-- Name: permission_privilege permission_privilege_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.permission_privilege
    ADD CONSTRAINT permission_privilege_pkey PRIMARY KEY (permission, table_name, verb);

--
-- Name: precheckin_field precheckin_field_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.precheckin_field
    ADD CONSTRAINT precheckin_field_pkey PRIMARY KEY (hotel_id, form_version, asked_of, name);

--
-- Name: precheckin_field precheckin_field_position_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.precheckin_field
    ADD CONSTRAINT precheckin_field_position_unique UNIQUE (hotel_id, form_version, "position");

--
-- Name: CONSTRAINT precheckin_field_position_unique ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_position_unique ON hotelmate.precheckin_field IS 'A place on a form has one field.';

--
-- Name: precheckin_form precheckin_form_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.precheckin_form
    ADD CONSTRAINT precheckin_form_pkey PRIMARY KEY (hotel_id, version);

--
-- Name: precheckin_kind precheckin_kind_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.precheckin_kind
    ADD CONSTRAINT precheckin_kind_pkey PRIMARY KEY (name);

--
-- Name: precheckin_kind precheckin_kind_rule_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.precheckin_kind
    ADD CONSTRAINT precheckin_kind_rule_key UNIQUE (rule);

--
-- Name: realtime_channel realtime_channel_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_channel
    ADD CONSTRAINT realtime_channel_pkey PRIMARY KEY (hotel_id, name);

--
-- Name: realtime_dead_letter realtime_dead_letter_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_dead_letter
    ADD CONSTRAINT realtime_dead_letter_pkey PRIMARY KEY (hotel_id, "position");

--
-- Name: realtime_message realtime_message_once_a_channel; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_message
    ADD CONSTRAINT realtime_message_once_a_channel UNIQUE (hotel_id, event_id, channel);

--
-- Name: CONSTRAINT realtime_message_once_a_channel ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT realtime_message_once_a_channel ON hotelmate.realtime_message IS 'An event is one message on each of its channels.';

--
-- Name: realtime_message realtime_message_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_message
    ADD CONSTRAINT realtime_message_pkey PRIMARY KEY (hotel_id, "position");

--
-- Name: realtime_stream realtime_stream_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_stream
    ADD CONSTRAINT realtime_stream_pkey PRIMARY KEY (hotel_id);

--
-- Name: refresh_token refresh_token_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.refresh_token
    ADD CONSTRAINT refresh_token_pkey PRIMARY KEY (hotel_id, token_hash);

--
-- Name: relay_statistics relay_statistics_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.relay_statistics
    ADD CONSTRAINT relay_statistics_pkey PRIMARY KEY (only_row);

--
-- Name: repeatable_file repeatable_file_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.repeatable_file
    ADD CONSTRAINT repeatable_file_pkey PRIMARY KEY (file_name);

--
-- Name: room room_assignable_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_assignable_key UNIQUE (hotel_id, id, is_assignable);

--
-- Name: room_booking room_booking_in_house_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT room_booking_in_house_key UNIQUE (hotel_id, in_house_room_id, id);

--
-- Name: room_booking room_booking_open_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT room_booking_open_key UNIQUE (hotel_id, id, is_open);

--
-- Name: room_booking room_booking_party_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT room_booking_party_key UNIQUE (hotel_id, id, party_complete);

--
-- Name: room_booking room_booking_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT room_booking_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: room room_cleaning_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_cleaning_key UNIQUE (hotel_id, id, cleaning_task_id);

--
-- Name: room room_in_house_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_in_house_key UNIQUE (hotel_id, id, in_house_booking_id);

--
-- Name: room room_number_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_number_unique UNIQUE (hotel_id, room_number);

--
-- Name: CONSTRAINT room_number_unique ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_number_unique ON hotelmate.room IS 'A number names one room of a hotel.';

--
-- Name: room room_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: room_status_event room_status_event_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_status_event
    ADD CONSTRAINT room_status_event_key UNIQUE (hotel_id, room_id, version, to_status, to_turnover);

--
-- Name: room_status_event room_status_event_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_status_event
    ADD CONSTRAINT room_status_event_pkey PRIMARY KEY (hotel_id, room_id, version);

--
-- Name: room_type room_type_capacity_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_type
    ADD CONSTRAINT room_type_capacity_key UNIQUE (hotel_id, id, max_occupancy);

--
-- Name: room_type room_type_code_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_type
    ADD CONSTRAINT room_type_code_unique UNIQUE (hotel_id, code);

--
-- Name: CONSTRAINT room_type_code_unique ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_type_code_unique ON hotelmate.room_type IS 'A code names one room type of a hotel.';

--
-- Name: room room_type_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_type_key UNIQUE (hotel_id, id, room_type_id);

--
-- Name: room_type room_type_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_type
    ADD CONSTRAINT room_type_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: secret_column secret_column_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.secret_column
    ADD CONSTRAINT secret_column_pkey PRIMARY KEY (table_name, column_name);

--
-- Name: staff_password staff_password_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_password
    ADD CONSTRAINT staff_password_pkey PRIMARY KEY (hotel_id, staff_id);

--
-- Name: staff staff_person_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff
    ADD CONSTRAINT staff_person_key UNIQUE (hotel_id, id, is_person);

--
-- Name: staff staff_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: staff_role staff_role_database_role_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_role
    ADD CONSTRAINT staff_role_database_role_key UNIQUE (database_role);

--
-- Name: staff staff_role_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff
    ADD CONSTRAINT staff_role_key UNIQUE (hotel_id, id, role);

--
-- Name: staff_role_permission staff_role_permission_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_role_permission
    ADD CONSTRAINT staff_role_permission_pkey PRIMARY KEY (role, permission);

--
-- Name: staff_role staff_role_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_role
    ADD CONSTRAINT staff_role_pkey PRIMARY KEY (name);

--
-- Name: staff_session staff_session_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_session
    ADD CONSTRAINT staff_session_pkey PRIMARY KEY (hotel_id, id);

--
-- Name: staff staff_username_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff
    ADD CONSTRAINT staff_username_unique UNIQUE (hotel_id, username);

--
-- Name: CONSTRAINT staff_username_unique ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_username_unique ON hotelmate.staff IS 'A username names one member of a hotel''s staff.';

--
-- Name: stripe_payment_intent stripe_payment_intent_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.stripe_payment_intent
    ADD CONSTRAINT stripe_payment_intent_key UNIQUE (payment_intent_id, hotel_id, booking_id);

--
-- Name: housekeeping_task task_cleaning_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.housekeeping_task
    ADD CONSTRAINT task_cleaning_key UNIQUE (hotel_id, cleaning_room_id, id);

--
-- Name: task_transition task_transition_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.task_transition
    ADD CONSTRAINT task_transition_pkey PRIMARY KEY (from_status, to_status);

--
-- Name: time_zone time_zone_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.time_zone
    ADD CONSTRAINT time_zone_pkey PRIMARY KEY (name);

--
-- Name: booking_token token_hash_unique; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_token
    ADD CONSTRAINT token_hash_unique UNIQUE (hotel_id, token_hash);

--
-- Name: CONSTRAINT token_hash_unique ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_hash_unique ON hotelmate.booking_token IS 'A token opens one booking.';

--
-- Name: booking_token token_single_live; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_token
    ADD CONSTRAINT token_single_live UNIQUE (hotel_id, live_booking_id, purpose);

--
-- Name: CONSTRAINT token_single_live ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_single_live ON hotelmate.booking_token IS 'A booking has at most one live token a purpose.';

--
-- Name: turnover_transition turnover_transition_pkey; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.turnover_transition
    ADD CONSTRAINT turnover_transition_pkey PRIMARY KEY (from_turnover, to_turnover);

--
-- Name: stripe_webhook_event webhook_event_evidence_key; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.stripe_webhook_event
    ADD CONSTRAINT webhook_event_evidence_key UNIQUE (event_id, hotel_id, booking_id, status);

--
-- Name: stripe_webhook_event webhook_event_processed_once; Type: CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.stripe_webhook_event
    ADD CONSTRAINT webhook_event_processed_once PRIMARY KEY (event_id);

--
-- Name: CONSTRAINT webhook_event_processed_once ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_processed_once ON hotelmate.stripe_webhook_event IS 'A provider event is processed once, whatever its delivery.';

--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

--
-- Name: access_event_of_member; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX access_event_of_member ON hotelmate.access_event USING btree (hotel_id, staff_id, id);

--
-- Name: INDEX access_event_of_member; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.access_event_of_member IS 'The changes of one member''s access, in order.';

--
-- Name: api_key_of_member; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX api_key_of_member ON hotelmate.api_key USING btree (hotel_id, staff_id);

--
-- Name: INDEX api_key_of_member; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.api_key_of_member IS 'The API keys of a member of staff.';

--
-- Name: booking_event_by_time; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX booking_event_by_time ON hotelmate.booking_event USING brin (created_at) WITH (autosummarize='on');

--
-- Name: INDEX booking_event_by_time; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.booking_event_by_time IS 'What happened to bookings in a period: whether all of it was reported.';

--
-- Name: consistency_count_single_current; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE UNIQUE INDEX consistency_count_single_current ON hotelmate.consistency_count USING btree (hotel_id, check_file) NULLS NOT DISTINCT WHERE is_current;

--
-- Name: INDEX consistency_count_single_current; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.consistency_count_single_current IS 'The findings of a check in a hotel are current in one run.';

--
-- Name: consistency_finding_by_hotel; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX consistency_finding_by_hotel ON hotelmate.consistency_finding USING btree (hotel_id, run_id, number);

--
-- Name: INDEX consistency_finding_by_hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.consistency_finding_by_hotel IS 'The findings of a run in one hotel, in order.';

--
-- Name: consistency_result_not_run; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX consistency_result_not_run ON hotelmate.consistency_result USING btree (run_id) WHERE (error IS NOT NULL);

--
-- Name: INDEX consistency_result_not_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.consistency_result_not_run IS 'The checks that a run could not run to their end.';

--
-- Name: consistency_run_latest; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX consistency_run_latest ON hotelmate.consistency_run USING btree (hotel_id, finished_at) WHERE ((finished_at IS NOT NULL) AND (only_checks IS NULL));

--
-- Name: INDEX consistency_run_latest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.consistency_run_latest IS 'Complete runs by hotel and time: the latest is shown, and tells when the next is due.';

--
-- Name: guest_by_booking; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX guest_by_booking ON hotelmate.guest USING btree (hotel_id, booking_id);

--
-- Name: INDEX guest_by_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.guest_by_booking IS 'Guest records of a booking.';

--
-- Name: guest_chat_session_open; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX guest_chat_session_open ON hotelmate.guest_chat_session USING btree (hotel_id, booking_id) WHERE (closed_at IS NULL);

--
-- Name: INDEX guest_chat_session_open; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.guest_chat_session_open IS 'Chats that are open, without history.';

--
-- Name: guest_message_of_token; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX guest_message_of_token ON hotelmate.guest_message USING btree (hotel_id, token_id) WHERE (token_id IS NOT NULL);

--
-- Name: INDEX guest_message_of_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.guest_message_of_token IS 'The message that carries a link.';

--
-- Name: guest_message_unfinished; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX guest_message_unfinished ON hotelmate.guest_message USING btree (hotel_id, next_try_at) WHERE (finished_at IS NULL);

--
-- Name: INDEX guest_message_unfinished; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.guest_message_unfinished IS 'Messages that are still to be sent, without history.';

--
-- Name: guest_open; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX guest_open ON hotelmate.guest USING btree (hotel_id, booking_id) WHERE (checked_out_at IS NULL);

--
-- Name: INDEX guest_open; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.guest_open IS 'Guests who are recorded as in house, without history.';

--
-- Name: housekeeping_task_by_room; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX housekeeping_task_by_room ON hotelmate.housekeeping_task USING btree (hotel_id, room_id, id);

--
-- Name: INDEX housekeeping_task_by_room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.housekeeping_task_by_room IS 'The task list of a room.';

--
-- Name: housekeeping_task_by_status; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX housekeeping_task_by_status ON hotelmate.housekeeping_task USING btree (hotel_id, status, id);

--
-- Name: INDEX housekeeping_task_by_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.housekeeping_task_by_status IS 'The task list, by status.';

--
-- Name: housekeeping_task_noted_of_booking; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX housekeeping_task_noted_of_booking ON hotelmate.housekeeping_task USING btree (hotel_id, booking_id) WHERE ((booking_id IS NOT NULL) AND (note <> ''::text));

--
-- Name: INDEX housekeeping_task_noted_of_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.housekeeping_task_noted_of_booking IS 'What somebody noted about a booking: it goes with the guest''s personal data.';

--
-- Name: housekeeping_task_open; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX housekeeping_task_open ON hotelmate.housekeeping_task USING btree (hotel_id, id) WHERE is_open;

--
-- Name: INDEX housekeeping_task_open; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.housekeeping_task_open IS 'The task board: open tasks.';

--
-- Name: idempotency_key_by_age; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX idempotency_key_by_age ON hotelmate.idempotency_key USING btree (created_at);

--
-- Name: INDEX idempotency_key_by_age; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.idempotency_key_by_age IS 'Answers that are kept no longer, which are removed.';

--
-- Name: log_in_limit_by_age; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX log_in_limit_by_age ON hotelmate.log_in_limit USING btree (since);

--
-- Name: INDEX log_in_limit_by_age; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.log_in_limit_by_age IS 'Counts whose period is over, which are removed.';

--
-- Name: outbox_event_in_order; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX outbox_event_in_order ON hotelmate.outbox_event USING btree (id);

--
-- Name: INDEX outbox_event_in_order; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.outbox_event_in_order IS 'Events in the order in which they are numbered.';

--
-- Name: payment_captured_once; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE UNIQUE INDEX payment_captured_once ON hotelmate.payment_instruction USING btree (hotel_id, payment_id, kind) WHERE ((kind = ANY (ARRAY['CAPTURE'::text, 'VOID'::text])) AND (state = ANY (ARRAY['PENDING'::text, 'DONE'::text])));

--
-- Name: INDEX payment_captured_once; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.payment_captured_once IS 'A payment is captured once and voided once: no second instruction while one waits or was carried out.';

--
-- Name: payment_entry_evidence_used_once; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE UNIQUE INDEX payment_entry_evidence_used_once ON hotelmate.payment_entry USING btree (hotel_id, provider_event_id, kind, refund_id, dispute_id) NULLS NOT DISTINCT WHERE (provider_event_id IS NOT NULL);

--
-- Name: INDEX payment_entry_evidence_used_once; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.payment_entry_evidence_used_once IS 'A provider event evidences a payment of one kind once.';

--
-- Name: payment_held; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX payment_held ON hotelmate.payment USING btree (hotel_id, capture_before) WHERE (provider_status = 'requires_capture'::text);

--
-- Name: payment_instruction_failed; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX payment_instruction_failed ON hotelmate.payment_instruction USING btree (created_at) WHERE (state = 'FAILED'::text);

--
-- Name: payment_instruction_pending; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX payment_instruction_pending ON hotelmate.payment_instruction USING btree (next_try_at) WHERE (state = 'PENDING'::text);

--
-- Name: payment_session_expired_once; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE UNIQUE INDEX payment_session_expired_once ON hotelmate.payment_instruction USING btree (hotel_id, session_id) WHERE ((state = ANY (ARRAY['PENDING'::text, 'DONE'::text])) AND (session_id IS NOT NULL));

--
-- Name: INDEX payment_session_expired_once; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.payment_session_expired_once IS 'A payment session is closed once.';

--
-- Name: payment_session_single_live; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE UNIQUE INDEX payment_session_single_live ON hotelmate.payment_session USING btree (hotel_id, booking_id) WHERE (state = ANY (ARRAY['REQUESTED'::text, 'OPEN'::text]));

--
-- Name: INDEX payment_session_single_live; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.payment_session_single_live IS 'A booking has one payment session at a time.';

--
-- Name: payment_under_way; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX payment_under_way ON hotelmate.payment USING btree (hotel_id, payment_intent_id) WHERE ((payment_intent_id IS NOT NULL) AND ((provider_status IS NULL) OR (provider_status <> ALL (ARRAY['succeeded'::text, 'canceled'::text]))));

--
-- Name: realtime_channel_due; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX realtime_channel_due ON hotelmate.realtime_channel USING btree (due_at) WHERE (delivered_position < last_position);

--
-- Name: INDEX realtime_channel_due; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.realtime_channel_due IS 'What the relay has to deliver, in turn.';

--
-- Name: realtime_dead_letter_requested; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX realtime_dead_letter_requested ON hotelmate.realtime_dead_letter USING btree (requested_at) WHERE (requested_at IS NOT NULL);

--
-- Name: INDEX realtime_dead_letter_requested; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.realtime_dead_letter_requested IS 'What the relay is asked to send again.';

--
-- Name: realtime_message_by_age; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX realtime_message_by_age ON hotelmate.realtime_message USING btree (numbered_at);

--
-- Name: INDEX realtime_message_by_age; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.realtime_message_by_age IS 'What is old enough to be removed.';

--
-- Name: realtime_message_by_channel; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX realtime_message_by_channel ON hotelmate.realtime_message USING btree (hotel_id, channel, "position");

--
-- Name: INDEX realtime_message_by_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.realtime_message_by_channel IS 'What is to be delivered on a channel.';

--
-- Name: refresh_token_of_family; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX refresh_token_of_family ON hotelmate.refresh_token USING btree (hotel_id, session_id);

--
-- Name: INDEX refresh_token_of_family; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.refresh_token_of_family IS 'The tokens of a session, which are removed with it.';

--
-- Name: refresh_token_single_unused; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE UNIQUE INDEX refresh_token_single_unused ON hotelmate.refresh_token USING btree (hotel_id, session_id) WHERE (used_at IS NULL);

--
-- Name: INDEX refresh_token_single_unused; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.refresh_token_single_unused IS 'One refresh token of a session works at a time.';

--
-- Name: room_booking_by_arrival; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_by_arrival ON hotelmate.room_booking USING btree (hotel_id, check_in, id);

--
-- Name: INDEX room_booking_by_arrival; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_by_arrival IS 'Arrivals of a day.';

--
-- Name: room_booking_by_room; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_by_room ON hotelmate.room_booking USING btree (hotel_id, assigned_room_id, id) WHERE (assigned_room_id IS NOT NULL);

--
-- Name: INDEX room_booking_by_room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_by_room IS 'The bookings of a room.';

--
-- Name: room_booking_by_status; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_by_status ON hotelmate.room_booking USING btree (hotel_id, status, id);

--
-- Name: INDEX room_booking_by_status; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_by_status IS 'The booking list, by status.';

--
-- Name: room_booking_closed_with_room; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_closed_with_room ON hotelmate.room_booking USING btree (hotel_id, assigned_room_id, id) WHERE ((status = ANY (ARRAY['DECLINED'::text, 'CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'NO_SHOW'::text])) AND (assigned_room_id IS NOT NULL));

--
-- Name: INDEX room_booking_closed_with_room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_closed_with_room IS 'Closed bookings that hold a room: none. Lists of them read no history.';

--
-- Name: room_booking_completed_not_departed; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_completed_not_departed ON hotelmate.room_booking USING btree (hotel_id, id) WHERE ((status = 'COMPLETED'::text) AND ((checked_out_at IS NULL) OR (assigned_room_id IS NULL)));

--
-- Name: INDEX room_booking_completed_not_departed; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_completed_not_departed IS 'Completed bookings that have not checked out, or of no room: none. Lists of them read no history.';

--
-- Name: room_booking_draft_expiry; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_draft_expiry ON hotelmate.room_booking USING btree (expires_at) WHERE (status = 'PENDING_PAYMENT'::text);

--
-- Name: INDEX room_booking_draft_expiry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_draft_expiry IS 'Unpaid drafts that lapse.';

--
-- Name: room_booking_open_capacity; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_open_capacity ON hotelmate.room_booking USING btree (hotel_id, accommodating_room_type_id, held_capacity) WHERE (held_capacity IS NOT NULL);

--
-- Name: INDEX room_booking_open_capacity; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_open_capacity IS 'Open bookings of a room type, for a change of its capacity.';

--
-- Name: room_booking_personal_data; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_personal_data ON hotelmate.room_booking USING btree (hotel_id, check_out) WHERE ((erased_guest_count < guest_count) AND (NOT is_open));

--
-- Name: INDEX room_booking_personal_data; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_personal_data IS 'What is past the hotel''s period for personal data, without what is erased already.';

--
-- Name: room_booking_waiting; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_booking_waiting ON hotelmate.room_booking USING btree (hotel_id, waits_for_room_id) WHERE (waits_for_room_id IS NOT NULL);

--
-- Name: INDEX room_booking_waiting; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_booking_waiting IS 'The booking that waits for a room.';

--
-- Name: room_single_active_assignment; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE UNIQUE INDEX room_single_active_assignment ON hotelmate.room_booking USING btree (hotel_id, held_room_id) WHERE (held_room_id IS NOT NULL);

--
-- Name: INDEX room_single_active_assignment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_single_active_assignment IS 'A room has at most one active booking: assigned or in house.';

--
-- Name: room_single_open_turnover_task; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE UNIQUE INDEX room_single_open_turnover_task ON hotelmate.housekeeping_task USING btree (hotel_id, room_id) WHERE ((task_type = 'TURNOVER'::text) AND (status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text])));

--
-- Name: INDEX room_single_open_turnover_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_single_open_turnover_task IS 'A room has at most one open turnover task.';

--
-- Name: room_status_event_by_time; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_status_event_by_time ON hotelmate.room_status_event USING brin (created_at) WITH (autosummarize='on');

--
-- Name: INDEX room_status_event_by_time; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_status_event_by_time IS 'What happened to rooms in a period: whether all of it was reported.';

--
-- Name: room_status_event_said_of_stay; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX room_status_event_said_of_stay ON hotelmate.room_status_event USING btree (hotel_id, in_house_booking_id) WHERE ((in_house_booking_id IS NOT NULL) AND (reason IS NOT NULL));

--
-- Name: INDEX room_status_event_said_of_stay; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.room_status_event_said_of_stay IS 'What somebody wrote about a room while a guest was in it: it goes with the guest''s personal data.';

--
-- Name: staff_session_by_end; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX staff_session_by_end ON hotelmate.staff_session USING btree (expires_at);

--
-- Name: INDEX staff_session_by_end; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.staff_session_by_end IS 'Sessions that are over, which are removed after a while.';

--
-- Name: staff_session_of_member; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX staff_session_of_member ON hotelmate.staff_session USING btree (hotel_id, staff_id) WHERE (ended_at IS NULL);

--
-- Name: INDEX staff_session_of_member; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON INDEX hotelmate.staff_session_of_member IS 'The sessions of a member of staff that nobody ended.';

--
-- Name: stripe_payment_intent_by_booking; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX stripe_payment_intent_by_booking ON hotelmate.stripe_payment_intent USING btree (hotel_id, booking_id);

--
-- Name: stripe_webhook_event_by_booking; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX stripe_webhook_event_by_booking ON hotelmate.stripe_webhook_event USING btree (hotel_id, booking_id) WHERE (booking_id IS NOT NULL);

--
-- Name: stripe_webhook_event_by_intent; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX stripe_webhook_event_by_intent ON hotelmate.stripe_webhook_event USING btree (payment_intent_id) WHERE (payment_intent_id IS NOT NULL);

--
-- Name: stripe_webhook_event_waiting; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX stripe_webhook_event_waiting ON hotelmate.stripe_webhook_event USING btree (next_try_at) WHERE (next_try_at IS NOT NULL);

--
-- Name: stripe_webhook_event_without_effect; Type: INDEX; Schema: hotelmate; Owner: -
--

CREATE INDEX stripe_webhook_event_without_effect ON hotelmate.stripe_webhook_event USING btree (received_at) WHERE (status <> 'PROCESSED'::text);

--
-- Name: api_key api_key_revoked_once; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER api_key_revoked_once BEFORE UPDATE ON hotelmate.api_key FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_api_key();

--
-- Name: TRIGGER api_key_revoked_once ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER api_key_revoked_once ON hotelmate.api_key IS 'An API key stays whose it is, and one that was revoked stays so.';

--
-- Name: booking_event audit_row_is_of_current_version; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER audit_row_is_of_current_version BEFORE INSERT ON hotelmate.booking_event FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_booking_audit_row();

--
-- Name: TRIGGER audit_row_is_of_current_version ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER audit_row_is_of_current_version ON hotelmate.booking_event IS 'An audit row is of the version that its subject has now.';

--
-- Name: room_status_event audit_row_is_of_current_version; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER audit_row_is_of_current_version BEFORE INSERT ON hotelmate.room_status_event FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_room_audit_row();

--
-- Name: TRIGGER audit_row_is_of_current_version ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER audit_row_is_of_current_version ON hotelmate.room_status_event IS 'An audit row is of the version that its subject has now.';

--
-- Name: room_booking booking_approval_within_rooms; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_approval_within_rooms BEFORE UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.status = 'PENDING_APPROVAL'::text) AND (old.approved_at IS NULL) AND ((new.approved_at IS NOT NULL) OR (new.status = 'CONFIRMED'::text)))) EXECUTE FUNCTION hotelmate.guard_booking_approval();

--
-- Name: TRIGGER booking_approval_within_rooms ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_approval_within_rooms ON hotelmate.room_booking IS 'No more stays are approved for a night than there are rooms of the type and the hotel''s allowance.';

--
-- Name: room_booking booking_checks_out_of_its_room; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_checks_out_of_its_room BEFORE UPDATE OF checked_out_at ON hotelmate.room_booking FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_check_out();

--
-- Name: TRIGGER booking_checks_out_of_its_room ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_checks_out_of_its_room ON hotelmate.room_booking IS 'A guest checks out of the room that they were in house in, in a step of its own.';

--
-- Name: room_booking booking_enters_after_last_guest_left; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_enters_after_last_guest_left AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((new.in_house_room_id IS NOT NULL) AND (old.in_house_room_id IS DISTINCT FROM new.in_house_room_id))) EXECUTE FUNCTION hotelmate.guard_check_in_time();

--
-- Name: TRIGGER booking_enters_after_last_guest_left ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_enters_after_last_guest_left ON hotelmate.room_booking IS 'A guest enters a room after the last one has left it.';

--
-- Name: room_booking booking_enters_ready_room; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_enters_ready_room AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN ((old.in_house_room_id IS DISTINCT FROM new.in_house_room_id)) EXECUTE FUNCTION hotelmate.sync_room_occupancy();

--
-- Name: TRIGGER booking_enters_ready_room ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_enters_ready_room ON hotelmate.room_booking IS 'A guest enters only a room that is active, in order, ready and vacant; the room left behind is CHECKOUT_DIRTY.';

--
-- Name: room_booking booking_final_is_frozen; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_final_is_frozen BEFORE UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN ((NOT old.is_open)) EXECUTE FUNCTION hotelmate.guard_final_booking();

--
-- Name: TRIGGER booking_final_is_frozen ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_final_is_frozen ON hotelmate.room_booking IS 'An ended booking keeps its room type, dates, party size, price and pre-check-in; a departed one its room, too.';

--
-- Name: booking_guest booking_precheckin_complete; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_precheckin_complete BEFORE UPDATE ON hotelmate.booking_guest FOR EACH ROW WHEN (((old.precheckin_submitted_at IS NULL) AND (new.precheckin_submitted_at IS NOT NULL))) EXECUTE FUNCTION hotelmate.guard_guest_answers();

--
-- Name: TRIGGER booking_precheckin_complete ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_precheckin_complete ON hotelmate.booking_guest IS 'Pre-check-in is submitted only with an answer to every field that its form requires, of each staying guest too.';

--
-- Name: room_booking booking_precheckin_complete; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_precheckin_complete BEFORE UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.precheckin_submitted_at IS NULL) AND (new.precheckin_submitted_at IS NOT NULL))) EXECUTE FUNCTION hotelmate.guard_booking_answers();

--
-- Name: TRIGGER booking_precheckin_complete ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_precheckin_complete ON hotelmate.room_booking IS 'Pre-check-in is submitted only with an answer to every field that its form requires, of each staying guest too.';

--
-- Name: room_booking booking_price_is_approved; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_price_is_approved BEFORE UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.approved_at IS NOT NULL) AND ((new.total_amount <> old.total_amount) OR ((new.currency)::text <> (old.currency)::text)))) EXECUTE FUNCTION hotelmate.guard_approved_price();

--
-- Name: TRIGGER booking_price_is_approved ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_price_is_approved ON hotelmate.room_booking IS 'The price of a booking stays as it was approved.';

--
-- Name: room_booking booking_stamps_are_final; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_stamps_are_final BEFORE UPDATE ON hotelmate.room_booking FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_booking_stamps();

--
-- Name: TRIGGER booking_stamps_are_final ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_stamps_are_final ON hotelmate.room_booking IS 'A stamp of a booking, once set, is never rewritten or cleared, nor is its reference.';

--
-- Name: room_booking booking_stamps_not_in_future; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER booking_stamps_not_in_future BEFORE UPDATE OF checked_in_at, checked_out_at, precheckin_submitted_at ON hotelmate.room_booking FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_future_stamps();

--
-- Name: TRIGGER booking_stamps_not_in_future ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER booking_stamps_not_in_future ON hotelmate.room_booking IS 'Check-in, check-out and pre-check-in are stamped when they happen or after, not ahead.';

--
-- Name: booking_event change_by_active_staff; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER change_by_active_staff BEFORE INSERT ON hotelmate.booking_event FOR EACH ROW WHEN ((new.changed_by IS NOT NULL)) EXECUTE FUNCTION hotelmate.guard_change_by_active_staff();

--
-- Name: TRIGGER change_by_active_staff ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER change_by_active_staff ON hotelmate.booking_event IS 'A change is signed by staff who work at the hotel at that moment.';

--
-- Name: payment_entry change_by_active_staff; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER change_by_active_staff BEFORE INSERT ON hotelmate.payment_entry FOR EACH ROW WHEN ((new.changed_by IS NOT NULL)) EXECUTE FUNCTION hotelmate.guard_change_by_active_staff();

--
-- Name: TRIGGER change_by_active_staff ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER change_by_active_staff ON hotelmate.payment_entry IS 'A change is signed by staff who work at the hotel at that moment.';

--
-- Name: payment_instruction change_by_active_staff; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER change_by_active_staff BEFORE INSERT ON hotelmate.payment_instruction FOR EACH ROW WHEN ((new.changed_by IS NOT NULL)) EXECUTE FUNCTION hotelmate.guard_change_by_active_staff();

--
-- Name: TRIGGER change_by_active_staff ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER change_by_active_staff ON hotelmate.payment_instruction IS 'A change is signed by staff who work at the hotel at that moment.';

--
-- Name: room_status_event change_by_active_staff; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER change_by_active_staff BEFORE INSERT ON hotelmate.room_status_event FOR EACH ROW WHEN ((new.changed_by IS NOT NULL)) EXECUTE FUNCTION hotelmate.guard_change_by_active_staff();

--
-- Name: TRIGGER change_by_active_staff ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER change_by_active_staff ON hotelmate.room_status_event IS 'A change is signed by staff who work at the hotel at that moment.';

--
-- Name: guest_chat_session chat_open_until_check_out; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER chat_open_until_check_out BEFORE INSERT OR DELETE OR UPDATE ON hotelmate.guest_chat_session FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_chat();

--
-- Name: TRIGGER chat_open_until_check_out ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER chat_open_until_check_out ON hotelmate.guest_chat_session IS 'A chat stays that of its booking, and open until its guest checks out.';

--
-- Name: payment_entry desk_payment_is_the_price; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER desk_payment_is_the_price BEFORE INSERT ON hotelmate.payment_entry FOR EACH ROW WHEN (((new.provider = 'desk'::text) AND (new.kind = 'AUTHORISED'::text))) EXECUTE FUNCTION hotelmate.guard_desk_amount();

--
-- Name: TRIGGER desk_payment_is_the_price ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER desk_payment_is_the_price ON hotelmate.payment_entry IS 'The desk takes the price of the booking, no more and no less.';

--
-- Name: payment_entry desk_payment_needs_pending_payment; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER desk_payment_needs_pending_payment BEFORE INSERT ON hotelmate.payment_entry FOR EACH ROW WHEN (((new.provider = 'desk'::text) AND (new.kind = 'AUTHORISED'::text))) EXECUTE FUNCTION hotelmate.guard_desk_payment();

--
-- Name: TRIGGER desk_payment_needs_pending_payment ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER desk_payment_needs_pending_payment ON hotelmate.payment_entry IS 'The desk takes a payment only for a booking that waits for payment.';

--
-- Name: booking_guest erasure_is_final; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER erasure_is_final BEFORE UPDATE ON hotelmate.booking_guest FOR EACH ROW WHEN (((old.personal_data_erased_at IS NOT NULL) AND ((new.personal_data_erased_at IS DISTINCT FROM old.personal_data_erased_at) OR (new.first_name IS DISTINCT FROM old.first_name) OR (new.last_name IS DISTINCT FROM old.last_name) OR (new.email IS DISTINCT FROM old.email) OR (new.phone IS DISTINCT FROM old.phone) OR (new.precheckin_payload IS DISTINCT FROM old.precheckin_payload)))) EXECUTE FUNCTION hotelmate.guard_erasure();

--
-- Name: TRIGGER erasure_is_final ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER erasure_is_final ON hotelmate.booking_guest IS 'What was erased stays erased, since the moment it was.';

--
-- Name: access_event evidence_is_append_only; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER evidence_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hotelmate.access_event FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('access_event');

ALTER TABLE hotelmate.access_event ENABLE ALWAYS TRIGGER evidence_is_append_only;

--
-- Name: TRIGGER evidence_is_append_only ON access_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.access_event IS 'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

--
-- Name: booking_event evidence_is_append_only; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER evidence_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hotelmate.booking_event FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('booking_event', 'but for erasure');

ALTER TABLE hotelmate.booking_event ENABLE ALWAYS TRIGGER evidence_is_append_only;

--
-- Name: TRIGGER evidence_is_append_only ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.booking_event IS 'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

--
-- Name: payment_entry evidence_is_append_only; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER evidence_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hotelmate.payment_entry FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('payment_entry', 'but for erasure');

ALTER TABLE hotelmate.payment_entry ENABLE ALWAYS TRIGGER evidence_is_append_only;

--
-- Name: TRIGGER evidence_is_append_only ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.payment_entry IS 'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

--
-- Name: room_status_event evidence_is_append_only; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER evidence_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hotelmate.room_status_event FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('room_status_event', 'but for erasure');

ALTER TABLE hotelmate.room_status_event ENABLE ALWAYS TRIGGER evidence_is_append_only;

--
-- Name: TRIGGER evidence_is_append_only ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.room_status_event IS 'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

--
-- Name: stripe_payment_intent evidence_is_append_only; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER evidence_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hotelmate.stripe_payment_intent FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('stripe_payment_intent');

ALTER TABLE hotelmate.stripe_payment_intent ENABLE ALWAYS TRIGGER evidence_is_append_only;

--
-- Name: TRIGGER evidence_is_append_only ON stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.stripe_payment_intent IS 'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

--
-- Name: guest guest_in_house_while_booking_is; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER guest_in_house_while_booking_is BEFORE INSERT OR DELETE OR UPDATE ON hotelmate.guest FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_guest_record();

--
-- Name: TRIGGER guest_in_house_while_booking_is ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER guest_in_house_while_booking_is ON hotelmate.guest IS 'A staying guest is in house while their booking is, and a guest record stays that of one party member.';

--
-- Name: guest_message guest_message_sent_once; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER guest_message_sent_once BEFORE DELETE OR UPDATE ON hotelmate.guest_message FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_guest_message();

--
-- Name: TRIGGER guest_message_sent_once ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER guest_message_sent_once ON hotelmate.guest_message IS 'A message is taken by one, sent once, and stays on record as what it was.';

--
-- Name: staff hotel_keeps_manager; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER hotel_keeps_manager AFTER DELETE OR UPDATE ON hotelmate.staff FOR EACH ROW WHEN (((old.role = 'MANAGER'::text) AND old.is_active)) EXECUTE FUNCTION hotelmate.guard_last_manager();

--
-- Name: TRIGGER hotel_keeps_manager ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER hotel_keeps_manager ON hotelmate.staff IS 'A hotel that has an active manager keeps at least one.';

--
-- Name: outbox_event outbox_event_is_immutable; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER outbox_event_is_immutable BEFORE UPDATE ON hotelmate.outbox_event FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_outbox_event();

ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER outbox_event_is_immutable;

--
-- Name: TRIGGER outbox_event_is_immutable ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER outbox_event_is_immutable ON hotelmate.outbox_event IS 'An event is never changed.';

--
-- Name: outbox_event outbox_event_kept_until_numbered; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER outbox_event_kept_until_numbered BEFORE DELETE ON hotelmate.outbox_event FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_unnumbered_event();

ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER outbox_event_kept_until_numbered;

--
-- Name: TRIGGER outbox_event_kept_until_numbered ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER outbox_event_kept_until_numbered ON hotelmate.outbox_event IS 'An event leaves the outbox only as a message.';

--
-- Name: booking_event override_by_permitted_staff; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER override_by_permitted_staff BEFORE INSERT ON hotelmate.booking_event FOR EACH ROW WHEN ((new.source = 'MANAGER_OVERRIDE'::text)) EXECUTE FUNCTION hotelmate.guard_override_by_permitted_staff();

--
-- Name: TRIGGER override_by_permitted_staff ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER override_by_permitted_staff ON hotelmate.booking_event IS 'An override is signed by staff whose role may override; a DBA may leave open for whom they act.';

--
-- Name: payment_entry override_by_permitted_staff; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER override_by_permitted_staff BEFORE INSERT ON hotelmate.payment_entry FOR EACH ROW WHEN ((new.source = 'MANAGER_OVERRIDE'::text)) EXECUTE FUNCTION hotelmate.guard_override_by_permitted_staff();

--
-- Name: TRIGGER override_by_permitted_staff ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER override_by_permitted_staff ON hotelmate.payment_entry IS 'An override is signed by staff whose role may override; a DBA may leave open for whom they act.';

--
-- Name: payment_instruction override_by_permitted_staff; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER override_by_permitted_staff BEFORE INSERT ON hotelmate.payment_instruction FOR EACH ROW WHEN ((new.source = 'MANAGER_OVERRIDE'::text)) EXECUTE FUNCTION hotelmate.guard_override_by_permitted_staff();

--
-- Name: TRIGGER override_by_permitted_staff ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER override_by_permitted_staff ON hotelmate.payment_instruction IS 'An override is signed by staff whose role may override; a DBA may leave open for whom they act.';

--
-- Name: room_status_event override_by_permitted_staff; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER override_by_permitted_staff BEFORE INSERT ON hotelmate.room_status_event FOR EACH ROW WHEN ((new.source = 'MANAGER_OVERRIDE'::text)) EXECUTE FUNCTION hotelmate.guard_override_by_permitted_staff();

--
-- Name: TRIGGER override_by_permitted_staff ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER override_by_permitted_staff ON hotelmate.room_status_event IS 'An override is signed by staff whose role may override; a DBA may leave open for whom they act.';

--
-- Name: room_booking party_named_by_guest_within_booked; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER party_named_by_guest_within_booked AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((new.staying_guest_count > old.staying_guest_count) AND ((new.staying_child_count > new.children) OR ((new.staying_guest_count - new.staying_child_count) > new.adults)))) EXECUTE FUNCTION hotelmate.guard_party_named_by_guest();

--
-- Name: TRIGGER party_named_by_guest_within_booked ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER party_named_by_guest_within_booked ON hotelmate.room_booking IS 'Guests name no more adults or children than were booked.';

--
-- Name: payment_instruction payment_capture_needs_approval; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_capture_needs_approval BEFORE INSERT ON hotelmate.payment_instruction FOR EACH ROW WHEN ((new.kind = 'CAPTURE'::text)) EXECUTE FUNCTION hotelmate.guard_capture_instruction();

--
-- Name: TRIGGER payment_capture_needs_approval ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_capture_needs_approval ON hotelmate.payment_instruction IS 'Stripe captures only for a booking that staff approved, and only the payment that counts for it.';

--
-- Name: payment payment_facts_by_evidence; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_facts_by_evidence BEFORE UPDATE ON hotelmate.payment FOR EACH ROW WHEN (((old.provider_status IS DISTINCT FROM new.provider_status) OR (old.provider_failure IS DISTINCT FROM new.provider_failure) OR (old.capture_before IS DISTINCT FROM new.capture_before))) EXECUTE FUNCTION hotelmate.guard_payment_facts();

--
-- Name: TRIGGER payment_facts_by_evidence ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_facts_by_evidence ON hotelmate.payment IS 'What Stripe said of a payment changes by what Stripe says, not by hand.';

--
-- Name: payment_instruction payment_instruction_done_by_evidence; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_instruction_done_by_evidence BEFORE UPDATE ON hotelmate.payment_instruction FOR EACH ROW WHEN (((new.state = 'DONE'::text) AND (new.payment_id IS NOT NULL) AND ((old.state = ANY (ARRAY['PENDING'::text, 'WITHDRAWN'::text])) OR ((new.kind = 'REFUND'::text) AND ((old.state = 'FAILED'::text) OR ((old.last_error ~ '\S'::text) AND ((new.last_error ~ '\S'::text) IS NOT TRUE))))))) EXECUTE FUNCTION hotelmate.guard_done_instruction();

--
-- Name: TRIGGER payment_instruction_done_by_evidence ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_instruction_done_by_evidence ON hotelmate.payment_instruction IS 'An instruction is DONE when the ledger shows it, or when people saw to what had FAILED.';

--
-- Name: payment_instruction payment_instruction_is_final; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_instruction_is_final BEFORE DELETE OR UPDATE ON hotelmate.payment_instruction FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_payment_instruction();

--
-- Name: TRIGGER payment_instruction_is_final ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_instruction_is_final ON hotelmate.payment_instruction IS 'An instruction stays what it was decided to be and, once settled, settled; only a refund may come back.';

--
-- Name: payment_instruction payment_instruction_within_amounts; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_instruction_within_amounts BEFORE INSERT ON hotelmate.payment_instruction FOR EACH ROW WHEN ((new.kind <> 'EXPIRE_SESSION'::text)) EXECUTE FUNCTION hotelmate.guard_instructed_amount();

--
-- Name: TRIGGER payment_instruction_within_amounts ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_instruction_within_amounts ON hotelmate.payment_instruction IS 'A capture or void is of no more than is held; refunds together are of what was captured and is not disputed.';

--
-- Name: payment payment_outcome_is_final; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_outcome_is_final BEFORE UPDATE ON hotelmate.payment FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_payment_outcome();

--
-- Name: TRIGGER payment_outcome_is_final ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_outcome_is_final ON hotelmate.payment IS 'A payment intent that succeeded or was canceled stays so, and none goes back; a payment stays whose it was.';

--
-- Name: payment_session payment_session_moves_on; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_session_moves_on BEFORE DELETE OR UPDATE ON hotelmate.payment_session FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_payment_session();

--
-- Name: TRIGGER payment_session_moves_on ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_session_moves_on ON hotelmate.payment_session IS 'A payment session is never opened again, and what it is for stays.';

--
-- Name: payment_session payment_session_needs_pending_payment; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_session_needs_pending_payment BEFORE INSERT ON hotelmate.payment_session FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_payment_session();

--
-- Name: TRIGGER payment_session_needs_pending_payment ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_session_needs_pending_payment ON hotelmate.payment_session IS 'A payment session is for a booking that waits for payment, at its price.';

--
-- Name: payment_instruction payment_void_needs_closed_booking; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER payment_void_needs_closed_booking BEFORE INSERT ON hotelmate.payment_instruction FOR EACH ROW WHEN ((new.kind = 'VOID'::text)) EXECUTE FUNCTION hotelmate.guard_void_instruction();

--
-- Name: TRIGGER payment_void_needs_closed_booking ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER payment_void_needs_closed_booking ON hotelmate.payment_instruction IS 'Stripe releases a hold only when no booking counts on it.';

--
-- Name: booking_guest precheckin_answers_fit_form; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER precheckin_answers_fit_form BEFORE UPDATE ON hotelmate.booking_guest FOR EACH ROW WHEN (((old.precheckin_submitted_at IS NULL) AND (new.precheckin_submitted_at IS NULL) AND ((old.precheckin_payload IS DISTINCT FROM new.precheckin_payload) OR (((old.hotel_id <> new.hotel_id) OR (old.booking_id <> new.booking_id)) AND (new.precheckin_payload <> '{}'::jsonb))))) EXECUTE FUNCTION hotelmate.guard_guest_answers();

--
-- Name: TRIGGER precheckin_answers_fit_form ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER precheckin_answers_fit_form ON hotelmate.booking_guest IS 'Answers of pre-check-in fit the fields of the form that counts for the booking.';

--
-- Name: room_booking precheckin_answers_fit_form; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER precheckin_answers_fit_form BEFORE UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.precheckin_submitted_at IS NULL) AND (new.precheckin_submitted_at IS NULL) AND ((old.precheckin_payload IS DISTINCT FROM new.precheckin_payload) OR (old.precheckin_form_version IS DISTINCT FROM new.precheckin_form_version)))) EXECUTE FUNCTION hotelmate.guard_booking_answers();

--
-- Name: TRIGGER precheckin_answers_fit_form ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER precheckin_answers_fit_form ON hotelmate.room_booking IS 'Answers of pre-check-in fit the fields of the form that counts for the booking.';

--
-- Name: precheckin_field precheckin_form_is_final; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER precheckin_form_is_final BEFORE INSERT OR DELETE OR UPDATE ON hotelmate.precheckin_field FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_precheckin_form();

--
-- Name: TRIGGER precheckin_form_is_final ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER precheckin_form_is_final ON hotelmate.precheckin_field IS 'A form of pre-check-in stays as it was published: what changes is a new one.';

--
-- Name: precheckin_form precheckin_form_is_final; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER precheckin_form_is_final BEFORE DELETE OR UPDATE ON hotelmate.precheckin_form FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_precheckin_form();

--
-- Name: TRIGGER precheckin_form_is_final ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER precheckin_form_is_final ON hotelmate.precheckin_form IS 'A form of pre-check-in stays as it was published: what changes is a new one.';

--
-- Name: booking_guest precheckin_submitted_is_final; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER precheckin_submitted_is_final BEFORE UPDATE ON hotelmate.booking_guest FOR EACH ROW WHEN (((old.precheckin_submitted_at IS NOT NULL) AND ((old.precheckin_payload IS DISTINCT FROM new.precheckin_payload) OR (old.precheckin_submitted_at IS DISTINCT FROM new.precheckin_submitted_at) OR ((old.hotel_id <> new.hotel_id) OR (old.booking_id <> new.booking_id))))) EXECUTE FUNCTION hotelmate.guard_guest_answers();

--
-- Name: TRIGGER precheckin_submitted_is_final ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER precheckin_submitted_is_final ON hotelmate.booking_guest IS 'Answers of pre-check-in that were submitted stay as they are.';

--
-- Name: room_booking precheckin_submitted_is_final; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER precheckin_submitted_is_final BEFORE UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.precheckin_submitted_at IS NOT NULL) AND ((old.precheckin_payload IS DISTINCT FROM new.precheckin_payload) OR (old.precheckin_form_version IS DISTINCT FROM new.precheckin_form_version)))) EXECUTE FUNCTION hotelmate.guard_booking_answers();

--
-- Name: TRIGGER precheckin_submitted_is_final ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER precheckin_submitted_is_final ON hotelmate.room_booking IS 'Answers of pre-check-in that were submitted stay as they are.';

--
-- Name: realtime_channel realtime_channel_ends_with_message; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER realtime_channel_ends_with_message AFTER INSERT OR UPDATE OF last_position ON hotelmate.realtime_channel FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_end_of_channel();

--
-- Name: TRIGGER realtime_channel_ends_with_message ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER realtime_channel_ends_with_message ON hotelmate.realtime_channel IS 'A channel moves on only to a message that is on it.';

--
-- Name: realtime_channel realtime_channel_goes_forward; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER realtime_channel_goes_forward BEFORE DELETE OR UPDATE ON hotelmate.realtime_channel FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_delivery();

--
-- Name: TRIGGER realtime_channel_goes_forward ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER realtime_channel_goes_forward ON hotelmate.realtime_channel IS 'The positions of a channel only grow, and it stays while something is to be delivered.';

--
-- Name: realtime_message realtime_message_is_immutable; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER realtime_message_is_immutable BEFORE UPDATE ON hotelmate.realtime_message FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_message();

ALTER TABLE hotelmate.realtime_message ENABLE ALWAYS TRIGGER realtime_message_is_immutable;

--
-- Name: TRIGGER realtime_message_is_immutable ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER realtime_message_is_immutable ON hotelmate.realtime_message IS 'A message is never changed.';

--
-- Name: realtime_message realtime_message_kept_until_delivered; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER realtime_message_kept_until_delivered BEFORE DELETE ON hotelmate.realtime_message FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_undelivered_message();

ALTER TABLE hotelmate.realtime_message ENABLE ALWAYS TRIGGER realtime_message_kept_until_delivered;

--
-- Name: TRIGGER realtime_message_kept_until_delivered ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER realtime_message_kept_until_delivered ON hotelmate.realtime_message IS 'A message is removed only after delivery.';

--
-- Name: realtime_message realtime_message_was_numbered; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER realtime_message_was_numbered AFTER INSERT ON hotelmate.realtime_message REFERENCING NEW TABLE AS new_message FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.guard_new_message();

--
-- Name: TRIGGER realtime_message_was_numbered ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER realtime_message_was_numbered ON hotelmate.realtime_message IS 'A message has a position that its hotel''s stream has given.';

--
-- Name: realtime_stream realtime_stream_ends_with_message; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER realtime_stream_ends_with_message AFTER INSERT OR UPDATE OF last_position ON hotelmate.realtime_stream FOR EACH ROW WHEN ((new.last_position > 0)) EXECUTE FUNCTION hotelmate.guard_end_of_stream();

--
-- Name: TRIGGER realtime_stream_ends_with_message ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER realtime_stream_ends_with_message ON hotelmate.realtime_stream IS 'A stream moves on only to a message that is there.';

--
-- Name: realtime_stream realtime_stream_goes_forward; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER realtime_stream_goes_forward BEFORE DELETE OR UPDATE ON hotelmate.realtime_stream FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_positions();

--
-- Name: TRIGGER realtime_stream_goes_forward ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER realtime_stream_goes_forward ON hotelmate.realtime_stream IS 'The positions of a hotel''s messages only grow.';

--
-- Name: refresh_token refresh_token_used_once; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER refresh_token_used_once BEFORE UPDATE ON hotelmate.refresh_token FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_refresh_token();

--
-- Name: TRIGGER refresh_token_used_once ON refresh_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER refresh_token_used_once ON hotelmate.refresh_token IS 'A refresh token is used once, and stays that of its session.';

--
-- Name: staff_session staff_session_ends_once; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER staff_session_ends_once BEFORE UPDATE ON hotelmate.staff_session FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_session();

--
-- Name: TRIGGER staff_session_ends_once ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER staff_session_ends_once ON hotelmate.staff_session IS 'A session stays whose it is, and one that was ended stays ended.';

--
-- Name: access_event tg_access_event__told_by_trigger; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_access_event__told_by_trigger BEFORE INSERT ON hotelmate.access_event FOR EACH ROW WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION hotelmate.refuse_access_event();

--
-- Name: TRIGGER tg_access_event__told_by_trigger ON access_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_access_event__told_by_trigger ON hotelmate.access_event IS 'A row of the trail of access that somebody writes themselves is refused: evidence_is_append_only.';

--
-- Name: api_key tg_api_key__5_record_new; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_api_key__5_record_new AFTER INSERT ON hotelmate.api_key FOR EACH ROW EXECUTE FUNCTION hotelmate.record_access('API_KEY_ISSUED');

--
-- Name: TRIGGER tg_api_key__5_record_new ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_api_key__5_record_new ON hotelmate.api_key IS 'Records who got an API key.';

--
-- Name: api_key tg_api_key__5_record_revoked; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_api_key__5_record_revoked AFTER UPDATE ON hotelmate.api_key FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION hotelmate.record_access('API_KEY_REVOKED');

--
-- Name: TRIGGER tg_api_key__5_record_revoked ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_api_key__5_record_revoked ON hotelmate.api_key IS 'Records whose API key was revoked.';

--
-- Name: booking_counter tg_booking_counter__kept; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_counter__kept BEFORE DELETE ON hotelmate.booking_counter FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_booking_counter();

--
-- Name: TRIGGER tg_booking_counter__kept ON booking_counter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_counter__kept ON hotelmate.booking_counter IS 'A counter stays while bookings have its references: booking_reference_unique.';

--
-- Name: booking_counter tg_booking_counter__not_behind; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_counter__not_behind BEFORE UPDATE ON hotelmate.booking_counter FOR EACH ROW WHEN (((new.last_number < old.last_number) OR (new.year <> old.year) OR (new.hotel_id <> old.hotel_id))) EXECUTE FUNCTION hotelmate.guard_booking_counter();

--
-- Name: TRIGGER tg_booking_counter__not_behind ON booking_counter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_counter__not_behind ON hotelmate.booking_counter IS 'A counter goes back no further than to the last reference in use: booking_reference_unique.';

--
-- Name: booking_counter tg_booking_counter__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_counter__refuse_truncate BEFORE TRUNCATE ON hotelmate.booking_counter FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('booking_reference_unique', 'booking_counter');

--
-- Name: TRIGGER tg_booking_counter__refuse_truncate ON booking_counter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_counter__refuse_truncate ON hotelmate.booking_counter IS 'TRUNCATE would number bookings anew: booking_reference_unique.';

--
-- Name: booking_event tg_booking_event__only_reason_is_erased; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_event__only_reason_is_erased BEFORE UPDATE ON hotelmate.booking_event FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_erasure_of_reason();

ALTER TABLE hotelmate.booking_event ENABLE ALWAYS TRIGGER tg_booking_event__only_reason_is_erased;

--
-- Name: TRIGGER tg_booking_event__only_reason_is_erased ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_event__only_reason_is_erased ON hotelmate.booking_event IS 'Of a row of evidence erasure replaces the reason that somebody gave, and nothing else.';

--
-- Name: booking_guest tg_booking_guest__0_answers; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_guest__0_answers BEFORE INSERT ON hotelmate.booking_guest FOR EACH ROW WHEN (((new.precheckin_payload <> '{}'::jsonb) OR (new.precheckin_submitted_at IS NOT NULL))) EXECUTE FUNCTION hotelmate.guard_guest_answers();

--
-- Name: TRIGGER tg_booking_guest__0_answers ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_guest__0_answers ON hotelmate.booking_guest IS 'Answers that come with a guest fit the form that counts: precheckin_answers_fit_form.';

--
-- Name: booking_guest tg_booking_guest__1_lock_booking; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_guest__1_lock_booking BEFORE INSERT OR DELETE OR UPDATE ON hotelmate.booking_guest FOR EACH ROW EXECUTE FUNCTION hotelmate.lock_booking_of_guest();

--
-- Name: TRIGGER tg_booking_guest__1_lock_booking ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_guest__1_lock_booking ON hotelmate.booking_guest IS 'Locks the booking before its party changes.';

--
-- Name: booking_guest tg_booking_guest__2_count_delete; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_guest__2_count_delete AFTER DELETE ON hotelmate.booking_guest REFERENCING OLD TABLE AS before_rows FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.count_party();

--
-- Name: TRIGGER tg_booking_guest__2_count_delete ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_guest__2_count_delete ON hotelmate.booking_guest IS 'Counts the party.';

--
-- Name: booking_guest tg_booking_guest__2_count_insert; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_guest__2_count_insert AFTER INSERT ON hotelmate.booking_guest REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.count_party();

--
-- Name: TRIGGER tg_booking_guest__2_count_insert ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_guest__2_count_insert ON hotelmate.booking_guest IS 'Counts the party.';

--
-- Name: booking_guest tg_booking_guest__2_count_update; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_guest__2_count_update AFTER UPDATE ON hotelmate.booking_guest REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.count_party();

--
-- Name: TRIGGER tg_booking_guest__2_count_update ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_guest__2_count_update ON hotelmate.booking_guest IS 'Counts the party.';

--
-- Name: booking_guest tg_booking_guest__3_erase; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_guest__3_erase BEFORE UPDATE ON hotelmate.booking_guest FOR EACH ROW WHEN (((old.personal_data_erased_at IS NULL) AND (new.personal_data_erased_at IS NOT NULL))) EXECUTE FUNCTION hotelmate.erase_guest();

--
-- Name: TRIGGER tg_booking_guest__3_erase ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_guest__3_erase ON hotelmate.booking_guest IS 'Erases a guest''s personal data.';

--
-- Name: booking_token tg_booking_token__1_supersede; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_token__1_supersede BEFORE INSERT ON hotelmate.booking_token FOR EACH ROW EXECUTE FUNCTION hotelmate.supersede_token();

--
-- Name: TRIGGER tg_booking_token__1_supersede ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_token__1_supersede ON hotelmate.booking_token IS 'Supersedes the live link of the same purpose.';

--
-- Name: booking_token tg_booking_token__2_tell; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_token__2_tell AFTER INSERT ON hotelmate.booking_token FOR EACH ROW WHEN (((new.purpose = 'PRECHECKIN'::text) AND (new.live_booking_id IS NOT NULL))) EXECUTE FUNCTION hotelmate.tell_of_link();

--
-- Name: TRIGGER tg_booking_token__2_tell ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_token__2_tell ON hotelmate.booking_token IS 'Has the guest told of the link, and staff that there is one.';

--
-- Name: booking_token tg_booking_token__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_booking_token__refuse_truncate BEFORE TRUNCATE ON hotelmate.booking_token FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('token_used_once', 'booking_token');

--
-- Name: TRIGGER tg_booking_token__refuse_truncate ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_booking_token__refuse_truncate ON hotelmate.booking_token IS 'TRUNCATE would let used links be issued again: token_used_once.';

--
-- Name: country tg_country__refuse_removal; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_country__refuse_removal BEFORE DELETE OR UPDATE ON hotelmate.country FOR EACH ROW WHEN ((old.code ~ '^[A-Z]{2}$'::text)) EXECUTE FUNCTION hotelmate.refuse_truncate('precheckin_submitted_is_final', 'country');

--
-- Name: TRIGGER tg_country__refuse_removal ON country; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_country__refuse_removal ON hotelmate.country IS 'Answers that were submitted would name no country: precheckin_submitted_is_final.';

--
-- Name: country tg_country__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_country__refuse_truncate BEFORE TRUNCATE ON hotelmate.country FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('precheckin_submitted_is_final', 'country');

--
-- Name: TRIGGER tg_country__refuse_truncate ON country; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_country__refuse_truncate ON hotelmate.country IS 'TRUNCATE would leave answers that name no country: precheckin_submitted_is_final.';

--
-- Name: guest tg_guest__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_guest__refuse_truncate BEFORE TRUNCATE ON hotelmate.guest FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('guest_in_house_while_booking_is', 'guest');

--
-- Name: TRIGGER tg_guest__refuse_truncate ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_guest__refuse_truncate ON hotelmate.guest IS 'TRUNCATE would remove guests who are in house: guest_in_house_while_booking_is.';

--
-- Name: guest_chat_session tg_guest_chat_session__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_guest_chat_session__refuse_truncate BEFORE TRUNCATE ON hotelmate.guest_chat_session FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('chat_open_until_check_out', 'guest_chat_session');

--
-- Name: TRIGGER tg_guest_chat_session__refuse_truncate ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_guest_chat_session__refuse_truncate ON hotelmate.guest_chat_session IS 'TRUNCATE would remove chats of guests in house: chat_open_until_check_out.';

--
-- Name: guest_message tg_guest_message__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_guest_message__refuse_truncate BEFORE TRUNCATE ON hotelmate.guest_message FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('guest_message_sent_once', 'guest_message');

--
-- Name: TRIGGER tg_guest_message__refuse_truncate ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_guest_message__refuse_truncate ON hotelmate.guest_message IS 'TRUNCATE would forget what was sent: guest_message_sent_once.';

--
-- Name: hotel tg_hotel__open_realtime_stream; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_hotel__open_realtime_stream AFTER INSERT ON hotelmate.hotel FOR EACH ROW EXECUTE FUNCTION hotelmate.open_realtime_stream();

--
-- Name: TRIGGER tg_hotel__open_realtime_stream ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_hotel__open_realtime_stream ON hotelmate.hotel IS 'A hotel has a stream of messages from the beginning.';

--
-- Name: housekeeping_task tg_housekeeping_task__1_derive; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_housekeeping_task__1_derive BEFORE INSERT OR UPDATE ON hotelmate.housekeeping_task FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_task();

--
-- Name: TRIGGER tg_housekeeping_task__1_derive ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_housekeeping_task__1_derive ON hotelmate.housekeeping_task IS 'Derives stamps and the step taken.';

--
-- Name: housekeeping_task tg_housekeeping_task__2_room; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_housekeeping_task__2_room AFTER UPDATE ON hotelmate.housekeeping_task FOR EACH ROW WHEN (((new.task_type = 'TURNOVER'::text) AND (old.status <> new.status))) EXECUTE FUNCTION hotelmate.follow_task_with_room();

--
-- Name: TRIGGER tg_housekeeping_task__2_room ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_housekeeping_task__2_room ON hotelmate.housekeeping_task IS 'Moves the room along with its turnover task.';

--
-- Name: housekeeping_task tg_housekeeping_task__3_publish; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_housekeeping_task__3_publish AFTER INSERT OR UPDATE ON hotelmate.housekeeping_task FOR EACH ROW EXECUTE FUNCTION hotelmate.publish_task();

--
-- Name: TRIGGER tg_housekeeping_task__3_publish ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_housekeeping_task__3_publish ON hotelmate.housekeeping_task IS 'Writes the realtime event.';

--
-- Name: outbox_event tg_outbox_event__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_outbox_event__refuse_truncate BEFORE TRUNCATE ON hotelmate.outbox_event FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('outbox_event_kept_until_numbered', 'outbox_event');

ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER tg_outbox_event__refuse_truncate;

--
-- Name: TRIGGER tg_outbox_event__refuse_truncate ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_outbox_event__refuse_truncate ON hotelmate.outbox_event IS 'TRUNCATE would remove events that are no message yet: outbox_event_kept_until_numbered.';

--
-- Name: outbox_event tg_outbox_event__wake_relay; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_outbox_event__wake_relay AFTER INSERT ON hotelmate.outbox_event FOR EACH STATEMENT WHEN ((NOT pg_try_advisory_xact_lock_shared(715, 2))) EXECUTE FUNCTION hotelmate.wake_relay();

--
-- Name: TRIGGER tg_outbox_event__wake_relay ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_outbox_event__wake_relay ON hotelmate.outbox_event IS 'Wakes a relay that sleeps when the transaction commits.';

--
-- Name: payment tg_payment__begins_without_facts; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment__begins_without_facts BEFORE INSERT ON hotelmate.payment FOR EACH ROW WHEN (((new.provider_status IS NOT NULL) OR (new.provider_failure IS NOT NULL) OR (new.capture_before IS NOT NULL))) EXECUTE FUNCTION hotelmate.guard_payment_facts();

--
-- Name: TRIGGER tg_payment__begins_without_facts ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment__begins_without_facts ON hotelmate.payment IS 'A payment begins without what only Stripe says: payment_facts_by_evidence.';

--
-- Name: payment tg_payment__report_lapsing_hold; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment__report_lapsing_hold AFTER UPDATE ON hotelmate.payment FOR EACH ROW WHEN (((old.lapse_reported_at IS NULL) AND (new.lapse_reported_at IS NOT NULL))) EXECUTE FUNCTION hotelmate.report_lapsing_hold();

--
-- Name: TRIGGER tg_payment__report_lapsing_hold ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment__report_lapsing_hold ON hotelmate.payment IS 'Tells the front desk of a hold that is about to lapse.';

--
-- Name: payment_entry tg_payment_entry__1_derive; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_entry__1_derive BEFORE INSERT ON hotelmate.payment_entry FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_payment_entry();

--
-- Name: TRIGGER tg_payment_entry__1_derive ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_entry__1_derive ON hotelmate.payment_entry IS 'Numbers the row and carries the totals on.';

--
-- Name: payment_entry tg_payment_entry__2_booking; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_entry__2_booking AFTER INSERT ON hotelmate.payment_entry FOR EACH ROW EXECUTE FUNCTION hotelmate.follow_ledger_with_booking();

--
-- Name: TRIGGER tg_payment_entry__2_booking ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_entry__2_booking ON hotelmate.payment_entry IS 'Tells the booking of its ledger''s new row.';

--
-- Name: payment_entry tg_payment_entry__3_settle; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_entry__3_settle AFTER INSERT ON hotelmate.payment_entry FOR EACH ROW WHEN ((new.provider = 'stripe'::text)) EXECUTE FUNCTION hotelmate.settle_after_entry();

--
-- Name: TRIGGER tg_payment_entry__3_settle ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_entry__3_settle ON hotelmate.payment_entry IS 'Settles instructions by evidence.';

--
-- Name: payment_entry tg_payment_entry__4_outcome; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_entry__4_outcome AFTER INSERT ON hotelmate.payment_entry FOR EACH ROW WHEN (((new.provider = 'stripe'::text) AND (new.kind = ANY (ARRAY['AUTHORISED'::text, 'CAPTURED'::text])))) EXECUTE FUNCTION hotelmate.guard_ledger_of_outcome();

--
-- Name: TRIGGER tg_payment_entry__4_outcome ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_entry__4_outcome ON hotelmate.payment_entry IS 'Of a payment that is over nothing is held or captured by hand, of one that was released nothing is held: payment_outcome_is_final, payment_instruction_done_by_evidence.';

--
-- Name: payment_entry tg_payment_entry__5_shown; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_entry__5_shown AFTER INSERT ON hotelmate.payment_entry FOR EACH ROW WHEN (((new.provider = 'stripe'::text) AND (new.kind = ANY (ARRAY['AUTHORISED'::text, 'CAPTURED'::text])))) EXECUTE FUNCTION hotelmate.guard_ledger_of_event();

--
-- Name: TRIGGER tg_payment_entry__5_shown ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_entry__5_shown ON hotelmate.payment_entry IS 'An event shows no less than the ledger comes to with the row that it evidences: payment_entry_event_known.';

--
-- Name: payment_entry tg_payment_entry__only_reason_is_erased; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_entry__only_reason_is_erased BEFORE UPDATE ON hotelmate.payment_entry FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_erasure_of_reason();

ALTER TABLE hotelmate.payment_entry ENABLE ALWAYS TRIGGER tg_payment_entry__only_reason_is_erased;

--
-- Name: TRIGGER tg_payment_entry__only_reason_is_erased ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_entry__only_reason_is_erased ON hotelmate.payment_entry IS 'Of a row of evidence erasure replaces the reason that somebody gave, and nothing else.';

--
-- Name: payment_instruction tg_payment_instruction__1_derive; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_instruction__1_derive BEFORE INSERT ON hotelmate.payment_instruction FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_payment_instruction();

--
-- Name: TRIGGER tg_payment_instruction__1_derive ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_instruction__1_derive ON hotelmate.payment_instruction IS 'Begins an instruction as PENDING.';

--
-- Name: payment_instruction tg_payment_instruction__2_settle_again; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_instruction__2_settle_again AFTER UPDATE ON hotelmate.payment_instruction FOR EACH ROW WHEN (((old.state = 'PENDING'::text) AND (new.state = ANY (ARRAY['WITHDRAWN'::text, 'FAILED'::text])) AND (new.payment_id IS NOT NULL))) EXECUTE FUNCTION hotelmate.settle_after_instruction();

--
-- Name: TRIGGER tg_payment_instruction__2_settle_again ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_instruction__2_settle_again ON hotelmate.payment_instruction IS 'Instructs anew what is still necessary: nobody withdraws what the booking''s state asks for.';

--
-- Name: payment_instruction tg_payment_instruction__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_instruction__refuse_truncate BEFORE TRUNCATE ON hotelmate.payment_instruction FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('payment_instruction_is_final', 'payment_instruction');

--
-- Name: TRIGGER tg_payment_instruction__refuse_truncate ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_instruction__refuse_truncate ON hotelmate.payment_instruction IS 'TRUNCATE would forget what Stripe was told: payment_instruction_is_final.';

--
-- Name: payment_instruction tg_payment_instruction__wake_worker; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_instruction__wake_worker AFTER INSERT ON hotelmate.payment_instruction FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.wake_payments_worker();

--
-- Name: TRIGGER tg_payment_instruction__wake_worker ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_instruction__wake_worker ON hotelmate.payment_instruction IS 'Wakes the payments worker when the transaction commits.';

--
-- Name: payment_session tg_payment_session__1_settle_instruction; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_session__1_settle_instruction AFTER UPDATE ON hotelmate.payment_session FOR EACH ROW WHEN (((new.state = 'COMPLETE'::text) AND (old.state <> 'COMPLETE'::text))) EXECUTE FUNCTION hotelmate.settle_session_instruction();

--
-- Name: TRIGGER tg_payment_session__1_settle_instruction ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_session__1_settle_instruction ON hotelmate.payment_session IS 'Withdraws the order to close a session that is complete.';

--
-- Name: payment_session tg_payment_session__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_payment_session__refuse_truncate BEFORE TRUNCATE ON hotelmate.payment_session FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('payment_session_moves_on', 'payment_session');

--
-- Name: TRIGGER tg_payment_session__refuse_truncate ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_payment_session__refuse_truncate ON hotelmate.payment_session IS 'TRUNCATE would forget pages in which guests still pay: payment_session_moves_on.';

--
-- Name: permission_privilege tg_permission_privilege__grant; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_permission_privilege__grant AFTER INSERT OR DELETE OR UPDATE ON hotelmate.permission_privilege FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.follow_permissions();

--
-- Name: TRIGGER tg_permission_privilege__grant ON permission_privilege; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_permission_privilege__grant ON hotelmate.permission_privilege IS 'What a permission needs is granted to whoever has it, or taken from them, at once.';

--
-- Name: precheckin_field tg_precheckin_field__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_precheckin_field__refuse_truncate BEFORE TRUNCATE ON hotelmate.precheckin_field FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('precheckin_form_is_final', 'precheckin_field');

--
-- Name: TRIGGER tg_precheckin_field__refuse_truncate ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_precheckin_field__refuse_truncate ON hotelmate.precheckin_field IS 'TRUNCATE would remove fields that answers were given to: precheckin_form_is_final.';

--
-- Name: precheckin_form tg_precheckin_form__1_derive; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_precheckin_form__1_derive BEFORE INSERT ON hotelmate.precheckin_form FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_precheckin_form();

--
-- Name: TRIGGER tg_precheckin_form__1_derive ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_precheckin_form__1_derive ON hotelmate.precheckin_form IS 'Counts a new form and stamps it.';

--
-- Name: precheckin_form tg_precheckin_form__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_precheckin_form__refuse_truncate BEFORE TRUNCATE ON hotelmate.precheckin_form FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('precheckin_form_is_final', 'precheckin_form');

--
-- Name: TRIGGER tg_precheckin_form__refuse_truncate ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_precheckin_form__refuse_truncate ON hotelmate.precheckin_form IS 'TRUNCATE would remove forms that answers were given by: precheckin_form_is_final.';

--
-- Name: realtime_channel tg_realtime_channel__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_realtime_channel__refuse_truncate BEFORE TRUNCATE ON hotelmate.realtime_channel FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('realtime_channel_goes_forward', 'realtime_channel');

--
-- Name: TRIGGER tg_realtime_channel__refuse_truncate ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_realtime_channel__refuse_truncate ON hotelmate.realtime_channel IS 'TRUNCATE would forget what was delivered: realtime_channel_goes_forward.';

--
-- Name: realtime_message tg_realtime_message__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_realtime_message__refuse_truncate BEFORE TRUNCATE ON hotelmate.realtime_message FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('realtime_message_kept_until_delivered', 'realtime_message');

ALTER TABLE hotelmate.realtime_message ENABLE ALWAYS TRIGGER tg_realtime_message__refuse_truncate;

--
-- Name: TRIGGER tg_realtime_message__refuse_truncate ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_realtime_message__refuse_truncate ON hotelmate.realtime_message IS 'TRUNCATE would remove messages that were not delivered: realtime_message_kept_until_delivered.';

--
-- Name: realtime_message tg_realtime_message__tell_what_was_removed; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_realtime_message__tell_what_was_removed AFTER DELETE ON hotelmate.realtime_message REFERENCING OLD TABLE AS removed_message FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.tell_what_was_removed();

ALTER TABLE hotelmate.realtime_message ENABLE ALWAYS TRIGGER tg_realtime_message__tell_what_was_removed;

--
-- Name: TRIGGER tg_realtime_message__tell_what_was_removed ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_realtime_message__tell_what_was_removed ON hotelmate.realtime_message IS 'Tells up to where messages were removed, whoever removes them.';

--
-- Name: realtime_stream tg_realtime_stream__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_realtime_stream__refuse_truncate BEFORE TRUNCATE ON hotelmate.realtime_stream FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('realtime_stream_goes_forward', 'realtime_stream');

--
-- Name: TRIGGER tg_realtime_stream__refuse_truncate ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_realtime_stream__refuse_truncate ON hotelmate.realtime_stream IS 'TRUNCATE would let positions be given again: realtime_stream_goes_forward.';

--
-- Name: relay_statistics tg_relay_statistics__refuse_removal; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_relay_statistics__refuse_removal BEFORE DELETE OR TRUNCATE ON hotelmate.relay_statistics FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('relay_statistics_single_row', 'relay_statistics');

--
-- Name: TRIGGER tg_relay_statistics__refuse_removal ON relay_statistics; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_relay_statistics__refuse_removal ON hotelmate.relay_statistics IS 'Without the row nothing could be counted: relay_statistics_single_row.';

--
-- Name: room tg_room__1_derive; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room__1_derive BEFORE INSERT OR UPDATE ON hotelmate.room FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_room();

--
-- Name: TRIGGER tg_room__1_derive ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room__1_derive ON hotelmate.room IS 'Derives version, stamps and cleaning task.';

--
-- Name: room tg_room__2_audit; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room__2_audit AFTER INSERT OR UPDATE ON hotelmate.room FOR EACH ROW EXECUTE FUNCTION hotelmate.audit_room();

--
-- Name: TRIGGER tg_room__2_audit ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room__2_audit ON hotelmate.room IS 'Writes the audit row and the realtime event.';

--
-- Name: room tg_room__3_turnover_task; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room__3_turnover_task AFTER UPDATE ON hotelmate.room FOR EACH ROW WHEN ((old.turnover_status <> new.turnover_status)) EXECUTE FUNCTION hotelmate.follow_room_with_task();

--
-- Name: TRIGGER tg_room__3_turnover_task ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room__3_turnover_task ON hotelmate.room IS 'Takes the turnover task along with the room.';

--
-- Name: room tg_room__4_open_turnover_task; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room__4_open_turnover_task AFTER UPDATE ON hotelmate.room FOR EACH ROW WHEN (((new.turnover_status = 'CHECKOUT_DIRTY'::text) AND (new.in_house_booking_id IS NULL) AND ((old.in_house_booking_id IS NOT NULL) OR (old.turnover_status = ANY (ARRAY['READY_FOR_GUEST'::text, 'CLEANED_UNINSPECTED'::text]))))) EXECUTE FUNCTION hotelmate.open_turnover_task();

--
-- Name: TRIGGER tg_room__4_open_turnover_task ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room__4_open_turnover_task ON hotelmate.room IS 'Opens the turnover task of a room that became vacant or was found dirty.';

--
-- Name: room tg_room__5_pass_room_type_on; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room__5_pass_room_type_on AFTER UPDATE ON hotelmate.room FOR EACH ROW WHEN ((old.room_type_id <> new.room_type_id)) EXECUTE FUNCTION hotelmate.pass_room_type_on();

--
-- Name: TRIGGER tg_room__5_pass_room_type_on ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room__5_pass_room_type_on ON hotelmate.room IS 'Passes a room''s new type on to the booking that holds it.';

--
-- Name: room tg_room__6_named_guest; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room__6_named_guest AFTER UPDATE ON hotelmate.room FOR EACH ROW WHEN (((old.in_house_booking_id IS DISTINCT FROM new.in_house_booking_id) AND (pg_trigger_depth() = 0))) EXECUTE FUNCTION hotelmate.guard_named_guest();

--
-- Name: TRIGGER tg_room__6_named_guest ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room__6_named_guest ON hotelmate.room IS 'A room names the booking in house in it, for a moment too: room_occupied_by_in_house_booking, booking_in_house_occupies_room.';

--
-- Name: room_booking tg_room_booking__0_answers; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__0_answers BEFORE INSERT ON hotelmate.room_booking FOR EACH ROW WHEN ((new.precheckin_payload <> '{}'::jsonb)) EXECUTE FUNCTION hotelmate.guard_booking_answers();

--
-- Name: TRIGGER tg_room_booking__0_answers ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__0_answers ON hotelmate.room_booking IS 'Answers that come with a booking fit the form that counts: precheckin_answers_fit_form.';

--
-- Name: room_booking tg_room_booking__1_derive; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__1_derive BEFORE UPDATE ON hotelmate.room_booking FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_booking();

--
-- Name: TRIGGER tg_room_booking__1_derive ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__1_derive ON hotelmate.room_booking IS 'Derives consequences in the row itself.';

--
-- Name: room_booking tg_room_booking__1_derive_new; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__1_derive_new BEFORE INSERT ON hotelmate.room_booking FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_new_booking();

--
-- Name: TRIGGER tg_room_booking__1_derive_new ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__1_derive_new ON hotelmate.room_booking IS 'Derives what a new booking needs.';

--
-- Name: room_booking tg_room_booking__3_stay_records; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__3_stay_records AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN ((old.in_house_room_id IS DISTINCT FROM new.in_house_room_id)) EXECUTE FUNCTION hotelmate.sync_stay_records();

--
-- Name: TRIGGER tg_room_booking__3_stay_records ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__3_stay_records ON hotelmate.room_booking IS 'Keeps guest records and chat with the stay.';

--
-- Name: room_booking tg_room_booking__4_end_links; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__4_end_links AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN ((old.is_open AND (NOT new.is_open))) EXECUTE FUNCTION hotelmate.end_links_of_booking();

--
-- Name: TRIGGER tg_room_booking__4_end_links ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__4_end_links ON hotelmate.room_booking IS 'Ends the links of a booking that closes.';

--
-- Name: room_booking tg_room_booking__5_submit_precheckin; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__5_submit_precheckin AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.precheckin_submitted_at IS NULL) AND (new.precheckin_submitted_at IS NOT NULL))) EXECUTE FUNCTION hotelmate.submit_precheckin();

--
-- Name: TRIGGER tg_room_booking__5_submit_precheckin ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__5_submit_precheckin ON hotelmate.room_booking IS 'Hands in the guests'' answers and uses the pre-check-in link up.';

--
-- Name: room_booking tg_room_booking__6_audit; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__6_audit AFTER INSERT OR UPDATE ON hotelmate.room_booking FOR EACH ROW EXECUTE FUNCTION hotelmate.audit_booking();

--
-- Name: TRIGGER tg_room_booking__6_audit ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__6_audit ON hotelmate.room_booking IS 'Writes the audit row and the realtime events.';

--
-- Name: room_booking tg_room_booking__7_settle_desk_payment; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__7_settle_desk_payment AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((new.payment_provider = 'desk'::text) AND (((old.status = 'PENDING_APPROVAL'::text) AND (new.status <> 'PENDING_APPROVAL'::text)) OR ((old.status = 'CONFIRMED'::text) AND (new.status = 'CANCELLED'::text))))) EXECUTE FUNCTION hotelmate.settle_desk_payment();

--
-- Name: TRIGGER tg_room_booking__7_settle_desk_payment ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__7_settle_desk_payment ON hotelmate.room_booking IS 'Settles a desk payment by the decision.';

--
-- Name: room_booking tg_room_booking__7_settle_stripe_payment; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__7_settle_stripe_payment AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((new.payment_provider = 'stripe'::text) AND ((old.status <> new.status) OR ((old.approved_at IS NULL) AND (new.approved_at IS NOT NULL))))) EXECUTE FUNCTION hotelmate.settle_after_booking();

--
-- Name: TRIGGER tg_room_booking__7_settle_stripe_payment ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__7_settle_stripe_payment ON hotelmate.room_booking IS 'Instructs Stripe by the decision.';

--
-- Name: room_booking tg_room_booking__7_tell_guest; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__7_tell_guest AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.status <> new.status) AND (new.status = ANY (ARRAY['CONFIRMED'::text, 'DECLINED'::text, 'CANCELLED'::text])))) EXECUTE FUNCTION hotelmate.tell_guest_of_booking();

--
-- Name: TRIGGER tg_room_booking__7_tell_guest ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__7_tell_guest ON hotelmate.room_booking IS 'Has guests told that their booking was confirmed, declined or cancelled.';

--
-- Name: room_booking tg_room_booking__8_close_payment_sessions; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__8_close_payment_sessions AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.status = 'PENDING_PAYMENT'::text) AND ((new.status <> 'PENDING_PAYMENT'::text) OR (new.total_amount <> old.total_amount) OR ((new.currency)::text <> (old.currency)::text)))) EXECUTE FUNCTION hotelmate.close_payment_sessions();

--
-- Name: TRIGGER tg_room_booking__8_close_payment_sessions ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__8_close_payment_sessions ON hotelmate.room_booking IS 'Closes payment sessions that are not wanted any more.';

--
-- Name: room_booking tg_room_booking__9_erase_what_was_written; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_booking__9_erase_what_was_written AFTER UPDATE ON hotelmate.room_booking FOR EACH ROW WHEN (((old.personal_data_erased_at IS NULL) AND (new.personal_data_erased_at IS NOT NULL))) EXECUTE FUNCTION hotelmate.erase_what_was_written();

--
-- Name: TRIGGER tg_room_booking__9_erase_what_was_written ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_booking__9_erase_what_was_written ON hotelmate.room_booking IS 'Erases free text about a booking outside its row.';

--
-- Name: room_status_event tg_room_status_event__only_reason_is_erased; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_status_event__only_reason_is_erased BEFORE UPDATE ON hotelmate.room_status_event FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_erasure_of_reason();

ALTER TABLE hotelmate.room_status_event ENABLE ALWAYS TRIGGER tg_room_status_event__only_reason_is_erased;

--
-- Name: TRIGGER tg_room_status_event__only_reason_is_erased ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_status_event__only_reason_is_erased ON hotelmate.room_status_event IS 'Of a row of evidence erasure replaces the reason that somebody gave, and nothing else.';

--
-- Name: room_type tg_room_type__1_pass_capacity_on; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_room_type__1_pass_capacity_on AFTER UPDATE ON hotelmate.room_type FOR EACH ROW WHEN ((old.max_occupancy <> new.max_occupancy)) EXECUTE FUNCTION hotelmate.pass_capacity_on();

--
-- Name: TRIGGER tg_room_type__1_pass_capacity_on ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_room_type__1_pass_capacity_on ON hotelmate.room_type IS 'Passes a new capacity on to open bookings.';

--
-- Name: staff tg_staff__3_end_access; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff__3_end_access AFTER UPDATE ON hotelmate.staff FOR EACH ROW WHEN (((old.role <> new.role) OR (old.is_active <> new.is_active))) EXECUTE FUNCTION hotelmate.end_access();

--
-- Name: TRIGGER tg_staff__3_end_access ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff__3_end_access ON hotelmate.staff IS 'Ends the sessions of whoever gets another role or leaves, and revokes the API keys of whoever leaves or comes back.';

--
-- Name: staff tg_staff__5_record_change; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff__5_record_change AFTER UPDATE ON hotelmate.staff FOR EACH ROW WHEN (((old.username IS DISTINCT FROM new.username) OR (old.display_name IS DISTINCT FROM new.display_name) OR (old.role IS DISTINCT FROM new.role) OR (old.is_active IS DISTINCT FROM new.is_active))) EXECUTE FUNCTION hotelmate.record_access('STAFF_CHANGED');

--
-- Name: TRIGGER tg_staff__5_record_change ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff__5_record_change ON hotelmate.staff IS 'Records who was changed, let go or taken back.';

--
-- Name: staff tg_staff__5_record_new; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff__5_record_new AFTER INSERT ON hotelmate.staff FOR EACH ROW EXECUTE FUNCTION hotelmate.record_access('STAFF_ADDED');

--
-- Name: TRIGGER tg_staff__5_record_new ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff__5_record_new ON hotelmate.staff IS 'Records who was added.';

--
-- Name: staff_password tg_staff_password__1_stamp; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff_password__1_stamp BEFORE UPDATE ON hotelmate.staff_password FOR EACH ROW WHEN (((old.password_hash <> new.password_hash) AND (NOT (old.rehashed_at IS DISTINCT FROM new.rehashed_at)))) EXECUTE FUNCTION hotelmate.stamp_password();

--
-- Name: TRIGGER tg_staff_password__1_stamp ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff_password__1_stamp ON hotelmate.staff_password IS 'Notes when the password was changed.';

--
-- Name: staff_password tg_staff_password__3_end_sessions; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff_password__3_end_sessions AFTER UPDATE ON hotelmate.staff_password FOR EACH ROW WHEN (((old.password_hash <> new.password_hash) AND (NOT (old.rehashed_at IS DISTINCT FROM new.rehashed_at)))) EXECUTE FUNCTION hotelmate.end_sessions_of_old_password();

--
-- Name: TRIGGER tg_staff_password__3_end_sessions ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff_password__3_end_sessions ON hotelmate.staff_password IS 'Ends the sessions that the old password began.';

--
-- Name: staff_password tg_staff_password__5_record_change; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff_password__5_record_change AFTER UPDATE ON hotelmate.staff_password FOR EACH ROW WHEN (((old.password_hash <> new.password_hash) AND (NOT (old.rehashed_at IS DISTINCT FROM new.rehashed_at)))) EXECUTE FUNCTION hotelmate.record_access('PASSWORD_SET');

--
-- Name: TRIGGER tg_staff_password__5_record_change ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff_password__5_record_change ON hotelmate.staff_password IS 'Records whose password was changed.';

--
-- Name: staff_password tg_staff_password__5_record_new; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff_password__5_record_new AFTER INSERT ON hotelmate.staff_password FOR EACH ROW EXECUTE FUNCTION hotelmate.record_access('PASSWORD_SET');

--
-- Name: TRIGGER tg_staff_password__5_record_new ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff_password__5_record_new ON hotelmate.staff_password IS 'Records who got a password.';

--
-- Name: staff_role_permission tg_staff_role_permission__grant; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff_role_permission__grant AFTER INSERT OR DELETE OR UPDATE ON hotelmate.staff_role_permission FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.follow_permissions();

--
-- Name: TRIGGER tg_staff_role_permission__grant ON staff_role_permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff_role_permission__grant ON hotelmate.staff_role_permission IS 'What a role may do is granted to it, or taken from it, at once.';

--
-- Name: staff_session tg_staff_session__5_record_revoked; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_staff_session__5_record_revoked AFTER UPDATE ON hotelmate.staff_session FOR EACH ROW WHEN (((old.ended_at IS NULL) AND (new.ended_reason = 'REVOKED'::text))) EXECUTE FUNCTION hotelmate.record_access('SESSION_REVOKED');

--
-- Name: TRIGGER tg_staff_session__5_record_revoked ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_staff_session__5_record_revoked ON hotelmate.staff_session IS 'Records whose session somebody ended.';

--
-- Name: stripe_webhook_event tg_stripe_webhook_event__0_without_personal_data; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_stripe_webhook_event__0_without_personal_data BEFORE INSERT ON hotelmate.stripe_webhook_event FOR EACH ROW EXECUTE FUNCTION hotelmate.store_no_personal_data();

--
-- Name: TRIGGER tg_stripe_webhook_event__0_without_personal_data ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_stripe_webhook_event__0_without_personal_data ON hotelmate.stripe_webhook_event IS 'Stores of an event what payments need, and nothing of the people that Stripe knows.';

--
-- Name: stripe_webhook_event tg_stripe_webhook_event__1_resolve; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_stripe_webhook_event__1_resolve BEFORE INSERT ON hotelmate.stripe_webhook_event FOR EACH ROW EXECUTE FUNCTION hotelmate.resolve_stripe_event();

--
-- Name: TRIGGER tg_stripe_webhook_event__1_resolve ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_stripe_webhook_event__1_resolve ON hotelmate.stripe_webhook_event IS 'Finds the booking of an event.';

--
-- Name: stripe_webhook_event tg_stripe_webhook_event__1_resolve_again; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_stripe_webhook_event__1_resolve_again BEFORE UPDATE ON hotelmate.stripe_webhook_event FOR EACH ROW WHEN ((old.status <> 'PROCESSED'::text)) EXECUTE FUNCTION hotelmate.resolve_stripe_event();

--
-- Name: TRIGGER tg_stripe_webhook_event__1_resolve_again ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_stripe_webhook_event__1_resolve_again ON hotelmate.stripe_webhook_event IS 'Finds the booking of an event that is tried again.';

--
-- Name: stripe_webhook_event tg_stripe_webhook_event__2_apply; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_stripe_webhook_event__2_apply AFTER INSERT ON hotelmate.stripe_webhook_event FOR EACH ROW WHEN ((new.status = 'PROCESSED'::text)) EXECUTE FUNCTION hotelmate.apply_stripe_event();

--
-- Name: TRIGGER tg_stripe_webhook_event__2_apply ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_stripe_webhook_event__2_apply ON hotelmate.stripe_webhook_event IS 'Applies what was stored.';

--
-- Name: stripe_webhook_event tg_stripe_webhook_event__2_apply_late; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_stripe_webhook_event__2_apply_late AFTER UPDATE ON hotelmate.stripe_webhook_event FOR EACH ROW WHEN (((new.status = 'PROCESSED'::text) AND (old.status <> 'PROCESSED'::text))) EXECUTE FUNCTION hotelmate.apply_stripe_event();

--
-- Name: TRIGGER tg_stripe_webhook_event__2_apply_late ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_stripe_webhook_event__2_apply_late ON hotelmate.stripe_webhook_event IS 'Applies what found its booking later.';

--
-- Name: stripe_webhook_event tg_stripe_webhook_event__refuse_truncate; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER tg_stripe_webhook_event__refuse_truncate BEFORE TRUNCATE ON hotelmate.stripe_webhook_event FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('webhook_event_is_evidence', 'stripe_webhook_event');

--
-- Name: TRIGGER tg_stripe_webhook_event__refuse_truncate ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER tg_stripe_webhook_event__refuse_truncate ON hotelmate.stripe_webhook_event IS 'TRUNCATE would forget what was processed: webhook_event_is_evidence.';

--
-- Name: booking_token token_used_once; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER token_used_once BEFORE DELETE OR UPDATE ON hotelmate.booking_token FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_token();

--
-- Name: TRIGGER token_used_once ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER token_used_once ON hotelmate.booking_token IS 'A token is used once, never after it was revoked or has expired, and never turned into another.';

--
-- Name: stripe_webhook_event webhook_event_is_evidence; Type: TRIGGER; Schema: hotelmate; Owner: -
--

CREATE TRIGGER webhook_event_is_evidence BEFORE DELETE OR UPDATE ON hotelmate.stripe_webhook_event FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_stripe_event();

ALTER TABLE hotelmate.stripe_webhook_event ENABLE ALWAYS TRIGGER webhook_event_is_evidence;

--
-- Name: TRIGGER webhook_event_is_evidence ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON TRIGGER webhook_event_is_evidence ON hotelmate.stripe_webhook_event IS 'What a provider said stays as stored; once it took effect, nothing about it changes.';

--
-- Name: access_event access_event_of_staff; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.access_event
    ADD CONSTRAINT access_event_of_staff FOREIGN KEY (hotel_id, staff_id) REFERENCES hotelmate.staff(hotel_id, id);

--
-- Name: CONSTRAINT access_event_of_staff ON access_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT access_event_of_staff ON hotelmate.access_event IS 'Access is that of a member of the same hotel''s staff.';

--
-- Name: api_key api_key_of_integration; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.api_key
    ADD CONSTRAINT api_key_of_integration FOREIGN KEY (hotel_id, staff_id, staff_role) REFERENCES hotelmate.staff(hotel_id, id, role);

--
-- Name: CONSTRAINT api_key_of_integration ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT api_key_of_integration ON hotelmate.api_key IS 'An API key is of a member of the same hotel''s staff with role INTEGRATION.';

--
-- Name: api_key_scope api_key_scope_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.api_key_scope
    ADD CONSTRAINT api_key_scope_of_hotel FOREIGN KEY (hotel_id, api_key_id) REFERENCES hotelmate.api_key(hotel_id, id);

--
-- Name: CONSTRAINT api_key_scope_of_hotel ON api_key_scope; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT api_key_scope_of_hotel ON hotelmate.api_key_scope IS 'A scope is of a key of the same hotel.';

--
-- Name: api_key_scope api_key_scope_permitted; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.api_key_scope
    ADD CONSTRAINT api_key_scope_permitted FOREIGN KEY (role, permission) REFERENCES hotelmate.staff_role_permission(role, permission);

--
-- Name: CONSTRAINT api_key_scope_permitted ON api_key_scope; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT api_key_scope_permitted ON hotelmate.api_key_scope IS 'A scope is something that the role INTEGRATION may do.';

--
-- Name: room_booking booking_amounts_are_ledgers; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_amounts_are_ledgers FOREIGN KEY (hotel_id, id, payment_id, payment_seq, currency, authorised_amount, captured_amount, voided_amount, refunded_amount, disputed_amount) REFERENCES hotelmate.payment_entry(hotel_id, booking_id, payment_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total, disputed_total) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT booking_amounts_are_ledgers ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_amounts_are_ledgers ON hotelmate.room_booking IS 'A booking''s amounts and currency are those of the ledger of its payment.';

--
-- Name: room_booking booking_assigned_room_exists; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_assigned_room_exists FOREIGN KEY (hotel_id, assigned_room_id) REFERENCES hotelmate.room(hotel_id, id);

--
-- Name: CONSTRAINT booking_assigned_room_exists ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_assigned_room_exists ON hotelmate.room_booking IS 'The assigned room is a room of the booking''s own hotel.';

--
-- Name: room_booking booking_capacity_is_of_room; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_capacity_is_of_room FOREIGN KEY (hotel_id, held_room_id, accommodating_room_type_id) REFERENCES hotelmate.room(hotel_id, id, room_type_id) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT booking_capacity_is_of_room ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_capacity_is_of_room ON hotelmate.room_booking IS 'While a booking holds a room, the capacity is that of the room''s type.';

--
-- Name: room_booking booking_capacity_is_of_type; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_capacity_is_of_type FOREIGN KEY (hotel_id, accommodating_room_type_id, held_capacity) REFERENCES hotelmate.room_type(hotel_id, id, max_occupancy) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT booking_capacity_is_of_type ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_capacity_is_of_type ON hotelmate.room_booking IS 'The capacity that an open booking counts with is its room type''s.';

--
-- Name: booking_counter booking_counter_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_counter
    ADD CONSTRAINT booking_counter_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT booking_counter_of_hotel ON booking_counter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_counter_of_hotel ON hotelmate.booking_counter IS 'A counter belongs to a hotel that exists.';

--
-- Name: booking_event booking_event_chained; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_event
    ADD CONSTRAINT booking_event_chained FOREIGN KEY (hotel_id, booking_id, previous_version, from_status) REFERENCES hotelmate.booking_event(hotel_id, booking_id, version, to_status);

--
-- Name: CONSTRAINT booking_event_chained ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_event_chained ON hotelmate.booking_event IS 'An audit row starts where the one before it ended: no gap, no fork.';

--
-- Name: booking_event booking_event_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_event
    ADD CONSTRAINT booking_event_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT booking_event_of_booking ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_event_of_booking ON hotelmate.booking_event IS 'A booking with an audit trail is never deleted.';

--
-- Name: booking_guest booking_guest_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_guest
    ADD CONSTRAINT booking_guest_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT booking_guest_of_booking ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_guest_of_booking ON hotelmate.booking_guest IS 'A guest belongs to a booking of the same hotel.';

--
-- Name: room_booking booking_has_audit_row; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_has_audit_row FOREIGN KEY (hotel_id, id, version, status) REFERENCES hotelmate.booking_event(hotel_id, booking_id, version, to_status) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT booking_has_audit_row ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_has_audit_row ON hotelmate.room_booking IS 'Every committed state of a booking has its audit row.';

--
-- Name: room_booking booking_in_house_occupies_room; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_in_house_occupies_room FOREIGN KEY (hotel_id, in_house_room_id, id) REFERENCES hotelmate.room(hotel_id, id, in_house_booking_id) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT booking_in_house_occupies_room ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_in_house_occupies_room ON hotelmate.room_booking IS 'A booking in house occupies its room.';

--
-- Name: booking_event booking_legal_transition; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_event
    ADD CONSTRAINT booking_legal_transition FOREIGN KEY (changed_from_status, to_status) REFERENCES hotelmate.booking_transition(from_status, to_status);

--
-- Name: CONSTRAINT booking_legal_transition ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_legal_transition ON hotelmate.booking_event IS 'A booking''s status changes only by a legal step.';

--
-- Name: room_booking booking_moved_from_room_exists; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_moved_from_room_exists FOREIGN KEY (hotel_id, room_moved_from_id) REFERENCES hotelmate.room(hotel_id, id);

--
-- Name: CONSTRAINT booking_moved_from_room_exists ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_moved_from_room_exists ON hotelmate.room_booking IS 'The room a booking moved from is a room of its own hotel.';

--
-- Name: room_booking booking_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_of_hotel FOREIGN KEY (hotel_id, time_zone) REFERENCES hotelmate.hotel(hotel_id, time_zone);

--
-- Name: CONSTRAINT booking_of_hotel ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_of_hotel ON hotelmate.room_booking IS 'A booking belongs to a hotel and is judged on its calendar; the zone is fixed once there are bookings.';

--
-- Name: room_booking booking_of_room_type; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_of_room_type FOREIGN KEY (hotel_id, room_type_id) REFERENCES hotelmate.room_type(hotel_id, id);

--
-- Name: CONSTRAINT booking_of_room_type ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_of_room_type ON hotelmate.room_booking IS 'A booking is for a room type of its own hotel.';

--
-- Name: room_booking booking_precheckin_by_form; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_precheckin_by_form FOREIGN KEY (hotel_id, precheckin_form_version) REFERENCES hotelmate.precheckin_form(hotel_id, version);

--
-- Name: CONSTRAINT booking_precheckin_by_form ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_precheckin_by_form ON hotelmate.room_booking IS 'Pre-check-in is submitted by a form of the booking''s own hotel.';

--
-- Name: room_booking booking_room_needs_complete_party; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_room_needs_complete_party FOREIGN KEY (hotel_id, id, needs_complete_party) REFERENCES hotelmate.room_booking(hotel_id, id, party_complete) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT booking_room_needs_complete_party ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_room_needs_complete_party ON hotelmate.room_booking IS 'A booking holds a room only while its party is complete.';

--
-- Name: room_booking booking_waits_for_ready_room; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT booking_waits_for_ready_room FOREIGN KEY (hotel_id, waits_for_room_id, waits_for_ready) REFERENCES hotelmate.room(hotel_id, id, is_assignable);

--
-- Name: CONSTRAINT booking_waits_for_ready_room ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT booking_waits_for_ready_room ON hotelmate.room_booking IS 'A room that waits for its guest is active, in order, without maintenance, ready and vacant, and stays so.';

--
-- Name: cancellation_term cancellation_term_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.cancellation_term
    ADD CONSTRAINT cancellation_term_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT cancellation_term_of_hotel ON cancellation_term; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT cancellation_term_of_hotel ON hotelmate.cancellation_term IS 'Cancellation terms belong to a hotel that exists.';

--
-- Name: booking_event change_by_staff_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_event
    ADD CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by) REFERENCES hotelmate.staff(hotel_id, id);

--
-- Name: CONSTRAINT change_by_staff_of_hotel ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.booking_event IS 'A staff member changes only what belongs to their own hotel.';

--
-- Name: payment_entry change_by_staff_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by) REFERENCES hotelmate.staff(hotel_id, id);

--
-- Name: CONSTRAINT change_by_staff_of_hotel ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.payment_entry IS 'A staff member changes only what belongs to their own hotel.';

--
-- Name: payment_instruction change_by_staff_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_instruction
    ADD CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by) REFERENCES hotelmate.staff(hotel_id, id);

--
-- Name: CONSTRAINT change_by_staff_of_hotel ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.payment_instruction IS 'A staff member changes only what belongs to their own hotel.';

--
-- Name: room_status_event change_by_staff_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_status_event
    ADD CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by) REFERENCES hotelmate.staff(hotel_id, id);

--
-- Name: CONSTRAINT change_by_staff_of_hotel ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.room_status_event IS 'A staff member changes only what belongs to their own hotel.';

--
-- Name: guest_chat_session chat_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest_chat_session
    ADD CONSTRAINT chat_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT chat_of_booking ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT chat_of_booking ON hotelmate.guest_chat_session IS 'A chat belongs to a booking of the same hotel.';

--
-- Name: guest_chat_session chat_open_while_in_house; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest_chat_session
    ADD CONSTRAINT chat_open_while_in_house FOREIGN KEY (hotel_id, room_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, in_house_room_id, id) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT chat_open_while_in_house ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT chat_open_while_in_house ON hotelmate.guest_chat_session IS 'A chat is open only while its booking is in house, in that room.';

--
-- Name: consistency_count consistency_count_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_count
    ADD CONSTRAINT consistency_count_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT consistency_count_of_hotel ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_count_of_hotel ON hotelmate.consistency_count IS 'Findings are counted for a hotel that exists, or for none.';

--
-- Name: consistency_count consistency_count_of_result; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_count
    ADD CONSTRAINT consistency_count_of_result FOREIGN KEY (run_id, check_file) REFERENCES hotelmate.consistency_result(run_id, check_file);

--
-- Name: CONSTRAINT consistency_count_of_result ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_count_of_result ON hotelmate.consistency_count IS 'Findings are counted of a check that was run.';

--
-- Name: consistency_finding consistency_finding_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_finding
    ADD CONSTRAINT consistency_finding_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT consistency_finding_of_hotel ON consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_finding_of_hotel ON hotelmate.consistency_finding IS 'A finding concerns a hotel that exists, or none.';

--
-- Name: consistency_finding consistency_finding_of_run; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_finding
    ADD CONSTRAINT consistency_finding_of_run FOREIGN KEY (run_id) REFERENCES hotelmate.consistency_run(id);

--
-- Name: CONSTRAINT consistency_finding_of_run ON consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_finding_of_run ON hotelmate.consistency_finding IS 'A finding belongs to a run.';

--
-- Name: consistency_result consistency_result_of_run; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_result
    ADD CONSTRAINT consistency_result_of_run FOREIGN KEY (run_id) REFERENCES hotelmate.consistency_run(id);

--
-- Name: CONSTRAINT consistency_result_of_run ON consistency_result; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_result_of_run ON hotelmate.consistency_result IS 'The result of a check belongs to a run.';

--
-- Name: consistency_run consistency_run_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.consistency_run
    ADD CONSTRAINT consistency_run_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT consistency_run_of_hotel ON consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT consistency_run_of_hotel ON hotelmate.consistency_run IS 'A consistency run is of all hotels or of one that exists.';

--
-- Name: realtime_dead_letter dead_letter_is_message; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_dead_letter
    ADD CONSTRAINT dead_letter_is_message FOREIGN KEY (hotel_id, "position") REFERENCES hotelmate.realtime_message(hotel_id, "position");

--
-- Name: CONSTRAINT dead_letter_is_message ON realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT dead_letter_is_message ON hotelmate.realtime_dead_letter IS 'A dead letter is a message, which is kept as long.';

--
-- Name: guest guest_in_room_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest
    ADD CONSTRAINT guest_in_room_of_booking FOREIGN KEY (hotel_id, room_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, in_house_room_id, id) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT guest_in_room_of_booking ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_in_room_of_booking ON hotelmate.guest IS 'A guest is in the room where their booking is in house.';

--
-- Name: guest guest_is_party_member; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest
    ADD CONSTRAINT guest_is_party_member FOREIGN KEY (hotel_id, booking_id, booking_guest_id) REFERENCES hotelmate.booking_guest(hotel_id, booking_id, id);

--
-- Name: CONSTRAINT guest_is_party_member ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_is_party_member ON hotelmate.guest IS 'A guest record is of a member of its booking''s party, who stays on record.';

--
-- Name: guest_message guest_message_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest_message
    ADD CONSTRAINT guest_message_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT guest_message_of_booking ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_message_of_booking ON hotelmate.guest_message IS 'A message is about a booking of the same hotel.';

--
-- Name: guest_message guest_message_of_link; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.guest_message
    ADD CONSTRAINT guest_message_of_link FOREIGN KEY (hotel_id, booking_id, token_id) REFERENCES hotelmate.booking_token(hotel_id, booking_id, id);

--
-- Name: CONSTRAINT guest_message_of_link ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT guest_message_of_link ON hotelmate.guest_message IS 'A message carries a link of its own booking.';

--
-- Name: hotel hotel_in_directory; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.hotel
    ADD CONSTRAINT hotel_in_directory FOREIGN KEY (hotel_id, slug) REFERENCES hotelmate.hotel_directory(hotel_id, slug);

--
-- Name: CONSTRAINT hotel_in_directory ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_in_directory ON hotelmate.hotel IS 'A hotel has the slug that the directory gives it.';

--
-- Name: hotel hotel_time_zone_known; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.hotel
    ADD CONSTRAINT hotel_time_zone_known FOREIGN KEY (time_zone) REFERENCES hotelmate.time_zone(name);

--
-- Name: CONSTRAINT hotel_time_zone_known ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT hotel_time_zone_known ON hotelmate.hotel IS 'A hotel has an IANA time zone.';

--
-- Name: idempotency_key idempotency_key_of_staff; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.idempotency_key
    ADD CONSTRAINT idempotency_key_of_staff FOREIGN KEY (hotel_id, staff_id) REFERENCES hotelmate.staff(hotel_id, id);

--
-- Name: CONSTRAINT idempotency_key_of_staff ON idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT idempotency_key_of_staff ON hotelmate.idempotency_key IS 'An idempotency key is of a member of the same hotel''s staff.';

--
-- Name: outbox_event outbox_event_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.outbox_event
    ADD CONSTRAINT outbox_event_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT outbox_event_of_hotel ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT outbox_event_of_hotel ON hotelmate.outbox_event IS 'An event belongs to a hotel.';

--
-- Name: room_booking party_has_primary; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_booking
    ADD CONSTRAINT party_has_primary FOREIGN KEY (hotel_id, id) REFERENCES hotelmate.booking_guest(hotel_id, primary_of_booking_id) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT party_has_primary ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT party_has_primary ON hotelmate.room_booking IS 'A booking has a primary guest, always.';

--
-- Name: payment_entry payment_entry_chained; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT payment_entry_chained FOREIGN KEY (hotel_id, booking_id, payment_id, previous_seq, currency, authorised_before, captured_before, voided_before, refunded_before, disputed_before) REFERENCES hotelmate.payment_entry(hotel_id, booking_id, payment_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total, disputed_total);

--
-- Name: CONSTRAINT payment_entry_chained ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_chained ON hotelmate.payment_entry IS 'A ledger row starts from the totals and in the currency of the row before it.';

--
-- Name: payment_entry payment_entry_event_known; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT payment_entry_event_known FOREIGN KEY (provider_event_id, hotel_id, booking_id, evidence_status) REFERENCES hotelmate.stripe_webhook_event(event_id, hotel_id, booking_id, status);

--
-- Name: CONSTRAINT payment_entry_event_known ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_event_known ON hotelmate.payment_entry IS 'The provider event that evidences a payment was received for that booking and processed.';

--
-- Name: payment_entry payment_entry_of_instruction; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT payment_entry_of_instruction FOREIGN KEY (hotel_id, booking_id, payment_id, instruction_id) REFERENCES hotelmate.payment_instruction(hotel_id, booking_id, payment_id, id);

--
-- Name: CONSTRAINT payment_entry_of_instruction ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_of_instruction ON hotelmate.payment_entry IS 'A ledger row that carries out an instruction names one for the same payment.';

--
-- Name: payment_entry payment_entry_of_payment; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_entry
    ADD CONSTRAINT payment_entry_of_payment FOREIGN KEY (hotel_id, booking_id, payment_id, provider, currency) REFERENCES hotelmate.payment(hotel_id, booking_id, id, provider, currency);

--
-- Name: CONSTRAINT payment_entry_of_payment ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_entry_of_payment ON hotelmate.payment_entry IS 'A ledger is that of one payment: of one booking, through one provider, in one currency.';

--
-- Name: payment_instruction payment_instruction_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_instruction
    ADD CONSTRAINT payment_instruction_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT payment_instruction_of_booking ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_instruction_of_booking ON hotelmate.payment_instruction IS 'A payment instruction is for a booking of the same hotel.';

--
-- Name: payment_instruction payment_instruction_of_session; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_instruction
    ADD CONSTRAINT payment_instruction_of_session FOREIGN KEY (hotel_id, booking_id, session_id) REFERENCES hotelmate.payment_session(hotel_id, booking_id, id);

--
-- Name: CONSTRAINT payment_instruction_of_session ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_instruction_of_session ON hotelmate.payment_instruction IS 'A payment session that is to be closed is one of the same booking.';

--
-- Name: payment_instruction payment_instruction_of_stripe_payment; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_instruction
    ADD CONSTRAINT payment_instruction_of_stripe_payment FOREIGN KEY (hotel_id, booking_id, payment_id, provider) REFERENCES hotelmate.payment(hotel_id, booking_id, id, provider);

--
-- Name: CONSTRAINT payment_instruction_of_stripe_payment ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_instruction_of_stripe_payment ON hotelmate.payment_instruction IS 'Stripe is told what to do with its own payments of the same booking only.';

--
-- Name: stripe_payment_intent payment_intent_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.stripe_payment_intent
    ADD CONSTRAINT payment_intent_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT payment_intent_of_booking ON stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_intent_of_booking ON hotelmate.stripe_payment_intent IS 'A payment intent pays a booking that exists.';

--
-- Name: payment payment_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment
    ADD CONSTRAINT payment_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT payment_of_booking ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_of_booking ON hotelmate.payment IS 'A payment belongs to a booking of the same hotel.';

--
-- Name: payment payment_of_intent; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment
    ADD CONSTRAINT payment_of_intent FOREIGN KEY (payment_intent_id, hotel_id, booking_id) REFERENCES hotelmate.stripe_payment_intent(payment_intent_id, hotel_id, booking_id);

--
-- Name: CONSTRAINT payment_of_intent ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_of_intent ON hotelmate.payment IS 'A payment by Stripe is that of a payment intent of the same booking.';

--
-- Name: payment_session payment_session_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.payment_session
    ADD CONSTRAINT payment_session_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT payment_session_of_booking ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT payment_session_of_booking ON hotelmate.payment_session IS 'A payment session is for a booking of the same hotel.';

--
-- Name: permission_privilege permission_privilege_of_permission; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.permission_privilege
    ADD CONSTRAINT permission_privilege_of_permission FOREIGN KEY (permission) REFERENCES hotelmate.permission(name);

--
-- Name: CONSTRAINT permission_privilege_of_permission ON permission_privilege; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT permission_privilege_of_permission ON hotelmate.permission_privilege IS 'A privilege is needed for a permission that there is.';

--
-- Name: booking_guest personal_data_erased_after_stay; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_guest
    ADD CONSTRAINT personal_data_erased_after_stay FOREIGN KEY (hotel_id, booking_id, is_of_open_booking) REFERENCES hotelmate.room_booking(hotel_id, id, is_open);

--
-- Name: CONSTRAINT personal_data_erased_after_stay ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT personal_data_erased_after_stay ON hotelmate.booking_guest IS 'Personal data are erased only of bookings that have ended.';

--
-- Name: precheckin_field precheckin_field_kind_known; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.precheckin_field
    ADD CONSTRAINT precheckin_field_kind_known FOREIGN KEY (kind) REFERENCES hotelmate.precheckin_kind(name);

--
-- Name: CONSTRAINT precheckin_field_kind_known ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_kind_known ON hotelmate.precheckin_field IS 'A field is of a kind that there is.';

--
-- Name: precheckin_field precheckin_field_of_form; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.precheckin_field
    ADD CONSTRAINT precheckin_field_of_form FOREIGN KEY (hotel_id, form_version) REFERENCES hotelmate.precheckin_form(hotel_id, version);

--
-- Name: CONSTRAINT precheckin_field_of_form ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_field_of_form ON hotelmate.precheckin_field IS 'A field is of a form of the same hotel.';

--
-- Name: precheckin_form precheckin_form_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.precheckin_form
    ADD CONSTRAINT precheckin_form_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT precheckin_form_of_hotel ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT precheckin_form_of_hotel ON hotelmate.precheckin_form IS 'A form is of a hotel that exists.';

--
-- Name: realtime_channel realtime_channel_of_stream; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_channel
    ADD CONSTRAINT realtime_channel_of_stream FOREIGN KEY (hotel_id) REFERENCES hotelmate.realtime_stream(hotel_id);

--
-- Name: CONSTRAINT realtime_channel_of_stream ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT realtime_channel_of_stream ON hotelmate.realtime_channel IS 'A channel belongs to the stream of its hotel.';

--
-- Name: realtime_message realtime_message_of_channel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_message
    ADD CONSTRAINT realtime_message_of_channel FOREIGN KEY (hotel_id, channel) REFERENCES hotelmate.realtime_channel(hotel_id, name);

--
-- Name: CONSTRAINT realtime_message_of_channel ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT realtime_message_of_channel ON hotelmate.realtime_message IS 'A message is on a channel of its hotel.';

--
-- Name: realtime_stream realtime_stream_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.realtime_stream
    ADD CONSTRAINT realtime_stream_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT realtime_stream_of_hotel ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT realtime_stream_of_hotel ON hotelmate.realtime_stream IS 'A stream of messages belongs to a hotel.';

--
-- Name: refresh_token refresh_token_of_session; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.refresh_token
    ADD CONSTRAINT refresh_token_of_session FOREIGN KEY (hotel_id, session_id) REFERENCES hotelmate.staff_session(hotel_id, id) ON DELETE CASCADE;

--
-- Name: CONSTRAINT refresh_token_of_session ON refresh_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT refresh_token_of_session ON hotelmate.refresh_token IS 'A refresh token renews a session of the same hotel.';

--
-- Name: room room_cleaned_by_task_in_progress; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_cleaned_by_task_in_progress FOREIGN KEY (hotel_id, id, cleaning_task_id) REFERENCES hotelmate.housekeeping_task(hotel_id, cleaning_room_id, id) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT room_cleaned_by_task_in_progress ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_cleaned_by_task_in_progress ON hotelmate.room IS 'A room that is being cleaned names a turnover task of its own that is in progress.';

--
-- Name: room room_has_audit_row; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_has_audit_row FOREIGN KEY (hotel_id, id, version, room_status, turnover_status) REFERENCES hotelmate.room_status_event(hotel_id, room_id, version, to_status, to_turnover) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT room_has_audit_row ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_has_audit_row ON hotelmate.room IS 'Every committed state of a room has its audit row.';

--
-- Name: room_status_event room_legal_turnover; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_status_event
    ADD CONSTRAINT room_legal_turnover FOREIGN KEY (ordinary_from_turnover, to_turnover) REFERENCES hotelmate.turnover_transition(from_turnover, to_turnover);

--
-- Name: CONSTRAINT room_legal_turnover ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_legal_turnover ON hotelmate.room_status_event IS 'Turnover moves only by an ordinary step; anything else is a MANAGER_OVERRIDE.';

--
-- Name: room room_occupied_by_in_house_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_occupied_by_in_house_booking FOREIGN KEY (hotel_id, id, in_house_booking_id) REFERENCES hotelmate.room_booking(hotel_id, in_house_room_id, id) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT room_occupied_by_in_house_booking ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_occupied_by_in_house_booking ON hotelmate.room IS 'A room is occupied only by a booking that is in house in it.';

--
-- Name: room room_of_type; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room
    ADD CONSTRAINT room_of_type FOREIGN KEY (hotel_id, room_type_id) REFERENCES hotelmate.room_type(hotel_id, id);

--
-- Name: CONSTRAINT room_of_type ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_of_type ON hotelmate.room IS 'A room has a room type of its own hotel.';

--
-- Name: room_status_event room_status_event_chained; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_status_event
    ADD CONSTRAINT room_status_event_chained FOREIGN KEY (hotel_id, room_id, previous_version, from_status, from_turnover) REFERENCES hotelmate.room_status_event(hotel_id, room_id, version, to_status, to_turnover);

--
-- Name: CONSTRAINT room_status_event_chained ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_status_event_chained ON hotelmate.room_status_event IS 'An audit row starts where the one before it ended: no gap, no fork.';

--
-- Name: room_status_event room_status_event_of_room; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_status_event
    ADD CONSTRAINT room_status_event_of_room FOREIGN KEY (hotel_id, room_id) REFERENCES hotelmate.room(hotel_id, id);

--
-- Name: CONSTRAINT room_status_event_of_room ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_status_event_of_room ON hotelmate.room_status_event IS 'A room with an audit trail is never deleted.';

--
-- Name: room_type room_type_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.room_type
    ADD CONSTRAINT room_type_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT room_type_of_hotel ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT room_type_of_hotel ON hotelmate.room_type IS 'A room type belongs to a hotel that exists.';

--
-- Name: staff staff_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff
    ADD CONSTRAINT staff_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id);

--
-- Name: CONSTRAINT staff_of_hotel ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_of_hotel ON hotelmate.staff IS 'Staff work for a hotel that exists.';

--
-- Name: staff_password staff_password_of_person; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_password
    ADD CONSTRAINT staff_password_of_person FOREIGN KEY (hotel_id, staff_id, is_person) REFERENCES hotelmate.staff(hotel_id, id, is_person);

--
-- Name: CONSTRAINT staff_password_of_person ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_password_of_person ON hotelmate.staff_password IS 'A password is of a person of the same hotel''s staff: an integration has API keys.';

--
-- Name: staff_role_permission staff_role_permission_known; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_role_permission
    ADD CONSTRAINT staff_role_permission_known FOREIGN KEY (permission) REFERENCES hotelmate.permission(name);

--
-- Name: CONSTRAINT staff_role_permission_known ON staff_role_permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_role_permission_known ON hotelmate.staff_role_permission IS 'A role is permitted only what there is to permit.';

--
-- Name: staff_role_permission staff_role_permission_of_role; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_role_permission
    ADD CONSTRAINT staff_role_permission_of_role FOREIGN KEY (role) REFERENCES hotelmate.staff_role(name);

--
-- Name: CONSTRAINT staff_role_permission_of_role ON staff_role_permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_role_permission_of_role ON hotelmate.staff_role_permission IS 'Only roles of staff are permitted anything.';

--
-- Name: staff_session staff_session_of_person; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.staff_session
    ADD CONSTRAINT staff_session_of_person FOREIGN KEY (hotel_id, staff_id, is_person) REFERENCES hotelmate.staff(hotel_id, id, is_person);

--
-- Name: CONSTRAINT staff_session_of_person ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT staff_session_of_person ON hotelmate.staff_session IS 'A session is of a person of the same hotel''s staff: an integration has API keys.';

--
-- Name: housekeeping_task task_assignee_of_hotel; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.housekeeping_task
    ADD CONSTRAINT task_assignee_of_hotel FOREIGN KEY (hotel_id, assigned_to) REFERENCES hotelmate.staff(hotel_id, id);

--
-- Name: CONSTRAINT task_assignee_of_hotel ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_assignee_of_hotel ON hotelmate.housekeeping_task IS 'A task is assigned to staff of the same hotel.';

--
-- Name: housekeeping_task task_in_progress_cleans_room; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.housekeeping_task
    ADD CONSTRAINT task_in_progress_cleans_room FOREIGN KEY (hotel_id, cleaning_room_id, id) REFERENCES hotelmate.room(hotel_id, id, cleaning_task_id) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT task_in_progress_cleans_room ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_in_progress_cleans_room ON hotelmate.housekeeping_task IS 'The room of a turnover task in progress is being cleaned by that task.';

--
-- Name: housekeeping_task task_legal_transition; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.housekeeping_task
    ADD CONSTRAINT task_legal_transition FOREIGN KEY (previous_status, status) REFERENCES hotelmate.task_transition(from_status, to_status);

--
-- Name: CONSTRAINT task_legal_transition ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_legal_transition ON hotelmate.housekeeping_task IS 'A task''s status changes only by a legal step.';

--
-- Name: housekeeping_task task_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.housekeeping_task
    ADD CONSTRAINT task_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT task_of_booking ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_of_booking ON hotelmate.housekeeping_task IS 'A task''s booking is of the same hotel.';

--
-- Name: housekeeping_task task_of_room; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.housekeeping_task
    ADD CONSTRAINT task_of_room FOREIGN KEY (hotel_id, room_id) REFERENCES hotelmate.room(hotel_id, id);

--
-- Name: CONSTRAINT task_of_room ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT task_of_room ON hotelmate.housekeeping_task IS 'A task is for a room of the same hotel.';

--
-- Name: booking_token token_live_needs_open_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_token
    ADD CONSTRAINT token_live_needs_open_booking FOREIGN KEY (hotel_id, live_booking_id, needs_open_booking) REFERENCES hotelmate.room_booking(hotel_id, id, is_open) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: CONSTRAINT token_live_needs_open_booking ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_live_needs_open_booking ON hotelmate.booking_token IS 'No token is live on a booking that is closed or completed.';

--
-- Name: booking_token token_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_token
    ADD CONSTRAINT token_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT token_of_booking ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_of_booking ON hotelmate.booking_token IS 'A token belongs to a booking of the same hotel.';

--
-- Name: booking_token token_of_form; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.booking_token
    ADD CONSTRAINT token_of_form FOREIGN KEY (hotel_id, form_version) REFERENCES hotelmate.precheckin_form(hotel_id, version);

--
-- Name: CONSTRAINT token_of_form ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT token_of_form ON hotelmate.booking_token IS 'A link keeps a form of its own hotel.';

--
-- Name: stripe_webhook_event webhook_event_of_booking; Type: FK CONSTRAINT; Schema: hotelmate; Owner: -
--

ALTER TABLE ONLY hotelmate.stripe_webhook_event
    ADD CONSTRAINT webhook_event_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id);

--
-- Name: CONSTRAINT webhook_event_of_booking ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON CONSTRAINT webhook_event_of_booking ON hotelmate.stripe_webhook_event IS 'An event that found its booking names one that exists.';

--
-- Name: access_event; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.access_event ENABLE ROW LEVEL SECURITY;

--
-- Name: consistency_count all_hotels_together; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY all_hotels_together ON hotelmate.consistency_count FOR SELECT TO hotelmate_speaker USING ((hotel_id IS NULL));

--
-- Name: POLICY all_hotels_together ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY all_hotels_together ON hotelmate.consistency_count IS 'All hotels together.';

--
-- Name: consistency_finding all_hotels_together; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY all_hotels_together ON hotelmate.consistency_finding FOR SELECT TO hotelmate_speaker USING ((hotel_id IS NULL));

--
-- Name: POLICY all_hotels_together ON consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY all_hotels_together ON hotelmate.consistency_finding IS 'All hotels together.';

--
-- Name: consistency_run all_hotels_together; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY all_hotels_together ON hotelmate.consistency_run FOR SELECT TO hotelmate_speaker USING ((hotel_id IS NULL));

--
-- Name: POLICY all_hotels_together ON consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY all_hotels_together ON hotelmate.consistency_run IS 'All hotels together.';

--
-- Name: idempotency_key answers_of_whoever_acts; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY answers_of_whoever_acts ON hotelmate.idempotency_key AS RESTRICTIVE TO hotelmate_speaker USING ((staff_id = ( SELECT hotelmate.current_staff_id() AS current_staff_id)));

--
-- Name: POLICY answers_of_whoever_acts ON idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY answers_of_whoever_acts ON hotelmate.idempotency_key IS 'Answers of whoever acts.';

--
-- Name: api_key; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.api_key ENABLE ROW LEVEL SECURITY;

--
-- Name: api_key_scope; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.api_key_scope ENABLE ROW LEVEL SECURITY;

--
-- Name: booking_counter; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.booking_counter ENABLE ROW LEVEL SECURITY;

--
-- Name: booking_event; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.booking_event ENABLE ROW LEVEL SECURITY;

--
-- Name: booking_guest; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.booking_guest ENABLE ROW LEVEL SECURITY;

--
-- Name: booking_token; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.booking_token ENABLE ROW LEVEL SECURITY;

--
-- Name: booking_transition; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.booking_transition ENABLE ROW LEVEL SECURITY;

--
-- Name: cancellation_term; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.cancellation_term ENABLE ROW LEVEL SECURITY;

--
-- Name: consistency_count checks_keep_what_they_found; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_keep_what_they_found ON hotelmate.consistency_count TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_keep_what_they_found ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_keep_what_they_found ON hotelmate.consistency_count IS 'Checks keep what they found.';

--
-- Name: consistency_finding checks_keep_what_they_found; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_keep_what_they_found ON hotelmate.consistency_finding TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_keep_what_they_found ON consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_keep_what_they_found ON hotelmate.consistency_finding IS 'Checks keep what they found.';

--
-- Name: consistency_result checks_keep_what_they_found; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_keep_what_they_found ON hotelmate.consistency_result TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_keep_what_they_found ON consistency_result; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_keep_what_they_found ON hotelmate.consistency_result IS 'Checks keep what they found.';

--
-- Name: consistency_run checks_keep_what_they_found; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_keep_what_they_found ON hotelmate.consistency_run TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_keep_what_they_found ON consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_keep_what_they_found ON hotelmate.consistency_run IS 'Checks keep what they found.';

--
-- Name: access_event checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.access_event FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON access_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.access_event IS 'Checks read every hotel.';

--
-- Name: api_key checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.api_key FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.api_key IS 'Checks read every hotel.';

--
-- Name: api_key_scope checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.api_key_scope FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON api_key_scope; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.api_key_scope IS 'Checks read every hotel.';

--
-- Name: booking_counter checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.booking_counter FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON booking_counter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.booking_counter IS 'Checks read every hotel.';

--
-- Name: booking_event checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.booking_event FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.booking_event IS 'Checks read every hotel.';

--
-- Name: booking_guest checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.booking_guest FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.booking_guest IS 'Checks read every hotel.';

--
-- Name: booking_token checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.booking_token FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.booking_token IS 'Checks read every hotel.';

--
-- Name: booking_transition checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.booking_transition FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON booking_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.booking_transition IS 'Checks read every hotel.';

--
-- Name: cancellation_term checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.cancellation_term FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON cancellation_term; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.cancellation_term IS 'Checks read every hotel.';

--
-- Name: consistency_count checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.consistency_count FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.consistency_count IS 'Checks read every hotel.';

--
-- Name: consistency_finding checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.consistency_finding FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.consistency_finding IS 'Checks read every hotel.';

--
-- Name: consistency_result checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.consistency_result FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON consistency_result; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.consistency_result IS 'Checks read every hotel.';

--
-- Name: consistency_run checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.consistency_run FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.consistency_run IS 'Checks read every hotel.';

--
-- Name: country checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.country FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON country; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.country IS 'Checks read every hotel.';

--
-- Name: guest checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.guest FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.guest IS 'Checks read every hotel.';

--
-- Name: guest_chat_session checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.guest_chat_session FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.guest_chat_session IS 'Checks read every hotel.';

--
-- Name: guest_message checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.guest_message FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.guest_message IS 'Checks read every hotel.';

--
-- Name: hotel checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.hotel FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.hotel IS 'Checks read every hotel.';

--
-- Name: hotel_directory checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.hotel_directory FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON hotel_directory; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.hotel_directory IS 'Checks read every hotel.';

--
-- Name: housekeeping_task checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.housekeeping_task FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.housekeeping_task IS 'Checks read every hotel.';

--
-- Name: idempotency_key checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.idempotency_key FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.idempotency_key IS 'Checks read every hotel.';

--
-- Name: log_in_limit checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.log_in_limit FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON log_in_limit; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.log_in_limit IS 'Checks read every hotel.';

--
-- Name: outbox_event checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.outbox_event FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.outbox_event IS 'Checks read every hotel.';

--
-- Name: payment checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.payment FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.payment IS 'Checks read every hotel.';

--
-- Name: payment_entry checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.payment_entry FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.payment_entry IS 'Checks read every hotel.';

--
-- Name: payment_instruction checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.payment_instruction FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.payment_instruction IS 'Checks read every hotel.';

--
-- Name: payment_reconciliation checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.payment_reconciliation FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON payment_reconciliation; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.payment_reconciliation IS 'Checks read every hotel.';

--
-- Name: payment_session checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.payment_session FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.payment_session IS 'Checks read every hotel.';

--
-- Name: permission checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.permission FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.permission IS 'Checks read every hotel.';

--
-- Name: permission_privilege checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.permission_privilege FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON permission_privilege; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.permission_privilege IS 'Checks read every hotel.';

--
-- Name: precheckin_field checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.precheckin_field FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.precheckin_field IS 'Checks read every hotel.';

--
-- Name: precheckin_form checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.precheckin_form FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.precheckin_form IS 'Checks read every hotel.';

--
-- Name: precheckin_kind checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.precheckin_kind FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON precheckin_kind; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.precheckin_kind IS 'Checks read every hotel.';

--
-- Name: realtime_channel checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.realtime_channel FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.realtime_channel IS 'Checks read every hotel.';

--
-- Name: realtime_dead_letter checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.realtime_dead_letter FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.realtime_dead_letter IS 'Checks read every hotel.';

--
-- Name: realtime_message checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.realtime_message FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.realtime_message IS 'Checks read every hotel.';

--
-- Name: realtime_stream checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.realtime_stream FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.realtime_stream IS 'Checks read every hotel.';

--
-- Name: refresh_token checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.refresh_token FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON refresh_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.refresh_token IS 'Checks read every hotel.';

--
-- Name: relay_statistics checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.relay_statistics FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON relay_statistics; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.relay_statistics IS 'Checks read every hotel.';

--
-- Name: repeatable_file checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.repeatable_file FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON repeatable_file; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.repeatable_file IS 'Checks read every hotel.';

--
-- Name: room checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.room FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.room IS 'Checks read every hotel.';

--
-- Name: room_booking checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.room_booking FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.room_booking IS 'Checks read every hotel.';

--
-- Name: room_status_event checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.room_status_event FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.room_status_event IS 'Checks read every hotel.';

--
-- Name: room_type checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.room_type FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.room_type IS 'Checks read every hotel.';

--
-- Name: secret_column checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.secret_column FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON secret_column; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.secret_column IS 'Checks read every hotel.';

--
-- Name: staff checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.staff FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.staff IS 'Checks read every hotel.';

--
-- Name: staff_password checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.staff_password FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.staff_password IS 'Checks read every hotel.';

--
-- Name: staff_role checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.staff_role FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON staff_role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.staff_role IS 'Checks read every hotel.';

--
-- Name: staff_role_permission checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.staff_role_permission FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON staff_role_permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.staff_role_permission IS 'Checks read every hotel.';

--
-- Name: staff_session checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.staff_session FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.staff_session IS 'Checks read every hotel.';

--
-- Name: stripe_payment_intent checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.stripe_payment_intent FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.stripe_payment_intent IS 'Checks read every hotel.';

--
-- Name: stripe_webhook_event checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.stripe_webhook_event FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.stripe_webhook_event IS 'Checks read every hotel.';

--
-- Name: task_transition checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.task_transition FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON task_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.task_transition IS 'Checks read every hotel.';

--
-- Name: time_zone checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.time_zone FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON time_zone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.time_zone IS 'Checks read every hotel.';

--
-- Name: turnover_transition checks_read_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY checks_read_every_hotel ON hotelmate.turnover_transition FOR SELECT TO hotelmate_checks USING (true);

--
-- Name: POLICY checks_read_every_hotel ON turnover_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY checks_read_every_hotel ON hotelmate.turnover_transition IS 'Checks read every hotel.';

--
-- Name: consistency_count; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.consistency_count ENABLE ROW LEVEL SECURITY;

--
-- Name: consistency_finding; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.consistency_finding ENABLE ROW LEVEL SECURITY;

--
-- Name: consistency_result; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.consistency_result ENABLE ROW LEVEL SECURITY;

--
-- Name: consistency_run; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.consistency_run ENABLE ROW LEVEL SECURITY;

--
-- Name: country; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.country ENABLE ROW LEVEL SECURITY;

--
-- Name: consistency_count dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.consistency_count FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.consistency_count IS 'Dispatcher finds work.';

--
-- Name: consistency_result dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.consistency_result FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON consistency_result; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.consistency_result IS 'Dispatcher finds work.';

--
-- Name: consistency_run dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.consistency_run FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.consistency_run IS 'Dispatcher finds work.';

--
-- Name: guest_message dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.guest_message FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.guest_message IS 'Dispatcher finds work.';

--
-- Name: hotel dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.hotel FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.hotel IS 'Dispatcher finds work.';

--
-- Name: hotel_directory dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.hotel_directory FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON hotel_directory; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.hotel_directory IS 'Dispatcher finds work.';

--
-- Name: outbox_event dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.outbox_event FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.outbox_event IS 'Dispatcher finds work.';

--
-- Name: payment dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.payment FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.payment IS 'Dispatcher finds work.';

--
-- Name: payment_entry dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.payment_entry FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.payment_entry IS 'Dispatcher finds work.';

--
-- Name: payment_instruction dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.payment_instruction FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.payment_instruction IS 'Dispatcher finds work.';

--
-- Name: payment_reconciliation dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.payment_reconciliation FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON payment_reconciliation; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.payment_reconciliation IS 'Dispatcher finds work.';

--
-- Name: payment_session dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.payment_session FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.payment_session IS 'Dispatcher finds work.';

--
-- Name: realtime_channel dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.realtime_channel FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.realtime_channel IS 'Dispatcher finds work.';

--
-- Name: realtime_dead_letter dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.realtime_dead_letter FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.realtime_dead_letter IS 'Dispatcher finds work.';

--
-- Name: realtime_message dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.realtime_message FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.realtime_message IS 'Dispatcher finds work.';

--
-- Name: realtime_stream dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.realtime_stream FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.realtime_stream IS 'Dispatcher finds work.';

--
-- Name: relay_statistics dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.relay_statistics FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON relay_statistics; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.relay_statistics IS 'Dispatcher finds work.';

--
-- Name: room_booking dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.room_booking FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.room_booking IS 'Dispatcher finds work.';

--
-- Name: stripe_payment_intent dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.stripe_payment_intent FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.stripe_payment_intent IS 'Dispatcher finds work.';

--
-- Name: stripe_webhook_event dispatcher_finds_work; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_finds_work ON hotelmate.stripe_webhook_event FOR SELECT TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_finds_work ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_finds_work ON hotelmate.stripe_webhook_event IS 'Dispatcher finds work.';

--
-- Name: payment_reconciliation dispatcher_stores_what_stripe_says; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_stores_what_stripe_says ON hotelmate.payment_reconciliation TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_stores_what_stripe_says ON payment_reconciliation; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_stores_what_stripe_says ON hotelmate.payment_reconciliation IS 'Dispatcher stores what stripe says.';

--
-- Name: stripe_webhook_event dispatcher_stores_what_stripe_says; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY dispatcher_stores_what_stripe_says ON hotelmate.stripe_webhook_event TO hotelmate_dispatcher USING (true);

--
-- Name: POLICY dispatcher_stores_what_stripe_says ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY dispatcher_stores_what_stripe_says ON hotelmate.stripe_webhook_event IS 'Dispatcher stores what stripe says.';

--
-- Name: api_key gate_finds_who_calls; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY gate_finds_who_calls ON hotelmate.api_key FOR SELECT TO hotelmate_gate USING (true);

--
-- Name: POLICY gate_finds_who_calls ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY gate_finds_who_calls ON hotelmate.api_key IS 'Gate finds who calls.';

--
-- Name: api_key_scope gate_finds_who_calls; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY gate_finds_who_calls ON hotelmate.api_key_scope FOR SELECT TO hotelmate_gate USING (true);

--
-- Name: POLICY gate_finds_who_calls ON api_key_scope; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY gate_finds_who_calls ON hotelmate.api_key_scope IS 'Gate finds who calls.';

--
-- Name: hotel gate_finds_who_calls; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY gate_finds_who_calls ON hotelmate.hotel FOR SELECT TO hotelmate_gate USING (true);

--
-- Name: POLICY gate_finds_who_calls ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY gate_finds_who_calls ON hotelmate.hotel IS 'Gate finds who calls.';

--
-- Name: staff gate_finds_who_calls; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY gate_finds_who_calls ON hotelmate.staff FOR SELECT TO hotelmate_gate USING (true);

--
-- Name: POLICY gate_finds_who_calls ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY gate_finds_who_calls ON hotelmate.staff IS 'Gate finds who calls.';

--
-- Name: staff_session gate_finds_who_calls; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY gate_finds_who_calls ON hotelmate.staff_session FOR SELECT TO hotelmate_gate USING (true);

--
-- Name: POLICY gate_finds_who_calls ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY gate_finds_who_calls ON hotelmate.staff_session IS 'Gate finds who calls.';

--
-- Name: guest; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.guest ENABLE ROW LEVEL SECURITY;

--
-- Name: guest_chat_session; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.guest_chat_session ENABLE ROW LEVEL SECURITY;

--
-- Name: booking_guest guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.booking_guest TO hotelmate_guest USING (((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)) AND (booking_id = ( SELECT hotelmate.current_guest_booking_id() AS current_guest_booking_id))));

--
-- Name: POLICY guest_has_own_stay ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.booking_guest IS 'Guest has own stay.';

--
-- Name: booking_token guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.booking_token TO hotelmate_guest USING (((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)) AND (booking_id = ( SELECT hotelmate.current_guest_booking_id() AS current_guest_booking_id))));

--
-- Name: POLICY guest_has_own_stay ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.booking_token IS 'Guest has own stay.';

--
-- Name: guest guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.guest TO hotelmate_guest USING (((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)) AND (booking_id = ( SELECT hotelmate.current_guest_booking_id() AS current_guest_booking_id))));

--
-- Name: POLICY guest_has_own_stay ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.guest IS 'Guest has own stay.';

--
-- Name: guest_chat_session guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.guest_chat_session TO hotelmate_guest USING (((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)) AND (booking_id = ( SELECT hotelmate.current_guest_booking_id() AS current_guest_booking_id))));

--
-- Name: POLICY guest_has_own_stay ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.guest_chat_session IS 'Guest has own stay.';

--
-- Name: hotel guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.hotel TO hotelmate_guest USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY guest_has_own_stay ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.hotel IS 'Guest has own stay.';

--
-- Name: precheckin_field guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.precheckin_field TO hotelmate_guest USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY guest_has_own_stay ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.precheckin_field IS 'Guest has own stay.';

--
-- Name: precheckin_form guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.precheckin_form TO hotelmate_guest USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY guest_has_own_stay ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.precheckin_form IS 'Guest has own stay.';

--
-- Name: room guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.room TO hotelmate_guest USING (((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)) AND (in_house_booking_id = ( SELECT hotelmate.current_guest_booking_id() AS current_guest_booking_id))));

--
-- Name: POLICY guest_has_own_stay ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.room IS 'Guest has own stay.';

--
-- Name: room_booking guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.room_booking TO hotelmate_guest USING (((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)) AND (id = ( SELECT hotelmate.current_guest_booking_id() AS current_guest_booking_id))));

--
-- Name: POLICY guest_has_own_stay ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.room_booking IS 'Guest has own stay.';

--
-- Name: room_type guest_has_own_stay; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY guest_has_own_stay ON hotelmate.room_type TO hotelmate_guest USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY guest_has_own_stay ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY guest_has_own_stay ON hotelmate.room_type IS 'Guest has own stay.';

--
-- Name: guest_message; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.guest_message ENABLE ROW LEVEL SECURITY;

--
-- Name: hotel; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.hotel ENABLE ROW LEVEL SECURITY;

--
-- Name: hotel_directory; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.hotel_directory ENABLE ROW LEVEL SECURITY;

--
-- Name: access_event hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.access_event TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON access_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.access_event IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: api_key hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.api_key TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.api_key IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: api_key_scope hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.api_key_scope TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON api_key_scope; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.api_key_scope IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: booking_counter hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.booking_counter TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON booking_counter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.booking_counter IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: booking_event hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.booking_event TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.booking_event IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: booking_guest hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.booking_guest TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.booking_guest IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: booking_token hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.booking_token TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.booking_token IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: cancellation_term hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.cancellation_term TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON cancellation_term; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.cancellation_term IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: consistency_count hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.consistency_count TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.consistency_count IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: consistency_finding hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.consistency_finding TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.consistency_finding IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: consistency_run hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.consistency_run TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.consistency_run IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: guest hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.guest TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.guest IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: guest_chat_session hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.guest_chat_session TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.guest_chat_session IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: guest_message hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.guest_message TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.guest_message IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: hotel hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.hotel TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.hotel IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: hotel_directory hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.hotel_directory TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON hotel_directory; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.hotel_directory IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: housekeeping_task hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.housekeeping_task TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.housekeeping_task IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: idempotency_key hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.idempotency_key TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.idempotency_key IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: outbox_event hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.outbox_event TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.outbox_event IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: payment hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.payment TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.payment IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: payment_entry hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.payment_entry TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.payment_entry IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: payment_instruction hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.payment_instruction TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.payment_instruction IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: payment_session hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.payment_session TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.payment_session IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: precheckin_field hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.precheckin_field TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.precheckin_field IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: precheckin_form hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.precheckin_form TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.precheckin_form IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: realtime_channel hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.realtime_channel TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.realtime_channel IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: realtime_dead_letter hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.realtime_dead_letter TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.realtime_dead_letter IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: realtime_message hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.realtime_message TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.realtime_message IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: realtime_stream hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.realtime_stream TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.realtime_stream IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: refresh_token hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.refresh_token TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON refresh_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.refresh_token IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: room hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.room TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.room IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: room_booking hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.room_booking TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.room_booking IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: room_status_event hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.room_status_event TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.room_status_event IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: room_type hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.room_type TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.room_type IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: staff hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.staff TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.staff IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: staff_password hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.staff_password TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.staff_password IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: staff_session hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.staff_session TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.staff_session IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: stripe_payment_intent hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.stripe_payment_intent TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.stripe_payment_intent IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: stripe_webhook_event hotel_of_transaction; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction ON hotelmate.stripe_webhook_event TO hotelmate_speaker USING ((hotel_id = ( SELECT hotelmate.current_hotel_id() AS current_hotel_id)));

--
-- Name: POLICY hotel_of_transaction ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction ON hotelmate.stripe_webhook_event IS 'A transaction that acts for somebody has one hotel.';

--
-- Name: access_event hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.access_event TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON access_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.access_event IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: api_key hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.api_key TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON api_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.api_key IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: api_key_scope hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.api_key_scope TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON api_key_scope; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.api_key_scope IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: booking_counter hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.booking_counter TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON booking_counter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.booking_counter IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: booking_event hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.booking_event TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON booking_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.booking_event IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: booking_guest hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.booking_guest TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON booking_guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.booking_guest IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: booking_token hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.booking_token TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON booking_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.booking_token IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: booking_transition hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.booking_transition TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON booking_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.booking_transition IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: cancellation_term hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.cancellation_term TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON cancellation_term; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.cancellation_term IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: consistency_count hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.consistency_count TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON consistency_count; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.consistency_count IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: consistency_finding hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.consistency_finding TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON consistency_finding; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.consistency_finding IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: consistency_result hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.consistency_result TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON consistency_result; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.consistency_result IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: consistency_run hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.consistency_run TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON consistency_run; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.consistency_run IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: country hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.country TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON country; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.country IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: guest hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.guest TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON guest; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.guest IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: guest_chat_session hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.guest_chat_session TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON guest_chat_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.guest_chat_session IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: guest_message hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.guest_message TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON guest_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.guest_message IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: hotel hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.hotel TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.hotel IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: hotel_directory hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.hotel_directory TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON hotel_directory; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.hotel_directory IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: housekeeping_task hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.housekeeping_task TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON housekeeping_task; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.housekeeping_task IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: idempotency_key hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.idempotency_key TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON idempotency_key; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.idempotency_key IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: log_in_limit hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.log_in_limit TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON log_in_limit; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.log_in_limit IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: outbox_event hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.outbox_event TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.outbox_event IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: payment hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.payment TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON payment; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.payment IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: payment_entry hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.payment_entry TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON payment_entry; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.payment_entry IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: payment_instruction hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.payment_instruction TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON payment_instruction; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.payment_instruction IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: payment_reconciliation hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.payment_reconciliation TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON payment_reconciliation; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.payment_reconciliation IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: payment_session hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.payment_session TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON payment_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.payment_session IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: permission hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.permission TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.permission IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: permission_privilege hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.permission_privilege TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON permission_privilege; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.permission_privilege IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: precheckin_field hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.precheckin_field TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON precheckin_field; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.precheckin_field IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: precheckin_form hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.precheckin_form TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON precheckin_form; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.precheckin_form IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: precheckin_kind hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.precheckin_kind TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON precheckin_kind; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.precheckin_kind IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: realtime_channel hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.realtime_channel TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.realtime_channel IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: realtime_dead_letter hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.realtime_dead_letter TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.realtime_dead_letter IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: realtime_message hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.realtime_message TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.realtime_message IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: realtime_stream hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.realtime_stream TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.realtime_stream IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: refresh_token hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.refresh_token TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON refresh_token; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.refresh_token IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: relay_statistics hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.relay_statistics TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON relay_statistics; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.relay_statistics IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: repeatable_file hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.repeatable_file TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON repeatable_file; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.repeatable_file IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: room hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.room TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON room; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.room IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: room_booking hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.room_booking TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON room_booking; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.room_booking IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: room_status_event hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.room_status_event TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON room_status_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.room_status_event IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: room_type hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.room_type TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON room_type; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.room_type IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: secret_column hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.secret_column TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON secret_column; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.secret_column IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: staff hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.staff TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON staff; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.staff IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: staff_password hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.staff_password TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON staff_password; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.staff_password IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: staff_role hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.staff_role TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON staff_role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.staff_role IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: staff_role_permission hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.staff_role_permission TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON staff_role_permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.staff_role_permission IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: staff_session hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.staff_session TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON staff_session; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.staff_session IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: stripe_payment_intent hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.stripe_payment_intent TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON stripe_payment_intent; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.stripe_payment_intent IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: stripe_webhook_event hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.stripe_webhook_event TO hotelmate_owner USING ((COALESCE((hotel_id = (NULLIF(current_setting('hotelmate.hotel_id'::text, true), ''::text))::bigint), true) OR (current_setting('is_superuser'::text) = 'on'::text) OR ( SELECT pg_has_role((hotelmate.acting_role())::name, 'hotelmate_owner'::name, 'USAGE'::text) AS pg_has_role)));

--
-- Name: POLICY hotel_of_transaction_if_any ON stripe_webhook_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.stripe_webhook_event IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: task_transition hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.task_transition TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON task_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.task_transition IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: time_zone hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.time_zone TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON time_zone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.time_zone IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: turnover_transition hotel_of_transaction_if_any; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY hotel_of_transaction_if_any ON hotelmate.turnover_transition TO hotelmate_owner USING (true);

--
-- Name: POLICY hotel_of_transaction_if_any ON turnover_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY hotel_of_transaction_if_any ON hotelmate.turnover_transition IS 'What runs as the owner for others stays in the chosen hotel.';

--
-- Name: housekeeping_task; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.housekeeping_task ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_key; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.idempotency_key ENABLE ROW LEVEL SECURITY;

--
-- Name: log_in_limit; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.log_in_limit ENABLE ROW LEVEL SECURITY;

--
-- Name: outbox_event; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.outbox_event ENABLE ROW LEVEL SECURITY;

--
-- Name: payment; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_entry; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment_entry ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_instruction; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment_instruction ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_reconciliation; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment_reconciliation ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_session; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.payment_session ENABLE ROW LEVEL SECURITY;

--
-- Name: permission; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.permission ENABLE ROW LEVEL SECURITY;

--
-- Name: permission_privilege; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.permission_privilege ENABLE ROW LEVEL SECURITY;

--
-- Name: precheckin_field; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.precheckin_field ENABLE ROW LEVEL SECURITY;

--
-- Name: precheckin_form; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.precheckin_form ENABLE ROW LEVEL SECURITY;

--
-- Name: precheckin_kind; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.precheckin_kind ENABLE ROW LEVEL SECURITY;

--
-- Name: realtime_channel; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.realtime_channel ENABLE ROW LEVEL SECURITY;

--
-- Name: realtime_dead_letter; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.realtime_dead_letter ENABLE ROW LEVEL SECURITY;

--
-- Name: realtime_message; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.realtime_message ENABLE ROW LEVEL SECURITY;

--
-- Name: realtime_stream; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.realtime_stream ENABLE ROW LEVEL SECURITY;

--
-- Name: refresh_token; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.refresh_token ENABLE ROW LEVEL SECURITY;

--
-- Name: hotel relay_carries_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY relay_carries_every_hotel ON hotelmate.hotel TO hotelmate_relay USING (true);

--
-- Name: POLICY relay_carries_every_hotel ON hotel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY relay_carries_every_hotel ON hotelmate.hotel IS 'Relay carries every hotel.';

--
-- Name: outbox_event relay_carries_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY relay_carries_every_hotel ON hotelmate.outbox_event TO hotelmate_relay USING (true);

--
-- Name: POLICY relay_carries_every_hotel ON outbox_event; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY relay_carries_every_hotel ON hotelmate.outbox_event IS 'Relay carries every hotel.';

--
-- Name: realtime_channel relay_carries_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY relay_carries_every_hotel ON hotelmate.realtime_channel TO hotelmate_relay USING (true);

--
-- Name: POLICY relay_carries_every_hotel ON realtime_channel; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY relay_carries_every_hotel ON hotelmate.realtime_channel IS 'Relay carries every hotel.';

--
-- Name: realtime_dead_letter relay_carries_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY relay_carries_every_hotel ON hotelmate.realtime_dead_letter TO hotelmate_relay USING (true);

--
-- Name: POLICY relay_carries_every_hotel ON realtime_dead_letter; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY relay_carries_every_hotel ON hotelmate.realtime_dead_letter IS 'Relay carries every hotel.';

--
-- Name: realtime_message relay_carries_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY relay_carries_every_hotel ON hotelmate.realtime_message TO hotelmate_relay USING (true);

--
-- Name: POLICY relay_carries_every_hotel ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY relay_carries_every_hotel ON hotelmate.realtime_message IS 'Relay carries every hotel.';

--
-- Name: realtime_stream relay_carries_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY relay_carries_every_hotel ON hotelmate.realtime_stream TO hotelmate_relay USING (true);

--
-- Name: POLICY relay_carries_every_hotel ON realtime_stream; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY relay_carries_every_hotel ON hotelmate.realtime_stream IS 'Relay carries every hotel.';

--
-- Name: relay_statistics relay_carries_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY relay_carries_every_hotel ON hotelmate.relay_statistics TO hotelmate_relay USING (true);

--
-- Name: POLICY relay_carries_every_hotel ON relay_statistics; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY relay_carries_every_hotel ON hotelmate.relay_statistics IS 'Relay carries every hotel.';

--
-- Name: relay_statistics; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.relay_statistics ENABLE ROW LEVEL SECURITY;

--
-- Name: repeatable_file; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.repeatable_file ENABLE ROW LEVEL SECURITY;

--
-- Name: consistency_result result_of_visible_run; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY result_of_visible_run ON hotelmate.consistency_result FOR SELECT TO hotelmate_speaker USING ((EXISTS ( SELECT
   FROM hotelmate.consistency_run run
  WHERE (run.id = consistency_result.run_id))));

--
-- Name: POLICY result_of_visible_run ON consistency_result; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY result_of_visible_run ON hotelmate.consistency_result IS 'Result of visible run.';

--
-- Name: room; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.room ENABLE ROW LEVEL SECURITY;

--
-- Name: room_booking; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.room_booking ENABLE ROW LEVEL SECURITY;

--
-- Name: room_status_event; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.room_status_event ENABLE ROW LEVEL SECURITY;

--
-- Name: room_type; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.room_type ENABLE ROW LEVEL SECURITY;

--
-- Name: booking_transition same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.booking_transition FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON booking_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.booking_transition IS 'Same for every hotel.';

--
-- Name: country same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.country FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON country; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.country IS 'Same for every hotel.';

--
-- Name: permission same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.permission FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.permission IS 'Same for every hotel.';

--
-- Name: permission_privilege same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.permission_privilege FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON permission_privilege; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.permission_privilege IS 'Same for every hotel.';

--
-- Name: precheckin_kind same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.precheckin_kind FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON precheckin_kind; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.precheckin_kind IS 'Same for every hotel.';

--
-- Name: repeatable_file same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.repeatable_file FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON repeatable_file; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.repeatable_file IS 'Same for every hotel.';

--
-- Name: secret_column same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.secret_column FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON secret_column; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.secret_column IS 'Same for every hotel.';

--
-- Name: staff_role same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.staff_role FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON staff_role; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.staff_role IS 'Same for every hotel.';

--
-- Name: staff_role_permission same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.staff_role_permission FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON staff_role_permission; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.staff_role_permission IS 'Same for every hotel.';

--
-- Name: task_transition same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.task_transition FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON task_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.task_transition IS 'Same for every hotel.';

--
-- Name: time_zone same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.time_zone FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON time_zone; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.time_zone IS 'Same for every hotel.';

--
-- Name: turnover_transition same_for_every_hotel; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY same_for_every_hotel ON hotelmate.turnover_transition FOR SELECT USING (true);

--
-- Name: POLICY same_for_every_hotel ON turnover_transition; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY same_for_every_hotel ON hotelmate.turnover_transition IS 'Same for every hotel.';

--
-- Name: secret_column; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.secret_column ENABLE ROW LEVEL SECURITY;

--
-- Name: staff; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.staff ENABLE ROW LEVEL SECURITY;

--
-- Name: realtime_message staff_hears_no_guest; Type: POLICY; Schema: hotelmate; Owner: -
--

CREATE POLICY staff_hears_no_guest ON hotelmate.realtime_message AS RESTRICTIVE FOR SELECT TO hotelmate_front_desk, hotelmate_housekeeping, hotelmate_manager, hotelmate_auditor, hotelmate_integration USING ((channel !~~ 'guest.%'::text));

--
-- Name: POLICY staff_hears_no_guest ON realtime_message; Type: COMMENT; Schema: hotelmate; Owner: -
--

COMMENT ON POLICY staff_hears_no_guest ON hotelmate.realtime_message IS 'Staff hears no guest.';

--
-- Name: staff_password; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.staff_password ENABLE ROW LEVEL SECURITY;

--
-- Name: staff_role; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.staff_role ENABLE ROW LEVEL SECURITY;

--
-- Name: staff_role_permission; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.staff_role_permission ENABLE ROW LEVEL SECURITY;

--
-- Name: staff_session; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.staff_session ENABLE ROW LEVEL SECURITY;

--
-- Name: stripe_payment_intent; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.stripe_payment_intent ENABLE ROW LEVEL SECURITY;

--
-- Name: stripe_webhook_event; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.stripe_webhook_event ENABLE ROW LEVEL SECURITY;

--
-- Name: task_transition; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.task_transition ENABLE ROW LEVEL SECURITY;

--
-- Name: time_zone; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.time_zone ENABLE ROW LEVEL SECURITY;

--
-- Name: turnover_transition; Type: ROW SECURITY; Schema: hotelmate; Owner: -
--

ALTER TABLE hotelmate.turnover_transition ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA hotelmate; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA hotelmate TO hotelmate_speaker;
GRANT USAGE ON SCHEMA hotelmate TO hotelmate_guest;
GRANT USAGE ON SCHEMA hotelmate TO hotelmate_gate;
GRANT USAGE ON SCHEMA hotelmate TO hotelmate_relay;
GRANT USAGE ON SCHEMA hotelmate TO hotelmate_checks;

--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
--

GRANT ALL ON SCHEMA public TO hotelmate_owner;

--
-- Name: FUNCTION api_key_holder(of_hotel bigint, of_hash bytea); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.api_key_holder(of_hotel bigint, of_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.api_key_holder(of_hotel bigint, of_hash bytea) TO hotelmate_gate;

--
-- Name: TABLE payment; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.payment TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.payment TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.payment TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.payment TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.payment TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.payment TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.payment TO hotelmate_dispatcher;

--
-- Name: COLUMN payment.looked_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(looked_at) ON TABLE hotelmate.payment TO hotelmate_api;

--
-- Name: COLUMN payment.lapse_reported_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(lapse_reported_at) ON TABLE hotelmate.payment TO hotelmate_api;

--
-- Name: COLUMN stripe_webhook_event.event_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(event_id),INSERT(event_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(event_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(event_id),INSERT(event_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.event_type; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(event_type),INSERT(event_type) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(event_type) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(event_type),INSERT(event_type) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.origin; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(origin),INSERT(origin) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(origin) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(origin),INSERT(origin) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.status; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(status),INSERT(status),UPDATE(status) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(status) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(status),INSERT(status),UPDATE(status) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(hotel_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(hotel_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(booking_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(booking_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(booking_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.payment_intent_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(payment_intent_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(payment_intent_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(payment_intent_id) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.payload; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(payload) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(payload) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT INSERT(payload) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.is_foreign; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_foreign),INSERT(is_foreign) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(is_foreign) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(is_foreign),INSERT(is_foreign) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.error; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(error),INSERT(error),UPDATE(error) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(error) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(error),INSERT(error),UPDATE(error) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.tries; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(tries) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(tries) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(tries) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.next_try_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(next_try_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(next_try_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(next_try_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.received_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(received_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(received_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(received_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: COLUMN stripe_webhook_event.processed_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(processed_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_api;
GRANT SELECT(processed_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_checks;
GRANT SELECT(processed_at) ON TABLE hotelmate.stripe_webhook_event TO hotelmate_dispatcher;

--
-- Name: FUNCTION apply_charge(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.apply_charge(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) FROM PUBLIC;

--
-- Name: FUNCTION apply_checkout_session(event hotelmate.stripe_webhook_event, shown jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.apply_checkout_session(event hotelmate.stripe_webhook_event, shown jsonb) FROM PUBLIC;

--
-- Name: FUNCTION apply_dispute(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.apply_dispute(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) FROM PUBLIC;

--
-- Name: FUNCTION apply_payment_intent(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.apply_payment_intent(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) FROM PUBLIC;

--
-- Name: FUNCTION apply_refund(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.apply_refund(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, shown jsonb) FROM PUBLIC;

--
-- Name: FUNCTION apply_stripe_event(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.apply_stripe_event() FROM PUBLIC;

--
-- Name: FUNCTION are_choice_labels(labels jsonb, choices text[]); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.are_choice_labels(labels jsonb, choices text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.are_choice_labels(labels jsonb, choices text[]) TO hotelmate_speaker;

--
-- Name: FUNCTION are_choices(choices text[]); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.are_choices(choices text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.are_choices(choices text[]) TO hotelmate_speaker;

--
-- Name: FUNCTION audit_booking(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.audit_booking() FROM PUBLIC;

--
-- Name: FUNCTION audit_room(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.audit_room() FROM PUBLIC;

--
-- Name: FUNCTION begin_log_in(of_slug text, of_username text, of_address text, OUT wait_seconds integer, OUT hotel bigint, OUT member bigint, OUT member_role text, OUT kept_hash text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.begin_log_in(of_slug text, of_username text, of_address text, OUT wait_seconds integer, OUT hotel bigint, OUT member bigint, OUT member_role text, OUT kept_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.begin_log_in(of_slug text, of_username text, of_address text, OUT wait_seconds integer, OUT hotel bigint, OUT member bigint, OUT member_role text, OUT kept_hash text) TO hotelmate_gate;

--
-- Name: FUNCTION begin_password_change(of_address text, OUT wait_seconds integer, OUT kept_hash text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.begin_password_change(of_address text, OUT wait_seconds integer, OUT kept_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.begin_password_change(of_address text, OUT wait_seconds integer, OUT kept_hash text) TO hotelmate_speaker;

--
-- Name: COLUMN room_booking.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;
GRANT SELECT(id) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.booking_reference; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;
GRANT SELECT(booking_reference) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.status; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(status) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(status),UPDATE(status) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(status),UPDATE(status) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(status),UPDATE(status) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(status),UPDATE(status) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(status) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(status) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;
GRANT SELECT(status) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.room_type_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(room_type_id),INSERT(room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(room_type_id),INSERT(room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(room_type_id),INSERT(room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(room_type_id),INSERT(room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.check_in; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(check_in) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(check_in),INSERT(check_in) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(check_in) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(check_in),INSERT(check_in) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(check_in),INSERT(check_in) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(check_in),INSERT(check_in),UPDATE(check_in) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(check_in) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(check_in) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.check_out; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(check_out) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(check_out),INSERT(check_out) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(check_out) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(check_out),INSERT(check_out) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(check_out),INSERT(check_out) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(check_out),INSERT(check_out),UPDATE(check_out) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(check_out) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(check_out) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;
GRANT SELECT(check_out) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.adults; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(adults) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(adults),INSERT(adults),UPDATE(adults) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(adults),INSERT(adults),UPDATE(adults) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(adults),INSERT(adults),UPDATE(adults) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(adults),INSERT(adults),UPDATE(adults) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(adults) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(adults) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.children; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(children) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(children),INSERT(children),UPDATE(children) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(children),INSERT(children),UPDATE(children) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(children),INSERT(children),UPDATE(children) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(children),INSERT(children),UPDATE(children) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(children) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(children) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.total_amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(total_amount) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(total_amount),INSERT(total_amount) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(total_amount),INSERT(total_amount) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(total_amount),INSERT(total_amount) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(total_amount),INSERT(total_amount) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(total_amount) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(total_amount) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;
GRANT SELECT(total_amount) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.currency; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(currency) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(currency),INSERT(currency) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(currency),INSERT(currency) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(currency),INSERT(currency) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(currency),INSERT(currency) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(currency) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(currency) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;
GRANT SELECT(currency) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.special_requests; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(special_requests) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(special_requests),INSERT(special_requests) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(special_requests),INSERT(special_requests) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(special_requests),INSERT(special_requests) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(special_requests),INSERT(special_requests),UPDATE(special_requests) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(special_requests) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.language; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(language) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(language),INSERT(language) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(language),INSERT(language) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(language),INSERT(language) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(language),INSERT(language),UPDATE(language) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(language) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(language) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.booker_first_name; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(booker_first_name) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(booker_first_name),INSERT(booker_first_name) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(booker_first_name),INSERT(booker_first_name) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(booker_first_name),INSERT(booker_first_name) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(booker_first_name),INSERT(booker_first_name),UPDATE(booker_first_name) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(booker_first_name) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.booker_last_name; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(booker_last_name) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(booker_last_name),INSERT(booker_last_name) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(booker_last_name),INSERT(booker_last_name) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(booker_last_name),INSERT(booker_last_name) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(booker_last_name),INSERT(booker_last_name),UPDATE(booker_last_name) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(booker_last_name) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.booker_email; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(booker_email) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(booker_email),INSERT(booker_email) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(booker_email),INSERT(booker_email) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(booker_email),INSERT(booker_email) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(booker_email),INSERT(booker_email),UPDATE(booker_email) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(booker_email) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.booker_phone; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(booker_phone) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(booker_phone),INSERT(booker_phone) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(booker_phone),INSERT(booker_phone) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(booker_phone),INSERT(booker_phone) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(booker_phone),INSERT(booker_phone),UPDATE(booker_phone) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(booker_phone) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.expires_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(expires_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(expires_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(expires_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(expires_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(expires_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(expires_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(expires_at) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.approval_deadline_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(approval_deadline_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(approval_deadline_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(approval_deadline_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(approval_deadline_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(approval_deadline_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(approval_deadline_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.approved_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(approved_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(approved_at),UPDATE(approved_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(approved_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(approved_at),UPDATE(approved_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(approved_at),UPDATE(approved_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(approved_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.decision_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(decision_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(decision_at),UPDATE(decision_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(decision_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(decision_at),UPDATE(decision_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(decision_at),UPDATE(decision_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(decision_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.decision_by; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(decision_by) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(decision_by) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(decision_by) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(decision_by) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(decision_by) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(decision_by) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.decline_reason; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(decline_reason) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(decline_reason),UPDATE(decline_reason) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(decline_reason) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(decline_reason),UPDATE(decline_reason) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(decline_reason),UPDATE(decline_reason) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(decline_reason) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.cancelled_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(cancelled_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(cancelled_at),UPDATE(cancelled_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(cancelled_at),UPDATE(cancelled_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(cancelled_at),UPDATE(cancelled_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(cancelled_at),UPDATE(cancelled_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(cancelled_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.cancellation_reason; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(cancellation_reason) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(cancellation_reason),UPDATE(cancellation_reason) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(cancellation_reason),UPDATE(cancellation_reason) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(cancellation_reason),UPDATE(cancellation_reason) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(cancellation_reason),UPDATE(cancellation_reason) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(cancellation_reason) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.cancellation_terms; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(cancellation_terms) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(cancellation_terms) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(cancellation_terms) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(cancellation_terms) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(cancellation_terms) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(cancellation_terms) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.cancellation_fee_amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(cancellation_fee_amount) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(cancellation_fee_amount) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(cancellation_fee_amount) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(cancellation_fee_amount) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(cancellation_fee_amount) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(cancellation_fee_amount) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.no_show_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(no_show_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(no_show_at),UPDATE(no_show_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(no_show_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(no_show_at),UPDATE(no_show_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(no_show_at),UPDATE(no_show_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(no_show_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.assigned_room_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(assigned_room_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(assigned_room_id),UPDATE(assigned_room_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(assigned_room_id) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(assigned_room_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(assigned_room_id),UPDATE(assigned_room_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(assigned_room_id),UPDATE(assigned_room_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(assigned_room_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(assigned_room_id) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.room_assigned_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_assigned_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(room_assigned_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(room_assigned_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(room_assigned_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(room_assigned_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(room_assigned_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.room_assigned_by; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_assigned_by) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(room_assigned_by) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(room_assigned_by) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(room_assigned_by) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(room_assigned_by) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(room_assigned_by) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.room_moved_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_moved_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(room_moved_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(room_moved_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(room_moved_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(room_moved_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(room_moved_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.room_moved_by; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_moved_by) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(room_moved_by) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(room_moved_by) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(room_moved_by) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(room_moved_by) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(room_moved_by) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.room_moved_from_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_moved_from_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(room_moved_from_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(room_moved_from_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(room_moved_from_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(room_moved_from_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(room_moved_from_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.checked_in_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(checked_in_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(checked_in_at),UPDATE(checked_in_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(checked_in_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(checked_in_at),UPDATE(checked_in_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(checked_in_at),UPDATE(checked_in_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(checked_in_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(checked_in_at) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.checked_out_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(checked_out_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(checked_out_at),UPDATE(checked_out_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(checked_out_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(checked_out_at),UPDATE(checked_out_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(checked_out_at),UPDATE(checked_out_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(checked_out_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(checked_out_at) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.payment_provider; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(payment_provider) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(payment_provider) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(payment_provider) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(payment_provider) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(payment_provider) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(payment_provider) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(payment_provider) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.payment_reference; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(payment_reference) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(payment_reference) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(payment_reference) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(payment_reference) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(payment_reference) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(payment_reference) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(payment_reference) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.payment_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(payment_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(payment_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(payment_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(payment_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(payment_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(payment_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(payment_id) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.payment_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(payment_seq) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(payment_seq) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(payment_seq) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(payment_seq) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(payment_seq) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(payment_seq) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.authorised_amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(authorised_amount) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(authorised_amount) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(authorised_amount) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(authorised_amount) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(authorised_amount) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(authorised_amount) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(authorised_amount) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.captured_amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(captured_amount) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(captured_amount) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(captured_amount) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(captured_amount) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(captured_amount) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(captured_amount) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(captured_amount) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.voided_amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(voided_amount) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(voided_amount) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(voided_amount) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(voided_amount) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(voided_amount) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(voided_amount) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(voided_amount) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.refunded_amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(refunded_amount) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(refunded_amount) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(refunded_amount) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(refunded_amount) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(refunded_amount) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(refunded_amount) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(refunded_amount) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.disputed_amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(disputed_amount) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(disputed_amount) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(disputed_amount) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(disputed_amount) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(disputed_amount) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(disputed_amount) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(disputed_amount) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.payment_authorized_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(payment_authorized_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(payment_authorized_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(payment_authorized_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(payment_authorized_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(payment_authorized_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(payment_authorized_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.paid_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(paid_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(paid_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(paid_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(paid_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(paid_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(paid_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(paid_at) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.party_version; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(party_version) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(party_version) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(party_version) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(party_version) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(party_version) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(party_version) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.guest_count; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(guest_count) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(guest_count) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(guest_count) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(guest_count) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(guest_count) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(guest_count) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(guest_count) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.staying_guest_count; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(staying_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(staying_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(staying_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(staying_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(staying_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(staying_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.staying_child_count; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(staying_child_count) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(staying_child_count) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(staying_child_count) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(staying_child_count) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(staying_child_count) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(staying_child_count) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.erased_guest_count; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(erased_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(erased_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(erased_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(erased_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(erased_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(erased_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(erased_guest_count) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.accommodating_room_type_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(accommodating_room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(accommodating_room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(accommodating_room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(accommodating_room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(accommodating_room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(accommodating_room_type_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.capacity; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(capacity) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(capacity) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(capacity) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(capacity) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(capacity) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(capacity) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.precheckin_payload; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(precheckin_payload),UPDATE(precheckin_payload) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(precheckin_payload),UPDATE(precheckin_payload) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT UPDATE(precheckin_payload) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(precheckin_payload) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(precheckin_payload),UPDATE(precheckin_payload) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.precheckin_submitted_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(precheckin_submitted_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(precheckin_submitted_at),UPDATE(precheckin_submitted_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(precheckin_submitted_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(precheckin_submitted_at),UPDATE(precheckin_submitted_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(precheckin_submitted_at),UPDATE(precheckin_submitted_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(precheckin_submitted_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(precheckin_submitted_at),UPDATE(precheckin_submitted_at) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.precheckin_form_version; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(precheckin_form_version) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(precheckin_form_version) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(precheckin_form_version) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(precheckin_form_version) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(precheckin_form_version) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(precheckin_form_version) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(precheckin_form_version) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.personal_data_erased_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(personal_data_erased_at),UPDATE(personal_data_erased_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.corrections; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(corrections) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(corrections) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(corrections) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(corrections) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(corrections) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(corrections) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.time_zone; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(time_zone) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(time_zone) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(time_zone) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(time_zone) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(time_zone) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(time_zone) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(time_zone) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.version; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(version) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(version) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(version) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(version) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(version) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(version) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(version) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.created_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(created_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(created_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(created_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(created_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(created_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(created_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(created_at) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.updated_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(updated_at) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(updated_at) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(updated_at) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(updated_at) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(updated_at) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(updated_at) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(updated_at) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;

--
-- Name: COLUMN room_booking.occupancy; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(occupancy) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(occupancy) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(occupancy) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(occupancy) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(occupancy) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(occupancy) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(occupancy) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.in_house_room_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(in_house_room_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(in_house_room_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(in_house_room_id) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(in_house_room_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(in_house_room_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(in_house_room_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(in_house_room_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(in_house_room_id) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.waits_for_room_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(waits_for_room_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(waits_for_room_id),UPDATE(waits_for_room_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(waits_for_room_id),UPDATE(waits_for_room_id) ON TABLE hotelmate.room_booking TO hotelmate_housekeeping;
GRANT SELECT(waits_for_room_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(waits_for_room_id),UPDATE(waits_for_room_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(waits_for_room_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(waits_for_room_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.waits_for_ready; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(waits_for_ready) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(waits_for_ready) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(waits_for_ready) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(waits_for_ready) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(waits_for_ready) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(waits_for_ready) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.held_room_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(held_room_id) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(held_room_id) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(held_room_id) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(held_room_id) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(held_room_id) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(held_room_id) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.held_capacity; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(held_capacity) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(held_capacity) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(held_capacity) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(held_capacity) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(held_capacity) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(held_capacity) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.checked_in_on; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(checked_in_on) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(checked_in_on) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(checked_in_on) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(checked_in_on) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(checked_in_on) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(checked_in_on) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.no_show_on; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(no_show_on) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(no_show_on) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(no_show_on) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(no_show_on) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(no_show_on) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(no_show_on) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: COLUMN room_booking.is_open; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_open) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(is_open) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(is_open) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(is_open) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(is_open) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(is_open) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(is_open) ON TABLE hotelmate.room_booking TO hotelmate_dispatcher;
GRANT SELECT(is_open) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.party_complete; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(party_complete) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(party_complete) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(party_complete) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(party_complete) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(party_complete) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(party_complete) ON TABLE hotelmate.room_booking TO hotelmate_checks;
GRANT SELECT(party_complete) ON TABLE hotelmate.room_booking TO hotelmate_guest;

--
-- Name: COLUMN room_booking.needs_complete_party; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(needs_complete_party) ON TABLE hotelmate.room_booking TO hotelmate_auditor;
GRANT SELECT(needs_complete_party) ON TABLE hotelmate.room_booking TO hotelmate_front_desk;
GRANT SELECT(needs_complete_party) ON TABLE hotelmate.room_booking TO hotelmate_integration;
GRANT SELECT(needs_complete_party) ON TABLE hotelmate.room_booking TO hotelmate_manager;
GRANT SELECT(needs_complete_party) ON TABLE hotelmate.room_booking TO hotelmate_api;
GRANT SELECT(needs_complete_party) ON TABLE hotelmate.room_booking TO hotelmate_checks;

--
-- Name: FUNCTION booking_event_payload(booking hotelmate.room_booking, previous_room_id bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.booking_event_payload(booking hotelmate.room_booking, previous_room_id bigint) FROM PUBLIC;

--
-- Name: FUNCTION booking_event_type(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.booking_event_type(old_row hotelmate.room_booking, new_row hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION booking_facts_are_same(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.booking_facts_are_same(old_row hotelmate.room_booking, new_row hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION booking_named_by(object jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.booking_named_by(object jsonb) FROM PUBLIC;

--
-- Name: FUNCTION booking_of_link(of_hotel bigint, of_token bytea); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.booking_of_link(of_hotel bigint, of_token bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.booking_of_link(of_hotel bigint, of_token bytea) TO hotelmate_gate;
GRANT ALL ON FUNCTION hotelmate.booking_of_link(of_hotel bigint, of_token bytea) TO hotelmate_guest;

--
-- Name: FUNCTION cancellation_fee(booking hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.cancellation_fee(booking hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION cancellation_outcome(booking hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.cancellation_outcome(booking hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION cancellation_outcome_of(of_hotel bigint, of_booking bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.cancellation_outcome_of(of_hotel bigint, of_booking bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.cancellation_outcome_of(of_hotel bigint, of_booking bigint) TO hotelmate_speaker;

--
-- Name: FUNCTION cancellation_terms_of_hotel(hotel bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.cancellation_terms_of_hotel(hotel bigint) FROM PUBLIC;

--
-- Name: FUNCTION capacity_of_room_type(hotel bigint, room_type bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.capacity_of_room_type(hotel bigint, room_type bigint) FROM PUBLIC;

--
-- Name: FUNCTION change_own_password(with_hash text, new_hash text, of_session text, of_address text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.change_own_password(with_hash text, new_hash text, of_session text, of_address text) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.change_own_password(with_hash text, new_hash text, of_session text, of_address text) TO hotelmate_speaker;

--
-- Name: FUNCTION claim_attempt(of_slug text, of_username text, of_address text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.claim_attempt(of_slug text, of_username text, of_address text) FROM PUBLIC;

--
-- Name: FUNCTION close_payment_sessions(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.close_payment_sessions() FROM PUBLIC;

--
-- Name: FUNCTION complete_session_of(of_payment hotelmate.payment, shown jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.complete_session_of(of_payment hotelmate.payment, shown jsonb) FROM PUBLIC;

--
-- Name: FUNCTION count_party(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.count_party() FROM PUBLIC;

--
-- Name: FUNCTION count_party_of(hotel bigint, booking bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.count_party_of(hotel bigint, booking bigint) FROM PUBLIC;

--
-- Name: FUNCTION derive_booking(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_booking() FROM PUBLIC;

--
-- Name: FUNCTION derive_booking_approval(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_booking_approval(old_row hotelmate.room_booking, new_row hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION derive_booking_party(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_booking_party(old_row hotelmate.room_booking, new_row hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION derive_booking_payment(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_booking_payment(old_row hotelmate.room_booking, new_row hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION derive_booking_room(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_booking_room(old_row hotelmate.room_booking, new_row hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION derive_booking_status(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_booking_status(old_row hotelmate.room_booking, new_row hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION derive_new_booking(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_new_booking() FROM PUBLIC;

--
-- Name: FUNCTION derive_payment_entry(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_payment_entry() FROM PUBLIC;

--
-- Name: FUNCTION derive_payment_instruction(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_payment_instruction() FROM PUBLIC;

--
-- Name: FUNCTION derive_precheckin_form(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_precheckin_form() FROM PUBLIC;

--
-- Name: FUNCTION derive_room(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_room() FROM PUBLIC;

--
-- Name: FUNCTION derive_task(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.derive_task() FROM PUBLIC;

--
-- Name: FUNCTION end_access(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.end_access() FROM PUBLIC;

--
-- Name: FUNCTION end_links_of_booking(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.end_links_of_booking() FROM PUBLIC;

--
-- Name: FUNCTION end_own_session(of_session uuid); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.end_own_session(of_session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.end_own_session(of_session uuid) TO hotelmate_speaker;

--
-- Name: FUNCTION end_sessions_of_old_password(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.end_sessions_of_old_password() FROM PUBLIC;

--
-- Name: TABLE realtime_message; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.realtime_message TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.realtime_message TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.realtime_message TO hotelmate_housekeeping;
GRANT SELECT ON TABLE hotelmate.realtime_message TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.realtime_message TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.realtime_message TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.realtime_message TO hotelmate_checks;
GRANT SELECT,DELETE ON TABLE hotelmate.realtime_message TO hotelmate_relay;

--
-- Name: COLUMN realtime_message.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.realtime_message TO hotelmate_dispatcher;

--
-- Name: COLUMN realtime_message."position"; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT("position") ON TABLE hotelmate.realtime_message TO hotelmate_dispatcher;

--
-- Name: COLUMN realtime_message.channel; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(channel) ON TABLE hotelmate.realtime_message TO hotelmate_dispatcher;

--
-- Name: COLUMN realtime_message.event_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(event_id) ON TABLE hotelmate.realtime_message TO hotelmate_dispatcher;

--
-- Name: COLUMN realtime_message.occurred_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(occurred_at) ON TABLE hotelmate.realtime_message TO hotelmate_dispatcher;

--
-- Name: COLUMN realtime_message.numbered_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(numbered_at) ON TABLE hotelmate.realtime_message TO hotelmate_dispatcher;

--
-- Name: FUNCTION envelope(message hotelmate.realtime_message, slug text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.envelope(message hotelmate.realtime_message, slug text) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.envelope(message hotelmate.realtime_message, slug text) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.envelope(message hotelmate.realtime_message, slug text) TO hotelmate_relay;

--
-- Name: FUNCTION erase_booking(booking hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.erase_booking(booking hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION erase_guest(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.erase_guest() FROM PUBLIC;

--
-- Name: FUNCTION erase_what_was_written(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.erase_what_was_written() FROM PUBLIC;

--
-- Name: FUNCTION follow_ledger_with_booking(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.follow_ledger_with_booking() FROM PUBLIC;

--
-- Name: FUNCTION follow_permissions(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.follow_permissions() FROM PUBLIC;

--
-- Name: FUNCTION follow_room_with_task(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.follow_room_with_task() FROM PUBLIC;

--
-- Name: FUNCTION follow_task_with_room(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.follow_task_with_room() FROM PUBLIC;

--
-- Name: FUNCTION forgive_attempt(of_slug text, of_username text, of_address text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.forgive_attempt(of_slug text, of_username text, of_address text) FROM PUBLIC;

--
-- Name: FUNCTION give_back_attempt(of_subjects bytea[]); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.give_back_attempt(of_subjects bytea[]) FROM PUBLIC;

--
-- Name: FUNCTION grant_on_table(to_role text, on_table text, a_verb text, of_columns text[]); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.grant_on_table(to_role text, on_table text, a_verb text, of_columns text[]) FROM PUBLIC;

--
-- Name: FUNCTION grant_permissions(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.grant_permissions() FROM PUBLIC;

--
-- Name: FUNCTION guard_api_key(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_api_key() FROM PUBLIC;

--
-- Name: FUNCTION guard_approved_price(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_approved_price() FROM PUBLIC;

--
-- Name: FUNCTION guard_booking_answers(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_booking_answers() FROM PUBLIC;

--
-- Name: FUNCTION guard_booking_approval(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_booking_approval() FROM PUBLIC;

--
-- Name: FUNCTION guard_booking_audit_row(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_booking_audit_row() FROM PUBLIC;

--
-- Name: FUNCTION guard_booking_counter(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_booking_counter() FROM PUBLIC;

--
-- Name: FUNCTION guard_booking_stamps(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_booking_stamps() FROM PUBLIC;

--
-- Name: FUNCTION guard_capture_instruction(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_capture_instruction() FROM PUBLIC;

--
-- Name: FUNCTION guard_change_by_active_staff(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_change_by_active_staff() FROM PUBLIC;

--
-- Name: FUNCTION guard_chat(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_chat() FROM PUBLIC;

--
-- Name: FUNCTION guard_check_in_time(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_check_in_time() FROM PUBLIC;

--
-- Name: FUNCTION guard_check_out(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_check_out() FROM PUBLIC;

--
-- Name: FUNCTION guard_delivery(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_delivery() FROM PUBLIC;

--
-- Name: FUNCTION guard_desk_amount(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_desk_amount() FROM PUBLIC;

--
-- Name: FUNCTION guard_desk_payment(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_desk_payment() FROM PUBLIC;

--
-- Name: FUNCTION guard_done_instruction(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_done_instruction() FROM PUBLIC;

--
-- Name: FUNCTION guard_end_of_channel(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_end_of_channel() FROM PUBLIC;

--
-- Name: FUNCTION guard_end_of_stream(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_end_of_stream() FROM PUBLIC;

--
-- Name: FUNCTION guard_erasure(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_erasure() FROM PUBLIC;

--
-- Name: FUNCTION guard_erasure_of_reason(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_erasure_of_reason() FROM PUBLIC;

--
-- Name: FUNCTION guard_final_booking(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_final_booking() FROM PUBLIC;

--
-- Name: FUNCTION guard_future_stamps(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_future_stamps() FROM PUBLIC;

--
-- Name: FUNCTION guard_guest_answers(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_guest_answers() FROM PUBLIC;

--
-- Name: FUNCTION guard_guest_message(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_guest_message() FROM PUBLIC;

--
-- Name: FUNCTION guard_guest_record(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_guest_record() FROM PUBLIC;

--
-- Name: FUNCTION guard_instructed_amount(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_instructed_amount() FROM PUBLIC;

--
-- Name: FUNCTION guard_last_manager(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_last_manager() FROM PUBLIC;

--
-- Name: FUNCTION guard_ledger_of_event(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_ledger_of_event() FROM PUBLIC;

--
-- Name: FUNCTION guard_ledger_of_outcome(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_ledger_of_outcome() FROM PUBLIC;

--
-- Name: FUNCTION guard_named_guest(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_named_guest() FROM PUBLIC;

--
-- Name: FUNCTION guard_new_message(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_new_message() FROM PUBLIC;

--
-- Name: FUNCTION guard_override_by_permitted_staff(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_override_by_permitted_staff() FROM PUBLIC;

--
-- Name: FUNCTION guard_party_named_by_guest(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_party_named_by_guest() FROM PUBLIC;

--
-- Name: FUNCTION guard_payment_facts(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_payment_facts() FROM PUBLIC;

--
-- Name: FUNCTION guard_payment_outcome(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_payment_outcome() FROM PUBLIC;

--
-- Name: FUNCTION guard_payment_session(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_payment_session() FROM PUBLIC;

--
-- Name: FUNCTION guard_positions(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_positions() FROM PUBLIC;

--
-- Name: FUNCTION guard_precheckin_form(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_precheckin_form() FROM PUBLIC;

--
-- Name: FUNCTION guard_refresh_token(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_refresh_token() FROM PUBLIC;

--
-- Name: FUNCTION guard_room_audit_row(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_room_audit_row() FROM PUBLIC;

--
-- Name: FUNCTION guard_session(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_session() FROM PUBLIC;

--
-- Name: FUNCTION guard_stripe_event(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_stripe_event() FROM PUBLIC;

--
-- Name: FUNCTION guard_token(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_token() FROM PUBLIC;

--
-- Name: FUNCTION guard_void_instruction(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guard_void_instruction() FROM PUBLIC;

--
-- Name: FUNCTION guest_may_hear(of_slug text, of_channel text, of_token bytea); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.guest_may_hear(of_slug text, of_channel text, of_token bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.guest_may_hear(of_slug text, of_channel text, of_token bytea) TO hotelmate_gate;

--
-- Name: FUNCTION is_being_published(hotel bigint, form integer); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.is_being_published(hotel bigint, form integer) FROM PUBLIC;

--
-- Name: FUNCTION is_of_erased_booking(of_table text, evidence jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.is_of_erased_booking(of_table text, evidence jsonb) FROM PUBLIC;

--
-- Name: FUNCTION is_text_by_language(texts jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.is_text_by_language(texts jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.is_text_by_language(texts jsonb) TO hotelmate_speaker;

--
-- Name: FUNCTION judge_precheckin_answers(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean, of_table text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.judge_precheckin_answers(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean, of_table text) FROM PUBLIC;

--
-- Name: FUNCTION keep_derived_of_booking(old_row hotelmate.room_booking, new_row hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.keep_derived_of_booking(old_row hotelmate.room_booking, new_row hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION keep_message(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.keep_message() FROM PUBLIC;

--
-- Name: FUNCTION keep_outbox_event(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.keep_outbox_event() FROM PUBLIC;

--
-- Name: FUNCTION keep_payment_instruction(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.keep_payment_instruction() FROM PUBLIC;

--
-- Name: FUNCTION keep_payment_session(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.keep_payment_session() FROM PUBLIC;

--
-- Name: FUNCTION keep_undelivered_message(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.keep_undelivered_message() FROM PUBLIC;

--
-- Name: FUNCTION keep_unnumbered_event(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.keep_unnumbered_event() FROM PUBLIC;

--
-- Name: FUNCTION lock_booking_of_guest(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.lock_booking_of_guest() FROM PUBLIC;

--
-- Name: FUNCTION log_in_limits(of_slug text, of_username text, of_address text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.log_in_limits(of_slug text, of_username text, of_address text) FROM PUBLIC;

--
-- Name: FUNCTION malformed_secrets(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.malformed_secrets() FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.malformed_secrets() TO hotelmate_checks;

--
-- Name: FUNCTION metadata_of_event(of_event text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.metadata_of_event(of_event text) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.metadata_of_event(of_event text) TO hotelmate_dispatcher;

--
-- Name: FUNCTION newest_precheckin_form(hotel bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.newest_precheckin_form(hotel bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.newest_precheckin_form(hotel bigint) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.newest_precheckin_form(hotel bigint) TO hotelmate_guest;

--
-- Name: FUNCTION next_booking_reference(hotel bigint, local_date date); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.next_booking_reference(hotel bigint, local_date date) FROM PUBLIC;

--
-- Name: FUNCTION number_events(for_hotel_id bigint, at_most integer); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.number_events(for_hotel_id bigint, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.number_events(for_hotel_id bigint, at_most integer) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.number_events(for_hotel_id bigint, at_most integer) TO hotelmate_relay;

--
-- Name: FUNCTION open_realtime_stream(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.open_realtime_stream() FROM PUBLIC;

--
-- Name: FUNCTION open_session(of_hotel bigint, of_member bigint, with_hash text, made_anew text, of_token bytea, for_hours integer, of_address text, OUT session uuid, OUT expires timestamp with time zone); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.open_session(of_hotel bigint, of_member bigint, with_hash text, made_anew text, of_token bytea, for_hours integer, of_address text, OUT session uuid, OUT expires timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.open_session(of_hotel bigint, of_member bigint, with_hash text, made_anew text, of_token bytea, for_hours integer, of_address text, OUT session uuid, OUT expires timestamp with time zone) TO hotelmate_gate;

--
-- Name: FUNCTION open_turnover_task(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.open_turnover_task() FROM PUBLIC;

--
-- Name: FUNCTION paid_at_of_ledger(booking hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.paid_at_of_ledger(booking hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION party_missing(of_hotel bigint, of_booking bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.party_missing(of_hotel bigint, of_booking bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.party_missing(of_hotel bigint, of_booking bigint) TO hotelmate_speaker;

--
-- Name: FUNCTION pass_capacity_on(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.pass_capacity_on() FROM PUBLIC;

--
-- Name: FUNCTION pass_room_type_on(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.pass_room_type_on() FROM PUBLIC;

--
-- Name: FUNCTION payment_of_intent(event hotelmate.stripe_webhook_event, shown jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.payment_of_intent(event hotelmate.stripe_webhook_event, shown jsonb) FROM PUBLIC;

--
-- Name: FUNCTION payment_status_rank(provider_status text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.payment_status_rank(provider_status text) FROM PUBLIC;

--
-- Name: TABLE precheckin_field; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.precheckin_field TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.precheckin_field TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.precheckin_field TO hotelmate_guest;
GRANT SELECT ON TABLE hotelmate.precheckin_field TO hotelmate_speaker;

--
-- Name: COLUMN precheckin_field.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.form_version; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(form_version) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.name; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(name) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.asked_of; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(asked_of) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.kind; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(kind) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.is_required; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(is_required) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field."position"; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT("position") ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.labels; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(labels) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.choices; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(choices) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.choice_labels; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(choice_labels) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: COLUMN precheckin_field.consent_texts; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(consent_texts) ON TABLE hotelmate.precheckin_field TO hotelmate_manager;

--
-- Name: FUNCTION precheckin_answer_fits(field hotelmate.precheckin_field, answer jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.precheckin_answer_fits(field hotelmate.precheckin_field, answer jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.precheckin_answer_fits(field hotelmate.precheckin_field, answer jsonb) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.precheckin_answer_fits(field hotelmate.precheckin_field, answer jsonb) TO hotelmate_guest;

--
-- Name: FUNCTION precheckin_consent(texts jsonb, said jsonb, kept jsonb, language text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.precheckin_consent(texts jsonb, said jsonb, kept jsonb, language text) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.precheckin_consent(texts jsonb, said jsonb, kept jsonb, language text) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.precheckin_consent(texts jsonb, said jsonb, kept jsonb, language text) TO hotelmate_guest;

--
-- Name: FUNCTION precheckin_faults(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.precheckin_faults(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.precheckin_faults(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.precheckin_faults(of_hotel bigint, of_form integer, whom text, answers jsonb, to_submit boolean) TO hotelmate_guest;

--
-- Name: FUNCTION precheckin_fields_of(fields jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.precheckin_fields_of(fields jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.precheckin_fields_of(fields jsonb) TO hotelmate_speaker;

--
-- Name: FUNCTION precheckin_form_faults(of_hotel bigint, fields jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.precheckin_form_faults(of_hotel bigint, fields jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.precheckin_form_faults(of_hotel bigint, fields jsonb) TO hotelmate_speaker;

--
-- Name: FUNCTION precheckin_form_of(hotel bigint, booking bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.precheckin_form_of(hotel bigint, booking bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.precheckin_form_of(hotel bigint, booking bigint) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.precheckin_form_of(hotel bigint, booking bigint) TO hotelmate_guest;

--
-- Name: FUNCTION precheckin_normalised(of_hotel bigint, of_form integer, whom text, answers jsonb, kept jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.precheckin_normalised(of_hotel bigint, of_form integer, whom text, answers jsonb, kept jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.precheckin_normalised(of_hotel bigint, of_form integer, whom text, answers jsonb, kept jsonb) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.precheckin_normalised(of_hotel bigint, of_form integer, whom text, answers jsonb, kept jsonb) TO hotelmate_guest;

--
-- Name: FUNCTION publish(for_hotel_id bigint, channel_names text[], category text, event_type text, payload jsonb, scope jsonb); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.publish(for_hotel_id bigint, channel_names text[], category text, event_type text, payload jsonb, scope jsonb) FROM PUBLIC;

--
-- Name: FUNCTION publish_task(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.publish_task() FROM PUBLIC;

--
-- Name: FUNCTION readable_columns(of_table text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.readable_columns(of_table text) FROM PUBLIC;

--
-- Name: FUNCTION record_access(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.record_access() FROM PUBLIC;

--
-- Name: FUNCTION record_stripe_entry(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, entry_kind text, entry_amount bigint, refund text, dispute text, instruction bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.record_stripe_entry(event hotelmate.stripe_webhook_event, of_payment hotelmate.payment, entry_kind text, entry_amount bigint, refund text, dispute text, instruction bigint) FROM PUBLIC;

--
-- Name: FUNCTION refund_percent(terms jsonb, days_before_arrival integer); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.refund_percent(terms jsonb, days_before_arrival integer) FROM PUBLIC;

--
-- Name: FUNCTION refunds_told_of(of_hotel bigint, of_booking bigint, of_payment bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.refunds_told_of(of_hotel bigint, of_booking bigint, of_payment bigint) FROM PUBLIC;

--
-- Name: FUNCTION refuse_access_event(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.refuse_access_event() FROM PUBLIC;

--
-- Name: FUNCTION refuse_change_of_evidence(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.refuse_change_of_evidence() FROM PUBLIC;

--
-- Name: FUNCTION refuse_data_after_erasure(of_table text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.refuse_data_after_erasure(of_table text) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.refuse_data_after_erasure(of_table text) TO hotelmate_speaker;
GRANT ALL ON FUNCTION hotelmate.refuse_data_after_erasure(of_table text) TO hotelmate_guest;

--
-- Name: FUNCTION refuse_new_answers(of_table text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.refuse_new_answers(of_table text) FROM PUBLIC;

--
-- Name: FUNCTION refuse_truncate(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.refuse_truncate() FROM PUBLIC;

--
-- Name: FUNCTION refuse_unfinished_form(hotel bigint, form integer, of_table text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.refuse_unfinished_form(hotel bigint, form integer, of_table text) FROM PUBLIC;

--
-- Name: FUNCTION remove_expired_access(at_most integer); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.remove_expired_access(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.remove_expired_access(at_most integer) TO hotelmate_dispatcher;

--
-- Name: FUNCTION remove_expired_idempotency_keys(at_most integer); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.remove_expired_idempotency_keys(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.remove_expired_idempotency_keys(at_most integer) TO hotelmate_dispatcher;

--
-- Name: FUNCTION remove_messages(numbered_after timestamp with time zone, numbered_before timestamp with time zone, at_most integer, OUT looked_at integer, OUT removed integer, OUT looked_up_to timestamp with time zone); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.remove_messages(numbered_after timestamp with time zone, numbered_before timestamp with time zone, at_most integer, OUT looked_at integer, OUT removed integer, OUT looked_up_to timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.remove_messages(numbered_after timestamp with time zone, numbered_before timestamp with time zone, at_most integer, OUT looked_at integer, OUT removed integer, OUT looked_up_to timestamp with time zone) TO hotelmate_relay;

--
-- Name: FUNCTION renew_session(of_slug text, of_hotel bigint, of_token bytea, new_token bytea, OUT session uuid, OUT expires timestamp with time zone, OUT member bigint, OUT member_username text, OUT member_role text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.renew_session(of_slug text, of_hotel bigint, of_token bytea, new_token bytea, OUT session uuid, OUT expires timestamp with time zone, OUT member bigint, OUT member_username text, OUT member_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION hotelmate.renew_session(of_slug text, of_hotel bigint, of_token bytea, new_token bytea, OUT session uuid, OUT expires timestamp with time zone, OUT member bigint, OUT member_username text, OUT member_role text) TO hotelmate_gate;

--
-- Name: FUNCTION report_lapsing_hold(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.report_lapsing_hold() FROM PUBLIC;

--
-- Name: FUNCTION resolve_stripe_event(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.resolve_stripe_event() FROM PUBLIC;

--
-- Name: COLUMN room.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room TO hotelmate_checks;
GRANT SELECT(hotel_id) ON TABLE hotelmate.room TO hotelmate_guest;

--
-- Name: COLUMN room.id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(id) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(id) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(id) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(id) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(id) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(id) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(id) ON TABLE hotelmate.room TO hotelmate_checks;
GRANT SELECT(id) ON TABLE hotelmate.room TO hotelmate_guest;

--
-- Name: COLUMN room.room_number; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_number) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(room_number) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(room_number) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(room_number) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(room_number) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(room_number) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(room_number) ON TABLE hotelmate.room TO hotelmate_checks;
GRANT SELECT(room_number) ON TABLE hotelmate.room TO hotelmate_guest;

--
-- Name: COLUMN room.room_type_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_type_id) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room TO hotelmate_checks;
GRANT SELECT(room_type_id) ON TABLE hotelmate.room TO hotelmate_guest;

--
-- Name: COLUMN room.turnover_status; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(turnover_status) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(turnover_status),UPDATE(turnover_status) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(turnover_status),UPDATE(turnover_status) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(turnover_status) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(turnover_status),UPDATE(turnover_status) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(turnover_status),UPDATE(turnover_status) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(turnover_status) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.is_active; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_active) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(is_active) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(is_active) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.is_out_of_order; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_out_of_order) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(is_out_of_order),UPDATE(is_out_of_order) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(is_out_of_order),UPDATE(is_out_of_order) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(is_out_of_order) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(is_out_of_order),UPDATE(is_out_of_order) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(is_out_of_order),UPDATE(is_out_of_order) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(is_out_of_order) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.maintenance_required; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(maintenance_required) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(maintenance_required),UPDATE(maintenance_required) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(maintenance_required),UPDATE(maintenance_required) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(maintenance_required) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(maintenance_required),UPDATE(maintenance_required) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(maintenance_required),UPDATE(maintenance_required) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(maintenance_required) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.in_house_booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(in_house_booking_id) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(in_house_booking_id) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(in_house_booking_id) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(in_house_booking_id) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(in_house_booking_id) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(in_house_booking_id) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(in_house_booking_id) ON TABLE hotelmate.room TO hotelmate_checks;
GRANT SELECT(in_house_booking_id) ON TABLE hotelmate.room TO hotelmate_guest;

--
-- Name: COLUMN room.cleaning_task_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(cleaning_task_id) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(cleaning_task_id) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(cleaning_task_id) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(cleaning_task_id) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(cleaning_task_id) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(cleaning_task_id) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(cleaning_task_id) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.guest_fcm_token; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(guest_fcm_token) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(guest_fcm_token) ON TABLE hotelmate.room TO hotelmate_checks;
GRANT UPDATE(guest_fcm_token) ON TABLE hotelmate.room TO hotelmate_guest;

--
-- Name: COLUMN room.last_cleaned_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(last_cleaned_at) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(last_cleaned_at) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(last_cleaned_at) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(last_cleaned_at) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(last_cleaned_at) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(last_cleaned_at) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(last_cleaned_at) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.last_cleaned_by; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(last_cleaned_by) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(last_cleaned_by) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(last_cleaned_by) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(last_cleaned_by) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(last_cleaned_by) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(last_cleaned_by) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(last_cleaned_by) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.last_inspected_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(last_inspected_at) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(last_inspected_at) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(last_inspected_at) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(last_inspected_at) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(last_inspected_at) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(last_inspected_at) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(last_inspected_at) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.last_inspected_by; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(last_inspected_by) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(last_inspected_by) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(last_inspected_by) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(last_inspected_by) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(last_inspected_by) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(last_inspected_by) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(last_inspected_by) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.last_vacated_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(last_vacated_at) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(last_vacated_at) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(last_vacated_at) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(last_vacated_at) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(last_vacated_at) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(last_vacated_at) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(last_vacated_at) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.corrections; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(corrections) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(corrections) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(corrections) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(corrections) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(corrections) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(corrections) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(corrections) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.version; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(version) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(version) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(version) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(version) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(version) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(version) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(version) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.created_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(created_at) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(created_at) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(created_at) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(created_at) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(created_at) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(created_at) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(created_at) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.is_occupied; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_occupied) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(is_occupied) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(is_occupied) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(is_occupied) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(is_occupied) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(is_occupied) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(is_occupied) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.is_assignable; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_assignable) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(is_assignable),UPDATE(is_assignable) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(is_assignable),UPDATE(is_assignable) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(is_assignable) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(is_assignable),UPDATE(is_assignable) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(is_assignable) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(is_assignable) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: COLUMN room.room_status; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(room_status) ON TABLE hotelmate.room TO hotelmate_auditor;
GRANT SELECT(room_status) ON TABLE hotelmate.room TO hotelmate_front_desk;
GRANT SELECT(room_status) ON TABLE hotelmate.room TO hotelmate_housekeeping;
GRANT SELECT(room_status) ON TABLE hotelmate.room TO hotelmate_integration;
GRANT SELECT(room_status) ON TABLE hotelmate.room TO hotelmate_manager;
GRANT SELECT(room_status) ON TABLE hotelmate.room TO hotelmate_api;
GRANT SELECT(room_status) ON TABLE hotelmate.room TO hotelmate_checks;

--
-- Name: FUNCTION room_facts_are_same(old_row hotelmate.room, new_row hotelmate.room); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.room_facts_are_same(old_row hotelmate.room, new_row hotelmate.room) FROM PUBLIC;

--
-- Name: FUNCTION row_policies(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.row_policies() FROM PUBLIC;

--
-- Name: FUNCTION settle_after_booking(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.settle_after_booking() FROM PUBLIC;

--
-- Name: FUNCTION settle_after_entry(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.settle_after_entry() FROM PUBLIC;

--
-- Name: FUNCTION settle_after_instruction(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.settle_after_instruction() FROM PUBLIC;

--
-- Name: FUNCTION settle_desk_payment(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.settle_desk_payment() FROM PUBLIC;

--
-- Name: TABLE payment_entry; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.payment_entry TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.payment_entry TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.payment_entry TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.payment_entry TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.payment_entry TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_entry.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: COLUMN payment_entry.booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(booking_id) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(booking_id) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(booking_id) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: COLUMN payment_entry.payment_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(payment_id) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(payment_id) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(payment_id) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: COLUMN payment_entry.kind; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(kind) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(kind) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(kind) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: COLUMN payment_entry.amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(amount) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(amount) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(amount) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: COLUMN payment_entry.currency; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(currency) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(currency) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(currency) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: COLUMN payment_entry.provider; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(provider) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(provider) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(provider) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: COLUMN payment_entry.method; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(method) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(method) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(method) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: COLUMN payment_entry.reference; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(reference) ON TABLE hotelmate.payment_entry TO hotelmate_front_desk;
GRANT INSERT(reference) ON TABLE hotelmate.payment_entry TO hotelmate_manager;
GRANT INSERT(reference) ON TABLE hotelmate.payment_entry TO hotelmate_api;

--
-- Name: FUNCTION settle_hold(booking hotelmate.room_booking, ledger hotelmate.payment_entry); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.settle_hold(booking hotelmate.room_booking, ledger hotelmate.payment_entry) FROM PUBLIC;

--
-- Name: FUNCTION settle_refund(booking hotelmate.room_booking, ledger hotelmate.payment_entry); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.settle_refund(booking hotelmate.room_booking, ledger hotelmate.payment_entry) FROM PUBLIC;

--
-- Name: FUNCTION settle_session_instruction(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.settle_session_instruction() FROM PUBLIC;

--
-- Name: FUNCTION settle_stripe_payments(hotel bigint, booking bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.settle_stripe_payments(hotel bigint, booking bigint) FROM PUBLIC;

--
-- Name: FUNCTION stamp_password(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.stamp_password() FROM PUBLIC;

--
-- Name: FUNCTION store_no_personal_data(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.store_no_personal_data() FROM PUBLIC;

--
-- Name: FUNCTION submit_precheckin(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.submit_precheckin() FROM PUBLIC;

--
-- Name: FUNCTION supersede_token(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.supersede_token() FROM PUBLIC;

--
-- Name: FUNCTION sync_guests_in_house(booking hotelmate.room_booking); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.sync_guests_in_house(booking hotelmate.room_booking) FROM PUBLIC;

--
-- Name: FUNCTION sync_room_occupancy(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.sync_room_occupancy() FROM PUBLIC;

--
-- Name: FUNCTION sync_stay_records(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.sync_stay_records() FROM PUBLIC;

--
-- Name: FUNCTION tell_guest_of_booking(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.tell_guest_of_booking() FROM PUBLIC;

--
-- Name: FUNCTION tell_of_link(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.tell_of_link() FROM PUBLIC;

--
-- Name: FUNCTION tell_what_was_removed(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.tell_what_was_removed() FROM PUBLIC;

--
-- Name: FUNCTION text_in_language(texts jsonb, language text); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.text_in_language(texts jsonb, language text) FROM PUBLIC;

--
-- Name: FUNCTION wake_payments_worker(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.wake_payments_worker() FROM PUBLIC;

--
-- Name: FUNCTION wake_relay(); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.wake_relay() FROM PUBLIC;

--
-- Name: FUNCTION without_personal_data(said jsonb, levels integer); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.without_personal_data(said jsonb, levels integer) FROM PUBLIC;

--
-- Name: FUNCTION write_lock_booking(hotel bigint, booking bigint); Type: ACL; Schema: hotelmate; Owner: -
--

REVOKE ALL ON FUNCTION hotelmate.write_lock_booking(hotel bigint, booking bigint) FROM PUBLIC;

--
-- Name: TABLE access_event; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.access_event TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.access_event TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.access_event TO hotelmate_checks;

--
-- Name: SEQUENCE access_event_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.access_event_id_seq TO hotelmate_checks;

--
-- Name: COLUMN api_key.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(hotel_id) ON TABLE hotelmate.api_key TO hotelmate_front_desk;
GRANT SELECT(hotel_id) ON TABLE hotelmate.api_key TO hotelmate_housekeeping;
GRANT SELECT(hotel_id) ON TABLE hotelmate.api_key TO hotelmate_integration;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(hotel_id) ON TABLE hotelmate.api_key TO hotelmate_checks;
GRANT SELECT(hotel_id) ON TABLE hotelmate.api_key TO hotelmate_gate;

--
-- Name: COLUMN api_key.id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(id) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(id) ON TABLE hotelmate.api_key TO hotelmate_front_desk;
GRANT SELECT(id) ON TABLE hotelmate.api_key TO hotelmate_housekeeping;
GRANT SELECT(id) ON TABLE hotelmate.api_key TO hotelmate_integration;
GRANT SELECT(id) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(id) ON TABLE hotelmate.api_key TO hotelmate_checks;
GRANT SELECT(id) ON TABLE hotelmate.api_key TO hotelmate_gate;

--
-- Name: COLUMN api_key.staff_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(staff_id) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(staff_id),INSERT(staff_id) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(staff_id) ON TABLE hotelmate.api_key TO hotelmate_checks;
GRANT SELECT(staff_id) ON TABLE hotelmate.api_key TO hotelmate_gate;

--
-- Name: COLUMN api_key.staff_role; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(staff_role) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(staff_role) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(staff_role) ON TABLE hotelmate.api_key TO hotelmate_checks;

--
-- Name: COLUMN api_key.name; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(name) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(name),INSERT(name) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(name) ON TABLE hotelmate.api_key TO hotelmate_checks;

--
-- Name: COLUMN api_key.key_hash; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(key_hash) ON TABLE hotelmate.api_key TO hotelmate_manager;

--
-- Name: COLUMN api_key.created_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(created_at) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(created_at) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(created_at) ON TABLE hotelmate.api_key TO hotelmate_checks;

--
-- Name: COLUMN api_key.created_by; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(created_by) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(created_by) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(created_by) ON TABLE hotelmate.api_key TO hotelmate_checks;

--
-- Name: COLUMN api_key.expires_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(expires_at) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(expires_at) ON TABLE hotelmate.api_key TO hotelmate_front_desk;
GRANT SELECT(expires_at) ON TABLE hotelmate.api_key TO hotelmate_housekeeping;
GRANT SELECT(expires_at) ON TABLE hotelmate.api_key TO hotelmate_integration;
GRANT SELECT(expires_at),INSERT(expires_at) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(expires_at) ON TABLE hotelmate.api_key TO hotelmate_checks;
GRANT SELECT(expires_at) ON TABLE hotelmate.api_key TO hotelmate_gate;

--
-- Name: COLUMN api_key.revoked_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(revoked_at) ON TABLE hotelmate.api_key TO hotelmate_auditor;
GRANT SELECT(revoked_at),UPDATE(revoked_at) ON TABLE hotelmate.api_key TO hotelmate_manager;
GRANT SELECT(revoked_at) ON TABLE hotelmate.api_key TO hotelmate_checks;
GRANT SELECT(revoked_at) ON TABLE hotelmate.api_key TO hotelmate_gate;

--
-- Name: SEQUENCE api_key_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.api_key_id_seq TO hotelmate_checks;

--
-- Name: TABLE api_key_scope; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.api_key_scope TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.api_key_scope TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.api_key_scope TO hotelmate_housekeeping;
GRANT SELECT ON TABLE hotelmate.api_key_scope TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.api_key_scope TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.api_key_scope TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.api_key_scope TO hotelmate_gate;

--
-- Name: COLUMN api_key_scope.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.api_key_scope TO hotelmate_manager;

--
-- Name: COLUMN api_key_scope.api_key_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(api_key_id) ON TABLE hotelmate.api_key_scope TO hotelmate_manager;

--
-- Name: COLUMN api_key_scope.permission; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(permission) ON TABLE hotelmate.api_key_scope TO hotelmate_manager;

--
-- Name: TABLE booking_counter; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.booking_counter TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.booking_counter TO hotelmate_checks;

--
-- Name: TABLE booking_event; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.booking_event TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.booking_event TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.booking_event TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.booking_event TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.booking_event TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.booking_event TO hotelmate_checks;

--
-- Name: TABLE booking_guest; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT DELETE ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT DELETE ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT DELETE ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT DELETE ON TABLE hotelmate.booking_guest TO hotelmate_api;

--
-- Name: COLUMN booking_guest.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(hotel_id) ON TABLE hotelmate.booking_guest TO hotelmate_housekeeping;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(hotel_id) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(id) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(id) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(id) ON TABLE hotelmate.booking_guest TO hotelmate_housekeeping;
GRANT SELECT(id) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(id) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(id) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(id) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(id) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_housekeeping;
GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.role; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(role) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(role),INSERT(role),UPDATE(role) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(role),INSERT(role),UPDATE(role) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(role),INSERT(role),UPDATE(role) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(role),INSERT(role),UPDATE(role) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(role) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(role),INSERT(role) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.age_group; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(age_group) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(age_group),INSERT(age_group),UPDATE(age_group) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(age_group),INSERT(age_group),UPDATE(age_group) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(age_group),INSERT(age_group),UPDATE(age_group) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(age_group),INSERT(age_group),UPDATE(age_group) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(age_group) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(age_group),INSERT(age_group) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.first_name; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(first_name) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(first_name),INSERT(first_name),UPDATE(first_name) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(first_name) ON TABLE hotelmate.booking_guest TO hotelmate_housekeeping;
GRANT SELECT(first_name),INSERT(first_name),UPDATE(first_name) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(first_name),INSERT(first_name),UPDATE(first_name) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(first_name),INSERT(first_name),UPDATE(first_name) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(first_name) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(first_name),INSERT(first_name),UPDATE(first_name) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.last_name; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(last_name) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(last_name),INSERT(last_name),UPDATE(last_name) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(last_name) ON TABLE hotelmate.booking_guest TO hotelmate_housekeeping;
GRANT SELECT(last_name),INSERT(last_name),UPDATE(last_name) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(last_name),INSERT(last_name),UPDATE(last_name) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(last_name),INSERT(last_name),UPDATE(last_name) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(last_name) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(last_name),INSERT(last_name),UPDATE(last_name) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.email; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(email) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(email),INSERT(email),UPDATE(email) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(email),INSERT(email),UPDATE(email) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(email),INSERT(email),UPDATE(email) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(email),INSERT(email),UPDATE(email) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(email) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(email),INSERT(email),UPDATE(email) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.phone; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(phone) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(phone),INSERT(phone),UPDATE(phone) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(phone),INSERT(phone),UPDATE(phone) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(phone),INSERT(phone),UPDATE(phone) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(phone),INSERT(phone),UPDATE(phone) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(phone) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(phone),INSERT(phone),UPDATE(phone) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.is_staying; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_staying) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(is_staying),INSERT(is_staying),UPDATE(is_staying) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(is_staying),INSERT(is_staying),UPDATE(is_staying) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(is_staying),INSERT(is_staying),UPDATE(is_staying) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(is_staying),INSERT(is_staying),UPDATE(is_staying) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(is_staying) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(is_staying) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.precheckin_payload; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(precheckin_payload),INSERT(precheckin_payload),UPDATE(precheckin_payload) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(precheckin_payload),INSERT(precheckin_payload),UPDATE(precheckin_payload) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT INSERT(precheckin_payload),UPDATE(precheckin_payload) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(precheckin_payload) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(precheckin_payload),INSERT(precheckin_payload),UPDATE(precheckin_payload) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.precheckin_submitted_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(precheckin_submitted_at) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(precheckin_submitted_at),INSERT(precheckin_submitted_at),UPDATE(precheckin_submitted_at) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(precheckin_submitted_at) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(precheckin_submitted_at),INSERT(precheckin_submitted_at),UPDATE(precheckin_submitted_at) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(precheckin_submitted_at) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(precheckin_submitted_at) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(precheckin_submitted_at),INSERT(precheckin_submitted_at),UPDATE(precheckin_submitted_at) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.personal_data_erased_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(personal_data_erased_at),UPDATE(personal_data_erased_at) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(personal_data_erased_at),UPDATE(personal_data_erased_at) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(personal_data_erased_at) ON TABLE hotelmate.booking_guest TO hotelmate_checks;

--
-- Name: COLUMN booking_guest.created_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(created_at) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_guest TO hotelmate_checks;

--
-- Name: COLUMN booking_guest.primary_of_booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(primary_of_booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(primary_of_booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(primary_of_booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_housekeeping;
GRANT SELECT(primary_of_booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(primary_of_booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(primary_of_booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(primary_of_booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_checks;
GRANT SELECT(primary_of_booking_id) ON TABLE hotelmate.booking_guest TO hotelmate_guest;

--
-- Name: COLUMN booking_guest.is_of_open_booking; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_of_open_booking) ON TABLE hotelmate.booking_guest TO hotelmate_auditor;
GRANT SELECT(is_of_open_booking) ON TABLE hotelmate.booking_guest TO hotelmate_front_desk;
GRANT SELECT(is_of_open_booking) ON TABLE hotelmate.booking_guest TO hotelmate_integration;
GRANT SELECT(is_of_open_booking) ON TABLE hotelmate.booking_guest TO hotelmate_manager;
GRANT SELECT(is_of_open_booking) ON TABLE hotelmate.booking_guest TO hotelmate_api;
GRANT SELECT(is_of_open_booking) ON TABLE hotelmate.booking_guest TO hotelmate_checks;

--
-- Name: SEQUENCE booking_guest_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.booking_guest_id_seq TO hotelmate_checks;

--
-- Name: COLUMN booking_token.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(hotel_id) ON TABLE hotelmate.booking_token TO hotelmate_checks;
GRANT SELECT(hotel_id) ON TABLE hotelmate.booking_token TO hotelmate_guest;

--
-- Name: COLUMN booking_token.id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(id) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(id) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(id) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(id) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(id) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: COLUMN booking_token.booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(booking_id),INSERT(booking_id) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(booking_id) ON TABLE hotelmate.booking_token TO hotelmate_checks;
GRANT SELECT(booking_id) ON TABLE hotelmate.booking_token TO hotelmate_guest;

--
-- Name: COLUMN booking_token.purpose; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(purpose),INSERT(purpose) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(purpose),INSERT(purpose) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(purpose),INSERT(purpose) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(purpose),INSERT(purpose) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(purpose) ON TABLE hotelmate.booking_token TO hotelmate_checks;
GRANT SELECT(purpose) ON TABLE hotelmate.booking_token TO hotelmate_guest;

--
-- Name: COLUMN booking_token.token_hash; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(token_hash) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT INSERT(token_hash) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT INSERT(token_hash) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(token_hash),INSERT(token_hash) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(token_hash) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: COLUMN booking_token.created_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(created_at) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(created_at) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: COLUMN booking_token.expires_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(expires_at),INSERT(expires_at) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(expires_at),INSERT(expires_at) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(expires_at),INSERT(expires_at) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(expires_at),INSERT(expires_at) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(expires_at) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: COLUMN booking_token.used_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(used_at) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(used_at) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(used_at) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(used_at) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(used_at) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: COLUMN booking_token.revoked_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(revoked_at),UPDATE(revoked_at) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(revoked_at),UPDATE(revoked_at) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(revoked_at),UPDATE(revoked_at) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(revoked_at),UPDATE(revoked_at) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(revoked_at) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: COLUMN booking_token.revoked_reason; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(revoked_reason),UPDATE(revoked_reason) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(revoked_reason),UPDATE(revoked_reason) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(revoked_reason),UPDATE(revoked_reason) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(revoked_reason),UPDATE(revoked_reason) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(revoked_reason) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: COLUMN booking_token.form_version; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(form_version) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(form_version) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(form_version) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(form_version) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(form_version) ON TABLE hotelmate.booking_token TO hotelmate_checks;
GRANT SELECT(form_version) ON TABLE hotelmate.booking_token TO hotelmate_guest;

--
-- Name: COLUMN booking_token.token_recipe; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(token_recipe) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT INSERT(token_recipe) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT INSERT(token_recipe) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(token_recipe),INSERT(token_recipe) ON TABLE hotelmate.booking_token TO hotelmate_api;

--
-- Name: COLUMN booking_token.created_by; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(created_by) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(created_by) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(created_by) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(created_by) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(created_by) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: COLUMN booking_token.live_booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(live_booking_id) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(live_booking_id) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(live_booking_id) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(live_booking_id) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(live_booking_id) ON TABLE hotelmate.booking_token TO hotelmate_checks;
GRANT SELECT(live_booking_id) ON TABLE hotelmate.booking_token TO hotelmate_guest;

--
-- Name: COLUMN booking_token.needs_open_booking; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(needs_open_booking) ON TABLE hotelmate.booking_token TO hotelmate_front_desk;
GRANT SELECT(needs_open_booking) ON TABLE hotelmate.booking_token TO hotelmate_integration;
GRANT SELECT(needs_open_booking) ON TABLE hotelmate.booking_token TO hotelmate_manager;
GRANT SELECT(needs_open_booking) ON TABLE hotelmate.booking_token TO hotelmate_api;
GRANT SELECT(needs_open_booking) ON TABLE hotelmate.booking_token TO hotelmate_checks;

--
-- Name: SEQUENCE booking_token_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.booking_token_id_seq TO hotelmate_checks;

--
-- Name: TABLE booking_transition; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.booking_transition TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.booking_transition TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.booking_transition TO hotelmate_speaker;

--
-- Name: TABLE cancellation_term; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.cancellation_term TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.cancellation_term TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.cancellation_term TO hotelmate_integration;
GRANT SELECT,DELETE ON TABLE hotelmate.cancellation_term TO hotelmate_manager;
GRANT SELECT,DELETE ON TABLE hotelmate.cancellation_term TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.cancellation_term TO hotelmate_checks;

--
-- Name: COLUMN cancellation_term.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.cancellation_term TO hotelmate_manager;
GRANT INSERT(hotel_id) ON TABLE hotelmate.cancellation_term TO hotelmate_api;

--
-- Name: COLUMN cancellation_term.days_before_arrival; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(days_before_arrival) ON TABLE hotelmate.cancellation_term TO hotelmate_manager;
GRANT INSERT(days_before_arrival) ON TABLE hotelmate.cancellation_term TO hotelmate_api;

--
-- Name: COLUMN cancellation_term.refund_percent; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(refund_percent),UPDATE(refund_percent) ON TABLE hotelmate.cancellation_term TO hotelmate_manager;
GRANT INSERT(refund_percent),UPDATE(refund_percent) ON TABLE hotelmate.cancellation_term TO hotelmate_api;

--
-- Name: TABLE consistency_count; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.consistency_count TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.consistency_count TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.consistency_count TO hotelmate_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE hotelmate.consistency_count TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.consistency_count TO hotelmate_dispatcher;

--
-- Name: TABLE consistency_finding; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.consistency_finding TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.consistency_finding TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.consistency_finding TO hotelmate_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE hotelmate.consistency_finding TO hotelmate_checks;

--
-- Name: TABLE consistency_result; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.consistency_result TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.consistency_result TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.consistency_result TO hotelmate_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE hotelmate.consistency_result TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.consistency_result TO hotelmate_dispatcher;

--
-- Name: TABLE consistency_run; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.consistency_run TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.consistency_run TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.consistency_run TO hotelmate_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE hotelmate.consistency_run TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.consistency_run TO hotelmate_dispatcher;

--
-- Name: SEQUENCE consistency_run_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.consistency_run_id_seq TO hotelmate_checks;

--
-- Name: TABLE country; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.country TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.country TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.country TO hotelmate_guest;
GRANT SELECT ON TABLE hotelmate.country TO hotelmate_speaker;

--
-- Name: TABLE guest; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.guest TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.guest TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.guest TO hotelmate_checks;

--
-- Name: TABLE guest_chat_session; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.guest_chat_session TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.guest_chat_session TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.guest_chat_session TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.guest_chat_session TO hotelmate_guest;

--
-- Name: SEQUENCE guest_chat_session_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.guest_chat_session_id_seq TO hotelmate_checks;

--
-- Name: SEQUENCE guest_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.guest_id_seq TO hotelmate_checks;

--
-- Name: TABLE guest_message; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.guest_message TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.guest_message TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.guest_message TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.guest_message TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.guest_message TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.guest_message TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.guest_message TO hotelmate_dispatcher;

--
-- Name: COLUMN guest_message.state; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(state) ON TABLE hotelmate.guest_message TO hotelmate_api;

--
-- Name: COLUMN guest_message.tries; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(tries) ON TABLE hotelmate.guest_message TO hotelmate_api;

--
-- Name: COLUMN guest_message.next_try_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(next_try_at) ON TABLE hotelmate.guest_message TO hotelmate_api;

--
-- Name: COLUMN guest_message.claimed_until; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(claimed_until) ON TABLE hotelmate.guest_message TO hotelmate_api;

--
-- Name: COLUMN guest_message.finished_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(finished_at) ON TABLE hotelmate.guest_message TO hotelmate_api;

--
-- Name: COLUMN guest_message.last_error; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(last_error) ON TABLE hotelmate.guest_message TO hotelmate_api;

--
-- Name: SEQUENCE guest_message_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.guest_message_id_seq TO hotelmate_checks;

--
-- Name: TABLE hotel; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.hotel TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.hotel TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.hotel TO hotelmate_housekeeping;
GRANT SELECT ON TABLE hotelmate.hotel TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.hotel TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.hotel TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.hotel TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.hotel TO hotelmate_dispatcher;

--
-- Name: COLUMN hotel.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.hotel TO hotelmate_gate;
GRANT SELECT(hotel_id) ON TABLE hotelmate.hotel TO hotelmate_guest;
GRANT SELECT(hotel_id) ON TABLE hotelmate.hotel TO hotelmate_relay;
GRANT SELECT(hotel_id) ON TABLE hotelmate.hotel TO hotelmate_speaker;

--
-- Name: COLUMN hotel.slug; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(slug) ON TABLE hotelmate.hotel TO hotelmate_gate;
GRANT SELECT(slug) ON TABLE hotelmate.hotel TO hotelmate_guest;
GRANT SELECT(slug) ON TABLE hotelmate.hotel TO hotelmate_relay;
GRANT SELECT(slug) ON TABLE hotelmate.hotel TO hotelmate_speaker;

--
-- Name: COLUMN hotel.name; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(name) ON TABLE hotelmate.hotel TO hotelmate_manager;
GRANT SELECT(name) ON TABLE hotelmate.hotel TO hotelmate_guest;
GRANT SELECT(name) ON TABLE hotelmate.hotel TO hotelmate_speaker;

--
-- Name: COLUMN hotel.time_zone; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(time_zone) ON TABLE hotelmate.hotel TO hotelmate_guest;
GRANT SELECT(time_zone) ON TABLE hotelmate.hotel TO hotelmate_speaker;

--
-- Name: COLUMN hotel.currency; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(currency) ON TABLE hotelmate.hotel TO hotelmate_guest;
GRANT SELECT(currency) ON TABLE hotelmate.hotel TO hotelmate_speaker;

--
-- Name: COLUMN hotel.standard_check_in_time; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(standard_check_in_time) ON TABLE hotelmate.hotel TO hotelmate_manager;
GRANT SELECT(standard_check_in_time) ON TABLE hotelmate.hotel TO hotelmate_guest;

--
-- Name: COLUMN hotel.standard_check_out_time; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(standard_check_out_time) ON TABLE hotelmate.hotel TO hotelmate_manager;
GRANT SELECT(standard_check_out_time) ON TABLE hotelmate.hotel TO hotelmate_guest;

--
-- Name: COLUMN hotel.personal_data_days; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(personal_data_days) ON TABLE hotelmate.hotel TO hotelmate_manager;

--
-- Name: COLUMN hotel.language; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(language) ON TABLE hotelmate.hotel TO hotelmate_manager;
GRANT SELECT(language) ON TABLE hotelmate.hotel TO hotelmate_guest;

--
-- Name: COLUMN hotel.brand_color; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(brand_color) ON TABLE hotelmate.hotel TO hotelmate_manager;
GRANT SELECT(brand_color) ON TABLE hotelmate.hotel TO hotelmate_guest;

--
-- Name: COLUMN hotel.contact_email; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(contact_email) ON TABLE hotelmate.hotel TO hotelmate_manager;
GRANT SELECT(contact_email) ON TABLE hotelmate.hotel TO hotelmate_guest;

--
-- Name: COLUMN hotel.contact_phone; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(contact_phone) ON TABLE hotelmate.hotel TO hotelmate_manager;
GRANT SELECT(contact_phone) ON TABLE hotelmate.hotel TO hotelmate_guest;

--
-- Name: COLUMN hotel.requires_if_match; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(requires_if_match) ON TABLE hotelmate.hotel TO hotelmate_gate;
GRANT SELECT(requires_if_match) ON TABLE hotelmate.hotel TO hotelmate_speaker;

--
-- Name: TABLE hotel_directory; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.hotel_directory TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.hotel_directory TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.hotel_directory TO hotelmate_dispatcher;

--
-- Name: SEQUENCE hotel_directory_hotel_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.hotel_directory_hotel_id_seq TO hotelmate_checks;

--
-- Name: TABLE housekeeping_task; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.housekeeping_task TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT SELECT ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.housekeeping_task TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.housekeeping_task TO hotelmate_checks;

--
-- Name: COLUMN housekeeping_task.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT INSERT(hotel_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT INSERT(hotel_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT INSERT(hotel_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_api;

--
-- Name: COLUMN housekeeping_task.room_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(room_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT INSERT(room_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT INSERT(room_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT INSERT(room_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_api;

--
-- Name: COLUMN housekeeping_task.booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(booking_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT INSERT(booking_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT INSERT(booking_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT INSERT(booking_id) ON TABLE hotelmate.housekeeping_task TO hotelmate_api;

--
-- Name: COLUMN housekeeping_task.task_type; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(task_type) ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT INSERT(task_type) ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT INSERT(task_type) ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT INSERT(task_type) ON TABLE hotelmate.housekeeping_task TO hotelmate_api;

--
-- Name: COLUMN housekeeping_task.status; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(status) ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT UPDATE(status) ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT UPDATE(status) ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT UPDATE(status) ON TABLE hotelmate.housekeeping_task TO hotelmate_api;

--
-- Name: COLUMN housekeeping_task.priority; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(priority),UPDATE(priority) ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT INSERT(priority),UPDATE(priority) ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT INSERT(priority),UPDATE(priority) ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT INSERT(priority),UPDATE(priority) ON TABLE hotelmate.housekeeping_task TO hotelmate_api;

--
-- Name: COLUMN housekeeping_task.note; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(note),UPDATE(note) ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT INSERT(note),UPDATE(note) ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT INSERT(note),UPDATE(note) ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT INSERT(note),UPDATE(note) ON TABLE hotelmate.housekeeping_task TO hotelmate_api;

--
-- Name: COLUMN housekeeping_task.assigned_to; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(assigned_to),UPDATE(assigned_to) ON TABLE hotelmate.housekeeping_task TO hotelmate_front_desk;
GRANT INSERT(assigned_to),UPDATE(assigned_to) ON TABLE hotelmate.housekeeping_task TO hotelmate_housekeeping;
GRANT INSERT(assigned_to),UPDATE(assigned_to) ON TABLE hotelmate.housekeeping_task TO hotelmate_manager;
GRANT INSERT(assigned_to),UPDATE(assigned_to) ON TABLE hotelmate.housekeeping_task TO hotelmate_api;

--
-- Name: SEQUENCE housekeeping_task_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.housekeeping_task_id_seq TO hotelmate_checks;

--
-- Name: COLUMN idempotency_key.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.idempotency_key TO hotelmate_api;
GRANT SELECT(hotel_id) ON TABLE hotelmate.idempotency_key TO hotelmate_checks;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.idempotency_key TO hotelmate_speaker;

--
-- Name: COLUMN idempotency_key.staff_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(staff_id) ON TABLE hotelmate.idempotency_key TO hotelmate_api;
GRANT SELECT(staff_id) ON TABLE hotelmate.idempotency_key TO hotelmate_checks;
GRANT SELECT(staff_id),INSERT(staff_id) ON TABLE hotelmate.idempotency_key TO hotelmate_speaker;

--
-- Name: COLUMN idempotency_key.key; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(key) ON TABLE hotelmate.idempotency_key TO hotelmate_api;
GRANT SELECT(key) ON TABLE hotelmate.idempotency_key TO hotelmate_checks;
GRANT SELECT(key),INSERT(key) ON TABLE hotelmate.idempotency_key TO hotelmate_speaker;

--
-- Name: COLUMN idempotency_key.request_hash; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(request_hash) ON TABLE hotelmate.idempotency_key TO hotelmate_api;
GRANT SELECT(request_hash) ON TABLE hotelmate.idempotency_key TO hotelmate_checks;
GRANT SELECT(request_hash),INSERT(request_hash),UPDATE(request_hash) ON TABLE hotelmate.idempotency_key TO hotelmate_speaker;

--
-- Name: COLUMN idempotency_key.status; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(status) ON TABLE hotelmate.idempotency_key TO hotelmate_api;
GRANT SELECT(status) ON TABLE hotelmate.idempotency_key TO hotelmate_checks;
GRANT SELECT(status),INSERT(status),UPDATE(status) ON TABLE hotelmate.idempotency_key TO hotelmate_speaker;

--
-- Name: COLUMN idempotency_key.headers; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(headers) ON TABLE hotelmate.idempotency_key TO hotelmate_api;
GRANT SELECT(headers) ON TABLE hotelmate.idempotency_key TO hotelmate_checks;
GRANT SELECT(headers),INSERT(headers),UPDATE(headers) ON TABLE hotelmate.idempotency_key TO hotelmate_speaker;

--
-- Name: COLUMN idempotency_key.body; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(body),INSERT(body),UPDATE(body) ON TABLE hotelmate.idempotency_key TO hotelmate_speaker;

--
-- Name: COLUMN idempotency_key.created_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(created_at) ON TABLE hotelmate.idempotency_key TO hotelmate_api;
GRANT SELECT(created_at) ON TABLE hotelmate.idempotency_key TO hotelmate_checks;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE hotelmate.idempotency_key TO hotelmate_speaker;

--
-- Name: COLUMN log_in_limit.failures; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(failures) ON TABLE hotelmate.log_in_limit TO hotelmate_checks;

--
-- Name: COLUMN log_in_limit.since; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(since) ON TABLE hotelmate.log_in_limit TO hotelmate_checks;

--
-- Name: TABLE outbox_event; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.outbox_event TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.outbox_event TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.outbox_event TO hotelmate_relay;

--
-- Name: COLUMN outbox_event.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.outbox_event TO hotelmate_dispatcher;

--
-- Name: COLUMN outbox_event.id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(id) ON TABLE hotelmate.outbox_event TO hotelmate_dispatcher;

--
-- Name: COLUMN outbox_event.event_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(event_id) ON TABLE hotelmate.outbox_event TO hotelmate_dispatcher;

--
-- Name: COLUMN outbox_event.occurred_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(occurred_at) ON TABLE hotelmate.outbox_event TO hotelmate_dispatcher;

--
-- Name: SEQUENCE outbox_event_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.outbox_event_id_seq TO hotelmate_checks;

--
-- Name: SEQUENCE payment_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.payment_id_seq TO hotelmate_checks;

--
-- Name: TABLE payment_instruction; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.payment_instruction TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.payment_instruction TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.payment_instruction TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.payment_instruction TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.payment_instruction TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.payment_instruction TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.payment_instruction TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_instruction.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_instruction TO hotelmate_manager;
GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(booking_id) ON TABLE hotelmate.payment_instruction TO hotelmate_manager;
GRANT INSERT(booking_id) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.payment_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(payment_id) ON TABLE hotelmate.payment_instruction TO hotelmate_manager;
GRANT INSERT(payment_id) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.kind; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(kind) ON TABLE hotelmate.payment_instruction TO hotelmate_manager;
GRANT INSERT(kind) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.amount; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(amount) ON TABLE hotelmate.payment_instruction TO hotelmate_manager;
GRANT INSERT(amount) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.state; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(state) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.key_generation; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(key_generation) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.tries; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(tries) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.next_try_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(next_try_at) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.claimed_until; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(claimed_until) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: COLUMN payment_instruction.last_error; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(last_error) ON TABLE hotelmate.payment_instruction TO hotelmate_api;

--
-- Name: SEQUENCE payment_instruction_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.payment_instruction_id_seq TO hotelmate_checks;

--
-- Name: TABLE payment_reconciliation; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.payment_reconciliation TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.payment_reconciliation TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.payment_reconciliation TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_reconciliation.finished_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(finished_at) ON TABLE hotelmate.payment_reconciliation TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_reconciliation.listed_until; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(listed_until) ON TABLE hotelmate.payment_reconciliation TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_reconciliation.events_listed; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(events_listed) ON TABLE hotelmate.payment_reconciliation TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_reconciliation.payments_compared; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(payments_compared) ON TABLE hotelmate.payment_reconciliation TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_reconciliation.repaired; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(repaired) ON TABLE hotelmate.payment_reconciliation TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_reconciliation.unexplained; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(unexplained) ON TABLE hotelmate.payment_reconciliation TO hotelmate_dispatcher;

--
-- Name: SEQUENCE payment_reconciliation_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.payment_reconciliation_id_seq TO hotelmate_checks;

--
-- Name: TABLE payment_session; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.payment_session TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.payment_session TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.payment_session TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.payment_session TO hotelmate_dispatcher;

--
-- Name: COLUMN payment_session.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT INSERT(hotel_id) ON TABLE hotelmate.payment_session TO hotelmate_api;

--
-- Name: COLUMN payment_session.booking_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(booking_id) ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT INSERT(booking_id) ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT INSERT(booking_id) ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT INSERT(booking_id) ON TABLE hotelmate.payment_session TO hotelmate_api;

--
-- Name: COLUMN payment_session.state; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(state) ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT UPDATE(state) ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT UPDATE(state) ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT UPDATE(state) ON TABLE hotelmate.payment_session TO hotelmate_api;

--
-- Name: COLUMN payment_session.success_url; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(success_url) ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT INSERT(success_url) ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT INSERT(success_url) ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT INSERT(success_url) ON TABLE hotelmate.payment_session TO hotelmate_api;

--
-- Name: COLUMN payment_session.cancel_url; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(cancel_url) ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT INSERT(cancel_url) ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT INSERT(cancel_url) ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT INSERT(cancel_url) ON TABLE hotelmate.payment_session TO hotelmate_api;

--
-- Name: COLUMN payment_session.stripe_session_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(stripe_session_id) ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT UPDATE(stripe_session_id) ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT UPDATE(stripe_session_id) ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT UPDATE(stripe_session_id) ON TABLE hotelmate.payment_session TO hotelmate_api;

--
-- Name: COLUMN payment_session.url; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(url) ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT UPDATE(url) ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT UPDATE(url) ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT UPDATE(url) ON TABLE hotelmate.payment_session TO hotelmate_api;

--
-- Name: COLUMN payment_session.expires_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(expires_at) ON TABLE hotelmate.payment_session TO hotelmate_front_desk;
GRANT UPDATE(expires_at) ON TABLE hotelmate.payment_session TO hotelmate_integration;
GRANT UPDATE(expires_at) ON TABLE hotelmate.payment_session TO hotelmate_manager;
GRANT UPDATE(expires_at) ON TABLE hotelmate.payment_session TO hotelmate_api;

--
-- Name: SEQUENCE payment_session_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.payment_session_id_seq TO hotelmate_checks;

--
-- Name: TABLE permission; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.permission TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.permission TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.permission TO hotelmate_speaker;

--
-- Name: TABLE permission_privilege; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.permission_privilege TO hotelmate_checks;

--
-- Name: TABLE precheckin_form; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.precheckin_form TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.precheckin_form TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.precheckin_form TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.precheckin_form TO hotelmate_checks;

--
-- Name: COLUMN precheckin_form.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.precheckin_form TO hotelmate_manager;
GRANT SELECT(hotel_id) ON TABLE hotelmate.precheckin_form TO hotelmate_guest;
GRANT SELECT(hotel_id) ON TABLE hotelmate.precheckin_form TO hotelmate_speaker;

--
-- Name: COLUMN precheckin_form.version; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(version) ON TABLE hotelmate.precheckin_form TO hotelmate_guest;
GRANT SELECT(version) ON TABLE hotelmate.precheckin_form TO hotelmate_speaker;

--
-- Name: COLUMN precheckin_form.published_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(published_at) ON TABLE hotelmate.precheckin_form TO hotelmate_guest;
GRANT SELECT(published_at) ON TABLE hotelmate.precheckin_form TO hotelmate_speaker;

--
-- Name: TABLE precheckin_kind; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.precheckin_kind TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.precheckin_kind TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.precheckin_kind TO hotelmate_guest;
GRANT SELECT ON TABLE hotelmate.precheckin_kind TO hotelmate_speaker;

--
-- Name: TABLE realtime_channel; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.realtime_channel TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.realtime_channel TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.realtime_channel TO hotelmate_dispatcher;
GRANT SELECT,DELETE,UPDATE ON TABLE hotelmate.realtime_channel TO hotelmate_relay;

--
-- Name: TABLE realtime_dead_letter; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.realtime_dead_letter TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.realtime_dead_letter TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.realtime_dead_letter TO hotelmate_dispatcher;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE hotelmate.realtime_dead_letter TO hotelmate_relay;

--
-- Name: TABLE realtime_stream; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_housekeeping;
GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_dispatcher;
GRANT SELECT ON TABLE hotelmate.realtime_stream TO hotelmate_relay;

--
-- Name: COLUMN realtime_stream.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.realtime_stream TO hotelmate_relay;

--
-- Name: COLUMN realtime_stream.last_position; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(last_position),UPDATE(last_position) ON TABLE hotelmate.realtime_stream TO hotelmate_relay;

--
-- Name: COLUMN realtime_stream.removed_position; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(removed_position),UPDATE(removed_position) ON TABLE hotelmate.realtime_stream TO hotelmate_relay;

--
-- Name: COLUMN refresh_token.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.refresh_token TO hotelmate_checks;

--
-- Name: COLUMN refresh_token.session_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(session_id) ON TABLE hotelmate.refresh_token TO hotelmate_checks;

--
-- Name: COLUMN refresh_token.issued_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(issued_at) ON TABLE hotelmate.refresh_token TO hotelmate_checks;

--
-- Name: COLUMN refresh_token.used_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(used_at) ON TABLE hotelmate.refresh_token TO hotelmate_checks;

--
-- Name: TABLE relay_statistics; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.relay_statistics TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.relay_statistics TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.relay_statistics TO hotelmate_dispatcher;
GRANT SELECT,UPDATE ON TABLE hotelmate.relay_statistics TO hotelmate_relay;

--
-- Name: TABLE repeatable_file; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.repeatable_file TO hotelmate_checks;

--
-- Name: SEQUENCE room_booking_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.room_booking_id_seq TO hotelmate_checks;

--
-- Name: SEQUENCE room_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.room_id_seq TO hotelmate_checks;

--
-- Name: TABLE room_move; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.room_move TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.room_move TO hotelmate_checks;

--
-- Name: TABLE room_status_event; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.room_status_event TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.room_status_event TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.room_status_event TO hotelmate_housekeeping;
GRANT SELECT ON TABLE hotelmate.room_status_event TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.room_status_event TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.room_status_event TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.room_status_event TO hotelmate_checks;

--
-- Name: TABLE room_type; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.room_type TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.room_type TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.room_type TO hotelmate_housekeeping;
GRANT SELECT ON TABLE hotelmate.room_type TO hotelmate_integration;
GRANT SELECT ON TABLE hotelmate.room_type TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.room_type TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.room_type TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.room_type TO hotelmate_guest;

--
-- Name: SEQUENCE room_type_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.room_type_id_seq TO hotelmate_checks;

--
-- Name: TABLE secret_column; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.secret_column TO hotelmate_checks;

--
-- Name: TABLE staff; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.staff TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.staff TO hotelmate_front_desk;
GRANT SELECT ON TABLE hotelmate.staff TO hotelmate_housekeeping;
GRANT SELECT ON TABLE hotelmate.staff TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.staff TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.staff TO hotelmate_checks;

--
-- Name: COLUMN staff.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(hotel_id) ON TABLE hotelmate.staff TO hotelmate_manager;
GRANT SELECT(hotel_id) ON TABLE hotelmate.staff TO hotelmate_gate;
GRANT SELECT(hotel_id) ON TABLE hotelmate.staff TO hotelmate_speaker;

--
-- Name: COLUMN staff.id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(id) ON TABLE hotelmate.staff TO hotelmate_gate;
GRANT SELECT(id) ON TABLE hotelmate.staff TO hotelmate_speaker;

--
-- Name: COLUMN staff.username; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(username) ON TABLE hotelmate.staff TO hotelmate_manager;
GRANT SELECT(username) ON TABLE hotelmate.staff TO hotelmate_gate;
GRANT SELECT(username) ON TABLE hotelmate.staff TO hotelmate_speaker;

--
-- Name: COLUMN staff.display_name; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(display_name),UPDATE(display_name) ON TABLE hotelmate.staff TO hotelmate_manager;
GRANT SELECT(display_name) ON TABLE hotelmate.staff TO hotelmate_speaker;

--
-- Name: COLUMN staff.role; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(role),UPDATE(role) ON TABLE hotelmate.staff TO hotelmate_manager;
GRANT SELECT(role) ON TABLE hotelmate.staff TO hotelmate_gate;
GRANT SELECT(role) ON TABLE hotelmate.staff TO hotelmate_speaker;

--
-- Name: COLUMN staff.is_active; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(is_active),UPDATE(is_active) ON TABLE hotelmate.staff TO hotelmate_manager;
GRANT SELECT(is_active) ON TABLE hotelmate.staff TO hotelmate_gate;
GRANT SELECT(is_active) ON TABLE hotelmate.staff TO hotelmate_speaker;

--
-- Name: SEQUENCE staff_id_seq; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON SEQUENCE hotelmate.staff_id_seq TO hotelmate_checks;

--
-- Name: COLUMN staff_password.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.staff_password TO hotelmate_auditor;
GRANT SELECT(hotel_id),INSERT(hotel_id) ON TABLE hotelmate.staff_password TO hotelmate_manager;
GRANT SELECT(hotel_id) ON TABLE hotelmate.staff_password TO hotelmate_checks;

--
-- Name: COLUMN staff_password.staff_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(staff_id) ON TABLE hotelmate.staff_password TO hotelmate_auditor;
GRANT SELECT(staff_id),INSERT(staff_id) ON TABLE hotelmate.staff_password TO hotelmate_manager;
GRANT SELECT(staff_id) ON TABLE hotelmate.staff_password TO hotelmate_checks;

--
-- Name: COLUMN staff_password.is_person; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(is_person) ON TABLE hotelmate.staff_password TO hotelmate_auditor;
GRANT SELECT(is_person) ON TABLE hotelmate.staff_password TO hotelmate_manager;
GRANT SELECT(is_person) ON TABLE hotelmate.staff_password TO hotelmate_checks;

--
-- Name: COLUMN staff_password.password_hash; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT INSERT(password_hash),UPDATE(password_hash) ON TABLE hotelmate.staff_password TO hotelmate_manager;

--
-- Name: COLUMN staff_password.changed_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(changed_at) ON TABLE hotelmate.staff_password TO hotelmate_auditor;
GRANT SELECT(changed_at) ON TABLE hotelmate.staff_password TO hotelmate_manager;
GRANT SELECT(changed_at) ON TABLE hotelmate.staff_password TO hotelmate_checks;

--
-- Name: COLUMN staff_password.rehashed_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(rehashed_at) ON TABLE hotelmate.staff_password TO hotelmate_auditor;
GRANT SELECT(rehashed_at) ON TABLE hotelmate.staff_password TO hotelmate_manager;
GRANT SELECT(rehashed_at) ON TABLE hotelmate.staff_password TO hotelmate_checks;

--
-- Name: TABLE staff_role; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.staff_role TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.staff_role TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.staff_role TO hotelmate_gate;
GRANT SELECT ON TABLE hotelmate.staff_role TO hotelmate_speaker;

--
-- Name: TABLE staff_role_permission; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.staff_role_permission TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.staff_role_permission TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.staff_role_permission TO hotelmate_gate;
GRANT SELECT ON TABLE hotelmate.staff_role_permission TO hotelmate_speaker;

--
-- Name: TABLE staff_session; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.staff_session TO hotelmate_auditor;
GRANT SELECT ON TABLE hotelmate.staff_session TO hotelmate_manager;
GRANT SELECT ON TABLE hotelmate.staff_session TO hotelmate_checks;

--
-- Name: COLUMN staff_session.hotel_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(hotel_id) ON TABLE hotelmate.staff_session TO hotelmate_auditor;
GRANT SELECT(hotel_id) ON TABLE hotelmate.staff_session TO hotelmate_front_desk;
GRANT SELECT(hotel_id) ON TABLE hotelmate.staff_session TO hotelmate_housekeeping;
GRANT SELECT(hotel_id) ON TABLE hotelmate.staff_session TO hotelmate_integration;
GRANT SELECT(hotel_id) ON TABLE hotelmate.staff_session TO hotelmate_manager;
GRANT SELECT(hotel_id) ON TABLE hotelmate.staff_session TO hotelmate_gate;

--
-- Name: COLUMN staff_session.id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(id) ON TABLE hotelmate.staff_session TO hotelmate_auditor;
GRANT SELECT(id) ON TABLE hotelmate.staff_session TO hotelmate_front_desk;
GRANT SELECT(id) ON TABLE hotelmate.staff_session TO hotelmate_housekeeping;
GRANT SELECT(id) ON TABLE hotelmate.staff_session TO hotelmate_integration;
GRANT SELECT(id) ON TABLE hotelmate.staff_session TO hotelmate_manager;
GRANT SELECT(id) ON TABLE hotelmate.staff_session TO hotelmate_gate;

--
-- Name: COLUMN staff_session.staff_id; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(staff_id) ON TABLE hotelmate.staff_session TO hotelmate_gate;

--
-- Name: COLUMN staff_session.expires_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT(expires_at) ON TABLE hotelmate.staff_session TO hotelmate_auditor;
GRANT SELECT(expires_at) ON TABLE hotelmate.staff_session TO hotelmate_front_desk;
GRANT SELECT(expires_at) ON TABLE hotelmate.staff_session TO hotelmate_housekeeping;
GRANT SELECT(expires_at) ON TABLE hotelmate.staff_session TO hotelmate_integration;
GRANT SELECT(expires_at) ON TABLE hotelmate.staff_session TO hotelmate_manager;
GRANT SELECT(expires_at) ON TABLE hotelmate.staff_session TO hotelmate_gate;

--
-- Name: COLUMN staff_session.ended_at; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(ended_at) ON TABLE hotelmate.staff_session TO hotelmate_manager;
GRANT SELECT(ended_at) ON TABLE hotelmate.staff_session TO hotelmate_gate;

--
-- Name: COLUMN staff_session.ended_reason; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT UPDATE(ended_reason) ON TABLE hotelmate.staff_session TO hotelmate_manager;

--
-- Name: TABLE stripe_payment_intent; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.stripe_payment_intent TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.stripe_payment_intent TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.stripe_payment_intent TO hotelmate_dispatcher;

--
-- Name: TABLE task_transition; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.task_transition TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.task_transition TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.task_transition TO hotelmate_speaker;

--
-- Name: TABLE time_zone; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.time_zone TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.time_zone TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.time_zone TO hotelmate_guest;
GRANT SELECT ON TABLE hotelmate.time_zone TO hotelmate_speaker;

--
-- Name: TABLE turnover_transition; Type: ACL; Schema: hotelmate; Owner: -
--

GRANT SELECT ON TABLE hotelmate.turnover_transition TO hotelmate_api;
GRANT SELECT ON TABLE hotelmate.turnover_transition TO hotelmate_checks;
GRANT SELECT ON TABLE hotelmate.turnover_transition TO hotelmate_speaker;

--
-- Name: TABLE alembic_version; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.alembic_version TO hotelmate_speaker;
GRANT SELECT ON TABLE public.alembic_version TO hotelmate_gate;
GRANT SELECT ON TABLE public.alembic_version TO hotelmate_relay;
GRANT SELECT ON TABLE public.alembic_version TO hotelmate_checks;

--
-- PostgreSQL database dump complete
--
