"""The application: settings in, ASGI application out. Composition only."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import structlog
from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide

from app import logs
from app.access.access_tokens import AccessTokens
from app.access.log_in import LogIns
from app.access.retention import forget_log_ins_for_ever
from app.access.staff_session import PERMISSION, staff_session
from app.consistency.scheduling import DailyChecks, check_daily
from app.database import Database
from app.messages.from_settings import post_of
from app.metrics import Metrics
from app.openapi import OPENAPI, STAFF_SECURITY
from app.payments.draft_expiry import expire_drafts_for_ever
from app.payments.gateway import Gateway
from app.payments.waiting_events import try_waiting_for_ever
from app.payments.webhook import Receiver
from app.personal_data.retention import erase_overdue_for_ever
from app.problems import respond
from app.realtime.authorisation import ChannelSigner
from app.realtime.feed import Feed
from app.requests.changes import Turns
from app.requests.observation import Observation
from app.requests.proxies import behind
from app.requests.rate_limit import Limits
from app.requests.response_headers import ResponseHeaders, cors
from app.requests.retention import forget_answers_for_ever
from app.requests.shapes import MAX_BODY_BYTES, StrictRequest
from app.requests.time_limit import TimeLimit
from app.routes import (
    access,
    api_keys,
    bookings,
    cancellation,
    consistency,
    decisions,
    events,
    guests,
    health,
    hotel_settings,
    housekeeping,
    links,
    messages,
    party,
    payments,
    personal_data,
    precheckin,
    precheckin_page,
    problems,
    realtime,
    rooms,
    staff,
    stays,
    webhooks,
)
from app.routes.admission import admit
from app.settings import Settings
from schema import revisions


def create_app(settings: Settings) -> Litestar:
    """Build the application.

    The database is reached when the application starts to serve, and need not be there yet: until
    it is, requests are answered 503.
    """
    logs.configure(settings.log_level)
    if settings.api_database_url is None:
        structlog.get_logger().warning("connects_as_owner", set="HOTELMATE_API_DATABASE_URL")
    metrics = Metrics()
    database = Database(settings, metrics)
    gateway = Gateway.of(settings)
    feed = Feed(database, settings.event_streams_max)
    metrics.watch_streams(feed.count)
    app = Litestar(
        route_handlers=_routes(),
        lifespan=[_beside_requests(settings, metrics, database, gateway, feed)],
        state=_state(settings, metrics, database, gateway, feed),
        exception_handlers={Exception: respond},
        request_class=StrictRequest,
        request_max_body_size=MAX_BODY_BYTES,
        cors_config=cors(settings.cors_origins),
        openapi_config=OPENAPI,
        logging_config=None,
    )
    limited = TimeLimit(app.asgi_handler, settings.request_timeout_seconds)
    observed = ResponseHeaders(Observation(limited, metrics))
    app.asgi_handler = behind(settings.trusted_proxies, observed)

    def end_requests() -> None:
        """Let the server end: streams of events at once, and who has not sent what they began."""
        feed.end_streams()
        limited.hurry()

    app.state.end_requests = end_requests
    return app


def _beside_requests(
    settings: Settings, metrics: Metrics, database: Database, gateway: Gateway | None, feed: Feed
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Return what runs as long as the application does, in the order in which it is begun."""
    post = post_of(settings, database, metrics)
    daily_checks = DailyChecks.of(settings)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        await database.open()
        try:
            async with (
                feed.running(),
                expire_drafts_for_ever(database),
                erase_overdue_for_ever(database),
                try_waiting_for_ever(database),
                post.running(),
                check_daily(daily_checks),
                forget_answers_for_ever(database),
                forget_log_ins_for_ever(database),
            ):
                yield
        finally:
            # Also after a start that failed: a pool that is open keeps the process from ending.
            await database.close()
            if gateway is not None:
                gateway.close()

    return lifespan


def _state(
    settings: Settings, metrics: Metrics, database: Database, gateway: Gateway | None, feed: Feed
) -> State:
    """Return what routes, guards and dependencies find in the application."""
    access_tokens = AccessTokens(
        settings.token_keys, timedelta(minutes=settings.access_token_minutes)
    )
    return State(
        {
            "database": database,
            "metrics": metrics,
            "access_tokens": access_tokens,
            "log_ins": LogIns(database, access_tokens, settings.session_hours),
            "token_keys": settings.token_keys,
            "limits": Limits(settings.requests_per_second),
            "turns": Turns(),
            "gateway": gateway,
            "feed": feed,
            "channel_signer": ChannelSigner.of(settings),
            "events_delay_limit_seconds": settings.events_delay_limit_seconds,
            "webhook_receiver": Receiver.of(settings),
            "revisions": (revisions.newest(),),
        }
    )


def _routes() -> list[Router]:
    """Return all routes, those of staff in one router."""
    return [
        access.log_in_router,
        _staff_routes(),
        precheckin.link_router,
        guests.router,
        precheckin_page.router,
        realtime.router,
        webhooks.router,
        health.router,
        problems.router,
    ]


def _staff_routes() -> Router:
    """Return the routes of staff; each names the permission that it needs."""
    router = Router(
        path="/api/hotels/{slug:str}",
        route_handlers=[
            bookings.router,
            decisions.router,
            payments.router,
            stays.router,
            party.router,
            precheckin.router,
            links.router,
            hotel_settings.router,
            personal_data.router,
            messages.router,
            rooms.router,
            housekeeping.router,
            cancellation.router,
            consistency.router,
            events.router,
            access.router,
            staff.router,
            api_keys.router,
        ],
        guards=[admit],
        dependencies={"staff": Provide(staff_session)},
        security=STAFF_SECURITY,
    )
    for route in router.routes:
        for handler in getattr(route, "route_handlers", []):
            if handler.include_in_schema is not False and PERMISSION not in handler.opt:
                raise LookupError(f"{handler.handler_name} names no permission")
    return router
