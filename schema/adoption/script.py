"""schema/adoption.sql: every part, with the statements that add it to a database in use.

The file is generated, committed and linted: what the linter has read is what `hotelmate adopt`
runs. A part is a line `-- kind owner name` and its statements, each of which ends with a semicolon
at the end of a line.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import psycopg

from schema.adoption.parts import KINDS, Part, read_parts

SCRIPT = Path(__file__).parents[1] / "adoption.sql"
BEGINNING = """\
-- Written by `hotelmate snapshot` from what the migrations make; not to be edited.
-- Each part can be added while others write: `hotelmate adopt` runs what a database lacks of it.
-- By hand: one statement at a time, each in a transaction of its own, the next only after success.
-- PostgreSQL validates a foreign key over the rows that policies show: those of every hotel.
SET hotelmate.hotel_id = '';
SET search_path = '';
SET lock_timeout = '2s';
SET statement_timeout = 0;
"""
_HEAD = re.compile(rf"^-- ({'|'.join(KINDS)}) (\S+) (\S+)\n", re.MULTILINE)
_END = re.compile(r";\n")


def render(parts: Iterable[Part]) -> str:
    """Return the text of the file."""
    return "".join([BEGINNING, *map(_block, parts)])


def parse(text: str) -> tuple[Part, ...]:
    """Read the parts from the text of the file."""
    pieces = _HEAD.split(text)[1:]
    blocks = zip(pieces[::4], pieces[1::4], pieces[2::4], pieces[3::4], strict=True)
    return tuple(_part(*block) for block in blocks)


def wanted() -> tuple[Part, ...]:
    """Return the parts that the migrations make, in the order they are added."""
    return parse(SCRIPT.read_text(encoding="utf-8"))


def build(database_url: str) -> str:
    """Return the text of the file for a migrated database."""
    with psycopg.connect(database_url) as connection:
        parts = tuple(part for part, _ in read_parts(connection))
    text = render(parts)
    if parse(text) != parts:
        raise RuntimeError("schema/adoption.sql would not be read as it was written")
    return text


def _block(part: Part) -> str:
    statements = [*part.statements, *([part.comment] if part.comment else [])]
    body = "".join(f"{statement};\n" for statement in statements)
    return f"\n-- {part.kind} {part.owner} {part.name}\n{body}"


def _part(kind: str, owner: str, name: str, body: str) -> Part:
    statements = [text.strip() for text in _END.split(body) if text.strip()]
    comment = statements.pop() if statements[-1].startswith("COMMENT ON ") else None
    return Part(kind, owner, name, tuple(statements), comment)
