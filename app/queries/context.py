"""The first statement of every transaction: who acts, at which hotel, from where and why.

One SELECT over one row of the hotel, so that an engine that places hotels on several servers runs
it where the hotel's data are. It runs as the role that the API connects as, which can find out who
calls and do nothing else, and ends by acting as the role of whoever that is; the settings and the
role end with the transaction. Where nobody may act there is no row, and the division by the count
of rows fails: the statements behind it have been sent already, and this is what keeps the database
from running them.
"""

from schema import roles


def _acting_as(role: str) -> str:
    """Return what takes on a role of the database until the transaction ends."""
    return f"set_config('role', '{role}', true)"


_SETTINGS = """\
        set_config('hotelmate.hotel_id', hotel.hotel_id::text, true),
        set_config('hotelmate.source', %(source)s, true),
        set_config('hotelmate.reason', %(reason)s, true),
        set_config('hotelmate.request_id', %(request_id)s, true),
        set_config('hotelmate.kept_session', '', true),
        set_config('application_name', left('hotelmate-api ' || %(request_id)s, 63), true)"""

# What proves that the caller is still let in: a session that goes on, or a key of this scope.
_SESSION = """\
EXISTS (
            SELECT FROM hotelmate.staff_session AS session
            WHERE session.hotel_id = staff.hotel_id AND session.id = %(session_id)s
                AND session.staff_id = staff.id
                AND session.ended_at IS NULL AND session.expires_at > now()
        )"""
_KEY = """\
EXISTS (
            SELECT FROM hotelmate.api_key AS key
            WHERE key.hotel_id = staff.hotel_id AND key.id = %(api_key_id)s
                AND key.staff_id = staff.id
                AND key.revoked_at IS NULL AND key.expires_at > now()
        )"""
_SCOPE = """\
EXISTS (
            SELECT FROM hotelmate.api_key_scope AS scope
            WHERE scope.hotel_id = staff.hotel_id AND scope.api_key_id = %(api_key_id)s
                AND scope.permission = %(permission)s
        )"""
_PERMITTED = """\
EXISTS (
            SELECT FROM hotelmate.staff_role_permission AS permitted
            WHERE permitted.role = staff.role AND permitted.permission = %(permission)s
        )"""
_VERSION_SAID = "(%(says_version)s OR NOT hotel.requires_if_match)"

_AS_STAFF = f"""\
SELECT 1 / count(*)
FROM (
    SELECT
        set_config('hotelmate.actor', 'staff:' || staff.username, true),
        set_config('hotelmate.staff_id', staff.id::text, true),
{_SETTINGS},
        set_config('role', acting.database_role, true)
    FROM hotelmate.hotel
    INNER JOIN hotelmate.staff ON staff.hotel_id = hotel.hotel_id
    INNER JOIN hotelmate.staff_role AS acting ON acting.name = staff.role
    WHERE hotel.hotel_id = %(hotel_id)s AND hotel.slug = %(slug)s
        AND staff.id = %(staff_id)s AND staff.is_active
        AND {{alive}}
        AND {_PERMITTED}{{scope}}
        AND {_VERSION_SAID}
) AS acting
"""
AS_STAFF_IN_SESSION = _AS_STAFF.format(alive=_SESSION, scope="")
AS_STAFF_BY_KEY = _AS_STAFF.format(alive=_KEY, scope=f"\n        AND {_SCOPE}")

# Asked after one of these had no row: is the caller let in, do they have the permission, and did
# they say the version where the hotel wants it?
_WHY = f"""\
SELECT
    {{alive}} AS is_let_in,
    {_PERMITTED}{{scope}} AS is_permitted,
    {_VERSION_SAID} AS says_version
FROM hotelmate.hotel
INNER JOIN hotelmate.staff ON staff.hotel_id = hotel.hotel_id
WHERE hotel.hotel_id = %(hotel_id)s AND hotel.slug = %(slug)s
    AND staff.id = %(staff_id)s AND staff.is_active
"""
WHY_NOT_IN_SESSION = _WHY.format(alive=_SESSION, scope="")
WHY_NOT_BY_KEY = _WHY.format(alive=_KEY, scope=f" AND {_SCOPE}")

_AS_SYSTEM = """\
SELECT 1 / count(*)
FROM (
    SELECT
        set_config('hotelmate.actor', 'system:' || %(job)s, true),
        set_config('hotelmate.staff_id', '', true),
{settings}{role}
    FROM hotelmate.hotel
    WHERE hotel.hotel_id = %(hotel_id)s
) AS acting
"""
AS_SYSTEM = _AS_SYSTEM.format(settings=_SETTINGS, role=f",\n        {_acting_as(roles.API)}")
# For whoever writes as the owner, like reconciliation: no other role is taken on.
AS_SYSTEM_AND_OWNER = _AS_SYSTEM.format(settings=_SETTINGS, role="")

# What a provider says is for a booking that only the database finds.
AS_PROVIDER = f"""\
SELECT 1 / count(*)
FROM (
    SELECT
        set_config('hotelmate.hotel_id', '', true),
        set_config('hotelmate.actor', 'system:' || %(job)s, true),
        set_config('hotelmate.staff_id', '', true),
        set_config('hotelmate.source', 'SYSTEM', true),
        set_config('hotelmate.reason', '', true),
        set_config('hotelmate.request_id', %(request_id)s, true),
        set_config('application_name', left('hotelmate-api ' || %(request_id)s, 63), true),
        {_acting_as(roles.DISPATCHER)}
) AS acting
"""

# Where is there work? Looks at every hotel, and at nothing that is told of people.
AS_DISPATCHER = f"""\
SELECT set_config('hotelmate.hotel_id', '', true), {_acting_as(roles.DISPATCHER)}
"""

HOTEL_OF_SLUG = "SELECT hotel_id FROM hotelmate.hotel WHERE slug = %(slug)s"

# A guest acts for one booking, which the token of a link opens: for as long as it works.
_BY_LINK = """\
SELECT 1 / count(*)
FROM (
    SELECT
        set_config('hotelmate.actor', 'guest:' || link.booking_reference, true),
        set_config('hotelmate.staff_id', '', true),
        set_config('hotelmate.guest_booking_id', {booking}, true),
        set_config('hotelmate.language', coalesce(%(language)s, link.language), true),
{settings},
        {role}
    FROM hotelmate.hotel
    CROSS JOIN LATERAL hotelmate.booking_of_link(hotel.hotel_id, %(token_hash)s) AS link
    WHERE hotel.hotel_id = %(hotel_id)s AND link.purpose = %(purpose)s{standing}
) AS acting
"""
AS_GUEST = _BY_LINK.format(
    booking="link.booking_id::text",
    settings=_SETTINGS,
    role=_acting_as(roles.GUEST),
    standing=" AND link.standing = 'LIVE'",
)
# Whoever has a link that does not work any more is told whose it was, and nothing of the booking.
AS_READER_OF_LINK = _BY_LINK.format(
    booking="''", settings=_SETTINGS, role=_acting_as(roles.GUEST), standing=""
)
# Asked before, and where these had no row.
STANDING_OF_LINK = """\
SELECT link.standing, link.booking_reference, link.language
FROM hotelmate.booking_of_link(%(hotel_id)s, %(token_hash)s) AS link
WHERE link.purpose = %(purpose)s
"""
