"""What is held about one guest."""

from datetime import date
from typing import Literal

from msgspec import Struct

from app.models.bookings import BookingStatus
from app.models.fields import Moment
from app.models.precheckin import AgeGroup, Answers


class HeldBy(Struct, frozen=True, kw_only=True):
    """The hotel that holds the data."""

    slug: str
    name: str


class HeldGuest(Struct, frozen=True, kw_only=True):
    """The member of the party, with their answers; a consent has its words and its time."""

    id: int
    role: Literal["PRIMARY", "COMPANION"]
    age_group: AgeGroup
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    is_staying: bool
    answers: Answers
    precheckin_submitted_at: Moment | None
    created_at: Moment
    personal_data_erased_at: Moment | None


class HeldBooking(Struct, frozen=True, kw_only=True):
    """The booking that the guest is of: what is the same for the whole party."""

    status: BookingStatus
    check_in: date
    check_out: date
    adults: int
    children: int
    room_type: str
    room_number: str | None
    language: str
    created_at: Moment
    checked_in_at: Moment | None
    checked_out_at: Moment | None
    cancelled_at: Moment | None
    no_show_at: Moment | None


class HeldStay(Struct, frozen=True, kw_only=True):
    """When the guest was in house."""

    checked_in_at: Moment
    checked_out_at: Moment | None


class HeldChat(Struct, frozen=True, kw_only=True):
    """When the party's chat with the hotel was open. What was said is not kept here."""

    opened_at: Moment
    closed_at: Moment | None


class HeldBooker(Struct, frozen=True, kw_only=True):
    """Who booked."""

    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None


class HeldMovement(Struct, frozen=True, kw_only=True):
    """A movement of money."""

    kind: str
    amount: int
    currency: str
    provider: str
    method: str | None
    reference: str | None
    reason: str | None
    at: Moment


class HeldMessage(Struct, frozen=True, kw_only=True):
    """A message to the guest. Its words and its address are found when it is sent, and not kept."""

    kind: str
    state: str
    created_at: Moment
    finished_at: Moment | None


class HeldLink(Struct, frozen=True, kw_only=True):
    """A link or token of the booking; what opens it is not told."""

    purpose: str
    created_at: Moment
    expires_at: Moment
    used_at: Moment | None
    revoked_at: Moment | None


class HeldChange(Struct, frozen=True, kw_only=True):
    """A change of the booking; `by` is staff, guest, system or role, and no name."""

    version: int
    event_type: str
    status: BookingStatus
    room_number: str | None
    by: str
    reason: str | None
    at: Moment


class HeldAsPrimary(Struct, frozen=True, kw_only=True):
    """What is told of the booking as a whole, and so of whoever it is for."""

    booker: HeldBooker
    special_requests: str
    decline_reason: str | None
    cancellation_reason: str | None
    answers: Answers
    precheckin_submitted_at: Moment | None
    total_amount: int
    currency: str
    ledger: list[HeldMovement]
    messages: list[HeldMessage]
    links: list[HeldLink]
    trail: list[HeldChange]


class PersonalData(Struct, frozen=True, kw_only=True):
    """What is held about one guest, and nothing about anybody else."""

    booking_id: str
    hotel: HeldBy
    exported_at: Moment
    guest: HeldGuest
    booking: HeldBooking
    stay: HeldStay | None
    chat: HeldChat | None
    as_primary: HeldAsPrimary | None
