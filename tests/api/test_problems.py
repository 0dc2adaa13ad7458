"""Problems that are not rules of the database: each type, and how types are described."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from app.invariants import BY_NAME
from app.main import create_app
from app.problems.advice import ADVICE
from app.problems.types import PROBLEM_TYPES
from tests.api.bodies import new_booking
from tests.api.conftest import PATIENCE_SECONDS, Desk, refusal
from tests.api.serving import serving, settings_for
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder

ERRORS_PAGE = Path(__file__).parents[2] / "docs" / "errors.md"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"adults": "2"}, "adults"),
        ({"adults": 2.5}, "adults"),
        ({"adults": -1}, "adults"),
        ({"check_in": "tomorrow"}, "check_in"),
        ({"guests": [{"first_name": "Ada"}]}, "guests[0].last_name"),
        ({"nights": 2}, ""),
        ({"room_type": "double room"}, "room_type"),
        ({"total_amount": 2**53}, "total_amount"),
    ],
)
def test_a_body_of_another_shape_is_invalid_and_its_field_is_named(
    desk: Desk, body: dict[str, object], field: str
) -> None:
    problem = refusal(desk.post("/bookings", json=new_booking(**body)), "request-invalid", 400)

    assert problem["errors"][0]["field"] == field
    assert problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"a": "\\ud800"}',
        b'{"room_type":"\xff"}',
        b"[" * 30_000,
        b'{"reason":' + b"[" * 2_000 + b"]" * 2_000 + b"}",
    ],
)
def test_a_body_that_is_no_booking_is_invalid(desk: Desk, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}

    refusal(desk.post("/bookings", content=body, headers=headers), "request-invalid", 400)


@pytest.mark.parametrize(
    "path",
    [
        "/bookings?limit=0",
        "/bookings?limit=201",
        "/bookings?status=OPEN",
        "/bookings?status=null",
        "/bookings?stauts=CONFIRMED",
        "/bookings?limit=1&limit=2",
        "/bookings?arrival_from=soon",
        "/bookings?cursor=1",
        "/bookings/17",
        "/rooms/1_1",
        "/bookings?limit=%2B5",
        "/bookings?limit=%D9%A1",
        "/bookings?limit=1_0",
        "/bookings?limit=%205",
        "/bookings?cursor=BK-2026-000001%0A",
        "/bookings/BK-2026-000001%0A",
        "/rooms/101%0A",
        "/rooms?available=maybe",
        "/rooms/101/events?cursor=0",
        "/housekeeping/tasks?cursor=9007199254740992",
    ],
)
def test_a_parameter_of_another_form_is_invalid(desk: Desk, path: str) -> None:
    problem = refusal(desk.get(path), "request-invalid", 400)

    assert problem["errors"]


def test_a_missing_body_is_asked_for(desk: Desk) -> None:
    problem = refusal(desk.post("/bookings"), "request-invalid", 400)

    assert problem["errors"] == [{"field": "", "message": "A body is required"}]


@pytest.mark.parametrize("number", ["+1", "01", "%D9%A1", "1%0A", "1_0", "-1"])
def test_an_id_is_written_in_plain_digits(desk: Desk, number: str) -> None:
    response = desk.post(f"/housekeeping/tasks/{number}/start")

    assert response.status_code in {400, 404}
    assert response.json()["type"] in {"/problems/route-not-found", "/problems/request-invalid"}


def test_a_body_is_in_utf_8(desk: Desk) -> None:
    for charset, status in (("latin-1", 415), ("utf-16", 415), ('"UTF-8"', 201)):
        headers = {"Content-Type": f"application/json; charset={charset}"}
        response = desk.post("/bookings", content=json.dumps(new_booking()), headers=headers)
        assert response.status_code == status


def test_a_misspelt_dry_run_changes_nothing(desk: Desk) -> None:
    refused = desk.post("/bookings?dryrun=true", json=new_booking())

    problem = refusal(refused, "request-invalid", 400)
    assert problem["errors"] == [{"field": "dryrun", "message": "Unknown parameter"}]
    assert desk.get("/bookings").json()["items"] == []


def test_an_integer_may_be_written_with_a_fraction_of_zero(desk: Desk) -> None:
    body = json.dumps(new_booking()).replace('"adults": 2', '"adults": 2.0')

    response = desk.post(
        "/bookings", content=body, headers={"Content-Type": "application/json; charset=utf-8"}
    )

    assert (response.status_code, response.json()["adults"]) == (201, 2)


def test_a_body_must_be_json_and_of_a_sensible_size(desk: Desk) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    large = new_booking(special_requests="x" * 70_000)

    refusal(
        desk.post("/bookings", content=b"room_type=DBL", headers=form),
        "media-type-unsupported",
        415,
    )
    refusal(desk.post("/bookings", json=large), "request-too-large", 413)


def test_a_text_that_cannot_be_stored_is_a_wrong_value(desk: Desk) -> None:
    response = desk.post("/bookings", json=new_booking(special_requests="a\0b"))

    refusal(response, "value-invalid", 422)


def test_a_price_beyond_any_number_is_a_wrong_value(desk: Desk, hotel: HotelBuilder) -> None:
    hotel.run(
        "UPDATE hotelmate.room_type SET nightly_rate = %s WHERE hotel_id = %s",
        2**62,
        hotel.hotel_id,
    )

    refusal(desk.post("/bookings", json=new_booking()), "value-invalid", 422)


def test_paths_and_methods_that_do_not_exist(address: str, desk: Desk) -> None:
    refusal(desk.get("/nothing"), "route-not-found", 404)
    refusal(httpx.get(f"{address}/"), "route-not-found", 404)
    refusal(desk.post("/housekeeping/tasks/one/start"), "route-not-found", 404)
    refused = desk.delete("/rooms/101")
    refusal(refused, "method-not-allowed", 405)
    assert set(refused.headers["allow"].split(", ")) == {"GET", "PATCH", "OPTIONS"}


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/bookings", {"GET", "POST", "OPTIONS"}),
        ("/rooms/101", {"GET", "PATCH", "OPTIONS"}),
        ("/housekeeping/tasks", {"GET", "POST", "OPTIONS"}),
        ("/rooms", {"GET", "OPTIONS"}),
        ("/cancellation-policy", {"GET", "PUT", "OPTIONS"}),
    ],
)
def test_options_name_every_method(desk: Desk, path: str, allowed: set[str]) -> None:
    response = desk.options(path)

    assert response.status_code == 204
    assert set(response.headers["allow"].split(", ")) == allowed


@pytest.fixture
def altered(clone: str) -> Iterator[Callable[[str], Desk]]:
    """A server on a database of its own, which the test may alter by SQL."""
    with psycopg.connect(clone, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        hotel.staff()
        hotel.room()
        settings = settings_for(clone, HOTELMATE_STATEMENT_TIMEOUT_MS="3000")
        with (
            serving(create_app(settings)) as address,
            Desk(
                base_url=f"{address}/api/hotels/{hotel.slug}",
                headers=as_staff(hotel),
                timeout=PATIENCE_SECONDS,
            ) as desk,
        ):

            def alter(statement: str) -> Desk:
                owner.execute(statement)
                return desk

            yield alter


def test_an_unknown_constraint_is_still_a_conflict(altered: Callable[[str], Desk]) -> None:
    desk = altered(
        "ALTER TABLE hotelmate.room_booking ADD CONSTRAINT secret_rule CHECK (adults <> 2)"
    )

    problem = refusal(desk.post("/bookings", json=new_booking()), "rule-violated", 409)

    assert "secret_rule" not in json.dumps(problem)


def test_a_missing_value_is_named_by_its_column(altered: Callable[[str], Desk]) -> None:
    desk = altered("ALTER TABLE hotelmate.room_booking ALTER COLUMN booker_email SET NOT NULL")

    problem = refusal(desk.post("/bookings", json=new_booking()), "value-required", 422)

    assert problem["errors"][0]["field"] == "booker.email"


def test_no_column_is_named_where_the_request_has_no_such_field(
    altered: Callable[[str], Desk],
) -> None:
    desk = altered("ALTER TABLE hotelmate.room_booking ALTER COLUMN decline_reason SET NOT NULL")

    assert "errors" not in refusal(
        desk.post("/bookings", json=new_booking()), "value-required", 422
    )


def test_a_missing_privilege_is_not_permitted(altered: Callable[[str], Desk]) -> None:
    desk = altered("REVOKE UPDATE ON hotelmate.room FROM hotelmate_manager")

    response = desk.patch("/rooms/101", json={"is_active": False})

    refusal(response, "not-permitted", 403)


def test_what_nobody_foresaw_is_an_internal_error_and_leaks_nothing(
    altered: Callable[[str], Desk],
) -> None:
    desk = altered("ALTER TABLE hotelmate.room RENAME COLUMN last_cleaned_by TO renamed_away")

    problem = refusal(desk.get("/rooms"), "internal-error", 500)

    assert "last_cleaned_by" not in json.dumps(problem)


def test_a_statement_that_takes_too_long_is_told_to_come_back(
    altered: Callable[[str], Desk],
) -> None:
    desk = altered(
        "CREATE FUNCTION hotelmate.sleep() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;"
        "CREATE TRIGGER slow BEFORE UPDATE ON hotelmate.room"
        " FOR EACH ROW EXECUTE FUNCTION hotelmate.sleep()"
    )

    response = desk.patch("/rooms/101", json={"is_active": False})

    refusal(response, "database-busy", 503)
    assert int(response.headers["retry-after"]) > 0


def test_a_schema_of_another_revision_is_not_ready(altered: Callable[[str], Desk]) -> None:
    desk = altered("UPDATE public.alembic_version SET version_num = '0000'")

    ready = httpx.get(desk.base_url.join("/health/ready"))

    refusal(ready, "schema-outdated", 503)


def test_every_type_resolves_to_its_description(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        listed: list[dict[str, Any]] = client.get("/problems").json()["items"]
        assert len(listed) == len(PROBLEM_TYPES)
        for described in listed:
            assert client.get(described["type"]).json() == described
        assert {item["invariant"] for item in listed if item["invariant"]} == set(BY_NAME)
        refusal(client.get("/problems/no-such-problem"), "problem-type-not-found", 404)
        refusal(client.get("/problems/No_Such_Problem"), "request-invalid", 400)


def test_advice_is_about_rules_that_exist() -> None:
    assert set(ADVICE) <= set(BY_NAME) | {name.replace("-", "_") for name in PROBLEM_TYPES}


def test_the_page_of_errors_describes_every_type_of_the_apis_own() -> None:
    page = ERRORS_PAGE.read_text(encoding="utf-8")

    described = set(re.findall(r"^\| `([a-z-]+)` \| \d{3} ", page, flags=re.MULTILINE))

    assert described == {name for name, kind in PROBLEM_TYPES.items() if kind.invariant is None}
