"""The floor: every recorded row, written by a statement of its own, on tables without rules.

Each step is one transaction, as it is in the product. What a program could know beforehand (ids,
versions, texts) is in the script, so that no statement waits for the answer of another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from bench.lifecycle.recorded import FIRST_ID, Written
from bench.lifecycle.steps import NAMES

# Ids of hotel and room where the stay was recorded: far from amounts and from each other.
RECORDED_HOTEL = 900_000_001
RECORDED_ROOM = 900_100_001
_IDS_A_STAY = 100
# A room is written on by one run after another: what tells the rows apart is the number of the run.
# The room of a stay is by lot, and the same one in each step that runs alone.
_HEAD = """\
\\set stay :stay + 1
\\set lot abs(hash(:run * 1000000 + :stay, 0))
\\set place :client_id + :clients * mod(:lot, :rooms_of_a_client)
\\set hotel_id 1 + :place / :rooms_of_a_hotel
\\set room_id 1 + :place
\\set base ((:run * 100 + :client_id) * 1000000 + :stay) * {ids_a_stay} + {first_id}
\\set version :run * 1000000 + :stay * 10
"""
_OF_TABLE = """
SELECT
    att.attname,
    format_type(att.atttypid, NULL),
    EXISTS (
        SELECT FROM pg_index AS index
        WHERE index.indrelid = att.attrelid AND index.indisprimary
            AND att.attnum = ANY(index.indkey)
    )
FROM pg_attribute AS att
WHERE att.attrelid = %s::regclass AND att.attnum > 0 AND NOT att.attisdropped
ORDER BY att.attnum
"""
_VERSIONED = ("room", "room_status_event")
_VERSIONS = ("version", "previous_version")


@dataclass(frozen=True, slots=True)
class Scripts:
    """Files for pgbench.

    Attributes:
        stay: all steps, a transaction each.
        steps: each step alone, by its name; they are run one after another.
        rows: how many rows a stay writes.
    """

    stay: Path
    steps: dict[str, Path]
    rows: int


def write_scripts(
    connection: psycopg.Connection[Any], book: Sequence[Written], folder: Path
) -> Scripts:
    """Write the scripts of a recorded stay into a folder.

    Args:
        connection: to the database with the bare tables.
        book: what one stay wrote.
        folder: where the files go.
    """
    floor = _Floor(connection, book)
    steps = [floor.step(number) for number in range(1, len(NAMES) + 1)]
    files = {name: folder / f"{name}.pgbench" for name in NAMES}
    for file, step in zip(files.values(), steps, strict=True):
        file.write_text(floor.head() + step)
    stay = folder / "stay.pgbench"
    stay.write_text(floor.head() + "".join(steps))
    return Scripts(stay, files, len(book))


class _Floor:
    """Writes the statements of a stay.

    Args:
        connection: to the database with the bare tables.
        book: what the stay wrote.
    """

    def __init__(self, connection: psycopg.Connection[Any], book: Sequence[Written]) -> None:
        self._connection = connection
        self._book = book
        first = book[0].transaction
        assert [written.transaction - first for written in (book[0], book[-1])] == [0, 9]
        self._first = first - 1
        self._ids: dict[int, str] = {RECORDED_HOTEL: "hotel_id", RECORDED_ROOM: "room_id"}
        self._room_version = min(
            int(written.after["version"])
            for written in book
            if written.table == "room" and written.after
        )
        self._versions: set[int] = set()

    def head(self) -> str:
        """Return the variables that the steps use; to be asked for when all were written."""
        own = [name for name in self._ids.values() if name.startswith("id_")]
        assert len(own) < _IDS_A_STAY
        lines = [f"\\set {name} :base + {position}\n" for position, name in enumerate(own)]
        lines += [
            f"\\set {_version_name(offset)} :version + {offset}\n"
            for offset in sorted(self._versions)
        ]
        return _HEAD.format(ids_a_stay=_IDS_A_STAY, first_id=FIRST_ID) + "".join(lines)

    def step(self, number: int) -> str:
        """Return the transaction of a step, from 1."""
        statements = [
            self._statement(written)
            for written in self._book
            if written.transaction - self._first == number
        ]
        return "".join(f"{line};\n" for line in ("BEGIN", *statements, "COMMIT"))

    def _statement(self, written: Written) -> str:
        before, after = self._values(written, "before"), self._values(written, "after")
        table = f"bare.{written.table}"
        if written.verb == "INSERT":
            given = {name: value for name, value in after.items() if value != "NULL"}
            return (
                f"INSERT INTO {table} ({', '.join(given)}) OVERRIDING SYSTEM VALUE"
                f" VALUES ({', '.join(given.values())})"
            )
        keys = [name for name, _, is_key in self._columns(written.table) if is_key]
        where = " AND ".join(f"{name} = {before[name]}" for name in keys)
        if written.verb == "DELETE":
            return f"DELETE FROM {table} WHERE {where}"
        assert written.before is not None
        assert written.after is not None
        changed = [name for name in after if written.before[name] != written.after[name]]
        # A row that was written as it had been was written all the same.
        sets = ", ".join(f"{name} = {after[name]}" for name in changed or keys[-1:])
        return f"UPDATE {table} SET {sets} WHERE {where}"

    def _values(self, written: Written, which: str) -> dict[str, str]:
        """Return the row as SQL: the value of each column of the bare table."""
        row: dict[str, Any] | None = getattr(written, which)
        if row is None:
            return {}
        columns = self._columns(written.table)
        texts = self._connection.execute(
            sql.SQL("SELECT {} FROM jsonb_populate_record(NULL::bare.{}, %s)").format(
                sql.SQL(", ").join(
                    sql.SQL("{}::text").format(sql.Identifier(name)) for name, _, _ in columns
                ),
                sql.Identifier(written.table),
            ),
            [Jsonb(row)],
        ).fetchone()
        assert texts is not None
        return {
            name: self._value(written.table, name, kind, text)
            for (name, kind, _), text in zip(columns, texts, strict=True)
        }

    def _value(self, table: str, column: str, kind: str, text: str | None) -> str:
        if text is None:
            return "NULL"
        if table in _VERSIONED and column in _VERSIONS:
            # What is before the first version that was written is the last one of another stay.
            offset = max(0, int(text) - self._room_version + 1)
            self._versions.add(offset)
            return f":{_version_name(offset)}"
        if kind == "timestamp with time zone":
            return "now()"
        if kind == "uuid":
            return "uuidv7()"
        if kind == "bigint" and int(text) >= RECORDED_HOTEL:
            return f":{self._ids.setdefault(int(text), f'id_{len(self._ids)}')}"
        return _quoted(text)

    def _columns(self, table: str) -> list[tuple[str, str, bool]]:
        found = self._connection.execute(_OF_TABLE, [f"bare.{table}"]).fetchall()
        return [(name, kind, is_key) for name, kind, is_key in found]


def _version_name(offset: int) -> str:
    return f"version_{offset}"


def _quoted(text: str) -> str:
    """Write a text as SQL in which pgbench, which looks into quotes, finds no variable."""
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{escaped}'"
