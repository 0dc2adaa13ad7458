"""A hotel whose guests are told things, and what tells them."""

import asyncio
import secrets
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.access.tokens import hash_of
from app.background.backoff import Backoff
from app.database import Database
from app.guests.links import token_of
from app.messages.composing import Composer
from app.messages.sender import Mail, Sender
from app.messages.sending import Pace, Post
from app.metrics import Metrics
from app.requests.secrets_shown_once import name_of_key
from tests.api.serving import settings_for
from tests.credentials import TOKEN_KEY
from tests.hotel_builder import HotelBuilder

FROM = "stay@messages.example"
PUBLIC = "https://hotel.example"
# Nobody has to wait for the next try.
AT_ONCE = Pace(poll=0.02, pause=Backoff(first=0.0, longest=0.0))
# The next try is far enough away to be seen waiting, and the pauses grow by far more than a test
# takes.
LATER = Pace(poll=0.02, pause=Backoff(first=600.0, longest=6_000.0))


class GuestPost:
    """A hotel, its bookings with an address each, and their messages.

    Attributes:
        hotel: the hotel.
        url: connection string of its database.
        counted: what came of messages, as told to the figures.
    """

    def __init__(self, hotel: HotelBuilder, url: str) -> None:
        self.hotel = hotel
        self.url = url
        self.counted: Counter[str] = Counter()

    def booking(
        self, status: str = "CONFIRMED", email: str | None = "ada@guest.example", **columns: Any
    ) -> int:
        """Make a booking whose primary guest has an address, by its steps."""
        with self.hotel.connection.transaction():
            booking = self.hotel.booking("PENDING_PAYMENT", **columns)
            self.hotel.run(
                "UPDATE hotelmate.booking_guest SET email = %s"
                " WHERE hotel_id = %s AND booking_id = %s AND role = 'PRIMARY'",
                email,
                self.hotel.hotel_id,
                booking,
            )
        steps = {
            "PENDING_PAYMENT": "",
            "PENDING_APPROVAL": "authorise",
            "CONFIRMED": "authorise approve",
            "DECLINED": "authorise decline",
            "CANCELLED": "cancel",
        }
        for step in steps[status].split():
            getattr(self.hotel, step)(booking)
        return booking

    def link(self, booking: int, key: str = TOKEN_KEY, **columns: Any) -> str:
        """Issue a link, as the API does, and return its token."""
        recipe = f"precheckin:{name_of_key(key)}:{secrets.token_hex(16)}"
        token = token_of((key,), self.hotel.hotel_id, recipe)
        assert token is not None
        facts: dict[str, Any] = {
            "booking_id": booking,
            "purpose": "PRECHECKIN",
            "token_hash": hash_of(token),
            "token_recipe": recipe,
            "expires_at": self.hotel.value("SELECT now() + interval '3 days'"),
        }
        self.hotel.insert("booking_token", **{**facts, **columns})
        return token

    def reference(self, booking: int) -> str:
        """Return what the guest calls the booking."""
        return str(self.hotel.read("room_booking", booking, "booking_reference"))

    def messages(self, booking: int) -> list[tuple[str, str, str | None]]:
        """Return kind, state and code of the messages about a booking, oldest first."""
        return self.hotel.connection.execute(
            "SELECT kind, state, last_error FROM hotelmate.guest_message"
            " WHERE hotel_id = %s AND booking_id = %s ORDER BY id",
            (self.hotel.hotel_id, booking),
        ).fetchall()

    def states(self, booking: int) -> list[str]:
        """Return the states of the messages about a booking, oldest first."""
        return [state for _, state, _ in self.messages(booking)]

    def age(self, column: str, by: timedelta = timedelta(days=2)) -> None:
        """Let time pass for every unfinished message of the hotel: past the guards."""
        with self.hotel.connection.transaction():
            self.hotel.run("SET LOCAL session_replication_role = replica")
            self.hotel.run(
                f"UPDATE hotelmate.guest_message SET {column} = {column} - %s"
                " WHERE hotel_id = %s AND finished_at IS NULL",
                by,
                self.hotel.hotel_id,
            )

    def send(
        self,
        sender: Sender | None,
        pace: Pace = LATER,
        keys: tuple[str, ...] = (TOKEN_KEY,),
        posts: int = 1,
    ) -> None:
        """Let one or more processes' worth of senders do what is due, all at the same time."""

        async def run() -> None:
            databases = [Database(settings_for(self.url), Metrics()) for _ in range(posts)]
            for database in databases:
                await database.open()
            composer = Composer(FROM, PUBLIC, keys)
            made = [Post(each, sender, composer, self._count, pace) for each in databases]
            try:
                await asyncio.gather(*(post.round() for post in made))
            finally:
                for database in databases:
                    await database.close()

        asyncio.run(run())

    def _count(self, state: str, number: int) -> None:
        self.counted[state] += number


class Recorder:
    """A sender that keeps what it is given, or fails as it is told.

    Args:
        failing: raises what becomes of a message, after it was kept.
    """

    def __init__(self, failing: Callable[[Mail], None] | None = None) -> None:
        self.sent: list[Mail] = []
        self._failing = failing

    async def send(self, mail: Mail) -> None:
        """Keep a message."""
        self.sent.append(mail)
        await asyncio.sleep(0)
        if self._failing is not None:
            self._failing(mail)


def mark() -> str:
    """Return a word that stands nowhere else."""
    return f"mark{uuid.uuid4().hex}"
