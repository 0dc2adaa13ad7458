"""Contradictions of one hotel, looked for by plain SQL that shares nothing with the schema's rules.

Everything is recounted from the facts: a derived column is a suspect here, never a witness.
"""

from typing import Any

import psycopg

# One row for every version, each starting where the one before it ended, the last where the row is.
TRAIL = """
    SELECT a.id FROM hotelmate.{audited} AS a CROSS JOIN LATERAL (
        SELECT count(*) AS events, max(version) AS last,
            count(*) FILTER (WHERE from_status IS DISTINCT FROM before) AS breaks,
            (array_agg(to_status ORDER BY version DESC))[1] AS ends
        FROM (SELECT e.*, lag(to_status) OVER (ORDER BY version) AS before
            FROM hotelmate.{events} AS e
            WHERE e.hotel_id = a.hotel_id AND e.{key} = a.id) AS e) AS trail
    WHERE a.hotel_id = %(hotel)s
        AND (a.version, a.version, 0, a.{status}) IS DISTINCT FROM (events, last, breaks, ends)"""

CONTRADICTIONS: dict[str, str] = {
    "a guest in house whose room is not occupied by them, or the reverse": """
        SELECT b.id, r.id FROM
            (SELECT * FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s
                AND checked_in_at IS NOT NULL AND checked_out_at IS NULL) AS b
            FULL JOIN (SELECT * FROM hotelmate.room
                WHERE hotel_id = %(hotel)s AND (is_occupied OR room_status = 'OCCUPIED')) AS r
            ON r.id = b.assigned_room_id AND r.in_house_booking_id = b.id
        WHERE b.id IS NULL OR r.id IS NULL""",
    "a room with two active bookings": """
        SELECT assigned_room_id FROM hotelmate.room_booking
        WHERE hotel_id = %(hotel)s AND assigned_room_id IS NOT NULL AND checked_out_at IS NULL
        GROUP BY assigned_room_id HAVING count(*) > 1""",
    "a guest who waits for a room that cannot be entered": """
        SELECT b.id FROM hotelmate.room_booking AS b
            JOIN hotelmate.room AS r ON r.hotel_id = b.hotel_id AND r.id = b.assigned_room_id
        WHERE b.hotel_id = %(hotel)s AND b.checked_in_at IS NULL
            AND NOT (r.is_active AND NOT r.is_out_of_order AND NOT r.maintenance_required
                AND r.turnover_status = 'READY_FOR_GUEST' AND NOT r.is_occupied)""",
    "an occupied room that is ready, out of order or inactive": """
        SELECT id FROM hotelmate.room WHERE hotel_id = %(hotel)s AND in_house_booking_id IS NOT NULL
            AND (turnover_status = 'READY_FOR_GUEST' OR is_out_of_order OR NOT is_active)""",
    "a closed booking with a room or a stay": """
        SELECT id FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s
            AND status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED', 'NO_SHOW')
            AND num_nonnulls(assigned_room_id, checked_in_at, checked_out_at) > 0""",
    "a completed booking without check-out, or the reverse": """
        SELECT id FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s
            AND (status = 'COMPLETED') <> (checked_out_at IS NOT NULL)""",
    "a status that the payments do not bear out": """
        SELECT b.id FROM hotelmate.room_booking AS b LEFT JOIN LATERAL (
            SELECT coalesce(sum(amount) FILTER (WHERE kind = 'AUTHORISED'), 0) AS authorised,
                coalesce(sum(amount) FILTER (WHERE kind = 'CAPTURED'), 0) AS captured,
                coalesce(sum(amount) FILTER (WHERE kind = 'VOIDED'), 0) AS voided,
                coalesce(sum(amount) FILTER (WHERE kind = 'REFUNDED'), 0) AS refunded
            FROM hotelmate.payment_entry AS p
            WHERE p.hotel_id = b.hotel_id AND p.booking_id = b.id) AS paid ON true
        WHERE b.hotel_id = %(hotel)s AND (
            (authorised, captured, voided, refunded) <>
            (b.authorised_amount, b.captured_amount, b.voided_amount, b.refunded_amount)
            OR captured + voided > authorised OR refunded > captured
            OR b.status = 'PENDING_PAYMENT' AND authorised > 0
            OR b.status = 'PENDING_APPROVAL' AND authorised - voided < total_amount
            OR b.status IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')
                AND (captured < total_amount OR b.paid_at IS NULL))""",
    "a party that is miscounted, too large, without a primary, or in a room though incomplete": """
        SELECT b.id FROM hotelmate.room_booking AS b CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE is_staying) AS staying,
                count(*) FILTER (WHERE role = 'PRIMARY') AS primaries
            FROM hotelmate.booking_guest AS g
            WHERE g.hotel_id = b.hotel_id AND g.booking_id = b.id) AS party
            LEFT JOIN hotelmate.room AS r ON r.hotel_id = b.hotel_id AND r.id = b.assigned_room_id
            JOIN hotelmate.room_type AS t ON t.hotel_id = b.hotel_id
                AND t.id = coalesce(r.room_type_id, b.room_type_id)
        WHERE b.hotel_id = %(hotel)s AND (
            primaries <> 1 OR staying <> b.staying_guest_count
            OR b.assigned_room_id IS NOT NULL AND staying <> b.adults + b.children
            OR b.status IN ('PENDING_PAYMENT', 'PENDING_APPROVAL', 'CONFIRMED')
                AND greatest(staying, b.adults + b.children) > t.max_occupancy)""",
    "a guest record that is missing, misplaced or left open": """
        SELECT g.id, m.id FROM
            (SELECT * FROM hotelmate.guest
                WHERE hotel_id = %(hotel)s AND checked_out_at IS NULL) AS g
            FULL JOIN (SELECT m.id, b.assigned_room_id FROM hotelmate.booking_guest AS m
                JOIN hotelmate.room_booking AS b ON b.hotel_id = m.hotel_id AND b.id = m.booking_id
                WHERE b.hotel_id = %(hotel)s AND m.is_staying
                    AND b.checked_in_at IS NOT NULL AND b.checked_out_at IS NULL) AS m
            ON m.id = g.booking_guest_id AND m.assigned_room_id = g.room_id
        WHERE g.id IS NULL OR m.id IS NULL""",
    "an open chat without a guest in house": """
        SELECT c.id FROM hotelmate.guest_chat_session AS c
            JOIN hotelmate.room_booking AS b ON b.hotel_id = c.hotel_id AND b.id = c.booking_id
        WHERE c.hotel_id = %(hotel)s AND c.closed_at IS NULL
            AND (b.checked_in_at IS NULL OR b.checked_out_at IS NOT NULL)""",
    "a live link to a booking that is over": """
        SELECT t.id FROM hotelmate.booking_token AS t
            JOIN hotelmate.room_booking AS b ON b.hotel_id = t.hotel_id AND b.id = t.booking_id
        WHERE t.hotel_id = %(hotel)s AND t.used_at IS NULL AND t.revoked_at IS NULL
            AND b.status NOT IN ('PENDING_PAYMENT', 'PENDING_APPROVAL', 'CONFIRMED')""",
    "a room being cleaned without its task in progress, or the reverse": """
        SELECT r.id, t.id FROM
            (SELECT * FROM hotelmate.room WHERE hotel_id = %(hotel)s
                AND turnover_status = 'CLEANING_IN_PROGRESS') AS r
            FULL JOIN (SELECT * FROM hotelmate.housekeeping_task WHERE hotel_id = %(hotel)s
                AND task_type = 'TURNOVER' AND status = 'IN_PROGRESS') AS t ON t.room_id = r.id
        WHERE r.id IS NULL OR t.id IS NULL""",
    "an audit trail of a booking with a gap or another end": TRAIL.format(
        audited="room_booking", events="booking_event", key="booking_id", status="status"
    ),
    "an audit trail of a room with a gap or another end": TRAIL.format(
        audited="room", events="room_status_event", key="room_id", status="room_status"
    ),
}


def contradictions(connection: psycopg.Connection[Any], hotel_id: int) -> dict[str, list[Any]]:
    """Return what contradicts itself in a hotel: the ids involved by the kind of contradiction."""
    found = {
        name: connection.execute(query.encode(), {"hotel": hotel_id}).fetchall()
        for name, query in CONTRADICTIONS.items()
    }
    return {name: rows for name, rows in found.items() if rows}
