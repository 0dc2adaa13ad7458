"""What a hotel's present state must never be, as SQL on the facts alone.

Nothing here reads a generated column, a counter or a constraint: occupancy is told from the stamps,
completeness by counting guests, payment by adding up the ledger. Each query gives one text a broken
subject and no rows when all is well.
"""

from bench.spine.race.payment_contradictions import PAYMENT_CONTRADICTIONS

# A booking is in house from its check-in stamp to its check-out stamp.
_IN_HOUSE = "booking.checked_in_at IS NOT NULL AND booking.checked_out_at IS NULL"
_CLOSED = "booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED', 'NO_SHOW')"
_OPEN = "booking.status IN ('PENDING_PAYMENT', 'PENDING_APPROVAL', 'CONFIRMED')"
_OF_ROOM = "room.hotel_id = booking.hotel_id AND room.id = booking.assigned_room_id"
_READY = (
    "room.is_active AND NOT room.is_out_of_order AND NOT room.maintenance_required"
    " AND room.turnover_status = 'READY_FOR_GUEST' AND room.in_house_booking_id IS NULL"
)

STATE_CONTRADICTIONS: dict[str, str] = {
    "in_house_booking_without_room": f"""
        SELECT booking.id FROM hotelmate.room_booking AS booking
        LEFT JOIN hotelmate.room ON {_OF_ROOM}
        WHERE {_IN_HOUSE} AND room.in_house_booking_id IS DISTINCT FROM booking.id
    """,
    "occupied_room_without_booking": f"""
        SELECT room.id FROM hotelmate.room
        WHERE room.in_house_booking_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM hotelmate.room_booking AS booking
            WHERE {_OF_ROOM} AND booking.id = room.in_house_booking_id AND {_IN_HOUSE}
        )
    """,
    "two_active_bookings_in_a_room": """
        SELECT assigned_room_id FROM hotelmate.room_booking
        WHERE assigned_room_id IS NOT NULL AND checked_out_at IS NULL
        GROUP BY hotel_id, assigned_room_id HAVING count(*) > 1
    """,
    "ready_room_with_guest": f"""
        SELECT room.id FROM hotelmate.room
        JOIN hotelmate.room_booking AS booking ON {_OF_ROOM} AND {_IN_HOUSE}
        WHERE room.turnover_status = 'READY_FOR_GUEST'
    """,
    "out_of_service_room_with_guest": f"""
        SELECT room.id FROM hotelmate.room
        JOIN hotelmate.room_booking AS booking ON {_OF_ROOM} AND {_IN_HOUSE}
        WHERE room.is_out_of_order OR NOT room.is_active
    """,
    "waiting_guest_without_ready_room": f"""
        SELECT booking.id FROM hotelmate.room_booking AS booking
        LEFT JOIN hotelmate.room ON {_OF_ROOM}
        WHERE booking.assigned_room_id IS NOT NULL AND booking.checked_in_at IS NULL
            AND ({_READY}) IS NOT TRUE
    """,
    "room_without_confirmed_booking": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE (booking.assigned_room_id IS NOT NULL OR booking.checked_in_at IS NOT NULL)
            AND booking.status NOT IN ('CONFIRMED', 'COMPLETED')
    """,
    "closed_booking_with_room_or_stay": f"""
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE {_CLOSED} AND num_nonnulls(
            booking.assigned_room_id, booking.checked_in_at, booking.checked_out_at
        ) > 0
    """,
    **PAYMENT_CONTRADICTIONS,
    "room_with_incomplete_party": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE booking.assigned_room_id IS NOT NULL AND booking.adults + booking.children <> (
            SELECT count(*) FROM hotelmate.booking_guest AS member
            WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id
                AND member.is_staying
        )
    """,
    "party_above_capacity": f"""
        SELECT booking.id FROM hotelmate.room_booking AS booking
        LEFT JOIN hotelmate.room ON {_OF_ROOM}
        JOIN hotelmate.room_type AS kind ON kind.hotel_id = booking.hotel_id
            AND kind.id = coalesce(room.room_type_id, booking.room_type_id)
        WHERE {_OPEN} AND kind.max_occupancy < greatest(booking.adults + booking.children, (
            SELECT count(*) FROM hotelmate.booking_guest AS member
            WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id
                AND member.is_staying
        ))
    """,
    "not_one_primary_guest": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE 1 <> (
            SELECT count(*) FROM hotelmate.booking_guest AS member
            WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id
                AND member.role = 'PRIMARY'
        )
    """,
    "completed_differs_from_checked_out": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE (booking.status = 'COMPLETED') <> (booking.checked_out_at IS NOT NULL)
    """,
    "checked_out_before_checked_in": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE booking.checked_out_at IS NOT NULL
            AND (booking.checked_in_at <= booking.checked_out_at) IS NOT TRUE
    """,
    "checked_in_outside_stay_dates": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        JOIN hotelmate.hotel ON hotel.hotel_id = booking.hotel_id
        WHERE booking.checked_in_at IS NOT NULL
            AND (booking.checked_in_at AT TIME ZONE hotel.time_zone)::date
            NOT BETWEEN booking.check_in AND booking.check_out
    """,
    "no_show_before_arrival_date_passed": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        JOIN hotelmate.hotel ON hotel.hotel_id = booking.hotel_id
        WHERE booking.status = 'NO_SHOW' AND (
            (booking.no_show_at AT TIME ZONE hotel.time_zone)::date > booking.check_in
        ) IS NOT TRUE
    """,
    "stamped_in_the_future": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE greatest(booking.checked_in_at, booking.checked_out_at) > clock_timestamp()
    """,
    "cleaning_differs_from_task": """
        SELECT room.id FROM hotelmate.room
        WHERE (room.turnover_status = 'CLEANING_IN_PROGRESS')::integer <> (
            SELECT count(*) FROM hotelmate.housekeeping_task AS task
            WHERE task.hotel_id = room.hotel_id AND task.room_id = room.id
                AND task.task_type = 'TURNOVER' AND task.status = 'IN_PROGRESS'
        )
    """,
    "two_open_turnover_tasks": """
        SELECT room_id FROM hotelmate.housekeeping_task
        WHERE task_type = 'TURNOVER' AND status IN ('OPEN', 'IN_PROGRESS')
        GROUP BY hotel_id, room_id HAVING count(*) > 1
    """,
    "guest_without_stay": f"""
        SELECT guest.id FROM hotelmate.guest
        LEFT JOIN hotelmate.room_booking AS booking
            ON booking.hotel_id = guest.hotel_id AND booking.id = guest.booking_id
        WHERE (guest.room_id IS NOT NULL OR guest.checked_out_at IS NULL)
            AND (guest.room_id = booking.assigned_room_id AND {_IN_HOUSE}) IS NOT TRUE
    """,
    "stay_without_guest": f"""
        SELECT member.id FROM hotelmate.booking_guest AS member
        JOIN hotelmate.room_booking AS booking
            ON booking.hotel_id = member.hotel_id AND booking.id = member.booking_id
        WHERE {_IN_HOUSE} AND member.is_staying AND 1 <> (
            SELECT count(*) FROM hotelmate.guest
            WHERE guest.hotel_id = member.hotel_id AND guest.booking_guest_id = member.id
                AND guest.room_id = booking.assigned_room_id AND guest.checked_out_at IS NULL
        )
    """,
    "chat_differs_from_stay": f"""
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE ({_IN_HOUSE})::integer <> (
            SELECT count(*) FROM hotelmate.guest_chat_session AS chat
            WHERE chat.hotel_id = booking.hotel_id AND chat.booking_id = booking.id
                AND chat.closed_at IS NULL AND chat.room_id IS NOT NULL
        )
    """,
    "live_link_of_closed_booking": f"""
        SELECT token.id FROM hotelmate.booking_token AS token
        JOIN hotelmate.room_booking AS booking
            ON booking.hotel_id = token.hotel_id AND booking.id = token.booking_id
        WHERE token.used_at IS NULL AND token.revoked_at IS NULL AND NOT ({_OPEN})
    """,
    "two_live_links": """
        SELECT booking_id FROM hotelmate.booking_token
        WHERE used_at IS NULL AND revoked_at IS NULL
        GROUP BY hotel_id, booking_id, purpose HAVING count(*) > 1
    """,
    "device_without_guest": """
        SELECT room.id FROM hotelmate.room
        WHERE room.guest_fcm_token IS NOT NULL AND room.in_house_booking_id IS NULL
    """,
}
