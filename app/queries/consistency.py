"""Consistency runs: kept by whoever runs the checks, shown by the API.

The latest run of a hotel is the one that ended last of those that covered it, alone or with all
others, and asked every check.
"""

BEGIN = """\
INSERT INTO hotelmate.consistency_run (hotel_id, occasion, only_checks)
VALUES (%(hotel_id)s, %(occasion)s, %(only_checks)s)
RETURNING id
"""

# One statement for many: row-level security takes no COPY.
ADD_FINDINGS = """\
INSERT INTO hotelmate.consistency_finding (
    run_id, number, check_file, check_name, hotel_id, subject, finding, since, mend
)
SELECT %(run_id)s, found.*
FROM unnest(
    %(number)s::bigint[], %(check_file)s::text[], %(check_name)s::text[], %(hotel_id)s::bigint[],
    %(subject)s::text[], %(finding)s::text[], %(since)s::timestamptz[], %(mend)s::text[]
) AS found
"""

# Readers go on; whoever else finishes a run waits.
ONE_AT_A_TIME = "LOCK TABLE hotelmate.consistency_count IN SHARE ROW EXCLUSIVE MODE"

KEEP_RESULT = """\
INSERT INTO hotelmate.consistency_result (run_id, check_file, severity, findings, seconds, error)
VALUES (
    %(run_id)s, %(check_file)s, %(severity)s, %(findings)s, %(seconds)s, %(error)s
)
"""

KEEP_COUNT = """\
INSERT INTO hotelmate.consistency_count (run_id, check_file, hotel_id, findings)
VALUES (%(run_id)s, %(check_file)s, %(hotel_id)s, %(findings)s)
"""

# What concerns no one hotel is asked in every run.
SUPERSEDE_COUNTS = """\
UPDATE hotelmate.consistency_count AS count
SET is_current = false
WHERE count.is_current
    AND (
        %(hotel_id)s::bigint IS NULL OR count.hotel_id = %(hotel_id)s OR count.hotel_id IS NULL
    )
"""

MAKE_CURRENT = """\
UPDATE hotelmate.consistency_count AS count SET is_current = true WHERE count.run_id = %(run_id)s
"""

# Nearly all results say that nothing was found, and a thousand hotels have as many a day. Those of
# the run before are not needed any more; older ones are gone already.
DROP_SUPERSEDED_ZEROS = """\
DELETE FROM hotelmate.consistency_result AS result
USING (
    SELECT max(run.id) AS id
    FROM hotelmate.consistency_run AS run
    WHERE run.finished_at IS NOT NULL AND run.only_checks IS NULL
        AND (%(hotel_id)s::bigint IS NULL OR run.hotel_id = %(hotel_id)s)
    GROUP BY run.hotel_id
) AS superseded
WHERE result.run_id = superseded.id AND result.findings = 0 AND result.error IS NULL
"""

FINISH = """\
UPDATE hotelmate.consistency_run SET finished_at = clock_timestamp() WHERE id = %(run_id)s
"""

NOTE_MEND = """\
UPDATE hotelmate.consistency_finding AS finding
SET mended_at = CASE WHEN %(gone)s THEN clock_timestamp() END, mend_outcome = %(outcome)s
WHERE finding.run_id = %(run_id)s AND finding.number = %(number)s AND finding.mended_at IS NULL
"""

COUNT_MENDED = """\
UPDATE hotelmate.consistency_count AS count
SET mended = count.mended + 1
WHERE count.run_id = %(run_id)s AND count.check_file = %(check_file)s
    AND count.hotel_id IS NOT DISTINCT FROM %(hotel_id)s::bigint
"""

# The oldest come first, so those that are kept are not looked through.
OLD_RUNS = """\
SELECT oldest.id
FROM (
    SELECT run.id, run.started_at FROM hotelmate.consistency_run AS run
    ORDER BY run.id LIMIT %(limit)s
) AS oldest
WHERE oldest.started_at < clock_timestamp() - %(kept_for)s::interval
"""

REMOVE_FINDINGS = """\
DELETE FROM hotelmate.consistency_finding AS finding
USING (
    SELECT old.run_id, old.number FROM hotelmate.consistency_finding AS old
    WHERE old.run_id = ANY(%(runs)s) LIMIT %(limit)s
) AS piece
WHERE finding.run_id = piece.run_id AND finding.number = piece.number
"""

REMOVE_RUNS = (
    "DELETE FROM hotelmate.consistency_count WHERE run_id = ANY(%(runs)s)",
    "DELETE FROM hotelmate.consistency_result WHERE run_id = ANY(%(runs)s)",
    "DELETE FROM hotelmate.consistency_run WHERE id = ANY(%(runs)s)",
)

