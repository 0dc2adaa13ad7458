"""Submissions of one link, all at once: one is taken, all others are told that it was used.

Each sends an answer of its own, so that what is kept says whose it was. Some come by the API and
some by the page, as a form.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from bench.guests.bookings import Booking, confirmed
from bench.guests.page import path_of
from bench.guests.stage import Stage
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from tests.hotel_builder import HotelBuilder
from tests.page import markup
from tests.page.forms import BOOKING, GUEST, Field, Form, publish
from tests.precheckin import issue_link

COPIES = 500
PATIENCE_SECONDS = 300
TAKEN, USED, LATER, OTHER = "taken", "told_that_it_was_used", "later", "other"
EFFECTS = ("event of the hotel", "event of the guest", "audit row", "used link")
FORM = Form(
    (
        Field("number", BOOKING, "TEXT", True, {"en": "Number"}),
        Field("phone", BOOKING, "PHONE", False, {"en": "Telephone"}),
        Field("country", GUEST, "COUNTRY", True, {"en": "Country"}),
    )
)
_EFFECTS = """\
SELECT
    (SELECT count(*) FROM hotelmate.outbox_event
     WHERE hotel_id = %(hotel)s AND event_type = 'booking_precheckin_submitted'
         AND payload ->> 'booking_id' = booking.booking_reference AND 'hotel' = ANY (channels)),
    (SELECT count(*) FROM hotelmate.outbox_event
     WHERE hotel_id = %(hotel)s AND event_type = 'booking_precheckin_submitted'
         AND 'guest.' || booking.booking_reference = ANY (channels)),
    (SELECT count(*) FROM hotelmate.booking_event
     WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s
         AND event_type = 'booking_precheckin_submitted'),
    (SELECT count(*) FROM hotelmate.booking_token
     WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s
         AND used_at = booking.precheckin_submitted_at),
    (SELECT count(*) FROM hotelmate.booking_guest
     WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s
         AND precheckin_submitted_at = booking.precheckin_submitted_at),
    booking.precheckin_payload ->> 'number'
