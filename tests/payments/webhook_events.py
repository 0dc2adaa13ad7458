"""Events that are posted to the product, and what it says and keeps of them."""

import json
from typing import Any

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import intent_for
from tests.stripe_server.delivery import Delivery
from tests.stripe_server.server import StripeServer

Object = dict[str, Any]


def outcome(delivery: Delivery) -> str:
    assert delivery.status == 200, delivery.answer
    return str(json.loads(delivery.answer)["outcome"])


def problem(delivery: Delivery) -> tuple[int | None, str]:
    return delivery.status, json.loads(delivery.answer)["type"].removeprefix("/problems/")


def stored(hotel: HotelBuilder, event_id: str) -> tuple[Any, ...] | None:
    return hotel.connection.execute(
        "SELECT status, error, is_foreign FROM hotelmate.stripe_webhook_event WHERE event_id = %s",
        (event_id,),
    ).fetchone()


def held_event(stripe: StripeServer, hotel: HotelBuilder, **envelope: Any) -> tuple[int, Object]:
    """A booking, and an event by which Stripe holds its price."""
    booking = hotel.booking()
    shown = intent_for(hotel, booking).held()
    invented = stripe.webhooks.invent("payment_intent.amount_capturable_updated", shown, **envelope)
    return booking, invented


def status_of(hotel: HotelBuilder, booking: int) -> str:
    return str(hotel.read("room_booking", booking, "status"))
