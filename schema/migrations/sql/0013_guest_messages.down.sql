DROP TABLE hotelmate.guest_message;
