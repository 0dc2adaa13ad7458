"""What has ended stays so, a hotel keeps a manager, and who may do what is on record."""

from collections.abc import Callable

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import (
    add_api_key,
    add_password,
    add_refresh_token,
    add_session,
    sha256,
)
from tests.refusal import refused_by


@pytest.fixture
def ann(hotel: HotelBuilder) -> int:
    """A member of the hotel's staff."""
    return hotel.staff("ann", "FRONT_DESK")


def end(hotel: HotelBuilder, session: object, reason: str = "LOGGED_OUT") -> None:
    hotel.run(
        "UPDATE hotelmate.staff_session SET ended_at = now(), ended_reason = %s WHERE id = %s",
        reason,
        session,
    )


@pytest.mark.parametrize(
    "change",
    [
        "ended_at = NULL, ended_reason = NULL",
        "ended_at = ended_at + interval '1 hour'",
        "ended_reason = 'REVOKED'",
    ],
)
def test_staff_session_ends_once__rejects_another_end_and_none(
    hotel: HotelBuilder, ann: int, change: str
) -> None:
    session = add_session(hotel, ann)
    end(hotel, session)
    with refused_by("staff_session_ends_once"):
        hotel.run(f"UPDATE hotelmate.staff_session SET {change} WHERE id = %s", session)


def test_staff_session_ends_once__rejects_the_session_of_another(
    hotel: HotelBuilder, ann: int
) -> None:
    session, bea = add_session(hotel, ann), hotel.staff("bea")
    with refused_by("staff_session_ends_once"):
        hotel.run("UPDATE hotelmate.staff_session SET staff_id = %s WHERE id = %s", bea, session)


def test_staff_session_ends_once__allows_an_end_and_a_shorter_time(
    hotel: HotelBuilder, ann: int
) -> None:
    session = add_session(hotel, ann)
    shorter = "UPDATE hotelmate.staff_session SET expires_at = now() + interval '1 hour'"
    assert hotel.run(f"{shorter} WHERE id = %s", session) == 1
    end(hotel, session)
    assert hotel.run(f"{shorter} WHERE id = %s", session) == 1


def test_refresh_token_used_once__rejects_one_that_works_again(
    hotel: HotelBuilder, ann: int
) -> None:
    session = add_session(hotel, ann)
    add_refresh_token(hotel, session, used_at=hotel.value("SELECT now()"))
    for change in ("used_at = NULL", "used_at = used_at + interval '1 hour'"):
        with refused_by("refresh_token_used_once"):
            hotel.run(f"UPDATE hotelmate.refresh_token SET {change} WHERE session_id = %s", session)


def test_refresh_token_used_once__rejects_another_token_or_session(
    hotel: HotelBuilder, ann: int
) -> None:
    session, other = add_session(hotel, ann), add_session(hotel, ann)
    add_refresh_token(hotel, session)
    for change, value in (("token_hash", sha256()), ("session_id", other)):
        with refused_by("refresh_token_used_once"):
            hotel.run(
                f"UPDATE hotelmate.refresh_token SET {change} = %s WHERE session_id = %s",
                value,
                session,
            )


def test_refresh_token_used_once__allows_one_use(hotel: HotelBuilder, ann: int) -> None:
    session = add_session(hotel, ann)
    add_refresh_token(hotel, session)
    use = "UPDATE hotelmate.refresh_token SET used_at = now() WHERE session_id = %s"
    assert hotel.run(use, session) == 1


def test_api_key_revoked_once__rejects_one_that_works_again(hotel: HotelBuilder) -> None:
    key = add_api_key(hotel, hotel.staff("channels", "INTEGRATION"))
    assert hotel.update("api_key", key, revoked_at=hotel.value("SELECT now()")) == 1
    with refused_by("api_key_revoked_once"):
        hotel.update("api_key", key, revoked_at=None)


def test_api_key_revoked_once__rejects_another_key_or_holder(hotel: HotelBuilder) -> None:
    key = add_api_key(hotel, hotel.staff("channels", "INTEGRATION"))
    with refused_by("api_key_revoked_once"):
        hotel.update("api_key", key, key_hash=sha256())
    with refused_by("api_key_revoked_once"):
        hotel.update("api_key", key, staff_id=hotel.staff("others", "INTEGRATION"))


