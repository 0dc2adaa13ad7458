"""Events of a hotel: the page after a position, and the stream of what happens from now on."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.params import HeaderParameter, Parameter

from app.credentials import Staff
from app.models.events import EventPage
from app.models.fields import LARGEST
from app.models.parameters import PAGE, Limit
from app.realtime.event_stream import EventStream
from app.realtime.replay import page_after, replay
from app.routes.answers import READING_EVENTS, represent

After = Annotated[
    int | None,
    Parameter(
        description="`after` of the page before, or the position of the last event that is known."
        " Left out: no event, and `latest` to go on from.",
        ge=0,
        le=LARGEST,
    ),
]
LastEventId = Annotated[
    str | None,
    HeaderParameter(
        name="Last-Event-ID",
        description="Where the stream before broke off; a browser sends it. Goes before `after`.",
        pattern=r"^[0-9]{1,15}\Z",
    ),
]


class _Page(msgspec.Struct):
    items: list[msgspec.Raw]
    after: int
    latest: int


@get("/", summary="Events after a position", responses=READING_EVENTS)
async def list_events(
    staff: Staff, after: After = None, limit: Limit = PAGE
) -> Response[EventPage]:
    """List what happened after a position: nothing is missing, and one's own changes are there."""
    page = await replay(staff, after, limit)
    items = [msgspec.Raw(event.envelope) for event in page.events]
    return represent(msgspec.json.encode(_Page(items, page.after, page.latest)), EventPage)


@get(
    "/stream",
    summary="Events as they happen",
    media_type="text/event-stream",
    responses=READING_EVENTS,
)
async def stream_events(
    request: Request[Any, Any, Any],
    state: State,
    staff: Staff,
    after: After = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """Send events as server-sent events, from a position or from now on.

    The id of each is its position, its data the same as an item of the page.
    """
    state.feed.require_room()
    start = after if last_event_id is None else int(last_event_id)
    # Whatever follows the position is read by the stream itself.
    page = await replay(staff, start, 1)
    listener = state.feed.listen(
        lambda position, limit: page_after(staff, position, limit),
        hotel_id=staff.hotel_id,
        staff_id=page.staff_id,
        username=staff.username,
        position=page.latest if start is None else start,
        latest=page.latest,
    )
    request.scope["state"]["is_stream"] = True
    return EventStream(listener.messages(), gone=lambda: state.feed.leave(listener))


router = Router(path="/events", route_handlers=[list_events, stream_events], tags=["Events"])
