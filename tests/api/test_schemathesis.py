"""The document put to the test: generated requests, right and wrong, to every operation.

No answer is a 5xx, has an undocumented status or another shape than the document says. That wrong
requests are refused is for test_problems.py: a generated one may be wrong in what is never sent.
"""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.access.tokens import API_KEY, hash_of
from schema.roles import OF_STAFF
from tests.api.bodies import PAGES
from tests.api.conftest import Desk
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder
from tests.stripe_server.server import StripeServer

POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# Examples for each operation. A manager gets furthest; bench/walls/ has many more of everybody.
BUDGETS = [
    ("MANAGER", POSITIVE, 1),
    ("MANAGER", NEGATIVE, 1),
    *(
        pytest.param(*longer, marks=pytest.mark.proof)
        for longer in (
            ("MANAGER", POSITIVE, 2),
            ("MANAGER", NEGATIVE, 2),
            *((role, POSITIVE, 1) for role in OF_STAFF if role != "MANAGER"),
        )
    ),
]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ROOMS = [str(number) for number in range(101, 108)]


@pytest.fixture
def api(address: str, hotel: HotelBuilder, desk: Desk, stripe: StripeServer) -> Any:
    """The document of the server, with values that exist in a hotel with bookings of all kinds."""
    made = [
        *(hotel.booking(status) for status in ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED")),
        hotel.booking("CANCELLED"),
        hotel.assigned(hotel.room()),
        hotel.in_house(hotel.room()),
        hotel.checked_out(hotel.room()),
    ]
    references = [hotel.read("room_booking", booking, "booking_reference") for booking in made]
    references += [desk.held(stripe)[0], desk.captured(stripe)[0]]
    document = httpx.get(f"{address}/schema/openapi.json").json()
    for role in set(OF_STAFF) - {"MANAGER"}:
        hotel.staff(role.lower(), role)
    words: dict[str, list[Any]] = {
        "slug": [hotel.slug],
        "booking_id": [*references, "BK-2001-000001"],
        "room_number": [*ROOMS, "999"],
        # None of those who send the requests.
        "username": [*(made_staff(hotel, role) for role in OF_STAFF), "nobody"],
        "api_key_id": [made_key(hotel), made_key(hotel), 999_999_999],
        "task_id": [made_task(hotel), made_task(hotel), 999_999_999],
    }
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in words:
                    parameter["schema"]["enum"] = words[parameter["name"]]
    shapes = document["components"]["schemas"]
    for name in ("Assignment", "RoomMove", "NewTask"):
        shapes[name]["properties"]["room_number"]["enum"] = words["room_number"]
    shapes["NewBooking"]["properties"]["room_type"]["enum"] = ["DBL", "FAM", "NONE"]
    for name in PAGES:
        shapes["SessionRequest"]["properties"][name]["enum"] = [*PAGES.values()]
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=address)
    return schema


def made_staff(hotel: HotelBuilder, role: str) -> str:
    username = f"another-{role.lower().replace('_', '-')}"
    hotel.staff(username, role)
    return username


def made_task(hotel: HotelBuilder) -> int:
    return int(hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="STAYOVER"))


def made_key(hotel: HotelBuilder) -> int:
    staff_id = hotel.value(
        "SELECT id FROM hotelmate.staff WHERE hotel_id = %s AND username = 'integration'",
        hotel.hotel_id,
    )
    return int(
        hotel.insert(
            "api_key",
            staff_id=staff_id,
            name="a key",
            key_hash=hash_of(API_KEY.make(hotel.hotel_id)),
            created_by="staff:manager",
            expires_at=hotel.value("SELECT now() + interval '1 day'"),
        )
    )


@pytest.mark.proof
@pytest.mark.parametrize(("role", "mode", "budget"), BUDGETS)
def test_no_request_gets_an_answer_that_the_document_does_not_promise(
    api: schemathesis.BaseSchema, hotel: HotelBuilder, role: str, mode: GenerationMode, budget: int
) -> None:
    # A stream of events has no end, so its answer would be waited for in vain:
    # tests/api/streams/ reads it.
    for found in api.exclude(path_regex="/events/stream$").get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if mode is NEGATIVE and not takes_anything(operation):
            continue
        # A log-out may have come before.
        send(operation, mode, budget, as_staff(hotel, role.lower()))


def send(operation: Any, mode: GenerationMode, budget: int, credential: dict[str, str]) -> None:
    @settings(
        max_examples=budget,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def promised(case: Any) -> None:
        case.call_and_validate(headers=credential, checks=CHECKS, timeout=30)

    promised()


def takes_anything(operation: Any) -> bool:
    """Say whether a request to the operation can be wrong at all."""
    return bool(operation.body or operation.query or operation.path_parameters or operation.headers)
