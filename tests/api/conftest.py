"""The API as clients meet it: a real server on loopback, and a hotel of each test's own."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest
from litestar import Litestar
from msgspec import structs

from app.main import create_app
from app.models.bookings import Booking
from app.server import Server, configured
from app.settings import Settings
from schema import roles
from tests.access import TOKEN_KEY, bearer, signed_in
from tests.api.contract import Contract
from tests.database_log_ins import logged_in_as
from tests.hotel_builder import HotelBuilder
from tests.stripe_server.server import StripeServer

SHUTDOWN_SECONDS = 5
# Nothing is sent there by the API, which only signs.
PUSHER = {
    "PUSHER_APP_ID": "an-app",
    "PUSHER_KEY": "a-pusher-key",
    "PUSHER_SECRET": "a-pusher-secret-for-tests",
    "PUSHER_HOST": "127.0.0.1",
    "PUSHER_SSL": "false",
}


def settings_for(database_url: str, **environ: str) -> Settings:
    """Return settings for a database; further arguments are environment variables."""
    settings = Settings.from_environ(
        {
            "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
            "HOTELMATE_LOG_LEVEL": "error",
            "HOTELMATE_POOL_MAX_SIZE": "16",
            # No relay runs in the database that tests share.
            "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
            # Nor do its hundreds of hotels have to be looked at.
            "HOTELMATE_CHECK_HOUR": "off",
            # Tests ask as fast as they can.
            "HOTELMATE_REQUESTS_PER_SECOND": "0",
            **environ,
        }
    ).with_database(database_url)
    return structs.replace(settings, api_database_url=logged_in_as(database_url, roles.GATE))


@contextmanager
def serving(app: Litestar) -> Iterator[str]:
    """Serve an application on a free port of loopback; yields its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = Server(
            # What does not end by itself makes a test fail, which takes longer than this.
            configured(app, lifespan="on", timeout_graceful_shutdown=SHUTDOWN_SECONDS),
            app.state.end_requests,
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                time.sleep(0.01)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def stripe() -> Iterator[StripeServer]:
    """The provider that all tests share; each finds its own things by its hotel's slug."""
    with StripeServer() as server:
        yield server


@pytest.fixture(scope="session")
def address(database_url: str, stripe: StripeServer) -> Iterator[str]:
    """Address of the server that all tests share."""
    settings = settings_for(database_url, **stripe.environment(), **PUSHER)
    with serving(create_app(settings)) as address:
        stripe.webhooks.url = f"{address}/webhooks/stripe"
        yield address


@pytest.fixture(scope="session")
def contract(address: str) -> Contract:
    """What the OpenAPI document promises; every response of `desk` is held against it."""
    return Contract(httpx.get(f"{address}/schema/openapi.json").json())


@pytest.fixture
def hotel(owner: psycopg.Connection[Any]) -> HotelBuilder:
    """A hotel with a manager and five ready rooms: 101 to 104 doubles, 105 for a family."""
    built = HotelBuilder(owner)
    built.staff()
    for _ in range(4):
        built.room()
    built.room(room_type_id=built.family)
    return built


class Desk(httpx.Client):
    """The front desk of a hotel: paths are relative to the hotel."""

    def make(self, **changes: object) -> str:
        """Create a booking for two tonight and return its booking_id."""
        response = self.post("/bookings", json=new_booking(**changes))
        assert response.status_code == 201, response.text
        return str(response.json()["booking_id"])

    def do(self, booking: str, step: str, **body: object) -> dict[str, Any]:
        """Take one step of a booking, which must succeed, and return the booking."""
        response = self.post(f"/bookings/{booking}/{step}", json=body or None)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def confirmed(self, **changes: object) -> str:
        """Create a booking, take its payment and approve it."""
        booking = self.make(**changes)
        self.do(booking, "desk-payment", method="CASH")
        self.do(booking, "approve")
        return booking

    def assigned(self, room_number: str = "101", **changes: object) -> str:
        """Confirm a booking and assign a room."""
        booking = self.confirmed(**changes)
        self.do(booking, "assign-room", room_number=room_number)
        return booking

    def in_house(self, room_number: str = "101", **changes: object) -> str:
        """Check a guest in."""
        booking = self.assigned(room_number, **changes)
        self.do(booking, "check-in")
        return booking

    def booking(self, booking: str) -> dict[str, Any]:
        """Read a booking."""
        found: dict[str, Any] = self.get(f"/bookings/{booking}").json()
        return found

    def shown(self, booking: str) -> dict[str, Any]:
        """Read a booking, without what only its reader is told."""
        found = self.booking(booking)
        return {name: found[name] for name in Booking.__struct_fields__}

    def held(self, stripe: StripeServer, **changes: object) -> tuple[str, str]:
        """Create a booking that its guest pays by card; return it and the payment intent."""
        booking = self.make(**changes)
        opened = self.post(f"/bookings/{booking}/payment-session", json=PAGES)
        assert opened.status_code == 201, opened.text
        (session,) = stripe.sessions(hotel=self.slug, booking=booking)
        intent = stripe.people.pay(session["id"])
        stripe.webhooks.deliver_all()
        assert self.booking(booking)["status"] == "PENDING_APPROVAL"
        return booking, intent

    def captured(self, stripe: StripeServer, **changes: object) -> tuple[str, str]:
        """Create a booking paid by card and approved, and let Stripe capture."""
        booking, intent = self.held(stripe, **changes)
        self.do(booking, "approve")
        stripe.people.dashboard_capture(intent)
        stripe.webhooks.deliver_all()
        assert self.booking(booking)["status"] == "CONFIRMED"
        return booking, intent

    @property
    def slug(self) -> str:
        """The hotel's."""
        return self.base_url.path.strip("/").rpartition("/")[2]

    def room(self, room_number: str) -> dict[str, Any]:
        """Read a room."""
        found: dict[str, Any] = self.get(f"/rooms/{room_number}").json()
        return found


PAGES = {"success_url": "https://hotel.example/paid", "cancel_url": "https://hotel.example/back"}


def new_booking(**changes: object) -> dict[str, object]:
    """Return the body of a booking for two, from today, on the calendar of a hotel in UTC."""
    today = time.strftime("%Y-%m-%d", time.gmtime())
    after = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 2 * 86_400))
    return {
        "room_type": "DBL",
        "check_in": today,
        "check_out": after,
        "adults": 2,
        "guests": [
            {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"},
            {"first_name": "Charles", "last_name": "Babbage"},
        ],
        **changes,
    }


@pytest.fixture
def desk(
    address: str, owner: psycopg.Connection[Any], hotel: HotelBuilder, contract: Contract
) -> Iterator[Desk]:
    """The front desk of the test's hotel, with the credential."""
    with Desk(
        base_url=f"{address}/api/hotels/{hotel.slug}",
        headers=bearer(signed_in(owner, hotel.hotel_id)),
        event_hooks={"response": [contract.hold]},
    ) as client:
        yield client


def refusal(response: httpx.Response, name: str, status: int) -> dict[str, Any]:
    """Expect a problem of this type and status and return its body."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    problem: dict[str, Any] = response.json()
    assert (problem["type"], response.status_code) == (f"/problems/{name}", status), problem
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["x-request-id"]
    return problem
