"""Pre-check-in: the form that a hotel asks by, and what is answered."""

from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from app.models.fields import Contact, Moment, Name, RowId

FieldKind = Literal[
    "TEXT",
    "DATE",
    "CHOICE",
    "PHONE",
    "COUNTRY",
    "DOCUMENT_NUMBER",
    "EMAIL",
    "CONSENT",
    "SIGNATURE",
]
AskedOf = Literal["BOOKING", "GUEST"]
AgeGroup = Literal["ADULT", "CHILD"]
LanguageCode = Annotated[str, Meta(pattern=r"^[a-z]{2}\Z")]
TextByLanguage = dict[str, str]
# What is sent: text, or true for a consent. What is kept of a consent is an object with its words.
Answers = dict[str, str | bool | dict[str, str | bool] | None]
MOST_FIELDS = 100
MOST_GUESTS = 50
# Of a body, as a program sends it and as the page hands it on: a hundred fields of the booking with
# the longest answers in any script, or as much of guests.
MAX_ANSWERS_BYTES = 512 * 1024
# More than any form asks; each that it does not ask would be named.
SentAnswers = Annotated[Answers, Meta(max_length=MOST_FIELDS)]


class FormField(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field of a form; its place on the form is its place in the list."""

    name: str
    asked_of: AskedOf
    kind: FieldKind
    is_required: bool = False
    labels: TextByLanguage
    choices: list[str] = []
    choice_labels: dict[str, TextByLanguage] = {}
    consent_texts: TextByLanguage | None = None


class NewForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A form to publish: it replaces the one before for links that are issued from now on."""

    fields: Annotated[list[FormField], Meta(max_length=MOST_FIELDS)]


class Form(Struct, frozen=True, kw_only=True):
    """A published form; version 0 asks nothing and was never published."""

    version: int
    published_at: Moment | None
    fields: list[FormField]


class MemberAnswers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a member of the party is called and answers; without an id it is somebody new.

    Somebody new is an ADULT unless it is said; whoever is called like a member of the party that no
    id names is that member.
    """

    id: RowId | None = None
    first_name: Name | UnsetType = UNSET
    last_name: Name | UnsetType = UNSET
    email: Contact | UnsetType | None = UNSET
    phone: Contact | UnsetType | None = UNSET
    age_group: AgeGroup | UnsetType = UNSET
    answers: SentAnswers | UnsetType = UNSET


class GuestAnswers(MemberAnswers, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same from a guest, who says age_group of somebody new alone."""

    def __post_init__(self) -> None:
        if self.id is not None and self.age_group is not UNSET:
            raise ValueError("age_group is the hotel's to say of a member: leave it out")


class PrecheckinAnswers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is saved, in part, or submitted as a whole.

    Answers replace the ones before; those that are left out stay.
    """

    submit: bool = False
    language: LanguageCode | None = None
    answers: SentAnswers | UnsetType = UNSET
    guests: Annotated[list[GuestAnswers], Meta(max_length=MOST_GUESTS)] = []


class AnswersAtDesk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same by staff, who also say who of the party is an adult."""

    submit: bool = False
    language: LanguageCode | None = None
    answers: SentAnswers | UnsetType = UNSET
    guests: Annotated[list[MemberAnswers], Meta(max_length=MOST_GUESTS)] = []


class Missing(Struct, frozen=True, kw_only=True):
    """What is in the way of submitting; of the booking without a guest.

    An answer that is required and not there, or one to an older form that does not fit this one.
    """

    guest_id: int | None
    field: str


class PrecheckinGuest(Struct, frozen=True, kw_only=True):
    """A staying member of the party, with their answers."""

    id: int
    role: Literal["PRIMARY", "COMPANION"]
    age_group: AgeGroup
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    answers: Answers
    submitted_at: Moment | None

    @property
    def called(self) -> tuple[str, str]:
        """First and last name, as they are compared."""
        return self.first_name.strip(), self.last_name.strip()


class HotelForGuests(Struct, frozen=True, kw_only=True):
    """The hotel as guests see it. Times are like 15:00, 24:00 is the end of the day."""

    slug: str
    name: str
    language: str
    brand_color: str
    contact_email: str | None
    contact_phone: str | None
    standard_check_in_time: str
    standard_check_out_time: str
    time_zone: str


class Precheckin(Struct, frozen=True, kw_only=True):
    """Pre-check-in of one booking: what is asked, what is answered, what is missing."""

    booking_id: str
    hotel: HotelForGuests
    language: str
    check_in: date
    check_out: date
    adults: int
    children: int
    submitted_at: Moment | None
    form: Form
    answers: Answers
    guests: list[PrecheckinGuest]
    missing: list[Missing]


class LinkRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """How long the link is to work."""

    ttl_hours: Annotated[int, Meta(ge=1, le=8760)] = 72


class PrecheckinLink(Struct, frozen=True):
    """A link to pre-check-in. The token is shown this once and kept only as its SHA-256.

    `path` is of the page for the guest, `api_path` of the same for a program. The form that counts
    for the link stays the one of this version.
    """

    booking_id: str
    token: str
    path: str
    api_path: str
    expires_at: Moment
    form_version: int


class LinksRevoked(Struct, frozen=True):
    """How many links work no more: one, or none."""

    revoked: int
