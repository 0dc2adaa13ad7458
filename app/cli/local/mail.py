"""Messages to guests where everything runs on one machine: files, unless a mail server is set."""

import msgspec

from app.cli.local.address import base_url
from app.settings import Settings
from app.settings.mail_destination import MailFolder

FOLDER = "messages"
SENDER = "stay@hotelmate.invalid"


def with_local_mail(settings: Settings) -> Settings:
    """Fill in a folder of the data folder for messages, where nothing is set to send them."""
    if settings.mail is not None:
        return settings
    return msgspec.structs.replace(
        settings,
        mail=MailFolder(settings.data_dir / FOLDER),
        mail_from=settings.mail_from or SENDER,
        public_url=settings.public_url or base_url(settings.host, settings.port),
    )


def mail_environment(settings: Settings) -> dict[str, str]:
    """Return what tells the children of a folder for messages; a server they were told already."""
    if not isinstance(settings.mail, MailFolder):
        return {}
    return {
        "HOTELMATE_MAIL": settings.mail.setting,
        "HOTELMATE_MAIL_FROM": settings.mail_from or "",
        "HOTELMATE_PUBLIC_URL": settings.public_url or "",
    }


def where_messages_go(settings: Settings) -> str:
    """Say in one line what becomes of messages to guests."""
    if settings.mail is None:
        return "not sent: set HOTELMATE_MAIL"
    if isinstance(settings.mail, MailFolder):
        return f"files in {settings.mail.path}"
    return "sent by the server of HOTELMATE_MAIL"
