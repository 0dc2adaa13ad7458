"""The count of a party, which decides whether it is complete and fits in the room."""

from app.consistency.mending.fix import Fix

# Whoever writes the counter has the party counted anew.
COUNT = """\
UPDATE hotelmate.room_booking
SET party_version = party_version + 1, corrections = corrections + 1
WHERE hotel_id = %(hotel_id)s AND id = %(booking_id)s
RETURNING format('the party is counted anew: %%s stay', staying_guest_count)
"""

FIXES = {"booking_guests_counted": Fix((COUNT,))}
