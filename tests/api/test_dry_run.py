"""?dry_run=true answers what the real request would, and leaves nothing behind."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.api.bodies import PAGES, new_booking
from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import add_api_key

TABLES = (
    "room_booking",
    "booking_guest",
    "payment",
    "payment_entry",
    "payment_session",
    "payment_instruction",
    "cancellation_term",
    "booking_event",
    "booking_counter",
    "booking_token",
    "precheckin_form",
    "precheckin_field",
    "guest_message",
    "hotel",
    "room",
    "room_status_event",
    "room_move",
    "housekeeping_task",
    "guest",
    "guest_chat_session",
    "outbox_event",
    "realtime_stream",
    "realtime_channel",
    "realtime_message",
    "staff",
    "staff_password",
    "staff_session",
    "api_key",
    "api_key_scope",
    "access_event",
)
Prepare = Callable[[Desk, HotelBuilder], str]


def everything(hotel: HotelBuilder) -> list[Any]:
    return [
        hotel.connection.execute(
            f"SELECT one::text FROM hotelmate.{table} AS one WHERE hotel_id = %s ORDER BY 1",
            (hotel.hotel_id,),
        ).fetchall()
        for table in TABLES
    ]


def rehearse(desk: Desk, hotel: HotelBuilder, method: str, path: str, body: object) -> Any:
    """Send a request as a dry run, expect no trace, and return the response."""
    before = everything(hotel)
    response = desk.request(method, path, params={"dry_run": "true"}, json=body)
    assert response.headers["dry-run"] == "true"
    assert everything(hotel) == before
    return response


def authorised(desk: Desk) -> str:
    booking = desk.make()
    desk.do(booking, "desk-payment", method="CASH")
    return booking


def departed(desk: Desk) -> str:
    booking = desk.in_house("101")
    desk.do(booking, "check-out")
    return booking


def first_guest(desk: Desk, booking: str) -> int:
    return int(desk.shown(booking)["party"][0]["id"])


def missed(desk: Desk, hotel: HotelBuilder) -> str:
    made = hotel.booking("CONFIRMED", arrival=-1)
    return str(hotel.read("room_booking", made, "booking_reference"))


def cleaning_task(desk: Desk, steps: int) -> int:
    desk.do(desk.in_house("101"), "check-out")
    task = int(desk.get("/housekeeping/tasks").json()["items"][0]["task_id"])
    for step in ("start", "done")[:steps]:
        desk.post(f"/housekeeping/tasks/{task}/{step}")
    return task


Scene = tuple[str, Callable[[Desk, HotelBuilder], str], object]
SCENES: dict[str, Scene] = {
    "create": ("POST", lambda d, h: "/bookings", new_booking()),
    "pay": ("POST", lambda d, h: f"/bookings/{d.make()}/desk-payment", {"method": "CASH"}),
    "approve": ("POST", lambda d, h: f"/bookings/{authorised(d)}/approve", None),
    "decline": ("POST", lambda d, h: f"/bookings/{authorised(d)}/decline", {"reason": "Full"}),
    "cancel": ("POST", lambda d, h: f"/bookings/{d.assigned()}/cancel", {"reason": "Ill"}),
    "refund": (
        "POST",
        lambda d, h: f"/bookings/{d.confirmed()}/refund",
        {"amount": 500, "reason": "Broken shower"},
    ),
    "session": ("POST", lambda d, h: f"/bookings/{d.make()}/payment-session", PAGES),
    "policy": (
        "PUT",
        lambda d, h: "/cancellation-policy",
        {"terms": [{"days_before_arrival": 7, "refund_percent": 100}]},
    ),
    "no-show": ("POST", lambda d, h: f"/bookings/{missed(d, h)}/no-show", None),
    "assign": ("POST", lambda d, h: f"/bookings/{d.confirmed()}/assign-room", {"room_number": "1"}),
    "unassign": ("POST", lambda d, h: f"/bookings/{d.assigned()}/unassign-room", None),
    "check in": ("POST", lambda d, h: f"/bookings/{d.assigned()}/check-in", None),
    "check out": ("POST", lambda d, h: f"/bookings/{d.in_house()}/check-out", None),
    "move": (
        "POST",
        lambda d, h: f"/bookings/{d.in_house()}/move-room",
        {"room_number": "102", "reason": "Noise"},
    ),
    "party": (
        "PUT",
        lambda d, h: f"/bookings/{d.make()}/party",
        {"guests": [{"first_name": "Grace", "last_name": "Hopper"}], "adults": 1},
    ),
    "link": ("POST", lambda d, h: f"/bookings/{d.make()}/precheckin-token", None),
    "no link": ("DELETE", lambda d, h: f"/bookings/{d.make()}/precheckin-token", None),
    "no guest token": ("DELETE", lambda d, h: f"/bookings/{d.make()}/guest-token", None),
    "guest token": ("POST", lambda d, h: f"/bookings/{d.make()}/guest-token", None),
    "form": (
        "PUT",
        lambda d, h: "/precheckin-form",
        {"fields": [{"name": "x", "asked_of": "GUEST", "kind": "TEXT", "labels": {"en": "X"}}]},
    ),
    "pre-check-in": (
        "PUT",
        lambda d, h: f"/bookings/{d.make()}/precheckin",
        {"submit": True},
    ),
    "settings": ("PATCH", lambda d, h: "/settings", {"brand_color": "#aa0033"}),
    "erase a guest": (
        "POST",
        lambda d, h: f"/bookings/{(gone := departed(d))}/guests/{first_guest(d, gone)}/erase",
        None,
    ),
    "erase a party": ("POST", lambda d, h: f"/bookings/{departed(d)}/erase", None),
    "turnover": ("POST", lambda d, h: "/rooms/101/turnover", {"to": "CHECKOUT_DIRTY"}),
    "flags": ("PATCH", lambda d, h: "/rooms/101", {"is_out_of_order": True}),
    "task": (
        "POST",
        lambda d, h: "/housekeeping/tasks",
        {"room_number": "101", "task_type": "DEEP_CLEAN"},
    ),
    "start": ("POST", lambda d, h: f"/housekeeping/tasks/{cleaning_task(d, 0)}/start", None),
    "done": ("POST", lambda d, h: f"/housekeeping/tasks/{cleaning_task(d, 1)}/done", None),
    "give up": ("POST", lambda d, h: f"/housekeeping/tasks/{cleaning_task(d, 1)}/cancel", None),
}


def ann(hotel: HotelBuilder) -> str:
    hotel.staff("ann")
    return "/staff/ann"


def key_of_a_program(hotel: HotelBuilder) -> str:
    key = add_api_key(hotel, hotel.staff("channels", "INTEGRATION"))
    return f"/api-keys/{key}"


# Who may in: what these answer is held by tests/access/.
ACCESS_SCENES: dict[str, Scene] = {
    "add staff": (
        "POST",
        lambda d, h: "/staff",
        {"username": "bea", "display_name": "Bea", "role": "FRONT_DESK"},
    ),
    "change staff": ("PATCH", lambda d, h: ann(h), {"display_name": "Anna"}),
    "set a password": (
        "PUT",
        lambda d, h: f"{ann(h)}/password",
        {"password": "correct horse battery"},
    ),
    "end sessions": ("DELETE", lambda d, h: f"{ann(h)}/sessions", None),
    "issue a key": (
        "POST",
        lambda d, h: "/api-keys" if h.staff("channels", "INTEGRATION") else "",
        {"username": "channels", "name": "Rates", "scopes": ["rooms:read"], "expires_in_days": 7},
    ),
    "revoke a key": ("DELETE", lambda d, h: key_of_a_program(h), None),
}
# They say who calls, and are of one moment: a log-in, its renewal, its end, one's own password.
NOT_REHEARSED = 4
# What differs between two runs of one request: moments, numbers of rows, the secret of a link.
VARYING = {
    "id",
    "task_id",
    "cleaning_task_id",
    "token",
    "path",
    "api_path",
    "payment_session_id",
    "url",
}


def lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: lasting(item)
            for key, item in value.items()
            if key not in VARYING and key != "at" and not key.endswith("_at")
        }
    return [lasting(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", SCENES)
def test_a_dry_run_answers_like_the_real_one_and_leaves_no_trace(
    name: str, desk: Desk, hotel: HotelBuilder
) -> None:
    hotel.room(room_number="1")
    method, prepare, body = SCENES[name]
    path = prepare(desk, hotel)

    rehearsed = rehearse(desk, hotel, method, path, body)
    real = desk.request(method, path, json=body)

    assert "dry-run" not in real.headers
    assert real.is_success, real.text
    assert rehearsed.status_code == real.status_code
    assert lasting(rehearsed.json()) == lasting(real.json())
    assert "location" not in rehearsed.headers  # there is nothing at that address


@pytest.mark.parametrize("name", ACCESS_SCENES)
def test_a_dry_run_of_who_may_in_leaves_no_trace(
    name: str, desk: Desk, hotel: HotelBuilder
) -> None:
    method, prepare, body = ACCESS_SCENES[name]
    path = prepare(desk, hotel)

    rehearsed = rehearse(desk, hotel, method, path, body)
    real = desk.request(method, path, json=body)

    assert real.is_success, real.text
    assert rehearsed.status_code == real.status_code


# They answer with something else than a booking, a room or a task.
OF_OTHER_SHAPE = {
    "link",
    "no link",
    "guest token",
    "no guest token",
    "form",
    "pre-check-in",
    "settings",
    "session",
    "policy",
}


@pytest.mark.parametrize("name", sorted(set(SCENES) - OF_OTHER_SHAPE))
def test_a_change_answers_with_what_a_read_shows_right_after(
    name: str, desk: Desk, hotel: HotelBuilder
) -> None:
    hotel.room(room_number="1")
    method, prepare, body = SCENES[name]

    shown = desk.request(method, prepare(desk, hotel), json=body).json()

    if "task_id" in shown:
        tasks = desk.get("/housekeeping/tasks").json()["items"]
        assert shown in tasks
    elif "booking_id" in shown:
        assert shown == desk.shown(shown["booking_id"])
    else:
        assert shown == desk.room(shown["room_number"])


def test_every_route_that_changes_something_can_be_rehearsed(address: str) -> None:
    document = httpx.get(f"{address}/schema/openapi.json").json()
    changing = [
        operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/api/hotels/") and method != "get"
    ]

    rehearsed = [
        operation
        for operation in changing
        if "dry_run" in [parameter["name"] for parameter in operation["parameters"]]
    ]
    assert len(rehearsed) == len(SCENES) + len(ACCESS_SCENES)
    assert len(changing) - len(rehearsed) == NOT_REHEARSED


def test_a_refusal_of_the_statement_is_rehearsed(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.make()

    response = rehearse(desk, hotel, "POST", f"/bookings/{booking}/approve", None)

    refusal(response, "booking-legal-transition", 409)


def test_a_refusal_at_commit_is_rehearsed(desk: Desk, hotel: HotelBuilder) -> None:
    response = rehearse(desk, hotel, "POST", "/bookings", new_booking(guests=[]))

    refusal(response, "party-has-primary", 409)
