-- Written by `hotelmate snapshot` from what the migrations make; not to be edited.
-- Each part can be added while others write: `hotelmate adopt` runs what a database lacks of it.
-- By hand: one statement at a time, each in a transaction of its own, the next only after success.
-- PostgreSQL validates a foreign key over the rows that policies show: those of every hotel.
SET hotelmate.hotel_id = '';
SET search_path = '';
SET lock_timeout = '2s';
SET statement_timeout = 0;

-- domain check hotelmate.currency_code currency_code_is_iso_4217
ALTER DOMAIN hotelmate.currency_code ADD CONSTRAINT currency_code_is_iso_4217 CHECK ((VALUE ~ '^[A-Z]{3}$'::text)) NOT VALID;
ALTER DOMAIN hotelmate.currency_code VALIDATE CONSTRAINT currency_code_is_iso_4217;
COMMENT ON CONSTRAINT currency_code_is_iso_4217 ON DOMAIN hotelmate.currency_code IS 'A currency is written as three capitals, as in ISO 4217.';

-- domain check hotelmate.language_code language_code_is_iso_639_1
ALTER DOMAIN hotelmate.language_code ADD CONSTRAINT language_code_is_iso_639_1 CHECK ((VALUE ~ '^[a-z]{2}$'::text)) NOT VALID;
ALTER DOMAIN hotelmate.language_code VALIDATE CONSTRAINT language_code_is_iso_639_1;
COMMENT ON CONSTRAINT language_code_is_iso_639_1 ON DOMAIN hotelmate.language_code IS 'A language is written as two small letters, as in ISO 639-1.';

-- not null hotelmate.access_event access_event_actor_not_null
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_actor_not_null NOT NULL actor NOT VALID;
ALTER TABLE hotelmate.access_event VALIDATE CONSTRAINT access_event_actor_not_null;

-- not null hotelmate.access_event access_event_event_not_null
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_event_not_null NOT NULL event NOT VALID;
ALTER TABLE hotelmate.access_event VALIDATE CONSTRAINT access_event_event_not_null;

-- not null hotelmate.access_event access_event_hotel_id_not_null
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.access_event VALIDATE CONSTRAINT access_event_hotel_id_not_null;

-- not null hotelmate.access_event access_event_id_not_null
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.access_event VALIDATE CONSTRAINT access_event_id_not_null;

-- not null hotelmate.access_event access_event_occurred_at_not_null
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_occurred_at_not_null NOT NULL occurred_at NOT VALID;
ALTER TABLE hotelmate.access_event VALIDATE CONSTRAINT access_event_occurred_at_not_null;

-- not null hotelmate.access_event access_event_staff_id_not_null
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_staff_id_not_null NOT NULL staff_id NOT VALID;
ALTER TABLE hotelmate.access_event VALIDATE CONSTRAINT access_event_staff_id_not_null;

-- not null hotelmate.api_key api_key_created_at_not_null
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_created_at_not_null;

-- not null hotelmate.api_key api_key_created_by_not_null
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_created_by_not_null NOT NULL created_by NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_created_by_not_null;

-- not null hotelmate.api_key api_key_expires_at_not_null
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_expires_at_not_null NOT NULL expires_at NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_expires_at_not_null;

-- not null hotelmate.api_key api_key_hotel_id_not_null
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_hotel_id_not_null;

-- not null hotelmate.api_key api_key_id_not_null
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_id_not_null;

-- not null hotelmate.api_key api_key_key_hash_not_null
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_key_hash_not_null NOT NULL key_hash NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_key_hash_not_null;

-- not null hotelmate.api_key api_key_name_not_null
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_name_not_null;

-- not null hotelmate.api_key api_key_staff_id_not_null
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_staff_id_not_null NOT NULL staff_id NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_staff_id_not_null;

-- not null hotelmate.api_key_scope api_key_scope_api_key_id_not_null
ALTER TABLE hotelmate.api_key_scope ADD CONSTRAINT api_key_scope_api_key_id_not_null NOT NULL api_key_id NOT VALID;
ALTER TABLE hotelmate.api_key_scope VALIDATE CONSTRAINT api_key_scope_api_key_id_not_null;

-- not null hotelmate.api_key_scope api_key_scope_hotel_id_not_null
ALTER TABLE hotelmate.api_key_scope ADD CONSTRAINT api_key_scope_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.api_key_scope VALIDATE CONSTRAINT api_key_scope_hotel_id_not_null;

-- not null hotelmate.api_key_scope api_key_scope_permission_not_null
ALTER TABLE hotelmate.api_key_scope ADD CONSTRAINT api_key_scope_permission_not_null NOT NULL permission NOT VALID;
ALTER TABLE hotelmate.api_key_scope VALIDATE CONSTRAINT api_key_scope_permission_not_null;

-- not null hotelmate.booking_counter booking_counter_hotel_id_not_null
ALTER TABLE hotelmate.booking_counter ADD CONSTRAINT booking_counter_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.booking_counter VALIDATE CONSTRAINT booking_counter_hotel_id_not_null;

-- not null hotelmate.booking_counter booking_counter_last_number_not_null
ALTER TABLE hotelmate.booking_counter ADD CONSTRAINT booking_counter_last_number_not_null NOT NULL last_number NOT VALID;
ALTER TABLE hotelmate.booking_counter VALIDATE CONSTRAINT booking_counter_last_number_not_null;

-- not null hotelmate.booking_counter booking_counter_year_not_null
ALTER TABLE hotelmate.booking_counter ADD CONSTRAINT booking_counter_year_not_null NOT NULL year NOT VALID;
ALTER TABLE hotelmate.booking_counter VALIDATE CONSTRAINT booking_counter_year_not_null;

-- not null hotelmate.booking_event booking_event_booking_id_not_null
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_booking_id_not_null;

-- not null hotelmate.booking_event booking_event_created_at_not_null
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_created_at_not_null;

-- not null hotelmate.booking_event booking_event_event_type_not_null
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_event_type_not_null NOT NULL event_type NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_event_type_not_null;

-- not null hotelmate.booking_event booking_event_hotel_id_not_null
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_hotel_id_not_null;

-- not null hotelmate.booking_event booking_event_to_status_not_null
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_to_status_not_null NOT NULL to_status NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_to_status_not_null;

-- not null hotelmate.booking_event booking_event_version_not_null
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_version_not_null NOT NULL version NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_version_not_null;

-- not null hotelmate.booking_guest booking_guest_age_group_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_age_group_not_null NOT NULL age_group NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_age_group_not_null;

-- not null hotelmate.booking_guest booking_guest_booking_id_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_booking_id_not_null;

-- not null hotelmate.booking_guest booking_guest_created_at_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_created_at_not_null;

-- not null hotelmate.booking_guest booking_guest_first_name_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_first_name_not_null NOT NULL first_name NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_first_name_not_null;

-- not null hotelmate.booking_guest booking_guest_hotel_id_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_hotel_id_not_null;

-- not null hotelmate.booking_guest booking_guest_id_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_id_not_null;

-- not null hotelmate.booking_guest booking_guest_is_staying_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_is_staying_not_null NOT NULL is_staying NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_is_staying_not_null;

-- not null hotelmate.booking_guest booking_guest_last_name_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_last_name_not_null NOT NULL last_name NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_last_name_not_null;

-- not null hotelmate.booking_guest booking_guest_precheckin_payload_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_precheckin_payload_not_null NOT NULL precheckin_payload NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_precheckin_payload_not_null;

-- not null hotelmate.booking_guest booking_guest_role_not_null
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_role_not_null NOT NULL role NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_role_not_null;

-- not null hotelmate.booking_token booking_token_booking_id_not_null
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT booking_token_booking_id_not_null;

-- not null hotelmate.booking_token booking_token_created_at_not_null
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT booking_token_created_at_not_null;

-- not null hotelmate.booking_token booking_token_expires_at_not_null
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_expires_at_not_null NOT NULL expires_at NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT booking_token_expires_at_not_null;

-- not null hotelmate.booking_token booking_token_hotel_id_not_null
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT booking_token_hotel_id_not_null;

-- not null hotelmate.booking_token booking_token_id_not_null
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT booking_token_id_not_null;

-- not null hotelmate.booking_token booking_token_purpose_not_null
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_purpose_not_null NOT NULL purpose NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT booking_token_purpose_not_null;

-- not null hotelmate.booking_token booking_token_token_hash_not_null
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_token_hash_not_null NOT NULL token_hash NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT booking_token_token_hash_not_null;

-- not null hotelmate.booking_transition booking_transition_from_status_not_null
ALTER TABLE hotelmate.booking_transition ADD CONSTRAINT booking_transition_from_status_not_null NOT NULL from_status NOT VALID;
ALTER TABLE hotelmate.booking_transition VALIDATE CONSTRAINT booking_transition_from_status_not_null;

-- not null hotelmate.booking_transition booking_transition_meaning_not_null
ALTER TABLE hotelmate.booking_transition ADD CONSTRAINT booking_transition_meaning_not_null NOT NULL meaning NOT VALID;
ALTER TABLE hotelmate.booking_transition VALIDATE CONSTRAINT booking_transition_meaning_not_null;

-- not null hotelmate.booking_transition booking_transition_to_status_not_null
ALTER TABLE hotelmate.booking_transition ADD CONSTRAINT booking_transition_to_status_not_null NOT NULL to_status NOT VALID;
ALTER TABLE hotelmate.booking_transition VALIDATE CONSTRAINT booking_transition_to_status_not_null;

-- not null hotelmate.cancellation_term cancellation_term_days_before_arrival_not_null
ALTER TABLE hotelmate.cancellation_term ADD CONSTRAINT cancellation_term_days_before_arrival_not_null NOT NULL days_before_arrival NOT VALID;
ALTER TABLE hotelmate.cancellation_term VALIDATE CONSTRAINT cancellation_term_days_before_arrival_not_null;

-- not null hotelmate.cancellation_term cancellation_term_hotel_id_not_null
ALTER TABLE hotelmate.cancellation_term ADD CONSTRAINT cancellation_term_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.cancellation_term VALIDATE CONSTRAINT cancellation_term_hotel_id_not_null;

-- not null hotelmate.cancellation_term cancellation_term_refund_percent_not_null
ALTER TABLE hotelmate.cancellation_term ADD CONSTRAINT cancellation_term_refund_percent_not_null NOT NULL refund_percent NOT VALID;
ALTER TABLE hotelmate.cancellation_term VALIDATE CONSTRAINT cancellation_term_refund_percent_not_null;

-- not null hotelmate.consistency_count consistency_count_check_file_not_null
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_check_file_not_null NOT NULL check_file NOT VALID;
ALTER TABLE hotelmate.consistency_count VALIDATE CONSTRAINT consistency_count_check_file_not_null;

-- not null hotelmate.consistency_count consistency_count_findings_not_null
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_findings_not_null NOT NULL findings NOT VALID;
ALTER TABLE hotelmate.consistency_count VALIDATE CONSTRAINT consistency_count_findings_not_null;

-- not null hotelmate.consistency_count consistency_count_is_current_not_null
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_is_current_not_null NOT NULL is_current NOT VALID;
ALTER TABLE hotelmate.consistency_count VALIDATE CONSTRAINT consistency_count_is_current_not_null;

-- not null hotelmate.consistency_count consistency_count_mended_not_null
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_mended_not_null NOT NULL mended NOT VALID;
ALTER TABLE hotelmate.consistency_count VALIDATE CONSTRAINT consistency_count_mended_not_null;

-- not null hotelmate.consistency_count consistency_count_run_id_not_null
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_run_id_not_null NOT NULL run_id NOT VALID;
ALTER TABLE hotelmate.consistency_count VALIDATE CONSTRAINT consistency_count_run_id_not_null;

-- not null hotelmate.consistency_finding consistency_finding_check_file_not_null
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_check_file_not_null NOT NULL check_file NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_check_file_not_null;

-- not null hotelmate.consistency_finding consistency_finding_check_name_not_null
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_check_name_not_null NOT NULL check_name NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_check_name_not_null;

-- not null hotelmate.consistency_finding consistency_finding_finding_not_null
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_finding_not_null NOT NULL finding NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_finding_not_null;

-- not null hotelmate.consistency_finding consistency_finding_mend_not_null
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_mend_not_null NOT NULL mend NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_mend_not_null;

-- not null hotelmate.consistency_finding consistency_finding_number_not_null
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_number_not_null NOT NULL number NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_number_not_null;

-- not null hotelmate.consistency_finding consistency_finding_run_id_not_null
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_run_id_not_null NOT NULL run_id NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_run_id_not_null;

-- not null hotelmate.consistency_finding consistency_finding_subject_not_null
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_subject_not_null NOT NULL subject NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_subject_not_null;

-- not null hotelmate.consistency_result consistency_result_check_file_not_null
ALTER TABLE hotelmate.consistency_result ADD CONSTRAINT consistency_result_check_file_not_null NOT NULL check_file NOT VALID;
ALTER TABLE hotelmate.consistency_result VALIDATE CONSTRAINT consistency_result_check_file_not_null;

-- not null hotelmate.consistency_result consistency_result_findings_not_null
ALTER TABLE hotelmate.consistency_result ADD CONSTRAINT consistency_result_findings_not_null NOT NULL findings NOT VALID;
ALTER TABLE hotelmate.consistency_result VALIDATE CONSTRAINT consistency_result_findings_not_null;

-- not null hotelmate.consistency_result consistency_result_run_id_not_null
ALTER TABLE hotelmate.consistency_result ADD CONSTRAINT consistency_result_run_id_not_null NOT NULL run_id NOT VALID;
ALTER TABLE hotelmate.consistency_result VALIDATE CONSTRAINT consistency_result_run_id_not_null;

-- not null hotelmate.consistency_result consistency_result_seconds_not_null
ALTER TABLE hotelmate.consistency_result ADD CONSTRAINT consistency_result_seconds_not_null NOT NULL seconds NOT VALID;
ALTER TABLE hotelmate.consistency_result VALIDATE CONSTRAINT consistency_result_seconds_not_null;

-- not null hotelmate.consistency_result consistency_result_severity_not_null
ALTER TABLE hotelmate.consistency_result ADD CONSTRAINT consistency_result_severity_not_null NOT NULL severity NOT VALID;
ALTER TABLE hotelmate.consistency_result VALIDATE CONSTRAINT consistency_result_severity_not_null;

-- not null hotelmate.consistency_run consistency_run_id_not_null
ALTER TABLE hotelmate.consistency_run ADD CONSTRAINT consistency_run_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.consistency_run VALIDATE CONSTRAINT consistency_run_id_not_null;

-- not null hotelmate.consistency_run consistency_run_occasion_not_null
ALTER TABLE hotelmate.consistency_run ADD CONSTRAINT consistency_run_occasion_not_null NOT NULL occasion NOT VALID;
ALTER TABLE hotelmate.consistency_run VALIDATE CONSTRAINT consistency_run_occasion_not_null;

-- not null hotelmate.consistency_run consistency_run_started_at_not_null
ALTER TABLE hotelmate.consistency_run ADD CONSTRAINT consistency_run_started_at_not_null NOT NULL started_at NOT VALID;
ALTER TABLE hotelmate.consistency_run VALIDATE CONSTRAINT consistency_run_started_at_not_null;

-- not null hotelmate.country country_code_not_null
ALTER TABLE hotelmate.country ADD CONSTRAINT country_code_not_null NOT NULL code NOT VALID;
ALTER TABLE hotelmate.country VALIDATE CONSTRAINT country_code_not_null;

-- not null hotelmate.guest guest_booking_guest_id_not_null
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_booking_guest_id_not_null NOT NULL booking_guest_id NOT VALID;
ALTER TABLE hotelmate.guest VALIDATE CONSTRAINT guest_booking_guest_id_not_null;

-- not null hotelmate.guest guest_booking_id_not_null
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.guest VALIDATE CONSTRAINT guest_booking_id_not_null;

-- not null hotelmate.guest guest_checked_in_at_not_null
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_checked_in_at_not_null NOT NULL checked_in_at NOT VALID;
ALTER TABLE hotelmate.guest VALIDATE CONSTRAINT guest_checked_in_at_not_null;

-- not null hotelmate.guest guest_hotel_id_not_null
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.guest VALIDATE CONSTRAINT guest_hotel_id_not_null;

-- not null hotelmate.guest guest_id_not_null
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.guest VALIDATE CONSTRAINT guest_id_not_null;

-- not null hotelmate.guest_chat_session guest_chat_session_booking_id_not_null
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT guest_chat_session_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT guest_chat_session_booking_id_not_null;

-- not null hotelmate.guest_chat_session guest_chat_session_hotel_id_not_null
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT guest_chat_session_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT guest_chat_session_hotel_id_not_null;

-- not null hotelmate.guest_chat_session guest_chat_session_id_not_null
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT guest_chat_session_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT guest_chat_session_id_not_null;

-- not null hotelmate.guest_chat_session guest_chat_session_is_active_not_null
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT guest_chat_session_is_active_not_null NOT NULL is_active NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT guest_chat_session_is_active_not_null;

-- not null hotelmate.guest_chat_session guest_chat_session_opened_at_not_null
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT guest_chat_session_opened_at_not_null NOT NULL opened_at NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT guest_chat_session_opened_at_not_null;

-- not null hotelmate.guest_message guest_message_booking_id_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_booking_id_not_null;

-- not null hotelmate.guest_message guest_message_created_at_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_created_at_not_null;

-- not null hotelmate.guest_message guest_message_expires_at_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_expires_at_not_null NOT NULL expires_at NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_expires_at_not_null;

-- not null hotelmate.guest_message guest_message_hotel_id_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_hotel_id_not_null;

-- not null hotelmate.guest_message guest_message_id_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_id_not_null;

-- not null hotelmate.guest_message guest_message_kind_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_kind_not_null NOT NULL kind NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_kind_not_null;

-- not null hotelmate.guest_message guest_message_message_id_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_message_id_not_null NOT NULL message_id NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_message_id_not_null;

-- not null hotelmate.guest_message guest_message_next_try_at_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_next_try_at_not_null NOT NULL next_try_at NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_next_try_at_not_null;

-- not null hotelmate.guest_message guest_message_state_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_state_not_null NOT NULL state NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_state_not_null;

-- not null hotelmate.guest_message guest_message_tries_not_null
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_tries_not_null NOT NULL tries NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_tries_not_null;

-- not null hotelmate.hotel hotel_approval_sla_minutes_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_approval_sla_minutes_not_null NOT NULL approval_sla_minutes NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_approval_sla_minutes_not_null;

-- not null hotelmate.hotel hotel_brand_color_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_brand_color_not_null NOT NULL brand_color NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_brand_color_not_null;

-- not null hotelmate.hotel hotel_cleaning_minutes_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_cleaning_minutes_not_null NOT NULL cleaning_minutes NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_cleaning_minutes_not_null;

-- not null hotelmate.hotel hotel_created_at_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_created_at_not_null;

-- not null hotelmate.hotel hotel_currency_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_currency_not_null NOT NULL currency NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_currency_not_null;

-- not null hotelmate.hotel hotel_dirty_room_minutes_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_dirty_room_minutes_not_null NOT NULL dirty_room_minutes NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_dirty_room_minutes_not_null;

-- not null hotelmate.hotel hotel_hotel_id_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_hotel_id_not_null;

-- not null hotelmate.hotel hotel_inspection_minutes_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_inspection_minutes_not_null NOT NULL inspection_minutes NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_inspection_minutes_not_null;

-- not null hotelmate.hotel hotel_language_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_language_not_null NOT NULL language NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_language_not_null;

-- not null hotelmate.hotel hotel_name_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_name_not_null;

-- not null hotelmate.hotel hotel_personal_data_days_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_personal_data_days_not_null NOT NULL personal_data_days NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_personal_data_days_not_null;

-- not null hotelmate.hotel hotel_requires_if_match_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_requires_if_match_not_null NOT NULL requires_if_match NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_requires_if_match_not_null;

-- not null hotelmate.hotel hotel_slug_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_slug_not_null NOT NULL slug NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_slug_not_null;

-- not null hotelmate.hotel hotel_standard_check_in_time_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_standard_check_in_time_not_null NOT NULL standard_check_in_time NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_standard_check_in_time_not_null;

-- not null hotelmate.hotel hotel_standard_check_out_time_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_standard_check_out_time_not_null NOT NULL standard_check_out_time NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_standard_check_out_time_not_null;

-- not null hotelmate.hotel hotel_time_zone_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_time_zone_not_null NOT NULL time_zone NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_time_zone_not_null;

-- not null hotelmate.hotel hotel_unpaid_draft_minutes_not_null
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_unpaid_draft_minutes_not_null NOT NULL unpaid_draft_minutes NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_unpaid_draft_minutes_not_null;

-- not null hotelmate.hotel_directory hotel_directory_hotel_id_not_null
ALTER TABLE hotelmate.hotel_directory ADD CONSTRAINT hotel_directory_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.hotel_directory VALIDATE CONSTRAINT hotel_directory_hotel_id_not_null;

-- not null hotelmate.hotel_directory hotel_directory_slug_not_null
ALTER TABLE hotelmate.hotel_directory ADD CONSTRAINT hotel_directory_slug_not_null NOT NULL slug NOT VALID;
ALTER TABLE hotelmate.hotel_directory VALIDATE CONSTRAINT hotel_directory_slug_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_created_at_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_created_at_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_hotel_id_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_hotel_id_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_id_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_id_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_is_open_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_is_open_not_null NOT NULL is_open NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_is_open_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_note_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_note_not_null NOT NULL note NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_note_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_priority_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_priority_not_null NOT NULL priority NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_priority_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_room_id_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_room_id_not_null NOT NULL room_id NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_room_id_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_status_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_status_not_null NOT NULL status NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_status_not_null;

-- not null hotelmate.housekeeping_task housekeeping_task_task_type_not_null
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_task_type_not_null NOT NULL task_type NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT housekeeping_task_task_type_not_null;

-- not null hotelmate.idempotency_key idempotency_key_body_not_null
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_body_not_null NOT NULL body NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_body_not_null;

-- not null hotelmate.idempotency_key idempotency_key_created_at_not_null
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_created_at_not_null;

-- not null hotelmate.idempotency_key idempotency_key_headers_not_null
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_headers_not_null NOT NULL headers NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_headers_not_null;

-- not null hotelmate.idempotency_key idempotency_key_hotel_id_not_null
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_hotel_id_not_null;

-- not null hotelmate.idempotency_key idempotency_key_key_not_null
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_key_not_null NOT NULL key NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_key_not_null;

-- not null hotelmate.idempotency_key idempotency_key_request_hash_not_null
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_request_hash_not_null NOT NULL request_hash NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_request_hash_not_null;

-- not null hotelmate.idempotency_key idempotency_key_staff_id_not_null
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_staff_id_not_null NOT NULL staff_id NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_staff_id_not_null;

-- not null hotelmate.idempotency_key idempotency_key_status_not_null
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_status_not_null NOT NULL status NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_status_not_null;

-- not null hotelmate.log_in_limit log_in_limit_failures_not_null
ALTER TABLE hotelmate.log_in_limit ADD CONSTRAINT log_in_limit_failures_not_null NOT NULL failures NOT VALID;
ALTER TABLE hotelmate.log_in_limit VALIDATE CONSTRAINT log_in_limit_failures_not_null;

-- not null hotelmate.log_in_limit log_in_limit_since_not_null
ALTER TABLE hotelmate.log_in_limit ADD CONSTRAINT log_in_limit_since_not_null NOT NULL since NOT VALID;
ALTER TABLE hotelmate.log_in_limit VALIDATE CONSTRAINT log_in_limit_since_not_null;

-- not null hotelmate.log_in_limit log_in_limit_subject_not_null
ALTER TABLE hotelmate.log_in_limit ADD CONSTRAINT log_in_limit_subject_not_null NOT NULL subject NOT VALID;
ALTER TABLE hotelmate.log_in_limit VALIDATE CONSTRAINT log_in_limit_subject_not_null;

-- not null hotelmate.outbox_event outbox_event_category_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_category_not_null NOT NULL category NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_category_not_null;

-- not null hotelmate.outbox_event outbox_event_channels_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_channels_not_null NOT NULL channels NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_channels_not_null;

-- not null hotelmate.outbox_event outbox_event_event_id_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_event_id_not_null NOT NULL event_id NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_event_id_not_null;

-- not null hotelmate.outbox_event outbox_event_event_type_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_event_type_not_null NOT NULL event_type NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_event_type_not_null;

-- not null hotelmate.outbox_event outbox_event_hotel_id_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_hotel_id_not_null;

-- not null hotelmate.outbox_event outbox_event_id_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_id_not_null;

-- not null hotelmate.outbox_event outbox_event_occurred_at_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_occurred_at_not_null NOT NULL occurred_at NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_occurred_at_not_null;

-- not null hotelmate.outbox_event outbox_event_payload_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_payload_not_null NOT NULL payload NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_payload_not_null;

-- not null hotelmate.outbox_event outbox_event_scope_not_null
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_scope_not_null NOT NULL scope NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_scope_not_null;

-- not null hotelmate.payment payment_booking_id_not_null
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_booking_id_not_null;

-- not null hotelmate.payment payment_created_at_not_null
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_created_at_not_null;

-- not null hotelmate.payment payment_currency_not_null
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_currency_not_null NOT NULL currency NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_currency_not_null;

-- not null hotelmate.payment payment_hotel_id_not_null
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_hotel_id_not_null;

-- not null hotelmate.payment payment_id_not_null
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_id_not_null;

-- not null hotelmate.payment payment_provider_not_null
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_provider_not_null NOT NULL provider NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_provider_not_null;

-- not null hotelmate.payment_entry payment_entry_amount_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_amount_not_null NOT NULL amount NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_amount_not_null;

-- not null hotelmate.payment_entry payment_entry_authorised_before_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_authorised_before_not_null NOT NULL authorised_before NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_authorised_before_not_null;

-- not null hotelmate.payment_entry payment_entry_authorised_total_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_authorised_total_not_null NOT NULL authorised_total NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_authorised_total_not_null;

-- not null hotelmate.payment_entry payment_entry_booking_id_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_booking_id_not_null;

-- not null hotelmate.payment_entry payment_entry_captured_before_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_captured_before_not_null NOT NULL captured_before NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_captured_before_not_null;

-- not null hotelmate.payment_entry payment_entry_captured_total_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_captured_total_not_null NOT NULL captured_total NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_captured_total_not_null;

-- not null hotelmate.payment_entry payment_entry_created_at_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_created_at_not_null;

-- not null hotelmate.payment_entry payment_entry_currency_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_currency_not_null NOT NULL currency NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_currency_not_null;

-- not null hotelmate.payment_entry payment_entry_disputed_before_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_disputed_before_not_null NOT NULL disputed_before NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_disputed_before_not_null;

-- not null hotelmate.payment_entry payment_entry_disputed_total_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_disputed_total_not_null NOT NULL disputed_total NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_disputed_total_not_null;

-- not null hotelmate.payment_entry payment_entry_hotel_id_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_hotel_id_not_null;

-- not null hotelmate.payment_entry payment_entry_kind_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_kind_not_null NOT NULL kind NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_kind_not_null;

-- not null hotelmate.payment_entry payment_entry_occurred_at_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_occurred_at_not_null NOT NULL occurred_at NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_occurred_at_not_null;

-- not null hotelmate.payment_entry payment_entry_payment_id_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_payment_id_not_null NOT NULL payment_id NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_payment_id_not_null;

-- not null hotelmate.payment_entry payment_entry_provider_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_provider_not_null NOT NULL provider NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_provider_not_null;

-- not null hotelmate.payment_entry payment_entry_refunded_before_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_refunded_before_not_null NOT NULL refunded_before NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_refunded_before_not_null;

-- not null hotelmate.payment_entry payment_entry_refunded_total_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_refunded_total_not_null NOT NULL refunded_total NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_refunded_total_not_null;

