-- Booking: what a booking says of itself fits together: its status, dates, party size, room and stamps, on the calendar
-- of its hotel.
-- Severity: critical.
-- Held by: booking_approval_fits_status, booking_assignment_needs_confirmed, booking_assignment_stamped,
-- booking_cancellation_fee_stamped, booking_capacity_is_of_booked_type, booking_check_in_needs_confirmed,
-- booking_check_in_needs_room, booking_check_in_within_stay_dates, booking_check_out_after_check_in,
-- booking_closed_never_in_house, booking_closing_stamped, booking_completed_when_checked_out,
-- booking_departs_after_arrival, booking_has_adult, booking_move_stamped, booking_no_show_after_arrival_date,
-- booking_of_hotel, booking_price_positive, booking_stamps_not_in_future, booking_status_known.
-- Reads: history.
-- Every booking is looked at once, all rules in one pass. `since` is when the booking was last written.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    'booking ' || judged.booking_reference AS subject,
    CASE broken.rule
        WHEN 'booking_status_known' THEN format('its status is %s, which is none of the eight', judged.status)
        WHEN 'booking_departs_after_arrival'
            THEN format('arrives on %s and departs on %s', judged.check_in, judged.check_out)
        WHEN 'booking_has_adult' THEN format('is for %s adults and %s children', judged.adults, judged.children)
        WHEN 'booking_price_positive' THEN format('costs %s %s', judged.total_amount, judged.currency)
        WHEN 'booking_capacity_is_of_booked_type'
            THEN format(
                    'has no room yet and counts with the %s guests of another room type than it booked', judged.capacity
                )
        WHEN 'booking_assignment_needs_confirmed' THEN format('is %s and has a room', judged.status)
        WHEN 'booking_assignment_stamped'
            THEN 'its assignment does not say ' || concat_ws(
                    ' and ',
                    CASE WHEN judged.assigned_room_id IS NULL THEN 'which room' END,
                    CASE WHEN judged.room_assigned_at IS NULL THEN 'when' END,
                    CASE WHEN judged.room_assigned_by IS NULL THEN 'by whom' END
                )
        WHEN 'booking_move_stamped'
            THEN 'its move does not say ' || concat_ws(
                    ' and ',
                    CASE WHEN judged.room_moved_from_id IS NULL THEN 'from which room' END,
                    CASE WHEN judged.room_moved_at IS NULL THEN 'when' END,
                    CASE WHEN judged.room_moved_by IS NULL THEN 'by whom' END
                )
        WHEN 'booking_check_in_needs_room' THEN format('checked in at %s without a room', judged.came)
        WHEN 'booking_check_in_needs_confirmed' THEN format('is %s and checked in at %s', judged.status, judged.came)
        WHEN 'booking_check_in_within_stay_dates'
            THEN format('checked in at %s, but stays from %s to %s', judged.came, judged.check_in, judged.check_out)
        WHEN 'booking_check_out_after_check_in'
            THEN format(
                    'checked out at %s, but %s', judged.went,
                    CASE
                        WHEN judged.checked_in_at IS NULL THEN 'never checked in'
                        WHEN judged.checked_out_at < judged.checked_in_at THEN 'checked in at ' || judged.came
                        ELSE 'moved to its room later'
                    END
                )
        WHEN 'booking_completed_when_checked_out'
            THEN format(
                    'is %s and has %s', judged.status, coalesce('checked out at ' || judged.went, 'not checked out')
                )
        WHEN 'booking_closed_never_in_house' THEN format('is %s, but checked in at %s', judged.status, judged.came)
        WHEN 'booking_no_show_after_arrival_date'
            THEN format(
                    'was to arrive on %s and became a no-show on %s already',
                    judged.check_in, (judged.no_show_at AT TIME ZONE judged.time_zone)::date
                )
        WHEN 'booking_closing_stamped'
            THEN format(
                    'is %s, but %s', judged.status, concat_ws(
                        ' and ',
                        CASE
                            WHEN judged.status NOT IN ('CANCELLED', 'CANCELLED_DRAFT')
                                AND judged.cancelled_at IS NOT NULL
                                THEN 'says that it was cancelled'
                            WHEN judged.status IN ('CANCELLED', 'CANCELLED_DRAFT') AND judged.cancelled_at IS NULL
                                THEN 'does not say when it was cancelled'
                        END,
                        CASE
                            WHEN judged.status <> 'NO_SHOW' AND judged.no_show_at IS NOT NULL
                                THEN 'says that the guest did not come'
                            WHEN judged.status = 'NO_SHOW' AND judged.no_show_at IS NULL
                                THEN 'does not say when the guest was given up'
                        END,
                        CASE
                            WHEN judged.status = 'DECLINED' AND judged.decision_at IS NULL
                                THEN 'does not say when it was declined'
                        END
                    )
                )
        WHEN 'booking_approval_fits_status'
            THEN format(
                    'is %s and was %s', judged.status,
                    CASE WHEN judged.approved_at IS NULL THEN 'never approved' ELSE 'approved' END
                )
        WHEN 'booking_cancellation_fee_stamped'
            THEN format(
                    'is %s and says %s of a cancellation fee', judged.status,
                    coalesce(judged.cancellation_fee_amount || ' ' || judged.currency, 'nothing')
                )
        WHEN 'booking_of_hotel'
            THEN format(
                    'is judged on the calendar of %s, and its hotel has that of %s', judged.time_zone,
                    judged.zone_of_hotel
                )
        WHEN 'booking_stamps_not_in_future'
            THEN concat_ws(
                    ', ',
                    CASE WHEN judged.checked_in_at > now() THEN 'checks in at ' || judged.came END,
                    CASE WHEN judged.checked_out_at > now() THEN 'checks out at ' || judged.went END,
                    CASE WHEN judged.precheckin_submitted_at > now() THEN 'submits its pre-check-in' END
                ) || ', which is yet to come'
    END AS finding,
    judged.updated_at AS since,
    CASE
        WHEN broken.rule = 'booking_of_hotel'
            THEN
                'find out which of the two is right, and write it to the other; a booking''s is written with '
                || 'session_replication_role = replica, for a trigger keeps it as it is'
        WHEN broken.rule = 'booking_stamps_not_in_future'
            THEN 'set the clock of the server right; the stamp is in order once its time has come'
        WHEN broken.rule = 'booking_capacity_is_of_booked_type'
            THEN format(
                    'see that its party fits: UPDATE hotelmate.room_booking AS b SET accommodating_room_type_id = t.id,'
                    || ' capacity = t.max_occupancy FROM hotelmate.room_type AS t WHERE b.hotel_id = %s AND b.id = %s'
                    || ' AND t.hotel_id = b.hotel_id AND t.id = b.room_type_id;',
                    judged.hotel_id, judged.id
                )
        WHEN broken.rule IN ('booking_departs_after_arrival', 'booking_has_adult', 'booking_price_positive')
            THEN format(
                    'ask what was booked, then UPDATE hotelmate.room_booking SET %s WHERE hotel_id = %s AND id = %s',
                    CASE broken.rule
                        WHEN 'booking_departs_after_arrival' THEN 'check_in = …, check_out = …'
                        WHEN 'booking_has_adult' THEN 'adults = …, children = …'
                        ELSE 'total_amount = …'
                    END,
                    judged.hotel_id, judged.id
                )
        ELSE format(
                'compare with its audit trail (hotelmate.booking_event, hotel_id = %s, booking_id = %s) and ask at the'
                || ' desk; then write what is missing or wrong, never more', judged.hotel_id, judged.id
            )
    END AS mend
