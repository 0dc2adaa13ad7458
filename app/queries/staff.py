"""Staff and API keys. `MEMBER` and `API_KEY` are their one representation each."""

from app.database import Write

MEMBER = """json_build_object(
    'username', member.username,
    'display_name', member.display_name,
    'role', member.role,
    'is_active', member.is_active,
    'created_at', member.created_at,
    'password_changed_at', (SELECT password.changed_at FROM hotelmate.staff_password AS password
     WHERE password.hotel_id = member.hotel_id AND password.staff_id = member.id),
    'sessions', (SELECT count(*) FROM hotelmate.staff_session AS session
     WHERE session.hotel_id = member.hotel_id AND session.staff_id = member.id
        AND session.ended_at IS NULL AND session.expires_at > now())
)"""

LIST = f"""\
SELECT {MEMBER} FROM hotelmate.staff AS member
WHERE member.hotel_id = %(hotel_id)s
ORDER BY member.username
"""

READ = f"""\
SELECT {MEMBER} FROM hotelmate.staff AS member
WHERE member.hotel_id = %(hotel_id)s AND member.username = %(username)s
"""

ADD = Write(
    """\
WITH added AS (
    INSERT INTO hotelmate.staff (hotel_id, username, display_name, role)
    VALUES (%(hotel_id)s, %(username)s, %(display_name)s, %(role)s)
    RETURNING hotel_id, id
), given AS (
    INSERT INTO hotelmate.staff_password (hotel_id, staff_id, password_hash)
    SELECT added.hotel_id, added.id, %(password_hash)s::text FROM added
    WHERE %(password_hash)s::text IS NOT NULL
)

SELECT added.id FROM added
""",
    result=READ,
)

CHANGE = Write(
    """\
UPDATE hotelmate.staff AS member
SET
    display_name = coalesce(%(display_name)s, member.display_name),
    role = coalesce(%(role)s, member.role),
    is_active = coalesce(%(is_active)s, member.is_active)
WHERE member.hotel_id = %(hotel_id)s AND member.username = %(username)s
RETURNING member.id
""",
    result=READ,
)

SET_PASSWORD = Write(
    """\
INSERT INTO hotelmate.staff_password (hotel_id, staff_id, password_hash)
SELECT member.hotel_id, member.id, %(password_hash)s FROM hotelmate.staff AS member
WHERE member.hotel_id = %(hotel_id)s AND member.username = %(username)s
ON CONFLICT (hotel_id, staff_id) DO UPDATE SET password_hash = %(password_hash)s
RETURNING staff_id
""",
    result=READ,
)

END_SESSIONS = Write(
    """\
WITH member AS (
    SELECT staff.hotel_id, staff.id FROM hotelmate.staff
    WHERE staff.hotel_id = %(hotel_id)s AND staff.username = %(username)s
), ended AS (
    UPDATE hotelmate.staff_session AS session
    SET ended_at = now(), ended_reason = 'REVOKED'
    FROM member
    WHERE session.hotel_id = member.hotel_id AND session.staff_id = member.id
        AND session.ended_at IS NULL
    RETURNING session.expires_at > now() AS went_on
)

SELECT json_build_object(
    'sessions_ended', (SELECT count(*) FROM ended WHERE ended.went_on)
)
FROM member
"""
)

ROLES = """\
SELECT json_build_object(
    'role', role.name,
    'meaning', role.meaning,
    'permissions', (
        SELECT coalesce(json_agg(permitted.permission ORDER BY permitted.permission), '[]')
        FROM hotelmate.staff_role_permission AS permitted WHERE permitted.role = role.name
    )
)
FROM hotelmate.staff_role AS role
ORDER BY role.name
"""

_EVENTS = """\
SELECT json_build_object(
    'id', event.id,
    'event', event.event,
    'role', event.role,
    'is_active', event.is_active,
    'api_key_id', event.api_key_id,
    'actor', event.actor,
    'request_id', event.request_id,
    'occurred_at', event.occurred_at
), event.id
FROM hotelmate.access_event AS event
WHERE event.hotel_id = %(hotel_id)s AND event.staff_id = (
    SELECT member.id FROM hotelmate.staff AS member
    WHERE member.hotel_id = %(hotel_id)s AND member.username = %(username)s
)"""
_NEWEST_FIRST = "\nORDER BY event.id DESC LIMIT %(limit)s\n"
EVENTS = _EVENTS + _NEWEST_FIRST
# Of a cursor that is no event of theirs there is nothing.
EVENT_OF_CURSOR = """\
SELECT last.id FROM hotelmate.access_event AS last
WHERE last.hotel_id = %(hotel_id)s AND last.id = %(cursor)s AND last.staff_id = (
    SELECT member.id FROM hotelmate.staff AS member
    WHERE member.hotel_id = %(hotel_id)s AND member.username = %(username)s
)"""
EVENTS_BEFORE = f"{_EVENTS} AND event.id < ({EVENT_OF_CURSOR}){_NEWEST_FIRST}"

API_KEY = """json_build_object(
    'id', key.id,
    'username', (SELECT member.username FROM hotelmate.staff AS member
     WHERE member.hotel_id = key.hotel_id AND member.id = key.staff_id),
    'name', key.name,
    'scopes', ({scopes}),
    'created_at', key.created_at,
    'created_by', key.created_by,
    'expires_at', key.expires_at,
    'revoked_at', key.revoked_at
)"""
_KEPT_KEY = API_KEY.format(
    scopes="""SELECT coalesce(json_agg(scope.permission ORDER BY scope.permission), '[]')
     FROM hotelmate.api_key_scope AS scope
     WHERE scope.hotel_id = key.hotel_id AND scope.api_key_id = key.id"""
)
_NEW_KEY = API_KEY.format(
    scopes="SELECT json_agg(scoped.permission ORDER BY scoped.permission) FROM scoped"
)

LIST_KEYS = f"""\
SELECT {_KEPT_KEY} FROM hotelmate.api_key AS key
WHERE key.hotel_id = %(hotel_id)s
ORDER BY key.id DESC
"""

# Someone who is not of the hotel's staff becomes 0, which the foreign key refuses by its name.
ISSUE_KEY = Write(
    f"""\
WITH key AS (
    INSERT INTO hotelmate.api_key (hotel_id, staff_id, name, key_hash, expires_at)
    VALUES (
        %(hotel_id)s,
        coalesce(
            (SELECT member.id FROM hotelmate.staff AS member
             WHERE member.hotel_id = %(hotel_id)s AND member.username = %(username)s), 0
        ),
        %(name)s, %(key_hash)s, now() + make_interval(days => %(days)s)
    )
    RETURNING
        hotel_id, id, staff_id, name, created_at, created_by, expires_at, revoked_at
), scoped AS (
    INSERT INTO hotelmate.api_key_scope (hotel_id, api_key_id, permission)
    SELECT key.hotel_id, key.id, asked.permission
    FROM key
    CROSS JOIN (
        SELECT scope FROM unnest(%(scopes)s::text[]) AS given (scope) UNION SELECT 'own:read'
    ) AS asked (permission)
    RETURNING permission
)

SELECT {_NEW_KEY} FROM key
"""
)

# Whoever revokes it twice finds it revoked.
REVOKE_KEY = Write(
    f"""\
UPDATE hotelmate.api_key AS key SET revoked_at = coalesce(key.revoked_at, now())
WHERE key.hotel_id = %(hotel_id)s AND key.id = %(api_key_id)s
RETURNING {_KEPT_KEY}
"""
)
