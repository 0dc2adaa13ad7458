"""checks/objects_differ_from_snapshot.sql: what the migrations make, object by object, by digest.

The check is one query that a DBA runs in psql, so the list is part of it. It is written by
`hotelmate snapshot` from a database that the migrations made, like schema/snapshot.sql, where the
definitions can be read.
"""

import textwrap
from pathlib import Path

import psycopg

CHECK = Path(__file__).parents[2] / "checks" / "objects_differ_from_snapshot.sql"
INVENTORY = Path(__file__).parent / "inventory.sql"
HEAD = Path(__file__).parent / "head.sql"
COMPARISON = Path(__file__).parent / "comparison.sql"
# By digest, because names in definitions are longer or shorter with the search_path of a session.
LISTED = """\
SELECT kind, part_of, name, md5(replace(definition, 'hotelmate.', ''))
FROM ({inventory}) AS object
ORDER BY kind COLLATE "C", part_of COLLATE "C", name COLLATE "C"
"""
# One text instead of a thousand rows of VALUES: quicker to read for PostgreSQL and for linters.
MADE = """\
WITH made AS (
    SELECT
        split_part(line, '|', 1) AS kind,
        split_part(line, '|', 2) AS part_of,
        split_part(line, '|', 3) AS name,
        split_part(line, '|', 4) AS digest
    FROM
        string_to_table($list$
{listed}$list$, E'\\n') AS line
    WHERE line LIKE '%|%'
),

"""


def inventory() -> str:
    """Return the query for the objects of a database, without its comment."""
    lines = INVENTORY.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    return "".join(lines[start:])


def build(database_url: str) -> str:
    """Return the text of the check, for the objects that a migrated database has."""
    query = LISTED.format(inventory=inventory())
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(query.encode()).fetchall()
    listed = "".join(f"{'|'.join(row)}\n" for row in rows)
    present = f"present AS (\n{textwrap.indent(inventory(), '    ')}),\n\n"
    comparison = COMPARISON.read_text(encoding="utf-8").removeprefix("WITH ")
    return HEAD.read_text(encoding="utf-8") + MADE.format(listed=listed) + present + comparison
