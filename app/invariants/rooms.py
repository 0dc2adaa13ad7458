"""Rooms, their types, turnover and audit trail: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    (
        "audit_row_is_of_current_version",
        409,
        "An audit row is of the version that its subject has now.",
    ),
    (
        "change_by_staff_of_hotel",
        403,
        "A staff member changes only what belongs to their own hotel.",
    ),
    ("change_has_actor", 403, "A change names who made it; the API must set hotelmate.actor."),
    (
        "change_source_known",
        422,
        "A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and"
        " rooms, the GUEST.",
    ),
    ("correction_has_reason", 422, "A correction says why."),
    (
        "evidence_is_append_only",
        409,
        "Rows of evidence are never changed or removed; erasure takes reasons out of them.",
    ),
    (
        "room_cleaned_by_task_in_progress",
        409,
        "A room that is being cleaned names a turnover task of its own that is in progress.",
    ),
    (
        "room_cleaning_has_task",
        409,
        "A room is being cleaned exactly while a turnover task of it is in progress.",
    ),
    (
        "room_device_needs_guest",
        409,
        "A room keeps a guest's device token only while that guest is in it.",
    ),
    ("room_has_audit_row", 409, "Every committed state of a room has its audit row."),
    (
        "room_legal_turnover",
        409,
        "Turnover moves only by an ordinary step; anything else is a MANAGER_OVERRIDE.",
    ),
    ("room_number_unique", 409, "A number names one room of a hotel."),
    (
        "room_number_well_formed",
        422,
        "A room number is letters, digits and hyphens, 10 at most: it stands in paths.",
    ),
    (
        "room_occupied_by_in_house_booking",
        409,
        "A room is occupied only by a booking that is in house in it.",
    ),
    ("room_of_type", 422, "A room has a room type of its own hotel."),
    (
        "room_out_of_service_is_vacant",
        409,
        "A room that is out of order or inactive has no guest in it.",
    ),
    ("room_override_has_reason", 422, "A manager's override says why."),
    ("room_ready_is_vacant", 409, "A room that is ready for a guest has no guest in it."),
    (
        "room_status_event_chained",
        409,
        "An audit row starts where the one before it ended: no gap, no fork.",
    ),
    (
        "room_status_event_first_has_no_from",
        409,
        "Only the first audit row of a room, its version 1, has no previous status.",
    ),
    ("room_status_event_of_room", 409, "A room with an audit trail is never deleted."),
    ("room_turnover_status_known", 422, "A turnover status is one of the four."),
    ("room_type_capacity_positive", 422, "A room type takes at least one guest."),
    ("room_type_code_unique", 409, "A code names one room type of a hotel."),
    (
        "room_type_code_well_formed",
        422,
        "A room type code is capitals, digits, hyphen and underscore, 20 at most.",
    ),
    ("room_type_of_hotel", 409, "A room type belongs to a hotel that exists."),
    (
        "room_type_overbooking_not_negative",
        422,
        "An overbooking allowance is no less than nothing.",
    ),
    ("room_type_rate_positive", 422, "A night costs more than nothing."),
)
