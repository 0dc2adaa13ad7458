"""A hotel's ordinary steps as requests to the API. Names as in `sql_moves`."""

from collections.abc import Callable
from typing import Any, NamedTuple

from bench.spine.race.target import Target


class Request(NamedTuple):
    """A request below /api/hotels/{slug}."""

    method: str
    path: str
    body: dict[str, Any]


Maker = Callable[[Target], Request]


def _on_booking(action: str, **body: object) -> Maker:
    return lambda target: Request("POST", f"/bookings/{target.booking.reference}/{action}", body)


def _on_room(**flags: bool) -> Maker:
    return lambda target: Request("PATCH", f"/rooms/{target.room.number}", dict(flags))


def _turnover(to: str, **more: str) -> Maker:
    return lambda target: Request(
        "POST", f"/rooms/{target.room.number}/turnover", {"to": to, **more}
    )


def _on_task(action: str) -> Maker:
    return lambda target: Request("POST", f"/housekeeping/tasks/{target.task.task_id}/{action}", {})


def _to_room(action: str, **body: str) -> Maker:
    return lambda target: Request(
        "POST",
        f"/bookings/{target.booking.reference}/{action}",
        {"room_number": target.room.number, **body},
    )


def _guests(count: int) -> list[dict[str, str]]:
    return [{"first_name": "Guest", "last_name": str(number + 1)} for number in range(count)]


def _party(change: int, children: int = 0) -> Maker:
    """Write the whole party anew, larger or smaller than it was."""

    def make(target: Target) -> Request:
        adults = max(1, target.booking.adults + change)
        young = [{**guest, "age_group": "CHILD"} for guest in _guests(children)]
        body = {"guests": [*_guests(adults), *young], "adults": adults, "children": children}
        return Request("PUT", f"/bookings/{target.booking.reference}/party", body)

    return make


def _create(target: Target) -> Request:
    return Request(
        "POST",
        "/bookings",
        {
            "room_type": "DBL",
            "check_in": target.arrival.isoformat(),
            "check_out": target.departure.isoformat(),
            "adults": target.adults,
            "children": 0,
            "guests": _guests(target.adults),
        },
    )


def _open_task(target: Target) -> Request:
    body = {"room_number": target.room.number, "task_type": "TURNOVER"}
    return Request("POST", "/housekeeping/tasks", body)


HTTP_MOVES: dict[str, Maker] = {
    "create": _create,
    "desk_payment": _on_booking("desk-payment", method="CASH"),
    "approve": _on_booking("approve"),
    "decline": _on_booking("decline", reason="full"),
    "cancel": _on_booking("cancel", reason="ill"),
    "no_show": _on_booking("no-show"),
    "party_rename": _party(0),
    "party_join": _party(+1),
    "party_leave": _party(-1),
    "child_joins": _party(0, children=1),
    "issue_link": _on_booking("precheckin-token"),
    "assign": _to_room("assign-room"),
    "reassign": _to_room("assign-room"),
    "unassign": _on_booking("unassign-room"),
    "check_in": _on_booking("check-in"),
    "check_out": _on_booking("check-out"),
    "move": _to_room("move-room", reason="a guest asked for it"),
    "release_assignment": _on_room(is_out_of_order=True, release_assignment=True),
    "cleaning_start": _turnover("CLEANING_IN_PROGRESS"),
    "cleaning_interrupt": _turnover("CHECKOUT_DIRTY"),
    "cleaned": _turnover("CLEANED_UNINSPECTED"),
    "inspected": _turnover("READY_FOR_GUEST"),
    "found_dirty": _turnover("CHECKOUT_DIRTY"),
    "override_ready": _turnover("READY_FOR_GUEST", reason="looked at it myself"),
    "out_of_order_on": _on_room(is_out_of_order=True),
    "out_of_order_off": _on_room(is_out_of_order=False),
    "maintenance_on": _on_room(maintenance_required=True),
    "maintenance_off": _on_room(maintenance_required=False),
    "deactivate": _on_room(is_active=False),
    "activate": _on_room(is_active=True),
    "back_in_service": _on_room(is_active=True, is_out_of_order=False, maintenance_required=False),
    "task_open": _open_task,
    "task_start": _on_task("start"),
    "task_done": _on_task("done"),
    "task_cancel": _on_task("cancel"),
}
