"""Rooms over HTTP: the rack, turnover, operational flags, audit trail."""

from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder


def test_the_rack_shows_every_room_in_the_order_of_its_number(
    desk: Desk, hotel: HotelBuilder
) -> None:
    hotel.room(room_number="9")

    rooms = desk.get("/rooms").json()["items"]

    assert [room["room_number"] for room in rooms] == ["9", "101", "102", "103", "104", "105"]
    assert rooms[-1]["room_type"] == "FAM"


def test_the_rack_shows_three_axes_and_who_is_or_will_be_in_a_room(desk: Desk) -> None:
    in_house, waiting = desk.in_house("101"), desk.assigned("102")
    desk.patch("/rooms/103", json={"is_out_of_order": True})

    rack = {room["room_number"]: room for room in desk.get("/rooms").json()["items"]}

    assert rack["101"]["room_status"] == "OCCUPIED"
    assert rack["101"]["in_house"]["booking_id"] == in_house
    assert rack["102"]["waiting_booking_id"] == waiting
    assert (rack["102"]["is_assignable"], rack["102"]["is_occupied"]) == (True, False)
    assert (rack["102"]["is_available"], rack["104"]["is_available"]) == (False, True)
    assert (rack["103"]["room_status"], rack["103"]["is_assignable"]) == ("OUT_OF_ORDER", False)
    assert rack["103"]["turnover_status"] == "READY_FOR_GUEST"  # the axes do not mix


def test_the_rack_is_filtered(desk: Desk) -> None:
    desk.in_house("101")
    desk.assigned("102")

    def numbers(**query: str) -> list[str]:
        items = desk.get("/rooms", params=query).json()["items"]
        return [room["room_number"] for room in items]

    assert numbers(room_status="OCCUPIED") == ["101"]
    assert numbers(available="false") == ["101", "102"]
    assert numbers(available="true") == ["103", "104", "105"]
    assert numbers(room_status="CHECKOUT_DIRTY") == []


def test_a_read_room_is_the_room_of_the_rack(desk: Desk) -> None:
    assert desk.get("/rooms/102").json() == desk.get("/rooms").json()["items"][1]


def test_turnover_goes_step_by_step_to_the_next_guest(desk: Desk) -> None:
    booking = desk.in_house("101")
    desk.do(booking, "check-out")

    for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"):
        response = desk.post("/rooms/101/turnover", json={"to": step})
        assert (response.status_code, response.json()["room_status"]) == (200, step)
        assert (response.json()["cleaning_task_id"] is not None) == (step == "CLEANING_IN_PROGRESS")

    room = desk.room("101")
    assert room["last_cleaned_by"] == room["last_inspected_by"] == "staff:manager"
    tasks = desk.get("/housekeeping/tasks", params={"room_number": "101"}).json()["items"]
    assert [task["status"] for task in tasks] == ["DONE"]
    event = desk.get("/rooms/101/events").json()["items"][0]
    assert (event["source"], event["reason"]) == ("HOUSEKEEPING", None)


def test_a_reason_makes_a_skipped_step_a_managers_override(desk: Desk) -> None:
    desk.do(desk.in_house("101"), "check-out")
    skipped = {"to": "READY_FOR_GUEST"}

    refusal(desk.post("/rooms/101/turnover", json=skipped), "room-legal-turnover", 409)
    response = desk.post("/rooms/101/turnover", json={**skipped, "reason": "Guest never slept"})

    assert response.json()["room_status"] == "READY_FOR_GUEST"
    event = desk.get("/rooms/101/events").json()["items"][0]
    assert (event["source"], event["reason"]) == ("MANAGER_OVERRIDE", "Guest never slept")


def test_a_room_is_taken_out_of_service_and_back(desk: Desk) -> None:
    broken = desk.patch("/rooms/101", json={"is_out_of_order": True}).json()
    assert (broken["room_status"], broken["is_assignable"]) == ("OUT_OF_ORDER", False)

    mended = desk.patch(
        "/rooms/101", json={"is_out_of_order": False, "maintenance_required": True}
    ).json()
    assert mended["room_status"] == "MAINTENANCE_REQUIRED"

    closed = desk.patch("/rooms/101", json={"is_active": False, "maintenance_required": False})
    assert (closed.json()["is_active"], closed.json()["is_assignable"]) == (False, False)
    event = desk.get("/rooms/101/events").json()["items"][0]
    assert (event["source"], event["is_active"]) == ("FRONT_DESK", False)


def test_a_change_of_no_flag_is_no_change(desk: Desk) -> None:
    refusal(desk.patch("/rooms/101", json={}), "request-invalid", 400)


def test_a_refusal_because_of_a_waiting_guest_names_the_booking(desk: Desk) -> None:
    booking = desk.assigned("101")

    for response in (
        desk.patch("/rooms/101", json={"is_out_of_order": True}),
        desk.post("/rooms/101/turnover", json={"to": "CHECKOUT_DIRTY"}),
    ):
        problem = refusal(response, "booking-waits-for-ready-room", 409)
        assert problem["booking_id"] == booking


def test_releasing_takes_the_room_from_the_booking_in_the_same_step(desk: Desk) -> None:
    booking = desk.assigned("101")

    room = desk.patch("/rooms/101", json={"is_out_of_order": True, "release_assignment": True})

    assert room.status_code == 200
    assert (room.json()["room_status"], room.json()["waiting_booking_id"]) == ("OUT_OF_ORDER", None)
    assert desk.booking(booking)["occupancy"] == "AVAILABLE"


def test_releasing_does_not_move_a_guest_in_house(desk: Desk) -> None:
    desk.in_house("101")

    response = desk.patch("/rooms/101", json={"is_active": False, "release_assignment": True})

    refusal(response, "room-out-of-service-is-vacant", 409)


def test_the_audit_trail_of_a_room_is_a_chain_in_pages(desk: Desk) -> None:
    booking = desk.in_house("101")
    desk.do(booking, "check-out")

    first = desk.get("/rooms/101/events", params={"limit": 2}).json()
    rest = desk.get("/rooms/101/events", params={"cursor": first["next_cursor"]}).json()

    events = first["items"] + rest["items"]
    assert [event["to_status"] for event in events] == [
        "CHECKOUT_DIRTY",
        "OCCUPIED",
        "READY_FOR_GUEST",
    ]
    assert [event["from_status"] for event in events] == ["OCCUPIED", "READY_FOR_GUEST", None]
    assert events[1]["in_house_booking_id"] == booking
    past = desk.get("/rooms/101/events", params={"cursor": 1}).json()
    assert past == {"items": [], "next_cursor": None}


def test_no_room_is_not_found(desk: Desk) -> None:
    for response in (
        desk.get("/rooms/999"),
        desk.get("/rooms/999/events"),
        desk.get("/rooms/999/events?cursor=3"),
        desk.post("/rooms/999/turnover", json={"to": "CHECKOUT_DIRTY"}),
        desk.patch("/rooms/999", json={"is_active": True}),
        desk.patch("/rooms/999", json={"is_active": True, "release_assignment": True}),
    ):
        refusal(response, "room-not-found", 404)
