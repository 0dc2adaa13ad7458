-- What every column holds. "Fact" is written by clients, "Derived" by the database.

COMMENT ON COLUMN hotelmate.booking_counter.year IS 'Year on the hotel''s calendar.';
COMMENT ON COLUMN hotelmate.booking_counter.last_number IS 'Number of the last booking made in that year.';

COMMENT ON COLUMN hotelmate.booking_transition.from_status IS 'Status before the step.';
COMMENT ON COLUMN hotelmate.booking_transition.to_status IS 'Status after the step.';
COMMENT ON COLUMN hotelmate.booking_transition.meaning IS 'What the step means to the front desk.';

COMMENT ON COLUMN hotelmate.task_transition.from_status IS 'Status before the step.';
COMMENT ON COLUMN hotelmate.task_transition.to_status IS 'Status after the step.';
COMMENT ON COLUMN hotelmate.task_transition.meaning IS 'What the step means to housekeeping.';

COMMENT ON COLUMN hotelmate.turnover_transition.from_turnover IS 'Turnover status before the step.';
COMMENT ON COLUMN hotelmate.turnover_transition.to_turnover IS 'Turnover status after the step.';
COMMENT ON COLUMN hotelmate.turnover_transition.meaning IS 'What the step means to housekeeping.';

COMMENT ON COLUMN hotelmate.time_zone.name IS 'IANA name, like Europe/Dublin.';

COMMENT ON COLUMN hotelmate.hotel_directory.hotel_id IS 'The hotel''s key in every other table.';
COMMENT ON COLUMN hotelmate.hotel_directory.slug IS
'The hotel''s name in paths and channel names; never given to another hotel.';

COMMENT ON COLUMN hotelmate.hotel.hotel_id IS 'Leads every key: rows of two hotels cannot be tied together.';
COMMENT ON COLUMN hotelmate.hotel.slug IS 'As in the directory.';
COMMENT ON COLUMN hotelmate.hotel.name IS 'Name that guests know.';
COMMENT ON COLUMN hotelmate.hotel.currency IS 'Currency of the hotel''s prices.';
COMMENT ON COLUMN hotelmate.hotel.standard_check_in_time IS 'Usual time of arrival, hotel-local.';
COMMENT ON COLUMN hotelmate.hotel.standard_check_out_time IS 'Usual time of departure, hotel-local.';
COMMENT ON COLUMN hotelmate.hotel.created_at IS 'When the hotel was set up.';

COMMENT ON COLUMN hotelmate.staff.username IS 'Log-in name, unique in the hotel.';
COMMENT ON COLUMN hotelmate.staff.display_name IS 'Name that colleagues read.';
COMMENT ON COLUMN hotelmate.staff.role IS 'FRONT_DESK, HOUSEKEEPING, MANAGER, AUDITOR or INTEGRATION.';
COMMENT ON COLUMN hotelmate.staff.is_active IS 'Whether the person still works here.';
COMMENT ON COLUMN hotelmate.staff.created_at IS 'When the person was added.';

COMMENT ON COLUMN hotelmate.room_type.code IS 'Short code that clients use, like DBL.';
COMMENT ON COLUMN hotelmate.room_type.name IS 'Name that guests read.';
COMMENT ON COLUMN hotelmate.room_type.created_at IS 'When the room type was added.';

COMMENT ON COLUMN hotelmate.room.room_number IS 'What stands on the door; letters allowed.';
COMMENT ON COLUMN hotelmate.room.room_type_id IS 'The type, and with it the capacity.';
COMMENT ON COLUMN hotelmate.room.is_active IS 'Fact: whether the room is in use at all.';
COMMENT ON COLUMN hotelmate.room.is_out_of_order IS 'Fact: whether the room must not be sold or entered.';
COMMENT ON COLUMN hotelmate.room.maintenance_required IS 'Fact: whether work is due before the next guest.';
COMMENT ON COLUMN hotelmate.room.last_cleaned_by IS 'Derived: who finished the last cleaning.';
COMMENT ON COLUMN hotelmate.room.last_inspected_by IS 'Derived: who last made the room READY_FOR_GUEST.';
COMMENT ON COLUMN hotelmate.room.created_at IS 'When the room was added.';
COMMENT ON COLUMN hotelmate.room.is_occupied IS 'Derived: whether a booking is in house here.';

