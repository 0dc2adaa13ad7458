-- The relay's figures are one row, which is there from the beginning.

CREATE OR REPLACE TRIGGER tg_relay_statistics__refuse_removal
BEFORE DELETE OR TRUNCATE ON hotelmate.relay_statistics
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('relay_statistics_single_row', 'relay_statistics');
COMMENT ON TRIGGER tg_relay_statistics__refuse_removal ON hotelmate.relay_statistics IS
'Without the row nothing could be counted: relay_statistics_single_row.';
