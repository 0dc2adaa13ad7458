"""A row of a table written once more: what its keys and its columns let in by themselves.

Triggers and foreign keys are off meanwhile, so that nothing answers before the key or the column.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql


def copy_a_row(
    connection: psycopg.Connection[Any], table: str, changed: Mapping[str, str] | None = None
) -> int:
    """Insert a row of a table once more; return how many were inserted.

    Args:
        connection: within a transaction, of one who may switch triggers off.
        table: a table that has a row, without its schema.
        changed: other values by the column's name, each an expression of SQL over the row.
    """
    columns = [
        name
        for (name,) in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = ''",
            (f"hotelmate.{table}",),
        )
    ]
    connection.execute("SET LOCAL session_replication_role = replica")
    other = changed or {}
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE"
        " SELECT {values} FROM {table} LIMIT 1"
    ).format(
        table=sql.Identifier("hotelmate", table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(
            sql.SQL(other[name]) if name in other else sql.Identifier(name) for name in columns
        ),
    )
    return connection.execute(statement).rowcount