-- not null hotelmate.payment_entry payment_entry_seq_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_seq_not_null NOT NULL seq NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_seq_not_null;

-- not null hotelmate.payment_entry payment_entry_voided_before_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_voided_before_not_null NOT NULL voided_before NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_voided_before_not_null;

-- not null hotelmate.payment_entry payment_entry_voided_total_not_null
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_voided_total_not_null NOT NULL voided_total NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_voided_total_not_null;

-- not null hotelmate.payment_instruction payment_instruction_booking_id_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_booking_id_not_null;

-- not null hotelmate.payment_instruction payment_instruction_created_at_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_created_at_not_null;

-- not null hotelmate.payment_instruction payment_instruction_hotel_id_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_hotel_id_not_null;

-- not null hotelmate.payment_instruction payment_instruction_id_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_id_not_null;

-- not null hotelmate.payment_instruction payment_instruction_is_derived_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_is_derived_not_null NOT NULL is_derived NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_is_derived_not_null;

-- not null hotelmate.payment_instruction payment_instruction_is_on_top_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_is_on_top_not_null NOT NULL is_on_top NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_is_on_top_not_null;

-- not null hotelmate.payment_instruction payment_instruction_key_generation_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_key_generation_not_null NOT NULL key_generation NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_key_generation_not_null;

-- not null hotelmate.payment_instruction payment_instruction_kind_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_kind_not_null NOT NULL kind NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_kind_not_null;

-- not null hotelmate.payment_instruction payment_instruction_next_try_at_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_next_try_at_not_null NOT NULL next_try_at NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_next_try_at_not_null;

-- not null hotelmate.payment_instruction payment_instruction_state_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_state_not_null NOT NULL state NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_state_not_null;

-- not null hotelmate.payment_instruction payment_instruction_tries_not_null
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_tries_not_null NOT NULL tries NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_tries_not_null;

-- not null hotelmate.payment_reconciliation payment_reconciliation_events_listed_not_null
ALTER TABLE hotelmate.payment_reconciliation ADD CONSTRAINT payment_reconciliation_events_listed_not_null NOT NULL events_listed NOT VALID;
ALTER TABLE hotelmate.payment_reconciliation VALIDATE CONSTRAINT payment_reconciliation_events_listed_not_null;

-- not null hotelmate.payment_reconciliation payment_reconciliation_id_not_null
ALTER TABLE hotelmate.payment_reconciliation ADD CONSTRAINT payment_reconciliation_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.payment_reconciliation VALIDATE CONSTRAINT payment_reconciliation_id_not_null;

-- not null hotelmate.payment_reconciliation payment_reconciliation_listed_until_not_null
ALTER TABLE hotelmate.payment_reconciliation ADD CONSTRAINT payment_reconciliation_listed_until_not_null NOT NULL listed_until NOT VALID;
ALTER TABLE hotelmate.payment_reconciliation VALIDATE CONSTRAINT payment_reconciliation_listed_until_not_null;

-- not null hotelmate.payment_reconciliation payment_reconciliation_payments_compared_not_null
ALTER TABLE hotelmate.payment_reconciliation ADD CONSTRAINT payment_reconciliation_payments_compared_not_null NOT NULL payments_compared NOT VALID;
ALTER TABLE hotelmate.payment_reconciliation VALIDATE CONSTRAINT payment_reconciliation_payments_compared_not_null;

-- not null hotelmate.payment_reconciliation payment_reconciliation_repaired_not_null
ALTER TABLE hotelmate.payment_reconciliation ADD CONSTRAINT payment_reconciliation_repaired_not_null NOT NULL repaired NOT VALID;
ALTER TABLE hotelmate.payment_reconciliation VALIDATE CONSTRAINT payment_reconciliation_repaired_not_null;

-- not null hotelmate.payment_reconciliation payment_reconciliation_started_at_not_null
ALTER TABLE hotelmate.payment_reconciliation ADD CONSTRAINT payment_reconciliation_started_at_not_null NOT NULL started_at NOT VALID;
ALTER TABLE hotelmate.payment_reconciliation VALIDATE CONSTRAINT payment_reconciliation_started_at_not_null;

-- not null hotelmate.payment_reconciliation payment_reconciliation_unexplained_not_null
ALTER TABLE hotelmate.payment_reconciliation ADD CONSTRAINT payment_reconciliation_unexplained_not_null NOT NULL unexplained NOT VALID;
ALTER TABLE hotelmate.payment_reconciliation VALIDATE CONSTRAINT payment_reconciliation_unexplained_not_null;

-- not null hotelmate.payment_session payment_session_amount_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_amount_not_null NOT NULL amount NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_amount_not_null;

-- not null hotelmate.payment_session payment_session_booking_id_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_booking_id_not_null;

-- not null hotelmate.payment_session payment_session_cancel_url_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_cancel_url_not_null NOT NULL cancel_url NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_cancel_url_not_null;

-- not null hotelmate.payment_session payment_session_created_at_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_created_at_not_null;

-- not null hotelmate.payment_session payment_session_currency_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_currency_not_null NOT NULL currency NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_currency_not_null;

-- not null hotelmate.payment_session payment_session_expires_at_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_expires_at_not_null NOT NULL expires_at NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_expires_at_not_null;

-- not null hotelmate.payment_session payment_session_hotel_id_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_hotel_id_not_null;

-- not null hotelmate.payment_session payment_session_id_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_id_not_null;

-- not null hotelmate.payment_session payment_session_state_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_state_not_null NOT NULL state NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_state_not_null;

-- not null hotelmate.payment_session payment_session_success_url_not_null
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_success_url_not_null NOT NULL success_url NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_success_url_not_null;

-- not null hotelmate.permission permission_meaning_not_null
ALTER TABLE hotelmate.permission ADD CONSTRAINT permission_meaning_not_null NOT NULL meaning NOT VALID;
ALTER TABLE hotelmate.permission VALIDATE CONSTRAINT permission_meaning_not_null;

-- not null hotelmate.permission permission_name_not_null
ALTER TABLE hotelmate.permission ADD CONSTRAINT permission_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.permission VALIDATE CONSTRAINT permission_name_not_null;

-- not null hotelmate.permission_privilege permission_privilege_columns_not_null
ALTER TABLE hotelmate.permission_privilege ADD CONSTRAINT permission_privilege_columns_not_null NOT NULL columns NOT VALID;
ALTER TABLE hotelmate.permission_privilege VALIDATE CONSTRAINT permission_privilege_columns_not_null;

-- not null hotelmate.permission_privilege permission_privilege_permission_not_null
ALTER TABLE hotelmate.permission_privilege ADD CONSTRAINT permission_privilege_permission_not_null NOT NULL permission NOT VALID;
ALTER TABLE hotelmate.permission_privilege VALIDATE CONSTRAINT permission_privilege_permission_not_null;

-- not null hotelmate.permission_privilege permission_privilege_table_name_not_null
ALTER TABLE hotelmate.permission_privilege ADD CONSTRAINT permission_privilege_table_name_not_null NOT NULL table_name NOT VALID;
ALTER TABLE hotelmate.permission_privilege VALIDATE CONSTRAINT permission_privilege_table_name_not_null;

-- not null hotelmate.permission_privilege permission_privilege_verb_not_null
ALTER TABLE hotelmate.permission_privilege ADD CONSTRAINT permission_privilege_verb_not_null NOT NULL verb NOT VALID;
ALTER TABLE hotelmate.permission_privilege VALIDATE CONSTRAINT permission_privilege_verb_not_null;

-- not null hotelmate.precheckin_field precheckin_field_asked_of_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_asked_of_not_null NOT NULL asked_of NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_asked_of_not_null;

-- not null hotelmate.precheckin_field precheckin_field_choice_labels_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_choice_labels_not_null NOT NULL choice_labels NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_choice_labels_not_null;

-- not null hotelmate.precheckin_field precheckin_field_choices_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_choices_not_null NOT NULL choices NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_choices_not_null;

-- not null hotelmate.precheckin_field precheckin_field_form_version_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_form_version_not_null NOT NULL form_version NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_form_version_not_null;

-- not null hotelmate.precheckin_field precheckin_field_hotel_id_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_hotel_id_not_null;

-- not null hotelmate.precheckin_field precheckin_field_is_required_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_is_required_not_null NOT NULL is_required NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_is_required_not_null;

-- not null hotelmate.precheckin_field precheckin_field_kind_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_kind_not_null NOT NULL kind NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_kind_not_null;

-- not null hotelmate.precheckin_field precheckin_field_labels_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_labels_not_null NOT NULL labels NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_labels_not_null;

-- not null hotelmate.precheckin_field precheckin_field_name_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_name_not_null;

-- not null hotelmate.precheckin_field precheckin_field_position_not_null
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_position_not_null NOT NULL "position" NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_position_not_null;

-- not null hotelmate.precheckin_form precheckin_form_hotel_id_not_null
ALTER TABLE hotelmate.precheckin_form ADD CONSTRAINT precheckin_form_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.precheckin_form VALIDATE CONSTRAINT precheckin_form_hotel_id_not_null;

-- not null hotelmate.precheckin_form precheckin_form_published_at_not_null
ALTER TABLE hotelmate.precheckin_form ADD CONSTRAINT precheckin_form_published_at_not_null NOT NULL published_at NOT VALID;
ALTER TABLE hotelmate.precheckin_form VALIDATE CONSTRAINT precheckin_form_published_at_not_null;

-- not null hotelmate.precheckin_form precheckin_form_published_in_not_null
ALTER TABLE hotelmate.precheckin_form ADD CONSTRAINT precheckin_form_published_in_not_null NOT NULL published_in NOT VALID;
ALTER TABLE hotelmate.precheckin_form VALIDATE CONSTRAINT precheckin_form_published_in_not_null;

-- not null hotelmate.precheckin_form precheckin_form_version_not_null
ALTER TABLE hotelmate.precheckin_form ADD CONSTRAINT precheckin_form_version_not_null NOT NULL version NOT VALID;
ALTER TABLE hotelmate.precheckin_form VALIDATE CONSTRAINT precheckin_form_version_not_null;

-- not null hotelmate.precheckin_kind precheckin_kind_meaning_not_null
ALTER TABLE hotelmate.precheckin_kind ADD CONSTRAINT precheckin_kind_meaning_not_null NOT NULL meaning NOT VALID;
ALTER TABLE hotelmate.precheckin_kind VALIDATE CONSTRAINT precheckin_kind_meaning_not_null;

-- not null hotelmate.precheckin_kind precheckin_kind_name_not_null
ALTER TABLE hotelmate.precheckin_kind ADD CONSTRAINT precheckin_kind_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.precheckin_kind VALIDATE CONSTRAINT precheckin_kind_name_not_null;

-- not null hotelmate.precheckin_kind precheckin_kind_rule_not_null
ALTER TABLE hotelmate.precheckin_kind ADD CONSTRAINT precheckin_kind_rule_not_null NOT NULL rule NOT VALID;
ALTER TABLE hotelmate.precheckin_kind VALIDATE CONSTRAINT precheckin_kind_rule_not_null;

-- not null hotelmate.realtime_channel realtime_channel_delivered_position_not_null
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_delivered_position_not_null NOT NULL delivered_position NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_delivered_position_not_null;

-- not null hotelmate.realtime_channel realtime_channel_due_at_not_null
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_due_at_not_null NOT NULL due_at NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_due_at_not_null;

-- not null hotelmate.realtime_channel realtime_channel_failures_not_null
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_failures_not_null NOT NULL failures NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_failures_not_null;

-- not null hotelmate.realtime_channel realtime_channel_hotel_id_not_null
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_hotel_id_not_null;

-- not null hotelmate.realtime_channel realtime_channel_last_position_not_null
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_last_position_not_null NOT NULL last_position NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_last_position_not_null;

-- not null hotelmate.realtime_channel realtime_channel_name_not_null
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_name_not_null;

-- not null hotelmate.realtime_dead_letter realtime_dead_letter_attempts_not_null
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT realtime_dead_letter_attempts_not_null NOT NULL attempts NOT VALID;
ALTER TABLE hotelmate.realtime_dead_letter VALIDATE CONSTRAINT realtime_dead_letter_attempts_not_null;

-- not null hotelmate.realtime_dead_letter realtime_dead_letter_died_at_not_null
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT realtime_dead_letter_died_at_not_null NOT NULL died_at NOT VALID;
ALTER TABLE hotelmate.realtime_dead_letter VALIDATE CONSTRAINT realtime_dead_letter_died_at_not_null;

-- not null hotelmate.realtime_dead_letter realtime_dead_letter_hotel_id_not_null
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT realtime_dead_letter_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.realtime_dead_letter VALIDATE CONSTRAINT realtime_dead_letter_hotel_id_not_null;

-- not null hotelmate.realtime_dead_letter realtime_dead_letter_position_not_null
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT realtime_dead_letter_position_not_null NOT NULL "position" NOT VALID;
ALTER TABLE hotelmate.realtime_dead_letter VALIDATE CONSTRAINT realtime_dead_letter_position_not_null;

-- not null hotelmate.realtime_dead_letter realtime_dead_letter_reason_not_null
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT realtime_dead_letter_reason_not_null NOT NULL reason NOT VALID;
ALTER TABLE hotelmate.realtime_dead_letter VALIDATE CONSTRAINT realtime_dead_letter_reason_not_null;

-- not null hotelmate.realtime_message realtime_message_category_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_category_not_null NOT NULL category NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_category_not_null;

-- not null hotelmate.realtime_message realtime_message_channel_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_channel_not_null NOT NULL channel NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_channel_not_null;

-- not null hotelmate.realtime_message realtime_message_event_id_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_event_id_not_null NOT NULL event_id NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_event_id_not_null;

-- not null hotelmate.realtime_message realtime_message_event_type_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_event_type_not_null NOT NULL event_type NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_event_type_not_null;

-- not null hotelmate.realtime_message realtime_message_hotel_id_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_hotel_id_not_null;

-- not null hotelmate.realtime_message realtime_message_numbered_at_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_numbered_at_not_null NOT NULL numbered_at NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_numbered_at_not_null;

-- not null hotelmate.realtime_message realtime_message_occurred_at_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_occurred_at_not_null NOT NULL occurred_at NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_occurred_at_not_null;

-- not null hotelmate.realtime_message realtime_message_payload_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_payload_not_null NOT NULL payload NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_payload_not_null;

-- not null hotelmate.realtime_message realtime_message_position_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_position_not_null NOT NULL "position" NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_position_not_null;

-- not null hotelmate.realtime_message realtime_message_scope_not_null
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_scope_not_null NOT NULL scope NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_scope_not_null;

-- not null hotelmate.realtime_stream realtime_stream_hotel_id_not_null
ALTER TABLE hotelmate.realtime_stream ADD CONSTRAINT realtime_stream_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.realtime_stream VALIDATE CONSTRAINT realtime_stream_hotel_id_not_null;

-- not null hotelmate.realtime_stream realtime_stream_last_position_not_null
ALTER TABLE hotelmate.realtime_stream ADD CONSTRAINT realtime_stream_last_position_not_null NOT NULL last_position NOT VALID;
ALTER TABLE hotelmate.realtime_stream VALIDATE CONSTRAINT realtime_stream_last_position_not_null;

-- not null hotelmate.realtime_stream realtime_stream_removed_position_not_null
ALTER TABLE hotelmate.realtime_stream ADD CONSTRAINT realtime_stream_removed_position_not_null NOT NULL removed_position NOT VALID;
ALTER TABLE hotelmate.realtime_stream VALIDATE CONSTRAINT realtime_stream_removed_position_not_null;

-- not null hotelmate.refresh_token refresh_token_hotel_id_not_null
ALTER TABLE hotelmate.refresh_token ADD CONSTRAINT refresh_token_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.refresh_token VALIDATE CONSTRAINT refresh_token_hotel_id_not_null;

-- not null hotelmate.refresh_token refresh_token_issued_at_not_null
ALTER TABLE hotelmate.refresh_token ADD CONSTRAINT refresh_token_issued_at_not_null NOT NULL issued_at NOT VALID;
ALTER TABLE hotelmate.refresh_token VALIDATE CONSTRAINT refresh_token_issued_at_not_null;

-- not null hotelmate.refresh_token refresh_token_session_id_not_null
ALTER TABLE hotelmate.refresh_token ADD CONSTRAINT refresh_token_session_id_not_null NOT NULL session_id NOT VALID;
ALTER TABLE hotelmate.refresh_token VALIDATE CONSTRAINT refresh_token_session_id_not_null;

-- not null hotelmate.refresh_token refresh_token_token_hash_not_null
ALTER TABLE hotelmate.refresh_token ADD CONSTRAINT refresh_token_token_hash_not_null NOT NULL token_hash NOT VALID;
ALTER TABLE hotelmate.refresh_token VALIDATE CONSTRAINT refresh_token_token_hash_not_null;

-- not null hotelmate.relay_statistics relay_statistics_dead_not_null
ALTER TABLE hotelmate.relay_statistics ADD CONSTRAINT relay_statistics_dead_not_null NOT NULL dead NOT VALID;
ALTER TABLE hotelmate.relay_statistics VALIDATE CONSTRAINT relay_statistics_dead_not_null;

-- not null hotelmate.relay_statistics relay_statistics_delivered_not_null
ALTER TABLE hotelmate.relay_statistics ADD CONSTRAINT relay_statistics_delivered_not_null NOT NULL delivered NOT VALID;
ALTER TABLE hotelmate.relay_statistics VALIDATE CONSTRAINT relay_statistics_delivered_not_null;

-- not null hotelmate.relay_statistics relay_statistics_only_row_not_null
ALTER TABLE hotelmate.relay_statistics ADD CONSTRAINT relay_statistics_only_row_not_null NOT NULL only_row NOT VALID;
ALTER TABLE hotelmate.relay_statistics VALIDATE CONSTRAINT relay_statistics_only_row_not_null;

-- not null hotelmate.relay_statistics relay_statistics_retried_not_null
ALTER TABLE hotelmate.relay_statistics ADD CONSTRAINT relay_statistics_retried_not_null NOT NULL retried NOT VALID;
ALTER TABLE hotelmate.relay_statistics VALIDATE CONSTRAINT relay_statistics_retried_not_null;

-- not null hotelmate.relay_statistics relay_statistics_seconds_buckets_not_null
ALTER TABLE hotelmate.relay_statistics ADD CONSTRAINT relay_statistics_seconds_buckets_not_null NOT NULL seconds_buckets NOT VALID;
ALTER TABLE hotelmate.relay_statistics VALIDATE CONSTRAINT relay_statistics_seconds_buckets_not_null;

-- not null hotelmate.relay_statistics relay_statistics_seconds_sum_not_null
ALTER TABLE hotelmate.relay_statistics ADD CONSTRAINT relay_statistics_seconds_sum_not_null NOT NULL seconds_sum NOT VALID;
ALTER TABLE hotelmate.relay_statistics VALIDATE CONSTRAINT relay_statistics_seconds_sum_not_null;

-- not null hotelmate.repeatable_file repeatable_file_applied_at_not_null
ALTER TABLE hotelmate.repeatable_file ADD CONSTRAINT repeatable_file_applied_at_not_null NOT NULL applied_at NOT VALID;
ALTER TABLE hotelmate.repeatable_file VALIDATE CONSTRAINT repeatable_file_applied_at_not_null;

-- not null hotelmate.repeatable_file repeatable_file_file_name_not_null
ALTER TABLE hotelmate.repeatable_file ADD CONSTRAINT repeatable_file_file_name_not_null NOT NULL file_name NOT VALID;
ALTER TABLE hotelmate.repeatable_file VALIDATE CONSTRAINT repeatable_file_file_name_not_null;

-- not null hotelmate.repeatable_file repeatable_file_sha256_not_null
ALTER TABLE hotelmate.repeatable_file ADD CONSTRAINT repeatable_file_sha256_not_null NOT NULL sha256 NOT VALID;
ALTER TABLE hotelmate.repeatable_file VALIDATE CONSTRAINT repeatable_file_sha256_not_null;

-- not null hotelmate.room room_corrections_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_corrections_not_null NOT NULL corrections NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_corrections_not_null;

-- not null hotelmate.room room_created_at_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_created_at_not_null;

-- not null hotelmate.room room_hotel_id_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_hotel_id_not_null;

-- not null hotelmate.room room_id_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_id_not_null;

-- not null hotelmate.room room_is_active_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_is_active_not_null NOT NULL is_active NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_is_active_not_null;

-- not null hotelmate.room room_is_assignable_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_is_assignable_not_null NOT NULL is_assignable NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_is_assignable_not_null;

-- not null hotelmate.room room_is_occupied_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_is_occupied_not_null NOT NULL is_occupied NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_is_occupied_not_null;

-- not null hotelmate.room room_is_out_of_order_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_is_out_of_order_not_null NOT NULL is_out_of_order NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_is_out_of_order_not_null;

-- not null hotelmate.room room_maintenance_required_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_maintenance_required_not_null NOT NULL maintenance_required NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_maintenance_required_not_null;

-- not null hotelmate.room room_room_number_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_room_number_not_null NOT NULL room_number NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_room_number_not_null;

-- not null hotelmate.room room_room_status_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_room_status_not_null NOT NULL room_status NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_room_status_not_null;

-- not null hotelmate.room room_room_type_id_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_room_type_id_not_null NOT NULL room_type_id NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_room_type_id_not_null;

-- not null hotelmate.room room_turnover_status_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_turnover_status_not_null NOT NULL turnover_status NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_turnover_status_not_null;

-- not null hotelmate.room room_version_not_null
ALTER TABLE hotelmate.room ADD CONSTRAINT room_version_not_null NOT NULL version NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_version_not_null;

-- not null hotelmate.room_booking room_booking_accommodating_room_type_id_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_accommodating_room_type_id_not_null NOT NULL accommodating_room_type_id NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_accommodating_room_type_id_not_null;

-- not null hotelmate.room_booking room_booking_adults_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_adults_not_null NOT NULL adults NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_adults_not_null;

-- not null hotelmate.room_booking room_booking_authorised_amount_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_authorised_amount_not_null NOT NULL authorised_amount NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_authorised_amount_not_null;

-- not null hotelmate.room_booking room_booking_booking_reference_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_booking_reference_not_null NOT NULL booking_reference NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_booking_reference_not_null;

-- not null hotelmate.room_booking room_booking_cancellation_terms_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_cancellation_terms_not_null NOT NULL cancellation_terms NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_cancellation_terms_not_null;

-- not null hotelmate.room_booking room_booking_capacity_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_capacity_not_null NOT NULL capacity NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_capacity_not_null;

-- not null hotelmate.room_booking room_booking_captured_amount_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_captured_amount_not_null NOT NULL captured_amount NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_captured_amount_not_null;

-- not null hotelmate.room_booking room_booking_check_in_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_check_in_not_null NOT NULL check_in NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_check_in_not_null;

-- not null hotelmate.room_booking room_booking_check_out_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_check_out_not_null NOT NULL check_out NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_check_out_not_null;

-- not null hotelmate.room_booking room_booking_children_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_children_not_null NOT NULL children NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_children_not_null;

-- not null hotelmate.room_booking room_booking_corrections_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_corrections_not_null NOT NULL corrections NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_corrections_not_null;

-- not null hotelmate.room_booking room_booking_created_at_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_created_at_not_null;

-- not null hotelmate.room_booking room_booking_currency_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_currency_not_null NOT NULL currency NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_currency_not_null;

-- not null hotelmate.room_booking room_booking_disputed_amount_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_disputed_amount_not_null NOT NULL disputed_amount NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_disputed_amount_not_null;

-- not null hotelmate.room_booking room_booking_erased_guest_count_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_erased_guest_count_not_null NOT NULL erased_guest_count NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_erased_guest_count_not_null;

-- not null hotelmate.room_booking room_booking_expires_at_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_expires_at_not_null NOT NULL expires_at NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_expires_at_not_null;

-- not null hotelmate.room_booking room_booking_guest_count_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_guest_count_not_null NOT NULL guest_count NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_guest_count_not_null;

-- not null hotelmate.room_booking room_booking_hotel_id_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_hotel_id_not_null;

-- not null hotelmate.room_booking room_booking_id_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_id_not_null;

-- not null hotelmate.room_booking room_booking_is_open_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_is_open_not_null NOT NULL is_open NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_is_open_not_null;

-- not null hotelmate.room_booking room_booking_language_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_language_not_null NOT NULL language NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_language_not_null;

-- not null hotelmate.room_booking room_booking_party_complete_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_party_complete_not_null NOT NULL party_complete NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_party_complete_not_null;

-- not null hotelmate.room_booking room_booking_party_version_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_party_version_not_null NOT NULL party_version NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_party_version_not_null;

-- not null hotelmate.room_booking room_booking_precheckin_payload_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_precheckin_payload_not_null NOT NULL precheckin_payload NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_precheckin_payload_not_null;

-- not null hotelmate.room_booking room_booking_refunded_amount_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_refunded_amount_not_null NOT NULL refunded_amount NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_refunded_amount_not_null;

-- not null hotelmate.room_booking room_booking_room_type_id_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_room_type_id_not_null NOT NULL room_type_id NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_room_type_id_not_null;

-- not null hotelmate.room_booking room_booking_special_requests_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_special_requests_not_null NOT NULL special_requests NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_special_requests_not_null;

-- not null hotelmate.room_booking room_booking_status_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_status_not_null NOT NULL status NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_status_not_null;

-- not null hotelmate.room_booking room_booking_staying_child_count_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_staying_child_count_not_null NOT NULL staying_child_count NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_staying_child_count_not_null;

-- not null hotelmate.room_booking room_booking_staying_guest_count_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_staying_guest_count_not_null NOT NULL staying_guest_count NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_staying_guest_count_not_null;

-- not null hotelmate.room_booking room_booking_time_zone_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_time_zone_not_null NOT NULL time_zone NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_time_zone_not_null;

-- not null hotelmate.room_booking room_booking_total_amount_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_total_amount_not_null NOT NULL total_amount NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_total_amount_not_null;

-- not null hotelmate.room_booking room_booking_updated_at_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_updated_at_not_null NOT NULL updated_at NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_updated_at_not_null;

-- not null hotelmate.room_booking room_booking_version_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_version_not_null NOT NULL version NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_version_not_null;

-- not null hotelmate.room_booking room_booking_voided_amount_not_null
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_voided_amount_not_null NOT NULL voided_amount NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT room_booking_voided_amount_not_null;

-- not null hotelmate.room_status_event room_status_event_created_at_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_created_at_not_null;

-- not null hotelmate.room_status_event room_status_event_hotel_id_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_hotel_id_not_null;

-- not null hotelmate.room_status_event room_status_event_is_active_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_is_active_not_null NOT NULL is_active NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_is_active_not_null;

-- not null hotelmate.room_status_event room_status_event_is_correction_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_is_correction_not_null NOT NULL is_correction NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_is_correction_not_null;

-- not null hotelmate.room_status_event room_status_event_is_out_of_order_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_is_out_of_order_not_null NOT NULL is_out_of_order NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_is_out_of_order_not_null;

-- not null hotelmate.room_status_event room_status_event_maintenance_required_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_maintenance_required_not_null NOT NULL maintenance_required NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_maintenance_required_not_null;

-- not null hotelmate.room_status_event room_status_event_room_id_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_room_id_not_null NOT NULL room_id NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_room_id_not_null;

-- not null hotelmate.room_status_event room_status_event_to_status_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_to_status_not_null NOT NULL to_status NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_to_status_not_null;

-- not null hotelmate.room_status_event room_status_event_to_turnover_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_to_turnover_not_null NOT NULL to_turnover NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_to_turnover_not_null;

-- not null hotelmate.room_status_event room_status_event_version_not_null
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_version_not_null NOT NULL version NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_version_not_null;

-- not null hotelmate.room_type room_type_approvals_counted_not_null
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_approvals_counted_not_null NOT NULL approvals_counted NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_approvals_counted_not_null;

