"""Passwords guessed in parallel: no attempt more than the limit allows, whether there is such an
account or not, and the same answer and the same work for both.
"""

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
import psycopg

from app.access.passwords import hash_password
from app.main import create_app
from bench.proof.figures import AtMost, Figure
from bench.proof.run import say
from bench.proof.server import Server
from tests.api.serving import serving, settings_for
from tests.hotel_builder import HotelBuilder

# As schema/triggers/log_in.sql has them.
ONE_ADDRESS = "one address"
LIMITS = {ONE_ADDRESS: 10, "everywhere": 50}
CLIENTS = 16
# The clients are behind a proxy that is believed, and may wait for each other as long as it takes.
SETTINGS = {
    "HOTELMATE_TRUSTED_PROXIES": "127.0.0.1",
    "HOTELMATE_REQUESTS_PER_SECOND": "0",
    "HOTELMATE_REQUEST_TIMEOUT_SECONDS": "0",
}
PATIENCE_SECONDS = 300
_OWN = ("date", "x-request-id", "retry-after", "content-length")


@dataclass(slots=True)
class Guessed:
    """What came of guesses at one account.

    Attributes:
        compared: how often a password was compared with something.
        statuses: of the answers.
        answers: to those that were compared, without what is each request's own.
    """

    compared: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    answers: set[str] = field(default_factory=set)


def guessing_figures(server: Server, limits: Mapping[str, int] = LIMITS) -> Iterator[Figure]:
    """Guess at an account that there is and at one that there is not.

    Args:
        server: where the database is made.
        limits: how many guesses are compared, by where they come from.
    """
    wrong: list[str] = []
    with server.database("guessing") as url, psycopg.connect(url, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        for place, at_most in limits.items():
            there, missing = (
                _guess(owner, url, hotel, place, at_most, exists=exists) for exists in (True, False)
            )
            for guessed in (there, missing):
                if guessed.statuses != {401: at_most, 429: 2 * at_most}:
                    wrong.append(f"from {place}: {guessed.statuses} at a limit of {at_most}")
            if there.answers != missing.answers or len(there.answers) != 1:
                wrong.append(f"from {place}: {there.answers} and {missing.answers}")
            if there.compared != missing.compared:
                wrong.append(f"from {place}: {there.compared} and {missing.compared} comparisons")
            name = place.replace(" ", "_")
            yield Figure(f"guesses_from_{name}", there.statuses.total())
            yield Figure(f"guesses_compared_from_{name}", there.compared, AtMost(at_most))
            yield Figure(
                f"guesses_compared_from_{name}_without_account", missing.compared, AtMost(at_most)
            )
    for found in wrong:
        say(f"guessing: {found}")
    yield Figure("guessing_wrong", len(wrong), AtMost(0))


def _guess(
    owner: psycopg.Connection,
    url: str,
    hotel: HotelBuilder,
    place: str,
    at_most: int,
    *,
    exists: bool,
) -> Guessed:
    """Guess three times as often as is allowed, through connections of many clients at once."""
    # The count by address is of all accounts; each round of guesses has it to itself.
    owner.execute("DELETE FROM hotelmate.log_in_limit")
    username = f"g-{secrets.token_hex(6)}"
    if exists:
        hotel.insert(
            "staff_password",
            staff_id=hotel.staff(username, "FRONT_DESK"),
            password_hash=hash_password(secrets.token_urlsafe(16)),
        )
    application = create_app(settings_for(url, **SETTINGS))
    guessed = Guessed()
    with serving(application) as address:
        path = f"{address}/api/hotels/{hotel.slug}/log-in"

        def guess(number: int) -> httpx.Response:
            client = "203.0.113.1" if place == ONE_ADDRESS else f"198.51.100.{number}"
            body = {"username": username, "password": secrets.token_urlsafe(16)}
            return httpx.post(
                path, json=body, headers={"X-Forwarded-For": client}, timeout=PATIENCE_SECONDS
            )

        with ThreadPoolExecutor(CLIENTS) as pool:
            for answer in pool.map(guess, range(3 * at_most)):
                guessed.statuses[answer.status_code] += 1
                if answer.status_code == 401:
                    guessed.answers.add(_without_its_own(answer))
        guessed.compared = application.state.log_ins.passwords.compared
    return guessed


def _without_its_own(answer: httpx.Response) -> str:
    """Return an answer without what differs from request to request."""
    body = {name: value for name, value in answer.json().items() if name != "request_id"}
    headers = {name: value for name, value in answer.headers.items() if name not in _OWN}
    return json.dumps([answer.status_code, headers, body], sort_keys=True)