COMMENT ON COLUMN hotelmate.room_status_event.room_id IS 'The room.';
COMMENT ON COLUMN hotelmate.room_status_event.version IS 'The room''s version that this row records.';
COMMENT ON COLUMN hotelmate.room_status_event.from_status IS 'room_status before; NULL for the first row.';
COMMENT ON COLUMN hotelmate.room_status_event.to_status IS 'room_status after.';
COMMENT ON COLUMN hotelmate.room_status_event.from_turnover IS 'Turnover status before; NULL for the first row.';
COMMENT ON COLUMN hotelmate.room_status_event.to_turnover IS 'Turnover status after.';
COMMENT ON COLUMN hotelmate.room_status_event.is_active IS 'The switch as it stood after the change.';
COMMENT ON COLUMN hotelmate.room_status_event.is_out_of_order IS 'The switch as it stood after the change.';
COMMENT ON COLUMN hotelmate.room_status_event.maintenance_required IS 'The switch as it stood after the change.';
COMMENT ON COLUMN hotelmate.room_status_event.in_house_booking_id IS 'Who was in the room after the change.';
COMMENT ON COLUMN hotelmate.room_status_event.actor IS
'Who: staff:<username>, guest:<booking reference>, system:<job> or role:<database role>.';
COMMENT ON COLUMN hotelmate.room_status_event.changed_by IS 'The member of staff, when one acted.';
COMMENT ON COLUMN hotelmate.room_status_event.source IS 'HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or GUEST.';
COMMENT ON COLUMN hotelmate.room_status_event.reason IS 'Why; required of an override.';
COMMENT ON COLUMN hotelmate.room_status_event.request_id IS 'The HTTP request, when one caused it.';
COMMENT ON COLUMN hotelmate.room_status_event.created_at IS 'Clock time of the change.';
COMMENT ON COLUMN hotelmate.room_status_event.previous_version IS
'Derived: the version before, whose row this one continues.';

COMMENT ON COLUMN hotelmate.room_booking.check_in IS 'Fact: day of arrival on the hotel''s calendar.';
COMMENT ON COLUMN hotelmate.room_booking.check_out IS 'Fact: day of departure on the hotel''s calendar.';
COMMENT ON COLUMN hotelmate.room_booking.adults IS 'Fact: adults booked.';
COMMENT ON COLUMN hotelmate.room_booking.children IS 'Fact: children booked.';
COMMENT ON COLUMN hotelmate.room_booking.currency IS 'Currency of all amounts of the booking.';
COMMENT ON COLUMN hotelmate.room_booking.special_requests IS 'Fact: what the guest asked for.';
COMMENT ON COLUMN hotelmate.room_booking.booker_first_name IS 'Who booked, when it is not the primary guest.';
COMMENT ON COLUMN hotelmate.room_booking.booker_last_name IS 'Who booked, when it is not the primary guest.';
COMMENT ON COLUMN hotelmate.room_booking.booker_email IS 'How to reach the booker.';
COMMENT ON COLUMN hotelmate.room_booking.booker_phone IS 'How to reach the booker.';
COMMENT ON COLUMN hotelmate.room_booking.decision_at IS
'Fact: when staff approved or declined, written with the decision: the start of its transaction, then final.';
COMMENT ON COLUMN hotelmate.room_booking.decision_by IS 'Derived: who approved or declined.';
COMMENT ON COLUMN hotelmate.room_booking.decline_reason IS 'Fact: why staff declined.';
COMMENT ON COLUMN hotelmate.room_booking.cancelled_at IS
'Fact: when it was cancelled or lapsed, written with the status: the start of its transaction, then final.';
COMMENT ON COLUMN hotelmate.room_booking.cancellation_reason IS 'Fact: why it was cancelled.';
COMMENT ON COLUMN hotelmate.room_booking.no_show_at IS
'Fact: when it was marked a no-show, written with the status: the start of its transaction, then final.';
COMMENT ON COLUMN hotelmate.room_booking.room_assigned_at IS 'Derived: when the present room was assigned.';
COMMENT ON COLUMN hotelmate.room_booking.room_assigned_by IS 'Derived: who assigned it.';
COMMENT ON COLUMN hotelmate.room_booking.room_moved_by IS 'Derived: who made the last move.';
COMMENT ON COLUMN hotelmate.room_booking.room_moved_from_id IS 'Derived: the room of before the last move.';
COMMENT ON COLUMN hotelmate.room_booking.checked_in_at IS 'Fact: when the guest came; set once.';
COMMENT ON COLUMN hotelmate.room_booking.checked_out_at IS 'Fact: when the guest left; set once.';
COMMENT ON COLUMN hotelmate.room_booking.payment_provider IS 'Derived: desk or stripe, whoever holds the money.';
COMMENT ON COLUMN hotelmate.room_booking.payment_reference IS
'Reference of the last ledger row that has one: receipt or payment intent.';
COMMENT ON COLUMN hotelmate.room_booking.authorised_amount IS 'Derived from the ledger, minor units.';
COMMENT ON COLUMN hotelmate.room_booking.captured_amount IS 'Derived from the ledger, minor units.';
COMMENT ON COLUMN hotelmate.room_booking.voided_amount IS 'Derived from the ledger, minor units.';
COMMENT ON COLUMN hotelmate.room_booking.refunded_amount IS 'Derived from the ledger, minor units.';
COMMENT ON COLUMN hotelmate.room_booking.payment_authorized_at IS 'Derived: when the first authorisation happened.';
COMMENT ON COLUMN hotelmate.room_booking.paid_at IS 'Derived: when the price was captured in full.';
COMMENT ON COLUMN hotelmate.room_booking.precheckin_payload IS 'Fact: what the guest filled in for the whole booking.';
COMMENT ON COLUMN hotelmate.room_booking.precheckin_submitted_at IS 'Fact: when pre-check-in was submitted; set once.';
COMMENT ON COLUMN hotelmate.room_booking.created_at IS 'When the booking was made.';
COMMENT ON COLUMN hotelmate.room_booking.updated_at IS 'Derived: when a fact last changed.';
COMMENT ON COLUMN hotelmate.room_booking.waits_for_ready IS
'Derived: true while waiting; refers to room.is_assignable.';
COMMENT ON COLUMN hotelmate.room_booking.no_show_on IS 'Derived: the day of the no-show on the hotel''s calendar.';
COMMENT ON COLUMN hotelmate.room_booking.is_open IS 'Derived: neither closed nor completed.';
COMMENT ON COLUMN hotelmate.room_booking.needs_complete_party IS
'Derived: true while a room is held and after the stay; refers to party_complete.';

