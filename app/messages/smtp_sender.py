"""Messages by SMTP: a connection each, and a clear answer whether the server took it.

What fails before the text is under way was not sent. Afterwards the server's word decides; where
there is none, nobody knows.
"""

import asyncio
import ssl
from contextlib import suppress

import msgspec
from aiosmtplib import (
    SMTP,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from app.messages.sender import Later, Mail, Refused, Uncertain
from app.settings.mail_destination import MailServer, StartTls

_START_TLS: dict[StartTls, bool | None] = {"required": True, "if-offered": None, "no": False}
# The first digit of an answer.
_TAKEN, _NOT_NOW, _NEVER = 2, 4, 5


class Patience(msgspec.Struct, frozen=True):
    """How long the server may be silent, in seconds.

    Attributes:
        answer: to a command.
        taking: to a whole message, which it may look through first.
        all: from the connection to the end.
        farewell: to QUIT.
    """

    answer: float = 10.0
    taking: float = 30.0
    all: float = 45.0
    farewell: float = 2.0


class SmtpSender:
    """Hands messages to a mail server.

    Args:
        server: which, and as whom.
        name: what we call ourselves there: the domain that messages come from.
        tls: what certificates are believed; the system's unless told otherwise.
        patience: with a silent server.
    """

    def __init__(
        self,
        server: MailServer,
        name: str,
        tls: ssl.SSLContext | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._server = server
        self._name = name
        self._tls = tls or ssl.create_default_context()
        self._patience = patience or Patience()

    async def send(self, mail: Mail) -> None:
        """Hand over a message."""
        client = self._client()
        is_under_way = False
        try:
            async with asyncio.timeout(self._patience.all):
                await self._connect(client)
                await self._address(client, mail)
                is_under_way = True
                await self._hand_over(client, mail)
            # Taken is taken, whatever becomes of the farewell.
            with suppress(SMTPException, OSError):
                await client.quit(timeout=self._patience.farewell)
        except TimeoutError as error:
            if is_under_way:
                raise Uncertain("timed_out_after_data") from error
            raise Later("timed_out", for_all=True) from error
        finally:
            client.close()

    def _client(self) -> SMTP:
        return SMTP(
            hostname=self._server.host,
            port=self._server.port,
            local_hostname=self._name,
            username=self._server.user,
            password=self._server.password,
            use_tls=self._server.is_tls,
            start_tls=False if self._server.is_tls else _START_TLS[self._server.start_tls],
            tls_context=self._tls,
            timeout=self._patience.answer,
        )

    async def _connect(self, client: SMTP) -> None:
        """Connect, with TLS and log-in as they are set: what is refused here is refused to all."""
        try:
            await client.connect()
        except SMTPResponseException as error:
            raise Later(f"not_let_in_{error.code}", for_all=True) from error
        except SMTPConnectError as error:
            code = "tls_failed" if _is_of_tls(error) else "not_reached"
            raise Later(code, for_all=True) from error
        except (SMTPException, OSError, ValueError) as error:
            # Among others: the log-in or TLS is wanted and not offered.
            code = "tls_failed" if _is_of_tls(error) else "not_let_in"
            raise Later(code, for_all=True) from error

    async def _address(self, client: SMTP, mail: Mail) -> None:
        """Say from whom it is and for whom."""
        options, encoding = (["SMTPUTF8"], "utf-8") if mail.needs_utf8 else ([], "ascii")
        try:
            if mail.needs_utf8 and not await self._takes_utf8(client):
                raise Refused("smtputf8_not_offered")
            await client.mail(mail.sender, options=options, encoding=encoding)
            await client.rcpt(mail.recipient, encoding=encoding)
        except SMTPRecipientRefused as error:
            if error.code // 100 == _NEVER:
                raise Refused(f"recipient_refused_{error.code}") from error
            raise Later(f"recipient_refused_{error.code}") from error
        except SMTPResponseException as error:
            # We are the same in every message: this is for whoever operates the server to mend.
            raise Later(f"sender_refused_{error.code}", for_all=True) from error
        except (SMTPException, OSError) as error:
            raise Later("cut_off_before_data", for_all=True) from error

    async def _takes_utf8(self, client: SMTP) -> bool:
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
        return client.supports_extension("smtputf8")

    async def _hand_over(self, client: SMTP, mail: Mail) -> None:
        try:
            await client.data(mail.content, timeout=self._patience.taking)
        except SMTPResponseException as error:
            if error.code // 100 == _NEVER:
                raise Refused(f"message_refused_{error.code}") from error
            if error.code // 100 == _NOT_NOW:
                raise Later(f"message_refused_{error.code}") from error
            if error.code // 100 != _TAKEN:
                raise Uncertain("answer_not_understood") from error
        except (SMTPException, OSError) as error:
            raise Uncertain("cut_off_after_data") from error


def _is_of_tls(error: BaseException | None) -> bool:
    """Say whether TLS failed first, as when the server's certificate is not believed."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None
