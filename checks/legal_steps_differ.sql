-- Enforcement: the tables of legal steps hold the steps that the rules mean, no more and no fewer.
-- Severity: critical.
-- Held by: nothing; a step that is written there becomes legal.
-- Reads: catalog.
WITH meant (steps, from_state, to_state) AS (
    VALUES
    ('booking_transition', 'PENDING_PAYMENT', 'PENDING_APPROVAL'),
    ('booking_transition', 'PENDING_PAYMENT', 'CANCELLED'),
    ('booking_transition', 'PENDING_PAYMENT', 'CANCELLED_DRAFT'),
    ('booking_transition', 'PENDING_APPROVAL', 'CONFIRMED'),
    ('booking_transition', 'PENDING_APPROVAL', 'DECLINED'),
    ('booking_transition', 'PENDING_APPROVAL', 'CANCELLED'),
    ('booking_transition', 'CONFIRMED', 'COMPLETED'),
    ('booking_transition', 'CONFIRMED', 'CANCELLED'),
    ('booking_transition', 'CONFIRMED', 'NO_SHOW'),
    ('turnover_transition', 'CHECKOUT_DIRTY', 'CLEANING_IN_PROGRESS'),
    ('turnover_transition', 'CLEANING_IN_PROGRESS', 'CLEANED_UNINSPECTED'),
    ('turnover_transition', 'CLEANING_IN_PROGRESS', 'CHECKOUT_DIRTY'),
    ('turnover_transition', 'CLEANED_UNINSPECTED', 'READY_FOR_GUEST'),
    ('turnover_transition', 'CLEANED_UNINSPECTED', 'CLEANING_IN_PROGRESS'),
    ('turnover_transition', 'CLEANED_UNINSPECTED', 'CHECKOUT_DIRTY'),
    ('turnover_transition', 'READY_FOR_GUEST', 'CHECKOUT_DIRTY'),
    ('task_transition', 'OPEN', 'IN_PROGRESS'),
    ('task_transition', 'OPEN', 'CANCELLED'),
    ('task_transition', 'IN_PROGRESS', 'OPEN'),
    ('task_transition', 'IN_PROGRESS', 'DONE'),
    ('task_transition', 'IN_PROGRESS', 'CANCELLED')
),

present AS (
    SELECT
        'booking_transition' AS steps,
        from_status AS from_state,
        to_status AS to_state
    FROM hotelmate.booking_transition
    UNION ALL
    SELECT
        'turnover_transition' AS steps,
        from_turnover AS from_state,
        to_turnover AS to_state
    FROM hotelmate.turnover_transition
    UNION ALL
    SELECT
        'task_transition' AS steps,
        from_status AS from_state,
        to_status AS to_state
    FROM hotelmate.task_transition
)

SELECT
    'legal_steps_differ' AS check_name,
    '' AS hotel,
    'steps ' || coalesce(meant.steps, present.steps) AS subject,
    format(
        '%s to %s %s', coalesce(meant.from_state, present.from_state), coalesce(meant.to_state, present.to_state),
        CASE WHEN present.steps IS NULL THEN 'is missing' ELSE 'is no legal step' END
    ) AS finding,
    NULL::timestamptz AS since,
    CASE
        WHEN present.steps IS NULL
            THEN format('INSERT the step into hotelmate.%s, as schema/migrations/sql has it', meant.steps)
        ELSE format('DELETE the step from hotelmate.%s; what took it meanwhile, the trail tells', present.steps)
    END AS mend
FROM meant
FULL JOIN present
    ON meant.steps = present.steps AND meant.from_state = present.from_state AND meant.to_state = present.to_state
WHERE meant.steps IS NULL OR present.steps IS NULL
ORDER BY subject, finding;
