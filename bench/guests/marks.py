"""Where a word stands in a database: every table, every column, whatever its type."""

from typing import Any

import psycopg
from psycopg import sql

_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'hotelmate'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
ORDER BY relname
"""


def rows_with(connection: psycopg.Connection[Any], word: str) -> dict[str, int]:
    """Return, by table, how many rows have the word: in capitals or small, as text or as bytes."""
    found = {}
    patterns = [f"%{word}%", f"%{word.encode().hex()}%"]
    for (table,) in connection.execute(_TABLES).fetchall():
        query = sql.SQL("SELECT count(*) FROM {} AS each WHERE each::text ILIKE ANY (%s)").format(
            sql.Identifier("hotelmate", table)
        )
        row = connection.execute(query, (patterns,)).fetchone()
        if row is not None and row[0]:
            found[table] = int(row[0])
    return found
