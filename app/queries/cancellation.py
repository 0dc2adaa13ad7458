"""A hotel's cancellation terms: read, and replaced as a whole."""

from app.database import Write

READ = """\
SELECT json_build_object('terms', coalesce(json_agg(json_build_object(
    'days_before_arrival', term.days_before_arrival,
    'refund_percent', term.refund_percent
) ORDER BY term.days_before_arrival DESC), '[]'))
FROM hotelmate.cancellation_term AS term
WHERE term.hotel_id = %(hotel_id)s
"""

# Two that replace the terms queue at a lock of their own: the API may not lock the hotel's row,
# and there may be no term yet that could be locked.
REPLACE = Write(
    """\
WITH wanted AS (
    SELECT term.days_before_arrival, term.refund_percent
    FROM json_to_recordset(%(terms)s) AS term (days_before_arrival integer, refund_percent smallint)
),

gone AS (
    DELETE FROM hotelmate.cancellation_term AS term
    WHERE term.hotel_id = %(hotel_id)s
        AND term.days_before_arrival NOT IN (SELECT wanted.days_before_arrival FROM wanted)
),

kept AS (
    INSERT INTO hotelmate.cancellation_term (hotel_id, days_before_arrival, refund_percent)
    SELECT %(hotel_id)s, wanted.days_before_arrival, wanted.refund_percent
    FROM wanted
    ON CONFLICT (hotel_id, days_before_arrival)
    DO UPDATE SET refund_percent = excluded.refund_percent
)

SELECT 1
""",
    lock="SELECT pg_advisory_xact_lock(hashtextextended('cancellation_term', %(hotel_id)s))",
    result=READ,
)
