"""Assignment and moves."""

from msgspec import Struct

from app.models.fields import Reason, RoomNumberText


class Assignment(Struct, frozen=True, forbid_unknown_fields=True):
    """The room that a booking gets."""

    room_number: RoomNumberText


class RoomMove(Struct, frozen=True, forbid_unknown_fields=True):
    """The room that a guest in house moves to, and why."""

    room_number: RoomNumberText
    reason: Reason
