"""docs/api.md says what each route needs and what each role may do, as the program has it."""

import re
from typing import Any

import psycopg
import pytest

from app.access.staff_session import PERMISSION
from app.main import create_app
from schema.roles import OF_STAFF
from tests.api.serving import settings_for
from tests.docs.markdown import read

HOTEL = "/api/hotels/{slug}"
ROUTE = re.compile(r"^\| `(GET|POST|PUT|PATCH|DELETE) (/\S*)` \| ([^|]*) \|", re.MULTILINE)
GRANT = re.compile(r"^\| `([a-z-]+:[a-z-]+)` \| (.*) \| ([^|]*) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def needs() -> dict[tuple[str, str], str]:
    """What each documented route below a hotel says that it needs, by method and path."""
    chapter = read("api.md").partition("## Routes")[2].partition("\nAnd for the process")[0]
    return {(method, path): text for method, path, text in ROUTE.findall(chapter)}


def test_every_route_of_a_hotel_says_which_permission_it_needs(
    needs: dict[tuple[str, str], str], database_url: str
) -> None:
    routes = {
        (method, re.sub(r":\w+}", "}", route.path).removeprefix(HOTEL)): permission
        for route in create_app(settings_for(database_url)).routes
        if route.path.startswith("/api/hotels/")
        for method, permission in permissions(route).items()
    }
    assert needs.keys() == routes.keys()
    for key, permission in routes.items():
        first = needs[key].partition(";")[0]
        assert first == (f"`{permission}`" if permission else "nothing"), key


def permissions(route: Any) -> dict[str, str | None]:
    """Return the permission that each method of a route needs."""
    return {
        method: handler.opt.get(PERMISSION)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    }


def test_every_permission_says_which_roles_have_it(owner: psycopg.Connection[Any]) -> None:
    chapter = read("api.md").partition("## Who may do what")[2].partition("\n## ")[0]
    heads = re.search(r"^\| permission \| (.*) \| is to \|$", chapter, re.MULTILINE)
    assert heads is not None
    roles = heads[1].split(" | ")
    assert set(roles) == set(OF_STAFF)
    documented = {
        name: ({role for role, mark in zip(roles, marks.split(" | "), strict=True) if mark}, to)
        for name, marks, to in GRANT.findall(chapter)
    }
    granted = {
        name: (set(having), meaning)
        for name, meaning, having in owner.execute(
            "SELECT permission.name, permission.meaning,"
            " coalesce(array_agg(permitted.role) FILTER (WHERE permitted.role IS NOT NULL), '{}')"
            " FROM hotelmate.permission"
            " LEFT JOIN hotelmate.staff_role_permission AS permitted"
            " ON permitted.permission = permission.name"
            " GROUP BY permission.name"
        )
    }
    assert documented == granted
