-- Trail: every version of a room has its audit row, which starts where the one before it ended, moves the turnover by
-- an ordinary step or by an override that says why.
-- Severity: critical.
-- Held by: room_has_audit_row, room_legal_turnover, room_override_has_reason, room_status_event_chained,
-- room_status_event_first_has_no_from.
-- Reads: history. One pass, a hotel at a time, so that what is sorted is one hotel's.
-- The ordinary steps are written down here a second time: the table of steps may itself be wrong.
WITH trail AS (
    SELECT
        hotel.slug,
        hotel.hotel_id,
        version_row.*
    FROM hotelmate.hotel
    CROSS JOIN LATERAL (
        SELECT
            room.id AS room_id,
            room.room_number,
            room.turnover_status,
            room.is_active AS room_is_active,
            room.is_out_of_order AS room_is_out_of_order,
            room.maintenance_required AS room_needs_maintenance,
            room.in_house_booking_id AS guest_of,
            room.version AS current_version,
            CASE
                WHEN room.in_house_booking_id IS NOT NULL THEN 'OCCUPIED'
                WHEN room.is_out_of_order THEN 'OUT_OF_ORDER'
                WHEN room.maintenance_required THEN 'MAINTENANCE_REQUIRED'
                ELSE room.turnover_status
            END AS status,
            event.version,
            event.from_status,
            event.to_status,
            event.from_turnover,
            event.to_turnover,
            event.is_active,
            event.is_out_of_order,
            event.maintenance_required,
            event.in_house_booking_id,
            event.source,
            event.reason,
            event.created_at,
            lag(event.version) OVER steps AS version_before,
            lag(event.to_status) OVER steps AS status_before,
            lag(event.to_turnover) OVER steps AS turnover_before,
            lead(event.version) OVER steps AS version_after
        FROM hotelmate.room
        LEFT JOIN hotelmate.room_status_event AS event ON room.hotel_id = event.hotel_id AND room.id = event.room_id
        WHERE room.hotel_id = hotel.hotel_id
        WINDOW steps AS (PARTITION BY room.id ORDER BY event.version)
    ) AS version_row
),

judged AS (
    SELECT
        *,
        (
            version >= 1 AND (version = 1) = (from_status IS NULL) AND (version = 1) = (from_turnover IS NULL)
        ) IS FALSE AS starts_wrong,
        source <> 'MANAGER_OVERRIDE' AND from_turnover <> to_turnover AND (from_turnover, to_turnover) NOT IN (
            ('CHECKOUT_DIRTY', 'CLEANING_IN_PROGRESS'), ('CLEANING_IN_PROGRESS', 'CLEANED_UNINSPECTED'),
            ('CLEANING_IN_PROGRESS', 'CHECKOUT_DIRTY'), ('CLEANED_UNINSPECTED', 'READY_FOR_GUEST'),
            ('CLEANED_UNINSPECTED', 'CLEANING_IN_PROGRESS'), ('CLEANED_UNINSPECTED', 'CHECKOUT_DIRTY'),
            ('READY_FOR_GUEST', 'CHECKOUT_DIRTY')
        ) AS steps_illegally,
        source = 'MANAGER_OVERRIDE' AND reason IS NULL AS overrides_silently,
        -- A row that starts wrong, or is of a version to come, is told of once.
        CASE
            WHEN version = 1 THEN coalesce(version_before, 0) = 1
            WHEN version > 1 AND version <= current_version AND num_nulls(from_status, from_turnover) = 0
                THEN
                    (version_before = version - 1) IS NOT TRUE
                    OR (from_status IS DISTINCT FROM status_before)
                    OR (from_turnover IS DISTINCT FROM turnover_before)
        END AS is_unchained,
        CASE
            WHEN version = current_version
                THEN
                    to_status <> status OR to_turnover <> turnover_status
                    OR is_active <> room_is_active OR is_out_of_order <> room_is_out_of_order
                    OR maintenance_required <> room_needs_maintenance
                    OR (in_house_booking_id IS DISTINCT FROM guest_of)
            WHEN version > current_version THEN false
            -- No row at all, or the last that is not of a version to come is of an earlier one.
            ELSE (version_after <= current_version) IS NOT TRUE
        END AS lacks_its_row
    FROM trail
)

