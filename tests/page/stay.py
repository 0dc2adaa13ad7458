"""A booking whose guests are asked to check in before they come."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.page.form_of_every_kind import FORM
from tests.page.forms import Form, publish
from tests.precheckin import issue_link

NAME = "Grand <Test> House & Sons"
BRAND = "#ffd54f"
PHONE, EMAIL = "+442079460958", "desk@example.org"


@dataclass(frozen=True)
class Stay:
    """A booking for two adults of whom one is named, and its link.

    Attributes:
        hotel: where.
        booking: its id.
        token: of its link.
    """

    hotel: HotelBuilder
    booking: int
    token: str

    @classmethod
    def made(
        cls, owner: psycopg.Connection[Any], form: Form = FORM, *, language: str = "en"
    ) -> "Stay":
        """Make a hotel that asks by a form, a booking and a link."""
        hotel = HotelBuilder(owner)
        hotel.staff()
        hotel.run(
            "UPDATE hotelmate.hotel SET name = %s, brand_color = %s, contact_phone = %s,"
            " contact_email = %s WHERE hotel_id = %s",
            *(NAME, BRAND, PHONE, EMAIL, hotel.hotel_id),
        )
        publish(owner, hotel.hotel_id, form)
        booking = hotel.booking("CONFIRMED", guests=1, adults=2, language=language)
        return cls(hotel, booking, issue_link(hotel, booking))

    @classmethod
    def asking_nothing(cls, owner: psycopg.Connection[Any]) -> "Stay":
        """Make one whose form has no field, so that it is submitted as it is."""
        return cls.made(owner, Form())

    def submit(self) -> None:
        """Submit pre-check-in, as a DBA would."""
        self.hotel.run(
            "UPDATE hotelmate.room_booking SET precheckin_submitted_at = now()"
            " WHERE hotel_id = %s AND id = %s",
            *(self.hotel.hotel_id, self.booking),
        )

    def submit_for_the_named(self, typed: dict[str, str]) -> None:
        """Submit what was typed for the booking and for the guest who is named, as a DBA would."""
        of_guest, of_booking = (
            {
                name.removeprefix(prefix): True if text == "true" else text
                for name, text in typed.items()
                if name.startswith(prefix)
            }
            for prefix in ("guests.0.answers.", "answers.")
        )
        self.hotel.run(
            "UPDATE hotelmate.booking_guest SET precheckin_payload = %s"
            " WHERE hotel_id = %s AND booking_id = %s",
            *(Jsonb(of_guest), self.hotel.hotel_id, self.booking),
        )
        self.hotel.run(
            "UPDATE hotelmate.room_booking SET precheckin_payload = %s WHERE hotel_id = %s"
            " AND id = %s",
            *(Jsonb(of_booking), self.hotel.hotel_id, self.booking),
        )
        self.submit()

    @property
    def path(self) -> str:
        """Where the page is."""
        return f"/precheckin/{self.token}"

    @property
    def submitted_at(self) -> Any:
        """When pre-check-in was submitted, None before."""
        return self.hotel.read("room_booking", self.booking, "precheckin_submitted_at")

    @property
    def answers(self) -> dict[str, Any]:
        """What is kept for the booking."""
        found: dict[str, Any] = self.hotel.read("room_booking", self.booking, "precheckin_payload")
        return found

    def party(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return the names and answers of the guests."""
        return self.hotel.connection.execute(
            "SELECT first_name, last_name, precheckin_payload FROM hotelmate.booking_guest"
            " WHERE hotel_id = %s AND booking_id = %s ORDER BY role DESC, id",
            (self.hotel.hotel_id, self.booking),
        ).fetchall()

    def submissions(self) -> int:
        """Return how many submissions there were."""
        return int(
            self.hotel.value(
                "SELECT count(*) FROM hotelmate.booking_event"
                " WHERE hotel_id = %s AND event_type = 'booking_precheckin_submitted'",
                self.hotel.hotel_id,
            )
        )

    def expire(self) -> None:
        """Let the time of the link be over."""
        self.hotel.run(
            "UPDATE hotelmate.booking_token SET expires_at = created_at + interval '1 microsecond'"
            " WHERE hotel_id = %s",
            self.hotel.hotel_id,
        )

    def supersede(self) -> str:
        """Issue a newer link; return its token."""
        return issue_link(self.hotel, self.booking)
