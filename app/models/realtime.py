"""What a client of Pusher is given, to be let in to a channel."""

from typing import Annotated

from msgspec import Meta, Struct

LONGEST_SOCKET_ID = 64
LONGEST_CHANNEL = 200
SocketId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]+\.[0-9]+\Z",
        max_length=LONGEST_SOCKET_ID,
        description="Of the client's connection, as Pusher gave it.",
    ),
]


class Subscription(Struct, frozen=True):
    """Who asks for which channel. Fields that client libraries add are let pass."""

    socket_id: SocketId
    channel_name: Annotated[str, Meta(min_length=1, max_length=LONGEST_CHANNEL)]


class ChannelAuthorisation(Struct, frozen=True):
    """The signature that the client hands on: `<key>:<HMAC-SHA256 in hex>`."""

    auth: str