COMMENT ON COLUMN hotelmate.booking_event.booking_id IS 'The booking.';
COMMENT ON COLUMN hotelmate.booking_event.version IS 'The booking''s version that this row records.';
COMMENT ON COLUMN hotelmate.booking_event.event_type IS 'What happened, as in the realtime event.';
COMMENT ON COLUMN hotelmate.booking_event.from_status IS 'Status before; NULL for the first row.';
COMMENT ON COLUMN hotelmate.booking_event.to_status IS 'Status after.';
COMMENT ON COLUMN hotelmate.booking_event.from_room_id IS 'Assigned room before.';
COMMENT ON COLUMN hotelmate.booking_event.to_room_id IS 'Assigned room after.';
COMMENT ON COLUMN hotelmate.booking_event.actor IS
'Who: staff:<username>, guest:<booking reference>, system:<job> or role:<database role>.';
COMMENT ON COLUMN hotelmate.booking_event.changed_by IS 'The member of staff, when one acted.';
COMMENT ON COLUMN hotelmate.booking_event.source IS 'HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or GUEST.';
COMMENT ON COLUMN hotelmate.booking_event.reason IS 'Why; required of a move.';
COMMENT ON COLUMN hotelmate.booking_event.request_id IS 'The HTTP request, when one caused it.';
COMMENT ON COLUMN hotelmate.booking_event.created_at IS 'Clock time of the change.';
COMMENT ON COLUMN hotelmate.booking_event.previous_version IS
'Derived: the version before, whose row this one continues.';

COMMENT ON COLUMN hotelmate.booking_guest.booking_id IS 'The booking whose party it is.';
COMMENT ON COLUMN hotelmate.booking_guest.role IS 'PRIMARY or COMPANION.';
COMMENT ON COLUMN hotelmate.booking_guest.first_name IS 'First name.';
COMMENT ON COLUMN hotelmate.booking_guest.last_name IS 'Last name.';
COMMENT ON COLUMN hotelmate.booking_guest.email IS 'How to reach the guest.';
COMMENT ON COLUMN hotelmate.booking_guest.phone IS 'How to reach the guest.';
COMMENT ON COLUMN hotelmate.booking_guest.is_staying IS 'Whether the guest sleeps here; visitors and payers do not.';
COMMENT ON COLUMN hotelmate.booking_guest.precheckin_payload IS 'What the guest filled in for themselves.';
COMMENT ON COLUMN hotelmate.booking_guest.created_at IS 'When the guest was named.';

COMMENT ON COLUMN hotelmate.guest.booking_id IS 'The booking in house.';
COMMENT ON COLUMN hotelmate.guest.booking_guest_id IS 'The member of its party.';
COMMENT ON COLUMN hotelmate.guest.checked_in_at IS 'When the guest came.';
COMMENT ON COLUMN hotelmate.guest.checked_out_at IS 'When the guest left.';

