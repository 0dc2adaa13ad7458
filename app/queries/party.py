"""The party as a whole, and what it lacks."""

from app.database import Write
from app.queries.bookings import BOOKER, BOOKING, LOCK, READ, THIS_BOOKING

# What is missing, so that it can be read aloud.
_MESSAGE = """\
CASE missing.what
    WHEN 'ADULT' THEN 'Adults who are booked and not named yet: ' || missing.count
    WHEN 'CHILD' THEN 'Children who are booked and not named yet: ' || missing.count
    WHEN 'ADULT_TOO_MANY' THEN 'Adults who are named and not booked: ' || missing.count
    WHEN 'CHILD_TOO_MANY' THEN 'Children who are named and not booked: ' || missing.count
    ELSE coalesce(guest.first_name || ' ' || guest.last_name, 'For the booking')
        || ': ' || coalesce(missing.label, missing.field)
        || CASE missing.rule
            WHEN 'field_is_required' THEN ' is not answered' ELSE ' does not fit the form'
        END
END"""
_MISSING = f"""\
(SELECT coalesce(json_agg(json_build_object(
            'what', missing.what,
            'count', missing.count,
            'guest_id', missing.guest_id,
            'guest_name', guest.first_name || ' ' || guest.last_name,
            'field', missing.field,
            'label', missing.label,
            'rule', missing.rule,
            'message', {_MESSAGE}
        ) ORDER BY missing.ordinality), '[]')
     FROM hotelmate.party_missing(booking.hotel_id, booking.id) WITH ORDINALITY AS missing
     LEFT JOIN hotelmate.booking_guest AS guest
         ON guest.hotel_id = booking.hotel_id AND guest.id = missing.guest_id)"""
_GUESTS = """\
(SELECT coalesce(json_agg(json_build_object(
            'id', guest.id,
            'role', guest.role,
            'age_group', guest.age_group,
            'first_name', guest.first_name,
            'last_name', guest.last_name,
            'email', guest.email,
            'phone', guest.phone,
            'is_staying', guest.is_staying,
            'precheckin_submitted_at', guest.precheckin_submitted_at
        ) ORDER BY guest.role DESC, guest.id), '[]')
     FROM hotelmate.booking_guest AS guest
     WHERE guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id)"""
# The booking comes along because its tag is the party's: both are changed under the same one.
STATE = f"""\
SELECT
    {BOOKING},
    json_build_object(
        'booking_id', booking.booking_reference,
        'adults', booking.adults,
        'children', booking.children,
        'capacity', booking.capacity,
        'booker', {BOOKER},
        'guests', {_GUESTS},
        'party_complete', booking.party_complete,
        'precheckin_submitted_at', booking.precheckin_submitted_at,
        'missing', {_MISSING}
    )
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING}
"""

