DROP TABLE hotelmate.relay_statistics;
DROP TABLE hotelmate.realtime_dead_letter;
DROP TABLE hotelmate.realtime_message;
DROP TABLE hotelmate.realtime_channel;
DROP TABLE hotelmate.realtime_stream;
DROP TABLE hotelmate.outbox_event;