COMMENT ON COLUMN hotelmate.booking_token.booking_id IS 'The booking that the link opens.';
COMMENT ON COLUMN hotelmate.booking_token.purpose IS 'PRECHECKIN, GUEST_CHAT or MANAGEMENT.';
COMMENT ON COLUMN hotelmate.booking_token.token_hash IS 'SHA-256 of the token; the token itself is nowhere.';
COMMENT ON COLUMN hotelmate.booking_token.created_at IS 'When the link was issued.';
COMMENT ON COLUMN hotelmate.booking_token.expires_at IS 'After this it cannot be used.';
COMMENT ON COLUMN hotelmate.booking_token.used_at IS 'When it was used up.';
COMMENT ON COLUMN hotelmate.booking_token.revoked_at IS 'When it was ended without use.';
COMMENT ON COLUMN hotelmate.booking_token.revoked_reason IS
'SUPERSEDED, EXPIRED, BY_STAFF or the status that closed the booking.';
COMMENT ON COLUMN hotelmate.booking_token.created_by IS 'Who issued it.';
COMMENT ON COLUMN hotelmate.booking_token.needs_open_booking IS
'Derived: true while live; refers to room_booking.is_open.';

COMMENT ON COLUMN hotelmate.guest_chat_session.booking_id IS 'The stay.';
COMMENT ON COLUMN hotelmate.guest_chat_session.opened_at IS 'When it opened: check-in.';
COMMENT ON COLUMN hotelmate.guest_chat_session.closed_at IS 'When it closed: check-out.';
COMMENT ON COLUMN hotelmate.guest_chat_session.is_active IS 'Derived: whether it is open.';

COMMENT ON COLUMN hotelmate.housekeeping_task.room_id IS 'The room to work in.';
COMMENT ON COLUMN hotelmate.housekeeping_task.booking_id IS 'The stay that caused the work.';
COMMENT ON COLUMN hotelmate.housekeeping_task.task_type IS 'TURNOVER, STAYOVER, INSPECTION or DEEP_CLEAN.';
COMMENT ON COLUMN hotelmate.housekeeping_task.status IS 'OPEN, IN_PROGRESS, DONE or CANCELLED.';
COMMENT ON COLUMN hotelmate.housekeeping_task.priority IS 'LOW, NORMAL or HIGH.';
COMMENT ON COLUMN hotelmate.housekeeping_task.note IS 'What housekeeping should know.';
COMMENT ON COLUMN hotelmate.housekeeping_task.assigned_to IS 'The member of staff who does it.';
COMMENT ON COLUMN hotelmate.housekeeping_task.created_at IS 'When it was made.';
COMMENT ON COLUMN hotelmate.housekeeping_task.created_by IS 'Who made it, or whose change did.';
COMMENT ON COLUMN hotelmate.housekeeping_task.started_at IS 'Derived: when work first started.';
COMMENT ON COLUMN hotelmate.housekeeping_task.completed_at IS 'Derived: when it was done.';
COMMENT ON COLUMN hotelmate.housekeeping_task.is_open IS 'Derived: OPEN or IN_PROGRESS.';

COMMENT ON COLUMN hotelmate.outbox_event.category IS 'booking, rooms or housekeeping.';
COMMENT ON COLUMN hotelmate.outbox_event.event_type IS 'What happened, like booking_checked_in.';
COMMENT ON COLUMN hotelmate.outbox_event.payload IS 'The state that its readers need; no personal data.';
COMMENT ON COLUMN hotelmate.outbox_event.occurred_at IS 'meta.ts of the envelope.';
COMMENT ON COLUMN hotelmate.outbox_event.request_id IS 'The HTTP request, when one caused it.';

COMMENT ON INDEX hotelmate.outbox_event_in_order IS 'Events in the order in which they are numbered.';
COMMENT ON INDEX hotelmate.housekeeping_task_open IS 'The task board: open tasks.';
COMMENT ON INDEX hotelmate.housekeeping_task_noted_of_booking IS
'What somebody noted about a booking: it goes with the guest''s personal data.';
COMMENT ON INDEX hotelmate.housekeeping_task_by_status IS 'The task list, by status.';
COMMENT ON INDEX hotelmate.housekeeping_task_by_room IS 'The task list of a room.';
COMMENT ON INDEX hotelmate.room_booking_by_status IS 'The booking list, by status.';
COMMENT ON INDEX hotelmate.room_booking_by_arrival IS 'Arrivals of a day.';
COMMENT ON INDEX hotelmate.room_booking_by_room IS 'The bookings of a room.';
COMMENT ON INDEX hotelmate.room_booking_draft_expiry IS 'Unpaid drafts that lapse.';
COMMENT ON INDEX hotelmate.room_booking_open_capacity IS 'Open bookings of a room type, for a change of its capacity.';
COMMENT ON INDEX hotelmate.room_booking_waiting IS 'The booking that waits for a room.';
COMMENT ON INDEX hotelmate.guest_by_booking IS 'Guest records of a booking.';
