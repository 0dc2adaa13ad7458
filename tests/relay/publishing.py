"""Messages, and a Pusher publisher for as long as they take."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import msgspec
import pytest

from app.relay.message import Message
from app.relay.publisher import PublishError
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings
from tests.pusher_server.server import PusherServer


def message(position: int = 1, **changes: Any) -> Message:
    event_id = UUID(int=position)
    fields: dict[str, Any] = {
        "hotel_id": 1,
        "slug": "sea-view",
        "channel": "rooms",
        "position": position,
        "event_id": event_id,
        "event_type": "room_updated",
        "data": json.dumps({"type": "room_updated", "meta": {"event_id": str(event_id)}}),
        "failures": 0,
        "age": 0.0,
    }
    return Message(**fields | changes)


@asynccontextmanager
async def publisher_of(server: PusherServer, **changes: Any) -> AsyncIterator[PusherChannels]:
    settings = Settings.from_environ(server.environment())
    publisher = PusherChannels(msgspec.structs.replace(settings, **changes))
    try:
        yield publisher
    finally:
        await publisher.close()


def publish(server: PusherServer, *batches: Sequence[Message], **changes: Any) -> None:
    """Publish batches one after the other, with these changes to the settings."""

    async def run() -> None:
        async with publisher_of(server, **changes) as publisher:
            for batch in batches:
                await publisher.publish(batch)

    asyncio.run(run())


def failure(server: PusherServer, *messages: Message, **changes: Any) -> PublishError:
    """Return how publishing fails."""
    with pytest.raises(PublishError) as caught:
        publish(server, messages or [message()], **changes)
    return caught.value
