"""`hotelmate adopt`: what the migrations make, added to a database in use."""

import time
from typing import Any

import click
import psycopg

from app.cli.could_not_run import CouldNotRun
from app.cli.environment import settings_of_process, with_database
from app.consistency.checks import all_checks
from app.embedded import EmbeddedPostgresError
from schema.adoption.parts import absent_owners, read_parts
from schema.adoption.plan import Task, plan, script
from schema.adoption.running import HOPELESS, Busy, Left, Pace, Run
from schema.adoption.script import BEGINNING, wanted


@click.command()
@click.option("--dry-run", is_flag=True, help="Show the steps and their locks; change nothing.")
@click.option("--sql", is_flag=True, help="Print the steps as a script for psql; change nothing.")
@click.option(
    "--lock-timeout",
    type=click.FloatRange(min=0.01),
    default=Pace().lock_seconds,
    show_default=True,
    help="Seconds that others wait at most behind a step.",
)
@click.option(
    "--attempts",
    type=click.IntRange(min=1),
    default=Pace().attempts,
    show_default=True,
    help="How often a step is tried that finds its locks taken.",
)
@click.option(
    "--prove-foreign-keys",
    is_flag=True,
    help="Validate every foreign key anew, as after a restore without triggers.",
)
def adopt(
    dry_run: bool, sql: bool, lock_timeout: float, attempts: int, prove_foreign_keys: bool
) -> None:
    """Add constraints, keys and indexes that the database lacks, while others write.

    Exit status: 0 nothing is missing, 1 something is left, 2 it could not run.
    """
    pace = Pace(lock_seconds=lock_timeout, attempts=attempts)
    try:
        with (
            with_database(settings_of_process()) as settings,
            psycopg.connect(settings.owner_url, autocommit=True) as connection,
        ):
            tasks = _plan(connection, prove_foreign_keys)
            if sql:
                click.echo(BEGINNING + script(tasks))
            elif dry_run:
                _show(tasks)
            else:
                _report(tasks, Run(connection, pace, time.sleep, click.echo).take(tasks))
    except (EmbeddedPostgresError, psycopg.OperationalError, Busy, *HOPELESS) as error:
        raise CouldNotRun(str(error)) from error


def _plan(connection: psycopg.Connection[Any], prove_foreign_keys: bool) -> list[Task]:
    parts = wanted()
    if absent := absent_owners(connection, parts):
        raise CouldNotRun(
            f"the database has no {', '.join(absent[:3])}{' …' if absent[3:] else ''}:"
            " run `hotelmate migrate` first"
        )
    return plan(parts, read_parts(connection), prove_foreign_keys=prove_foreign_keys)


def _show(tasks: list[Task]) -> None:
    for part, steps, differs in tasks:
        click.echo(f"{part.kind} {part.name} of {part.owner}")
        if differs:
            click.echo("    is not defined as the migrations define it; adopt leaves it alone")
        for step in steps:
            length = "reads the table" if step.reads_table else "a moment"
            click.echo(f"    {step.sql};\n        lock {step.lock}, {length}")
    alone = sum(task.differs for task in tasks)
    click.echo(_summary("to add or to validate", len(tasks) - alone, "to leave alone", alone))
    if tasks:
        raise SystemExit(1)


def _report(tasks: list[Task], left: list[Left]) -> None:
    for item in left:
        part = item.task.part
        click.echo(f"{part.kind} {part.name} of {part.owner}: {item.reason}")
        if item.broken:
            click.echo(f"    {_advice(part.name)}")
    begun = sum(item.is_begun for item in left)
    click.echo(_summary("added or validated", len(tasks) - len(left), "added in part", begun))
    if left:
        click.echo(f"{len(left)} left: mend what is named above, then run `hotelmate adopt` again.")
        raise SystemExit(1)


def _advice(name: str) -> str:
    """Say what shows the rows that break a constraint."""
    if any(name in check.row_names for check in all_checks()):
        return f"`hotelmate check --only {name}` shows the rows"
    return "mend these rows by hand; new ones are refused where the constraint is NOT VALID already"


def _summary(done: str, number: int, besides: str, others: int) -> str:
    """Say how many were done, and of how many that is not the whole truth."""
    counted = [f"{count} {what}" for count, what in ((number, done), (others, besides)) if count]
    return f"{', '.join(counted) or f'Nothing {done}'}."
