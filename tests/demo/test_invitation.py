"""The link to the guests' page that the demo hotel is made with."""

from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from app.cli.local.demo_credentials import keep_credentials
from app.cli.local.welcome import welcome
from app.demo.invitation import invite, page_of_invited
from tests.api.serving import settings_for
from tests.demo.conftest import Server

KEY, OTHER_KEY = "k" * 43, "o" * 43
Connection = psycopg.Connection[Any]


@pytest.fixture
def page(database: Connection, demo_hotel: int) -> str:
    """The path of the page that the invited guest's link opens."""
    invite(database, demo_hotel, KEY)
    path = page_of_invited(database, [KEY])
    assert path is not None
    return path


def test_the_link_opens_the_page(server: Server, page: str) -> None:
    shown = httpx.get(server.base_url + page)
    assert shown.status_code == 200
    assert "Sofia" in shown.text


def test_the_invited_guest_is_told_of_confirmation_and_link(
    database: Connection, page: str
) -> None:
    told = database.execute(
        "SELECT message.kind FROM hotelmate.guest_message AS message"
        " JOIN hotelmate.booking_guest AS guest ON guest.booking_id = message.booking_id"
        " WHERE guest.email LIKE '%@example.com' ORDER BY message.id"
    ).fetchall()
    assert told == [("BOOKING_CONFIRMED",), ("PRECHECKIN_LINK",)]


@pytest.mark.parametrize(
    "change",
    [
        "expires_at = created_at + interval '1 microsecond'",
        "revoked_at = now(), revoked_reason = 'BY_STAFF'",
    ],
    ids=["expired", "revoked"],
)
def test_a_link_that_does_not_work_is_not_shown(
    database: Connection, page: str, change: str
) -> None:
    database.execute(f"UPDATE hotelmate.booking_token SET {change}".encode())
    assert page_of_invited(database, [KEY]) is None


def test_under_another_key_no_link_is_shown(database: Connection, page: str) -> None:
    assert page_of_invited(database, [OTHER_KEY]) is None
    assert page_of_invited(database, [OTHER_KEY, KEY]) == page


def test_the_welcome_shows_it(clone: str, server: Server, page: str, tmp_path: Path) -> None:
    keep_credentials(tmp_path, server.credentials)
    settings = settings_for(clone, HOTELMATE_DATA_DIR=str(tmp_path), HOTELMATE_TOKEN_KEYS=KEY)
    assert page in welcome(settings, None, ("serve",))
