"""The application: settings in, ASGI application out. Composition only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide

from app import logs
from app.admission import admit
from app.consistency.scheduling import check_daily
from app.credentials import DevelopmentCredential, staff_session
from app.database import Database
from app.draft_expiry import expire_drafts_for_ever
from app.metrics import Metrics
from app.observation import Observation
from app.openapi import OPENAPI, STAFF_SECURITY
from app.payments.gateway import Gateway
from app.payments.waiting_events import try_waiting_for_ever
from app.payments.webhook import Receiver
from app.problems import respond
from app.realtime.authorisation import ChannelSigner
from app.realtime.feed import Feed
from app.routes import (
    bookings,
    cancellation,
    consistency,
    decisions,
    events,
    health,
    housekeeping,
    party,
    payments,
    problems,
    realtime,
    rooms,
    stays,
    webhooks,
)
from app.settings import Settings
from app.strict_requests import MAX_BODY_BYTES, StrictRequest
from schema import revisions


def create_app(settings: Settings) -> Litestar:
    """Build the application.

    The database is reached when the application starts to serve, and need not be there yet: until
    it is, requests are answered 503.
    """
    logs.configure(settings.log_level)
    metrics = Metrics()
    database = Database(settings, metrics)
    gateway = Gateway.of(settings)
    feed = Feed(database, settings.event_streams_max)
    metrics.watch_streams(feed.count)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        await database.open()
        async with (
            feed.running(),
            expire_drafts_for_ever(database),
            try_waiting_for_ever(database),
            check_daily(settings),
        ):
            yield
        await database.close()
        if gateway is not None:
            gateway.close()

    app = Litestar(
        route_handlers=[
            _staff_routes(),
            realtime.router,
            webhooks.router,
            health.router,
            problems.router,
        ],
        lifespan=[lifespan],
        state=State(
            {
                "database": database,
                "metrics": metrics,
                "credential": DevelopmentCredential(settings),
                "gateway": gateway,
                "feed": feed,
                "channel_signer": ChannelSigner.of(settings),
                "events_delay_limit_seconds": settings.events_delay_limit_seconds,
                "webhook_receiver": Receiver.of(settings),
                "revisions": (revisions.newest(),),
            }
        ),
        exception_handlers={Exception: respond},
        request_class=StrictRequest,
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=OPENAPI,
        logging_config=None,
    )
    app.asgi_handler = Observation(app.asgi_handler, metrics)
    return app


def _staff_routes() -> Router:
    return Router(
        path="/api/hotels/{slug:str}",
        route_handlers=[
            bookings.router,
            decisions.router,
            payments.router,
            stays.router,
            party.router,
            rooms.router,
            housekeeping.router,
            cancellation.router,
            consistency.router,
            events.router,
        ],
        guards=[admit],
        dependencies={"staff": Provide(staff_session)},
        security=STAFF_SECURITY,
    )