SELECT
    broken.rule AS check_name,
    judged.slug AS hotel,
    'room ' || judged.room_number AS subject,
    CASE broken.rule
        WHEN 'room_status_event_first_has_no_from'
            THEN format('audit row %s starts from %s', judged.version, coalesce(judged.from_status, 'nothing'))
        WHEN 'room_status_event_chained'
            THEN format(
                    'audit row %s starts from %s, %s; the one before it is %s and ends with %s, %s',
                    judged.version, judged.from_status, judged.from_turnover,
                    coalesce(judged.version_before::text, 'missing'), coalesce(judged.status_before, 'nothing'),
                    coalesce(judged.turnover_before, 'nothing')
                )
        WHEN 'room_legal_turnover'
            THEN format('went from %s to %s in version %s', judged.from_turnover, judged.to_turnover, judged.version)
        WHEN 'room_override_has_reason'
            THEN format('was set to %s in version %s without a reason', judged.to_turnover, judged.version)
        WHEN 'room_has_audit_row'
            THEN CASE
                    WHEN judged.version = judged.current_version
                        THEN format(
                                'is %s, %s, booking id %s, but its audit row of version %s says %s, %s, booking id %s',
                                judged.status, judged.turnover_status, coalesce(judged.guest_of::text, 'none'),
                                judged.version, judged.to_status, judged.to_turnover,
                                coalesce(judged.in_house_booking_id::text, 'none')
                            ) || CASE
                                WHEN (
                                    judged.is_active, judged.is_out_of_order, judged.maintenance_required
                                ) <> (
                                    judged.room_is_active, judged.room_is_out_of_order, judged.room_needs_maintenance
                                )
                                    THEN
                                        '; of active, out of order and in need of maintenance'
                                        || format(
                                            ' it is %s, %s and %s, and the row says %s, %s and %s',
                                            judged.room_is_active, judged.room_is_out_of_order,
                                            judged.room_needs_maintenance, judged.is_active,
                                            judged.is_out_of_order, judged.maintenance_required
                                        )
                                ELSE ''
                            END
                    ELSE format('is %s in version %s, which has no audit row', judged.status, judged.current_version)
                END
    END AS finding,
    judged.created_at AS since,
    CASE
        WHEN broken.rule = 'room_has_audit_row' AND judged.version = judged.current_version
            THEN
                'look at the room; hotelmate reconcile --only room_has_audit_row tells the trail where the step is '
                || 'legal, else write back what the audit row says, as a correction: corrections + 1, with '
                || 'hotelmate.reason set'
        WHEN broken.rule = 'room_has_audit_row' AND judged.version = judged.current_version - 1
            THEN
                'look at the room; hotelmate reconcile --only room_has_audit_row writes the row where the step is '
                || 'legal, else restore the row from a backup'
        WHEN broken.rule = 'room_has_audit_row'
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
CROSS JOIN
    LATERAL unnest(array_remove(ARRAY[
        CASE WHEN judged.starts_wrong THEN 'room_status_event_first_has_no_from' END,
        CASE WHEN judged.steps_illegally THEN 'room_legal_turnover' END,
        CASE WHEN judged.overrides_silently THEN 'room_override_has_reason' END,
        CASE WHEN judged.is_unchained THEN 'room_status_event_chained' END,
        CASE WHEN judged.lacks_its_row THEN 'room_has_audit_row' END
    ], NULL)) AS broken (rule)
WHERE
    judged.starts_wrong OR judged.steps_illegally OR judged.overrides_silently
    OR judged.is_unchained OR judged.lacks_its_row
ORDER BY hotel, subject, judged.version, check_name;
