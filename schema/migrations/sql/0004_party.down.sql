DROP TABLE hotelmate.guest_chat_session;
DROP TABLE hotelmate.booking_token;
DROP TABLE hotelmate.guest;
ALTER TABLE hotelmate.room_booking DROP CONSTRAINT party_has_primary;
DROP TABLE hotelmate.booking_guest;
