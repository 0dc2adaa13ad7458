"""Contradictions in what is kept of runs of the checks."""

from tests.checks.planting import Plant, Planting


def a_run(planting: Planting, occasion: str = "CHECK") -> int:
    made: int = planting.hotel.value(
        "INSERT INTO hotelmate.consistency_run (occasion) VALUES (%s) RETURNING id", occasion
    )
    return made


def a_result(planting: Planting, severity: str = "high") -> int:
    run_id = a_run(planting)
    planting.hotel.run(
        "INSERT INTO hotelmate.consistency_result"
        " (run_id, check_file, severity, findings, seconds) VALUES (%s, 'occupancy', %s, 1, 0.1)",
        run_id,
        severity,
    )
    return run_id


def run_on_an_unknown_occasion(planting: Planting) -> None:
    planting.drop("consistency_run_occasion_known")
    a_run(planting, "BOREDOM")


def call_it_annoying(planting: Planting) -> None:
    planting.drop("consistency_result_severity_known")
    a_result(planting, "annoying")


def mend_more_than_was_found(planting: Planting) -> None:
    planting.drop("consistency_count_mends_what_was_found")
    planting.hotel.run(
        "INSERT INTO hotelmate.consistency_count (run_id, check_file, findings, mended)"
        " VALUES (%s, 'occupancy', 1, 2)",
        a_result(planting),
    )


def mend_without_a_word(planting: Planting) -> None:
    planting.drop("consistency_finding_mend_is_told")
    planting.hotel.run(
        "INSERT INTO hotelmate.consistency_finding"
        " (run_id, number, check_file, check_name, subject, finding, mend, mended_at)"
        " VALUES (%s, 1, 'occupancy', 'occupancy', 'room 1', 'is wrong', 'look there', now())",
        a_run(planting),
    )


PLANTS: dict[str, Plant] = {
    "consistency_run_occasion_known": run_on_an_unknown_occasion,
    "consistency_result_severity_known": call_it_annoying,
    "consistency_count_mends_what_was_found": mend_more_than_was_found,
    "consistency_finding_mend_is_told": mend_without_a_word,
}
