"""Rooms: the three axes, who is in house, and the audit trail."""

from datetime import date
from typing import Literal

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import astuple

from app.models.fields import Moment, Reason, Source

Turnover = Literal[
    "CHECKOUT_DIRTY", "CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"
]
RoomStatus = Literal[
    "OCCUPIED",
    "OUT_OF_ORDER",
    "MAINTENANCE_REQUIRED",
    "CHECKOUT_DIRTY",
    "CLEANING_IN_PROGRESS",
    "CLEANED_UNINSPECTED",
    "READY_FOR_GUEST",
]


class TurnoverStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the room's turnover goes. A reason makes it a manager's override of the steps."""

    to: Turnover
    reason: Reason | None = None


class RoomFlags(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The operational flags to set; others stay.

    With `release_assignment` a booking that waits for the room loses it in the same transaction.
    """

    is_active: bool | UnsetType = UNSET
    is_out_of_order: bool | UnsetType = UNSET
    maintenance_required: bool | UnsetType = UNSET
    release_assignment: bool | UnsetType = UNSET

    def __post_init__(self) -> None:
        if all(value is UNSET for value in astuple(self)):
            raise ValueError("At least one member is required")


class InHouse(Struct, frozen=True):
    """Who is in the room: the booking, its primary guest, and the day they leave."""

    booking_id: str
    guest_name: str
    check_out: date


class Room(Struct, frozen=True):
    """A room: occupancy, turnover, operation, and what follows from them.

    A room is available when it is assignable and no booking waits for it.
    """

    room_number: str
    room_type: str
    version: int
    room_status: RoomStatus
    is_occupied: bool
    turnover_status: Turnover
    is_active: bool
    is_out_of_order: bool
    maintenance_required: bool
    is_assignable: bool
    is_available: bool
    in_house: InHouse | None
    waiting_booking_id: str | None
    cleaning_task_id: int | None
    last_cleaned_at: Moment | None
    last_cleaned_by: str | None
    last_inspected_at: Moment | None
    last_inspected_by: str | None


class Rack(Struct, frozen=True):
    """The rooms of a hotel, in the order of their numbers."""

    items: list[Room]


class RoomEvent(Struct, frozen=True):
    """One change of a room: who, from where, why."""

    version: int
    from_status: RoomStatus | None
    to_status: RoomStatus
    from_turnover: Turnover | None
    to_turnover: Turnover
    is_active: bool
    is_out_of_order: bool
    maintenance_required: bool
    in_house_booking_id: str | None
    actor: str
    source: Source
    reason: str | None
    request_id: str | None
    at: Moment


class RoomEventPage(Struct, frozen=True):
    """Changes of a room, newest first."""

    items: list[RoomEvent]
    next_cursor: int | None
