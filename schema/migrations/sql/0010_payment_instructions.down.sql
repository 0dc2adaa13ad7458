DROP TABLE hotelmate.payment_reconciliation;
ALTER TABLE hotelmate.payment_entry DROP CONSTRAINT payment_entry_of_instruction;
DROP TABLE hotelmate.payment_instruction;
DROP TABLE hotelmate.payment_session;
REVOKE INSERT (event_id, event_type, origin, status, payload, is_foreign, error) ON hotelmate.stripe_webhook_event
FROM hotelmate_api;
REVOKE UPDATE (status, error) ON hotelmate.stripe_webhook_event FROM hotelmate_api;
REVOKE UPDATE (looked_at, lapse_reported_at) ON hotelmate.payment FROM hotelmate_api;
REVOKE INSERT, UPDATE, DELETE ON hotelmate.cancellation_term FROM hotelmate_api;
