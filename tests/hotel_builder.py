"""A hotel of a test's own, built through the same facts that any client writes.

Every test isolates itself by its hotel and commits for real, so that deferred constraints, triggers
and races behave as in production.
"""

import copy
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg
from psycopg import sql

FINAL_STEPS: dict[str, tuple[str, ...]] = {
    "PENDING_PAYMENT": (),
    "CANCELLED_DRAFT": ("expire",),
    "PENDING_APPROVAL": ("authorise",),
    "DECLINED": ("authorise", "decline"),
    "CANCELLED": ("cancel",),
    "CONFIRMED": ("authorise", "approve"),
    "NO_SHOW": ("authorise", "approve", "no_show"),
}

# What a row of the ledger names that is more than the payment intent.
NAMED_AT_STRIPE = {
    "REFUNDED": "refund_id",
    "REFUND_FAILED": "refund_id",
    "DISPUTED": "dispute_id",
    "DISPUTE_WON": "dispute_id",
}


class HotelBuilder:
    """Makes a hotel with two room types and, on demand, rooms, staff and bookings.

    Attributes:
        hotel_id, slug: of the new hotel.
        double, family: ids of room types for 2 and for 4 guests.
    """

    def __init__(
        self, connection: psycopg.Connection[Any], *, time_zone: str = "UTC", currency: str = "EUR"
    ) -> None:
        self.connection = connection
        self.slug = f"t-{uuid.uuid4().hex[:12]}"
        self.rooms_made = 0
        self.hotel_id: int = self.value(
            "WITH d AS (INSERT INTO hotelmate.hotel_directory (slug) VALUES (%s) RETURNING *)"
            # Guests come until midnight: at no hour of the day is one of them late.
            " INSERT INTO hotelmate.hotel"
            " (hotel_id, slug, name, time_zone, currency, standard_check_in_time)"
            " SELECT hotel_id, slug, 'Test House', %s, %s, '24:00' FROM d RETURNING hotel_id",
            self.slug,
            time_zone,
            currency,
        )
        self.double = self.room_type("DBL", 2)
        self.family = self.room_type("FAM", 4)

    def value(self, query: str, *parameters: object) -> Any:
        """Run one statement and return the first column of its first row."""
        row = self.connection.execute(query, parameters).fetchone()
        assert row is not None, f"no row from: {query}"
        return row[0]

    def run(self, query: str, *parameters: object) -> int:
        """Run one statement and return how many rows it touched."""
        return self.connection.execute(query, parameters).rowcount

    def insert(self, table: str, **columns: object) -> Any:
        """Insert a row of this hotel and return its first key column after hotel_id."""
        columns = {"hotel_id": self.hotel_id, **columns}
        query = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING *").format(
            sql.Identifier("hotelmate", table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(sql.Placeholder() * len(columns)),
        )
        row = self.connection.execute(query, list(columns.values())).fetchone()
        assert row is not None
        return row[1]

    def update(self, table: str, row_id: int, **columns: object) -> int:
        """Update a row of this hotel by id, as a DBA would; return how many rows it touched."""
        query = sql.SQL("UPDATE {} SET {} WHERE hotel_id = %s AND id = %s").format(
            sql.Identifier("hotelmate", table),
            sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder())
                for name in columns
            ),
        )
        parameters = [*columns.values(), self.hotel_id, row_id]
        return self.connection.execute(query, parameters).rowcount

    def read(self, table: str, row_id: int, column: str) -> Any:
        """Return one column of a row of this hotel."""
        query = sql.SQL("SELECT {} FROM {} WHERE hotel_id = %s AND id = %s").format(
            sql.Identifier(column), sql.Identifier("hotelmate", table)
        )
        row = self.connection.execute(query, (self.hotel_id, row_id)).fetchone()
        assert row is not None, f"no {table} {row_id}"
        return row[0]

    def through(self, connection: psycopg.Connection[Any]) -> "HotelBuilder":
        """Return the same hotel, written through another connection, which sees no other hotel."""
        other = copy.copy(self)
        other.connection = connection
        # Where a transaction keeps its first snapshot, it is the test's to say when it begins.
        if connection.isolation_level != psycopg.IsolationLevel.REPEATABLE_READ:
            connection.execute(
                "SELECT set_config('hotelmate.hotel_id', %s, false)", (str(self.hotel_id),)
            )
        return other

    @contextmanager
    def acting(self, **settings: object) -> Iterator[None]:
        """Open a transaction whose settings hotelmate.<name> say who acts, from where and why."""
        with self.connection.transaction():
            for name, setting in settings.items():
                self.run("SELECT set_config('hotelmate.' || %s, %s, true)", name, str(setting))
            yield

    def today(self) -> date:
        """Return the day on the hotel's calendar."""
        day: date = self.value(
            "SELECT (now() AT TIME ZONE time_zone)::date FROM hotelmate.hotel WHERE hotel_id = %s",
            self.hotel_id,
        )
        return day

    def room_type(self, code: str, max_occupancy: int) -> int:
        """Make a room type."""
        return int(
            self.insert(
                "room_type", code=code, name=code, max_occupancy=max_occupancy, nightly_rate=10000
            )
        )

    def staff(self, username: str = "manager", role: str = "MANAGER") -> int:
        """Make a member of staff."""
        return int(self.insert("staff", username=username, display_name=username, role=role))

    def room(self, **columns: object) -> int:
        """Make a room, READY_FOR_GUEST and a double unless told otherwise; return its id."""
        self.rooms_made += 1
        defaults: dict[str, object] = {
            "room_number": str(100 + self.rooms_made),
            "room_type_id": self.double,
        }
        return int(self.insert("room", **{**defaults, **columns}))

    def booking(
        self,
        status: str = "PENDING_PAYMENT",
        *,
        guests: int = 1,
        named_children: int = 0,
        arrival: int = 0,
        nights: int = 2,
        **columns: object,
    ) -> int:
        """Make a booking with a complete party and take it to a status by its legal steps.

        Args:
            status: any status but COMPLETED (use `checked_out`).
            guests: adults booked and named, the first is PRIMARY.
            named_children: children booked and named.
            arrival: days from today on the hotel's calendar; NO_SHOW needs it below zero.
            nights: length of stay.
            columns: further columns of room_booking.
        """
        check_in = self.today() + timedelta(days=arrival)
        defaults: dict[str, object] = {
            "room_type_id": self.double,
            "check_in": check_in,
            "check_out": check_in + timedelta(days=nights),
            "adults": guests,
            "children": named_children,
            "total_amount": 20000,
        }
        with self.connection.transaction():
            booking = int(self.insert("room_booking", **{**defaults, **columns}))
            for position in range(guests):
                self.guest(booking, "COMPANION" if position else "PRIMARY", f"Guest{position}")
            for position in range(named_children):
                self.guest(booking, first_name=f"Child{position}", age_group="CHILD")
        for step in FINAL_STEPS[status]:
            getattr(self, step)(booking)
        return booking

    def guest(
        self,
        booking: int,
        role: str = "COMPANION",
        first_name: str = "Ada",
        age_group: str = "ADULT",
    ) -> int:
        """Add a member to a booking's party."""
        return int(
            self.insert(
                "booking_guest",
                booking_id=booking,
                role=role,
                age_group=age_group,
                first_name=first_name,
                last_name="Lovelace",
            )
        )

    def primary(self, booking: int) -> int:
        """Return the primary guest of a booking."""
        return int(
            self.value(
                "SELECT id FROM hotelmate.booking_guest"
                " WHERE hotel_id = %s AND primary_of_booking_id = %s",
                self.hotel_id,
                booking,
            )
        )

    def authorise(self, booking: int) -> None:
        """Record a payment at the desk of the booking's whole price."""
        self.run(
            "INSERT INTO hotelmate.payment_entry"
            " (hotel_id, booking_id, kind, amount, provider, method)"
            " SELECT hotel_id, id, 'AUTHORISED', total_amount, 'desk', 'CASH'"
            " FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s",
            self.hotel_id,
            booking,
        )

    def pay(self, booking: int, kind: str, amount: int, **columns: object) -> None:
        """Write a row of a booking's ledger: in cash at the desk unless told otherwise."""
        desk: dict[str, object] = {"provider": "desk", "method": "CASH"}
        row = {"booking_id": booking, "kind": kind, "amount": amount}
        self.insert("payment_entry", **{**desk, **row, **columns})

    def payment(self, booking: int) -> int:
        """Return the payment that counts for a booking."""
        return int(self.read("room_booking", booking, "payment_id"))

    def stripe_payment(self, booking: int, **columns: object) -> int:
        """Make a payment of a booking by Stripe, with its payment intent; return its id."""
        intent = f"pi_{uuid.uuid4().hex}"
        self.insert("stripe_payment_intent", payment_intent_id=intent, booking_id=booking)
        made: dict[str, object] = {
            "booking_id": booking,
            "provider": "stripe",
            "currency": self.read("room_booking", booking, "currency"),
            "payment_intent_id": intent,
        }
        return int(self.insert("payment", **{**made, **columns}))

    def stripe_event(self, booking: int | None, **columns: object) -> str:
        """Store an event of the provider that shows nothing, for a booking; return its id."""
        event = f"evt_{uuid.uuid4().hex}"
        told = {"event_id": event, "event_type": "charge", "payload": "{}", "booking_id": booking}
        self.insert("stripe_webhook_event", **{**told, **columns})
        return event

    def pay_by_stripe(self, booking: int, kind: str, amount: int, **columns: object) -> str:
        """Write a row of the ledger of a booking's payment by Stripe, with an event of its own.

        The payment is the newest that Stripe has of the booking, or a first one, unless payment_id
        is told. The row is plain SQL that no event shows; `tests.stripe_evidence` has such events.

        Returns:
            The id of the event.
        """
        event = self.stripe_event(booking)
        payment = columns.get("payment_id") or self.value(
            "SELECT max(id) FROM hotelmate.payment"
            " WHERE hotel_id = %s AND booking_id = %s AND provider = 'stripe'",
            self.hotel_id,
            booking,
        )
        evidence: dict[str, object] = {
            "payment_id": payment or self.stripe_payment(booking),
            "provider": "stripe",
            "method": None,
            "provider_event_id": event,
        }
        if kind in NAMED_AT_STRIPE:
            evidence[NAMED_AT_STRIPE[kind]] = f"at_stripe_{uuid.uuid4().hex}"
        self.pay(booking, kind, amount, **{**evidence, **columns})
        return event

    def approve(self, booking: int) -> None:
        """Confirm an authorised booking."""
        self.update("room_booking", booking, status="CONFIRMED")

    def decline(self, booking: int) -> None:
        """Decline an authorised booking."""
        self.update("room_booking", booking, status="DECLINED")

    def cancel(self, booking: int) -> None:
        """Cancel a booking."""
        self.update("room_booking", booking, status="CANCELLED")

    def expire(self, booking: int) -> None:
        """Let an unpaid draft lapse."""
        self.update("room_booking", booking, status="CANCELLED_DRAFT")

    def no_show(self, booking: int) -> None:
        """Mark a guest who did not come."""
        self.update("room_booking", booking, status="NO_SHOW")

    def assign(self, booking: int, room: int | None) -> None:
        """Assign a room, or take it back."""
        self.update("room_booking", booking, assigned_room_id=room)

    def check_in(self, booking: int) -> None:
        """Check the guest in now."""
        self.run(
            "UPDATE hotelmate.room_booking SET checked_in_at = now()"
            " WHERE hotel_id = %s AND id = %s",
            self.hotel_id,
            booking,
        )

    def check_out(self, booking: int) -> None:
        """Check the guest out now."""
        self.run(
            "UPDATE hotelmate.room_booking SET checked_out_at = now()"
            " WHERE hotel_id = %s AND id = %s",
            self.hotel_id,
            booking,
        )

    def assigned(self, room: int, **booking: Any) -> int:
        """Make a confirmed booking that waits for a room."""
        made = self.booking("CONFIRMED", **booking)
        self.assign(made, room)
        return made

    def in_house(self, room: int, **booking: Any) -> int:
        """Make a booking that is in house in a room."""
        made = self.assigned(room, **booking)
        self.check_in(made)
        return made

    def checked_out(self, room: int, **booking: Any) -> int:
        """Make a booking whose guest was in a room and has left."""
        made = self.in_house(room, **booking)
        self.check_out(made)
        return made
