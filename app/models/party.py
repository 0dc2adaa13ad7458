"""The party of a booking: whole, and what it lacks."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from app.models.bookings import Booker, Guest, NewGuest
from app.models.fields import Headcount, Moment, RowId


class PartyMember(NewGuest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of the new party; with the id of a present member, that one is kept.

    Without an id, who is there already by role, age group and name is kept too. Where several have
    that name, they are kept if they are as many as before and nothing of them changes.
    """

    id: RowId | None = None


class Party(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole party: who is not in it is removed. Head counts may change along with it."""

    guests: list[PartyMember]
    adults: Headcount | None = None
    children: Headcount | None = None


class PartyGuest(Guest, frozen=True):
    """A member of the party, and since when their own pre-check-in is handed in."""

    precheckin_submitted_at: Moment | None


class MissingOfParty(Struct, frozen=True, kw_only=True):
    """Something that the party lacks, by whose rule, and in words that can be read aloud.

    ADULT and CHILD were booked and are not named, the other way round they are TOO_MANY. An ANSWER
    is one of pre-check-in: of a guest, or of the booking where there is no guest_id.
    """

    what: Literal["ADULT", "CHILD", "ADULT_TOO_MANY", "CHILD_TOO_MANY", "ANSWER"]
    count: int
    guest_id: int | None
    guest_name: str | None
    field: str | None
    label: str | None
    rule: str
    message: str


class PartyState(Struct, frozen=True, kw_only=True):
    """The party of a booking, and what is missing until it is complete and checked in ahead.

    `capacity` is of the room that the booking holds, or else of the room type that was booked.
    """

    booking_id: str
    adults: int
    children: int
    capacity: int
    booker: Booker | None
    guests: list[PartyGuest]
    party_complete: bool
    precheckin_submitted_at: Moment | None
    missing: list[MissingOfParty]


def party_json(guests: Sequence[NewGuest]) -> str:
    """Return a party as the statements take it; where no role is given the first is PRIMARY."""
    first = "COMPANION" if any(guest.role == "PRIMARY" for guest in guests) else "PRIMARY"
    roles = [first] + ["COMPANION"] * (len(guests) - 1)
    return str(
        msgspec.json.encode(
            [
                guest
                if guest.role is not msgspec.UNSET
                else msgspec.structs.replace(guest, role=role)
                for guest, role in zip(guests, roles, strict=False)
            ]
        ),
        "utf-8",
    )
