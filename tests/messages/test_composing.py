"""What guests read: who it is from, which stay it is, in their language, and nothing slipped in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec import structs

from app.access.tokens import hash_of
from app.guests.links import token_of
from app.messages.composing import Claim, Composer, NotToBeSent
from app.messages.mailbox import MailboxError, mailbox
from app.messages.words import LANGUAGES
from app.models.messages import MessageKind
from app.requests.secrets_shown_once import name_of_key
from tests.messages.guest_post import FROM, PUBLIC
from tests.messages.mail_server import parsed, text_of

KINDS: tuple[str, ...] = MessageKind.__args__  # type: ignore[attr-defined]
OLD, NEW = "an-old-key-of-thirty-two-characters", "a-new-key-of-thirty-two-characters"
RECIPE = f"precheckin:{name_of_key(OLD)}:0123456789abcdef"
TOKEN = token_of((OLD,), 7, RECIPE) or ""
CLAIM = Claim(
    hotel_id=7,
    id=1,
    tries=1,
    message_id="5b0e0a52-0000-4000-8000-000000000001",
    kind="PRECHECKIN_LINK",
    is_true=True,
    hotel="Harbour View",
    contact_email="desk@harbour.example",
    contact_phone="+353123456789",
    language="en",
    booking="BK-2026-000001",
    check_in=date(2026, 12, 4),
    check_out=date(2026, 12, 6),
    address="ada@guest.example",
    addressee="Ada Lovelace",
    token_recipe=RECIPE,
    token_hash=hash_of(TOKEN),
    link_until=datetime(2026, 12, 3, 18, 30, tzinfo=UTC),
)


def written(keys: tuple[str, ...] = (NEW, OLD), **changes: Any) -> tuple[Any, str]:
    """Compose a message; return it parsed, and its text."""
    mail = Composer(FROM, PUBLIC, keys).compose(structs.replace(CLAIM, **changes))
    message = parsed(mail.content)
    return message, text_of(message)


def not_sent(keys: tuple[str, ...] = (NEW, OLD), **changes: Any) -> tuple[str, str | None]:
    with pytest.raises(NotToBeSent) as found:
        Composer(FROM, PUBLIC, keys).compose(structs.replace(CLAIM, **changes))
    return found.value.state, found.value.code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_in_every_language(kind: str, language: str) -> None:
    message, text = written(kind=kind, language=language)

    assert message["Content-Language"] == language
    for said in ("Harbour View", "BK-2026-000001"):
        assert said in message["Subject"]
        assert said in text
    for said in ("2026", "desk@harbour.example", "+353123456789", "Ada Lovelace"):
        assert said in text
    assert (f"{PUBLIC}/precheckin/{TOKEN}" in text.splitlines()) == (kind == "PRECHECKIN_LINK")


def test_languages_differ_and_another_is_told_in_english() -> None:
    texts = {language: written(language=language)[1] for language in (*LANGUAGES, "fi")}
    assert len(set(texts.values())) == len(LANGUAGES)
    assert texts["fi"] == texts["en"]
    assert {len(each.months) for each in LANGUAGES.values()} == {12}
    assert {tuple(sorted(each.told)) for each in LANGUAGES.values()} == {tuple(sorted(KINDS))}


def test_it_comes_from_the_hotel_and_answers_go_to_the_hotel() -> None:
    message, _ = written()
    assert message["From"] == f"Harbour View <{FROM}>"
    assert message["Reply-To"] == "Harbour View <desk@harbour.example>"
    assert message["To"] == "ada@guest.example"
    assert message["Message-ID"] == f"<{CLAIM.message_id}@messages.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Reply-To" not in written(contact_email=None)[0]


def test_it_is_in_plain_ascii_with_line_ends_of_smtp() -> None:
    for language in LANGUAGES:
        claim = structs.replace(CLAIM, language=language)
        content = Composer(FROM, PUBLIC, (OLD,)).compose(claim).content
        assert content.isascii()
        assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize("named", ["hotel", "addressee"])
def test_a_name_cannot_add_a_header_or_a_line(named: str) -> None:
    name = "Harbour\r\nBcc: spy@example.org\u2028\x00View"
    changes: dict[str, Any] = {named: name}
    message, text = written(**changes)
    assert "Bcc" not in message
    assert "Harbour Bcc: spy@example.org View" in text


@pytest.mark.parametrize(
    "name",
    [
        "=?utf-8?q?Harbour=0d=0aBcc:_spy@example.org?= View",
        "Harbour =?utf-8?q?=0d=0aBcc:_spy@example.org?=",
        "=?utf-8?b?DQpCY2M6IHNweUBleGFtcGxlLm9yZw==?= View",
        "Harbour=?utf-8?q?=0d=0a=0d=0aPay_elsewhere?=",
        "=\u200b\x00?utf-8?q?=0d=0aBcc:_spy@example.org?= =?",
    ],
)
def test_an_encoded_word_in_the_name_of_a_hotel_adds_no_header_and_no_text(name: str) -> None:
    content = Composer(FROM, PUBLIC, (OLD,)).compose(structs.replace(CLAIM, hotel=name)).content
    plain = Composer(FROM, PUBLIC, (OLD,)).compose(CLAIM).content
    assert parsed(content).keys() == parsed(plain).keys()
    assert "Dear Ada Lovelace" in text_of(parsed(content)).splitlines()[0]


def test_a_name_with_signs_of_an_encoded_word_alone_is_told() -> None:
    assert "Why = not ?" in written(hotel="Why = not ?")[0]["Subject"]


def test_the_address_of_the_hotel_adds_no_header() -> None:
    message, _ = written(contact_email="=?utf-8?q?=0d=0aBcc=3a_x=40y?=@b.example")
    assert "Reply-To" not in message
    assert "Bcc" not in message


@pytest.mark.parametrize(
    "address",
    [
        "ada@guest.example\r\nBcc: spy@example.org",
        "=?utf-8?q?=0d=0aBcc=3a_spy=40example.org?=@guest.example",
        "ada@=?utf-8?q?=0d=0aBcc=3a_spy=40example.org?=.example",
        "ada@guest.example, spy@example.org",
        "Ada <ada@guest.example>",
        '"ada spy"@guest.example',
        "ada@guest@example.org",
        "ada",
        "@guest.example",
        "ada@",
        "ada@guest.example\u2028x",
        f"{'a' * 65}@guest.example",
    ],
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    assert not_sent(address=address) == ("REFUSED", "address_malformed")


def test_an_address_of_any_script_is_written_as_it_is() -> None:
    mail = Composer(FROM, PUBLIC, (OLD,)).compose(
        structs.replace(CLAIM, address=" ädä@gäste.example ")
    )
    assert (mail.recipient, mail.needs_utf8) == ("ädä@xn--gste-loa.example", True)
    assert parsed(mail.content)["To"] == mail.recipient
    plain = Composer(FROM, PUBLIC, (OLD,)).compose(
        structs.replace(CLAIM, address="a@gäste.example")
    )
    assert (plain.recipient, plain.needs_utf8) == ("a@xn--gste-loa.example", False)


def test_the_link_is_made_with_the_key_that_it_was_derived_with() -> None:
    assert f"{PUBLIC}/precheckin/{TOKEN}" in written((OLD, NEW))[1]
    assert f"{PUBLIC}/precheckin/{TOKEN}" in written((NEW, OLD))[1]


@pytest.mark.parametrize("recipe", [RECIPE, None, "made in psql", f"{RECIPE}x"])
def test_a_link_whose_token_is_not_known_is_not_sent(recipe: str | None) -> None:
    keys = (NEW,) if recipe == RECIPE else (NEW, OLD)
    assert not_sent(keys, token_recipe=recipe) == ("REFUSED", "token_not_known")


def test_what_is_not_true_any_more_is_overtaken_and_comes_before_the_address() -> None:
    assert not_sent(is_true=False, address=None) == ("OVERTAKEN", None)
    assert not_sent(address=None) == ("NO_ADDRESS", None)


def test_neither_address_nor_words_are_in_what_a_log_would_show() -> None:
    mail = Composer(FROM, PUBLIC, (OLD,)).compose(CLAIM)
    assert "guest.example" not in repr(mail)
    assert TOKEN not in repr(mail)


@pytest.mark.parametrize("address", ["a@b.example", "a.b+c@b.example", "o'neill@b.example"])
def test_ordinary_addresses_are_allowed(address: str) -> None:
    assert "@".join(mailbox(address)) == address


@pytest.mark.parametrize(
    "address", ["a..b@c.example", ".a@b.example", "a@b..example", "a@b.example\n"]
)
def test_malformed_addresses_are_refused(address: str) -> None:
    with pytest.raises(MailboxError):
        mailbox(address)
