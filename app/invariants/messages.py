"""Messages to guests by e-mail: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    (
        "guest_message_claimed_while_sending",
        409,
        "A message is claimed exactly while it is being sent.",
    ),
    (
        "guest_message_finished_once",
        409,
        "A message is finished exactly when nothing is left to do.",
    ),
    (
        "guest_message_kind_known",
        422,
        "Guests are told of a link, a confirmation, a decline or a cancellation.",
    ),
    (
        "guest_message_link_has_token",
        422,
        "A message carries a link exactly when it tells of one.",
    ),
    ("guest_message_of_booking", 409, "A message is about a booking of the same hotel."),
    ("guest_message_of_link", 409, "A message carries a link of its own booking."),
    (
        "guest_message_sent_once",
        409,
        "A message tells what is so, is taken by one, sent once, and stays on record as what it"
        " was.",
    ),
    (
        "guest_message_single",
        409,
        "Guests are told of a decision once, and of each link once.",
    ),
    ("guest_message_state_known", 422, "A message is in one of its eight states."),
)
