-- Consistency runs: what the queries of checks/ found, kept, and what became of it.
--
-- Whoever runs the checks writes here. A run may be of all hotels, and a finding of none, so
-- these keys are led by the run.

CREATE TABLE hotelmate.consistency_run (
    id bigint GENERATED ALWAYS AS IDENTITY,
    hotel_id bigint,
    occasion text NOT NULL,
    only_checks text[],
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    CONSTRAINT consistency_run_pkey PRIMARY KEY (id),
    CONSTRAINT consistency_run_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    CONSTRAINT consistency_run_occasion_known CHECK (occasion IN ('CHECK', 'RECONCILE', 'SCHEDULE'))
);
-- The latest of a hotel, and of all hotels, in which every check was asked.
CREATE INDEX consistency_run_latest
ON hotelmate.consistency_run (hotel_id, finished_at) WHERE finished_at IS NOT NULL AND only_checks IS NULL;
COMMENT ON TABLE hotelmate.consistency_run IS
'Runs of the checks: hotelmate check, hotelmate reconcile and the daily schedule.';
COMMENT ON COLUMN hotelmate.consistency_run.hotel_id IS 'The one hotel that was looked at; NULL: all.';
COMMENT ON COLUMN hotelmate.consistency_run.occasion IS 'CHECK, RECONCILE or SCHEDULE.';
COMMENT ON COLUMN hotelmate.consistency_run.only_checks IS
'The checks or rules that it was restricted to; NULL: every check.';
COMMENT ON COLUMN hotelmate.consistency_run.started_at IS 'When the run began.';
COMMENT ON COLUMN hotelmate.consistency_run.finished_at IS 'When it ended; NULL while it runs or broke off.';
COMMENT ON CONSTRAINT consistency_run_of_hotel ON hotelmate.consistency_run IS
'A consistency run is of all hotels or of one that exists.';
COMMENT ON CONSTRAINT consistency_run_occasion_known ON hotelmate.consistency_run IS
'A consistency run is a CHECK, a RECONCILE or of the SCHEDULE.';
COMMENT ON INDEX hotelmate.consistency_run_latest IS
'Complete runs by hotel and time: the latest is shown, and tells when the next is due.';

CREATE TABLE hotelmate.consistency_result (
    run_id bigint NOT NULL,
    check_file text NOT NULL,
    severity text NOT NULL,
    findings integer NOT NULL,
    seconds double precision NOT NULL,
    error text,
    CONSTRAINT consistency_result_pkey PRIMARY KEY (run_id, check_file),
    CONSTRAINT consistency_result_of_run FOREIGN KEY (run_id) REFERENCES hotelmate.consistency_run (id),
    CONSTRAINT consistency_result_severity_known CHECK (severity IN ('critical', 'high', 'medium', 'low'))
);
-- Each scrape of the figures looks for these few among all that is kept.
CREATE INDEX consistency_result_not_run ON hotelmate.consistency_result (run_id) WHERE error IS NOT NULL;
COMMENT ON TABLE hotelmate.consistency_result IS
'What a check came to in a run. Of a check that found nothing it is kept until the next run of the same hotels.';
COMMENT ON COLUMN hotelmate.consistency_result.check_file IS 'File of checks/, without its ending.';
COMMENT ON COLUMN hotelmate.consistency_result.severity IS 'What the file said then: critical, high, medium or low.';
COMMENT ON COLUMN hotelmate.consistency_result.findings IS 'How many rows it found.';
COMMENT ON COLUMN hotelmate.consistency_result.seconds IS 'How long it took.';
COMMENT ON COLUMN hotelmate.consistency_result.error IS
'Why it could not be run to its end; what it found until then counts.';
COMMENT ON INDEX hotelmate.consistency_result_not_run IS
'The checks that a run could not run to their end.';
COMMENT ON CONSTRAINT consistency_result_of_run ON hotelmate.consistency_result IS
'The result of a check belongs to a run.';
COMMENT ON CONSTRAINT consistency_result_severity_known ON hotelmate.consistency_result IS
'A check is critical, high, medium or low.';

