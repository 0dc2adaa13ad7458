"""Bookings that the demo makes for itself, each up to a certain point."""

from datetime import date, timedelta
from typing import Any

from app.demo.desk import Body, Desk
from app.demo.stripe_part import StripePart
from app.demo.traces import Traces

NIGHTS = 2
LONG_AHEAD = timedelta(days=60)
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


class CardGuests:
    """Guests who pay by card, long before they arrive."""

    def __init__(
        self, desk: Desk, stripe: StripePart, traces: Traces, room_type: str, today: date
    ) -> None:
        self._desk = desk
        self._stripe = stripe
        self._traces = traces
        self._body = booking_for_two(room_type, today + LONG_AHEAD)

    def held(self) -> str:
        """Book, and let Stripe hold the price; PENDING_APPROVAL. Return the booking_id."""
        booking = str(self._desk.must("POST", "/bookings", self._body).body["booking_id"])
        self._traces.booked(booking)
        self._stripe.say(self._stripe.paying(self._desk, booking).held())
        return booking

    def paid(self) -> tuple[str, str]:
        """Let staff approve and Stripe capture; CONFIRMED.

        Returns:
            The booking_id and the id of the event of the capture.
        """
        booking = self.held()
        return booking, self._decide(booking, "approve")

    def refunded(self) -> tuple[str, str, str]:
        """Let staff give everything back, whatever the hotel's terms are; CONFIRMED.

        Returns:
            The booking_id, and the ids of the events of the capture and of the refund.
        """
        booking, capture = self.paid()
        everything = {
            "amount": self._stripe.paying(self._desk, booking).amount,
            "reason": "the pool is closed",
        }
        return booking, capture, self._decide(booking, "refund", everything)

    def _decide(self, booking: str, decision: str, body: Body | None = None) -> str:
        self._desk.must("POST", f"/bookings/{booking}/{decision}", body)
        event, _ = self._stripe.carry_out_one(self._desk, booking)
        return str(event["id"])
