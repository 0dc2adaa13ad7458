"""Settings of messages to guests."""

from collections.abc import Mapping
from typing import Any

from app.messages.mailbox import MailboxError, mailbox
from app.settings.mail_destination import destination
from app.settings.values import web_address
from app.settings.variable import Variable


def _sender_address(text: str) -> str:
    try:
        mailbox(text)
    except MailboxError as error:
        raise ValueError("must be one address like stay@hotel.example") from error
    if not text.isascii():
        raise ValueError("must be an address in ASCII")
    return text


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "HOTELMATE_MAIL",
        "mail",
        "",
        "What sends messages to guests: smtp://user:password@host:587, with ?starttls=required (the"
        " default), if-offered or no; smtps://…; or file:/folder, one file a message. Unset: nobody"
        " does, and they expire",
        destination,
        secret=True,
    ),
    Variable(
        "HOTELMATE_MAIL_FROM",
        "mail_from",
        "",
        "Address that messages to guests come from; answers go to the hotel's own",
        _sender_address,
    ),
    Variable(
        "HOTELMATE_PUBLIC_URL",
        "public_url",
        "",
        "Address under which guests reach the API, for the links in messages",
        web_address,
    ),
)


def contradictions(fields: Mapping[str, Any]) -> list[str]:
    """Name what is wrong between variables that are each right."""
    if fields.get("mail") is None:
        return []
    return [
        f"{name} must be set when HOTELMATE_MAIL is"
        for name in ("HOTELMATE_MAIL_FROM", "HOTELMATE_PUBLIC_URL")
        if not fields.get(name.removeprefix("HOTELMATE_").lower())
    ]
