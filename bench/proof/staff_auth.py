"""How clients of a proof are staff of each hotel that they call, without a log-in."""

import re
from collections.abc import Generator
from threading import Lock

import httpx
import psycopg

from tests.credentials import bearer, signed_in

_HOTEL = re.compile(r"/api/hotels/([^/]+)")


class StaffAuth(httpx.Auth):
    """Gives each request the token of the member of staff of the hotel that its path names.

    Args:
        database_url: connection string of the schema's owner.
        username: who calls, in every hotel that is called.
    """

    def __init__(self, database_url: str, username: str) -> None:
        self._database_url = database_url
        self._username = username
        self._tokens: dict[str, str] = {}
        self._turn = Lock()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request with the token of its hotel, if it is to a hotel."""
        named = _HOTEL.match(request.url.path)
        if named:
            request.headers.update(bearer(self.token(named[1])))
        yield request

    def token(self, slug: str) -> str:
        """Return the token of the member of staff of a hotel."""
        with self._turn:
            if slug not in self._tokens:
                self._tokens[slug] = self._signed_in(slug)
            return self._tokens[slug]

    def _signed_in(self, slug: str) -> str:
        with psycopg.connect(self._database_url, autocommit=True) as connection:
            row = connection.execute(
                "SELECT hotel_id FROM hotelmate.hotel WHERE slug = %s", (slug,)
            ).fetchone()
            if row is None:
                raise LookupError(f"no hotel {slug}")
            return signed_in(connection, row[0], self._username)
