"""A real mail server on loopback: what it says, and where it is cut off, decides what is known."""

import asyncio
import ssl

import pytest

from app.messages.sender import Later, Mail, Refused, SendError, Uncertain
from app.messages.smtp_sender import Patience, SmtpSender
from app.settings.mail_destination import MailServer as Server
from app.settings.mail_destination import destination
from tests.messages.conftest import Tls
from tests.messages.mail_server import PASSWORD, USER, MailServer, serving_mail

NAME = "messages.example"
IMPATIENT = Patience(answer=0.3, taking=0.3, all=0.6)
TEXT = b"Subject: x\r\n\r\nA line.\r\n.A line that begins with a dot.\r\n"


def a_mail(recipient: str = "ada@guest.example", *, needs_utf8: bool = False) -> Mail:
    return Mail("an-id", f"stay@{NAME}", recipient, needs_utf8, TEXT)


def send(
    url: str,
    mail: Mail | None = None,
    tls: ssl.SSLContext | None = None,
    patience: Patience | None = None,
) -> None:
    server = destination(url)
    assert isinstance(server, Server)

    async def run() -> None:
        try:
            await SmtpSender(server, NAME, tls, patience).send(mail or a_mail())
        finally:
            # TLS takes leave after it was closed; a loop that ends before leaves its socket open.
            await asyncio.sleep(0.05)

    asyncio.run(run())


def failure(url: str, kind: type[SendError], **how: object) -> SendError:
    with pytest.raises(kind) as found:
        send(url, **how)  # type: ignore[arg-type]
    return found.value


def test_a_message_that_the_server_takes_is_sent_as_it_is(mail: MailServer) -> None:
    send(mail.url)

    (envelope,) = mail.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (f"stay@{NAME}", ["ada@guest.example"])
    assert envelope.original_content == TEXT


@pytest.mark.parametrize(
    ("command", "answer", "kind", "code", "for_all"),
    [
        ("MAIL", "451 later", Later, "sender_refused_451", True),
        ("MAIL", "550 not you", Later, "sender_refused_550", True),
        ("RCPT", "450 busy", Later, "recipient_refused_450", False),
        ("RCPT", "550 nobody", Refused, "recipient_refused_550", None),
        ("DATA", "451 later", Later, "message_refused_451", False),
        ("DATA", "554 never", Refused, "message_refused_554", None),
    ],
)
def test_an_answer_says_whether_to_try_again(
    mail: MailServer,
    command: str,
    answer: str,
    kind: type[SendError],
    code: str,
    for_all: bool | None,
) -> None:
    mail.answers[command] = answer

    found = failure(mail.url, kind)

    assert (found.code, getattr(found, "for_all", None)) == (code, for_all)
    assert mail.taken == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_connection_that_is_cut_before_the_text_may_be_tried_again(
    mail: MailServer, command: str
) -> None:
    mail.cuts.add(command)
    assert failure(mail.url, Later).code == "cut_off_before_data"


def test_a_connection_that_is_cut_after_the_text_leaves_it_uncertain(mail: MailServer) -> None:
    mail.cuts.add("DATA")
    assert failure(mail.url, Uncertain).code == "cut_off_after_data"
    assert mail.seen == 1


def test_a_server_that_is_silent_before_the_text_may_be_tried_again(mail: MailServer) -> None:
    mail.holds.add("RCPT")
    failure(mail.url, Later, patience=IMPATIENT)


def test_a_server_that_is_silent_after_the_text_leaves_it_uncertain(mail: MailServer) -> None:
    mail.holds.add("DATA")
    # However long it takes to hand the text over.
    failure(mail.url, Uncertain, patience=Patience(taking=0.3))


def test_a_server_that_is_not_there_is_left_alone_for_all() -> None:
    with serving_mail() as mail:
        url = mail.url
    found = failure(url, Later)
    assert (found.code, getattr(found, "for_all", None)) == ("not_reached", True)


def test_starttls_and_a_log_in_are_used(tls: Tls) -> None:
    with serving_mail(starttls=tls.server, with_log_in=True) as mail:
        send(f"smtp://{USER}:{PASSWORD}@127.0.0.1:{mail.port}", tls=tls.client)
        assert len(mail.taken) == 1


def test_tls_from_the_start_and_a_log_in_are_used(tls: Tls) -> None:
    with serving_mail(tls=tls.server, with_log_in=True) as mail:
        send(f"smtps://{USER}:{PASSWORD}@127.0.0.1:{mail.port}", tls=tls.client)
        assert len(mail.taken) == 1


def test_starttls_is_used_where_it_is_offered(tls: Tls, mail: MailServer) -> None:
    with serving_mail(starttls=tls.server) as offering:
        send(f"smtp://127.0.0.1:{offering.port}?starttls=if-offered", tls=tls.client)
        assert len(offering.taken) == 1
    send(f"smtp://127.0.0.1:{mail.port}?starttls=if-offered", tls=tls.client)
    assert len(mail.taken) == 1


def test_without_starttls_nothing_is_sent_where_it_is_required(mail: MailServer) -> None:
    found = failure(f"smtp://127.0.0.1:{mail.port}", Later)
    assert (found.code, getattr(found, "for_all", None)) == ("not_let_in", True)
    assert mail.seen == 0


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_is_not_believed_ends_it(tls: Tls, scheme: str) -> None:
    at_once, later = (tls.server, None) if scheme == "smtps" else (None, tls.server)
    with serving_mail(tls=at_once, starttls=later) as mail:
        found = failure(f"{scheme}://127.0.0.1:{mail.port}", Later)
        assert (found.code, getattr(found, "for_all", None)) == ("tls_failed", True)
        assert mail.seen == 0


def test_a_wrong_password_is_for_the_operator_to_mend(tls: Tls) -> None:
    with serving_mail(starttls=tls.server, with_log_in=True) as mail:
        found = failure(f"smtp://{USER}:wrong@127.0.0.1:{mail.port}", Later, tls=tls.client)
        assert (found.code, getattr(found, "for_all", None)) == ("not_let_in_535", True)
        assert PASSWORD not in repr(found)


def test_an_address_that_is_not_ascii_is_sent_where_the_server_takes_it(mail: MailServer) -> None:
    send(mail.url, a_mail("ädä@guest.example", needs_utf8=True))
    assert mail.recipients() == ["ädä@guest.example"]


def test_an_address_that_is_not_ascii_is_refused_where_the_server_does_not_take_it() -> None:
    with serving_mail(with_utf8=False) as mail:
        found = failure(mail.url, Refused, mail=a_mail("ädä@guest.example", needs_utf8=True))
        assert found.code == "smtputf8_not_offered"
        assert mail.seen == 0
