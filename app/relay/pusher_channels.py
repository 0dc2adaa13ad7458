"""Pusher Channels, or any server that speaks its HTTP protocol.

The `pusher` package builds and signs each request; checks, sending and the meaning of answers are
ours. tests/relay/test_pusher_package.py holds what is wrong with the package's own.
"""

from collections.abc import Awaitable, Iterator, Sequence
from typing import Any

from pusher.pusher_client import PusherClient

from app.realtime.channels import public_names
from app.relay.message import Message
from app.relay.publisher import Unfit
from app.relay.pusher_transport import PusherTransport
from app.settings import Settings

# Pusher's limits: items of a request, bytes of UTF-8 of an item's data, characters of names.
ITEMS_A_REQUEST = 10
DATA_BYTES = 10_240
CHANNEL_CHARACTERS = 164
EVENT_CHARACTERS = 200

Item = dict[str, str]


class PusherChannels:
    """Publishes through kept connections; safe for several tasks of one event loop."""

    most = ITEMS_A_REQUEST

    def __init__(self, settings: Settings) -> None:
        self._legacy = settings.legacy_channels
        self._client = _Client(settings)

    async def publish(self, messages: Sequence[Message]) -> None:
        """Send messages in order, in as few requests of at most ten items as that takes.

        An item is a message under one name of its channel; the event's name is its type, its data
        the envelope. Nothing is sent when a message is one that Pusher would refuse.

        Raises:
            PublishError: see app/relay/publisher.py. Of several requests, the ones before the one
                that failed were taken.
        """
        items = [self._items_of(message) for message in messages]
        for request in _requests(items):
            # Made anew for each attempt: Pusher takes a signature for ten minutes only.
            sending: Awaitable[None] = self._client.trigger_batch(request, already_encoded=True)
            await sending

    async def close(self) -> None:
        """Close the connections."""
        await self._client.http.close()

    def _items_of(self, message: Message) -> list[Item]:
        """Return a message under each name of its channel.

        Raises:
            Unfit: Pusher does not take such a message. `already_encoded` switches off what the
                package checks, for it counts bytes of memory where Pusher counts bytes of UTF-8.
        """
        try:
            names = public_names(message.slug, message.channel, self._legacy)
            size = len(message.data.encode())
        except ValueError as error:
            raise Unfit(f"position {message.position}: {error}") from error
        if size > DATA_BYTES:
            raise Unfit(f"position {message.position}: {size} bytes of data")
        if not 0 < len(message.event_type) <= EVENT_CHARACTERS:
            raise Unfit(f"position {message.position}: an event type that is empty or too long")
        if max(map(len, names)) > CHANNEL_CHARACTERS:
            raise Unfit(f"position {message.position}: the channel's name is too long")
        return [
            {"channel": name, "name": message.event_type, "data": message.data} for name in names
        ]


class _Client(PusherClient):  # type: ignore[misc]
    """The package's client over our transport, also for ids that are not digits, like soketi's."""

    def __init__(self, settings: Settings) -> None:
        self._our_app_id = settings.pusher_app_id
        super().__init__(
            app_id="0",
            key=settings.pusher_key,
            secret=settings.pusher_secret,
            cluster=settings.pusher_cluster,
            host=settings.pusher_host,
            port=settings.pusher_port,
            ssl=settings.pusher_ssl,
            backend=PusherTransport,
        )

    @property
    def app_id(self) -> Any:
        return self._our_app_id


def _requests(messages: list[list[Item]]) -> Iterator[list[Item]]:
    """Share items out to requests, those of a message to one request where it has room."""
    request: list[Item] = []
    for items in messages:
        if len(request) + len(items) > ITEMS_A_REQUEST:
            yield request
            request = []
        request.extend(items)
    if request:
        yield request
