"""Hotels, their directory and their staff: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    ("booking_counter_of_hotel", 409, "A counter belongs to a hotel that exists."),
    (
        "cancellation_term_days_from_zero",
        422,
        "A cancellation term counts from the day of arrival or before, ten years at most.",
    ),
    ("cancellation_term_of_hotel", 409, "Cancellation terms belong to a hotel that exists."),
    ("cancellation_term_percent", 422, "A refund is a percentage from 0 to 100."),
    ("currency_code_is_iso_4217", 422, "A currency is written as three capitals, as in ISO 4217."),
    (
        "hotel_brand_color_well_formed",
        422,
        "A hotel's colour is written like #1f4e79, in small letters.",
    ),
    (
        "hotel_contact_well_formed",
        422,
        "Guests reach a hotel by an e-mail address and by a telephone number in E.164.",
    ),
    ("hotel_has_name", 422, "A hotel has a name."),
    ("hotel_in_directory", 409, "A hotel has the slug that the directory gives it."),
    ("hotel_periods_positive", 422, "Periods of a hotel are longer than nothing."),
    (
        "hotel_slug_is_no_channel",
        422,
        "A slug does not read like part of a channel's name: no hotel shares a channel with another"
        " or has another kind.",
    ),
    ("hotel_slug_unique", 409, "A slug names one hotel."),
    (
        "hotel_slug_well_formed",
        422,
        "A slug is lower-case letters, digits and single hyphens, 50 at most: it stands in"
        " paths and channel names.",
    ),
    ("hotel_time_zone_known", 422, "A hotel has an IANA time zone."),
    (
        "language_code_is_iso_639_1",
        422,
        "A language is written as two small letters, as in ISO 639-1.",
    ),
    ("staff_of_hotel", 409, "Staff work for a hotel that exists."),
    ("staff_role_known", 422, "A staff role is one of the five."),
    ("staff_username_unique", 409, "A username names one member of a hotel's staff."),
    (
        "staff_username_well_formed",
        422,
        "A username is lower-case letters, digits, dot, hyphen and underscore, 50 at most.",
    ),
)
