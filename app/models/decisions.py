"""Decisions of the front desk."""

from typing import Literal

from msgspec import Struct

from app.models.fields import Contact, Reason


class Refusal(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a booking is declined or cancelled."""

    reason: Reason


class DeskPayment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A payment taken at the desk: the booking's price."""

    method: Literal["CASH", "CARD_TERMINAL", "BANK_TRANSFER"]
    reference: Contact | None = None
