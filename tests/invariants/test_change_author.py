"""Who may sign a change: staff who work there, and overrides only staff who may override."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.invariants.recording import AUDITED, Write, assert_refused, recorded, writes

OVERRIDE = {"source": "MANAGER_OVERRIDE", "reason": "seen in person"}


@pytest.fixture
def boss(hotel: HotelBuilder) -> int:
    """A manager who stays."""
    return hotel.staff("boss")


def signed(write: Write, **settings: object) -> Write:
    """Return the same write by whoever the settings say."""

    def act(by: HotelBuilder) -> None:
        with by.acting(**settings):
            write(by)

    return act


@pytest.mark.parametrize("table", AUDITED)
def test_change_by_active_staff__rejects_one_who_left(hotel: HotelBuilder, table: str) -> None:
    write, ann = writes(hotel)[table], hotel.staff("ann", "FRONT_DESK")
    hotel.update("staff", ann, is_active=False)
    assert_refused("change_by_active_staff", table, signed(write, staff_id=ann), hotel)


@pytest.mark.parametrize("table", AUDITED)
def test_change_by_active_staff__rejects_one_who_left_through_the_api(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str
) -> None:
    write, ann = writes(hotel)[table], hotel.staff("ann", "FRONT_DESK")
    hotel.update("staff", ann, is_active=False)
    act = signed(
        write, hotel_id=hotel.hotel_id, actor="staff:ann", source="FRONT_DESK", staff_id=ann
    )
    assert_refused("change_by_active_staff", table, act, hotel.through(api_role))


@pytest.mark.parametrize("table", AUDITED)
def test_change_by_active_staff__allows_one_who_came_back(hotel: HotelBuilder, table: str) -> None:
    write, ann = writes(hotel)[table], hotel.staff("ann", "FRONT_DESK")
    for is_active in (False, True):
        hotel.update("staff", ann, is_active=is_active)
    signed(write, staff_id=ann)(hotel)
    assert recorded(hotel, table, "changed_by") == ann


def test_change_by_active_staff__allows_letting_go_one_who_acted(hotel: HotelBuilder) -> None:
    ann = hotel.staff("ann", "FRONT_DESK")
    with hotel.acting(staff_id=ann):
        hotel.room()
    assert hotel.update("staff", ann, is_active=False) == 1


@pytest.mark.parametrize("table", AUDITED)
@pytest.mark.parametrize("role", ["FRONT_DESK", "HOUSEKEEPING", "AUDITOR", "INTEGRATION"])
def test_override_by_permitted_staff__rejects_other_roles(
    hotel: HotelBuilder, table: str, role: str
) -> None:
    write, ann = writes(hotel)[table], hotel.staff("ann", role)
    act = signed(write, staff_id=ann, **OVERRIDE)
    assert_refused("override_by_permitted_staff", table, act, hotel)


@pytest.mark.parametrize("table", AUDITED)
def test_override_by_permitted_staff__rejects_the_api_that_does_not_say_which_staff(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str
) -> None:
    act = signed(writes(hotel)[table], hotel_id=hotel.hotel_id, actor="staff:ann", **OVERRIDE)
    assert_refused("override_by_permitted_staff", table, act, hotel.through(api_role))


def test_override_by_permitted_staff__rejects_a_manager_who_became_front_desk(
    hotel: HotelBuilder, boss: int
) -> None:
    write, ann = writes(hotel)["room_status_event"], hotel.staff("ann")
    hotel.update("staff", ann, role="FRONT_DESK")
    act = signed(write, staff_id=ann, **OVERRIDE)
    assert_refused("override_by_permitted_staff", "room_status_event", act, hotel)
    signed(write, staff_id=boss, **OVERRIDE)(hotel)


def test_override_by_permitted_staff__rejects_a_role_that_may_override_no_more(
    hotel: HotelBuilder, boss: int
) -> None:
    act = signed(writes(hotel)["room_status_event"], staff_id=boss, **OVERRIDE)
    with hotel.connection.transaction(force_rollback=True):
        hotel.run("DELETE FROM hotelmate.staff_role_permission WHERE permission = 'rooms:override'")
        assert_refused("override_by_permitted_staff", "room_status_event", act, hotel)
    act(hotel)


@pytest.mark.parametrize("table", AUDITED)
def test_override_by_permitted_staff__allows_a_manager(
    hotel: HotelBuilder, boss: int, api_role: psycopg.Connection, table: str
) -> None:
    act = signed(
        writes(hotel)[table],
        hotel_id=hotel.hotel_id,
        actor="staff:boss",
        staff_id=boss,
        **OVERRIDE,
    )
    act(hotel.through(api_role))
    assert recorded(hotel, table, "changed_by") == boss
    assert recorded(hotel, table, "source") == "MANAGER_OVERRIDE"


@pytest.mark.parametrize("table", AUDITED)
def test_override_by_permitted_staff__allows_a_dba_who_names_nobody(
    hotel: HotelBuilder, table: str
) -> None:
    signed(writes(hotel)[table], **OVERRIDE)(hotel)
    assert recorded(hotel, table, "source") == "MANAGER_OVERRIDE"
