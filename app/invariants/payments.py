"""The ledger and the events of providers: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    (
        "desk_captures_desk_payment",
        409,
        "The desk captures only what was authorised at the desk.",
    ),
    (
        "desk_payment_is_the_price",
        422,
        "The desk takes the price of the booking, no more and no less.",
    ),
    (
        "desk_payment_needs_pending_payment",
        409,
        "The desk takes a payment only for a booking that waits for payment.",
    ),
    ("payment_entry_amount_positive", 422, "A payment moves more than nothing."),
    (
        "payment_entry_chained",
        409,
        "A ledger row starts from the totals and in the currency of the row before it.",
    ),
    (
        "payment_entry_desk_method_known",
        422,
        "A desk payment, and only that, says how: CASH, CARD_TERMINAL or BANK_TRANSFER.",
    ),
    (
        "payment_entry_event_known",
        409,
        "The provider event that evidences a payment was received for that booking.",
    ),
    (
        "payment_entry_evidence_used_once",
        409,
        "A provider event evidences a payment of one kind once.",
    ),
    (
        "payment_entry_has_evidence",
        409,
        "A payment is evidenced by a provider event or is a desk payment that staff recorded.",
    ),
    ("payment_entry_kind_known", 422, "A payment is AUTHORISED, CAPTURED, VOIDED or REFUNDED."),
    ("payment_entry_of_booking", 409, "A payment belongs to a booking of the same hotel."),
    ("payment_entry_time_finite", 422, "A payment happened at a point in time."),
    ("payment_entry_provider_known", 422, "A payment goes through the desk or Stripe."),
    ("payment_entry_starts_at_zero", 409, "A ledger starts from nothing."),
    ("webhook_event_names_hotel", 409, "An event that names a booking names its hotel."),
    ("webhook_event_of_booking", 409, "An event that found its booking names one that exists."),
    (
        "webhook_event_processed_once",
        409,
        "A provider event is processed once, whatever its delivery.",
    ),
    (
        "webhook_event_processed_stamped",
        409,
        "A provider event carries the time of processing exactly when it was processed.",
    ),
    ("webhook_event_status_known", 409, "A provider event is RECEIVED, PROCESSED or FAILED."),
)
