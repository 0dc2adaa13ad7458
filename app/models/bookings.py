"""Bookings: what is sent to make one, and how one is shown."""

from datetime import date
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from app.models.cancellation import Cancellation, CancellationTerm
from app.models.fields import (
    Amount,
    Contact,
    Headcount,
    Moment,
    Name,
    Note,
    RoomTypeCode,
    RowId,
    Source,
)
from app.models.payments import InstructionKind
from app.models.precheckin import AgeGroup, LanguageCode

BookingStatus = Literal[
    "PENDING_PAYMENT",
    "PENDING_APPROVAL",
    "CONFIRMED",
    "DECLINED",
    "CANCELLED",
    "CANCELLED_DRAFT",
    "COMPLETED",
    "NO_SHOW",
]
Occupancy = Literal["AVAILABLE", "ASSIGNED", "IN_HOUSE", "DEPARTED"]
GuestRole = Literal["PRIMARY", "COMPANION"]


class NewGuest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of the party. Without roles the first is PRIMARY."""

    first_name: Name
    last_name: Name
    email: Contact | None = None
    phone: Contact | None = None
    age_group: AgeGroup = "ADULT"
    is_staying: bool = True
    role: GuestRole | UnsetType = UNSET


class NewBooker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who books, when that is not the primary guest."""

    first_name: Name | None = None
    last_name: Name | None = None
    email: Contact | None = None
    phone: Contact | None = None


class NewBooking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A booking to make, in the hotel's currency.

    Without a total_amount it costs its nights at the room type's nightly rate; without a language
    its guests are written to in the hotel's.
    """

    room_type: RoomTypeCode
    check_in: date
    check_out: date
    adults: Headcount
    children: Headcount = 0
    guests: list[NewGuest]
    booker: NewBooker | None = None
    language: LanguageCode | None = None
    special_requests: Note = ""
    total_amount: Amount | None = None


class Stamp(Struct, frozen=True):
    """When something was done, and by whom."""

    at: Moment
    by: str


class Move(Struct, frozen=True):
    """The last move of a guest in house."""

    at: Moment
    by: str
    from_room_number: str


class Payment(Struct, frozen=True):
    """What was paid, by evidence; amounts in minor units of the currency.

    `pending_instructions` is what Stripe is told to do and has not done yet.
    """

    provider: str | None
    currency: str
    total_amount: int
    authorised_amount: int
    captured_amount: int
    voided_amount: int
    refunded_amount: int
    disputed_amount: int
    authorized_at: Moment | None
    paid_at: Moment | None
    pending_instructions: list[InstructionKind]


class Guest(Struct, frozen=True):
    """A member of the party."""

    id: RowId
    role: GuestRole
    age_group: AgeGroup
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    is_staying: bool


class Booker(Struct, frozen=True):
    """Who booked."""

    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None


class Booking(Struct, frozen=True):
    """A booking, as every route shows it."""

    booking_id: str
    version: int
    status: BookingStatus
    occupancy: Occupancy
    room_type: str
    check_in: date
    check_out: date
    adults: int
    children: int
    language: str
    room_number: str | None
    assignment: Stamp | None
    last_move: Move | None
    checked_in_at: Moment | None
    checked_out_at: Moment | None
    payment: Payment
    party_complete: bool
    staying_guest_count: int
    party: list[Guest]
    precheckin_submitted_at: Moment | None
    expires_at: Moment | None
    approval_deadline_at: Moment | None
    approved_at: Moment | None
    decision: Stamp | None
    decline_reason: str | None
    cancelled_at: Moment | None
    cancellation_reason: str | None
    cancellation_fee_amount: int | None
    no_show_at: Moment | None
    special_requests: str
    booker: Booker | None
    created_at: Moment
    updated_at: Moment


class Transition(Struct, frozen=True):
    """A status that the booking may go to next, and what that means."""

    status: BookingStatus
    meaning: str


class BookingDetail(Booking, frozen=True):
    """A booking, the steps that its status allows, and what cancelling it now would do.

    `cancellation_terms` are those of the hotel when the booking was made; `cancellation` is null
    where the booking cannot be cancelled.
    """

    allowed_transitions: list[Transition]
    cancellation_terms: list[CancellationTerm]
    cancellation: Cancellation | None


class BookingPage(Struct, frozen=True):
    """Bookings, newest first."""

    items: list[Booking]
    next_cursor: str | None


class BookingEvent(Struct, frozen=True):
    """One change of a booking: who, from where, why."""

    version: int
    event_type: str
    from_status: BookingStatus | None
    to_status: BookingStatus
    from_room_number: str | None
    to_room_number: str | None
    actor: str
    source: Source
    reason: str | None
    request_id: str | None
    at: Moment


class BookingEventPage(Struct, frozen=True):
    """Changes of a booking, newest first."""

    items: list[BookingEvent]
    next_cursor: int | None
