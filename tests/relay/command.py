"""`hotelmate` as a process of its own, on a database of a test."""

import os
import subprocess
import sys
from typing import Any
from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict

from schema import roles
from tests.database_log_ins import logged_in_as


def as_url(conninfo: str) -> str:
    """Return a connection string in the form that DATABASE_URL has."""
    return f"postgresql:///?{urlencode(conninfo_to_dict(conninfo), quote_via=quote)}"


def start_hotelmate(
    command: str, conninfo: str, environment: dict[str, str], *arguments: str, **how: Any
) -> subprocess.Popen[str]:
    """Start a command with nothing set but its database and what is given; `how` is Popen's."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HOTELMATE_", "PUSHER_", "DATABASE_URL"))
    }
    urls = {
        "DATABASE_URL": as_url(conninfo),
        "HOTELMATE_API_DATABASE_URL": as_url(logged_in_as(conninfo, roles.GATE)),
        "HOTELMATE_RELAY_DATABASE_URL": as_url(logged_in_as(conninfo, roles.RELAY)),
        "HOTELMATE_CHECKS_DATABASE_URL": as_url(logged_in_as(conninfo, roles.CHECKS)),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", command, *arguments],
        env={**inherited, **urls, **environment},
        stdin=subprocess.DEVNULL,
        text=True,
        **how,
    )
