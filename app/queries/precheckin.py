"""Pre-check-in: what is asked, what is answered, what is missing, and what was wrong.

`_PRECHECKIN` is its one representation, as JSON made by the database, of a row `booking` and the
`form` that counts for it. A guest has the booking of their link, staff name one.
"""

from app.database import Write
from app.queries.bookings import BOOKING, LOCK, THIS_BOOKING

HOTEL_FOR_GUESTS = """\
json_build_object(
        'slug', hotel.slug,
        'name', hotel.name,
        'language', hotel.language,
        'brand_color', hotel.brand_color,
        'contact_email', hotel.contact_email,
        'contact_phone', hotel.contact_phone,
        'standard_check_in_time', to_char(hotel.standard_check_in_time, 'HH24:MI'),
        'standard_check_out_time', to_char(hotel.standard_check_out_time, 'HH24:MI'),
        'time_zone', hotel.time_zone
    )"""
READ_HOTEL = f"""\
SELECT {HOTEL_FOR_GUESTS} FROM hotelmate.hotel WHERE hotel.hotel_id = %(hotel_id)s
"""

# Of a row `form`, whose version is NULL where the hotel asks nothing.
FORM = """\
json_build_object(
        'version', coalesce(form.version, 0),
        'published_at', (SELECT published.published_at
         FROM hotelmate.precheckin_form AS published
         WHERE published.hotel_id = form.hotel_id AND published.version = form.version),
        'fields', (SELECT coalesce(json_agg(json_build_object(
            'name', field.name,
            'asked_of', field.asked_of,
            'kind', field.kind,
            'is_required', field.is_required,
            'labels', field.labels,
            'choices', field.choices,
            'choice_labels', field.choice_labels,
            'consent_texts', field.consent_texts
        ) ORDER BY field.position), '[]')
         FROM hotelmate.precheckin_field AS field
         WHERE field.hotel_id = form.hotel_id AND field.form_version = form.version)
    )"""

_STAYING = """\
FROM hotelmate.booking_guest AS guest
         WHERE guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
             AND guest.is_staying"""

# What was answered to another form, and does not fit this one, is as good as not answered.
_MISSING = f"""\
(SELECT coalesce(json_agg(json_build_object('guest_id', asked.guest_id, 'field', fault.field)
        ORDER BY asked.is_companion, asked.guest_id NULLS FIRST, fault.position), '[]')
     FROM (
        SELECT NULL::bigint AS guest_id, false AS is_companion, 'BOOKING' AS whom,
            booking.precheckin_payload AS answers
        UNION ALL
        (SELECT guest.id, guest.role <> 'PRIMARY', 'GUEST', guest.precheckin_payload
         {_STAYING})
     ) AS asked
     CROSS JOIN LATERAL hotelmate.precheckin_faults(
        form.hotel_id, form.version, asked.whom, asked.answers, true
     ) WITH ORDINALITY AS fault (field, rule, position))"""

_PRECHECKIN = f"""\
json_build_object(
    'booking_id', booking.booking_reference,
    'hotel', {HOTEL_FOR_GUESTS},
    'language', coalesce(booking.language, hotel.language),
    'check_in', booking.check_in,
    'check_out', booking.check_out,
    'adults', booking.adults,
    'children', booking.children,
    'submitted_at', booking.precheckin_submitted_at,
    'form', {FORM},
    'answers', booking.precheckin_payload,
    'guests', (SELECT coalesce(json_agg(json_build_object(
        'id', guest.id,
        'role', guest.role,
        'age_group', guest.age_group,
        'first_name', guest.first_name,
        'last_name', guest.last_name,
        'email', guest.email,
        'phone', guest.phone,
        'answers', guest.precheckin_payload,
        'submitted_at', guest.precheckin_submitted_at
    ) ORDER BY guest.role DESC, guest.id), '[]')
         {_STAYING}),
    'missing', {_MISSING}
)"""

# OFFSET keeps the function from being asked for each column that is made of it.
_WITH_FORM = """\
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON hotel.hotel_id = booking.hotel_id
CROSS JOIN LATERAL (
    SELECT booking.hotel_id, hotelmate.precheckin_form_of(booking.hotel_id, booking.id) AS version
    OFFSET 0
) AS form
WHERE {which}"""
OF_GUEST = """\
booking.hotel_id = %(hotel_id)s AND booking.id = hotelmate.current_guest_booking_id()"""

READ = f"SELECT {_PRECHECKIN} {_WITH_FORM.format(which=THIS_BOOKING)}"
READ_OF_GUEST = f"SELECT {_PRECHECKIN} {_WITH_FORM.format(which=OF_GUEST)}"

