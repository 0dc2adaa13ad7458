-- What the API may do: read, and write facts. Derived columns, the audit trail, the ledger's totals
-- and the outbox are written by triggers that run as the owner.

GRANT USAGE ON SCHEMA hotelmate TO hotelmate_api;
GRANT SELECT ON ALL TABLES IN SCHEMA hotelmate TO hotelmate_api;

GRANT INSERT (
    hotel_id, room_type_id, check_in, check_out, adults, children, total_amount, currency, special_requests,
    booker_first_name, booker_last_name, booker_email, booker_phone
) ON hotelmate.room_booking TO hotelmate_api;
GRANT UPDATE (
    status, check_in, check_out, adults, children, special_requests,
    booker_first_name, booker_last_name, booker_email, booker_phone,
    approved_at, decision_at, decline_reason, cancelled_at, cancellation_reason, no_show_at,
    assigned_room_id, checked_in_at, checked_out_at, precheckin_payload, precheckin_submitted_at
) ON hotelmate.room_booking TO hotelmate_api;

GRANT INSERT (
    hotel_id, booking_id, role, first_name, last_name, email, phone, is_staying, precheckin_payload
) ON hotelmate.booking_guest TO hotelmate_api;
GRANT UPDATE (
    role, first_name, last_name, email, phone, is_staying, precheckin_payload
) ON hotelmate.booking_guest TO hotelmate_api;
GRANT DELETE ON hotelmate.booking_guest TO hotelmate_api;

GRANT INSERT (
    hotel_id, booking_id, payment_id, kind, amount, currency, provider, method, reference
) ON hotelmate.payment_entry TO hotelmate_api;

GRANT UPDATE (
    turnover_status, is_active, is_out_of_order, maintenance_required, guest_fcm_token
) ON hotelmate.room TO hotelmate_api;

GRANT INSERT (
    hotel_id, room_id, booking_id, task_type, priority, note, assigned_to
) ON hotelmate.housekeeping_task TO hotelmate_api;
GRANT UPDATE (status, priority, note, assigned_to) ON hotelmate.housekeeping_task TO hotelmate_api;

GRANT INSERT (hotel_id, booking_id, purpose, token_hash, expires_at) ON hotelmate.booking_token TO hotelmate_api;
GRANT UPDATE (revoked_at, revoked_reason) ON hotelmate.booking_token TO hotelmate_api;

-- Readiness compares the schema's revision with the program's.
DO $$
BEGIN
    IF to_regclass('public.alembic_version') IS NOT NULL THEN
        GRANT SELECT ON public.alembic_version TO hotelmate_api;
    END IF;
END
$$;
