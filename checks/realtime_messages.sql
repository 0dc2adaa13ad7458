-- Realtime: a message has a position that its hotel's stream has given and names the one before it on its channel.
-- Severity: high; clients would see a gap that is none, or none where there is one.
-- Held by: realtime_message_positions_in_order, realtime_message_was_numbered.
-- Reads: live state. The messages that are kept for replay, a hotel at a time. Those up to removed_position are given
-- to nobody any more who asks for what they missed, and go with their time.
WITH message AS (
    SELECT
        hotel.slug,
        stream.last_position,
        stream.removed_position,
        kept.*
    FROM hotelmate.realtime_stream AS stream
    INNER JOIN hotelmate.hotel ON stream.hotel_id = hotel.hotel_id
    CROSS JOIN LATERAL (
        SELECT
            known.hotel_id,
            known.position,
            known.previous,
            known.channel,
            known.event_type,
            known.numbered_at,
            lag(known.position) OVER (PARTITION BY known.channel ORDER BY known.position) AS before
        FROM hotelmate.realtime_message AS known
        WHERE known.hotel_id = stream.hotel_id
    ) AS kept
),

judged AS (
    SELECT
        *,
        CASE
            WHEN (position > 0 AND previous < position) IS FALSE THEN 'realtime_message_positions_in_order'
            WHEN position > last_position THEN 'realtime_message_was_numbered'
            WHEN before IS NULL
                THEN
                    CASE WHEN previous > removed_position THEN 'look' END
            WHEN previous = before THEN NULL
            WHEN previous IS NULL OR previous < before THEN 'realtime_message_was_numbered'
            WHEN previous > removed_position THEN 'look'
        END AS rule
    FROM message
)

SELECT
    CASE judged.rule WHEN 'look' THEN 'realtime_message_was_numbered' ELSE judged.rule END AS check_name,
    judged.slug AS hotel,
    'message ' || judged.position AS subject,
    format(
        '%s on %s follows %s; the one kept before it there is %s, the hotel''s newest is %s', judged.event_type,
        judged.channel, coalesce(judged.previous::text, 'nothing'), coalesce(judged.before::text, 'none'),
        judged.last_position
    ) AS finding,
    judged.numbered_at AS since,
    CASE
        WHEN judged.position <= 0
            THEN
                'find out who wrote it, and take it out. In one transaction: BEGIN; '
                || 'ALTER TABLE hotelmate.realtime_message DISABLE TRIGGER realtime_message_kept_until_delivered; '
                || format(
                    'DELETE FROM hotelmate.realtime_message WHERE hotel_id = %s AND position = %s; '
                    'ALTER TABLE hotelmate.realtime_message '
                    'ENABLE ALWAYS TRIGGER realtime_message_kept_until_delivered; COMMIT;',
                    judged.hotel_id, judged.position
                )
        -- To go on behind it would use up the numbers, or all but.
        WHEN judged.position > least(10::numeric * judged.last_position + 1000000, 2::numeric ^ 62)
            THEN
                'find out who wrote it: the stream has numbered nothing like it, and is not to go on behind it. A DBA '
                || 'takes it out, with realtime_message_kept_until_delivered off for it'
        WHEN judged.position > judged.last_position
            THEN
                'find out who wrote it; the numbering goes on behind it, else it would stop there, and clients read '
                || 'the state anew, which hides what changes_without_event tells: once that finds nothing more, '
                || format(
                    'in one transaction: BEGIN; UPDATE hotelmate.realtime_stream '
                    'SET last_position = greatest(last_position, %s), '
                    'removed_position = greatest(last_position, %s) WHERE hotel_id = %s; ',
                    judged.position, judged.position, judged.hotel_id
                ) || format(
                    'UPDATE hotelmate.realtime_channel SET last_position = greatest(last_position, %s) '
                    'WHERE hotel_id = %s AND name = %L; COMMIT;',
                    judged.position, judged.hotel_id, judged.channel
                )
        ELSE
            format(
                'the message goes with its time; let clients read the state anew, which hides what '
                'changes_without_event tells: once that finds nothing more: UPDATE hotelmate.realtime_stream '
                'SET removed_position = last_position WHERE hotel_id = %s;', judged.hotel_id
            )
    END AS mend
FROM judged
WHERE
    judged.rule IS NOT NULL
    AND (judged.position > judged.removed_position OR judged.position <= 0)
    -- The one it follows was not removed yet: it is on another channel, or realtime_message_kept_until_delivered
    -- tells that it is gone.
    AND (
        judged.rule <> 'look'
        OR EXISTS (
            SELECT 1 FROM hotelmate.realtime_message AS other
            WHERE other.hotel_id = judged.hotel_id AND other.position = judged.previous
        )
    )
ORDER BY hotel, judged.position;