# The unique key that allows one PRIMARY is judged row by row, so the steps are chained, each
# reading the count of the one before: who left, then the companions (a former PRIMARY among them),
# then the PRIMARY, then who is new. Who comes without an id and is there already, by role, age
# group and name, stays: a party that is sent twice is the same party. Where several have one name,
# only those of whom nothing differs do, all of them or none: what one has answered beforehand shall
# never become another's. A member's id that is not of this party, or is named twice, leaves no
# booking to work on and nothing happens at all.
_REPLACE = """\
WITH given AS MATERIALIZED (
    SELECT
        member.*,
        count(*) OVER by_name AS of_name,
        count(*) FILTER (WHERE member.id IS NULL) OVER by_facts AS of_facts,
        row_number() OVER (
            PARTITION BY
                member.id, member.role, member.age_group, member.first_name, member.last_name,
                member.email, member.phone, member.is_staying
            ORDER BY member.position
        ) AS nth
    FROM ROWS FROM (
        json_to_recordset(%(guests)s) AS (
            id bigint, role text, age_group text, first_name text, last_name text,
            email text, phone text, is_staying boolean
        )
    ) WITH ORDINALITY AS member (
        id, role, age_group, first_name, last_name, email, phone, is_staying, position
    )
    WINDOW
        by_name AS (
            PARTITION BY member.role, member.age_group, member.first_name, member.last_name
        ),
        by_facts AS (
            PARTITION BY
                member.role, member.age_group, member.first_name, member.last_name,
                member.email, member.phone, member.is_staying
        )
),

there AS MATERIALIZED (
    SELECT
        guest.id, guest.role, guest.age_group, guest.first_name, guest.last_name,
        guest.email, guest.phone, guest.is_staying,
        named.id IS NULL AS is_free,
        count(*) OVER by_name AS of_name,
        count(*) OVER by_facts AS of_facts,
        row_number() OVER (by_facts ORDER BY guest.id) AS nth
    FROM hotelmate.booking_guest AS guest
    INNER JOIN hotelmate.room_booking AS booking
        ON booking.hotel_id = guest.hotel_id AND booking.id = guest.booking_id
    LEFT JOIN given AS named ON named.id = guest.id
    WHERE {this}
    WINDOW
        by_name AS (
            PARTITION BY guest.role, guest.age_group, guest.first_name, guest.last_name
        ),
        by_facts AS (
            PARTITION BY
                guest.role, guest.age_group, guest.first_name, guest.last_name,
                guest.email, guest.phone, guest.is_staying, named.id IS NULL
        )
),

wanted AS MATERIALIZED (
    SELECT
        coalesce(given.id, there.id) AS id, given.role, given.age_group, given.first_name,
        given.last_name, given.email, given.phone, given.is_staying, given.position
    FROM given
    LEFT JOIN there
        ON given.id IS NULL AND there.is_free
        AND there.role = given.role AND there.age_group = given.age_group
        AND there.first_name = given.first_name AND there.last_name = given.last_name
        AND (
            (given.of_name = 1 AND there.of_name = 1)
            OR (
                (there.email, there.phone, there.is_staying)
                IS NOT DISTINCT FROM (given.email, given.phone, given.is_staying)
                AND there.of_facts = given.of_facts AND there.nth = given.nth
            )
        )
),

party AS MATERIALIZED (
    {party}
),

gone AS (
    DELETE FROM hotelmate.booking_guest AS guest
    USING party
    WHERE guest.hotel_id = party.hotel_id AND guest.booking_id = party.id
        AND guest.id NOT IN (SELECT wanted.id FROM wanted WHERE wanted.id IS NOT NULL)
    RETURNING guest.id
),

companions AS (
    {change}
        AND wanted.role <> 'PRIMARY' AND (SELECT count(*) FROM gone) >= 0
    RETURNING guest.id
),

primary_guest AS (
    {change}
        AND wanted.role = 'PRIMARY' AND (SELECT count(*) FROM companions) >= 0
    RETURNING guest.id
),

new AS (
    INSERT INTO hotelmate.booking_guest (
        hotel_id, booking_id, role, age_group, first_name, last_name, email, phone, is_staying
    )
    SELECT
        party.hotel_id, party.id, wanted.role, wanted.age_group, wanted.first_name,
        wanted.last_name, wanted.email, wanted.phone, wanted.is_staying
    FROM party
    CROSS JOIN wanted
    WHERE wanted.id IS NULL AND (SELECT count(*) FROM primary_guest) >= 0
    ORDER BY wanted.position
    RETURNING id
)

SELECT count(new.id) FROM party LEFT JOIN new ON true GROUP BY party.id
"""
_MEMBERS_KNOWN = f"""{THIS_BOOKING}
        AND (SELECT count(wanted.id) FROM wanted) = (
            SELECT count(DISTINCT guest.id)
            FROM hotelmate.booking_guest AS guest
            INNER JOIN wanted ON wanted.id = guest.id
            WHERE guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
        )"""
_SAME_SIZE = f"""\
SELECT booking.hotel_id, booking.id
    FROM hotelmate.room_booking AS booking
    WHERE {_MEMBERS_KNOWN}"""
_NEW_SIZE = f"""\
UPDATE hotelmate.room_booking AS booking
    SET adults = coalesce(%(adults)s, booking.adults),
        children = coalesce(%(children)s, booking.children)
    WHERE {_MEMBERS_KNOWN}
    RETURNING booking.hotel_id, booking.id"""
_CHANGE = """\
UPDATE hotelmate.booking_guest AS guest
    SET role = wanted.role, age_group = wanted.age_group, first_name = wanted.first_name,
        last_name = wanted.last_name, email = wanted.email, phone = wanted.phone,
        is_staying = wanted.is_staying
    FROM party, wanted
    WHERE guest.hotel_id = party.hotel_id AND guest.booking_id = party.id AND guest.id = wanted.id
        AND (guest.role, guest.age_group, guest.first_name, guest.last_name, guest.email,
             guest.phone, guest.is_staying)
        IS DISTINCT FROM
            (wanted.role, wanted.age_group, wanted.first_name, wanted.last_name, wanted.email,
             wanted.phone, wanted.is_staying)"""
# Two front desks that replace one party queue at the lock; the second sees what the first left.
REPLACE = Write(
    _REPLACE.format(this=THIS_BOOKING, party=_SAME_SIZE, change=_CHANGE), lock=LOCK, result=READ
)
REPLACE_AND_RESIZE = Write(
    _REPLACE.format(this=THIS_BOOKING, party=_NEW_SIZE, change=_CHANGE), lock=LOCK, result=READ
)
