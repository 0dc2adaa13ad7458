-- Applied after every other file, as its name sorts. PostgreSQL lets everybody execute a new function,
-- and whoever may execute a trigger function may hang it on a temporary table of their own and have it
-- write as the owner whatever that table says. Triggers that exist need no such privilege.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA hotelmate FROM public;

-- Defaults of columns are evaluated with the privileges of whoever writes the row.
GRANT EXECUTE ON FUNCTION
hotelmate.acting_role(), hotelmate.acts_for_api(), hotelmate.current_actor(), hotelmate.current_source(),
hotelmate.current_staff_id(), hotelmate.current_reason(), hotelmate.current_request_id()
TO public;

-- What a cancellation would cost is shown before it is done, by the functions that decide it.
GRANT EXECUTE ON FUNCTION
hotelmate.refund_percent(jsonb, integer), hotelmate.cancellation_fee(hotelmate.room_booking),
hotelmate.refunds_told_of(bigint, bigint, bigint), hotelmate.cancellation_outcome(hotelmate.room_booking)
TO hotelmate_api;

-- Whoever asks the API for what happened since gets what was committed until now, also when no relay runs.
GRANT EXECUTE ON FUNCTION
hotelmate.number_events(bigint, integer), hotelmate.envelope(hotelmate.realtime_message, text)
TO hotelmate_api;
