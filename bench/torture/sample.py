"""Rows as they are now, as text: what a write takes its values from, and what it hits."""

import random
from typing import Any

import psycopg
from psycopg import sql

from bench.torture.tables import Table

Connection = psycopg.Connection[Any]
Row = dict[str, str | None]

# Of each table; the newest are what everything else is about.
ROWS_AT_RANDOM = 24
NEWEST_ROWS = 16


class Sample:
    """Some rows of each table, as they stood a moment ago."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self.tables = {table.name: table for table in tables}
        self._names = {table.name: [each.name for each in table.columns] for table in tables}
        # Written once: a session looks hundreds of times.
        self._queries = {table.name: _query(table).as_bytes(None) for table in tables}
        self._rows: dict[str, list[tuple[str | None, ...]]] = {table.name: [] for table in tables}

    def refresh(self, connection: Connection) -> None:
        """Look again."""
        with connection.pipeline():
            cursors = {name: connection.execute(query) for name, query in self._queries.items()}
            self._rows = {name: cursor.fetchall() for name, cursor in cursors.items()}

    def row(self, chance: random.Random, table: str, hotel_id: str | None = None) -> Row | None:
        """Pick a row of a table, if it has one; of a hotel, if one is named and has one."""
        rows, names = self._rows[table], self._names[table]
        if hotel_id is not None and "hotel_id" in names:
            place = names.index("hotel_id")
            rows = [row for row in rows if row[place] == hotel_id] or rows
        return dict(zip(names, chance.choice(rows), strict=True)) if rows else None

    def value(self, chance: random.Random, table: str, column: str) -> str | None:
        """Pick what stands in a column of some row."""
        rows = self._rows[table]
        return chance.choice(rows)[self._names[table].index(column)] if rows else None


def _query(table: Table) -> sql.Composed:
    """Return the query for rows of a table; all its columns as text."""
    columns = sql.SQL(", ").join(
        sql.SQL("{}::text").format(sql.Identifier(column.name)) for column in table.columns
    )
    newest = sql.SQL(", ").join(
        sql.SQL("{} DESC").format(sql.Identifier(name)) for name in reversed(table.key)
    )
    return sql.SQL(
        "(SELECT {columns} FROM hotelmate.{table} ORDER BY random() LIMIT {random})"
        " UNION ALL (SELECT {columns} FROM hotelmate.{table} ORDER BY {newest} LIMIT {most})"
    ).format(
        columns=columns,
        table=sql.Identifier(table.name),
        newest=newest if table.key else sql.SQL("1"),
        random=sql.Literal(ROWS_AT_RANDOM),
        most=sql.Literal(NEWEST_ROWS),
    )
