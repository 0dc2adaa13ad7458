"""Provocations of rules about hotels, forms, access, events, messages and runs of the checks."""

from bench.torture.provocations.saying import (
    CHECKS_ALONE,
    HASH,
    NO_SUCH,
    Provocation,
    add,
    any_of,
    keep,
    kept,
)

_TERM = {"hotel_id": "hotel_id", "days_before_arrival": "3000", "refund_percent": "50"}
_KEY = {
    "hotel_id": "hotel_id",
    "staff_id": "id",
    "name": "'channel manager'",
    "key_hash": HASH,
    "expires_at": "now() + interval '30 days'",
}
_ANSWER = {
    "hotel_id": "hotel_id",
    "staff_id": "id",
    "key": "'retry-' || uuidv7()",
    "request_hash": HASH,
    "status": "201",
    "headers": "'{}'",
    "body": "''",
}
_RENEWAL = {"hotel_id": "hotel_id", "session_id": "id", "token_hash": HASH}
_LIMIT = {"subject": HASH, "failures": "1"}
_MESSAGE = {
    "hotel_id": "hotel_id",
    "booking_id": "id",
    "kind": "'BOOKING_CONFIRMED'",
    "expires_at": "now() + interval '1 day'",
}
_FORM = (
    keep("hotel", hotel="o.hotel_id"),
    f"INSERT INTO hotelmate.precheckin_form (hotel_id) VALUES ({kept('hotel')})",
)
_FIELD = {
    "hotel_id": "hotel_id",
    "form_version": "version",
    "name": "'diet'",
    "asked_of": "'BOOKING'",
    "kind": "'TEXT'",
    "position": "1",
    "labels": """'{"en": "Diet"}'""",
}
_NEWEST = (
    f"hotel_id = {kept('hotel')} AND version = (SELECT max(version)"
    f" FROM hotelmate.precheckin_form WHERE hotel_id = {kept('hotel')})"
)
_EVENT = {
    "hotel_id": "hotel_id",
    "channels": "'{hotel}'",
    "category": "'booking'",
    "event_type": "'booking_updated'",
    "payload": "'{}'",
    "scope": "'{}'",
}
_NUMBERED = {
    "hotel_id": "hotel_id",
    "position": kept("position"),
    "channel": "channel",
    "event_id": "event_id",
    "category": "category",
    "event_type": "event_type",
    "payload": "payload",
    "scope": "scope",
    "occurred_at": "occurred_at",
}
_OF_HOTEL = f"hotel_id = {kept('hotel')}"
# A position that was given, and whose message is gone.
_ONE_GONE = (
    keep("realtime_message", hotel="o.hotel_id", position="o.position"),
    f"UPDATE hotelmate.realtime_channel SET delivered_position = last_position WHERE {_OF_HOTEL}",
    f"DELETE FROM hotelmate.realtime_message WHERE {_OF_HOTEL} AND position = {kept('position')}",
)
_DEAD = {"hotel_id": "hotel_id", "position": "position", "reason": "'refused'", "attempts": "1"}
_FINDING = {
    "run_id": "id",
    "number": "100000",
    "check_file": "'occupancy'",
    "check_name": "'occupancy'",
    "subject": "'room 1'",
    "finding": "'is odd'",
    "mend": "'unassign'",
}
_COUNT = {"run_id": "run_id", "check_file": "check_file", "findings": "1"}
_NO_HOTEL = {"hotel_id": NO_SUCH}


def _field(rule: str, **changed: str) -> Provocation:
    """Publish a form with a field that cannot be."""
    return Provocation(
        rule, *_FORM, add("precheckin_field", "precheckin_form", _NEWEST, **{**_FIELD, **changed})
    )


