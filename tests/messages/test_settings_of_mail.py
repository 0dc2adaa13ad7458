"""HOTELMATE_MAIL: what it may say, what is refused at start, and what is never shown."""

from pathlib import Path

import pytest

from app.messages.file_sender import FileSender
from app.messages.from_settings import sender_of
from app.messages.smtp_sender import SmtpSender
from app.settings import Settings, SettingsError
from app.settings.mail_destination import MailFolder, MailServer, destination

WITH = {
    "HOTELMATE_MAIL_FROM": "stay@hotel.example",
    "HOTELMATE_PUBLIC_URL": "https://hotel.example/",
}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("file:/var/spool/m", MailFolder(Path("/var/spool/m"))),
        ("file:///var/a%20b", MailFolder(Path("/var/a b"))),
        ("smtp://m.example", MailServer("m.example", 587, False, "required")),
        ("smtp://m.example:25?starttls=no", MailServer("m.example", 25, False, "no")),
        ("smtp://[::1]:25?starttls=if-offered", MailServer("::1", 25, False, "if-offered")),
        ("smtps://u:p%40x@m.example", MailServer("m.example", 465, True, "required", "u", "p@x")),
        ("smtp://u:p@m.example", MailServer("m.example", 587, False, "required", "u", "p")),
        ("smtp://u:p@127.0.0.1?starttls=no", MailServer("127.0.0.1", 587, False, "no", "u", "p")),
    ],
)
def test_a_folder_or_a_server_is_read(text: str, read: MailFolder | MailServer) -> None:
    assert destination(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "file:relative",
        "m.example",
        "http://m.example",
        "smtp://:25",
        "smtp://m.example:0",
        "smtp://m.example:99999",
        "smtp://m.example/path",
        "smtp://m.example?starttls=perhaps",
        "smtp://m.example?tls=no",
        "smtps://m.example?starttls=required",
        "smtp://user@m.example",
        "smtp://user:hush-hush@m.example?starttls=no",
        "smtp://user:hush-hush@m.example?starttls=if-offered",
    ],
)
def test_anything_else_is_refused_by_the_variables_name_and_not_shown(text: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environ({"HOTELMATE_MAIL": text, **WITH})
    assert str(refusal.value).startswith("HOTELMATE_MAIL ")
    assert text not in str(refusal.value)
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize("name", sorted(WITH))
def test_what_belongs_to_a_mail_server_must_be_set_with_it(name: str) -> None:
    environment = {"HOTELMATE_MAIL": "file:/m", **WITH, name: ""}
    with pytest.raises(SettingsError, match=f"{name} must be set when HOTELMATE_MAIL is"):
        Settings.from_environ(environment)


@pytest.mark.parametrize("address", ["hotel", "Hotel <a@b.example>", "ä@b.example", "a@b c"])
def test_messages_come_from_one_plain_address(address: str) -> None:
    with pytest.raises(SettingsError, match="HOTELMATE_MAIL_FROM"):
        Settings.from_environ({"HOTELMATE_MAIL_FROM": address})


def test_the_password_is_never_shown() -> None:
    url = "smtps://user:hush-hush@m.example"
    settings = Settings.from_environ({"HOTELMATE_MAIL": url, **WITH})
    for text in (repr(settings), str(settings.shown()), repr(settings.mail), f"{settings.mail}"):
        assert "hush" not in text


def test_the_setting_chooses_the_sender() -> None:
    chosen = {
        text: type(sender_of(Settings.from_environ({"HOTELMATE_MAIL": text, **WITH})))
        for text in ("", "file:/m", "smtp://m.example")
    }
    assert chosen == {"": type(None), "file:/m": FileSender, "smtp://m.example": SmtpSender}


def test_a_folder_is_set_as_it_is_read() -> None:
    folder = MailFolder(Path("/var/a b%20c"))
    assert destination(folder.setting) == folder
