"""Problems (RFC 9457) and the descriptions of their types."""

from msgspec import UNSET, Struct, UnsetType


class FieldError(Struct, frozen=True):
    """What is wrong with one field, and by which rule where a field has its own."""

    field: str
    message: str
    rule: str | UnsetType = UNSET


class Problem(Struct, frozen=True, kw_only=True):
    """Why a request was not carried out.

    `type` resolves to the type's description; `invariant` is the rule of the database that refused.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    invariant: str | UnsetType = UNSET
    errors: list[FieldError] | UnsetType = UNSET
    booking_id: str | UnsetType = UNSET


class ProblemDescription(Struct, frozen=True, kw_only=True):
    """A type of problem."""

    type: str
    status: int
    title: str
    advice: str
    invariant: str | None
    domain: str | None


class ProblemDescriptions(Struct, frozen=True):
    """Every type of problem."""

    items: list[ProblemDescription]
