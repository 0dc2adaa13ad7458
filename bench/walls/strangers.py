"""Staff and guests of one hotel who try everything against another, while that one works.

Every text of the other hotel has a mark: no answer to a stranger may have it. Each request says
whose it is by its request id, which the audit trail and the events keep: nothing in a hotel may
come from a request of the other one's staff. While the other hotel rests, nothing in it changes.
"""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from bench.walls.documented import Documented
from bench.walls.stage import Stage
from tests.credentials import bearer
from tests.precheckin import issue_link
from tests.walls.asking import ask, told
from tests.walls.routes import EXAMPLES, Call, Example
from tests.walls.two_hotels import ROLES, House

CRAFTED = (
    "0",
    "-1",
    "9223372036854775807",
    "1 OR 1=1",
    "' OR hotel_id > 0 --",
    "../../../api",
    "%",
    "*",
    "\u0131\u0307",
)
# Bookings are made for, and rooms are set free by, whoever works there; ends of sessions are not
# what is tried here.
ROUTES = [each for each in EXAMPLES if each.of_hotel and "/log-" not in each.template]
# Guests have a token of their booking, in the path or as the credential.
GUEST = "GUEST"
OF_GUESTS = [
    each for each in EXAMPLES if each.template.startswith(("/api/precheckin/", "/api/guest/"))
]
# Its answer has no end; tests/walls/ opens it across hotels.
STREAM = "/events/stream"
SHOWN = 10

_TABLES_WITH_REQUEST = """
SELECT one.table_name FROM information_schema.columns AS one
JOIN information_schema.columns AS other USING (table_schema, table_name)
WHERE one.table_schema = 'hotelmate' AND one.column_name = 'request_id'
    AND other.column_name = 'hotel_id'
"""


@dataclass(slots=True)
class Result:
    """What came of it.

    Attributes:
        statuses: of the answers to strangers.
        worked: requests of the other hotel's own staff that succeeded.
        wrong: what got through.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    worked: int = 0
    wrong: list[str] = field(default_factory=list)


def stranger_figures(stage: Stage, seconds: float, seed: int) -> Iterator[Figure]:
    """Let strangers try for so long, half of the time while the other hotel works."""
    result = Result()
    trying = Trying(stage, random.Random(seed), result)
    at_rest = stage.theirs.digests()
    trying.until(time.monotonic() + seconds / 2)
    changed = [
        table for table, digest in stage.theirs.digests().items() if digest != at_rest[table]
    ]
    result.wrong += [f"rows of {table} were changed" for table in changed]
    _beside_work(stage, trying, result, time.monotonic() + seconds / 2)
    result.wrong += _from_elsewhere(stage)
    for found in result.wrong[:SHOWN]:
        say(f"strangers: {found}")
    for status, count in sorted(result.statuses.items()):
        yield Figure(f"strangers_answered_{status}", count)
    yield Figure("strangers_requests", result.statuses.total(), AtLeast(1))
    yield Figure("strangers_beside_work_of_the_hotel", result.worked, AtLeast(1))
    yield Figure("strangers_got_through", len(result.wrong), AtMost(0))


class Trying:
    """Strangers: staff of one hotel, of each role, and a guest, with what they know of another."""

    def __init__(self, stage: Stage, lots: random.Random, result: Result) -> None:
        self._stage, self._lots, self._result = stage, lots, result
        self._documented = Documented.of(stage.running.url)
        self._theirs = _known(stage.theirs)
        self._ours = _known(stage.ours)
        self._stays = [(route, route.make(stage.theirs)) for route in OF_GUESTS]
        self._headers = {role: stage.ours.headers(role) for role in ROLES}
        staying = stage.ours.in_house(stage.ours.room())
        self._token = issue_link(stage.ours, staying, "GUEST_CHAT")
        self._headers[GUEST] = bearer(self._token)
        self._count = 0

    def until(self, deadline: float) -> None:
        """Send one request after the other."""
        with httpx.Client(base_url=self._stage.running.url, timeout=60) as client:
            while time.monotonic() < deadline:
                self._try(client)
                self._forge(client)

    def _forge(self, client: httpx.Client) -> None:
        """Ask for a stay with a token that was not issued."""
        route, call = self._lots.choice(self._stays)
        token = self._forged(str(call.path.get("token") or call.headers["Authorization"][7:]))
        call = Call({"token": token} if call.path else {}, {}, call.body)
        answer = ask(client, route, call, "", {} if call.path else bearer(token))
        self._result.statuses[answer.status_code] += 1
        if answer.status_code < 400 or self._stage.theirs.mark in told(answer):
            self._result.wrong.append(f"{route.name} with {token}: {answer.status_code}")
        if not self._documented.holds(route, answer) or answer.status_code >= 500:
            self._result.wrong.append(f"{route.name} is not documented: {told(answer)[:200]}")

    def _forged(self, token: str) -> str:
        """Mix a token of theirs with one of ours, or leave a little of it out."""
        (theirs, _, secret), (ours, _, own) = token.partition("-"), self._token.partition("-")
        cut = self._lots.randrange(1, len(secret))
        return self._lots.choice(
            (
                f"{ours}-{secret}",
                f"{theirs}-{own}",
                f"{theirs}-{secret[:cut]}{own[cut:]}",
                f"{theirs}-{secret[:cut]}",
                f"{theirs}-{secret.swapcase()}",
                f"{theirs}{secret}",
            )
        )

    def _try(self, client: httpx.Client) -> None:
        lots, role = self._lots, self._lots.choice((*ROLES, GUEST))
        route, call = lots.choice(self._theirs)
        crafted = self._crafted(call)
        slug = lots.choice((self._stage.ours.slug, self._stage.theirs.slug, "no-such-hotel"))
        self._count += 1
        headers = {
            **self._headers[role],
            "X-Request-Id": f"{self._stage.ours.mark}-{self._count}",
        }
        answer = ask(client, route, crafted, slug, headers)
        self._result.statuses[answer.status_code] += 1
        if answer.status_code == 401 and role != GUEST:
            # What was sent before ended the session, as it may.
            self._headers[role] = self._stage.credential(self._stage.ours, role)
        what = f"{role}: {route.name} {crafted} at {slug}: {answer.status_code}"
        if self._stage.theirs.mark in told(answer) + str(answer.headers):
            self._result.wrong.append(f"{what} tells what is not theirs")
        if slug != self._stage.ours.slug and answer.status_code < 400:
            self._result.wrong.append(f"{what} at another hotel")
        if not self._documented.holds(route, answer) or answer.status_code >= 500:
            self._result.wrong.append(f"{what} is not documented: {told(answer)[:200]}")

    def _crafted(self, call: Call) -> Call:
        """Mix what is theirs, ours and nobody's, and leave their mark out of what is sent."""
        lots = self._lots
        path = dict(call.path)
        for name in path:
            if lots.random() < 0.2:
                path[name] = lots.choice(CRAFTED)
            elif lots.random() < 0.3:
                same = [one.path[name] for _, one in self._ours if name in one.path]
                path[name] = lots.choice(same)
        body = json.loads(json.dumps(call.body).replace(self._stage.theirs.mark, "Somebody"))
        if isinstance(body, dict) and body and lots.random() < 0.2:
            body[lots.choice([*body])] = lots.choice(CRAFTED)
        if isinstance(body, dict) and lots.random() < 0.1:
            body["hotel_id"] = self._stage.theirs.hotel_id
        query = {**call.query}
        if lots.random() < 0.1:
            query["hotel_id"] = str(self._stage.theirs.hotel_id)
        return Call(path, query, body, call.headers, call.raw)


