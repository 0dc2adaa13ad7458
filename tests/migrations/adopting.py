"""What tests of adoption share: taking parts away, and running a plan without a real pause."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from schema.adoption.parts import Part, read_parts
from schema.adoption.plan import Task, plan
from schema.adoption.running import Left, Pace, Run
from schema.adoption.script import wanted

Connection = psycopg.Connection[Any]
DROP = {
    "domain check": "ALTER DOMAIN {owner} DROP CONSTRAINT {name}",
    "index": "DROP INDEX {index}",
}
BY_NAME = {part.name: part for part in wanted()}


def drop(connection: Connection, *parts: Part) -> None:
    """Take parts away."""
    with connection.transaction():
        for part in parts:
            statement = DROP.get(part.kind, "ALTER TABLE {owner} DROP CONSTRAINT {name} CASCADE")
            words = statement.format(owner=part.owner, name=part.name, index=part.index_name)
            connection.execute(words.encode())


def execute(connection: Connection, *statements: str) -> None:
    """Run statements whose text is known to be SQL, each by itself."""
    for statement in statements:
        connection.execute(statement.encode())


def tasks_of(connection: Connection, **options: bool) -> list[Task]:
    """Return what a database needs."""
    return plan(wanted(), read_parts(connection), **options)


def adopt(
    connection: Connection,
    *,
    pace: Pace | None = None,
    pause: Callable[[float], object] = lambda seconds: None,
    **options: bool,
) -> list[Left]:
    """Run the whole plan of a database."""
    run = Run(connection, pace or Pace(), pause, lambda line: None)
    return run.take(tasks_of(connection, **options))


def states(connection: Connection) -> dict[str, str]:
    """Return the state of each part by name."""
    return {part.name: state for part, state in read_parts(connection)}


@contextmanager
def another(url: str) -> Iterator[Connection]:
    """Open one more session, in a transaction that ends without effect unless it is committed."""
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()