-- not null hotelmate.room_type room_type_code_not_null
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_code_not_null NOT NULL code NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_code_not_null;

-- not null hotelmate.room_type room_type_created_at_not_null
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_created_at_not_null;

-- not null hotelmate.room_type room_type_hotel_id_not_null
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_hotel_id_not_null;

-- not null hotelmate.room_type room_type_id_not_null
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_id_not_null;

-- not null hotelmate.room_type room_type_max_occupancy_not_null
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_max_occupancy_not_null NOT NULL max_occupancy NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_max_occupancy_not_null;

-- not null hotelmate.room_type room_type_name_not_null
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_name_not_null;

-- not null hotelmate.room_type room_type_nightly_rate_not_null
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_nightly_rate_not_null NOT NULL nightly_rate NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_nightly_rate_not_null;

-- not null hotelmate.secret_column secret_column_column_name_not_null
ALTER TABLE hotelmate.secret_column ADD CONSTRAINT secret_column_column_name_not_null NOT NULL column_name NOT VALID;
ALTER TABLE hotelmate.secret_column VALIDATE CONSTRAINT secret_column_column_name_not_null;

-- not null hotelmate.secret_column secret_column_secret_not_null
ALTER TABLE hotelmate.secret_column ADD CONSTRAINT secret_column_secret_not_null NOT NULL secret NOT VALID;
ALTER TABLE hotelmate.secret_column VALIDATE CONSTRAINT secret_column_secret_not_null;

-- not null hotelmate.secret_column secret_column_table_name_not_null
ALTER TABLE hotelmate.secret_column ADD CONSTRAINT secret_column_table_name_not_null NOT NULL table_name NOT VALID;
ALTER TABLE hotelmate.secret_column VALIDATE CONSTRAINT secret_column_table_name_not_null;

-- not null hotelmate.staff staff_created_at_not_null
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_created_at_not_null NOT NULL created_at NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_created_at_not_null;

-- not null hotelmate.staff staff_display_name_not_null
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_display_name_not_null NOT NULL display_name NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_display_name_not_null;

-- not null hotelmate.staff staff_hotel_id_not_null
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_hotel_id_not_null;

-- not null hotelmate.staff staff_id_not_null
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_id_not_null;

-- not null hotelmate.staff staff_is_active_not_null
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_is_active_not_null NOT NULL is_active NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_is_active_not_null;

-- not null hotelmate.staff staff_is_person_not_null
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_is_person_not_null NOT NULL is_person NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_is_person_not_null;

-- not null hotelmate.staff staff_role_not_null
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_role_not_null NOT NULL role NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_role_not_null;

-- not null hotelmate.staff staff_username_not_null
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_username_not_null NOT NULL username NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_username_not_null;

-- not null hotelmate.staff_password staff_password_changed_at_not_null
ALTER TABLE hotelmate.staff_password ADD CONSTRAINT staff_password_changed_at_not_null NOT NULL changed_at NOT VALID;
ALTER TABLE hotelmate.staff_password VALIDATE CONSTRAINT staff_password_changed_at_not_null;

-- not null hotelmate.staff_password staff_password_hotel_id_not_null
ALTER TABLE hotelmate.staff_password ADD CONSTRAINT staff_password_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.staff_password VALIDATE CONSTRAINT staff_password_hotel_id_not_null;

-- not null hotelmate.staff_password staff_password_password_hash_not_null
ALTER TABLE hotelmate.staff_password ADD CONSTRAINT staff_password_password_hash_not_null NOT NULL password_hash NOT VALID;
ALTER TABLE hotelmate.staff_password VALIDATE CONSTRAINT staff_password_password_hash_not_null;

-- not null hotelmate.staff_password staff_password_staff_id_not_null
ALTER TABLE hotelmate.staff_password ADD CONSTRAINT staff_password_staff_id_not_null NOT NULL staff_id NOT VALID;
ALTER TABLE hotelmate.staff_password VALIDATE CONSTRAINT staff_password_staff_id_not_null;

-- not null hotelmate.staff_role staff_role_database_role_not_null
ALTER TABLE hotelmate.staff_role ADD CONSTRAINT staff_role_database_role_not_null NOT NULL database_role NOT VALID;
ALTER TABLE hotelmate.staff_role VALIDATE CONSTRAINT staff_role_database_role_not_null;

-- not null hotelmate.staff_role staff_role_meaning_not_null
ALTER TABLE hotelmate.staff_role ADD CONSTRAINT staff_role_meaning_not_null NOT NULL meaning NOT VALID;
ALTER TABLE hotelmate.staff_role VALIDATE CONSTRAINT staff_role_meaning_not_null;

-- not null hotelmate.staff_role staff_role_name_not_null
ALTER TABLE hotelmate.staff_role ADD CONSTRAINT staff_role_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.staff_role VALIDATE CONSTRAINT staff_role_name_not_null;

-- not null hotelmate.staff_role_permission staff_role_permission_permission_not_null
ALTER TABLE hotelmate.staff_role_permission ADD CONSTRAINT staff_role_permission_permission_not_null NOT NULL permission NOT VALID;
ALTER TABLE hotelmate.staff_role_permission VALIDATE CONSTRAINT staff_role_permission_permission_not_null;

-- not null hotelmate.staff_role_permission staff_role_permission_role_not_null
ALTER TABLE hotelmate.staff_role_permission ADD CONSTRAINT staff_role_permission_role_not_null NOT NULL role NOT VALID;
ALTER TABLE hotelmate.staff_role_permission VALIDATE CONSTRAINT staff_role_permission_role_not_null;

-- not null hotelmate.staff_session staff_session_expires_at_not_null
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_expires_at_not_null NOT NULL expires_at NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_expires_at_not_null;

-- not null hotelmate.staff_session staff_session_hotel_id_not_null
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_hotel_id_not_null;

-- not null hotelmate.staff_session staff_session_id_not_null
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_id_not_null NOT NULL id NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_id_not_null;

-- not null hotelmate.staff_session staff_session_staff_id_not_null
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_staff_id_not_null NOT NULL staff_id NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_staff_id_not_null;

-- not null hotelmate.staff_session staff_session_started_at_not_null
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_started_at_not_null NOT NULL started_at NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_started_at_not_null;

-- not null hotelmate.stripe_payment_intent stripe_payment_intent_booking_id_not_null
ALTER TABLE hotelmate.stripe_payment_intent ADD CONSTRAINT stripe_payment_intent_booking_id_not_null NOT NULL booking_id NOT VALID;
ALTER TABLE hotelmate.stripe_payment_intent VALIDATE CONSTRAINT stripe_payment_intent_booking_id_not_null;

-- not null hotelmate.stripe_payment_intent stripe_payment_intent_hotel_id_not_null
ALTER TABLE hotelmate.stripe_payment_intent ADD CONSTRAINT stripe_payment_intent_hotel_id_not_null NOT NULL hotel_id NOT VALID;
ALTER TABLE hotelmate.stripe_payment_intent VALIDATE CONSTRAINT stripe_payment_intent_hotel_id_not_null;

-- not null hotelmate.stripe_payment_intent stripe_payment_intent_payment_intent_id_not_null
ALTER TABLE hotelmate.stripe_payment_intent ADD CONSTRAINT stripe_payment_intent_payment_intent_id_not_null NOT NULL payment_intent_id NOT VALID;
ALTER TABLE hotelmate.stripe_payment_intent VALIDATE CONSTRAINT stripe_payment_intent_payment_intent_id_not_null;

-- not null hotelmate.stripe_webhook_event stripe_webhook_event_event_id_not_null
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT stripe_webhook_event_event_id_not_null NOT NULL event_id NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT stripe_webhook_event_event_id_not_null;

-- not null hotelmate.stripe_webhook_event stripe_webhook_event_event_type_not_null
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT stripe_webhook_event_event_type_not_null NOT NULL event_type NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT stripe_webhook_event_event_type_not_null;

-- not null hotelmate.stripe_webhook_event stripe_webhook_event_is_foreign_not_null
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT stripe_webhook_event_is_foreign_not_null NOT NULL is_foreign NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT stripe_webhook_event_is_foreign_not_null;

-- not null hotelmate.stripe_webhook_event stripe_webhook_event_origin_not_null
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT stripe_webhook_event_origin_not_null NOT NULL origin NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT stripe_webhook_event_origin_not_null;

-- not null hotelmate.stripe_webhook_event stripe_webhook_event_payload_not_null
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT stripe_webhook_event_payload_not_null NOT NULL payload NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT stripe_webhook_event_payload_not_null;

-- not null hotelmate.stripe_webhook_event stripe_webhook_event_received_at_not_null
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT stripe_webhook_event_received_at_not_null NOT NULL received_at NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT stripe_webhook_event_received_at_not_null;

-- not null hotelmate.stripe_webhook_event stripe_webhook_event_status_not_null
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT stripe_webhook_event_status_not_null NOT NULL status NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT stripe_webhook_event_status_not_null;

-- not null hotelmate.stripe_webhook_event stripe_webhook_event_tries_not_null
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT stripe_webhook_event_tries_not_null NOT NULL tries NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT stripe_webhook_event_tries_not_null;

-- not null hotelmate.task_transition task_transition_from_status_not_null
ALTER TABLE hotelmate.task_transition ADD CONSTRAINT task_transition_from_status_not_null NOT NULL from_status NOT VALID;
ALTER TABLE hotelmate.task_transition VALIDATE CONSTRAINT task_transition_from_status_not_null;

-- not null hotelmate.task_transition task_transition_meaning_not_null
ALTER TABLE hotelmate.task_transition ADD CONSTRAINT task_transition_meaning_not_null NOT NULL meaning NOT VALID;
ALTER TABLE hotelmate.task_transition VALIDATE CONSTRAINT task_transition_meaning_not_null;

-- not null hotelmate.task_transition task_transition_to_status_not_null
ALTER TABLE hotelmate.task_transition ADD CONSTRAINT task_transition_to_status_not_null NOT NULL to_status NOT VALID;
ALTER TABLE hotelmate.task_transition VALIDATE CONSTRAINT task_transition_to_status_not_null;

-- not null hotelmate.time_zone time_zone_name_not_null
ALTER TABLE hotelmate.time_zone ADD CONSTRAINT time_zone_name_not_null NOT NULL name NOT VALID;
ALTER TABLE hotelmate.time_zone VALIDATE CONSTRAINT time_zone_name_not_null;

-- not null hotelmate.turnover_transition turnover_transition_from_turnover_not_null
ALTER TABLE hotelmate.turnover_transition ADD CONSTRAINT turnover_transition_from_turnover_not_null NOT NULL from_turnover NOT VALID;
ALTER TABLE hotelmate.turnover_transition VALIDATE CONSTRAINT turnover_transition_from_turnover_not_null;

-- not null hotelmate.turnover_transition turnover_transition_meaning_not_null
ALTER TABLE hotelmate.turnover_transition ADD CONSTRAINT turnover_transition_meaning_not_null NOT NULL meaning NOT VALID;
ALTER TABLE hotelmate.turnover_transition VALIDATE CONSTRAINT turnover_transition_meaning_not_null;

-- not null hotelmate.turnover_transition turnover_transition_to_turnover_not_null
ALTER TABLE hotelmate.turnover_transition ADD CONSTRAINT turnover_transition_to_turnover_not_null NOT NULL to_turnover NOT VALID;
ALTER TABLE hotelmate.turnover_transition VALIDATE CONSTRAINT turnover_transition_to_turnover_not_null;

-- index hotelmate.access_event access_event_of_member
CREATE INDEX CONCURRENTLY access_event_of_member ON hotelmate.access_event USING btree (hotel_id, staff_id, id);
COMMENT ON INDEX hotelmate.access_event_of_member IS 'The changes of one member''s access, in order.';

-- index hotelmate.api_key api_key_of_member
CREATE INDEX CONCURRENTLY api_key_of_member ON hotelmate.api_key USING btree (hotel_id, staff_id);
COMMENT ON INDEX hotelmate.api_key_of_member IS 'The API keys of a member of staff.';

-- index hotelmate.booking_event booking_event_by_time
CREATE INDEX CONCURRENTLY booking_event_by_time ON hotelmate.booking_event USING brin (created_at) WITH (autosummarize='on');
COMMENT ON INDEX hotelmate.booking_event_by_time IS 'What happened to bookings in a period: whether all of it was reported.';

-- index hotelmate.consistency_count consistency_count_single_current
CREATE UNIQUE INDEX CONCURRENTLY consistency_count_single_current ON hotelmate.consistency_count USING btree (hotel_id, check_file) NULLS NOT DISTINCT WHERE is_current;
COMMENT ON INDEX hotelmate.consistency_count_single_current IS 'The findings of a check in a hotel are current in one run.';

-- index hotelmate.consistency_finding consistency_finding_by_hotel
CREATE INDEX CONCURRENTLY consistency_finding_by_hotel ON hotelmate.consistency_finding USING btree (hotel_id, run_id, number);
COMMENT ON INDEX hotelmate.consistency_finding_by_hotel IS 'The findings of a run in one hotel, in order.';

-- index hotelmate.consistency_result consistency_result_not_run
CREATE INDEX CONCURRENTLY consistency_result_not_run ON hotelmate.consistency_result USING btree (run_id) WHERE (error IS NOT NULL);
COMMENT ON INDEX hotelmate.consistency_result_not_run IS 'The checks that a run could not run to their end.';

-- index hotelmate.consistency_run consistency_run_latest
CREATE INDEX CONCURRENTLY consistency_run_latest ON hotelmate.consistency_run USING btree (hotel_id, finished_at) WHERE ((finished_at IS NOT NULL) AND (only_checks IS NULL));
COMMENT ON INDEX hotelmate.consistency_run_latest IS 'Complete runs by hotel and time: the latest is shown, and tells when the next is due.';

-- index hotelmate.guest guest_by_booking
CREATE INDEX CONCURRENTLY guest_by_booking ON hotelmate.guest USING btree (hotel_id, booking_id);
COMMENT ON INDEX hotelmate.guest_by_booking IS 'Guest records of a booking.';

-- index hotelmate.guest guest_open
CREATE INDEX CONCURRENTLY guest_open ON hotelmate.guest USING btree (hotel_id, booking_id) WHERE (checked_out_at IS NULL);
COMMENT ON INDEX hotelmate.guest_open IS 'Guests who are recorded as in house, without history.';

-- index hotelmate.guest_chat_session guest_chat_session_open
CREATE INDEX CONCURRENTLY guest_chat_session_open ON hotelmate.guest_chat_session USING btree (hotel_id, booking_id) WHERE (closed_at IS NULL);
COMMENT ON INDEX hotelmate.guest_chat_session_open IS 'Chats that are open, without history.';

-- index hotelmate.guest_message guest_message_of_token
CREATE INDEX CONCURRENTLY guest_message_of_token ON hotelmate.guest_message USING btree (hotel_id, token_id) WHERE (token_id IS NOT NULL);
COMMENT ON INDEX hotelmate.guest_message_of_token IS 'The message that carries a link.';

-- index hotelmate.guest_message guest_message_unfinished
CREATE INDEX CONCURRENTLY guest_message_unfinished ON hotelmate.guest_message USING btree (hotel_id, next_try_at) WHERE (finished_at IS NULL);
COMMENT ON INDEX hotelmate.guest_message_unfinished IS 'Messages that are still to be sent, without history.';

-- index hotelmate.housekeeping_task housekeeping_task_by_room
CREATE INDEX CONCURRENTLY housekeeping_task_by_room ON hotelmate.housekeeping_task USING btree (hotel_id, room_id, id);
COMMENT ON INDEX hotelmate.housekeeping_task_by_room IS 'The task list of a room.';

-- index hotelmate.housekeeping_task housekeeping_task_by_status
CREATE INDEX CONCURRENTLY housekeeping_task_by_status ON hotelmate.housekeeping_task USING btree (hotel_id, status, id);
COMMENT ON INDEX hotelmate.housekeeping_task_by_status IS 'The task list, by status.';

-- index hotelmate.housekeeping_task housekeeping_task_noted_of_booking
CREATE INDEX CONCURRENTLY housekeeping_task_noted_of_booking ON hotelmate.housekeeping_task USING btree (hotel_id, booking_id) WHERE ((booking_id IS NOT NULL) AND (note <> ''::text));
COMMENT ON INDEX hotelmate.housekeeping_task_noted_of_booking IS 'What somebody noted about a booking: it goes with the guest''s personal data.';

-- index hotelmate.housekeeping_task housekeeping_task_open
CREATE INDEX CONCURRENTLY housekeeping_task_open ON hotelmate.housekeeping_task USING btree (hotel_id, id) WHERE is_open;
COMMENT ON INDEX hotelmate.housekeeping_task_open IS 'The task board: open tasks.';

-- index hotelmate.housekeeping_task room_single_open_turnover_task
CREATE UNIQUE INDEX CONCURRENTLY room_single_open_turnover_task ON hotelmate.housekeeping_task USING btree (hotel_id, room_id) WHERE ((task_type = 'TURNOVER'::text) AND (status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text])));
COMMENT ON INDEX hotelmate.room_single_open_turnover_task IS 'A room has at most one open turnover task.';

-- index hotelmate.idempotency_key idempotency_key_by_age
CREATE INDEX CONCURRENTLY idempotency_key_by_age ON hotelmate.idempotency_key USING btree (created_at);
COMMENT ON INDEX hotelmate.idempotency_key_by_age IS 'Answers that are kept no longer, which are removed.';

-- index hotelmate.log_in_limit log_in_limit_by_age
CREATE INDEX CONCURRENTLY log_in_limit_by_age ON hotelmate.log_in_limit USING btree (since);
COMMENT ON INDEX hotelmate.log_in_limit_by_age IS 'Counts whose period is over, which are removed.';

-- index hotelmate.outbox_event outbox_event_in_order
CREATE INDEX CONCURRENTLY outbox_event_in_order ON hotelmate.outbox_event USING btree (id);
COMMENT ON INDEX hotelmate.outbox_event_in_order IS 'Events in the order in which they are numbered.';

-- index hotelmate.payment payment_held
CREATE INDEX CONCURRENTLY payment_held ON hotelmate.payment USING btree (hotel_id, capture_before) WHERE (provider_status = 'requires_capture'::text);

-- index hotelmate.payment payment_under_way
CREATE INDEX CONCURRENTLY payment_under_way ON hotelmate.payment USING btree (hotel_id, payment_intent_id) WHERE ((payment_intent_id IS NOT NULL) AND ((provider_status IS NULL) OR (provider_status <> ALL (ARRAY['succeeded'::text, 'canceled'::text]))));

-- index hotelmate.payment_entry payment_entry_evidence_used_once
CREATE UNIQUE INDEX CONCURRENTLY payment_entry_evidence_used_once ON hotelmate.payment_entry USING btree (hotel_id, provider_event_id, kind, refund_id, dispute_id) NULLS NOT DISTINCT WHERE (provider_event_id IS NOT NULL);
COMMENT ON INDEX hotelmate.payment_entry_evidence_used_once IS 'A provider event evidences a payment of one kind once.';

-- index hotelmate.payment_instruction payment_captured_once
CREATE UNIQUE INDEX CONCURRENTLY payment_captured_once ON hotelmate.payment_instruction USING btree (hotel_id, payment_id, kind) WHERE ((kind = ANY (ARRAY['CAPTURE'::text, 'VOID'::text])) AND (state = ANY (ARRAY['PENDING'::text, 'DONE'::text])));
COMMENT ON INDEX hotelmate.payment_captured_once IS 'A payment is captured once and voided once: no second instruction while one waits or was carried out.';

-- index hotelmate.payment_instruction payment_instruction_failed
CREATE INDEX CONCURRENTLY payment_instruction_failed ON hotelmate.payment_instruction USING btree (created_at) WHERE (state = 'FAILED'::text);

-- index hotelmate.payment_instruction payment_instruction_pending
CREATE INDEX CONCURRENTLY payment_instruction_pending ON hotelmate.payment_instruction USING btree (next_try_at) WHERE (state = 'PENDING'::text);

-- index hotelmate.payment_instruction payment_session_expired_once
CREATE UNIQUE INDEX CONCURRENTLY payment_session_expired_once ON hotelmate.payment_instruction USING btree (hotel_id, session_id) WHERE ((state = ANY (ARRAY['PENDING'::text, 'DONE'::text])) AND (session_id IS NOT NULL));
COMMENT ON INDEX hotelmate.payment_session_expired_once IS 'A payment session is closed once.';

-- index hotelmate.payment_session payment_session_single_live
CREATE UNIQUE INDEX CONCURRENTLY payment_session_single_live ON hotelmate.payment_session USING btree (hotel_id, booking_id) WHERE (state = ANY (ARRAY['REQUESTED'::text, 'OPEN'::text]));
COMMENT ON INDEX hotelmate.payment_session_single_live IS 'A booking has one payment session at a time.';

-- index hotelmate.realtime_channel realtime_channel_due
CREATE INDEX CONCURRENTLY realtime_channel_due ON hotelmate.realtime_channel USING btree (due_at) WHERE (delivered_position < last_position);
COMMENT ON INDEX hotelmate.realtime_channel_due IS 'What the relay has to deliver, in turn.';

-- index hotelmate.realtime_dead_letter realtime_dead_letter_requested
CREATE INDEX CONCURRENTLY realtime_dead_letter_requested ON hotelmate.realtime_dead_letter USING btree (requested_at) WHERE (requested_at IS NOT NULL);
COMMENT ON INDEX hotelmate.realtime_dead_letter_requested IS 'What the relay is asked to send again.';

-- index hotelmate.realtime_message realtime_message_by_age
CREATE INDEX CONCURRENTLY realtime_message_by_age ON hotelmate.realtime_message USING btree (numbered_at);
COMMENT ON INDEX hotelmate.realtime_message_by_age IS 'What is old enough to be removed.';

-- index hotelmate.realtime_message realtime_message_by_channel
CREATE INDEX CONCURRENTLY realtime_message_by_channel ON hotelmate.realtime_message USING btree (hotel_id, channel, "position");
COMMENT ON INDEX hotelmate.realtime_message_by_channel IS 'What is to be delivered on a channel.';

-- index hotelmate.refresh_token refresh_token_of_family
CREATE INDEX CONCURRENTLY refresh_token_of_family ON hotelmate.refresh_token USING btree (hotel_id, session_id);
COMMENT ON INDEX hotelmate.refresh_token_of_family IS 'The tokens of a session, which are removed with it.';

-- index hotelmate.refresh_token refresh_token_single_unused
CREATE UNIQUE INDEX CONCURRENTLY refresh_token_single_unused ON hotelmate.refresh_token USING btree (hotel_id, session_id) WHERE (used_at IS NULL);
COMMENT ON INDEX hotelmate.refresh_token_single_unused IS 'One refresh token of a session works at a time.';

-- index hotelmate.room_booking room_booking_by_arrival
CREATE INDEX CONCURRENTLY room_booking_by_arrival ON hotelmate.room_booking USING btree (hotel_id, check_in, id);
COMMENT ON INDEX hotelmate.room_booking_by_arrival IS 'Arrivals of a day.';

-- index hotelmate.room_booking room_booking_by_room
CREATE INDEX CONCURRENTLY room_booking_by_room ON hotelmate.room_booking USING btree (hotel_id, assigned_room_id, id) WHERE (assigned_room_id IS NOT NULL);
COMMENT ON INDEX hotelmate.room_booking_by_room IS 'The bookings of a room.';

-- index hotelmate.room_booking room_booking_by_status
CREATE INDEX CONCURRENTLY room_booking_by_status ON hotelmate.room_booking USING btree (hotel_id, status, id);
COMMENT ON INDEX hotelmate.room_booking_by_status IS 'The booking list, by status.';

