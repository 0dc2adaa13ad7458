"""A mend that can be run as it is does mend: its finding goes, and nothing is found instead.

The form: a text that ends with a semicolon (and a bracket, where the statements stand in brackets)
ends with statements that can be run as they stand. Where only people know a value, there is an
ellipsis, and the text does not end so.
"""

import re

import psycopg
import pytest

from app.consistency.checks import all_checks
from tests.checks.planting import Plant, Planting, found_in
from tests.checks.plants import enforcement, numbering, realtime, trail
from tests.checks.test_coverage import plants
from tests.hotel_builder import HotelBuilder

# How a statement begins, in no words of people.
BEGINNING = re.compile(
    r"(?:ALTER (?:TABLE|DOMAIN) hotelmate\.|ALTER (?:DATABASE|ROLE|SYSTEM) |REINDEX INDEX "
    r"|(?:DELETE FROM|INSERT INTO|UPDATE|SELECT) hotelmate\.|SELECT setval\('hotelmate\.)"
)
CHECK_BY_NAME = {name: check for check in all_checks() for name in check.row_names}
CASES: dict[str, tuple[str, Plant]] = {
    **{name: (name, plant) for name, plant in plants().items()},
    **{
        plant.__name__: (name, plant)
        for name, plant in (*numbering.MORE, *realtime.MORE, *trail.MORE)
    },
    **enforcement.MORE,
}
# A CHECK as it is put back where rows are there that break it.
CHECKS = """
    SELECT conname, format(
        'ALTER TABLE %s ADD CONSTRAINT %I %s NOT VALID', conrelid::regclass, conname,
        pg_get_constraintdef(oid)
    )
    FROM pg_constraint
    WHERE connamespace = 'hotelmate'::regnamespace AND contype = 'c' AND conrelid <> 0
"""


def statements_of(mend: str) -> str | None:
    """Return the statements that a mend ends with, if it ends with any."""
    if not mend.endswith((";", ";)")):
        return None
    beginning = BEGINNING.search(mend)
    assert beginning, mend
    return mend[beginning.start() :].removesuffix(")")


def mends(connection: psycopg.Connection, name: str) -> list[str]:
    """Return the mends of the findings of a name."""
    rows = connection.execute(CHECK_BY_NAME[name].query.encode()).fetchall()
    return [mend for check_name, *_, mend in rows if check_name == name]


def is_mended(planting: Planting, name: str, statements: list[str]) -> None:
    """Run the statements; nothing is found but rules that the plant has dropped."""
    connection = planting.hotel.connection
    for statement in statements:
        # That, nobody can do in a transaction; the rest is the same.
        connection.execute(statement.replace(" CONCURRENTLY", "").encode())
    planting.commits()
    found = found_in(connection)
    others = [
        finding
        for check, finding in found
        if check.domain != "Enforcement" or finding.subject.split()[-1] not in planting.dropped
    ]
    assert others == [], (name, statements)


@pytest.mark.parametrize("case", sorted(CASES))
def test_what_can_be_run_mends(case: str, house: HotelBuilder) -> None:
    name, plant = CASES[case]
    connection = house.connection
    checks = connection.execute(CHECKS).fetchall()
    with connection.transaction(force_rollback=True):
        planting = Planting(house)
        plant(planting)
        planting.commits()
        told = mends(connection, name)
        assert told
        statements = [each for mend in told if (each := statements_of(mend)) is not None]
        if not statements:
            # Then none looks as if it could be run: it lacks a value, or a command comes after it.
            looking = [mend for mend in told if BEGINNING.search(mend)]
            assert [each for each in looking if "…" not in each and "then hotel" not in each] == []
            return
        assert len(statements) == len(told)
        with connection.transaction(force_rollback=True):
            is_mended(planting, name, statements)
        put_back = [again for rule, again in checks if rule in planting.dropped]
        if put_back:
            for again in put_back:
                connection.execute(again.encode())
            is_mended(planting, name, statements)
