"""The stay over HTTP: assign, check in, move, check out, and what rooms show of it."""

from tests.api.conftest import Desk, refusal


def test_an_assigned_room_waits_for_its_guest(desk: Desk) -> None:
    booking = desk.confirmed()

    assigned = desk.do(booking, "assign-room", room_number="101")

    assert (assigned["occupancy"], assigned["room_number"]) == ("ASSIGNED", "101")
    assert assigned["assignment"]["by"] == "staff:manager"
    room = desk.room("101")
    assert (room["waiting_booking_id"], room["is_occupied"]) == (booking, False)
    assert room["room_status"] == "READY_FOR_GUEST"


def test_an_unassigned_room_is_free_again(desk: Desk) -> None:
    booking = desk.assigned("101")

    freed = desk.do(booking, "unassign-room")

    assert (freed["room_number"], freed["assignment"]) == (None, None)
    assert desk.room("101")["waiting_booking_id"] is None


def test_check_in_occupies_the_room(desk: Desk) -> None:
    booking = desk.assigned("101")

    checked_in = desk.do(booking, "check-in")

    assert checked_in["occupancy"] == "IN_HOUSE"
    room = desk.room("101")
    assert (room["room_status"], room["is_occupied"]) == ("OCCUPIED", True)
    assert room["turnover_status"] == "CHECKOUT_DIRTY"
    assert room["in_house"] == {
        "booking_id": booking,
        "guest_name": "Ada Lovelace",
        "check_out": checked_in["check_out"],
    }


def test_check_out_leaves_the_room_to_housekeeping(desk: Desk) -> None:
    booking = desk.in_house("101")

    left = desk.do(booking, "check-out")

    assert (left["status"], left["occupancy"]) == ("COMPLETED", "DEPARTED")
    assert left["room_number"] == "101"  # history
    room = desk.room("101")
    assert (room["room_status"], room["in_house"]) == ("CHECKOUT_DIRTY", None)
    tasks = desk.get("/housekeeping/tasks", params={"room_number": "101"}).json()["items"]
    assert [(task["task_type"], task["status"]) for task in tasks] == [("TURNOVER", "OPEN")]


def test_a_move_leaves_the_old_room_dirty_and_says_why(desk: Desk) -> None:
    booking = desk.in_house("101")

    moved = desk.do(booking, "move-room", room_number="102", reason="Noise from the lift")

    assert moved["room_number"] == "102"
    assert (moved["last_move"]["from_room_number"], moved["last_move"]["by"]) == (
        "101",
        "staff:manager",
    )
    assert desk.room("101")["room_status"] == "CHECKOUT_DIRTY"
    assert desk.room("102")["in_house"]["booking_id"] == booking
    event = desk.get(f"/bookings/{booking}/events").json()["items"][0]
    assert (event["event_type"], event["reason"]) == ("booking_room_moved", "Noise from the lift")
    assert (event["from_room_number"], event["to_room_number"]) == ("101", "102")


def test_only_a_guest_in_house_moves(desk: Desk) -> None:
    booking = desk.assigned("101")

    response = desk.post(
        f"/bookings/{booking}/move-room", json={"room_number": "102", "reason": "A better view"}
    )

    refusal(response, "booking-not-in-house", 409)
    assert desk.booking(booking)["room_number"] == "101"


def test_a_move_leads_to_another_room(desk: Desk) -> None:
    booking = desk.in_house("101")
    before = desk.booking(booking)

    response = desk.post(
        f"/bookings/{booking}/move-room", json={"room_number": "101", "reason": "A better view"}
    )

    refusal(response, "room-move-changes-room", 409)
    assert desk.booking(booking) == before


def test_what_is_missing_is_named(desk: Desk) -> None:
    booking = desk.confirmed()
    room, move = {"room_number": "999"}, {"room_number": "999", "reason": "x"}

    refusal(desk.post(f"/bookings/{booking}/assign-room", json=room), "room-not-found", 404)
    refusal(desk.post(f"/bookings/{booking}/move-room", json=move), "room-not-found", 404)
    for step, body in (
        ("assign-room", room),
        ("unassign-room", None),
        ("check-in", None),
        ("check-out", None),
        ("move-room", move),
    ):
        response = desk.post(f"/bookings/BK-2026-999999/{step}", json=body)
        refusal(response, "booking-not-found", 404)
