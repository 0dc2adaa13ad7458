-- Numbering: the next row of a table with a key of its own making gets an id above all that are there. Where a sequence
-- is behind, as after a restore of the rows without it, new rows are refused by the primary key until it has caught up.
-- Severity: high.
-- Held by: nothing; a sequence goes its own way, and no key ties it to the rows.
-- Reads: live state. The last id of each hotel is the last entry of its part of the primary key.
SELECT
    'identities_behind' AS check_name,
    '' AS hotel,
    'sequence ' || numbered.sequence AS subject,
    format(
        'its next value is %s, and %s has a row %s', numbered.next_value, numbered.of_table, numbered.greatest_id
    ) AS finding,
    NULL::timestamptz AS since,
    CASE
        -- To go on behind it would use up the ids, or all but: then nothing could be inserted any more.
        WHEN numbered.greatest_id > least(10::numeric * numbered.next_value + 1000000, 2::numeric ^ 62)
            THEN
                format(
                    'find the row with id %s of %s: the sequence has numbered nothing like it. Where it was forged, '
                    'take it out; where rows were restored without their sequence, let it go on behind the greatest '
                    'id that is in order: SELECT setval(''hotelmate.%s'', …)',
                    numbered.greatest_id, numbered.of_table, numbered.sequence
                )
        ELSE format('SELECT setval(''hotelmate.%s'', %s);', numbered.sequence, numbered.greatest_id)
    END AS mend
FROM (
    SELECT
        'access_event_id_seq' AS sequence,
        'access_event' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.access_event AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.access_event_id_seq AS numbers
    UNION ALL
    SELECT
        'api_key_id_seq' AS sequence,
        'api_key' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.api_key AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.api_key_id_seq AS numbers
    UNION ALL
    SELECT
        'booking_guest_id_seq' AS sequence,
        'booking_guest' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.booking_guest AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.booking_guest_id_seq AS numbers
    UNION ALL
    SELECT
        'booking_token_id_seq' AS sequence,
        'booking_token' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.booking_token AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.booking_token_id_seq AS numbers
    UNION ALL
    SELECT
        'consistency_run_id_seq' AS sequence,
        'consistency_run' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(known.id)
            FROM hotelmate.consistency_run AS known
        ) AS greatest_id
    FROM hotelmate.consistency_run_id_seq AS numbers
    UNION ALL
    SELECT
        'guest_id_seq' AS sequence,
        'guest' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.guest AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.guest_id_seq AS numbers
    UNION ALL
    SELECT
        'guest_chat_session_id_seq' AS sequence,
        'guest_chat_session' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.guest_chat_session AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.guest_chat_session_id_seq AS numbers
    UNION ALL
    SELECT
        'guest_message_id_seq' AS sequence,
        'guest_message' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.guest_message AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.guest_message_id_seq AS numbers
    UNION ALL
    SELECT
        'hotel_directory_hotel_id_seq' AS sequence,
        'hotel_directory' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(known.hotel_id)
            FROM hotelmate.hotel_directory AS known
        ) AS greatest_id
    FROM hotelmate.hotel_directory_hotel_id_seq AS numbers
    UNION ALL
    SELECT
        'housekeeping_task_id_seq' AS sequence,
        'housekeeping_task' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.housekeeping_task AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.housekeeping_task_id_seq AS numbers
    UNION ALL
    SELECT
        'outbox_event_id_seq' AS sequence,
        'outbox_event' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.outbox_event AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.outbox_event_id_seq AS numbers
    UNION ALL
    SELECT
        'payment_id_seq' AS sequence,
        'payment' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.payment AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.payment_id_seq AS numbers
    UNION ALL
    SELECT
        'payment_instruction_id_seq' AS sequence,
        'payment_instruction' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.payment_instruction AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.payment_instruction_id_seq AS numbers
    UNION ALL
    SELECT
        'payment_reconciliation_id_seq' AS sequence,
        'payment_reconciliation' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(known.id)
            FROM hotelmate.payment_reconciliation AS known
        ) AS greatest_id
    FROM hotelmate.payment_reconciliation_id_seq AS numbers
    UNION ALL
    SELECT
        'payment_session_id_seq' AS sequence,
        'payment_session' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.payment_session AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.payment_session_id_seq AS numbers
    UNION ALL
    SELECT
        'room_id_seq' AS sequence,
        'room' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.room AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.room_id_seq AS numbers
    UNION ALL
    SELECT
        'room_booking_id_seq' AS sequence,
        'room_booking' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.room_booking AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.room_booking_id_seq AS numbers
    UNION ALL
    SELECT
        'room_type_id_seq' AS sequence,
        'room_type' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.room_type AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.room_type_id_seq AS numbers
    UNION ALL
    SELECT
        'staff_id_seq' AS sequence,
        'staff' AS of_table,
        numbers.last_value + numbers.is_called::integer AS next_value,
        (
            SELECT max(newest.id)
            FROM hotelmate.hotel
            CROSS JOIN LATERAL (
                SELECT max(known.id) AS id
                FROM hotelmate.staff AS known
                WHERE known.hotel_id = hotel.hotel_id
            ) AS newest
        ) AS greatest_id
    FROM hotelmate.staff_id_seq AS numbers
) AS numbered
WHERE numbered.next_value <= numbered.greatest_id
ORDER BY numbered.sequence;
