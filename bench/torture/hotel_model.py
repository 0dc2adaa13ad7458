"""A hotel in a few lines of Python: what may be done, and what becomes of it.

Written from the documents and not from the schema. Where it and the database differ in what they
let pass, one of them is wrong.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

READY, DIRTY = "READY_FOR_GUEST", "CHECKOUT_DIRTY"
CLEANING, CLEANED = "CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED"
# Where the turnover of a room may go without an override.
TURNOVERS = {
    DIRTY: {CLEANING},
    CLEANING: {CLEANED, DIRTY},
    CLEANED: {READY, CLEANING, DIRTY},
    READY: {DIRTY},
}
CAPACITY = {"DBL": 2, "FAM": 4}


@dataclass
class Stay:
    """A booking, by its facts; `amounts` are what was authorised and captured."""

    kind: str
    check_in: date
    check_out: date
    adults: int
    price: int
    status: str = "PENDING_PAYMENT"
    room: str | None = None
    occupancy: str = "AVAILABLE"
    named: int = 0
    amounts: list[int] = field(default_factory=lambda: [0, 0])

    @property
    def is_open(self) -> bool:
        """Whether something may still become of it."""
        return self.status in ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED")

    @property
    def waits(self) -> bool:
        """Whether a room waits for its guest."""
        return self.occupancy == "ASSIGNED"

    @property
    def is_in_house(self) -> bool:
        """Whether its guest is in a room."""
        return self.occupancy == "IN_HOUSE"


@dataclass
class Place:
    """A room, by its facts."""

    kind: str
    turnover: str = READY
    is_active: bool = True
    is_out_of_order: bool = False
    maintenance_required: bool = False

    @property
    def is_in_order(self) -> bool:
        """Whether nothing but its turnover keeps guests out."""
        return self.is_active and not self.is_out_of_order and not self.maintenance_required


@dataclass
class HotelModel:
    """Rooms by number and bookings by reference, on one day of the hotel's calendar."""

    today: date
    rooms: dict[str, Place] = field(default_factory=dict)
    stays: dict[str, Stay] = field(default_factory=dict)

    def held_by(self, number: str) -> Stay | None:
        """Return the booking that waits for a room or is in it."""
        return next((stay for stay in self._holding() if stay.room == number), None)

    def is_free(self, number: str) -> bool:
        """Whether a guest may be sent to a room."""
        room = self.rooms[number]
        return room.is_in_order and room.turnover == READY and self.held_by(number) is None

    def may(self, step: str, stay: Stay, number: str = "", count: int = 0) -> bool:
        """Whether a step of a booking is allowed."""
        into = step in ("assign", "move") and self.is_free(number)
        fits = into and stay.adults <= CAPACITY[self.rooms[number].kind]
        return {
            "pay": stay.status == "PENDING_PAYMENT",
            "approve": stay.status == "PENDING_APPROVAL",
            "decline": stay.status == "PENDING_APPROVAL",
            "cancel": stay.is_open and not stay.is_in_house,
            "no_show": stay.status == "CONFIRMED"
            and not stay.is_in_house
            and self.today > stay.check_in,
            "assign": stay.status == "CONFIRMED"
            and not stay.is_in_house
            and stay.named == stay.adults
            and fits,
            # Without the room its own type must do.
            "unassign": stay.waits and stay.adults <= CAPACITY[stay.kind],
            "check_in": stay.waits and stay.check_in <= self.today <= stay.check_out,
            "check_out": stay.is_in_house,
            "move": stay.is_in_house and fits,
            # A room that is held keeps its party complete and within it.
            "party": stay.is_open and self._party_fits(stay, count),
        }[step]

    def take(self, step: str, stay: Stay, number: str = "", count: int = 0) -> None:
        """Let a step of a booking have its consequences."""
        if step in ("pay", "approve", "decline", "cancel", "no_show"):
            self._decide(step, stay)
        elif step == "party":
            stay.adults = stay.named = count
        elif step == "check_in":
            assert stay.room is not None
            stay.occupancy = "IN_HOUSE"
            self.rooms[stay.room].turnover = DIRTY
        elif step == "check_out":
            assert stay.room is not None
            self.rooms[stay.room].turnover = DIRTY
            stay.status, stay.occupancy = "COMPLETED", "DEPARTED"
        elif step == "move":
            assert stay.room is not None
            self.rooms[stay.room].turnover = self.rooms[number].turnover = DIRTY
            stay.room = number
        else:
            stay.room = number if step == "assign" else None
            stay.occupancy = "ASSIGNED" if step == "assign" else "AVAILABLE"

    def may_turn(self, number: str, to: str) -> bool:
        """Whether a room's turnover may go there, by an ordinary step."""
        room, held = self.rooms[number], self.held_by(number)
        if to not in TURNOVERS[room.turnover]:
            return False
        if to == READY:
            return held is None
        return not (held is not None and held.waits)

    def may_flag(self, number: str, flag: str, value: bool) -> bool:
        """Whether a room may be taken out of service, or put back."""
        held = self.held_by(number)
        taking_out = value is (flag != "is_active")
        if not taking_out or held is None:
            return True
        # A guest can live with a dripping tap; a room that waits must stay as it is.
        return held.is_in_house and flag == "maintenance_required"

    def _holding(self) -> list[Stay]:
        return [stay for stay in self.stays.values() if stay.waits or stay.is_in_house]

    def _party_fits(self, stay: Stay, count: int) -> bool:
        kind = stay.kind if stay.room is None else self.rooms[stay.room].kind
        return count <= CAPACITY[kind]

    def _decide(self, step: str, stay: Stay) -> None:
        """Let a booking go on, or end."""
        if step == "pay":
            stay.status, stay.amounts = "PENDING_APPROVAL", [stay.price, 0]
        elif step == "approve":
            stay.status, stay.amounts = "CONFIRMED", [stay.price, stay.price]
        else:
            stay.status = {"decline": "DECLINED", "cancel": "CANCELLED", "no_show": "NO_SHOW"}[step]
            stay.room, stay.occupancy = None, "AVAILABLE"


def day(today: date, offset: int) -> date:
    """Return a day so many days from another."""
    return today + timedelta(days=offset)
