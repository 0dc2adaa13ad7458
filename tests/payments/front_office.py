"""The product as its front desk and Stripe meet it: over HTTP, with the fake in Stripe's place."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from app.main import create_app
from app.payments.gateway import Gateway
from tests.api.conftest import Desk
from tests.api.serving import serving, settings_for
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder
from tests.stripe_server.server import StripeServer

# Silence of the fake that lasts longer than the front office waits, which is longer than a busy
# machine takes for an answer.
PATIENCE = 2.0
SILENCE = 4.0


@contextmanager
def front_office(database_url: str, stripe: StripeServer, **environ: str) -> Iterator[str]:
    """Serve the product, impatient with Stripe; yields its address.

    Args:
        database_url: where its database is.
        stripe: whose account it has.
        environ: further environment variables; an empty one counts as unset.
    """
    app = create_app(settings_for(database_url, **{**stripe.environment(), **environ}))
    if app.state.gateway is not None:
        app.state.gateway.close()
        app.state.gateway = Gateway(stripe.api_key, stripe.api_base, timeout=PATIENCE)
    with serving(app) as address:
        yield address
    if app.state.gateway is not None:
        app.state.gateway.close()


@contextmanager
def desk_of(hotel: HotelBuilder, address: str) -> Iterator[Desk]:
    """Give the front desk of a hotel."""
    with Desk(
        base_url=f"{address}/api/hotels/{hotel.slug}",
        headers=as_staff(hotel),
        timeout=30,
    ) as desk:
        yield desk


def new_hotel(connection: psycopg.Connection) -> HotelBuilder:
    """Make a hotel with a manager and a room."""
    hotel = HotelBuilder(connection)
    hotel.staff()
    hotel.room()
    return hotel


def listening(stripe: StripeServer, address: str) -> StripeServer:
    """Let the provider forget everything and send its events to the product."""
    stripe.reset()
    stripe.webhooks.url = f"{address}/webhooks/stripe"
    return stripe
