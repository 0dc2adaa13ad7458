"""Every fix by the name of what it mends, in the order in which findings are mended."""

from app.consistency.mending import (
    access,
    assignment,
    drafts,
    occupancy,
    party,
    payment,
    stay_records,
    trail,
)
from app.consistency.mending.fix import Fix

# Rooms before the records of who is in them; money then, which may have to ask Stripe; and last
# what nobody told the trail, since the others tell it too.
FIXES: dict[str, Fix] = {
    **occupancy.FIXES,
    **assignment.FIXES,
    **party.FIXES,
    **stay_records.FIXES,
    **access.FIXES,
    **payment.FIXES,
    **drafts.FIXES,
    **trail.FIXES,
}
