"""What sends messages, and how they are written, as the settings say."""

from app.database import Database
from app.messages.composing import Composer
from app.messages.file_sender import FileSender
from app.messages.sender import Sender
from app.messages.sending import Post
from app.messages.smtp_sender import SmtpSender
from app.metrics import Metrics
from app.settings import Settings
from app.settings.mail_destination import MailFolder


def post_of(settings: Settings, database: Database, metrics: Metrics) -> Post:
    """Return what sends messages to guests; where no mail is set, they expire and are noted so."""

    def count(state: str, number: int) -> None:
        metrics.guest_messages.labels(state).inc(number)

    if settings.mail is None or settings.mail_from is None or settings.public_url is None:
        return Post(database, None, None, count)
    composer = Composer(settings.mail_from, settings.public_url, settings.token_keys)
    return Post(database, sender_of(settings), composer, count)


def sender_of(settings: Settings) -> Sender | None:
    """Return what sends messages, None where no mail is set."""
    if settings.mail is None or settings.mail_from is None:
        return None
    if isinstance(settings.mail, MailFolder):
        return FileSender(settings.mail.path)
    return SmtpSender(settings.mail, settings.mail_from.rpartition("@")[2])
