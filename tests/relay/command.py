"""`hotelmate` on a database of a test: as a process of its own, or called in this one."""

import os
import subprocess
import sys
from typing import Any
from urllib.parse import quote, urlencode

from click.testing import CliRunner
from psycopg.conninfo import conninfo_to_dict

from app.cli import cli
from schema import roles
from tests.database_log_ins import logged_in_as

# What a caller's environment may set.
OURS = ("HOTELMATE_", "PUSHER_", "DATABASE_URL")


def as_url(conninfo: str) -> str:
    """Return a connection string in the form that DATABASE_URL has."""
    return f"postgresql:///?{urlencode(conninfo_to_dict(conninfo), quote_via=quote)}"


def start_hotelmate(
    command: str, conninfo: str, environment: dict[str, str], *arguments: str, **how: Any
) -> subprocess.Popen[str]:
    """Start a command with nothing set but its database and what is given; `how` is Popen's."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", command, *arguments],
        env={**inherited, **_addresses(conninfo), **environment},
        stdin=subprocess.DEVNULL,
        text=True,
        **how,
    )


def call_hotelmate(conninfo: str, environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    """Call a command that ends by itself; return its status and what it said.

    Without a process, which takes longer to start than such a command takes.
    """
    unset = {name: None for name in os.environ if name.startswith(OURS)}
    variables = {**unset, **_addresses(conninfo), **environment}
    done = CliRunner().invoke(cli, arguments, env=variables, prog_name="hotelmate")
    return done.exit_code, done.output


def _addresses(conninfo: str) -> dict[str, str]:
    return {
        "DATABASE_URL": as_url(conninfo),
        "HOTELMATE_API_DATABASE_URL": as_url(logged_in_as(conninfo, roles.GATE)),
        "HOTELMATE_RELAY_DATABASE_URL": as_url(logged_in_as(conninfo, roles.RELAY)),
        "HOTELMATE_CHECKS_DATABASE_URL": as_url(logged_in_as(conninfo, roles.CHECKS)),
    }
