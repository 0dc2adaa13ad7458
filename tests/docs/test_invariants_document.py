"""docs/invariants.md says of each rule what the database and the catalogue say."""

import re
from collections import Counter

import psycopg
import pytest

from app.invariants import BY_NAME, INVARIANTS
from tests.docs.markdown import chapter, codes, read, table_rows

HOLDERS = """
SELECT conname, CASE contype WHEN 'f' THEN 'K' ELSE 'C' END, conrelid::regclass::text, condeferred
FROM pg_constraint
WHERE connamespace = 'hotelmate'::regnamespace AND contype IN ('c', 'f', 'p', 'u')
UNION ALL
SELECT named.relname, 'C', indrelid::regclass::text, false
FROM pg_index JOIN pg_class AS named ON named.oid = indexrelid
WHERE indisunique AND named.relnamespace = 'hotelmate'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
UNION ALL
SELECT tgname, CASE tgenabled WHEN 'A' THEN 'A' ELSE 'T' END, tgrelid::regclass::text, false
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = 'hotelmate'::regnamespace
UNION ALL
-- A policy of rows refuses by a function, whose comment begins with the name of the rule.
SELECT told.comment[1], 'P', '-', false
FROM pg_proc AS p
CROSS JOIN regexp_match(obj_description(p.oid, 'pg_proc'), '^([a-z_]+): ') AS told (comment)
WHERE p.pronamespace = 'hotelmate'::regnamespace AND told.comment IS NOT NULL
"""
SUMMARY = re.compile(
    r"Of the (\d+) names (\d+) are C, (\d+) are K, (\d+) is P, (\d+) are T and (\d+) are"
    r" A\. So with every trigger of ours disabled (\d+) rules still hold\."
)


def rows_by_name() -> dict[str, list[str]]:
    return {
        codes(row[0])[0]: row
        for domain in dict.fromkeys(invariant.domain for invariant in INVARIANTS)
        for row in table_rows(chapter(read("invariants.md"), f"## {domain}"))
    }


@pytest.fixture
def holders(owner: psycopg.Connection) -> dict[str, list[tuple[str, str, bool]]]:
    """Name → the objects that hold it: letter, table, deferred."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for name, letter, table, deferred in owner.execute(HOLDERS):
        held_on = table.removeprefix("hotelmate.")
        found.setdefault(name, []).append((letter, held_on, deferred))
    return found


def test_rows_carry_sentence_and_problem_type_of_the_catalogue() -> None:
    for name, row in rows_by_name().items():
        invariant = BY_NAME[name]
        assert row[1] == invariant.sentence
        assert row[3] == f"`/problems/{name.replace('_', '-')}` {invariant.status}"


def test_rows_say_what_holds_the_rule(holders: dict[str, list[tuple[str, str, bool]]]) -> None:
    for name, row in rows_by_name().items():
        letter, _, how = row[2].partition(": ")
        # Held differently on several tables: the letter is that of the weakest.
        assert max((held[0] for held in holders[name]), key="CPKAT".index) == letter, name
        assert ("deferred" in how) == holders[name][0][2], name
        tables = {held[1] for held in holders[name]} - {"-"}
        assert tables <= set(codes(how)), name


def test_the_summary_counts_the_rows() -> None:
    letters = Counter(row[2][0] for row in rows_by_name().values())
    summary = SUMMARY.search(read("invariants.md").replace("\n", " "))
    assert summary is not None
    counted = [
        letters.total(),
        *(letters[letter] for letter in "CKPTA"),
        letters["C"] + letters["K"] + letters["P"],
    ]
    assert [int(figure) for figure in summary.groups()] == counted


def test_names_in_the_prose_are_known_to_the_database(owner: psycopg.Connection) -> None:
    relations_and_columns = {
        name
        for row in owner.execute(
            "SELECT relname::text, attname::text FROM pg_attribute"
            " JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relnamespace = 'hotelmate'::regnamespace AND relkind IN ('r', 'v')"
        )
        for name in row
    }
    prose = re.sub(r"^\|.*$", "", read("invariants.md"), flags=re.MULTILINE)
    spoken = {name for name in codes(prose) if re.fullmatch(r"[a-z]+(_[a-z]+)+", name)}
    assert spoken
    assert spoken <= BY_NAME.keys() | relations_and_columns | {"session_replication_role"}
