"""What everybody knows and changes about themselves."""

from typing import Any

import pytest

from tests.access.conftest import PASSWORD, WRONG, Caller, Client, person
from tests.api.conftest import refusal
from tests.credentials import bearer
from tests.hotel_builder import HotelBuilder

NEW = "an even better password"


def change(client: Client, old: str = PASSWORD, new: str = NEW) -> Any:
    return client.put("/me/password", json={"old": old, "new": new})


@pytest.mark.parametrize("role", ["FRONT_DESK", "HOUSEKEEPING", "MANAGER", "AUDITOR"])
def test_everybody_reads_who_they_are(client: Client, hotel: HotelBuilder, role: str) -> None:
    person(hotel, "ann", role)
    tokens = client.enter("ann")

    me = client.get("/me").json()

    assert (me["username"], me["role"]) == ("ann", role)
    assert me["hotel"] == {
        "slug": hotel.slug,
        "name": "Test House",
        "time_zone": "UTC",
        "currency": "EUR",
    }
    assert {"own:read", "own:change"} <= set(me["permissions"])
    assert ("staff:manage" in me["permissions"]) == (role == "MANAGER")
    assert me["expires_at"][:19] == tokens["refresh_expires_at"][:19]


def test_whoever_logs_out_is_out_with_all_tokens_of_the_session(
    client: Client, caller: Caller
) -> None:
    elsewhere = caller()
    elsewhere.enter()
    tokens = client.enter()

    assert client.post("/log-out").json() == {"sessions_ended": 1}

    assert not client.is_in()
    refusal(client.post("/log-out"), "not-authenticated", 401)
    refusal(client.refresh(tokens["refresh_token"]), "refresh-refused", 401)
    assert elsewhere.is_in()


def test_a_changed_password_ends_the_other_sessions(
    client: Client, caller: Caller, hotel: HotelBuilder
) -> None:
    elsewhere = caller()
    tokens = elsewhere.enter()
    client.enter()

    assert change(client).status_code == 200

    assert client.is_in()
    assert not elsewhere.is_in()
    refusal(client.refresh(tokens["refresh_token"]), "refresh-refused", 401)
    refusal(elsewhere.log_in(), "log-in-refused", 401)
    assert elsewhere.log_in(password=NEW).status_code == 200


def test_the_old_password_is_needed_and_guesses_are_limited(client: Client) -> None:
    client.enter()
    for _ in range(10):
        refusal(change(client, old=WRONG), "password-wrong", 422)
    refusal(change(client, old=WRONG), "log-in-limited", 429)
    refusal(change(client), "log-in-limited", 429)
    assert client.is_in()


@pytest.mark.parametrize(
    "new", ["short", "elevenchars", "x" * 257, "\u00e9" * 200, "a-long-username"]
)
def test_a_password_has_twelve_characters_and_is_not_the_username(
    client: Client, hotel: HotelBuilder, new: str
) -> None:
    person(hotel, "a-long-username")
    client.enter("a-long-username")
    problem = refusal(change(client, new=new), "request-invalid", 400)
    assert [error["field"] for error in problem["errors"]] == ["new"]
    assert new not in str(problem)


@pytest.mark.parametrize("new", ["twelve chars", "x" * 256, "\u00e9" * 128])
def test_a_password_may_be_anything_else(client: Client, hotel: HotelBuilder, new: str) -> None:
    client.enter()
    assert change(client, new=new).status_code == 200
    assert client.log_in(password=new).status_code == 200


def test_a_program_has_no_password_and_no_session_to_end(
    manager: Client, caller: Caller, hotel: HotelBuilder
) -> None:
    hotel.staff("channels", "INTEGRATION")
    asked = {"username": "channels", "name": "a", "scopes": [], "expires_in_days": 1}
    key = manager.post("/api-keys", json=asked).json()["key"]
    program = caller()
    program.headers.update(bearer(key))

    assert program.get("/me").json()["permissions"] == ["own:read"]
    refusal(program.post("/log-out"), "role-not-permitted", 403)
    refusal(change(program), "role-not-permitted", 403)
