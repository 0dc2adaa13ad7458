"""A hotel's ordinary steps as the plain SQL of a person at psql: one transaction each."""

_BOOKING = "UPDATE hotelmate.room_booking SET {} WHERE hotel_id = %(hotel)s AND id = %(booking)s"
_ROOM = "UPDATE hotelmate.room SET {} WHERE hotel_id = %(hotel)s AND id = %(room)s"
_TASK = "UPDATE hotelmate.housekeeping_task SET {} WHERE hotel_id = %(hotel)s AND id = %(task)s"
_GUEST = (
    "UPDATE hotelmate.booking_guest SET {} WHERE hotel_id = %(hotel)s"
    " AND booking_id = %(booking)s AND role = {}"
)
_REASON = "SELECT set_config('hotelmate.reason', 'a guest asked for it', true)"
_OVERRIDE = "SELECT set_config('hotelmate.source', 'MANAGER_OVERRIDE', true)"
# A task moves its room: whoever writes the task locks the room first.
_LOCK_ROOM_OF_TASK = """
    SELECT room.id FROM hotelmate.room WHERE room.hotel_id = %(hotel)s AND room.id = (
        SELECT task.room_id FROM hotelmate.housekeeping_task AS task
        WHERE task.hotel_id = %(hotel)s AND task.id = %(task)s
    ) FOR NO KEY UPDATE
"""
_ONE_COMPANION = """
    (SELECT min(id) FROM hotelmate.booking_guest WHERE hotel_id = %(hotel)s
    AND booking_id = %(booking)s AND role = 'COMPANION' AND is_staying)
"""
_CREATE = """
    WITH made AS (
        INSERT INTO hotelmate.room_booking (
            hotel_id, room_type_id, check_in, check_out, adults, total_amount
        ) VALUES (%(hotel)s, %(double)s, %(arrival)s, %(departure)s, %(adults)s, 24000)
        RETURNING hotel_id, id
    )
    INSERT INTO hotelmate.booking_guest (hotel_id, booking_id, role, first_name, last_name)
    SELECT hotel_id, id, CASE n WHEN 1 THEN 'PRIMARY' ELSE 'COMPANION' END, 'Guest', n::text
    FROM made, generate_series(1, %(adults)s) AS n
"""
_PAYMENT = """
    INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, kind, amount, provider, method)
    SELECT hotel_id, id, '{}', {}, 'desk', 'CASH' FROM hotelmate.room_booking
    WHERE hotel_id = %(hotel)s AND id = %(booking)s
"""
# A guest may pay twice, in two payment intents; what Stripe says names the booking by our metadata.
_STRIPE_SAYS = """
    INSERT INTO hotelmate.stripe_webhook_event (event_id, event_type, payload)
    SELECT 'evt_' || uuidv7(), 'race', jsonb_build_object('data', jsonb_build_object('object',
        jsonb_build_object(
            'currency', 'eur', 'metadata', jsonb_build_object(
                'hotel', hotel.slug, 'booking', booking.booking_reference
            )
        ) || {}
    ))
    FROM hotelmate.room_booking AS booking JOIN hotelmate.hotel USING (hotel_id)
    CROSS JOIN (SELECT format('pi_%%s_%%s', %(booking)s, (random() < 0.1)::integer)) AS of (intent)
    WHERE booking.hotel_id = %(hotel)s AND booking.id = %(booking)s
"""
_INTENT = """jsonb_build_object(
    'object', 'payment_intent', 'id', of.intent, 'status', '{}', 'amount', booking.total_amount,
    '{}', booking.total_amount
)"""
# One of a few, so that it is heard of again, and of one of them that it failed or was won.
_OF_INTENT = """jsonb_build_object(
    'object', '{0}', 'id', '{0}_' || of.intent || (random() < 0.5), 'payment_intent', of.intent,
    'amount', 1000, 'status', CASE WHEN random() < 0.3 THEN '{1}' ELSE '{2}' END, 'metadata', NULL
)"""
_PAGE = "hotel_id, booking_id, success_url, cancel_url"

