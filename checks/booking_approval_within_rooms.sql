-- Front desk: from tonight on, no more stays of a room type are approved for a night than there are rooms and the
-- hotel's overbooking allowance.
-- Severity: high.
-- Held by: booking_approval_within_rooms. It judges approvals only: rooms taken out of service, upgrades, changed
-- dates and captures that Stripe reports may exceed it legitimately, and somebody has to know.
-- Reads: live state.
SELECT
    'booking_approval_within_rooms' AS check_name,
    night.hotel,
    'room type ' || night.code AS subject,
    format(
        '%s stays are approved for the night of %s, for %s active rooms and an allowance of %s%s; rooms taken out'
        || ' of service, upgrades and changed dates count too',
        (array_agg(night.approved ORDER BY night.slept_on))[1], min(night.slept_on),
        night.rooms, night.overbooking_allowance,
        CASE WHEN count(*) > 1 THEN format(', and too many for %s later nights', count(*) - 1) END
    ) AS finding,
    NULL::timestamptz AS since,
    'put a room back into service, give stays a room of another type, agree with guests on other dates, or allow it:'
    || ' overbooking_allowance of the room type' AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        kind.hotel_id,
        kind.id,
        kind.code,
        kind.overbooking_allowance,
        supply.rooms,
        slept.on_day::date AS slept_on,
        count(*) AS approved
    FROM hotelmate.room_type AS kind
    INNER JOIN hotelmate.hotel ON kind.hotel_id = hotel.hotel_id
    INNER JOIN LATERAL (
        SELECT count(*) AS rooms
        FROM hotelmate.room
        WHERE room.hotel_id = kind.hotel_id AND room.room_type_id = kind.id AND room.is_active
    ) AS supply ON true
    INNER JOIN hotelmate.room_booking AS booking
        ON kind.hotel_id = booking.hotel_id AND kind.id = booking.accommodating_room_type_id
    INNER JOIN LATERAL generate_series(
        greatest(booking.check_in, (now() AT TIME ZONE hotel.time_zone)::date),
        -- Dates without an end are booking_departs_after_arrival, and would never end here.
        least(booking.check_out - 1, (now() AT TIME ZONE hotel.time_zone)::date + 3650),
        interval '1 day'
    ) AS slept (on_day) ON true
    WHERE
        kind.overbooking_allowance IS NOT NULL
        AND booking.held_capacity IS NOT NULL AND booking.approved_at IS NOT NULL
    GROUP BY hotel.slug, kind.hotel_id, kind.id, supply.rooms, slept.on_day
    HAVING count(*) > supply.rooms + kind.overbooking_allowance
) AS night
GROUP BY night.hotel, night.hotel_id, night.id, night.code, night.rooms, night.overbooking_allowance
ORDER BY night.hotel, subject;
