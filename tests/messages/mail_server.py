"""A mail server on loopback that takes messages, or does what a test tells it instead."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "hotel", "hush-hush-password"


class MailServer:
    """Keeps what it took.

    Attributes:
        taken: messages that it answered 250 to, by envelope.
        seen: how many messages reached it whole, whatever it answered.
        connections: how many there were.
        answers: what it says instead of 250, by command: `MAIL`, `RCPT`, `DATA`.
        cuts: commands at which it cuts the connection; `DATA` once it has the whole message.
        with_log_in: nobody sends without it.
        holds: commands that it answers only once `released` is set.
        reached: set when it holds one.
        transports: of its connections.
    """

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[Envelope] = []
        self.seen = 0
        self.connections = 0
        self.answers: dict[str, str] = {}
        self.cuts: set[str] = set()
        self.holds: set[str] = set()
        self.with_log_in = False
        self.transports: list[Any] = []
        self.released = threading.Event()
        self.reached = threading.Event()

    @property
    def url(self) -> str:
        """What HOTELMATE_MAIL is set to, without TLS."""
        return f"smtp://127.0.0.1:{self.port}?starttls=no"

    def messages(self) -> list[EmailMessage]:
        """Return what was taken, parsed."""
        return [parsed(each.original_content or b"") for each in self.taken]

    def recipients(self) -> list[str]:
        """Return to whom, in the order in which it was taken."""
        return [address for each in self.taken for address in each.rcpt_tos]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.with_log_in and not session.authenticated:
            return "530 log in first"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._answer(server, "MAIL")

    async def handle_RCPT(
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        answer = await self._answer(server, "RCPT")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:
        self.seen += 1
        answer = await self._answer(server, "DATA")
        if answer.startswith("2"):
            self.taken.append(envelope)
        return answer

    async def _answer(self, server: SMTP, command: str) -> str:
        if command in self.holds:
            self.reached.set()
            while not self.released.is_set():
                await asyncio.sleep(0.01)
        if command in self.cuts:
            transport: Any = server.transport
            transport.abort()
            return "421 bye"
        return self.answers.get(command, "250 taken")


def parsed(content: bytes) -> EmailMessage:
    """Return a message that can be asked for its headers and its text."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    """Return the text of a message."""
    text: str = message.get_content()
    return text


class _Connection(SMTP):
    """Remembers its transports: the server forgets those whose TLS fails, and leaves them open."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.event_handler.transports.append(transport)
        super().connection_made(transport)


def _log_in(_: SMTP, __: Session, ___: Envelope, ____: str, given: Any) -> AuthResult:
    is_right = given == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def serving_mail(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    with_log_in: bool = False,
    with_utf8: bool = True,
) -> Iterator[MailServer]:
    """Serve on a free port of loopback while the block runs.

    Args:
        starttls: offered, and required.
        tls: from the first byte on.
        with_log_in: nobody sends without it.
        with_utf8: whether addresses may be other than ASCII.
    """
    mail = MailServer()
    mail.with_log_in = with_log_in
    loop = asyncio.new_event_loop()

    def connected() -> SMTP:
        mail.connections += 1
        return _Connection(
            mail,
            hostname="mail.example",
            enable_SMTPUTF8=with_utf8,
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_require_tls=False,
            authenticator=_log_in if with_log_in else None,
            loop=loop,
        )

    server = loop.run_until_complete(loop.create_server(connected, "127.0.0.1", 0, ssl=tls))
    mail.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield mail
    finally:
        mail.released.set()
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end(mail), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(mail: MailServer) -> None:
    """End what still goes on."""
    for transport in mail.transports:
        # In Python 3.11.2 one of TLS that was closed twice has nothing left that aborts.
        with suppress(AttributeError):
            transport.abort()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for _ in range(10):  # transports close in a later turn of the loop
        await asyncio.sleep(0)
