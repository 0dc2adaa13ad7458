"""What a run of the demo leaves behind, and how it is put in order again."""

from app.demo.desk import DemoError, Desk
from app.demo.stripe_part import StripePart

OPEN = ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED")


class Traces:
    """Remembers the bookings made and the rooms used.

    Args:
        desk: where they were made.
        stripe: who gives back what it holds or took for them; None where nobody paid by card.
    """

    def __init__(self, desk: Desk, stripe: StripePart | None = None) -> None:
        self._desk = desk
        self._stripe = stripe
        self._bookings: list[str] = []
        self._rooms: list[str] = []

    def booked(self, booking: str) -> None:
        """Remember a booking that must have ended when the demo has."""
        self._bookings.append(booking)

    def uses(self, room: str) -> None:
        """Remember a room that must be as ready afterwards as it was before."""
        self._rooms.append(room)

    def clear(self) -> list[str]:
        """End every booking, then make every room ready; return what could not be done."""
        troubles = []
        for work, names in ((self._end, self._bookings), (self._desk.make_ready, self._rooms)):
            for name in names:
                try:
                    work(name)
                except DemoError as error:
                    troubles.append(str(error))
        return troubles

    def _end(self, booking: str) -> None:
        found = self._desk.booking(booking)
        if found["occupancy"] == "IN_HOUSE":
            self._desk.must("POST", f"/bookings/{booking}/check-out")
        elif found["status"] in OPEN:
            reason = {"reason": "made by the demo"}
            self._desk.must("POST", f"/bookings/{booking}/cancel", reason)
        if self._stripe is not None:
            # Nothing may be left that a payments worker would send to Stripe some day.
            self._stripe.carry_out(self._desk, booking)
