"""Copies of the tables that a stay touches: same columns and rows, primary keys, no more."""

import contextlib
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

TABLES = (
    "room",
    "room_booking",
    "room_status_event",
    "booking_event",
    "guest",
    "guest_chat_session",
    "booking_token",
    "housekeeping_task",
    "outbox_event",
)


def copy_tables(connection: psycopg.Connection[Any], tables: Iterable[str] = TABLES) -> None:
    """Copy tables with their rows into the schema `bare`."""
    connection.execute("CREATE SCHEMA bare")
    for table in tables:
        _copy(connection, table)
    connection.execute("VACUUM ANALYZE")
    # So that no checkpoint of what was copied falls into a run; not everybody may ask.
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        connection.execute("CHECKPOINT")


def _copy(connection: psycopg.Connection[Any], table: str) -> None:
    """Copy one table: generated columns become plain ones; virtual ones, never stored, go."""
    source, copy = sql.Identifier("hotelmate", table), sql.Identifier("bare", table)
    columns = _columns(connection, table)
    connection.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING IDENTITY)").format(copy, source))
    for name, is_virtual in columns.items():
        if is_virtual:
            drop = sql.SQL("ALTER TABLE {} DROP COLUMN {}")
            connection.execute(drop.format(copy, sql.Identifier(name)))
    stored = sql.SQL(", ").join(sql.Identifier(name) for name in columns if not columns[name])
    insert = "INSERT INTO {} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {}"
    connection.execute(sql.SQL(insert).format(copy, source, columns=stored))
    for (primary_key,) in connection.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'p'",
        [f"hotelmate.{table}"],
    ).fetchall():
        connection.execute(sql.SQL("ALTER TABLE {} ADD {}").format(copy, sql.SQL(primary_key)))
    if "id" in columns:
        # The copy's own sequence goes on where the copied rows end.
        following = sql.SQL(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM {}), false)"
        )
        connection.execute(following.format(copy), [f"bare.{table}"])


def _columns(connection: psycopg.Connection[Any], table: str) -> dict[str, bool]:
    """Return the columns of a table and whether each is virtual."""
    return dict(
        connection.execute(
            "SELECT attname, attgenerated = 'v' FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [f"hotelmate.{table}"],
        ).fetchall()
    )
