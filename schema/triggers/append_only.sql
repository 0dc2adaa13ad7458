-- Audit rows and the ledger are evidence: written once, never changed. One exception: why somebody did something is
-- free text, which may tell of a guest. It is replaced when the guest's personal data are erased, and nothing else is.
-- ENABLE ALWAYS keeps the guard up even under session_replication_role = replica.

CREATE OR REPLACE FUNCTION hotelmate.refuse_change_of_evidence() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
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
COMMENT ON FUNCTION hotelmate.refuse_change_of_evidence() IS
'Refuses every UPDATE, DELETE and TRUNCATE; the table''s name is the argument. A second one: but for erasure.';

CREATE OR REPLACE FUNCTION hotelmate.is_of_erased_booking(of_table text, evidence jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
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
COMMENT ON FUNCTION hotelmate.is_of_erased_booking(text, jsonb) IS
'Whether a row of evidence tells of a booking whose personal data were erased.';

CREATE OR REPLACE FUNCTION hotelmate.guard_erasure_of_reason() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
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
COMMENT ON FUNCTION hotelmate.guard_erasure_of_reason() IS
'Of a row of evidence about an erased booking the reason that somebody gave is replaced, and nothing else.';

CREATE OR REPLACE FUNCTION hotelmate.refuse_by_rule() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused', TG_OP, TG_ARGV[1]
        USING ERRCODE = '23514', CONSTRAINT = TG_ARGV[0], SCHEMA = 'hotelmate', TABLE = TG_ARGV[1];
END
$$;
COMMENT ON FUNCTION hotelmate.refuse_by_rule() IS
'Refuses what its trigger sees, such as TRUNCATE: the first argument is the rule, the second its table.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.room_status_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('room_status_event', 'but for erasure');
ALTER TABLE hotelmate.room_status_event ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.room_status_event IS
'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.booking_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('booking_event', 'but for erasure');
ALTER TABLE hotelmate.booking_event ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.booking_event IS
'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.payment_entry
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('payment_entry', 'but for erasure');
ALTER TABLE hotelmate.payment_entry ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.payment_entry IS
'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.stripe_payment_intent
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('stripe_payment_intent');
ALTER TABLE hotelmate.stripe_payment_intent ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.stripe_payment_intent IS
'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.access_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('access_event');
ALTER TABLE hotelmate.access_event ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.access_event IS
'Rows of evidence are never changed or removed; erasure takes reasons out of them.';

CREATE OR REPLACE TRIGGER tg_room_status_event__only_reason_is_erased
BEFORE UPDATE ON hotelmate.room_status_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_erasure_of_reason();
ALTER TABLE hotelmate.room_status_event ENABLE ALWAYS TRIGGER tg_room_status_event__only_reason_is_erased;
COMMENT ON TRIGGER tg_room_status_event__only_reason_is_erased ON hotelmate.room_status_event IS
'Of a row of evidence erasure replaces the reason that somebody gave, and nothing else.';

CREATE OR REPLACE TRIGGER tg_booking_event__only_reason_is_erased
BEFORE UPDATE ON hotelmate.booking_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_erasure_of_reason();
ALTER TABLE hotelmate.booking_event ENABLE ALWAYS TRIGGER tg_booking_event__only_reason_is_erased;
COMMENT ON TRIGGER tg_booking_event__only_reason_is_erased ON hotelmate.booking_event IS
'Of a row of evidence erasure replaces the reason that somebody gave, and nothing else.';

CREATE OR REPLACE TRIGGER tg_payment_entry__only_reason_is_erased
BEFORE UPDATE ON hotelmate.payment_entry
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_erasure_of_reason();
ALTER TABLE hotelmate.payment_entry ENABLE ALWAYS TRIGGER tg_payment_entry__only_reason_is_erased;
COMMENT ON TRIGGER tg_payment_entry__only_reason_is_erased ON hotelmate.payment_entry IS
'Of a row of evidence erasure replaces the reason that somebody gave, and nothing else.';
