"""Health and figures of the process, for whoever operates it."""

import asyncio

from litestar import Router, get
from litestar.datastructures import State

from app.consistency.figures import consistency_text
from app.messages.figures import messages_text
from app.models.health import Live, Ready
from app.problems import ProblemError
from app.queries import health as queries
from app.relay.figures import oldest_seconds, relay_text
from app.routes.answers import refusals


@get("/health/live", summary="Is the process alive?", sync_to_thread=False)
def live() -> Live:
    """Answer without asking anyone."""
    return Live("live")


@get("/health/ready", summary="Can the process work?", responses=refusals(503))
async def ready(state: State) -> Ready:
    """Answer when the database does, its schema is at the program's revision, and no event has
    waited for too long to be delivered."""
    rows = await state.database.probe(queries.REVISION)
    revisions = {row[0] for row in rows}
    if revisions != set(state.revisions):
        raise ProblemError("schema-outdated")
    limit: int = state.events_delay_limit_seconds
    if limit and await oldest_seconds(state.database) > limit:
        raise ProblemError("events-delayed")
    return Ready("ready", ", ".join(sorted(revisions)))


@get(
    "/metrics",
    summary="Figures for Prometheus",
    media_type="text/plain; version=0.0.4; charset=utf-8",
)
async def metrics(state: State) -> str:
    """Return every figure in Prometheus' text format.

    Those of the relay, of the checks and of what waits for guests are the database's, and shown
    while it answers.
    """
    found = await asyncio.gather(
        relay_text(state.database),
        consistency_text(state.database),
        messages_text(state.database),
    )
    own: bytes = state.metrics.text()
    return b"".join((own, *found)).decode()


router = Router(path="/", route_handlers=[live, ready, metrics], tags=["Operation"])
