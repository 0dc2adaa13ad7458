-- Party: where personal data were erased there are none, and they were erased after the stay.
-- Severity: high.
-- Held by: personal_data_erased_after_stay, erased_holds_no_personal_data.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    judged.subject,
    CASE broken.rule
        WHEN 'personal_data_erased_after_stay' THEN 'was erased, and the booking has not ended'
        ELSE 'was erased, and is still told of'
    END AS finding,
    judged.since,
    CASE broken.rule
        WHEN 'personal_data_erased_after_stay' THEN 'ask the guest for what is needed of them, and write it down anew'
        ELSE 'a DBA empties what is left; see docs/personal-data.md'
    END AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        'booking ' || booking.booking_reference AS subject,
        booking.personal_data_erased_at AS since,
        array_remove(ARRAY[
            CASE WHEN booking.is_open THEN 'personal_data_erased_after_stay' END,
            CASE
                WHEN
                    num_nonnulls(
                        booking.booker_first_name, booking.booker_last_name, booking.booker_email,
                        booking.booker_phone, booking.cancellation_reason, booking.decline_reason
                    ) > 0
                    OR booking.special_requests <> '' OR booking.precheckin_payload <> '{}'
                    THEN 'erased_holds_no_personal_data'
            END
        ], NULL) AS rules
    FROM hotelmate.hotel
    INNER JOIN hotelmate.room_booking AS booking ON hotel.hotel_id = booking.hotel_id
    WHERE booking.personal_data_erased_at IS NOT NULL
    UNION ALL
    SELECT
        hotel.slug AS hotel,
        format('guest %s of booking %s', guest.id, stay.booking_reference) AS subject,
        guest.personal_data_erased_at AS since,
        array_remove(ARRAY[
            CASE WHEN stay.is_open THEN 'personal_data_erased_after_stay' END,
            CASE
                WHEN
                    (guest.first_name, guest.last_name) <> ('(erased)', '(erased)')
                    OR num_nonnulls(guest.email, guest.phone) > 0 OR guest.precheckin_payload <> '{}'
                    THEN 'erased_holds_no_personal_data'
            END
        ], NULL) AS rules
    FROM hotelmate.hotel
    INNER JOIN hotelmate.booking_guest AS guest ON hotel.hotel_id = guest.hotel_id
    INNER JOIN hotelmate.room_booking AS stay
        ON guest.hotel_id = stay.hotel_id AND guest.booking_id = stay.id
    WHERE guest.personal_data_erased_at IS NOT NULL
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
WHERE judged.rules <> '{}'
ORDER BY judged.hotel, judged.subject;
