"""Pages that ask nothing: what became of a link, what is to be done, how the hotel is reached."""

from litestar import Response

from app.guests.page.languages import Language
from app.guests.page.rendering import html
from app.models.precheckin import HotelForGuests

SENT, USED = "sent", "used"
_BY_PROBLEM = {
    "link-unknown": "unknown",
    "link-used": USED,
    "link-superseded": "superseded",
    "link-ended": "ended",
    "link-revoked": "revoked",
    "link-expired": "expired",
    "too-many-requests": "too_many_requests",
    "request-too-large": "too_large",
}
# Problems of links whose hotel is known.
OF_HOTEL = {name for name in _BY_PROBLEM if name.startswith("link-")} - {"link-unknown"}


def ending(
    name: str,
    status: int,
    language: Language,
    hotel: HotelForGuests | None = None,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    """Return a page that asks nothing.

    Args:
        name: of its texts.
        status: of HTTP.
        language: that it is in.
        hotel: whose link it was, where that is known.
        headers: of the answer.
    """
    return html(
        "ending.html",
        language,
        hotel.brand_color if hotel else None,
        status,
        headers,
        ending=language.endings[name],
        hotel=hotel,
    )


def name_of(problem: str, status: int) -> str:
    """Return the name of the page that tells of a problem."""
    return _BY_PROBLEM.get(problem, "unavailable" if status >= 500 else "unreadable")
