"""Who may do what: each role at each route, for real."""

from typing import Any

import httpx
import psycopg
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from app.access.staff_session import PERMISSION
from app.main import create_app
from tests.api.serving import serving, settings_for
from tests.credentials import bearer
from tests.walls.asking import ask, problem, told
from tests.walls.routes import EXAMPLES, HOTEL, Example
from tests.walls.two_hotels import ROLES, House

# What a route needs, and who may: front desk, housekeeping, manager, auditor, integration.
MATRIX = """
GET /bookings                                               F . M A I  bookings:read
POST /bookings                                              F . M . I  bookings:create
GET /bookings/{booking_id}                                  F . M A I  bookings:read
GET /bookings/{booking_id}/events                           F . M A I  bookings:read
GET /bookings/{booking_id}/messages                         F . M A I  bookings:read
GET /bookings/{booking_id}/payments                         F . M A I  payments:read
POST /bookings/{booking_id}/desk-payment                    F . M . .  payments:take
POST /bookings/{booking_id}/approve                         F . M . .  bookings:decide
POST /bookings/{booking_id}/decline                         F . M . .  bookings:decide
POST /bookings/{booking_id}/cancel                          F . M . I  bookings:cancel
POST /bookings/{booking_id}/no-show                         F . M . .  stays:manage
POST /bookings/{booking_id}/refund                          . . M . .  payments:refund
POST /bookings/{booking_id}/payment-session                 F . M . I  payments:open
POST /bookings/{booking_id}/assign-room                     F . M . .  stays:manage
POST /bookings/{booking_id}/unassign-room                   F . M . .  stays:manage
POST /bookings/{booking_id}/check-in                        F . M . .  stays:manage
POST /bookings/{booking_id}/check-out                       F . M . .  stays:manage
POST /bookings/{booking_id}/move-room                       F . M . .  stays:manage
GET /bookings/{booking_id}/party                            F . M A I  bookings:read
PUT /bookings/{booking_id}/party                            F . M . I  party:change
PUT /bookings/{booking_id}/party, of another size           F . M . I  party:change
POST /bookings/{booking_id}/precheckin-token                F . M . I  precheckin:issue
POST /bookings/{booking_id}/guest-token                     F . M . .  guests:let-in
DELETE /bookings/{booking_id}/guest-token                   F . M . .  guests:let-in
DELETE /bookings/{booking_id}/precheckin-token              F . M . I  precheckin:issue
GET /bookings/{booking_id}/precheckin                       F . M . .  precheckin:read
PUT /bookings/{booking_id}/precheckin                       F . M . .  precheckin:change
GET /precheckin-form                                        F . M . .  precheckin:read
PUT /precheckin-form                                        . . M . .  precheckin:configure
GET /settings                                               F . M A I  hotel:read
PATCH /settings                                             . . M . .  hotel:change
GET /bookings/{booking_id}/guests/{guest_id}/personal-data  . . M . .  personal-data:export
POST /bookings/{booking_id}/guests/{guest_id}/erase         . . M . .  personal-data:erase
POST /bookings/{booking_id}/erase                           . . M . .  personal-data:erase
GET /rooms                                                  F H M A I  rooms:read
GET /rooms/{room_number}                                    F H M A I  rooms:read
GET /rooms/{room_number}/events                             F H M A I  rooms:read
POST /rooms/{room_number}/turnover                          F H M . .  rooms:turn-over
POST /rooms/{room_number}/turnover, with a reason           . . M . .  rooms:override
PATCH /rooms/{room_number}                                  F H M . .  rooms:flag
PATCH /rooms/{room_number}, taking it from its guest        F . M . .  rooms:release
GET /housekeeping/tasks                                     F H M A .  housekeeping:read
POST /housekeeping/tasks                                    F H M . .  housekeeping:change
POST /housekeeping/tasks/{task_id}/start                    F H M . .  housekeeping:change
POST /housekeeping/tasks/{task_id}/cancel                   F H M . .  housekeeping:change
POST /housekeeping/tasks/{task_id}/done                     F H M . .  housekeeping:change
GET /cancellation-policy                                    F . M A I  terms:read
PUT /cancellation-policy                                    . . M . .  terms:change
GET /consistency                                            . . M A .  consistency:read
GET /events                                                 F H M A I  events:read
GET /events/stream                                          F H M A I  events:read
POST /api/realtime/auth                                     F H M A I  events:read
POST /log-out                                               F H M A .  own:change
GET /me                                                     F H M A I  own:read
PUT /me/password                                            F H M A .  own:change
GET /staff                                                  . . M A .  staff:read
POST /staff                                                 . . M . .  staff:manage
GET /staff/{username}                                       . . M A .  staff:read
PATCH /staff/{username}                                     . . M . .  staff:manage
PUT /staff/{username}/password                              . . M . .  staff:manage
DELETE /staff/{username}/sessions                           . . M . .  staff:manage
GET /staff/{username}/events                                . . M A .  staff:read
GET /roles                                                  . . M A .  staff:read
GET /api-keys                                               . . M A .  staff:read
POST /api-keys                                              . . M . .  api-keys:manage
DELETE /api-keys/{api_key_id}                               . . M . .  api-keys:manage
"""
# Whoever they are: the credential is another one, or there is none.
OPEN = """
POST /log-in
POST /log-in/refresh
GET /api/precheckin/{token}
POST /api/precheckin/{token}
GET /precheckin/{token}
POST /precheckin/{token}
GET /precheckin/{token}/sent
GET /api/guest/stay
PUT /api/guest/device
DELETE /api/guest/device
POST /webhooks/stripe
GET /health/live
GET /health/ready
GET /metrics
GET /problems
GET /problems/{name}
GET /schema
GET /schema/openapi.json
"""
LETTERS = dict(zip("FHMAI", ROLES, strict=True))
# The answer does not say why a channel is not opened.
REFUSED = {"POST /api/realtime/auth": (403, "channel-not-permitted")}
NOT_PERMITTED = (403, "role-not-permitted")
NOBODY: tuple[dict[str, str], ...] = (
    {},
    bearer("x"),
    bearer(f"hk_1_{43 * 'x'}"),
    {"Authorization": "Basic eDp5"},
)


