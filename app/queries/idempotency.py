"""Idempotency keys: claimed before an effect, kept with the answer to it, found again."""

HOURS = 24

_THIS_KEY = """\
kept.hotel_id = %(hotel_id)s AND kept.staff_id = %(staff_id)s AND kept.key = %(key)s"""
_IS_LIVE = f"kept.created_at > now() - interval '{HOURS} hours'"
LOCK = """\
SELECT pg_advisory_xact_lock(
    hashtextextended(concat_ws(' ', %(hotel_id)s::bigint, %(staff_id)s::bigint, %(key)s::text), 24)
)
"""
# Like the context, it divides by zero where the transaction must not go on.
UNUSED = f"""\
SELECT 1 / (1 - count(*)) FROM hotelmate.idempotency_key AS kept WHERE {_THIS_KEY} AND {_IS_LIVE}
"""
FIND = f"""\
SELECT kept.request_hash, kept.status, kept.headers, kept.body
FROM hotelmate.idempotency_key AS kept
WHERE {_THIS_KEY} AND {_IS_LIVE}
"""
KEEP = f"""\
INSERT INTO hotelmate.idempotency_key AS kept (
    hotel_id, staff_id, key, request_hash, status, headers, body
)
VALUES (
    %(hotel_id)s, %(staff_id)s, %(key)s, %(request_hash)s, %(status)s, %(headers)s::jsonb, %(body)s
)
ON CONFLICT (hotel_id, staff_id, key) DO UPDATE
SET request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
    body = excluded.body, created_at = now()
WHERE NOT {_IS_LIVE}
"""
