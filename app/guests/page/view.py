"""What the page shows: sections of questions, each with its words, its answer and its faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from app.guests.page.languages import FALLBACK, Language, languages
from app.guests.page.party import Place
from app.guests.page.sending import Fault, typed_for_booking
from app.guests.page.typed import Typed
from app.models.precheckin import Answers, FormField, Precheckin, TextByLanguage

# The rule that keeps what was submitted; its words stand at what is only shown, too.
FINAL = "precheckin_submitted_is_final"
NAMES = {"first_name": "given-name", "last_name": "family-name"}
# What a browser may fill in for whoever reads the page. It knows nobody else.
_KNOWN_TO_BROWSERS = {"PHONE": "tel", "EMAIL": "email", "COUNTRY": "country"}


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and the language that they are in."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`; `auto` for a language that the page does not speak."""
        known = languages().get(self.language)
        return known.direction if known else "auto"


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the page.

    Attributes:
        name: of the field, and its id.
        kind: of the form's field, or NAME.
        label: what it is called.
        is_required: whether the page is sent only with an answer to it.
        value: what was typed, else what is kept.
        words: that a consent is given to.
        choices: value and label of each.
        autocomplete: what a browser may fill in.
        rules: which the answer breaks.
    """

    name: str
    kind: str
    label: Said
    is_required: bool
    value: str = ""
    words: Said | None = None
    choices: Sequence[tuple[str, Said]] = ()
    autocomplete: str = "off"
    rules: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together.

    Attributes:
        title: of them.
        hint: what helps with them, empty for nothing.
        hidden: names and values that are sent along.
        questions: in their order.
        is_final: they were submitted before, and are only shown.
    """

    title: str
    hint: str
    questions: Sequence[Question]
    hidden: Mapping[str, str] = field(default_factory=dict)
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """What questions are made of.

    Attributes:
        precheckin: the form, and what is kept.
        language: of the page.
        countries: codes of those that there are.
        faults: what was wrong with what was typed.
    """

    precheckin: Precheckin
    language: Language
    countries: Sequence[str]
    faults: Sequence[Fault] = ()

    def said(self, texts: TextByLanguage) -> Said:
        """Return words in the guest's language, else the hotel's, else English, else any."""
        codes = (self.language.code, self.precheckin.hotel.language, FALLBACK, *texts)
        code = next(each for each in codes if each in texts)
        return Said(texts[code], code)

    def consented(self, texts: TextByLanguage, kept: Any) -> Said:
        """Return the words of a consent: those that it was given to, else those that it would be.

        The database keeps the guest's language, else English, else the first by its code.
        """
        if still_holds(texts, kept):
            return Said(str(kept["text"]), str(kept["language"]))
        codes = (self.language.code, FALLBACK, *sorted(texts))
        code = next(each for each in codes if each in texts)
        return Said(texts[code], code)

    def broken_by(self, name: str) -> list[str]:
        """Return the rules that the answer to a question breaks."""
        return [fault.rule for fault in self.faults if fault.field == name]

    def own(self, text: str) -> Said:
        """Return words of the page's language."""
        return Said(text, self.language.code)


def still_holds(texts: TextByLanguage, kept: Any) -> bool:
    """Say whether a consent was given to words that the form has.

    To the words of another form it is none here: the database would keep it as given to the words
    of this one, so they must be what is read before it is ticked.
    """
    return isinstance(kept, dict) and texts.get(str(kept.get("language"))) == kept.get("text")


def sections(sources: Sources, places: Sequence[Place], typed: Typed | None) -> list[Section]:
    """Return what the page asks."""
    precheckin, language = sources.precheckin, sources.language
    asked = _questions(
        sources,
        "BOOKING",
        "",
        typed_for_booking(precheckin, typed),
        precheckin.answers,
        fills_in=True,
    )
    made = [_of_guest(sources, index, place) for index, place in enumerate(places)]
    if asked:
        is_final = precheckin.submitted_at is not None
        hint = language.rule(FINAL) if is_final else ""
        made.append(Section(language.texts["of_booking"], hint, asked, is_final=is_final))
    return made


def _of_guest(sources: Sources, index: int, place: Place) -> Section:
    texts, guest = sources.language.texts, place.guest
    prefix = f"guests.{index}."
    is_reader = guest is not None and guest.role == "PRIMARY"
    kept_names = {name: getattr(guest, name) if guest else "" for name in NAMES}
    names = [
        Question(
            name=prefix + name,
            kind="NAME",
            label=sources.own(texts[name]),
            is_required=True,
            value=(place.typed.names if place.typed else kept_names).get(name, ""),
            autocomplete=token if is_reader else "off",
            rules=sources.broken_by(prefix + name),
        )
        for name, token in NAMES.items()
    ]
    questions = _questions(
        sources,
        "GUEST",
        prefix,
        place.typed.answers if place.typed else None,
        guest.answers if guest else {},
        fills_in=is_reader,
    )
    is_final = guest is not None and guest.submitted_at is not None
    hint = sources.language.rule(FINAL) if is_final else ""
    return Section(
        title=texts["adult" if place.age_group == "ADULT" else "child"].format(number=place.number),
        hint=hint if guest else texts["may_be_left_open"],
        questions=[*names, *questions],
        hidden={
            f"{prefix}id": str(guest.id) if guest else "",
            f"{prefix}age_group": place.age_group,
        },
        is_final=is_final,
    )


def _questions(
    sources: Sources,
    asked_of: str,
    prefix: str,
    typed: Mapping[str, str] | None,
    kept: Answers,
    *,
    fills_in: bool,
) -> list[Question]:
    """Return the questions of the form that are asked of the booking or of a guest."""
    made = []
    for asked in sources.precheckin.form.fields:
        if asked.asked_of != asked_of:
            continue
        name, answer = f"{prefix}answers.{asked.name}", kept.get(asked.name)
        if asked.kind == "CONSENT" and not still_holds(asked.consent_texts or {}, answer):
            answer = None
        made.append(
            Question(
                name=name,
                kind=asked.kind,
                label=sources.said(asked.labels),
                is_required=asked.is_required,
                value=_shown(answer) if typed is None else typed.get(asked.name, ""),
                words=sources.consented(asked.consent_texts, answer)
                if asked.consent_texts
                else None,
                choices=_choices(sources, asked),
                autocomplete=_KNOWN_TO_BROWSERS.get(asked.kind, "off") if fills_in else "off",
                rules=sources.broken_by(name),
            )
        )
    return made


def _shown(answer: Any) -> str:
    """Return a kept answer as the field of a form has it."""
    return "true" if isinstance(answer, dict) else str(answer or "")


def _choices(sources: Sources, asked: FormField) -> list[tuple[str, Said]]:
    if asked.kind == "COUNTRY":
        known = sources.language.locale.territories
        named = [(code, sources.own(known.get(code, code))) for code in sources.countries]
        return sorted(named, key=_by_name)
    return [
        (choice, sources.said(asked.choice_labels.get(choice) or {sources.language.code: choice}))
        for choice in asked.choices
    ]


def _by_name(named: tuple[str, Said]) -> str:
    """Order countries by their names: an accent does not set a letter apart."""
    return normalize("NFKD", named[1].text).casefold()
