"""What no client should write: any column, any value, straight in SQL, as the owner.

Each is one statement on a random row. Whether it is refused is not judged here; what it must not
do is to leave a contradiction behind.
"""

_BOOKING = "UPDATE hotelmate.room_booking SET {} WHERE hotel_id = %(hotel)s AND id = %(booking)s"
_ROOM = "UPDATE hotelmate.room SET {} WHERE hotel_id = %(hotel)s AND id = %(room)s"
_ANY_ROW = (
    "UPDATE hotelmate.{table} SET {change} WHERE hotel_id = %(hotel)s AND id = ("
    "SELECT id FROM hotelmate.{table} WHERE hotel_id = %(hotel)s ORDER BY random() LIMIT 1)"
)

BOOKING_CHANGES = (
    *(
        f"status = '{status}'"
        for status in ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED", "COMPLETED", "NO_SHOW")
    ),
    "status = 'ARRIVED'",
    "status = 'COMPLETED', checked_out_at = now()",
    "status = 'CANCELLED', assigned_room_id = %(room)s",
    "status = 'CONFIRMED', paid_at = now(), payment_authorized_at = now()",
    "assigned_room_id = %(room)s, checked_in_at = now()",
    "assigned_room_id = 0",
    "assigned_room_id = %(room)s, room_assigned_by = NULL",
    "accommodating_room_type_id = %(family)s",
    "capacity = 99, adults = 9",
    "checked_in_at = NULL",
    "checked_in_at = now() - INTERVAL '3 days'",
    "checked_in_at = now() + INTERVAL '1 day'",
    "checked_out_at = NULL",
    "checked_out_at = now() - INTERVAL '3 days'",
    "checked_in_at = now(), checked_out_at = now()",
    "in_house_room_id = %(room)s",
    "no_show_at = now()",
    "cancelled_at = now()",
    "paid_at = NULL",
    "paid_at = now()",
    "payment_authorized_at = NULL",
    "payment_seq = NULL",
    "payment_seq = 1, authorised_amount = 24000, payment_authorized_at = now()",
    "payment_id = NULL, payment_seq = NULL",
    "payment_seq = 1, payment_id = (SELECT max(id) FROM hotelmate.payment"
    " WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s)",
    "payment_provider = 'stripe'",
    "approved_at = NULL",
    "approved_at = now() - INTERVAL '3 days'",
    "cancellation_fee_amount = captured_amount, cancellation_terms = '[]'",
    "captured_amount = total_amount",
    "refunded_amount = captured_amount",
    "refunded_amount = -1",
    "disputed_amount = 1",
    "authorised_amount = 0, captured_amount = 0",
    "total_amount = 1000000",
    "currency = 'USD'",
    "staying_guest_count = adults",
    "staying_guest_count = 0",
    "staying_child_count = 1",
    "adults = adults - 1, children = children + 1",
    "adults = 1",
    "children = 3",
    "room_type_id = %(family)s",
    "check_in = check_in + 5, check_out = check_out + 5",
    "check_out = check_in",
    "room_moved_from_id = %(other_room)s, room_moved_at = now(), room_moved_by = 'me'",
    "version = version + 1",
    "party_version = party_version + 1",
    "booking_reference = 'BK-2000-000001'",
    "time_zone = 'Pacific/Auckland'",
    "hotel_id = hotel_id + 1",
    "id = id + 1000000",
    "created_at = now() - INTERVAL '1 year'",
    "precheckin_submitted_at = now()",
)
ROOM_CHANGES = (
    "turnover_status = 'READY_FOR_GUEST'",
    "turnover_status = 'CLEANED_UNINSPECTED'",
    "turnover_status = 'CHECKOUT_DIRTY'",
    "turnover_status = 'OCCUPIED'",
    "turnover_status = 'READY_FOR_GUEST', in_house_booking_id = NULL",
    "in_house_booking_id = %(booking)s",
    "in_house_booking_id = %(booking)s, turnover_status = 'CHECKOUT_DIRTY'",
    "in_house_booking_id = NULL",
    "cleaning_task_id = %(task)s",
    "cleaning_task_id = %(task)s, turnover_status = 'CLEANING_IN_PROGRESS'",
    "cleaning_task_id = NULL",
    "room_status = 'READY_FOR_GUEST'",
    "is_occupied = false",
    "room_type_id = %(family)s",
    "room_type_id = %(double)s",
    "guest_fcm_token = 'stolen'",
    "last_cleaned_at = now(), last_inspected_by = 'nobody'",
    "version = version + 1",
    "version = 1",
    "hotel_id = hotel_id + 1",
    "is_active = false, is_out_of_order = true, maintenance_required = true",
)
OTHER_CHANGES = (
    ("booking_guest", "role = 'PRIMARY'"),
    ("booking_guest", "role = 'COMPANION'"),
    ("booking_guest", "is_staying = NOT is_staying"),
    ("booking_guest", "age_group = 'CHILD'"),
    ("booking_guest", "age_group = 'ADULT'"),
    ("booking_guest", "precheckin_submitted_at = now()"),
    ("booking_guest", "personal_data_erased_at = now()"),
    ("booking_guest", "booking_id = %(booking)s"),
    ("guest", "room_id = %(room)s"),
    ("guest", "room_id = NULL, checked_out_at = now()"),
    ("guest", "room_id = %(room)s, checked_out_at = NULL"),
    ("guest", "booking_id = %(booking)s"),
    ("guest_chat_session", "closed_at = NULL, room_id = %(room)s"),
    ("guest_chat_session", "closed_at = now(), room_id = NULL"),
    ("guest_chat_session", "booking_id = %(booking)s"),
    ("booking_token", "revoked_at = NULL"),
    ("booking_token", "used_at = now()"),
    ("booking_token", "booking_id = %(booking)s"),
    ("housekeeping_task", "status = 'OPEN'"),
    ("housekeeping_task", "status = 'IN_PROGRESS'"),
    ("housekeeping_task", "status = 'DONE'"),
    ("housekeeping_task", "room_id = %(room)s"),
    ("housekeeping_task", "task_type = 'TURNOVER'"),
    ("housekeeping_task", "task_type = 'DEEP_CLEAN'"),
    ("housekeeping_task", "previous_status = 'OPEN', status = 'CANCELLED'"),
    ("payment", "booking_id = %(booking)s"),
    ("payment", "provider = 'desk', payment_intent_id = NULL"),
    ("payment", "currency = 'USD'"),
    ("payment_session", "state = 'REQUESTED'"),
    ("payment_session", "state = 'OPEN'"),
    ("payment_session", "amount = 1"),
    ("payment_instruction", "state = 'PENDING'"),
    ("payment_instruction", "amount = 1"),
    ("payment_instruction", "kind = 'REFUND'"),
    ("outbox_event", "payload = '{{}}'"),
    ("outbox_event", "scope = '{{}}'"),
    ("room_type", "max_occupancy = 1"),
    ("room_type", "max_occupancy = CASE code WHEN 'DBL' THEN 2 ELSE 4 END"),
)
_AUDIT_ROW_OF_BOOKING = """
    INSERT INTO hotelmate.booking_event (
        hotel_id, booking_id, version, event_type, from_status, to_status, from_room_id, to_room_id
    )
    SELECT hotel_id, id, version + {ahead}, 'booking_updated', status, status,
        assigned_room_id, assigned_room_id
    FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s AND id = %(booking)s
"""
_AUDIT_ROW_OF_ROOM = """
    INSERT INTO hotelmate.room_status_event (
        hotel_id, room_id, version, from_status, to_status, from_turnover, to_turnover,
        is_active, is_out_of_order, maintenance_required, in_house_booking_id
    )
    SELECT hotel_id, id, version + {ahead}, room_status, room_status,
        turnover_status, turnover_status,
        is_active, is_out_of_order, maintenance_required, in_house_booking_id
    FROM hotelmate.room WHERE hotel_id = %(hotel)s AND id = %(room)s
"""
_PAYMENT = """
    INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, kind, amount, provider, method)
    VALUES (%(hotel)s, %(booking)s, '{kind}', 24000, 'desk', 'CASH')
"""
OTHER_STATEMENTS = {
    "forge booking_event": _AUDIT_ROW_OF_BOOKING.format(ahead=1),
    "skip booking_event": _AUDIT_ROW_OF_BOOKING.format(ahead=2),
    "forge room_status_event": _AUDIT_ROW_OF_ROOM.format(ahead=1),
    "skip room_status_event": _AUDIT_ROW_OF_ROOM.format(ahead=2),
    "forge room_move": (
        "INSERT INTO hotelmate.room_move (hotel_id, booking_id, version, from_room_id, to_room_id,"
        " moved_at, moved_by, reason)"
        " VALUES (%(hotel)s, %(booking)s, %(version)s, %(room)s, %(other_room)s, now(), 'me', 'so')"
    ),
    "forge guest": (
        "INSERT INTO hotelmate.guest"
        " (hotel_id, booking_id, booking_guest_id, room_id, checked_in_at)"
        " SELECT hotel_id, booking_id, id, %(room)s, now() FROM hotelmate.booking_guest"
        " WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s LIMIT 1"
    ),
    "forge guest_chat_session": (
        "INSERT INTO hotelmate.guest_chat_session (hotel_id, booking_id, opened_at, room_id)"
        " VALUES (%(hotel)s, %(booking)s, now(), %(room)s)"
    ),
    "rewrite booking_event": (
        "UPDATE hotelmate.booking_event SET actor = 'nobody' WHERE hotel_id = %(hotel)s"
    ),
    "rewrite payment_entry": (
        "UPDATE hotelmate.payment_entry SET amount = 1 WHERE hotel_id = %(hotel)s"
    ),
    "rewrite stripe_webhook_event": (
        "UPDATE hotelmate.stripe_webhook_event SET status = 'RECEIVED', processed_at = NULL"
        " WHERE booking_id = %(booking)s"
    ),
    "give stripe_payment_intent away": (
        "UPDATE hotelmate.stripe_payment_intent SET booking_id = %(booking)s"
        " WHERE hotel_id = %(hotel)s"
    ),
    "forge payment": (
        "INSERT INTO hotelmate.payment (hotel_id, booking_id, provider, currency)"
        " VALUES (%(hotel)s, %(booking)s, 'stripe', 'EUR')"
    ),
    "forge evidence": (
        "INSERT INTO hotelmate.payment_entry"
        " (hotel_id, booking_id, kind, amount, provider, provider_event_id)"
        " VALUES (%(hotel)s, %(booking)s, 'CAPTURED', 24000, 'stripe', 'evt_unheard_of')"
    ),
    "instruct too much": (
        "INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)"
        " SELECT hotel_id, booking_id, id, 'REFUND', 25000 FROM hotelmate.payment"
        " WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s"
    ),
    "rewrite hotel": (
        "UPDATE hotelmate.hotel SET time_zone = 'Pacific/Auckland' WHERE hotel_id = %(hotel)s"
    ),
    **{f"pay {kind}": _PAYMENT.format(kind=kind) for kind in ("CAPTURED", "VOIDED", "REFUNDED")},
    "create confirmed": (
        "INSERT INTO hotelmate.room_booking (hotel_id, room_type_id, check_in, check_out, adults,"
        " total_amount, status, assigned_room_id, checked_in_at) VALUES (%(hotel)s, %(double)s,"
        " %(arrival)s, %(departure)s, 1, 1, 'CONFIRMED', %(room)s, now())"
    ),
    "create without guests": (
        "INSERT INTO hotelmate.room_booking (hotel_id, room_type_id, check_in, check_out, adults,"
        " total_amount) VALUES (%(hotel)s, %(double)s, %(arrival)s, %(departure)s, 1, 1)"
    ),
    "number events": "SELECT hotelmate.number_events(%(hotel)s, 20)",
    "forge realtime_message": (
        "INSERT INTO hotelmate.realtime_message"
        " (hotel_id, position, channel, event_id, category, event_type, payload, scope,"
        " occurred_at) SELECT hotel_id, last_position + 1, 'rooms', uuidv7(), 'rooms',"
        " 'room_updated', '{}', '{}', now()"
        " FROM hotelmate.realtime_stream WHERE hotel_id = %(hotel)s"
    ),
    "rewrite realtime_message": (
        "UPDATE hotelmate.realtime_message SET payload = '{}' WHERE hotel_id = %(hotel)s"
    ),
    "rewind realtime_stream": (
        "UPDATE hotelmate.realtime_stream SET last_position = last_position - 1"
        " WHERE hotel_id = %(hotel)s"
    ),
    "push realtime_stream": (
        "UPDATE hotelmate.realtime_stream SET last_position = last_position + 1"
        " WHERE hotel_id = %(hotel)s"
    ),
    "push realtime_channel": (
        "UPDATE hotelmate.realtime_channel SET last_position = last_position + 1"
        " WHERE hotel_id = %(hotel)s AND name = 'hotel'"
    ),
    **{
        f"delete {table}": (
            f"DELETE FROM hotelmate.{table} WHERE hotel_id = %(hotel)s AND {column} = %({subject})s"
        )
        for table, column, subject in (
            ("room_booking", "id", "booking"),
            ("room", "id", "room"),
            ("booking_guest", "booking_id", "booking"),
            ("guest", "booking_id", "booking"),
            ("guest_chat_session", "booking_id", "booking"),
            ("booking_token", "booking_id", "booking"),
            ("payment_entry", "booking_id", "booking"),
            ("payment", "booking_id", "booking"),
            ("payment_instruction", "booking_id", "booking"),
            ("stripe_payment_intent", "booking_id", "booking"),
            ("stripe_webhook_event", "booking_id", "booking"),
            ("booking_event", "booking_id", "booking"),
            ("room_status_event", "room_id", "room"),
            ("room_move", "booking_id", "booking"),
            # No rule keeps a task; of events about one that is gone, events_without_change tells.
            ("outbox_event", "hotel_id", "hotel"),
            ("realtime_message", "hotel_id", "hotel"),
            ("realtime_channel", "hotel_id", "hotel"),
            ("realtime_stream", "hotel_id", "hotel"),
        )
    },
}

HOSTILE_MOVES: dict[str, str] = {
    **{f"room_booking: {change}": _BOOKING.format(change) for change in BOOKING_CHANGES},
    **{f"room: {change}": _ROOM.format(change) for change in ROOM_CHANGES},
    **{
        f"{table}: {change}": _ANY_ROW.format(table=table, change=change).replace("{{}}", "{}")
        for table, change in OTHER_CHANGES
    },
    **OTHER_STATEMENTS,
}
