DROP TABLE hotelmate.outbox_event;
