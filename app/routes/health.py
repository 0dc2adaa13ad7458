"""Health and figures of the process, for whoever operates it."""

from litestar import Router, get
from litestar.datastructures import State

from app.models.health import Live, Ready
from app.problems import ProblemError
from app.routes.answers import refusals

REVISION = "SELECT version_num FROM public.alembic_version"


@get("/health/live", summary="Is the process alive?", sync_to_thread=False)
def live() -> Live:
    """Answer without asking anyone."""
    return Live("live")


@get("/health/ready", summary="Can the process work?", responses=refusals(503))
async def ready(state: State) -> Ready:
    """Answer when the database does and its schema is at the program's revision."""
    rows = await state.database.probe(REVISION)
    revisions = {row[0] for row in rows}
    if revisions != set(state.revisions):
        raise ProblemError("schema-outdated")
    return Ready("ready", ", ".join(sorted(revisions)))


@get(
    "/metrics",
    summary="Figures for Prometheus",
    media_type="text/plain; version=0.0.4; charset=utf-8",
    sync_to_thread=False,
)
def metrics(state: State) -> str:
    """Return every figure in Prometheus' text format."""
    text: str = state.metrics.text().decode()
    return text


router = Router(path="/", route_handlers=[live, ready, metrics], tags=["Operation"])
