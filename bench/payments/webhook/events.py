"""Bookings that wait for payment, and for each the event that says Stripe holds its price."""

import json
from typing import Any

from bench.payments.histories.hands import OurHands
from bench.payments.histories.history import History, Plan, begin
from bench.payments.histories.moves import MOVES
from bench.payments.stage import Stage
from bench.payments.webhook.client import Address, written
from tests.stripe_server.store import new_id

WEBHOOK = "/webhooks/stripe"
PLAN = Plan(price=20_000, currency="EUR", terms=(), days=5, steps=(), restores=False)
HELD = "payment_intent.amount_capturable_updated"

_BOOKINGS = """
    WITH made AS (
        INSERT INTO hotelmate.room_booking
            (hotel_id, room_type_id, check_in, check_out, adults, total_amount)
        SELECT %(hotel)s, %(type)s, current_date + 5, current_date + 7, 1, %(price)s
        FROM generate_series(1, %(number)s)
        RETURNING hotel_id, id, booking_reference
    ),
    party AS (
        INSERT INTO hotelmate.booking_guest (hotel_id, booking_id, role, first_name, last_name)
        SELECT hotel_id, id, 'PRIMARY', 'Ada', 'Lovelace' FROM made
    )
    SELECT id, booking_reference FROM made ORDER BY id
"""
_PAGES = """
    INSERT INTO hotelmate.payment_session (hotel_id, booking_id, success_url, cancel_url)
    SELECT %(hotel)s, booking_id, 'https://hotel.example/', 'https://hotel.example/'
    FROM unnest(%(bookings)s::bigint[]) AS booking_id
    RETURNING booking_id, id
"""
_WITHOUT_EFFECT = """
    SELECT count(*) FROM hotelmate.room_booking AS booking
    WHERE hotel_id = %(hotel)s AND id = ANY(%(bookings)s) AND (
        status <> 'PENDING_APPROVAL' OR authorised_amount <> total_amount
        OR 1 <> (SELECT count(*) FROM hotelmate.payment_entry AS entry
            WHERE entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id)
    )
"""

Json = dict[str, Any]


class Holds:
    """Events of holds, each on a booking of its own.

    Args:
        stage: where the bookings are made.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._history = begin(stage, PLAN, OurHands())
        self._shown = _event_of_hold(self._history)
        self._bookings: list[int] = []

    def make(self, number: int) -> list[bytes]:
        """Make so many bookings and return the events of their holds, as Stripe posts them."""
        hotel = self._history.hotel
        bookings: dict[str, Any] = {
            "hotel": hotel.hotel_id,
            "type": hotel.double,
            "price": PLAN.price,
            "number": number,
        }
        made = self._stage.owner.execute(_BOOKINGS, bookings).fetchall()
        ids = [booking for booking, _ in made]
        self._bookings += ids
        with_pages = {"hotel": hotel.hotel_id, "bookings": ids}
        pages = dict(self._stage.owner.execute(_PAGES, with_pages).fetchall())
        return [
            self._stage.stripe.webhooks.body_of(self._event(reference, pages[booking]))
            for booking, reference in made
        ]

    def _event(self, reference: str, page: int) -> Json:
        """Return the event of another hold, in the shape of the one that happened."""
        event: Json = json.loads(self._shown)
        intent = event["data"]["object"]
        event["id"], intent["id"], intent["latest_charge"] = map(new_id, ("evt", "pi", "ch"))
        intent["metadata"] |= {"booking": reference, "session": str(page)}
        return event

    def without_effect(self) -> int:
        """Return on how many bookings the price is not held, once."""
        which = {"hotel": self._history.hotel.hotel_id, "bookings": self._bookings}
        row = self._stage.owner.execute(_WITHOUT_EFFECT, which).fetchone()
        assert row is not None
        return int(row[0])


def signed(stage: Stage, bodies: list[bytes]) -> list[bytes]:
    """Return the requests that post events, signed now."""
    address = Address.of(stage.running.url)
    return [
        written(
            address,
            "POST",
            WEBHOOK,
            body,
            Content_Type="application/json; charset=utf-8",
            Stripe_Signature=stage.stripe.webhooks.sign(body),
        )
        for body in bodies
    ]


def _event_of_hold(history: History) -> bytes:
    """Let a guest pay, and return what Stripe says of it."""
    for move in ("ask_page", "pay"):
        if not MOVES[move](history, 0, 0):
            raise RuntimeError(f"{move} was not possible: {history.trouble}")
    stripe = history.stage.stripe
    (event,) = stripe.events(HELD)
    return stripe.webhooks.body_of(event["id"])
