"""The hotel's staff as the demo sees them: calls of the API, and what they answered."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx

from app.demo.people import whose

PROBLEM = "application/problem+json"
# Of one who asks more often than the server lets: the answer says when to come again.
TOO_OFTEN = "too-many-requests"
MOST_WAITS = 10
TURNOVER = ("CHECKOUT_DIRTY", "CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST")
Body = Mapping[str, object]


class DemoError(Exception):
    """The demo cannot go on; the text says why, for a person."""


@dataclass(frozen=True)
class Answer:
    """What a call answered.

    Attributes:
        refused_by: name of the invariant that refused, of the problem when no invariant did, or
            None when nothing was refused.
        body: the JSON object, empty when there was none.
        by: username of whoever called.
    """

    status: int
    refused_by: str | None
    body: dict[str, Any]
    by: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether the call did what it was asked."""
        return httpx.codes.is_success(self.status)

    def __str__(self) -> str:
        return f"{self.status}, as {self.by}" if self.by else str(self.status)


class Desk:
    """Calls the routes of one hotel, each as a member of staff whose role may.

    Args:
        people: clients with the address of the server and a credential, by username.
        slug: of the hotel.
    """

    def __init__(self, people: Mapping[str, httpx.Client], slug: str) -> None:
        self._people = people
        self.slug = slug

    def elsewhere(self, slug: str) -> "Desk":
        """Return the same people at the door of another hotel."""
        return Desk(self._people, slug)

    def call(
        self,
        method: str,
        path: str,
        body: Body | None = None,
        *,
        by: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call a route below the hotel; never raises for what was answered.

        Args:
            method: of the call.
            path: below the hotel.
            body: sent as JSON.
            by: username of whoever calls, instead of the one whose task it is.
            headers: further ones.

        Raises:
            DemoError: the caller cannot log in.
        """
        who = whose(method, path, body) if by is None else by
        for _ in range(MOST_WAITS):
            response = self._people[who].request(
                method, f"/api/hotels/{self.slug}{path}", json=body, headers=headers
            )
            answer = answer_of(response)
            if answer.refused_by != TOO_OFTEN:
                break
            time.sleep(float(response.headers["Retry-After"]))
        return replace(answer, by=who)

    def must(
        self,
        method: str,
        path: str,
        body: Body | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call a route that has to succeed.

        Raises:
            DemoError: it did not; says what refused.
        """
        answer = self.call(method, path, body, headers=headers)
        if not answer.succeeded:
            title = answer.body.get("title", "")
            raise DemoError(f"{method} {path}: {answer.status} {answer.refused_by}. {title}")
        return answer

    def booking(self, booking: str) -> dict[str, Any]:
        """Read a booking."""
        return self.must("GET", f"/bookings/{booking}").body

    def payments(self, booking: str) -> list[dict[str, Any]]:
        """Read every attempt to pay a booking, with its ledger and instructions."""
        items: list[dict[str, Any]] = self.must("GET", f"/bookings/{booking}/payments").body[
            "items"
        ]
        return items

    def room(self, number: str) -> dict[str, Any]:
        """Read a room."""
        return self.must("GET", f"/rooms/{number}").body

    def make_ready(self, number: str) -> None:
        """Take a vacant room step by step to READY_FOR_GUEST, as housekeeping does."""
        turnover = str(self.room(number)["turnover_status"])
        for step in TURNOVER[TURNOVER.index(turnover) + 1 :]:
            self.must("POST", f"/rooms/{number}/turnover", {"to": step})

    def vacant_rooms(self, wanted: int) -> list[dict[str, Any]]:
        """Return that many rooms that are ready and wait for nobody.

        When too few are, rooms that only need cleaning are cleaned for it.

        Raises:
            DemoError: the hotel has not that many rooms to give.
        """
        rooms = self.must("GET", "/rooms").body["items"]
        free = [room for room in rooms if _is_free(room)]
        # Those that are ready come first; the sort is stable, so the rack's order stays.
        chosen = sorted(free, key=lambda room: not room["is_assignable"])[:wanted]
        if len(chosen) < wanted:
            raise DemoError(
                f"{wanted} vacant rooms in service are needed, the hotel has {len(chosen)}:"
                " check somebody out, or bring a room back into service"
            )
        for room in chosen:
            self.make_ready(room["room_number"])
        return chosen


def answer_of(response: httpx.Response) -> Answer:
    """Return what a response says; never raises for what was answered."""
    media_type = response.headers.get("content-type", "").split(";")[0]
    try:
        found = response.json() if media_type.endswith("json") else {}
    except ValueError:
        found = {}
    if response.is_success:
        return Answer(response.status_code, None, found)
    # Only problem+json names a refusal. Whatever else came is no refusal but a failure.
    name = f"no problem+json ({media_type or 'no body'})"
    if media_type == PROBLEM:
        address = str(found.get("type", "unnamed problem"))
        name = str(found.get("invariant") or address.removeprefix("/problems/"))
    return Answer(response.status_code, name, found)


def _is_free(room: Mapping[str, Any]) -> bool:
    in_service = room["is_active"] and not (room["is_out_of_order"] or room["maintenance_required"])
    return in_service and not room["is_occupied"] and room["waiting_booking_id"] is None
