"""A form with every kind of field, in English and Arabic, and how a guest fills it in.

What a browser, the screenshots and the tests of the page all use.
"""

from tests.page.forms import BOOKING, GUEST, Field, Form


def _said(english: str, arabic: str) -> dict[str, str]:
    return {"en": english, "ar": arabic}


CONSENT_TEXTS = _said(
    "I agree that the hotel keeps what I send here until thirty days after my stay.",
    "أوافق على أن يحتفظ الفندق بما أرسله هنا حتى ثلاثين يومًا بعد إقامتي.",
)
FORM = Form(
    (
        Field("birth_date", GUEST, "DATE", True, _said("Date of birth", "تاريخ الميلاد")),
        Field("nationality", GUEST, "COUNTRY", True, _said("Nationality", "الجنسية")),
        Field(
            "document", GUEST, "DOCUMENT_NUMBER", True, _said("Passport number", "رقم جواز السفر")
        ),
        Field("phone", BOOKING, "PHONE", True, _said("Mobile phone", "الهاتف المحمول")),
        Field("email", BOOKING, "EMAIL", True, _said("E-mail", "البريد الإلكتروني")),
        Field(
            "arrival_by",
            BOOKING,
            "CHOICE",
            False,
            _said("How do you come?", "كيف ستصل؟"),
            ("train", "car", "plane"),
        ),
        Field("wishes", BOOKING, "TEXT", False, _said("Wishes", "رغبات")),
        Field(
            "terms",
            BOOKING,
            "CONSENT",
            True,
            _said("Keeping of my data", "حفظ بياناتي"),
            consent_texts=CONSENT_TEXTS,
        ),
        Field("signature", BOOKING, "SIGNATURE", True, _said("Signature", "التوقيع")),
    )
)
# The page shows the primary guest first, then who is not named yet.
ALL_RIGHT = {
    "guests.0.answers.birth_date": "1984-02-29",
    "guests.0.answers.nationality": "EG",
    "guests.0.answers.document": "A 1234567",
    "guests.1.first_name": "Charles",
    "guests.1.last_name": "Babbage",
    "guests.1.answers.birth_date": "1979-12-26",
    "guests.1.answers.nationality": "GB",
    "guests.1.answers.document": "GB-98/765",
    "answers.phone": "+44 20 7946 0958",
    "answers.email": "ada@example.org",
    "answers.arrival_by": "train",
    "answers.wishes": "A quiet room, please.\nعلى الحديقة",
    "answers.terms": "true",
    "answers.signature": "Ada Lovelace",
}
# Typed so that a browser sends it: it lets no day be typed that there is not.
ALL_WRONG = {
    **ALL_RIGHT,
    "guests.0.answers.birth_date": "2384-02-29",
    "guests.0.answers.document": "№ 7",
    "guests.1.last_name": "",
    "answers.phone": "020 7946 0958",
    "answers.email": "ada@example",
    "answers.terms": "false",
    "answers.signature": "A",
}
FAULTS_OF_WRONG = {
    ("guests.0.answers.birth_date", "date_is_day"),
    ("guests.0.answers.document", "document_number_is_printed"),
    ("guests.1.last_name", "booking_guest_has_name"),
    ("answers.phone", "phone_is_e164"),
    ("answers.email", "email_is_address"),
    ("answers.terms", "field_is_required"),
    ("answers.signature", "signature_is_name"),
}
