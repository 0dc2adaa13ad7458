-- The rooms as they stand today, after all that happened to them.

INSERT INTO hotelmate.room_status_event (
    hotel_id, room_id, version, from_status, to_status, from_turnover, to_turnover,
    is_active, is_out_of_order, maintenance_required, actor, changed_by, source, reason, created_at
)
SELECT
    hotel.hotel_id,
    (hotel.hotel_id - 1) * size.rooms + size.rooms * closed.share / 100 + 1 AS room_id,
    2 + 5 * size.rounds AS version,
    'READY_FOR_GUEST' AS from_status,
    closed.to_status,
    'READY_FOR_GUEST' AS from_turnover,
    'READY_FOR_GUEST' AS to_turnover,
    closed.is_active,
    closed.is_out_of_order,
    closed.maintenance_required,
    'staff:desk' AS actor,
    3 * hotel.hotel_id - 2 AS changed_by,
    'FRONT_DESK' AS source,
    'the boiler leaks' AS reason,
    size.moment - interval '9 days' AS created_at
FROM hotelmate.hotel
CROSS JOIN size
CROSS JOIN (
    VALUES
    (94, 'OUT_OF_ORDER', true, true, false),
    (95, 'MAINTENANCE_REQUIRED', true, false, true),
    (96, 'READY_FOR_GUEST', false, false, false)
) AS closed (share, to_status, is_active, is_out_of_order, maintenance_required);

INSERT INTO hotelmate.room (
    hotel_id, id, room_number, room_type_id, turnover_status, is_active, is_out_of_order, maintenance_required,
    in_house_booking_id, cleaning_task_id, guest_fcm_token, last_cleaned_at, last_cleaned_by,
    last_inspected_at, last_inspected_by, last_vacated_at, version, created_at
)
SELECT
    hotel.hotel_id,
    place.room_id AS id,
    (100 + place.slot)::text AS room_number,
    CASE WHEN place.slot % 4 = 3 THEN 2 * hotel.hotel_id ELSE 2 * hotel.hotel_id - 1 END AS room_type_id,
    last_event.to_turnover AS turnover_status,
    last_event.is_active,
    last_event.is_out_of_order,
    last_event.maintenance_required,
    last_event.in_house_booking_id,
    task.id AS cleaning_task_id,
    CASE WHEN last_event.in_house_booking_id % 3 = 0 THEN 'device-' || last_event.in_house_booking_id END
        AS guest_fcm_token,
    cleaned.created_at AS last_cleaned_at,
    cleaned.actor AS last_cleaned_by,
    inspected.created_at AS last_inspected_at,
    inspected.actor AS last_inspected_by,
    vacated.created_at AS last_vacated_at,
    last_event.version,
    hotel.created_at
FROM size
CROSS JOIN hotelmate.hotel
CROSS JOIN
    LATERAL (
        SELECT
            slot,
            (hotel.hotel_id - 1) * size.rooms + slot + 1 AS room_id
        FROM generate_series(0, size.rooms - 1) AS slot
    ) AS place
CROSS JOIN
    LATERAL (
        SELECT event.* FROM hotelmate.room_status_event AS event
        WHERE event.hotel_id = hotel.hotel_id AND event.room_id = place.room_id
        ORDER BY event.version DESC LIMIT 1
    ) AS last_event
LEFT JOIN LATERAL (
    SELECT
        event.created_at,
        event.actor
    FROM hotelmate.room_status_event AS event
    WHERE event.hotel_id = hotel.hotel_id AND event.room_id = place.room_id
        AND event.to_turnover = 'CLEANED_UNINSPECTED'
    ORDER BY event.version DESC LIMIT 1
) AS cleaned ON true
LEFT JOIN LATERAL (
    SELECT
        event.created_at,
        event.actor
    FROM hotelmate.room_status_event AS event
    WHERE event.hotel_id = hotel.hotel_id AND event.room_id = place.room_id
        AND event.from_turnover = 'CLEANED_UNINSPECTED' AND event.to_turnover = 'READY_FOR_GUEST'
    ORDER BY event.version DESC LIMIT 1
) AS inspected ON true
LEFT JOIN LATERAL (
    SELECT event.created_at FROM hotelmate.room_status_event AS event
    WHERE event.hotel_id = hotel.hotel_id AND event.room_id = place.room_id AND event.from_status = 'OCCUPIED'
    ORDER BY event.version DESC LIMIT 1
) AS vacated ON true
LEFT JOIN hotelmate.housekeeping_task AS task
    ON hotel.hotel_id = task.hotel_id AND place.room_id = task.room_id AND task.status = 'IN_PROGRESS';
