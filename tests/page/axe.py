"""axe, which knows how pages fail people who cannot see, point or read them as others do."""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

_RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    return found.violations.map(each => [each.id, each.nodes.map(node => node.html)]);
}"""


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[Any]:
    """Return what axe has against a page: each rule, and where it is broken."""
    page.evaluate(_source())
    found: list[Any] = page.evaluate(_RUN)
    return found
