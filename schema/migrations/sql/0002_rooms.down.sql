ALTER TABLE hotelmate.room DROP CONSTRAINT room_has_audit_row;
DROP TABLE hotelmate.room_status_event;
DROP TABLE hotelmate.room;
DROP TABLE hotelmate.turnover_transition;
DROP TABLE hotelmate.room_type;
