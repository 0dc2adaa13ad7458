"""Log-in, sessions, and who one is."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.models.fields import LONGEST_PASSWORD_BYTES, SHORTEST_PASSWORD, Moment, Username

StaffRole = Literal["FRONT_DESK", "HOUSEKEEPING", "MANAGER", "AUDITOR", "INTEGRATION"]
GivenPassword = Annotated[str, Meta(min_length=1, max_length=LONGEST_PASSWORD_BYTES)]
NewPassword = Annotated[
    str,
    Meta(
        min_length=SHORTEST_PASSWORD,
        max_length=LONGEST_PASSWORD_BYTES,
        description=f"At most {LONGEST_PASSWORD_BYTES} bytes in UTF-8, and not the username.",
    ),
]


class LogIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name and password of a member of staff."""

    username: Username
    password: GivenPassword

    def __repr__(self) -> str:
        return "LogIn(...)"


class Refresh(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The refresh token that was not used yet."""

    refresh_token: Annotated[str, Meta(min_length=1, max_length=100)]

    def __repr__(self) -> str:
        return "Refresh(...)"


class Tokens(Struct, frozen=True, kw_only=True):
    """What a session calls with, and what it is renewed with, once."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: Annotated[int, Meta(description="Seconds that the access token is good.")]
    refresh_token: str
    refresh_expires_at: Annotated[Moment, Meta(description="When the session is over.")]

    def __repr__(self) -> str:
        return "Tokens(...)"


class OwnHotel(Struct, frozen=True):
    """The hotel that a credential is good for."""

    slug: str
    name: str
    time_zone: str
    currency: str


class Me(Struct, frozen=True):
    """Who calls: of an API key the permissions are its scopes."""

    username: str
    display_name: str
    role: StaffRole
    permissions: list[str]
    hotel: OwnHotel
    expires_at: Annotated[Moment, Meta(description="When the session, or the key, is over.")]


class PasswordChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The password that one has, and the one that one wants."""

    old: GivenPassword
    new: NewPassword

    def __repr__(self) -> str:
        return "PasswordChange(...)"


class SessionsEnded(Struct, frozen=True):
    """How many sessions ended."""

    sessions_ended: int
