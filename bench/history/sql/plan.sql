-- The bookings that are written now, with what they have behind them; ids follow the time they were made.

DROP TABLE IF EXISTS planned;
CREATE TEMPORARY TABLE planned AS
SELECT
    drawn.hotel_id,
    size.bookings_before + row_number() OVER (ORDER BY drawn.created_at, drawn.hotel_id, drawn.slot) AS id,
    format(
        'BK-%s-%s', extract(YEAR FROM drawn.created_at AT TIME ZONE drawn.time_zone),
        lpad(drawn.number::text, greatest(6, length(drawn.number::text)), '0')
    ) AS booking_reference,
    drawn.time_zone,
    drawn.luck,
    drawn.story,
    drawn.version,
    progress.status,
    story.provider,
    progress.payment_seq,
    progress.is_captured,
    progress.is_voided,
    progress.is_refunded,
    kind.room_type_id,
    kind.max_occupancy AS capacity,
    kind.nightly_rate * drawn.nights AS price,
    kind.adults,
    kind.children,
    drawn.check_in,
    drawn.check_in + drawn.nights AS check_out,
    drawn.room_steps,
    drawn.room_version,
    CASE WHEN drawn.slot < size.rooms THEN (drawn.hotel_id - 1) * size.rooms + drawn.slot + 1 END AS room_id,
    drawn.created_at,
    CASE WHEN progress.is_authorised THEN drawn.authorised_at END AS authorised_at,
    CASE WHEN progress.is_decided THEN drawn.decided_at END AS decided_at,
    CASE WHEN progress.is_captured THEN drawn.captured_at END AS captured_at,
    CASE WHEN progress.is_submitted THEN drawn.submitted_at END AS submitted_at,
    CASE WHEN progress.holds_room THEN drawn.assigned_at END AS assigned_at,
    CASE WHEN progress.is_arrived THEN drawn.arrived_at END AS arrived_at,
    CASE WHEN progress.is_departed THEN drawn.departed_at END AS departed_at,
    CASE WHEN progress.is_ended THEN drawn.ended_at END AS ended_at,
    drawn.cleaning_at,
    drawn.cleaned_at,
    drawn.inspected_at
FROM scheduled AS drawn
CROSS JOIN size
INNER JOIN progress ON drawn.story = progress.story AND drawn.version = progress.version
INNER JOIN story ON drawn.story = story.name
CROSS JOIN
    LATERAL (
        SELECT
            2 * drawn.hotel_id - 1 AS room_type_id,
            2 AS max_occupancy,
            12000 AS nightly_rate,
            1 + drawn.luck / 2 % 2 AS adults,
            0 AS children
        WHERE drawn.slot % 4 <> 3
        UNION ALL
        SELECT
            2 * drawn.hotel_id,
            4,
            18000,
            2,
            1 + drawn.luck / 2 % 2
        WHERE drawn.slot % 4 = 3
    ) AS kind
ORDER BY id;

UPDATE size SET bookings_before = bookings_before + (SELECT count(*) FROM planned);
ANALYZE planned;
