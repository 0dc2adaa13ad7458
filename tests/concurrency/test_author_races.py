"""Races between staff who sign a change and whoever lets them go or takes their role away."""

import psycopg

from tests.concurrency.interleaving import BOTH_LEVELS, Action, loses, second_waits, two_sides
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder


def flags(room: int, staff: int, **settings: object) -> Action:
    """Return a change of a room that a member of staff signs."""

    def act(by: HotelBuilder) -> None:
        with by.acting(staff_id=staff, **settings):
            by.update("room", room, maintenance_required=True)

    return act


@BOTH_LEVELS
def test_change_by_active_staff__race_a_change_after_letting_go(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.staff()
    room, ann = hotel.room(), hotel.staff("ann", "FRONT_DESK")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.update("staff", ann, is_active=False),
            flags(room, ann),
        )
        with loses(level, "change_by_active_staff"):
            second.commits()
    assert hotel.read("room", room, "maintenance_required") is False


@BOTH_LEVELS
def test_change_by_active_staff__race_letting_go_after_a_change(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.staff()
    room, ann = hotel.room(), hotel.staff("ann", "FRONT_DESK")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            flags(room, ann),
            lambda h: h.update("staff", ann, is_active=False),
        )
        second.commits()
    assert hotel.read("room", room, "maintenance_required") is True
    assert hotel.read("staff", ann, "is_active") is False


@BOTH_LEVELS
def test_override_by_permitted_staff__race_an_override_after_a_change_of_role(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.staff()
    room, ann = hotel.room(), hotel.staff("ann", "MANAGER")
    override = flags(room, ann, source="MANAGER_OVERRIDE", reason="seen in person")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.update("staff", ann, role="FRONT_DESK"), override)
        with loses(level, "override_by_permitted_staff"):
            second.commits()
    assert hotel.read("room", room, "maintenance_required") is False


def test_change_by_active_staff__race_two_changes_of_one_member_do_not_meet(
    hotel: HotelBuilder, connect: Connect
) -> None:
    rooms, ann = (hotel.room(), hotel.room()), hotel.staff("ann", "FRONT_DESK")
    with two_sides(hotel, connect) as sides:
        for side, room in zip(sides, rooms, strict=True):
            side.does(flags(room, ann))
        for side in sides:
            side.commits()
