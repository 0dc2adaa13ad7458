-- Everything of ours lives in this schema. The role stays: another database may use it.
DROP SCHEMA hotelmate CASCADE;
