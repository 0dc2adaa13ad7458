"""What to do about a refusal, by the name of the invariant: the `detail` of its problem.

Only rules that people meet have an entry; the others answer with one sentence for all.
"""

ADVICE: dict[str, str] = {
    "api_key_of_integration": (
        "Give the username of a member of staff who is active and whose role is INTEGRATION. One"
        " who has keys keeps that role."
    ),
    "api_key_scope_permitted": "GET …/roles lists what the role INTEGRATION may do.",
    "booking_approval_fits_status": (
        "Only a booking that waits for approval is approved, declined or lapses; read it again."
    ),
    "booking_approval_within_rooms": (
        "The nights are sold out. Decline the booking, free a room of this type, or let the hotel"
        " set a higher overbooking_allowance."
    ),
    "booking_assignment_needs_confirmed": (
        "The booking is not confirmed yet. Take its payment and approve it, then assign the room."
    ),
    "booking_check_in_needs_confirmed": (
        "The booking is not confirmed yet. Take its payment and approve it before check-in."
    ),
    "booking_check_in_needs_room": (
        "No room is assigned, or the guest is in it. Assign a room before check-in;"
        " move a guest in house with a room move."
    ),
    "booking_check_in_within_stay_dates": (
        "Today is outside the booked dates on the hotel's calendar. Change the dates first."
    ),
    "booking_check_out_after_check_in": "The guest has not checked in.",
    "booking_closed_never_in_house": (
        "The guest is in house or has left: check the guest out instead."
    ),
    "booking_closing_stamped": (
        "The booking is closed: cancelled, lapsed or a no-show. Make a new booking."
    ),
    "booking_completed_when_checked_out": (
        "The guest has checked out, so the booking stays COMPLETED."
    ),
    "booking_confirmed_is_paid": (
        "The price is not paid in full. Record the payment before the approval; what Stripe holds"
        " is captured after the approval, and confirms the booking then."
    ),
    "booking_departs_after_arrival": "Let check_out be after check_in.",
    "booking_enters_ready_room": (
        "The room must be active, in order, cleaned, inspected and vacant. Choose another room"
        " or have this one made ready."
    ),
    "booking_final_is_frozen": "The booking has ended. Make a new booking.",
    "booking_guest_has_name": ("Send a first_name and a last_name that are not blank."),
    "booking_guest_primary_is_adult": (
        "Let the primary guest be an ADULT, or give the role PRIMARY to one."
    ),
    "booking_has_adult": "Let adults be at least 1.",
    "booking_legal_transition": (
        "The booking's status does not allow this step; its allowed_transitions list what does."
    ),
    "booking_no_show_after_arrival_date": (
        "The guest may still come: wait until the arrival date has passed at the hotel."
    ),
    "booking_of_room_type": "The hotel has no room type of this code.",
    "booking_party_within_capacity": ("Book or assign a larger room, or make the party smaller."),
    "booking_pending_approval_is_authorised": (
        "The amount is less than the price. Take the whole price."
    ),
    "booking_precheckin_complete": ("Answer what `errors` names, or save without submitting."),
    "booking_room_needs_complete_party": (
        "Name as many adults and as many children who stay as are booked, or send how many are"
        " booked now along with the party; GET …/party says who is missing."
    ),
    "booking_stamps_are_final": "This has been done already; read the booking again.",
    "booking_waits_for_ready_room": (
        "The room is not ready for a guest, or would no longer be ready for the guest who waits"
        " for it. Choose another room, or take the room away from that booking first."
    ),
    "desk_payment_needs_pending_payment": (
        "Read the booking: it was paid already, or it is closed."
    ),
    "guest_is_party_member": (
        "A guest who is or was in house stays on record. Let is_staying be false for someone who"
        " leaves early."
    ),
    "hotel_brand_color_well_formed": (
        "Write the colour as # and six hexadecimal digits in small letters, like #1f4e79."
    ),
    "hotel_contact_well_formed": (
        "Send an e-mail address and a telephone number as guests would use them, or null."
    ),
    "hotel_keeps_manager": "Make somebody else a manager first.",
    "party_named_by_guest_within_booked": (
        "Name those who were booked. Who else comes, ask the hotel to add."
    ),
    "party_has_primary": "Give exactly one guest the role PRIMARY.",
    "party_single_primary": "Give exactly one guest the role PRIMARY.",
    "payment_instruction_within_amounts": (
        "Less is left than that: refunds that were made or wait, and what is disputed, count."
        " The booking's payments list them."
    ),
    "payment_refunded_within_captured": (
        "Less was captured, or is left of it, than that. A hold is released by declining or"
        " cancelling the booking."
    ),
    "payment_session_currency_unit_is_stripes": "Take the payment at the desk.",
    "payment_session_needs_pending_payment": (
        "Read the booking: it was paid already, it is closed, or its price has changed."
    ),
    "personal_data_erased_after_stay": (
        "Wait until the booking has ended; a guest who is expected or in house stays known."
    ),
    "precheckin_answers_fit_form": (
        "Mend the answers that `errors` names; each has the rule that it breaks."
    ),
    "precheckin_field_choices_offered": ("Give a CHOICE its choices, and no other kind any."),
    "precheckin_field_consent_has_text": (
        "Give a CONSENT its words in consent_texts, and no other kind any."
    ),
    "precheckin_field_has_label": (
        'Give the field a label in one language at least, like {"en": "Telephone"}.'
    ),
    "precheckin_submitted_is_final": (
        "Leave out what was submitted. Only who has joined since is filled in, once and complete."
    ),
    "room_device_needs_guest": ("Nobody is in the room: set the device after check-in."),
    "room_legal_turnover": (
        "Housekeeping goes step by step: dirty, cleaning, cleaned, ready. A manager may skip"
        " steps by giving a reason."
    ),
    "correction_has_reason": "Say why.",
    "room_move_has_reason": "The guest is in house: use a room move and say why.",
    "room_out_of_service_is_vacant": "Move the guest to another room or check the guest out first.",
    "room_override_has_reason": "Say why.",
    "room_ready_is_vacant": "The room is occupied. Check the guest out first.",
    "room_single_active_assignment": (
        "Another booking has this room. Choose another room, or free this one first."
    ),
    "room_single_open_turnover_task": "The room has an open turnover task: work on that one.",
    "staff_password_of_person": (
        "Programs call with API keys. For a person choose another role; one who has a password is"
        " no program."
    ),
    "staff_session_of_person": (
        "Programs call with API keys. For a person choose another role; one who has logged in is no"
        " program."
    ),
    "staff_username_well_formed": (
        "Begin with a lower-case letter or a digit, and have no space and no capital letter."
    ),
    "staff_username_unique": "Choose another username; those who left keep theirs.",
    "task_assignee_of_hotel": "The hotel has no member of staff of this username.",
    "task_legal_transition": "The task's status does not allow this step; read the task again.",
    "token_live_needs_open_booking": "The booking is closed, so its guests get no link.",
}
