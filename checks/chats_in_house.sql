-- Party: a booking in house has an open chat, no other booking has, and one that is still to come has none: check-in
-- opens it. A chat that is half open and half closed is chat_room_until_closed.
-- Severity: medium.
-- Held by: chat_open_while_in_house, chat_open_until_check_out.
-- Reads: live state.
-- OFFSET 0 keeps what follows a look-up by an index, chat by chat, never a pass over history.
SELECT
    'chat_open_while_in_house' AS check_name,
    hotel.slug AS hotel,
    'chat of booking ' || booking.booking_reference AS subject,
    format('is open in room %s, but ', coalesce(chat_room.room_number, chat.room_id::text)) || CASE
        WHEN booking.checked_out_at IS NOT NULL THEN 'the booking has checked out'
        WHEN NOT booking.is_in_house THEN 'the booking has not checked in'
        ELSE 'the booking is in house in ' || coalesce('room ' || stay_room.room_number, 'no room')
    END AS finding,
    coalesce(booking.checked_out_at, chat.opened_at) AS since,
    CASE
        WHEN booking.is_in_house THEN 'hotelmate reconcile writes the room of the booking to it'
        WHEN booking.checked_in_at IS NULL
            THEN 'hotelmate reconcile removes it: check-in opens it'
        ELSE 'hotelmate reconcile closes it'
    END AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT session.*
    FROM hotelmate.guest_chat_session AS session
    WHERE session.hotel_id = hotel.hotel_id AND session.closed_at IS NULL AND session.room_id IS NOT NULL
    ORDER BY session.booking_id
    OFFSET 0
) AS chat ON true
INNER JOIN LATERAL (
    SELECT
        stay.booking_reference,
        stay.assigned_room_id,
        stay.checked_in_at,
        stay.checked_out_at,
        stay.checked_in_at IS NOT NULL AND stay.checked_out_at IS NULL AS is_in_house
    FROM hotelmate.room_booking AS stay
    WHERE stay.hotel_id = chat.hotel_id AND stay.id = chat.booking_id
    ORDER BY stay.id
    OFFSET 0
) AS booking ON true
LEFT JOIN hotelmate.room AS chat_room
    ON chat.hotel_id = chat_room.hotel_id AND chat.room_id = chat_room.id
LEFT JOIN hotelmate.room AS stay_room
    ON chat.hotel_id = stay_room.hotel_id AND booking.assigned_room_id = stay_room.id
WHERE (booking.is_in_house AND booking.assigned_room_id = chat.room_id) IS NOT TRUE
UNION ALL
SELECT
    'chat_open_until_check_out' AS check_name,
    hotel.slug AS hotel,
    'chat of booking ' || booking.booking_reference AS subject,
    CASE
        WHEN chat.id IS NULL THEN 'is missing, and the booking is in house'
        ELSE format('was closed at %s, but the booking is still in house', chat.closed_at)
    END AS finding,
    coalesce(chat.closed_at, booking.checked_in_at) AS since,
    'hotelmate reconcile opens it' AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT
        stay.hotel_id,
        stay.id,
        stay.booking_reference,
        stay.checked_in_at
    FROM hotelmate.room_booking AS stay
    WHERE
        stay.hotel_id = hotel.hotel_id AND stay.held_room_id IS NOT NULL AND stay.checked_in_at IS NOT NULL
    ORDER BY stay.held_room_id
    OFFSET 0
) AS booking ON true
LEFT JOIN LATERAL (
    SELECT
        session.id,
        session.room_id,
        session.closed_at
    FROM hotelmate.guest_chat_session AS session
    WHERE session.hotel_id = booking.hotel_id AND session.booking_id = booking.id
    ORDER BY session.booking_id
    OFFSET 0
) AS chat ON true
WHERE chat.id IS NULL OR (chat.closed_at IS NOT NULL AND chat.room_id IS NULL)
UNION ALL
SELECT
    'chat_open_until_check_out' AS check_name,
    hotel.slug AS hotel,
    'chat of booking ' || booking.booking_reference AS subject,
    format('was closed at %s, but the booking has not checked in', chat.closed_at) AS finding,
    chat.opened_at AS since,
    'hotelmate reconcile removes it: check-in opens it' AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT
        expected.hotel_id,
        expected.id,
        expected.booking_reference
    FROM hotelmate.room_booking AS expected
    WHERE
        expected.hotel_id = hotel.hotel_id AND expected.checked_in_at IS NULL
        AND expected.status IN ('PENDING_PAYMENT', 'PENDING_APPROVAL', 'CONFIRMED')
    ORDER BY expected.status
    OFFSET 0
) AS booking ON true
INNER JOIN LATERAL (
    SELECT
        session.opened_at,
        session.closed_at
    FROM hotelmate.guest_chat_session AS session
    WHERE
        session.hotel_id = booking.hotel_id AND session.booking_id = booking.id
        AND session.closed_at IS NOT NULL AND session.room_id IS NULL
    ORDER BY session.booking_id
    OFFSET 0
) AS chat ON true
ORDER BY hotel, subject;
