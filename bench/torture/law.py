"""Writes to the law itself: what steps there are, and who may do what.

No rule can keep the owner from changing the rules. That a check notices is tried here, each write
in a transaction that is rolled back.
"""

import random
import re
from typing import Any

import psycopg

from bench.torture.sample import Sample
from bench.torture.tables import read_tables
from bench.torture.writes import LAW, draw_on
from tests.consistency import OF_ROWS, OF_RULES, look

Connection = psycopg.Connection[Any]
TRIES_A_TABLE = 2
# Words that may be used: a longer list contradicts nothing, and what is in use stays. Who may do
# what is the owner's to say, and is granted in the same transaction.
LISTS = frozenset(
    {"time_zone", "country", "permission", "staff_role_permission", "permission_privilege"}
)
# Columns for people, of which nothing depends.
_FOR_PEOPLE = re.compile(r"\bSET .*\b(meaning|secret) = ", re.DOTALL)


def tried_law(connection: Connection, chance: random.Random) -> list[str]:
    """Change the law a few times; return the statements whose effect nobody noticed."""
    sample = Sample(read_tables(connection))
    sample.refresh(connection)
    unnoticed = []
    for table in sorted(LAW - LISTS):
        for _ in range(TRIES_A_TABLE):
            statement = draw_on(chance, sample, sample.tables[table]).statement
            if not _FOR_PEOPLE.search(statement) and _goes_unnoticed(connection, statement):
                unnoticed.append(statement)
    return unnoticed


def _goes_unnoticed(connection: Connection, statement: str) -> bool:
    """Whether a statement changes something that no check tells of; it is undone."""
    before = set(look(connection, (*OF_ROWS, *OF_RULES)))
    try:
        with connection.transaction(force_rollback=True):
            if not connection.execute(statement.encode()).rowcount:
                return False
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return set(look(connection, (*OF_ROWS, *OF_RULES))) == before
    except psycopg.Error:
        return False
