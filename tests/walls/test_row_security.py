"""Each role, each table, two hotels: a transaction has one hotel, and there is no other."""

from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from schema import roles
from tests.walls.every_table import empty_tables
from tests.walls.scene import Scene, columns_of, tables

# Whatever acts for somebody, at one hotel.
ONE_HOTEL = (roles.API, *roles.OF_STAFF.values())
# What is told to every hotel, where all were looked at together.
OF_ALL_HOTELS = {"consistency_count", "consistency_finding", "consistency_run"}
# What finds out where there is work: everything else is closed to it like to the others.
ACROSS = {
    roles.DISPATCHER: {
        "consistency_count",
        "consistency_run",
        "guest_message",
        "hotel",
        "hotel_directory",
        "outbox_event",
        "payment",
        "payment_entry",
        "payment_instruction",
        "payment_session",
        "realtime_channel",
        "realtime_dead_letter",
        "realtime_message",
        "realtime_stream",
        "room_booking",
        "stripe_payment_intent",
        "stripe_webhook_event",
    },
    roles.GATE: {"api_key", "api_key_scope", "hotel", "staff", "staff_session"},
    roles.RELAY: {
        "hotel",
        "outbox_event",
        "realtime_channel",
        "realtime_dead_letter",
        "realtime_message",
        "realtime_stream",
    },
}


# Tables whose guard is asked before the policy, and finds nothing of the other hotel.
JUDGED_BEFORE = {"payment_instruction": "payment_capture_needs_approval"}


def hotels_seen(connection: psycopg.Connection[Any], table: str) -> set[int | None]:
    query = sql.SQL("SELECT DISTINCT hotel_id FROM {}").format(sql.Identifier("hotelmate", table))
    return {hotel_id for (hotel_id,) in connection.execute(query)}


def test_both_hotels_have_a_row_in_every_table(scene: Scene) -> None:
    assert [empty_tables(house) for house in scene] == [[], []]


@pytest.mark.parametrize("role", ONE_HOTEL)
def test_hotel_is_chosen_and_no_other_is_read(role: str, scene: Scene) -> None:
    seen = []
    for table in tables(scene.connection):
        if "hotel_id" not in columns_of(scene.connection, role, table).select:
            continue
        with scene.connection.transaction(force_rollback=True):
            scene.act_as(role, scene.ours)
            found = hotels_seen(scene.connection, table)
        assert found - ({None} if table in OF_ALL_HOTELS else set()) == {scene.ours.hotel_id}, table
        seen.append(table)
    assert "room" in seen


@pytest.mark.parametrize("role", ONE_HOTEL)
def test_hotel_is_chosen_or_nothing_is_read(role: str, scene: Scene) -> None:
    for table in tables(scene.connection):
        if "hotel_id" not in columns_of(scene.connection, role, table).select:
            continue
        with scene.connection.transaction(force_rollback=True):
            scene.act_as(role, None)
            with pytest.raises(InsufficientPrivilege) as refused:
                hotels_seen(scene.connection, table)
        assert refused.value.diag.constraint_name == "hotel_is_chosen", table


@pytest.mark.parametrize("role", [*ONE_HOTEL, roles.DISPATCHER])
def test_nothing_of_another_hotel_is_changed_or_removed(role: str, scene: Scene) -> None:
    before = scene.theirs.digests()
    tried = 0
    for table in tables(scene.connection):
        may = columns_of(scene.connection, role, table)
        if "hotel_id" not in may.select or (role in ACROSS and table in ACROSS[role]):
            continue
        name = sql.Identifier("hotelmate", table)
        statements = [
            sql.SQL("UPDATE {} SET {} = {} WHERE hotel_id = {}").format(
                name, sql.Identifier(column), sql.Identifier(column), scene.theirs.hotel_id
            )
            for column in may.update
            if column in may.select
        ]
        if may.may_delete:
            statements.append(
                sql.SQL("DELETE FROM {} WHERE hotel_id = {}").format(name, scene.theirs.hotel_id)
            )
        for statement in statements:
            with scene.connection.transaction(force_rollback=True):
                scene.act_as(role, scene.ours)
                assert scene.connection.execute(statement).rowcount == 0, (table, statement)
            tried += 1
    assert tried or role in (roles.OF_STAFF["AUDITOR"], roles.DISPATCHER)
    assert scene.theirs.digests() == before