-- index hotelmate.room_booking room_booking_closed_with_room
CREATE INDEX CONCURRENTLY room_booking_closed_with_room ON hotelmate.room_booking USING btree (hotel_id, assigned_room_id, id) WHERE ((status = ANY (ARRAY['DECLINED'::text, 'CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'NO_SHOW'::text])) AND (assigned_room_id IS NOT NULL));
COMMENT ON INDEX hotelmate.room_booking_closed_with_room IS 'Closed bookings that hold a room: none. Lists of them read no history.';

-- index hotelmate.room_booking room_booking_completed_not_departed
CREATE INDEX CONCURRENTLY room_booking_completed_not_departed ON hotelmate.room_booking USING btree (hotel_id, id) WHERE ((status = 'COMPLETED'::text) AND ((checked_out_at IS NULL) OR (assigned_room_id IS NULL)));
COMMENT ON INDEX hotelmate.room_booking_completed_not_departed IS 'Completed bookings that have not checked out, or of no room: none. Lists of them read no history.';

-- index hotelmate.room_booking room_booking_draft_expiry
CREATE INDEX CONCURRENTLY room_booking_draft_expiry ON hotelmate.room_booking USING btree (expires_at) WHERE (status = 'PENDING_PAYMENT'::text);
COMMENT ON INDEX hotelmate.room_booking_draft_expiry IS 'Unpaid drafts that lapse.';

-- index hotelmate.room_booking room_booking_open_capacity
CREATE INDEX CONCURRENTLY room_booking_open_capacity ON hotelmate.room_booking USING btree (hotel_id, accommodating_room_type_id, held_capacity) WHERE (held_capacity IS NOT NULL);
COMMENT ON INDEX hotelmate.room_booking_open_capacity IS 'Open bookings of a room type, for a change of its capacity.';

-- index hotelmate.room_booking room_booking_personal_data
CREATE INDEX CONCURRENTLY room_booking_personal_data ON hotelmate.room_booking USING btree (hotel_id, check_out) WHERE ((erased_guest_count < guest_count) AND (NOT is_open));
COMMENT ON INDEX hotelmate.room_booking_personal_data IS 'What is past the hotel''s period for personal data, without what is erased already.';

-- index hotelmate.room_booking room_booking_waiting
CREATE INDEX CONCURRENTLY room_booking_waiting ON hotelmate.room_booking USING btree (hotel_id, waits_for_room_id) WHERE (waits_for_room_id IS NOT NULL);
COMMENT ON INDEX hotelmate.room_booking_waiting IS 'The booking that waits for a room.';

-- index hotelmate.room_booking room_single_active_assignment
CREATE UNIQUE INDEX CONCURRENTLY room_single_active_assignment ON hotelmate.room_booking USING btree (hotel_id, held_room_id) WHERE (held_room_id IS NOT NULL);
COMMENT ON INDEX hotelmate.room_single_active_assignment IS 'A room has at most one active booking: assigned or in house.';

-- index hotelmate.room_status_event room_status_event_by_time
CREATE INDEX CONCURRENTLY room_status_event_by_time ON hotelmate.room_status_event USING brin (created_at) WITH (autosummarize='on');
COMMENT ON INDEX hotelmate.room_status_event_by_time IS 'What happened to rooms in a period: whether all of it was reported.';

-- index hotelmate.room_status_event room_status_event_said_of_stay
CREATE INDEX CONCURRENTLY room_status_event_said_of_stay ON hotelmate.room_status_event USING btree (hotel_id, in_house_booking_id) WHERE ((in_house_booking_id IS NOT NULL) AND (reason IS NOT NULL));
COMMENT ON INDEX hotelmate.room_status_event_said_of_stay IS 'What somebody wrote about a room while a guest was in it: it goes with the guest''s personal data.';

-- index hotelmate.staff_session staff_session_by_end
CREATE INDEX CONCURRENTLY staff_session_by_end ON hotelmate.staff_session USING btree (expires_at);
COMMENT ON INDEX hotelmate.staff_session_by_end IS 'Sessions that are over, which are removed after a while.';

-- index hotelmate.staff_session staff_session_of_member
CREATE INDEX CONCURRENTLY staff_session_of_member ON hotelmate.staff_session USING btree (hotel_id, staff_id) WHERE (ended_at IS NULL);
COMMENT ON INDEX hotelmate.staff_session_of_member IS 'The sessions of a member of staff that nobody ended.';

-- index hotelmate.stripe_payment_intent stripe_payment_intent_by_booking
CREATE INDEX CONCURRENTLY stripe_payment_intent_by_booking ON hotelmate.stripe_payment_intent USING btree (hotel_id, booking_id);

-- index hotelmate.stripe_webhook_event stripe_webhook_event_by_booking
CREATE INDEX CONCURRENTLY stripe_webhook_event_by_booking ON hotelmate.stripe_webhook_event USING btree (hotel_id, booking_id) WHERE (booking_id IS NOT NULL);

-- index hotelmate.stripe_webhook_event stripe_webhook_event_by_intent
CREATE INDEX CONCURRENTLY stripe_webhook_event_by_intent ON hotelmate.stripe_webhook_event USING btree (payment_intent_id) WHERE (payment_intent_id IS NOT NULL);

-- index hotelmate.stripe_webhook_event stripe_webhook_event_waiting
CREATE INDEX CONCURRENTLY stripe_webhook_event_waiting ON hotelmate.stripe_webhook_event USING btree (next_try_at) WHERE (next_try_at IS NOT NULL);

-- index hotelmate.stripe_webhook_event stripe_webhook_event_without_effect
CREATE INDEX CONCURRENTLY stripe_webhook_event_without_effect ON hotelmate.stripe_webhook_event USING btree (received_at) WHERE (status <> 'PROCESSED'::text);

-- key hotelmate.access_event access_event_pkey
CREATE UNIQUE INDEX CONCURRENTLY access_event_pkey ON hotelmate.access_event USING btree (hotel_id, id);
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_pkey PRIMARY KEY USING INDEX access_event_pkey;

-- key hotelmate.api_key api_key_hash_unique
CREATE UNIQUE INDEX CONCURRENTLY api_key_hash_unique ON hotelmate.api_key USING btree (hotel_id, key_hash);
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_hash_unique UNIQUE USING INDEX api_key_hash_unique;
COMMENT ON CONSTRAINT api_key_hash_unique ON hotelmate.api_key IS 'An API key is issued once.';

-- key hotelmate.api_key api_key_pkey
CREATE UNIQUE INDEX CONCURRENTLY api_key_pkey ON hotelmate.api_key USING btree (hotel_id, id);
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_pkey PRIMARY KEY USING INDEX api_key_pkey;

-- key hotelmate.api_key_scope api_key_scope_pkey
CREATE UNIQUE INDEX CONCURRENTLY api_key_scope_pkey ON hotelmate.api_key_scope USING btree (hotel_id, api_key_id, permission);
ALTER TABLE hotelmate.api_key_scope ADD CONSTRAINT api_key_scope_pkey PRIMARY KEY USING INDEX api_key_scope_pkey;

-- key hotelmate.booking_counter booking_counter_pkey
CREATE UNIQUE INDEX CONCURRENTLY booking_counter_pkey ON hotelmate.booking_counter USING btree (hotel_id, year);
ALTER TABLE hotelmate.booking_counter ADD CONSTRAINT booking_counter_pkey PRIMARY KEY USING INDEX booking_counter_pkey;

-- key hotelmate.booking_event booking_event_key
CREATE UNIQUE INDEX CONCURRENTLY booking_event_key ON hotelmate.booking_event USING btree (hotel_id, booking_id, version, to_status);
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_key UNIQUE USING INDEX booking_event_key;

-- key hotelmate.booking_event booking_event_pkey
CREATE UNIQUE INDEX CONCURRENTLY booking_event_pkey ON hotelmate.booking_event USING btree (hotel_id, booking_id, version);
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_pkey PRIMARY KEY USING INDEX booking_event_pkey;

-- key hotelmate.booking_guest booking_guest_key
CREATE UNIQUE INDEX CONCURRENTLY booking_guest_key ON hotelmate.booking_guest USING btree (hotel_id, booking_id, id);
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_key UNIQUE USING INDEX booking_guest_key;

-- key hotelmate.booking_guest booking_guest_pkey
CREATE UNIQUE INDEX CONCURRENTLY booking_guest_pkey ON hotelmate.booking_guest USING btree (hotel_id, id);
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_pkey PRIMARY KEY USING INDEX booking_guest_pkey;

-- key hotelmate.booking_guest party_single_primary
CREATE UNIQUE INDEX CONCURRENTLY party_single_primary ON hotelmate.booking_guest USING btree (hotel_id, primary_of_booking_id);
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT party_single_primary UNIQUE USING INDEX party_single_primary;
COMMENT ON CONSTRAINT party_single_primary ON hotelmate.booking_guest IS 'A booking has at most one primary guest.';

-- key hotelmate.booking_token booking_token_key
CREATE UNIQUE INDEX CONCURRENTLY booking_token_key ON hotelmate.booking_token USING btree (hotel_id, booking_id, id);
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_key UNIQUE USING INDEX booking_token_key;

-- key hotelmate.booking_token booking_token_pkey
CREATE UNIQUE INDEX CONCURRENTLY booking_token_pkey ON hotelmate.booking_token USING btree (hotel_id, id);
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT booking_token_pkey PRIMARY KEY USING INDEX booking_token_pkey;

-- key hotelmate.booking_token token_hash_unique
CREATE UNIQUE INDEX CONCURRENTLY token_hash_unique ON hotelmate.booking_token USING btree (hotel_id, token_hash);
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_hash_unique UNIQUE USING INDEX token_hash_unique;
COMMENT ON CONSTRAINT token_hash_unique ON hotelmate.booking_token IS 'A token opens one booking.';

-- key hotelmate.booking_token token_single_live
CREATE UNIQUE INDEX CONCURRENTLY token_single_live ON hotelmate.booking_token USING btree (hotel_id, live_booking_id, purpose);
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_single_live UNIQUE USING INDEX token_single_live;
COMMENT ON CONSTRAINT token_single_live ON hotelmate.booking_token IS 'A booking has at most one live token a purpose.';

-- key hotelmate.booking_transition booking_transition_pkey
CREATE UNIQUE INDEX CONCURRENTLY booking_transition_pkey ON hotelmate.booking_transition USING btree (from_status, to_status);
ALTER TABLE hotelmate.booking_transition ADD CONSTRAINT booking_transition_pkey PRIMARY KEY USING INDEX booking_transition_pkey;

-- key hotelmate.cancellation_term cancellation_term_pkey
CREATE UNIQUE INDEX CONCURRENTLY cancellation_term_pkey ON hotelmate.cancellation_term USING btree (hotel_id, days_before_arrival);
ALTER TABLE hotelmate.cancellation_term ADD CONSTRAINT cancellation_term_pkey PRIMARY KEY USING INDEX cancellation_term_pkey;

-- key hotelmate.consistency_count consistency_count_once_a_hotel
CREATE UNIQUE INDEX CONCURRENTLY consistency_count_once_a_hotel ON hotelmate.consistency_count USING btree (run_id, check_file, hotel_id) NULLS NOT DISTINCT;
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_once_a_hotel UNIQUE USING INDEX consistency_count_once_a_hotel;
COMMENT ON CONSTRAINT consistency_count_once_a_hotel ON hotelmate.consistency_count IS 'What a check found in a hotel is counted once a run.';

-- key hotelmate.consistency_finding consistency_finding_pkey
CREATE UNIQUE INDEX CONCURRENTLY consistency_finding_pkey ON hotelmate.consistency_finding USING btree (run_id, number);
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_pkey PRIMARY KEY USING INDEX consistency_finding_pkey;

-- key hotelmate.consistency_result consistency_result_pkey
CREATE UNIQUE INDEX CONCURRENTLY consistency_result_pkey ON hotelmate.consistency_result USING btree (run_id, check_file);
ALTER TABLE hotelmate.consistency_result ADD CONSTRAINT consistency_result_pkey PRIMARY KEY USING INDEX consistency_result_pkey;

-- key hotelmate.consistency_run consistency_run_pkey
CREATE UNIQUE INDEX CONCURRENTLY consistency_run_pkey ON hotelmate.consistency_run USING btree (id);
ALTER TABLE hotelmate.consistency_run ADD CONSTRAINT consistency_run_pkey PRIMARY KEY USING INDEX consistency_run_pkey;

-- key hotelmate.country country_pkey
CREATE UNIQUE INDEX CONCURRENTLY country_pkey ON hotelmate.country USING btree (code);
ALTER TABLE hotelmate.country ADD CONSTRAINT country_pkey PRIMARY KEY USING INDEX country_pkey;

-- key hotelmate.guest guest_pkey
CREATE UNIQUE INDEX CONCURRENTLY guest_pkey ON hotelmate.guest USING btree (hotel_id, id);
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_pkey PRIMARY KEY USING INDEX guest_pkey;

-- key hotelmate.guest guest_single_per_party_member
CREATE UNIQUE INDEX CONCURRENTLY guest_single_per_party_member ON hotelmate.guest USING btree (hotel_id, booking_guest_id);
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_single_per_party_member UNIQUE USING INDEX guest_single_per_party_member;
COMMENT ON CONSTRAINT guest_single_per_party_member ON hotelmate.guest IS 'A party member has one guest record.';

-- key hotelmate.guest_chat_session chat_single_per_booking
CREATE UNIQUE INDEX CONCURRENTLY chat_single_per_booking ON hotelmate.guest_chat_session USING btree (hotel_id, booking_id);
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT chat_single_per_booking UNIQUE USING INDEX chat_single_per_booking;
COMMENT ON CONSTRAINT chat_single_per_booking ON hotelmate.guest_chat_session IS 'A stay has one chat.';

-- key hotelmate.guest_chat_session guest_chat_session_pkey
CREATE UNIQUE INDEX CONCURRENTLY guest_chat_session_pkey ON hotelmate.guest_chat_session USING btree (hotel_id, id);
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT guest_chat_session_pkey PRIMARY KEY USING INDEX guest_chat_session_pkey;

-- key hotelmate.guest_message guest_message_pkey
CREATE UNIQUE INDEX CONCURRENTLY guest_message_pkey ON hotelmate.guest_message USING btree (hotel_id, id);
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_pkey PRIMARY KEY USING INDEX guest_message_pkey;

-- key hotelmate.guest_message guest_message_single
CREATE UNIQUE INDEX CONCURRENTLY guest_message_single ON hotelmate.guest_message USING btree (hotel_id, booking_id, kind, token_id) NULLS NOT DISTINCT;
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_single UNIQUE USING INDEX guest_message_single;
COMMENT ON CONSTRAINT guest_message_single ON hotelmate.guest_message IS 'Guests are told of a decision once, and of each link once.';

-- key hotelmate.hotel hotel_pkey
CREATE UNIQUE INDEX CONCURRENTLY hotel_pkey ON hotelmate.hotel USING btree (hotel_id);
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_pkey PRIMARY KEY USING INDEX hotel_pkey;

-- key hotelmate.hotel hotel_time_zone_key
CREATE UNIQUE INDEX CONCURRENTLY hotel_time_zone_key ON hotelmate.hotel USING btree (hotel_id, time_zone);
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_time_zone_key UNIQUE USING INDEX hotel_time_zone_key;

-- key hotelmate.hotel_directory hotel_directory_key
CREATE UNIQUE INDEX CONCURRENTLY hotel_directory_key ON hotelmate.hotel_directory USING btree (hotel_id, slug);
ALTER TABLE hotelmate.hotel_directory ADD CONSTRAINT hotel_directory_key UNIQUE USING INDEX hotel_directory_key;

-- key hotelmate.hotel_directory hotel_directory_pkey
CREATE UNIQUE INDEX CONCURRENTLY hotel_directory_pkey ON hotelmate.hotel_directory USING btree (hotel_id);
ALTER TABLE hotelmate.hotel_directory ADD CONSTRAINT hotel_directory_pkey PRIMARY KEY USING INDEX hotel_directory_pkey;

-- key hotelmate.hotel_directory hotel_slug_unique
CREATE UNIQUE INDEX CONCURRENTLY hotel_slug_unique ON hotelmate.hotel_directory USING btree (slug);
ALTER TABLE hotelmate.hotel_directory ADD CONSTRAINT hotel_slug_unique UNIQUE USING INDEX hotel_slug_unique;
COMMENT ON CONSTRAINT hotel_slug_unique ON hotelmate.hotel_directory IS 'A slug names one hotel.';

-- key hotelmate.housekeeping_task housekeeping_task_pkey
CREATE UNIQUE INDEX CONCURRENTLY housekeeping_task_pkey ON hotelmate.housekeeping_task USING btree (hotel_id, id);
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT housekeeping_task_pkey PRIMARY KEY USING INDEX housekeeping_task_pkey;

-- key hotelmate.housekeeping_task task_cleaning_key
CREATE UNIQUE INDEX CONCURRENTLY task_cleaning_key ON hotelmate.housekeeping_task USING btree (hotel_id, cleaning_room_id, id);
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_cleaning_key UNIQUE USING INDEX task_cleaning_key;

-- key hotelmate.idempotency_key idempotency_key_pkey
CREATE UNIQUE INDEX CONCURRENTLY idempotency_key_pkey ON hotelmate.idempotency_key USING btree (hotel_id, staff_id, key);
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY USING INDEX idempotency_key_pkey;

-- key hotelmate.log_in_limit log_in_limit_pkey
CREATE UNIQUE INDEX CONCURRENTLY log_in_limit_pkey ON hotelmate.log_in_limit USING btree (subject);
ALTER TABLE hotelmate.log_in_limit ADD CONSTRAINT log_in_limit_pkey PRIMARY KEY USING INDEX log_in_limit_pkey;

-- key hotelmate.outbox_event outbox_event_id_unique
CREATE UNIQUE INDEX CONCURRENTLY outbox_event_id_unique ON hotelmate.outbox_event USING btree (hotel_id, event_id);
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_id_unique UNIQUE USING INDEX outbox_event_id_unique;
COMMENT ON CONSTRAINT outbox_event_id_unique ON hotelmate.outbox_event IS 'An event id names one event.';

-- key hotelmate.outbox_event outbox_event_pkey
CREATE UNIQUE INDEX CONCURRENTLY outbox_event_pkey ON hotelmate.outbox_event USING btree (hotel_id, id);
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_pkey PRIMARY KEY USING INDEX outbox_event_pkey;

-- key hotelmate.payment payment_intent_single_payment
CREATE UNIQUE INDEX CONCURRENTLY payment_intent_single_payment ON hotelmate.payment USING btree (hotel_id, payment_intent_id);
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_intent_single_payment UNIQUE USING INDEX payment_intent_single_payment;
COMMENT ON CONSTRAINT payment_intent_single_payment ON hotelmate.payment IS 'A payment intent is one payment.';

-- key hotelmate.payment payment_ledger_key
CREATE UNIQUE INDEX CONCURRENTLY payment_ledger_key ON hotelmate.payment USING btree (hotel_id, booking_id, id, provider, currency);
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_ledger_key UNIQUE USING INDEX payment_ledger_key;

-- key hotelmate.payment payment_pkey
CREATE UNIQUE INDEX CONCURRENTLY payment_pkey ON hotelmate.payment USING btree (hotel_id, id);
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_pkey PRIMARY KEY USING INDEX payment_pkey;

-- key hotelmate.payment payment_provider_key
CREATE UNIQUE INDEX CONCURRENTLY payment_provider_key ON hotelmate.payment USING btree (hotel_id, booking_id, id, provider);
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_provider_key UNIQUE USING INDEX payment_provider_key;

-- key hotelmate.payment_entry payment_entry_dispute_once
CREATE UNIQUE INDEX CONCURRENTLY payment_entry_dispute_once ON hotelmate.payment_entry USING btree (hotel_id, payment_id, dispute_id, kind);
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_dispute_once UNIQUE USING INDEX payment_entry_dispute_once;
COMMENT ON CONSTRAINT payment_entry_dispute_once ON hotelmate.payment_entry IS 'A dispute is opened once and won once.';

-- key hotelmate.payment_entry payment_entry_pkey
CREATE UNIQUE INDEX CONCURRENTLY payment_entry_pkey ON hotelmate.payment_entry USING btree (hotel_id, booking_id, payment_id, seq);
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_pkey PRIMARY KEY USING INDEX payment_entry_pkey;

-- key hotelmate.payment_entry payment_entry_refund_once
CREATE UNIQUE INDEX CONCURRENTLY payment_entry_refund_once ON hotelmate.payment_entry USING btree (hotel_id, payment_id, refund_id, kind);
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_refund_once UNIQUE USING INDEX payment_entry_refund_once;
COMMENT ON CONSTRAINT payment_entry_refund_once ON hotelmate.payment_entry IS 'A refund is made once and fails once.';

-- key hotelmate.payment_entry payment_entry_totals_key
CREATE UNIQUE INDEX CONCURRENTLY payment_entry_totals_key ON hotelmate.payment_entry USING btree (hotel_id, booking_id, payment_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total, disputed_total);
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_totals_key UNIQUE USING INDEX payment_entry_totals_key;

-- key hotelmate.payment_instruction payment_instruction_payment_key
CREATE UNIQUE INDEX CONCURRENTLY payment_instruction_payment_key ON hotelmate.payment_instruction USING btree (hotel_id, booking_id, payment_id, id);
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_payment_key UNIQUE USING INDEX payment_instruction_payment_key;

-- key hotelmate.payment_instruction payment_instruction_pkey
CREATE UNIQUE INDEX CONCURRENTLY payment_instruction_pkey ON hotelmate.payment_instruction USING btree (hotel_id, id);
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_pkey PRIMARY KEY USING INDEX payment_instruction_pkey;

-- key hotelmate.payment_reconciliation payment_reconciliation_pkey
CREATE UNIQUE INDEX CONCURRENTLY payment_reconciliation_pkey ON hotelmate.payment_reconciliation USING btree (id);
ALTER TABLE hotelmate.payment_reconciliation ADD CONSTRAINT payment_reconciliation_pkey PRIMARY KEY USING INDEX payment_reconciliation_pkey;

-- key hotelmate.payment_session payment_session_booking_key
CREATE UNIQUE INDEX CONCURRENTLY payment_session_booking_key ON hotelmate.payment_session USING btree (hotel_id, booking_id, id);
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_booking_key UNIQUE USING INDEX payment_session_booking_key;

-- key hotelmate.payment_session payment_session_pkey
CREATE UNIQUE INDEX CONCURRENTLY payment_session_pkey ON hotelmate.payment_session USING btree (hotel_id, id);
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_pkey PRIMARY KEY USING INDEX payment_session_pkey;

-- key hotelmate.payment_session payment_session_single_stripe_session
CREATE UNIQUE INDEX CONCURRENTLY payment_session_single_stripe_session ON hotelmate.payment_session USING btree (hotel_id, stripe_session_id);
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_single_stripe_session UNIQUE USING INDEX payment_session_single_stripe_session;
COMMENT ON CONSTRAINT payment_session_single_stripe_session ON hotelmate.payment_session IS 'A Checkout session is one payment session.';

-- key hotelmate.permission permission_pkey
CREATE UNIQUE INDEX CONCURRENTLY permission_pkey ON hotelmate.permission USING btree (name);
ALTER TABLE hotelmate.permission ADD CONSTRAINT permission_pkey PRIMARY KEY USING INDEX permission_pkey;

-- key hotelmate.permission_privilege permission_privilege_pkey
CREATE UNIQUE INDEX CONCURRENTLY permission_privilege_pkey ON hotelmate.permission_privilege USING btree (permission, table_name, verb);
ALTER TABLE hotelmate.permission_privilege ADD CONSTRAINT permission_privilege_pkey PRIMARY KEY USING INDEX permission_privilege_pkey;

-- key hotelmate.precheckin_field precheckin_field_pkey
CREATE UNIQUE INDEX CONCURRENTLY precheckin_field_pkey ON hotelmate.precheckin_field USING btree (hotel_id, form_version, asked_of, name);
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_pkey PRIMARY KEY USING INDEX precheckin_field_pkey;

-- key hotelmate.precheckin_field precheckin_field_position_unique
CREATE UNIQUE INDEX CONCURRENTLY precheckin_field_position_unique ON hotelmate.precheckin_field USING btree (hotel_id, form_version, "position");
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_position_unique UNIQUE USING INDEX precheckin_field_position_unique;
COMMENT ON CONSTRAINT precheckin_field_position_unique ON hotelmate.precheckin_field IS 'A place on a form has one field.';

-- key hotelmate.precheckin_form precheckin_form_pkey
CREATE UNIQUE INDEX CONCURRENTLY precheckin_form_pkey ON hotelmate.precheckin_form USING btree (hotel_id, version);
ALTER TABLE hotelmate.precheckin_form ADD CONSTRAINT precheckin_form_pkey PRIMARY KEY USING INDEX precheckin_form_pkey;

-- key hotelmate.precheckin_kind precheckin_kind_pkey
CREATE UNIQUE INDEX CONCURRENTLY precheckin_kind_pkey ON hotelmate.precheckin_kind USING btree (name);
ALTER TABLE hotelmate.precheckin_kind ADD CONSTRAINT precheckin_kind_pkey PRIMARY KEY USING INDEX precheckin_kind_pkey;

-- key hotelmate.precheckin_kind precheckin_kind_rule_key
CREATE UNIQUE INDEX CONCURRENTLY precheckin_kind_rule_key ON hotelmate.precheckin_kind USING btree (rule);
ALTER TABLE hotelmate.precheckin_kind ADD CONSTRAINT precheckin_kind_rule_key UNIQUE USING INDEX precheckin_kind_rule_key;

-- key hotelmate.realtime_channel realtime_channel_pkey
CREATE UNIQUE INDEX CONCURRENTLY realtime_channel_pkey ON hotelmate.realtime_channel USING btree (hotel_id, name);
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_pkey PRIMARY KEY USING INDEX realtime_channel_pkey;

-- key hotelmate.realtime_dead_letter realtime_dead_letter_pkey
CREATE UNIQUE INDEX CONCURRENTLY realtime_dead_letter_pkey ON hotelmate.realtime_dead_letter USING btree (hotel_id, "position");
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT realtime_dead_letter_pkey PRIMARY KEY USING INDEX realtime_dead_letter_pkey;

-- key hotelmate.realtime_message realtime_message_once_a_channel
CREATE UNIQUE INDEX CONCURRENTLY realtime_message_once_a_channel ON hotelmate.realtime_message USING btree (hotel_id, event_id, channel);
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_once_a_channel UNIQUE USING INDEX realtime_message_once_a_channel;
COMMENT ON CONSTRAINT realtime_message_once_a_channel ON hotelmate.realtime_message IS 'An event is one message on each of its channels.';

-- key hotelmate.realtime_message realtime_message_pkey
CREATE UNIQUE INDEX CONCURRENTLY realtime_message_pkey ON hotelmate.realtime_message USING btree (hotel_id, "position");
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_pkey PRIMARY KEY USING INDEX realtime_message_pkey;

-- key hotelmate.realtime_stream realtime_stream_pkey
CREATE UNIQUE INDEX CONCURRENTLY realtime_stream_pkey ON hotelmate.realtime_stream USING btree (hotel_id);
ALTER TABLE hotelmate.realtime_stream ADD CONSTRAINT realtime_stream_pkey PRIMARY KEY USING INDEX realtime_stream_pkey;

-- key hotelmate.refresh_token refresh_token_pkey
CREATE UNIQUE INDEX CONCURRENTLY refresh_token_pkey ON hotelmate.refresh_token USING btree (hotel_id, token_hash);
ALTER TABLE hotelmate.refresh_token ADD CONSTRAINT refresh_token_pkey PRIMARY KEY USING INDEX refresh_token_pkey;

-- key hotelmate.relay_statistics relay_statistics_pkey
CREATE UNIQUE INDEX CONCURRENTLY relay_statistics_pkey ON hotelmate.relay_statistics USING btree (only_row);
ALTER TABLE hotelmate.relay_statistics ADD CONSTRAINT relay_statistics_pkey PRIMARY KEY USING INDEX relay_statistics_pkey;

-- key hotelmate.repeatable_file repeatable_file_pkey
CREATE UNIQUE INDEX CONCURRENTLY repeatable_file_pkey ON hotelmate.repeatable_file USING btree (file_name);
ALTER TABLE hotelmate.repeatable_file ADD CONSTRAINT repeatable_file_pkey PRIMARY KEY USING INDEX repeatable_file_pkey;

-- key hotelmate.room room_assignable_key
CREATE UNIQUE INDEX CONCURRENTLY room_assignable_key ON hotelmate.room USING btree (hotel_id, id, is_assignable);
ALTER TABLE hotelmate.room ADD CONSTRAINT room_assignable_key UNIQUE USING INDEX room_assignable_key;

-- key hotelmate.room room_cleaning_key
CREATE UNIQUE INDEX CONCURRENTLY room_cleaning_key ON hotelmate.room USING btree (hotel_id, id, cleaning_task_id);
ALTER TABLE hotelmate.room ADD CONSTRAINT room_cleaning_key UNIQUE USING INDEX room_cleaning_key;

-- key hotelmate.room room_in_house_key
CREATE UNIQUE INDEX CONCURRENTLY room_in_house_key ON hotelmate.room USING btree (hotel_id, id, in_house_booking_id);
ALTER TABLE hotelmate.room ADD CONSTRAINT room_in_house_key UNIQUE USING INDEX room_in_house_key;

-- key hotelmate.room room_number_unique
CREATE UNIQUE INDEX CONCURRENTLY room_number_unique ON hotelmate.room USING btree (hotel_id, room_number);
ALTER TABLE hotelmate.room ADD CONSTRAINT room_number_unique UNIQUE USING INDEX room_number_unique;
COMMENT ON CONSTRAINT room_number_unique ON hotelmate.room IS 'A number names one room of a hotel.';

-- key hotelmate.room room_pkey
CREATE UNIQUE INDEX CONCURRENTLY room_pkey ON hotelmate.room USING btree (hotel_id, id);
ALTER TABLE hotelmate.room ADD CONSTRAINT room_pkey PRIMARY KEY USING INDEX room_pkey;

-- key hotelmate.room room_type_key
CREATE UNIQUE INDEX CONCURRENTLY room_type_key ON hotelmate.room USING btree (hotel_id, id, room_type_id);
ALTER TABLE hotelmate.room ADD CONSTRAINT room_type_key UNIQUE USING INDEX room_type_key;

-- key hotelmate.room_booking booking_reference_unique
CREATE UNIQUE INDEX CONCURRENTLY booking_reference_unique ON hotelmate.room_booking USING btree (hotel_id, booking_reference);
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_reference_unique UNIQUE USING INDEX booking_reference_unique;
COMMENT ON CONSTRAINT booking_reference_unique ON hotelmate.room_booking IS 'A reference names one booking of a hotel: its year, and the next number, of nine digits at most.';

-- key hotelmate.room_booking room_booking_in_house_key
CREATE UNIQUE INDEX CONCURRENTLY room_booking_in_house_key ON hotelmate.room_booking USING btree (hotel_id, in_house_room_id, id);
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_in_house_key UNIQUE USING INDEX room_booking_in_house_key;

-- key hotelmate.room_booking room_booking_open_key
CREATE UNIQUE INDEX CONCURRENTLY room_booking_open_key ON hotelmate.room_booking USING btree (hotel_id, id, is_open);
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_open_key UNIQUE USING INDEX room_booking_open_key;

-- key hotelmate.room_booking room_booking_party_key
CREATE UNIQUE INDEX CONCURRENTLY room_booking_party_key ON hotelmate.room_booking USING btree (hotel_id, id, party_complete);
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_party_key UNIQUE USING INDEX room_booking_party_key;

-- key hotelmate.room_booking room_booking_pkey
CREATE UNIQUE INDEX CONCURRENTLY room_booking_pkey ON hotelmate.room_booking USING btree (hotel_id, id);
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT room_booking_pkey PRIMARY KEY USING INDEX room_booking_pkey;

-- key hotelmate.room_status_event room_status_event_key
CREATE UNIQUE INDEX CONCURRENTLY room_status_event_key ON hotelmate.room_status_event USING btree (hotel_id, room_id, version, to_status, to_turnover);
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_key UNIQUE USING INDEX room_status_event_key;

-- key hotelmate.room_status_event room_status_event_pkey
CREATE UNIQUE INDEX CONCURRENTLY room_status_event_pkey ON hotelmate.room_status_event USING btree (hotel_id, room_id, version);
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_pkey PRIMARY KEY USING INDEX room_status_event_pkey;

-- key hotelmate.room_type room_type_capacity_key
CREATE UNIQUE INDEX CONCURRENTLY room_type_capacity_key ON hotelmate.room_type USING btree (hotel_id, id, max_occupancy);
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_capacity_key UNIQUE USING INDEX room_type_capacity_key;

-- key hotelmate.room_type room_type_code_unique
CREATE UNIQUE INDEX CONCURRENTLY room_type_code_unique ON hotelmate.room_type USING btree (hotel_id, code);
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_code_unique UNIQUE USING INDEX room_type_code_unique;
COMMENT ON CONSTRAINT room_type_code_unique ON hotelmate.room_type IS 'A code names one room type of a hotel.';

-- key hotelmate.room_type room_type_pkey
CREATE UNIQUE INDEX CONCURRENTLY room_type_pkey ON hotelmate.room_type USING btree (hotel_id, id);
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_pkey PRIMARY KEY USING INDEX room_type_pkey;

-- key hotelmate.secret_column secret_column_pkey
CREATE UNIQUE INDEX CONCURRENTLY secret_column_pkey ON hotelmate.secret_column USING btree (table_name, column_name);
ALTER TABLE hotelmate.secret_column ADD CONSTRAINT secret_column_pkey PRIMARY KEY USING INDEX secret_column_pkey;

-- key hotelmate.staff staff_person_key
CREATE UNIQUE INDEX CONCURRENTLY staff_person_key ON hotelmate.staff USING btree (hotel_id, id, is_person);
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_person_key UNIQUE USING INDEX staff_person_key;

-- key hotelmate.staff staff_pkey
CREATE UNIQUE INDEX CONCURRENTLY staff_pkey ON hotelmate.staff USING btree (hotel_id, id);
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_pkey PRIMARY KEY USING INDEX staff_pkey;

-- key hotelmate.staff staff_role_key
CREATE UNIQUE INDEX CONCURRENTLY staff_role_key ON hotelmate.staff USING btree (hotel_id, id, role);
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_role_key UNIQUE USING INDEX staff_role_key;

-- key hotelmate.staff staff_username_unique
CREATE UNIQUE INDEX CONCURRENTLY staff_username_unique ON hotelmate.staff USING btree (hotel_id, username);
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_username_unique UNIQUE USING INDEX staff_username_unique;
COMMENT ON CONSTRAINT staff_username_unique ON hotelmate.staff IS 'A username names one member of a hotel''s staff.';

-- key hotelmate.staff_password staff_password_pkey
CREATE UNIQUE INDEX CONCURRENTLY staff_password_pkey ON hotelmate.staff_password USING btree (hotel_id, staff_id);
ALTER TABLE hotelmate.staff_password ADD CONSTRAINT staff_password_pkey PRIMARY KEY USING INDEX staff_password_pkey;

-- key hotelmate.staff_role staff_role_database_role_key
CREATE UNIQUE INDEX CONCURRENTLY staff_role_database_role_key ON hotelmate.staff_role USING btree (database_role);
ALTER TABLE hotelmate.staff_role ADD CONSTRAINT staff_role_database_role_key UNIQUE USING INDEX staff_role_database_role_key;

-- key hotelmate.staff_role staff_role_pkey
CREATE UNIQUE INDEX CONCURRENTLY staff_role_pkey ON hotelmate.staff_role USING btree (name);
ALTER TABLE hotelmate.staff_role ADD CONSTRAINT staff_role_pkey PRIMARY KEY USING INDEX staff_role_pkey;

-- key hotelmate.staff_role_permission staff_role_permission_pkey
CREATE UNIQUE INDEX CONCURRENTLY staff_role_permission_pkey ON hotelmate.staff_role_permission USING btree (role, permission);
ALTER TABLE hotelmate.staff_role_permission ADD CONSTRAINT staff_role_permission_pkey PRIMARY KEY USING INDEX staff_role_permission_pkey;

-- key hotelmate.staff_session staff_session_pkey
CREATE UNIQUE INDEX CONCURRENTLY staff_session_pkey ON hotelmate.staff_session USING btree (hotel_id, id);
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_pkey PRIMARY KEY USING INDEX staff_session_pkey;

-- key hotelmate.stripe_payment_intent booking_single_payment_intent
CREATE UNIQUE INDEX CONCURRENTLY booking_single_payment_intent ON hotelmate.stripe_payment_intent USING btree (payment_intent_id);
ALTER TABLE hotelmate.stripe_payment_intent ADD CONSTRAINT booking_single_payment_intent PRIMARY KEY USING INDEX booking_single_payment_intent;
COMMENT ON CONSTRAINT booking_single_payment_intent ON hotelmate.stripe_payment_intent IS 'A payment intent belongs to one booking.';

-- key hotelmate.stripe_payment_intent stripe_payment_intent_key
CREATE UNIQUE INDEX CONCURRENTLY stripe_payment_intent_key ON hotelmate.stripe_payment_intent USING btree (payment_intent_id, hotel_id, booking_id);
ALTER TABLE hotelmate.stripe_payment_intent ADD CONSTRAINT stripe_payment_intent_key UNIQUE USING INDEX stripe_payment_intent_key;

-- key hotelmate.stripe_webhook_event webhook_event_evidence_key
CREATE UNIQUE INDEX CONCURRENTLY webhook_event_evidence_key ON hotelmate.stripe_webhook_event USING btree (event_id, hotel_id, booking_id, status);
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_evidence_key UNIQUE USING INDEX webhook_event_evidence_key;

-- key hotelmate.stripe_webhook_event webhook_event_processed_once
CREATE UNIQUE INDEX CONCURRENTLY webhook_event_processed_once ON hotelmate.stripe_webhook_event USING btree (event_id);
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_processed_once PRIMARY KEY USING INDEX webhook_event_processed_once;
COMMENT ON CONSTRAINT webhook_event_processed_once ON hotelmate.stripe_webhook_event IS 'A provider event is processed once, whatever its delivery.';

-- key hotelmate.task_transition task_transition_pkey
CREATE UNIQUE INDEX CONCURRENTLY task_transition_pkey ON hotelmate.task_transition USING btree (from_status, to_status);
ALTER TABLE hotelmate.task_transition ADD CONSTRAINT task_transition_pkey PRIMARY KEY USING INDEX task_transition_pkey;

-- key hotelmate.time_zone time_zone_pkey
CREATE UNIQUE INDEX CONCURRENTLY time_zone_pkey ON hotelmate.time_zone USING btree (name);
ALTER TABLE hotelmate.time_zone ADD CONSTRAINT time_zone_pkey PRIMARY KEY USING INDEX time_zone_pkey;

-- key hotelmate.turnover_transition turnover_transition_pkey
CREATE UNIQUE INDEX CONCURRENTLY turnover_transition_pkey ON hotelmate.turnover_transition USING btree (from_turnover, to_turnover);
ALTER TABLE hotelmate.turnover_transition ADD CONSTRAINT turnover_transition_pkey PRIMARY KEY USING INDEX turnover_transition_pkey;

-- check hotelmate.access_event access_event_known
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_known CHECK ((event = ANY (ARRAY['STAFF_ADDED'::text, 'STAFF_CHANGED'::text, 'PASSWORD_SET'::text, 'PASSWORD_REMOVED'::text, 'SESSION_REVOKED'::text, 'API_KEY_ISSUED'::text, 'API_KEY_CHANGED'::text, 'API_KEY_REVOKED'::text]))) NOT VALID;
ALTER TABLE hotelmate.access_event VALIDATE CONSTRAINT access_event_known;
COMMENT ON CONSTRAINT access_event_known ON hotelmate.access_event IS 'A change of access is one of the eight.';

-- check hotelmate.api_key api_key_expires
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_expires CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '400 days'::interval)))) NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_expires;
COMMENT ON CONSTRAINT api_key_expires ON hotelmate.api_key IS 'An API key expires, within 400 days.';

