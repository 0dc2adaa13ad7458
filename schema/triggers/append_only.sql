-- Audit rows and the ledger are evidence: written once, never changed.
-- ENABLE ALWAYS keeps the guard up even under session_replication_role = replica.

CREATE OR REPLACE FUNCTION hotelmate.refuse_change_of_evidence() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: its rows are evidence', TG_OP, TG_ARGV[0]
        USING ERRCODE = '23514', CONSTRAINT = 'evidence_is_append_only',
            SCHEMA = 'hotelmate', TABLE = TG_ARGV[0];
END
$$;
COMMENT ON FUNCTION hotelmate.refuse_change_of_evidence() IS
'Refuses every UPDATE, DELETE and TRUNCATE; the table''s name is the argument.';

CREATE OR REPLACE FUNCTION hotelmate.refuse_truncate() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% of % would remove what is needed', TG_OP, TG_ARGV[1]
        USING ERRCODE = '23514', CONSTRAINT = TG_ARGV[0], SCHEMA = 'hotelmate', TABLE = TG_ARGV[1];
END
$$;
COMMENT ON FUNCTION hotelmate.refuse_truncate() IS
'TRUNCATE fires no row trigger: refused by the rule that is the first argument, for the table that is the second.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.room_status_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('room_status_event');
ALTER TABLE hotelmate.room_status_event ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.room_status_event IS
'Rows of evidence are never changed or removed.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.booking_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('booking_event');
ALTER TABLE hotelmate.booking_event ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.booking_event IS
'Rows of evidence are never changed or removed.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.payment_entry
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('payment_entry');
ALTER TABLE hotelmate.payment_entry ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.payment_entry IS
'Rows of evidence are never changed or removed.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.stripe_payment_intent
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('stripe_payment_intent');
ALTER TABLE hotelmate.stripe_payment_intent ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.stripe_payment_intent IS
'Rows of evidence are never changed or removed.';

CREATE OR REPLACE TRIGGER evidence_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON hotelmate.access_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_change_of_evidence('access_event');
ALTER TABLE hotelmate.access_event ENABLE ALWAYS TRIGGER evidence_is_append_only;
COMMENT ON TRIGGER evidence_is_append_only ON hotelmate.access_event IS
'Rows of evidence are never changed or removed.';
