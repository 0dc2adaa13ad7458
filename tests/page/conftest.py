"""The page of pre-check-in over HTTP, and one browser for all who look at it."""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser

from app.main import create_app
from tests.api.serving import serving, settings_for
from tests.page.browser import NoBrowserError, Visit, browser, visit
from tests.page.stay import Stay


@pytest.fixture(scope="session")
def address(database_url: str) -> Iterator[str]:
    """Address of the server that the tests of the page share."""
    with serving(create_app(settings_for(database_url))) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; without one the tests that ask for it are skipped, and say how to get one.

    It goes with its file: while Playwright is there, its loop of events counts as running, and
    other tests in this process could run none.
    """
    try:
        with browser() as started:
            yield started
    except NoBrowserError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def stay(owner: psycopg.Connection[Any]) -> Stay:
    """A booking for two of whom one is named, with a form of every kind and a link."""
    return Stay.made(owner)


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A client that follows no redirection and names no language."""
    with httpx.Client(base_url=address, headers={"Accept-Language": ""}) as made:
        yield made


@pytest.fixture
def guest(chromium: Browser, address: str) -> Iterator[Visit]:
    """A guest with a phone. Whatever a test does, nothing leaves this machine."""
    with visit(chromium, address) as made:
        yield made
        assert made.strayed == []
        assert made.complaints == []
