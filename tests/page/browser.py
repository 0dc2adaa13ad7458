"""A guest at a browser: Debian's Chromium, driven by Playwright.

Every request is looked at, and one that would leave this machine is stopped and noted.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    Route,
    sync_playwright,
)

# Names another program than those that are looked for.
VARIABLE = "CHROMIUM"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_ONE = (
    "there is no Chromium. On Debian: apt-get install chromium;"
    f" {VARIABLE} names a program at another place"
)
_ARGUMENTS = (
    "--no-sandbox",  # containers give root no other choice; only our own pages are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
TIMEOUT_MS = 20_000
_KINDS = "names => names.map(name => document.getElementById(name).type)"
_VALUES = """names => names.map(name => document.getElementById(name))
    .map(each => each.type === 'checkbox' ? String(each.checked) : each.value)"""
_LOOPBACK = "127.0.0.1"


class NoBrowserError(Exception):
    """No Chromium is there; the text says how to get one."""


@dataclass(frozen=True, slots=True)
class Device:
    """What the page is looked at with."""

    width: int
    height: int
    is_phone: bool


PHONE = Device(390, 844, is_phone=True)
DESKTOP = Device(1280, 800, is_phone=False)


@dataclass(slots=True)
class Visit:
    """A guest at the page.

    Attributes:
        page: of the browser.
        strayed: requests that would have left this machine.
        asked: method and path of every request.
        complaints: what the browser wrote to its console.
    """

    page: Page
    strayed: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def fill_in(self, values: Mapping[str, str]) -> None:
        """Type, choose and tick: values by the names of fields."""
        kinds = self.page.evaluate(_KINDS, list(values))
        for (name, value), kind in zip(values.items(), kinds, strict=True):
            control = self.control(name)
            if kind == "select-one":
                control.select_option(value)
            elif kind == "checkbox":
                control.set_checked(value == "true")
            else:
                control.fill(value)

    def values(self, names: Iterable[str]) -> dict[str, str]:
        """Return what stands in fields."""
        found = self.page.evaluate(_VALUES, list(names))
        return dict(zip(names, map(str, found), strict=True))

    def control(self, name: str) -> Locator:
        """Return a field of the page."""
        return self.page.locator(f'[id="{name}"]')

    def press(self, button: str) -> None:
        """Press the button `send` or `save` and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(f"button.{button}").click()

    def faults(self) -> set[tuple[str, str]]:
        """Return the fields that are said to be wrong, each with its rule."""
        found = self.page.locator("[data-rule]").evaluate_all(
            "all => all.map(each => [each.dataset.field, each.dataset.rule])"
        )
        return {(name, rule) for name, rule in found}

    def photograph(self, folder: Path, name: str) -> Path:
        """Keep a picture of the whole page."""
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{name}.png"
        self.page.screenshot(path=place, full_page=True)
        return place


def program() -> str:
    """Return the path of a Chromium.

    Raises:
        NoBrowserError: there is none.
    """
    named = os.environ.get(VARIABLE)
    found = next(filter(None, map(shutil.which, [named] if named else PROGRAMS)), None)
    if found is None:
        raise NoBrowserError(HOW_TO_GET_ONE)
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser, with a user's folder of its own.

    Raises:
        NoBrowserError: there is none.
    """
    path = program()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


@contextmanager
def visit(
    browser: Browser,
    address: str,
    device: Device = PHONE,
    *,
    locale: str = "en-GB",
    runs_scripts: bool = True,
) -> Iterator[Visit]:
    """Let a guest use the browser: a person, whose cookies and history are nobody else's.

    Args:
        browser: that is used.
        address: of the server; paths are relative to it.
        device: what they look with.
        locale: that they have set.
        runs_scripts: whether pages may run any.
    """
    context = browser.new_context(
        base_url=address,
        viewport={"width": device.width, "height": device.height},
        is_mobile=device.is_phone,
        has_touch=device.is_phone,
        locale=locale,
        java_script_enabled=runs_scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(TIMEOUT_MS)
    try:
        guest = Visit(context.new_page())
        _watch(context, guest)
        yield guest
    finally:
        context.close()


def _watch(context: BrowserContext, guest: Visit) -> None:
    def let_pass(route: Route, request: Request) -> None:
        if _is_here(request.url):
            route.continue_()
        else:
            route.abort()

    def note(request: Request) -> None:
        guest.asked.append((request.method, urlsplit(request.url).path))
        if not _is_here(request.url):
            guest.strayed.append(request.url)

    context.route("**/*", let_pass)
    context.on("request", note)
    guest.page.on("console", lambda message: guest.complaints.append(message.text))


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "about") or parts.hostname == _LOOPBACK
