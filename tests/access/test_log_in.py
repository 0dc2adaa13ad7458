"""Log-in: who knows the password is let in, and nobody else learns anything."""

import httpx
import psycopg
import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from app.access.passwords import Passwords
from tests.access.conftest import PASSWORD, PASSWORD_HASH, WRONG, Caller, Client, person
from tests.api.conftest import refusal
from tests.conftest import PASSWORDS_IN_USE
from tests.credentials import TOKENS
from tests.hotel_builder import HotelBuilder


def test_whoever_knows_the_password_is_let_in(client: Client, hotel: HotelBuilder) -> None:
    tokens = client.enter()

    assert client.is_in()
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 15 * 60
    token = TOKENS.read(tokens["access_token"])
    assert token is not None
    assert (token.hotel_id, token.username, token.role) == (hotel.hotel_id, "manager", "MANAGER")


def test_a_password_is_the_same_however_it_is_typed(client: Client, hotel: HotelBuilder) -> None:
    composed, decomposed = "caf\u00e9 on the corner", "cafe\u0301 on the corner"
    client.enter()
    added = {"username": "ann", "display_name": "Ann", "role": "AUDITOR", "password": composed}
    assert client.post("/staff", json=added).status_code == 201

    assert client.log_in("ann", decomposed).status_code == 200


def test_a_password_takes_the_work_that_the_standard_asks_for() -> None:
    assert extract_parameters(PASSWORDS_IN_USE.hash(PASSWORD)) == RFC_9106_LOW_MEMORY


NOBODY = {
    "no such hotel": ("no-such-hotel", "manager", PASSWORD),
    "no such account": (None, "nobody", PASSWORD),
    "someone who left": (None, "gone", PASSWORD),
    "no password": (None, "new", PASSWORD),
    "a program": (None, "channels", PASSWORD),
    "a wrong password": (None, "manager", WRONG),
}


def test_every_refusal_is_the_same_and_takes_the_same_work(
    client: Client, hotel: HotelBuilder, passwords: Passwords
) -> None:
    hotel.update("staff", person(hotel, "gone"), is_active=False)
    hotel.staff("new", "FRONT_DESK")
    hotel.staff("channels", "INTEGRATION")
    seen = []
    for slug, username, password in NOBODY.values():
        before = passwords.compared
        given = {"username": username, "password": password}
        path = f"/../{slug}/log-in" if slug else "/log-in"
        response = client.post(path, json=given)
        refusal(response, "log-in-refused", 401)
        assert passwords.compared == before + 1
        told = {**response.json(), "request_id": "", "instance": ""}
        seen.append((told, sorted(set(response.headers) - {"content-length"})))
    assert all(each == seen[0] for each in seen)
    assert client.log_in().status_code == 200


def test_a_password_that_changes_while_it_is_compared_opens_nothing(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    def opened(with_hash: str) -> object:
        return hotel.value(
            "SELECT (hotelmate.open_session(%s, %s, %s, NULL, sha256(%s), 1, 'here')).session",
            hotel.hotel_id,
            manager,
            with_hash,
            str(with_hash).encode(),
        )

    manager = hotel.value("SELECT id FROM hotelmate.staff WHERE hotel_id = %s", hotel.hotel_id)
    assert opened(PASSWORD_HASH + "x") is None
    hotel.staff("second")
    hotel.update("staff", manager, is_active=False)
    assert opened(PASSWORD_HASH) is None
    hotel.update("staff", manager, is_active=True)
    assert opened(PASSWORD_HASH) is not None


def test_a_hash_with_older_parameters_is_made_anew_and_ends_no_session(
    client: Client, caller: Caller, hotel: HotelBuilder
) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    client.enter()
    hotel.run(
        "UPDATE hotelmate.staff_password SET password_hash = %s, rehashed_at = now()"
        " WHERE hotel_id = %s",
        older,
        hotel.hotel_id,
    )

    caller().enter()

    kept = "SELECT password_hash FROM hotelmate.staff_password WHERE hotel_id = %s"
    assert hotel.value(kept, hotel.hotel_id) != older
    assert client.is_in()
    assert caller().log_in().status_code == 200


@pytest.mark.parametrize(
    ("content", "headers", "name", "status"),
    [
        (b'{"username": "manager"}', {}, "request-invalid", 400),
        (b'{"username": "manager", "password": 12}', {}, "request-invalid", 400),
        (b'{"username": "", "password": "x"}', {}, "request-invalid", 400),
        (b'{"username": "a", "password": "x", "more": 1}', {}, "request-invalid", 400),
        (b"username=a", {"Content-Type": "text/plain"}, "media-type-unsupported", 415),
        (b'"' + b"x" * 70_000 + b'"', {}, "request-too-large", 413),
    ],
)
def test_log_in_takes_only_what_is_documented(
    client: Client, content: bytes, headers: dict[str, str], name: str, status: int
) -> None:
    sent = {"Content-Type": "application/json", **headers}
    refusal(client.post("/log-in", content=content, headers=sent), name, status)


def test_log_in_takes_no_query(client: Client) -> None:
    given = {"username": "manager", "password": PASSWORD}
    response = client.post("/log-in", params={"password": PASSWORD}, json=given)
    refusal(response, "request-invalid", 400)
    assert PASSWORD not in response.text


def test_what_lets_in_is_nowhere_kept(client: Client, hotel: HotelBuilder) -> None:
    tokens = client.enter()
    secret = tokens["refresh_token"].split("_", 2)[2]  # which may have such a line of its own
    for table in ("staff_session", "refresh_token", "staff_password"):
        rows = hotel.connection.execute(
            f"SELECT kept::text FROM hotelmate.{table} AS kept WHERE hotel_id = %s",
            (hotel.hotel_id,),
        ).fetchall()
        assert rows
        for (text,) in rows:
            assert secret not in text
            assert PASSWORD not in text


def test_the_token_of_one_hotel_opens_no_other(
    client: Client, owner: psycopg.Connection, hotel: HotelBuilder
) -> None:
    other = HotelBuilder(owner)
    person(other, "manager", "MANAGER")
    client.enter()

    response: httpx.Response = client.get(f"/../{other.slug}/me")
    refusal(response, "hotel-not-found", 404)
