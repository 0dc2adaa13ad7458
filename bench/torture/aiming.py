"""Where each rule can be broken: its table, and the columns that it is about."""

from dataclasses import dataclass
from typing import Any

import psycopg

from app.invariants import BY_NAME

# Keys are broken from both sides; a trigger may look at any column of its table.
_RULES = """
SELECT rule.conname, relation.relname, ARRAY(
    SELECT attname FROM pg_attribute WHERE attrelid = rule.conrelid AND attnum = ANY (rule.conkey)
)
FROM pg_constraint AS rule JOIN pg_class AS relation ON relation.oid = rule.conrelid
WHERE rule.connamespace = 'hotelmate'::regnamespace
UNION ALL
SELECT rule.conname, relation.relname, ARRAY(
    SELECT attname FROM pg_attribute WHERE attrelid = rule.confrelid AND attnum = ANY (rule.confkey)
)
FROM pg_constraint AS rule JOIN pg_class AS relation ON relation.oid = rule.confrelid
WHERE rule.connamespace = 'hotelmate'::regnamespace AND rule.contype = 'f'
UNION ALL
SELECT rule.conname, relation.relname, ARRAY[attribute.attname]
FROM pg_constraint AS rule
JOIN pg_attribute AS attribute ON attribute.atttypid = rule.contypid
JOIN pg_class AS relation ON relation.oid = attribute.attrelid
WHERE rule.connamespace = 'hotelmate'::regnamespace AND relation.relkind = 'r'
UNION ALL
SELECT index.relname, relation.relname, ARRAY(
    SELECT attname FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = ANY (i.indkey)
)
FROM pg_index AS i
JOIN pg_class AS index ON index.oid = i.indexrelid
JOIN pg_class AS relation ON relation.oid = i.indrelid
WHERE index.relnamespace = 'hotelmate'::regnamespace AND i.indisunique
UNION ALL
SELECT guard.tgname, relation.relname, '{}'
FROM pg_trigger AS guard JOIN pg_class AS relation ON relation.oid = guard.tgrelid
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND NOT guard.tgisinternal
"""


@dataclass(frozen=True, slots=True)
class Aim:
    """A place where a rule can be broken; no columns stand for all of the table."""

    rule: str
    table: str
    columns: frozenset[str]


def read_aims(connection: psycopg.Connection[Any]) -> tuple[Aim, ...]:
    """Return where the rules of the catalogue can be broken."""
    return tuple(
        Aim(rule, table, frozenset(columns))
        for rule, table, columns in connection.execute(_RULES)
        if rule in BY_NAME
    )
