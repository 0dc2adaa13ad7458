-- Trail: every version of a booking has its audit row, which starts where the one before it ended, moves by a legal
-- step only and, for a move to another room, says why.
-- Severity: critical.
-- Held by: booking_event_chained, booking_event_first_has_no_from, booking_has_audit_row, booking_legal_transition,
-- booking_starts_pending_payment, room_move_has_reason.
-- Reads: history. One pass, a hotel at a time, so that what is sorted is one hotel's.
-- The legal steps are written down here a second time: the table of steps may itself be wrong.
WITH trail AS (
    SELECT
        hotel.slug,
        hotel.hotel_id,
        version_row.*
    FROM hotelmate.hotel
    CROSS JOIN LATERAL (
        SELECT
            booking.id AS booking_id,
            booking.booking_reference,
            booking.status,
            booking.assigned_room_id,
            booking.updated_at,
            booking.checked_in_at,
            booking.version AS current_version,
            event.version,
            event.event_type,
            event.from_status,
            event.to_status,
            event.from_room_id,
            event.to_room_id,
            event.reason,
            event.created_at,
            lag(event.version) OVER steps AS version_before,
            lag(event.to_status) OVER steps AS status_before,
            lag(event.to_room_id) OVER steps AS room_before,
            lead(event.version) OVER steps AS version_after,
            bool_or(event.event_type = 'booking_checked_in') OVER steps AS has_arrived,
            -- A check-in that goes with the approval is told as that, and so is a room alone.
            bool_or(event.event_type = 'booking_confirmed' AND event.to_room_id IS NOT NULL)
                OVER steps AS may_have_arrived
        FROM hotelmate.room_booking AS booking
        LEFT JOIN
            hotelmate.booking_event AS event
            ON booking.hotel_id = event.hotel_id AND booking.id = event.booking_id
        WHERE booking.hotel_id = hotel.hotel_id
        WINDOW steps AS (PARTITION BY booking.id ORDER BY event.version)
    ) AS version_row
),

judged AS (
    SELECT
        *,
        (version >= 1 AND (version = 1) = (from_status IS NULL)) IS FALSE AS starts_wrong,
        version <= 1 AND to_status <> 'PENDING_PAYMENT' AS starts_later,
        from_status <> to_status AND (from_status, to_status) NOT IN (
            ('PENDING_PAYMENT', 'PENDING_APPROVAL'), ('PENDING_PAYMENT', 'CANCELLED'),
            ('PENDING_PAYMENT', 'CANCELLED_DRAFT'), ('PENDING_APPROVAL', 'CONFIRMED'),
            ('PENDING_APPROVAL', 'DECLINED'), ('PENDING_APPROVAL', 'CANCELLED'),
            ('CONFIRMED', 'COMPLETED'), ('CONFIRMED', 'CANCELLED'), ('CONFIRMED', 'NO_SHOW')
        )
        -- To a status that nobody knows: booking_status_known.
        AND to_status IN (
            'PENDING_PAYMENT', 'PENDING_APPROVAL', 'CONFIRMED', 'DECLINED',
            'CANCELLED', 'CANCELLED_DRAFT', 'COMPLETED', 'NO_SHOW'
        ) AS steps_illegally,
        CASE event_type
            WHEN 'booking_room_moved' THEN reason IS NULL
            WHEN 'booking_room_reassigned' THEN false
            WHEN 'booking_checked_in' THEN false
            -- Out of another room than the guest was in: booking_checks_out_of_its_room.
            WHEN 'booking_checked_out' THEN false
            WHEN 'booking_corrected' THEN false
            ELSE from_room_id <> to_room_id
        END AS moves_silently,
        -- A row that starts wrong, or is of a version to come, is told of once.
        CASE
            WHEN version = 1 THEN from_status IS NULL AND (coalesce(version_before, 0) = 1 OR from_room_id IS NOT NULL)
            WHEN version > 1 AND version <= current_version AND from_status IS NOT NULL
                THEN
                    (version_before = version - 1) IS NOT TRUE
                    OR (from_status IS DISTINCT FROM status_before)
                    OR (from_room_id IS DISTINCT FROM room_before)
        END AS is_unchained,
        CASE
            WHEN version = current_version
                THEN
                    to_status <> status OR (to_room_id IS DISTINCT FROM assigned_room_id)
                    -- In and out in one step: booking_checks_out_of_its_room.
                    OR CASE
                        WHEN checked_in_at IS NULL THEN has_arrived
                        ELSE NOT (has_arrived OR may_have_arrived OR status = 'COMPLETED')
                    END
            WHEN version > current_version THEN false
            -- No row at all, or the last that is not of a version to come is of an earlier one.
            ELSE (version_after <= current_version) IS NOT TRUE
        END AS lacks_its_row
    FROM trail
)

