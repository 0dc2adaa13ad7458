"""The API as clients meet it: a real server on loopback, and a hotel of each test's own."""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from app.main import create_app
from app.models.bookings import Booking
from tests.api.bodies import PAGES, new_booking
from tests.api.contract import Contract
from tests.api.serving import PUSHER, serving, settings_for
from tests.credentials import bearer, signed_in
from tests.hotel_builder import HotelBuilder
from tests.stripe_server.server import StripeServer

# Of a client, with a machine that is busy with other things.
PATIENCE_SECONDS = 60.0


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
    return Contract(httpx.get(f"{address}/schema/openapi.json", timeout=PATIENCE_SECONDS).json())


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


@pytest.fixture
def desk(
    address: str, owner: psycopg.Connection[Any], hotel: HotelBuilder, contract: Contract
) -> Iterator[Desk]:
    """The front desk of the test's hotel, with the credential."""
    with Desk(
        base_url=f"{address}/api/hotels/{hotel.slug}",
        headers=bearer(signed_in(owner, hotel.hotel_id)),
        event_hooks={"response": [contract.hold]},
        timeout=PATIENCE_SECONDS,
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
