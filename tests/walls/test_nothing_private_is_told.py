"""What people entrust to a hotel is told to whoever may read it there, and to nobody else.

Every text that a request can carry is marked, right and wrong requests are sent to every route, and
then the mark is looked for where it has no business: in logs, events, figures and answers to
requests that are refused.
"""

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from app.main import create_app
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings, as_role
from schema import roles
from tests.api.serving import PUSHER, serving, settings_for
from tests.credentials import bearer
from tests.pusher_server.server import PusherServer
from tests.pusher_server.server import serving as serving_pusher
from tests.relay.conftest import RunningRelay
from tests.stripe_server.server import StripeServer
from tests.walls.asking import ask, told
from tests.walls.routes import EXAMPLES, Call, Example
from tests.walls.two_hotels import House

# Answers of these are the secret itself, and shown once.
SECRETS = ("token", "key", "access_token", "refresh_token", "auth")


class Sent:
    """A server with everything around it, and every answer that it gave.

    Attributes:
        secrets: what lets people in, which answers told and requests carried.
        refused: the bodies of answers to requests that were refused.
        readers: how many answers told their readers what is marked.
    """

    def __init__(self, client: httpx.Client, house: House) -> None:
        self.client = client
        self.house = house
        self.secrets: set[str] = set()
        self.refused: list[dict[str, Any]] = []
        self.readers = 0

    def send(self, route: Example, call: Call, credential: dict[str, str]) -> int:
        """Send a request with marked headers, and remember what must not be found."""
        mark = self.house.mark
        marked = {"User-Agent": mark, "Referer": f"https://{mark}.example/", "Cookie": mark}
        # A guest's request has a credential of its own, or one in its path.
        credential = credential | {
            name: value for name, value in call.headers.items() if name == "Authorization"
        }
        answer = ask(self.client, route, call, self.house.slug, marked | credential)
        self.secrets.add(credential["Authorization"].partition(" ")[2])
        self.secrets.add(str(call.path.get("token", "")))
        self._learn(answer)
        return answer.status_code

    def _learn(self, answer: httpx.Response) -> None:
        if "json" not in answer.headers.get("content-type", ""):
            return
        body = json.loads(told(answer))
        self.readers += answer.status_code < 400 and self.house.mark in told(answer)
        if answer.status_code >= 400:
            self.refused.append(body)
        elif isinstance(body, dict):
            self.secrets |= {body[name] for name in SECRETS if isinstance(body.get(name), str)}


def wrong(call: Call, mark: str, query: Sequence[str]) -> Iterator[Call]:
    """Make a request wrong in every place, one at a time, with the mark there."""
    for name in call.path:
        yield Call({**call.path, name: mark}, call.query, call.body, call.headers, call.raw)
    for name in ("unknown", *query):
        yield Call(call.path, {name: mark}, call.body, call.headers, call.raw)
    if call.body is not None:
        for body in variations(call.body, mark):
            yield Call(call.path, call.query, body, call.headers)
    for raw in (mark, f'{{"x": "{mark}', f'"{mark}"', f'["{mark}"]', f"\x00{mark}"):
        yield Call(call.path, headers=call.headers, raw=raw.encode())
    for kind in (f"text/{mark}", f"application/json; charset={mark}"):
        yield Call(call.path, headers={"Content-Type": kind}, raw=b"{}")
    for name in ("X-Request-ID", "Idempotency-Key", "If-Match", "Last-Event-ID", "Accept"):
        yield Call(call.path, call.query, call.body, {**call.headers, name: f"{mark} {mark}"})


def variations(body: Any, mark: str) -> Iterator[Any]:
    """Put the mark in every place of a body, in shapes that are right or wrong there."""
    for value in (mark, [mark], f"{mark}\x00", f"2026-{mark}", f"{mark} " * 300, {"x": mark}):
        yield from put_everywhere(body, value)


def put_everywhere(body: Any, value: Any) -> Iterator[Any]:
    if isinstance(body, dict):
        for name, member in body.items():
            yield {**body, name: value}
            for inner in put_everywhere(member, value):
                yield {**body, name: inner}
    elif isinstance(body, list):
        for place, item in enumerate(body):
            for inner in put_everywhere(item, value):
                yield [*body[:place], inner, *body[place + 1 :]]


def queried(client: httpx.Client, route: Example) -> list[str]:
    """Return the parameters that the query of a route takes."""
    document = client.get("/schema/openapi.json").json()
    operation = document["paths"].get(route.template, {}).get(route.method.lower(), {})
    return [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]


