-- Party: a member of a party has a name, is its primary guest or a companion, and an adult or, as a companion, a child.
-- Severity: medium.
-- Held by: booking_guest_has_name, booking_guest_role_known, booking_guest_age_group_known,
-- booking_guest_primary_is_adult.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    format('party member %s of booking %s', judged.id, booking.booking_reference) AS subject,
    CASE broken.rule
        WHEN 'booking_guest_has_name' THEN 'has no first name or no last name'
        WHEN 'booking_guest_role_known'
            THEN format('has the role %s, which is neither PRIMARY nor COMPANION', judged.role)
        WHEN 'booking_guest_primary_is_adult' THEN 'is the primary guest and a child'
        ELSE format('is %s, which is neither ADULT nor CHILD', judged.age_group)
    END AS finding,
    judged.created_at AS since,
    CASE broken.rule
        WHEN 'booking_guest_has_name' THEN 'ask the guest, then write the name: PUT …/bookings/'
        WHEN 'booking_guest_age_group_known' THEN 'ask the guest, then write age_group: PUT …/bookings/'
        ELSE 'find out who booked, then write role: PUT …/bookings/'
    END || booking.booking_reference || '/party' AS mend
FROM (
    SELECT
        guest.hotel_id,
        guest.id,
        guest.booking_id,
        guest.role,
        guest.age_group,
        guest.created_at,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE
                WHEN NOT (guest.first_name ~ '\S' AND guest.last_name ~ '\S') THEN 'booking_guest_has_name'
            END,
            CASE WHEN guest.role NOT IN ('PRIMARY', 'COMPANION') THEN 'booking_guest_role_known' END,
            CASE
                WHEN guest.age_group NOT IN ('ADULT', 'CHILD') THEN 'booking_guest_age_group_known'
                WHEN guest.role = 'PRIMARY' AND guest.age_group = 'CHILD' THEN 'booking_guest_primary_is_adult'
            END
        ], NULL) AS rules
    FROM hotelmate.booking_guest AS guest
    INNER JOIN hotelmate.hotel ON guest.hotel_id = hotel.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
INNER JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = judged.hotel_id AND named.id = judged.booking_id
    ORDER BY named.id
    OFFSET 0 -- looked up for what is broken, never joined to all
) AS booking ON true
WHERE judged.rules <> '{}'
ORDER BY judged.hotel, subject;
