"""Generated requests, right and wrong, to every operation, with a credential of each role.

No answer is a 5xx, has a status that is not documented, or another shape than the document says.
Between pieces of work everybody logs in anew, for a request may end the session of whoever sent it.
"""

import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from bench.walls.stage import Stage
from tests.api.bodies import PAGES
from tests.walls.two_hotels import ROLES, House

EXAMPLES_A_PIECE = 4
TIMEOUT_SECONDS = 60
SHOWN = 20
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Its answers have no end.
STREAM = "/events/stream$"


@dataclass(slots=True)
class Result:
    """What came of it: answers by role and status, operations that succeeded, what was wrong."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    asked: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)
    wrong: Counter[str] = field(default_factory=Counter)

    def had_something(self) -> set[str]:
        """Return the roles to which something was given."""
        return {role for role, status in self.statuses if status < 400}


def generated_figures(stage: Stage, seconds: float, number: int) -> Iterator[Figure]:
    """Send generated requests for so long, or twice as long until everybody was given something.

    On a busy machine a short time is over before some role came to what it may do.
    """
    result, lots = Result(), random.Random(number)
    house = House(stage.owner)
    operations = [found.ok() for found in _schema(stage, house) if isinstance(found, Ok)]
    began = time.monotonic()
    for role, mode, operation in _pieces(operations, lots):
        taken = time.monotonic() - began
        if taken > 2 * seconds or (taken > seconds and result.had_something() == set(ROLES)):
            break
        if mode is GenerationMode.POSITIVE or _takes_anything(operation):
            _send(stage, house, role, mode, operation, lots.randrange(2**32), result)
    yield from _figures(result, len(operations))


def _pieces(
    operations: list[Any], lots: random.Random
) -> Iterator[tuple[str, GenerationMode, Any]]:
    """Yield, for ever, every operation with a role and a mode, so that soon each had each."""
    callers = [(role, mode) for role in ROLES for mode in MODES]
    for number in itertools.count():
        if number % len(callers) == 0:
            lots.shuffle(callers)
            lots.shuffle(operations)
        for place, operation in enumerate(operations):
            role, mode = callers[(place + number) % len(callers)]
            yield role, mode, operation


def _figures(result: Result, operations: int) -> Iterator[Figure]:
    for found, count in result.wrong.most_common(SHOWN):
        say(f"generated: {count} times: {found}")
    say(f"generated: never succeeded: {', '.join(sorted(result.asked - result.succeeded))}")
    for role in ROLES:
        counts = {status: n for (who, status), n in result.statuses.items() if who == role}
        good = sum(n for status, n in counts.items() if status < 400)
        yield Figure(f"generated_requests_of_{role.lower()}", sum(counts.values()), AtLeast(1))
        yield Figure(f"generated_requests_of_{role.lower()}_that_succeeded", good, AtLeast(1))
    errors = sum(n for (_, status), n in result.statuses.items() if status >= 500)
    yield Figure("generated_operations", operations)
    yield Figure("generated_operations_that_succeeded", len(result.succeeded))
    yield Figure("generated_requests", result.statuses.total(), AtLeast(1))
    yield Figure("generated_answered_5xx", errors)
    yield Figure("generated_answers_not_promised", result.wrong.total(), AtMost(0))


def _send(
    stage: Stage,
    house: House,
    role: str,
    mode: GenerationMode,
    operation: Any,
    number: int,
    result: Result,
) -> None:
    credential = stage.credential(house, role)
    name = f"{operation.method.upper()} {operation.path}"
    result.asked.add(name)

    @seed(number)
    @settings(
        max_examples=EXAMPLES_A_PIECE,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def promised(case: Any) -> None:
        answer = case.call(headers=credential, timeout=TIMEOUT_SECONDS)
        result.statuses[role, answer.status_code] += 1
        if answer.status_code < 400:
            result.succeeded.add(name)
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                what = f"{name}: {answer.status_code} {failure.title}"
                if not result.wrong[what]:
                    say(f"generated: {role}: {failure}\n{case.as_curl_command()}\n{answer.text}")
                result.wrong[what] += 1

    promised()


def _schema(stage: Stage, house: House) -> Iterator[Any]:
    """Yield the operations of the document, with values that exist in a hotel with everything."""
    house.fill()
    document = httpx.get(f"{stage.running.url}/schema/openapi.json", timeout=60).json()
    words = _words(house)
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in words:
                    parameter["schema"]["enum"] = words[parameter["name"]]
    shapes = document["components"]["schemas"]
    for shape, name, values in (
        ("Assignment", "room_number", words["room_number"]),
        ("RoomMove", "room_number", words["room_number"]),
        ("NewTask", "room_number", words["room_number"]),
        ("NewBooking", "room_type", ["DBL", "FAM", "NONE"]),
        *(("SessionRequest", name, [*PAGES.values()]) for name in PAGES),
    ):
        shapes[shape]["properties"][name]["enum"] = values
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=stage.running.url)
    yield from schema.exclude(path_regex=STREAM).get_all_operations()


def _words(house: House) -> dict[str, list[Any]]:
    """Return, by parameter of a path, what there is in the hotel, and one thing that is not.

    Staff who may be changed are not those who send the requests.
    """
    for _ in range(3):
        house.room()

    def column(query: str) -> list[Any]:
        return [value for (value,) in house.connection.execute(query.encode(), (house.hotel_id,))]

    return {
        "slug": [house.slug],
        "booking_id": [
            *column("SELECT booking_reference FROM hotelmate.room_booking WHERE hotel_id = %s"),
            "BK-2001-000001",
        ],
        "room_number": [
            *column("SELECT room_number FROM hotelmate.room WHERE hotel_id = %s"),
            "999",
        ],
        "task_id": [*column("SELECT id FROM hotelmate.housekeeping_task WHERE hotel_id = %s"), 999],
        "username": [*(house.new_staff(role) for role in ROLES), "nobody"],
        "api_key_id": [*column("SELECT id FROM hotelmate.api_key WHERE hotel_id = %s"), 999],
    }


def _takes_anything(operation: Any) -> bool:
    """Say whether a request to the operation can be wrong at all."""
    return bool(operation.body or operation.query or operation.path_parameters or operation.headers)