-- check hotelmate.api_key api_key_has_name
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_has_name CHECK ((name ~ '\S'::text)) NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_has_name;
COMMENT ON CONSTRAINT api_key_has_name ON hotelmate.api_key IS 'An API key says what it is for.';

-- check hotelmate.api_key api_key_is_sha256
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_is_sha256 CHECK ((octet_length(key_hash) = 32)) NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_is_sha256;
COMMENT ON CONSTRAINT api_key_is_sha256 ON hotelmate.api_key IS 'Of an API key only its SHA-256 is kept.';

-- check hotelmate.booking_counter booking_reference_unique
ALTER TABLE hotelmate.booking_counter ADD CONSTRAINT booking_reference_unique CHECK (((year >= 2000) AND (year <= 9999) AND (last_number >= 0) AND (last_number <= 999999999))) NOT VALID;
ALTER TABLE hotelmate.booking_counter VALIDATE CONSTRAINT booking_reference_unique;
COMMENT ON CONSTRAINT booking_reference_unique ON hotelmate.booking_counter IS 'A reference names one booking of a hotel: its year, and the next number, of nine digits at most.';

-- check hotelmate.booking_event booking_event_first_has_no_from
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_first_has_no_from CHECK (((version >= 1) AND ((version = 1) = (from_status IS NULL)))) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_first_has_no_from;
COMMENT ON CONSTRAINT booking_event_first_has_no_from ON hotelmate.booking_event IS 'Only the first audit row of a booking, its version 1, has no previous status.';

-- check hotelmate.booking_event booking_starts_pending_payment
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_starts_pending_payment CHECK (((version > 1) OR (to_status = 'PENDING_PAYMENT'::text))) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_starts_pending_payment;
COMMENT ON CONSTRAINT booking_starts_pending_payment ON hotelmate.booking_event IS 'A booking starts as PENDING_PAYMENT.';

