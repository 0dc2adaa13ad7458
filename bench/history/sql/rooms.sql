-- What stays do to their rooms: occupied, left, cleaned, inspected, each version with its audit row.

INSERT INTO hotelmate.room_status_event (
    hotel_id, room_id, version, from_status, to_status, from_turnover, to_turnover,
    is_active, is_out_of_order, maintenance_required, in_house_booking_id,
    actor, changed_by, source, created_at
)
SELECT
    planned.hotel_id,
    planned.room_id,
    planned.room_version + step.version AS version,
    step.from_status,
    step.to_status,
    step.from_turnover,
    step.to_turnover,
    true AS is_active,
    false AS is_out_of_order,
    false AS maintenance_required,
    CASE WHEN step.is_occupied THEN planned.id END AS in_house_booking_id,
    CASE step.source WHEN 'FRONT_DESK' THEN 'staff:desk' ELSE 'staff:housekeeper' END AS actor,
    CASE step.source WHEN 'FRONT_DESK' THEN 3 * planned.hotel_id - 2 ELSE 3 * planned.hotel_id - 1 END AS changed_by,
    step.source,
    timed.happened_at AS created_at
FROM planned
INNER JOIN room_step AS step ON planned.room_steps >= step.version
CROSS JOIN
    LATERAL (
        SELECT
            CASE step.moment
                WHEN 'arrived' THEN planned.arrived_at
                WHEN 'departed' THEN planned.departed_at
                WHEN 'cleaning' THEN planned.cleaning_at
                WHEN 'cleaned' THEN planned.cleaned_at
                ELSE planned.inspected_at
            END AS happened_at
    ) AS timed
ORDER BY timed.happened_at::date, planned.hotel_id, planned.id, step.version;

INSERT INTO hotelmate.housekeeping_task (
    hotel_id, id, room_id, booking_id, task_type, status, created_at, created_by, changed_by,
    started_at, completed_at, previous_status
)
SELECT
    hotel_id,
    id,
    room_id,
    id AS booking_id,
    'TURNOVER' AS task_type,
    CASE room_steps WHEN 2 THEN 'OPEN' WHEN 3 THEN 'IN_PROGRESS' ELSE 'DONE' END AS status,
    departed_at AS created_at,
    'staff:desk' AS created_by,
    CASE room_steps WHEN 2 THEN 'staff:desk' ELSE 'staff:housekeeper' END AS changed_by,
    CASE WHEN room_steps >= 3 THEN cleaning_at END AS started_at,
    CASE WHEN room_steps >= 4 THEN cleaned_at END AS completed_at,
    CASE room_steps WHEN 2 THEN NULL WHEN 3 THEN 'OPEN' ELSE 'IN_PROGRESS' END AS previous_status
FROM planned
WHERE room_steps >= 2
ORDER BY departed_at::date, hotel_id, id;
