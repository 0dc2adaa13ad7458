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
            'ALTER TABLE hotelmate.%I RESET ('
            'autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor)',
            v_table
        );
    END LOOP;
END
$$;
