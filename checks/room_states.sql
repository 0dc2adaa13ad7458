-- Occupancy: a room with a guest in it is neither ready nor out of service, and each room has a turnover status.
-- Severity: critical.
-- Held by: room_ready_is_vacant, room_out_of_service_is_vacant, room_turnover_status_known.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    'room ' || judged.room_number AS subject,
    CASE broken.rule
        WHEN 'room_ready_is_vacant'
            THEN 'is READY_FOR_GUEST with ' || judged.guest || ' in it'
        WHEN 'room_out_of_service_is_vacant'
            THEN format(
                    'is %s with %s in it',
                    CASE WHEN judged.is_out_of_order THEN 'out of order' ELSE 'not in use' END,
                    judged.guest
                )
        ELSE format('has the turnover status %s, which is none of the four', judged.turnover_status)
    END AS finding,
    CASE
        WHEN broken.rule <> 'room_turnover_status_known'
            THEN (
                SELECT stay.checked_in_at FROM hotelmate.room_booking AS stay
                WHERE stay.hotel_id = judged.hotel_id AND stay.id = judged.in_house_booking_id
            )
    END AS since,
    CASE broken.rule
        WHEN 'room_ready_is_vacant'
            THEN format(
                    'a guest is in it, so it is not ready: UPDATE hotelmate.room SET turnover_status = '
                    '''CHECKOUT_DIRTY'' WHERE hotel_id = %s AND id = %s;',
                    judged.hotel_id, judged.id
                )
        WHEN 'room_out_of_service_is_vacant'
            THEN 'move the guest to another room (POST …/move-room), or put this one back into service (PATCH …/rooms)'
        ELSE
            'look how the room is, then let a manager set its turnover status, with a reason '
            || '(POST …/rooms/' || judged.room_number || '/turnover)'
    END AS mend
FROM (
    SELECT
        room.*,
        hotel.slug AS hotel,
        coalesce(
            (
                SELECT 'booking ' || stay.booking_reference FROM hotelmate.room_booking AS stay
                WHERE stay.hotel_id = room.hotel_id AND stay.id = room.in_house_booking_id
            ),
            'booking id ' || room.in_house_booking_id
        ) AS guest,
        array_remove(ARRAY[
            CASE
                WHEN room.turnover_status = 'READY_FOR_GUEST' AND room.in_house_booking_id IS NOT NULL
                    THEN 'room_ready_is_vacant'
            END,
            CASE
                WHEN room.in_house_booking_id IS NOT NULL AND (room.is_out_of_order OR NOT room.is_active)
                    THEN 'room_out_of_service_is_vacant'
            END,
            CASE
                WHEN
                    room.turnover_status NOT IN (
                        'CHECKOUT_DIRTY', 'CLEANING_IN_PROGRESS', 'CLEANED_UNINSPECTED', 'READY_FOR_GUEST'
                    )
                    THEN 'room_turnover_status_known'
            END
        ], NULL) AS rules
    FROM hotelmate.hotel
    INNER JOIN hotelmate.room ON hotel.hotel_id = room.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
WHERE judged.rules <> '{}'
ORDER BY judged.hotel, subject;
