"""Contradictions about housekeeping tasks."""

from tests.checks.planting import Plant, Planting


def be_done_in_a_room_that_is_dirty(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room(turnover_status="CHECKOUT_DIRTY")
    task = hotel.insert("housekeeping_task", room_id=room, task_type="TURNOVER")
    with planting.unguarded():
        hotel.run(
            "UPDATE hotelmate.housekeeping_task SET status = 'IN_PROGRESS',"
            " previous_status = 'OPEN', started_at = now() WHERE hotel_id = %s AND id = %s",
            hotel.hotel_id,
            task,
        )


def take_an_illegal_step(planting: Planting) -> None:
    hotel = planting.hotel
    task = hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="STAYOVER")
    with planting.unguarded():
        hotel.update("housekeeping_task", task, previous_status="DONE")


def task(rule: str, **columns: object) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        made = {"room_id": planting.hotel.room(), "task_type": "STAYOVER"}
        planting.hotel.insert("housekeeping_task", **{**made, **columns})

    return plant


def be_completed_before_it_started(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("task_stamped")
    made = hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="STAYOVER")
    for status in ("IN_PROGRESS", "DONE"):
        hotel.update("housekeeping_task", made, status=status)
    with planting.unguarded():
        hotel.run(
            "UPDATE hotelmate.housekeeping_task SET completed_at = started_at - interval '1 hour'"
            " WHERE hotel_id = %s AND id = %s",
            hotel.hotel_id,
            made,
        )


PLANTS: dict[str, Plant] = {
    "task_in_progress_cleans_room": be_done_in_a_room_that_is_dirty,
    "task_legal_transition": take_an_illegal_step,
    "task_type_known": task("task_type_known", task_type="NAP"),
    "task_status_known": task("task_status_known", status="FORGOTTEN"),
    "task_priority_known": task("task_priority_known", priority="WHENEVER"),
    "task_starts_open": task("task_starts_open", status="CANCELLED"),
    "task_stamped": be_completed_before_it_started,
}
