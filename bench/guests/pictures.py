"""Guests at a browser, on a phone and at a desk, in each language: whole submissions, and pictures.

Each opens the link, sends what is wrong and sees which fields are, mends it, sends it once more,
and comes back to a link that is used.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser

from app.guests.page.languages import languages
from bench.guests.bookings import confirmed
from bench.guests.page import path_of
from bench.guests.stage import Stage
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from tests.hotel_builder import HotelBuilder
from tests.page.browser import (
    DESKTOP,
    PHONE,
    Device,
    NoBrowserError,
    Visit,
    browser,
    visit,
)
from tests.page.form_of_every_kind import ALL_RIGHT, ALL_WRONG, FAULTS_OF_WRONG, FORM
from tests.page.forms import publish
from tests.precheckin import issue_link

FOLDER = "build/screenshots"
# Where there can be no browser, whoever runs the proof says that they know.
ALLOW_NONE = "ALLOW_NO_BROWSER"
DEVICES = {"phone": PHONE, "desktop": DESKTOP}
_LOOKS = {
    "name": "Hotel Sonne",
    "brand_color": "#7a1f3d",
    "contact_email": "desk@hotel-sonne.example",
    "contact_phone": "+49301234567",
}
_IS_SUBMITTED = """\
SELECT precheckin_submitted_at IS NOT NULL FROM hotelmate.room_booking
WHERE hotel_id = %s AND id = %s
"""


@dataclass(slots=True)
class Seen:
    """What guests saw.

    Attributes:
        submitted: how many came through.
        pictures: files.
        wrong: what should not have happened.
    """

    submitted: int = 0
    pictures: list[Path] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def picture_figures(stage: Stage, folder: Path) -> Iterator[Figure]:
    """Let guests use the page in a browser; without one, say so and fall short, unless allowed."""
    seen, visits = Seen(), len(DEVICES) * len(languages())
    try:
        with browser() as started:
            _let_all_visit(started, stage, folder, seen)
    except NoBrowserError as missing:
        say(f"browser: skipped: {missing}")
        allowed = os.environ.get(ALLOW_NONE, "") == "1"
        yield Figure("browser_skipped", 1, None if allowed else AtMost(0))
        return
    for found in seen.wrong:
        say(f"browser: {found}")
    say(f"browser: {len(seen.pictures)} pictures are in {folder}")
    yield Figure("browser_skipped", 0, AtMost(0))
    yield Figure("browser_pictures", len(seen.pictures))
    yield Figure("browser_submissions", seen.submitted, AtLeast(visits))
    yield Figure("browser_wrong", len(seen.wrong), AtMost(0))


def _let_all_visit(started: Browser, stage: Stage, folder: Path, seen: Seen) -> None:
    hotel = stage.hotel()
    for column, value in _LOOKS.items():
        statement = f"UPDATE hotelmate.hotel SET {column} = %s WHERE hotel_id = %s"
        hotel.run(statement, value, hotel.hotel_id)
    publish(stage.owner, hotel.hotel_id, FORM)
    for device_name, device in DEVICES.items():
        for code in languages():
            name = f"{device_name}-{code}"
            try:
                _let_visit(started, stage, hotel, device, code, folder / name, seen)
            except Exception as error:
                seen.wrong.append(f"{name}: {type(error).__name__}: {error}")


def _let_visit(
    started: Browser,
    stage: Stage,
    hotel: HotelBuilder,
    device: Device,
    code: str,
    name: Path,
    seen: Seen,
) -> None:
    day = hotel.today() + timedelta(days=1)
    (booking,) = confirmed(hotel, 1, day, day + timedelta(days=2), "Lovelace")
    path = path_of(issue_link(hotel, booking.booking_id))
    with visit(started, stage.running.url, device, locale=code) as guest:

        def photograph(what: str) -> None:
            picture = guest.photograph(name.parent, f"{name.name}-{what}")
            seen.pictures.append(picture)

        guest.page.goto(path)
        photograph("1-open")
        guest.fill_in(ALL_WRONG)
        guest.press("send")
        photograph("2-wrong")
        _expect_faults(guest, name.name, seen)
        guest.fill_in(ALL_RIGHT)
        guest.press("send")
        photograph("3-sent")
        guest.page.goto(path)
        photograph("4-used")
        seen.wrong += [f"{name.name}: went to {url}" for url in guest.strayed]
    row = stage.owner.execute(_IS_SUBMITTED, (hotel.hotel_id, booking.booking_id)).fetchone()
    if row is not None and row[0]:
        seen.submitted += 1
    else:
        seen.wrong.append(f"{name.name}: nothing was submitted")


def _expect_faults(guest: Visit, name: str, seen: Seen) -> None:
    faults = guest.faults()
    if faults != FAULTS_OF_WRONG:
        seen.wrong.append(f"{name}: the page names {faults ^ FAULTS_OF_WRONG} or leaves it out")
