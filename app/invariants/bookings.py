"""Bookings: lifecycle, stamps, occupancy and audit trail: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    (
        "booking_amounts_are_ledgers",
        409,
        "A booking's amounts and currency are those of the ledger of its payment.",
    ),
    ("booking_amounts_need_ledger", 409, "A booking without ledger rows has no amounts."),
    (
        "booking_approval_fits_status",
        409,
        "A confirmed booking was approved; one that waits for payment, was declined or lapsed"
        " was not.",
    ),
    (
        "booking_approval_within_rooms",
        409,
        "No more stays are approved for a night than there are rooms of the type and the"
        " hotel's allowance.",
    ),
    (
        "booking_assigned_room_exists",
        422,
        "The assigned room is a room of the booking's own hotel.",
    ),
    ("booking_assignment_needs_confirmed", 409, "A room is assigned only to a confirmed booking."),
    (
        "booking_assignment_stamped",
        409,
        "An assignment says when and by whom, exactly while there is one.",
    ),
    (
        "booking_cancellation_fee_stamped",
        409,
        "A cancellation says what the hotel keeps, and only a cancellation does.",
    ),
    (
        "booking_cancellation_fee_within_captured",
        409,
        "The hotel keeps no more of a cancelled booking than was captured.",
    ),
    (
        "booking_capacity_is_of_booked_type",
        409,
        "Before a room is assigned the capacity is that of the booked room type.",
    ),
    (
        "booking_capacity_is_of_room",
        409,
        "While a booking holds a room, the capacity is that of the room's type.",
    ),
    (
        "booking_capacity_is_of_type",
        409,
        "The capacity that an open booking counts with is its room type's.",
    ),
    ("booking_check_in_needs_confirmed", 409, "Only a confirmed booking checks in."),
    ("booking_check_in_needs_room", 409, "A guest checks in to an assigned room and keeps one."),
    (
        "booking_check_in_within_stay_dates",
        409,
        "Check-in is not before the arrival date nor after the departure date on the hotel's"
        " calendar.",
    ),
    (
        "booking_check_out_after_check_in",
        409,
        "Check-out follows check-in and every move, in order and in time.",
    ),
    (
        "booking_checks_out_of_its_room",
        409,
        "A guest checks out of the room that they were in house in, in a step of its own.",
    ),
    (
        "booking_closed_holds_no_room",
        409,
        "A cancelled, declined, lapsed or no-show booking holds no room.",
    ),
    (
        "booking_closed_never_in_house",
        409,
        "A cancelled, declined, lapsed or no-show booking was never in house.",
    ),
    (
        "booking_closing_stamped",
        409,
        "A cancellation, a no-show and a decision carry their time, exactly when they happened.",
    ),
    (
        "booking_completed_when_checked_out",
        409,
        "A booking is COMPLETED exactly when its guest has checked out.",
    ),
    (
        "booking_confirmed_is_paid",
        409,
        "A confirmed, completed or no-show booking is paid in full.",
    ),
    (
        "booking_departs_after_arrival",
        422,
        "The check-out date is after the check-in date, and both are days.",
    ),
    (
        "booking_enters_after_last_guest_left",
        409,
        "A guest enters a room after the last one has left it.",
    ),
    (
        "booking_enters_ready_room",
        409,
        "A guest enters only a room that is active, in order, ready and vacant; the room left"
        " behind is CHECKOUT_DIRTY.",
    ),
    (
        "booking_event_chained",
        409,
        "An audit row starts where the one before it ended: no gap, no fork.",
    ),
    (
        "booking_event_first_has_no_from",
        409,
        "Only the first audit row of a booking, its version 1, has no previous status.",
    ),
    ("booking_event_of_booking", 409, "A booking with an audit trail is never deleted."),
    (
        "booking_final_is_frozen",
        409,
        "An ended booking keeps its room type, dates, party size, price and pre-check-in; a"
        " departed one its room, too.",
    ),
    ("booking_has_adult", 422, "A booking is for at least one adult."),
    ("booking_has_audit_row", 409, "Every committed state of a booking has its audit row."),
    ("booking_in_house_occupies_room", 409, "A booking in house occupies its room."),
    ("booking_legal_transition", 409, "A booking's status changes only by a legal step."),
    ("booking_move_stamped", 409, "A move says when, by whom and from where."),
    (
        "booking_moved_from_room_exists",
        409,
        "The room a booking moved from is a room of its own hotel.",
    ),
    (
        "booking_no_show_after_arrival_date",
        409,
        "A guest is a no-show only after the arrival date has passed on the hotel's calendar.",
    ),
    (
        "booking_of_hotel",
        409,
        "A booking belongs to a hotel and is judged on its calendar; the zone is fixed once"
        " there are bookings.",
    ),
    ("booking_of_room_type", 422, "A booking is for a room type of its own hotel."),
    (
        "booking_paid_is_confirmed",
        409,
        "A booking that is paid does not wait for approval: payment in full confirms it.",
    ),
    (
        "booking_paid_was_authorised",
        409,
        "What is paid was authorised before, in that order in time.",
    ),
    (
        "booking_party_within_capacity",
        422,
        "The party of an open booking, as booked and as staying, fits in the room.",
    ),
    (
        "booking_payment_stamped",
        409,
        "A booking is authorised exactly when an amount is, and paid exactly when its price is"
        " captured in full.",
    ),
    (
        "booking_pending_approval_is_authorised",
        409,
        "A booking that waits for approval has its full price authorised.",
    ),
    (
        "booking_pending_payment_is_unpaid",
        409,
        "A booking that waits for payment has no payment that counts and no payment stamp.",
    ),
    ("booking_price_is_approved", 409, "The price of a booking stays as it was approved."),
    ("booking_price_positive", 422, "A stay costs more than nothing."),
    (
        "booking_reference_unique",
        409,
        "A reference names one booking of a hotel: its year, and the next number, of nine digits at"
        " most.",
    ),
    (
        "booking_room_needs_complete_party",
        409,
        "A booking holds a room only while its party is complete.",
    ),
    (
        "booking_stamps_are_final",
        409,
        "A stamp of a booking, once set, is never rewritten or cleared, nor is its reference.",
    ),
    (
        "booking_stamps_not_in_future",
        422,
        "Check-in, check-out and pre-check-in are stamped when they happen or after, not ahead.",
    ),
    ("booking_starts_pending_payment", 409, "A booking starts as PENDING_PAYMENT."),
    ("booking_status_known", 422, "A booking status is one of the eight."),
    (
        "booking_waits_for_ready_room",
        409,
        "A room that waits for its guest is active, in order, without maintenance, ready and"
        " vacant, and stays so.",
    ),
    ("party_has_primary", 409, "A booking has a primary guest, always."),
    ("room_move_has_reason", 422, "A move says why."),
    (
        "room_single_active_assignment",
        409,
        "A room has at most one active booking: assigned or in house.",
    ),
)
