"""What can be taken out of the schema, one object at a time, and which tests are about it."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[2]
# Where tests are named for the rule that they prove.
NAMED_FOR_RULES = ("tests/invariants", "tests/concurrency")
# Where tests of consequences name the tables that they are about.
ABOUT_TABLES = (
    *("tests/transitions", "tests/invariants", "tests/payments", "tests/payments/situations"),
    *("tests/access", "tests/relay", "tests/realtime", "tests/walls"),
)

# Not named for one rule: what is asked of every key, and of every table that refuses TRUNCATE.
OF_KEYS = "tests/invariants/test_keys.py::test_no_primary_key_lets_a_row_in_twice"
OF_LISTS = "tests/invariants/test_keys.py::test_no_list_has_two_names_for_one_thing"
LISTS = ("precheckin_kind", "staff_role")
OF_COLUMNS = (
    "tests/invariants/test_not_null.py::test_no_column_that_must_have_a_value_is_written_without"
)
OF_TRUNCATE = (
    "tests/invariants/test_truncate.py::test_no_table_whose_rows_a_rule_keeps_is_truncated"
)

# Constraints, unique indexes of no constraint, triggers. What hangs on a key goes too. A NOT NULL
# that nothing could miss is none: PostgreSQL keeps that of a primary key or an identity itself, and
# computes generated columns.
_OBJECTS = """
SELECT CASE WHEN c.contype IN ('p', 'u') THEN 'key' ELSE 'constraint' END,
    relation.relname, c.conname, format(
        'ALTER TABLE %s DROP CONSTRAINT %I CASCADE', c.conrelid::regclass, c.conname
    ), ARRAY(
        SELECT along.conname FROM pg_constraint AS along
        WHERE along.contype = 'f' AND c.contype IN ('p', 'u') AND along.conindid = c.conindid
        ORDER BY along.conname
    )
FROM pg_constraint AS c JOIN pg_class AS relation ON relation.oid = c.conrelid
WHERE c.connamespace = 'hotelmate'::regnamespace AND c.contype IN ('c', 'f', 'u', 'p', 'x')
UNION ALL
SELECT 'not null', relation.relname, attribute.attname, format(
    'ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname
), ARRAY[]::name[]
FROM pg_constraint AS c
JOIN pg_class AS relation ON relation.oid = c.conrelid
JOIN pg_attribute AS attribute
    ON attribute.attrelid = c.conrelid AND attribute.attnum = c.conkey[1]
WHERE c.connamespace = 'hotelmate'::regnamespace AND c.contype = 'n'
    AND attribute.attidentity = '' AND attribute.attgenerated = ''
    AND NOT EXISTS (
        SELECT FROM pg_constraint AS primary_key
        WHERE primary_key.conrelid = c.conrelid AND primary_key.contype = 'p'
            AND attribute.attnum = ANY (primary_key.conkey)
    )
UNION ALL
SELECT 'constraint', c.contypid::regtype::text, c.conname, format(
    'ALTER DOMAIN %s DROP CONSTRAINT %I', c.contypid::regtype, c.conname
), ARRAY[]::name[]
FROM pg_constraint AS c
WHERE c.connamespace = 'hotelmate'::regnamespace AND c.contypid <> 0 AND c.contype = 'c'
UNION ALL
SELECT 'index', relation.relname, index.relname, format('DROP INDEX %s', i.indexrelid::regclass),
    ARRAY[]::name[]
FROM pg_index AS i
JOIN pg_class AS index ON index.oid = i.indexrelid
JOIN pg_class AS relation ON relation.oid = i.indrelid
WHERE index.relnamespace = 'hotelmate'::regnamespace AND i.indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid)
UNION ALL
SELECT 'trigger', relation.relname, t.tgname, format(
    'DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass
), ARRAY(
    SELECT DISTINCT word[1]::name
    FROM regexp_matches(
        concat_ws(
            ' ', obj_description(t.oid, 'pg_trigger'), encode(t.tgargs, 'escape'), function.prosrc
        ),
        '[a-z0-9]+(?:_[a-z0-9]+)+', 'g'
    ) AS word
    ORDER BY word[1]::name
)
FROM pg_trigger AS t
JOIN pg_class AS relation ON relation.oid = t.tgrelid
JOIN pg_proc AS function ON function.oid = t.tgfoid
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND NOT t.tgisinternal
ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A schema without one of its objects.

    Attributes:
        kind: constraint, key, not null, index or trigger.
        place: the table or the domain that it is of.
        name: of the object, and so of the rule, if it is one; of the column, if it is a NOT NULL.
        statement: what takes it away.
        along: the foreign keys that go with a key; what a trigger speaks of, rules among it.
    """

    kind: str
    place: str
    name: str
    statement: str
    along: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return what tells it from all others."""
        return f"{self.kind} {self.name} of {self.place}"

    def tests(self) -> tuple[str, ...]:
        """Return the tests that are about it, as pytest calls them: the quickest way to know."""
        if self.kind == "not null":
            return (f"{OF_COLUMNS}[{self.place}-{self.name}]",)
        found = [test for name in (self.name, *self.along) for test in named_tests().get(name, ())]
        if self.name.endswith("_pkey"):
            found.append(f"{OF_KEYS}[{self.name}]")
        elif self.kind == "key" and self.place in LISTS:
            found.append(f"{OF_LISTS}[{self.name}-{self.place}]")
        if self.name.endswith("__refuse_truncate"):
            found.append(f"{OF_TRUNCATE}[{self.place}]")
        return tuple(found)


def mutants(connection: psycopg.Connection[Any]) -> tuple[Mutant, ...]:
    """Return one for each object that a migrated database has."""
    return tuple(
        Mutant(kind, place, name, statement, tuple(along))
        for kind, place, name, statement, along in connection.execute(_OBJECTS)
    )


@cache
def named_tests() -> dict[str, tuple[str, ...]]:
    """Return the tests of each rule, by its name, as pytest calls them."""
    found: dict[str, list[str]] = {}
    for folder in NAMED_FOR_RULES:
        for path in sorted((ROOT / folder).glob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.FunctionDef):
                    continue
                rule = re.match(r"test_(\w+?)__(?:rejects|race)", node.name)
                if rule:
                    test = f"{path.relative_to(ROOT)}::{node.name}"
                    found.setdefault(rule[1], []).append(test)
    return {rule: tuple(tests) for rule, tests in found.items()}


@cache
def files_about(table: str) -> tuple[str, ...]:
    """Return the files of tests that speak of a table."""
    return tuple(
        str(path.relative_to(ROOT))
        for folder in ABOUT_TABLES
        for path in sorted((ROOT / folder).glob("test_*.py"))
        if re.search(rf"\b{table}\b", path.read_text(encoding="utf-8"))
    )
