"""Hotels with one of everything, each of which says in all its texts whose they are."""

import hashlib
import uuid
from datetime import timedelta
from typing import Any

import psycopg

from app.access.passwords import hash_password
from app.access.tokens import API_KEY, REFRESH_TOKEN, hash_of
from schema.roles import OF_STAFF
from tests.credentials import bearer, session_of, signed_in
from tests.hotel_builder import HotelBuilder

ROLES = tuple(OF_STAFF)

TABLES_OF_HOTELS = """
SELECT relation.relname FROM pg_class AS relation
JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p')
    AND attribute.attname = 'hotel_id' AND NOT attribute.attisdropped
ORDER BY relation.relname
"""


class House(HotelBuilder):
    """A hotel with a member of staff of each role.

    Attributes:
        mark: stands in every text that somebody may write in the hotel, and nowhere else.
        password: of everybody who has one.
        staff_ids: the member of staff of each role, who is called like the role.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.mark = f"Mark{uuid.uuid4().hex[:10]}"
        super().__init__(connection)
        self.run(
            "UPDATE hotelmate.hotel SET name = %s WHERE hotel_id = %s", self.mark, self.hotel_id
        )
        self.staff_ids = {role: self.staff(role.lower(), role) for role in ROLES}
        self.password = f"{self.mark}-is-my-password"
        self._password_hash = hash_password(self.password)

    def headers(self, role: str = "MANAGER") -> dict[str, str]:
        """Return the headers of a member of staff of a role who has just logged in."""
        return bearer(signed_in(self.connection, self.hotel_id, role.lower()))

    def give_password(self, *staff_ids: int) -> None:
        """Let members of staff have the house's password."""
        for staff_id in staff_ids:
            self.run(
                "INSERT INTO hotelmate.staff_password (hotel_id, staff_id, password_hash)"
                " VALUES (%s, %s, %s) ON CONFLICT (hotel_id, staff_id)"
                " DO UPDATE SET password_hash = excluded.password_hash",
                self.hotel_id,
                staff_id,
                self._password_hash,
            )

    def refresh_token(self) -> str:
        """Let somebody log in, and return what their session is renewed with."""
        token = REFRESH_TOKEN.make(self.hotel_id)
        session = session_of(self.connection, self.hotel_id, self.new_staff())
        self.insert("refresh_token", token_hash=hash_of(token), session_id=session.session_id)
        return token

    def staff(self, username: str = "manager", role: str = "MANAGER") -> int:
        """Make a member of staff whose name has the mark."""
        return int(self.insert("staff", username=username, display_name=self.mark, role=role))

    def new_staff(self, role: str = "FRONT_DESK") -> str:
        """Make one more member of staff, with a password, and return the username."""
        username = f"{role.lower()}-{uuid.uuid4().hex[:6]}"
        staff_id = self.staff(username, role)
        if role != "INTEGRATION":
            self.give_password(staff_id)
        return username

    def guest(
        self,
        booking: int,
        role: str = "COMPANION",
        first_name: str = "Ada",
        age_group: str = "ADULT",
    ) -> int:
        """Add a member to a party, whose every text has the mark."""
        return int(
            self.insert(
                "booking_guest",
                booking_id=booking,
                role=role,
                age_group=age_group,
                first_name=f"{first_name} {self.mark}",
                last_name=self.mark,
                email=f"{self.mark}@example.org",
                phone=f"+1 {self.mark}",
            )
        )

    def booking(self, status: str = "PENDING_PAYMENT", **columns: Any) -> int:
        """Make a booking whose every text has the mark."""
        texts = {
            "special_requests": self.mark,
            "booker_first_name": self.mark,
            "booker_last_name": self.mark,
            "booker_email": f"{self.mark}@example.org",
        }
        return super().booking(status, **{**texts, **columns})

    def reference(self, booking: int) -> str:
        """Return what the API calls a booking."""
        return str(self.read("room_booking", booking, "booking_reference"))

    def number(self, room: int) -> str:
        """Return the number of a room."""
        return str(self.read("room", room, "room_number"))

    def task(self, status: str = "OPEN") -> int:
        """Make a task of housekeeping in a room of its own, and take it to a status."""
        task = int(
            self.insert(
                "housekeeping_task", room_id=self.room(), task_type="STAYOVER", note=self.mark
            )
        )
        for step in {"OPEN": (), "IN_PROGRESS": ("IN_PROGRESS",)}[status]:
            self.update("housekeeping_task", task, status=step)
        return task

    def api_key(self, *scopes: str) -> tuple[int, str]:
        """Issue an API key; return its id and the key."""
        key = API_KEY.make(self.hotel_id)
        made = int(
            self.insert(
                "api_key",
                staff_id=self.staff_ids["INTEGRATION"],
                name=self.mark,
                key_hash=hash_of(key),
                created_by=f"staff:{self.mark}",
                expires_at=self.value("SELECT now() + %s", timedelta(days=1)),
            )
        )
        for scope in scopes:
            self.insert("api_key_scope", api_key_id=made, permission=scope)
        return made, key

    def fill(self) -> None:
        """Make one of everything, so that there is something to be read across."""
        for status in ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED", "CANCELLED"):
            self.booking(status)
        for status in ("DECLINED", "CANCELLED_DRAFT"):
            self.booking(status)
        self.booking("NO_SHOW", arrival=-1)
        self.assigned(self.room())
        self.in_house(self.room())
        self.checked_out(self.room())
        self.pay_by_stripe(self.booking(), "AUTHORISED", 20000)
        self.task()
        self.api_key("bookings:read")
        self.insert("cancellation_term", days_before_arrival=7, refund_percent=50)
        self.run("SELECT hotelmate.number_events(%s)", self.hotel_id)

    def digests(self) -> dict[str, str]:
        """Return, by table, a digest of all rows of the hotel: equal when nothing was changed."""
        tables = [name for (name,) in self.connection.execute(TABLES_OF_HOTELS)]
        counted = " UNION ALL ".join(
            f"SELECT '{name}', (SELECT string_agg(t::text, E'\\n' ORDER BY t::text)"
            f" FROM hotelmate.{name} AS t WHERE hotel_id = {self.hotel_id})"
            for name in tables
        )
        return {
            name: hashlib.sha256((rows or "").encode()).hexdigest()
            for name, rows in self.connection.execute(counted.encode())
        }

    def counts(self) -> dict[str, int]:
        """Return, by table, how many rows the hotel has."""
        tables = [name for (name,) in self.connection.execute(TABLES_OF_HOTELS)]
        counted = " UNION ALL ".join(
            f"SELECT '{name}', count(*) FROM hotelmate.{name} WHERE hotel_id = {self.hotel_id}"
            for name in tables
        )
        return {name: int(count) for name, count in self.connection.execute(counted.encode())}
