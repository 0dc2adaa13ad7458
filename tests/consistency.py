"""Contradictions of one hotel, looked for by plain SQL that shares nothing with the schema's rules.

Everything is recounted from the facts: a derived column is a suspect here, never a witness.
"""

from typing import Any

import psycopg

# What each payment of a hotel comes to.
LEDGERS = """
    WITH ledger AS (
        SELECT p.hotel_id, p.booking_id, p.id AS payment_id, p.provider,
            coalesce(sum(amount) FILTER (WHERE kind = 'AUTHORISED'), 0) AS authorised,
            coalesce(sum(amount) FILTER (WHERE kind = 'CAPTURED'), 0) AS captured,
            coalesce(sum(amount) FILTER (WHERE kind = 'VOIDED'), 0) AS voided,
            coalesce(sum(CASE kind WHEN 'REFUNDED' THEN amount
                WHEN 'REFUND_FAILED' THEN -amount END), 0) AS refunded,
            coalesce(sum(CASE kind WHEN 'DISPUTED' THEN amount
                WHEN 'DISPUTE_WON' THEN -amount END), 0) AS disputed,
            count(*) AS rows, max(e.seq) AS last,
            bool_or((e.booking_id, e.provider, e.currency)
                <> (p.booking_id, p.provider, p.currency)) AS is_mixed
        FROM hotelmate.payment AS p
            JOIN hotelmate.payment_entry AS e ON e.hotel_id = p.hotel_id AND e.payment_id = p.id
        WHERE p.hotel_id = %(hotel)s GROUP BY p.hotel_id, p.id)"""

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
    "a status that the payment does not bear out": """
        SELECT b.id FROM hotelmate.room_booking AS b
            LEFT JOIN ledger ON ledger.hotel_id = b.hotel_id AND ledger.payment_id = b.payment_id
        WHERE b.hotel_id = %(hotel)s AND (
            (b.authorised_amount, b.captured_amount, b.voided_amount, b.refunded_amount,
                b.disputed_amount, b.payment_provider) IS DISTINCT FROM
            (coalesce(authorised, 0), coalesce(captured, 0), coalesce(voided, 0),
                coalesce(refunded, 0), coalesce(disputed, 0), ledger.provider)
            OR ledger.booking_id <> b.id
            OR b.status = 'PENDING_PAYMENT' AND b.payment_id IS NOT NULL
            OR b.status = 'PENDING_APPROVAL' AND (authorised - voided >= total_amount) IS NOT TRUE
            OR b.status IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')
                AND ((captured >= total_amount) IS NOT TRUE OR b.paid_at IS NULL)
            OR b.approved_at IS NULL AND b.status IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW'))""",
    "a ledger that moves money that is not there, or that has a gap": """
        SELECT payment_id FROM ledger WHERE hotel_id = %(hotel)s AND (
            captured + voided > authorised OR refunded NOT BETWEEN 0 AND captured OR disputed < 0
            OR least(authorised, captured, voided) < 0 OR rows <> last OR is_mixed)""",
    "evidence that Stripe did not give": """
        SELECT p.payment_id, p.seq FROM hotelmate.payment_entry AS p
            LEFT JOIN hotelmate.stripe_webhook_event AS e ON e.event_id = p.provider_event_id
        WHERE p.hotel_id = %(hotel)s AND p.provider = 'stripe' AND (
            (e.status, e.hotel_id, e.booking_id) IS DISTINCT FROM
            ('PROCESSED', p.hotel_id, p.booking_id) OR e.is_foreign)""",
    "a payment intent of two bookings": """
        SELECT p.id FROM hotelmate.payment AS p
            LEFT JOIN hotelmate.stripe_payment_intent AS i USING (payment_intent_id)
        WHERE p.hotel_id = %(hotel)s AND p.payment_intent_id IS NOT NULL AND (
            (i.hotel_id, i.booking_id) IS DISTINCT FROM (p.hotel_id, p.booking_id)
            OR 1 < (SELECT count(*) FROM hotelmate.payment AS same
                WHERE same.payment_intent_id = p.payment_intent_id))""",
    "a hold that nobody waits for and nobody releases": """
        SELECT b.id, ledger.payment_id FROM hotelmate.room_booking AS b
            JOIN ledger ON ledger.hotel_id = b.hotel_id AND ledger.booking_id = b.id
        WHERE b.hotel_id = %(hotel)s AND authorised > captured + voided
            AND (ledger.payment_id IS DISTINCT FROM b.payment_id
                OR b.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED'))
            AND NOT EXISTS (SELECT FROM hotelmate.payment_instruction AS i
                WHERE i.hotel_id = b.hotel_id AND i.payment_id = ledger.payment_id
                    AND i.kind = 'VOID' AND i.state IN ('PENDING', 'DONE'))""",
    "an approved booking whose hold is not captured": """
        SELECT b.id FROM hotelmate.room_booking AS b
            JOIN ledger ON ledger.hotel_id = b.hotel_id AND ledger.payment_id = b.payment_id
        WHERE b.hotel_id = %(hotel)s AND ledger.provider = 'stripe'
            AND b.status = 'PENDING_APPROVAL' AND b.approved_at IS NOT NULL
            AND authorised > captured + voided
            AND NOT EXISTS (SELECT FROM hotelmate.payment_instruction AS i
                WHERE i.hotel_id = b.hotel_id AND i.payment_id = b.payment_id
                    AND i.kind = 'CAPTURE' AND i.state IN ('PENDING', 'DONE'))""",
    "an instruction for which there is no money": """
        SELECT i.payment_id FROM hotelmate.payment_instruction AS i
            LEFT JOIN ledger ON ledger.hotel_id = i.hotel_id AND ledger.payment_id = i.payment_id
        WHERE i.hotel_id = %(hotel)s AND i.state = 'PENDING' AND i.kind <> 'EXPIRE_SESSION'
        GROUP BY i.payment_id, i.kind, authorised, captured, voided, refunded, disputed
        HAVING (sum(i.amount) <= CASE i.kind WHEN 'REFUND' THEN captured - refunded - disputed
            ELSE authorised - captured - voided END) IS NOT TRUE""",
    "money that is kept of a payment that does not count, or beyond the fee": """
        SELECT b.id, ledger.payment_id FROM hotelmate.room_booking AS b
            JOIN ledger ON ledger.hotel_id = b.hotel_id AND ledger.booking_id = b.id
        WHERE b.hotel_id = %(hotel)s AND (ledger.payment_id IS DISTINCT FROM b.payment_id
                OR b.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED'))
            AND captured - refunded - disputed - (SELECT coalesce(sum(i.amount), 0)
                FROM hotelmate.payment_instruction AS i
                WHERE i.hotel_id = b.hotel_id AND i.payment_id = ledger.payment_id
                    AND i.kind = 'REFUND' AND i.state IN ('PENDING', 'FAILED'))
            > CASE ledger.payment_id WHEN b.payment_id THEN coalesce(b.cancellation_fee_amount, 0)
                ELSE 0 END""",
    "a page on which a guest pays what is not asked for": """
        SELECT b.id, s.id FROM hotelmate.payment_session AS s
            JOIN hotelmate.room_booking AS b ON b.hotel_id = s.hotel_id AND b.id = s.booking_id
        WHERE s.hotel_id = %(hotel)s AND s.state IN ('REQUESTED', 'OPEN') AND (
            b.status <> 'PENDING_PAYMENT'
            OR (s.amount, s.currency) IS DISTINCT FROM (b.total_amount, b.currency))""",
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
        name: connection.execute((LEDGERS + query).encode(), {"hotel": hotel_id}).fetchall()
        for name, query in CONTRADICTIONS.items()
    }
    return {name: rows for name, rows in found.items() if rows}