def rows() -> dict[str, tuple[set[str], str]]:
    """Return by route who may, and by which permission."""
    found = {}
    for line in MATRIX.strip().splitlines():
        *words, permission = line.split()
        letters, name = words[-5:], " ".join(words[:-5])
        found[name] = ({LETTERS[each] for each in letters if each != "."}, permission)
    return found


WHO_MAY = rows()
BY_NAME = {each.name: each for each in EXAMPLES}
GUARDED = [each for each in EXAMPLES if each.name in WHO_MAY]


def operations(application: Litestar) -> dict[str, HTTPRouteHandler]:
    """Return the handlers of the application by method and path; OPTIONS is answered by all."""
    return {
        f"{method} {(route.path_format or '/').removeprefix(HOTEL)}": handler
        for route in application.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods - {"OPTIONS"}
    }


# No hole.


def test_every_route_has_an_example_and_every_example_a_route(application: Litestar) -> None:
    running = set(operations(application)) - {"GET /schema/{path}"}  # the page of a renderer

    assert {each.name.partition(",")[0] for each in EXAMPLES} == running


def test_every_route_stands_in_the_matrix() -> None:
    assert set(WHO_MAY) | set(OPEN.strip().splitlines()) == set(BY_NAME)


def test_every_route_needs_the_permission_that_the_matrix_says(application: Litestar) -> None:
    needed = {
        name: handler.opt[PERMISSION]
        for name, handler in operations(application).items()
        if PERMISSION in handler.opt
    }

    plain = {name: need for name, (_, need) in WHO_MAY.items() if "," not in name}
    assert needed == {name: plain[name] for name in needed}


def test_the_matrix_is_what_the_database_says(builder: psycopg.Connection) -> None:
    permitted: dict[str, set[str]] = {}
    for role, permission in builder.execute(
        "SELECT role, permission FROM hotelmate.staff_role_permission"
    ):
        permitted.setdefault(permission, set()).add(role)

    assert {permission: roles for roles, permission in WHO_MAY.values()} == permitted


# For real.


@pytest.fixture(scope="module")
def keys(house: House) -> dict[str, dict[str, str]]:
    """The headers of an API key by each scope that there can be."""
    scopes = {scope for may, scope in WHO_MAY.values() if "INTEGRATION" in may}
    return {scope: bearer(house.api_key(scope)[1]) for scope in scopes}


@pytest.mark.parametrize("route", GUARDED, ids=lambda each: each.name)
def test_only_these_roles_and_keys_of_this_scope_may(
    http: httpx.Client, house: House, keys: dict[str, dict[str, str]], route: Example
) -> None:
    may, scope = WHO_MAY[route.name]
    others = {role: house.headers(role) for role in set(ROLES) - may}
    others |= {name: headers for name, headers in keys.items() if name != scope}
    call = route.make(house)
    before = house.digests()

    for who, headers in others.items():
        refused = ask(http, route, call, house.slug, headers)
        assert problem(refused) == REFUSED.get(route.name, NOT_PERMITTED), who
    for headers in NOBODY:
        refused = ask(http, route, call, house.slug, headers)
        assert refused.status_code in (401, 403), told(refused)

    assert house.digests() == before
    for role in may:
        answer = ask(http, route, route.make(house), house.slug, house.headers(role))
        assert answer.status_code == route.status, (role, told(answer))
    if scope in keys:
        answer = ask(http, route, route.make(house), house.slug, keys[scope])
        assert answer.status_code == route.status, told(answer)


@pytest.mark.parametrize("name", OPEN.strip().splitlines())
def test_what_is_open_needs_no_credential(http: httpx.Client, house: House, name: str) -> None:
    route = BY_NAME[name]

    answer = ask(http, route, route.make(house), house.slug, {})

    assert answer.status_code == route.status, told(answer)


# The table is what counts.


def test_what_a_role_may_do_is_one_table(clone: str) -> None:
    """Both the API and the privileges follow it."""
    cancel = BY_NAME["POST /bookings/{booking_id}/cancel"]
    with psycopg.connect(clone, autocommit=True) as owner:
        house = House(owner)

        def may_write() -> Any:
            return house.value(
                "SELECT has_column_privilege("
                "'hotelmate_front_desk', 'hotelmate.room_booking', 'cancelled_at', 'UPDATE')"
            )

        assert may_write()
        with (
            serving(create_app(settings_for(clone))) as address,
            httpx.Client(base_url=address) as client,
        ):

            def cancelled() -> httpx.Response:
                call = cancel.make(house)
                return ask(client, cancel, call, house.slug, house.headers("FRONT_DESK"))

            assert cancelled().status_code == 200
            owner.execute(
                "DELETE FROM hotelmate.staff_role_permission"
                " WHERE role = 'FRONT_DESK' AND permission = 'bookings:cancel'"
            )
            assert problem(cancelled()) == NOT_PERMITTED
        assert not may_write()
        owner.execute(
            "INSERT INTO hotelmate.staff_role_permission (role, permission)"
            " VALUES ('FRONT_DESK', 'bookings:cancel')"
        )
        assert may_write()
