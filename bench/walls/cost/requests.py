"""What it costs to be known by an API key, to be repeatable, and to say the version: by HTTP."""

import secrets
import time
from collections.abc import Iterator

import httpx

from app.requests.idempotency import HEADER
from bench.proof.figures import Figure
from bench.walls.cost.turns import Turns
from bench.walls.stage import Stage
from tests.walls.two_hotels import House

BY_TOKEN, BY_KEY = "by_token", "by_api_key"
PLAIN, REPEATABLE, OF_VERSION = "plain", "with_idempotency_key", "with_if_match"

Headers = dict[str, str]


def request_figures(stage: Stage, times: int) -> Iterator[Figure]:
    """Read a room, and check guests in, so many times each way."""
    house = House(stage.owner)
    with httpx.Client(
        base_url=f"{stage.running.url}/api/hotels/{house.slug}", timeout=60
    ) as client:
        yield from _reading(stage, client, house, times).figures()
        yield from _checking_in(stage, client, house, times).figures()


def _reading(stage: Stage, client: httpx.Client, house: House, times: int) -> Turns:
    path = f"/rooms/{house.number(house.room())}"
    headers = {
        BY_TOKEN: stage.credential(house, "FRONT_DESK"),
        BY_KEY: {"Authorization": f"Bearer {house.api_key('rooms:read')[1]}"},
    }
    turns = Turns("read_room", [*headers])
    for _ in range(times):
        for way in turns.shuffled():
            turns.add(way, _seconds(client, "GET", path, headers[way]))
    return turns


def _checking_in(stage: Stage, client: httpx.Client, house: House, times: int) -> Turns:
    credential = stage.credential(house, "FRONT_DESK")
    turns = Turns("check_in_request", [PLAIN, REPEATABLE, OF_VERSION])
    for _ in range(times):
        for way in turns.shuffled():
            path = f"/bookings/{house.reference(house.assigned(house.room()))}"
            own: Headers = {}
            if way == REPEATABLE:
                own = {HEADER: secrets.token_urlsafe(16)}
            elif way == OF_VERSION:
                own = {"If-Match": client.get(path, headers=credential).headers["etag"]}
            headers = {**credential, **own}
            turns.add(way, _seconds(client, "POST", f"{path}/check-in", headers))
    return turns


def _seconds(client: httpx.Client, method: str, path: str, headers: Headers) -> float:
    started = time.perf_counter()
    answer = client.request(method, path, headers=headers)
    taken = time.perf_counter() - started
    answer.raise_for_status()
    return taken
