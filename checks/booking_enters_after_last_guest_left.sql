-- Occupancy: two stays do not overlap in one room, in the past either: a guest enters after the last one has left.
-- Severity: high.
-- Held by: booking_enters_after_last_guest_left. Two who hold a room now are room_single_active_assignment.
-- Reads: history.
-- By the stamps of the stays; of a guest who moved, by those of the last room, the only one with all stamps.
SELECT
    'booking_enters_after_last_guest_left' AS check_name,
    stay.hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'was in room %s from %s, before %s left it', room.room_number,
        to_char(stay.entered_at AT TIME ZONE booking.time_zone, 'YYYY-MM-DD HH24:MI'),
        (
            SELECT
                string_agg(
                    format(
                        '%s (from %s to %s)', earlier.booking_reference,
                        to_char(
                            coalesce(earlier.room_moved_at, earlier.checked_in_at) AT TIME ZONE earlier.time_zone,
                            'YYYY-MM-DD HH24:MI'
                        ),
                        coalesce(
                            to_char(
                                earlier.checked_out_at AT TIME ZONE earlier.time_zone, 'YYYY-MM-DD HH24:MI'
                            ), 'now'
                        )
                    ), ', ' ORDER BY earlier.id
                )
            FROM hotelmate.room_booking AS earlier
            WHERE
                earlier.hotel_id = stay.hotel_id AND earlier.assigned_room_id = stay.room_id
                AND earlier.id <> stay.booking_id
                AND coalesce(earlier.room_moved_at, earlier.checked_in_at) <= stay.entered_at
                AND (earlier.checked_out_at > stay.entered_at OR earlier.checked_out_at IS NULL)
        )
    ) AS finding,
    stay.entered_at AS since,
    'find out at the desk who was in the room when; then correct the stamp that is wrong, and no other' AS mend
FROM (
    SELECT
        held.hotel_id,
        hotel.slug AS hotel,
        held.assigned_room_id AS room_id,
        held.id AS booking_id,
        coalesce(held.room_moved_at, held.checked_in_at) AS entered_at,
        held.checked_out_at AS left_at,
        max(coalesce(held.checked_out_at, 'infinity')) OVER (
            PARTITION BY held.hotel_id, held.assigned_room_id, hotel.slug
            -- Who left in the moment in which they came was there before whoever came in that moment and stayed.
            ORDER BY
                coalesce(held.room_moved_at, held.checked_in_at),
                coalesce(held.checked_out_at, 'infinity'),
                held.id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS last_left_at
    FROM hotelmate.room_booking AS held
    INNER JOIN hotelmate.hotel ON held.hotel_id = hotel.hotel_id
    WHERE held.assigned_room_id IS NOT NULL AND held.checked_in_at IS NOT NULL
) AS stay
INNER JOIN hotelmate.room_booking AS booking ON stay.hotel_id = booking.hotel_id AND stay.booking_id = booking.id
INNER JOIN hotelmate.room ON stay.hotel_id = room.hotel_id AND stay.room_id = room.id
WHERE
    stay.entered_at < stay.last_left_at
    -- A stay that ends before it begins is booking_check_out_after_check_in.
    AND stay.entered_at <= coalesce(stay.left_at, 'infinity')
    AND NOT (stay.left_at IS NULL AND stay.last_left_at = 'infinity')
ORDER BY stay.hotel, subject;
