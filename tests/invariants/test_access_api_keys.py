"""API keys: whose they are, what is kept of them, what they may do and until when."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import add_api_key, add_scope, sha256
from tests.refusal import refused_by


@pytest.fixture
def program(hotel: HotelBuilder) -> int:
    """A member of the hotel's staff that is a program."""
    return hotel.staff("channels", "INTEGRATION")


def test_api_key_of_integration__rejects_people(hotel: HotelBuilder) -> None:
    with refused_by("api_key_of_integration"):
        add_api_key(hotel, hotel.staff())


def test_api_key_of_integration__rejects_a_program_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    with refused_by("api_key_of_integration"):
        add_api_key(hotel, HotelBuilder(owner).staff("channels", "INTEGRATION"))


def test_api_key_of_integration__rejects_a_program_with_keys_that_becomes_a_person(
    hotel: HotelBuilder, program: int
) -> None:
    add_api_key(hotel, program)
    with refused_by("api_key_of_integration"):
        hotel.update("staff", program, role="MANAGER")


def test_api_key_of_integration__allows_several_of_one_program(
    hotel: HotelBuilder, program: int
) -> None:
    assert add_api_key(hotel, program) != add_api_key(hotel, program)


def test_api_key_of_integration__rejects_a_program_that_left(
    hotel: HotelBuilder, program: int
) -> None:
    hotel.update("staff", program, is_active=False)
    with refused_by("api_key_of_integration"):
        add_api_key(hotel, program)


def test_api_key_of_integration__allows_one_that_came_back_and_a_revoked_key(
    hotel: HotelBuilder, program: int
) -> None:
    hotel.update("staff", program, is_active=False)
    assert add_api_key(hotel, program, revoked_at=hotel.value("SELECT now()"))
    hotel.update("staff", program, is_active=True)
    assert add_api_key(hotel, program)


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_api_key_has_name__rejects_a_blank_one(
    hotel: HotelBuilder, program: int, name: str
) -> None:
    with refused_by("api_key_has_name"):
        add_api_key(hotel, program, name=name)


def test_api_key_has_name__allows_one_letter(hotel: HotelBuilder, program: int) -> None:
    add_api_key(hotel, program, name="Z")


@pytest.mark.parametrize("kept", [b"", b"hk_1_key", bytes(31), bytes(33)])
def test_api_key_is_sha256__rejects_anything_else(
    hotel: HotelBuilder, program: int, kept: bytes
) -> None:
    with refused_by("api_key_is_sha256"):
        add_api_key(hotel, program, key_hash=kept)


def test_api_key_is_sha256__allows_a_sha256(hotel: HotelBuilder, program: int) -> None:
    add_api_key(hotel, program, key_hash=sha256())


def test_api_key_hash_unique__rejects_a_key_of_two_programs(
    hotel: HotelBuilder, program: int
) -> None:
    kept = sha256()
    add_api_key(hotel, program, key_hash=kept)
    with refused_by("api_key_hash_unique"):
        add_api_key(hotel, hotel.staff("tills", "INTEGRATION"), key_hash=kept)


def test_api_key_hash_unique__allows_different_keys(hotel: HotelBuilder, program: int) -> None:
    for _ in range(2):
        add_api_key(hotel, program, key_hash=sha256())


@pytest.mark.parametrize(
    "expires",
    ["2020-01-01T00:00Z", "2019-12-31T00:00Z", "2021-02-05T00:00:00.000001Z", "infinity"],
)
def test_api_key_expires__rejects_at_once_and_after_400_days(
    hotel: HotelBuilder, program: int, expires: str
) -> None:
    with refused_by("api_key_expires"):
        add_api_key(hotel, program, created_at="2020-01-02T00:00Z", expires_at=expires)


def test_api_key_expires__rejects_a_time_counted_from_an_issue_ahead(
    hotel: HotelBuilder, program: int
) -> None:
    with refused_by("api_key_expires"):
        add_api_key(hotel, program, created_at="2998-01-01T00:00Z", expires_at="2998-02-01T00:00Z")


@pytest.mark.parametrize("expires", ["2020-01-02T00:00:00.000001Z", "2021-02-05T00:00Z"])
def test_api_key_expires__allows_up_to_400_days(
    hotel: HotelBuilder, program: int, expires: str
) -> None:
    add_api_key(hotel, program, created_at="2020-01-02T00:00Z", expires_at=expires)


def test_api_key_scope_of_hotel__rejects_a_key_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    elsewhere = HotelBuilder(owner)
    key = add_api_key(elsewhere, elsewhere.staff("channels", "INTEGRATION"))
    with refused_by("api_key_scope_of_hotel"):
        add_scope(hotel, key, "rooms:read")


def test_api_key_scope_of_hotel__allows_several_of_a_key(hotel: HotelBuilder, program: int) -> None:
    key = add_api_key(hotel, program)
    for permission in ("rooms:read", "bookings:read"):
        add_scope(hotel, key, permission)


@pytest.mark.parametrize("permission", ["staff:manage", "rooms:override", "rooms:demolish"])
def test_api_key_scope_permitted__rejects_more_than_an_integration_may(
    hotel: HotelBuilder, program: int, permission: str
) -> None:
    key = add_api_key(hotel, program)
    with refused_by("api_key_scope_permitted"):
        add_scope(hotel, key, permission)


def test_api_key_scope_permitted__rejects_taking_from_the_role_what_a_key_may(
    hotel: HotelBuilder, program: int
) -> None:
    add_scope(hotel, add_api_key(hotel, program), "bookings:create")
    with refused_by("api_key_scope_permitted"), hotel.connection.transaction(force_rollback=True):
        hotel.run(
            "DELETE FROM hotelmate.staff_role_permission"
            " WHERE (role, permission) = ('INTEGRATION', 'bookings:create')"
        )


def test_api_key_scope_permitted__allows_all_that_an_integration_may(
    hotel: HotelBuilder, program: int
) -> None:
    key = add_api_key(hotel, program)
    for (permission,) in hotel.connection.execute(
        "SELECT permission FROM hotelmate.staff_role_permission WHERE role = 'INTEGRATION'"
    ).fetchall():
        add_scope(hotel, key, permission)
