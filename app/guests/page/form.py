"""The page that asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date
from litestar import Response

from app.guests.page.languages import Language
from app.guests.page.party import places
from app.guests.page.rendering import html
from app.guests.page.sending import Fault
from app.guests.page.typed import Typed
from app.guests.page.view import Said, Section, Sources, sections
from app.models.precheckin import Precheckin


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary of what is wrong.

    Attributes:
        field: that it is about.
        section: of the page, that the field is in.
        label: of the field; None where the page has no such field.
        rule: which is broken.
        text: what to do about it.
    """

    field: str
    section: str
    label: Said | None
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows besides the form itself.

    Attributes:
        typed: what was typed, None for what is kept.
        faults: what is wrong with it.
        is_saved: whether the guest has just saved.
        status: of HTTP.
    """

    typed: Typed | None = None
    faults: Sequence[Fault] = ()
    is_saved: bool = False
    status: int = 200


def form(
    language: Language, precheckin: Precheckin, countries: Sequence[str], shown: Shown
) -> Response[str]:
    """Return the page.

    Args:
        language: that it is in.
        precheckin: what is asked and kept.
        countries: codes of those that there are.
        shown: what else there is to show.
    """
    typed = shown.typed
    party = places(precheckin, typed.guests if typed else ())
    sources = Sources(precheckin, language, countries, shown.faults)
    parts = sections(sources, party, typed)
    return html(
        "form.html",
        language,
        precheckin.hotel.brand_color,
        shown.status,
        hotel=precheckin.hotel,
        stay=_stay(language, precheckin),
        action=f"?lang={language.code}",
        sections=parts,
        summary=_summary(language, parts, shown.faults),
        is_saved=shown.is_saved,
        missing=len(precheckin.missing),
    )


def _stay(language: Language, precheckin: Precheckin) -> str:
    def said(day: object) -> str:
        return format_date(day, "full", locale=language.locale)  # type: ignore[arg-type]

    return language.texts["stay"].format(
        arrival=said(precheckin.check_in), departure=said(precheckin.check_out)
    )


def _summary(language: Language, parts: Sequence[Section], faults: Sequence[Fault]) -> list[Line]:
    """Return a line a fault: in the order of the page, then what is about no field of it."""
    lines = [
        Line(question.name, section.title, question.label, rule, language.rule(rule))
        for section in parts
        for question in section.questions
        for rule in question.rules
    ]
    fields = {line.field for line in lines}
    return lines + [
        Line(fault.field, "", None, fault.rule, language.rule(fault.rule))
        for fault in faults
        if fault.field not in fields
    ]
