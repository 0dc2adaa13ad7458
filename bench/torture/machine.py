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

from app.consistency.checks import Check
from bench.torture.comparing import differences, read_model
from bench.torture.door import Door
from bench.torture.hotel_model import CAPACITY, CLEANED, CLEANING, DIRTY, READY, Stay, day
from bench.torture.judging import EVERYTHING, OF_FACTS, judge
from bench.torture.onward import FLAGS, OF_BOOKINGS, Step, changes_nothing, onward, steps
from bench.torture.sample import Sample
from bench.torture.steps import http_step, sql_step
from bench.torture.tables import read_tables
from bench.torture.writes import draw
from tests.hotel_builder import HotelBuilder

NUMBERS = ("101", "102", "103")
# What the model reads once and believes: a write there would change what a hotel is.
TAKEN_FOR_GRANTED = frozenset(
    {"hotel", "hotel_directory", "room_type", "cancellation_term", "booking_counter"}
)
# A move needs a guest in house and a free room at once, so it is wanted more often.
ACTIONS = ("turn", *OF_BOOKINGS, *("move",) * 3, *FLAGS)
# How a step is chosen: of those by which stays go on, of all that are allowed or are not, or at
# random. What Hypothesis thinks the simplest is first: with nothing else, stays go on to the end.
CHOICES = (*("onward",) * 4, *("allowed",) * 3, *("refused",) * 2, "any", "book", "write")
# What becomes of each is counted: flags together.
STEPS = ("book", "turn", "flag", *OF_BOOKINGS)


class Disagreement(AssertionError):
    """The model and the database differ, or what is committed contradicts itself."""


