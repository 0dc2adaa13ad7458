"""API keys: shown once, scoped, expiring, revocable."""

from typing import Any

import pytest

from app.access.tokens import hash_of
from tests.access.conftest import Caller, Client
from tests.api.conftest import refusal
from tests.credentials import bearer
from tests.hotel_builder import HotelBuilder


@pytest.fixture(autouse=True)
def channels(hotel: HotelBuilder) -> int:
    """A program that works for the hotel."""
    return hotel.staff("channels", "INTEGRATION")


def asked(*scopes: str, **changes: object) -> dict[str, object]:
    given = {"username": "channels", "name": "Channel manager", "scopes": list(scopes)}
    return {**given, "expires_in_days": 30, **changes}


def issue(manager: Client, *scopes: str) -> dict[str, Any]:
    response = manager.post("/api-keys", json=asked(*scopes))
    assert response.status_code == 201, response.text
    issued: dict[str, Any] = response.json()
    return issued


def with_key(caller: Caller, key: str) -> Client:
    program = caller()
    program.headers.update(bearer(key))
    return program


def test_a_key_opens_what_its_scopes_say(manager: Client, caller: Caller) -> None:
    issued = issue(manager, "rooms:read", "rooms:read")
    program = with_key(caller, issued["key"])

    assert program.get("/rooms").status_code == 200
    refusal(program.get("/bookings"), "role-not-permitted", 403)
    assert program.get("/me").json()["permissions"] == ["own:read", "rooms:read"]
    assert issued["api_key"]["scopes"] == ["own:read", "rooms:read"]
    assert issued["api_key"]["created_by"] == "staff:manager"


def test_a_key_is_shown_once_and_kept_as_its_hash(manager: Client, hotel: HotelBuilder) -> None:
    issued = issue(manager)
    key, listed = issued["key"], manager.get("/api-keys")
    assert listed.json()["items"] == [issued["api_key"]]
    kept = hotel.value("SELECT key_hash FROM hotelmate.api_key WHERE hotel_id = %s", hotel.hotel_id)
    assert bytes(kept) == hash_of(key)
    for text in (listed.text, manager.get("/staff/channels/events").text):
        assert key not in text
        assert bytes(kept).hex() not in text


def test_a_request_that_is_repeated_shows_the_same_key(manager: Client, caller: Caller) -> None:
    headers = {"Idempotency-Key": "one"}
    answers = [manager.post("/api-keys", json=asked(), headers=headers) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert len(manager.get("/api-keys").json()["items"]) == 1
    assert with_key(caller, answers[1].json()["key"]).get("/me").status_code == 200


def test_a_revoked_key_works_no_more(manager: Client, caller: Caller) -> None:
    issued, other = issue(manager), issue(manager)
    path = f"/api-keys/{issued['api_key']['id']}"

    first, second = manager.delete(path).json(), manager.delete(path).json()

    assert first["revoked_at"]
    assert first == second
    refusal(with_key(caller, issued["key"]).get("/me"), "not-authenticated", 401)
    assert with_key(caller, other["key"]).get("/me").status_code == 200
    refusal(manager.delete("/api-keys/999999999"), "api-key-not-found", 404)


def test_an_expired_key_works_no_more(manager: Client, caller: Caller, hotel: HotelBuilder) -> None:
    program = with_key(caller, issue(manager)["key"])
    assert program.get("/me").status_code == 200
    hotel.run(
        "UPDATE hotelmate.api_key SET expires_at = created_at + interval '1 microsecond'"
        " WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    refusal(program.get("/me"), "not-authenticated", 401)


def test_a_program_that_is_let_go_has_no_key_also_when_it_comes_back(
    manager: Client, caller: Caller
) -> None:
    program = with_key(caller, issue(manager)["key"])
    manager.patch("/staff/channels", json={"is_active": False})
    refusal(program.get("/me"), "not-authenticated", 401)
    manager.patch("/staff/channels", json={"is_active": True})
    refusal(program.get("/me"), "not-authenticated", 401)
    assert with_key(caller, issue(manager)["key"]).get("/me").status_code == 200


def test_no_key_is_issued_to_a_program_that_was_let_go(manager: Client) -> None:
    manager.patch("/staff/channels", json={"is_active": False})
    refusal(manager.post("/api-keys", json=asked()), "api-key-of-integration", 409)
    assert manager.get("/api-keys").json() == {"items": []}


@pytest.mark.parametrize(
    ("body", "name", "status"),
    [
        (asked("payments:refund"), "api-key-scope-permitted", 422),
        (asked("no-such:thing"), "api-key-scope-permitted", 422),
        (asked("own:change"), "api-key-scope-permitted", 422),
        (asked(username="manager"), "api-key-of-integration", 409),
        (asked(username="nobody"), "api-key-of-integration", 409),
        (asked(name=" "), "api-key-has-name", 422),
        (asked(expires_in_days=0), "request-invalid", 400),
        (asked(expires_in_days=401), "request-invalid", 400),
        (asked("Rooms"), "request-invalid", 400),
    ],
)
def test_a_key_is_issued_within_the_rules(
    manager: Client, body: dict[str, object], name: str, status: int
) -> None:
    refusal(manager.post("/api-keys", json=body), name, status)
    assert manager.get("/api-keys").json() == {"items": []}


def test_a_key_may_last_for_400_days(manager: Client) -> None:
    response = manager.post("/api-keys", json=asked("bookings:create", expires_in_days=400))
    assert response.status_code == 201


def test_a_dry_run_issues_no_key_that_works(manager: Client, caller: Caller) -> None:
    response = manager.post("/api-keys", params={"dry_run": "true"}, json=asked())
    assert response.status_code == 201
    program = with_key(caller, response.json()["key"])
    refusal(program.get("/me"), "not-authenticated", 401)


def test_who_issued_and_revoked_is_on_record(manager: Client) -> None:
    issued = issue(manager)["api_key"]["id"]
    manager.delete(f"/api-keys/{issued}")
    found = manager.get("/staff/channels/events").json()["items"]
    assert [(event["event"], event["api_key_id"]) for event in found[:2]] == [
        ("API_KEY_REVOKED", issued),
        ("API_KEY_ISSUED", issued),
    ]
    assert found[0]["actor"] == "staff:manager"
