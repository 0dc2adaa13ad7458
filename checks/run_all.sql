-- All checks in one read-only snapshot: psql -X -q -f checks/run_all.sql "$DATABASE_URL"
--
-- Prints each finding as a record, then a line that counts them: a healthy database prints that line alone.
-- Exit status 0 when all checks ran, whatever they found; 3 when one could not be run. hotelmate check runs the
-- same files, keeps what they find and says by its exit status whether there was anything.
\set ON_ERROR_STOP on
\set QUIET on
\pset pager off
\pset expanded on
\pset tuples_only on
\pset format unaligned
\pset fieldsep ': '
\set found 0

BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
-- Definitions are compared as they are written without these.
SET LOCAL quote_all_identifiers = off;
SET LOCAL standard_conforming_strings = on;

\ir access_event_known.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir access_kept_too_long.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir access_left_open.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir api_keys.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir approvals_overdue.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir approved_holds_without_capture.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir arrivals_not_come.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir arrivals_without_room.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir audit_row_is_of_current_version.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_approval_within_rooms.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_capacity_is_of_room.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_capacity_is_of_type.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_checks_out_of_its_room.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_closed_holds_no_room.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_counters_behind.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_enters_after_last_guest_left.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_enters_ready_room.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_guests.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_guests_counted.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_party_within_capacity.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_payments.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_room_needs_complete_party.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_stamps.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_tokens.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_trail.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir booking_waits_for_ready_room.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir cancellation_terms.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir change_authors.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir changes_without_event.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir chats_in_house.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir constraints_not_validated.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir currency_code_is_iso_4217.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir dead_letters.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir dead_letters_explained.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir drafts_past_expiry.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir events_undelivered.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir events_without_change.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir guest_messages.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir guest_messages_overdue.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir guests_in_house.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir guests_past_check_out.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir holds_about_to_lapse.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir holds_without_release.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir hotel_keeps_manager.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir hotel_settings.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir hotels_missing.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir hotels_without_manager.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir housekeeping_tasks.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir idempotency_keys.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir identities_behind.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir kept_runs.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir language_code_is_iso_639_1.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir legal_steps_differ.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir log_in_limit_counts.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir messages_of_another_audience.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir messages_of_waiting_events.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir money_kept_without_right.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir objects_differ_from_snapshot.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir occupancy.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir outbox_events.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir party_has_primary.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_entries.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_entry_event_known.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_facts_by_evidence.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_instruction_done_by_evidence.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_instructions.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_instructions_waiting.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_intent_not_blank.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_session_needs_pending_payment.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payment_sessions.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payments.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir payments_differ_from_provider.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir pending_booking_payments.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir pending_payment_instructions.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir permission_privilege_verb_known.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir personal_data.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir personal_data_counted.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir personal_data_kept_too_long.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir precheckin_answers.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir precheckin_forms.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir precheckin_stamps_agree.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir privileges_differ_from_permissions.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir realtime_channels.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir realtime_message_kept_until_delivered.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir realtime_messages.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir realtime_streams.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir relay_statistics_single_row.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir room_cleaning.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir room_device_needs_guest.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir room_master_data.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir room_single_active_assignment.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir room_states.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir room_trail.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir rooms_dirty_too_long.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir rooms_in_cleaning_too_long.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir rooms_uninspected_too_long.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir staff_accounts.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir staff_log_ins.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir stay_records.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir stored_secrets.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir stripe_events_without_effect.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir token_live_needs_open_booking.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir trails_of_nobody.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir triggers_disabled.sql
SELECT :found + :ROW_COUNT AS found \gset

\ir webhook_events.sql
SELECT :found + :ROW_COUNT AS found \gset

COMMIT;

\echo :found findings
