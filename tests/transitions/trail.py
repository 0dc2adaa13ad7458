"""What a transition leaves behind: audit rows of rooms and events of the outbox."""

from itertools import pairwise
from typing import Any, NamedTuple

from tests.hotel_builder import HotelBuilder


class RoomAuditRow(NamedTuple):
    """A row of room_status_event, without what the room's row says as well."""

    version: int
    from_status: str | None
    to_status: str
    from_turnover: str | None
    to_turnover: str
    actor: str
    changed_by: int | None
    source: str
    reason: str | None
    request_id: str | None


class Event(NamedTuple):
    """A row of outbox_event: what it says, and who hears it by names inside the hotel."""

    category: str
    event_type: str
    channels: list[str]
    payload: dict[str, Any]
    scope: dict[str, Any]


def room_audit(hotel: HotelBuilder, room: int) -> list[RoomAuditRow]:
    """Return the audit trail of a room, oldest first."""
    rows = hotel.connection.execute(
        f"SELECT {', '.join(RoomAuditRow._fields)} FROM hotelmate.room_status_event"
        " WHERE hotel_id = %s AND room_id = %s ORDER BY version",
        (hotel.hotel_id, room),
    ).fetchall()
    return [RoomAuditRow(*row) for row in rows]


def assert_chained(hotel: HotelBuilder, room: int) -> None:
    """Assert one audit row for every version, each starting where the one before it ended."""
    trail = room_audit(hotel, room)
    version = hotel.read("room", room, "version")
    assert [row.version for row in trail] == list(range(1, version + 1))
    for before, after in pairwise(trail):
        assert after.from_status == before.to_status
        assert after.from_turnover == before.to_turnover
    assert trail[-1].to_status == hotel.read("room", room, "room_status")
    assert trail[-1].to_turnover == hotel.read("room", room, "turnover_status")


class Outbox:
    """The events of one hotel since the last look."""

    def __init__(self, hotel: HotelBuilder) -> None:
        self.hotel = hotel
        self.last_id = 0
        self.new()

    def new(self, *categories: str) -> list[Event]:
        """Return the events since the last look, in the order they were written.

        Args:
            categories: only these are returned; all are looked at.
        """
        rows = self.hotel.connection.execute(
            f"SELECT id, {', '.join(Event._fields)} FROM hotelmate.outbox_event"
            " WHERE hotel_id = %s AND id > %s ORDER BY id",
            (self.hotel.hotel_id, self.last_id),
        ).fetchall()
        self.last_id = max((row[0] for row in rows), default=self.last_id)
        events = [Event(*row[1:]) for row in rows]
        return [event for event in events if not categories or event.category in categories]


def room_event(hotel: HotelBuilder, room: int, event_type: str = "room_updated") -> Event:
    """Return the event that reports a room as it is now."""
    fields = (
        "room_number",
        "room_status",
        "turnover_status",
        "is_occupied",
        "is_assignable",
        "is_active",
        "is_out_of_order",
        "maintenance_required",
    )
    payload = {field: hotel.read("room", room, field) for field in fields}
    scope = {
        "room_id": room,
        "room_number": payload["room_number"],
        "version": hotel.read("room", room, "version"),
    }
    return Event("rooms", event_type, ["rooms"], payload, scope)


def task_event(
    hotel: HotelBuilder, task: int, event_type: str = "task_updated", *, status: str | None = None
) -> Event:
    """Return the event that reports a task as it is now, or as it was in a status on the way."""
    fields = ("task_type", "status", "priority", "assigned_to")
    payload = {field: hotel.read("housekeeping_task", task, field) for field in fields}
    payload["status"] = status or payload["status"]
    scope = {
        "task_id": task,
        "room_number": hotel.read(
            "room", hotel.read("housekeeping_task", task, "room_id"), "room_number"
        ),
    }
    channels = ["hotel"]
    if payload["assigned_to"] is not None:
        channels.append(f"staff.{payload['assigned_to']}")
    return Event("housekeeping", event_type, channels, {**payload, **scope}, scope)


def tasks_of(hotel: HotelBuilder, room: int) -> list[tuple[int, str, str]]:
    """Return id, type and status of a room's tasks, oldest first."""
    return hotel.connection.execute(
        "SELECT id, task_type, status FROM hotelmate.housekeeping_task"
        " WHERE hotel_id = %s AND room_id = %s ORDER BY id",
        (hotel.hotel_id, room),
    ).fetchall()
