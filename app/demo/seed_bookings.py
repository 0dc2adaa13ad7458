"""The bookings of the demo hotel: each walks to its end by legal steps, one plain write a step."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from app.demo.acting import acting
from app.demo.hotel_plan import CURRENCY, SLUG, Stay
from app.demo.stripe_objects import LONG_HELD_DAYS, Intent

STEPS: dict[str, tuple[str, ...]] = {
    "PENDING_PAYMENT": (),
    "CANCELLED_DRAFT": ("expire",),
    "PENDING_APPROVAL": ("pay",),
    "DECLINED": ("pay", "decline"),
    "CONFIRMED": ("pay", "approve"),
    "NO_SHOW": ("pay", "approve", "no_show"),
    "CANCELLED": ("pay", "approve", "assign", "cancel"),
    "ASSIGNED": ("pay", "approve", "assign"),
    "IN_HOUSE": ("pay", "approve", "assign", "check_in"),
    "COMPLETED": ("pay", "approve", "assign", "check_in", "check_out"),
}
TODAY = "(now() AT TIME ZONE hotel.time_zone)::date"


class BookingSeeder:
    """Books stays and takes them through their lives."""

    def __init__(
        self, connection: psycopg.Connection[Any], hotel_id: int, staff: dict[str, int]
    ) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._staff = staff

    def book(self, stays: Iterable[Stay]) -> None:
        """Make every booking of a plan."""
        for stay in stays:
            with acting(self._connection, "system:demo", "SYSTEM"):
                booking = self._create(stay)
            for step in STEPS[stay.end]:
                getattr(self, f"_{step}")(booking, stay)
            if stay.moved_to is not None:
                self._move(booking, stay.moved_to)

    def _create(self, stay: Stay) -> int:
        row = self._connection.execute(
            "INSERT INTO hotelmate.room_booking (hotel_id, room_type_id, check_in, check_out,"
            "   adults, children, total_amount, special_requests, expires_at)"
            f" SELECT hotel.hotel_id, kind.id, {TODAY} + %(arrival)s,"
            f"   {TODAY} + %(arrival)s + %(nights)s, %(adults)s, %(children)s,"
            "   kind.nightly_rate * %(nights)s, %(requests)s,"
            "   now() + make_interval(days => %(held_days)s::integer)"
            " FROM hotelmate.hotel JOIN hotelmate.room_type AS kind USING (hotel_id)"
            " WHERE hotel.hotel_id = %(hotel)s AND kind.code = %(room_type)s RETURNING id",
            {
                "hotel": self._hotel_id,
                "room_type": stay.room_type,
                "arrival": stay.arrival,
                "nights": stay.nights,
                "adults": stay.adults,
                "children": stay.children,
                "requests": stay.requests,
                "held_days": stay.held_days,
            },
        ).fetchone()
        assert row is not None
        for position, name in enumerate(stay.guests):
            role = "COMPANION" if position else "PRIMARY"
            email = None if position else stay.email
            self._name_guest(int(row[0]), role, stay.age_group(position), name, email)
        return int(row[0])

    def _name_guest(
        self, booking: int, role: str, age_group: str, name: str, email: str | None
    ) -> None:
        first_name, last_name = name.split(" ", 1)
        self._connection.execute(
            "INSERT INTO hotelmate.booking_guest"
            " (hotel_id, booking_id, role, age_group, first_name, last_name, email)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (self._hotel_id, booking, role, age_group, first_name, last_name, email),
        )

    def _pay(self, booking: int, stay: Stay) -> None:
        if stay.by_card:
            self._hold(booking)
            return
        with self._person("reception"):
            self._connection.execute(
                "INSERT INTO hotelmate.payment_entry"
                " (hotel_id, booking_id, kind, amount, provider, method)"
                " SELECT hotel_id, id, 'AUTHORISED', total_amount, 'desk', 'CARD_TERMINAL'"
                " FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s",
                (self._hotel_id, booking),
            )

    def _hold(self, booking: int) -> None:
        """Store what Stripe would say of a hold, as the webhook does."""
        row = self._connection.execute(
            "SELECT booking_reference, total_amount FROM hotelmate.room_booking"
            " WHERE hotel_id = %s AND id = %s",
            (self._hotel_id, booking),
        ).fetchone()
        assert row is not None
        intent = Intent(SLUG, row[0], row[1], CURRENCY.lower())
        with acting(self._connection, "system:stripe", "SYSTEM"):
            # Long, so that the hotel can be looked at for a while before a hold is overdue.
            for event in (intent.held(), intent.charged(held_days=LONG_HELD_DAYS)):
                self._connection.execute(
                    "INSERT INTO hotelmate.stripe_webhook_event (event_id, event_type, payload)"
                    " VALUES (%s, %s, %s)",
                    (event["id"], event["type"], Jsonb(event)),
                )

    def _approve(self, booking: int, stay: Stay) -> None:
        with self._person("manager"):
            self._write(booking, "status = 'CONFIRMED'")

    def _decline(self, booking: int, stay: Stay) -> None:
        with self._person("manager", "fully booked for that week"):
            self._write(
                booking, "status = 'DECLINED', decline_reason = 'fully booked for that week'"
            )

    def _cancel(self, booking: int, stay: Stay) -> None:
        with self._person("reception", "guest fell ill"):
            self._write(booking, "status = 'CANCELLED', cancellation_reason = 'guest fell ill'")

    def _expire(self, booking: int, stay: Stay) -> None:
        with acting(self._connection, "system:draft-expiry", "SYSTEM"):
            self._write(booking, "status = 'CANCELLED_DRAFT'")

    def _no_show(self, booking: int, stay: Stay) -> None:
        with self._person("reception"):
            self._write(booking, "status = 'NO_SHOW'")

    def _assign(self, booking: int, stay: Stay) -> None:
        with self._person("reception"):
            self._write(booking, "assigned_room_id = ({room})", room=stay.room)

    def _check_in(self, booking: int, stay: Stay) -> None:
        # On the day of arrival: in the afternoon, or just now while it is still morning.
        with self._person("reception"):
            self._write(
                booking,
                "checked_in_at = least(now(), (check_in + time '15:20') AT TIME ZONE time_zone)",
            )

    def _check_out(self, booking: int, stay: Stay) -> None:
        with self._person("reception"):
            self._write(booking, "checked_out_at = now()")

    def _move(self, booking: int, room: str) -> None:
        with self._person("reception", "heating too loud at night"):
            self._write(booking, "assigned_room_id = ({room})", room=room)

    def _write(self, booking: int, change: str, **parameters: object) -> None:
        """Update one booking; `{room}` in the change stands for the id of the room given."""
        room = "SELECT id FROM hotelmate.room WHERE hotel_id = %(hotel)s AND room_number = %(room)s"
        self._connection.execute(
            f"UPDATE hotelmate.room_booking SET {change.format(room=room)}"
            " WHERE hotel_id = %(hotel)s AND id = %(booking)s",
            {"hotel": self._hotel_id, "booking": booking, **parameters},
        )

    def _person(self, username: str, reason: str = "") -> AbstractContextManager[None]:
        return acting(
            self._connection,
            f"staff:{username}",
            "FRONT_DESK",
            staff_id=self._staff[username],
            reason=reason,
        )
