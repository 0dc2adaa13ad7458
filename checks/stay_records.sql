-- Party: a guest record is in a room exactly until check-out, a chat has a room exactly until it is closed, and
-- neither ends before it began. Both begin and end with their booking: but one who joins later comes later, and one who
-- leaves early has left by now.
-- Severity: medium.
-- Held by: guest_in_room_until_check_out, chat_room_until_closed, chat_closes_after_opening.
-- Reads: history.
SELECT
    'guest_in_room_until_check_out' AS check_name,
    hotel.slug AS hotel,
    format('guest %s of booking %s', guest.id, booking.booking_reference) AS subject,
    format(
        'checked in at %s and %s, and is in %s', guest.checked_in_at,
        coalesce('checked out at ' || guest.checked_out_at, 'not out'),
        coalesce('room ' || room.room_number, 'no room')
    ) AS finding,
    guest.checked_in_at AS since,
    CASE
        WHEN (guest.room_id IS NULL) <> (guest.checked_out_at IS NOT NULL)
            THEN 'hotelmate reconcile closes or opens it as its booking is'
        ELSE 'write the check-out of the booking to checked_out_at of the record'
    END AS mend
FROM hotelmate.guest
INNER JOIN hotelmate.hotel ON guest.hotel_id = hotel.hotel_id
INNER JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = guest.hotel_id AND named.id = guest.booking_id
    ORDER BY named.id
    OFFSET 0 -- looked up for what is broken, never joined to all
) AS booking ON true
LEFT JOIN hotelmate.room ON guest.hotel_id = room.hotel_id AND guest.room_id = room.id
WHERE
    (guest.room_id IS NULL) <> (guest.checked_out_at IS NOT NULL)
    OR guest.checked_out_at < guest.checked_in_at
UNION ALL
SELECT
    broken.rule AS check_name,
    judged.hotel,
    'chat of booking ' || booking.booking_reference AS subject,
    format(
        'was opened at %s and %s, and is in %s', judged.opened_at,
        coalesce('closed at ' || judged.closed_at, 'not closed'),
        coalesce('room ' || room.room_number, 'no room')
    ) AS finding,
    judged.opened_at AS since,
    CASE broken.rule
        WHEN 'chat_room_until_closed' THEN 'hotelmate reconcile closes or opens it as its booking is'
        ELSE 'write the check-out of the booking to closed_at of the chat'
    END AS mend
FROM (
    SELECT
        chat.*,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE
                WHEN (chat.room_id IS NULL) <> (chat.closed_at IS NOT NULL) THEN 'chat_room_until_closed'
            END,
            CASE WHEN chat.closed_at < chat.opened_at THEN 'chat_closes_after_opening' END
        ], NULL) AS rules
    FROM hotelmate.guest_chat_session AS chat
    INNER JOIN hotelmate.hotel ON chat.hotel_id = hotel.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
INNER JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = judged.hotel_id AND named.id = judged.booking_id
    ORDER BY named.id
    OFFSET 0 -- looked up for what is broken, never joined to all
) AS booking ON true
LEFT JOIN hotelmate.room ON judged.hotel_id = room.hotel_id AND judged.room_id = room.id
WHERE judged.rules <> '{}'
UNION ALL
SELECT
    'guest_in_room_until_check_out' AS check_name,
    hotel.slug AS hotel,
    format('guest %s of booking %s', guest.id, booking.booking_reference) AS subject,
    format(
        'is recorded from %s until %s, but the booking checked in at %s and out at %s',
        guest.checked_in_at, coalesce(guest.checked_out_at::text, 'now'),
        booking.checked_in_at, coalesce(booking.checked_out_at::text, 'no time yet')
    ) AS finding,
    booking.checked_in_at AS since,
    'a DBA writes to it when the guest came and left, with the trigger guest_in_house_while_booking_is off' AS mend
FROM hotelmate.guest
INNER JOIN hotelmate.hotel ON guest.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
WHERE
    -- What is told above already. As a CASE: plain, they are taken for rare, and all stays are looked up one by one.
    CASE
        WHEN booking.id IS NOT NULL THEN
            (guest.room_id IS NULL) = (guest.checked_out_at IS NOT NULL)
            AND guest.checked_in_at <= coalesce(guest.checked_out_at, 'infinity')
    END
    AND (
        guest.checked_in_at < booking.checked_in_at
        OR greatest(guest.checked_in_at, guest.checked_out_at) > clock_timestamp()
        OR (
            guest.checked_out_at <> greatest(booking.checked_out_at, guest.checked_in_at)
            AND booking.checked_out_at IS NOT NULL
            AND EXISTS (
                SELECT FROM hotelmate.booking_guest AS member
                WHERE member.hotel_id = guest.hotel_id AND member.id = guest.booking_guest_id AND member.is_staying
            )
        )
    )
UNION ALL
SELECT
    'chat_closes_after_opening' AS check_name,
    hotel.slug AS hotel,
    'chat of booking ' || booking.booking_reference AS subject,
    format(
        'was opened at %s and closed at %s, but the booking checked in at %s and out at %s',
        chat.opened_at, coalesce(chat.closed_at::text, 'no time yet'),
        booking.checked_in_at, coalesce(booking.checked_out_at::text, 'no time yet')
    ) AS finding,
    booking.checked_in_at AS since,
    'a DBA writes the stamps of the booking to it, with the trigger chat_open_until_check_out off' AS mend
FROM hotelmate.guest_chat_session AS chat
INNER JOIN hotelmate.hotel ON chat.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON chat.hotel_id = booking.hotel_id AND chat.booking_id = booking.id
WHERE
    CASE
        WHEN booking.id IS NOT NULL THEN
            (chat.room_id IS NULL) = (chat.closed_at IS NOT NULL)
            AND chat.opened_at <= coalesce(chat.closed_at, 'infinity')
    END
    AND (chat.opened_at <> booking.checked_in_at OR chat.closed_at <> booking.checked_out_at)
ORDER BY hotel, subject;
