"""Bookings of every outcome, with everything told of them that can be told."""

from collections.abc import Callable
from typing import Any

from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import answers, intent_for, says

TOLD = {"name": "Mareike", "text": "a quiet room for Mareike", "email": "mareike@example.org"}
PHONE = "+4930123456"
CONSENT_WORDS = "We may write to you."


def publish_form(hotel: HotelBuilder) -> None:
    """Publish a form that asks the booking and each guest."""
    with hotel.connection.transaction():
        hotel.insert("precheckin_form")
        version = hotel.value(
            "SELECT max(version) FROM hotelmate.precheckin_form WHERE hotel_id = %s", hotel.hotel_id
        )
        fields: list[dict[str, Any]] = [
            {"name": "wishes", "asked_of": "BOOKING", "kind": "TEXT"},
            {"name": "passport", "asked_of": "GUEST", "kind": "DOCUMENT_NUMBER"},
            {
                "name": "letters",
                "asked_of": "GUEST",
                "kind": "CONSENT",
                "consent_texts": Jsonb({"en": CONSENT_WORDS}),
            },
        ]
        for position, field in enumerate(fields, start=1):
            hotel.insert(
                "precheckin_field",
                form_version=version,
                position=position,
                labels=Jsonb({"en": field["name"]}),
                **field,
            )


def told(hotel: HotelBuilder, status: str = "CONFIRMED", **columns: Any) -> int:
    """Make a booking for two of which everything is told."""
    booking = hotel.booking(
        status,
        guests=2,
        **{
            "special_requests": TOLD["text"],
            "booker_first_name": TOLD["name"],
            "booker_last_name": TOLD["name"],
            "booker_email": TOLD["email"],
            "booker_phone": PHONE,
            **columns,
        },
    )
    hotel.run(
        "UPDATE hotelmate.booking_guest SET last_name = %s, email = %s, phone = %s"
        " WHERE hotel_id = %s AND booking_id = %s",
        TOLD["name"],
        TOLD["email"],
        PHONE,
        hotel.hotel_id,
        booking,
    )
    return booking


def submit(hotel: HotelBuilder, booking: int) -> None:
    """Fill in and submit pre-check-in of a booking and its guests."""
    hotel.update("room_booking", booking, precheckin_payload=Jsonb({"wishes": TOLD["text"]}))
    hotel.run(
        "UPDATE hotelmate.booking_guest SET precheckin_payload = %s"
        " WHERE hotel_id = %s AND booking_id = %s",
        Jsonb({"passport": "C01X00T47", "letters": True}),
        hotel.hotel_id,
        booking,
    )
    hotel.run(
        "UPDATE hotelmate.room_booking SET precheckin_submitted_at = now()"
        " WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        booking,
    )


def stayed(hotel: HotelBuilder) -> int:
    """Let guests who filled everything in come, move with a reason, and leave."""
    booking = told(hotel)
    submit(hotel, booking)
    hotel.assign(booking, hotel.room())
    hotel.check_in(booking)
    hotel.insert(
        "housekeeping_task",
        room_id=hotel.read("room_booking", booking, "assigned_room_id"),
        booking_id=booking,
        task_type="STAYOVER",
        note=TOLD["text"],
    )
    with hotel.acting(reason=TOLD["text"]):
        hotel.assign(booking, hotel.room())
    hotel.check_out(booking)
    return booking


def cancelled(hotel: HotelBuilder) -> int:
    """Let staff cancel a paid booking and say why; some of it is refunded."""
    booking = told(hotel)
    with hotel.acting(reason=TOLD["text"]):
        hotel.update("room_booking", booking, status="CANCELLED", cancellation_reason=TOLD["text"])
    return booking


def declined(hotel: HotelBuilder) -> int:
    """Let staff decline a booking and say why."""
    booking = told(hotel, "PENDING_APPROVAL")
    with hotel.acting(reason=TOLD["text"]):
        hotel.update("room_booking", booking, status="DECLINED", decline_reason=TOLD["text"])
    return booking


def lapsed(hotel: HotelBuilder) -> int:
    """Let a draft lapse that a session for paying was asked for."""
    booking = told(hotel, "PENDING_PAYMENT")
    url = f"https://hotel.example/back?for={TOLD['name']}"
    hotel.insert("payment_session", booking_id=booking, success_url=url, cancel_url=url)
    hotel.expire(booking)
    return booking


def missed(hotel: HotelBuilder) -> int:
    """Let nobody come."""
    booking = told(hotel, arrival=-1)
    hotel.no_show(booking)
    return booking


def disputed(hotel: HotelBuilder) -> int:
    """Let a booking be paid by card, cancelled and disputed; Stripe knows the guest."""
    booking = told(hotel, "PENDING_PAYMENT")
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.held() | {"receipt_email": TOLD["email"]})
    hotel.update("room_booking", booking, approved_at="now")
    says(hotel.connection, intent.captured())
    known = {"billing_details": {"name": TOLD["name"], "email": TOLD["email"]}}
    says(hotel.connection, intent.charge(captured=intent.amount) | known)
    with hotel.acting(reason=TOLD["text"]):
        hotel.cancel(booking)
    evidence = {"customer_name": TOLD["name"], "customer_email_address": TOLD["email"]}
    says(hotel.connection, intent.dispute() | {"evidence": evidence})
    answers(hotel.connection, intent.captured() | {"shipping": {"name": TOLD["name"]}})
    return booking


OUTCOMES: dict[str, Callable[[HotelBuilder], int]] = {
    "COMPLETED": stayed,
    "CANCELLED": cancelled,
    "CANCELLED, paid by card and disputed": disputed,
    "DECLINED": declined,
    "CANCELLED_DRAFT": lapsed,
    "NO_SHOW": missed,
}


def erase(hotel: HotelBuilder, booking: int) -> int:
    """Erase a whole party; return how many guests."""
    return hotel.run(
        "UPDATE hotelmate.booking_guest SET personal_data_erased_at = now()"
        " WHERE hotel_id = %s AND booking_id = %s AND personal_data_erased_at IS NULL",
        hotel.hotel_id,
        booking,
    )
