"""Payments, ledgers, sessions, instructions, provider events: (name, status, sentence)."""

RULES: tuple[tuple[str, int, str], ...] = (
    ("booking_single_payment_intent", 409, "A payment intent belongs to one booking."),
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
    (
        "payment_capture_needs_approval",
        409,
        "Stripe captures only for a booking that staff approved, and only the payment that"
        " counts for it.",
    ),
    (
        "payment_captured_once",
        409,
        "A payment is captured once and voided once: no second instruction while one waits or"
        " was carried out.",
    ),
    (
        "payment_captured_within_authorised",
        409,
        "Captured and voided together are no more than was authorised.",
    ),
    ("payment_disputed_not_negative", 409, "No more of a dispute is won than was disputed."),
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
    ("payment_entry_dispute_once", 409, "A dispute is opened once and won once."),
    (
        "payment_entry_event_known",
        409,
        "The provider event that evidences a payment was received for that booking and processed.",
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
    (
        "payment_entry_kind_known",
        422,
        "A ledger row authorises, captures, voids or refunds; one by Stripe may also take a refund"
        " back or tell of a dispute.",
    ),
    ("payment_entry_names_its_dispute", 409, "A dispute has a name, and nothing else has one."),
    ("payment_entry_names_its_refund", 409, "A refund by Stripe, and only that, names the refund."),
    (
        "payment_entry_of_instruction",
        409,
        "A ledger row that carries out an instruction names one for the same payment.",
    ),
    (
        "payment_entry_of_payment",
        409,
        "A ledger is that of one payment: of one booking, through one provider, in one currency.",
    ),
    ("payment_entry_refund_once", 409, "A refund is made once and fails once."),
    ("payment_entry_starts_at_zero", 409, "A ledger starts from nothing."),
    ("payment_entry_time_finite", 422, "A payment happened at a point in time."),
    (
        "payment_facts_by_evidence",
        409,
        "What Stripe said of a payment changes by what Stripe says, not by hand.",
    ),
    (
        "payment_instruction_done_by_evidence",
        409,
        "An instruction is DONE when Stripe has shown it, or when people saw to what had FAILED.",
    ),
    (
        "payment_instruction_has_object",
        409,
        "A payment instruction names the session, or the payment and how much.",
    ),
    (
        "payment_instruction_is_final",
        409,
        "An instruction stays what it was decided to be and, once settled, settled; only a"
        " refund may come back.",
    ),
    (
        "payment_instruction_kind_known",
        422,
        "A payment instruction is to capture, void, refund or close a session.",
    ),
    (
        "payment_instruction_of_booking",
        409,
        "A payment instruction is for a booking of the same hotel.",
    ),
    (
        "payment_instruction_of_session",
        409,
        "A payment session that is to be closed is one of the same booking.",
    ),
    (
        "payment_instruction_of_stripe_payment",
        409,
        "Stripe is told what to do with its own payments of the same booking only.",
    ),
    (
        "payment_instruction_settled_stamped",
        409,
        "A payment instruction says since when it is settled, exactly when it is.",
    ),
    (
        "payment_instruction_state_known",
        422,
        "A payment instruction is PENDING, DONE, WITHDRAWN or FAILED.",
    ),
    (
        "payment_instruction_within_amounts",
        409,
        "A capture is of all that the price asks of a hold, a void of all of it; refunds together"
        " are of what was captured and is not disputed.",
    ),
    ("payment_intent_not_blank", 422, "A payment intent has a name."),
    ("payment_intent_of_booking", 409, "A payment intent pays a booking that exists."),
    ("payment_intent_single_payment", 409, "A payment intent is one payment."),
    (
        "payment_names_its_intent",
        409,
        "A payment by Stripe, and only that, has a payment intent and its status.",
    ),
    ("payment_of_booking", 409, "A payment belongs to a booking of the same hotel."),
    (
        "payment_of_intent",
        409,
        "A payment by Stripe is that of a payment intent of the same booking.",
    ),
    (
        "payment_outcome_is_final",
        409,
        "A payment intent that succeeded or was canceled stays so, and none goes back; a"
        " payment stays whose it was.",
    ),
    ("payment_provider_known", 422, "A payment goes through the desk or Stripe."),
    ("payment_provider_status_known", 422, "The status of a payment intent is one of Stripe's."),
    ("payment_refunded_within_captured", 409, "No more is refunded than was captured."),
    (
        "payment_session_addresses_are_web_pages",
        422,
        "A guest goes on to a web page: http or https, 2,000 characters at most.",
    ),
    ("payment_session_amount_positive", 422, "A payment session is for more than nothing."),
    (
        "payment_session_currency_unit_is_stripes",
        422,
        "Stripe takes only currencies whose minor unit is the one of ISO 4217: not ISK, MGA and"
        " UGX.",
    ),
    ("payment_session_expired_once", 409, "A payment session is closed once."),
    (
        "payment_session_moves_on",
        409,
        "A payment session is never opened again, and what it is for stays.",
    ),
    (
        "payment_session_needs_pending_payment",
        409,
        "A payment session is for a booking that waits for payment, at its price.",
    ),
    ("payment_session_of_booking", 409, "A payment session is for a booking of the same hotel."),
    (
        "payment_session_open_has_address",
        409,
        "A payment session that is open has its page at Stripe.",
    ),
    ("payment_session_single_live", 409, "A booking has one payment session at a time."),
    ("payment_session_single_stripe_session", 409, "A Checkout session is one payment session."),
    (
        "payment_session_state_known",
        422,
        "A payment session is REQUESTED, OPEN, COMPLETE or EXPIRED.",
    ),
    (
        "payment_void_needs_closed_booking",
        409,
        "Stripe releases a hold only when no booking counts on it.",
    ),
    (
        "webhook_event_failed_says_why",
        409,
        "A provider event says why it failed, exactly when it did.",
    ),
    (
        "webhook_event_foreign_has_no_effect",
        409,
        "An event of another account, mode or version is kept and has no effect.",
    ),
    (
        "webhook_event_is_evidence",
        409,
        "What a provider said stays as stored; once it took effect, nothing about it changes.",
    ),
    ("webhook_event_is_object", 422, "A provider event is a JSON object."),
    ("webhook_event_names_hotel", 409, "An event that names a booking names its hotel."),
    ("webhook_event_of_booking", 409, "An event that found its booking names one that exists."),
    (
        "webhook_event_origin_known",
        422,
        "A provider event was pushed, listed or is an answer: WEBHOOK, EVENT_LIST or ANSWER.",
    ),
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
