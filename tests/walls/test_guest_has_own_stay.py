"""A guest has their own stay: nothing of other bookings, of staff or of other hotels."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from schema import roles
from tests.walls.scene import Columns, Scene, columns_of, tables
from tests.walls.two_hotels import House

# What says whose a row is, in the tables that have rows of bookings.
OWNED_BY = {
    "booking_guest": "booking_id",
    "booking_token": "booking_id",
    "guest_chat_session": "booking_id",
    "room": "in_house_booking_id",
    "room_booking": "id",
}
# What every guest of the hotel is told.
OF_HOTEL = {"hotel", "precheckin_field", "precheckin_form", "room_type"}
NOBODY = ""


class Stay(NamedTuple):
    """A booking that is in house, and the SHA-256 of the token of its link."""

    house: House
    booking: int
    room: int
    token: bytes

    def digests(self) -> dict[str, str]:
        """Return, by table, a digest of what is the booking's."""
        return {
            table: self.house.value(
                f"SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '')"
                f" FROM hotelmate.{table} AS t WHERE hotel_id = %s AND {key} = %s",
                self.house.hotel_id,
                self.booking,
            )
            for table, key in OWNED_BY.items()
        }


class Stays(NamedTuple):
    """Mine, one of the same hotel, and one of another."""

    mine: Stay
    neighbour: Stay
    stranger: Stay


def checked_in(house: House) -> Stay:
    """Make a stay of one who has a link."""
    room = house.room()
    booking = house.in_house(room)
    token = hashlib.sha256(f"{house.mark}-{booking}".encode()).digest()
    house.insert(
        "booking_token",
        booking_id=booking,
        purpose="PRECHECKIN",
        token_hash=token,
        expires_at=house.value("SELECT now() + interval '1 day'"),
    )
    return Stay(house, booking, room, token)


@pytest.fixture(scope="module")
def stays(scene: Scene) -> Stays:
    """Three stays, whose links have a form that is not the newest any more."""
    made = Stays(checked_in(scene.ours), checked_in(scene.ours), checked_in(scene.theirs))
    for house in scene:
        house.insert("precheckin_form")
    return made


@pytest.fixture
def guest(scene: Scene, stays: Stays) -> Iterator[psycopg.Connection]:
    """A connection that acts as the guest of my stay, in a transaction that is rolled back."""
    with scene.connection.transaction(force_rollback=True):
        act(scene, stays.mine.house, str(stays.mine.booking))
        yield scene.connection


def act(scene: Scene, house: House | None, booking: str) -> None:
    """Act as a guest, until the transaction ends."""
    scene.act_as(roles.GUEST, house)
    for name, value in {
        "actor": "guest:BK-1",
        "source": "GUEST",
        "staff_id": "",
        "guest_booking_id": booking,
    }.items():
        scene.connection.execute("SELECT set_config('hotelmate.' || %s, %s, true)", (name, value))


def seen(connection: psycopg.Connection, table: str, key: str) -> set[int | None]:
    query = sql.SQL("SELECT DISTINCT {} FROM {}").format(
        sql.Identifier(key), sql.Identifier("hotelmate", table)
    )
    return {found for (found,) in connection.execute(query)}


def may(connection: psycopg.Connection, table: str) -> Columns:
    return columns_of(connection, roles.GUEST, table)


def test_a_guest_reads_their_own_booking_and_nothing_of_another(
    guest: psycopg.Connection, stays: Stays
) -> None:
    mine = stays.mine
    for table, key in OWNED_BY.items():
        assert seen(guest, table, "hotel_id") == {mine.house.hotel_id}, table
        assert seen(guest, table, key) == {mine.booking}, table
    for table in OF_HOTEL:
        assert seen(guest, table, "hotel_id") == {mine.house.hotel_id}, table


def test_every_other_table_is_closed_to_guests(guest: psycopg.Connection) -> None:
    closed = [table for table in tables(guest) if table not in {*OWNED_BY, *OF_HOTEL}]
    assert {"staff", "booking_event", "payment", "outbox_event", "idempotency_key"} <= set(closed)
    for table in closed:
        with pytest.raises(InsufficientPrivilege), guest.transaction():
            guest.execute(f"SELECT FROM hotelmate.{table}".encode())


@pytest.mark.parametrize("booking", ["nobody", "neighbour's guest, elsewhere", "stranger"])
def test_a_booking_that_is_not_of_the_hotel_is_nobodys(
    booking: str, scene: Scene, stays: Stays
) -> None:
    """Whatever the settings are crafted to say, both have to fit."""
    house, of_whom = {
        "nobody": (scene.ours, NOBODY),
        "neighbour's guest, elsewhere": (scene.theirs, str(stays.neighbour.booking)),
        "stranger": (scene.ours, str(stays.stranger.booking)),
    }[booking]
    with scene.connection.transaction(force_rollback=True):
        act(scene, house, of_whom)
        for table, key in OWNED_BY.items():
            assert seen(scene.connection, table, key) == set(), table


def test_hotel_is_chosen_for_guests_too(scene: Scene, stays: Stays) -> None:
    for table in (*OWNED_BY, *OF_HOTEL):
        with scene.connection.transaction(force_rollback=True):
            act(scene, None, str(stays.mine.booking))
            with pytest.raises(InsufficientPrivilege) as refused:
                seen(scene.connection, table, "hotel_id")
        assert refused.value.diag.constraint_name == "hotel_is_chosen", table


