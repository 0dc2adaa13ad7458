"""Passwords, sessions and refresh tokens: whose they are, what is kept of them, how they end."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import add_password, add_refresh_token, add_session, sha256
from tests.past_triggers import checks_alone
from tests.refusal import refused_by


@pytest.fixture
def ann(hotel: HotelBuilder) -> int:
    """A member of the hotel's staff."""
    return hotel.staff("ann", "FRONT_DESK")


def test_staff_password_of_person__rejects_staff_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    with refused_by("staff_password_of_person"):
        add_password(hotel, HotelBuilder(owner).staff())


def test_staff_password_of_person__rejects_an_integration(hotel: HotelBuilder) -> None:
    with refused_by("staff_password_of_person"):
        add_password(hotel, hotel.staff("channels", "INTEGRATION"))


def test_staff_password_of_person__rejects_a_person_with_one_who_becomes_an_integration(
    hotel: HotelBuilder, ann: int
) -> None:
    add_password(hotel, ann)
    with refused_by("staff_password_of_person"):
        hotel.update("staff", ann, role="INTEGRATION")


@pytest.mark.parametrize("role", ["FRONT_DESK", "HOUSEKEEPING", "MANAGER", "AUDITOR"])
def test_staff_password_of_person__allows_every_person(hotel: HotelBuilder, role: str) -> None:
    hotel.staff("boss")
    bea = hotel.staff("bea", role)
    add_password(hotel, bea)
    assert hotel.update("staff", bea, role="AUDITOR") == 1


@pytest.mark.parametrize(
    "kept", ["", "a password", "$argon2i$v=19$x", "$2b$12$x", " $argon2id$v=19$x"]
)
def test_staff_password_is_argon2__rejects_anything_else(
    hotel: HotelBuilder, ann: int, kept: str
) -> None:
    with refused_by("staff_password_is_argon2"):
        add_password(hotel, ann, password_hash=kept)


def test_staff_password_is_argon2__allows_argon2id(hotel: HotelBuilder, ann: int) -> None:
    add_password(hotel, ann)


def test_staff_session_of_person__rejects_staff_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    with refused_by("staff_session_of_person"):
        add_session(hotel, HotelBuilder(owner).staff())


def test_staff_session_of_person__rejects_an_integration(hotel: HotelBuilder) -> None:
    with refused_by("staff_session_of_person"):
        add_session(hotel, hotel.staff("channels", "INTEGRATION"))


def test_staff_session_of_person__rejects_a_person_with_one_who_becomes_an_integration(
    hotel: HotelBuilder, ann: int
) -> None:
    add_session(hotel, ann)
    with refused_by("staff_session_of_person"):
        hotel.update("staff", ann, role="INTEGRATION")


@pytest.mark.parametrize("role", ["FRONT_DESK", "HOUSEKEEPING", "MANAGER", "AUDITOR"])
def test_staff_session_of_person__allows_several_of_every_person(
    hotel: HotelBuilder, role: str
) -> None:
    hotel.staff("boss")
    bea = hotel.staff("bea", role)
    assert add_session(hotel, bea) != add_session(hotel, bea)
    assert hotel.update("staff", bea, role="AUDITOR") == 1


@pytest.mark.parametrize("expires", ["2000-01-01T00:00Z", "2020-01-01T00:00Z", "-infinity"])
def test_staff_session_expires_after_start__rejects_one_that_never_works(
    hotel: HotelBuilder, ann: int, expires: str
) -> None:
    with refused_by("staff_session_expires_after_start"):
        add_session(hotel, ann, started_at="2020-01-01T00:00Z", expires_at=expires)


def test_staff_session_expires_after_start__allows_one_that_is_over(
    hotel: HotelBuilder, ann: int
) -> None:
    add_session(
        hotel, ann, started_at="2020-01-01T00:00Z", expires_at="2020-01-01T00:00:00.000001Z"
    )


