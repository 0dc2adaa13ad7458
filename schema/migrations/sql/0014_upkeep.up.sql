-- When autovacuum comes to the tables that grow with every day. Left to itself it waits until a fifth of a table is
-- dead, and analyses after a tenth has changed. After ten years that takes months, for audit rows a year: the newest
-- pages, which are the ones in use, would be full of dead rows, and statistics would end long before today.
-- A small share costs little, since VACUUM passes over pages that are all visible, and over indexes while few pages
-- have dead rows. ANALYZE reads a sample, which is as large for any past.

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY[
        'room_booking', 'booking_event', 'room_status_event', 'booking_guest', 'guest', 'guest_chat_session',
        'booking_token', 'guest_message', 'payment', 'payment_entry', 'payment_instruction', 'payment_session',
        'stripe_payment_intent', 'stripe_webhook_event', 'housekeeping_task'
    ] LOOP
        EXECUTE format(
            'ALTER TABLE hotelmate.%I SET ('
            'autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.02, '
            'autovacuum_analyze_scale_factor = 0.005)',
            v_table
        );
    END LOOP;
END
$$;
