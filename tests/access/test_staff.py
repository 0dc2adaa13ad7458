"""Staff: added, changed, let go; and what that does to those who are logged in."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.access.conftest import PASSWORD, Caller, Client, person
from tests.api.conftest import refusal
from tests.hotel_builder import HotelBuilder

OTHER = "a password of another"


def new(username: str = "ann", role: str = "FRONT_DESK", **more: object) -> dict[str, object]:
    return {"username": username, "display_name": username.title(), "role": role, **more}


def events(manager: Client, username: str) -> list[tuple[str, str]]:
    found = manager.get(f"/staff/{username}/events").json()["items"]
    return [(event["event"], event["actor"]) for event in reversed(found)]


def test_who_is_added_can_log_in(manager: Client, caller: Caller) -> None:
    response = manager.post("/staff", json=new(password=OTHER))

    assert response.status_code == 201
    added = response.json()
    assert (added["username"], added["role"], added["sessions"]) == ("ann", "FRONT_DESK", 0)
    assert added["is_active"]
    assert added["password_changed_at"]
    assert caller().log_in("ann", OTHER).status_code == 200
    assert manager.get("/staff/ann").json()["sessions"] == 1
    assert [each["username"] for each in manager.get("/staff").json()["items"]] == [
        "ann",
        "manager",
    ]


def test_who_is_added_without_a_password_cannot(manager: Client, caller: Caller) -> None:
    added = manager.post("/staff", json=new()).json()
    assert added["password_changed_at"] is None
    refusal(caller().log_in("ann"), "log-in-refused", 401)


def test_a_request_that_is_repeated_adds_once(manager: Client) -> None:
    sent = {"json": new(password=OTHER), "headers": {"Idempotency-Key": "one"}}
    first, second = manager.post("/staff", **sent), manager.post("/staff", **sent)  # type: ignore[arg-type]
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content


@pytest.mark.parametrize(
    ("body", "name", "status"),
    [
        (new("manager"), "staff-username-unique", 409),
        (new(role="OWNER"), "request-invalid", 400),
        (new("Ann"), "staff-username-well-formed", 422),
        (new(password="too short"), "request-invalid", 400),
        (new(role="INTEGRATION", password=OTHER), "staff-password-of-person", 409),
    ],
)
def test_adding_is_refused_by_the_rules(
    manager: Client, body: dict[str, Any], name: str, status: int
) -> None:
    refusal(manager.post("/staff", json=body), name, status)
    assert len(manager.get("/staff").json()["items"]) == 1


def test_a_dry_run_adds_nobody(manager: Client) -> None:
    response = manager.post("/staff", params={"dry_run": "true"}, json=new(password=OTHER))
    assert response.status_code == 201
    assert response.headers["dry-run"] == "true"
    refusal(manager.get("/staff/ann"), "staff-not-found", 404)


@pytest.mark.parametrize("change", [{"role": "AUDITOR"}, {"is_active": False}])
def test_another_role_or_leaving_ends_the_sessions(
    manager: Client, client: Client, hotel: HotelBuilder, change: dict[str, object]
) -> None:
    person(hotel, "ann")
    tokens = client.enter("ann")

    response = manager.patch("/staff/ann", json=change)

    assert response.status_code == 200
    assert response.json()["sessions"] == 0
    assert not client.is_in()
    refusal(client.refresh(tokens["refresh_token"]), "refresh-refused", 401)
    reason = "SELECT ended_reason FROM hotelmate.staff_session WHERE hotel_id = %s AND ended_at"
    assert hotel.value(f"{reason} IS NOT NULL", hotel.hotel_id) == "STAFF_CHANGED"


def test_another_name_ends_no_session(manager: Client, client: Client, hotel: HotelBuilder) -> None:
    person(hotel, "ann")
    client.enter("ann")
    assert manager.patch("/staff/ann", json={"display_name": "Anna"}).status_code == 200
    assert client.get("/me").json()["display_name"] == "Anna"


def test_a_new_role_counts_from_the_next_log_in(
    manager: Client, client: Client, hotel: HotelBuilder
) -> None:
    person(hotel, "ann")
    client.enter("ann")
    refusal(client.get("/staff"), "role-not-permitted", 403)
    manager.patch("/staff/ann", json={"role": "AUDITOR"})
    client.enter("ann")
    assert client.get("/staff").status_code == 200
    refusal(client.post("/staff", json=new("bob")), "role-not-permitted", 403)


def test_a_password_that_a_manager_gives_ends_the_sessions(
    manager: Client, client: Client, hotel: HotelBuilder
) -> None:
    person(hotel, "ann")
    client.enter("ann")

    assert manager.put("/staff/ann/password", json={"password": OTHER}).status_code == 200

    assert not client.is_in()
    refusal(client.log_in("ann", PASSWORD), "log-in-refused", 401)
    assert client.log_in("ann", OTHER).status_code == 200


def test_a_password_that_a_dba_writes_ends_the_sessions(
    client: Client, hotel: HotelBuilder
) -> None:
    client.enter()
    hotel.run(
        "UPDATE hotelmate.staff_password SET password_hash = password_hash || 'x'"
        " WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    assert not client.is_in()


def test_a_manager_ends_the_sessions_of_one_member(
    manager: Client, caller: Caller, hotel: HotelBuilder
) -> None:
    person(hotel, "ann")
    of_ann = [caller(), caller()]
    for each in of_ann:
        each.enter("ann")

    assert manager.delete("/staff/ann/sessions").json() == {"sessions_ended": 2}

    assert not any(each.is_in() for each in of_ann)
    assert manager.is_in()
    assert manager.delete("/staff/ann/sessions").json() == {"sessions_ended": 0}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/staff/nobody", None),
        ("PATCH", "/staff/nobody", {"is_active": False}),
        ("PUT", "/staff/nobody/password", {"password": OTHER}),
        ("DELETE", "/staff/nobody/sessions", None),
        ("GET", "/staff/nobody/events", None),
    ],
)
def test_who_does_not_work_here_is_not_found(
    manager: Client, method: str, path: str, body: object
) -> None:
    refusal(manager.request(method, path, json=body), "staff-not-found", 404)


def test_the_last_manager_stays(manager: Client, hotel: HotelBuilder) -> None:
    for change in ({"role": "AUDITOR"}, {"is_active": False}):
        response = manager.patch("/staff/manager", json=change)
        refusal(response, "hotel-keeps-manager", 409)
    assert manager.is_in()
    manager.post("/staff", json=new("bob", "MANAGER"))
    assert manager.patch("/staff/manager", json={"role": "AUDITOR"}).status_code == 200


def test_two_managers_who_demote_each_other_leave_one(
    manager: Client, caller: Caller, hotel: HotelBuilder
) -> None:
    person(hotel, "bob", "MANAGER")
    bob = caller()
    bob.enter("bob")
    with ThreadPoolExecutor(2) as threads:
        answers = [
            threads.submit(who.patch, f"/staff/{whom}", json={"role": "AUDITOR"})
            for who, whom in ((manager, "bob"), (bob, "manager"))
        ]
    # The loser was no manager any more, or would have left the hotel without one.
    statuses = sorted(answer.result().status_code for answer in answers)
    assert statuses[0] == 200
    assert statuses[1] in {401, 409}
    left = "SELECT count(*) FROM hotelmate.staff WHERE hotel_id = %s AND role = 'MANAGER'"
    assert hotel.value(left, hotel.hotel_id) == 1


def test_roles_are_listed_with_what_they_may_do(manager: Client) -> None:
    roles = {role["role"]: role for role in manager.get("/roles").json()["items"]}
    assert set(roles) == {"FRONT_DESK", "HOUSEKEEPING", "MANAGER", "AUDITOR", "INTEGRATION"}
    assert "payments:refund" in roles["MANAGER"]["permissions"]
    assert "payments:refund" not in roles["FRONT_DESK"]["permissions"]


def test_who_changed_what_is_on_record(manager: Client, hotel: HotelBuilder) -> None:
    manager.post("/staff", json=new(password=OTHER))
    manager.put("/staff/ann/password", json={"password": PASSWORD})
    manager.patch("/staff/ann", json={"is_active": False})
    hotel.run("UPDATE hotelmate.staff SET is_active = true WHERE hotel_id = %s", hotel.hotel_id)

    recorded = events(manager, "ann")

    assert [event for event, _ in recorded] == [
        "STAFF_ADDED",
        "PASSWORD_SET",
        "PASSWORD_SET",
        "STAFF_CHANGED",
        "STAFF_CHANGED",
    ]
    assert {actor for _, actor in recorded[:4]} == {"staff:manager"}
    assert recorded[4][1].startswith("role:")


def test_the_record_is_read_page_by_page(manager: Client) -> None:
    manager.post("/staff", json=new())
    for name in ("b", "c"):
        manager.patch("/staff/ann", json={"display_name": name})
    first = manager.get("/staff/ann/events", params={"limit": 2}).json()
    rest = manager.get("/staff/ann/events", params={"limit": 2, "cursor": first["next_cursor"]})
    assert [len(page["items"]) for page in (first, rest.json())] == [2, 1]
    last = rest.json()["items"][-1]["id"]
    end = manager.get("/staff/ann/events", params={"cursor": last}).json()
    assert end == {"items": [], "next_cursor": None}


def test_a_cursor_of_nobodys_or_of_anothers_record_is_refused(manager: Client) -> None:
    for name in ("ann", "ben"):
        manager.post("/staff", json={**new(), "username": name})
    others = manager.get("/staff/ben/events").json()["items"][0]["id"]
    for cursor in (others, 999_999_999):
        problem = refusal(
            manager.get("/staff/ann/events", params={"cursor": cursor}), "request-invalid", 400
        )
        assert problem["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize("role", ["FRONT_DESK", "HOUSEKEEPING"])
def test_others_do_not_see_who_works_here(client: Client, hotel: HotelBuilder, role: str) -> None:
    person(hotel, "ann", role)
    client.enter("ann")
    for path in ("/staff", "/staff/manager", "/roles", "/api-keys", "/staff/manager/events"):
        refusal(client.get(path), "role-not-permitted", 403)