@pytest.mark.parametrize(
    "end",
    [
        {"ended_at": "2030-01-01T00:00Z"},
        {"ended_reason": "LOGGED_OUT"},
    ],
)
def test_staff_session_end_says_why__rejects_half_an_end(
    hotel: HotelBuilder, ann: int, end: dict[str, str]
) -> None:
    session = add_session(hotel, ann)
    with refused_by("staff_session_end_says_why"):
        hotel.update("staff_session", session, **end)


def test_staff_session_end_says_why__allows_an_end_and_none(hotel: HotelBuilder, ann: int) -> None:
    session = add_session(hotel, ann)
    assert hotel.read("staff_session", session, "ended_at") is None
    now = hotel.value("SELECT now()")
    assert hotel.update("staff_session", session, ended_at=now, ended_reason="LOGGED_OUT") == 1


@pytest.mark.parametrize("reason", ["", "EXPIRED", "logged_out"])
def test_staff_session_end_known__rejects_other_reasons(
    hotel: HotelBuilder, ann: int, reason: str
) -> None:
    session, now = add_session(hotel, ann), hotel.value("SELECT now()")
    with refused_by("staff_session_end_known"):
        hotel.update("staff_session", session, ended_at=now, ended_reason=reason)


@pytest.mark.parametrize(
    "reason", ["LOGGED_OUT", "TOKEN_REUSED", "REVOKED", "PASSWORD_CHANGED", "STAFF_CHANGED"]
)
def test_staff_session_end_known__allows_the_five(
    hotel: HotelBuilder, ann: int, reason: str
) -> None:
    session, now = add_session(hotel, ann), hotel.value("SELECT now()")
    assert hotel.update("staff_session", session, ended_at=now, ended_reason=reason) == 1


def test_refresh_token_of_session__rejects_a_session_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    elsewhere = HotelBuilder(owner)
    with refused_by("refresh_token_of_session"):
        add_refresh_token(hotel, add_session(elsewhere, elsewhere.staff()))


def test_refresh_token_of_session__allows_a_family_that_goes_with_its_session(
    hotel: HotelBuilder, ann: int
) -> None:
    session = add_session(hotel, ann)
    add_refresh_token(hotel, session, used_at=hotel.value("SELECT now()"))
    add_refresh_token(hotel, session)
    hotel.run("DELETE FROM hotelmate.staff_session WHERE id = %s", session)
    assert (
        hotel.value("SELECT count(*) FROM hotelmate.refresh_token WHERE session_id = %s", session)
        == 0
    )


@pytest.mark.parametrize("kept", [b"", b"hr_1_token", bytes(31), bytes(33)])
def test_refresh_token_is_sha256__rejects_anything_else(
    hotel: HotelBuilder, ann: int, kept: bytes
) -> None:
    session = add_session(hotel, ann)
    with refused_by("refresh_token_is_sha256"):
        add_refresh_token(hotel, session, token_hash=kept)


def test_refresh_token_is_sha256__allows_a_sha256(hotel: HotelBuilder, ann: int) -> None:
    add_refresh_token(hotel, add_session(hotel, ann), token_hash=sha256())


def test_refresh_token_single_unused__rejects_two_that_work(hotel: HotelBuilder, ann: int) -> None:
    session = add_session(hotel, ann)
    add_refresh_token(hotel, session)
    with refused_by("refresh_token_single_unused"):
        add_refresh_token(hotel, session)


def test_refresh_token_single_unused__rejects_a_used_one_that_works_again(
    hotel: HotelBuilder, ann: int
) -> None:
    session = add_session(hotel, ann)
    add_refresh_token(hotel, session, used_at=hotel.value("SELECT now()"))
    add_refresh_token(hotel, session)
    # A used one stays used: refresh_token_used_once. The index holds without.
    with refused_by("refresh_token_single_unused"), checks_alone(hotel.connection):
        hotel.run(
            "UPDATE hotelmate.refresh_token SET used_at = NULL WHERE session_id = %s", session
        )


def test_refresh_token_single_unused__allows_one_a_session(hotel: HotelBuilder, ann: int) -> None:
    for _ in range(2):
        add_refresh_token(hotel, add_session(hotel, ann))
