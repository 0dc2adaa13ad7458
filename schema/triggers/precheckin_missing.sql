-- What a party still lacks, and whose part it is. Derived when it is asked for: by the same counters that
-- party_complete is made of, and by the same function that judges answers.

CREATE OR REPLACE FUNCTION hotelmate.text_in_language(texts jsonb, language text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT there.value
FROM jsonb_each_text(texts) AS there
ORDER BY there.key = language DESC NULLS LAST, there.key = 'en' DESC, there.key
LIMIT 1
$$;
COMMENT ON FUNCTION hotelmate.text_in_language(jsonb, text) IS
'Of a text in several languages the one in this language, else in English, else in one that there is.';

CREATE OR REPLACE FUNCTION hotelmate.party_missing(of_hotel bigint, of_booking bigint)
RETURNS TABLE (what text, count integer, guest_id bigint, field text, label text, rule text)
LANGUAGE sql STABLE SECURITY DEFINER -- whoever reads a booking learns what is not answered, and no answer
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
WITH this AS MATERIALIZED (
    SELECT
        booking.*,
        precheckin_form_of(booking.hotel_id, booking.id) AS form_version,
        (SELECT hotel.language FROM hotel WHERE hotel.hotel_id = booking.hotel_id) AS language_of_hotel
    FROM room_booking AS booking
    WHERE
        booking.hotel_id = of_hotel AND booking.id = of_booking
        -- This runs as the owner, who without a hotel sees all of them: the API does not.
        AND booking.hotel_id = CASE WHEN hotelmate.acts_for_api() THEN hotelmate.current_hotel_id() ELSE of_hotel END
),

lacking AS (
    SELECT
        1 AS part,
        CASE
            WHEN counted.lacking > 0 THEN counted.age_group
            ELSE counted.age_group || '_TOO_MANY'
        END AS what,
        abs(counted.lacking) AS count,
        NULL::bigint AS guest_id,
        NULL::text AS field,
        NULL::text AS label,
        'booking_room_needs_complete_party' AS rule,
        0 AS position
    FROM this
    CROSS JOIN LATERAL (
        VALUES
        ('ADULT', this.adults - (this.staying_guest_count - this.staying_child_count)),
        ('CHILD', this.children - this.staying_child_count)
    ) AS counted (age_group, lacking)
    WHERE counted.lacking <> 0
    UNION ALL
    SELECT
        2, 'ANSWER', 1, asked.guest_id, fault.field, text_in_language(field.labels, this.language_of_hotel),
        fault.rule, coalesce(field.position, 0)
    FROM this
    CROSS JOIN LATERAL (
        SELECT NULL::bigint, 'BOOKING', this.precheckin_payload
        WHERE this.precheckin_submitted_at IS NULL
        UNION ALL
        SELECT member.id, 'GUEST', member.precheckin_payload
        FROM booking_guest AS member
        WHERE member.hotel_id = this.hotel_id AND member.booking_id = this.id
            AND member.is_staying AND member.precheckin_submitted_at IS NULL
    ) AS asked (guest_id, whom, answers)
    CROSS JOIN LATERAL precheckin_faults(this.hotel_id, this.form_version, asked.whom, asked.answers, true) AS fault
    LEFT JOIN precheckin_field AS field
        ON field.hotel_id = this.hotel_id AND field.form_version = this.form_version
        AND field.asked_of = asked.whom AND field.name = fault.field
    -- Whoever has left is asked no more.
    WHERE this.is_open
)

SELECT lacking.what, lacking.count, lacking.guest_id, lacking.field, lacking.label, lacking.rule
FROM lacking
ORDER BY lacking.part, lacking.guest_id NULLS FIRST, lacking.position, lacking.what, lacking.field
$$;
COMMENT ON FUNCTION hotelmate.party_missing(bigint, bigint) IS
'What a party lacks: who was booked and is not named, or the other way round; whose pre-check-in lacks which answer.';
