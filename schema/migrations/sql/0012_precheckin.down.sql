ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_precheckin_by_form;
ALTER TABLE hotelmate.booking_token DROP CONSTRAINT token_of_form;
DROP TABLE hotelmate.precheckin_field;
DROP TABLE hotelmate.precheckin_form;
DROP TABLE hotelmate.precheckin_kind;
DROP TABLE hotelmate.country;
