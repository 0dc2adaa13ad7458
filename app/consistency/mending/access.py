"""What lets a guest in after the end: links of closed bookings, devices of guests who left."""

from app.consistency.mending.fix import Fix

REVOKE = """\
UPDATE hotelmate.booking_token AS link SET revoked_at = now(), revoked_reason = booking.status
FROM hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s AND NOT booking.is_open
    AND link.hotel_id = %(hotel_id)s AND link.live_booking_id = %(booking_id)s
RETURNING format('the link for %%s is revoked', link.purpose)
"""

FORGET_DEVICE = """\
UPDATE hotelmate.room SET guest_fcm_token = NULL, corrections = corrections + 1
WHERE hotel_id = %(hotel_id)s AND id = %(room_id)s
    AND in_house_booking_id IS NULL AND guest_fcm_token IS NOT NULL
RETURNING format('the device of room %%s is forgotten', room_number)
"""

FIXES = {
    "token_live_needs_open_booking": Fix((REVOKE,), has_trail=False),
    "room_device_needs_guest": Fix((FORGET_DEVICE,)),
}