@pytest.fixture
def owner(clone: str) -> Iterator[psycopg.Connection]:
    with closing(psycopg.connect(clone, autocommit=True)) as connection:
        yield connection


@pytest.fixture
def pusher_server() -> Iterator[PusherServer]:
    with serving_pusher() as server:
        yield server


@pytest.fixture
def sent(clone: str, owner: psycopg.Connection, stripe: StripeServer) -> Iterator[Sent]:
    """A server that logs everything it can."""
    settings = settings_for(clone, **stripe.environment(), **PUSHER, HOTELMATE_LOG_LEVEL="debug")
    with (
        serving(create_app(settings)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield Sent(client, House(owner))


@pytest.fixture
def server_log(owner: psycopg.Connection) -> Callable[[], str]:
    """What the embedded server wrote into its log since the test began; "" of another server."""
    folder = owner.execute("SHOW data_directory").fetchone()
    assert folder is not None
    log = Path(folder[0]).parent / "log" / "postgres.log"
    begun = log.stat().st_size if log.exists() else 0
    return lambda: log.read_bytes()[begun:].decode(errors="replace") if log.exists() else ""


@pytest.mark.proof
def test_nothing_private_is_told(
    clone: str,
    owner: psycopg.Connection,
    sent: Sent,
    pusher_server: PusherServer,
    server_log: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    house = sent.house
    settings = Settings.from_environ(pusher_server.environment())
    relay = RunningRelay(as_role(clone, roles.RELAY), lambda: PusherChannels(settings))
    try:
        for route in EXAMPLES:
            sent.send(route, route.make(house), bearer(house.mark))
            keyed = {**house.headers(), "Idempotency-Key": uuid.uuid4().hex}
            assert sent.send(route, route.make(house), keyed) == route.status, route.name
            call, credential = route.make(house), house.headers()
            for each in wrong(call, house.mark, queried(sent.client, route)):
                assert sent.send(route, each, credential) < 500, (route.name, each)
        figures = sent.client.get("/metrics").text
        break_the_database(owner, sent)
        committed = owner.execute("SELECT count(*) FROM hotelmate.realtime_message").fetchone()
        assert committed is not None
        pusher_server.wait_for(committed[0])
    finally:
        relay.stop()

    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines() if line]
    told_of = {
        "log": json.dumps(lines),
        "figures": figures,
        "events": everything(owner, "outbox_event") + everything(owner, "realtime_message"),
        "Pusher": "".join(each.data for each in pusher_server.received),
        "PostgreSQL's log": server_log(),
    }
    secrets = sent.secrets - {house.mark, ""}
    assert len(secrets) > len(EXAMPLES)
    assert any(line["event"] == "request_failed" and "frames" in line for line in lines)
    assert pusher_server.received
    assert sent.readers > 10
    for where, text in told_of.items():
        assert house.mark not in text, around(house.mark, text, where)
        assert not [secret for secret in secrets if secret in text], where
    for body in sent.refused:
        # Its own path is a request's own affair.
        assert house.mark not in json.dumps({**body, "instance": ""}), body
    kept = everything(owner, "idempotency_key")
    assert house.mark in kept  # a whole answer, for whoever asks again
    assert not [secret for secret in secrets if secret in kept]


def break_the_database(owner: psycopg.Connection, sent: Sent) -> None:
    """Let the database refuse, and fail, in ways that no rule foresees, with the mark at hand."""
    routes = {route.name: route for route in EXAMPLES}
    owner.execute(
        "ALTER TABLE hotelmate.room_booking ADD CONSTRAINT unforeseen"
        " CHECK (check_in < '2000-01-01') NOT VALID"
    )
    post = routes["POST /bookings"]
    credential = sent.house.headers()
    assert sent.send(post, post.make(sent.house), credential) in (409, 422)
    owner.execute("ALTER TABLE hotelmate.room_booking DROP CONSTRAINT unforeseen")
    owner.execute("ALTER TABLE hotelmate.room RENAME COLUMN last_cleaned_by TO gone")
    assert sent.send(routes["GET /rooms"], Call(), credential) == 500
    owner.execute("ALTER TABLE hotelmate.room RENAME COLUMN gone TO last_cleaned_by")


def everything(owner: psycopg.Connection, table: str) -> str:
    """Return all rows of a table as text, bytes as the text that they are."""
    rows = owner.execute(f"SELECT * FROM hotelmate.{table}".encode()).fetchall()
    return repr(rows)


def around(mark: str, text: str, where: str) -> str:
    """Return what stands around the mark."""
    place = text.index(mark)
    return f"in {where}: …{text[max(0, place - 400) : place + 200]}…"
