"""Bookings that Stripe holds or took money for, and what Stripe is instructed to do with it."""

from typing import Any

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import Intent, intent_for, new_id, says


def approve(hotel: HotelBuilder, booking: int) -> None:
    """Approve a booking by the fact alone: what Stripe holds is to be captured first."""
    hotel.run(
        "UPDATE hotelmate.room_booking SET approved_at = now() WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        booking,
    )


def held_booking(hotel: HotelBuilder, **booking: Any) -> tuple[int, Intent]:
    """Make a booking for whose price Stripe holds a card."""
    made = hotel.booking(**booking)
    intent = intent_for(hotel, made)
    says(hotel.connection, intent.held())
    return made, intent


def captured_booking(hotel: HotelBuilder, **booking: Any) -> tuple[int, Intent]:
    """Make a booking that is confirmed by Stripe's capture of its price."""
    made, intent = held_booking(hotel, **booking)
    approve(hotel, made)
    says(hotel.connection, intent.captured())
    return made, intent


def payment_of(hotel: HotelBuilder, intent: Intent) -> int:
    """Return the id of an intent's payment."""
    return int(
        hotel.value(
            "SELECT id FROM hotelmate.payment WHERE hotel_id = %s AND payment_intent_id = %s",
            hotel.hotel_id,
            intent.id,
        )
    )


def instructions(hotel: HotelBuilder, booking: int) -> list[tuple[str, int | None, str]]:
    """Return kind, amount and state of a booking's instructions, oldest first."""
    return hotel.connection.execute(
        "SELECT kind, amount, state FROM hotelmate.payment_instruction"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY id",
        (hotel.hotel_id, booking),
    ).fetchall()


def instruct(hotel: HotelBuilder, booking: int, kind: str, **columns: object) -> int:
    """Instruct by hand, as staff do for a refund; return the instruction's id."""
    return int(hotel.insert("payment_instruction", booking_id=booking, kind=kind, **columns))


def last_instruction(hotel: HotelBuilder, booking: int) -> int:
    """Return the id of a booking's last instruction."""
    return int(
        hotel.value(
            "SELECT max(id) FROM hotelmate.payment_instruction"
            " WHERE hotel_id = %s AND booking_id = %s",
            hotel.hotel_id,
            booking,
        )
    )


def settle(hotel: HotelBuilder, instruction: int, state: str) -> None:
    """Take an instruction to another state."""
    hotel.update("payment_instruction", instruction, state=state)


def request_session(hotel: HotelBuilder, booking: int) -> int:
    """Ask for a payment session that Stripe has not heard of yet; return its id."""
    pages = dict.fromkeys(("success_url", "cancel_url"), "https://hotel.example")
    return int(hotel.insert("payment_session", booking_id=booking, **pages))


def open_session(hotel: HotelBuilder, booking: int) -> int:
    """Make a payment session whose page a guest can see; return its id."""
    return int(
        hotel.insert(
            "payment_session",
            booking_id=booking,
            state="OPEN",
            success_url="https://hotel.example",
            cancel_url="https://hotel.example",
            stripe_session_id=new_id("cs"),
            url="https://pay.example",
        )
    )


def stray_hold(hotel: HotelBuilder) -> tuple[int, int]:
    """Make a second hold on a booking that has one; return booking and payment, to be voided."""
    booking, _ = held_booking(hotel)
    second = intent_for(hotel, booking)
    says(hotel.connection, second.held())
    return booking, payment_of(hotel, second)


def ledger(hotel: HotelBuilder, intent: Intent) -> list[tuple[str, int]]:
    """Return kind and amount of the rows of an intent's ledger, oldest first."""
    return hotel.connection.execute(
        "SELECT kind, amount FROM hotelmate.payment_entry"
        " WHERE hotel_id = %s AND payment_id = %s ORDER BY seq",
        (hotel.hotel_id, payment_of(hotel, intent)),
    ).fetchall()


def amounts(hotel: HotelBuilder, booking: int) -> tuple[int, int, int, int, int]:
    """Return what is authorised, captured, voided, refunded and disputed of a booking."""
    authorised, captured, voided, refunded, disputed = (
        hotel.read("room_booking", booking, f"{what}_amount")
        for what in ("authorised", "captured", "voided", "refunded", "disputed")
    )
    return authorised, captured, voided, refunded, disputed


def status_of(hotel: HotelBuilder, booking: int) -> str:
    """Return a booking's status."""
    return str(hotel.read("room_booking", booking, "status"))
