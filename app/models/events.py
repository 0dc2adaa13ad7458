"""Events as clients receive them: the same envelope over Pusher, by replay and as a stream."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from app.models.fields import LARGEST, Moment

Position = Annotated[int, Meta(ge=0, le=LARGEST, description="A place in the hotel's events.")]


class EventMeta(Struct, frozen=True):
    """Which event it is, what it is about, and its place.

    A client that has this `position` of the channel, or a later one, drops the event; a dead letter
    that is sent again has its old position. `event_id` is the same on every channel. When
    `previous` is above the last position that a client has of the channel, or is null though it
    has one, it has missed something. `request_id` is of the request that caused it, null when no
    request did. `scope` holds `booking_id` and `version`; `room_id`, `room_number` and `version`;
    or `task_id` and `room_number`. A room keeps its `room_id`, and its number may be another's.
    """

    event_id: str
    hotel_slug: str
    ts: Moment
    scope: dict[str, Any]
    channel: str
    position: Position
    previous: Position | None
    request_id: str | None


class Event(Struct, frozen=True):
    """One event on one channel."""

    category: Literal["booking", "rooms", "housekeeping"]
    type: str
    payload: dict[str, Any]
    meta: EventMeta


class EventPage(Struct, frozen=True):
    """Events in the order of their positions.

    Go on with `after`; when it is `latest`, nothing more had happened.
    """

    items: list[Event]
    after: Position
    latest: Position