# Complete runs that ended since then, of all hotels or of this one, with what they found and nobody
# has mended: one row for each hotel and severity, one without for a run that found nothing.
KEPT_SINCE = """\
SELECT run.id, run.hotel_id, run.finished_at, found.hotel_id, found.severity, found.findings
FROM hotelmate.consistency_run AS run
LEFT JOIN LATERAL (
    SELECT count.hotel_id, result.severity, sum(count.findings - count.mended) AS findings
    FROM hotelmate.consistency_count AS count
    INNER JOIN hotelmate.consistency_result AS result
        ON result.run_id = count.run_id AND result.check_file = count.check_file
    WHERE count.run_id = run.id
        AND (%(hotel_id)s::bigint IS NULL OR count.hotel_id = %(hotel_id)s)
    GROUP BY count.hotel_id, result.severity
) AS found ON true
WHERE run.finished_at >= %(since)s AND run.only_checks IS NULL
    AND (
        %(hotel_id)s::bigint IS NULL OR run.hotel_id IS NULL OR run.hotel_id = %(hotel_id)s
    )
ORDER BY run.finished_at, run.id
"""

HOTELS = "SELECT slug, name, time_zone FROM hotelmate.hotel ORDER BY name, slug"

# Hotels whose hour of the day has come since every check was last asked of them: the day is the
# hotel's own, and where clocks skip the hour or have it twice, it is one moment all the same. Who
# has waited longest comes first.
DUE = """\
SELECT hotel.slug
FROM hotelmate.hotel
CROSS JOIN LATERAL (
    SELECT max(begun.at) AS at
    FROM (
        VALUES (0), (1)
    ) AS back (days)
    CROSS JOIN LATERAL (
        SELECT (
            (%(now)s AT TIME ZONE hotel.time_zone)::date - back.days
            + make_time(%(hour)s, 0, 0)
        ) AT TIME ZONE hotel.time_zone AS at
    ) AS begun
    WHERE begun.at <= %(now)s
) AS due
WHERE NOT EXISTS (
        SELECT FROM hotelmate.consistency_run AS run
        WHERE run.hotel_id = hotel.hotel_id AND run.finished_at IS NOT NULL
            AND run.only_checks IS NULL
            AND run.finished_at >= due.at AND run.started_at >= due.at
    )
    AND NOT EXISTS (
        SELECT FROM hotelmate.consistency_run AS run
        WHERE run.hotel_id IS NULL AND run.finished_at IS NOT NULL AND run.only_checks IS NULL
            AND run.finished_at >= due.at AND run.started_at >= due.at
    )
ORDER BY due.at, hotel.slug
"""

# What is current; of the latest runs of all hotels, when the oldest ended and how many checks they
# could not ask, each run once. A hotel that was never looked at has waited since it was made: a run
# of all hotels before that was not of it. Where there are no hotels, the latest such run counts. No
# row before the first run.
FIGURES = """\
WITH whole AS MATERIALIZED (
    SELECT run.id, run.finished_at
    FROM hotelmate.consistency_run AS run
    WHERE run.hotel_id IS NULL AND run.finished_at IS NOT NULL AND run.only_checks IS NULL
    ORDER BY run.finished_at DESC LIMIT 1
),

latest AS MATERIALIZED (
    SELECT
        CASE WHEN whole.finished_at >= own.finished_at THEN whole.id
             ELSE coalesce(own.id, whole.id) END AS run_id,
        greatest(own.finished_at, whole.finished_at, hotel.created_at) AS looked_at
    FROM (SELECT) AS always
    LEFT JOIN hotelmate.hotel ON true
    LEFT JOIN whole ON (whole.finished_at < hotel.created_at) IS NOT TRUE
    LEFT JOIN LATERAL (
        SELECT run.id, run.finished_at
        FROM hotelmate.consistency_run AS run
        WHERE run.hotel_id = hotel.hotel_id
            AND run.finished_at IS NOT NULL AND run.only_checks IS NULL
        ORDER BY run.finished_at DESC LIMIT 1
    ) AS own ON true
)

SELECT
    extract(epoch FROM min(latest.looked_at))::double precision,
    (SELECT count(*) FROM hotelmate.consistency_result AS result
     WHERE result.error IS NOT NULL AND result.run_id IN (SELECT each.run_id FROM latest AS each)),
    coalesce(
        (SELECT json_agg(current) FROM (
            SELECT found.check_file, found.severity, sum(found.findings) AS findings
            FROM (
                SELECT
                    count.check_file,
                    count.findings - count.mended AS findings,
                    -- Looked up one by one: a join would go through all that is kept.
                    (SELECT result.severity FROM hotelmate.consistency_result AS result
                     WHERE result.run_id = count.run_id AND result.check_file = count.check_file)
                    AS severity
                FROM hotelmate.consistency_count AS count
                WHERE count.is_current
            ) AS found
            GROUP BY found.check_file, found.severity
        ) AS current), '[]'
    )::text
FROM latest
HAVING count(latest.run_id) > 0
"""

