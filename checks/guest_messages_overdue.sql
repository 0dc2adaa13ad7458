-- Messages: whoever sends messages to guests says of each what became of it: within the hour after its time, and
-- within ten minutes after a claim, which is for an hour at most.
-- Severity: medium.
-- Held by: nothing; the API sends them beside its requests, while one runs.
-- Reads: live state.
SELECT
    'guest_messages_overdue' AS check_name,
    hotel.slug AS hotel,
    format('message %s of booking %s', message.id, booking.booking_reference) AS subject,
    CASE
        WHEN message.claimed_until > now()
            THEN format('is claimed until %s, longer than sending takes', message.claimed_until)
        WHEN message.state = 'SENDING' THEN 'is being sent, and whoever sends it has had their time'
        ELSE 'waits, and is stale'
    END AS finding,
    CASE
        WHEN message.claimed_until > now() THEN message.created_at
        ELSE coalesce(message.claimed_until, message.expires_at)
    END AS since,
    'see whether an API runs, and in its log why it sends nothing' AS mend
FROM hotelmate.guest_message AS message
INNER JOIN hotelmate.hotel ON message.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON message.hotel_id = booking.hotel_id AND message.booking_id = booking.id
WHERE
    message.finished_at IS NULL
    AND (
        message.claimed_until < now() - interval '10 minutes'
        -- For ever is no time: guest_message_claimed_while_sending.
        OR (message.claimed_until > now() + interval '1 hour' AND message.claimed_until < 'infinity')
        OR (message.claimed_until IS NULL AND message.expires_at < now() - interval '1 hour')
    )
ORDER BY hotel, subject;
