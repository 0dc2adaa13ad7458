"""A hotel's settings, as far as its people change them."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import astuple

from app.models.fields import Contact
from app.models.precheckin import LanguageCode

HotelName = Annotated[str, Meta(max_length=200)]
Days = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Clock = Annotated[
    str,
    Meta(
        pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z",
        description="Time of day on the hotel's clock; 24:00 is the end of the day.",
    ),
]


class HotelSettings(Struct, frozen=True, kw_only=True):
    """What a hotel is called, when guests come and go, how it speaks to them, what it keeps."""

    slug: str
    name: str
    time_zone: str
    currency: str
    standard_check_in_time: Clock
    standard_check_out_time: Clock
    personal_data_days: int
    language: str
    brand_color: str
    contact_email: str | None
    contact_phone: str | None
    requires_if_match: bool


class HotelChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings to change; others stay."""

    name: HotelName | UnsetType = UNSET
    standard_check_in_time: Clock | UnsetType = UNSET
    standard_check_out_time: Clock | UnsetType = UNSET
    personal_data_days: Days | UnsetType = UNSET
    language: LanguageCode | UnsetType = UNSET
    brand_color: str | UnsetType = UNSET
    contact_email: Contact | UnsetType | None = UNSET
    contact_phone: Contact | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        if all(value is UNSET for value in astuple(self)):
            raise ValueError("At least one member is required")
