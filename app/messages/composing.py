"""From a claimed message to an e-mail: address, words, headers, and the link's token made again."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

import msgspec

from app.access.tokens import hash_of
from app.guests.links import token_of
from app.messages.mailbox import ENCODED, MailboxError, mailbox
from app.messages.sender import Mail
from app.messages.words import DEFAULT, LANGUAGES, Language

PAGE = "/precheckin/"
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Claim(msgspec.Struct, frozen=True):
    """The row of CLAIM: a message that is ours until the lease ends, and what it is made of."""

    hotel_id: int
    id: int
    tries: int
    message_id: str
    kind: str
    is_true: bool
    hotel: str
    contact_email: str | None
    contact_phone: str | None
    language: str
    booking: str
    check_in: date
    check_out: date
    address: str | None
    addressee: str
    token_recipe: str | None
    token_hash: bytes | None
    link_until: datetime | None


class NotToBeSent(Exception):
    """There is nothing to send.

    Args:
        state: what the message is from then on.
        code: why, where that is not the state itself.
    """

    def __init__(self, state: str, code: str | None = None) -> None:
        super().__init__(state, code)
        self.state = state
        self.code = code


class Composer:
    """Writes messages.

    Args:
        sender: the address that they come from.
        public_url: under which guests reach the API.
        token_keys: of the server, which tokens of links were derived with.
    """

    def __init__(self, sender: str, public_url: str, token_keys: Sequence[str]) -> None:
        self._sender = sender
        self._public_url = public_url
        self._token_keys = token_keys

    def compose(self, claim: Claim) -> Mail:
        """Return a message as it is sent.

        Raises:
            NotToBeSent: it is not true any more, has no address, or its link cannot be known.
        """
        if not claim.is_true:
            raise NotToBeSent("OVERTAKEN")
        if claim.address is None:
            raise NotToBeSent("NO_ADDRESS")
        try:
            local, domain = mailbox(claim.address.strip())
        except MailboxError as error:
            raise NotToBeSent("REFUSED", "address_malformed") from error
        language = LANGUAGES.get(claim.language, LANGUAGES[DEFAULT])
        needs_utf8 = not local.isascii()
        message = EmailMessage(policy=SMTPUTF8 if needs_utf8 else SMTP)
        self._head(message, claim, language)
        message["To"] = Address(username=local, domain=domain)
        text = self._text(claim, language)
        # What is mostly not ASCII is shorter so; neither needs a server that takes 8 bits.
        is_foreign = sum(not sign.isascii() for sign in text) > len(text) // 4
        message.set_content(text, cte="base64" if is_foreign else "quoted-printable")
        # Setting the content takes all headers that begin so.
        message["Content-Language"] = claim.language if claim.language in LANGUAGES else DEFAULT
        content = message.as_bytes()
        if message_from_bytes(content).keys() != message.keys():
            raise NotToBeSent("REFUSED", "header_slipped_in")
        return Mail(claim.message_id, self._sender, f"{local}@{domain}", needs_utf8, content)

    def _head(self, message: EmailMessage, claim: Claim, language: Language) -> None:
        told = language.told[claim.kind]
        hotel = _on_one_line(claim.hotel)
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = f"<{claim.message_id}@{self._sender.partition('@')[2]}>"
        message["From"] = Address(hotel, addr_spec=self._sender)
        if claim.contact_email is not None:
            try:
                local, domain = mailbox(claim.contact_email)
            except MailboxError:
                pass
            else:
                message["Reply-To"] = Address(hotel, username=local, domain=domain)
        message["Subject"] = told.subject.format(hotel=hotel, booking=claim.booking)
        message["Auto-Submitted"] = "auto-generated"

    def _text(self, claim: Claim, language: Language) -> str:
        hotel, name = _on_one_line(claim.hotel), _on_one_line(claim.addressee)
        until = language.of_moment(claim.link_until) if claim.link_until is not None else ""
        told = language.told[claim.kind].text
        contacts = (hotel, claim.contact_email, claim.contact_phone)
        parts = [
            language.greeting.format(name=name) if name else language.unnamed,
            told.format(hotel=hotel, booking=claim.booking, until=until),
            self._link(claim) if claim.kind == "PRECHECKIN_LINK" else None,
            "\n".join(
                (
                    language.booking.format(claim.booking),
                    language.arrival.format(language.of_day(claim.check_in)),
                    language.departure.format(language.of_day(claim.check_out)),
                )
            ),
            "\n".join(_on_one_line(each) for each in contacts if each),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _link(self, claim: Claim) -> str:
        """Return the address of the page, with the token, which is nowhere kept."""
        if claim.token_recipe is not None:
            token = token_of(self._token_keys, claim.hotel_id, claim.token_recipe)
            if token is not None and hash_of(token) == claim.token_hash:
                return f"{self._public_url}{PAGE}{token}"
        # Issued in psql, or under a key that is gone: whoever issued it has the token.
        raise NotToBeSent("REFUSED", "token_not_known")


def _on_one_line(text: str) -> str:
    """Return a name as it may stand in a header: without line ends and signs that are not seen.

    Nor is any of it an encoded word, which a header would show decoded, with its line ends.
    """
    return " ".join(_INVISIBLE.sub(" ", text).replace(ENCODED, "= ?").split())
