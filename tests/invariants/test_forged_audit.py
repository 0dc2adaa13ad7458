"""Audit rows written by hand: none but the row of the version that the room or booking has now."""

import uuid
from collections.abc import Callable
from typing import NamedTuple

import psycopg
import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by


class Trail(NamedTuple):
    """An audit trail, its subject, and rows of it that do not change the state."""

    table: str
    subject: str
    key: str
    columns: str
    values: str
    fact: str

    def change(self) -> dict[str, str]:
        """Return another value of a fact that leaves the state as it is."""
        return {self.fact: uuid.uuid4().hex[:10]}


TRAILS = {
    "room": Trail(
        table="room_status_event",
        subject="room",
        key="room_id",
        columns="from_status, to_status, from_turnover, to_turnover,"
        " is_active, is_out_of_order, maintenance_required",
        values="to_status, to_status, to_turnover, to_turnover,"
        " is_active, is_out_of_order, maintenance_required",
        fact="room_number",
    ),
    "booking": Trail(
        table="booking_event",
        subject="room_booking",
        key="booking_id",
        columns="event_type, from_status, to_status",
        values="'booking_updated', to_status, to_status",
        fact="special_requests",
    ),
}
FORGED: dict[str, Callable[[int], int]] = {
    "the next": lambda current: current + 1,
    "one further": lambda current: current + 2,
    "the one before": lambda current: current - 1,
    "the first": lambda current: 1,
    "one before the first": lambda current: 0,
    "one below zero": lambda current: -1,
}


@pytest.fixture(params=TRAILS)
def trail(request: pytest.FixtureRequest) -> Trail:
    return TRAILS[request.param]


def subject_of(trail: Trail, hotel: HotelBuilder) -> int:
    """Make a room or a booking with a past."""
    subject = hotel.booking("CONFIRMED") if trail.key == "booking_id" else hotel.room()
    for _ in range(3):
        hotel.update(trail.subject, subject, **trail.change())
    return subject


def version_of(trail: Trail, hotel: HotelBuilder, subject: int) -> int:
    return int(hotel.read(trail.subject, subject, "version"))


def forge(trail: Trail, hotel: HotelBuilder, subject: int, version: int) -> int:
    """Write a row that says that nothing changed since the last, as a DBA would."""
    return hotel.run(
        f"INSERT INTO hotelmate.{trail.table}"
        f" (hotel_id, {trail.key}, version, {trail.columns}, actor)"
        f" SELECT hotel_id, {trail.key}, %s, {trail.values}, 'forger' FROM hotelmate.{trail.table}"
        f" WHERE hotel_id = %s AND {trail.key} = %s ORDER BY version DESC LIMIT 1",
        version,
        hotel.hotel_id,
        subject,
    )


def actors(trail: Trail, hotel: HotelBuilder, subject: int) -> list[tuple[int, str]]:
    return hotel.connection.execute(
        f"SELECT version, actor FROM hotelmate.{trail.table}"
        f" WHERE hotel_id = %s AND {trail.key} = %s ORDER BY version",
        (hotel.hotel_id, subject),
    ).fetchall()


@pytest.mark.parametrize("which", FORGED)
def test_audit_row_is_of_current_version__rejects_a_row_of_another(
    hotel: HotelBuilder, trail: Trail, which: str
) -> None:
    subject = subject_of(trail, hotel)
    version = FORGED[which](version_of(trail, hotel, subject))
    with refused_by("audit_row_is_of_current_version"):
        forge(trail, hotel, subject, version)


def test_audit_row_is_of_current_version__rejects_a_row_that_would_stop_the_next_change(
    hotel: HotelBuilder, trail: Trail
) -> None:
    subject = subject_of(trail, hotel)
    before = actors(trail, hotel, subject)
    following = version_of(trail, hotel, subject) + 1
    with refused_by("audit_row_is_of_current_version"):
        forge(trail, hotel, subject, following)
    with hotel.acting(actor="staff:ann"):
        hotel.update(trail.subject, subject, **trail.change())
    assert actors(trail, hotel, subject) == [*before, (following, "staff:ann")]