SELECT
    broken.rule AS check_name,
    judged.slug AS hotel,
    'booking ' || judged.booking_reference AS subject,
    CASE broken.rule
        WHEN 'booking_event_first_has_no_from'
            THEN format('audit row %s starts from %s', judged.version, coalesce(judged.from_status, 'nothing'))
        WHEN 'booking_event_chained'
            THEN format(
                    'audit row %s starts from %s in %s; the one before it is %s and ends with %s in %s',
                    judged.version, coalesce(judged.from_status, 'nothing'),
                    coalesce('room ' || from_room.room_number, 'no room'),
                    coalesce(judged.version_before::text, 'missing'), coalesce(judged.status_before, 'nothing'),
                    coalesce('room ' || room_before.room_number, 'no room')
                )
        WHEN 'booking_starts_pending_payment' THEN 'starts as ' || judged.to_status
        WHEN 'booking_legal_transition'
            THEN format('went from %s to %s in version %s', judged.from_status, judged.to_status, judged.version)
        WHEN 'room_move_has_reason'
            THEN format(
                    'moved from room %s to %s in version %s %s', from_room.room_number, to_room.room_number,
                    judged.version, CASE WHEN judged.reason IS NULL THEN 'without a reason' ELSE 'off the record' END
                )
        WHEN 'booking_has_audit_row'
            THEN CASE
                    WHEN
                        judged.version = judged.current_version AND judged.to_status = judged.status
                        AND (judged.to_room_id IS NOT DISTINCT FROM judged.assigned_room_id)
                        THEN CASE
                                WHEN judged.checked_in_at IS NULL
                                    THEN 'was checked in by its audit rows, but does not say when'
                                ELSE format('checked in at %s, of which no audit row knows', judged.checked_in_at)
                            END
                    WHEN judged.version = judged.current_version
                        THEN format(
                                'is %s with %s, but its audit row of version %s says %s with %s', judged.status,
                                coalesce(
                                    'room ' || assigned_room.room_number,
                                    'room id ' || judged.assigned_room_id || ', none of this hotel', 'no room'
                                ),
                                judged.version, judged.to_status,
                                coalesce('room ' || to_room.room_number, 'room id ' || judged.to_room_id, 'no room')
                            )
                    ELSE format('is %s in version %s, which has no audit row', judged.status, judged.current_version)
                END
    END AS finding,
    coalesce(judged.created_at, judged.updated_at) AS since,
    CASE
        WHEN
            broken.rule = 'booking_has_audit_row' AND judged.version = judged.current_version
            AND judged.to_status = judged.status
            AND (judged.to_room_id IS NOT DISTINCT FROM judged.assigned_room_id)
            THEN
                'find out who wrote it, and ask at the desk whether the guest is or was in house; then correct the '
                || 'stamp'
        WHEN broken.rule = 'booking_has_audit_row' AND judged.version = judged.current_version
            THEN
                'find out who wrote it; hotelmate reconcile --only booking_has_audit_row tells the trail where the '
                || 'step is legal, else write back what the audit row says, as a correction: corrections + 1, with '
                || 'hotelmate.reason set'
        WHEN broken.rule = 'booking_has_audit_row' AND judged.version = judged.current_version - 1
            THEN
                'find out who wrote it; hotelmate reconcile --only booking_has_audit_row writes the row where the step '
                || 'is legal, else restore the row from a backup'
        WHEN broken.rule = 'booking_has_audit_row'
            THEN
                format(
                    'rows %s to %s are lost, and are not made up: restore them from a backup, with '
                    'audit_row_is_of_current_version off for it; else the gap stays in the history',
                    coalesce(judged.version, 0) + 1, judged.current_version
                )
        ELSE
            'stays in the history, for evidence is not rewritten: explain it from hotelmate.realtime_message or a '
            || 'backup. A DBA may restore rows of a backup, with evidence_is_append_only off for it'
    END AS mend
FROM judged
LEFT JOIN hotelmate.room AS from_room ON judged.hotel_id = from_room.hotel_id AND judged.from_room_id = from_room.id
LEFT JOIN hotelmate.room AS to_room ON judged.hotel_id = to_room.hotel_id AND judged.to_room_id = to_room.id
LEFT JOIN hotelmate.room AS room_before
    ON judged.hotel_id = room_before.hotel_id AND judged.room_before = room_before.id
LEFT JOIN hotelmate.room AS assigned_room
    ON judged.hotel_id = assigned_room.hotel_id AND judged.assigned_room_id = assigned_room.id
CROSS JOIN
    LATERAL unnest(array_remove(ARRAY[
        CASE WHEN judged.starts_wrong THEN 'booking_event_first_has_no_from' END,
        CASE WHEN judged.starts_later THEN 'booking_starts_pending_payment' END,
        CASE WHEN judged.steps_illegally THEN 'booking_legal_transition' END,
        CASE WHEN judged.moves_silently THEN 'room_move_has_reason' END,
        CASE WHEN judged.is_unchained THEN 'booking_event_chained' END,
        CASE WHEN judged.lacks_its_row THEN 'booking_has_audit_row' END
    ], NULL)) AS broken (rule)
WHERE
    judged.starts_wrong OR judged.starts_later OR judged.steps_illegally
    OR judged.moves_silently OR judged.is_unchained OR judged.lacks_its_row
ORDER BY hotel, subject, judged.version, check_name;
