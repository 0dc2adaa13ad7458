"""The page of pre-check-in, by its link: asked for, saved, sent.

It does what `/api/precheckin/{token}` does, by the same functions, and shows it as HTML.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import psycopg
from litestar import Request, Response, Router, get, post
from litestar.response import Redirect

from app import problems
from app.access.tokens import hash_of
from app.guests.page.endings import OF_HOTEL, SENT, USED, ending, name_of
from app.guests.page.form import Shown, form
from app.guests.page.languages import Language, choose
from app.guests.page.party import asks_nothing_more, places
from app.guests.page.sending import Fault, MisshapenError, Sending, sending
from app.guests.page.typed import MAX_PAGE_BYTES, Typed, read
from app.guests.precheckin import answer, precheckin_of
from app.guests.session import GuestSession, hotel_of_link, open_link
from app.models.parameters import LinkToken
from app.models.precheckin import HotelForGuests, Precheckin
from app.problems import ProblemError, known
from app.queries.precheckin_forms import COUNTRIES
from app.requests.changes import Turns

Page = Response[Any]
AnyRequest = Request[Any, Any, Any]
# Where what was typed is wrong, and not the request.
_REFUSED = {409, 422}
# Nothing was done, and what was typed is worth another attempt.
_BUSY = "database-busy"
# No rule is broken, and the fields are named all the same.
_UNSTORABLE = "value-invalid"


@get("/", include_in_schema=False)
async def show_page(request: AnyRequest, token: LinkToken) -> Page:
    """Show what is asked, and what has been saved."""

    async def shown() -> Page:
        guest, precheckin = await _opened(request, token)
        if asks_nothing_more(precheckin):
            language = _language(request, None, precheckin.language, precheckin.hotel.language)
            return ending(USED, 200, language, precheckin.hotel)
        is_saved = request.query_params.get("saved") == "1"
        return await _page(request, guest, precheckin, Shown(is_saved=is_saved))

    return await _or_ending(request, token, shown)


@post("/", include_in_schema=False, status_code=200, request_max_body_size=MAX_PAGE_BYTES)
async def take_page(request: AnyRequest, token: LinkToken) -> Page:
    """Save what was typed or send it in, and lead on; or show what is wrong with it."""

    async def taken() -> Page:
        typed = read(request.headers.get("content-type", ""), await request.body())
        turns: Turns = request.app.state.turns
        # A double click comes as two requests: the second sees what the first has left. The turn at
        # the change itself, which the API's requests take as well, is another.
        async with turns.of(("page", hash_of(token))):
            guest, precheckin = await _opened(request, token)
            if asks_nothing_more(precheckin):
                return _to(token)
            if typed.turns_to is not None:
                return await _page(request, guest, precheckin, Shown(typed))
            return await _handed_in(request, guest, precheckin, typed)

    return await _or_ending(request, token, taken)


@get("/sent", include_in_schema=False)
async def show_sent(request: AnyRequest, token: LinkToken) -> Page:
    """Thank whoever has sent everything; lead others to the page."""

    async def shown() -> Page:
        await open_link(request, token)
        return _to(token)

    return await _or_ending(request, token, shown, used=SENT)


async def _opened(request: AnyRequest, token: str) -> tuple[GuestSession, Precheckin]:
    guest = await open_link(request, token)
    return guest, await precheckin_of(guest)


async def _page(
    request: AnyRequest, guest: GuestSession, precheckin: Precheckin, shown: Shown
) -> Page:
    """Return the page, in the language that it was turned to, else in the guest's."""
    language = _language(request, shown.typed, precheckin.language, precheckin.hotel.language)
    asks_country = any(field.kind == "COUNTRY" for field in precheckin.form.fields)
    rows = await guest.read(COUNTRIES) if asks_country else []
    return form(language, precheckin, [row[0] for row in rows], shown)


async def _handed_in(
    request: AnyRequest, guest: GuestSession, precheckin: Precheckin, typed: Typed
) -> Page:
    """Hand on what was typed; refused, it is shown again with what is wrong."""
    language = _language(request, None, precheckin.language, precheckin.hotel.language)
    token = str(request.path_params["token"])
    faults: Sequence[Fault]
    status = 422
    try:
        sent = sending(precheckin, places(precheckin, typed.guests), typed, language.code)
        try:
            await answer(guest, sent.data)
        except (ProblemError, psycopg.Error) as error:
            problem = _refused(request, error)
            faults, status = _faults(problem, sent), max(problem.kind.status, status)
        else:
            if typed.submits:
                return _to(token, f"/sent?lang={language.code}")
            return _to(token, f"?lang={language.code}&saved=1")
    except MisshapenError as error:
        faults = error.faults
    return await _page(request, guest, precheckin, Shown(typed, faults, status=status))


def _refused(request: AnyRequest, error: Exception) -> ProblemError:
    """Return why what was typed is refused; every other error is raised."""
    problem = known(error, request.scope.get("route_handler"))
    if problem.kind.status not in _REFUSED and problem.kind.name != _BUSY:
        raise error
    request.scope["state"]["problem"] = problem.kind.name
    return problem


def _faults(problem: ProblemError, sent: Sending) -> Sequence[Fault]:
    is_of_field = problem.kind.name == _UNSTORABLE
    named = [each for each in problem.errors if is_of_field or isinstance(each.rule, str)]
    return sent.faults(named) or [Fault("", problem.kind.name.replace("-", "_"))]


async def _or_ending(
    request: AnyRequest, token: str, work: Callable[[], Awaitable[Page]], *, used: str = USED
) -> Page:
    """Return the page that is made, else one that tells what is the matter."""
    try:
        return await work()
    except Exception as error:  # whatever it is, whoever opened a link is shown a page
        return await _ending(request, token, error, used)


async def _ending(request: AnyRequest, token: str, error: Exception, used: str) -> Page:
    # Logged and counted as of any other route.
    answered = problems.respond(request, error)
    problem = known(error).kind
    name, status, hotel = name_of(problem.name, problem.status), problem.status, None
    if problem.name in OF_HOTEL:
        hotel = await _hotel(request, token)
    if problem.name == "link-used" and used == SENT:
        name, status = SENT, 200
    language = _language(request, None, hotel.language if hotel else "")
    headers = {"Retry-After": value} if (value := answered.headers.get("Retry-After")) else {}
    return ending(name, status, language, hotel, headers)


async def _hotel(request: AnyRequest, token: str) -> HotelForGuests | None:
    try:
        return await hotel_of_link(request, token)
    except (ProblemError, psycopg.Error):
        return None  # the page is worth more without it than no page


def _language(request: AnyRequest, typed: Typed | None, *others: str) -> Language:
    asked = request.query_params.get("lang")
    turned_to = typed.turns_to if typed else None
    return choose(turned_to or asked, request.headers.get("accept-language"), *others)


def _to(token: str, rest: str = "") -> Page:
    """Lead on: a reload there sends nothing again."""
    return Redirect(f"/precheckin/{token}{rest}", status_code=303)


router = Router(path="/precheckin/{token:str}", route_handlers=[show_page, take_page, show_sent])
