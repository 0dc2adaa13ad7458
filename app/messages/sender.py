"""What sends a message: one protocol, and the three ways in which it may fail."""

from typing import Protocol

import msgspec


class Mail(msgspec.Struct, frozen=True):
    """One message, ready to be sent.

    Attributes:
        message_id: names it, and its file where it becomes one.
        sender, recipient: of the envelope.
        needs_utf8: the recipient's address is not in ASCII: only a server with SMTPUTF8 takes it.
        content: headers and text, with line ends of SMTP.
    """

    message_id: str
    sender: str
    recipient: str
    needs_utf8: bool
    content: bytes

    def __repr__(self) -> str:
        # Whoever it is for, and what it tells, is in no log.
        return f"Mail({self.message_id})"


class SendError(Exception):
    """A message was not sent, or nobody knows.

    Args:
        code: why, without any address: it is kept with the message and logged.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Later(SendError):
    """It was not sent; the same may be tried again.

    Args:
        code: why.
        for_all: it lies with the server or with us, not with this message.
    """

    def __init__(self, code: str, *, for_all: bool = False) -> None:
        super().__init__(code)
        self.for_all = for_all


class Refused(SendError):
    """It was not sent and never will be."""


class Uncertain(SendError):
    """It may have been sent: it must not be sent again."""


class Sender(Protocol):
    """Sends messages."""

    async def send(self, mail: Mail) -> None:
        """Send a message, once.

        It may be cancelled; whether the message was sent is then as uncertain as after Uncertain.

        Raises:
            Later, Refused, Uncertain: it was not sent, or nobody knows.
        """
