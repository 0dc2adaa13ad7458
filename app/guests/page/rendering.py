"""HTML of the page, and the headers that keep it to itself."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response
from markupsafe import Markup

from app.guests.page.colors import text_on
from app.guests.page.languages import Language, languages

_HERE = Path(__file__).parent
# Of pages that no hotel is known for.
PLAIN_COLOR = "#1f4e79"
# Inside the HTML, so that the page is one answer. The picture is the empty one that keeps browsers
# from asking for an icon.
_POLICY = (
    "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    # An address is a key here: no search engine, cache or other site gets to know it.
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
}


def html(
    template: str,
    language: Language,
    color: str | None,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """Return a page.

    Args:
        template: its file.
        language: that it is in.
        color: the hotel's, None where no hotel is known.
        status: of HTTP.
        headers: besides those of every page.
        context: what the template shows.
    """
    style = _style(color or PLAIN_COLOR)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    text = (
        _environment()
        .get_template(template)
        .render(
            language=language,
            texts=language.texts,
            languages=languages().values(),
            style=Markup(style),
            **context,
        )
    )
    policy = {"Content-Security-Policy": _POLICY.format(digest=digest)}
    return Response(
        text,
        media_type=MediaType.HTML,
        status_code=status,
        headers={**_HEADERS, **policy, "Content-Language": language.code, **(headers or {})},
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _sheet() -> str:
    return (_HERE / "style.css").read_text(encoding="utf-8")


def _style(color: str) -> str:
    return f":root{{--brand:{color};--on-brand:{text_on(color)}}}\n{_sheet()}"
