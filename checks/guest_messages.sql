-- Messages: a message to guests is of a kind and in a state that there is, and its claim, its end and its link go
-- with them.
-- Severity: medium.
-- Held by: guest_message_kind_known, guest_message_state_known, guest_message_link_has_token,
-- guest_message_claimed_while_sending, guest_message_finished_once.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    format('message %s of booking %s', judged.id, booking.booking_reference) AS subject,
    CASE broken.rule
        WHEN 'guest_message_kind_known' THEN format('tells of %s, which is none of the four', judged.kind)
        WHEN 'guest_message_state_known' THEN format('is %s, which is none of the eight', judged.state)
        WHEN 'guest_message_link_has_token'
            THEN CASE
                    WHEN judged.token_id IS NULL THEN 'tells of a link and carries none'
                    ELSE 'carries a link and tells of another matter'
                END
        WHEN 'guest_message_claimed_while_sending'
            THEN format('is %s and claimed until %s', judged.state, coalesce(judged.claimed_until::text, 'no time'))
        ELSE
            format(
                'is %s and finished at %s, due at %s and stale at %s', judged.state,
                coalesce(judged.finished_at::text, 'no time'), judged.next_try_at, judged.expires_at
            )
    END AS finding,
    judged.created_at AS since,
    'find out from the mail server whether it was sent; a DBA writes its state, with the trigger '
    || 'guest_message_sent_once off' AS mend
FROM (
    SELECT
        message.*,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE
                WHEN
                    message.kind
                    NOT IN ('PRECHECKIN_LINK', 'BOOKING_CONFIRMED', 'BOOKING_DECLINED', 'BOOKING_CANCELLED')
                    THEN 'guest_message_kind_known'
                WHEN (message.kind = 'PRECHECKIN_LINK') <> (message.token_id IS NOT NULL)
                    THEN 'guest_message_link_has_token'
            END,
            CASE
                WHEN
                    message.state NOT IN (
                        'WAITING', 'SENDING', 'SENT', 'REFUSED', 'UNCERTAIN', 'NO_ADDRESS', 'OVERTAKEN', 'EXPIRED'
                    )
                    THEN 'guest_message_state_known'
            END,
            CASE
                WHEN
                    (message.state = 'SENDING') <> (message.claimed_until IS NOT NULL)
                    OR NOT isfinite(message.claimed_until)
                    THEN 'guest_message_claimed_while_sending'
            END,
            CASE
                WHEN
                    (message.state IN ('WAITING', 'SENDING')) <> (message.finished_at IS NULL)
                    OR NOT isfinite(message.finished_at) OR NOT isfinite(message.created_at)
                    OR NOT isfinite(message.next_try_at) OR NOT isfinite(message.expires_at)
                    THEN 'guest_message_finished_once'
            END
        ], NULL) AS rules
    FROM hotelmate.guest_message AS message
    INNER JOIN hotelmate.hotel ON message.hotel_id = hotel.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
INNER JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = judged.hotel_id AND named.id = judged.booking_id
    ORDER BY named.id
    OFFSET 0 -- looked up for what is broken, never joined to all
) AS booking ON true
WHERE judged.rules <> '{}'
ORDER BY judged.hotel, subject;
