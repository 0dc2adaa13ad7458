-- Rooms: numbers and codes can stand in paths, and a room type takes somebody, for money.
-- Severity: medium.
-- Held by: room_number_well_formed, room_type_capacity_positive, room_type_code_well_formed,
-- room_type_overbooking_not_negative, room_type_rate_positive.
-- Reads: live state.
SELECT
    'room_number_well_formed' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    'has a number that is not 1 to 10 letters, digits and hyphens' AS finding,
    room.created_at AS since,
    format(
        'UPDATE hotelmate.room SET room_number = … WHERE hotel_id = %s AND id = %s', room.hotel_id, room.id
    ) AS mend
FROM hotelmate.hotel
INNER JOIN hotelmate.room ON hotel.hotel_id = room.hotel_id
WHERE room.room_number !~ '^[A-Za-z0-9-]{1,10}$'
UNION ALL
SELECT
    broken.rule AS check_name,
    judged.hotel,
    'room type ' || judged.code AS subject,
    CASE broken.rule
        WHEN 'room_type_code_well_formed'
            THEN 'has a code that is not 1 to 20 capitals, digits, hyphens and underscores'
        WHEN 'room_type_capacity_positive' THEN format('takes %s guests', judged.max_occupancy)
        WHEN 'room_type_rate_positive' THEN format('costs %s a night', judged.nightly_rate)
        ELSE format('has an overbooking allowance of %s', judged.overbooking_allowance)
    END AS finding,
    judged.created_at AS since,
    format(
        'UPDATE hotelmate.room_type SET %s = … WHERE hotel_id = %s AND id = %s',
        CASE broken.rule
            WHEN 'room_type_code_well_formed' THEN 'code'
            WHEN 'room_type_capacity_positive' THEN 'max_occupancy'
            WHEN 'room_type_rate_positive' THEN 'nightly_rate'
            ELSE 'overbooking_allowance'
        END,
        judged.hotel_id, judged.id
    ) AS mend
FROM (
    SELECT
        kind.*,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE WHEN kind.code !~ '^[A-Z0-9][A-Z0-9_-]{0,19}$' THEN 'room_type_code_well_formed' END,
            CASE WHEN kind.max_occupancy < 1 THEN 'room_type_capacity_positive' END,
            CASE WHEN kind.nightly_rate <= 0 THEN 'room_type_rate_positive' END,
            CASE WHEN kind.overbooking_allowance < 0 THEN 'room_type_overbooking_not_negative' END
        ], NULL) AS rules
    FROM hotelmate.hotel
    INNER JOIN hotelmate.room_type AS kind ON hotel.hotel_id = kind.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
ORDER BY hotel, subject;
