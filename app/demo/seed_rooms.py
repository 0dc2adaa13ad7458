"""The rooms of the demo hotel: built, and later brought into varied states of turnover."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

import psycopg

from app.demo import hotel_plan as plan
from app.demo.acting import acting


class RoomSeeder:
    """Builds rooms and lets housekeeping and the desk do their rounds."""

    def __init__(
        self, connection: psycopg.Connection[Any], hotel_id: int, staff: dict[str, int]
    ) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._staff = staff

    def build(self) -> None:
        """Make all rooms; a new room is ready for a guest."""
        with acting(self._connection, "system:demo", "SYSTEM"):
            for number, room_type in plan.ROOMS:
                self._connection.execute(
                    "INSERT INTO hotelmate.room (hotel_id, room_number, room_type_id)"
                    " SELECT hotel_id, %s, id FROM hotelmate.room_type"
                    " WHERE hotel_id = %s AND code = %s",
                    (number, self._hotel_id, room_type),
                )

    def turn_over(self) -> None:
        """Do what happened since the guests left: cleaning, inspection, repairs, tasks."""
        self._clean()
        for numbers, column, value in (
            (plan.OUT_OF_ORDER, "is_out_of_order", True),
            (plan.MAINTENANCE, "maintenance_required", True),
            (plan.INACTIVE, "is_active", False),
        ):
            for number, reason in numbers.items():
                with self._person("manager", "FRONT_DESK", reason):
                    self._set(column, value, (number,))
        with self._person("manager", "FRONT_DESK"):
            for task in plan.EXTRA_TASKS:
                self._add_task(*task)

    def _clean(self) -> None:
        with self._person("housekeeping", "HOUSEKEEPING"):
            self._set("turnover_status", "CHECKOUT_DIRTY", plan.FOUND_DIRTY)
            self._set(
                "turnover_status",
                "CLEANING_IN_PROGRESS",
                (
                    *plan.CLEANING,
                    *plan.CLEANED,
                    *plan.CLEANED_IN_STAY,
                    *plan.CLEANED_AND_INSPECTED,
                ),
            )
            self._set(
                "turnover_status",
                "CLEANED_UNINSPECTED",
                (*plan.CLEANED, *plan.CLEANED_IN_STAY, *plan.CLEANED_AND_INSPECTED),
            )
            self._set("turnover_status", "READY_FOR_GUEST", plan.CLEANED_AND_INSPECTED)

    def _add_task(self, number: str, task_type: str, priority: str, note: str) -> None:
        self._connection.execute(
            "INSERT INTO hotelmate.housekeeping_task"
            " (hotel_id, room_id, booking_id, task_type, priority, note, assigned_to)"
            " SELECT hotel_id, id, in_house_booking_id, %s, %s, %s, %s FROM hotelmate.room"
            " WHERE hotel_id = %s AND room_number = %s",
            (task_type, priority, note, self._staff["housekeeping"], self._hotel_id, number),
        )

    def _set(self, column: str, value: object, numbers: Iterable[str]) -> None:
        self._connection.execute(
            psycopg.sql.SQL(
                "UPDATE hotelmate.room SET {} = %s WHERE hotel_id = %s AND room_number = ANY(%s)"
            ).format(psycopg.sql.Identifier(column)),
            (value, self._hotel_id, list(numbers)),
        )

    def _person(self, username: str, source: str, reason: str = "") -> AbstractContextManager[None]:
        return acting(
            self._connection,
            f"staff:{username}",
            source,
            staff_id=self._staff[username],
            reason=reason,
        )
