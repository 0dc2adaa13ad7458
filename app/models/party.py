"""The party, and the link by which guests complete it."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from app.models.bookings import NewGuest
from app.models.fields import Headcount, RowId


class PartyMember(NewGuest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of the new party; with the id of a present member, that one is kept."""

    id: RowId | None = None


class Party(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole party: who is not in it is removed. Head counts may change along with it."""

    guests: list[PartyMember]
    adults: Headcount | None = None
    children: Headcount | None = None


class LinkRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """How long the link is to work."""

    ttl_hours: Annotated[int, Meta(ge=1, le=8760)] = 72


class PrecheckinLink(Struct, frozen=True):
    """A link to pre-check-in. The token is shown this once and kept only as its SHA-256."""

    booking_id: str
    token: str
    path: str
    expires_at: datetime
