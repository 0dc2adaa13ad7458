ALTER TABLE hotelmate.room DROP CONSTRAINT room_occupied_by_in_house_booking;
ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_has_audit_row;
DROP VIEW hotelmate.room_move;
DROP TABLE hotelmate.booking_event;
DROP TABLE hotelmate.room_booking;
DROP TABLE hotelmate.booking_transition;
DROP TABLE hotelmate.booking_counter;
