"""What the demo hotel asks its guests before they come, and what one party of them answers.

One field of every kind, in three languages. Data only; the seed publishes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """A field of the form; its place on the form is its place in the list.

    Attributes:
        asked_of: BOOKING for once, GUEST for each who stays.
        labels: what it is called, by language.
        choices: what a CHOICE offers, each with its labels.
        consent: the words that a CONSENT is given to, by language.
    """

    name: str
    asked_of: str
    kind: str
    labels: Text
    is_required: bool = False
    choices: Mapping[str, Text] = field(default_factory=dict)
    consent: Text | None = None


FORM: tuple[Field, ...] = (
    Field(
        "eta",
        "BOOKING",
        "TEXT",
        {"en": "Time of arrival", "de": "Ankunftszeit", "ar": "وقت الوصول"},
        is_required=True,
    ),
    Field(
        "comes_by",
        "BOOKING",
        "CHOICE",
        {"en": "How you come", "de": "Anreise", "ar": "وسيلة الوصول"},
        choices={
            "CAR": {"en": "By car", "de": "Mit dem Auto", "ar": "بالسيارة"},
            "TRAIN": {"en": "By train", "de": "Mit der Bahn", "ar": "بالقطار"},
            "PLANE": {"en": "By plane", "de": "Mit dem Flugzeug", "ar": "بالطائرة"},
        },
    ),
    Field(
        "house_rules",
        "BOOKING",
        "CONSENT",
        {"en": "House rules", "de": "Hausordnung", "ar": "قواعد الفندق"},
        is_required=True,
        consent={
            "en": "We keep the house quiet from ten at night and do not smoke in it.",
            "de": "Wir halten ab 22 Uhr Ruhe und rauchen nicht im Haus.",
            "ar": "نلتزم بالهدوء بعد العاشرة مساءً ولا ندخن داخل الفندق.",
        },
    ),
    Field(
        "signature",
        "BOOKING",
        "SIGNATURE",
        {"en": "Signed by", "de": "Unterschrift", "ar": "التوقيع"},
    ),
    Field(
        "nationality",
        "GUEST",
        "COUNTRY",
        {"en": "Nationality", "de": "Staatsangehörigkeit", "ar": "الجنسية"},
        is_required=True,
    ),
    Field(
        "date_of_birth",
        "GUEST",
        "DATE",
        {"en": "Date of birth", "de": "Geburtsdatum", "ar": "تاريخ الميلاد"},
        is_required=True,
    ),
    Field(
        "document_number",
        "GUEST",
        "DOCUMENT_NUMBER",
        {"en": "Passport or identity card", "de": "Pass oder Ausweis", "ar": "رقم جواز السفر"},
    ),
    Field(
        "mobile",
        "GUEST",
        "PHONE",
        {"en": "Mobile number", "de": "Mobilnummer", "ar": "رقم الهاتف المحمول"},
    ),
    Field(
        "mail",
        "GUEST",
        "EMAIL",
        {"en": "E-mail address", "de": "E-Mail-Adresse", "ar": "البريد الإلكتروني"},
    ),
)

# For the booking, and each guest for themselves.
BOOKING_ANSWERS: Mapping[str, object] = {
    "eta": "18:30",
    "comes_by": "TRAIN",
    "house_rules": True,
    "signature": "Ada Byrne",
}
GUEST_ANSWERS: Mapping[str, object] = {
    "nationality": "IE",
    "date_of_birth": "1984-02-29",
    "document_number": "PD 4711-08",
    "mobile": "+353 1 496 0000",
}
