-- Today: of a hundred rooms 70 are occupied, 8 wait for a guest who arrives, 10 are between two guests, and
-- three are out of order, under repair and closed. Half as many bookings again are to come.

UPDATE size SET round = rounds, moment = date_trunc('second', clock_timestamp());

TRUNCATE scheduled;
INSERT INTO scheduled
SELECT
    drawn.hotel_id,
    drawn.time_zone,
    drawn.slot,
    drawn.number,
    drawn.luck,
    drawn.story,
    CASE drawn.story WHEN 'card' THEN placed.card_version ELSE placed.desk_version END AS version,
    placed.room_steps,
    1 + 5 * drawn.rounds AS room_version,
    drawn.today + placed.arrives_in::integer AS check_in,
    placed.nights,
    made.created_at,
    made.created_at + interval '12 minutes' AS authorised_at,
    made.created_at + interval '30 minutes' AS decided_at,
    made.created_at
    + CASE drawn.story WHEN 'card' THEN interval '32 minutes' ELSE interval '30 minutes' END AS captured_at,
    made.created_at + interval '1 day' AS submitted_at,
    CASE WHEN placed.arrives_in = 0 THEN drawn.moment - interval '90 minutes' ELSE made.noon - interval '2 hours' END
        AS assigned_at,
    made.noon + interval '3 hours' + drawn.luck / 5 % 240 * interval '1 minute' AS arrived_at,
    drawn.moment - interval '40 minutes' AS departed_at,
    NULL AS ended_at,
    drawn.moment - interval '25 minutes' AS cleaning_at,
    drawn.moment - interval '12 minutes' AS cleaned_at,
    drawn.moment - interval '5 minutes' AS inspected_at
FROM (
    SELECT
        hotel.hotel_id,
        hotel.time_zone,
        size.moment,
        size.rounds,
        place.slot,
        size.rounds * (size.rooms + size.rooms / 4) + place.slot + 1 AS number,
        place.slot * 100 / size.rooms AS share,
        place.luck,
        CASE WHEN place.luck % 10 < 2 THEN 'card' ELSE 'desk' END AS story,
        (size.moment AT TIME ZONE hotel.time_zone)::date AS today
    FROM size
    CROSS JOIN hotelmate.hotel
    CROSS JOIN LATERAL (
        SELECT
            slot,
            (hotel.hotel_id * 7919 + slot * 104729 + size.rounds * 15485863) % 1000003 AS luck
        FROM generate_series(0, size.rooms + size.rooms / 2 - 1) AS slot
    ) AS place
) AS drawn
-- Shares of the rooms: who is where, how far their booking and the room have come, arrival in days and nights.
INNER JOIN
    LATERAL (
        VALUES
        (0, 69, 6, 8, 1, -5 - drawn.luck / 7 % 3, 8 + drawn.luck / 7 % 4),
        (70, 77, 5, 7, 0, 0, 1 + drawn.luck / 7 % 4),
        (78, 81, 7, 9, 2, -5, 5),
        (82, 84, 7, 9, 3, -5, 5),
        (85, 87, 7, 9, 4, -5, 5),
        (100, 139, 4, 5, 0, 2 + drawn.luck / 7 % 58, 1 + drawn.luck / 3 % 5),
        (140, 144, 3, 3, 0, 9 + drawn.luck / 7 % 30, 2),
        (145, 145, 3, 4, 0, 9, 2),
        (146, 149, 2, 2, 0, 9 + drawn.luck / 7 % 30, 1)
    ) AS placed (from_share, to_share, desk_version, card_version, room_steps, arrives_in, nights)
    ON drawn.share BETWEEN placed.from_share AND placed.to_share
CROSS JOIN LATERAL (
    SELECT
        scene.noon,
        CASE
            WHEN placed.desk_version < 4 THEN drawn.moment - interval '31 minutes'
            WHEN placed.arrives_in > 0 THEN drawn.moment - (1 + drawn.luck / 7 % 20) * interval '1 day'
            ELSE scene.noon - interval '4 days' + drawn.luck / 3 % 600 * interval '1 minute'
        END AS created_at
    FROM (
        SELECT (drawn.today + placed.arrives_in::integer + time '12:00') AT TIME ZONE drawn.time_zone AS noon
    ) AS scene
) AS made;