@pytest.mark.parametrize("whose", ["neighbour", "stranger"])
def test_a_guest_changes_nothing_of_another_booking(
    whose: str, guest: psycopg.Connection, stays: Stays
) -> None:
    other: Stay = getattr(stays, whose)
    tried = set()
    for table, key in OWNED_BY.items():
        for column in may(guest, table).update:
            change = sql.SQL("UPDATE {} SET {} = DEFAULT WHERE {} = {}").format(
                sql.Identifier("hotelmate", table),
                sql.Identifier(column),
                sql.Identifier(key),
                other.booking,
            )
            assert guest.execute(change).rowcount == 0, (table, column)
            tried.add(table)
    assert tried == {"booking_guest", "room", "room_booking"}


def test_a_guest_removes_nothing_and_gives_nothing_away(guest: psycopg.Connection) -> None:
    for table in tables(guest):
        allowed = may(guest, table)
        assert not allowed.may_delete, table
        assert not {"hotel_id", OWNED_BY.get(table, "id"), "id"} & set(allowed.update), table


@pytest.mark.parametrize("whose", ["neighbour", "stranger"])
def test_a_guest_adds_nobody_to_another_booking(
    whose: str, scene: Scene, guest: psycopg.Connection, stays: Stays
) -> None:
    assert {table for table in tables(guest) if may(guest, table).insert} == {"booking_guest"}
    other: Stay = getattr(stays, whose)
    for hotel_id in {scene.ours.hotel_id, other.house.hotel_id}:
        with pytest.raises(InsufficientPrivilege), guest.transaction():
            add_companion(guest, hotel_id, other.booking)


def add_companion(connection: psycopg.Connection, hotel_id: int, booking: int) -> None:
    connection.execute(
        "INSERT INTO hotelmate.booking_guest (hotel_id, booking_id, role, first_name, last_name)"
        " VALUES (%s, %s, 'COMPANION', 'Ada', 'Lovelace')",
        (hotel_id, booking),
    )


def test_a_guest_answers_and_submits_for_their_own_booking(scene: Scene, stays: Stays) -> None:
    """All that follows is done by triggers, though the guest may write none of it."""
    booking = scene.ours.booking("CONFIRMED", guests=1, adults=2)
    others = stays.neighbour.digests(), stays.stranger.digests()
    with scene.connection.transaction(force_rollback=True):
        act(scene, scene.ours, str(booking))
        add_companion(scene.connection, scene.ours.hotel_id, booking)
        answered = scene.connection.execute(
            "UPDATE hotelmate.booking_guest SET first_name = 'Grace', email = 'grace@example.org'"
        )
        submitted = scene.connection.execute(
            "UPDATE hotelmate.room_booking SET precheckin_submitted_at = now()"
        )
        assert (answered.rowcount, submitted.rowcount) == (2, 1)
        scene.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        scene.connection.execute("RESET ROLE")
        told = scene.connection.execute(
            "SELECT actor, source FROM hotelmate.booking_event"
            " WHERE hotel_id = %s AND booking_id = %s ORDER BY version DESC LIMIT 1",
            (scene.ours.hotel_id, booking),
        ).fetchone()
        assert told == ("guest:BK-1", "GUEST")
        assert (stays.neighbour.digests(), stays.stranger.digests()) == others


def test_a_guest_has_a_device_in_their_own_room_while_in_house(
    scene: Scene, guest: psycopg.Connection, stays: Stays
) -> None:
    keep = "UPDATE hotelmate.room SET guest_fcm_token = 'a-device'"
    assert guest.execute(keep).rowcount == 1
    guest.execute("RESET ROLE")
    found = guest.execute("SELECT id FROM hotelmate.room WHERE guest_fcm_token = 'a-device'")
    assert found.fetchall() == [(stays.mine.room,)]
    scene.act_as("none", scene.ours)
    waiting = scene.ours.assigned(scene.ours.room())
    act(scene, scene.ours, str(waiting))
    assert guest.execute(keep).rowcount == 0


def test_a_guest_learns_of_no_link_but_their_own(guest: psycopg.Connection, stays: Stays) -> None:
    ask = "SELECT booking_id FROM hotelmate.booking_of_link(%s, %s)"
    hotels = [stay.house.hotel_id for stay in stays]
    found = [
        guest.execute(ask, (hotel_id, stay.token)).fetchall()
        for stay in stays
        for hotel_id in hotels
    ]
    mine = [(stays.mine.booking,)]
    # Mine and my neighbour's hotel are one.
    assert found == [mine, mine, [], [], [], [], [], [], []]


def test_a_guest_learns_which_form_counts_for_their_own_booking_only(
    guest: psycopg.Connection, stays: Stays
) -> None:
    ask = "SELECT hotelmate.precheckin_form_of(%s, %s)"
    forms = [
        guest.execute(ask, (stay.house.hotel_id, stay.booking)).fetchone() for stay in stays[:2]
    ]
    assert forms == [(1,), (2,)], "of another booking the newest, as of any number"
    elsewhere = guest.execute(ask, (stays.stranger.house.hotel_id, stays.stranger.booking))
    assert elsewhere.fetchone() == (None,)


def test_a_guest_asks_what_is_wrong_by_the_forms_of_their_own_hotel(
    guest: psycopg.Connection, stays: Stays
) -> None:
    ask = (
        "SELECT field, rule FROM hotelmate.precheckin_faults"
        """(%s, 1, 'GUEST', '{"document": 5, "unknown": "x"}', true)"""
    )
    found: list[dict[str, str]] = [
        dict(guest.execute(ask, (stay.house.hotel_id,)).fetchall())
        for stay in (stays.mine, stays.stranger)
    ]
    ours, theirs = found
    assert set(ours) == {"document", "unknown"}
    assert ours["unknown"] == "field_is_enabled" != ours["document"]
    assert set(theirs.values()) == {"field_is_enabled"}, "there is no such form"