FROM (
    SELECT
        booking.*,
        hotel.slug AS hotel,
        hotel.time_zone AS zone_of_hotel,
        to_char(booking.checked_in_at AT TIME ZONE booking.time_zone, 'YYYY-MM-DD HH24:MI') AS came,
        to_char(booking.checked_out_at AT TIME ZONE booking.time_zone, 'YYYY-MM-DD HH24:MI') AS went,
        -- As the CHECKs judge, but that one contradiction has one name: what another rule names already passes.
        array_remove(ARRAY[
            CASE
                WHEN booking.status NOT IN (
                        'PENDING_PAYMENT', 'PENDING_APPROVAL', 'CONFIRMED', 'DECLINED',
                        'CANCELLED', 'CANCELLED_DRAFT', 'COMPLETED', 'NO_SHOW'
                    ) THEN 'booking_status_known'
            END,
            CASE
                WHEN NOT (
                        booking.check_out > booking.check_in
                        AND isfinite(booking.check_in) AND isfinite(booking.check_out)
                    ) THEN 'booking_departs_after_arrival'
            END,
            CASE WHEN booking.adults < 1 OR booking.children < 0 THEN 'booking_has_adult' END,
            CASE WHEN booking.total_amount <= 0 THEN 'booking_price_positive' END,
            CASE
                WHEN booking.assigned_room_id IS NULL AND booking.accommodating_room_type_id <> booking.room_type_id
                    THEN 'booking_capacity_is_of_booked_type'
            END,
            CASE
                WHEN
                    booking.status IN ('PENDING_PAYMENT', 'PENDING_APPROVAL')
                    AND booking.assigned_room_id IS NOT NULL AND booking.checked_in_at IS NULL
                    THEN 'booking_assignment_needs_confirmed'
            END,
            CASE
                WHEN
                    num_nulls(booking.assigned_room_id, booking.room_assigned_at, booking.room_assigned_by)
                    NOT IN (0, 3)
                    THEN 'booking_assignment_stamped'
            END,
            CASE
                WHEN
                    num_nulls(booking.room_moved_at, booking.room_moved_by, booking.room_moved_from_id)
                    NOT IN (0, 3)
                    THEN 'booking_move_stamped'
            END,
            CASE
                WHEN
                    booking.checked_in_at IS NOT NULL AND booking.assigned_room_id IS NULL AND booking.status NOT IN (
                        'PENDING_PAYMENT', 'PENDING_APPROVAL', 'CANCELLED', 'CANCELLED_DRAFT', 'DECLINED', 'NO_SHOW'
                    ) THEN 'booking_check_in_needs_room'
            END,
            CASE
                WHEN
                    booking.status IN ('PENDING_PAYMENT', 'PENDING_APPROVAL') AND booking.checked_in_at IS NOT NULL
                    THEN 'booking_check_in_needs_confirmed'
            END,
            CASE
                WHEN
                    (booking.checked_in_at AT TIME ZONE booking.time_zone)::date
                    NOT BETWEEN booking.check_in AND booking.check_out
                    THEN 'booking_check_in_within_stay_dates'
            END,
            CASE
                WHEN
                    booking.checked_out_at IS NOT NULL
                    AND (
                        booking.checked_out_at >= booking.checked_in_at
                        AND (booking.room_moved_at IS NULL OR booking.checked_out_at >= booking.room_moved_at)
                    ) IS NOT TRUE
                    THEN 'booking_check_out_after_check_in'
            END,
            CASE
                WHEN (booking.status = 'COMPLETED') <> (booking.checked_out_at IS NOT NULL)
                    THEN 'booking_completed_when_checked_out'
            END,
            CASE
                WHEN
                    booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED', 'NO_SHOW')
                    AND booking.checked_in_at IS NOT NULL
                    THEN 'booking_closed_never_in_house'
            END,
            CASE
                WHEN
                    booking.status = 'NO_SHOW'
                    AND (booking.no_show_at AT TIME ZONE booking.time_zone)::date <= booking.check_in
                    THEN 'booking_no_show_after_arrival_date'
            END,
            CASE
                WHEN
                    (booking.status IN ('CANCELLED', 'CANCELLED_DRAFT')) <> (booking.cancelled_at IS NOT NULL)
                    OR (booking.status = 'NO_SHOW') <> (booking.no_show_at IS NOT NULL)
                    OR (booking.status = 'DECLINED' AND booking.decision_at IS NULL)
                    THEN 'booking_closing_stamped'
            END,
            CASE
                WHEN
                    CASE
                        WHEN booking.status IN ('PENDING_PAYMENT', 'DECLINED', 'CANCELLED_DRAFT')
                            THEN booking.approved_at IS NOT NULL
                        WHEN booking.status IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW') THEN booking.approved_at IS NULL
                        ELSE false
                    END
                    THEN 'booking_approval_fits_status'
            END,
            CASE
                WHEN (booking.status = 'CANCELLED') <> (booking.cancellation_fee_amount IS NOT NULL)
                    THEN 'booking_cancellation_fee_stamped'
            END,
            CASE WHEN booking.time_zone <> hotel.time_zone THEN 'booking_of_hotel' END,
            CASE
                WHEN
                    greatest(booking.checked_in_at, booking.checked_out_at, booking.precheckin_submitted_at) > now()
                    THEN 'booking_stamps_not_in_future'
            END
        ], NULL) AS rules
    FROM hotelmate.room_booking AS booking
    INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
WHERE
    judged.rules <> '{}'
    -- now() is when the transaction began: what is stamped and committed after that, and seen, is not in the future.
    AND (
        broken.rule <> 'booking_stamps_not_in_future'
        OR greatest(judged.checked_in_at, judged.checked_out_at, judged.precheckin_submitted_at) > clock_timestamp()
    )
ORDER BY judged.hotel, subject, check_name;
