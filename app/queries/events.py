"""Events: the page after a position, the news for those who listen, and who may still listen.

What staff may hear is on the channels of the hotel and the rooms and on that of their own
notifications; the channels of guests, of whom there are many, are read by none of these.
"""

# Events that one call turns into messages; a longer backlog takes several transactions.
NUMBERED_AT_ONCE = 500

# What was committed until now becomes messages first, so that callers find what they wrote
# themselves, whether a relay runs or not.
NUMBER = f"SELECT hotelmate.number_events(%(hotel_id)s, {NUMBERED_AT_ONCE})"

# Channel by channel, then merged: however many messages of guests lie between, a page looks at no
# more than three pages of positions, in the index. One row at least, also without any message.
PAGE = """\
SELECT
    hotelmate.current_staff_id() AS staff_id,
    coalesce(stream.last_position, 0) AS latest,
    coalesce(stream.removed_position, 0) AS removed,
    message.position,
    message.channel,
    hotelmate.envelope(message, hotel.slug)
FROM hotelmate.hotel
LEFT JOIN hotelmate.realtime_stream AS stream ON stream.hotel_id = hotel.hotel_id
LEFT JOIN LATERAL (
    SELECT found.position
    FROM unnest(ARRAY['hotel', 'rooms', 'staff.' || hotelmate.current_staff_id()])
        AS heard (channel)
    CROSS JOIN LATERAL (
        SELECT each.position
        FROM hotelmate.realtime_message AS each
        WHERE each.hotel_id = hotel.hotel_id AND each.channel = heard.channel
            AND each.position > %(after)s
        ORDER BY each.position
        LIMIT %(limit)s
    ) AS found
    ORDER BY found.position
    LIMIT %(limit)s
) AS next ON true
LEFT JOIN hotelmate.realtime_message AS message
    ON message.hotel_id = hotel.hotel_id AND message.position = next.position
WHERE hotel.hotel_id = %(hotel_id)s
ORDER BY next.position
"""

# Of the hotels that somebody listens to, those with events that are no messages yet.
WAITING = """\
SELECT DISTINCT event.hotel_id
FROM hotelmate.outbox_event AS event
WHERE event.hotel_id = ANY(%(hotel_ids)s)
"""

# Of the hotels that somebody listens to, those whose newest position is not the one that is known.
WITH_NEWS = """\
SELECT stream.hotel_id
FROM unnest(%(hotel_ids)s::bigint[], %(positions)s::bigint[]) AS known (hotel_id, position)
INNER JOIN hotelmate.realtime_stream AS stream
    ON stream.hotel_id = known.hotel_id AND stream.last_position <> known.position
ORDER BY stream.hotel_id
"""

# All that staff of a hotel may hear after a position. One row at least, also without any message.
NEWS = """\
SELECT
    stream.last_position,
    stream.removed_position,
    message.position,
    message.channel,
    hotelmate.envelope(message, hotel.slug)
FROM hotelmate.realtime_stream AS stream
INNER JOIN hotelmate.hotel ON hotel.hotel_id = stream.hotel_id
LEFT JOIN LATERAL (
    SELECT each.position
    FROM hotelmate.realtime_message AS each
    WHERE each.hotel_id = stream.hotel_id AND each.position > %(position)s
        AND each.channel NOT LIKE 'guest.%%'
    ORDER BY each.position
    LIMIT %(limit)s
) AS next ON true
LEFT JOIN hotelmate.realtime_message AS message
    ON message.hotel_id = stream.hotel_id AND message.position = next.position
WHERE stream.hotel_id = %(hotel_id)s
ORDER BY next.position
"""

# Who may go on listening, by their place in what is asked: as the first statement of a transaction
# asks for each request (app.queries.context), for many at once.
STILL_STAFF = """\
SELECT listening.place
FROM unnest(
    %(hotel_ids)s::bigint[], %(staff_ids)s::bigint[], %(usernames)s::text[],
    %(session_ids)s::uuid[], %(api_key_ids)s::bigint[]
) WITH ORDINALITY AS listening (hotel_id, staff_id, username, session_id, api_key_id, place)
INNER JOIN hotelmate.staff
    ON staff.hotel_id = listening.hotel_id AND staff.id = listening.staff_id
INNER JOIN hotelmate.staff_role_permission AS permitted
    ON permitted.role = staff.role AND permitted.permission = 'events:read'
WHERE staff.username = listening.username AND staff.is_active
    AND (
        EXISTS (
            SELECT FROM hotelmate.staff_session AS session
            WHERE session.hotel_id = listening.hotel_id AND session.id = listening.session_id
                AND session.staff_id = staff.id
                AND session.ended_at IS NULL AND session.expires_at > now()
        )
        OR EXISTS (
            SELECT FROM hotelmate.api_key AS key
            INNER JOIN hotelmate.api_key_scope AS scope
                ON scope.hotel_id = key.hotel_id AND scope.api_key_id = key.id
                AND scope.permission = 'events:read'
            WHERE key.hotel_id = listening.hotel_id AND key.id = listening.api_key_id
                AND key.staff_id = staff.id
                AND key.revoked_at IS NULL AND key.expires_at > now()
        )
    )
"""
