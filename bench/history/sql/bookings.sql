-- The bookings and their audit trail.

INSERT INTO hotelmate.room_booking (
    hotel_id, id, booking_reference, status, room_type_id, check_in, check_out, adults, children,
    total_amount, currency, special_requests, booker_first_name, booker_last_name, booker_email, booker_phone,
    expires_at, approval_deadline_at, approved_at, decision_at, decision_by, decline_reason,
    cancelled_at, cancellation_reason, cancellation_terms, cancellation_fee_amount, no_show_at,
    assigned_room_id, room_assigned_at, room_assigned_by, checked_in_at, checked_out_at,
    payment_provider, payment_reference, payment_id, payment_seq,
    authorised_amount, captured_amount, voided_amount, refunded_amount, payment_authorized_at, paid_at,
    party_version, guest_count, staying_guest_count, staying_child_count, accommodating_room_type_id, capacity,
    precheckin_payload, precheckin_submitted_at, precheckin_form_version,
    language, time_zone, version, created_at, updated_at
)
SELECT
    hotel_id,
    id,
    booking_reference,
    status,
    room_type_id,
    check_in,
    check_out,
    adults,
    children,
    price AS total_amount,
    'EUR' AS currency,
    CASE WHEN luck % 5 = 0 THEN 'a quiet room, please' ELSE '' END AS special_requests,
    'Ada' AS booker_first_name,
    'Guest' || luck AS booker_last_name,
    'guest' || luck || '@example.org' AS booker_email,
    '+353 1 555 0100' AS booker_phone,
    created_at
    + CASE WHEN status = 'CANCELLED_DRAFT' THEN interval '30 minutes' ELSE interval '1 day' END AS expires_at,
    authorised_at + interval '1 day' AS approval_deadline_at,
    CASE WHEN status <> 'DECLINED' THEN decided_at END AS approved_at,
    decided_at AS decision_at,
    CASE WHEN decided_at IS NOT NULL THEN 'staff:desk' END AS decision_by,
    CASE WHEN status = 'DECLINED' THEN 'no room left' END AS decline_reason,
    CASE WHEN status <> 'NO_SHOW' THEN ended_at END AS cancelled_at,
    CASE WHEN status = 'CANCELLED' THEN 'other plans' END AS cancellation_reason,
    '[{"refund_percent": 50, "days_before_arrival": 0}]' AS cancellation_terms,
    CASE WHEN status = 'CANCELLED' THEN CASE WHEN is_captured THEN price - price / 2 ELSE 0 END END
        AS cancellation_fee_amount,
    CASE WHEN status = 'NO_SHOW' THEN ended_at END AS no_show_at,
    CASE WHEN assigned_at IS NOT NULL THEN room_id END AS assigned_room_id,
    assigned_at AS room_assigned_at,
    CASE WHEN assigned_at IS NOT NULL THEN 'staff:desk' END AS room_assigned_by,
    arrived_at AS checked_in_at,
    departed_at AS checked_out_at,
    CASE WHEN authorised_at IS NOT NULL THEN provider END AS payment_provider,
    CASE WHEN authorised_at IS NOT NULL AND provider = 'stripe' THEN 'pi_' || id END AS payment_reference,
    CASE WHEN authorised_at IS NOT NULL THEN id END AS payment_id,
    payment_seq,
    CASE WHEN authorised_at IS NOT NULL THEN price ELSE 0 END AS authorised_amount,
    CASE WHEN is_captured THEN price ELSE 0 END AS captured_amount,
    CASE WHEN is_voided THEN price ELSE 0 END AS voided_amount,
    CASE WHEN is_refunded THEN price / 2 ELSE 0 END AS refunded_amount,
    authorised_at AS payment_authorized_at,
    captured_at AS paid_at,
    1 AS party_version,
    adults + children AS guest_count,
    adults + children AS staying_guest_count,
    children AS staying_child_count,
    room_type_id AS accommodating_room_type_id,
    capacity,
    CASE WHEN submitted_at IS NOT NULL THEN '{"arrival_time": "16:00"}' ELSE '{}' END::jsonb AS precheckin_payload,
    submitted_at AS precheckin_submitted_at,
    CASE WHEN submitted_at IS NOT NULL THEN 1 END AS precheckin_form_version,
    'en' AS language,
    time_zone,
    version,
    created_at,
    greatest(
        created_at, authorised_at, decided_at, captured_at, submitted_at, assigned_at, arrived_at, departed_at, ended_at
    ) AS updated_at
FROM planned
ORDER BY created_at::date, hotel_id, id;

INSERT INTO hotelmate.booking_event (
    hotel_id, booking_id, version, event_type, from_status, to_status, from_room_id, to_room_id,
    actor, changed_by, source, request_id, created_at
)
SELECT
    planned.hotel_id,
    planned.id AS booking_id,
    step.version,
    step.event_type,
    step.from_status,
    step.to_status,
    CASE WHEN step.held_room THEN planned.room_id END AS from_room_id,
    CASE WHEN step.holds_room THEN planned.room_id END AS to_room_id,
    CASE step.source WHEN 'FRONT_DESK' THEN 'staff:desk' ELSE 'system:website' END AS actor,
    CASE step.source WHEN 'FRONT_DESK' THEN 3 * planned.hotel_id - 2 END AS changed_by,
    step.source,
    'req-' || planned.id AS request_id,
    timed.happened_at AS created_at
FROM planned
INNER JOIN step ON planned.story = step.story AND planned.version >= step.version
CROSS JOIN
    LATERAL (
        SELECT
            CASE step.moment
                WHEN 'created' THEN planned.created_at
                WHEN 'authorised' THEN planned.authorised_at
                WHEN 'decided' THEN planned.decided_at
                WHEN 'captured' THEN planned.captured_at
                WHEN 'submitted' THEN planned.submitted_at
                WHEN 'assigned' THEN planned.assigned_at
                WHEN 'arrived' THEN planned.arrived_at
                WHEN 'departed' THEN planned.departed_at
                WHEN 'ended' THEN planned.ended_at
            END AS happened_at
    ) AS timed
ORDER BY timed.happened_at::date, planned.hotel_id, planned.id, step.version;

-- What guests were told of it, sent a moment after.
INSERT INTO hotelmate.guest_message (
    hotel_id, id, message_id, booking_id, kind, state, created_at, expires_at, tries, next_try_at, finished_at
)
SELECT
    hotel_id,
    id,
    gen_random_uuid() AS message_id,
    id AS booking_id,
    'BOOKING_' || status AS kind,
    'SENT' AS state,
    told_at AS created_at,
    told_at + interval '1 day' AS expires_at,
    1 AS tries,
    told_at AS next_try_at,
    told_at + interval '1 second' AS finished_at
FROM (
    SELECT
        planned.hotel_id,
        planned.id,
        CASE WHEN planned.status IN ('DECLINED', 'CANCELLED') THEN planned.status ELSE 'CONFIRMED' END AS status,
        CASE WHEN planned.status = 'CANCELLED' THEN planned.ended_at ELSE planned.decided_at END AS told_at
    FROM planned
) AS told
WHERE told_at IS NOT NULL
ORDER BY told_at::date, hotel_id, id;