def test_api_key_revoked_once__allows_one_revocation_and_another_name(hotel: HotelBuilder) -> None:
    key = add_api_key(hotel, hotel.staff("channels", "INTEGRATION"))
    assert hotel.update("api_key", key, name="another") == 1
    assert hotel.update("api_key", key, revoked_at=hotel.value("SELECT now()")) == 1


LEAVE: dict[str, Callable[[HotelBuilder, int], object]] = {
    "another role": lambda hotel, staff: hotel.update("staff", staff, role="AUDITOR"),
    "let go": lambda hotel, staff: hotel.update("staff", staff, is_active=False),
    "all at once": lambda hotel, staff: hotel.run(
        "UPDATE hotelmate.staff SET is_active = false WHERE hotel_id = %s", hotel.hotel_id
    ),
}


@pytest.mark.parametrize("way", LEAVE)
def test_hotel_keeps_manager__rejects_the_last_one_leaving(hotel: HotelBuilder, way: str) -> None:
    boss = hotel.staff()
    hotel.update("staff", hotel.staff("gone"), is_active=False)
    with refused_by("hotel_keeps_manager"):
        LEAVE[way](hotel, boss)


def test_hotel_keeps_manager__rejects_all_leaving_at_once(hotel: HotelBuilder) -> None:
    hotel.staff()
    second = hotel.staff("second")
    with refused_by("hotel_keeps_manager"):
        LEAVE["all at once"](hotel, second)


@pytest.mark.parametrize("way", ["another role", "let go"])
def test_hotel_keeps_manager__allows_one_of_two_to_leave(hotel: HotelBuilder, way: str) -> None:
    hotel.staff("second")
    assert LEAVE[way](hotel, hotel.staff()) == 1


def test_hotel_keeps_manager__allows_a_hand_over_in_one_statement(
    hotel: HotelBuilder, ann: int
) -> None:
    hotel.staff()
    handed = hotel.run(
        "UPDATE hotelmate.staff SET role = CASE username WHEN 'ann' THEN 'MANAGER'"
        " ELSE 'FRONT_DESK' END WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    assert handed == 2


def test_hotel_keeps_manager__allows_a_hotel_that_never_had_one(
    hotel: HotelBuilder, ann: int
) -> None:
    assert hotel.update("staff", ann, is_active=False) == 1


def events_of(hotel: HotelBuilder, staff: int) -> list[tuple[object, ...]]:
    return hotel.connection.execute(
        "SELECT event, role, is_active FROM hotelmate.access_event"
        " WHERE hotel_id = %s AND staff_id = %s ORDER BY id",
        (hotel.hotel_id, staff),
    ).fetchall()


def test_every_change_of_access_is_recorded_once(hotel: HotelBuilder, ann: int) -> None:
    add_password(hotel, ann)
    anew = "UPDATE hotelmate.staff_password SET password_hash = password_hash || 'x'"
    hotel.run(f"{anew} WHERE hotel_id = %s", hotel.hotel_id)
    hotel.run(f"{anew}, rehashed_at = now() WHERE hotel_id = %s", hotel.hotel_id)
    end(hotel, add_session(hotel, ann), "REVOKED")
    end(hotel, add_session(hotel, ann), "LOGGED_OUT")
    hotel.update("staff", ann, role="AUDITOR")
    hotel.update("staff", ann, role="AUDITOR")
    hotel.update("staff", ann, is_active=False)

    assert events_of(hotel, ann) == [
        ("STAFF_ADDED", "FRONT_DESK", True),
        ("PASSWORD_SET", None, None),
        ("PASSWORD_SET", None, None),
        ("SESSION_REVOKED", None, None),
        ("STAFF_CHANGED", "AUDITOR", True),
        ("STAFF_CHANGED", "AUDITOR", False),
    ]


def test_a_change_that_is_rolled_back_is_not_on_record(hotel: HotelBuilder, ann: int) -> None:
    with hotel.connection.transaction() as transaction:
        hotel.update("staff", ann, role="AUDITOR")
        raise psycopg.Rollback(transaction)
    assert [event for event, *_ in events_of(hotel, ann)] == ["STAFF_ADDED"]
