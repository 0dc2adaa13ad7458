"""Housekeeping tasks as tests of invariants make them."""

from typing import Any

from tests.hotel_builder import HotelBuilder


def add_task(hotel: HotelBuilder, room: int, task_type: str = "STAYOVER", **columns: Any) -> int:
    return int(hotel.insert("housekeeping_task", room_id=room, task_type=task_type, **columns))


def walk(hotel: HotelBuilder, task: int, *statuses: str) -> int:
    """Take a task through statuses; return the task."""
    for status in statuses:
        hotel.update("housekeeping_task", task, status=status)
    return task


def dirty_room(hotel: HotelBuilder) -> int:
    return hotel.room(turnover_status="CHECKOUT_DIRTY")
