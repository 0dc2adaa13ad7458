"""Who may hear a channel: a row says yes. Each is a few look-ups by keys."""

# Of staff, everybody who follows what happens hears the hotel and the rooms, and their own
# notifications.
STAFF_MAY_HEAR = """\
SELECT staff.id
FROM hotelmate.staff
WHERE staff.hotel_id = %(hotel_id)s AND staff.id = hotelmate.current_staff_id()
    AND %(channel)s = ANY(ARRAY['hotel', 'rooms', 'staff.' || staff.id])
"""

# A guest's link, for whatever it was made, opens the channel of its own booking while it works.
GUEST_MAY_HEAR = """\
SELECT 1 WHERE hotelmate.guest_may_hear(%(slug)s, %(channel)s, %(token_hash)s)
"""
