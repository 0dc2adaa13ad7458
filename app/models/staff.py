"""Staff, roles and API keys."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import astuple

from app.models.access import NewPassword, StaffRole
from app.models.fields import Moment, Note, Username

DisplayName = Annotated[str, Meta(min_length=1, max_length=100)]
Scope = Annotated[str, Meta(pattern=r"^[a-z-]+:[a-z-]+\Z", max_length=50)]
LONGEST_DAYS = 400


class NewStaff(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of staff to add; without a password they cannot log in yet."""

    username: Username
    display_name: DisplayName
    role: StaffRole
    password: NewPassword | None = None

    def __repr__(self) -> str:
        return "NewStaff(...)"


class StaffChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a member of staff; what is left out stays."""

    display_name: DisplayName | UnsetType = UNSET
    role: StaffRole | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET

    def __post_init__(self) -> None:
        if all(value is UNSET for value in astuple(self)):
            raise ValueError("At least one member is required")


class PasswordToSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The password that a member of staff is given."""

    password: NewPassword

    def __repr__(self) -> str:
        return "PasswordToSet(...)"


class Member(Struct, frozen=True):
    """A member of staff."""

    username: str
    display_name: str
    role: StaffRole
    is_active: bool
    created_at: Moment
    password_changed_at: Annotated[
        Moment | None, Meta(description="Null: there is none, and nobody can log in.")
    ]
    sessions: Annotated[int, Meta(description="Sessions that go on.")]


class StaffList(Struct, frozen=True):
    """Everybody who works or worked here, by username."""

    items: list[Member]


class Role(Struct, frozen=True):
    """A role and what it may do."""

    role: StaffRole
    meaning: str
    permissions: list[str]


class RoleList(Struct, frozen=True):
    """The roles of staff."""

    items: list[Role]


class NewApiKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An API key to issue to a member of staff whose role is INTEGRATION.

    Every key may read who it is (own:read) besides its scopes.
    """

    username: Username
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    scopes: Annotated[list[Scope], Meta(max_length=50)]
    expires_in_days: Annotated[int, Meta(ge=1, le=LONGEST_DAYS)]


class ApiKey(Struct, frozen=True):
    """An API key, without what it is."""

    id: int
    username: str
    name: str
    scopes: list[str]
    created_at: Moment
    created_by: str
    expires_at: Moment
    revoked_at: Moment | None


class ApiKeyList(Struct, frozen=True):
    """The API keys of a hotel, newest first; revoked and expired ones too."""

    items: list[ApiKey]


class IssuedApiKey(Struct, frozen=True):
    """A new API key; `key` is shown only here."""

    key: str
    api_key: ApiKey

    def __repr__(self) -> str:
        return "IssuedApiKey(...)"


class AccessEvent(Struct, frozen=True):
    """A change of what somebody may do, and who made it."""

    id: int
    event: str
    role: StaffRole | None
    is_active: bool | None
    api_key_id: int | None
    actor: str
    request_id: Note | None
    occurred_at: Moment


class AccessEventPage(Struct, frozen=True):
    """Changes of a member's access, newest first."""

    items: list[AccessEvent]
    next_cursor: int | None