FROM hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel)s AND booking.id = %(booking)s
"""


@dataclass(slots=True)
class Result:
    """What came of the submissions of one link.

    Attributes:
        answers: how often each kind of answer came.
        winners: the numbers of those that were told that theirs was taken.
        later: how often one was told to come again, which it did.
        lost: the numbers of those whose answer was lost on the way; they were sent again.
        wrong: what should not have happened.
    """

    answers: Counter[str] = field(default_factory=Counter)
    winners: list[int] = field(default_factory=list)
    later: int = 0
    lost: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def one_link_figures(stage: Stage, copies: int = COPIES) -> Iterator[Figure]:
    """Submit one link so many times by the API, then another by API and page in turn."""
    hotel = stage.hotel()
    publish(stage.owner, hotel.hotel_id, FORM)
    wrong: list[str] = []
    for name, page in (("api", False), ("api_and_page", True)):
        result = submit_at_once(stage, hotel, copies, page=page)
        wrong += [f"by {name}: {found}" for found in result.wrong]
        yield Figure(f"one_link_by_{name}_sent", copies)
        yield Figure(f"one_link_by_{name}_taken", result.answers[TAKEN], AtMost(1))
        yield Figure(f"one_link_by_{name}_{USED}", result.answers[USED], AtLeast(copies - 1))
        yield Figure(f"one_link_by_{name}_sent_again_after_503", result.later)
        yield Figure(f"one_link_by_{name}_sent_again_after_lost_connection", len(result.lost))
    wrong += stage.findings(hotel)
    for found in wrong:
        say(f"one link: {found}")
    yield Figure("one_link_wrong", len(wrong), AtMost(0))


def submit_at_once(stage: Stage, hotel: HotelBuilder, copies: int, *, page: bool) -> Result:
    """Submit a new link so many times at once and look at what was made of it."""
    day = hotel.today() + timedelta(days=1)
    (booking,) = confirmed(hotel, 1, day, day + timedelta(days=2))
    token = issue_link(hotel, booking.booking_id)
    result = Result()
    asyncio.run(_send_all(stage.running.url, token, booking, copies, result, page=page))
    row = stage.owner.execute(
        _EFFECTS, {"hotel": hotel.hotel_id, "booking": booking.booking_id}
    ).fetchone()
    assert row is not None
    *counts, stamped, kept = row
    judge(result, copies, dict(zip(EFFECTS, counts, strict=True)))
    if stamped != len(booking.guest_ids):
        result.wrong.append(f"{stamped} guests are stamped with it")
    # Whose answer was lost may have been taken: the second time it is told that the link was used.
    winners = result.winners or result.lost
    if kept not in map(str, winners):
        result.wrong.append(f"kept is the answer {kept}, taken were {winners}")
    return result


def judge(result: Result, copies: int, effects: dict[str, int]) -> None:
    """Add what is wrong with the answers and with what was left of them."""
    if result.answers[TAKEN] != 1 and not (result.lost and not result.answers[TAKEN]):
        result.wrong.append(f"{result.answers[TAKEN]} were told that theirs was taken")
    if result.answers[OTHER]:
        result.wrong.append(f"{result.answers[OTHER]} had no clear answer")
    if result.answers.total() != copies:
        result.wrong.append(f"{copies - result.answers.total()} had no answer at all")
    result.wrong += [f"{count} times: {what}" for what, count in effects.items() if count != 1]


async def _send_all(
    url: str, token: str, booking: Booking, copies: int, result: Result, *, page: bool
) -> None:
    limits = httpx.Limits(max_connections=copies, max_keepalive_connections=copies)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=PATIENCE_SECONDS) as client:
        form = markup.read((await client.get(path_of(token))).text).values if page else {}
        crowd = Crowd(client, token, booking, form, result)
        async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as group:
            for number in range(copies):
                group.create_task(crowd.submit(number))


@dataclass(frozen=True, slots=True)
class Crowd:
    """Guests with one link; every second one uses the page where its form is known."""

    client: httpx.AsyncClient
    token: str
    booking: Booking
    form: dict[str, str]
    result: Result

    async def submit(self, number: int) -> None:
        """Submit until there is an answer, and note it."""
        answer, kind = await self._answered(number)
        self.result.answers[kind] += 1
        if kind == TAKEN:
            self.result.winners.append(number)
        elif kind == OTHER and self.result.answers[OTHER] == 1:
            self.result.wrong.append(f"{answer.status_code} {answer.text[:300]}")

    async def _answered(self, number: int) -> tuple[httpx.Response, str]:
        while True:
            try:
                answer, kind = await self._sent(number)
            except httpx.TransportError:
                self.result.lost.append(number)
                await asyncio.sleep(1)
                continue
            if kind != LATER:
                return answer, kind
            self.result.later += 1
            await asyncio.sleep(float(answer.headers["retry-after"]))

    async def _sent(self, number: int) -> tuple[httpx.Response, str]:
        if self.form and number % 2:
            typed = _typed(self.form, number)
            answer = await self.client.post(path_of(self.token), data=typed)
            return answer, _kind_of_page(answer)
        body = _body(self.booking, number)
        answer = await self.client.post(f"/api/precheckin/{self.token}", json=body)
        return answer, _kind_of_api(answer)


def _body(booking: Booking, number: int) -> dict[str, Any]:
    guests = [{"id": guest, "answers": {"country": "DE"}} for guest in booking.guest_ids]
    return {"submit": True, "answers": {"number": str(number)}, "guests": guests}


def _typed(form: dict[str, str], number: int) -> dict[str, str]:
    countries = {f"guests.{place}.answers.country": "DE" for place in range(2)}
    return {**form, **countries, "answers.number": str(number), "do": "send"}


def _kind_of_api(answer: httpx.Response) -> str:
    if answer.status_code == 200:
        return TAKEN
    if answer.status_code == 410 and answer.json()["type"] == "/problems/link-used":
        return USED
    return _kind_of_rest(answer)


def _kind_of_page(answer: httpx.Response) -> str:
    """Tell one that is led on to the page of thanks from one that is told it was used."""
    if answer.status_code == 303:
        return TAKEN
    if answer.status_code == 410:
        return USED
    return _kind_of_rest(answer)


def _kind_of_rest(answer: httpx.Response) -> str:
    """Tell one that waited too long for its turn, and had no effect, from what must not come."""
    return LATER if answer.status_code == 503 and "retry-after" in answer.headers else OTHER
