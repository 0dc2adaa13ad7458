"""The parts that can be added online: constraints, keys and indexes, as a catalog holds them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import psycopg

# In the order in which they can be added: a primary key wants its columns NOT NULL, a foreign key
# wants the key it refers to.
KINDS = ("domain check", "not null", "index", "key", "check", "foreign key")
# A state of a constraint: enforced for every row; for new rows only; for none. An index that a
# broken-off CREATE INDEX CONCURRENTLY left is invalid.
VALID, NOT_VALID, NOT_ENFORCED, INVALID = "valid", "not valid", "not enforced", "invalid"

# Where names are written qualified, whatever the session's own search path is, and as in the file.
SEARCH_PATH = "SET search_path = ''"
UNQUOTED = "SET LOCAL quote_all_identifiers = off"
QUERY = """
SELECT
    CASE
        WHEN rule.contypid <> 0 AND rule.contype = 'c' THEN 'domain check'
        WHEN rule.contype = 'n' AND rule.contypid = 0 THEN 'not null'
        WHEN rule.contype = 'c' THEN 'check'
        WHEN rule.contype = 'f' THEN 'foreign key'
        WHEN rule.contype IN ('p', 'u') AND NOT rule.conperiod THEN 'key'
    END,
    CASE
        WHEN rule.contypid <> 0 THEN rule.contypid::regtype::text
        ELSE rule.conrelid::regclass::text
    END,
    quote_ident(rule.conname),
    regexp_replace(pg_get_constraintdef(rule.oid), ' NOT (VALID|ENFORCED)$', ''),
    CASE WHEN rule.contype IN ('p', 'u') THEN pg_get_indexdef(rule.conindid) END,
    quote_literal(obj_description(rule.oid, 'pg_constraint')),
    CASE
        WHEN NOT rule.conenforced THEN 'not enforced'
        WHEN NOT rule.convalidated THEN 'not valid'
        ELSE 'valid'
    END
FROM pg_catalog.pg_constraint AS rule
WHERE
    rule.connamespace = to_regnamespace('hotelmate')
    AND rule.contype <> 't'
    AND rule.conparentid = 0
UNION ALL
SELECT
    'index',
    part.indrelid::regclass::text,
    quote_ident(relation.relname),
    NULL,
    pg_get_indexdef(part.indexrelid),
    quote_literal(obj_description(part.indexrelid, 'pg_class')),
    CASE WHEN part.indisvalid AND part.indisready THEN 'valid' ELSE 'invalid' END
FROM pg_catalog.pg_index AS part
INNER JOIN pg_catalog.pg_class AS relation ON part.indexrelid = relation.oid
WHERE
    relation.relnamespace = to_regnamespace('hotelmate')
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS rule
        WHERE rule.conindid = part.indexrelid AND rule.contype IN ('p', 'u', 'x')
    )
"""
_CREATE_INDEX = re.compile(r"^CREATE (UNIQUE )?INDEX ")
_TIMING = re.compile(r" DEFERRABLE( INITIALLY DEFERRED)?$")


class Part(NamedTuple):
    """A constraint, key or index.

    Attributes:
        kind: one of KINDS.
        owner: the table or domain it belongs to, qualified.
        name: as SQL writes it.
        statements: what adds it, in order, without semicolons; the comment is no part of it.
        comment: the statement that comments on it, or None.
    """

    kind: str
    owner: str
    name: str
    statements: tuple[str, ...]
    comment: str | None

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what makes it the same part: the name; of a NOT NULL, the column."""
        if self.kind == "not null":
            return self.kind, self.owner, _column(self.statements[0])
        # A key begins as an index of its name.
        kind = "index" if self.kind == "key" else self.kind
        return kind, self.owner, self.name

    @property
    def index_name(self) -> str:
        """Return the qualified name of its index, which is of a key's own name."""
        return f"{self.owner.partition('.')[0]}.{self.name}"


def absent_owners(connection: psycopg.Connection[Any], parts: Iterable[Part]) -> list[str]:
    """Return the tables and domains of the parts that a database does not have."""
    rows = connection.execute(
        "SELECT name FROM unnest(%s::text[]) AS wanted (name)"
        " WHERE to_regclass(name) IS NULL AND to_regtype(name) IS NULL ORDER BY name",
        ([*{part.owner for part in parts}],),
    )
    return [name for (name,) in rows]


class Unsupported(RuntimeError):
    """The schema holds something that cannot be added online; the text names it."""


def read_parts(connection: psycopg.Connection[Any]) -> Iterator[tuple[Part, str]]:
    """Yield the parts of schema hotelmate and the state of each, in the order they are added."""
    with connection.transaction():
        connection.execute(SEARCH_PATH.replace("SET", "SET LOCAL", 1))
        connection.execute(UNQUOTED)
        rows = connection.execute(QUERY).fetchall()
    for kind, owner, name, *_ in rows:
        if kind is None:
            raise Unsupported(f"constraint {name} of {owner} has no way to be added online")
    for kind, owner, name, rule, index, comment, state in sorted(
        rows, key=lambda row: (KINDS.index(row[0]), row[1], row[2])
    ):
        statements = tuple(_statements(kind, owner, name, rule, index))
        yield Part(kind, owner, name, statements, _comment(kind, owner, name, comment)), state


def _statements(kind: str, owner: str, name: str, rule: str, index: str) -> Iterator[str]:
    if index:
        yield _CREATE_INDEX.sub(r"CREATE \1INDEX CONCURRENTLY ", index)
    if kind == "key":
        word = "PRIMARY KEY" if rule.startswith("PRIMARY") else "UNIQUE"
        timing = _TIMING.search(rule)
        yield (
            f"ALTER TABLE {owner} ADD CONSTRAINT {name} {word} USING INDEX {name}"
            f"{timing[0] if timing else ''}"
        )
    elif kind != "index":
        alter = f"ALTER {'DOMAIN' if kind == 'domain check' else 'TABLE'} {owner}"
        yield f"{alter} ADD CONSTRAINT {name} {rule} NOT VALID"
        yield f"{alter} VALIDATE CONSTRAINT {name}"


def _comment(kind: str, owner: str, name: str, comment: str | None) -> str | None:
    if comment is None:
        return None
    if kind == "index":
        return f"COMMENT ON INDEX {owner.partition('.')[0]}.{name} IS {comment}"
    on = f"DOMAIN {owner}" if kind == "domain check" else owner
    return f"COMMENT ON CONSTRAINT {name} ON {on} IS {comment}"


def _column(statement: str) -> str:
    return statement.partition(" NOT NULL ")[2].removesuffix(" NOT VALID")
