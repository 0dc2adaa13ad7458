-- The party of each booking, and what a stay keeps beside it: guest records, chat and link.

DROP TABLE IF EXISTS planned_guest;
CREATE TEMPORARY TABLE planned_guest AS
SELECT
    planned.*,
    4 * planned.id + place AS guest_id,
    place
FROM planned CROSS JOIN LATERAL generate_series(0, planned.adults + planned.children - 1) AS place;

INSERT INTO hotelmate.booking_guest (
    hotel_id, id, booking_id, role, age_group, first_name, last_name, email, precheckin_payload,
    precheckin_submitted_at, created_at
)
SELECT
    hotel_id,
    guest_id AS id,
    id AS booking_id,
    CASE place WHEN 0 THEN 'PRIMARY' ELSE 'COMPANION' END AS role,
    CASE WHEN place < adults THEN 'ADULT' ELSE 'CHILD' END AS age_group,
    ('{Ada,Grace,Alan,Edsger}'::text[])[1 + place] AS first_name,
    'Guest' || luck AS last_name,
    CASE place WHEN 0 THEN 'guest' || luck || '@example.org' END AS email,
    CASE
        WHEN submitted_at IS NOT NULL THEN jsonb_build_object('document_number', 'C' || 100000 + luck % 900000) ELSE '{}'
    END
        AS precheckin_payload,
    submitted_at AS precheckin_submitted_at,
    created_at
FROM planned_guest
ORDER BY created_at::date, hotel_id, guest_id;

INSERT INTO hotelmate.guest (hotel_id, id, booking_id, booking_guest_id, room_id, checked_in_at, checked_out_at)
SELECT
    hotel_id,
    guest_id AS id,
    id AS booking_id,
    guest_id AS booking_guest_id,
    CASE WHEN departed_at IS NULL THEN room_id END AS room_id,
    arrived_at AS checked_in_at,
    departed_at AS checked_out_at
FROM planned_guest
WHERE arrived_at IS NOT NULL
ORDER BY arrived_at::date, hotel_id, guest_id;

INSERT INTO hotelmate.guest_chat_session (hotel_id, id, booking_id, opened_at, closed_at, room_id)
SELECT
    hotel_id,
    id,
    id,
    arrived_at,
    departed_at,
    CASE WHEN departed_at IS NULL THEN room_id END
FROM planned
WHERE arrived_at IS NOT NULL
ORDER BY arrived_at::date, hotel_id, id;

-- Who pays by card fills in the form; who is still to come and paid at the desk has a link to it.
INSERT INTO hotelmate.booking_token (
    hotel_id, id, booking_id, purpose, token_hash, created_at, expires_at, used_at,
    form_version, created_by
)
SELECT
    hotel_id,
    id,
    id AS booking_id,
    'PRECHECKIN' AS purpose,
    sha256(convert_to('token ' || id, 'UTF8')) AS token_hash,
    captured_at AS created_at,
    captured_at + interval '60 days' AS expires_at,
    submitted_at AS used_at,
    1 AS form_version,
    'staff:desk' AS created_by
FROM planned
WHERE submitted_at IS NOT NULL OR (status = 'CONFIRMED' AND provider = 'desk' AND arrived_at IS NULL)
ORDER BY created_at::date, hotel_id, id;
