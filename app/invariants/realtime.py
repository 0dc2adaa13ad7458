"""Realtime, from the outbox to delivery: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    ("dead_letter_has_reason", 422, "A dead letter says why it is one."),
    ("dead_letter_is_message", 409, "A dead letter is a message, which is kept as long."),
    ("dead_letter_was_tried", 422, "A dead letter was tried once at least."),
    (
        "outbox_event_category_known",
        422,
        "An event is of the category booking, rooms or housekeeping.",
    ),
    (
        "outbox_event_fits_message",
        422,
        "Payload and scope of an event have 9,000 bytes at most, so that a message holds them.",
    ),
    (
        "outbox_event_has_channel",
        422,
        "An event goes to channels of its own hotel, one at least: the hotel's, the rooms', a staff"
        " member's or a guest's.",
    ),
    ("outbox_event_id_unique", 409, "An event id names one event."),
    ("outbox_event_is_dated", 422, "An event says when it was."),
    ("outbox_event_is_immutable", 409, "An event is never changed."),
    ("outbox_event_kept_until_numbered", 409, "An event leaves the outbox only as a message."),
    ("outbox_event_of_hotel", 409, "An event belongs to a hotel."),
    (
        "outbox_event_type_well_formed",
        422,
        "An event type is lower-case words joined by underscores, 64 letters at most.",
    ),
    (
        "realtime_channel_ends_with_message",
        409,
        "A channel moves on only to a message that is on it.",
    ),
    (
        "realtime_channel_goes_forward",
        409,
        "The positions of a channel only grow, and it stays while something is to be delivered.",
    ),
    ("realtime_channel_of_stream", 409, "A channel belongs to the stream of its hotel."),
    (
        "realtime_channel_positions_in_order",
        409,
        "Nothing is delivered before it was numbered.",
    ),
    (
        "realtime_channel_well_formed",
        422,
        "A channel is the hotel's, the rooms', a staff member's or a guest's.",
    ),
    ("realtime_message_is_immutable", 409, "A message is never changed."),
    ("realtime_message_kept_until_delivered", 409, "A message is removed only after delivery."),
    ("realtime_message_of_channel", 409, "A message is on a channel of its hotel."),
    ("realtime_message_once_a_channel", 409, "An event is one message on each of its channels."),
    (
        "realtime_message_positions_in_order",
        409,
        "A message comes after the one before it on its channel; the first of a hotel has"
        " position 1.",
    ),
    (
        "realtime_message_was_numbered",
        409,
        "A message has a position that its hotel's stream has given.",
    ),
    (
        "realtime_stream_ends_with_message",
        409,
        "A stream moves on only to a message that is there.",
    ),
    ("realtime_stream_goes_forward", 409, "The positions of a hotel's messages only grow."),
    ("realtime_stream_of_hotel", 409, "A stream of messages belongs to a hotel."),
    (
        "realtime_stream_positions_in_order",
        409,
        "No message is removed before it was numbered.",
    ),
    ("relay_statistics_single_row", 409, "The figures of the relay are one row."),
)
