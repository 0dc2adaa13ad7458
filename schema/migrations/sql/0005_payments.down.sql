ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_amounts_are_ledgers;
DROP TABLE hotelmate.payment_entry;
DROP TABLE hotelmate.payment;
DROP TABLE hotelmate.stripe_payment_intent;
DROP TABLE hotelmate.stripe_webhook_event;