@pytest.mark.parametrize("role", [*ONE_HOTEL, roles.DISPATCHER])
def test_nothing_is_added_to_another_hotel(role: str, scene: Scene) -> None:
    before = scene.theirs.digests()
    for table in tables(scene.connection):
        may = columns_of(scene.connection, role, table)
        if "hotel_id" not in may.insert:
            continue
        name = sql.Identifier("hotelmate", table)
        chosen = sql.SQL(", ").join(map(sql.Identifier, may.insert))
        row = scene.connection.execute(
            sql.SQL("SELECT {} FROM {} WHERE hotel_id = {} LIMIT 1").format(
                chosen, name, scene.theirs.hotel_id
            )
        ).fetchone()
        assert row is not None
        values = sql.SQL(", ").join(sql.Placeholder() * len(row))
        insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(name, chosen, values)
        given = [
            psycopg.types.json.Jsonb(value) if isinstance(value, dict) else value for value in row
        ]
        with scene.connection.transaction(force_rollback=True):
            scene.act_as(role, scene.ours)
            with pytest.raises(psycopg.Error) as refused:
                scene.connection.execute(insert, given)
        if table in JUDGED_BEFORE:
            assert refused.value.diag.constraint_name == JUDGED_BEFORE[table]
        else:
            assert isinstance(refused.value, InsufficientPrivilege), (table, refused.value)
    assert scene.theirs.digests() == before


@pytest.mark.parametrize("role", sorted(ACROSS))
def test_who_looks_over_all_hotels_does_so_in_these_tables_only(role: str, scene: Scene) -> None:
    both = {house.hotel_id for house in scene}
    crossed = set()
    for table in tables(scene.connection):
        if "hotel_id" not in columns_of(scene.connection, role, table).select:
            continue
        with scene.connection.transaction(force_rollback=True):
            scene.act_as(role, None)
            try:
                found = hotels_seen(scene.connection, table)
            except InsufficientPrivilege:
                continue
        if both <= found:
            crossed.add(table)
        else:
            assert not both & found, table
    assert crossed == ACROSS[role]


def test_checks_read_every_table_of_every_hotel(scene: Scene) -> None:
    for table in tables(scene.connection):
        with scene.connection.transaction(force_rollback=True):
            scene.act_as(roles.CHECKS, None)
            assert {house.hotel_id for house in scene} <= hotels_seen(scene.connection, table)


def test_staff_hears_no_guest(scene: Scene) -> None:
    channels = {}
    for role in (roles.API, *roles.OF_STAFF.values()):
        with scene.connection.transaction(force_rollback=True):
            scene.act_as(role, scene.ours)
            rows = scene.connection.execute("SELECT channel FROM hotelmate.realtime_message")
            channels[role] = {channel.partition(".")[0] for (channel,) in rows}
    assert {role for role, heard in channels.items() if "guest" in heard} == {roles.API}
    assert all("hotel" in heard for heard in channels.values())


@pytest.mark.parametrize("role", ONE_HOTEL)
def test_answers_are_of_whoever_acts(role: str, scene: Scene) -> None:
    """A repeat is answered to whoever sent the request, and nobody else reads or writes it."""
    kept = "SELECT staff_id FROM hotelmate.idempotency_key"
    change = "UPDATE hotelmate.idempotency_key SET status = status"
    keep = (
        "INSERT INTO hotelmate.idempotency_key"
        " (hotel_id, staff_id, key, request_hash, status, headers, body)"
        " VALUES (%s, %s, 'another-key', sha256(''), 200, '{}', '')"
    )
    manager, other = (scene.ours.staff_ids[name] for name in ("MANAGER", "FRONT_DESK"))
    with scene.connection.transaction(force_rollback=True):
        scene.act_as(role, scene.ours)
        assert scene.connection.execute(kept).fetchall() == [(manager,)]
        assert scene.connection.execute(change).rowcount == 1
        scene.connection.execute(keep, (scene.ours.hotel_id, manager))
        with pytest.raises(InsufficientPrivilege), scene.connection.transaction():
            scene.connection.execute(keep, (scene.ours.hotel_id, other))
    for acting in (str(other), ""):
        with scene.connection.transaction(force_rollback=True):
            scene.act_as(role, scene.ours)
            scene.connection.execute("SELECT set_config('hotelmate.staff_id', %s, true)", (acting,))
            assert scene.connection.execute(kept).fetchall() == []
            assert scene.connection.execute(change).rowcount == 0


def test_every_table_has_row_security_that_binds_its_owner_too(scene: Scene) -> None:
    loose = scene.connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'hotelmate'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)"
    ).fetchall()
    assert loose == []


def test_a_view_shows_what_its_caller_may_see(scene: Scene) -> None:
    views = scene.connection.execute(
        "SELECT relname, 'security_invoker=true' = ANY (coalesce(reloptions, '{}')) FROM pg_class"
        " WHERE relnamespace = 'hotelmate'::regnamespace AND relkind IN ('v', 'm')"
    ).fetchall()
    assert views
    assert all(is_so for _, is_so in views)
