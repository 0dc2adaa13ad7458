"""Provocations of rules about rooms, bookings, their guests and the cleaning."""

from bench.torture.provocations.saying import (
    CHECKS_ALONE,
    HASH,
    NO_SUCH,
    OVERRIDE,
    REASON,
    TRIGGERS_AGAIN,
    Provocation,
    add,
    any_of,
    keep,
    kept,
    without_triggers,
)

# On the calendar of the hotels of the estate.
_TODAY = "(now() AT TIME ZONE 'UTC')::date"
_BOOKED = {
    "hotel_id": "hotel_id",
    "room_type_id": "id",
    "check_in": _TODAY,
    "check_out": f"{_TODAY} + 1",
    "adults": "1",
    "total_amount": "20000",
}
_LINK = {
    "hotel_id": "hotel_id",
    "booking_id": "id",
    "purpose": "'PRECHECKIN'",
    "token_hash": HASH,
    "expires_at": "now() + interval '1 day'",
}
_TASK = {"hotel_id": "hotel_id", "room_id": "id", "task_type": "'STAYOVER'"}
_AUDIT_OF_BOOKING = {
    "hotel_id": "hotel_id",
    "booking_id": "id",
    "version": "version + 1",
    "event_type": "'booking_updated'",
    "from_status": "status",
    "to_status": "status",
}
_AUDIT_OF_ROOM = {
    "hotel_id": "hotel_id",
    "room_id": "id",
    "version": "version + 1",
    "from_status": "room_status",
    "to_status": "room_status",
    "from_turnover": "turnover_status",
    "to_turnover": "turnover_status",
    "is_active": "is_active",
    "is_out_of_order": "is_out_of_order",
    "maintenance_required": "maintenance_required",
    "in_house_booking_id": "in_house_booking_id",
}
_CONFIRMED = "status = 'CONFIRMED' AND occupancy = 'AVAILABLE'"
_IN_HOUSE = "occupancy = 'IN_HOUSE'"
_DIRTY = "turnover_status = 'CHECKOUT_DIRTY' AND in_house_booking_id IS NULL"
# A guest in house, and a room of the same hotel that nobody waits for.
_GUEST_AND_ROOM = (
    keep("room_booking", _IN_HOUSE, hotel="o.hotel_id", guest="o.id", type="o.room_type_id"),
    "INSERT INTO hotelmate.room (hotel_id, room_number, room_type_id)"
    " SELECT hotel_id, 'new', id FROM hotelmate.room_type"
    f" WHERE id = {kept('type')}",
)
_NEW_ROOM = (
    "(SELECT id FROM hotelmate.room WHERE room.hotel_id = room_booking.hotel_id"
    " AND room_number = 'new')"
)
_HAS_FORM = "hotel_id IN (SELECT hotel_id FROM hotelmate.precheckin_field WHERE is_required)"
# The newest form counts for a booking that was sent no link.
_MUST_ANSWER = (
    "id NOT IN (SELECT booking_id FROM hotelmate.booking_token) AND EXISTS (SELECT FROM"
    " hotelmate.precheckin_field AS field WHERE field.hotel_id = room_booking.hotel_id"
    " AND field.is_required AND field.asked_of = 'BOOKING' AND field.form_version = (SELECT"
    " max(version) FROM hotelmate.precheckin_form AS form WHERE form.hotel_id = field.hotel_id))"
)
_DIRTY_ROOM = (
    f"(SELECT min(id) FROM hotelmate.room WHERE room.hotel_id = room_booking.hotel_id AND {_DIRTY})"
)
_FLAGS = "maintenance_required = NOT maintenance_required"
_VACANT = "is_active AND NOT is_out_of_order AND in_house_booking_id IS NULL"
_FREE = (
    f"{_VACANT} AND id NOT IN (SELECT held_room_id FROM hotelmate.room_booking"
    " WHERE held_room_id IS NOT NULL)"
)
_SIGNED = "SELECT set_config('hotelmate.staff_id', ({})::text, true)"
_BY_ID = "UPDATE hotelmate.{} SET {} WHERE id = {}"
_BY_HOTEL = f"hotel_id = {kept('hotel')}"

