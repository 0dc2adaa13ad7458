"""Pre-check-in, its forms and its answers: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    ("country_code_is_iso_3166_1", 422, "A country is written as two capitals, as in ISO 3166-1."),
    ("precheckin_form_counted", 422, "Forms are counted from 1."),
    (
        "precheckin_form_is_final",
        409,
        "A form of pre-check-in stays as it was published: what changes is a new one.",
    ),
    ("precheckin_form_of_hotel", 409, "A form is of a hotel that exists."),
    (
        "precheckin_field_asked_of_known",
        422,
        "A field is asked of the BOOKING or of each GUEST.",
    ),
    (
        "precheckin_field_choice_labels_known",
        422,
        "Labels of choices are of choices that there are, by language.",
    ),
    (
        "precheckin_field_choices_offered",
        422,
        "A CHOICE offers 1 to 100 choices, each once and without spaces around it; nothing else"
        " offers any.",
    ),
    (
        "precheckin_field_consent_has_text",
        422,
        "A CONSENT has the words that it is given to, by language, and nothing else has.",
    ),
    ("precheckin_field_has_label", 422, "A field has a label, by language."),
    ("precheckin_field_kind_known", 422, "A field is of a kind that there is."),
    (
        "precheckin_field_name_well_formed",
        422,
        "A field's name is small letters, digits and underscores, 50 at most, a letter first.",
    ),
    ("precheckin_field_of_form", 409, "A field is of a form of the same hotel."),
    ("precheckin_field_position_counted", 422, "Fields are counted from 1 to 100."),
    ("precheckin_field_position_unique", 409, "A place on a form has one field."),
    ("token_of_form", 409, "A link keeps a form of its own hotel."),
    (
        "booking_precheckin_by_form",
        409,
        "Pre-check-in is submitted by a form of the booking's own hotel.",
    ),
    (
        "booking_precheckin_complete",
        422,
        "Pre-check-in is submitted only with an answer to every field that its form requires, of"
        " each staying guest too.",
    ),
    (
        "precheckin_answers_are_object",
        422,
        "Answers of pre-check-in are an object: field by field.",
    ),
    (
        "precheckin_answers_fit_form",
        422,
        "Answers of pre-check-in fit the fields of the form that counts for the booking.",
    ),
    (
        "precheckin_submitted_is_final",
        409,
        "Answers of pre-check-in that were submitted stay as they are.",
    ),
)