def test_audit_row_is_of_current_version__rejects_the_version_that_is_not_committed_yet(
    hotel: HotelBuilder, trail: Trail, connect: Connect
) -> None:
    subject = subject_of(trail, hotel)
    forger = hotel.through(connect())
    # The guard refuses at once; the key alone would wait for the other session's row.
    forger.run("SET lock_timeout = '5s'")
    with hotel.connection.transaction():
        hotel.update(trail.subject, subject, **trail.change())
        with refused_by("audit_row_is_of_current_version"):
            forge(trail, forger, subject, version_of(trail, hotel, subject))


def test_audit_row_is_of_current_version__rejects_a_second_row_of_it(
    hotel: HotelBuilder, trail: Trail
) -> None:
    subject = subject_of(trail, hotel)
    # The key that the chain refers to: one row a version.
    with refused_by(f"{trail.table}_pkey"):
        forge(trail, hotel, subject, version_of(trail, hotel, subject))


def test_audit_row_is_of_current_version__rejects_a_row_from_within_the_change(
    hotel: HotelBuilder, trail: Trail
) -> None:
    subject = subject_of(trail, hotel)
    before = actors(trail, hotel, subject)
    # The forged row comes before the one that the change writes at its end, which then is refused.
    with refused_by(f"{trail.table}_pkey"):
        hotel.run(
            f"WITH changed AS (UPDATE hotelmate.{trail.subject} SET {trail.fact} = %s"
            " WHERE hotel_id = %s AND id = %s RETURNING hotel_id, id, version)"
            f" INSERT INTO hotelmate.{trail.table}"
            f" (hotel_id, {trail.key}, version, {trail.columns}, actor)"
            f" SELECT hotel_id, id, changed.version, {trail.values}, 'forger'"
            f" FROM changed JOIN hotelmate.{trail.table} AS last USING (hotel_id)"
            f" WHERE last.{trail.key} = id AND last.version = changed.version - 1",
            trail.change()[trail.fact],
            hotel.hotel_id,
            subject,
        )
    assert actors(trail, hotel, subject) == before


def test_audit_row_is_of_current_version__allows_the_row_by_hand_where_no_trigger_writes_it(
    clone: str, connect: Connect, trail: Trail
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    subject = subject_of(trail, hotel)
    following = version_of(trail, hotel, subject) + 1
    with hotel.connection.transaction():
        switch_triggers_off(hotel.connection, trail.subject)
        hotel.update(trail.subject, subject, **trail.change(), version=following)
        assert forge(trail, hotel, subject, following) == 1


def test_audit_row_is_of_current_version__allows_a_replica_to_receive_the_trail_first(
    hotel: HotelBuilder, trail: Trail
) -> None:
    subject = subject_of(trail, hotel)
    with checks_alone(hotel.connection):
        assert forge(trail, hotel, subject, version_of(trail, hotel, subject) + 1) == 1


def test_audit_row_is_of_current_version__allows_every_change_to_write_its_own(
    hotel: HotelBuilder, trail: Trail
) -> None:
    subject = subject_of(trail, hotel)
    versions = [version for version, _ in actors(trail, hotel, subject)]
    assert versions == list(range(1, version_of(trail, hotel, subject) + 1))


@pytest.mark.parametrize("version", [0, -1])
def test_booking_event_first_has_no_from__rejects_a_row_before_the_first(
    hotel: HotelBuilder, version: int
) -> None:
    trail = TRAILS["booking"]
    subject = subject_of(trail, hotel)
    # With the guard on, every version but the current one is its.
    with refused_by("booking_event_first_has_no_from"), checks_alone(hotel.connection):
        forge(trail, hotel, subject, version)


def test_the_api_writes_no_trail_by_hand(
    hotel: HotelBuilder, trail: Trail, api_role: psycopg.Connection
) -> None:
    subject = subject_of(trail, hotel)
    by_api = hotel.through(api_role)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), by_api.acting(actor="staff:ann"):
        forge(trail, by_api, subject, version_of(trail, hotel, subject))