BOOKINGS = (
    Provocation(
        "booking_price_positive",
        add("room_booking", "room_type", **{**_BOOKED, "total_amount": "0"}),
    ),
    Provocation(
        "booking_status_known", add("room_booking", "room_type", **_BOOKED, status="'ON_HOLD'")
    ),
    Provocation(
        "booking_departs_after_arrival",
        add("room_booking", "room_type", **{**_BOOKED, "check_out": _TODAY}),
    ),
    Provocation(
        "booking_capacity_is_of_room",
        any_of(
            "room_booking",
            "accommodating_room_type_id = (SELECT min(kind.id) FROM hotelmate.room_type AS kind"
            " WHERE kind.hotel_id = room_booking.hotel_id"
            " AND kind.id <> room_booking.accommodating_room_type_id), capacity = 4",
            _IN_HOUSE,
        ),
    ),
    Provocation(
        "booking_closed_holds_no_room",
        CHECKS_ALONE,
        any_of(
            "room_booking",
            "status = 'CANCELLED', cancelled_at = now(), cancellation_fee_amount = 0",
            "occupancy = 'ASSIGNED'",
        ),
    ),
    Provocation(
        "booking_enters_after_last_guest_left",
        keep(
            "room_booking",
            "occupancy = 'IN_HOUSE'",
            guest="o.id",
            room="o.assigned_room_id",
            next="(SELECT min(id) FROM hotelmate.room_booking AS next WHERE next.hotel_id"
            " = o.hotel_id AND next.status = 'CONFIRMED' AND next.occupancy = 'AVAILABLE'"
            f" AND next.check_in <= {_TODAY})",
        ),
        _BY_ID.format("room_booking", "checked_out_at = now()", kept("guest")),
        OVERRIDE,
        _BY_ID.format("room", "turnover_status = 'READY_FOR_GUEST'", kept("room")),
        _BY_ID.format("room_booking", f"assigned_room_id = {kept('room')}", kept("next")),
        _BY_ID.format(
            "room_booking", "checked_in_at = now() - interval '1 microsecond'", kept("next")
        ),
    ),
    Provocation(
        "booking_event_chained",
        without_triggers("booking_event"),
        add(
            "booking_event",
            "room_booking",
            "status = 'CONFIRMED'",
            **{**_AUDIT_OF_BOOKING, "from_status": "'PENDING_APPROVAL'"},
        ),
    ),
    Provocation(
        "booking_event_first_has_no_from",
        without_triggers("booking_event"),
        add("booking_event", "room_booking", **{**_AUDIT_OF_BOOKING, "from_status": "NULL"}),
    ),
    Provocation(
        "booking_has_audit_row",
        without_triggers("room_booking"),
        any_of(
            "room_booking",
            "status = 'CANCELLED', cancelled_at = now(), cancellation_fee_amount = 0",
            f"{_CONFIRMED} AND id NOT IN (SELECT booking_id FROM hotelmate.booking_token)",
        ),
    ),
    Provocation(
        "booking_move_stamped",
        CHECKS_ALONE,
        any_of("room_booking", "room_moved_at = now()", _CONFIRMED),
    ),
    Provocation(
        "booking_moved_from_room_exists",
        without_triggers("room_booking"),
        any_of(
            "room_booking",
            f"room_moved_at = now(), room_moved_by = 'me', room_moved_from_id = {NO_SUCH}",
            _IN_HOUSE,
        ),
    ),
    Provocation(
        "chat_closes_after_opening",
        CHECKS_ALONE,
        any_of(
            "guest_chat_session",
            "closed_at = opened_at - interval '1 second'",
            "closed_at IS NOT NULL",
        ),
    ),
    Provocation(
        "booking_cancellation_fee_within_captured",
        CHECKS_ALONE,
        any_of("room_booking", "cancellation_fee_amount = -1", "status = 'CANCELLED'"),
    ),
    Provocation(
        "booking_approval_within_rooms",
        keep(
            "room_booking",
            "status = 'PENDING_APPROVAL' AND approved_at IS NULL",
            booking="o.id",
            type="o.room_type_id",
        ),
        _BY_ID.format("room_type", "overbooking_allowance = 0", kept("type")),
        CHECKS_ALONE,
        f"UPDATE hotelmate.room SET room_type_id = {NO_SUCH} WHERE room_type_id = {kept('type')}",
        TRIGGERS_AGAIN,
        _BY_ID.format("room_booking", "approved_at = now()", kept("booking")),
    ),
    Provocation(
        "booking_checks_out_of_its_room",
        REASON,
        *_GUEST_AND_ROOM,
        _BY_ID.format(
            "room_booking",
            f"assigned_room_id = {_NEW_ROOM}, checked_out_at = now()",
            kept("guest"),
        ),
    ),
    Provocation(
        "booking_completed_when_checked_out",
        any_of("room_booking", "status = 'COMPLETED'", _IN_HOUSE),
    ),
    Provocation(
        "booking_no_show_after_arrival_date",
        any_of("room_booking", "status = 'NO_SHOW'", f"{_CONFIRMED} AND check_in >= {_TODAY}"),
    ),
    Provocation(
        "booking_check_in_needs_room",
        any_of("room_booking", "checked_in_at = now()", f"{_CONFIRMED} AND check_in = {_TODAY}"),
    ),
    Provocation(
        "booking_confirmed_is_paid",
        CHECKS_ALONE,
        any_of("room_booking", "paid_at = NULL", _CONFIRMED),
    ),
    Provocation(
        "booking_enters_ready_room",
        REASON,
        any_of(
            "room_booking",
            f"assigned_room_id = {_DIRTY_ROOM}",
            f"{_IN_HOUSE} AND {_DIRTY_ROOM} IS NOT NULL",
        ),
    ),
    Provocation(
        "booking_assigned_room_exists",
        any_of("room_booking", f"assigned_room_id = {NO_SUCH}", _CONFIRMED),
    ),
    Provocation(
        "room_move_has_reason",
        *_GUEST_AND_ROOM,
        _BY_ID.format("room_booking", f"assigned_room_id = {_NEW_ROOM}", kept("guest")),
    ),
)
PARTY = (
    Provocation(
        "booking_guest_has_name",
        any_of("booking_guest", "last_name = ' '", "personal_data_erased_at IS NULL"),
    ),
    Provocation(
        "party_named_by_guest_within_booked",
        keep(
            "room_booking",
            "is_open AND capacity > staying_guest_count"
            " AND adults = staying_guest_count - staying_child_count",
            hotel="o.hotel_id",
            booking="o.id",
        ),
        "SELECT set_config('hotelmate.hotel_id', current_setting('torture.hotel', true), true),"
        " set_config('hotelmate.guest_booking_id', current_setting('torture.booking', true), true),"
        " set_config('hotelmate.actor', 'guest:torture', true),"
        " set_config('hotelmate.source', 'GUEST', true),"
        " set_config('role', 'hotelmate_guest', true)",
        "INSERT INTO hotelmate.booking_guest"
        " (hotel_id, booking_id, role, age_group, first_name, last_name)"
        f" VALUES ({kept('hotel')}, {kept('booking')}, 'COMPANION', 'ADULT', 'New', 'Comer')",
    ),
    Provocation(
        "booking_precheckin_by_form",
        without_triggers("room_booking"),
        any_of(
            "room_booking",
            "precheckin_submitted_at = now(), precheckin_form_version = -1",
            f"{_CONFIRMED} AND precheckin_submitted_at IS NULL",
        ),
    ),
    Provocation(
        "booking_precheckin_complete",
        any_of(
            "room_booking",
            "precheckin_submitted_at = now()",
            f"{_CONFIRMED} AND precheckin_submitted_at IS NULL AND precheckin_payload = '{{}}'"
            f" AND {_MUST_ANSWER}",
        ),
    ),
    Provocation(
        "precheckin_answers_fit_form",
        any_of(
            "room_booking",
            """precheckin_payload = '{"unasked": 1}'""",
            f"{_CONFIRMED} AND precheckin_submitted_at IS NULL",
        ),
    ),
    Provocation(
        "precheckin_submitted_is_final",
        keep("room_booking", f"{_CONFIRMED} AND {_HAS_FORM}", booking="o.id"),
        CHECKS_ALONE,
        _BY_ID.format(
            "room_booking",
            "precheckin_submitted_at = now(), precheckin_form_version = (SELECT max(version)"
            " FROM hotelmate.precheckin_form AS form WHERE form.hotel_id = room_booking.hotel_id)",
            kept("booking"),
        ),
        TRIGGERS_AGAIN,
        _BY_ID.format("room_booking", """precheckin_payload = '{"late": 1}'""", kept("booking")),
    ),
    Provocation(
        "token_single_live",
        keep("room_booking", "is_open", booking="o.id"),
        add("booking_token", "room_booking", f"id = {kept('booking')}", **_LINK),
        CHECKS_ALONE,
        add("booking_token", "room_booking", f"id = {kept('booking')}", **_LINK),
    ),
    Provocation(
        "token_of_form",
        without_triggers("booking_token"),
        "UPDATE hotelmate.booking_token SET revoked_at = now()"
        " WHERE used_at IS NULL AND revoked_at IS NULL",
        add("booking_token", "room_booking", "is_open", **_LINK, form_version=NO_SUCH),
    ),
    Provocation(
        "token_is_sha256",
        add("booking_token", "room_booking", "is_open", **{**_LINK, "token_hash": "'\\x00'"}),
    ),
)
ROOMS = (
    Provocation("room_has_audit_row", without_triggers("room"), any_of("room", _FLAGS, _FREE)),
    Provocation(
        "room_status_event_chained",
        without_triggers("room_status_event"),
        add("room_status_event", "room", **{**_AUDIT_OF_ROOM, "version": "version + 2"}),
    ),
    Provocation(
        "room_override_has_reason",
        "SELECT set_config('hotelmate.source', 'MANAGER_OVERRIDE', true)",
        any_of("room", "turnover_status = 'READY_FOR_GUEST'", _DIRTY),
    ),
    Provocation("room_type_rate_positive", any_of("room_type", "nightly_rate = 0")),
    Provocation(
        "room_type_overbooking_not_negative", any_of("room_type", "overbooking_allowance = -1")
    ),
    Provocation("room_type_capacity_positive", any_of("room_type", "max_occupancy = 0")),
    Provocation(
        "room_type_of_hotel",
        add(
            "room_type",
            "hotel",
            hotel_id=NO_SUCH,
            code="'NOWHERE'",
            name="'Nowhere'",
            max_occupancy="1",
            nightly_rate="1",
        ),
    ),
    Provocation(
        "override_by_permitted_staff",
        OVERRIDE,
        keep(
            "staff",
            "role = 'FRONT_DESK' AND is_active AND hotel_id IN"
            f" (SELECT hotel_id FROM hotelmate.room WHERE {_DIRTY})",
            staff="o.id",
            hotel="o.hotel_id",
        ),
        _SIGNED.format(kept("staff")),
        any_of("room", "turnover_status = 'READY_FOR_GUEST'", f"{_DIRTY} AND {_BY_HOTEL}"),
    ),
    Provocation(
        "change_by_active_staff",
        keep("staff", "role = 'FRONT_DESK'", staff="o.id", hotel="o.hotel_id"),
        _BY_ID.format("staff", "is_active = false", kept("staff")),
        _SIGNED.format(kept("staff")),
        any_of("room", _FLAGS, f"{_FREE} AND {_BY_HOTEL}"),
    ),
    Provocation(
        "change_by_staff_of_hotel",
        _SIGNED.format(NO_SUCH),
        any_of("room", _FLAGS, _FREE),
    ),
    Provocation(
        "task_stamped",
        CHECKS_ALONE,
        any_of("housekeeping_task", "completed_at = now()", "status <> 'DONE'"),
    ),
    Provocation(
        "task_in_progress_cleans_room",
        without_triggers("housekeeping_task"),
        any_of(
            "housekeeping_task",
            "status = 'IN_PROGRESS', previous_status = 'OPEN', started_at = now()",
            "status = 'OPEN' AND task_type = 'TURNOVER'",
        ),
    ),
    Provocation("task_status_known", add("housekeeping_task", "room", **_TASK, status="'LATER'")),
)
