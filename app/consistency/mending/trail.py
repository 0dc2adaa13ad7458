"""Changes that went past the audit trail, as in a restore: told to it, and to whoever listens.

Nothing is undone. A step that is not legal is refused by the rule that says so, and is for people.
"""

from app.consistency.mending.fix import Fix

TELL_BOOKING = """\
UPDATE hotelmate.room_booking SET corrections = corrections + 1
WHERE hotel_id = %(hotel_id)s AND id = %(booking_id)s
RETURNING format('the trail says that it is %%s', status)
"""

TELL_ROOM = """\
UPDATE hotelmate.room SET corrections = corrections + 1
WHERE hotel_id = %(hotel_id)s AND id = %(room_id)s
RETURNING format('the trail says that it is %%s', room_status)
"""

FIXES = {
    "booking_has_audit_row": Fix((TELL_BOOKING,)),
    "room_has_audit_row": Fix((TELL_ROOM,)),
}
