"""Guests in house: the token that lets them in, and what they see of their stay."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from app.models.bookings import BookingStatus
from app.models.fields import Moment
from app.models.precheckin import HotelForGuests


class GuestTokenRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """How long the token is to work; without a time, until a day after the departure."""

    ttl_hours: Annotated[int, Meta(ge=1, le=8760)] | None = None


class GuestToken(Struct, frozen=True):
    """What lets a guest in. The token is shown this once and kept only as its SHA-256."""

    booking_id: str
    token: str
    api_path: str
    expires_at: Moment


class GuestRoom(Struct, frozen=True):
    """The room that the guest is in."""

    room_number: str
    room_type: str
    room_type_name: str


class GuestPrice(Struct, frozen=True):
    """What the stay costs, and since when it is paid."""

    total_amount: int
    currency: str
    paid_at: Moment | None


class OpenToGuest(Struct, frozen=True):
    """What a guest can do now; `party`: somebody is still to be named."""

    chat: bool
    device: bool
    precheckin: bool
    party: bool


class GuestStay(Struct, frozen=True, kw_only=True):
    """A stay as its guest sees it, and nothing of anybody else."""

    booking_id: str
    hotel: HotelForGuests
    language: str
    status: BookingStatus
    check_in: date
    check_out: date
    adults: int
    children: int
    room_type: str
    room_type_name: str
    room: GuestRoom | None
    checked_in_at: Moment | None
    checked_out_at: Moment | None
    precheckin_submitted_at: Moment | None
    price: GuestPrice
    open: OpenToGuest


class Device(Struct, frozen=True, forbid_unknown_fields=True):
    """The device in the guest's room: its token at the push service."""

    token: Annotated[str, Meta(min_length=1, max_length=4096)]
