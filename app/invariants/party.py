"""The party of a booking, its guests and links: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    ("booking_guest_age_group_known", 422, "A guest is an ADULT or a CHILD."),
    ("booking_guest_has_name", 422, "A guest has a first and a last name."),
    ("booking_guest_of_booking", 409, "A guest belongs to a booking of the same hotel."),
    ("booking_guest_primary_is_adult", 422, "The primary guest is an adult."),
    ("booking_guest_role_known", 422, "A guest is PRIMARY or COMPANION."),
    (
        "erased_holds_no_personal_data",
        409,
        "Where personal data were erased there are none: no names, contacts, answers or free text.",
    ),
    ("erasure_is_final", 409, "What was erased stays erased, since the moment it was."),
    (
        "personal_data_erased_after_stay",
        409,
        "Personal data are erased only of bookings that have ended.",
    ),
    (
        "party_named_by_guest_within_booked",
        409,
        "Guests name no more adults or children than were booked.",
    ),
    ("party_single_primary", 409, "A booking has at most one primary guest."),
    ("token_expires", 422, "A token expires after it was made."),
    ("token_hash_unique", 409, "A token opens one booking."),
    ("token_is_sha256", 422, "A token is kept as its SHA-256 only."),
    (
        "token_live_needs_open_booking",
        409,
        "No token is live on a booking that is closed or completed.",
    ),
    ("token_of_booking", 409, "A token belongs to a booking of the same hotel."),
    ("token_purpose_known", 422, "A token is for PRECHECKIN, GUEST_CHAT or MANAGEMENT."),
    ("token_single_live", 409, "A booking has at most one live token a purpose."),
    (
        "token_used_before_expiry",
        409,
        "A token is used between its making and its expiry, not ahead; for pre-check-in,"
        " by submission.",
    ),
    (
        "token_used_once",
        409,
        "A token is used once, never after it was revoked or has expired, and never turned into"
        " another.",
    ),
    (
        "guest_in_house_while_booking_is",
        409,
        "A staying guest is in house while their booking is, and a guest record stays that of "
        "one party member.",
    ),
    (
        "chat_open_until_check_out",
        409,
        "A chat stays that of its booking, and open until its guest checks out.",
    ),
    (
        "guest_in_room_of_booking",
        409,
        "A guest is in the room where their booking is in house.",
    ),
    (
        "guest_in_room_until_check_out",
        409,
        "A guest is in a room exactly until check-out, which follows check-in.",
    ),
    (
        "guest_is_party_member",
        409,
        "A guest record is of a member of its booking's party, who stays on record.",
    ),
    ("guest_single_per_party_member", 409, "A party member has one guest record."),
    ("chat_closes_after_opening", 409, "A chat closes after it opened."),
    ("chat_of_booking", 409, "A chat belongs to a booking of the same hotel."),
    (
        "chat_open_while_in_house",
        409,
        "A chat is open only while its booking is in house, in that room.",
    ),
    ("chat_room_until_closed", 409, "A chat has a room exactly until it is closed."),
    ("chat_single_per_booking", 409, "A stay has one chat."),
)
