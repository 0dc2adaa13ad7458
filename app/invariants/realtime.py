"""The outbox: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    (
        "outbox_event_category_known",
        422,
        "An event is of the category booking, rooms or housekeeping.",
    ),
    ("outbox_event_has_channel", 422, "An event goes to at least one channel."),
    ("outbox_event_id_unique", 409, "An event id names one event."),
    ("outbox_event_is_immutable", 409, "An event row changes only in its marks of delivery."),
    ("outbox_event_kept_until_delivered", 409, "An event row is removed only after delivery."),
    ("outbox_event_of_hotel", 409, "An event belongs to a hotel."),
)
