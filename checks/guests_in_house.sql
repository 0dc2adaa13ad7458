-- Party: each staying member of the party of a booking in house has a guest record in its room, and nobody else
-- is recorded as in house, or as having left before they came: check-in makes the record. One that is half open and
-- half closed is guest_in_room_until_check_out.
-- Severity: high.
-- Held by: guest_in_room_of_booking, guest_in_house_while_booking_is.
-- Reads: live state.
-- OFFSET 0 keeps what follows a look-up by an index, record by record, never a pass over history.
SELECT
    CASE
        WHEN booking.is_in_house AND member.is_staying THEN 'guest_in_room_of_booking'
        ELSE 'guest_in_house_while_booking_is'
    END AS check_name,
    hotel.slug AS hotel,
    format('guest %s of booking %s', record.id, booking.booking_reference) AS subject,
    format('is recorded in room %s, but ', coalesce(record_room.room_number, record.room_id::text)) || CASE
        WHEN booking.checked_out_at IS NOT NULL THEN 'the booking has checked out'
        WHEN NOT booking.is_in_house THEN 'the booking has not checked in'
        WHEN member.is_staying IS NOT TRUE THEN 'does not stay'
        ELSE 'the booking is in house in ' || coalesce('room ' || stay_room.room_number, 'no room')
    END AS finding,
    coalesce(booking.checked_out_at, record.checked_in_at) AS since,
    CASE
        WHEN booking.is_in_house AND member.is_staying
            THEN 'hotelmate reconcile writes the room of the booking to it'
        WHEN booking.checked_in_at IS NULL
            THEN 'hotelmate reconcile removes it: check-in makes it'
        ELSE 'hotelmate reconcile closes it'
    END AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT guest.*
    FROM hotelmate.guest
    WHERE guest.hotel_id = hotel.hotel_id AND guest.checked_out_at IS NULL AND guest.room_id IS NOT NULL
    ORDER BY guest.booking_id
    OFFSET 0
) AS record ON true
INNER JOIN LATERAL (
    SELECT
        stay.booking_reference,
        stay.assigned_room_id,
        stay.checked_in_at,
        stay.checked_out_at,
        stay.checked_in_at IS NOT NULL AND stay.checked_out_at IS NULL AS is_in_house
    FROM hotelmate.room_booking AS stay
    WHERE stay.hotel_id = record.hotel_id AND stay.id = record.booking_id
    ORDER BY stay.id
    OFFSET 0
) AS booking ON true
LEFT JOIN LATERAL (
    SELECT named.is_staying
    FROM hotelmate.booking_guest AS named
    WHERE named.hotel_id = record.hotel_id AND named.id = record.booking_guest_id
    ORDER BY named.id
    OFFSET 0
) AS member ON true
LEFT JOIN hotelmate.room AS record_room
    ON record.hotel_id = record_room.hotel_id AND record.room_id = record_room.id
LEFT JOIN hotelmate.room AS stay_room
    ON record.hotel_id = stay_room.hotel_id AND booking.assigned_room_id = stay_room.id
WHERE (booking.is_in_house AND booking.assigned_room_id = record.room_id AND member.is_staying) IS NOT TRUE
UNION ALL
SELECT
    'guest_in_house_while_booking_is' AS check_name,
    hotel.slug AS hotel,
    format('party member %s of booking %s', member.id, booking.booking_reference) AS subject,
    CASE
        WHEN record.id IS NULL THEN 'stays and is in house, but has no guest record'
        ELSE format('stays and is in house, but was checked out at %s', record.checked_out_at)
    END AS finding,
    coalesce(record.checked_out_at, booking.checked_in_at) AS since,
    'hotelmate reconcile makes the guest record' AS mend
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
INNER JOIN LATERAL (
    SELECT named.id
    FROM hotelmate.booking_guest AS named
    WHERE named.hotel_id = booking.hotel_id AND named.booking_id = booking.id AND named.is_staying
    ORDER BY named.booking_id
    OFFSET 0
) AS member ON true
LEFT JOIN LATERAL (
    SELECT
        guest.id,
        guest.room_id,
        guest.checked_out_at
    FROM hotelmate.guest
    WHERE guest.hotel_id = booking.hotel_id AND guest.booking_guest_id = member.id
    ORDER BY guest.booking_guest_id
    OFFSET 0
) AS record ON true
WHERE record.id IS NULL OR (record.checked_out_at IS NOT NULL AND record.room_id IS NULL)
UNION ALL
SELECT
    'guest_in_house_while_booking_is' AS check_name,
    hotel.slug AS hotel,
    format('guest %s of booking %s', record.id, booking.booking_reference) AS subject,
    format('is recorded as checked out at %s, but the booking has not checked in', record.checked_out_at) AS finding,
    record.checked_in_at AS since,
    'hotelmate reconcile removes it: check-in makes it' AS mend
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
    SELECT named.id
    FROM hotelmate.booking_guest AS named
    WHERE named.hotel_id = booking.hotel_id AND named.booking_id = booking.id
    ORDER BY named.booking_id
    OFFSET 0
) AS member ON true
INNER JOIN LATERAL (
    SELECT
        guest.id,
        guest.checked_in_at,
        guest.checked_out_at
    FROM hotelmate.guest
    WHERE
        guest.hotel_id = booking.hotel_id AND guest.booking_guest_id = member.id
        AND guest.checked_out_at IS NOT NULL AND guest.room_id IS NULL
    ORDER BY guest.booking_guest_id
    OFFSET 0
) AS record ON true
ORDER BY hotel, subject;