SQL_MOVES: dict[str, tuple[str, ...]] = {
    "create": (_CREATE,),
    "desk_payment": (_PAYMENT.format("AUTHORISED", "total_amount"),),
    "refund": (_PAYMENT.format("REFUNDED", "1000"),),
    "stripe_hold": (_STRIPE_SAYS.format(_INTENT.format("requires_capture", "amount_capturable")),),
    "stripe_capture": (_STRIPE_SAYS.format(_INTENT.format("succeeded", "amount_received")),),
    "stripe_release": (_STRIPE_SAYS.format(_INTENT.format("canceled", "amount_canceled")),),
    "stripe_refund": (_STRIPE_SAYS.format(_OF_INTENT.format("refund", "failed", "succeeded")),),
    "stripe_dispute": (_STRIPE_SAYS.format(_OF_INTENT.format("dispute", "won", "lost")),),
    "pay_page": (
        f"INSERT INTO hotelmate.payment_session ({_PAGE})"
        " VALUES (%(hotel)s, %(booking)s, 'https://hotel.test/paid', 'https://hotel.test/')",
    ),
    "pay_page_open": (
        "UPDATE hotelmate.payment_session SET state = 'OPEN', stripe_session_id = 'cs_' || id,"
        " url = 'https://stripe.test/' || id"
        " WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s AND state = 'REQUESTED'",
    ),
    "refund_by_card": (
        "INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)"
        " SELECT hotel_id, id, payment_id, 'REFUND', 1000 FROM hotelmate.room_booking"
        " WHERE hotel_id = %(hotel)s AND id = %(booking)s AND payment_provider = 'stripe'",
    ),
    "approve": (_BOOKING.format("approved_at = now()"),),
    "decline": (_BOOKING.format("status = 'DECLINED', decline_reason = 'full'"),),
    "cancel": (_BOOKING.format("status = 'CANCELLED', cancellation_reason = 'ill'"),),
    "expire": (_BOOKING.format("status = 'CANCELLED_DRAFT'"),),
    "no_show": (_BOOKING.format("status = 'NO_SHOW'"),),
    "change_dates": (_BOOKING.format("check_in = %(arrival)s, check_out = %(departure)s"),),
    "party_rename": (_GUEST.format("last_name = 'Hopper'", "'PRIMARY'"),),
    "party_join": (
        _BOOKING.format("adults = adults + 1"),
        "INSERT INTO hotelmate.booking_guest (hotel_id, booking_id, role, first_name, last_name)"
        " VALUES (%(hotel)s, %(booking)s, 'COMPANION', 'Grace', 'Hopper')",
    ),
    "party_leave": (
        _BOOKING.format("adults = adults - 1"),
        f"UPDATE hotelmate.booking_guest SET is_staying = false"
        f" WHERE hotel_id = %(hotel)s AND id = {_ONE_COMPANION}",
    ),
    "child_joins": (
        _BOOKING.format("children = children + 1"),
        "INSERT INTO hotelmate.booking_guest"
        " (hotel_id, booking_id, role, age_group, first_name, last_name)"
        " VALUES (%(hotel)s, %(booking)s, 'COMPANION', 'CHILD', 'Byron', 'Hopper')",
    ),
    "child_grows_up": (
        _BOOKING.format("adults = adults + 1, children = children - 1"),
        "UPDATE hotelmate.booking_guest SET age_group = 'ADULT'"
        " WHERE hotel_id = %(hotel)s AND id = ("
        "    SELECT min(id) FROM hotelmate.booking_guest WHERE hotel_id = %(hotel)s"
        "    AND booking_id = %(booking)s AND age_group = 'CHILD' AND is_staying)",
    ),
    "primary_swap": (
        "CREATE TEMPORARY TABLE heir ON COMMIT DROP AS"
        f" SELECT id FROM {_ONE_COMPANION} AS companion (id) WHERE id IS NOT NULL",
        _GUEST.format("role = 'COMPANION'", "'PRIMARY'"),
        "UPDATE hotelmate.booking_guest SET role = 'PRIMARY'"
        " WHERE hotel_id = %(hotel)s AND id = (SELECT id FROM heir)",
    ),
    "issue_link": (
        "INSERT INTO hotelmate.booking_token"
        " (hotel_id, booking_id, purpose, token_hash, expires_at)"
        " VALUES (%(hotel)s, %(booking)s, 'PRECHECKIN', sha256(uuidv7()::text::bytea),"
        " now() + INTERVAL '3 days')",
    ),
    "assign": (_BOOKING.format("assigned_room_id = %(room)s"),),
    "reassign": (_BOOKING.format("assigned_room_id = %(room)s"),),
    "unassign": (_BOOKING.format("assigned_room_id = NULL"),),
    "check_in": (_BOOKING.format("checked_in_at = now()"),),
    "check_out": (_BOOKING.format("checked_out_at = now()"),),
    "move": (_REASON, _BOOKING.format("assigned_room_id = %(room)s")),
    "release_assignment": (
        "UPDATE hotelmate.room_booking SET assigned_room_id = NULL WHERE hotel_id = %(hotel)s"
        " AND assigned_room_id = %(room)s AND checked_in_at IS NULL",
        _ROOM.format("is_out_of_order = true"),
    ),
    "cleaning_start": (_ROOM.format("turnover_status = 'CLEANING_IN_PROGRESS'"),),
    "cleaning_interrupt": (_ROOM.format("turnover_status = 'CHECKOUT_DIRTY'"),),
    "cleaned": (_ROOM.format("turnover_status = 'CLEANED_UNINSPECTED'"),),
    "inspected": (_ROOM.format("turnover_status = 'READY_FOR_GUEST'"),),
    "found_dirty": (_ROOM.format("turnover_status = 'CHECKOUT_DIRTY'"),),
    "override_ready": (_OVERRIDE, _REASON, _ROOM.format("turnover_status = 'READY_FOR_GUEST'")),
    "device": (_ROOM.format("guest_fcm_token = 'device'"),),
    "out_of_order_on": (_ROOM.format("is_out_of_order = true"),),
    "out_of_order_off": (_ROOM.format("is_out_of_order = false"),),
    "maintenance_on": (_ROOM.format("maintenance_required = true"),),
    "maintenance_off": (_ROOM.format("maintenance_required = false"),),
    "deactivate": (_ROOM.format("is_active = false"),),
    "activate": (_ROOM.format("is_active = true"),),
    "back_in_service": (
        _ROOM.format("is_active = true, is_out_of_order = false, maintenance_required = false"),
    ),
    "task_open": (
        "INSERT INTO hotelmate.housekeeping_task (hotel_id, room_id, task_type)"
        " VALUES (%(hotel)s, %(room)s, 'TURNOVER')",
    ),
    "task_start": (_LOCK_ROOM_OF_TASK, _TASK.format("status = 'IN_PROGRESS'")),
    # As carelessly as people type it: the task first, its room after it.
    "task_done": (_TASK.format("status = 'DONE'"),),
    "task_cancel": (_TASK.format("status = 'CANCELLED'"),),
}
