-- Applied after every other file, as its name sorts. PostgreSQL lets everybody execute a new function,
-- and whoever may execute a trigger function may hang it on a temporary table of their own and have it
-- write as the owner whatever that table says. Triggers that exist need no such privilege.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA hotelmate FROM
public, hotelmate_speaker, hotelmate_api, hotelmate_dispatcher, hotelmate_gate, hotelmate_relay, hotelmate_checks,
hotelmate_front_desk, hotelmate_housekeeping, hotelmate_manager, hotelmate_auditor, hotelmate_integration,
hotelmate_guest;

-- Defaults of columns are evaluated with the privileges of whoever writes the row; so are the policies of rows, of
-- which the one that names the hotel is part of every query.
GRANT EXECUTE ON FUNCTION
hotelmate.acting_role(), hotelmate.acts_for_api(), hotelmate.current_actor(), hotelmate.current_source(),
hotelmate.current_staff_id(), hotelmate.current_reason(), hotelmate.current_request_id(),
hotelmate.current_hotel_id(), hotelmate.current_guest_booking_id(), hotelmate.no_hotel_is_chosen()
TO public;

-- What was erased stays erased, whoever writes: this only says so.
GRANT EXECUTE ON FUNCTION hotelmate.refuse_data_after_erasure(text) TO hotelmate_speaker, hotelmate_guest;

-- CHECKs are evaluated with the privileges of whoever writes the row, too.
GRANT EXECUTE ON FUNCTION
hotelmate.is_text_by_language(jsonb), hotelmate.are_choices(text[]), hotelmate.are_choice_labels(jsonb, text[])
TO hotelmate_speaker;

-- A form is published as it was sent, and what is wrong with one is found by publishing it. As whoever publishes.
GRANT EXECUTE ON FUNCTION
hotelmate.precheckin_fields_of(jsonb), hotelmate.precheckin_form_faults(bigint, jsonb)
TO hotelmate_speaker;

-- What is wrong with answers is told to whoever gives or reads them. These run as whoever asks, and read what they may.
GRANT EXECUTE ON FUNCTION
hotelmate.newest_precheckin_form(bigint), hotelmate.precheckin_form_of(bigint, bigint),
hotelmate.precheckin_normalised(bigint, integer, text, jsonb, jsonb),
hotelmate.precheckin_consent(jsonb, jsonb, jsonb, text),
hotelmate.precheckin_faults(bigint, integer, text, jsonb, boolean),
hotelmate.precheckin_answer_fits(hotelmate.precheckin_field, jsonb)
TO hotelmate_speaker, hotelmate_guest;

-- What a cancellation would cost is shown before it is done, and what a party lacks before it matters. Whoever asks for
-- what happened since gets what was committed until now, also when no relay runs.
GRANT EXECUTE ON FUNCTION
hotelmate.cancellation_outcome_of(bigint, bigint), hotelmate.party_missing(bigint, bigint),
hotelmate.number_events(bigint, integer), hotelmate.envelope(hotelmate.realtime_message, text)
TO hotelmate_speaker;

GRANT EXECUTE ON FUNCTION
hotelmate.number_events(bigint, integer), hotelmate.envelope(hotelmate.realtime_message, text),
hotelmate.remove_messages(timestamptz, timestamptz, integer)
TO hotelmate_relay;

-- Who calls is found out by functions: the hashes are read by nobody.
GRANT EXECUTE ON FUNCTION
hotelmate.guest_may_hear(text, text, bytea), hotelmate.booking_of_link(bigint, bytea),
hotelmate.api_key_holder(bigint, bytea),
hotelmate.begin_log_in(text, text, text),
hotelmate.open_session(bigint, bigint, text, text, bytea, integer, text),
hotelmate.renew_session(text, bigint, bytea, bytea)
TO hotelmate_gate;

-- A link that stopped working while its guest waited for a lock is found out after it: of a guest, their own links.
GRANT EXECUTE ON FUNCTION hotelmate.booking_of_link(bigint, bytea) TO hotelmate_guest;

-- Everybody changes their own password and logs out; both look only at whoever acts.
GRANT EXECUTE ON FUNCTION
hotelmate.end_own_session(uuid), hotelmate.begin_password_change(text),
hotelmate.change_own_password(text, text, text, text)
TO hotelmate_speaker;

GRANT EXECUTE ON FUNCTION
hotelmate.metadata_of_event(text),
hotelmate.remove_expired_access(integer), hotelmate.remove_expired_idempotency_keys(integer)
TO hotelmate_dispatcher;

-- Whoever checks reads no secrets, and hears where one is no hash.
GRANT EXECUTE ON FUNCTION hotelmate.malformed_secrets() TO hotelmate_checks;