def _known(house: House) -> list[tuple[Example, Call]]:
    """Return a request of each kind that would succeed at a hotel."""
    return [(route, route.make(house)) for route in ROUTES if STREAM not in route.template]


def _beside_work(stage: Stage, trying: Trying, result: Result, deadline: float) -> None:
    failures: list[str] = []

    def work() -> None:
        try:
            _work(stage, result, deadline)
        except Exception as error:
            failures.append(f"the hotel could not work: {error!r}")

    working = threading.Thread(target=work)
    working.start()
    trying.until(deadline)
    working.join()
    result.wrong += failures


def _work(stage: Stage, result: Result, deadline: float) -> None:
    """Do at the other hotel what its staff does, in whole rounds, and see that all succeeds."""
    house, count = stage.theirs, 0
    with httpx.Client(base_url=stage.running.url, timeout=60) as client:
        while time.monotonic() < deadline:
            for route, call in _known(house):
                count += 1
                headers = {**house.headers(), "X-Request-Id": f"{house.mark}-{count}"}
                answer = ask(client, route, call, house.slug, headers)
                if answer.status_code != route.status:
                    raise RuntimeError(f"{route.name}: {answer.status_code} {told(answer)[:200]}")
                result.worked += 1
                if stage.ours.mark in told(answer):
                    result.wrong.append(f"{route.name} tells what is the strangers'")


def _from_elsewhere(stage: Stage) -> list[str]:
    """Look for rows of one hotel that come from a request of the other's staff."""
    found = []
    tables = [name for (name,) in stage.owner.execute(_TABLES_WITH_REQUEST)]
    own = 0
    for table in tables:
        query = f"SELECT count(*) FROM hotelmate.{table} WHERE hotel_id = %s AND request_id LIKE %s"
        for house, other in ((stage.ours, stage.theirs), (stage.theirs, stage.ours)):
            for whose, expected in ((house, True), (other, False)):
                row = stage.owner.execute(
                    query.encode(), (house.hotel_id, f"{whose.mark}-%")
                ).fetchone()
                count = int(row[0]) if row else 0
                own += count if expected else 0
                if count and not expected:
                    found.append(f"{table}: {count} rows of a hotel from the other's requests")
    if not own:
        found.append("no row names the request that it comes from: nothing was looked for")
    return found
