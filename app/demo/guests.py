"""Bookings that the demo makes for itself, each up to a certain point."""

from datetime import date, timedelta
from typing import Any

from app.demo.desk import Desk
from app.demo.traces import Traces

NIGHTS = 2
NAMES = (("Maeve", "Doyle"), ("Ronan", "Doyle"))


def booking_for_two(room_type: str, today: date, *, named: int = 2) -> dict[str, Any]:
    """Return the body of a new booking: two adults from today, of whom so many are named."""
    return {
        "room_type": room_type,
        "check_in": today.isoformat(),
        "check_out": (today + timedelta(days=NIGHTS)).isoformat(),
        "adults": 2,
        "children": 0,
        "guests": [{"first_name": first, "last_name": last} for first, last in NAMES[:named]],
    }


class Guests:
    """Books, pays, approves, assigns and checks in; every method returns the booking_id."""

    def __init__(self, desk: Desk, traces: Traces, room_type: str, today: date) -> None:
        self._desk = desk
        self._traces = traces
        self._room_type = room_type
        self._today = today

    def draft(self, *, named: int = 2) -> str:
        """Book; PENDING_PAYMENT."""
        body = booking_for_two(self._room_type, self._today, named=named)
        booking = str(self._desk.must("POST", "/bookings", body).body["booking_id"])
        self._traces.booked(booking)
        return booking

    def authorised(self, *, named: int = 2) -> str:
        """Book and pay; PENDING_APPROVAL."""
        booking = self.draft(named=named)
        self._desk.must("POST", f"/bookings/{booking}/desk-payment", {"method": "CASH"})
        return booking

    def confirmed(self, *, named: int = 2) -> str:
        """Book, pay and approve; CONFIRMED."""
        booking = self.authorised(named=named)
        self._desk.must("POST", f"/bookings/{booking}/approve")
        return booking

    def assigned(self, room: str) -> str:
        """Confirm a booking and let it wait for a room."""
        booking = self.confirmed()
        self._desk.must("POST", f"/bookings/{booking}/assign-room", {"room_number": room})
        return booking

    def in_house(self, room: str) -> str:
        """Check a guest in to a room."""
        booking = self.assigned(room)
        self._desk.must("POST", f"/bookings/{booking}/check-in")
        return booking
