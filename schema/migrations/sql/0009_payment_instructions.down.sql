DROP TABLE hotelmate.payment_reconciliation;
ALTER TABLE hotelmate.payment_entry DROP CONSTRAINT payment_entry_of_instruction;
DROP TABLE hotelmate.payment_instruction;
DROP TABLE hotelmate.payment_session;