-- check hotelmate.booking_event change_has_actor
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT change_has_actor CHECK (((actor ~ '\S'::text) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT change_has_actor;
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.booking_event IS 'A change names who made it; the API must set hotelmate.actor.';

-- check hotelmate.booking_event change_source_known
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT change_source_known CHECK (((source = ANY (ARRAY['HOUSEKEEPING'::text, 'FRONT_DESK'::text, 'SYSTEM'::text, 'MANAGER_OVERRIDE'::text, 'GUEST'::text])) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT change_source_known;
COMMENT ON CONSTRAINT change_source_known ON hotelmate.booking_event IS 'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';

-- check hotelmate.booking_event correction_has_reason
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT correction_has_reason CHECK (((event_type <> 'booking_corrected'::text) OR (reason IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT correction_has_reason;
COMMENT ON CONSTRAINT correction_has_reason ON hotelmate.booking_event IS 'A correction says why.';

-- check hotelmate.booking_event room_move_has_reason
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT room_move_has_reason CHECK (((event_type <> 'booking_room_moved'::text) OR (reason IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT room_move_has_reason;
COMMENT ON CONSTRAINT room_move_has_reason ON hotelmate.booking_event IS 'A move says why.';

-- check hotelmate.booking_guest booking_guest_age_group_known
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_age_group_known CHECK ((age_group = ANY (ARRAY['ADULT'::text, 'CHILD'::text]))) NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_age_group_known;
COMMENT ON CONSTRAINT booking_guest_age_group_known ON hotelmate.booking_guest IS 'A guest is an ADULT or a CHILD.';

-- check hotelmate.booking_guest booking_guest_has_name
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_has_name CHECK (((first_name ~ '\S'::text) AND (last_name ~ '\S'::text))) NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_has_name;
COMMENT ON CONSTRAINT booking_guest_has_name ON hotelmate.booking_guest IS 'A guest has a first and a last name.';

-- check hotelmate.booking_guest booking_guest_primary_is_adult
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_primary_is_adult CHECK (((role <> 'PRIMARY'::text) OR (age_group = 'ADULT'::text))) NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_primary_is_adult;
COMMENT ON CONSTRAINT booking_guest_primary_is_adult ON hotelmate.booking_guest IS 'The primary guest is an adult.';

-- check hotelmate.booking_guest booking_guest_role_known
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_role_known CHECK ((role = ANY (ARRAY['PRIMARY'::text, 'COMPANION'::text]))) NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_role_known;
COMMENT ON CONSTRAINT booking_guest_role_known ON hotelmate.booking_guest IS 'A guest is PRIMARY or COMPANION.';

-- check hotelmate.booking_guest erased_holds_no_personal_data
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT erased_holds_no_personal_data CHECK (((personal_data_erased_at IS NULL) OR ((first_name = '(erased)'::text) AND (last_name = '(erased)'::text) AND (num_nonnulls(email, phone) = 0) AND (precheckin_payload = '{}'::jsonb)))) NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT erased_holds_no_personal_data;
COMMENT ON CONSTRAINT erased_holds_no_personal_data ON hotelmate.booking_guest IS 'Where personal data were erased there are none: no names, contacts, answers or free text.';

-- check hotelmate.booking_guest precheckin_answers_are_object
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT precheckin_answers_are_object CHECK ((jsonb_typeof(precheckin_payload) = 'object'::text)) NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT precheckin_answers_are_object;
COMMENT ON CONSTRAINT precheckin_answers_are_object ON hotelmate.booking_guest IS 'Answers of pre-check-in are an object: field by field.';

-- check hotelmate.booking_token change_has_actor
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT change_has_actor CHECK (((created_by ~ '\S'::text) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT change_has_actor;
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.booking_token IS 'A change names who made it; the API must set hotelmate.actor.';

-- check hotelmate.booking_token token_expires
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_expires CHECK (((expires_at > created_at) AND isfinite(expires_at))) NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT token_expires;
COMMENT ON CONSTRAINT token_expires ON hotelmate.booking_token IS 'A token expires after it was made.';

-- check hotelmate.booking_token token_is_sha256
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_is_sha256 CHECK ((octet_length(token_hash) = 32)) NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT token_is_sha256;
COMMENT ON CONSTRAINT token_is_sha256 ON hotelmate.booking_token IS 'A token is kept as its SHA-256 only.';

-- check hotelmate.booking_token token_purpose_known
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_purpose_known CHECK ((purpose = ANY (ARRAY['PRECHECKIN'::text, 'GUEST_CHAT'::text, 'MANAGEMENT'::text]))) NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT token_purpose_known;
COMMENT ON CONSTRAINT token_purpose_known ON hotelmate.booking_token IS 'A token is for PRECHECKIN, GUEST_CHAT or MANAGEMENT.';

-- check hotelmate.booking_token token_used_before_expiry
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_used_before_expiry CHECK (((used_at IS NULL) OR ((used_at >= created_at) AND (used_at <= expires_at)))) NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT token_used_before_expiry;
COMMENT ON CONSTRAINT token_used_before_expiry ON hotelmate.booking_token IS 'A token is used between its making and its expiry, not ahead; for pre-check-in, by submission.';

-- check hotelmate.booking_token token_used_once
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_used_once CHECK ((((used_at IS NULL) OR (revoked_at IS NULL)) AND ((revoked_reason IS NULL) OR (revoked_at IS NOT NULL)))) NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT token_used_once;
COMMENT ON CONSTRAINT token_used_once ON hotelmate.booking_token IS 'A token is used once, never after it was revoked or has expired, and never turned into another.';

-- check hotelmate.cancellation_term cancellation_term_days_from_zero
ALTER TABLE hotelmate.cancellation_term ADD CONSTRAINT cancellation_term_days_from_zero CHECK (((days_before_arrival >= 0) AND (days_before_arrival <= 3650))) NOT VALID;
ALTER TABLE hotelmate.cancellation_term VALIDATE CONSTRAINT cancellation_term_days_from_zero;
COMMENT ON CONSTRAINT cancellation_term_days_from_zero ON hotelmate.cancellation_term IS 'A cancellation term counts from the day of arrival or before, ten years at most.';

-- check hotelmate.cancellation_term cancellation_term_percent
ALTER TABLE hotelmate.cancellation_term ADD CONSTRAINT cancellation_term_percent CHECK (((refund_percent >= 0) AND (refund_percent <= 100))) NOT VALID;
ALTER TABLE hotelmate.cancellation_term VALIDATE CONSTRAINT cancellation_term_percent;
COMMENT ON CONSTRAINT cancellation_term_percent ON hotelmate.cancellation_term IS 'A refund is a percentage from 0 to 100.';

-- check hotelmate.consistency_count consistency_count_mends_what_was_found
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_mends_what_was_found CHECK (((findings > 0) AND (mended >= 0) AND (mended <= findings))) NOT VALID;
ALTER TABLE hotelmate.consistency_count VALIDATE CONSTRAINT consistency_count_mends_what_was_found;
COMMENT ON CONSTRAINT consistency_count_mends_what_was_found ON hotelmate.consistency_count IS 'Only what was found is counted, and no more is mended than that.';

-- check hotelmate.consistency_finding consistency_finding_mend_is_told
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_mend_is_told CHECK (((mended_at IS NULL) OR ((mend_outcome ~ '\S'::text) IS TRUE))) NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_mend_is_told;
COMMENT ON CONSTRAINT consistency_finding_mend_is_told ON hotelmate.consistency_finding IS 'Of what is mended it is told how.';

-- check hotelmate.consistency_result consistency_result_severity_known
ALTER TABLE hotelmate.consistency_result ADD CONSTRAINT consistency_result_severity_known CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text]))) NOT VALID;
ALTER TABLE hotelmate.consistency_result VALIDATE CONSTRAINT consistency_result_severity_known;
COMMENT ON CONSTRAINT consistency_result_severity_known ON hotelmate.consistency_result IS 'A check is critical, high, medium or low.';

-- check hotelmate.consistency_run consistency_run_occasion_known
ALTER TABLE hotelmate.consistency_run ADD CONSTRAINT consistency_run_occasion_known CHECK ((occasion = ANY (ARRAY['CHECK'::text, 'RECONCILE'::text, 'SCHEDULE'::text]))) NOT VALID;
ALTER TABLE hotelmate.consistency_run VALIDATE CONSTRAINT consistency_run_occasion_known;
COMMENT ON CONSTRAINT consistency_run_occasion_known ON hotelmate.consistency_run IS 'A consistency run is a CHECK, a RECONCILE or of the SCHEDULE.';

-- check hotelmate.country country_code_is_iso_3166_1
ALTER TABLE hotelmate.country ADD CONSTRAINT country_code_is_iso_3166_1 CHECK ((code ~ '^[A-Z]{2}$'::text)) NOT VALID;
ALTER TABLE hotelmate.country VALIDATE CONSTRAINT country_code_is_iso_3166_1;
COMMENT ON CONSTRAINT country_code_is_iso_3166_1 ON hotelmate.country IS 'A country is written as two capitals, as in ISO 3166-1.';

-- check hotelmate.guest guest_in_room_until_check_out
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_in_room_until_check_out CHECK ((((room_id IS NULL) = (checked_out_at IS NOT NULL)) AND ((checked_out_at IS NULL) OR (checked_out_at >= checked_in_at)))) NOT VALID;
ALTER TABLE hotelmate.guest VALIDATE CONSTRAINT guest_in_room_until_check_out;
COMMENT ON CONSTRAINT guest_in_room_until_check_out ON hotelmate.guest IS 'A guest is in a room exactly until check-out, which follows check-in.';

-- check hotelmate.guest_chat_session chat_closes_after_opening
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT chat_closes_after_opening CHECK (((closed_at IS NULL) OR (closed_at >= opened_at))) NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT chat_closes_after_opening;
COMMENT ON CONSTRAINT chat_closes_after_opening ON hotelmate.guest_chat_session IS 'A chat closes after it opened.';

-- check hotelmate.guest_chat_session chat_room_until_closed
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT chat_room_until_closed CHECK (((room_id IS NULL) = (closed_at IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT chat_room_until_closed;
COMMENT ON CONSTRAINT chat_room_until_closed ON hotelmate.guest_chat_session IS 'A chat has a room exactly until it is closed.';

-- check hotelmate.guest_message guest_message_claimed_while_sending
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_claimed_while_sending CHECK ((((state = 'SENDING'::text) = (claimed_until IS NOT NULL)) AND isfinite(claimed_until))) NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_claimed_while_sending;
COMMENT ON CONSTRAINT guest_message_claimed_while_sending ON hotelmate.guest_message IS 'A message is claimed exactly while it is being sent.';

-- check hotelmate.guest_message guest_message_finished_once
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_finished_once CHECK ((((state = ANY (ARRAY['WAITING'::text, 'SENDING'::text])) = (finished_at IS NULL)) AND isfinite(finished_at) AND isfinite(created_at) AND isfinite(next_try_at) AND isfinite(expires_at))) NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_finished_once;
COMMENT ON CONSTRAINT guest_message_finished_once ON hotelmate.guest_message IS 'A message is finished exactly when nothing is left to do.';

-- check hotelmate.guest_message guest_message_kind_known
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_kind_known CHECK ((kind = ANY (ARRAY['PRECHECKIN_LINK'::text, 'BOOKING_CONFIRMED'::text, 'BOOKING_DECLINED'::text, 'BOOKING_CANCELLED'::text]))) NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_kind_known;
COMMENT ON CONSTRAINT guest_message_kind_known ON hotelmate.guest_message IS 'Guests are told of a link, a confirmation, a decline or a cancellation.';

-- check hotelmate.guest_message guest_message_link_has_token
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_link_has_token CHECK (((kind = 'PRECHECKIN_LINK'::text) = (token_id IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_link_has_token;
COMMENT ON CONSTRAINT guest_message_link_has_token ON hotelmate.guest_message IS 'A message carries a link exactly when it tells of one.';

-- check hotelmate.guest_message guest_message_state_known
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_state_known CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENDING'::text, 'SENT'::text, 'REFUSED'::text, 'UNCERTAIN'::text, 'NO_ADDRESS'::text, 'OVERTAKEN'::text, 'EXPIRED'::text]))) NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_state_known;
COMMENT ON CONSTRAINT guest_message_state_known ON hotelmate.guest_message IS 'A message is in one of its eight states.';

-- check hotelmate.hotel hotel_brand_color_well_formed
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_brand_color_well_formed CHECK ((brand_color ~ '^#[0-9a-f]{6}$'::text)) NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_brand_color_well_formed;
COMMENT ON CONSTRAINT hotel_brand_color_well_formed ON hotelmate.hotel IS 'A hotel''s colour is written like #1f4e79, in small letters.';

-- check hotelmate.hotel hotel_contact_well_formed
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_contact_well_formed CHECK (((((contact_email ~ '^[^@[:space:]]{1,64}@[^@[:space:]]+\.[^@[:space:]]+$'::text) AND (length(contact_email) <= 254)) IS NOT FALSE) AND ((contact_phone ~ '^\+[1-9][0-9]{6,14}$'::text) IS NOT FALSE))) NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_contact_well_formed;
COMMENT ON CONSTRAINT hotel_contact_well_formed ON hotelmate.hotel IS 'Guests reach a hotel by an e-mail address and by a telephone number in E.164.';

-- check hotelmate.hotel hotel_has_name
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_has_name CHECK ((name ~ '\S'::text)) NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_has_name;
COMMENT ON CONSTRAINT hotel_has_name ON hotelmate.hotel IS 'A hotel has a name.';

-- check hotelmate.hotel hotel_periods_positive
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_periods_positive CHECK (((unpaid_draft_minutes > 0) AND (approval_sla_minutes > 0) AND (dirty_room_minutes > 0) AND (cleaning_minutes > 0) AND (inspection_minutes > 0) AND (personal_data_days > 0))) NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_periods_positive;
COMMENT ON CONSTRAINT hotel_periods_positive ON hotelmate.hotel IS 'Periods of a hotel are longer than nothing.';

-- check hotelmate.hotel_directory hotel_slug_is_no_channel
ALTER TABLE hotelmate.hotel_directory ADD CONSTRAINT hotel_slug_is_no_channel CHECK (((slug !~ '(^|-)staff-[0-9]+-notifications$'::text) AND (slug !~ '^(encrypted|cache)(-|$)'::text))) NOT VALID;
ALTER TABLE hotelmate.hotel_directory VALIDATE CONSTRAINT hotel_slug_is_no_channel;
COMMENT ON CONSTRAINT hotel_slug_is_no_channel ON hotelmate.hotel_directory IS 'A slug does not read like part of a channel''s name: no hotel shares a channel with another or has another kind.';

-- check hotelmate.hotel_directory hotel_slug_well_formed
ALTER TABLE hotelmate.hotel_directory ADD CONSTRAINT hotel_slug_well_formed CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 50))) NOT VALID;
ALTER TABLE hotelmate.hotel_directory VALIDATE CONSTRAINT hotel_slug_well_formed;
COMMENT ON CONSTRAINT hotel_slug_well_formed ON hotelmate.hotel_directory IS 'A slug is lower-case letters, digits and single hyphens, 50 at most: it stands in paths and channel names.';

-- check hotelmate.housekeeping_task change_has_actor
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT change_has_actor CHECK ((((created_by ~ '\S'::text) AND (changed_by ~ '\S'::text)) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT change_has_actor;
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.housekeeping_task IS 'A change names who made it; the API must set hotelmate.actor.';

-- check hotelmate.housekeeping_task task_priority_known
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_priority_known CHECK ((priority = ANY (ARRAY['LOW'::text, 'NORMAL'::text, 'HIGH'::text]))) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_priority_known;
COMMENT ON CONSTRAINT task_priority_known ON hotelmate.housekeeping_task IS 'A task''s priority is LOW, NORMAL or HIGH.';

-- check hotelmate.housekeeping_task task_stamped
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_stamped CHECK ((((status <> ALL (ARRAY['IN_PROGRESS'::text, 'DONE'::text])) OR (started_at IS NOT NULL)) AND ((status = 'DONE'::text) = (completed_at IS NOT NULL)) AND ((completed_at IS NULL) OR (completed_at >= started_at)))) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_stamped;
COMMENT ON CONSTRAINT task_stamped ON hotelmate.housekeeping_task IS 'A started task says since when; a done task, and only that, when it was completed, not before it started.';

-- check hotelmate.housekeeping_task task_starts_open
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_starts_open CHECK (((previous_status IS NOT NULL) OR (status <> ALL (ARRAY['IN_PROGRESS'::text, 'DONE'::text, 'CANCELLED'::text])))) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_starts_open;
COMMENT ON CONSTRAINT task_starts_open ON hotelmate.housekeeping_task IS 'A task starts as OPEN.';

-- check hotelmate.housekeeping_task task_status_known
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_status_known CHECK ((status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text, 'DONE'::text, 'CANCELLED'::text]))) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_status_known;
COMMENT ON CONSTRAINT task_status_known ON hotelmate.housekeeping_task IS 'A task is OPEN, IN_PROGRESS, DONE or CANCELLED.';

-- check hotelmate.housekeeping_task task_type_known
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_type_known CHECK ((task_type = ANY (ARRAY['TURNOVER'::text, 'STAYOVER'::text, 'INSPECTION'::text, 'DEEP_CLEAN'::text]))) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_type_known;
COMMENT ON CONSTRAINT task_type_known ON hotelmate.housekeeping_task IS 'A task is TURNOVER, STAYOVER, INSPECTION or DEEP_CLEAN.';

-- check hotelmate.idempotency_key idempotency_key_is_of_success
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_is_of_success CHECK (((status >= 200) AND (status <= 299))) NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_is_of_success;
COMMENT ON CONSTRAINT idempotency_key_is_of_success ON hotelmate.idempotency_key IS 'Only the answer to a request that had an effect is kept.';

-- check hotelmate.idempotency_key idempotency_key_request_is_sha256
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_request_is_sha256 CHECK ((octet_length(request_hash) = 32)) NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_request_is_sha256;
COMMENT ON CONSTRAINT idempotency_key_request_is_sha256 ON hotelmate.idempotency_key IS 'Of a request only its SHA-256 is kept.';

-- check hotelmate.idempotency_key idempotency_key_well_formed
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_well_formed CHECK ((key ~ '^[\x21-\x7e]{1,255}$'::text)) NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_well_formed;
COMMENT ON CONSTRAINT idempotency_key_well_formed ON hotelmate.idempotency_key IS 'An idempotency key is 1 to 255 visible characters of ASCII.';

-- check hotelmate.log_in_limit log_in_limit_counts
ALTER TABLE hotelmate.log_in_limit ADD CONSTRAINT log_in_limit_counts CHECK ((failures > 0)) NOT VALID;
ALTER TABLE hotelmate.log_in_limit VALIDATE CONSTRAINT log_in_limit_counts;
COMMENT ON CONSTRAINT log_in_limit_counts ON hotelmate.log_in_limit IS 'Who is counted has tried.';

-- check hotelmate.log_in_limit log_in_limit_is_sha256
ALTER TABLE hotelmate.log_in_limit ADD CONSTRAINT log_in_limit_is_sha256 CHECK ((octet_length(subject) = 32)) NOT VALID;
ALTER TABLE hotelmate.log_in_limit VALIDATE CONSTRAINT log_in_limit_is_sha256;
COMMENT ON CONSTRAINT log_in_limit_is_sha256 ON hotelmate.log_in_limit IS 'Of whoever tries to log in only a SHA-256 is kept.';

-- check hotelmate.outbox_event outbox_event_category_known
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_category_known CHECK ((category = ANY (ARRAY['booking'::text, 'rooms'::text, 'housekeeping'::text]))) NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_category_known;
COMMENT ON CONSTRAINT outbox_event_category_known ON hotelmate.outbox_event IS 'An event is of the category booking, rooms or housekeeping.';

-- check hotelmate.outbox_event outbox_event_fits_message
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_fits_message CHECK (((octet_length((payload)::text) + octet_length((scope)::text)) <= 9000)) NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_fits_message;
COMMENT ON CONSTRAINT outbox_event_fits_message ON hotelmate.outbox_event IS 'Payload and scope of an event have 9,000 bytes at most, so that a message holds them.';

-- check hotelmate.outbox_event outbox_event_has_channel
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_has_channel CHECK (((cardinality(channels) >= 1) AND (cardinality(channels) <= 100) AND (array_ndims(channels) = 1) AND (((','::text || array_to_string(channels, ','::text, ''::text)) ~ '^(?:,(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18}))+$'::text) IS TRUE) AND (cardinality(string_to_array(array_to_string(channels, ','::text, ''::text), ','::text)) = cardinality(channels)))) NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_has_channel;
COMMENT ON CONSTRAINT outbox_event_has_channel ON hotelmate.outbox_event IS 'An event goes to channels of its own hotel, one at least: the hotel''s, the rooms'', a staff member''s or a guest''s.';

-- check hotelmate.outbox_event outbox_event_is_dated
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_is_dated CHECK (isfinite(occurred_at)) NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_is_dated;
COMMENT ON CONSTRAINT outbox_event_is_dated ON hotelmate.outbox_event IS 'An event says when it was.';

-- check hotelmate.outbox_event outbox_event_type_well_formed
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_type_well_formed CHECK (((event_type ~ '^[a-z]+(_[a-z]+)*$'::text) AND (length(event_type) <= 64))) NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_type_well_formed;
COMMENT ON CONSTRAINT outbox_event_type_well_formed ON hotelmate.outbox_event IS 'An event type is lower-case words joined by underscores, 64 letters at most.';

-- check hotelmate.payment payment_names_its_intent
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_names_its_intent CHECK ((((provider = 'stripe'::text) = (payment_intent_id IS NOT NULL)) AND ((provider = 'stripe'::text) OR (provider_status IS NULL)))) NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_names_its_intent;
COMMENT ON CONSTRAINT payment_names_its_intent ON hotelmate.payment IS 'A payment by Stripe, and only that, has a payment intent and its status.';

-- check hotelmate.payment payment_provider_known
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_provider_known CHECK ((provider = ANY (ARRAY['desk'::text, 'stripe'::text]))) NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_provider_known;
COMMENT ON CONSTRAINT payment_provider_known ON hotelmate.payment IS 'A payment goes through the desk or Stripe.';

-- check hotelmate.payment payment_provider_status_known
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_provider_status_known CHECK ((provider_status = ANY (ARRAY['requires_payment_method'::text, 'requires_confirmation'::text, 'requires_action'::text, 'processing'::text, 'requires_capture'::text, 'succeeded'::text, 'canceled'::text]))) NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_provider_status_known;
COMMENT ON CONSTRAINT payment_provider_status_known ON hotelmate.payment IS 'The status of a payment intent is one of Stripe''s.';

-- check hotelmate.payment_entry change_has_actor
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT change_has_actor CHECK (((actor ~ '\S'::text) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT change_has_actor;
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.payment_entry IS 'A change names who made it; the API must set hotelmate.actor.';

-- check hotelmate.payment_entry change_source_known
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT change_source_known CHECK (((source = ANY (ARRAY['HOUSEKEEPING'::text, 'FRONT_DESK'::text, 'SYSTEM'::text, 'MANAGER_OVERRIDE'::text])) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT change_source_known;
COMMENT ON CONSTRAINT change_source_known ON hotelmate.payment_entry IS 'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';

-- check hotelmate.payment_entry payment_captured_within_authorised
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_captured_within_authorised CHECK (((captured_total + voided_total) <= authorised_total)) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_captured_within_authorised;
COMMENT ON CONSTRAINT payment_captured_within_authorised ON hotelmate.payment_entry IS 'Captured and voided together are no more than was authorised.';

-- check hotelmate.payment_entry payment_disputed_not_negative
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_disputed_not_negative CHECK ((disputed_total >= 0)) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_disputed_not_negative;
COMMENT ON CONSTRAINT payment_disputed_not_negative ON hotelmate.payment_entry IS 'No more of a dispute is won than was disputed.';

-- check hotelmate.payment_entry payment_entry_amount_positive
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_amount_positive CHECK ((amount > 0)) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_amount_positive;
COMMENT ON CONSTRAINT payment_entry_amount_positive ON hotelmate.payment_entry IS 'A payment moves more than nothing.';

-- check hotelmate.payment_entry payment_entry_desk_method_known
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_desk_method_known CHECK ((((provider = 'desk'::text) = (method IS NOT NULL)) AND ((method IS NULL) OR (method = ANY (ARRAY['CASH'::text, 'CARD_TERMINAL'::text, 'BANK_TRANSFER'::text]))))) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_desk_method_known;
COMMENT ON CONSTRAINT payment_entry_desk_method_known ON hotelmate.payment_entry IS 'A desk payment, and only that, says how: CASH, CARD_TERMINAL or BANK_TRANSFER.';

-- check hotelmate.payment_entry payment_entry_has_evidence
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_has_evidence CHECK (((provider = 'desk'::text) OR (provider_event_id IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_has_evidence;
COMMENT ON CONSTRAINT payment_entry_has_evidence ON hotelmate.payment_entry IS 'A payment is evidenced by a provider event or is a desk payment that staff recorded.';

-- check hotelmate.payment_entry payment_entry_kind_known
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_kind_known CHECK (((kind = ANY (ARRAY['AUTHORISED'::text, 'CAPTURED'::text, 'VOIDED'::text, 'REFUNDED'::text])) OR ((provider = 'stripe'::text) AND (kind = ANY (ARRAY['REFUND_FAILED'::text, 'DISPUTED'::text, 'DISPUTE_WON'::text]))))) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_kind_known;
COMMENT ON CONSTRAINT payment_entry_kind_known ON hotelmate.payment_entry IS 'A ledger row authorises, captures, voids or refunds; one by Stripe may also take a refund back or tell of a dispute.';

-- check hotelmate.payment_entry payment_entry_names_its_dispute
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_names_its_dispute CHECK (((dispute_id IS NOT NULL) = (kind = ANY (ARRAY['DISPUTED'::text, 'DISPUTE_WON'::text])))) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_names_its_dispute;
COMMENT ON CONSTRAINT payment_entry_names_its_dispute ON hotelmate.payment_entry IS 'A dispute has a name, and nothing else has one.';

-- check hotelmate.payment_entry payment_entry_names_its_refund
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_names_its_refund CHECK (((refund_id IS NOT NULL) = ((provider = 'stripe'::text) AND (kind = ANY (ARRAY['REFUNDED'::text, 'REFUND_FAILED'::text]))))) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_names_its_refund;
COMMENT ON CONSTRAINT payment_entry_names_its_refund ON hotelmate.payment_entry IS 'A refund by Stripe, and only that, names the refund.';

-- check hotelmate.payment_entry payment_entry_starts_at_zero
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_starts_at_zero CHECK (((seq > 1) OR ((seq = 1) AND (authorised_before = 0) AND (captured_before = 0) AND (voided_before = 0) AND (refunded_before = 0) AND (disputed_before = 0)))) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_starts_at_zero;
COMMENT ON CONSTRAINT payment_entry_starts_at_zero ON hotelmate.payment_entry IS 'A ledger starts from nothing.';

-- check hotelmate.payment_entry payment_entry_time_finite
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_time_finite CHECK (isfinite(occurred_at)) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_time_finite;
COMMENT ON CONSTRAINT payment_entry_time_finite ON hotelmate.payment_entry IS 'A payment happened at a point in time.';

-- check hotelmate.payment_entry payment_refunded_within_captured
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_refunded_within_captured CHECK (((refunded_total >= 0) AND (refunded_total <= captured_total))) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_refunded_within_captured;
COMMENT ON CONSTRAINT payment_refunded_within_captured ON hotelmate.payment_entry IS 'No more is refunded than was captured.';

-- check hotelmate.payment_instruction change_has_actor
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT change_has_actor CHECK (((actor ~ '\S'::text) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT change_has_actor;
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.payment_instruction IS 'A change names who made it; the API must set hotelmate.actor.';

-- check hotelmate.payment_instruction change_source_known
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT change_source_known CHECK (((source = ANY (ARRAY['HOUSEKEEPING'::text, 'FRONT_DESK'::text, 'SYSTEM'::text, 'MANAGER_OVERRIDE'::text])) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT change_source_known;
COMMENT ON CONSTRAINT change_source_known ON hotelmate.payment_instruction IS 'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';

-- check hotelmate.payment_instruction payment_instruction_has_object
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_has_object CHECK (
CASE
    WHEN (kind = 'EXPIRE_SESSION'::text) THEN ((session_id IS NOT NULL) AND (num_nonnulls(payment_id, amount) = 0))
    ELSE ((session_id IS NULL) AND (payment_id IS NOT NULL) AND ((amount > 0) IS TRUE))
END) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_has_object;
COMMENT ON CONSTRAINT payment_instruction_has_object ON hotelmate.payment_instruction IS 'A payment instruction names the session, or the payment and how much.';

-- check hotelmate.payment_instruction payment_instruction_kind_known
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_kind_known CHECK ((kind = ANY (ARRAY['CAPTURE'::text, 'VOID'::text, 'REFUND'::text, 'EXPIRE_SESSION'::text]))) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_kind_known;
COMMENT ON CONSTRAINT payment_instruction_kind_known ON hotelmate.payment_instruction IS 'A payment instruction is to capture, void, refund or close a session.';

-- check hotelmate.payment_instruction payment_instruction_settled_stamped
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_settled_stamped CHECK (((state = 'PENDING'::text) = (settled_at IS NULL))) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_settled_stamped;
COMMENT ON CONSTRAINT payment_instruction_settled_stamped ON hotelmate.payment_instruction IS 'A payment instruction says since when it is settled, exactly when it is.';

-- check hotelmate.payment_instruction payment_instruction_state_known
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_state_known CHECK ((state = ANY (ARRAY['PENDING'::text, 'DONE'::text, 'WITHDRAWN'::text, 'FAILED'::text]))) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_state_known;
COMMENT ON CONSTRAINT payment_instruction_state_known ON hotelmate.payment_instruction IS 'A payment instruction is PENDING, DONE, WITHDRAWN or FAILED.';

-- check hotelmate.payment_session payment_session_addresses_are_web_pages
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_addresses_are_web_pages CHECK (((success_url ~ '^https?://[^\s]+$'::text) AND (cancel_url ~ '^https?://[^\s]+$'::text) AND (length(success_url) <= 2000) AND (length(cancel_url) <= 2000))) NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_addresses_are_web_pages;
COMMENT ON CONSTRAINT payment_session_addresses_are_web_pages ON hotelmate.payment_session IS 'A guest goes on to a web page: http or https, 2,000 characters at most.';

-- check hotelmate.payment_session payment_session_amount_positive
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_amount_positive CHECK ((amount > 0)) NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_amount_positive;
COMMENT ON CONSTRAINT payment_session_amount_positive ON hotelmate.payment_session IS 'A payment session is for more than nothing.';

-- check hotelmate.payment_session payment_session_currency_unit_is_stripes
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_currency_unit_is_stripes CHECK (((currency)::text <> ALL (ARRAY['ISK'::text, 'MGA'::text, 'UGX'::text]))) NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_currency_unit_is_stripes;
COMMENT ON CONSTRAINT payment_session_currency_unit_is_stripes ON hotelmate.payment_session IS 'Stripe takes only currencies whose minor unit is the one of ISO 4217: not ISK, MGA and UGX.';

-- check hotelmate.payment_session payment_session_open_has_address
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_open_has_address CHECK (((state <> 'OPEN'::text) OR (num_nulls(stripe_session_id, url) = 0))) NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_open_has_address;
COMMENT ON CONSTRAINT payment_session_open_has_address ON hotelmate.payment_session IS 'A payment session that is open has its page at Stripe.';

-- check hotelmate.payment_session payment_session_state_known
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_state_known CHECK ((state = ANY (ARRAY['REQUESTED'::text, 'OPEN'::text, 'COMPLETE'::text, 'EXPIRED'::text]))) NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_state_known;
COMMENT ON CONSTRAINT payment_session_state_known ON hotelmate.payment_session IS 'A payment session is REQUESTED, OPEN, COMPLETE or EXPIRED.';

-- check hotelmate.permission_privilege permission_privilege_verb_known
ALTER TABLE hotelmate.permission_privilege ADD CONSTRAINT permission_privilege_verb_known CHECK ((verb = ANY (ARRAY['SELECT'::text, 'INSERT'::text, 'UPDATE'::text, 'DELETE'::text]))) NOT VALID;
ALTER TABLE hotelmate.permission_privilege VALIDATE CONSTRAINT permission_privilege_verb_known;
COMMENT ON CONSTRAINT permission_privilege_verb_known ON hotelmate.permission_privilege IS 'A privilege is to SELECT, INSERT, UPDATE or DELETE.';

-- check hotelmate.precheckin_field precheckin_field_asked_of_known
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_asked_of_known CHECK ((asked_of = ANY (ARRAY['BOOKING'::text, 'GUEST'::text]))) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_asked_of_known;
COMMENT ON CONSTRAINT precheckin_field_asked_of_known ON hotelmate.precheckin_field IS 'A field is asked of the BOOKING or of each GUEST.';

-- check hotelmate.precheckin_field precheckin_field_choice_labels_known
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_choice_labels_known CHECK (hotelmate.are_choice_labels(choice_labels, choices)) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_choice_labels_known;
COMMENT ON CONSTRAINT precheckin_field_choice_labels_known ON hotelmate.precheckin_field IS 'Labels of choices are of choices that there are, by language.';

-- check hotelmate.precheckin_field precheckin_field_choices_offered
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_choices_offered CHECK (
CASE
    WHEN (kind = 'CHOICE'::text) THEN (hotelmate.are_choices(choices) IS TRUE)
    ELSE (choices = '{}'::text[])
END) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_choices_offered;
COMMENT ON CONSTRAINT precheckin_field_choices_offered ON hotelmate.precheckin_field IS 'A CHOICE offers 1 to 100 choices, each once and without spaces around it; nothing else offers any.';

-- check hotelmate.precheckin_field precheckin_field_consent_has_text
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_consent_has_text CHECK ((((kind = 'CONSENT'::text) = (consent_texts IS NOT NULL)) AND ((consent_texts IS NULL) OR hotelmate.is_text_by_language(consent_texts)))) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_consent_has_text;
COMMENT ON CONSTRAINT precheckin_field_consent_has_text ON hotelmate.precheckin_field IS 'A CONSENT has the words that it is given to, by language, and nothing else has.';

-- check hotelmate.precheckin_field precheckin_field_has_label
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_has_label CHECK (hotelmate.is_text_by_language(labels)) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_has_label;
COMMENT ON CONSTRAINT precheckin_field_has_label ON hotelmate.precheckin_field IS 'A field has a label, by language.';

-- check hotelmate.precheckin_field precheckin_field_name_well_formed
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_name_well_formed CHECK ((name ~ '^[a-z][a-z0-9_]{0,49}$'::text)) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_name_well_formed;
COMMENT ON CONSTRAINT precheckin_field_name_well_formed ON hotelmate.precheckin_field IS 'A field''s name is small letters, digits and underscores, 50 at most, a letter first.';

-- check hotelmate.precheckin_field precheckin_field_position_counted
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_position_counted CHECK ((("position" >= 1) AND ("position" <= 100))) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_position_counted;
COMMENT ON CONSTRAINT precheckin_field_position_counted ON hotelmate.precheckin_field IS 'Fields are counted from 1 to 100.';

-- check hotelmate.precheckin_form change_has_actor
ALTER TABLE hotelmate.precheckin_form ADD CONSTRAINT change_has_actor CHECK (((published_by ~ '\S'::text) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.precheckin_form VALIDATE CONSTRAINT change_has_actor;
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.precheckin_form IS 'A change names who made it; the API must set hotelmate.actor.';

-- check hotelmate.precheckin_form precheckin_form_counted
ALTER TABLE hotelmate.precheckin_form ADD CONSTRAINT precheckin_form_counted CHECK ((version > 0)) NOT VALID;
ALTER TABLE hotelmate.precheckin_form VALIDATE CONSTRAINT precheckin_form_counted;
COMMENT ON CONSTRAINT precheckin_form_counted ON hotelmate.precheckin_form IS 'Forms are counted from 1.';

-- check hotelmate.realtime_channel realtime_channel_positions_in_order
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_positions_in_order CHECK (((delivered_position >= 0) AND (delivered_position <= last_position))) NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_positions_in_order;
COMMENT ON CONSTRAINT realtime_channel_positions_in_order ON hotelmate.realtime_channel IS 'Nothing is delivered before it was numbered.';

-- check hotelmate.realtime_channel realtime_channel_well_formed
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_well_formed CHECK ((name ~ '^(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18})$'::text)) NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_well_formed;
COMMENT ON CONSTRAINT realtime_channel_well_formed ON hotelmate.realtime_channel IS 'A channel is the hotel''s, the rooms'', a staff member''s or a guest''s.';

-- check hotelmate.realtime_dead_letter dead_letter_has_reason
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT dead_letter_has_reason CHECK ((reason ~ '\S'::text)) NOT VALID;
ALTER TABLE hotelmate.realtime_dead_letter VALIDATE CONSTRAINT dead_letter_has_reason;
COMMENT ON CONSTRAINT dead_letter_has_reason ON hotelmate.realtime_dead_letter IS 'A dead letter says why it is one.';

-- check hotelmate.realtime_dead_letter dead_letter_was_tried
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT dead_letter_was_tried CHECK ((attempts > 0)) NOT VALID;
ALTER TABLE hotelmate.realtime_dead_letter VALIDATE CONSTRAINT dead_letter_was_tried;
COMMENT ON CONSTRAINT dead_letter_was_tried ON hotelmate.realtime_dead_letter IS 'A dead letter was tried once at least.';

-- check hotelmate.realtime_message realtime_message_positions_in_order
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_positions_in_order CHECK ((("position" > 0) AND (previous < "position"))) NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_positions_in_order;
COMMENT ON CONSTRAINT realtime_message_positions_in_order ON hotelmate.realtime_message IS 'A message comes after the one before it on its channel; the first of a hotel has position 1.';

-- check hotelmate.realtime_stream realtime_stream_positions_in_order
ALTER TABLE hotelmate.realtime_stream ADD CONSTRAINT realtime_stream_positions_in_order CHECK (((removed_position >= 0) AND (removed_position <= last_position))) NOT VALID;
ALTER TABLE hotelmate.realtime_stream VALIDATE CONSTRAINT realtime_stream_positions_in_order;
COMMENT ON CONSTRAINT realtime_stream_positions_in_order ON hotelmate.realtime_stream IS 'No message is removed before it was numbered.';

-- check hotelmate.refresh_token refresh_token_is_sha256
ALTER TABLE hotelmate.refresh_token ADD CONSTRAINT refresh_token_is_sha256 CHECK ((octet_length(token_hash) = 32)) NOT VALID;
ALTER TABLE hotelmate.refresh_token VALIDATE CONSTRAINT refresh_token_is_sha256;
COMMENT ON CONSTRAINT refresh_token_is_sha256 ON hotelmate.refresh_token IS 'Of a refresh token only its SHA-256 is kept.';

-- check hotelmate.relay_statistics relay_statistics_single_row
ALTER TABLE hotelmate.relay_statistics ADD CONSTRAINT relay_statistics_single_row CHECK (only_row) NOT VALID;
ALTER TABLE hotelmate.relay_statistics VALIDATE CONSTRAINT relay_statistics_single_row;
COMMENT ON CONSTRAINT relay_statistics_single_row ON hotelmate.relay_statistics IS 'The figures of the relay are one row.';

-- check hotelmate.room room_cleaning_has_task
ALTER TABLE hotelmate.room ADD CONSTRAINT room_cleaning_has_task CHECK (((turnover_status = 'CLEANING_IN_PROGRESS'::text) = (cleaning_task_id IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_cleaning_has_task;
COMMENT ON CONSTRAINT room_cleaning_has_task ON hotelmate.room IS 'A room is being cleaned exactly while a turnover task of it is in progress.';

-- check hotelmate.room room_device_needs_guest
ALTER TABLE hotelmate.room ADD CONSTRAINT room_device_needs_guest CHECK (((guest_fcm_token IS NULL) OR (in_house_booking_id IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_device_needs_guest;
COMMENT ON CONSTRAINT room_device_needs_guest ON hotelmate.room IS 'A room keeps a guest''s device token only while that guest is in it.';

-- check hotelmate.room room_number_well_formed
ALTER TABLE hotelmate.room ADD CONSTRAINT room_number_well_formed CHECK ((room_number ~ '^[A-Za-z0-9-]{1,10}$'::text)) NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_number_well_formed;
COMMENT ON CONSTRAINT room_number_well_formed ON hotelmate.room IS 'A room number is letters, digits and hyphens, 10 at most: it stands in paths.';

-- check hotelmate.room room_out_of_service_is_vacant
ALTER TABLE hotelmate.room ADD CONSTRAINT room_out_of_service_is_vacant CHECK (((in_house_booking_id IS NULL) OR (is_active AND (NOT is_out_of_order)))) NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_out_of_service_is_vacant;
COMMENT ON CONSTRAINT room_out_of_service_is_vacant ON hotelmate.room IS 'A room that is out of order or inactive has no guest in it.';

-- check hotelmate.room room_ready_is_vacant
ALTER TABLE hotelmate.room ADD CONSTRAINT room_ready_is_vacant CHECK (((turnover_status <> 'READY_FOR_GUEST'::text) OR (in_house_booking_id IS NULL))) NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_ready_is_vacant;
COMMENT ON CONSTRAINT room_ready_is_vacant ON hotelmate.room IS 'A room that is ready for a guest has no guest in it.';

-- check hotelmate.room room_turnover_status_known
ALTER TABLE hotelmate.room ADD CONSTRAINT room_turnover_status_known CHECK ((turnover_status = ANY (ARRAY['CHECKOUT_DIRTY'::text, 'CLEANING_IN_PROGRESS'::text, 'CLEANED_UNINSPECTED'::text, 'READY_FOR_GUEST'::text]))) NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_turnover_status_known;
COMMENT ON CONSTRAINT room_turnover_status_known ON hotelmate.room IS 'A turnover status is one of the four.';

-- check hotelmate.room_booking booking_amounts_need_ledger
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_amounts_need_ledger CHECK (((num_nulls(payment_id, payment_seq) = 0) OR ((num_nulls(payment_id, payment_seq) = 2) AND (GREATEST(authorised_amount, captured_amount, voided_amount, refunded_amount, disputed_amount) = 0) AND (LEAST(authorised_amount, captured_amount, voided_amount, refunded_amount, disputed_amount) = 0)))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_amounts_need_ledger;
COMMENT ON CONSTRAINT booking_amounts_need_ledger ON hotelmate.room_booking IS 'A booking without ledger rows has no amounts.';

-- check hotelmate.room_booking booking_approval_fits_status
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_approval_fits_status CHECK (
CASE
    WHEN (status = ANY (ARRAY['PENDING_PAYMENT'::text, 'DECLINED'::text, 'CANCELLED_DRAFT'::text])) THEN (approved_at IS NULL)
    WHEN (status = ANY (ARRAY['CONFIRMED'::text, 'COMPLETED'::text, 'NO_SHOW'::text])) THEN (approved_at IS NOT NULL)
    ELSE ((approved_at IS NULL) OR (decision_at IS NOT NULL))
END) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_approval_fits_status;
COMMENT ON CONSTRAINT booking_approval_fits_status ON hotelmate.room_booking IS 'A confirmed booking was approved; one that waits for payment, was declined or lapsed was not.';

-- check hotelmate.room_booking booking_assignment_needs_confirmed
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_assignment_needs_confirmed CHECK (((assigned_room_id IS NULL) OR (status <> ALL (ARRAY['PENDING_PAYMENT'::text, 'PENDING_APPROVAL'::text])))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_assignment_needs_confirmed;
COMMENT ON CONSTRAINT booking_assignment_needs_confirmed ON hotelmate.room_booking IS 'A room is assigned only to a confirmed booking.';

-- check hotelmate.room_booking booking_assignment_stamped
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_assignment_stamped CHECK ((num_nulls(assigned_room_id, room_assigned_at, room_assigned_by) = ANY (ARRAY[0, 3]))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_assignment_stamped;
COMMENT ON CONSTRAINT booking_assignment_stamped ON hotelmate.room_booking IS 'An assignment says when and by whom, exactly while there is one.';

-- check hotelmate.room_booking booking_cancellation_fee_stamped
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_cancellation_fee_stamped CHECK (((status = 'CANCELLED'::text) = (cancellation_fee_amount IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_cancellation_fee_stamped;
COMMENT ON CONSTRAINT booking_cancellation_fee_stamped ON hotelmate.room_booking IS 'A cancellation says what the hotel keeps, and only a cancellation does.';

-- check hotelmate.room_booking booking_cancellation_fee_within_captured
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_cancellation_fee_within_captured CHECK (((cancellation_fee_amount >= 0) AND (cancellation_fee_amount <= captured_amount))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_cancellation_fee_within_captured;
COMMENT ON CONSTRAINT booking_cancellation_fee_within_captured ON hotelmate.room_booking IS 'The hotel keeps no more of a cancelled booking than was captured.';

-- check hotelmate.room_booking booking_capacity_is_of_booked_type
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_capacity_is_of_booked_type CHECK (((assigned_room_id IS NOT NULL) OR (accommodating_room_type_id = room_type_id))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_capacity_is_of_booked_type;
COMMENT ON CONSTRAINT booking_capacity_is_of_booked_type ON hotelmate.room_booking IS 'Before a room is assigned the capacity is that of the booked room type.';

-- check hotelmate.room_booking booking_check_in_needs_confirmed
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_check_in_needs_confirmed CHECK (((checked_in_at IS NULL) OR (status <> ALL (ARRAY['PENDING_PAYMENT'::text, 'PENDING_APPROVAL'::text])))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_check_in_needs_confirmed;
COMMENT ON CONSTRAINT booking_check_in_needs_confirmed ON hotelmate.room_booking IS 'Only a confirmed booking checks in.';

-- check hotelmate.room_booking booking_check_in_needs_room
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_check_in_needs_room CHECK (((checked_in_at IS NULL) OR (assigned_room_id IS NOT NULL) OR (status = ANY (ARRAY['CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'DECLINED'::text, 'NO_SHOW'::text])))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_check_in_needs_room;
COMMENT ON CONSTRAINT booking_check_in_needs_room ON hotelmate.room_booking IS 'A guest checks in to an assigned room and keeps one.';

-- check hotelmate.room_booking booking_check_in_within_stay_dates
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_check_in_within_stay_dates CHECK (((checked_in_at IS NULL) OR (((checked_in_on >= check_in) AND (checked_in_on <= check_out)) IS TRUE))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_check_in_within_stay_dates;
COMMENT ON CONSTRAINT booking_check_in_within_stay_dates ON hotelmate.room_booking IS 'Check-in is not before the arrival date nor after the departure date on the hotel''s calendar.';

-- check hotelmate.room_booking booking_check_out_after_check_in
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_check_out_after_check_in CHECK (((checked_out_at IS NULL) OR (((checked_out_at >= checked_in_at) AND ((room_moved_at IS NULL) OR (checked_out_at >= room_moved_at))) IS TRUE))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_check_out_after_check_in;
COMMENT ON CONSTRAINT booking_check_out_after_check_in ON hotelmate.room_booking IS 'Check-out follows check-in and every move, in order and in time.';

-- check hotelmate.room_booking booking_closed_holds_no_room
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_closed_holds_no_room CHECK (((status <> ALL (ARRAY['CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'DECLINED'::text, 'NO_SHOW'::text])) OR (assigned_room_id IS NULL) OR (checked_in_at IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_closed_holds_no_room;
COMMENT ON CONSTRAINT booking_closed_holds_no_room ON hotelmate.room_booking IS 'A cancelled, declined, lapsed or no-show booking holds no room.';

-- check hotelmate.room_booking booking_closed_never_in_house
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_closed_never_in_house CHECK (((status <> ALL (ARRAY['CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'DECLINED'::text, 'NO_SHOW'::text])) OR (checked_in_at IS NULL))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_closed_never_in_house;
COMMENT ON CONSTRAINT booking_closed_never_in_house ON hotelmate.room_booking IS 'A cancelled, declined, lapsed or no-show booking was never in house.';

-- check hotelmate.room_booking booking_closing_stamped
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_closing_stamped CHECK ((((status = ANY (ARRAY['CANCELLED'::text, 'CANCELLED_DRAFT'::text])) = (cancelled_at IS NOT NULL)) AND ((status = 'NO_SHOW'::text) = (no_show_at IS NOT NULL)) AND ((status <> 'DECLINED'::text) OR (decision_at IS NOT NULL)))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_closing_stamped;
COMMENT ON CONSTRAINT booking_closing_stamped ON hotelmate.room_booking IS 'A cancellation, a no-show and a decision carry their time, exactly when they happened.';

-- check hotelmate.room_booking booking_completed_when_checked_out
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_completed_when_checked_out CHECK (((status = 'COMPLETED'::text) = (checked_out_at IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_completed_when_checked_out;
COMMENT ON CONSTRAINT booking_completed_when_checked_out ON hotelmate.room_booking IS 'A booking is COMPLETED exactly when its guest has checked out.';

-- check hotelmate.room_booking booking_confirmed_is_paid
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_confirmed_is_paid CHECK (((status <> ALL (ARRAY['CONFIRMED'::text, 'COMPLETED'::text, 'NO_SHOW'::text])) OR (paid_at IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_confirmed_is_paid;
COMMENT ON CONSTRAINT booking_confirmed_is_paid ON hotelmate.room_booking IS 'A confirmed, completed or no-show booking is paid in full.';

-- check hotelmate.room_booking booking_departs_after_arrival
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_departs_after_arrival CHECK (((check_out > check_in) AND (check_in >= '0001-01-01'::date) AND (check_out <= '9999-12-31'::date))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_departs_after_arrival;
COMMENT ON CONSTRAINT booking_departs_after_arrival ON hotelmate.room_booking IS 'The check-out date is after the check-in date, and both are days.';

-- check hotelmate.room_booking booking_has_adult
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_has_adult CHECK (((adults >= 1) AND (children >= 0))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_has_adult;
COMMENT ON CONSTRAINT booking_has_adult ON hotelmate.room_booking IS 'A booking is for at least one adult.';

-- check hotelmate.room_booking booking_move_stamped
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_move_stamped CHECK ((num_nulls(room_moved_at, room_moved_by, room_moved_from_id) = ANY (ARRAY[0, 3]))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_move_stamped;
COMMENT ON CONSTRAINT booking_move_stamped ON hotelmate.room_booking IS 'A move says when, by whom and from where.';

-- check hotelmate.room_booking booking_no_show_after_arrival_date
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_no_show_after_arrival_date CHECK (((status <> 'NO_SHOW'::text) OR ((no_show_on > check_in) IS TRUE))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_no_show_after_arrival_date;
COMMENT ON CONSTRAINT booking_no_show_after_arrival_date ON hotelmate.room_booking IS 'A guest is a no-show only after the arrival date has passed on the hotel''s calendar.';

-- check hotelmate.room_booking booking_paid_is_confirmed
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_paid_is_confirmed CHECK (((status <> 'PENDING_APPROVAL'::text) OR (paid_at IS NULL))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_paid_is_confirmed;
COMMENT ON CONSTRAINT booking_paid_is_confirmed ON hotelmate.room_booking IS 'A booking that is paid does not wait for approval: payment in full confirms it.';

-- check hotelmate.room_booking booking_paid_was_authorised
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_paid_was_authorised CHECK (((paid_at IS NULL) OR ((payment_authorized_at <= paid_at) IS TRUE))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_paid_was_authorised;
COMMENT ON CONSTRAINT booking_paid_was_authorised ON hotelmate.room_booking IS 'What is paid was authorised before, in that order in time.';

-- check hotelmate.room_booking booking_party_within_capacity
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_party_within_capacity CHECK (((NOT is_open) OR ((((adults)::integer + children) <= capacity) AND (staying_guest_count <= capacity)))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_party_within_capacity;
COMMENT ON CONSTRAINT booking_party_within_capacity ON hotelmate.room_booking IS 'The party of an open booking, as booked and as staying, fits in the room.';

-- check hotelmate.room_booking booking_payment_stamped
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_payment_stamped CHECK ((((payment_authorized_at IS NULL) = (authorised_amount = 0)) AND ((paid_at IS NOT NULL) = (captured_amount >= GREATEST(total_amount, (1)::bigint))))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_payment_stamped;
COMMENT ON CONSTRAINT booking_payment_stamped ON hotelmate.room_booking IS 'A booking is authorised exactly when an amount is, and paid exactly when its price is captured in full.';

-- check hotelmate.room_booking booking_pending_approval_is_authorised
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_pending_approval_is_authorised CHECK (((status <> 'PENDING_APPROVAL'::text) OR ((payment_authorized_at IS NOT NULL) AND ((authorised_amount - voided_amount) >= total_amount)))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_pending_approval_is_authorised;
COMMENT ON CONSTRAINT booking_pending_approval_is_authorised ON hotelmate.room_booking IS 'A booking that waits for approval has its full price authorised.';

-- check hotelmate.room_booking booking_pending_payment_is_unpaid
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_pending_payment_is_unpaid CHECK (((status <> 'PENDING_PAYMENT'::text) OR (num_nonnulls(payment_id, payment_authorized_at, paid_at) = 0))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_pending_payment_is_unpaid;
COMMENT ON CONSTRAINT booking_pending_payment_is_unpaid ON hotelmate.room_booking IS 'A booking that waits for payment has no payment that counts and no payment stamp.';

-- check hotelmate.room_booking booking_price_positive
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_price_positive CHECK ((total_amount > 0)) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_price_positive;
COMMENT ON CONSTRAINT booking_price_positive ON hotelmate.room_booking IS 'A stay costs more than nothing.';

-- check hotelmate.room_booking booking_status_known
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_status_known CHECK ((status = ANY (ARRAY['PENDING_PAYMENT'::text, 'PENDING_APPROVAL'::text, 'CONFIRMED'::text, 'DECLINED'::text, 'CANCELLED'::text, 'CANCELLED_DRAFT'::text, 'COMPLETED'::text, 'NO_SHOW'::text]))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_status_known;
COMMENT ON CONSTRAINT booking_status_known ON hotelmate.room_booking IS 'A booking status is one of the eight.';

-- check hotelmate.room_booking desk_payment_is_the_price
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT desk_payment_is_the_price CHECK (((payment_provider IS DISTINCT FROM 'desk'::text) OR (captured_amount <= total_amount))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT desk_payment_is_the_price;
COMMENT ON CONSTRAINT desk_payment_is_the_price ON hotelmate.room_booking IS 'The desk takes the price of the booking, no more and no less.';

-- check hotelmate.room_booking erased_holds_no_personal_data
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT erased_holds_no_personal_data CHECK (((personal_data_erased_at IS NULL) OR ((num_nonnulls(booker_first_name, booker_last_name, booker_email, booker_phone, cancellation_reason, decline_reason) = 0) AND (special_requests = ''::text) AND (precheckin_payload = '{}'::jsonb)))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT erased_holds_no_personal_data;
COMMENT ON CONSTRAINT erased_holds_no_personal_data ON hotelmate.room_booking IS 'Where personal data were erased there are none: no names, contacts, answers or free text.';

-- check hotelmate.room_booking personal_data_erased_after_stay
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT personal_data_erased_after_stay CHECK (((personal_data_erased_at IS NULL) OR (NOT is_open))) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT personal_data_erased_after_stay;
COMMENT ON CONSTRAINT personal_data_erased_after_stay ON hotelmate.room_booking IS 'Personal data are erased only of bookings that have ended.';

-- check hotelmate.room_booking precheckin_answers_are_object
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT precheckin_answers_are_object CHECK ((jsonb_typeof(precheckin_payload) = 'object'::text)) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT precheckin_answers_are_object;
COMMENT ON CONSTRAINT precheckin_answers_are_object ON hotelmate.room_booking IS 'Answers of pre-check-in are an object: field by field.';

-- check hotelmate.room_status_event change_has_actor
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT change_has_actor CHECK (((actor ~ '\S'::text) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT change_has_actor;
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.room_status_event IS 'A change names who made it; the API must set hotelmate.actor.';

-- check hotelmate.room_status_event change_source_known
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT change_source_known CHECK (((source = ANY (ARRAY['HOUSEKEEPING'::text, 'FRONT_DESK'::text, 'SYSTEM'::text, 'MANAGER_OVERRIDE'::text, 'GUEST'::text])) IS TRUE)) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT change_source_known;
COMMENT ON CONSTRAINT change_source_known ON hotelmate.room_status_event IS 'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';

-- check hotelmate.room_status_event correction_has_reason
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT correction_has_reason CHECK (((NOT is_correction) OR (reason IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT correction_has_reason;
COMMENT ON CONSTRAINT correction_has_reason ON hotelmate.room_status_event IS 'A correction says why.';

-- check hotelmate.room_status_event room_override_has_reason
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_override_has_reason CHECK (((source <> 'MANAGER_OVERRIDE'::text) OR (reason IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_override_has_reason;
COMMENT ON CONSTRAINT room_override_has_reason ON hotelmate.room_status_event IS 'A manager''s override says why.';

-- check hotelmate.room_status_event room_status_event_first_has_no_from
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_first_has_no_from CHECK (((version >= 1) AND ((version = 1) = (from_status IS NULL)) AND ((version = 1) = (from_turnover IS NULL)))) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_first_has_no_from;
COMMENT ON CONSTRAINT room_status_event_first_has_no_from ON hotelmate.room_status_event IS 'Only the first audit row of a room, its version 1, has no previous status.';

-- check hotelmate.room_type room_type_capacity_positive
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_capacity_positive CHECK ((max_occupancy >= 1)) NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_capacity_positive;
COMMENT ON CONSTRAINT room_type_capacity_positive ON hotelmate.room_type IS 'A room type takes at least one guest.';

-- check hotelmate.room_type room_type_code_well_formed
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_code_well_formed CHECK ((code ~ '^[A-Z0-9][A-Z0-9_-]{0,19}$'::text)) NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_code_well_formed;
COMMENT ON CONSTRAINT room_type_code_well_formed ON hotelmate.room_type IS 'A room type code is capitals, digits, hyphen and underscore, 20 at most.';

-- check hotelmate.room_type room_type_overbooking_not_negative
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_overbooking_not_negative CHECK ((overbooking_allowance >= 0)) NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_overbooking_not_negative;
COMMENT ON CONSTRAINT room_type_overbooking_not_negative ON hotelmate.room_type IS 'An overbooking allowance is no less than nothing.';

-- check hotelmate.room_type room_type_rate_positive
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_rate_positive CHECK ((nightly_rate > 0)) NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_rate_positive;
COMMENT ON CONSTRAINT room_type_rate_positive ON hotelmate.room_type IS 'A night costs more than nothing.';

-- check hotelmate.staff staff_role_known
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_role_known CHECK ((role = ANY (ARRAY['FRONT_DESK'::text, 'HOUSEKEEPING'::text, 'MANAGER'::text, 'AUDITOR'::text, 'INTEGRATION'::text]))) NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_role_known;
COMMENT ON CONSTRAINT staff_role_known ON hotelmate.staff IS 'A staff role is one of the five.';

-- check hotelmate.staff staff_username_well_formed
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_username_well_formed CHECK ((username ~ '^[a-z0-9][a-z0-9._-]{0,49}$'::text)) NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_username_well_formed;
COMMENT ON CONSTRAINT staff_username_well_formed ON hotelmate.staff IS 'A username is lower-case letters, digits, dot, hyphen and underscore, 50 at most.';

-- check hotelmate.staff_password staff_password_is_argon2
ALTER TABLE hotelmate.staff_password ADD CONSTRAINT staff_password_is_argon2 CHECK ((password_hash ~ '^\$argon2id\$'::text)) NOT VALID;
ALTER TABLE hotelmate.staff_password VALIDATE CONSTRAINT staff_password_is_argon2;
COMMENT ON CONSTRAINT staff_password_is_argon2 ON hotelmate.staff_password IS 'Of a password only its Argon2id hash is kept.';

-- check hotelmate.staff_session staff_session_end_known
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_end_known CHECK ((ended_reason = ANY (ARRAY['LOGGED_OUT'::text, 'TOKEN_REUSED'::text, 'REVOKED'::text, 'PASSWORD_CHANGED'::text, 'STAFF_CHANGED'::text]))) NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_end_known;
COMMENT ON CONSTRAINT staff_session_end_known ON hotelmate.staff_session IS 'A session ends by log-out, a reused token, revocation, or a change of password or staff.';

-- check hotelmate.staff_session staff_session_end_says_why
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_end_says_why CHECK (((ended_at IS NULL) = (ended_reason IS NULL))) NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_end_says_why;
COMMENT ON CONSTRAINT staff_session_end_says_why ON hotelmate.staff_session IS 'A session that was ended says why, and only such a one.';

-- check hotelmate.staff_session staff_session_expires_after_start
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_expires_after_start CHECK ((expires_at > started_at)) NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_expires_after_start;
COMMENT ON CONSTRAINT staff_session_expires_after_start ON hotelmate.staff_session IS 'A session expires after it started.';

-- check hotelmate.stripe_payment_intent payment_intent_not_blank
ALTER TABLE hotelmate.stripe_payment_intent ADD CONSTRAINT payment_intent_not_blank CHECK ((payment_intent_id ~ '\S'::text)) NOT VALID;
ALTER TABLE hotelmate.stripe_payment_intent VALIDATE CONSTRAINT payment_intent_not_blank;
COMMENT ON CONSTRAINT payment_intent_not_blank ON hotelmate.stripe_payment_intent IS 'A payment intent has a name.';

-- check hotelmate.stripe_webhook_event webhook_event_failed_says_why
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_failed_says_why CHECK (((status = 'FAILED'::text) = (error IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT webhook_event_failed_says_why;
COMMENT ON CONSTRAINT webhook_event_failed_says_why ON hotelmate.stripe_webhook_event IS 'A provider event says why it failed, exactly when it did.';

-- check hotelmate.stripe_webhook_event webhook_event_foreign_has_no_effect
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_foreign_has_no_effect CHECK (((NOT is_foreign) OR (status <> 'PROCESSED'::text))) NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT webhook_event_foreign_has_no_effect;
COMMENT ON CONSTRAINT webhook_event_foreign_has_no_effect ON hotelmate.stripe_webhook_event IS 'An event of another account, mode or version is kept and has no effect.';

-- check hotelmate.stripe_webhook_event webhook_event_is_object
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_is_object CHECK ((jsonb_typeof(payload) = 'object'::text)) NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT webhook_event_is_object;
COMMENT ON CONSTRAINT webhook_event_is_object ON hotelmate.stripe_webhook_event IS 'A provider event is a JSON object.';

-- check hotelmate.stripe_webhook_event webhook_event_names_hotel
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_names_hotel CHECK (((booking_id IS NULL) OR (hotel_id IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT webhook_event_names_hotel;
COMMENT ON CONSTRAINT webhook_event_names_hotel ON hotelmate.stripe_webhook_event IS 'An event that names a booking names its hotel.';

-- check hotelmate.stripe_webhook_event webhook_event_origin_known
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_origin_known CHECK ((origin = ANY (ARRAY['WEBHOOK'::text, 'EVENT_LIST'::text, 'ANSWER'::text]))) NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT webhook_event_origin_known;
COMMENT ON CONSTRAINT webhook_event_origin_known ON hotelmate.stripe_webhook_event IS 'A provider event was pushed, listed or is an answer: WEBHOOK, EVENT_LIST or ANSWER.';

-- check hotelmate.stripe_webhook_event webhook_event_processed_stamped
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_processed_stamped CHECK (((status = 'PROCESSED'::text) = (processed_at IS NOT NULL))) NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT webhook_event_processed_stamped;
COMMENT ON CONSTRAINT webhook_event_processed_stamped ON hotelmate.stripe_webhook_event IS 'A provider event carries the time of processing exactly when it was processed.';

-- check hotelmate.stripe_webhook_event webhook_event_status_known
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_status_known CHECK ((status = ANY (ARRAY['RECEIVED'::text, 'PROCESSED'::text, 'FAILED'::text]))) NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT webhook_event_status_known;
COMMENT ON CONSTRAINT webhook_event_status_known ON hotelmate.stripe_webhook_event IS 'A provider event is RECEIVED, PROCESSED or FAILED.';

-- foreign key hotelmate.access_event access_event_of_staff
ALTER TABLE hotelmate.access_event ADD CONSTRAINT access_event_of_staff FOREIGN KEY (hotel_id, staff_id) REFERENCES hotelmate.staff(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.access_event VALIDATE CONSTRAINT access_event_of_staff;
COMMENT ON CONSTRAINT access_event_of_staff ON hotelmate.access_event IS 'Access is that of a member of the same hotel''s staff.';

-- foreign key hotelmate.api_key api_key_of_integration
ALTER TABLE hotelmate.api_key ADD CONSTRAINT api_key_of_integration FOREIGN KEY (hotel_id, staff_id, staff_role) REFERENCES hotelmate.staff(hotel_id, id, role) NOT VALID;
ALTER TABLE hotelmate.api_key VALIDATE CONSTRAINT api_key_of_integration;
COMMENT ON CONSTRAINT api_key_of_integration ON hotelmate.api_key IS 'An API key is of a member of the same hotel''s staff with role INTEGRATION.';

-- foreign key hotelmate.api_key_scope api_key_scope_of_hotel
ALTER TABLE hotelmate.api_key_scope ADD CONSTRAINT api_key_scope_of_hotel FOREIGN KEY (hotel_id, api_key_id) REFERENCES hotelmate.api_key(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.api_key_scope VALIDATE CONSTRAINT api_key_scope_of_hotel;
COMMENT ON CONSTRAINT api_key_scope_of_hotel ON hotelmate.api_key_scope IS 'A scope is of a key of the same hotel.';

-- foreign key hotelmate.api_key_scope api_key_scope_permitted
ALTER TABLE hotelmate.api_key_scope ADD CONSTRAINT api_key_scope_permitted FOREIGN KEY (role, permission) REFERENCES hotelmate.staff_role_permission(role, permission) NOT VALID;
ALTER TABLE hotelmate.api_key_scope VALIDATE CONSTRAINT api_key_scope_permitted;
COMMENT ON CONSTRAINT api_key_scope_permitted ON hotelmate.api_key_scope IS 'A scope is something that the role INTEGRATION may do.';

-- foreign key hotelmate.booking_counter booking_counter_of_hotel
ALTER TABLE hotelmate.booking_counter ADD CONSTRAINT booking_counter_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.booking_counter VALIDATE CONSTRAINT booking_counter_of_hotel;
COMMENT ON CONSTRAINT booking_counter_of_hotel ON hotelmate.booking_counter IS 'A counter belongs to a hotel that exists.';

-- foreign key hotelmate.booking_event booking_event_chained
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_chained FOREIGN KEY (hotel_id, booking_id, previous_version, from_status) REFERENCES hotelmate.booking_event(hotel_id, booking_id, version, to_status) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_chained;
COMMENT ON CONSTRAINT booking_event_chained ON hotelmate.booking_event IS 'An audit row starts where the one before it ended: no gap, no fork.';

-- foreign key hotelmate.booking_event booking_event_of_booking
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_event_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_event_of_booking;
COMMENT ON CONSTRAINT booking_event_of_booking ON hotelmate.booking_event IS 'A booking with an audit trail is never deleted.';

-- foreign key hotelmate.booking_event booking_legal_transition
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT booking_legal_transition FOREIGN KEY (changed_from_status, to_status) REFERENCES hotelmate.booking_transition(from_status, to_status) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT booking_legal_transition;
COMMENT ON CONSTRAINT booking_legal_transition ON hotelmate.booking_event IS 'A booking''s status changes only by a legal step.';

-- foreign key hotelmate.booking_event change_by_staff_of_hotel
ALTER TABLE hotelmate.booking_event ADD CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by) REFERENCES hotelmate.staff(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.booking_event VALIDATE CONSTRAINT change_by_staff_of_hotel;
COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.booking_event IS 'A staff member changes only what belongs to their own hotel.';

-- foreign key hotelmate.booking_guest booking_guest_of_booking
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT booking_guest_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT booking_guest_of_booking;
COMMENT ON CONSTRAINT booking_guest_of_booking ON hotelmate.booking_guest IS 'A guest belongs to a booking of the same hotel.';

-- foreign key hotelmate.booking_guest personal_data_erased_after_stay
ALTER TABLE hotelmate.booking_guest ADD CONSTRAINT personal_data_erased_after_stay FOREIGN KEY (hotel_id, booking_id, is_of_open_booking) REFERENCES hotelmate.room_booking(hotel_id, id, is_open) NOT VALID;
ALTER TABLE hotelmate.booking_guest VALIDATE CONSTRAINT personal_data_erased_after_stay;
COMMENT ON CONSTRAINT personal_data_erased_after_stay ON hotelmate.booking_guest IS 'Personal data are erased only of bookings that have ended.';

-- foreign key hotelmate.booking_token token_live_needs_open_booking
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_live_needs_open_booking FOREIGN KEY (hotel_id, live_booking_id, needs_open_booking) REFERENCES hotelmate.room_booking(hotel_id, id, is_open) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT token_live_needs_open_booking;
COMMENT ON CONSTRAINT token_live_needs_open_booking ON hotelmate.booking_token IS 'No token is live on a booking that is closed or completed.';

-- foreign key hotelmate.booking_token token_of_booking
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT token_of_booking;
COMMENT ON CONSTRAINT token_of_booking ON hotelmate.booking_token IS 'A token belongs to a booking of the same hotel.';

-- foreign key hotelmate.booking_token token_of_form
ALTER TABLE hotelmate.booking_token ADD CONSTRAINT token_of_form FOREIGN KEY (hotel_id, form_version) REFERENCES hotelmate.precheckin_form(hotel_id, version) NOT VALID;
ALTER TABLE hotelmate.booking_token VALIDATE CONSTRAINT token_of_form;
COMMENT ON CONSTRAINT token_of_form ON hotelmate.booking_token IS 'A link keeps a form of its own hotel.';

-- foreign key hotelmate.cancellation_term cancellation_term_of_hotel
ALTER TABLE hotelmate.cancellation_term ADD CONSTRAINT cancellation_term_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.cancellation_term VALIDATE CONSTRAINT cancellation_term_of_hotel;
COMMENT ON CONSTRAINT cancellation_term_of_hotel ON hotelmate.cancellation_term IS 'Cancellation terms belong to a hotel that exists.';

-- foreign key hotelmate.consistency_count consistency_count_of_hotel
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.consistency_count VALIDATE CONSTRAINT consistency_count_of_hotel;
COMMENT ON CONSTRAINT consistency_count_of_hotel ON hotelmate.consistency_count IS 'Findings are counted for a hotel that exists, or for none.';

-- foreign key hotelmate.consistency_count consistency_count_of_result
ALTER TABLE hotelmate.consistency_count ADD CONSTRAINT consistency_count_of_result FOREIGN KEY (run_id, check_file) REFERENCES hotelmate.consistency_result(run_id, check_file) NOT VALID;
ALTER TABLE hotelmate.consistency_count VALIDATE CONSTRAINT consistency_count_of_result;
COMMENT ON CONSTRAINT consistency_count_of_result ON hotelmate.consistency_count IS 'Findings are counted of a check that was run.';

-- foreign key hotelmate.consistency_finding consistency_finding_of_hotel
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_of_hotel;
COMMENT ON CONSTRAINT consistency_finding_of_hotel ON hotelmate.consistency_finding IS 'A finding concerns a hotel that exists, or none.';

-- foreign key hotelmate.consistency_finding consistency_finding_of_run
ALTER TABLE hotelmate.consistency_finding ADD CONSTRAINT consistency_finding_of_run FOREIGN KEY (run_id) REFERENCES hotelmate.consistency_run(id) NOT VALID;
ALTER TABLE hotelmate.consistency_finding VALIDATE CONSTRAINT consistency_finding_of_run;
COMMENT ON CONSTRAINT consistency_finding_of_run ON hotelmate.consistency_finding IS 'A finding belongs to a run.';

-- foreign key hotelmate.consistency_result consistency_result_of_run
ALTER TABLE hotelmate.consistency_result ADD CONSTRAINT consistency_result_of_run FOREIGN KEY (run_id) REFERENCES hotelmate.consistency_run(id) NOT VALID;
ALTER TABLE hotelmate.consistency_result VALIDATE CONSTRAINT consistency_result_of_run;
COMMENT ON CONSTRAINT consistency_result_of_run ON hotelmate.consistency_result IS 'The result of a check belongs to a run.';

-- foreign key hotelmate.consistency_run consistency_run_of_hotel
ALTER TABLE hotelmate.consistency_run ADD CONSTRAINT consistency_run_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.consistency_run VALIDATE CONSTRAINT consistency_run_of_hotel;
COMMENT ON CONSTRAINT consistency_run_of_hotel ON hotelmate.consistency_run IS 'A consistency run is of all hotels or of one that exists.';

-- foreign key hotelmate.guest guest_in_room_of_booking
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_in_room_of_booking FOREIGN KEY (hotel_id, room_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, in_house_room_id, id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.guest VALIDATE CONSTRAINT guest_in_room_of_booking;
COMMENT ON CONSTRAINT guest_in_room_of_booking ON hotelmate.guest IS 'A guest is in the room where their booking is in house.';

-- foreign key hotelmate.guest guest_is_party_member
ALTER TABLE hotelmate.guest ADD CONSTRAINT guest_is_party_member FOREIGN KEY (hotel_id, booking_id, booking_guest_id) REFERENCES hotelmate.booking_guest(hotel_id, booking_id, id) NOT VALID;
ALTER TABLE hotelmate.guest VALIDATE CONSTRAINT guest_is_party_member;
COMMENT ON CONSTRAINT guest_is_party_member ON hotelmate.guest IS 'A guest record is of a member of its booking''s party, who stays on record.';

-- foreign key hotelmate.guest_chat_session chat_of_booking
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT chat_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT chat_of_booking;
COMMENT ON CONSTRAINT chat_of_booking ON hotelmate.guest_chat_session IS 'A chat belongs to a booking of the same hotel.';

-- foreign key hotelmate.guest_chat_session chat_open_while_in_house
ALTER TABLE hotelmate.guest_chat_session ADD CONSTRAINT chat_open_while_in_house FOREIGN KEY (hotel_id, room_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, in_house_room_id, id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.guest_chat_session VALIDATE CONSTRAINT chat_open_while_in_house;
COMMENT ON CONSTRAINT chat_open_while_in_house ON hotelmate.guest_chat_session IS 'A chat is open only while its booking is in house, in that room.';

-- foreign key hotelmate.guest_message guest_message_of_booking
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_of_booking;
COMMENT ON CONSTRAINT guest_message_of_booking ON hotelmate.guest_message IS 'A message is about a booking of the same hotel.';

-- foreign key hotelmate.guest_message guest_message_of_link
ALTER TABLE hotelmate.guest_message ADD CONSTRAINT guest_message_of_link FOREIGN KEY (hotel_id, booking_id, token_id) REFERENCES hotelmate.booking_token(hotel_id, booking_id, id) NOT VALID;
ALTER TABLE hotelmate.guest_message VALIDATE CONSTRAINT guest_message_of_link;
COMMENT ON CONSTRAINT guest_message_of_link ON hotelmate.guest_message IS 'A message carries a link of its own booking.';

-- foreign key hotelmate.hotel hotel_in_directory
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_in_directory FOREIGN KEY (hotel_id, slug) REFERENCES hotelmate.hotel_directory(hotel_id, slug) NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_in_directory;
COMMENT ON CONSTRAINT hotel_in_directory ON hotelmate.hotel IS 'A hotel has the slug that the directory gives it.';

-- foreign key hotelmate.hotel hotel_time_zone_known
ALTER TABLE hotelmate.hotel ADD CONSTRAINT hotel_time_zone_known FOREIGN KEY (time_zone) REFERENCES hotelmate.time_zone(name) NOT VALID;
ALTER TABLE hotelmate.hotel VALIDATE CONSTRAINT hotel_time_zone_known;
COMMENT ON CONSTRAINT hotel_time_zone_known ON hotelmate.hotel IS 'A hotel has an IANA time zone.';

-- foreign key hotelmate.housekeeping_task task_assignee_of_hotel
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_assignee_of_hotel FOREIGN KEY (hotel_id, assigned_to) REFERENCES hotelmate.staff(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_assignee_of_hotel;
COMMENT ON CONSTRAINT task_assignee_of_hotel ON hotelmate.housekeeping_task IS 'A task is assigned to staff of the same hotel.';

-- foreign key hotelmate.housekeeping_task task_in_progress_cleans_room
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_in_progress_cleans_room FOREIGN KEY (hotel_id, cleaning_room_id, id) REFERENCES hotelmate.room(hotel_id, id, cleaning_task_id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_in_progress_cleans_room;
COMMENT ON CONSTRAINT task_in_progress_cleans_room ON hotelmate.housekeeping_task IS 'The room of a turnover task in progress is being cleaned by that task.';

-- foreign key hotelmate.housekeeping_task task_legal_transition
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_legal_transition FOREIGN KEY (previous_status, status) REFERENCES hotelmate.task_transition(from_status, to_status) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_legal_transition;
COMMENT ON CONSTRAINT task_legal_transition ON hotelmate.housekeeping_task IS 'A task''s status changes only by a legal step.';

-- foreign key hotelmate.housekeeping_task task_of_booking
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_of_booking;
COMMENT ON CONSTRAINT task_of_booking ON hotelmate.housekeeping_task IS 'A task''s booking is of the same hotel.';

-- foreign key hotelmate.housekeeping_task task_of_room
ALTER TABLE hotelmate.housekeeping_task ADD CONSTRAINT task_of_room FOREIGN KEY (hotel_id, room_id) REFERENCES hotelmate.room(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.housekeeping_task VALIDATE CONSTRAINT task_of_room;
COMMENT ON CONSTRAINT task_of_room ON hotelmate.housekeeping_task IS 'A task is for a room of the same hotel.';

-- foreign key hotelmate.idempotency_key idempotency_key_of_staff
ALTER TABLE hotelmate.idempotency_key ADD CONSTRAINT idempotency_key_of_staff FOREIGN KEY (hotel_id, staff_id) REFERENCES hotelmate.staff(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.idempotency_key VALIDATE CONSTRAINT idempotency_key_of_staff;
COMMENT ON CONSTRAINT idempotency_key_of_staff ON hotelmate.idempotency_key IS 'An idempotency key is of a member of the same hotel''s staff.';

-- foreign key hotelmate.outbox_event outbox_event_of_hotel
ALTER TABLE hotelmate.outbox_event ADD CONSTRAINT outbox_event_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.outbox_event VALIDATE CONSTRAINT outbox_event_of_hotel;
COMMENT ON CONSTRAINT outbox_event_of_hotel ON hotelmate.outbox_event IS 'An event belongs to a hotel.';

-- foreign key hotelmate.payment payment_of_booking
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_of_booking;
COMMENT ON CONSTRAINT payment_of_booking ON hotelmate.payment IS 'A payment belongs to a booking of the same hotel.';

-- foreign key hotelmate.payment payment_of_intent
ALTER TABLE hotelmate.payment ADD CONSTRAINT payment_of_intent FOREIGN KEY (payment_intent_id, hotel_id, booking_id) REFERENCES hotelmate.stripe_payment_intent(payment_intent_id, hotel_id, booking_id) NOT VALID;
ALTER TABLE hotelmate.payment VALIDATE CONSTRAINT payment_of_intent;
COMMENT ON CONSTRAINT payment_of_intent ON hotelmate.payment IS 'A payment by Stripe is that of a payment intent of the same booking.';

-- foreign key hotelmate.payment_entry change_by_staff_of_hotel
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by) REFERENCES hotelmate.staff(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT change_by_staff_of_hotel;
COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.payment_entry IS 'A staff member changes only what belongs to their own hotel.';

-- foreign key hotelmate.payment_entry payment_entry_chained
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_chained FOREIGN KEY (hotel_id, booking_id, payment_id, previous_seq, currency, authorised_before, captured_before, voided_before, refunded_before, disputed_before) REFERENCES hotelmate.payment_entry(hotel_id, booking_id, payment_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total, disputed_total) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_chained;
COMMENT ON CONSTRAINT payment_entry_chained ON hotelmate.payment_entry IS 'A ledger row starts from the totals and in the currency of the row before it.';

-- foreign key hotelmate.payment_entry payment_entry_event_known
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_event_known FOREIGN KEY (provider_event_id, hotel_id, booking_id, evidence_status) REFERENCES hotelmate.stripe_webhook_event(event_id, hotel_id, booking_id, status) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_event_known;
COMMENT ON CONSTRAINT payment_entry_event_known ON hotelmate.payment_entry IS 'The provider event that evidences a payment was received for that booking and processed.';

-- foreign key hotelmate.payment_entry payment_entry_of_instruction
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_of_instruction FOREIGN KEY (hotel_id, booking_id, payment_id, instruction_id) REFERENCES hotelmate.payment_instruction(hotel_id, booking_id, payment_id, id) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_of_instruction;
COMMENT ON CONSTRAINT payment_entry_of_instruction ON hotelmate.payment_entry IS 'A ledger row that carries out an instruction names one for the same payment.';

-- foreign key hotelmate.payment_entry payment_entry_of_payment
ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_of_payment FOREIGN KEY (hotel_id, booking_id, payment_id, provider, currency) REFERENCES hotelmate.payment(hotel_id, booking_id, id, provider, currency) NOT VALID;
ALTER TABLE hotelmate.payment_entry VALIDATE CONSTRAINT payment_entry_of_payment;
COMMENT ON CONSTRAINT payment_entry_of_payment ON hotelmate.payment_entry IS 'A ledger is that of one payment: of one booking, through one provider, in one currency.';

-- foreign key hotelmate.payment_instruction change_by_staff_of_hotel
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by) REFERENCES hotelmate.staff(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT change_by_staff_of_hotel;
COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.payment_instruction IS 'A staff member changes only what belongs to their own hotel.';

-- foreign key hotelmate.payment_instruction payment_instruction_of_booking
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_of_booking;
COMMENT ON CONSTRAINT payment_instruction_of_booking ON hotelmate.payment_instruction IS 'A payment instruction is for a booking of the same hotel.';

-- foreign key hotelmate.payment_instruction payment_instruction_of_session
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_of_session FOREIGN KEY (hotel_id, booking_id, session_id) REFERENCES hotelmate.payment_session(hotel_id, booking_id, id) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_of_session;
COMMENT ON CONSTRAINT payment_instruction_of_session ON hotelmate.payment_instruction IS 'A payment session that is to be closed is one of the same booking.';

-- foreign key hotelmate.payment_instruction payment_instruction_of_stripe_payment
ALTER TABLE hotelmate.payment_instruction ADD CONSTRAINT payment_instruction_of_stripe_payment FOREIGN KEY (hotel_id, booking_id, payment_id, provider) REFERENCES hotelmate.payment(hotel_id, booking_id, id, provider) NOT VALID;
ALTER TABLE hotelmate.payment_instruction VALIDATE CONSTRAINT payment_instruction_of_stripe_payment;
COMMENT ON CONSTRAINT payment_instruction_of_stripe_payment ON hotelmate.payment_instruction IS 'Stripe is told what to do with its own payments of the same booking only.';

-- foreign key hotelmate.payment_session payment_session_of_booking
ALTER TABLE hotelmate.payment_session ADD CONSTRAINT payment_session_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.payment_session VALIDATE CONSTRAINT payment_session_of_booking;
COMMENT ON CONSTRAINT payment_session_of_booking ON hotelmate.payment_session IS 'A payment session is for a booking of the same hotel.';

-- foreign key hotelmate.permission_privilege permission_privilege_of_permission
ALTER TABLE hotelmate.permission_privilege ADD CONSTRAINT permission_privilege_of_permission FOREIGN KEY (permission) REFERENCES hotelmate.permission(name) NOT VALID;
ALTER TABLE hotelmate.permission_privilege VALIDATE CONSTRAINT permission_privilege_of_permission;
COMMENT ON CONSTRAINT permission_privilege_of_permission ON hotelmate.permission_privilege IS 'A privilege is needed for a permission that there is.';

-- foreign key hotelmate.precheckin_field precheckin_field_kind_known
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_kind_known FOREIGN KEY (kind) REFERENCES hotelmate.precheckin_kind(name) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_kind_known;
COMMENT ON CONSTRAINT precheckin_field_kind_known ON hotelmate.precheckin_field IS 'A field is of a kind that there is.';

-- foreign key hotelmate.precheckin_field precheckin_field_of_form
ALTER TABLE hotelmate.precheckin_field ADD CONSTRAINT precheckin_field_of_form FOREIGN KEY (hotel_id, form_version) REFERENCES hotelmate.precheckin_form(hotel_id, version) NOT VALID;
ALTER TABLE hotelmate.precheckin_field VALIDATE CONSTRAINT precheckin_field_of_form;
COMMENT ON CONSTRAINT precheckin_field_of_form ON hotelmate.precheckin_field IS 'A field is of a form of the same hotel.';

-- foreign key hotelmate.precheckin_form precheckin_form_of_hotel
ALTER TABLE hotelmate.precheckin_form ADD CONSTRAINT precheckin_form_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.precheckin_form VALIDATE CONSTRAINT precheckin_form_of_hotel;
COMMENT ON CONSTRAINT precheckin_form_of_hotel ON hotelmate.precheckin_form IS 'A form is of a hotel that exists.';

-- foreign key hotelmate.realtime_channel realtime_channel_of_stream
ALTER TABLE hotelmate.realtime_channel ADD CONSTRAINT realtime_channel_of_stream FOREIGN KEY (hotel_id) REFERENCES hotelmate.realtime_stream(hotel_id) NOT VALID;
ALTER TABLE hotelmate.realtime_channel VALIDATE CONSTRAINT realtime_channel_of_stream;
COMMENT ON CONSTRAINT realtime_channel_of_stream ON hotelmate.realtime_channel IS 'A channel belongs to the stream of its hotel.';

-- foreign key hotelmate.realtime_dead_letter dead_letter_is_message
ALTER TABLE hotelmate.realtime_dead_letter ADD CONSTRAINT dead_letter_is_message FOREIGN KEY (hotel_id, "position") REFERENCES hotelmate.realtime_message(hotel_id, "position") NOT VALID;
ALTER TABLE hotelmate.realtime_dead_letter VALIDATE CONSTRAINT dead_letter_is_message;
COMMENT ON CONSTRAINT dead_letter_is_message ON hotelmate.realtime_dead_letter IS 'A dead letter is a message, which is kept as long.';

-- foreign key hotelmate.realtime_message realtime_message_of_channel
ALTER TABLE hotelmate.realtime_message ADD CONSTRAINT realtime_message_of_channel FOREIGN KEY (hotel_id, channel) REFERENCES hotelmate.realtime_channel(hotel_id, name) NOT VALID;
ALTER TABLE hotelmate.realtime_message VALIDATE CONSTRAINT realtime_message_of_channel;
COMMENT ON CONSTRAINT realtime_message_of_channel ON hotelmate.realtime_message IS 'A message is on a channel of its hotel.';

-- foreign key hotelmate.realtime_stream realtime_stream_of_hotel
ALTER TABLE hotelmate.realtime_stream ADD CONSTRAINT realtime_stream_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.realtime_stream VALIDATE CONSTRAINT realtime_stream_of_hotel;
COMMENT ON CONSTRAINT realtime_stream_of_hotel ON hotelmate.realtime_stream IS 'A stream of messages belongs to a hotel.';

-- foreign key hotelmate.refresh_token refresh_token_of_session
ALTER TABLE hotelmate.refresh_token ADD CONSTRAINT refresh_token_of_session FOREIGN KEY (hotel_id, session_id) REFERENCES hotelmate.staff_session(hotel_id, id) ON DELETE CASCADE NOT VALID;
ALTER TABLE hotelmate.refresh_token VALIDATE CONSTRAINT refresh_token_of_session;
COMMENT ON CONSTRAINT refresh_token_of_session ON hotelmate.refresh_token IS 'A refresh token renews a session of the same hotel.';

-- foreign key hotelmate.room room_cleaned_by_task_in_progress
ALTER TABLE hotelmate.room ADD CONSTRAINT room_cleaned_by_task_in_progress FOREIGN KEY (hotel_id, id, cleaning_task_id) REFERENCES hotelmate.housekeeping_task(hotel_id, cleaning_room_id, id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_cleaned_by_task_in_progress;
COMMENT ON CONSTRAINT room_cleaned_by_task_in_progress ON hotelmate.room IS 'A room that is being cleaned names a turnover task of its own that is in progress.';

-- foreign key hotelmate.room room_has_audit_row
ALTER TABLE hotelmate.room ADD CONSTRAINT room_has_audit_row FOREIGN KEY (hotel_id, id, version, room_status, turnover_status) REFERENCES hotelmate.room_status_event(hotel_id, room_id, version, to_status, to_turnover) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_has_audit_row;
COMMENT ON CONSTRAINT room_has_audit_row ON hotelmate.room IS 'Every committed state of a room has its audit row.';

-- foreign key hotelmate.room room_occupied_by_in_house_booking
ALTER TABLE hotelmate.room ADD CONSTRAINT room_occupied_by_in_house_booking FOREIGN KEY (hotel_id, id, in_house_booking_id) REFERENCES hotelmate.room_booking(hotel_id, in_house_room_id, id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_occupied_by_in_house_booking;
COMMENT ON CONSTRAINT room_occupied_by_in_house_booking ON hotelmate.room IS 'A room is occupied only by a booking that is in house in it.';

-- foreign key hotelmate.room room_of_type
ALTER TABLE hotelmate.room ADD CONSTRAINT room_of_type FOREIGN KEY (hotel_id, room_type_id) REFERENCES hotelmate.room_type(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.room VALIDATE CONSTRAINT room_of_type;
COMMENT ON CONSTRAINT room_of_type ON hotelmate.room IS 'A room has a room type of its own hotel.';

-- foreign key hotelmate.room_booking booking_amounts_are_ledgers
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_amounts_are_ledgers FOREIGN KEY (hotel_id, id, payment_id, payment_seq, currency, authorised_amount, captured_amount, voided_amount, refunded_amount, disputed_amount) REFERENCES hotelmate.payment_entry(hotel_id, booking_id, payment_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total, disputed_total) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_amounts_are_ledgers;
COMMENT ON CONSTRAINT booking_amounts_are_ledgers ON hotelmate.room_booking IS 'A booking''s amounts and currency are those of the ledger of its payment.';

-- foreign key hotelmate.room_booking booking_assigned_room_exists
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_assigned_room_exists FOREIGN KEY (hotel_id, assigned_room_id) REFERENCES hotelmate.room(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_assigned_room_exists;
COMMENT ON CONSTRAINT booking_assigned_room_exists ON hotelmate.room_booking IS 'The assigned room is a room of the booking''s own hotel.';

-- foreign key hotelmate.room_booking booking_capacity_is_of_room
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_capacity_is_of_room FOREIGN KEY (hotel_id, held_room_id, accommodating_room_type_id) REFERENCES hotelmate.room(hotel_id, id, room_type_id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_capacity_is_of_room;
COMMENT ON CONSTRAINT booking_capacity_is_of_room ON hotelmate.room_booking IS 'While a booking holds a room, the capacity is that of the room''s type.';

-- foreign key hotelmate.room_booking booking_capacity_is_of_type
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_capacity_is_of_type FOREIGN KEY (hotel_id, accommodating_room_type_id, held_capacity) REFERENCES hotelmate.room_type(hotel_id, id, max_occupancy) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_capacity_is_of_type;
COMMENT ON CONSTRAINT booking_capacity_is_of_type ON hotelmate.room_booking IS 'The capacity that an open booking counts with is its room type''s.';

-- foreign key hotelmate.room_booking booking_has_audit_row
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_has_audit_row FOREIGN KEY (hotel_id, id, version, status) REFERENCES hotelmate.booking_event(hotel_id, booking_id, version, to_status) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_has_audit_row;
COMMENT ON CONSTRAINT booking_has_audit_row ON hotelmate.room_booking IS 'Every committed state of a booking has its audit row.';

-- foreign key hotelmate.room_booking booking_in_house_occupies_room
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_in_house_occupies_room FOREIGN KEY (hotel_id, in_house_room_id, id) REFERENCES hotelmate.room(hotel_id, id, in_house_booking_id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_in_house_occupies_room;
COMMENT ON CONSTRAINT booking_in_house_occupies_room ON hotelmate.room_booking IS 'A booking in house occupies its room.';

-- foreign key hotelmate.room_booking booking_moved_from_room_exists
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_moved_from_room_exists FOREIGN KEY (hotel_id, room_moved_from_id) REFERENCES hotelmate.room(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_moved_from_room_exists;
COMMENT ON CONSTRAINT booking_moved_from_room_exists ON hotelmate.room_booking IS 'The room a booking moved from is a room of its own hotel.';

-- foreign key hotelmate.room_booking booking_of_hotel
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_of_hotel FOREIGN KEY (hotel_id, time_zone) REFERENCES hotelmate.hotel(hotel_id, time_zone) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_of_hotel;
COMMENT ON CONSTRAINT booking_of_hotel ON hotelmate.room_booking IS 'A booking belongs to a hotel and is judged on its calendar; the zone is fixed once there are bookings.';

-- foreign key hotelmate.room_booking booking_of_room_type
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_of_room_type FOREIGN KEY (hotel_id, room_type_id) REFERENCES hotelmate.room_type(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_of_room_type;
COMMENT ON CONSTRAINT booking_of_room_type ON hotelmate.room_booking IS 'A booking is for a room type of its own hotel.';

-- foreign key hotelmate.room_booking booking_precheckin_by_form
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_precheckin_by_form FOREIGN KEY (hotel_id, precheckin_form_version) REFERENCES hotelmate.precheckin_form(hotel_id, version) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_precheckin_by_form;
COMMENT ON CONSTRAINT booking_precheckin_by_form ON hotelmate.room_booking IS 'Pre-check-in is submitted by a form of the booking''s own hotel.';

-- foreign key hotelmate.room_booking booking_room_needs_complete_party
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_room_needs_complete_party FOREIGN KEY (hotel_id, id, needs_complete_party) REFERENCES hotelmate.room_booking(hotel_id, id, party_complete) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_room_needs_complete_party;
COMMENT ON CONSTRAINT booking_room_needs_complete_party ON hotelmate.room_booking IS 'A booking holds a room only while its party is complete.';

-- foreign key hotelmate.room_booking booking_waits_for_ready_room
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_waits_for_ready_room FOREIGN KEY (hotel_id, waits_for_room_id, waits_for_ready) REFERENCES hotelmate.room(hotel_id, id, is_assignable) NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT booking_waits_for_ready_room;
COMMENT ON CONSTRAINT booking_waits_for_ready_room ON hotelmate.room_booking IS 'A room that waits for its guest is active, in order, without maintenance, ready and vacant, and stays so.';

-- foreign key hotelmate.room_booking party_has_primary
ALTER TABLE hotelmate.room_booking ADD CONSTRAINT party_has_primary FOREIGN KEY (hotel_id, id) REFERENCES hotelmate.booking_guest(hotel_id, primary_of_booking_id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE hotelmate.room_booking VALIDATE CONSTRAINT party_has_primary;
COMMENT ON CONSTRAINT party_has_primary ON hotelmate.room_booking IS 'A booking has a primary guest, always.';

-- foreign key hotelmate.room_status_event change_by_staff_of_hotel
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by) REFERENCES hotelmate.staff(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT change_by_staff_of_hotel;
COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.room_status_event IS 'A staff member changes only what belongs to their own hotel.';

-- foreign key hotelmate.room_status_event room_legal_turnover
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_legal_turnover FOREIGN KEY (ordinary_from_turnover, to_turnover) REFERENCES hotelmate.turnover_transition(from_turnover, to_turnover) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_legal_turnover;
COMMENT ON CONSTRAINT room_legal_turnover ON hotelmate.room_status_event IS 'Turnover moves only by an ordinary step; anything else is a MANAGER_OVERRIDE.';

-- foreign key hotelmate.room_status_event room_status_event_chained
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_chained FOREIGN KEY (hotel_id, room_id, previous_version, from_status, from_turnover) REFERENCES hotelmate.room_status_event(hotel_id, room_id, version, to_status, to_turnover) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_chained;
COMMENT ON CONSTRAINT room_status_event_chained ON hotelmate.room_status_event IS 'An audit row starts where the one before it ended: no gap, no fork.';

-- foreign key hotelmate.room_status_event room_status_event_of_room
ALTER TABLE hotelmate.room_status_event ADD CONSTRAINT room_status_event_of_room FOREIGN KEY (hotel_id, room_id) REFERENCES hotelmate.room(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.room_status_event VALIDATE CONSTRAINT room_status_event_of_room;
COMMENT ON CONSTRAINT room_status_event_of_room ON hotelmate.room_status_event IS 'A room with an audit trail is never deleted.';

-- foreign key hotelmate.room_type room_type_of_hotel
ALTER TABLE hotelmate.room_type ADD CONSTRAINT room_type_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.room_type VALIDATE CONSTRAINT room_type_of_hotel;
COMMENT ON CONSTRAINT room_type_of_hotel ON hotelmate.room_type IS 'A room type belongs to a hotel that exists.';

-- foreign key hotelmate.staff staff_of_hotel
ALTER TABLE hotelmate.staff ADD CONSTRAINT staff_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel(hotel_id) NOT VALID;
ALTER TABLE hotelmate.staff VALIDATE CONSTRAINT staff_of_hotel;
COMMENT ON CONSTRAINT staff_of_hotel ON hotelmate.staff IS 'Staff work for a hotel that exists.';

-- foreign key hotelmate.staff_password staff_password_of_person
ALTER TABLE hotelmate.staff_password ADD CONSTRAINT staff_password_of_person FOREIGN KEY (hotel_id, staff_id, is_person) REFERENCES hotelmate.staff(hotel_id, id, is_person) NOT VALID;
ALTER TABLE hotelmate.staff_password VALIDATE CONSTRAINT staff_password_of_person;
COMMENT ON CONSTRAINT staff_password_of_person ON hotelmate.staff_password IS 'A password is of a person of the same hotel''s staff: an integration has API keys.';

-- foreign key hotelmate.staff_role_permission staff_role_permission_known
ALTER TABLE hotelmate.staff_role_permission ADD CONSTRAINT staff_role_permission_known FOREIGN KEY (permission) REFERENCES hotelmate.permission(name) NOT VALID;
ALTER TABLE hotelmate.staff_role_permission VALIDATE CONSTRAINT staff_role_permission_known;
COMMENT ON CONSTRAINT staff_role_permission_known ON hotelmate.staff_role_permission IS 'A role is permitted only what there is to permit.';

-- foreign key hotelmate.staff_role_permission staff_role_permission_of_role
ALTER TABLE hotelmate.staff_role_permission ADD CONSTRAINT staff_role_permission_of_role FOREIGN KEY (role) REFERENCES hotelmate.staff_role(name) NOT VALID;
ALTER TABLE hotelmate.staff_role_permission VALIDATE CONSTRAINT staff_role_permission_of_role;
COMMENT ON CONSTRAINT staff_role_permission_of_role ON hotelmate.staff_role_permission IS 'Only roles of staff are permitted anything.';

-- foreign key hotelmate.staff_session staff_session_of_person
ALTER TABLE hotelmate.staff_session ADD CONSTRAINT staff_session_of_person FOREIGN KEY (hotel_id, staff_id, is_person) REFERENCES hotelmate.staff(hotel_id, id, is_person) NOT VALID;
ALTER TABLE hotelmate.staff_session VALIDATE CONSTRAINT staff_session_of_person;
COMMENT ON CONSTRAINT staff_session_of_person ON hotelmate.staff_session IS 'A session is of a person of the same hotel''s staff: an integration has API keys.';

-- foreign key hotelmate.stripe_payment_intent payment_intent_of_booking
ALTER TABLE hotelmate.stripe_payment_intent ADD CONSTRAINT payment_intent_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.stripe_payment_intent VALIDATE CONSTRAINT payment_intent_of_booking;
COMMENT ON CONSTRAINT payment_intent_of_booking ON hotelmate.stripe_payment_intent IS 'A payment intent pays a booking that exists.';

-- foreign key hotelmate.stripe_webhook_event webhook_event_of_booking
ALTER TABLE hotelmate.stripe_webhook_event ADD CONSTRAINT webhook_event_of_booking FOREIGN KEY (hotel_id, booking_id) REFERENCES hotelmate.room_booking(hotel_id, id) NOT VALID;
ALTER TABLE hotelmate.stripe_webhook_event VALIDATE CONSTRAINT webhook_event_of_booking;
COMMENT ON CONSTRAINT webhook_event_of_booking ON hotelmate.stripe_webhook_event IS 'An event that found its booking names one that exists.';