HOTELS = (
    Provocation(
        "cancellation_term_percent",
        add("cancellation_term", "hotel", **{**_TERM, "refund_percent": "101"}),
    ),
    Provocation(
        "cancellation_term_days_from_zero",
        add("cancellation_term", "hotel", **{**_TERM, "days_before_arrival": "-1"}),
    ),
    Provocation(
        "cancellation_term_of_hotel", add("cancellation_term", "hotel", **{**_TERM, **_NO_HOTEL})
    ),
    Provocation("country_code_is_iso_3166_1", "INSERT INTO hotelmate.country (code) VALUES ('de')"),
    Provocation("hotel_has_name", any_of("hotel", "name = ' '")),
    Provocation(
        "hotel_time_zone_known",
        "WITH entry AS (INSERT INTO hotelmate.hotel_directory (slug) VALUES ('mars') RETURNING *)"
        " INSERT INTO hotelmate.hotel (hotel_id, slug, name, time_zone, currency)"
        " SELECT hotel_id, slug, 'Mars House', 'Mars/Base', 'EUR' FROM entry",
    ),
    Provocation("hotel_periods_positive", any_of("hotel", "cleaning_minutes = 0")),
    Provocation(
        "hotel_slug_is_no_channel",
        "INSERT INTO hotelmate.hotel_directory (slug) VALUES ('cache-house')",
    ),
    Provocation(
        "hotel_is_chosen",
        "SET LOCAL ROLE hotelmate_manager",
        "UPDATE hotelmate.room SET is_active = false",
    ),
    Provocation(
        "hotel_keeps_manager",
        keep("staff", "role = 'MANAGER' AND is_active", hotel="o.hotel_id"),
        f"UPDATE hotelmate.staff SET is_active = false WHERE hotel_id = {kept('hotel')}",
    ),
)
ACCESS = (
    Provocation(
        "staff_role_permission_known",
        "INSERT INTO hotelmate.staff_role_permission (role, permission) VALUES ('MANAGER', 'x:y')",
    ),
    Provocation(
        "staff_role_permission_of_role",
        "INSERT INTO hotelmate.staff_role_permission (role, permission)"
        " SELECT 'LIFTBOY', min(name) FROM hotelmate.permission",
    ),
    Provocation(
        "permission_privilege_of_permission",
        "INSERT INTO hotelmate.permission_privilege (permission, table_name, verb, columns)"
        " VALUES ('x:y', 'room', 'SELECT', '{}')",
    ),
    Provocation(
        "permission_privilege_verb_known",
        "INSERT INTO hotelmate.permission_privilege (permission, table_name, verb, columns)"
        " SELECT min(name), 'room', 'TRUNCATE', '{}' FROM hotelmate.permission",
    ),
    Provocation(
        "api_key_has_name",
        add("api_key", "staff", "role = 'INTEGRATION'", **{**_KEY, "name": "' '"}),
    ),
    Provocation(
        "api_key_is_sha256",
        add("api_key", "staff", "role = 'INTEGRATION'", **{**_KEY, "key_hash": "'\\x00'"}),
    ),
    Provocation(
        "refresh_token_is_sha256",
        add("refresh_token", "staff_session", **{**_RENEWAL, "token_hash": "'\\x00'"}),
    ),
    Provocation(
        "refresh_token_single_unused",
        add(
            "refresh_token",
            "refresh_token",
            "used_at IS NULL",
            hotel_id="hotel_id",
            session_id="session_id",
            token_hash=HASH,
        ),
    ),
    Provocation(
        "idempotency_key_is_of_success",
        add("idempotency_key", "staff", **{**_ANSWER, "status": "404"}),
    ),
    Provocation(
        "idempotency_key_request_is_sha256",
        add("idempotency_key", "staff", **{**_ANSWER, "request_hash": "'\\x00'"}),
    ),
    Provocation(
        "idempotency_key_well_formed",
        add("idempotency_key", "staff", **{**_ANSWER, "key": "'a b'"}),
    ),
    Provocation(
        "idempotency_key_of_staff",
        add("idempotency_key", "hotel", **{**_ANSWER, "staff_id": NO_SUCH}),
    ),
    Provocation(
        "log_in_limit_is_sha256", add("log_in_limit", "hotel", **{**_LIMIT, "subject": "'\\x00'"})
    ),
    Provocation("log_in_limit_counts", add("log_in_limit", "hotel", **{**_LIMIT, "failures": "0"})),
    Provocation(
        "access_event_known",
        CHECKS_ALONE,
        add("access_event", "staff", hotel_id="hotel_id", staff_id="id", event="'RUMOUR'"),
    ),
    Provocation(
        "staff_session_end_known",
        any_of("staff_session", "ended_at = now(), ended_reason = 'BORED'", "ended_at IS NULL"),
    ),
)
FORMS = (
    Provocation(
        "precheckin_form_counted",
        CHECKS_ALONE,
        add("precheckin_form", "hotel", hotel_id="hotel_id", version="0"),
    ),
    _field("precheckin_field_has_label", labels="'{}'"),
    _field("precheckin_field_kind_known", kind="'RIDDLE'"),
    _field("precheckin_field_asked_of_known", asked_of="'DOG'"),
    _field("precheckin_field_position_counted", position="0"),
    _field("precheckin_field_choices_offered", kind="'CHOICE'"),
    _field("precheckin_field_consent_has_text", kind="'CONSENT'"),
    _field(
        "precheckin_field_choice_labels_known",
        kind="'CHOICE'",
        choices="'{a}'",
        choice_labels="""'{"b": {"en": "B"}}'""",
    ),
    Provocation(
        "precheckin_field_position_unique",
        *_FORM,
        add("precheckin_field", "precheckin_form", _NEWEST, **_FIELD),
        add("precheckin_field", "precheckin_form", _NEWEST, **{**_FIELD, "name": "'way'"}),
    ),
)
MESSAGES = (
    Provocation(
        "guest_message_kind_known",
        add("guest_message", "room_booking", **{**_MESSAGE, "kind": "'RUMOUR'"}),
    ),
    Provocation(
        "guest_message_state_known",
        add("guest_message", "room_booking", **_MESSAGE, state="'LOST'", finished_at="now()"),
    ),
    Provocation(
        "guest_message_link_has_token",
        add("guest_message", "room_booking", **{**_MESSAGE, "kind": "'PRECHECKIN_LINK'"}),
    ),
)
EVENTS = (
    Provocation(
        "outbox_event_fits_message",
        add(
            "outbox_event",
            "hotel",
            **{**_EVENT, "payload": "jsonb_build_object('a', repeat('x', 9000))"},
        ),
    ),
    Provocation(
        "outbox_event_is_dated", add("outbox_event", "hotel", **_EVENT, occurred_at="'infinity'")
    ),
    Provocation("outbox_event_of_hotel", add("outbox_event", "hotel", **{**_EVENT, **_NO_HOTEL})),
    Provocation(
        "outbox_event_has_channel", add("outbox_event", "hotel", **{**_EVENT, "channels": "'{}'"})
    ),
    Provocation(
        "outbox_event_category_known",
        add("outbox_event", "hotel", **{**_EVENT, "category": "'weather'"}),
    ),
    Provocation(
        "outbox_event_type_well_formed",
        add("outbox_event", "hotel", **{**_EVENT, "event_type": "'Booking'"}),
    ),
    Provocation(
        "realtime_message_of_channel",
        *_ONE_GONE,
        add(
            "realtime_message",
            "realtime_message",
            _OF_HOTEL,
            **{**_NUMBERED, "channel": "'guest.BK-1-000001'"},
        ),
    ),
    Provocation(
        "realtime_message_once_a_channel",
        *_ONE_GONE,
        add("realtime_message", "realtime_message", _OF_HOTEL, **_NUMBERED),
    ),
    Provocation(
        "realtime_channel_positions_in_order",
        any_of("realtime_channel", "delivered_position = last_position + 1"),
    ),
    Provocation(
        "realtime_channel_of_stream",
        add("realtime_channel", "hotel", **_NO_HOTEL, name="'hotel'", last_position="0"),
    ),
    Provocation("realtime_stream_of_hotel", add("realtime_stream", "hotel", **_NO_HOTEL)),
    Provocation(
        "dead_letter_has_reason",
        add("realtime_dead_letter", "realtime_message", **{**_DEAD, "reason": "' '"}),
    ),
    Provocation(
        "dead_letter_was_tried",
        add("realtime_dead_letter", "realtime_message", **{**_DEAD, "attempts": "0"}),
    ),
    Provocation(
        "dead_letter_is_message",
        add("realtime_dead_letter", "hotel", **{**_DEAD, "position": "-1"}),
    ),
)
CHECKS = (
    Provocation(
        "consistency_finding_mend_is_told",
        add("consistency_finding", "consistency_run", **_FINDING, mended_at="now()"),
    ),
    Provocation(
        "consistency_finding_of_hotel",
        add("consistency_finding", "consistency_run", **_FINDING, **_NO_HOTEL),
    ),
    Provocation(
        "consistency_finding_of_run",
        add("consistency_finding", "hotel", **{**_FINDING, "run_id": NO_SUCH}),
    ),
    Provocation(
        "consistency_count_single_current",
        CHECKS_ALONE,
        add("consistency_count", "consistency_result", **_COUNT, is_current="true", **_NO_HOTEL),
        add(
            "consistency_count",
            "consistency_count",
            f"hotel_id = {NO_SUCH}",
            **{**_COUNT, "run_id": NO_SUCH},
            is_current="true",
            **_NO_HOTEL,
        ),
    ),
    Provocation(
        "consistency_count_of_hotel",
        add("consistency_count", "consistency_result", **_COUNT, **_NO_HOTEL),
    ),
    Provocation(
        "consistency_count_of_result",
        add("consistency_count", "consistency_result", **{**_COUNT, "check_file": "'horoscope'"}),
    ),
    Provocation(
        "consistency_count_mends_what_was_found",
        add("consistency_count", "consistency_result", **_COUNT, mended="2", hotel_id="NULL"),
    ),
    Provocation(
        "consistency_result_severity_known",
        add(
            "consistency_result",
            "consistency_run",
            run_id="id",
            check_file="'horoscope'",
            severity="'dire'",
            findings="0",
            seconds="0",
        ),
    ),
)
