"""How the relay does: one row, for figures, readiness and `hotelmate relay --status`.

Read by the API's role as well as by the owner. Its cost grows with what waits, not with what was
delivered.
"""

# More than that is too much anyway, and counting it would take longer than anybody waits.
MOST_COUNTED = 100_000

# The lock that the leader holds, as pg_locks shows it (app/relay/leader.py).
_LEADER = """\
(SELECT held.pid FROM pg_locks AS held
     WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 2
         AND held.classid = 715 AND held.objid = 1
         AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""

# The first message that waits on each channel.
_FIRST_WAITING = """\
SELECT channel.hotel_id, channel.name, channel.delivered_position, first_message.occurred_at
    FROM hotelmate.realtime_channel AS channel
    CROSS JOIN LATERAL (
        SELECT message.occurred_at FROM hotelmate.realtime_message AS message
        WHERE message.hotel_id = channel.hotel_id AND message.channel = channel.name
            AND message.position > channel.delivered_position
        ORDER BY message.position LIMIT 1
    ) AS first_message
    WHERE channel.delivered_position < channel.last_position"""

_OLDEST_SECONDS = """\
coalesce(
        extract(
            epoch FROM clock_timestamp() - least(
                (SELECT event.occurred_at FROM hotelmate.outbox_event AS event
                 ORDER BY event.id LIMIT 1),
                (SELECT min(waiting.occurred_at) FROM waiting)
            )
        ), 0
    )::double precision"""

# For readiness, which asks often: nothing is counted.
OLDEST_SECONDS = f"""\
WITH waiting AS MATERIALIZED (
    {_FIRST_WAITING}
)

SELECT {_OLDEST_SECONDS}
"""

STATUS = f"""\
WITH waiting AS MATERIALIZED (
    {_FIRST_WAITING}
),

backlog AS (
    SELECT count(*) AS messages
    FROM (
        SELECT FROM waiting
        INNER JOIN hotelmate.realtime_message AS message
            ON message.hotel_id = waiting.hotel_id AND message.channel = waiting.name
                AND message.position > waiting.delivered_position
        LIMIT {MOST_COUNTED}
    ) AS waiting_message
)

SELECT
    {_LEADER} AS leader_pid,
    (SELECT count(*) FROM (SELECT FROM hotelmate.outbox_event LIMIT {MOST_COUNTED}) AS unnumbered)
    + (SELECT backlog.messages FROM backlog) AS backlog,
    {_OLDEST_SECONDS} AS oldest_seconds,
    statistics.delivered,
    statistics.retried,
    statistics.dead,
    (SELECT count(*) FROM hotelmate.realtime_dead_letter) AS dead_letters,
    statistics.seconds_sum,
    statistics.seconds_buckets,
    CASE WHEN statistics.paused_until > clock_timestamp() THEN statistics.paused_until END
    AS paused_until,
    statistics.last_error,
    statistics.last_error_at
FROM hotelmate.relay_statistics AS statistics
"""
