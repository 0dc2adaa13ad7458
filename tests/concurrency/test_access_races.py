"""Managers, passwords and sessions that two change at once."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    READ_COMMITTED,
    goes_on,
    loses,
    second_waits,
    two_sides,
)
from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import ARGON2, add_api_key, add_password, add_session

Connect = Callable[..., psycopg.Connection[Any]]
OPEN = "SELECT (hotelmate.open_session(%s, %s, %s, NULL, sha256(%s), 1, 'here')).session"


def live_sessions(hotel: HotelBuilder) -> int:
    count = "SELECT count(*) FROM hotelmate.staff_session WHERE hotel_id = %s AND ended_at IS NULL"
    return int(hotel.value(count, hotel.hotel_id))


@BOTH_LEVELS
@pytest.mark.parametrize("change", [{"role": "AUDITOR"}, {"is_active": False}])
def test_hotel_keeps_manager__rejects_the_second_of_two_who_take_each_others_role(
    hotel: HotelBuilder,
    connect: Connect,
    level: psycopg.IsolationLevel,
    change: dict[str, object],
) -> None:
    ann, bob = hotel.staff("ann"), hotel.staff("bob")
    with two_sides(hotel, connect, level) as (first, second):
        second.does(lambda side: side.value("SELECT 1 FROM hotelmate.hotel LIMIT 1"))
        second_waits(
            first,
            second,
            lambda side: side.update("staff", bob, **change),
            lambda side: side.update("staff", ann, **change),
        )
        with loses(level, "hotel_keeps_manager"):
            second.commits()


@BOTH_LEVELS
def test_hotel_keeps_manager__allows_the_second_of_two_where_a_third_stays(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    ann, bob = hotel.staff("ann"), hotel.staff("bob")
    hotel.staff("third")
    with two_sides(hotel, connect, level) as (first, second):
        second.does(lambda side: side.value("SELECT 1 FROM hotelmate.hotel LIMIT 1"))
        second_waits(
            first,
            second,
            lambda side: side.update("staff", bob, is_active=False),
            lambda side: side.update("staff", ann, is_active=False),
        )
        goes_on(second, level)


@pytest.mark.parametrize("what", ["leaves", "another password"])
def test_a_log_in_that_waits_for_a_change_of_access_opens_nothing(
    hotel: HotelBuilder, connect: Connect, what: str
) -> None:
    hotel.staff("boss")
    ann = hotel.staff("ann")
    add_password(hotel, ann)
    opened: list[object] = []

    def change(side: HotelBuilder) -> None:
        if what == "leaves":
            side.update("staff", ann, is_active=False)
        else:
            side.run(
                "UPDATE hotelmate.staff_password SET password_hash = password_hash || 'x'"
                " WHERE hotel_id = %s",
                side.hotel_id,
            )

    def log_in(side: HotelBuilder) -> None:
        opened.append(side.value(OPEN, side.hotel_id, ann, ARGON2, b"a"))

    with two_sides(hotel, connect, READ_COMMITTED) as (first, second):
        second_waits(first, second, change, log_in)
        second.commits()
    assert opened == [None]
    assert live_sessions(hotel) == 0


@pytest.mark.parametrize("what", ["leaves", "another password"])
def test_a_change_of_access_that_waits_for_a_log_in_ends_its_session(
    hotel: HotelBuilder, connect: Connect, what: str
) -> None:
    hotel.staff("boss")
    ann = hotel.staff("ann")
    add_password(hotel, ann)

    def change(side: HotelBuilder) -> None:
        if what == "leaves":
            side.update("staff", ann, is_active=False)
        else:
            side.run(
                "UPDATE hotelmate.staff_password SET password_hash = password_hash || 'x'"
                " WHERE hotel_id = %s",
                side.hotel_id,
            )

    with two_sides(hotel, connect, READ_COMMITTED) as (first, second):
        second_waits(
            first,
            second,
            lambda side: side.value(OPEN, side.hotel_id, ann, ARGON2, b"a"),
            change,
        )
        second.commits()
    assert live_sessions(hotel) == 0


def test_of_two_renewals_with_one_token_the_second_ends_the_session(
    hotel: HotelBuilder, connect: Connect
) -> None:
    session = add_session(hotel, hotel.staff("ann"))
    hotel.run(
        "INSERT INTO hotelmate.refresh_token (hotel_id, token_hash, session_id)"
        " VALUES (%s, sha256('first'), %s)",
        hotel.hotel_id,
        session,
    )
    renewed: list[object] = []

    def renew(token: bytes) -> Callable[[HotelBuilder], None]:
        def act(side: HotelBuilder) -> None:
            renewed.append(
                side.value(
                    "SELECT (hotelmate.renew_session(%s, %s, sha256('first'), sha256(%s))).session",
                    side.slug,
                    side.hotel_id,
                    token,
                )
            )

        return act

    with two_sides(hotel, connect, READ_COMMITTED) as (first, second):
        second_waits(first, second, renew(b"second"), renew(b"third"))
        second.commits()

    assert renewed == [session, None]
    reason = "SELECT ended_reason FROM hotelmate.staff_session WHERE id = %s"
    assert hotel.value(reason, session) == "TOKEN_REUSED"


GIVEN: dict[str, tuple[str, Callable[[HotelBuilder, int], object]]] = {
    "staff_session_of_person": ("FRONT_DESK", add_session),
    "api_key_of_integration": ("INTEGRATION", add_api_key),
}


def live_access(hotel: HotelBuilder) -> int:
    """Count the sessions and keys that nobody ended."""
    keys = "SELECT count(*) FROM hotelmate.api_key WHERE hotel_id = %s AND revoked_at IS NULL"
    return live_sessions(hotel) + int(hotel.value(keys, hotel.hotel_id))


@BOTH_LEVELS
@pytest.mark.parametrize("rule", GIVEN)
def test_no_access_is_given_while_its_holder_leaves(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, rule: str
) -> None:
    role, give = GIVEN[rule]
    member = hotel.staff("ann", role)
    with two_sides(hotel, connect, level) as (first, second):
        second.does(lambda side: side.value("SELECT 1 FROM hotelmate.hotel LIMIT 1"))
        second_waits(
            first,
            second,
            lambda side: side.update("staff", member, is_active=False),
            lambda side: give(side, member),
        )
        with loses(level, rule):
            second.commits()
    assert live_access(hotel) == 0


@pytest.mark.parametrize("rule", GIVEN)
def test_access_that_is_given_first_ends_where_its_holder_leaves(
    hotel: HotelBuilder, connect: Connect, rule: str
) -> None:
    role, give = GIVEN[rule]
    member = hotel.staff("ann", role)
    with two_sides(hotel, connect, READ_COMMITTED) as (first, second):
        second_waits(
            first,
            second,
            lambda side: give(side, member),
            lambda side: side.update("staff", member, is_active=False),
        )
        second.commits()
    assert live_access(hotel) == 0
