-- Occupancy: a room keeps a guest's device token only while that guest is in it. Otherwise the next guest's
-- messages reach a stranger's phone.
-- Severity: high.
-- Held by: room_device_needs_guest.
-- Reads: live state.
SELECT
    'room_device_needs_guest' AS check_name,
    hotel.slug AS hotel,
    'room ' || room.room_number AS subject,
    'is vacant and keeps the device token of a guest' AS finding,
    room.last_vacated_at AS since,
    'hotelmate reconcile clears it' AS mend
FROM hotelmate.hotel
INNER JOIN hotelmate.room ON hotel.hotel_id = room.hotel_id
WHERE room.guest_fcm_token IS NOT NULL AND room.in_house_booking_id IS NULL
ORDER BY hotel, subject;
