"""Staff: whose they are, what they are called and what they do."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def test_staff_of_hotel__rejects_staff_of_no_hotel(hotel: HotelBuilder) -> None:
    with refused_by("staff_of_hotel"):
        hotel.insert("staff", hotel_id=-1, username="ann", display_name="Ann", role="MANAGER")


def test_staff_of_hotel__allows_staff_of_a_hotel(hotel: HotelBuilder) -> None:
    assert hotel.staff("ann")


@pytest.mark.parametrize("role", ["", "manager", "OWNER", "GUEST"])
def test_staff_role_known__rejects_other_roles(hotel: HotelBuilder, role: str) -> None:
    with refused_by("staff_role_known"):
        hotel.staff("ann", role)


@pytest.mark.parametrize(
    "role", ["FRONT_DESK", "HOUSEKEEPING", "MANAGER", "AUDITOR", "INTEGRATION"]
)
def test_staff_role_known__allows_the_five(hotel: HotelBuilder, role: str) -> None:
    assert hotel.staff("ann", role)


def test_staff_username_unique__rejects_a_namesake_in_the_hotel(hotel: HotelBuilder) -> None:
    hotel.staff("ann")
    with refused_by("staff_username_unique"):
        hotel.staff("ann", "HOUSEKEEPING")


def test_staff_username_unique__rejects_taking_the_name_of_one_who_left(
    hotel: HotelBuilder,
) -> None:
    hotel.update("staff", hotel.staff("ann", "FRONT_DESK"), is_active=False)
    with refused_by("staff_username_unique"):
        hotel.staff("ann")


def test_staff_username_unique__allows_a_namesake_in_another_hotel(
    owner: psycopg.Connection,
) -> None:
    assert HotelBuilder(owner).staff("ann") != HotelBuilder(owner).staff("ann")


@pytest.mark.parametrize("username", ["", "Ann", ".ann", "ann lee", "ann@home", "ann\n", "a" * 51])
def test_staff_username_well_formed__rejects_other_characters_and_lengths(
    hotel: HotelBuilder, username: str
) -> None:
    with refused_by("staff_username_well_formed"):
        hotel.staff(username)


@pytest.mark.parametrize("username", ["a", "9lives", "ann.lee_2-x", "a" * 50])
def test_staff_username_well_formed__allows_names_up_to_fifty(
    hotel: HotelBuilder, username: str
) -> None:
    assert hotel.staff(username)
