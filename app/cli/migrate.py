"""`hotelmate migrate`: the database's schema, up and, for development, down."""

import click

from app.cli.environment import settings_of_process, with_database


@click.command()
@click.option("--revision", default="head", show_default=True, help="Where to stop.")
@click.option("--downgrade", metavar="REVISION", help="Go down to REVISION; drops data.")
@click.option("--yes", is_flag=True, help="Do not ask before a downgrade.")
@click.option("--sql", is_flag=True, help="Print the script for an empty database instead.")
def migrate(revision: str, downgrade: str | None, yes: bool, sql: bool) -> None:
    """Bring the database's schema to the newest revision."""
    settings = settings_of_process()
    # What only this command needs is slow to import.
    from alembic.util import CommandError

    from schema import migrate as migrations

    try:
        if sql:
            click.echo(migrations.offline_sql(revision))
            return
        with with_database(settings) as ready:
            if downgrade is not None:
                _downgrade(ready.owner_url, downgrade, yes)
            else:
                _upgrade(ready.owner_url, revision)
    except CommandError as error:
        raise click.ClickException(str(error)) from error


def _upgrade(url: str, revision: str) -> None:
    from schema import migrate as migrations

    outcome = migrations.upgrade(url, revision)
    now = ", ".join(migrations.current(url)) or "base"
    done = "migrated to" if outcome.stepped else "already at"
    click.echo(f"{done} {now}; {len(outcome.applied_files)} trigger files applied")


def _downgrade(url: str, revision: str, yes: bool) -> None:
    from schema import migrate as migrations

    if not yes:
        # Without a terminal there is no answer, and no downgrade.
        click.confirm(f"Drop everything that came after {revision!r}, data included?", abort=True)
    migrations.downgrade(url, revision)
    click.echo(f"downgraded to {', '.join(migrations.current(url)) or 'base'}")
