-- The hotels, their staff and their room types. Ids are counted: room r of hotel h has the id
-- (h - 1) * rooms + r, its doubles are type 2h - 1 and its family rooms, every fourth, type 2h.

INSERT INTO hotelmate.hotel_directory (hotel_id, slug)
SELECT
    number,
    'hotel-' || number
FROM size CROSS JOIN generate_series(1, size.hotels) AS number;

-- Hotels where it is early in the morning, so that no day ends and no guest is late while checks are measured.
INSERT INTO hotelmate.hotel (
    hotel_id, slug, name, time_zone, currency, unpaid_draft_minutes, approval_sla_minutes,
    personal_data_days, created_at
)
SELECT
    entry.hotel_id,
    entry.slug,
    'Hotel ' || entry.hotel_id AS name,
    morning.zones[1 + entry.hotel_id % cardinality(morning.zones)] AS time_zone,
    'EUR' AS currency,
    1440 AS unpaid_draft_minutes,
    1440 AS approval_sla_minutes,
    36500 AS personal_data_days,
    size.first_day - interval '30 days' AS created_at
FROM hotelmate.hotel_directory AS entry
CROSS JOIN size
CROSS JOIN (
    SELECT array_agg(zone.name ORDER BY zone.name) AS zones
    FROM hotelmate.time_zone AS zone
    CROSS JOIN size
    WHERE extract(HOUR FROM size.moment AT TIME ZONE zone.name) BETWEEN 5 AND 7
) AS morning;

INSERT INTO hotelmate.precheckin_form (hotel_id, version, published_at, published_by)
SELECT
    hotel_id,
    1 AS version,
    created_at AS published_at,
    'staff:manager' AS published_by
FROM hotelmate.hotel;

INSERT INTO hotelmate.precheckin_field (
    hotel_id, form_version, name, asked_of, kind, is_required, position, labels
)
SELECT
    hotel.hotel_id,
    1 AS form_version,
    field.*
FROM hotelmate.hotel
CROSS JOIN (
    VALUES
    ('arrival_time', 'BOOKING', 'TEXT', true, 1, '{"en": "When do you arrive?"}'::jsonb),
    ('document_number', 'GUEST', 'DOCUMENT_NUMBER', false, 2, '{"en": "Number of your passport"}')
) AS field (name, asked_of, kind, is_required, position, labels);

INSERT INTO hotelmate.cancellation_term (hotel_id, days_before_arrival, refund_percent)
SELECT
    hotel_id,
    0,
    50
FROM hotelmate.hotel;

INSERT INTO hotelmate.staff (hotel_id, id, username, display_name, role, created_at)
SELECT
    hotel_id,
    3 * hotel_id - 2,
    'desk',
    'Front desk',
    'FRONT_DESK',
    created_at
FROM hotelmate.hotel
UNION ALL
SELECT
    hotel_id,
    3 * hotel_id - 1,
    'housekeeper',
    'Housekeeper',
    'HOUSEKEEPING',
    created_at
FROM hotelmate.hotel
UNION ALL
SELECT
    hotel_id,
    3 * hotel_id,
    'manager',
    'Manager',
    'MANAGER',
    created_at
FROM hotelmate.hotel;

INSERT INTO hotelmate.room_type (
    hotel_id, id, code, name, max_occupancy, nightly_rate, overbooking_allowance, created_at
)
SELECT
    hotel_id,
    2 * hotel_id - 1,
    'DBL',
    'Double',
    2,
    12000,
    CASE WHEN hotel_id % 2 = 0 THEN 5 END,
    created_at
FROM hotelmate.hotel
UNION ALL
SELECT
    hotel_id,
    2 * hotel_id,
    'FAM',
    'Family',
    4,
    18000,
    NULL,
    created_at
FROM hotelmate.hotel;

INSERT INTO hotelmate.room_status_event (
    hotel_id, room_id, version, to_status, to_turnover, is_active, is_out_of_order, maintenance_required,
    actor, source, created_at
)
SELECT
    hotel.hotel_id,
    (hotel.hotel_id - 1) * size.rooms + number AS room_id,
    1 AS version,
    'READY_FOR_GUEST' AS to_status,
    'READY_FOR_GUEST' AS to_turnover,
    true AS is_active,
    false AS is_out_of_order,
    false AS maintenance_required,
    'system:opening' AS actor,
    'SYSTEM' AS source,
    hotel.created_at
FROM hotelmate.hotel
CROSS JOIN size
CROSS JOIN generate_series(1, size.rooms) AS number;