# Who is meant. Somebody new who is called like a staying member that is not spoken of is that
# member, so that what is sent twice names nobody twice; of two who are called alike, two are meant.
_TRIMMED = "btrim({}, E' \\t\\r\\n')"
_NTH = "row_number() OVER (PARTITION BY {0}, first_name, last_name, age_group ORDER BY {1})"
_WANTED = f"""\
said AS MATERIALIZED (
    SELECT
        (member.said ->> 'id')::bigint AS id,
        member.said,
        member.position,
        {_TRIMMED.format("member.said ->> 'first_name'")} AS first_name,
        {_TRIMMED.format("member.said ->> 'last_name'")} AS last_name,
        coalesce(member.said ->> 'age_group', 'ADULT') AS age_group
    FROM jsonb_array_elements(%(guests)s::jsonb) WITH ORDINALITY AS member (said, position)
),

wanted AS MATERIALIZED (
    SELECT coalesce(named.id, namesake.id) AS id, named.said, named.position
    FROM (SELECT said.*, {_NTH.format("id IS NULL", "position")} AS nth FROM said) AS named
    LEFT JOIN (
        SELECT unspoken.*, {_NTH.format("true", "id")} AS nth
        FROM (
            SELECT
                guest.id,
                {_TRIMMED.format("guest.first_name")} AS first_name,
                {_TRIMMED.format("guest.last_name")} AS last_name,
                guest.age_group
            FROM hotelmate.room_booking AS booking
            INNER JOIN hotelmate.booking_guest AS guest
                ON guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
            WHERE {{whose}} AND guest.is_staying
                AND guest.id NOT IN (SELECT said.id FROM said WHERE said.id IS NOT NULL)
        ) AS unspoken
    ) AS namesake
        ON named.id IS NULL
        AND (namesake.first_name, namesake.last_name, namesake.age_group, namesake.nth)
        = (named.first_name, named.last_name, named.age_group, named.nth)
)"""
_KEEP_OR = """\
CASE WHEN wanted.said ? '{0}' THEN wanted.said ->> '{0}' ELSE guest.{0} END"""
# The booking first, as with every change of a party: a guest who joins makes another version of it,
# which must come after this one. What is submitted are the answers of all, for the triggers that
# hand them in run when the statement is through; submitted once more, of all who have joined since.
# What is not said stays as it is. A member's id that is not of this party, or is named twice,
# leaves no booking to work on and nothing happens.
_ANSWER = f"""\
WITH {_WANTED},

party AS (
    UPDATE hotelmate.room_booking AS booking
    SET precheckin_payload = coalesce(%(answers)s::jsonb, booking.precheckin_payload),
        precheckin_submitted_at = coalesce(
            booking.precheckin_submitted_at, CASE WHEN %(submit)s THEN now() END
        )
    WHERE {{which}}
        AND (SELECT count(wanted.id) FROM wanted) = (
            SELECT count(DISTINCT guest.id)
            FROM hotelmate.booking_guest AS guest
            INNER JOIN wanted ON wanted.id = guest.id
            WHERE guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
        )
    RETURNING booking.hotel_id, booking.id,
        %(submit)s AND old.precheckin_submitted_at IS NOT NULL AS submits_again
),

changed AS (
    UPDATE hotelmate.booking_guest AS guest
    SET first_name = {_KEEP_OR.format("first_name")},
        last_name = {_KEEP_OR.format("last_name")},
        email = {_KEEP_OR.format("email")},
        phone = {_KEEP_OR.format("phone")},{{age_group}}
        precheckin_payload = coalesce(wanted.said -> 'answers', guest.precheckin_payload),
        precheckin_submitted_at = coalesce(
            guest.precheckin_submitted_at,
            CASE WHEN party.submits_again AND guest.is_staying THEN now() END
        )
    FROM party, wanted
    WHERE guest.hotel_id = party.hotel_id AND guest.booking_id = party.id AND guest.id = wanted.id
    RETURNING guest.id
),

joined AS (
    UPDATE hotelmate.booking_guest AS guest
    SET precheckin_submitted_at = now()
    FROM party
    WHERE party.submits_again
        AND guest.hotel_id = party.hotel_id AND guest.booking_id = party.id
        AND guest.is_staying AND guest.precheckin_submitted_at IS NULL
        AND guest.id NOT IN (SELECT wanted.id FROM wanted WHERE wanted.id IS NOT NULL)
    RETURNING guest.id
),

new AS (
    INSERT INTO hotelmate.booking_guest (
        hotel_id, booking_id, role, age_group, first_name, last_name, email, phone,
        precheckin_payload, precheckin_submitted_at
    )
    SELECT
        party.hotel_id, party.id, 'COMPANION', coalesce(wanted.said ->> 'age_group', 'ADULT'),
        coalesce(wanted.said ->> 'first_name', ''), coalesce(wanted.said ->> 'last_name', ''),
        wanted.said ->> 'email', wanted.said ->> 'phone',
        coalesce(wanted.said -> 'answers', jsonb_build_object()),
        CASE WHEN party.submits_again THEN now() END
    FROM party
    CROSS JOIN wanted
    WHERE wanted.id IS NULL AND (SELECT count(*) FROM changed) >= 0
    ORDER BY wanted.position
    RETURNING id
)

SELECT party.id FROM party
"""
_LOCK = "SELECT booking.id FROM hotelmate.room_booking AS booking WHERE {which} FOR UPDATE"
# Two who answer at once queue at the lock. Where the link has stopped working meanwhile, the second
# finds no booking.
_LINK_WORKS = """\
EXISTS (
            SELECT FROM hotelmate.booking_of_link(%(hotel_id)s, %(token_hash)s) AS link
            WHERE link.standing = 'LIVE'
        )"""
