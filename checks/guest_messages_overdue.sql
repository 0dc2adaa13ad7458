-- Messages: whoever sends messages to guests says of each what became of it: within the hour after its time, and
-- within ten minutes after a claim.
-- Severity: medium.
-- Held by: nothing; the API sends them beside its requests, while one runs.
-- Reads: live state.
SELECT
    'guest_messages_overdue' AS check_name,
    hotel.slug AS hotel,
    format('message %s of booking %s', message.id, booking.booking_reference) AS subject,
    CASE message.state
        WHEN 'SENDING' THEN 'is being sent, and whoever sends it has had their time'
        ELSE 'waits, and is stale'
    END AS finding,
    coalesce(message.claimed_until, message.expires_at) AS since,
    'see whether an API runs, and in its log why it sends nothing' AS mend
FROM hotelmate.guest_message AS message
INNER JOIN hotelmate.hotel ON message.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON message.hotel_id = booking.hotel_id AND message.booking_id = booking.id
WHERE
    message.finished_at IS NULL
    AND (
        message.claimed_until < now() - interval '10 minutes'
        OR (message.claimed_until IS NULL AND message.expires_at < now() - interval '1 hour')
    )
ORDER BY hotel, subject;
