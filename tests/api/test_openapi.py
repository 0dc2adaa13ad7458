"""The OpenAPI document: complete, exact, and the same as what runs."""

import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import httpx
import msgspec
import psycopg
import pytest

from app.models import bookings, housekeeping, rooms
from app.problems.types import PROBLEM_TYPES
from app.queries import bookings as booking_queries
from app.queries import housekeeping as task_queries
from app.queries import rooms as room_queries
from app.requests.documented import NOT_KEYED
from tests.api.contract import Contract
from tests.hotel_builder import HotelBuilder

HOTEL = "/api/hotels/{slug}"
# Whoever logs in has no credential yet.
ANYBODYS = (f"{HOTEL}/log-in", f"{HOTEL}/log-in/refresh")
API_PAGE = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.fixture(scope="module")
def document(address: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{address}/schema/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")


def test_every_operation_is_described_and_named_once(document: dict[str, Any]) -> None:
    found = operations(document)

    assert all(operation["summary"] and operation["description"] for _, _, operation in found)
    names = [operation["operationId"] for _, _, operation in found]
    assert len(set(names)) == len(names)


def test_every_staff_route_documents_its_credential_and_its_problems(
    document: dict[str, Any],
) -> None:
    for method, path, operation in operations(document):
        if not path.startswith("/api/hotels/") or path in ANYBODYS:
            continue
        assert operation["security"] == [{"bearer": []}], path
        route = path.removeprefix(HOTEL)
        expected = {"400", "401", "403", "404", "422", "429", "503"}
        expected |= {"409"} if method != "get" else set()
        expected |= {"408", "413", "415"} if "requestBody" in operation else set()
        # a version may be said of what the path names
        versioned = route.startswith(("/bookings/{", "/rooms/{")) and method != "get"
        expected |= {"412", "428"} if versioned else set()
        expected |= {"502"} if path.endswith("/payment-session") else set()  # it asks Stripe
        # what followed a position may be gone
        expected |= {"410"} if route in {"/events", "/events/stream"} else set()
        documented = {status for status in operation["responses"] if status >= "400"}
        assert documented == expected, path
        for status in documented:
            assert "application/problem+json" in operation["responses"][status]["content"]


def test_a_log_in_needs_no_credential_and_documents_its_problems(
    document: dict[str, Any],
) -> None:
    for path in ANYBODYS:
        operation = document["paths"][path]["post"]
        assert "security" not in operation
        documented = {status for status in operation["responses"] if status >= "400"}
        assert documented >= {"400", "401", "408", "413", "415", "503"}, path
        assert "404" not in documented  # nobody is told whether there is such a hotel


def headers_of(operation: dict[str, Any]) -> set[str]:
    return {each["name"] for each in operation.get("parameters", []) if each["in"] == "header"}


def test_every_change_takes_a_key_and_every_version_a_precondition(
    document: dict[str, Any],
) -> None:
    for method, path, operation in operations(document):
        headers = headers_of(operation)
        is_of_staff = path.startswith(f"{HOTEL}/") and path not in NOT_KEYED
        assert ("Idempotency-Key" in headers) == (is_of_staff and method != "get"), path
        has_versions = "{booking_id}" in path or "{room_number}" in path
        assert ("If-Match" in headers) == (has_versions and method != "get"), path
        shows_one = path.endswith(("}", "/party"))
        is_one = has_versions and shows_one and method == "get"
        assert ("If-None-Match" in headers) == is_one, path
        assert ("304" in operation["responses"]) == is_one, path


def test_a_change_promises_a_tag_where_it_shows_what_has_one(document: dict[str, Any]) -> None:
    tagged = {
        path.removeprefix(HOTEL)
        for method, path, operation in operations(document)
        if method != "get"
        for status, answer in operation["responses"].items()
        if status < "300" and "ETag" in answer.get("headers", {})
    }

    booking = "/bookings/{booking_id}"
    assert tagged >= {
        "/bookings",
        *(f"{booking}/{what}" for what in ("party", "precheckin", "approve", "check-in")),
        "/rooms/{room_number}",
    }
    for what in ("precheckin-token", "guest-token", "payment-session"):
        assert f"{booking}/{what}" not in tagged


def test_a_payment_session_is_the_same_whether_it_is_new_or_open_already(
    document: dict[str, Any],
) -> None:
    path = "/api/hotels/{slug}/bookings/{booking_id}/payment-session"
    answers = document["paths"][path]["post"]["responses"]

    for status in ("200", "201"):
        content = answers[status]["content"]["application/json"]
        assert content["schema"] == {"$ref": "#/components/schemas/PaymentSession"}


def test_bodies_take_no_unknown_field_and_keep_their_limits(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert schemas["NewBooking"]["additionalProperties"] is False
    assert schemas["NewBooking"]["properties"]["adults"]["minimum"] == 0
    assert "additionalProperties" not in schemas["Booking"]


def test_every_time_says_that_it_is_one(document: dict[str, Any]) -> None:
    times = {
        f"{name}.{field}": shape
        for name, schema in document["components"]["schemas"].items()
        for field, shape in schema.get("properties", {}).items()
        if field == "at" or field.endswith("_at")
    }
    assert len(times) > 50
    for name, shape in times.items():
        kinds = shape.get("anyOf", [shape])
        assert {"type": "string", "format": "date-time"} in [
            {key: kind.get(key) for key in ("type", "format")} for kind in kinds
        ], name


def test_query_parameters_are_never_null(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            assert schema["type"] != "null", path
            assert None not in schema.get("enum", [])
            assert "oneOf" not in schema


def test_a_position_to_go_on_from_may_be_zero_and_not_less(document: dict[str, Any]) -> None:
    for path in (f"{HOTEL}/events", f"{HOTEL}/events/stream"):
        shown = {each["name"]: each for each in document["paths"][path]["get"]["parameters"]}
        assert shown["after"]["schema"]["minimum"] == 0


def test_a_stream_says_what_it_consists_of(document: dict[str, Any]) -> None:
    answer = document["paths"][f"{HOTEL}/events/stream"]["get"]["responses"]["200"]

    assert list(answer["content"]) == ["text/event-stream"]
    shape = answer["content"]["text/event-stream"]["schema"]
    assert shape["type"] == "string"
    assert "`position`" in shape["description"]


@pytest.mark.parametrize(
    ("method", "path", "problem"),
    [
        ("get", f"{HOTEL}/events/stream", "event-streams-full"),
        ("post", "/api/realtime/auth", "realtime-not-configured"),
    ],
)
def test_an_answer_503_of_ones_own_is_named(
    document: dict[str, Any], method: str, path: str, problem: str
) -> None:
    assert problem in PROBLEM_TYPES

    answers = document["paths"][path][method]["responses"]

    assert f"`{problem}`" in answers["503"]["description"]


def test_the_document_is_served_by_itself_without_a_page(address: str) -> None:
    assert (
        httpx.get(f"{address}/schema").json() == httpx.get(f"{address}/schema/openapi.json").json()
    )


@pytest.mark.parametrize(
    ("shape", "statement"),
    [
        (
            bookings.BookingStatus,
            "SELECT from_status FROM hotelmate.booking_transition"
            " UNION SELECT to_status FROM hotelmate.booking_transition",
        ),
        (
            housekeeping.TaskStatus,
            "SELECT from_status FROM hotelmate.task_transition"
            " UNION SELECT to_status FROM hotelmate.task_transition",
        ),
        (
            rooms.Turnover,
            "SELECT from_turnover FROM hotelmate.turnover_transition"
            " UNION SELECT to_turnover FROM hotelmate.turnover_transition",
        ),
    ],
)
def test_the_words_of_the_document_are_those_of_the_database(
    owner: psycopg.Connection, shape: Any, statement: str
) -> None:
    assert get_origin(shape) is Literal

    known = {word for (word,) in owner.execute(statement)}

    assert set(get_args(shape)) == known


def test_what_the_database_shows_has_the_declared_shape(
    hotel: HotelBuilder, contract: Contract
) -> None:
    """Field for field, in both directions: nothing is missing and nothing is more."""
    hotel.in_house(hotel.room())
    hotel.assigned(hotel.room())
    hotel.checked_out(hotel.room())
    for shape, representation, source in (
        (bookings.Booking, booking_queries.BOOKING, "room_booking AS booking"),
        (rooms.Room, room_queries.ROOM, "room"),
        (housekeeping.Task, task_queries.TASK, "housekeeping_task AS task"),
    ):
        found = hotel.connection.execute(
            f"SELECT {representation}::text FROM hotelmate.{source} WHERE hotel_id = %s",
            (hotel.hotel_id,),
        ).fetchall()
        assert found
        for (text,) in found:
            shown = msgspec.json.decode(text, type=shape)
            assert msgspec.to_builtins(shown).keys() == msgspec.json.decode(text).keys()


def test_the_page_of_the_api_lists_every_route(document: dict[str, Any]) -> None:
    page = API_PAGE.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Z]+) (/\S+)` \|", page, flags=re.MULTILINE)

    described = {(method, path) for method, path in listed}

    assert len(described) == len(listed)
    assert described == {
        (method.upper(), path.removeprefix(HOTEL)) for method, path, _ in operations(document)
    }
