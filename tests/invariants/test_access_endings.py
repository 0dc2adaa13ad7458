"""What has ended stays so, a hotel keeps a manager, and who may do what is on record."""

from collections.abc import Callable

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import (
    add_api_key,
    add_password,
    add_refresh_token,
    add_scope,
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
    shorter = "UPDATE hotelmate.staff_session SET expires_at = expires_at - interval '1 hour'"
    assert hotel.run(f"{shorter} WHERE id = %s", session) == 1
    end(hotel, session)
    assert hotel.run(f"{shorter} WHERE id = %s", session) == 1


def test_staff_session_ends_once__rejects_a_longer_time(hotel: HotelBuilder, ann: int) -> None:
    session = add_session(hotel, ann)
    with refused_by("staff_session_ends_once"):
        hotel.run(
            "UPDATE hotelmate.staff_session SET expires_at = expires_at + interval '1 microsecond'"
            " WHERE id = %s",
            session,
        )


def test_staff_session_of_person__rejects_one_who_left(hotel: HotelBuilder, ann: int) -> None:
    hotel.update("staff", ann, is_active=False)
    with refused_by("staff_session_of_person"):
        add_session(hotel, ann)


def test_staff_session_of_person__rejects_one_who_leaves_in_the_same_statement(
    hotel: HotelBuilder, ann: int
) -> None:
    with refused_by("staff_session_of_person"):
        hotel.run(
            "WITH gone AS (UPDATE hotelmate.staff SET is_active = false WHERE id = %s RETURNING *)"
            " INSERT INTO hotelmate.staff_session (hotel_id, staff_id, expires_at)"
            " SELECT hotel_id, id, now() + interval '1 hour' FROM gone",
            ann,
        )


def test_staff_session_of_person__allows_one_who_came_back_and_a_past_session(
    hotel: HotelBuilder, ann: int
) -> None:
    hotel.update("staff", ann, is_active=False)
    assert add_session(hotel, ann, ended_at="2030-01-01T00:00Z", ended_reason="LOGGED_OUT")
    hotel.update("staff", ann, is_active=True)
    assert add_session(hotel, ann)


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


@pytest.mark.parametrize(
    "change",
    [
        "expires_at = expires_at + interval '1 microsecond'",
        "created_at = created_at + interval '1 year', expires_at = expires_at + interval '1 year'",
        "created_at = created_at - interval '1 day'",
        "created_by = 'somebody else'",
    ],
)
def test_api_key_revoked_once__rejects_a_longer_time_and_another_issue(
    hotel: HotelBuilder, change: str
) -> None:
    key = add_api_key(hotel, hotel.staff("channels", "INTEGRATION"))
    with refused_by("api_key_revoked_once"):
        hotel.run(f"UPDATE hotelmate.api_key SET {change} WHERE id = %s", key)


def test_api_key_revoked_once__allows_one_revocation_less_time_and_another_name(
    hotel: HotelBuilder,
) -> None:
    key = add_api_key(hotel, hotel.staff("channels", "INTEGRATION"))
    assert hotel.update("api_key", key, name="another") == 1
    assert hotel.update("api_key", key, expires_at=hotel.value("SELECT now() + '1 day'::interval"))
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


def test_a_password_that_is_taken_away_is_on_record_and_ends_its_sessions(
    hotel: HotelBuilder, ann: int
) -> None:
    add_password(hotel, ann)
    session = add_session(hotel, ann)
    hotel.run("DELETE FROM hotelmate.staff_password WHERE hotel_id = %s", hotel.hotel_id)
    assert hotel.read("staff_session", session, "ended_reason") == "PASSWORD_CHANGED"
    assert [event for event, *_ in events_of(hotel, ann)] == [
        "STAFF_ADDED",
        "PASSWORD_SET",
        "PASSWORD_REMOVED",
    ]


def test_staff_password_of_person__rejects_a_password_that_becomes_that_of_another(
    hotel: HotelBuilder, ann: int
) -> None:
    add_password(hotel, ann)
    bea = hotel.staff("bea")
    with refused_by("staff_password_of_person"):
        hotel.run("UPDATE hotelmate.staff_password SET staff_id = %s WHERE staff_id = %s", bea, ann)


def test_a_session_that_is_removed_while_it_goes_on_is_on_record(
    hotel: HotelBuilder, ann: int
) -> None:
    ended = add_session(hotel, ann)
    end(hotel, ended)
    add_session(hotel, ann, started_at="2020-01-01Z", expires_at="2020-01-02Z")
    add_session(hotel, ann)
    hotel.run("DELETE FROM hotelmate.staff_session WHERE hotel_id = %s", hotel.hotel_id)
    assert [event for event, *_ in events_of(hotel, ann)] == ["STAFF_ADDED", "SESSION_REVOKED"]


SCOPES = "hotelmate.api_key_scope WHERE api_key_id = %s"
KEY_CHANGES: dict[str, tuple[Callable[[HotelBuilder, int], object], list[str]]] = {
    "opens more": (lambda hotel, key: add_scope(hotel, key, "bookings:read"), ["API_KEY_CHANGED"]),
    "opens something else": (
        lambda hotel, key: hotel.run(
            "UPDATE hotelmate.api_key_scope SET permission = 'bookings:read' WHERE api_key_id = %s",
            key,
        ),
        ["API_KEY_CHANGED"],
    ),
    "opens less": (
        lambda hotel, key: hotel.run(f"DELETE FROM {SCOPES}", key),
        ["API_KEY_CHANGED"],
    ),
    "works for less": (
        lambda hotel, key: hotel.run(
            "UPDATE hotelmate.api_key SET expires_at = expires_at - interval '1 day' WHERE id = %s",
            key,
        ),
        ["API_KEY_CHANGED"],
    ),
    "is removed": (
        lambda hotel, key: (
            hotel.run(f"DELETE FROM {SCOPES}", key),
            hotel.run("DELETE FROM hotelmate.api_key WHERE id = %s", key),
        ),
        ["API_KEY_CHANGED", "API_KEY_REVOKED"],
    ),
    "has another name": (lambda hotel, key: hotel.update("api_key", key, name="another"), []),
}


@pytest.mark.parametrize("change", KEY_CHANGES)
def test_what_an_api_key_opens_and_until_when_is_on_record(
    hotel: HotelBuilder, change: str
) -> None:
    act, told = KEY_CHANGES[change]
    program = hotel.staff("channels", "INTEGRATION")
    with hotel.connection.transaction():
        key = add_api_key(hotel, program)
        add_scope(hotel, key, "rooms:read")
    act(hotel, key)
    assert [event for event, *_ in events_of(hotel, program)] == [
        "STAFF_ADDED",
        "API_KEY_ISSUED",
        *told,
    ]


def test_a_change_that_is_rolled_back_is_not_on_record(hotel: HotelBuilder, ann: int) -> None:
    with hotel.connection.transaction() as transaction:
        hotel.update("staff", ann, role="AUDITOR")
        raise psycopg.Rollback(transaction)
    assert [event for event, *_ in events_of(hotel, ann)] == ["STAFF_ADDED"]


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ("staff_password", "hotel_keeps_manager"),
        ("refresh_token", "refresh_token_used_once"),
        ("staff_session", "refresh_token_used_once"),
        ("api_key_scope", "api_key_revoked_once"),
        ("api_key", "api_key_revoked_once"),
    ],
)
def test_what_lets_people_in_is_not_forgotten_all_at_once(
    owner: psycopg.Connection, table: str, rule: str
) -> None:
    # Rolled back whatever happens: a TRUNCATE let through would empty the hotels of other tests.
    with refused_by(rule), owner.transaction(force_rollback=True):
        owner.execute(f"TRUNCATE hotelmate.{table} CASCADE".encode())
