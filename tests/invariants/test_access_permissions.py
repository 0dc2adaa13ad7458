"""What each role of staff may do: the tables speak only of roles and permissions that there are."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.refusal import refused_by


@pytest.fixture
def undone(owner: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The owner's connection in a transaction that is undone: every hotel has the same roles."""
    with owner.transaction(force_rollback=True):
        yield owner


def permit(connection: psycopg.Connection, role: str, permission: str) -> None:
    connection.execute(
        "INSERT INTO hotelmate.staff_role_permission (role, permission) VALUES (%s, %s)",
        (role, permission),
    )


def need(connection: psycopg.Connection, permission: str, verb: str) -> None:
    connection.execute(
        "INSERT INTO hotelmate.permission_privilege (permission, table_name, verb, columns)"
        " VALUES (%s, 'time_zone', %s, '{name}')",
        (permission, verb),
    )


def test_staff_role_permission_of_role__rejects_a_role_that_nobody_has(
    undone: psycopg.Connection,
) -> None:
    with refused_by("staff_role_permission_of_role"):
        permit(undone, "GARDENER", "rooms:read")


def test_staff_role_permission_of_role__rejects_removing_a_role_that_may_something(
    undone: psycopg.Connection,
) -> None:
    with refused_by("staff_role_permission_of_role"):
        undone.execute("DELETE FROM hotelmate.staff_role WHERE name = 'AUDITOR'")


def test_staff_role_permission_of_role__allows_the_five(undone: psycopg.Connection) -> None:
    permit(undone, "HOUSEKEEPING", "bookings:read")


def test_staff_role_permission_known__rejects_what_nothing_needs(
    undone: psycopg.Connection,
) -> None:
    with refused_by("staff_role_permission_known"):
        permit(undone, "MANAGER", "rooms:demolish")


def test_staff_role_permission_known__allows_taking_one_away(undone: psycopg.Connection) -> None:
    permission = ("MANAGER", "payments:refund")
    gone = undone.execute(
        "DELETE FROM hotelmate.staff_role_permission WHERE (role, permission) = (%s, %s)",
        permission,
    )
    assert gone.rowcount == 1
    permit(undone, *permission)


def test_permission_privilege_of_permission__rejects_one_for_nothing(
    undone: psycopg.Connection,
) -> None:
    with refused_by("permission_privilege_of_permission"):
        need(undone, "rooms:demolish", "SELECT")


def test_permission_privilege_of_permission__allows_one_more(undone: psycopg.Connection) -> None:
    need(undone, "rooms:read", "SELECT")


@pytest.mark.parametrize("verb", ["TRUNCATE", "select", "ALL", ""])
def test_permission_privilege_verb_known__rejects_others(
    undone: psycopg.Connection, verb: str
) -> None:
    with refused_by("permission_privilege_verb_known"):
        need(undone, "rooms:read", verb)


@pytest.mark.parametrize("verb", ["SELECT", "INSERT", "UPDATE", "DELETE"])
def test_permission_privilege_verb_known__allows_the_four(
    undone: psycopg.Connection, verb: str
) -> None:
    need(undone, "rooms:read", verb)
