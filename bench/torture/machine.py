"""The hotel of the model and the hotel of the database, step by step side by side.

Hypothesis chooses the steps. Each goes through the API or through plain SQL; the model says before
whether it is allowed. Between them the owner writes at random; what the database lets pass of that
the model takes over. After each step the two are compared, and every check is asked.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bench.torture.comparing import differences, read_model
from bench.torture.door import Door
from bench.torture.hotel_model import CLEANED, CLEANING, DIRTY, READY, Stay, day
from bench.torture.judging import judge
from bench.torture.sample import Sample
from bench.torture.steps import http_step, sql_step
from bench.torture.tables import read_tables
from bench.torture.writes import draw
from tests.hotel_builder import HotelBuilder

NUMBERS = ("101", "102", "103")
# What the model reads once and believes: a write there would change what a hotel is.
TAKEN_FOR_GRANTED = frozenset({"hotel", "hotel_directory", "room_type", "cancellation_term"})
ACTIONS = (
    *("book", "pay", "approve", "assign", "check_in", "turn", "write") * 3,
    *("check_out", "move", "party", "unassign", "decline", "cancel", "no_show"),
    *("is_active", "is_out_of_order", "maintenance_required"),
)
FLAGS = ("is_active", "is_out_of_order", "maintenance_required")


class Disagreement(AssertionError):
    """The model and the database differ, or what is committed contradicts itself."""


@dataclass
class Stand:
    """What all machines share: a database, a session of the owner, and the API.

    Attributes:
        hotel: makes a hotel, with a client of its manager.
        steps: how often each step was taken, by whether it was allowed.
    """

    door: Door
    hotel: Callable[[], tuple[HotelBuilder, httpx.Client]]
    chance: random.Random
    steps: Counter[tuple[str, bool]] = field(default_factory=Counter)


class Machine(RuleBasedStateMachine):
    """One hotel, from its opening."""

    stand: Stand

    @initialize()
    def open(self) -> None:
        """Open a hotel with two doubles and a family room."""
        self.hotel, self.client = self.stand.hotel()
        for number in NUMBERS:
            kind = self.hotel.family if number == NUMBERS[2] else self.hotel.double
            self.hotel.room(room_number=number, room_type_id=kind)
        self.sample = Sample(read_tables(self.stand.door.connection))
        self.model = read_model(self.hotel)
        self.story: list[str] = []

    def teardown(self) -> None:
        """Close the client."""
        if hasattr(self, "client"):
            self.client.close()

    @rule(
        action=st.sampled_from(ACTIONS),
        which=st.integers(0, 30),
        place=st.integers(0, 11),
        count=st.integers(1, 3),
        to=st.sampled_from((DIRTY, CLEANING, CLEANED, READY)),
        value=st.booleans(),
        over_http=st.booleans(),
    )
    def act(
        self,
        action: str,
        which: int,
        place: int,
        count: int,
        to: str,
        value: bool,
        over_http: bool,
    ) -> None:
        """Do something. One rule for all: of several, Hypothesis would tell stories of a few."""
        number = sorted(self.model.rooms)[place % len(self.model.rooms)]
        if action == "book" or not self.model.stays:
            self.book("FAM" if value else "DBL", min(count, 2), which % 3 - 1)
        elif action == "write":
            self.write_anything(random.Random(f"{which} {place} {to} {value}"), count)
        elif action == "turn":
            self.turn_over(number, to, over_http)
        elif action in FLAGS:
            self.flag(number, action, value, over_http)
        else:
            self.go_on(
                action,
                sorted(self.model.stays)[which % len(self.model.stays)],
                number,
                count,
                over_http,
            )

    def book(self, kind: str, adults: int, offset: int) -> None:
        """Make a booking, which is always allowed."""
        arrival = day(self.model.today, offset)
        body = {
            "room_type": kind,
            "check_in": arrival.isoformat(),
            "check_out": day(arrival, 2).isoformat(),
            "adults": adults,
            "guests": [{"first_name": "Ada", "last_name": str(n)} for n in range(adults)],
        }
        answer = self.client.post("/bookings", json=body)
        self._was_allowed("book", True, answer.is_success, answer.text)
        made = answer.json()
        price = made["payment"]["total_amount"]
        stay = Stay(kind, arrival, day(arrival, 2), adults, price, named=adults)
        self.model.stays[made["booking_id"]] = stay

    def go_on(self, step: str, reference: str, number: str, count: int, over_http: bool) -> None:
        """Take a step with a booking."""
        stay = self.model.stays[reference]
        if _changes_nothing(step, stay, number, count):
            return
        allowed = self.model.may(step, stay, number, count)
        said, told = self._do(step, over_http, reference=reference, number=number, count=count)
        self._was_allowed(f"{step} {reference} {stay} {number} {count}", allowed, said, told)
        if allowed:
            self.model.take(step, stay, number, count)

    def turn_over(self, number: str, to: str, over_http: bool) -> None:
        """Say how far the cleaning of a room has come."""
        if self.model.rooms[number].turnover == to:
            return
        allowed = self.model.may_turn(number, to)
        said, told = self._do("turn", over_http, number=number, to=to)
        self._was_allowed(f"turn {number} {self.model.rooms[number]} {to}", allowed, said, told)
        if allowed:
            self.model.rooms[number].turnover = to

    def flag(self, number: str, flag: str, value: bool, over_http: bool) -> None:
        """Take a room out of service, or put it back."""
        if getattr(self.model.rooms[number], flag) is value:
            return
        allowed = self.model.may_flag(number, flag, value)
        said, told = self._do("flag", over_http, number=number, flag=flag, value=value)
        self._was_allowed(f"flag {number} {flag}={value}", allowed, said, told)
        if allowed:
            setattr(self.model.rooms[number], flag, value)

    def write_anything(self, chance: random.Random, count: int) -> None:
        """Let the owner write at random; what passes is what the hotel is from now on."""
        self.sample.refresh(self.stand.door.connection)
        drawn = (draw(chance, self.sample) for _ in range(count))
        self.stand.door.attempt([write for write in drawn if write.table not in TAKEN_FOR_GRANTED])
        self.story += self.stand.door.committed
        self.model = read_model(self.hotel)

    @invariant()
    def agrees(self) -> None:
        """Compare the model with the database, and ask every check."""
        if not hasattr(self, "model"):
            return
        apart = differences(self.model, read_model(self.hotel))
        bad, _ = judge(self.stand.door.connection)
        if apart or bad:
            raise Disagreement("\n".join([*self.story, *apart, *map(str, sorted(bad))]))

    def _do(self, step: str, over_http: bool, **of_step: Any) -> tuple[bool, str]:
        """Take a step; return whether it was let pass, and what was said."""
        if over_http:
            method, path, body = http_step(step, of_step)
            answer = self.client.request(method, path, json=body)
            if answer.status_code >= 500:
                raise Disagreement(f"{step}: {answer.status_code} {answer.text}")
            return answer.is_success, answer.text
        writes = sql_step(step, of_step, self.hotel)
        return self.stand.door.step(writes), ""

    def _was_allowed(self, step: str, allowed: bool, said: bool, told: str) -> None:
        self.story.append(f"{step}: {'allowed' if said else 'refused'}")
        self.stand.steps[step.split()[0], said] += 1
        if said is not allowed:
            expected = "allowed" if allowed else "refused"
            raise Disagreement("\n".join([*self.story, f"should have been {expected} {told}"]))


def _changes_nothing(step: str, stay: Stay, number: str, count: int) -> bool:
    """Whether a step asks for what is so already, which is neither allowed nor refused."""
    if step in ("assign", "move"):
        return stay.room == number
    if step == "party":
        return stay.adults == count == stay.named
    already = {"cancel": "CANCELLED", "decline": "DECLINED", "no_show": "NO_SHOW"}
    return stay.status == already.get(step) or (step == "unassign" and stay.room is None)
