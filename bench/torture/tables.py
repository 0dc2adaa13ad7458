"""The tables of the schema as a stranger finds them: columns, keys, and what the rules name."""

import re
from dataclasses import dataclass
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]

# What a type is made of: a domain is as wide as its base.
_COLUMNS = """
SELECT relation.relname, attribute.attname,
    pg_catalog.format_type(
        CASE WHEN type.typtype = 'd' THEN type.typbasetype ELSE type.oid END, NULL
    ),
    attribute.attgenerated <> '', attribute.attidentity <> '' OR attribute.atthasdef,
    coalesce(key.conkey @> ARRAY[attribute.attnum], false), attribute.attnotnull
FROM pg_class AS relation
JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid
JOIN pg_type AS type ON type.oid = attribute.atttypid
LEFT JOIN pg_constraint AS key ON key.conrelid = relation.oid AND key.contype = 'p'
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind = 'r'
    AND attribute.attnum > 0 AND NOT attribute.attisdropped
    -- What migrations and the adoption keep is not the hotel's.
    AND relation.relname NOT IN ('repeatable_file', 'alembic_version')
ORDER BY relation.relname, attribute.attnum
"""
_REFERENCES = """
SELECT source.relname, source_column.attname, target.relname, target_column.attname
FROM pg_constraint AS fk
CROSS JOIN LATERAL unnest(fk.conkey, fk.confkey) AS pair (source_number, target_number)
JOIN pg_class AS source ON source.oid = fk.conrelid
JOIN pg_class AS target ON target.oid = fk.confrelid
JOIN pg_attribute AS source_column
    ON source_column.attrelid = fk.conrelid AND source_column.attnum = pair.source_number
JOIN pg_attribute AS target_column
    ON target_column.attrelid = fk.confrelid AND target_column.attnum = pair.target_number
WHERE fk.connamespace = 'hotelmate'::regnamespace AND fk.contype = 'f'
    AND target_column.attname <> 'hotel_id'
"""
_WORDS = """
SELECT relation.relname, attribute.attname, pg_get_constraintdef(rule.oid)
FROM pg_constraint AS rule
JOIN pg_class AS relation ON relation.oid = rule.conrelid
JOIN pg_attribute AS attribute
    ON attribute.attrelid = rule.conrelid AND attribute.attnum = ANY (rule.conkey)
WHERE rule.connamespace = 'hotelmate'::regnamespace AND rule.contype = 'c'
"""
_QUOTED = re.compile(r"'((?:[^']|'')*)'")


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        kind: its type, of a domain the type beneath.
        is_generated: nobody can write it.
        has_default: an INSERT may leave it out.
        is_key: of the primary key.
        is_needed: NULL is no value of it.
        words: what the rules of its table name in quotes.
        refers_to: (table, column) whose values it repeats.
    """

    name: str
    kind: str
    is_generated: bool
    has_default: bool
    is_key: bool
    is_needed: bool
    words: tuple[str, ...]
    refers_to: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns, in order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns that tell a row from all others."""
        return tuple(column.name for column in self.columns if column.is_key)

    @property
    def writable(self) -> tuple[Column, ...]:
        """Return what a statement may name."""
        return tuple(column for column in self.columns if not column.is_generated)


def read_tables(connection: Connection) -> tuple[Table, ...]:
    """Return all tables of the schema, from the catalog of the database."""
    words: dict[tuple[str, str], dict[str, None]] = {}
    for table, column, rule in connection.execute(_WORDS):
        found = words.setdefault((table, column), {})
        found.update((word.replace("''", "'"), None) for word in _QUOTED.findall(rule))
    references: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for table, column, target, target_column in connection.execute(_REFERENCES):
        references.setdefault((table, column), {})[target, target_column] = None
    columns: dict[str, list[Column]] = {}
    for table, name, *told in connection.execute(_COLUMNS):
        named = tuple(words.get((table, name), ()))
        refers_to = tuple(references.get((table, name), ()))
        kind, is_generated, has_default, is_key, is_needed = told
        columns.setdefault(table, []).append(
            Column(name, kind, is_generated, has_default, is_key, is_needed, named, refers_to)
        )
    return tuple(Table(name, tuple(found)) for name, found in columns.items())