@dataclass
class Stand:
    """What all machines share: a database, a session of the owner, and the API.

    Attributes:
        hotel: makes a hotel, with a client of its manager.
        steps: how often each step was taken, by whether it was allowed.
        let_again: how often a guest entered a room that another had left in the same story.
    """

    door: Door
    hotel: Callable[[], tuple[HotelBuilder, httpx.Client]]
    chance: random.Random
    steps: Counter[tuple[str, bool]] = field(default_factory=Counter)
    let_again: int = 0


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
        self.left: set[str] = set()
        self.was_written = False

    def teardown(self) -> None:
        """Close the client, and ask whether all rules are on."""
        if hasattr(self, "client"):
            self.client.close()
            self._must_be_well([], EVERYTHING)

    @rule(
        choice=st.sampled_from(CHOICES),
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
        choice: str,
        action: str,
        which: int,
        place: int,
        count: int,
        to: str,
        value: bool,
        over_http: bool,
    ) -> None:
        """Do something. One rule for all: of several, Hypothesis would tell stories of a few."""
        found = self._candidates(choice, action)
        if found:
            # Those whose stay is furthest are first, and others have their turn.
            among = min(len(found), 3) if choice == "onward" else len(found)
            self.take(found[which % among], over_http)
        elif choice == "write":
            self.write_anything(random.Random(f"{which} {place} {to} {value}"), count)
        elif choice in ("book", "onward") or not self.model.stays:
            self.book("FAM" if value else "DBL", count, which % 3 - 1)
        else:
            number = sorted(self.model.rooms)[place % len(self.model.rooms)]
            reference = sorted(self.model.stays)[which % len(self.model.stays)]
            self.take(Step(action, reference, number, count, to, value), over_http)

    def _candidates(self, choice: str, action: str) -> list[Step]:
        if choice == "onward":
            return onward(self.model)
        if choice in ("allowed", "refused"):
            return steps(self.model, action, choice == "allowed")
        return []

    def take(self, step: Step, over_http: bool) -> None:
        """Take a step, if it changes anything."""
        if step.name == "turn":
            self.turn_over(step.number, step.to, over_http)
        elif step.name in FLAGS:
            self.flag(step.number, step.name, step.value, over_http)
        else:
            self.go_on(step.name, step.reference, step.number, step.count, over_http)

    def book(self, kind: str, adults: int, offset: int) -> None:
        """Make a booking, which is allowed to as many as the type of room takes."""
        arrival = day(self.model.today, offset)
        body = {
            "room_type": kind,
            "check_in": arrival.isoformat(),
            "check_out": day(arrival, 2).isoformat(),
            "adults": adults,
            "guests": [{"first_name": "Ada", "last_name": str(n)} for n in range(adults)],
        }
        answer = self.client.post("/bookings", json=body)
        if self._was_let_go(answer):
            return
        may = adults <= CAPACITY[kind]
        self._was_allowed(f"book {kind} {adults}", may, answer.is_success, answer.text)
        if not may:
            return
        made = answer.json()
        price = made["payment"]["total_amount"]
        stay = Stay(kind, arrival, day(arrival, 2), adults, price, named=adults)
        self.model.stays[made["booking_id"]] = stay

    def go_on(self, step: str, reference: str, number: str, count: int, over_http: bool) -> None:
        """Take a step with a booking."""
        stay = self.model.stays[reference]
        # In SQL who moves without being there is assigned a room.
        over_http |= step == "move" and not stay.is_in_house
        # Over HTTP those in house must be named as they are on record, whom the model only counts.
        over_http &= not (step == "party" and stay.is_in_house)
        if changes_nothing(step, stay, number, count):
            return
        may = self.model.may(step, stay, number, count)
        said, told = self._do(step, over_http, reference=reference, number=number, count=count)
        self._was_allowed(f"{step} {reference} {stay} {number} {count}", may, said, told)
        if may:
            self._notice(step, stay)
            self.model.take(step, stay, number, count)

    def _notice(self, step: str, stay: Stay) -> None:
        """Remember which rooms guests have left, and count who enters one of them."""
        if stay.room is None:
            return
        if step in ("check_out", "move"):
            self.left.add(stay.room)
        elif step == "check_in" and stay.room in self.left:
            self.stand.let_again += 1

    def turn_over(self, number: str, to: str, over_http: bool) -> None:
        """Say how far the cleaning of a room has come."""
        if self.model.rooms[number].turnover == to:
            return
        may = self.model.may_turn(number, to)
        said, told = self._do("turn", over_http, number=number, to=to)
        self._was_allowed(f"turn {number} {self.model.rooms[number]} {to}", may, said, told)
        if may:
            self.model.rooms[number].turnover = to

    def flag(self, number: str, flag: str, value: bool, over_http: bool) -> None:
        """Take a room out of service, or put it back."""
        if getattr(self.model.rooms[number], flag) is value:
            return
        may = self.model.may_flag(number, flag, value)
        said, told = self._do("flag", over_http, number=number, flag=flag, value=value)
        self._was_allowed(f"flag {number} {flag}={value}", may, said, told)
        if may:
            setattr(self.model.rooms[number], flag, value)

    def write_anything(self, chance: random.Random, count: int) -> None:
        """Let the owner write at random; what passes is what the hotel is from now on."""
        self.sample.refresh(self.stand.door.connection)
        drawn = (draw(chance, self.sample) for _ in range(count))
        self.stand.door.attempt([write for write in drawn if write.table not in TAKEN_FOR_GRANTED])
        self.story += self.stand.door.committed
        self.was_written |= bool(self.stand.door.committed)
        self.model = read_model(self.hotel)

    @invariant()
    def agrees(self) -> None:
        """Compare the model with the database, and ask every check of facts."""
        if not hasattr(self, "model"):
            return
        self._must_be_well(differences(self.model, read_model(self.hotel)), OF_FACTS)

    def _must_be_well(self, apart: list[str], checks: tuple[Check, ...]) -> None:
        bad, _ = judge(self.stand.door.connection, checks)
        if apart or bad:
            raise Disagreement("\n".join([*self.story, *apart, *map(str, sorted(bad))]))

    def _do(self, step: str, over_http: bool, **of_step: Any) -> tuple[bool, str]:
        """Take a step; return whether it was let pass, and what was said."""
        if over_http:
            method, path, body = http_step(step, of_step)
            answer = self.client.request(method, path, json=body)
            if self._was_let_go(answer):
                return self._do(step, False, **of_step)
            if answer.status_code >= 500:
                raise Disagreement(f"{step}: {answer.status_code} {answer.text}")
            return answer.is_success, answer.text
        writes = sql_step(step, of_step, self.hotel)
        return self.stand.door.step(writes), ""

    def _was_let_go(self, answer: httpx.Response) -> bool:
        """Whether a write has ended the session of the manager who calls, or the employment."""
        return self.was_written and answer.status_code in (401, 403)

    def _was_allowed(self, step: str, may: bool, said: bool, told: str) -> None:
        self.story.append(f"{step}: {'allowed' if said else 'refused'}")
        self.stand.steps[step.split()[0], said] += 1
        if said is not may:
            expected = "allowed" if may else "refused"
            raise Disagreement("\n".join([*self.story, f"should have been {expected} {told}"]))