CREATE TABLE hotelmate.consistency_count (
    run_id bigint NOT NULL,
    check_file text NOT NULL,
    hotel_id bigint,
    findings integer NOT NULL,
    mended integer NOT NULL DEFAULT 0,
    is_current boolean NOT NULL DEFAULT false,
    CONSTRAINT consistency_count_once_a_hotel UNIQUE NULLS NOT DISTINCT (run_id, check_file, hotel_id),
    CONSTRAINT consistency_count_of_result FOREIGN KEY (run_id, check_file)
    REFERENCES hotelmate.consistency_result (run_id, check_file),
    CONSTRAINT consistency_count_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    CONSTRAINT consistency_count_mends_what_was_found
    CHECK (findings > 0 AND mended >= 0 AND mended <= findings)
);
CREATE UNIQUE INDEX consistency_count_single_current
ON hotelmate.consistency_count (hotel_id, check_file) NULLS NOT DISTINCT WHERE is_current;
COMMENT ON TABLE hotelmate.consistency_count IS
'How much a check found in each hotel, where it found anything; what is current are the figures for Prometheus.';
COMMENT ON COLUMN hotelmate.consistency_count.check_file IS 'File of checks/, without its ending.';
COMMENT ON COLUMN hotelmate.consistency_count.hotel_id IS 'The hotel; NULL: what concerns no one hotel.';
COMMENT ON COLUMN hotelmate.consistency_count.findings IS 'How many findings there were.';
COMMENT ON COLUMN hotelmate.consistency_count.mended IS 'How many of them hotelmate reconcile saw gone.';
COMMENT ON COLUMN hotelmate.consistency_count.is_current IS
'Whether no later run has looked at this hotel with every check.';
COMMENT ON CONSTRAINT consistency_count_once_a_hotel ON hotelmate.consistency_count IS
'What a check found in a hotel is counted once a run.';
COMMENT ON CONSTRAINT consistency_count_of_result ON hotelmate.consistency_count IS
'Findings are counted of a check that was run.';
COMMENT ON CONSTRAINT consistency_count_of_hotel ON hotelmate.consistency_count IS
'Findings are counted for a hotel that exists, or for none.';
COMMENT ON CONSTRAINT consistency_count_mends_what_was_found ON hotelmate.consistency_count IS
'Only what was found is counted, and no more is mended than that.';
COMMENT ON INDEX hotelmate.consistency_count_single_current IS
'The findings of a check in a hotel are current in one run.';

CREATE TABLE hotelmate.consistency_finding (
    run_id bigint NOT NULL,
    number integer NOT NULL,
    check_file text NOT NULL,
    check_name text NOT NULL,
    hotel_id bigint,
    subject text NOT NULL,
    finding text NOT NULL,
    since timestamptz,
    mend text NOT NULL,
    mended_at timestamptz,
    mend_outcome text,
    CONSTRAINT consistency_finding_pkey PRIMARY KEY (run_id, number),
    CONSTRAINT consistency_finding_of_run FOREIGN KEY (run_id) REFERENCES hotelmate.consistency_run (id),
    CONSTRAINT consistency_finding_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    CONSTRAINT consistency_finding_mend_is_told CHECK (mended_at IS NULL OR (mend_outcome ~ '\S') IS TRUE)
);
-- What the API shows of a run to one hotel.
CREATE INDEX consistency_finding_by_hotel ON hotelmate.consistency_finding (hotel_id, run_id, number);
COMMENT ON TABLE hotelmate.consistency_finding IS 'What the checks of a run found, and what became of it.';
COMMENT ON COLUMN hotelmate.consistency_finding.number IS 'Counts the findings of a run from 1.';
COMMENT ON COLUMN hotelmate.consistency_finding.check_file IS 'File of checks/, without its ending.';
COMMENT ON COLUMN hotelmate.consistency_finding.check_name IS
'The rule that is broken; the file again where no rule can hold it.';
COMMENT ON COLUMN hotelmate.consistency_finding.hotel_id IS 'The hotel; NULL: it concerns no one hotel.';
COMMENT ON COLUMN hotelmate.consistency_finding.subject IS 'What it is about, like room 101.';
COMMENT ON COLUMN hotelmate.consistency_finding.finding IS 'What is wrong with it.';
COMMENT ON COLUMN hotelmate.consistency_finding.since IS 'Since when, where that is known.';
COMMENT ON COLUMN hotelmate.consistency_finding.mend IS 'How to mend it.';
COMMENT ON COLUMN hotelmate.consistency_finding.mended_at IS 'When hotelmate reconcile saw it gone.';
COMMENT ON COLUMN hotelmate.consistency_finding.mend_outcome IS
'What hotelmate reconcile did, or why it could not; NULL: nothing was tried.';
COMMENT ON CONSTRAINT consistency_finding_of_run ON hotelmate.consistency_finding IS
'A finding belongs to a run.';
COMMENT ON CONSTRAINT consistency_finding_of_hotel ON hotelmate.consistency_finding IS
'A finding concerns a hotel that exists, or none.';
COMMENT ON CONSTRAINT consistency_finding_mend_is_told ON hotelmate.consistency_finding IS
'Of what is mended it is told how.';
COMMENT ON INDEX hotelmate.consistency_finding_by_hotel IS 'The findings of a run in one hotel, in order.';
