"""The catalogue of invariants: every rule that the database holds, by its one name.

A name here is the name of the constraint, unique index or trigger that refuses, of the tests, of
the row in docs/invariants.md and (with dashes) of the problem type. The sentence is the COMMENT of
the database object. tests/test_catalogue.py holds them together. Imports nothing of ours.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """One rule.

    Attributes:
        name: name of the database object that refuses, and of everything that speaks of the rule.
        domain: the chapter of docs/invariants.md.
        status: HTTP status of its problem: 422 the request itself is wrong, 409 the state forbids
            it, 403 the actor may not.
        sentence: what is always true.
    """

    name: str
    domain: str
    status: int
    sentence: str


def _domain(domain: str, *rules: tuple[str, int, str]) -> tuple[Invariant, ...]:
    return tuple(Invariant(name, domain, status, sentence) for name, status, sentence in rules)


INVARIANTS: tuple[Invariant, ...] = (
    *_domain(
        "Tenants",
        ("booking_counter_of_hotel", 409, "A counter belongs to a hotel that exists."),
        (
            "currency_code_is_iso_4217",
            422,
            "A currency is written as three capitals, as in ISO 4217.",
        ),
        ("hotel_has_name", 422, "A hotel has a name."),
        ("hotel_in_directory", 409, "A hotel has the slug that the directory gives it."),
        ("hotel_periods_positive", 422, "Periods of a hotel are longer than nothing."),
        (
            "hotel_precheckin_required_is_enabled",
            422,
            "A pre-check-in field that is required is enabled.",
        ),
        ("hotel_time_zone_known", 422, "A hotel has an IANA time zone."),
        ("hotel_slug_unique", 409, "A slug names one hotel."),
        (
            "hotel_slug_well_formed",
            422,
            "A slug is lower-case letters, digits and single hyphens, 50 at most: it stands "
            "in paths and channel names.",
        ),
        ("staff_of_hotel", 409, "Staff work for a hotel that exists."),
        ("staff_role_known", 422, "A staff role is one of the five."),
        ("staff_username_unique", 409, "A username names one member of a hotel's staff."),
        (
            "staff_username_well_formed",
            422,
            "A username is lower-case letters, digits, dot, hyphen and underscore, 50 at most.",
        ),
    ),
    *_domain(
        "Rooms",
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
            "A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM or MANAGER_OVERRIDE.",
        ),
        ("evidence_is_append_only", 409, "Rows of evidence are never changed or removed."),
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
        ("room_ready_is_vacant", 409, "A room that is ready for a guest has no guest in it."),
        ("room_turnover_status_known", 422, "A turnover status is one of the four."),
        (
            "room_legal_turnover",
            409,
            "Turnover moves only by an ordinary step; anything else is a MANAGER_OVERRIDE.",
        ),
        ("room_override_has_reason", 422, "A manager's override says why."),
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
        ("room_type_capacity_positive", 422, "A room type takes at least one guest."),
        ("room_type_code_unique", 409, "A code names one room type of a hotel."),
        (
            "room_type_code_well_formed",
            422,
            "A room type code is capitals, digits, hyphen and underscore, 20 at most.",
        ),
        ("room_type_of_hotel", 409, "A room type belongs to a hotel that exists."),
        ("room_type_rate_positive", 422, "A night costs more than nothing."),
    ),
    *_domain(
        "Bookings",
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
        ("booking_legal_transition", 409, "A booking's status changes only by a legal step."),
        ("booking_starts_pending_payment", 409, "A booking starts as PENDING_PAYMENT."),
        (
            "booking_amounts_are_ledgers",
            409,
            "A booking's amounts and currency are those of its payment ledger.",
        ),
        ("booking_amounts_need_ledger", 409, "A booking without ledger rows has no amounts."),
        (
            "booking_assigned_room_exists",
            422,
            "The assigned room is a room of the booking's own hotel.",
        ),
        (
            "booking_assignment_needs_confirmed",
            409,
            "A room is assigned only to a confirmed booking.",
        ),
        (
            "booking_assignment_stamped",
            409,
            "An assignment says when and by whom, exactly while there is one.",
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
        (
            "booking_captured_within_authorised",
            409,
            "Captured and voided together are no more than was authorised.",
        ),
        ("booking_check_in_needs_confirmed", 409, "Only a confirmed booking checks in."),
        (
            "booking_check_in_needs_room",
            409,
            "A guest checks in to an assigned room and keeps one.",
        ),
        (
            "booking_check_in_within_stay_dates",
            409,
            "Check-in is not before the arrival date nor after the departure date on the "
            "hotel's calendar.",
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
            "A cancellation, a no-show and a decision carry their time, exactly when they "
            "happened.",
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
            "A guest enters only a room that is active, in order, ready and vacant; the room "
            "left behind is CHECKOUT_DIRTY.",
        ),
        (
            "booking_final_is_frozen",
            409,
            "A departed or closed booking keeps its room, room type, dates, party size, price and "
            "pre-check-in.",
        ),
        ("booking_has_adult", 422, "A booking is for at least one adult."),
        ("booking_has_audit_row", 409, "Every committed state of a booking has its audit row."),
        ("booking_in_house_occupies_room", 409, "A booking in house occupies its room."),
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
            "A booking belongs to a hotel and is judged on its calendar; the zone is fixed "
            "once there are bookings.",
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
        ("booking_payment_intent_not_blank", 422, "A payment intent has a name."),
        (
            "booking_payment_stamped",
            409,
            "A booking is authorised exactly when an amount is, and paid exactly when its price is "
            "captured in full.",
        ),
        (
            "booking_pending_approval_is_authorised",
            409,
            "A booking that waits for approval has its full price authorised.",
        ),
        (
            "booking_pending_payment_is_unpaid",
            409,
            "A booking that waits for payment has no payment stamp.",
        ),
        (
            "booking_precheckin_complete",
            422,
            "Pre-check-in is submitted only with every field that its configuration snapshot "
            "requires.",
        ),
        ("booking_price_positive", 422, "A stay costs more than nothing."),
        ("booking_reference_unique", 409, "A reference names one booking of a hotel."),
        ("booking_refunded_within_captured", 409, "No more is refunded than was captured."),
        (
            "booking_room_needs_complete_party",
            409,
            "A booking holds a room only while its party is complete.",
        ),
        ("booking_single_payment_intent", 409, "A payment intent belongs to one booking."),
        (
            "booking_stamps_are_final",
            409,
            "A stamp of a booking, once set, is never rewritten or cleared, nor is its reference.",
        ),
        (
            "booking_stamps_not_in_future",
            422,
            "Check-in, check-out and pre-check-in are stamped when they happen or after, "
            "not ahead.",
        ),
        ("booking_status_known", 422, "A booking status is one of the eight."),
        (
            "booking_waits_for_ready_room",
            409,
            "A room that waits for its guest is active, in order, without maintenance, ready "
            "and vacant, and stays so.",
        ),
        ("party_has_primary", 409, "A booking has a primary guest, always."),
        (
            "room_single_active_assignment",
            409,
            "A room has at most one active booking: assigned or in house.",
        ),
        ("room_move_has_reason", 422, "A move says why."),
    ),
    *_domain(
        "Party",
        ("booking_guest_has_name", 422, "A guest has a first and a last name."),
        ("booking_guest_of_booking", 409, "A guest belongs to a booking of the same hotel."),
        ("booking_guest_role_known", 422, "A guest is PRIMARY or COMPANION."),
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
        ("token_used_before_expiry", 409, "A token is used between its making and its expiry."),
        (
            "token_used_once",
            409,
            "A token is used once, never after it was revoked, and never turned into another.",
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
    ),
    *_domain(
        "Payments",
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
    ),
    *_domain(
        "Housekeeping",
        ("room_single_open_turnover_task", 409, "A room has at most one open turnover task."),
        ("task_assignee_of_hotel", 422, "A task is assigned to staff of the same hotel."),
        (
            "task_in_progress_cleans_room",
            409,
            "The room of a turnover task in progress is being cleaned by that task.",
        ),
        ("task_legal_transition", 409, "A task's status changes only by a legal step."),
        ("task_of_booking", 422, "A task's booking is of the same hotel."),
        ("task_of_room", 422, "A task is for a room of the same hotel."),
        ("task_priority_known", 422, "A task's priority is LOW, NORMAL or HIGH."),
        (
            "task_stamped",
            409,
            "A started task says since when; a done task, and only that, when it was completed, "
            "not before it started.",
        ),
        ("task_starts_open", 409, "A task starts as OPEN."),
        ("task_status_known", 422, "A task is OPEN, IN_PROGRESS, DONE or CANCELLED."),
        ("task_type_known", 422, "A task is TURNOVER, STAYOVER, INSPECTION or DEEP_CLEAN."),
    ),
    *_domain(
        "Realtime",
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
    ),
)

BY_NAME: dict[str, Invariant] = {invariant.name: invariant for invariant in INVARIANTS}