# The run that is shown: the one of the cursor, which must cover the hotel, else the latest.
_SHOWN = """\
SELECT run.id, run.hotel_id, run.occasion, run.started_at, run.finished_at
    FROM (
        (SELECT own.* FROM hotelmate.consistency_run AS own
         WHERE own.hotel_id = %(hotel_id)s AND own.finished_at IS NOT NULL
             AND own.only_checks IS NULL AND %(run)s::bigint IS NULL
         ORDER BY own.finished_at DESC LIMIT 1)
        UNION ALL
        (SELECT whole.* FROM hotelmate.consistency_run AS whole
         WHERE whole.hotel_id IS NULL AND whole.finished_at IS NOT NULL
             AND whole.only_checks IS NULL AND %(run)s::bigint IS NULL
         ORDER BY whole.finished_at DESC LIMIT 1)
        UNION ALL
        (SELECT chosen.* FROM hotelmate.consistency_run AS chosen
         WHERE chosen.id = %(run)s AND chosen.finished_at IS NOT NULL
             AND chosen.only_checks IS NULL
             AND coalesce(chosen.hotel_id, %(hotel_id)s) = %(hotel_id)s)
    ) AS run
    ORDER BY run.finished_at DESC LIMIT 1"""

# Of the hotel, or of no one hotel where a rule is not enforced, which concerns every hotel. What
# else concerns no one hotel may be about another's.
_FINDINGS = """\
(SELECT each.* FROM hotelmate.consistency_finding AS each
         WHERE each.run_id = shown.id AND each.number > %(number)s
             AND (%(check)s::text IS NULL OR each.check_file = %(check)s)
             AND {whose}
         ORDER BY each.number LIMIT %(limit)s)"""

# One row of JSON. `checks` are the files as they are now, in JSON; a check that the run did not ask
# has no number of findings, and one that is no more has no meaning.
# What the database said of a check that broke may quote what is another hotel's.
SHOW = f"""\
WITH shown AS MATERIALIZED (
    {_SHOWN}
),

page AS MATERIALIZED (
    SELECT finding.*
    FROM shown
    CROSS JOIN LATERAL (
        {_FINDINGS.format(whose="each.hotel_id = %(hotel_id)s")}
        UNION ALL
        {_FINDINGS.format(whose="each.hotel_id IS NULL AND each.check_file = ANY(%(enforcement)s)")}
        ORDER BY number
        LIMIT %(limit)s
    ) AS finding
)

SELECT
    json_build_object(
        'run', (SELECT json_build_object(
            'id', shown.id,
            'occasion', shown.occasion,
            'covers', CASE WHEN shown.hotel_id IS NULL THEN 'all-hotels' ELSE 'hotel' END,
            'started_at', shown.started_at,
            'finished_at', shown.finished_at
        ) FROM shown),
        'checks', (SELECT coalesce(json_agg(json_build_object(
            'check', coalesce(known.name, result.check_file),
            'severity', coalesce(result.severity, known.severity),
            'meaning', known.meaning,
            'rules', coalesce(known.rules, '[]'),
            'findings', CASE WHEN result.check_file IS NOT NULL THEN
                coalesce(found.findings, 0) END,
            'mended', coalesce(found.mended, 0),
            'error', CASE WHEN result.error IS NOT NULL THEN
                'could not be run to its end: hotelmate check says why' END
        ) ORDER BY coalesce(known.name, result.check_file)), '[]')
        FROM json_to_recordset(%(checks)s::json)
            AS known (name text, severity text, meaning text, rules json)
        FULL JOIN (
            SELECT asked.* FROM hotelmate.consistency_result AS asked
            WHERE asked.run_id = (SELECT shown.id FROM shown)
        ) AS result ON result.check_file = known.name
        LEFT JOIN LATERAL (
            SELECT sum(count.findings) AS findings, sum(count.mended) AS mended
            FROM hotelmate.consistency_count AS count
            WHERE count.run_id = (SELECT shown.id FROM shown)
                AND count.check_file = result.check_file
                AND (
                    count.hotel_id = %(hotel_id)s
                    OR (count.hotel_id IS NULL AND count.check_file = ANY(%(enforcement)s))
                )
        ) AS found ON true),
        'items', (SELECT coalesce(json_agg(json_build_object(
            'number', page.number,
            'check', page.check_file,
            'check_name', page.check_name,
            'subject', page.subject,
            'finding', page.finding,
            'since', page.since,
            'mend', page.mend,
            'mended_at', page.mended_at,
            'mend_outcome', page.mend_outcome
        ) ORDER BY page.number), '[]') FROM page),
        'next_cursor', (SELECT CASE WHEN count(*) = %(limit)s THEN
            (SELECT shown.id FROM shown) || '-' || max(page.number) END FROM page)
    ),
    EXISTS (SELECT FROM shown)
"""
