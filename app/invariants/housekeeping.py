"""Housekeeping tasks: (name, status, sentence) of each rule."""

RULES: tuple[tuple[str, int, str], ...] = (
    ("room_single_open_turnover_task", 409, "A room has at most one open turnover task."),
    ("task_assignee_of_hotel", 422, "A task is assigned to staff of the same hotel."),
    (
        "task_in_progress_cleans_room",
        409,
        "The room of a turnover task in progress is being cleaned by that task.",
    ),
    ("task_legal_transition", 409, "A task's status changes only by a legal step."),
    ("task_of_booking", 422, "A task's booking is of the same hotel."),
    ("task_of_room", 422, "A task is for a room of the same hotel."),
    ("task_priority_known", 422, "A task's priority is LOW, NORMAL or HIGH."),
    (
        "task_stamped",
        409,
        "A started task says since when; a done task, and only that, when it was completed, "
        "not before it started.",
    ),
    ("task_starts_open", 409, "A task starts as OPEN."),
    ("task_status_known", 422, "A task is OPEN, IN_PROGRESS, DONE or CANCELLED."),
    ("task_type_known", 422, "A task is TURNOVER, STAYOVER, INSPECTION or DEEP_CLEAN."),
)
