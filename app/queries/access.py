"""Finding out who calls, logging in and out: what a person or a program does about itself."""

from app.database import Write

# The first four run before anybody acts.
HOLDER_OF_KEY = """\
SELECT holder.api_key_id, holder.slug, holder.staff_id, holder.username
FROM hotelmate.api_key_holder(%(hotel_id)s, %(key_hash)s) AS holder
"""

BEGIN_LOG_IN = """\
SELECT begun.wait_seconds, begun.hotel, begun.member, begun.member_role, begun.kept_hash
FROM hotelmate.begin_log_in(%(slug)s, %(username)s, %(address)s) AS begun
"""

OPEN_SESSION = """\
SELECT opened.session, opened.expires
FROM hotelmate.open_session(
    %(hotel_id)s, %(staff_id)s, %(kept)s, %(made_anew)s, %(token_hash)s, %(hours)s, %(address)s
) AS opened
"""

RENEW_SESSION = """\
SELECT
    renewed.session, renewed.expires, renewed.member, renewed.member_username, renewed.member_role
FROM hotelmate.renew_session(
    %(slug)s, %(hotel_id)s, %(token_hash)s, %(new_token_hash)s
) AS renewed
"""

ME = """\
SELECT json_build_object(
    'username', staff.username,
    'display_name', staff.display_name,
    'role', staff.role,
    'permissions', (
        SELECT coalesce(json_agg(permitted.permission ORDER BY permitted.permission), '[]')
        FROM hotelmate.staff_role_permission AS permitted
        WHERE permitted.role = staff.role AND (
            %(api_key_id)s::bigint IS NULL
            OR EXISTS (
                SELECT FROM hotelmate.api_key_scope AS scope
                WHERE scope.hotel_id = staff.hotel_id AND scope.api_key_id = %(api_key_id)s
                    AND scope.permission = permitted.permission
            )
        )
    ),
    'hotel', json_build_object(
        'slug', hotel.slug, 'name', hotel.name, 'time_zone', hotel.time_zone,
        'currency', hotel.currency
    ),
    'expires_at', coalesce(
        (SELECT session.expires_at FROM hotelmate.staff_session AS session
         WHERE session.hotel_id = staff.hotel_id AND session.id = %(session_id)s::uuid),
        (SELECT key.expires_at FROM hotelmate.api_key AS key
         WHERE key.hotel_id = staff.hotel_id AND key.id = %(api_key_id)s)
    )
)
FROM hotelmate.staff
INNER JOIN hotelmate.hotel ON hotel.hotel_id = staff.hotel_id
WHERE staff.hotel_id = %(hotel_id)s AND staff.id = %(staff_id)s
"""

LOG_OUT = Write("SELECT hotelmate.end_own_session(%(session_id)s::uuid)")

BEGIN_PASSWORD_CHANGE = """\
SELECT begun.wait_seconds, begun.kept_hash
FROM hotelmate.begin_password_change(%(address)s) AS begun
"""

CHANGE_PASSWORD = Write(
    "SELECT hotelmate.change_own_password(%(kept)s, %(password_hash)s, %(session_id)s, %(address)s)"
)

REMOVE_EXPIRED = Write("SELECT hotelmate.remove_expired_access(%(at_most)s)")
