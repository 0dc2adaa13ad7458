-- Realtime: no message was refused by the publisher for what it is.
-- Severity: medium; whoever listens lacks this one message, replay has it.
-- Held by: nothing; the publisher decides. What does not say why or was never tried is dead_letter_has_reason or
-- dead_letter_was_tried.
-- Reads: live state.
SELECT
    'dead_letters' AS check_name,
    hotel.slug AS hotel,
    'message ' || letter.position AS subject,
    format(
        '%s on %s was refused after %s tries: %s%s', message.event_type, message.channel, letter.attempts,
        letter.reason, CASE WHEN letter.requested_at IS NOT NULL THEN '; it is to be sent again' ELSE '' END
    ) AS finding,
    letter.died_at AS since,
    format(
        'hotelmate relay send-again --hotel %s %s, or hotelmate relay give-up --hotel %s %s',
        hotel.slug, message.event_id, hotel.slug, message.event_id
    ) AS mend
FROM hotelmate.realtime_dead_letter AS letter
INNER JOIN hotelmate.hotel ON letter.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.realtime_message AS message
    ON letter.hotel_id = message.hotel_id AND letter.position = message.position
WHERE letter.reason ~ '\S' AND letter.attempts > 0
ORDER BY hotel, letter.position;
