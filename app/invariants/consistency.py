"""Kept runs of the checks: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    (
        "consistency_count_mends_what_was_found",
        422,
        "Only what was found is counted, and no more is mended than that.",
    ),
    (
        "consistency_count_of_hotel",
        409,
        "Findings are counted for a hotel that exists, or for none.",
    ),
    ("consistency_count_of_result", 409, "Findings are counted of a check that was run."),
    (
        "consistency_count_once_a_hotel",
        409,
        "What a check found in a hotel is counted once a run.",
    ),
    (
        "consistency_count_single_current",
        409,
        "The findings of a check in a hotel are current in one run.",
    ),
    ("consistency_finding_mend_is_told", 422, "Of what is mended it is told how."),
    ("consistency_finding_of_hotel", 409, "A finding concerns a hotel that exists, or none."),
    ("consistency_finding_of_run", 409, "A finding belongs to a run."),
    ("consistency_result_of_run", 409, "The result of a check belongs to a run."),
    ("consistency_result_severity_known", 422, "A check is critical, high, medium or low."),
    (
        "consistency_run_occasion_known",
        422,
        "A consistency run is a CHECK, a RECONCILE or of the SCHEDULE.",
    ),
    (
        "consistency_run_of_hotel",
        409,
        "A consistency run is of all hotels or of one that exists.",
    ),
)
