"""Writes to the law itself: what steps there are, and who may do what.

No rule can keep the owner from changing the rules. That a check notices is tried here, each write
in a transaction that is rolled back.
"""

import random
import re
from typing import Any

import psycopg
from psycopg import sql

from bench.torture.sample import Sample
from bench.torture.tables import read_tables
from bench.torture.writes import LAW, Write, draw_on
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
            write = draw_on(chance, sample, sample.tables[table])
            if not _FOR_PEOPLE.search(write.statement) and _goes_unnoticed(connection, write):
                unnoticed.append(write.statement)
    return unnoticed


def _goes_unnoticed(connection: Connection, write: Write) -> bool:
    """Whether a statement changes something that no check tells of; it is undone."""
    before = set(look(connection, (*OF_ROWS, *OF_RULES)))
    rows = _rows(connection, write.table)
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(write.statement.encode())
            if _rows(connection, write.table) == rows:
                return False
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return set(look(connection, (*OF_ROWS, *OF_RULES))) == before
    except psycopg.Error:
        return False


def _rows(connection: Connection, table: str) -> set[str]:
    query = sql.SQL("SELECT content::text FROM hotelmate.{} AS content")
    return {row for (row,) in connection.execute(query.format(sql.Identifier(table)))}
