"""Forms of pre-check-in by lot: all nine kinds, required or not, of the booking and the guests."""

from hypothesis import strategies as st

from tests.page.forms import BOOKING, GUEST, Field, Form

KINDS = (
    "TEXT",
    "DATE",
    "CHOICE",
    "PHONE",
    "COUNTRY",
    "DOCUMENT_NUMBER",
    "EMAIL",
    "CONSENT",
    "SIGNATURE",
)
LANGUAGES = ("en", "ar", "de")

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=12
)
_TEXTS = st.dictionaries(st.sampled_from(LANGUAGES), _WORDS, min_size=1)


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    """Draw a field with this name."""
    kind = draw(st.sampled_from(KINDS))
    choices: list[str] = []
    if kind == "CHOICE":
        choices = draw(st.lists(_WORDS, min_size=1, max_size=4, unique=True))
    return Field(
        name,
        draw(st.sampled_from((BOOKING, GUEST))),
        kind,
        draw(st.booleans()),
        draw(_TEXTS),
        tuple(choices),
        draw(_TEXTS) if kind == "CONSENT" else None,
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Draw a form; now and then a booking and a guest are asked a field of the same name."""
    count = draw(st.integers(1, 6))
    drawn = {}
    for place in range(count):
        name = draw(st.sampled_from((f"field_{place}", f"field_{place}", "same")))
        one = draw(fields(name))
        drawn[one.asked_of, name] = one
    return Form(tuple(drawn.values()))
