"""Who calls in the demo, and how they log in: without a server."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.demo import people
from app.demo.credentials import LETTERS, make_credentials
from app.demo.desk import DemoError
from app.demo.hotel_plan import STAFF
from app.demo.log_in import LOG_IN, Session

Answering = Callable[[httpx.Request], httpx.Response]


class Door:
    """A server of log-ins whose tokens are good for so many calls each."""

    def __init__(self, good_for: int = 1000) -> None:
        self.good_for = good_for
        self.made = 0
        self.uses = 0
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append(path.removeprefix(LOG_IN) or "log-in")
        if path.startswith(LOG_IN):
            self.made, self.uses = self.made + 1, 0
            tokens = {"access_token": f"a{self.made}", "refresh_token": f"r{self.made}"}
            return httpx.Response(200, json=tokens)
        self.uses += 1
        is_good = request.headers["authorization"] == f"Bearer a{self.made}"
        return httpx.Response(200 if is_good and self.uses <= self.good_for else 401)


def client_of(answering: Answering) -> httpx.Client:
    transport = httpx.MockTransport(answering)
    return httpx.Client(
        transport=transport, base_url="http://desk", auth=Session("reception", "a-password")
    )


@pytest.mark.parametrize(
    ("call", "by"),
    [
        ("POST /bookings", people.RECEPTION),
        ("GET /rooms", people.RECEPTION),
        ("POST /bookings/BK-2026-000001/check-in", people.RECEPTION),
        ("POST /bookings/BK-2026-000001/approve", people.MANAGER),
        ("POST /bookings/BK-2026-000001/refund", people.MANAGER),
        ("POST /rooms/101/turnover", people.HOUSEKEEPING),
        ("POST /housekeeping/tasks/1/start", people.HOUSEKEEPING),
        ("GET /housekeeping/tasks?open=true", people.HOUSEKEEPING),
    ],
)
def test_each_call_is_made_by_whose_task_it_is(call: str, by: str) -> None:
    method, path = call.split(" ")
    assert people.whose(method, path) == by


def test_only_a_manager_goes_against_the_order_of_turnover() -> None:
    body = {"to": "READY_FOR_GUEST"}
    assert people.whose("POST", "/rooms/101/turnover", body) == people.HOUSEKEEPING
    assert people.whose("POST", "/rooms/101/turnover", {**body, "reason": "x"}) == people.MANAGER


def test_one_logs_in_once_for_many_calls() -> None:
    door = Door()
    with client_of(door) as client, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: client.get("/rooms").status_code, range(8)))
    assert answers == [200] * 8
    assert door.asked.count("log-in") == 1
    assert door.made == 1


def test_a_token_that_has_expired_is_renewed_and_the_call_repeated() -> None:
    door = Door(good_for=2)
    with client_of(door) as client:
        answers = [client.get("/rooms").status_code for _ in range(4)]
    assert answers == [200] * 4
    assert door.asked.count("log-in") == 1
    assert door.asked.count("/refresh") == 1


def test_a_session_that_cannot_be_renewed_begins_anew() -> None:
    door = Door(good_for=1)

    def without_renewal(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/refresh"):
            return httpx.Response(401)
        return door(request)

    with client_of(without_renewal) as client:
        answers = [client.get("/rooms").status_code for _ in range(2)]
    assert answers == [200, 200]
    assert door.asked.count("log-in") == 2


def test_what_is_refused_for_good_is_answered_and_not_asked_for_ever() -> None:
    door = Door(good_for=0)
    with client_of(door) as client:
        assert client.get("/rooms").status_code == 401
    assert len(door.asked) == 4


def test_whoever_is_not_let_in_is_named() -> None:
    with (
        client_of(lambda request: httpx.Response(401)) as client,
        pytest.raises(DemoError, match="reception cannot log in: 401"),
    ):
        client.get("/rooms")


def test_everybody_but_the_integration_has_a_password_of_their_own() -> None:
    made, other = make_credentials(7), make_credentials(7)
    assert set(made.passwords) == {name for name, _, role in STAFF if role != "INTEGRATION"}
    assert made.api_key.startswith("hk_7_")
    passwords = [*made.passwords.values(), *other.passwords.values()]
    assert len(set(passwords)) == len(passwords)
    assert all(len(each) == 19 and set(each) <= {*LETTERS, "-"} for each in passwords)
