"""What a hotel of the model might do next: where a stay goes on, or any step that is allowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from bench.torture.hotel_model import (
    CAPACITY,
    CLEANED,
    CLEANING,
    DIRTY,
    READY,
    TURNOVERS,
    HotelModel,
    Stay,
)

OF_BOOKINGS = (
    *("pay", "approve", "assign", "check_in", "check_out"),
    *("move", "party", "unassign", "decline", "cancel", "no_show"),
)
FLAGS = ("is_active", "is_out_of_order", "maintenance_required")
# Whoever is furthest is first. Guests leave when nobody else can come in: until then they may move.
_ONWARD = ("check_in", "assign", "approve", "pay", "check_out")
_CLEANING = {CLEANED: READY, CLEANING: CLEANED, DIRTY: CLEANING}


@dataclass(frozen=True, slots=True)
class Step:
    """A step: of a booking, of the turnover of a room, or a flag of a room.

    Attributes:
        name: of OF_BOOKINGS, of FLAGS, or turn.
        reference: of the booking.
        number: of the room.
        count: how many are in the party.
        to: turnover.
        value: of the flag.
    """

    name: str
    reference: str = ""
    number: str = ""
    count: int = 1
    to: str = ""
    value: bool = False


def onward(model: HotelModel) -> list[Step]:
    """Return the steps by which stays go on, and rooms become ready for the next; not all."""
    going = [step for name in _ONWARD for step in steps(model, name, True)]
    cleaning = [
        Step("turn", number=number, to=to)
        for turnover, to in _CLEANING.items()
        for number, room in model.rooms.items()
        if room.turnover == turnover and model.held_by(number) is None
    ]
    return cleaning + going


def steps(model: HotelModel, name: str, may: bool) -> list[Step]:
    """Return the steps of a name that are allowed, or those that are not, and change something."""
    if name in FLAGS:
        found = _flags(model, name)
    elif name == "turn":
        found = _turns(model)
    else:
        found = _with_bookings(model, name)
    return [step for step, allowed in found if allowed is may]


def changes_nothing(step: str, stay: Stay, number: str, count: int) -> bool:
    """Whether a step asks for what is so already, which is neither allowed nor refused."""
    if step in ("assign", "move"):
        return stay.room == number
    if step == "party":
        return stay.adults == count == stay.named
    already = {"cancel": "CANCELLED", "decline": "DECLINED", "no_show": "NO_SHOW"}
    return stay.status == already.get(step) or (step == "unassign" and stay.room is None)


def _flags(model: HotelModel, flag: str) -> Iterator[tuple[Step, bool]]:
    for number, room in sorted(model.rooms.items()):
        value = not getattr(room, flag)
        yield Step(flag, number=number, value=value), model.may_flag(number, flag, value)


def _turns(model: HotelModel) -> Iterator[tuple[Step, bool]]:
    for number, room in sorted(model.rooms.items()):
        for to in sorted(TURNOVERS.keys() - {room.turnover}):
            yield Step("turn", number=number, to=to), model.may_turn(number, to)


def _with_bookings(model: HotelModel, name: str) -> Iterator[tuple[Step, bool]]:
    numbers = sorted(model.rooms) if name in ("assign", "move") else [""]
    counts = range(1, max(CAPACITY.values()) + 2) if name == "party" else (1,)
    for reference, stay in sorted(model.stays.items()):
        for number, count in product(numbers, counts):
            if not changes_nothing(name, stay, number, count):
                step = Step(name, reference, number, count)
                yield step, model.may(name, stay, number, count)
