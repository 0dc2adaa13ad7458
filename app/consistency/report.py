"""A run as one HTML file for people: what is wrong, who sees to it, and how it was before.

The file asks nobody for anything, so it can be mailed, kept and printed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.consistency import history
from app.consistency.checks import SEVERITIES, Check
from app.consistency.escaping import visible
from app.consistency.running import Connection, Scope, require_hotel
from app.consistency.summary import Section, Summary
from app.queries.consistency import HOTELS

DAYS = 90
# Hotels with findings that are listed; the others are counted.
MOST_HOTELS = 50
# What the hotel's own people put right; the rest needs somebody who knows the system.
FRONT_DESK, SYSTEM = "Front desk", 2
AUDIENCES = {FRONT_DESK: 0, "Housekeeping": 0, "Payment": 1}
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Hotel:
    """A hotel as the report names it, and whose clock it goes by."""

    name: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Audience:
    """People who have something to do.

    Attributes:
        title: what they are to do.
        whose: who they are, in the verdict.
        sections: the checks that found something for them, the worst first.
    """

    title: str
    whose: str
    sections: list[Section]

    @property
    def findings(self) -> int:
        """How much there is for them."""
        return sum(section.outcome.findings for section in self.sections)


@dataclass(frozen=True, slots=True)
class Bar:
    """A day in the chart: how much was found of each severity; None: nothing ran."""

    day: date
    found: dict[str, int] | None

    @property
    def total(self) -> int:
        """How much was found."""
        return sum((self.found or {}).values())


def of(connection: Connection, scope: Scope, summary: Summary) -> str:
    """Return the report of a run.

    Args:
        connection: reads names of hotels and earlier runs.
        scope: what the run looked at.
        summary: what it came to.
    """
    hotels = _hotels(connection)
    subject = None if scope.hotel is None else hotels[scope.hotel]
    zone = _zone(hotels.values() if subject is None else [subject])
    now = datetime.now(UTC)
    bars = _bars(connection, scope, zone, now)
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if isinstance(value, str) else value,
    )
    environment.filters["moment"] = _moment
    return environment.get_template("report.html").render(
        title=f"{subject.name}: consistency" if subject else "All hotels: consistency",
        made_at=_moment(now, zone),
        zone=zone,
        several_zones=subject is None and len({hotel.zone for hotel in hotels.values()}) > 1,
        scope=scope,
        hotels=hotels,
        utc=UTC,
        summary=summary,
        audiences=audiences(summary),
        verdict=verdict(summary),
        severities=SEVERITIES,
        bars=bars,
        highest=max((bar.total for bar in bars), default=0),
        ran=[bar for bar in bars if bar.found is not None],
        per_hotel=_per_hotel(summary)[:MOST_HOTELS],
        unlisted=max(len(_per_hotel(summary)) - MOST_HOTELS, 0),
        calm=len(hotels) - len([slug for slug, _ in _per_hotel(summary) if slug]),
    )


def audiences(summary: Summary) -> list[Audience]:
    """Return who has what to do."""
    told = [section for section in summary.sections if section.outcome.findings]
    told.sort(key=lambda section: SEVERITIES.index(section.check.severity))
    return [
        Audience(title, whose, [each for each in told if _audience(each.check) == place])
        for place, (title, whose) in enumerate(
            (
                ("For the front desk and housekeeping, today", "the front desk and housekeeping"),
                ("For whoever looks after payments", "whoever looks after payments"),
                ("For whoever runs the system", "whoever runs the system"),
            )
        )
    ]


def _audience(check: Check) -> int:
    """The domain says whose it is, but a broken rule is a fault of the system.

    Not at the front desk: what is held there when somebody decides may later be so rightly.
    """
    if check.rules and check.domain != FRONT_DESK:
        return SYSTEM
    return AUDIENCES.get(check.domain, SYSTEM)


def verdict(summary: Summary) -> list[str]:
    """Return the sentences that a general manager reads first."""
    sentences = []
    if summary.not_run:
        sentences.append(
            f"This report is not complete: {_counted(len(summary.not_run), 'check')} could not be"
            " run."
        )
    if not summary.findings:
        asked = len(summary.sections) - len(summary.not_run)
        sentences.append(
            f"Nothing is wrong: {_counted(asked, 'check')} looked for contradictions and for what"
            " was left undone, and found nothing."
        )
        return sentences
    shares = ", ".join(
        f"{audience.findings} for {audience.whose}"
        for audience in audiences(summary)
        if audience.findings
    )
    needs = "needs" if summary.findings == 1 else "need"
    sentences.append(f"{_counted(summary.findings, 'thing')} {needs} attention: {shares}.")
    critical = sum(
        count for (_, severity), count in summary.by_hotel.items() if severity == "critical"
    )
    if critical:
        is_, they = ("is", "it") if critical == 1 else ("are", "they")
        sentences.append(
            f"{critical} of them {is_} critical: do not rely on what the system says there until"
            f" {they} {is_} settled."
        )
    return sentences


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _hotels(connection: Connection) -> dict[str, Hotel]:
    rows = connection.execute(HOTELS)
    return {slug: Hotel(name, _clock(zone)) for slug, name, zone in rows}


def _clock(zone: str) -> tzinfo:
    """Return the clock of a time zone; UTC where Python knows none, as in small images of Linux."""
    try:
        return ZoneInfo(zone)
    except ZoneInfoNotFoundError:
        return UTC


def _zone(hotels: Iterable[Hotel]) -> tzinfo:
    """Return the clock that all of them go by, UTC when they differ."""
    zones = {hotel.zone for hotel in hotels}
    return zones.pop() if len(zones) == 1 else UTC


def _moment(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M}{' UTC' if zone is UTC else ''}"


def _bars(connection: Connection, scope: Scope, zone: tzinfo, now: datetime) -> list[Bar]:
    """Return the last days, today last."""
    hotel_id = None if scope.hotel is None else require_hotel(connection, scope.hotel)
    since = now - timedelta(days=DAYS)
    days = history.by_day(history.kept_since(connection, since, hotel_id), zone)
    today = now.astimezone(zone).date()
    wanted = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    return [Bar(day, dict(days[day]) if day in days else None) for day in wanted]


def _per_hotel(summary: Summary) -> list[tuple[str, dict[str, int]]]:
    """Return how much was found in each hotel by severity, the most first; '' is no hotel."""
    found: dict[str, dict[str, int]] = {}
    for (slug, severity), count in summary.by_hotel.items():
        found.setdefault(slug, {})[severity] = count

    def order(row: tuple[str, Any]) -> tuple[int, str]:
        return -sum(row[1].values()), row[0]

    return sorted(found.items(), key=order)
