"""Events of a hotel: the page after a position, and the stream of what happens from now on."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import HeaderParameter, Parameter

from app.access.staff_session import Staff
from app.models.events import EventPage
from app.models.fields import LARGEST
from app.models.parameters import PAGE, Limit
from app.models.problem import FieldError
from app.problems import ProblemError
from app.realtime.event_stream import EventStream
from app.realtime.replay import page_after, replay
from app.routes.answers import READING_EVENTS, refusals, represent

LAST_EVENT_ID = "Last-Event-ID"
_POSITION = re.compile(r"[0-9]{1,15}")
STREAM = "text/event-stream"

After = Annotated[
    int | None,
    Parameter(
        description="`after` of the page before, or the position of the last event that is known."
        " Left out: no event, and `latest` to go on from.",
        ge=0,
        le=LARGEST,
        schema_extra={"minimum": 0},  # Litestar leaves a limit of 0 out of the document
    ),
]
LastEventId = Annotated[
    str | None,
    HeaderParameter(
        name=LAST_EVENT_ID,
        description="The last id of the stream before, as clients of server-sent events send it."
        " Goes before `after`.",
        # For the document; `_last_event_id` says in words what is wrong.
        schema_extra={"pattern": f"^{_POSITION.pattern}$"},
    ),
]


@dataclass
class _Stream(Operation):
    """Litestar has no words for what a stream consists of."""

    def __post_init__(self) -> None:
        sent = Schema(
            type=OpenAPIType.STRING,
            description="Each event has its position as `id` and an `Event` as `data`, in JSON on"
            " one line. An event named `position` comes first and whenever it was quiet for 15"
            " seconds: `id` and `data` are the position up to which everything was sent.",
        )
        answer = OpenAPIResponse(
            description="Server-sent events, until either side ends them.",
            content={STREAM: OpenAPIMediaType(schema=sent)},
        )
        self.responses = {**(self.responses or {}), "200": answer}


class _Page(msgspec.Struct):
    items: list[msgspec.Raw]
    after: int
    latest: int


@get("/", summary="Events after a position", responses=READING_EVENTS, permission="events:read")
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
    media_type=STREAM,
    responses=READING_EVENTS
    | refusals(
        own={
            503: "As many streams are open as may be (`event-streams-full`), or the database is"
            " away or busy: repeat after `Retry-After` seconds."
        }
    ),
    operation_class=_Stream,
    permission="events:read",
)
async def stream_events(
    request: Request[Any, Any, Any],
    state: State,
    staff: Staff,
    after: After = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """Send events as server-sent events, from a position or from now on."""
    known = _last_event_id(request, last_event_id)
    state.feed.require_room()
    start = after if known is None else known
    # Whatever follows the position is read by the stream itself.
    page = await replay(staff, start, 1)
    listener = state.feed.listen(
        lambda position, limit: page_after(staff, position, limit),
        hotel_id=staff.hotel_id,
        staff_id=page.staff_id,
        username=staff.username,
        session_id=staff.credential.session_id,
        api_key_id=staff.credential.api_key_id,
        position=page.latest if start is None else start,
        latest=page.latest,
    )
    request.scope["state"]["is_stream"] = True
    return EventStream(listener.messages(), gone=lambda: state.feed.leave(listener))


def _last_event_id(request: Request[Any, Any, Any], given: str | None) -> int | None:
    """Return the position in the header, None without one."""
    if given is None:
        return None
    if len(request.headers.getall(LAST_EVENT_ID)) > 1:
        raise _wrong_id("Give it once, or leave it out")
    if _POSITION.fullmatch(given) is None:
        raise _wrong_id("Expected a position in digits")
    return int(given)


def _wrong_id(message: str) -> ProblemError:
    return ProblemError("request-invalid", errors=[FieldError(LAST_EVENT_ID, message)])


router = Router(path="/events", route_handlers=[list_events, stream_events], tags=["Events"])
