DROP TABLE hotelmate.consistency_finding;
DROP TABLE hotelmate.consistency_count;
DROP TABLE hotelmate.consistency_result;
DROP TABLE hotelmate.consistency_run;
