"""The story of one stay, from the booking to two clean rooms: what is done, and what must follow.

Every step is one call. It writes the facts that are named; all else that changes, the database
derived. What must follow is checked, step by step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.demo.desk import Body, Desk
from app.demo.guests import booking_for_two
from app.demo.printing import Page
from app.demo.state import State, changes, flat, unmet
from app.demo.traces import Traces


@dataclass(frozen=True)
class Step:
    """One call of the story. In texts {booking}, {first}, {second} and {task} are filled in.

    Attributes:
        call: method and path below the hotel.
        facts: what the call writes, as it is named in the watched state.
        follows: what must be so afterwards, in the watched state.
    """

    title: str
    call: str
    body: Body | None = None
    facts: tuple[str, ...] = ()
    follows: Mapping[str, object] = field(default_factory=dict)


STAY: tuple[Step, ...] = (
    Step(
        "The guest pays at the desk",
        "POST /bookings/{booking}/desk-payment",
        {"method": "CARD_TERMINAL", "reference": "terminal 2"},
        follows={"booking.status": "PENDING_APPROVAL"},
    ),
    Step(
        "A manager approves",
        "POST /bookings/{booking}/approve",
        facts=("booking.approved_at",),
        follows={"booking.status": "CONFIRMED", "booking.occupancy": "AVAILABLE"},
    ),
    Step(
        "The desk assigns room {first}",
        "POST /bookings/{booking}/assign-room",
        {"room_number": "{first}"},
        facts=("booking.room_number",),
        follows={"booking.occupancy": "ASSIGNED", "room {first}.room_status": "READY_FOR_GUEST"},
    ),
    Step(
        "The guest checks in",
        "POST /bookings/{booking}/check-in",
        facts=("booking.checked_in_at",),
        follows={
            "booking.occupancy": "IN_HOUSE",
            "room {first}.is_occupied": True,
            "room {first}.room_status": "OCCUPIED",
            "room {first}.turnover_status": "CHECKOUT_DIRTY",
        },
    ),
    Step(
        "The guest moves to room {second}",
        "POST /bookings/{booking}/move-room",
        {"room_number": "{second}", "reason": "the tap drips"},
        facts=("booking.room_number",),
        follows={
            "booking.occupancy": "IN_HOUSE",
            "booking.last_move.from_room_number": "{first}",
            "room {first}.is_occupied": False,
            "room {first}.room_status": "CHECKOUT_DIRTY",
            "room {second}.is_occupied": True,
            "room {second}.room_status": "OCCUPIED",
        },
    ),
    Step(
        "The guest checks out",
        "POST /bookings/{booking}/check-out",
        facts=("booking.checked_out_at",),
        follows={
            "booking.status": "COMPLETED",
            "booking.occupancy": "DEPARTED",
            "room {second}.is_occupied": False,
            "room {second}.room_status": "CHECKOUT_DIRTY",
        },
    ),
    Step(
        "Housekeeping cleans room {first}",
        "POST /rooms/{first}/turnover",
        {"to": "CLEANING_IN_PROGRESS"},
        facts=("room {first}.turnover_status",),
        follows={"room {first}.room_status": "CLEANING_IN_PROGRESS"},
    ),
    Step(
        "Room {first} is cleaned",
        "POST /rooms/{first}/turnover",
        {"to": "CLEANED_UNINSPECTED"},
        facts=("room {first}.turnover_status",),
        follows={"room {first}.cleaning_task_id": None},
    ),
    Step(
        "Room {first} passes inspection",
        "POST /rooms/{first}/turnover",
        {"to": "READY_FOR_GUEST"},
        facts=("room {first}.turnover_status",),
        follows={"room {first}.is_assignable": True},
    ),
    Step(
        "Housekeeping starts the task that check-out opened for room {second}",
        "POST /housekeeping/tasks/{task}/start",
        follows={"room {second}.turnover_status": "CLEANING_IN_PROGRESS"},
    ),
    Step(
        "The task is done, and with it room {second}",
        "POST /housekeeping/tasks/{task}/done",
        follows={"room {second}.turnover_status": "CLEANED_UNINSPECTED"},
    ),
    Step(
        "Room {second} passes inspection",
        "POST /rooms/{second}/turnover",
        {"to": "READY_FOR_GUEST"},
        facts=("room {second}.turnover_status",),
        follows={"room {second}.room_status": "READY_FOR_GUEST"},
    ),
)


class Stay:
    """Plays the story once and prints it."""

    def __init__(self, desk: Desk, page: Page, traces: Traces, today: date) -> None:
        self._desk = desk
        self._page = page
        self._traces = traces
        self._today = today
        self._names: dict[str, str] = {}

    def play(self) -> bool:
        """Play every step; return whether all that must follow did.

        Raises:
            DemoError: a step was refused, so that the next makes no sense.
        """
        first, second = self._desk.vacant_rooms(2)
        self._names = {"first": first["room_number"], "second": second["room_number"]}
        for room in self._names.values():
            self._traces.uses(room)
        self._book(first["room_type"])
        as_told = True
        for number, step in enumerate(STAY, start=2):
            if "{task}" in step.call and "task" not in self._names:
                self._names["task"] = self._open_task()
            as_told &= self._take(number, step)
        self._tell_audit()
        return as_told

    def _book(self, room_type: str) -> None:
        body = booking_for_two(room_type, self._today)
        answer = self._desk.must("POST", "/bookings", body)
        self._names["booking"] = str(answer.body["booking_id"])
        self._traces.booked(self._names["booking"])
        self._page.step(1, "A guest books", "POST /bookings", answer)
        state = self._look()
        derived = ("booking_id", "status", "expires_at", "payment.total_amount", "party_complete")
        made = [(f"booking.{name}", None, state[f"booking.{name}"]) for name in derived]
        self._page.changes("derived", made)

    def _take(self, number: int, step: Step) -> bool:
        before = self._look()
        method, path = self._fill(step.call).split(" ", 1)
        answer = self._desk.must(method, path, self._fill_all(step.body) if step.body else None)
        self._page.step(number, self._fill(step.title), f"{method} {path}", answer)
        after = self._look()
        facts = {self._fill(name) for name in step.facts}
        changed = changes(before, after)
        self._page.changes("written", [each for each in changed if each[0] in facts])
        self._page.changes("derived", [each for each in changed if each[0] not in facts])
        return self._follows(step, after)

    def _follows(self, step: Step, state: State) -> bool:
        troubles = unmet(self._fill_all(step.follows), state)
        for trouble in troubles:
            self._page.failure(trouble)
        return not troubles

    def _look(self) -> State:
        """Return all that is watched: the booking and both rooms."""
        state = flat("booking", self._desk.booking(self._names["booking"]))
        for name in ("first", "second"):
            number = self._names[name]
            state |= flat(f"room {number}", self._desk.room(number))
        return state

    def _open_task(self) -> str:
        tasks = self._desk.must(
            "GET", f"/housekeeping/tasks?open=true&room_number={self._names['second']}"
        ).body["items"]
        return next(str(task["task_id"]) for task in tasks if task["task_type"] == "TURNOVER")

    def _tell_audit(self) -> None:
        path = f"/bookings/{self._names['booking']}/events"
        events = self._desk.must("GET", path).body["items"]
        self._page.audit(path, [str(event["event_type"]) for event in reversed(events)])

    def _fill(self, text: str) -> str:
        return text.format(**self._names)

    def _fill_all(self, values: Mapping[str, object]) -> dict[str, object]:
        return {
            self._fill(name): self._fill(value) if isinstance(value, str) else value
            for name, value in values.items()
        }
