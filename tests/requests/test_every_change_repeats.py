"""No change can be asked for that a client may not safely ask for again."""

from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest

from app.requests.documented import NOT_KEYED
from tests.api.conftest import Desk
from tests.api.contract import Contract
from tests.api.test_dry_run import SCENES
from tests.hotel_builder import HotelBuilder
from tests.requests.repeating import new_key, require_replayed

HOTEL = "/api/hotels/{slug}"
PASSWORD = "correct horse battery staple"
PROGRAM = {"username": "program", "display_name": "Channel manager", "role": "INTEGRATION"}
NEW_KEY = {"username": "program", "name": "All", "scopes": ["rooms:read"], "expires_in_days": 9}
Change = tuple[str, Callable[[Desk], str], object]


def program(desk: Desk) -> None:
    assert desk.post("/staff", json=PROGRAM).is_success


def issued(desk: Desk) -> str:
    program(desk)
    response = desk.post("/api-keys", json=NEW_KEY)
    assert response.is_success, response.text
    return str(response.json()["api_key"]["id"])


def with_program(path: str) -> Callable[[Desk], str]:
    def prepare(desk: Desk) -> str:
        program(desk)
        return path

    return prepare


ACCESS: dict[str, Change] = {
    "add staff": ("POST", lambda desk: "/staff", PROGRAM),
    "change staff": ("PATCH", with_program("/staff/program"), {"display_name": "Sales"}),
    "password": ("PUT", lambda desk: "/staff/manager/password", {"password": PASSWORD}),
    "end sessions": ("DELETE", with_program("/staff/program/sessions"), None),
    "issue key": ("POST", with_program("/api-keys"), NEW_KEY),
    "revoke key": ("DELETE", lambda desk: f"/api-keys/{issued(desk)}", None),
}


@pytest.mark.parametrize("name", sorted(set(ACCESS) - {"password"}))
def test_a_repeated_change_of_access_has_no_second_effect_and_the_same_answer(
    name: str, desk: Desk, hotel: HotelBuilder
) -> None:
    method, prepare, body = ACCESS[name]
    path, key = prepare(desk), new_key()

    first = desk.request(method, path, json=body, headers=key)
    before = access(hotel)
    again = desk.request(method, path, json=body, headers=key)

    require_replayed(first, again)
    assert access(hotel) == before


def test_a_password_is_given_once_and_not_kept_so_that_it_could_be_guessed(
    desk: Desk, hotel: HotelBuilder
) -> None:
    program_less = {"username": "clerk", "display_name": "Clerk", "role": "FRONT_DESK"}
    assert desk.post("/staff", json=program_less).is_success
    key, body = new_key(), {"password": PASSWORD}

    first, again = (desk.put("/staff/clerk/password", json=body, headers=key) for _ in range(2))

    require_replayed(first, again)
    kept = hotel.value(
        "SELECT kept::text FROM hotelmate.idempotency_key AS kept WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    assert PASSWORD not in kept
    # Not even the hash of the request can be made by whoever reads it and guesses.
    path = f"{desk.base_url.path}staff/clerk/password"
    assert plain_hash(path, first.request) not in kept


def plain_hash(path: str, request: httpx.Request) -> str:
    from hashlib import sha256

    parts = (b"PUT", path.encode(), b"", request.content)
    return sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).hexdigest()


def access(hotel: HotelBuilder) -> list[Any]:
    """Return all that says who may come in."""
    connection: psycopg.Connection[Any] = hotel.connection
    return [
        connection.execute(
            f"SELECT * FROM hotelmate.{table} WHERE hotel_id = %s ORDER BY 1, 2, 3",
            (hotel.hotel_id,),
        ).fetchall()
        for table in ("staff", "staff_password", "staff_session", "api_key", "api_key_scope")
    ]


def test_every_change_that_staff_can_ask_for_is_repeated_here(contract: Contract) -> None:
    documented = {
        (method.upper(), path.removeprefix(HOTEL))
        for path, operations in contract.document["paths"].items()
        for method in operations
        if path.startswith(f"{HOTEL}/") and method != "get" and path not in NOT_KEYED
    }
    of_access = {each for each in documented if each[1].startswith(("/staff", "/api-keys"))}

    assert of_access == {
        ("POST", "/staff"),
        ("PATCH", "/staff/{username}"),
        ("PUT", "/staff/{username}/password"),
        ("DELETE", "/staff/{username}/sessions"),
        ("POST", "/api-keys"),
        ("DELETE", "/api-keys/{api_key_id}"),
    }
    # Of the others each has its scene: tests/api/test_dry_run.py counts them.
    assert len(documented - of_access) <= len(SCENES)
