"""Housekeeping tasks over HTTP, and the rooms that move along."""

from typing import Any

from tests.api.conftest import Desk, refusal


def new_task(desk: Desk, **changes: object) -> dict[str, Any]:
    body = {"room_number": "101", "task_type": "STAYOVER", **changes}
    response = desk.post("/housekeeping/tasks", json=body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def test_a_task_is_made_for_a_room(desk: Desk) -> None:
    task = new_task(desk, priority="HIGH", note="Extra pillows", assigned_to="manager")

    assert (task["status"], task["is_open"], task["room_number"]) == ("OPEN", True, "101")
    assert (task["priority"], task["note"]) == ("HIGH", "Extra pillows")
    assert (task["assigned_to"], task["created_by"]) == ("manager", "staff:manager")


def test_a_task_is_started_and_done(desk: Desk) -> None:
    task = new_task(desk)["task_id"]

    started = desk.post(f"/housekeeping/tasks/{task}/start").json()
    done = desk.post(f"/housekeeping/tasks/{task}/done").json()

    assert (started["status"], started["started_at"] is not None) == ("IN_PROGRESS", True)
    assert (done["status"], done["is_open"], done["completed_at"] is not None) == (
        "DONE",
        False,
        True,
    )


def test_a_turnover_task_takes_its_room_along(desk: Desk) -> None:
    desk.do(desk.in_house("101"), "check-out")
    task = desk.get("/housekeeping/tasks", params={"open": "true"}).json()["items"][0]

    desk.post(f"/housekeeping/tasks/{task['task_id']}/start")
    cleaning = desk.room("101")
    desk.post(f"/housekeeping/tasks/{task['task_id']}/done")

    assert (cleaning["room_status"], cleaning["cleaning_task_id"]) == (
        "CLEANING_IN_PROGRESS",
        task["task_id"],
    )
    assert desk.room("101")["room_status"] == "CLEANED_UNINSPECTED"
    event = desk.get("/rooms/101/events").json()["items"][0]
    assert (event["source"], event["actor"]) == ("HOUSEKEEPING", "staff:manager")


def test_a_step_of_a_task_is_taken_once(desk: Desk) -> None:
    done, cancelled = new_task(desk)["task_id"], new_task(desk)["task_id"]

    for task, step in ((done, "start"), (done, "done"), (cancelled, "cancel")):
        assert desk.post(f"/housekeeping/tasks/{task}/{step}").status_code == 200
        again = desk.post(f"/housekeeping/tasks/{task}/{step}")
        refusal(again, "task-legal-transition", 409)


def test_cancelling_a_cleaning_leaves_the_room_dirty(desk: Desk) -> None:
    desk.do(desk.in_house("101"), "check-out")
    task = desk.get("/housekeeping/tasks").json()["items"][0]["task_id"]
    desk.post(f"/housekeeping/tasks/{task}/start")

    cancelled = desk.post(f"/housekeeping/tasks/{task}/cancel").json()

    assert cancelled["status"] == "CANCELLED"
    assert desk.room("101")["room_status"] == "CHECKOUT_DIRTY"


def test_tasks_are_filtered_and_paged(desk: Desk) -> None:
    tasks = [new_task(desk, room_number=number)["task_id"] for number in ("101", "102", "103")]
    desk.post(f"/housekeeping/tasks/{tasks[0]}/cancel")

    def listed(**query: object) -> list[int]:
        items = desk.get("/housekeeping/tasks", params=query).json()["items"]  # type: ignore[arg-type]
        return [task["task_id"] for task in items]

    assert listed() == tasks[::-1]
    assert listed(open="true") == [tasks[2], tasks[1]]
    assert listed(open="false") == listed(status="CANCELLED") == [tasks[0]]
    assert listed(status="OPEN", room_number="102") == [tasks[1]]
    page = desk.get("/housekeeping/tasks", params={"limit": 2}).json()
    assert listed(cursor=page["next_cursor"]) == [tasks[0]]


def test_no_task_and_no_room_are_not_found(desk: Desk) -> None:
    for step in ("start", "done", "cancel"):
        refusal(desk.post(f"/housekeeping/tasks/999999999/{step}"), "task-not-found", 404)
    body = {"room_number": "999", "task_type": "STAYOVER"}
    refusal(desk.post("/housekeeping/tasks", json=body), "room-not-found", 404)