# Who is an adult is the hotel's to say of its guests, and theirs only of whom they name.
_AGE_GROUP = f"\n        age_group = {_KEEP_OR.format('age_group')},"
# The booking comes along for its tag, which is this answer's: it is changed with it.
_READ_WITH_BOOKING = f"SELECT {_PRECHECKIN}, {BOOKING} {_WITH_FORM.format(which=THIS_BOOKING)}"
ANSWER = Write(
    _ANSWER.format(which=THIS_BOOKING, whose=THIS_BOOKING, age_group=_AGE_GROUP),
    lock=_LOCK.format(which=THIS_BOOKING),
    result=_READ_WITH_BOOKING,
)
ANSWER_AS_GUEST = Write(
    _ANSWER.format(which=f"{OF_GUEST}\n        AND {_LINK_WORKS}", whose=OF_GUEST, age_group=""),
    lock=_LOCK.format(which=OF_GUEST),
    result=READ_OF_GUEST,
)

# Asked after a refusal: everything that is wrong, by the functions that refused. `place` is where a
# guest stands among those who were sent, NULL for the booking and for guests who were not sent.
_FAULTS = f"""\
WITH {_WANTED},

asked AS MATERIALIZED (
    SELECT
        member.position - 1 AS place,
        member.guest_id,
        member.whom,
        member.answers,
        member.to_submit,
        form.hotel_id,
        form.version
    FROM hotelmate.room_booking AS booking
    CROSS JOIN LATERAL (
        SELECT booking.hotel_id,
            hotelmate.precheckin_form_of(booking.hotel_id, booking.id) AS version
        OFFSET 0
    ) AS form
    CROSS JOIN LATERAL (
        SELECT NULL::bigint AS position, NULL::bigint AS guest_id, 'BOOKING' AS whom,
            coalesce(%(answers)s::jsonb, booking.precheckin_payload) AS answers,
            %(submit)s AS to_submit
        UNION ALL
        SELECT wanted.position, coalesce(staying.id, wanted.id), 'GUEST',
            coalesce(wanted.said -> 'answers', staying.precheckin_payload, '{{{{}}}}'),
            %(submit)s OR booking.precheckin_submitted_at IS NOT NULL
        FROM (
            SELECT guest.id, guest.precheckin_payload
            {_STAYING}
        ) AS staying
        FULL JOIN wanted ON wanted.id = staying.id
        WHERE wanted.position IS NOT NULL OR %(submit)s
    ) AS member
    WHERE {{which}}
)

SELECT asked.place, asked.guest_id, 'answers.' || fault.field AS field, fault.rule,
    (SELECT kind.meaning FROM hotelmate.precheckin_kind AS kind WHERE kind.rule = fault.rule)
FROM asked
CROSS JOIN LATERAL hotelmate.precheckin_faults(
    asked.hotel_id, asked.version, asked.whom,
    hotelmate.precheckin_normalised(asked.hotel_id, asked.version, asked.whom, asked.answers),
    asked.to_submit
) WITH ORDINALITY AS fault (field, rule, position)
UNION ALL
SELECT wanted.position - 1, wanted.id, part.name, 'booking_guest_has_name', NULL
FROM wanted
CROSS JOIN (VALUES ('first_name'), ('last_name')) AS part (name)
WHERE (wanted.id IS NULL OR wanted.said ? part.name)
    AND coalesce(wanted.said ->> part.name, '') !~ '\\S'
"""
FAULTS = _FAULTS.format(which=THIS_BOOKING, whose=THIS_BOOKING)
FAULTS_OF_GUEST = _FAULTS.format(which=OF_GUEST, whose=OF_GUEST)

ISSUE_LINK = Write(
    f"""\
INSERT INTO hotelmate.booking_token (
    hotel_id, booking_id, purpose, token_hash, token_recipe, expires_at
)
SELECT
    booking.hotel_id, booking.id, 'PRECHECKIN', %(token_hash)s, %(token_recipe)s,
    now() + make_interval(hours => %(ttl_hours)s)
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING}
RETURNING expires_at, coalesce(form_version, 0)
"""
)

# Where none is live, nothing is revoked.
REVOKE_LINK = Write(
    f"""\
WITH gone AS (
    UPDATE hotelmate.booking_token AS token
    SET revoked_at = now(), revoked_reason = 'BY_STAFF'
    FROM hotelmate.room_booking AS booking
    WHERE {THIS_BOOKING}
        AND token.hotel_id = booking.hotel_id AND token.live_booking_id = booking.id
        AND token.purpose = %(purpose)s
    RETURNING token.id
)

SELECT count(gone.id)
FROM hotelmate.room_booking AS booking
LEFT JOIN gone ON true
WHERE {THIS_BOOKING}
GROUP BY booking.id
""",
    lock=LOCK,
)
