"""Columns that hold text and tell of no guest, table by table.

What stands in neither this list nor docs/personal-data.md is new: say there what it tells of whom,
why it is kept and when it goes, or put it here.
"""

WITHOUT = {
    "access_event": "actor event request_id role",
    "api_key": "created_by key_hash name staff_role",
    "api_key_scope": "permission role",
    "booking_event": "actor changed_from_status event_type from_status request_id source to_status",
    "booking_guest": "age_group role",
    "booking_token": "created_by purpose revoked_reason token_hash token_recipe",
    "booking_transition": "from_status meaning to_status",
    "consistency_count": "check_file",
    "consistency_finding": "check_file check_name finding mend mend_outcome subject",
    "consistency_result": "check_file error severity",
    "consistency_run": "occasion only_checks",
    "country": "code",
    "guest_message": "kind last_error state",
    "hotel": "brand_color contact_email contact_phone currency language name slug time_zone",
    "hotel_directory": "slug",
    "housekeeping_task": "changed_by created_by previous_status priority status task_type",
    "idempotency_key": "headers key request_hash",
    "log_in_limit": "subject",
    "outbox_event": "category channels event_type payload request_id scope",
    "payment": "currency payment_intent_id provider provider_failure provider_status",
    "payment_entry": (
        "actor currency dispute_id evidence_status kind method provider provider_event_id "
        "refund_id request_id source"
    ),
    "payment_instruction": "actor kind last_error provider request_id source state",
    "payment_session": "currency state stripe_session_id url",
    "permission": "meaning name",
    "permission_privilege": "columns permission table_name verb",
    "precheckin_field": "asked_of choice_labels choices consent_texts kind labels name",
    "precheckin_form": "published_by",
    "precheckin_kind": "meaning name rule",
    "realtime_channel": "last_error name",
    "realtime_dead_letter": "reason",
    "realtime_message": "category channel event_type payload request_id scope",
    "refresh_token": "token_hash",
    "relay_statistics": "last_error seconds_buckets",
    "repeatable_file": "file_name sha256",
    "room": "last_cleaned_by last_inspected_by room_number room_status turnover_status",
    "room_booking": (
        "booking_reference cancellation_terms currency decision_by language occupancy "
        "payment_provider room_assigned_by room_moved_by status time_zone"
    ),
    "room_status_event": (
        "actor from_status from_turnover ordinary_from_turnover request_id source to_status "
        "to_turnover"
    ),
    "room_type": "code name",
    "secret_column": "column_name secret table_name",
    "staff": "display_name role username",
    "staff_password": "password_hash",
    "staff_role": "database_role meaning name",
    "staff_role_permission": "permission role",
    "staff_session": "ended_reason",
    "stripe_payment_intent": "payment_intent_id",
    "stripe_webhook_event": "error event_id event_type origin payment_intent_id status",
    "task_transition": "from_status meaning to_status",
    "time_zone": "name",
    "turnover_transition": "from_turnover meaning to_turnover",
}
