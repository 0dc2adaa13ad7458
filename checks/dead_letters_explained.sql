-- Realtime: a dead letter says why it is one and was tried.
-- Severity: low.
-- Held by: dead_letter_has_reason, dead_letter_was_tried.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    hotel.slug AS hotel,
    'message ' || letter.position AS subject,
    CASE broken.rule
        WHEN 'dead_letter_has_reason' THEN 'is a dead letter and does not say why'
        ELSE format('is a dead letter after %s tries', letter.attempts)
    END AS finding,
    letter.died_at AS since,
    format(
        'give it up: whoever noticed the gap has read the message by replay: '
        'DELETE FROM hotelmate.realtime_dead_letter WHERE hotel_id = %s AND position = %s RETURNING *;',
        letter.hotel_id, letter.position
    ) AS mend
FROM hotelmate.realtime_dead_letter AS letter
INNER JOIN hotelmate.hotel ON letter.hotel_id = hotel.hotel_id
CROSS JOIN
    LATERAL unnest(array_remove(ARRAY[
        CASE WHEN letter.reason !~ '\S' THEN 'dead_letter_has_reason' END,
        CASE WHEN letter.attempts <= 0 THEN 'dead_letter_was_tried' END
    ], NULL)) AS broken (rule)
ORDER BY hotel, subject;
