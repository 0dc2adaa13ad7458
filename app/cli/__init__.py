"""The command line: one `hotelmate`, one file for each command.

What several commands share lies beside them: `environment`, what they begin with; `could_not_run`,
how those end that say by their status what is left to do.

Exit status: 0 done, 1 the command could not do its work, 2 wrong usage or settings.
"""

import signal
import sys
from types import FrameType

import click
import psycopg

from app.cli.adopt import adopt
from app.cli.check import check
from app.cli.demo import demo
from app.cli.migrate import migrate
from app.cli.payments import payments
from app.cli.psql import psql
from app.cli.reconcile import reconcile
from app.cli.relay import relay
from app.cli.run import run
from app.cli.serve import serve
from app.cli.settings import settings
from app.cli.snapshot import snapshot
from app.cli.staff import staff
from app.embedded import EmbeddedPostgresError
from app.settings import SettingsError

TERMINATED = 128 + signal.SIGTERM


class WrongSettings(click.ClickException):
    """A variable of the environment is wrong."""

    exit_code = 2


class Commands(click.Group):
    """Lists commands in the order they are met, and turns our errors into one line each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a mistake of the user's is a sentence, never a traceback."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            sentence = _sentence(error)
            if sentence is None:
                raise
            raise sentence from error


def _sentence(error: Exception) -> click.ClickException | None:
    """Return what a user is told of an error; None of one that is nobody's mistake."""
    if isinstance(error, SettingsError):
        return WrongSettings(str(error))
    if isinstance(error, EmbeddedPostgresError):
        return click.ClickException(str(error))
    if isinstance(error, psycopg.OperationalError):
        return click.ClickException(f"the database cannot be used: {error}")
    # Most commands never load the schema's tools, which are slow to import.
    if "schema.database" in sys.modules:
        from sqlalchemy.exc import OperationalError

        from schema.database import ScriptError

        if isinstance(error, ScriptError):
            return click.ClickException(str(error))
        if isinstance(error, OperationalError):
            return click.ClickException(f"the database cannot be used: {error.orig}")
    return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hotelmate")
def cli() -> None:
    """HotelMate: a hotel back end whose database cannot hold a contradiction.

    Settings come from environment variables; `hotelmate settings` lists them. Without DATABASE_URL
    an embedded PostgreSQL 18 is used, and started when no other command has it running.
    """


for command in (
    run,
    demo,
    serve,
    relay,
    payments,
    check,
    reconcile,
    migrate,
    staff,
    adopt,
    snapshot,
    psql,
    settings,
):
    cli.add_command(command)


def _terminate(number: int, frame: FrameType | None) -> None:
    """Leave through every `finally`, so that an embedded server is not left behind."""
    sys.exit(TERMINATED)


def main() -> None:
    """Entry point of the `hotelmate` program."""
    signal.signal(signal.SIGTERM, _terminate)
    cli(prog_name="hotelmate")
