-- Some fortnights of the past: in each of them a room has one stay, and a quarter as many bookings come to nothing.

TRUNCATE scheduled;
INSERT INTO scheduled
WITH ending AS (
    SELECT
        progress.story,
        progress.version,
        progress.status,
        story.provider
    FROM progress INNER JOIN story ON progress.story = story.name
    WHERE progress.is_last
)

SELECT
    drawn.hotel_id,
    drawn.time_zone,
    drawn.slot,
    drawn.number,
    drawn.luck,
    drawn.story,
    ending.version,
    CASE WHEN ending.status = 'COMPLETED' THEN 5 ELSE 0 END AS room_steps,
    1 + 5 * drawn.round AS room_version,
    drawn.check_in,
    drawn.nights,
    made.created_at,
    made.created_at + interval '12 minutes' AS authorised_at,
    made.decided_at,
    made.decided_at + CASE ending.provider WHEN 'stripe' THEN interval '2 minutes' ELSE interval '0' END AS captured_at,
    made.decided_at + interval '1 day' AS submitted_at,
    drawn.noon - interval '2 hours' AS assigned_at,
    drawn.noon + interval '3 hours' + drawn.luck / 5 % 240 * interval '1 minute' AS arrived_at,
    made.departed_at,
    CASE drawn.story
        WHEN 'draft' THEN made.created_at + interval '31 minutes'
        WHEN 'cancelled_unpaid' THEN made.created_at + interval '20 minutes'
        WHEN 'no_show' THEN drawn.noon + interval '1 day'
        ELSE made.decided_at + interval '1 day'
    END AS ended_at,
    made.departed_at + interval '35 minutes' AS cleaning_at,
    made.departed_at + interval '80 minutes' AS cleaned_at,
    made.departed_at + interval '100 minutes' AS inspected_at
FROM (
    SELECT
        dated.*,
        1 + dated.luck / 7 % 5 AS nights,
        (dated.check_in + time '12:00') AT TIME ZONE dated.time_zone AS noon,
        CASE
            WHEN dated.slot < dated.rooms THEN CASE WHEN dated.luck % 10 = 0 THEN 'card' ELSE 'desk' END
            ELSE (
                ARRAY[
                    'draft', 'draft', 'draft', 'cancelled_unpaid', 'cancelled_desk', 'cancelled_desk',
                    'cancelled_desk', 'cancelled_card', 'declined', 'declined', 'no_show', 'no_show'
                ]
            )[1 + dated.luck % 12]
        END AS story
    FROM (
        SELECT
            hotel.hotel_id,
            hotel.time_zone,
            size.rooms,
            fortnight.round,
            place.slot,
            fortnight.round * (size.rooms + size.rooms / 4) + place.slot + 1 AS number,
            place.luck,
            size.first_day + (fortnight.round * size.days + 5 + place.luck % 4)::integer AS check_in
        FROM size
        CROSS JOIN generate_series(size.round, size.round + size.at_once - 1) AS fortnight (round)
        CROSS JOIN hotelmate.hotel
        CROSS JOIN LATERAL (
            SELECT
                slot,
                (hotel.hotel_id * 7919 + slot * 104729 + fortnight.round * 15485863) % 1000003 AS luck
            FROM generate_series(0, size.rooms + size.rooms / 4 - 1) AS slot
        ) AS place
    ) AS dated
) AS drawn
INNER JOIN ending ON drawn.story = ending.story
CROSS JOIN LATERAL (
    SELECT
        drawn.noon - interval '4 days' + drawn.luck / 3 % 600 * interval '1 minute' AS created_at,
        drawn.noon - interval '93 hours' + drawn.luck / 3 % 600 * interval '1 minute' AS decided_at,
        drawn.noon - interval '4 hours' + drawn.nights * interval '1 day'
        + drawn.luck / 11 % 180 * interval '1 minute' AS departed_at
) AS made;
