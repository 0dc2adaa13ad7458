"""Messages to guests as staff see them: that there are some, and what became of them."""

from typing import Literal

from msgspec import Struct

from app.models.fields import Moment

MessageKind = Literal[
    "PRECHECKIN_LINK", "BOOKING_CONFIRMED", "BOOKING_DECLINED", "BOOKING_CANCELLED"
]
MessageState = Literal[
    "WAITING",
    "SENDING",
    "SENT",
    "REFUSED",
    "UNCERTAIN",
    "NO_ADDRESS",
    "OVERTAKEN",
    "EXPIRED",
]


class Message(Struct, frozen=True):
    """One message: what it tells, never to which address.

    WAITING and SENDING are on their way. SENT: the mail server took it. REFUSED: it never will.
    UNCERTAIN: the connection was cut while it was sent, and it is not sent twice. NO_ADDRESS:
    neither the primary guest nor the booker has one. OVERTAKEN: it was not true any more.
    EXPIRED: nobody sent it within a day. `error` says by a code why the last try failed.
    """

    kind: MessageKind
    state: MessageState
    tries: int
    error: str | None
    created_at: Moment
    finished_at: Moment | None


class MessageList(Struct, frozen=True):
    """The newest messages about a booking, newest first; at most 100."""

    items: list[Message]
